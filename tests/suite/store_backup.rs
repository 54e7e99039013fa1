//! A backup is one moment of the store, whatever is written meanwhile; what is restored of it is that store.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use loket::dialogue::Moment;
use loket::store::backup::{BackupError, verify};
use loket::store::sled::{RestoreError, SledStore, restore};
use loket::store::vault::KeyPlace;
use loket::store::{Store, StoreError};

use crate::store_support::*;

/// Enough for several pieces.
const OTHERS: u64 = 900;

async fn back_up(store: &SledStore) -> Vec<u8> {
    let mut bytes = Vec::new();
    store.back_up(Moment(7), &mut bytes, &mut |_| {}).await.unwrap();
    bytes
}

async fn with_others(store: &SledStore) {
    for other in 0..OTHERS {
        store.commit(turn(&format!("m{other}"), 0, conversation(1, other % 2, Some(5)))).await.unwrap();
    }
}

fn restored(bytes: &[u8], folder: &Path) -> SledStore {
    let file = folder.with_extension("file");
    std::fs::write(&file, bytes).unwrap();
    restore(folder, &file, None, &key_beside(folder), &mut |_| {}).unwrap_or_else(|error| panic!("{error}"));
    open_beside(folder)
}

/// Turns of two chats in turn, so that at every moment the first is at most one ahead.
async fn write_until(store: &SledStore, done: &AtomicBool, rounds: &AtomicU64) {
    let mut number = 0;
    while !done.load(Ordering::SeqCst) {
        for name in ["a", "z"] {
            store.commit(turn(name, number, conversation(number as u32 + 1, 1, Some(number as i64)))).await.unwrap();
        }
        store.append(updates(&[number as i64], "a"), Moment(0)).await.unwrap();
        number += 1;
        rounds.store(number, Ordering::SeqCst);
    }
}

async fn revision(store: &SledStore, name: &str) -> u64 {
    store.load(&chat(name)).await.unwrap().map_or(0, |conversation| conversation.revision)
}

#[test]
fn what_is_written_meanwhile_is_in_it_up_to_one_moment_and_not_after() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("data"));
    run(with_others(&store));
    let (done, rounds) = (AtomicBool::new(false), AtomicU64::new(0));
    let ((), backups) = run_with_time(async {
        let backups = async {
            let mut backups = Vec::new();
            while rounds.load(Ordering::SeqCst) < 8 {
                backups.push(back_up(&store).await);
            }
            done.store(true, Ordering::SeqCst);
            backups
        };
        tokio::join!(write_until(&store, &done, &rounds), backups)
    });
    for (at, bytes) in backups.iter().rev().step_by(backups.len().div_ceil(4)).enumerate() {
        let copy = restored(bytes, &folder.path().join(format!("copy-{at}")));
        let (a, z) = run(async { (revision(&copy, "a").await, revision(&copy, "z").await) });
        assert!(a == z || a == z + 1, "{a} and {z} are of different moments");
        let waiting = run(waiting_ids(&copy));
        assert_eq!(waiting, (0..waiting.len() as i64).collect::<Vec<_>>());
        assert!(waiting.len() as u64 == z || waiting.len() as u64 + 1 == z, "{waiting:?} at {z}");
        assert_eq!(run(copy.due(Moment(5), usize::MAX)).unwrap().iter().filter(|(at, _)| at.0 == 5).count() as u64, {
            OTHERS + u64::from(a == 6) + u64::from(z == 6)
        });
        assert_eq!(run(revision(&copy, "m17")), 1);
    }
}

#[test]
fn what_is_restored_goes_on_as_the_store_it_is_a_copy_of() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("data"));
    run(async {
        store.append(updates(&[1, 2], "anna"), Moment(0)).await.unwrap();
        store.commit(turn("anna", 0, conversation(1, 2, Some(9)))).await.unwrap();
    });
    let copy = restored(&run_with_time(back_up(&store)), &folder.path().join("copy"));
    run(async {
        assert_eq!(waiting_ids(&copy).await, [1, 2]);
        assert_eq!(copy.unsent().await.unwrap(), [chat("anna")]);
        let again = copy.append(updates(&[1, 2, 3], "anna"), Moment(HOUR)).await.unwrap();
        assert_eq!(again, ids(&[3]), "what was taken before is not taken again");
        assert_eq!(copy.commit(turn("anna", 1, conversation(2, 0, None))).await.unwrap(), 2);
    });
}

