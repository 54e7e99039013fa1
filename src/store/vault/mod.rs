//! The keys under which everything is sealed, and the names under which conversations stand.
//!
//! Start with [`Vault`]. Master key (`master`) → a random key per conversation in the file of slots (`slots`) → each value
//! (`aead`), bound to its place. A conversation's key in sled is a keyed pseudonym of its id. Erasing a conversation
//! overwrites its slot (threat T22); `erased` keeps backups from bringing it back. Knows nothing of sled.

mod aead;
mod erased;
mod master;
mod rotate;
mod slots;

pub use master::{KeyError, KeyPlace, MasterKeys};
pub use rotate::Rotated;

pub(crate) use erased::{Tombstone, append as append_erased, prune as prune_erased, read as read_erased};
pub(crate) use rotate::rewrap;
pub(crate) use slots::{Place, SIZE as SLOT_SIZE, SlotBytes};

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

use aead::{Key, NoRandom};
use slots::{SlotFile, State};

/// Stands for a conversation: HMAC-SHA-256 of its id under a key of the store, the first half.
pub(crate) type Pseudonym = [u8; 16];

/// The name of the file of slots, in the folder for data.
pub(crate) const SLOTS: &str = "slots";
/// The name of the list of what was erased.
pub(crate) const ERASED: &str = "erased";
/// The slot of the store's own key.
pub(crate) const STORE: Place = Place { slot: 0, serial: 1 };
/// So many keys are kept unwrapped in memory.
const CACHED: usize = 4096;

