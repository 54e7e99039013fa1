//! What a group of writes comes to: each request sees those before it, and one that fails leaves nothing behind.
//!
//! Pure but for reading: the stores apply the [`Changes`] as one atomic write.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Bound, ControlFlow};

use super::envelope::{self, RecordFault};
use super::known::{Before, Known};
use super::seen::{self, Block};
use super::view::{View, Visit, broken_index};
use super::{ChatKey, Conversation, MissedQuestion, NewUpdate, StoreError, TurnWrite, UpdateId, WideWrite, desk, keys};
use crate::dialogue::Moment;

/// How long an update id is remembered, in milliseconds: 48 hours, twice what Telegram keeps updates.
pub(super) const SEEN_FOR: i64 = 48 * 60 * 60 * 1000;

/// So many rows of seen ids are looked at with every `append`, and twice as many more as it adds, so that forgetting
/// keeps up.
const SWEPT_AT_LEAST: usize = 8;

/// Keys with their new value; `None` removes.
pub(super) type Changes = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

/// What a group of writes comes to.
pub(super) struct Group {
    /// The keys that change.
    pub(super) changes: Changes,
    /// What is erased by it, also where it begins anew in the same group.
    pub(super) erased: BTreeSet<ChatKey>,
}

/// A group of writes in the making.
pub(super) struct Plan<'a, V> {
    base: &'a V,
    known: &'a mut Known,
    changes: Changes,
    erased: BTreeSet<ChatKey>,
}

impl<'a, V: View> Plan<'a, V> {
    /// An empty group over `base`, of which so much is `known`.
    pub(super) fn new(base: &'a V, known: &'a mut Known) -> Self {
        Self { base, known, changes: Changes::new(), erased: BTreeSet::new() }
    }

    /// What the group comes to.
    pub(super) fn finish(self) -> Group {
        Group { changes: self.changes, erased: self.erased }
    }

    /// [`super::Store::append`].
    pub(super) fn append(&mut self, updates: &[NewUpdate], now: Moment) -> Result<Vec<UpdateId>, StoreError> {
        let mut rows = BTreeMap::new();
        let fresh = self.unseen(updates, now, &mut rows)?;
        let (over, swept) = self.over(now, SWEPT_AT_LEAST + 2 * rows.len())?;
        self.known.swept = swept;
        over.into_iter().for_each(|key| self.remove(key));
        for update in &fresh {
            let (row, place) = seen::place(update.id);
            rows.entry(row).or_default().mark(place, now);
            self.add(update);
        }
        for (row, block) in rows {
            self.put(keys::seen(row), envelope::write_block(&block));
        }
        Ok(fresh.iter().map(|update| update.id).collect())
    }

    /// [`super::Store::commit`].
    pub(super) fn commit(&mut self, turn: TurnWrite) -> Result<u64, StoreError> {
        let before = self.before(&turn.chat)?;
        if before.revision != turn.loaded {
            return Err(StoreError::Conflict);
        }
        let revision = match turn.conversation {
            Some(conversation) => self.replace(&turn.chat, before, conversation)?,
            None => self.erase(&turn.chat, before),
        };
        self.handled(&turn.handled);
        Ok(revision)
    }

    /// [`super::Store::answer`].
    pub(super) fn answer(&mut self, turn: TurnWrite) -> Result<u64, StoreError> {
        match turn.handled.iter().all(|id| self.known.waits(*id)) {
            true => self.commit(turn),
            false => Err(StoreError::NotWaiting),
        }
    }

    /// [`super::Store::keep_missed`].
    pub(super) fn keep_missed(&mut self, missed: &MissedQuestion, chance: [u8; 8]) {
        self.put(keys::missed(missed.day, chance), envelope::write_missed(missed));
    }

    /// [`super::Store::forget_missed`].
    pub(super) fn forget_missed(&mut self, before: i64) -> Result<(), StoreError> {
        let mut over = Vec::new();
        self.scan(keys::MISSED, &mut |key, _| {
            if keys::read_missed(key).ok_or_else(|| broken_index(self))? >= before {
                return Ok(ControlFlow::Break(()));
            }
            over.push(key.to_vec());
            Ok(ControlFlow::Continue(()))
        })?;
        over.into_iter().for_each(|key| self.remove(key));
        Ok(())
    }

    /// [`super::Store::commit_wide`].
    pub(super) fn commit_wide(&mut self, write: WideWrite) -> Result<u64, StoreError> {
        let records = desk::records(&write.desk).map_err(|fault| self.damaged(fault))?;
        let revision = match write.turn {
            Some(turn) => self.commit(turn)?,
            None => 0,
        };
        self.handled(&write.handled);
        // Nobody brings a letter twice, so its id need not be remembered once it is read.
        write.letters.iter().for_each(|letter| self.add(letter));
        self.changes.extend(records);
        Ok(revision)
    }