#[test]
fn two_backups_at_once_are_one_too_many_and_a_dropped_one_makes_room() {
    let place = OnDisk::new();
    run_with_time(async {
        let (mut near, far) = tokio::io::duplex(16);
        let mut silent = |_| {};
        let mut kept = Box::pin(place.store().back_up(Moment(0), &mut near, &mut silent));
        // It has begun, and waits for its reader.
        assert!(std::future::poll_fn(|context| std::task::Poll::Ready(kept.as_mut().poll(context))).await.is_pending());
        let begun = async {
            loop {
                match place.store().back_up(Moment(0), &mut tokio::io::sink(), &mut |_| {}).await {
                    Err(loket::store::sled::BackupFailed::Store(StoreError::NoCopy(_))) => break,
                    other => assert!(other.is_ok(), "{other:?}"),
                }
            }
        };
        tokio::select! {
            biased;
            _ = &mut kept => panic!("nobody reads it"),
            () = begun => {}
        }
        drop(kept);
        drop(far);
        back_up(place.store()).await;
    });
}

#[test]
fn a_backup_cut_short_or_garbled_is_refused_and_touches_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("data"));
    run(with_others(&store));
    let bytes = run_with_time(back_up(&store));
    drop(store);
    let (file, key) = (folder.path().join("file"), KeyPlace::Beside);
    let mut garbled = bytes.clone();
    garbled[bytes.len() / 2] ^= 4;
    for broken in [&bytes[..bytes.len() - 1], &bytes[..bytes.len() / 3], &garbled, b""] {
        std::fs::write(&file, broken).unwrap();
        let refused = restore(&folder.path().join("new"), &file, None, &key, &mut |_| {});
        assert!(
            matches!(refused, Err(RestoreError::Backup(BackupError::Damaged(_) | BackupError::NotOne))),
            "{refused:?}"
        );
        let refused = restore(&folder.path().join("data"), &file, Some("aside"), &key, &mut |_| {});
        assert!(refused.is_err());
    }
    assert!(!folder.path().join("new").exists());
    assert_eq!(run(revision(&open(&folder.path().join("data")), "m17")), 1);
    assert!(verify(&bytes[..], |_| {}).is_ok());
}

#[test]
fn a_restore_that_broke_off_at_any_step_leaves_the_old_the_new_or_a_refusal() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    run(async {
        let store = open(&data);
        store.commit(turn("old", 0, conversation(1, 0, None))).await.unwrap();
    });
    let key = key_beside(&data);
    let other = open_beside(&folder.path().join("other"));
    run(other.commit(turn("new", 0, conversation(1, 0, None)))).unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, run_with_time(back_up(&other))).unwrap();
    // The steps of a restore in their order, each as a crash would leave it.
    let (head, sled) = (data.join("head"), data.join("sled"));
    let made = folder.path().join("made");
    restore(&made, &file, None, &key, &mut |_| {}).unwrap();
    std::fs::rename(&sled, folder.path().join("aside")).unwrap();
    assert!(matches!(SledStore::open(&data), Err(StoreError::Damaged { .. })), "the old store is gone");
    std::fs::copy(made.join("slots"), data.join("slots")).unwrap();
    assert!(matches!(SledStore::open(&data), Err(StoreError::Damaged { .. })), "the new store is not there yet");
    std::fs::copy(made.join("head"), &head).unwrap();
    assert!(matches!(SledStore::open(&data), Err(StoreError::Damaged { .. })), "the new store is not there yet");
    let restored = restore(&data, &file, Some("again"), &key, &mut |_| {}).unwrap();
    assert_eq!(restored.aside, Some(data.join("again")));
    assert_eq!(run(revision(&open(&data), "new")), 1);
}

#[test]
fn a_folder_in_use_is_not_restored_into() {
    let place = OnDisk::new();
    let (file, key) = (place.folder().with_extension("file"), KeyPlace::Beside);
    std::fs::write(&file, run_with_time(back_up(place.store()))).unwrap();
    let refused = restore(&place.folder(), &file, Some("aside"), &key, &mut |_| {});
    assert!(matches!(refused, Err(RestoreError::Store(StoreError::Locked(_)))), "{refused:?}");
}
