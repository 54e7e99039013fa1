//! Making a data folder of a backup: beside what is there first, then put in its place so that a crash at any moment
//! leaves the old data, the new data, or a folder that is refused; never an empty store in the place of either.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use super::head;
use super::open::{self, Opened, io_error};
use super::sealed::{self, SealedGroup};
use super::upgrade;
use crate::dialogue::Moment;
use crate::store::backup::{self, BackupError, Counts, Header, Reader, Record};
use crate::store::vault::{
    self, ERASED, KeyPlace, MasterKeys, Place, Pseudonym, SLOT_SIZE, SLOTS, SlotBytes, Tombstone, Vault,
};
use crate::store::{StoreError, desk, keys};

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
    /// So many conversations in it were erased since, and are left out.
    pub left_out: u64,
}

/// Makes `folder` hold what `file` holds. The whole backup is checked before anything is touched. With `aside`, the data that
/// are there are put into the folder of that name in `folder`; without it they must not be there. What was erased since the
/// backup, as the list in `folder` has it, does not come back.
///
/// # Errors
/// See [`RestoreError`]; the data that were there are untouched then, or the folder is refused until this is repeated.
pub fn restore(
    folder: &Path,
    file: &Path,
    aside: Option<&str>,
    key: &KeyPlace,
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
    let erased = vault::read_erased(&folder.join(ERASED)).map_err(fault)?;
    // Where it cannot be read, the moments of the list still tell what came after.
    let reached = head::read(&folder.join("head")).ok().flatten().map_or(0, |head| head.number);
    let filling = Filling { work: &work, file, header: &header, counts, erased: &erased, reached };
    let left_out = filling.run(&key.path(folder), progress).inspect_err(|_| drop(fs::remove_dir_all(&work)))?;
    put_in_place(folder, &work, aside.as_deref()).map_err(fault)?;
    Ok(Restored { header, counts, aside, left_out })
}

fn open_file(path: &Path) -> Result<File, BackupError> {
    File::open(path).map_err(BackupError::Io)
}

pub(super) fn remove_if_there(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// A store in the making in `work`, with all that `file` holds.
struct Filling<'a> {
    work: &'a Path,
    file: &'a Path,
    header: &'a Header,
    counts: Counts,
    /// What was erased, also after the backup.
    erased: &'a [Tombstone],
    /// The last write of the store that was there.
    reached: u64,
}

