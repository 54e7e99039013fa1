//! Opening a folder: lock it, look at it, only then let sled at it, and compare how far both got.
//!
//! In the folder: `lock`, `head` (see [`super::head`]), `slots` and `erased` (see [`crate::store::vault`]), `master.key` where no
//! other place was set for it, and `sled/` with sled's own files.

use std::collections::BTreeSet;
use std::fs::{self, DirBuilder, File, TryLockError};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::disk::Disk;
use super::head::{self, Head, HeadFile};
use super::{gather, restore, sealed, upgrade};
use crate::store::vault::{self, ERASED, KeyPlace, MasterKeys, SLOTS, Tombstone, Vault, VaultError};
use crate::store::{REMEDY, StoreError, keys};

/// The format of the whole folder: since 2 everything is sealed, since 3 a few seen ids share a row, since 4 many.
pub(super) const FORMAT: u32 = 4;
/// The last format in which nothing was.
pub(super) const UNSEALED: u32 = 1;
/// What sled may keep of its pages in memory, in bytes. It takes more.
const CACHE: u64 = 4 << 20;
/// How often, in milliseconds, sled's own thread looks what of its log can be written together; for half of that time at most, and no
/// further than one segment of 512 KiB. Without that thread only what is written anew is moved, and the log grew by 0.3 to 1.2 KiB
/// an update without end; every second it grew by 0.11 KiB at 5,900 updates a second, as often as this by 0.04 or nothing at 3,000. That the thread
/// flushes and syncs as well is of no use to us: what is durable the writer sees to itself.
const CLEANED_EVERY: u64 = 50;
/// How long to wait for the threads of a store that was just closed, or a child process in the making, to let go of files.
const LET_GO_WITHIN: Duration = Duration::from_secs(2);

/// A folder that was found in order.
pub(super) struct Opened {
    pub(super) db: ::sled::Db,
    pub(super) disk: Disk,
    pub(super) vault: Vault,
    /// The number of the last group of writes.
    pub(super) number: u64,
    pub(super) lock: File,
}

/// Opens `folder`, whose master key is at `key`. What an older version left unsealed is sealed first.
pub(super) fn open(folder: &Path, key: &KeyPlace) -> Result<Opened, StoreError> {
    make_folder(folder)?;
    let lock = lock(folder)?;
    upgrade::finish(folder)?;
    if let Some(marked) = unsealed(folder)? {
        upgrade::seal(folder, key, marked)?;
    }
    let mut opened = open_locked(folder, lock, |folder| open_vault(folder, key))?;
    gather::gather(folder, &mut opened)?;
    Ok(opened)
}

/// Opens `folder`, which is being made, with the vault that `vault` lays there.
pub(super) fn open_new(
    folder: &Path,
    vault: impl FnOnce(&Path) -> Result<Vault, VaultError>,
) -> Result<Opened, StoreError> {
    restore::remove_if_there(folder).map_err(|source| io_error(folder, "empty", source))?;
    make_folder(folder)?;
    let lock = lock(folder)?;
    open_locked(folder, lock, |folder| vault(folder).map_err(|error| upgrade::vault_fault(folder, error)))
}

/// Opens `folder` again, which [`open_new`] made.
pub(super) fn reopen(folder: &Path, master: MasterKeys) -> Result<Opened, StoreError> {
    let lock = lock(folder)?;
    open_locked(folder, lock, |folder| {
        Vault::open(folder, master, false).map_err(|error| upgrade::vault_fault(folder, error))
    })
}

fn open_locked(
    folder: &Path,
    lock: File,
    vault: impl FnOnce(&Path) -> Result<Vault, StoreError>,
) -> Result<Opened, StoreError> {
    let marked = check_mark(folder)?;
    let vault = vault(folder)?;
    let inner = folder.join("sled");
    remove_leftovers(&inner).map_err(|source| io_error(folder, "remove left-over files", source))?;
    let db = open_sled(folder, &inner)?;
    let number = check_number(folder, &db, marked)?;
    settle(folder, &db, &vault)?;
    let disk = open_disk(folder, &inner, &db, number).map_err(|source| io_error(folder, "open the files", source))?;
    Ok(Opened { db, disk, vault, number, lock })
}

/// The write up to which an unsealed store in `folder` goes, if there is one.
fn unsealed(folder: &Path) -> Result<Option<u64>, StoreError> {
    match head::read(&folder.join("head")) {
        Ok(Some(Head { format: UNSEALED, number })) if has_store(folder) => Ok(Some(number)),
        // All else is looked at when it is opened.
        Ok(_) | Err(_) => Ok(None),
    }
}

