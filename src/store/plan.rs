//! What a group of writes comes to: each request sees those before it, and one that fails leaves nothing behind.
//!
//! Pure but for reading: the stores apply the [`Changes`] as one atomic write.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use super::envelope::{self, RecordFault, Replaced, Seen};
use super::view::{View, Visit, broken_index};
use super::{ChatKey, Conversation, MissedQuestion, NewUpdate, StoreError, TurnWrite, UpdateId, WideWrite, desk, keys};
use crate::dialogue::Moment;

/// How long an update id is remembered, in milliseconds: 48 hours, twice what Telegram keeps updates.
pub(super) const SEEN_FOR: i64 = 48 * 60 * 60 * 1000;

/// How many ids are forgotten with an `append` of none; more go with more updates, so that forgetting keeps up.
const SWEPT_AT_LEAST: usize = 32;

/// What becomes of an id that was remembered long enough.
#[derive(Clone, Copy)]
enum Fate {
    /// It is forgotten.
    Forgotten,
    /// It was seen again since, with an entry of its own: this one goes.
    SeenAgain,
    /// It still waits to be handled: it is looked at again later.
    Waits,
}

/// Keys with their new value; `None` removes.
pub(super) type Changes = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

/// What a group of writes comes to.
pub(super) struct Group {
    /// The keys that change.
    pub(super) changes: Changes,
    /// Where the inbox goes on.
    pub(super) next_place: u64,
    /// What is erased by it, also where it begins anew in the same group.
    pub(super) erased: BTreeSet<ChatKey>,
}

/// A group of writes in the making.
pub(super) struct Plan<'a, V> {
    base: &'a V,
    changes: Changes,
    next_place: u64,
    erased: BTreeSet<ChatKey>,
}

impl<'a, V: View> Plan<'a, V> {
    /// An empty group over `base`, whose inbox goes on at `next_place`.
    pub(super) fn new(base: &'a V, next_place: u64) -> Self {
        Self { base, changes: Changes::new(), next_place, erased: BTreeSet::new() }
    }

    /// What the group comes to.
    pub(super) fn finish(self) -> Group {
        Group { changes: self.changes, next_place: self.next_place, erased: self.erased }
    }

    /// [`super::Store::append`].
    pub(super) fn append(&mut self, updates: &[NewUpdate], now: Moment) -> Result<Vec<UpdateId>, StoreError> {
        let fresh = self.unseen(updates, now)?;
        for (moment, id, fate) in self.expired(now, SWEPT_AT_LEAST + 2 * updates.len())? {
            self.sweep(moment, id, fate, now);
        }
        for update in &fresh {
            self.add(update, now);
        }
        Ok(fresh.iter().map(|update| update.id).collect())
    }

    /// [`super::Store::commit`].
    pub(super) fn commit(&mut self, turn: TurnWrite) -> Result<u64, StoreError> {
        let before = self.replaced(&turn.chat)?;
        if before.revision != turn.loaded {
            return Err(StoreError::Conflict);
        }
        let handled = self.places_of(&turn.handled)?;
        let revision = match turn.conversation {
            Some(conversation) => self.replace(&turn.chat, &before, conversation)?,
            None => self.erase(&turn.chat, &before),
        };
        handled.into_iter().for_each(|place| self.remove(keys::inbox(place)));
        Ok(revision)
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
        for place in self.places_of(&write.handled)? {
            self.remove(keys::inbox(place));
        }
        for letter in &write.letters {
            self.add(letter, write.now);
        }
        self.changes.extend(records);
        Ok(revision)
    }