impl Filling<'_> {
    /// Fills it, and opens it again once it is closed: so it is known that it can be. Returns how many conversations were left out.
    fn run(&self, key: &Path, progress: &mut dyn FnMut(Step)) -> Result<u64, RestoreError> {
        let (kept, left_out) = match &self.header.vault {
            None => (self.fill_from_unsealed(key, progress)?, 0),
            Some(store) => self.fill_from_sealed(store, key, progress)?,
        };
        let master = MasterKeys::load(key).map_err(StoreError::Key)?;
        check_holds(&open::reopen(self.work, master)?, self.work, &kept)?;
        Ok(left_out)
    }

    fn fill_from_unsealed(&self, key: &Path, progress: &mut dyn FnMut(Step)) -> Result<Kept, RestoreError> {
        let master = MasterKeys::load_or_make(key).map_err(StoreError::Key)?;
        let mut reader = Reader::new(open_file(self.file)?)?;
        let mut next = || {
            progress(Step::Written(reader.counts().records, self.counts.records));
            reader.next().map_err(RestoreError::from)
        };
        upgrade::fill(self.work, master, self.number(), &mut next).map(Kept::Meant)
    }

    fn fill_from_sealed(
        &self,
        store: &str,
        key: &Path,
        progress: &mut dyn FnMut(Step),
    ) -> Result<(Kept, u64), RestoreError> {
        let master = MasterKeys::load(key).map_err(StoreError::Key)?;
        let first = from_hex(store).ok_or(BackupError::Damaged("the store's key in it cannot be read"))?;
        let chosen = Chosen::read(self)?;
        let mut opened = open::open_new(self.work, |work| {
            Vault::lay(work, &first, &master)?;
            Vault::open(work, master, false)
        })?;
        let fault = |source| io_error(self.work, "write", source);
        opened.vault.write_slots(&chosen.slots()).map_err(fault)?;
        opened.vault.write_free(&chosen.free).map_err(fault)?;
        let mut reader = Reader::new(open_file(self.file)?)?;
        let mut group = SealedGroup::default();
        let mut kept = 0;
        while let Some(Record { key, value }) = reader.next()? {
            let Some(value) = chosen.keep(&key, value, &opened.vault)? else { continue };
            group.changes.insert(key, Some(value));
            kept += 1;
            if group.changes.len() == AT_ONCE {
                opened.disk.add(std::mem::take(&mut group), &opened.vault).map_err(|e| write_fault(self.work, e))?;
                progress(Step::Written(reader.counts().records, self.counts.records));
            }
        }
        let written = opened.disk.write(self.number(), group, &opened.vault);
        written.map_err(|error| write_fault(self.work, error))?;
        opened.disk.sync_head().map_err(fault)?;
        Ok((Kept::Stored(kept), chosen.left_out))
    }

    /// The number of the last write. At least 1: a mark of 0 would let an empty store pass for this one. Above all that
    /// were there: the list of what was erased compares them, also with a newer backup that is restored later.
    fn number(&self) -> u64 {
        let erased = self.erased.iter().map(|tombstone| tombstone.number).max().unwrap_or(0);
        self.header.number.max(erased).max(self.reached).max(1)
    }

    /// Who was erased after the backup, which itself knows of the erasures `known`. Numbers may have begun anew on a machine
    /// where an older backup was restored, so that the moment counts as well.
    fn erased_since(&self, known: &BTreeSet<Tombstone>) -> BTreeSet<Pseudonym> {
        let created = self.header.created.0;
        let since = |row: &&Tombstone| row.number > self.header.number || (row.at > created && !known.contains(*row));
        self.erased.iter().filter(since).map(|row| row.whom).collect()
    }
}

/// Which conversations come back, with their keys.
struct Chosen {
    /// Who was erased after the backup.
    erased: BTreeSet<Pseudonym>,
    now: i64,
    slots: BTreeMap<Place, SlotBytes>,
    whom: BTreeSet<Pseudonym>,
    /// Slots that were given up, with their last serial numbers.
    free: BTreeMap<u32, u32>,
    left_out: u64,
}

impl Chosen {
    fn read(filling: &Filling<'_>) -> Result<Self, RestoreError> {
        let (mut known, mut taken, mut free) = (BTreeSet::new(), Vec::new(), BTreeMap::<u32, u32>::new());
        let mut reader = Reader::new(open_file(filling.file)?)?;
        while let Some(Record { key, value }) = reader.next()? {
            match key.first() {
                Some(&sealed::SLOT_OF) => taken.push((key, value)),
                Some(&sealed::ERASED) => {
                    let (tombstone, place) = sealed::read_erased(&key, &value).ok_or(UNREADABLE)?;
                    known.insert(tombstone);
                    let serial = free.entry(place.slot).or_default();
                    *serial = place.serial.max(*serial);
                }
                _ => {}
            }
        }
        let (erased, now) = (filling.erased_since(&known), sealed::now());
        let mut chosen = Self { erased, now, slots: BTreeMap::new(), whom: BTreeSet::new(), free, left_out: 0 };
        taken.iter().try_for_each(|(key, value)| chosen.add(key, value))?;
        let used: BTreeSet<u32> = chosen.slots.keys().map(|place| place.slot).collect();
        chosen.free.retain(|slot, _| !used.contains(slot));
        Ok(chosen)
    }