/// Why a value cannot be sealed or opened. Holds nothing of it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum VaultError {
    /// The key of this slot is gone, or the value is not what was sealed there.
    #[error("a record cannot be opened: it was changed or moved, or its key is gone")]
    Sealed,
    /// The file of slots.
    #[error("the file of keys (slots): {0}")]
    Io(#[from] io::Error),
    /// The master key.
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl From<NoRandom> for VaultError {
    fn from(_: NoRandom) -> Self {
        Self::Key(KeyError::NoRandom)
    }
}

/// The keys of one store.
pub(crate) struct Vault {
    master: MasterKeys,
    store: Key,
    pseudonyms: Hmac<Sha256>,
    /// Read and written at places of their own, so that nobody who reads waits for the disk of who writes.
    file: SlotFile,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    /// Slots to be used again, with how often they were.
    free: Vec<(u32, u32)>,
    /// The first slot that was never used.
    next: u32,
    cache: BTreeMap<Place, Key>,
    /// Keys that stand nowhere else yet.
    unwritten: BTreeMap<Place, Key>,
    /// Pseudonyms that were reckoned lately.
    known: HashMap<Box<[u8]>, Pseudonym>,
    /// Slots of conversations that were written lately.
    places: HashMap<Pseudonym, Place>,
}

impl Vault {
    /// The vault of the folder, which is made if `make` and there is none.
    pub(crate) fn open(folder: &Path, master: MasterKeys, make: bool) -> Result<Self, VaultError> {
        let file = SlotFile::open(&folder.join(SLOTS), make)?;
        if make && file.count()? == 0 {
            file.write(STORE.slot, &slots::wrap(&aead::random()?, STORE, &master)?)?;
            file.sync()?;
        }
        let first = match file.read(STORE.slot) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Err(VaultError::Sealed),
            read => read?,
        };
        let store = slots::unwrap(&first, STORE, &master).ok_or_else(|| why_closed(&first, &master))?;
        let (free, next) = survey(&file)?;
        let inner = Inner { free, next, ..Inner::default() };
        Ok(Self { pseudonyms: pseudonyms(&store)?, master, store, file, inner: Mutex::new(inner) })
    }

    /// Makes the file of slots in `folder` with the store's own key as another has it, in `bytes`.
    pub(crate) fn lay(folder: &Path, bytes: &SlotBytes, master: &MasterKeys) -> Result<(), VaultError> {
        slots::unwrap(bytes, STORE, master).ok_or_else(|| why_closed(bytes, master))?;
        let file = SlotFile::open(&folder.join(SLOTS), true)?;
        file.write(STORE.slot, bytes)?;
        Ok(file.sync()?)
    }

    /// Whether the master key was made just now, and where it stands then.
    pub(crate) fn made_key(&self) -> Option<&Path> {
        self.master.is_new.then(|| self.master.path())
    }

    /// What stands for the conversation `chat`. A turn asks several times.
    pub(crate) fn pseudonym(&self, chat: &[u8]) -> Pseudonym {
        if let Some(known) = self.inner().known.get(chat) {
            return *known;
        }
        let whom = self.reckon(chat);
        let mut inner = self.inner();
        if inner.known.len() >= CACHED {
            inner.known.clear();
        }
        inner.known.insert(chat.into(), whom);
        whom
    }

    fn reckon(&self, chat: &[u8]) -> Pseudonym {
        let digest = self.pseudonyms.clone().chain_update(chat).finalize().into_bytes();
        std::array::from_fn(|place| digest[place])
    }

    /// The slot of the key of `whom`, if it was noted and not given up since. For the one who writes.
    pub(crate) fn noted_place(&self, whom: &Pseudonym) -> Option<Place> {
        self.inner().places.get(whom).copied()
    }

    /// Notes the slot of the key of `whom`; `None` once it is given up.
    pub(crate) fn note_place(&self, whom: Pseudonym, place: Option<Place>) {
        let places = &mut self.inner().places;
        if places.len() >= CACHED {
            places.clear();
        }
        match place {
            Some(place) => places.insert(whom, place),
            None => places.remove(&whom),
        };
    }

    /// A slot that is used from now on, and what is to be written into it before anything is sealed with its key.
    pub(crate) fn take_slot(&self) -> Result<(Place, SlotBytes), VaultError> {
        let key = aead::random()?;
        let mut inner = self.inner();
        let place = match inner.free.pop() {
            Some((slot, serial)) => Place { slot, serial: serial.wrapping_add(1) },
            None => {
                inner.next += 1;
                Place { slot: inner.next - 1, serial: 1 }
            }
        };
        let bytes = slots::wrap(&key, place, &self.master)?;
        inner.unwritten.insert(place, key);
        Ok((place, bytes))
    }

    /// Writes slots that were taken; durable when this returns.
    pub(crate) fn write_slots(&self, taken: &[(Place, SlotBytes)]) -> io::Result<()> {
        if taken.is_empty() {
            return Ok(());
        }
        for (place, bytes) in taken {
            self.file.write(place.slot, bytes)?;
        }
        self.file.sync()?;
        let mut inner = self.inner();
        for (place, _) in taken {
            if let Some(key) = inner.unwritten.remove(place) {
                inner.remember(*place, key);
            }
        }
        Ok(())
    }

    /// Writes into slots that they were given up, with their last serial numbers; durable when this returns.
    pub(crate) fn write_free(&self, free: &BTreeMap<u32, u32>) -> io::Result<()> {
        for (slot, serial) in free {
            self.file.write(*slot, &slots::free(*serial))?;
        }
        let (survey, next) = survey(&self.file)?;
        let mut inner = self.inner();
        (inner.free, inner.next) = (survey, next);
        self.file.sync()
    }

    /// Overwrites slots whose conversations are erased; durable when this returns.
    pub(crate) fn burn(&self, burnt: &[Place]) -> io::Result<()> {
        if burnt.is_empty() {
            return Ok(());
        }
        for place in burnt {
            self.file.write(place.slot, &slots::free(place.serial))?;
        }
        self.file.sync()?;
        let mut inner = self.inner();
        for place in burnt {
            inner.cache.remove(place);
            inner.free.push((place.slot, place.serial));
        }
        Ok(())
    }

    /// The slot `place` as it stands in the file, if it is still in that use.
    pub(crate) fn slot(&self, place: Place) -> io::Result<Option<SlotBytes>> {
        let bytes = match self.file.read(place.slot) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            read => read?,
        };
        Ok(Some(bytes).filter(|bytes| slots::state(bytes) == State::Used(place.serial)))
    }

    /// `plain` sealed with the key of `place`, bound to `to`.
    pub(crate) fn seal(&self, place: Place, to: &[u8], plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        Ok(aead::seal(&self.key(place)?, to, plain)?)
    }

    /// What was sealed with the key of `place`, bound to `to`.
    pub(crate) fn open_value(&self, place: Place, to: &[u8], sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        aead::open(&self.key(place)?, to, sealed).ok_or(VaultError::Sealed)
    }

    fn key(&self, place: Place) -> Result<Key, VaultError> {
        if place == STORE {
            return Ok(self.store.clone());
        }
        if let Some(key) = self.inner().at_hand(place) {
            return Ok(key);
        }
        let bytes = self.slot(place)?.ok_or(VaultError::Sealed)?;
        let key = slots::unwrap(&bytes, place, &self.master).ok_or(VaultError::Sealed)?;
        self.inner().remember(place, key.clone());
        Ok(key)
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn at_hand(&self, place: Place) -> Option<Key> {
        self.unwritten.get(&place).or_else(|| self.cache.get(&place)).cloned()
    }

    /// Keeps a key that can be read again, for a while.
    fn remember(&mut self, place: Place, key: Key) {
        if self.cache.len() >= CACHED {
            self.cache.clear();
        }
        self.cache.insert(place, key);
    }
}

