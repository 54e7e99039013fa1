//! Folders that are damaged, in use or not to be had: refused with words that say what to do, never served wrongly.

use std::fs;
use std::path::Path;

use loket::dialogue::Moment;
use loket::store::sled::SledStore;
use loket::store::{Store, StoreError};

use crate::store_support::*;

/// A closed folder in which ten updates wait, written one by one.
fn ten_updates() -> (tempfile::TempDir, std::path::PathBuf) {
    let place = OnDisk::new();
    append(place.store(), 0..10);
    place.shut()
}

fn append(store: &SledStore, range: std::ops::Range<i64>) {
    for id in range {
        run(store.append(updates(&[id], "anna"), Moment(id))).unwrap();
    }
}

fn refused(folder: &Path) -> StoreError {
    match SledStore::open(folder) {
        Ok(_) => panic!("it was opened"),
        Err(error) => error,
    }
}

/// The damage found in `folder`; the text names the folder and the remedy.
fn damage(folder: &Path) -> String {
    let error = refused(folder);
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    let text = error.to_string();
    assert!(text.contains(&folder.display().to_string()) && text.contains("backup"), "{text}");
    text
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to.join(entry.file_name())),
            false => drop(fs::copy(entry.path(), to.join(entry.file_name())).unwrap()),
        }
    }
}

#[test]
fn t32_a_second_opening_is_refused_while_the_first_lasts() {
    let place = OnDisk::new();
    let error = refused(&place.folder());
    assert!(matches!(error, StoreError::Locked(_)), "{error}");
    let (_kept, folder) = place.shut();
    open(&folder);
}

#[test]
fn t32_a_half_written_snapshot_is_removed_and_nothing_is_lost() {
    let (_kept, folder) = ten_updates();
    let leftover = folder.join("sled").join("snap.00000000000012AB.generating");
    fs::write(&leftover, b"half").unwrap();
    assert_eq!(run(waiting_ids(&open(&folder))).len(), 10);
    assert!(!leftover.exists());
}

#[test]
fn t32_a_store_older_than_its_head_mark_is_refused() {
    let (kept, folder) = ten_updates();
    let older = kept.path().join("older");
    copy(&folder.join("sled"), &older);
    append(&open(&folder), 10..20);
    fs::remove_dir_all(folder.join("sled")).unwrap();
    copy(&older, &folder.join("sled"));
    let text = damage(&folder);
    assert!(text.contains("write 10") && text.contains("write 20"), "{text}");
}

#[test]
fn t32_a_whole_older_folder_opens() {
    let (kept, folder) = ten_updates();
    let backup = kept.path().join("backup");
    copy(&folder, &backup);
    append(&open(&folder), 10..20);
    assert_eq!(run(waiting_ids(&open(&backup))).len(), 10);
}

#[test]
fn t32_a_store_that_is_gone_beside_its_head_mark_is_refused() {
    let (_kept, folder) = ten_updates();
    fs::remove_dir_all(folder.join("sled")).unwrap();
    assert!(damage(&folder).contains("missing"));
    assert!(!folder.join("sled").exists(), "an empty store took the place of the lost one");
}

#[test]
fn t32_a_store_without_its_head_mark_is_refused() {
    let (_kept, folder) = ten_updates();
    fs::remove_file(folder.join("head")).unwrap();
    assert!(damage(&folder).contains("missing"));
    fs::write(folder.join("head"), [0; 5000]).unwrap();
    assert!(damage(&folder).contains("head mark"));
}

#[test]
fn t32_a_store_cut_short_anywhere_is_whole_or_refused() {
    let (kept, folder) = ten_updates();
    let length = fs::metadata(folder.join("sled").join("db")).unwrap().len();
    for part in 0..8 {
        let cut = kept.path().join(format!("cut-{part}"));
        copy(&folder, &cut);
        let db = fs::File::options().write(true).open(cut.join("sled").join("db")).unwrap();
        db.set_len(length * part / 8).unwrap();
        drop(db);
        assert_whole_or_refused(&cut);
    }
}

#[test]
fn t32_a_store_with_a_turned_bit_is_whole_or_refused() {
    let (kept, folder) = ten_updates();
    let bytes = fs::read(folder.join("sled").join("db")).unwrap();
    let written = bytes.iter().rposition(|&byte| byte != 0).unwrap();
    for part in 0..24 {
        let turned = kept.path().join(format!("turned-{part}"));
        copy(&folder, &turned);
        let mut bytes = bytes.clone();
        bytes[written * part / 24] ^= 1 << (part % 8);
        fs::write(turned.join("sled").join("db"), bytes).unwrap();
        assert_whole_or_refused(&turned);
    }
}

/// Opens with all ten updates, or fails in words; while opening or while reading.
fn assert_whole_or_refused(folder: &Path) {
    match SledStore::open(folder) {
        Ok(store) => match run(store.waiting()) {
            Ok(waiting) => assert_eq!(waiting.len(), 10),
            Err(error) => assert!(!error.to_string().is_empty()),
        },
        Err(StoreError::Damaged { .. } | StoreError::Io { .. }) => {}
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_folder_of_a_newer_format_is_left_alone() {
    let (_kept, folder) = ten_updates();
    let mut mark = b"lokethm\0".to_vec();
    mark.extend(u32::MAX.to_le_bytes());
    mark.extend(99u64.to_le_bytes());
    mark.extend(crc32fast::hash(&mark).to_le_bytes());
    fs::write(folder.join("head"), mark).unwrap();
    let error = refused(&folder);
    assert!(matches!(error, StoreError::TooNew { found: u32::MAX, .. }), "{error}");
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let parent = tempfile::tempdir().unwrap();
    let file = parent.path().join("file");
    fs::write(&file, b"").unwrap();
    for folder in [file.join("data"), file] {
        let error = refused(&folder);
        assert!(matches!(error, StoreError::Io { .. }), "{error}");
        assert!(error.to_string().contains(&folder.display().to_string()), "{error}");
    }
}

#[test]
fn a_missing_folder_is_made_for_the_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("a").join("b");
    open(&folder);
    assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn a_start_that_broke_off_before_the_first_write_is_no_damage() {
    let parent = tempfile::tempdir().unwrap();
    fs::write(parent.path().join("head"), b"").unwrap();
    append(&open(parent.path()), 0..1);
}

#[test]
fn a_message_of_any_size_comes_back_whole() {
    let mut place = OnDisk::new();
    let raw = |size: usize| (0..size).map(|at| (at % 251) as u8).collect::<Vec<u8>>();
    let sizes = [0, 1, 60_000, 200_000, 2_000_000];
    for (id, size) in sizes.iter().enumerate() {
        let mut update = update(id as i64, "anna");
        update.raw = loket::privacy::Sensitive::new(raw(*size));
        run(place.store().append(vec![update], Moment(0))).unwrap();
    }
    place.reopen();
    let waiting = run(place.store().waiting()).unwrap();
    assert!(waiting.iter().map(|update| update.raw.expose()).eq(&sizes.map(raw)));
}
