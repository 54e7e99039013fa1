//! What comes back of a backup, and what does not.

use super::*;
use crate::desk::{Case, CaseId, CitizenKey, Code, Request, Role, Words};
use crate::dialogue::{Moment, State};
use crate::store::backup::Encoder;
use crate::store::desk::{DeskChanges, WideWrite};
use crate::store::sled::SledStore;
use crate::store::{ChatKey, Conversation, Store as _, TurnWrite};

fn open_store(folder: &Path) -> SledStore {
    SledStore::open(folder).unwrap()
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

fn chat(name: &str) -> ChatKey {
    ChatKey::new("telegram", name)
}

fn turn(name: &str, loaded: u64, conversation: Option<Conversation>) -> TurnWrite {
    TurnWrite { chat: chat(name), conversation, loaded, handled: Vec::new() }
}

async fn talk(store: &SledStore, name: &str) {
    store.commit(turn(name, 0, Some(conversation()))).await.unwrap();
}

async fn bytes_of(store: &SledStore) -> Vec<u8> {
    let mut bytes = Vec::new();
    store.back_up(Moment(sealed::now()), &mut bytes, &mut |_| {}).await.unwrap();
    bytes
}

fn back_in(folder: &Path, file: &Path, aside: &str) -> Restored {
    restore(folder, file, Some(aside), &KeyPlace::Beside, &mut |_| {}).unwrap()
}

#[test]
fn a_backup_from_before_an_erasure_that_is_forgotten_by_now_is_restored() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("file"));
    let bytes = run(async {
        let store = open_store(&data);
        talk(&store, "1").await;
        bytes_of(&store).await
    });
    let mut reader = Reader::new(&bytes[..]).unwrap();
    let (mut encoder, mut with) = Encoder::begin(reader.header()).unwrap();
    let place = Place { slot: 9, serial: 1 }.to_bytes();
    let row = [&1_u64.to_be_bytes()[..], &0_i64.to_be_bytes(), &place].concat();
    let mut records = vec![Record { key: [&[sealed::ERASED][..], &[7; 16]].concat(), value: row }];
    while let Some(record) = reader.next().unwrap() {
        records.push(record);
    }
    records.sort_by(|one, other| one.key.cmp(&other.key));
    with.extend(encoder.records(&records).unwrap());
    with.extend(encoder.finish());
    fs::write(&file, with).unwrap();
    assert_eq!(back_in(&data, &file, "aside").left_out, 0);
    assert!(run(open_store(&data).load(&chat("1"))).unwrap().is_some());
}

#[test]
fn t22_a_newer_backup_after_an_older_one_brings_nothing_back_that_was_erased_in_between() {
    for other_machine in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let (data, older, newer) =
            (folder.path().join("data"), folder.path().join("older"), folder.path().join("newer"));
        run(async {
            let store = open_store(&data);
            talk(&store, "1").await;
            fs::write(&older, bytes_of(&store).await).unwrap();
            for name in ["2", "3", "4"] {
                talk(&store, name).await;
            }
            fs::write(&newer, bytes_of(&store).await).unwrap();
            store.close().await.unwrap();
        });
        let since = sealed::now();
        if other_machine {
            fs::remove_file(data.join("head")).unwrap();
        }
        back_in(&data, &older, "first");
        run(async {
            while sealed::now() == since {
                std::thread::yield_now();
            }
            let store = open_store(&data);
            store.commit(turn("1", 1, None)).await.unwrap();
            store.close().await.unwrap();
        });
        assert_eq!(back_in(&data, &newer, "second").left_out, 1);
        let store = open_store(&data);
        assert_eq!(run(store.load(&chat("1"))).unwrap(), None);
        assert!(run(store.load(&chat("2"))).unwrap().is_some());
    }
}

#[test]
fn t22_cases_of_whoever_was_erased_since_do_not_come_back_and_those_of_others_do() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("file"));
    run(async {
        let store = open_store(&data);
        let mut wide = WideWrite::at(Moment(1));
        wide.desk = DeskChanges { cases: vec![case(1, "1"), case(2, "2")], ..DeskChanges::default() };
        talk(&store, "1").await;
        talk(&store, "2").await;
        store.commit_wide(wide).await.unwrap();
        fs::write(&file, bytes_of(&store).await).unwrap();
        store.commit(turn("1", 1, None)).await.unwrap();
        store.close().await.unwrap();
    });
    back_in(&data, &file, "aside");
    let desk = run(open_store(&data).desk()).unwrap();
    assert_eq!(desk.cases.keys().copied().collect::<Vec<_>>(), [CaseId(2)]);
}

fn case(id: u64, name: &str) -> Case {
    let request = Request { question: Some(Words("Mag dat?".into())), ..Request::default() };
    let citizen = CitizenKey(chat(name).expose().to_owned());
    Case::new(CaseId(id), Code::of(id, 5), citizen, Role::default(), request, Moment(1))
}

fn conversation() -> Conversation {
    Conversation { revision: 0, state: State::default(), outbox: Vec::new(), due: None, forget: None }
}