    /// Those of `updates` that are new, each id once. The rows in which they stand are put into `rows`.
    fn unseen<'u>(
        &self,
        updates: &'u [NewUpdate],
        now: Moment,
        rows: &mut BTreeMap<i64, Block>,
    ) -> Result<Vec<&'u NewUpdate>, StoreError> {
        let mut fresh = Vec::new();
        let mut ids = BTreeSet::new();
        for update in updates.iter().filter(|update| !self.known.waits(update.id)) {
            let (row, place) = seen::place(update.id);
            let block = match rows.entry(row) {
                Entry::Occupied(read) => read.into_mut(),
                Entry::Vacant(vacant) => vacant.insert(self.block(&keys::seen(row))?),
            };
            if block.at(place).is_none_or(|at| is_expired(at, now)) && ids.insert(update.id) {
                fresh.push(update);
            }
        }
        rows.retain(|row, _| fresh.iter().any(|update| seen::place(update.id).0 == *row));
        Ok(fresh)
    }

    fn block(&self, key: &[u8]) -> Result<Block, StoreError> {
        let Some(bytes) = self.get(key)? else { return Ok(Block::default()) };
        envelope::read_block(&bytes).map_err(|fault| self.damaged(fault))
    }

    /// The keys of rows of seen ids that are over, of the next `limit` rows, and how far that went. After the last row it
    /// begins with the first again.
    fn over(&self, now: Moment, limit: usize) -> Result<(Vec<Vec<u8>>, Vec<u8>), StoreError> {
        let (mut over, mut looked, mut last) = (Vec::new(), 0, Vec::new());
        self.base.scan_behind(&self.known.swept, keys::SEEN, &mut |key, value| {
            looked += 1;
            // What the group itself wrote is newer.
            let is_over = || envelope::is_over(value, now).map_err(|fault| self.damaged(fault));
            if !self.changes.contains_key(key) && is_over()? {
                over.push(key.to_vec());
            }
            if looked < limit {
                return Ok(ControlFlow::Continue(()));
            }
            last = key.to_vec();
            Ok(ControlFlow::Break(()))
        })?;
        Ok((over, last))
    }

    fn add(&mut self, update: &NewUpdate) {
        let place = self.known.begin(update.id);
        self.put(keys::inbox(place), envelope::write_waiting(update.id, &update.chat, update.raw.expose()));
    }

    /// Takes these out of the inbox, where they wait.
    fn handled(&mut self, ids: &[UpdateId]) {
        for &id in ids {
            let Some(place) = self.known.end(id) else { continue };
            let key = keys::inbox(place);
            // What came in with this group never stood in the inbox.
            if self.changes.remove(&key).is_none() {
                self.remove(key);
            }
        }
    }

    fn before(&self, chat: &ChatKey) -> Result<Before, StoreError> {
        if let Some(before) = self.known.conversation(chat) {
            return Ok(before);
        }
        let Some(bytes) = self.get(&keys::conversation(chat))? else { return Ok(Before::default()) };
        envelope::read_before(&bytes).map_err(|fault| self.damaged(fault))
    }

    fn replace(&mut self, chat: &ChatKey, before: Before, conversation: Conversation) -> Result<u64, StoreError> {
        let revision = before.revision + 1;
        let record = Conversation { revision, ..conversation };
        let bytes = envelope::write_conversation(&record).map_err(|fault| self.damaged(fault))?;
        self.put(keys::conversation(chat), bytes);
        let after = Before { revision, due: record.due, unsent: !record.outbox.is_empty() };
        self.index_unsent(chat, before.unsent, after.unsent);
        self.index_due(chat, before.due, after.due);
        self.known.remember(chat, after);
        Ok(revision)
    }

    /// Removes all that is remembered of `chat`. What waits stays: it was said after, and begins a conversation anew.
    fn erase(&mut self, chat: &ChatKey, before: Before) -> u64 {
        self.erased.insert(chat.clone());
        self.remove(keys::conversation(chat));
        self.index_unsent(chat, before.unsent, false);
        self.index_due(chat, before.due, None);
        self.known.remember(chat, Before::default());
        0
    }

    fn index_unsent(&mut self, chat: &ChatKey, before: bool, after: bool) {
        match (before, after) {
            (false, true) => self.put(keys::unsent(chat), Vec::new()),
            (true, false) => self.remove(keys::unsent(chat)),
            _ => {}
        }
    }

    fn index_due(&mut self, chat: &ChatKey, before: Option<Moment>, after: Option<Moment>) {
        if before == after {
            return;
        }
        if let Some(moment) = before {
            self.remove(keys::due(moment, chat));
        }
        if let Some(moment) = after {
            self.put(keys::due(moment, chat), Vec::new());
        }
    }

    fn put(&mut self, key: Vec<u8>, value: Vec<u8>) {
        self.changes.insert(key, Some(value));
    }

    fn remove(&mut self, key: Vec<u8>) {
        self.changes.insert(key, None);
    }

    fn damaged(&self, fault: RecordFault) -> StoreError {
        fault.found_in(self.base.folder())
    }
}

/// The group so far, over what is stored. A scan shows what is stored first, then what the group adds.
impl<V: View> View for Plan<'_, V> {
    fn folder(&self) -> &str {
        self.base.folder()
    }

    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        match self.changes.get(key) {
            Some(changed) => Ok(changed.clone()),
            None => self.base.get(key),
        }
    }

    fn scan_behind(
        &self,
        key: &[u8],
        prefix: &[u8],
        visit: &mut dyn FnMut(&[u8], &[u8]) -> Visit,
    ) -> Result<(), StoreError> {
        let mut stored = |key: &[u8], value: &[u8]| match self.changes.contains_key(key) {
            true => Ok(ControlFlow::Continue(())),
            false => visit(key, value),
        };
        self.base.scan_behind(key, prefix, &mut stored)?;
        let from = if key < prefix { Bound::Included(prefix) } else { Bound::Excluded(key) };
        let added = self.changes.range::<[u8], _>((from, Bound::Unbounded));
        for (key, value) in added.take_while(|(key, _)| key.starts_with(prefix)) {
            if let Some(value) = value
                && visit(key, value)?.is_break()
            {
                break;
            }
        }
        Ok(())
    }
}

/// Whether an id seen at `seen` may come back as another update; a clock that was wrong counts in both directions.
pub(super) fn is_expired(seen: Moment, now: Moment) -> bool {
    seen.0.abs_diff(now.0) > SEEN_FOR.cast_unsigned()
}
