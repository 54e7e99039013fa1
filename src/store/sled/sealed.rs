//! Between what the store means and what stands in sled's files: names become pseudonyms, values are sealed.
//!
//! | table | key in sled | value in sled |
//! | --- | --- | --- |
//! | `c`, `u` | table, pseudonym | sealed with the conversation's key |
//! | `d` | table, moment, pseudonym | sealed with the conversation's key |
//! | `i` | as it is: a place | sealed with the key of the conversation it belongs to |
//! | `w`, `m` | as it is | as it is: update ids, moments and counts, nothing of a person |
//! | `k` | table, pseudonym | the slot of the conversation's key |
//! | `e` | table, pseudonym | when it was erased, and the slot it had |
//! | any other | as it is | sealed with the store's own key |
//!
//! A sealed value begins with a version and the slot of its key, and is bound to both and to its whole key in sled.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::time::{SystemTime, UNIX_EPOCH};

use super::Tree;
use crate::store::plan::{Changes, Group};
use crate::store::vault::{Place, Pseudonym, STORE, SlotBytes, Tombstone, Vault, VaultError};
use crate::store::view::{View, Visit};
use crate::store::{ChatKey, REMEDY, StoreError, envelope};

/// The version of a sealed value that is written.
const SEALED: u8 = 2;
const HEADER: usize = 1 + Place::LENGTH;
pub(super) const SLOT_OF: u8 = b'k';
pub(super) const ERASED: u8 = b'e';

/// What a table does with its keys and values.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Table {
    /// Nothing: nothing of a person is in it.
    Open,
    /// Keys end with the id of a conversation, behind so many bytes.
    OfChat(usize),
    /// Values name a conversation.
    Inbox,
    /// Values are sealed with the store's own key.
    Other,
}

fn table(key: &[u8]) -> Table {
    match key.first() {
        Some(b'w' | b'b' | b's' | b't' | b'm') => Table::Open,
        Some(b'c' | b'u') => Table::OfChat(1),
        Some(b'd') => Table::OfChat(9),
        Some(b'i') => Table::Inbox,
        _ => Table::Other,
    }
}

/// What stands in sled, read as the store means it.
pub(super) struct Sealed<'a> {
    pub(super) tree: &'a Tree,
    pub(super) vault: &'a Vault,
}

/// A group of writes as it goes to the disk.
#[derive(Default)]
pub(super) struct SealedGroup {
    pub(super) changes: Changes,
    /// Slots to be written before.
    pub(super) taken: Vec<(Place, SlotBytes)>,
    /// Slots to be overwritten after.
    pub(super) burnt: Vec<Place>,
    /// What was erased.
    pub(super) erased: Vec<Tombstone>,
}

impl View for Sealed<'_> {
    fn folder(&self) -> &str {
        self.tree.folder()
    }

    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let name = self.name(key);
        let Some(value) = self.tree.get(&name)? else { return Ok(None) };
        Ok(Some(self.read(&name, &value)?.1))
    }

    /// `key` is one as it stands in sled: of a table that is open, or none.
    fn scan_behind(
        &self,
        key: &[u8],
        prefix: &[u8],
        visit: &mut dyn FnMut(&[u8], &[u8]) -> Visit,
    ) -> Result<(), StoreError> {
        self.tree.scan_behind(key, prefix, &mut |name, value| {
            let (key, value) = self.read(name, value)?;
            visit(&key, &value)
        })
    }
}