    fn add(&mut self, key: &[u8], value: &[u8]) -> Result<(), RestoreError> {
        let whom = sealed::whom(key).ok_or(UNREADABLE)?;
        let place = Place::from_bytes(value).ok_or(UNREADABLE)?;
        let slot = value.get(Place::LENGTH..).and_then(|slot| slot.try_into().ok()).ok_or(UNREADABLE)?;
        if self.erased.contains(&whom) {
            self.left_out += 1;
            let serial = self.free.entry(place.slot).or_default();
            *serial = place.serial.max(*serial);
        } else {
            self.slots.insert(place, slot);
            self.whom.insert(whom);
        }
        Ok(())
    }

    fn slots(&self) -> Vec<(Place, SlotBytes)> {
        self.slots.iter().map(|(place, slot)| (*place, *slot)).collect()
    }

    /// What is stored under `key`, if that comes back.
    fn keep(&self, key: &[u8], mut value: Vec<u8>, vault: &Vault) -> Result<Option<Vec<u8>>, RestoreError> {
        let stays = match key.first() {
            None => false,
            Some(&sealed::SLOT_OF) => {
                value.truncate(Place::LENGTH);
                self.has(key)
            }
            Some(b'c' | b'u' | b'd') => self.has(key),
            Some(b'i') => sealed::split(&value).is_some_and(|(place, _)| self.slots.contains_key(&place)),
            Some(&sealed::ERASED) => !self.is_over(key, &value),
            Some(b'q') => self.erased.is_empty() || !self.erased.contains(&citizen_of(key, &value, vault)?),
            Some(_) => true,
        };
        Ok(stays.then_some(value))
    }

    fn has(&self, key: &[u8]) -> bool {
        sealed::whom(key).is_some_and(|whom| self.whom.contains(&whom))
    }

    /// Whether a row of what was erased is forgotten as soon as the store is opened. What is forgotten within a day counts as forgotten:
    /// what is counted must not be over meanwhile.
    fn is_over(&self, key: &[u8], value: &[u8]) -> bool {
        sealed::read_erased(key, value).is_some_and(|(row, _)| row.is_over(self.now.saturating_add(Moment::DAY)))
    }
}

/// Whose a case of the desk is. Cases are sealed with the store's own key, which no erasure takes away.
fn citizen_of(key: &[u8], value: &[u8], vault: &Vault) -> Result<Pseudonym, RestoreError> {
    let case = sealed::open_value(vault, key, value).map_err(|_| UNREADABLE)?;
    let citizen = desk::citizen(&case).map_err(|_| UNREADABLE)?;
    Ok(vault.pseudonym(citizen.0.as_bytes()))
}

const UNREADABLE: BackupError = BackupError::Damaged("a record in it cannot be read");

fn from_hex(text: &str) -> Option<SlotBytes> {
    let mut slot = [0; SLOT_SIZE];
    if text.len() != 2 * slot.len() {
        return None;
    }
    for (place, byte) in slot.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some(slot)
}

/// How many records there should be.
enum Kept {
    /// Of those the store means, without what sealing adds.
    Meant(u64),
    /// As they stand in sled.
    Stored(u64),
}

fn check_holds(opened: &Opened, work: &Path, kept: &Kept) -> Result<(), RestoreError> {
    let (expected, with_slots) = match *kept {
        Kept::Meant(expected) => (expected, false),
        Kept::Stored(expected) => (expected, true),
    };
    let mut found = 0;
    for key in opened.db.iter().keys() {
        let key = key.map_err(|error| write_fault(work, error))?;
        found += u64::from(key != keys::COMMIT && (with_slots || key.first() != Some(&sealed::SLOT_OF)));
    }
    if found == expected { Ok(()) } else { Err(RestoreError::Differs(found, expected)) }
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
        copy_if_there(&folder.join(SLOTS), &aside.join(SLOTS))?;
        open::sync_folder(aside)?;
        open::sync_folder(folder)?;
    }
    fs::rename(work.join(SLOTS), folder.join(SLOTS))?;
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

#[cfg(test)]
mod tests;
