//! A folder from before everything was sealed: a sealed store is made beside the old one, and put in its place.
//!
//! A crash at any moment leaves the old store, or both and the name by which the next start completes it. The old files are
//! overwritten before they are removed; what a disk keeps of them nonetheless only encryption of the whole disk covers.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use super::open::{self, io_error, sync_folder};
use super::sealed::{Sealed, fault};
use super::{Tree, restore};
use crate::store::backup::Record;
use crate::store::plan::{Changes, Group};
use crate::store::vault::{KeyPlace, MasterKeys, SLOTS, Vault};
use crate::store::{StoreError, keys};

/// The sealed store in the making.
const WORK: &str = "sealing";
/// The sealed store when it is whole.
const READY: &str = "sealed";
/// The old store until it is wiped.
const OLD: &str = "unsealed";
/// So many records are sealed at once.
const AT_ONCE: usize = 1000;

/// Completes what an earlier start left half done in `folder`.
pub(super) fn finish(folder: &Path) -> Result<(), StoreError> {
    let ready = folder.join(READY);
    let finished = match ready.is_dir() {
        true => put_in_place(folder, &ready),
        false => restore::remove_if_there(&folder.join(WORK)),
    };
    finished.map_err(|source| io_error(folder, "seal the data", source))
}

/// Seals the store in `folder`, which is of format 1 and goes up to the write `marked`.
pub(super) fn seal(folder: &Path, key: &KeyPlace, marked: u64) -> Result<(), StoreError> {
    let master = MasterKeys::load_or_make(&key.path(folder))?;
    let (work, ready) = (folder.join(WORK), folder.join(READY));
    let db = open::open_sled(folder, &folder.join("sled"))?;
    let number = open::check_number(folder, &db, marked)?;
    let tree = Tree { folder: folder.display().to_string(), db };
    let mut records = tree.db.iter();
    let next = &mut || {
        let record = records.next().transpose().map_err(tree.fault("read"))?;
        Ok(record.map(|(key, value)| Record { key: key.to_vec(), value: value.to_vec() }))
    };
    fill::<StoreError>(&work, master, number, next)?;
    drop(records);
    drop(tree);
    let swapped =
        fs::rename(&work, &ready).and_then(|()| sync_folder(folder)).and_then(|()| put_in_place(folder, &ready));
    swapped.map_err(|source| io_error(folder, "seal the data", source))
}

/// A sealed store in `work` with the records of format 1 that `next` gives, the last written as the group `number`.
pub(super) fn fill<E: From<StoreError>>(
    work: &Path,
    master: MasterKeys,
    number: u64,
    next: &mut dyn FnMut() -> Result<Option<Record>, E>,
) -> Result<u64, E> {
    let mut opened = open::open_new(work, |folder| Vault::open(folder, master, true))?;
    let tree = Tree { folder: work.display().to_string(), db: opened.db.clone() };
    let mut changes = Changes::new();
    let mut kept = 0;
    while let Some(Record { key, value }) = next()? {
        if key == keys::COMMIT {
            continue;
        }
        changes.insert(key, Some(value));
        kept += 1;
        if changes.len() >= AT_ONCE {
            let group = sealed(&tree, &opened.vault, std::mem::take(&mut changes))?;
            opened.disk.add(group, &opened.vault).map_err(|error| sled_fault(work, error))?;
        }
    }
    let group = sealed(&tree, &opened.vault, changes)?;
    // At least 1: a mark of 0 would let an empty store pass for this one.
    opened.disk.write(number.max(1), group, &opened.vault).map_err(|error| sled_fault(work, error))?;
    opened.disk.sync_head().map_err(|source| io_error(work, "write", source))?;
    Ok(kept)
}

fn sealed(tree: &Tree, vault: &Vault, changes: Changes) -> Result<super::sealed::SealedGroup, StoreError> {
    let group = Group { changes, erased: Default::default() };
    Sealed { tree, vault }.seal(group, 0)
}

fn sled_fault(work: &Path, error: ::sled::Error) -> StoreError {
    open::sled_error(&work.display().to_string(), "write", error)
}

/// Each step is done once, however often this is begun.
fn put_in_place(folder: &Path, ready: &Path) -> io::Result<()> {
    let (sled, old) = (folder.join("sled"), folder.join(OLD));
    if ready.join("sled").exists() && sled.exists() {
        fs::rename(&sled, &old)?;
        sync_folder(folder)?;
    }
    for name in [SLOTS, "sled", "head"] {
        match fs::rename(ready.join(name), folder.join(name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => sync_folder(folder)?,
        }
    }
    wipe(&old)?;
    restore::remove_if_there(ready)?;
    sync_folder(folder)
}

/// Overwrites every file below `folder`, then removes all.
fn wipe(folder: &Path) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            wipe(&entry.path())?;
        } else {
            overwrite(&OpenOptions::new().write(true).open(entry.path())?)?;
            fs::remove_file(entry.path())?;
        }
    }
    fs::remove_dir(folder)
}

fn overwrite(mut file: &File) -> io::Result<()> {
    let zeros = [0; 1 << 16];
    let mut left = file.metadata()?.len();
    while left > 0 {
        let piece = left.min(zeros.len() as u64);
        file.write_all(&zeros[..usize::try_from(piece).unwrap_or(zeros.len())])?;
        left -= piece;
    }
    file.sync_data()
}

/// What a vault's failure means, in `folder`.
pub(super) fn vault_fault(folder: &Path, error: crate::store::vault::VaultError) -> StoreError {
    fault(&folder.display().to_string(), error)
}
