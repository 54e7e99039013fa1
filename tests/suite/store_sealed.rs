//! What is stored is sealed: nothing of a person can be read in any file, nothing can be moved, and what was erased is gone
//! for good, also where an older backup comes back.

use std::fs;
use std::path::{Path, PathBuf};

use loket::dialogue::Moment;
use loket::store::sled::{SledStore, restore, rotate};
use loket::store::vault::{KeyError, KeyPlace, MasterKeys};
use loket::store::{Store, StoreError};

use crate::damage::copy;
use crate::store_support::*;

/// A name and a text that stand nowhere else.
const NAME: &str = "kanarie-7281936450";
const WORDS: &str = "Antwoord 0";

/// A conversation with something to send, and an update that waits.
async fn fill(store: &SledStore, name: &str) {
    store.append(updates(&[1], name), Moment(0)).await.unwrap();
    store.commit(turn(name, 0, conversation(3, 1, Some(500)))).await.unwrap();
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

/// Every file in `folder` in which one of `words` stands.
fn found_in(folder: &Path, words: &[&str]) -> Vec<String> {
    let holds = |path: &PathBuf| {
        let bytes = fs::read(path).unwrap_or_default();
        words.iter().any(|word| bytes.windows(word.len()).any(|window| window == word.as_bytes()))
    };
    files_below(folder).iter().filter(|path| holds(path)).map(|path| path.display().to_string()).collect()
}

async fn backup(store: &SledStore, file: &Path) {
    let mut bytes = Vec::new();
    let created = jiff::Timestamp::now().as_millisecond();
    store.back_up(Moment(created), &mut bytes, &mut |_| {}).await.unwrap();
    fs::write(file, bytes).unwrap();
}

#[test]
fn t20_neither_a_name_nor_a_word_can_be_read_in_any_file_or_backup() {
    let mut place = OnDisk::new();
    let file = place.folder().join("backup");
    run_with_time(async {
        fill(place.store(), NAME).await;
        backup(place.store(), &file).await;
    });
    place.reopen();
    assert_eq!(found_in(&place.folder(), &[NAME, WORDS, "raw 1", "\"turns\""]), [""; 0]);
    assert_eq!(run(place.store().load(&chat(NAME))).unwrap().unwrap().state.turns, 3);
    assert_eq!(run(place.store().unsent()).unwrap(), [chat(NAME)]);
    assert_eq!(run(place.store().due(Moment(500), 9)).unwrap(), [(Moment(500), chat(NAME))]);
    assert_eq!(run(place.store().waiting()).unwrap()[0].chat, chat(NAME));
}

#[test]
fn t22_what_was_erased_opens_with_none_of_the_keys_that_remain() {
    let place = OnDisk::new();
    let before = place.folder().with_extension("before");
    run(async {
        fill(place.store(), NAME).await;
        fill(place.store(), "bram").await;
    });
    let (_kept, folder) = place.shut();
    copy(&folder, &before);
    run(async {
        let store = open(&folder);
        store.commit(erasure(NAME, 1)).await.unwrap();
    });
    // As if nothing had been removed from sled's files: the old ones, with the keys that remain.
    for name in ["slots", "master.key"] {
        fs::copy(folder.join(name), before.join(name)).unwrap();
    }
    let store = open(&before);
    assert!(matches!(run(store.load(&chat(NAME))), Err(StoreError::Damaged { .. })), "its key is gone");
    assert_eq!(run(store.load(&chat("bram"))).unwrap().unwrap().state.turns, 3, "others are not touched");
}

#[test]
fn t22_what_waits_when_a_conversation_is_erased_is_answered_all_the_same() {
    let mut place = OnDisk::new();
    run(async {
        fill(place.store(), NAME).await;
        place.store().commit(erasure(NAME, 1)).await.unwrap();
    });
    place.reopen();
    let waiting = run(place.store().waiting()).unwrap();
    assert_eq!((waiting[0].chat.clone(), waiting[0].raw.expose().as_slice()), (chat(NAME), &b"raw 1"[..]));
    run(place.store().commit(turn(NAME, 0, conversation(1, 0, None)))).unwrap();
    place.reopen();
    assert_eq!(run(place.store().load(&chat(NAME))).unwrap().unwrap().state.turns, 1);
}

#[test]
fn t22_an_older_backup_brings_nothing_back_that_was_erased_since() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("file"));
    run_with_time(async {
        let store = open(&data);
        fill(&store, NAME).await;
        fill(&store, "bram").await;
        backup(&store, &file).await;
        store.commit(erasure(NAME, 1)).await.unwrap();
        store.close().await.unwrap();
    });
    let restored = restore(&data, &file, Some("aside"), &KeyPlace::Beside, &mut |_| {}).unwrap();
    assert_eq!(restored.left_out, 1);
    fs::remove_dir_all(data.join("aside")).unwrap();
    let mut store = open(&data);
    for _ in 0..2 {
        assert_eq!(run(store.load(&chat(NAME))).unwrap(), None);
        assert!(run(store.waiting()).unwrap().iter().all(|waiting| waiting.chat != chat(NAME)));
        assert_eq!(run(store.load(&chat("bram"))).unwrap().unwrap().state.turns, 3);
        drop(store);
        store = open(&data);
    }
    // Whoever comes back is not erased a second time.
    run_with_time(async {
        store.commit(turn(NAME, 0, conversation(9, 0, None))).await.unwrap();
        let later = folder.path().join("later");
        backup(&store, &later).await;
        store.close().await.unwrap();
        drop(store);
        restore(&data, &later, Some("aside"), &KeyPlace::Beside, &mut |_| {}).unwrap();
        assert_eq!(open(&data).load(&chat(NAME)).await.unwrap().unwrap().state.turns, 9);
    });
}