impl Sealed<'_> {
    /// What stands in sled for `key`.
    fn name(&self, key: &[u8]) -> Vec<u8> {
        match table(key) {
            Table::OfChat(head) => match key.split_at_checked(head) {
                Some((head, chat)) => [head, &self.vault.pseudonym(chat)].concat(),
                None => key.to_vec(),
            },
            Table::Open | Table::Inbox | Table::Other => key.to_vec(),
        }
    }

    /// Key and value behind what stands in sled.
    fn read(&self, name: &[u8], value: &[u8]) -> Result<(Vec<u8>, Vec<u8>), StoreError> {
        let kind = table(name);
        if kind == Table::Open {
            return Ok((name.to_vec(), value.to_vec()));
        }
        let plain = open_value(self.vault, name, value).map_err(|error| self.fault(error))?;
        if !matches!(kind, Table::OfChat(_)) {
            return Ok((name.to_vec(), plain));
        }
        let key_and_value = plain.split_first_chunk().and_then(|(length, rest)| {
            let (key, value) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
            Some((key.to_vec(), value.to_vec()))
        });
        key_and_value.ok_or_else(|| self.fault(VaultError::Sealed))
    }

    fn fault(&self, error: VaultError) -> StoreError {
        fault(self.tree.folder(), error)
    }

    /// `group` as it goes to the disk as the group `number`.
    pub(super) fn seal(&self, mut group: Group, number: u64) -> Result<SealedGroup, StoreError> {
        let mut sealing = Sealing { sealed: self, out: SealedGroup::default(), places: BTreeMap::new() };
        sealing.erase(&mut group, number)?;
        for (key, value) in group.changes {
            sealing.add(&key, value)?;
        }
        // Should the group not reach the disk, the store stops, and nobody asks again.
        sealing.places.iter().for_each(|(whom, place)| self.vault.note_place(*whom, *place));
        Ok(sealing.out)
    }

    /// The slot of a conversation's key.
    fn place_of(&self, whom: &Pseudonym) -> Result<Option<Place>, StoreError> {
        if let Some(place) = self.vault.noted_place(whom) {
            return Ok(Some(place));
        }
        let stored = self.tree.get(&slot_of(whom))?;
        Ok(stored.as_deref().and_then(Place::from_bytes))
    }
}

/// What a failure of the vault means to whoever stores something in `folder`.
pub(super) fn fault(folder: &str, error: VaultError) -> StoreError {
    let folder = folder.to_owned();
    match error {
        VaultError::Sealed => StoreError::Damaged { folder, what: format!("{error}. {REMEDY}") },
        VaultError::Io(source) => StoreError::Io { attempt: "use the file of keys (slots)", folder, source },
        VaultError::Key(error) => StoreError::Key(error),
    }
}

/// A group on its way to the disk.
struct Sealing<'a, 'b> {
    sealed: &'a Sealed<'b>,
    out: SealedGroup,
    /// The slots of conversations, as the group has them.
    places: BTreeMap<Pseudonym, Option<Place>>,
}

impl Sealing<'_, '_> {
    /// Gives up the keys of what the group erases. What waits for an answer was said after: it gets a key of its own.
    fn erase(&mut self, group: &mut Group, number: u64) -> Result<(), StoreError> {
        let at = now();
        for chat in &group.erased {
            let whom = self.sealed.vault.pseudonym(chat.expose().as_bytes());
            let Some(place) = self.sealed.place_of(&whom)? else { continue };
            self.places.insert(whom, None);
            self.out.burnt.push(place);
            self.out.erased.push(Tombstone { whom, number, at });
            self.put(slot_of(&whom), None);
            let row = [&number.to_be_bytes()[..], &at.to_be_bytes(), &place.to_bytes()].concat();
            self.put(erased(&whom), Some(row));
        }
        let burnt: BTreeSet<Place> = self.out.burnt.iter().copied().collect();
        if !burnt.is_empty() {
            self.keep_what_waits(group, &burnt)?;
        }
        Ok(())
    }

    /// Puts what waits and is sealed with a key that goes into the group once more.
    fn keep_what_waits(&self, group: &mut Group, burnt: &BTreeSet<Place>) -> Result<(), StoreError> {
        self.sealed.tree.scan(b"i", &mut |name, value| {
            let goes = split(value).is_some_and(|(place, _)| burnt.contains(&place));
            if goes && !group.changes.contains_key(name) {
                let (key, value) = self.sealed.read(name, value)?;
                group.changes.insert(key, Some(value));
            }
            Ok(ControlFlow::Continue(()))
        })
    }

