//! A store that forgets everything with the process: for tests and commands without a past.

use std::collections::BTreeMap;
use std::ops::{Bound, ControlFlow};
use std::sync::{Mutex, MutexGuard};

use super::known::Known;
use super::plan::{Changes, Plan};
use super::view::{self, View, Visit};
use super::{ChatKey, Conversation, NewUpdate, Store, StoreError, TurnWrite, UpdateId, Waiting, WideWrite, desk};
use crate::desk::{Desk, audit};
use crate::dialogue::Moment;

/// Keeps everything in memory; otherwise behaves as any [`Store`].
#[derive(Default)]
pub struct MemoryStore {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    keys: Keys,
    known: Known,
    closed: bool,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn open(&self) -> Result<MutexGuard<'_, Inner>, StoreError> {
        let inner = self.inner.lock().map_err(|_| StoreError::Stopped("a write broke off".into()))?;
        if inner.closed { Err(StoreError::Stopped("it was closed".into())) } else { Ok(inner) }
    }

    fn write<T>(&self, request: impl FnOnce(&mut Plan<'_, Keys>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut inner = self.open()?;
        let Inner { keys, known, .. } = &mut *inner;
        let mut plan = Plan::new(&*keys, known);
        let outcome = request(&mut plan);
        let group = plan.finish();
        keys.apply(group.changes);
        outcome
    }
}

impl Store for MemoryStore {
    async fn append(&self, updates: Vec<NewUpdate>, now: Moment) -> Result<Vec<UpdateId>, StoreError> {
        self.write(|plan| plan.append(&updates, now))
    }

    async fn waiting(&self) -> Result<Vec<Waiting>, StoreError> {
        view::waiting(&self.open()?.keys)
    }

    async fn load(&self, chat: &ChatKey) -> Result<Option<Conversation>, StoreError> {
        view::load(&self.open()?.keys, chat)
    }

    async fn commit(&self, turn: TurnWrite) -> Result<u64, StoreError> {
        self.write(|plan| plan.commit(turn))
    }

    async fn answer(&self, turn: TurnWrite) -> Result<u64, StoreError> {
        self.write(|plan| plan.answer(turn))
    }

    async fn commit_wide(&self, write: WideWrite) -> Result<u64, StoreError> {
        self.write(|plan| plan.commit_wide(write))
    }

    async fn desk(&self) -> Result<Desk, StoreError> {
        desk::desk(&self.open()?.keys)
    }

    async fn audit(&self) -> Result<Vec<audit::Row>, StoreError> {
        desk::audit(&self.open()?.keys)
    }

    async fn audit_before(&self, before: Moment, limit: usize) -> Result<Vec<audit::Row>, StoreError> {
        desk::audit_before(&self.open()?.keys, before, limit)
    }

    async fn unsent(&self) -> Result<Vec<ChatKey>, StoreError> {
        view::unsent(&self.open()?.keys)
    }

    async fn due(&self, now: Moment, limit: usize) -> Result<Vec<(Moment, ChatKey)>, StoreError> {
        view::due(&self.open()?.keys, now, limit)
    }

    async fn close(&self) -> Result<(), StoreError> {
        self.open()?.closed = true;
        Ok(())
    }
}

#[derive(Default)]
struct Keys(BTreeMap<Vec<u8>, Vec<u8>>);

impl Keys {
    fn apply(&mut self, changes: Changes) {
        for (key, value) in changes {
            match value {
                Some(value) => self.0.insert(key, value),
                None => self.0.remove(&key),
            };
        }
    }
}

impl View for Keys {
    fn folder(&self) -> &'static str {
        "memory"
    }

    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.0.get(key).cloned())
    }

    fn scan_behind(
        &self,
        key: &[u8],
        prefix: &[u8],
        visit: &mut dyn FnMut(&[u8], &[u8]) -> Visit,
    ) -> Result<(), StoreError> {
        let from = if key < prefix { Bound::Included(prefix) } else { Bound::Excluded(key) };
        let rows = self.0.range::<[u8], _>((from, Bound::Unbounded));
        for (key, value) in rows.take_while(|(key, _)| key.starts_with(prefix)) {
            if let ControlFlow::Break(()) = visit(key, value)? {
                break;
            }
        }
        Ok(())
    }
}