    /// Those of `updates` that are new, each id once.
    fn unseen<'u>(&self, updates: &'u [NewUpdate], now: Moment) -> Result<Vec<&'u NewUpdate>, StoreError> {
        let mut ids = BTreeSet::new();
        let mut fresh = Vec::new();
        for update in updates {
            if ids.insert(update.id) && !self.is_known(update.id, now)? {
                fresh.push(update);
            }
        }
        Ok(fresh)
    }

    fn is_known(&self, id: UpdateId, now: Moment) -> Result<bool, StoreError> {
        let Some(seen) = self.seen(id)? else { return Ok(false) };
        Ok(!is_expired(seen.at, now) || self.waits(id, seen.place)?)
    }

    /// Entries of remembered ids that are old enough to be swept, at most `limit`, and what is to become of them.
    fn expired(&self, now: Moment, limit: usize) -> Result<Vec<(Moment, UpdateId, Fate)>, StoreError> {
        let mut entries = Vec::new();
        self.scan(keys::SEEN_AT, &mut |key, _| {
            let (moment, id) = keys::read_seen_at(key).ok_or_else(|| broken_index(self))?;
            if moment > now || !is_expired(moment, now) || entries.len() >= limit {
                return Ok(ControlFlow::Break(()));
            }
            entries.push((moment, id));
            Ok(ControlFlow::Continue(()))
        })?;
        entries.into_iter().map(|(moment, id)| Ok((moment, id, self.fate(id, now)?))).collect()
    }

    fn fate(&self, id: UpdateId, now: Moment) -> Result<Fate, StoreError> {
        Ok(match self.seen(id)? {
            Some(seen) if !is_expired(seen.at, now) => Fate::SeenAgain,
            Some(seen) if self.waits(id, seen.place)? => Fate::Waits,
            _ => Fate::Forgotten,
        })
    }

    fn sweep(&mut self, moment: Moment, id: UpdateId, fate: Fate, now: Moment) {
        self.remove(keys::seen_at(moment, id));
        match fate {
            Fate::Forgotten => self.remove(keys::seen(id)),
            Fate::Waits => self.put(keys::seen_at(now, id), Vec::new()),
            Fate::SeenAgain => {}
        }
    }

    fn add(&mut self, update: &NewUpdate, now: Moment) {
        let place = self.next_place;
        self.next_place += 1;
        self.put(keys::inbox(place), envelope::write_waiting(update.id, &update.chat, update.raw.expose()));
        self.put(keys::seen(update.id), envelope::write_seen(Seen { at: now, place }));
        self.put(keys::seen_at(now, update.id), Vec::new());
    }

    fn seen(&self, id: UpdateId) -> Result<Option<Seen>, StoreError> {
        let Some(bytes) = self.get(&keys::seen(id))? else { return Ok(None) };
        envelope::read_seen(&bytes).map(Some).map_err(|fault| self.damaged(fault))
    }

    /// Whether update `id` is at `place` in the inbox; places are used again once the inbox was empty at a start.
    fn waits(&self, id: UpdateId, place: u64) -> Result<bool, StoreError> {
        let Some(bytes) = self.get(&keys::inbox(place))? else { return Ok(false) };
        envelope::read_waiting(&bytes).map(|waiting| waiting.id == id).map_err(|fault| self.damaged(fault))
    }

    fn places_of(&self, ids: &[UpdateId]) -> Result<Vec<u64>, StoreError> {
        let mut places = Vec::with_capacity(ids.len());
        for &id in ids {
            if let Some(seen) = self.seen(id)?
                && self.waits(id, seen.place)?
            {
                places.push(seen.place);
            }
        }
        Ok(places)
    }

    fn replaced(&self, chat: &ChatKey) -> Result<Replaced, StoreError> {
        let Some(bytes) = self.get(&keys::conversation(chat))? else { return Ok(Replaced::default()) };
        envelope::read_replaced(&bytes).map_err(|fault| self.damaged(fault))
    }

    fn replace(&mut self, chat: &ChatKey, before: &Replaced, conversation: Conversation) -> Result<u64, StoreError> {
        let revision = before.revision + 1;
        let record = Conversation { revision, ..conversation };
        let bytes = envelope::write_conversation(&record).map_err(|fault| self.damaged(fault))?;
        self.put(keys::conversation(chat), bytes);
        self.index_unsent(chat, before.has_unsent(), !record.outbox.is_empty());
        self.index_due(chat, before.due, record.due);
        Ok(revision)
    }

    /// Removes all that is remembered of `chat`. What waits stays: it was said after, and begins a conversation anew.
    fn erase(&mut self, chat: &ChatKey, before: &Replaced) -> u64 {
        self.erased.insert(chat.clone());
        self.remove(keys::conversation(chat));
        self.index_unsent(chat, before.has_unsent(), false);
        self.index_due(chat, before.due, None);
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

    fn scan(&self, prefix: &[u8], visit: &mut dyn FnMut(&[u8], &[u8]) -> Visit) -> Result<(), StoreError> {
        let mut stored = |key: &[u8], value: &[u8]| match self.changes.contains_key(key) {
            true => Ok(ControlFlow::Continue(())),
            false => visit(key, value),
        };
        self.base.scan(prefix, &mut stored)?;
        for (key, value) in self.changes.range(prefix.to_vec()..).take_while(|(key, _)| key.starts_with(prefix)) {
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
fn is_expired(seen: Moment, now: Moment) -> bool {
    seen.0.abs_diff(now.0) > SEEN_FOR.cast_unsigned()
}