    fn add(&mut self, key: &[u8], value: Option<Vec<u8>>) -> Result<(), StoreError> {
        let name = self.sealed.name(key);
        let Some(value) = value else {
            self.put(name, None);
            return Ok(());
        };
        let value = match table(key) {
            Table::Open => value,
            Table::Other => self.sealed_with(STORE, &name, &value)?,
            Table::Inbox => {
                let waiting = envelope::read_waiting(&value).map_err(|fault| fault.found_in(self.sealed.folder()))?;
                let place = self.place_for(&waiting.chat)?;
                self.sealed_with(place, &name, &value)?
            }
            Table::OfChat(head) => {
                let chat = key.get(head..).and_then(|chat| std::str::from_utf8(chat).ok()).unwrap_or_default();
                let place = self.place_for(&ChatKey::from_stored(chat))?;
                let length = u16::try_from(key.len()).unwrap_or(u16::MAX).to_be_bytes();
                self.sealed_with(place, &name, &[&length[..], key, &value].concat())?
            }
        };
        self.put(name, Some(value));
        Ok(())
    }

    /// The slot of the key of `chat`; a new one if it has none.
    fn place_for(&mut self, chat: &ChatKey) -> Result<Place, StoreError> {
        let whom = self.sealed.vault.pseudonym(chat.expose().as_bytes());
        let known = match self.places.get(&whom) {
            Some(known) => *known,
            None => self.sealed.place_of(&whom)?,
        };
        if let Some(place) = known {
            self.places.insert(whom, Some(place));
            return Ok(place);
        }
        let (place, bytes) = self.sealed.vault.take_slot().map_err(|error| self.sealed.fault(error))?;
        self.out.taken.push((place, bytes));
        self.places.insert(whom, Some(place));
        self.put(slot_of(&whom), Some(place.to_bytes().to_vec()));
        Ok(place)
    }

    fn sealed_with(&self, place: Place, name: &[u8], plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        let sealed = self.sealed.vault.seal(place, &bound_to(name, place), plain);
        let sealed = sealed.map_err(|error| self.sealed.fault(error))?;
        Ok([&header(place)[..], &sealed].concat())
    }

    fn put(&mut self, name: Vec<u8>, value: Option<Vec<u8>>) {
        self.out.changes.insert(name, value);
    }
}

/// Now by the system's clock, in milliseconds since 1970: only for how long something is remembered.
pub(super) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

fn slot_of(whom: &Pseudonym) -> Vec<u8> {
    [&[SLOT_OF], &whom[..]].concat()
}

fn erased(whom: &Pseudonym) -> Vec<u8> {
    [&[ERASED], &whom[..]].concat()
}

/// A row of what was erased, as it stands in sled: with the slot that is to be overwritten.
pub(super) fn read_erased(name: &[u8], value: &[u8]) -> Option<(Tombstone, Place)> {
    let whom = name.get(1..)?.try_into().ok()?;
    let (number, rest) = value.split_first_chunk()?;
    let (at, place) = rest.split_first_chunk()?;
    let (number, at) = (u64::from_be_bytes(*number), i64::from_be_bytes(*at));
    Some((Tombstone { whom, number, at }, Place::from_bytes(place)?))
}

fn header(place: Place) -> [u8; HEADER] {
    let place = place.to_bytes();
    std::array::from_fn(|at| if at == 0 { SEALED } else { place[at - 1] })
}

/// The slot of a sealed value's key, and what is sealed.
pub(super) fn split(value: &[u8]) -> Option<(Place, &[u8])> {
    let (header, sealed) = value.split_at_checked(HEADER)?;
    if header[0] == SEALED { Some((Place::from_bytes(&header[1..])?, sealed)) } else { None }
}

/// What is sealed under `name`.
pub(super) fn open_value(vault: &Vault, name: &[u8], value: &[u8]) -> Result<Vec<u8>, VaultError> {
    let (place, sealed) = split(value).ok_or(VaultError::Sealed)?;
    vault.open_value(place, &bound_to(name, place), sealed)
}

/// What a value under `name` is bound to.
fn bound_to(name: &[u8], place: Place) -> Vec<u8> {
    [&header(place)[..], name].concat()
}

/// Whom a row is about, where its key says so.
pub(super) fn whom(name: &[u8]) -> Option<Pseudonym> {
    let head = match name.first()? {
        b'c' | b'u' | &SLOT_OF | &ERASED => 1,
        b'd' => 9,
        _ => return None,
    };
    name.get(head..)?.try_into().ok()
}