/// The key of the pseudonyms, drawn from the store's own.
fn pseudonyms(store: &Key) -> Result<Hmac<Sha256>, VaultError> {
    let under = |key: &[u8]| Hmac::<Sha256>::new_from_slice(key).map_err(|_| VaultError::Sealed);
    let drawn: [u8; 32] = under(&store[..])?.chain_update(b"loket pseudonyms").finalize().into_bytes().into();
    let drawn = Zeroizing::new(drawn);
    under(&drawn[..])
}

/// Why the first slot does not open.
fn why_closed(bytes: &SlotBytes, master: &MasterKeys) -> VaultError {
    match slots::state(bytes) {
        State::Used(_) => KeyError::Another(master.path().to_owned()).into(),
        State::Free(_) | State::Broken => VaultError::Sealed,
    }
}

/// The free slots, and the first that was never used. One that cannot be read is left alone.
fn survey(file: &SlotFile) -> io::Result<(Vec<(u32, u32)>, u32)> {
    let next = file.count()?.max(1);
    let mut free = Vec::new();
    for slot in 1..next {
        match file.read(slot) {
            Ok(bytes) => match slots::state(&bytes) {
                State::Free(serial) => free.push((slot, serial)),
                State::Used(_) | State::Broken => {}
            },
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {}
            Err(error) => return Err(error),
        }
    }
    Ok((free, next))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault(folder: &Path) -> Vault {
        Vault::open(folder, MasterKeys::load_or_make(&folder.join("k")).unwrap(), true).unwrap()
    }

    #[test]
    fn a_key_is_at_hand_from_when_it_is_taken_however_many_are_taken_before_they_are_written() {
        let folder = tempfile::tempdir().unwrap();
        let vault = vault(folder.path());
        let taken: Vec<_> = (0..CACHED + 2).map(|_| vault.take_slot().unwrap()).collect();
        let (first, last) = (taken[0].0, taken[CACHED + 1].0);
        let sealed = [first, last].map(|place| vault.seal(place, b"here", b"text").unwrap());
        vault.write_slots(&taken).unwrap();
        for (place, sealed) in [first, last].iter().zip(&sealed) {
            assert_eq!(vault.open_value(*place, b"here", sealed).unwrap(), b"text");
        }
        let inner = vault.inner();
        assert!(inner.unwritten.is_empty() && inner.cache.len() <= CACHED, "keys are not kept without end");
    }
}
