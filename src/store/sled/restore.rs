//! Making a data folder of a backup: beside what is there first, then put in its place so that a crash at any moment
//! leaves the old data, the new data, or a folder that is refused; never an empty store in the place of either.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use super::open::{self, Opened, io_error};
use crate::store::backup::{self, BackupError, Counts, Header, Reader, Record};
use crate::store::plan::Changes;
use crate::store::{StoreError, keys};

/// Where the new data are made, in the folder itself: it may be a mount point.
const WORK: &str = "restoring";
/// So many records are written at once.
const AT_ONCE: usize = 1000;

/// Why nothing was restored.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The file is at fault.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// The folder is at fault.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There are data in the folder, and they were not to be put aside.
    #[error("there are conversations in {0} already")]
    NotEmpty(String),
    /// What was written does not hold what the backup holds.
    #[error("what was restored holds {0} records and the backup {1}")]
    Differs(u64, u64),
}

/// How far it is, for who waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many records were checked.
    Checked(u64),
    /// Of so many records so many were written.
    Written(u64, u64),
}

/// What was restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// What the backup says of itself.
    pub header: Header,
    /// How much is in it.
    pub counts: Counts,
    /// Where the data are that were there before.
    pub aside: Option<PathBuf>,
}

/// Makes `folder` hold what `file` holds. The whole backup is checked before anything is touched. With `aside`, the data that
/// are there are put into the folder of that name in `folder`; without it they must not be there.
///
/// # Errors
/// See [`RestoreError`]; the data that were there are untouched then, or the folder is refused until this is repeated.
pub fn restore(
    folder: &Path,
    file: &Path,
    aside: Option<&str>,
    progress: &mut dyn FnMut(Step),
) -> Result<Restored, RestoreError> {
    let (header, counts) = backup::verify(open_file(file)?, |records| progress(Step::Checked(records)))?;
    if header.format > open::FORMAT {
        return Err(BackupError::TooNew(header.format).into());
    }
    open::make_folder(folder)?;
    let _lock = open::lock(folder)?;
    let occupied = ["sled", "head"].iter().any(|name| folder.join(name).symlink_metadata().is_ok());
    let aside = match (occupied, aside) {
        (true, None) => return Err(RestoreError::NotEmpty(folder.display().to_string())),
        (true, Some(name)) => Some(folder.join(name)),
        (false, _) => None,
    };
    let work = folder.join(WORK);
    let fault = |source| io_error(folder, "put the restored data", source);
    remove_if_there(&work).map_err(fault)?;
    fill(&work, file, &header, counts, progress).inspect_err(|_| drop(fs::remove_dir_all(&work)))?;
    put_in_place(folder, &work, aside.as_deref()).map_err(fault)?;
    Ok(Restored { header, counts, aside })
}

fn open_file(path: &Path) -> Result<File, BackupError> {
    File::open(path).map_err(BackupError::Io)
}

fn remove_if_there(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// A store in `work` with all that `file` holds, opened again once it is closed: so it is known that it can be.
fn fill(
    work: &Path,
    file: &Path,
    header: &Header,
    counts: Counts,
    progress: &mut dyn FnMut(Step),
) -> Result<(), RestoreError> {
    let mut opened = open::open(work)?;
    let mut reader = Reader::new(open_file(file)?)?;
    let mut changes = Changes::new();
    while let Some(Record { key, value }) = reader.next()? {
        changes.insert(key, Some(value));
        if changes.len() == AT_ONCE {
            opened.disk.add(std::mem::take(&mut changes)).map_err(|error| write_fault(work, error))?;
            progress(Step::Written(reader.counts().records, counts.records));
        }
    }
    // At least 1: a mark of 0 would let an empty store pass for this one.
    opened.disk.write(header.number.max(1), changes).map_err(|error| write_fault(work, error))?;
    opened.disk.sync_head().map_err(|source| io_error(work, "write", source))?;
    drop(opened);
    check_holds(&open::open(work)?, work, counts)
}

fn check_holds(opened: &Opened, work: &Path, counts: Counts) -> Result<(), RestoreError> {
    let mut found = 0;
    for key in opened.db.iter().keys() {
        let key = key.map_err(|error| write_fault(work, error))?;
        found += u64::from(key != keys::COMMIT);
    }
    if found == counts.records { Ok(()) } else { Err(RestoreError::Differs(found, counts.records)) }
}

fn write_fault(work: &Path, error: ::sled::Error) -> StoreError {
    open::sled_error(&work.display().to_string(), "write", error)
}

/// First the old store goes, so that the head mark refuses what is there; then the new mark comes, which refuses it as well;
/// last the new store.
fn put_in_place(folder: &Path, work: &Path, aside: Option<&Path>) -> io::Result<()> {
    if let Some(aside) = aside {
        DirBuilder::new().mode(0o700).create(aside)?;
        move_if_there(&folder.join("sled"), &aside.join("sled"))?;
        copy_if_there(&folder.join("head"), &aside.join("head"))?;
        open::sync_folder(aside)?;
        open::sync_folder(folder)?;
    }
    fs::rename(work.join("head"), folder.join("head"))?;
    open::sync_folder(folder)?;
    fs::rename(work.join("sled"), folder.join("sled"))?;
    open::sync_folder(folder)?;
    fs::remove_dir_all(work)
}

fn move_if_there(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        moved => moved,
    }
}

fn copy_if_there(from: &Path, to: &Path) -> io::Result<()> {
    match fs::copy(from, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        copied => File::open(to).and_then(|file| copied.and(file.sync_all())),
    }
}