fn has_store(folder: &Path) -> bool {
    folder.join("sled").join("db").exists()
}

/// The vault of `folder`. A master key is made where there is nothing yet that another one seals.
fn open_vault(folder: &Path, key: &KeyPlace) -> Result<Vault, StoreError> {
    let (path, stored, laid) = (key.path(folder), has_store(folder), folder.join(SLOTS).exists());
    if stored && !laid {
        return Err(damaged(folder, "the file of keys (slots) is missing, without which nothing can be read"));
    }
    let master = if laid { MasterKeys::load(&path)? } else { MasterKeys::load_or_make(&path)? };
    Vault::open(folder, master, !stored).map_err(|error| upgrade::vault_fault(folder, error))
}

/// Completes erasures that a crash broke off: keys are overwritten, and the list beside the store is completed.
fn settle(folder: &Path, db: &::sled::Db, vault: &Vault) -> Result<(), StoreError> {
    let settled = try_sled(|| settle_rows(&folder.join(ERASED), db, vault));
    let settled = settled.ok_or_else(|| damaged(folder, "sled broke off while reading it"))?;
    settled.map_err(|error| sled_error(&folder.display().to_string(), "complete erasures in", error))
}

fn settle_rows(list: &Path, db: &::sled::Db, vault: &Vault) -> ::sled::Result<()> {
    let now = sealed::now();
    let listed: BTreeSet<Tombstone> = vault::read_erased(list)?.into_iter().collect();
    let (mut unlisted, mut unburnt) = (Vec::new(), Vec::new());
    for row in db.scan_prefix([sealed::ERASED]) {
        let (name, value) = row?;
        let Some((tombstone, place)) = sealed::read_erased(&name, &value) else { continue };
        if tombstone.is_over(now) {
            db.remove(&name)?;
            continue;
        }
        if !listed.contains(&tombstone) {
            unlisted.push(tombstone);
        }
        if vault.slot(place)?.is_some() {
            unburnt.push(place);
        }
    }
    vault::append_erased(list, &unlisted)?;
    vault.burn(&unburnt)?;
    Ok(vault::prune_erased(list, now)?)
}

/// A failure of the system under `folder`.
pub(super) fn io_error(folder: &Path, attempt: &'static str, source: io::Error) -> StoreError {
    StoreError::Io { attempt, folder: folder.display().to_string(), source }
}

/// What a failure of sled means. Its own words may hold keys, so they are left out.
pub(super) fn sled_error(folder: &str, attempt: &'static str, error: ::sled::Error) -> StoreError {
    let folder = folder.to_owned();
    match error {
        ::sled::Error::Io(source) => StoreError::Io { attempt, folder, source },
        ::sled::Error::Corruption { .. } => {
            StoreError::Damaged { folder, what: format!("a checksum is wrong. {REMEDY}") }
        }
        _ => StoreError::Damaged { folder, what: format!("sled does not accept its own files. {REMEDY}") },
    }
}

/// Others may not look into the folder.
pub(super) fn make_folder(folder: &Path) -> Result<(), StoreError> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|source| io_error(folder, "make or enter", source))
}

pub(super) fn lock(folder: &Path) -> Result<File, StoreError> {
    let file = File::options().read(true).write(true).create(true).truncate(false).open(folder.join("lock"));
    let file = file.map_err(|source| io_error(folder, "make the lock", source))?;
    let since = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            // A child process that is just being started holds our files for a moment, also those let go of.
            Err(TryLockError::WouldBlock) if since.elapsed() < LET_GO_WITHIN => sleep(Duration::from_millis(5)),
            Err(TryLockError::WouldBlock) => return Err(StoreError::Locked(folder.display().to_string())),
            Err(TryLockError::Error(source)) => return Err(io_error(folder, "take the lock", source)),
        }
    }
}

/// The number that the store must at least have reached. Before a new store there is a mark of 0, so that a store
/// without a mark is one that lost it.
fn check_mark(folder: &Path) -> Result<u64, StoreError> {
    let path = folder.join("head");
    let has_store = has_store(folder);
    match head::read(&path) {
        Ok(Some(Head { format, .. })) if format > FORMAT => Err(too_new(folder, format)),
        Ok(Some(Head { number, .. })) if number > 0 && !has_store => {
            Err(damaged(folder, "the head mark is there, the store itself (sled/db) is missing"))
        }
        Ok(Some(Head { number, .. })) => Ok(number),
        Err(error) if error.kind() == io::ErrorKind::InvalidData && has_store => {
            Err(damaged(folder, "the head mark cannot be read"))
        }
        Err(error) if error.kind() != io::ErrorKind::InvalidData => Err(io_error(folder, "read the head mark", error)),
        Ok(None) if has_store => Err(damaged(folder, "the head mark (the file head) is missing")),
        Ok(None) | Err(_) => first_mark(folder, &path).map_err(|error| io_error(folder, "write the head mark", error)),
    }
}