#[test]
fn t22_slots_of_what_was_erased_are_used_again_without_mixing_anybody_up() {
    let mut place = OnDisk::new();
    for round in 0..6_u32 {
        let (name, other) = (format!("a{round}"), format!("b{round}"));
        run(async {
            place.store().commit(turn(&name, 0, conversation(round, 1, Some(9)))).await.unwrap();
            place.store().commit(turn(&other, 0, conversation(round + 100, 1, None))).await.unwrap();
            place.store().commit(erasure(&name, 1)).await.unwrap();
        });
        place.reopen();
        for before in 0..=round {
            let loaded = run(place.store().load(&chat(&format!("b{before}")))).unwrap().unwrap();
            assert_eq!(loaded.state.turns, before + 100);
        }
    }
    let slots = fs::metadata(place.folder().join("slots")).unwrap().len();
    assert!(slots <= 128 * 9, "{slots} bytes: slots are not used again");
}

#[test]
fn t33_a_record_in_the_place_of_another_is_not_accepted() {
    let place = OnDisk::new();
    run(async {
        fill(place.store(), NAME).await;
        place.store().commit(turn("bram", 0, conversation(4, 0, None))).await.unwrap();
    });
    let (_kept, folder) = place.shut();
    let db = sled::open(folder.join("sled")).unwrap();
    let rows: Vec<_> = db.scan_prefix(b"c").map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    db.insert(&rows[0].0, &rows[1].1).unwrap();
    db.insert(&rows[1].0, &rows[0].1).unwrap();
    db.flush().unwrap();
    drop(db);
    let store = open(&folder);
    for name in [NAME, "bram"] {
        let refused = run(store.load(&chat(name))).unwrap_err();
        assert!(matches!(refused, StoreError::Damaged { .. }), "{refused}");
    }
}

#[test]
fn without_its_master_key_a_folder_is_refused_and_no_other_is_made() {
    let place = OnDisk::new();
    run(fill(place.store(), NAME));
    let (_kept, folder) = place.shut();
    let (key, aside) = (folder.join("master.key"), folder.join("aside"));
    fs::rename(&key, &aside).unwrap();
    let refused = SledStore::open(&folder).err().unwrap();
    assert!(matches!(refused, StoreError::Key(KeyError::Missing(_))), "{refused}");
    assert!(!key.exists());
    MasterKeys::load_or_make(&key).unwrap();
    let refused = SledStore::open(&folder).err().unwrap();
    assert!(matches!(refused, StoreError::Key(KeyError::Another(_))), "{refused}");
    fs::rename(&aside, &key).unwrap();
    assert!(run(open(&folder).load(&chat(NAME))).unwrap().is_some());
}

