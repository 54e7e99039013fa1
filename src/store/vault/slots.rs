//! The file of the keys of all conversations: fixed slots, each written in place and as a whole.
//!
//! Erasing a conversation overwrites its slot; what copies of its records remain anywhere cannot be opened then. Slot 0 holds
//! the key of the store itself. A slot: magic, serial number, id of the master key (0: free), nonce and wrapped key, checksum.
//! The serial number grows each time a slot is used again, so that no record is ever taken for one of a later owner.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use super::aead::{self, Key, NoRandom};
use super::master::{KeyId, MasterKeys};

/// The size of a slot: four fit one sector of a disk, so that a write that breaks off leaves the old or the new.
pub(crate) const SIZE: usize = 128;
const MAGIC: &[u8; 4] = b"lks1";
const BODY: usize = 88;
const FREE: KeyId = [0; 8];

/// A slot as it stands in the file.
pub(crate) type SlotBytes = [u8; SIZE];

/// Which slot, and its how manieth use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) slot: u32,
    pub(crate) serial: u32,
}

impl Place {
    pub(crate) const LENGTH: usize = 8;

    pub(crate) fn to_bytes(self) -> [u8; Self::LENGTH] {
        let (slot, serial) = (self.slot.to_be_bytes(), self.serial.to_be_bytes());
        std::array::from_fn(|at| if at < 4 { slot[at] } else { serial[at - 4] })
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (slot, rest) = bytes.split_first_chunk()?;
        let serial = rest.first_chunk()?;
        Some(Self { slot: u32::from_be_bytes(*slot), serial: u32::from_be_bytes(*serial) })
    }
}

/// What a slot holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing, after so many uses.
    Free(u32),
    /// A key, in this use.
    Used(u32),
    /// Something that is no slot.
    Broken,
}

/// A slot with `key` for `place`, wrapped by the newest of `master`.
pub(super) fn wrap(key: &Key, place: Place, master: &MasterKeys) -> Result<SlotBytes, NoRandom> {
    let (id, wrapping) = master.current();
    let sealed = aead::seal(wrapping, &bound_to(place), &key[..])?;
    Ok(slot(place.serial, *id, &sealed))
}

/// The key in `bytes`, if they are the slot `place` and `master` has its key.
pub(super) fn unwrap(bytes: &SlotBytes, place: Place, master: &MasterKeys) -> Option<Key> {
    if state(bytes) != State::Used(place.serial) {
        return None;
    }
    let id: KeyId = bytes[8..16].try_into().ok()?;
    let opened = aead::open(master.named(id)?, &bound_to(place), &bytes[16..BODY])?;
    let opened = zeroize::Zeroizing::new(opened);
    Some(Key::new(opened.as_slice().try_into().ok()?))
}

/// The free slot that stays when the use `serial` ends.
pub(super) fn free(serial: u32) -> SlotBytes {
    slot(serial, FREE, &[0; BODY - 16])
}

fn bound_to(place: Place) -> Vec<u8> {
    [&b"loket slot"[..], &place.to_bytes()].concat()
}

fn slot(serial: u32, id: KeyId, sealed: &[u8]) -> SlotBytes {
    let mut bytes = [0; SIZE];
    bytes[..4].copy_from_slice(MAGIC);
    bytes[4..8].copy_from_slice(&serial.to_be_bytes());
    bytes[8..16].copy_from_slice(&id);
    bytes[16..BODY].copy_from_slice(sealed);
    let checksum = crc32fast::hash(&bytes[..BODY]);
    bytes[BODY..BODY + 4].copy_from_slice(&checksum.to_be_bytes());
    bytes
}

pub(super) fn state(bytes: &SlotBytes) -> State {
    let number = |at: usize| u32::from_be_bytes(std::array::from_fn(|place| bytes[at + place]));
    if &bytes[..4] != MAGIC || number(BODY) != crc32fast::hash(&bytes[..BODY]) {
        return State::Broken;
    }
    if bytes[8..16] == FREE { State::Free(number(4)) } else { State::Used(number(4)) }
}

/// The file, open for reading and writing.
pub(super) struct SlotFile {
    file: File,
}

impl SlotFile {
    /// Opens the file at `path`, making it if `make`.
    pub(super) fn open(path: &Path, make: bool) -> io::Result<Self> {
        use std::os::unix::fs::OpenOptionsExt as _;
        let mut options = File::options();
        let file = options.read(true).write(true).create(make).truncate(false).mode(0o600).open(path)?;
        Ok(Self { file })
    }

    pub(super) fn count(&self) -> io::Result<u32> {
        Ok(u32::try_from(self.file.metadata()?.len().div_ceil(SIZE as u64)).unwrap_or(u32::MAX))
    }

    pub(super) fn read(&self, slot: u32) -> io::Result<SlotBytes> {
        let mut bytes = [0; SIZE];
        self.file.read_exact_at(&mut bytes, u64::from(slot) * SIZE as u64)?;
        Ok(bytes)
    }

    /// Not durable before [`SlotFile::sync`].
    pub(super) fn write(&self, slot: u32, bytes: &SlotBytes) -> io::Result<()> {
        self.file.write_all_at(bytes, u64::from(slot) * SIZE as u64)
    }

    pub(super) fn sync(&self) -> io::Result<()> {
        self.file.sync_all()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn master() -> (tempfile::TempDir, MasterKeys) {
        let folder = tempfile::tempdir().unwrap();
        let master = MasterKeys::load_or_make(&folder.path().join("k")).unwrap();
        (folder, master)
    }

    #[test]
    fn a_key_comes_out_of_its_own_slot_and_use_only() {
        let (_folder, master) = master();
        let key = aead::random().unwrap();
        let place = Place { slot: 7, serial: 3 };
        let bytes = wrap(&key, place, &master).unwrap();
        assert_eq!(unwrap(&bytes, place, &master), Some(key));
        assert_eq!(unwrap(&bytes, Place { slot: 8, ..place }, &master), None);
        assert_eq!(unwrap(&bytes, Place { serial: 4, ..place }, &master), None);
        assert_eq!(Place::from_bytes(&place.to_bytes()), Some(place));
    }

    #[test]
    fn t22_a_slot_that_was_given_up_holds_nothing_but_how_often_it_was_used() {
        let bytes = free(9);
        assert_eq!(state(&bytes), State::Free(9));
        assert!(bytes[8..BODY].iter().all(|byte| *byte == 0));
    }

    #[test]
    fn whatever_bit_turns_is_noticed() {
        let (_folder, master) = master();
        let place = Place { slot: 1, serial: 1 };
        let bytes = wrap(&aead::random().unwrap(), place, &master).unwrap();
        for bit in 0..(BODY + 4) * 8 {
            let mut turned = bytes;
            turned[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(unwrap(&turned, place, &master), None, "bit {bit}");
        }
    }
}
