//! Hashes of words and n-grams, and a small table from hash to number.
//!
//! Features are known by a 64-bit hash only: 100,000 of them meet by chance once in three billion catalogues.

use serde::{Deserialize, Serialize};

const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;

/// A hash under way; feed it with [`Hash::with`], end with [`Hash::end`].
#[derive(Clone, Copy)]
pub(super) struct Hash(u64);

impl Hash {
    /// Begins a hash of one kind; the same letters under another `kind` hash differently.
    pub(super) const fn of_kind(kind: u64) -> Self {
        Self((kind + 1).wrapping_mul(MULTIPLIER))
    }

    /// This hash with `value` added.
    pub(super) const fn with(self, value: u64) -> Self {
        Self((self.0.rotate_left(5) ^ value).wrapping_mul(MULTIPLIER))
    }

    /// The finished hash, never 0.
    pub(super) const fn end(self) -> u64 {
        let mixed = (self.0 ^ (self.0 >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        let mixed = mixed ^ (mixed >> 32);
        if mixed == 0 { 1 } else { mixed }
    }
}

/// The hash of a word or line.
pub(super) fn hash_text(text: &str) -> u64 {
    text.bytes().fold(Hash::of_kind(0), |hash, byte| hash.with(u64::from(byte))).end()
}

/// From hash to a dense number, in the order of first insertion. Open addressing, at most two thirds full.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Table {
    /// The low and the high half of a hash, and its number: side by side, for most that is asked for is in no cache. A hash of 0
    /// is a free place.
    #[serde(with = "super::bytes")]
    slots: Vec<Slot>,
    used: usize,
}

type Slot = [u32; 3];

fn slot_of(hash: u64, number: u32) -> Slot {
    [hash as u32, (hash >> 32) as u32, number]
}

fn hash_of(&[low, high, _]: &Slot) -> u64 {
    u64::from(low) | u64::from(high) << 32
}

impl Table {
    /// An empty table that takes `count` hashes without growing.
    pub(super) fn with_room_for(count: usize) -> Self {
        let size = (count * 3 / 2 + 2).next_power_of_two();
        Self { slots: vec![[0; 3]; size], used: 0 }
    }

    /// Whether it can be searched: a power of two of places, not all taken.
    pub(super) fn is_sound(&self) -> bool {
        let taken = self.entries().count();
        (self.slots.is_empty() || self.slots.len().is_power_of_two())
            && taken == self.used
            && (taken < self.slots.len() || taken == 0)
    }

    /// How many hashes are in it.
    pub(super) fn len(&self) -> usize {
        self.used
    }

    /// The number of `hash`.
    pub(super) fn get(&self, hash: u64) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        let slot = self.slots[self.place(hash)];
        (hash_of(&slot) == hash).then_some(slot[2])
    }

    /// The number of `hash`, which is the next free one if it is new.
    pub(super) fn insert(&mut self, hash: u64) -> u32 {
        let next = u32::try_from(self.used).unwrap_or(u32::MAX);
        self.insert_as(hash, next)
    }

    /// As [`Self::insert`], with `number` for a new hash.
    pub(super) fn insert_as(&mut self, hash: u64, number: u32) -> u32 {
        if (self.used + 1) * 3 > self.slots.len() * 2 {
            self.grow();
        }
        let place = self.place(hash);
        let slot = &mut self.slots[place];
        if hash_of(slot) != hash {
            *slot = slot_of(hash, number);
            self.used += 1;
        }
        slot[2]
    }

    /// All hashes with their numbers, in no order that means anything.
    pub(super) fn entries(&self) -> impl Iterator<Item = (u64, u32)> + '_ {
        self.slots.iter().map(|slot| (hash_of(slot), slot[2])).filter(|&(hash, _)| hash != 0)
    }

    /// Where `hash` is, or would be.
    fn place(&self, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut place = hash as usize & mask;
        loop {
            let there = hash_of(&self.slots[place]);
            if there == 0 || there == hash {
                return place;
            }
            place = (place + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let bigger = Self::with_room_for(self.slots.len().max(32));
        let old = std::mem::replace(self, bigger);
        for (hash, number) in old.entries() {
            self.insert_as(hash, number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_hash_keeps_its_number_while_the_table_grows() {
        let mut table = Table::default();
        let hashes: Vec<u64> = (0..1000).map(|n| Hash::of_kind(3).with(n).end()).collect();
        for (number, &hash) in hashes.iter().enumerate() {
            assert_eq!(table.insert(hash) as usize, number);
        }
        assert!(hashes.iter().enumerate().all(|(number, &hash)| table.get(hash) == Some(number as u32)));
        assert_eq!(table.get(hash_text("unseen")), None);
        assert_eq!(table.len(), 1000);
    }
}