#[test]
fn a_new_master_key_opens_all_and_the_old_one_nothing_any_more() {
    let place = OnDisk::new();
    run(async {
        fill(place.store(), NAME).await;
        fill(place.store(), "bram").await;
    });
    let refused = rotate(&place.folder(), &KeyPlace::Beside, None).unwrap_err();
    assert!(matches!(refused, StoreError::Locked(_)), "{refused}");
    let (kept, folder) = place.shut();
    let old = fs::read(folder.join("master.key")).unwrap();
    assert_eq!(rotate(&folder, &KeyPlace::Beside, None).unwrap().slots, 3);
    assert!(run(open(&folder).load(&chat(NAME))).unwrap().is_some());
    let new = fs::read(folder.join("master.key")).unwrap();
    assert_ne!(new, old);
    fs::write(folder.join("master.key"), &old).unwrap();
    assert!(matches!(SledStore::open(&folder).err(), Some(StoreError::Key(KeyError::Another(_)))));
    // Where the old one cannot be written over, the new one goes elsewhere.
    fs::write(folder.join("master.key"), &new).unwrap();
    let elsewhere = kept.path().join("new.key");
    rotate(&folder, &KeyPlace::Beside, Some(&elsewhere)).unwrap();
    assert!(SledStore::open(&folder).is_err());
    let store = SledStore::open_with(&folder, &KeyPlace::File(elsewhere)).unwrap();
    assert!(run(store.load(&chat(NAME))).unwrap().is_some());
}

#[test]
fn a_folder_of_before_is_sealed_when_it_is_opened_and_nothing_readable_stays() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/stores/v1"), &data);
    assert!(!found_in(&data, &["test:anna"]).is_empty(), "it was readable before");
    drop(open(&data));
    assert_eq!(found_in(&data, &["test:anna", "Antwoord", "raw 2"]), [""; 0]);
    assert_eq!(run(open(&data).load(&chat("bram"))).unwrap().unwrap().state.turns, 4);
}

#[test]
fn sealing_a_folder_of_before_goes_on_where_it_broke_off() {
    let folder = tempfile::tempdir().unwrap();
    let (data, whole) = (folder.path().join("data"), folder.path().join("whole"));
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/stores/v1");
    copy(&fixture, &whole);
    drop(open(&whole));
    for step in 0..5_usize {
        let _ = fs::remove_dir_all(&data);
        copy(&fixture, &data);
        fs::copy(whole.join("master.key"), data.join("master.key")).unwrap();
        let ready = data.join(if step == 0 { "sealing" } else { "sealed" });
        copy(&whole, &ready);
        fs::remove_file(ready.join("master.key")).unwrap();
        if step >= 2 {
            fs::rename(data.join("sled"), data.join("unsealed")).unwrap();
        }
        for name in ["slots", "sled", "head"].iter().take(step.saturating_sub(2)) {
            fs::rename(ready.join(name), data.join(name)).unwrap();
        }
        assert_eq!(run(open(&data).load(&chat("bram"))).unwrap().unwrap().state.turns, 4, "step {step}");
        assert_eq!(found_in(&data, &["test:anna"]), [""; 0], "step {step}");
    }
}

#[test]
fn questions_that_were_not_understood_are_kept_sealed_and_for_their_days_only() {
    use loket::store::MissedQuestion;
    let place = OnDisk::new();
    let missed = |day, words: &str| MissedQuestion {
        day,
        lang: "nl".into(),
        words: loket::privacy::Sensitive::new(words.to_owned()),
    };
    run(async {
        for (day, words) in [(5, "een kanarie zingt"), (-3, "oud"), (9, "nieuw")] {
            place.store().keep_missed(missed(day, words)).await.unwrap();
        }
        place.store().forget_missed(5).await.unwrap();
    });
    let kept: Vec<(i64, String)> =
        place.store().missed().unwrap().into_iter().map(|one| (one.day, one.words.into_exposed())).collect();
    assert_eq!(kept, [(5, "een kanarie zingt".to_owned()), (9, "nieuw".to_owned())]);
    assert_eq!(found_in(&place.folder(), &["kanarie"]), [""; 0]);
}