fn first_mark(folder: &Path, path: &Path) -> io::Result<u64> {
    let mut head = HeadFile::open(path, FORMAT)?;
    head.set(0)?;
    head.sync()?;
    sync_folder(folder)?;
    Ok(0)
}

/// Half-written snapshots, which sled 0.34.7 takes for damage; it makes them anew.
fn remove_leftovers(inner: &Path) -> io::Result<()> {
    let entries = match fs::read_dir(inner) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let path = entry?.path();
        if is_leftover(&path) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

fn is_leftover(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy());
    name.is_some_and(|name| name.starts_with("snap.") && name.ends_with(".generating"))
}

/// Whether this thread lets sled look at files that may be damaged: a panic meanwhile is caught, and says nothing new.
#[must_use]
pub fn is_trying() -> bool {
    TRYING.get()
}

thread_local! {
    static TRYING: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// What `attempt` gives, `None` where sled panicked.
pub(super) fn try_sled<T>(attempt: impl FnOnce() -> T) -> Option<T> {
    TRYING.set(true);
    let outcome = catch_unwind(AssertUnwindSafe(attempt));
    TRYING.set(false);
    outcome.ok()
}

/// Sled may panic on damaged files, and lets go of its lock some time after it was closed.
pub(super) fn open_sled(folder: &Path, inner: &Path) -> Result<::sled::Db, StoreError> {
    let since = Instant::now();
    loop {
        let inner = inner.to_owned();
        match try_sled(move || configure(inner).open()) {
            Some(Ok(db)) => return Ok(db),
            Some(Err(error)) if !is_lock(&error) => {
                return Err(sled_error(&folder.display().to_string(), "open the store", error));
            }
            Some(Err(_)) if since.elapsed() < LET_GO_WITHIN => sleep(Duration::from_millis(5)),
            Some(Err(_)) => return Err(StoreError::Locked(folder.display().to_string())),
            None => return Err(damaged(folder, "sled broke off while opening it")),
        }
    }
}

fn configure(inner: PathBuf) -> ::sled::Config {
    ::sled::Config::new()
        .path(inner)
        .mode(::sled::Mode::HighThroughput)
        .cache_capacity(CACHE)
        .flush_every_ms(Some(CLEANED_EVERY))
        .print_profile_on_drop(false)
}

fn is_lock(error: &::sled::Error) -> bool {
    matches!(error, ::sled::Error::Io(error) if error.to_string().starts_with("could not acquire lock"))
}

/// The number of the last group in the store, which is refused if it is lower than the one `marked`.
pub(super) fn check_number(folder: &Path, db: &::sled::Db, marked: u64) -> Result<u64, StoreError> {
    let read = try_sled(|| db.get(keys::COMMIT));
    let read = read.ok_or_else(|| damaged(folder, "sled broke off while reading it"))?;
    let value = read.map_err(|error| sled_error(&folder.display().to_string(), "read the store", error))?;
    let number = match value.map(|value| <[u8; 8]>::try_from(&*value)) {
        None => 0,
        Some(Ok(bytes)) => u64::from_be_bytes(bytes),
        Some(Err(_)) => return Err(damaged(folder, "the number of the last write cannot be read")),
    };
    if number < marked {
        return Err(damaged(
            folder,
            &format!("its end is missing: it goes up to write {number}, and write {marked} was done"),
        ));
    }
    Ok(number)
}

fn open_disk(folder: &Path, inner: &Path, db: &::sled::Db, number: u64) -> io::Result<Disk> {
    let mut head = HeadFile::open(&folder.join("head"), FORMAT)?;
    head.set(number)?;
    let disk = Disk::open(db.clone(), inner, folder.join(ERASED), head)?;
    sync_folder(inner)?;
    sync_folder(folder)?;
    Ok(disk)
}

pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

pub(super) fn damaged(folder: &Path, what: &str) -> StoreError {
    StoreError::Damaged { folder: folder.display().to_string(), what: format!("{what}. {REMEDY}") }
}

fn too_new(folder: &Path, found: u32) -> StoreError {
    StoreError::TooNew { folder: folder.display().to_string(), found, known: FORMAT }
}
