//! Folders and backups that earlier versions wrote open for ever.
//!
//! `tests/fixtures/stores/v1` is what [`fill`] made with folder format 1, `tests/fixtures/backups/v1.loket-backup` a backup of it; so for
//! each format. Since 2 all is sealed, and the master key of these few made-up records stands with them. With a new format, run `LOKET_TEST_FIXTURES=FOLDER cargo test --test suite store_formats`, put `FOLDER/store` and `FOLDER/backup`
//! beside these under the new number, and leave the old ones as they are.

use std::path::{Path, PathBuf};

use loket::dialogue::Moment;
use loket::store::backup::verify;
use loket::store::sled::{SledStore, restore};
use loket::store::vault::KeyPlace;
use loket::store::{Store, TurnWrite};

use crate::damage::copy;
use crate::store_support::*;

/// The formats that were ever released.
const FORMATS: [u32; 4] = [1, 2, 3, 4];

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// The content of every fixture.
async fn fill(store: &SledStore) {
    store.append(updates(&[1, 2, 3], "anna"), Moment(0)).await.unwrap();
    let first = TurnWrite { handled: ids(&[1]), ..turn("anna", 0, conversation(1, 2, Some(500))) };
    store.commit(first).await.unwrap();
    store.commit(turn("bram", 0, conversation(4, 0, Some(90)))).await.unwrap();
}

async fn assert_filled(store: &SledStore) {
    assert_eq!(waiting_ids(store).await, [2, 3]);
    let anna = store.load(&chat("anna")).await.unwrap().unwrap();
    assert_eq!((anna.revision, anna.state.turns, anna.outbox.len()), (1, 1, 2));
    assert_eq!(store.load(&chat("bram")).await.unwrap().unwrap().state.turns, 4);
    assert_eq!(store.unsent().await.unwrap(), [chat("anna")]);
    assert_eq!(store.due(Moment(100), 9).await.unwrap(), [(Moment(90), chat("bram"))]);
    assert!(store.append(updates(&[1], "anna"), Moment(HOUR)).await.unwrap().is_empty(), "the id is remembered");
    assert_eq!(store.commit(turn("anna", 1, conversation(2, 0, None))).await.unwrap(), 2);
}

/// The master key of a fixture, which no repository keeps for its owner alone. It opens nothing else.
fn keep_key(data: &Path) {
    let key = data.join("master.key");
    if key.exists() {
        std::fs::set_permissions(key, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    }
}

#[test]
fn every_format_of_a_folder_opens_and_can_be_written() {
    for format in FORMATS {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        copy(&fixture(&format!("stores/v{format}")), &data);
        keep_key(&data);
        run(assert_filled(&open(&data)));
    }
}

#[test]
fn every_version_of_a_backup_is_restored() {
    for version in FORMATS {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let file = fixture(&format!("backups/v{version}.loket-backup"));
        if version > 1 {
            std::fs::create_dir(&data).unwrap();
            std::fs::copy(fixture(&format!("stores/v{version}/master.key")), data.join("master.key")).unwrap();
            keep_key(&data);
        }
        let restored = restore(&data, &file, None, &KeyPlace::Beside, &mut |_| {}).unwrap();
        assert_eq!((restored.counts.conversations, restored.counts.waiting, restored.counts.seen), (2, 2, 3));
        run(assert_filled(&open(&data)));
    }
}

#[test]
fn what_this_version_writes_is_what_the_fixtures_hold() {
    let folder = tempfile::tempdir().unwrap();
    let place = std::env::var_os("LOKET_TEST_FIXTURES").map_or_else(|| folder.path().to_owned(), PathBuf::from);
    let store = open(&place.join("store"));
    run(fill(&store));
    let mut backup = Vec::new();
    run_with_time(store.back_up(Moment(1_800_000_000_000), &mut backup, &mut |_| {})).unwrap();
    run(store.close()).unwrap();
    drop(store);
    std::fs::write(place.join("backup"), &backup).unwrap();
    assert_eq!(verify(&backup[..], |_| {}).unwrap().1.records, 10);
    let copied = folder.path().join("copied");
    copy(&place.join("store"), &copied);
    run(assert_filled(&open(&copied)));
}
