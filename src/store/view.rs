//! Sorted keys to read from, whichever store holds them, and the questions of [`super::Store`] put to them.

use std::ops::ControlFlow;

use super::envelope::{self, RecordFault};
use super::{ChatKey, Conversation, MissedQuestion, StoreError, Waiting, keys};
use crate::dialogue::Moment;

/// What a visit says: go on or enough.
pub(super) type Visit = Result<ControlFlow<()>, StoreError>;

/// Sorted keys and their values.
pub(super) trait View {
    /// What errors call the place.
    fn folder(&self) -> &str;

    /// The value under `key`.
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError>;

    /// Shows each key that begins with `prefix`, with its value, in their order, until the visit breaks off.
    fn scan(&self, prefix: &[u8], visit: &mut dyn FnMut(&[u8], &[u8]) -> Visit) -> Result<(), StoreError> {
        self.scan_behind(&[], prefix, visit)
    }

    /// The same, of those behind `key` only.
    fn scan_behind(
        &self,
        key: &[u8],
        prefix: &[u8],
        visit: &mut dyn FnMut(&[u8], &[u8]) -> Visit,
    ) -> Result<(), StoreError>;
}

/// What still waits, oldest first.
pub(super) fn waiting(view: &impl View) -> Result<Vec<Waiting>, StoreError> {
    let mut found = Vec::new();
    view.scan(keys::INBOX, &mut |_, value| {
        found.push(envelope::read_waiting(value).map_err(|fault| fault.found_in(view.folder()))?);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(found)
}

/// The conversation with `chat`.
pub(super) fn load(view: &impl View, chat: &ChatKey) -> Result<Option<Conversation>, StoreError> {
    let Some(bytes) = view.get(&keys::conversation(chat))? else { return Ok(None) };
    envelope::read_conversation(&bytes).map(Some).map_err(|fault| fault.found_in(view.folder()))
}

/// Questions that were not understood, oldest day first.
pub(super) fn missed(view: &impl View) -> Result<Vec<MissedQuestion>, StoreError> {
    let mut found = Vec::new();
    view.scan(keys::MISSED, &mut |key, value| {
        let day = keys::read_missed(key).ok_or_else(|| broken_index(view))?;
        found.push(envelope::read_missed(day, value).map_err(|fault| fault.found_in(view.folder()))?);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(found)
}

/// Conversations with something unsent.
pub(super) fn unsent(view: &impl View) -> Result<Vec<ChatKey>, StoreError> {
    let mut found = Vec::new();
    view.scan(keys::UNSENT, &mut |key, _| {
        found.push(keys::read_unsent(key).ok_or_else(|| broken_index(view))?);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(found)
}

/// What is due at `now`, earliest first, at most `limit`.
pub(super) fn due(view: &impl View, now: Moment, limit: usize) -> Result<Vec<(Moment, ChatKey)>, StoreError> {
    let mut found = Vec::new();
    view.scan(keys::DUE, &mut |key, _| {
        let (moment, chat) = keys::read_due(key).ok_or_else(|| broken_index(view))?;
        if moment > now || found.len() >= limit {
            return Ok(ControlFlow::Break(()));
        }
        found.push((moment, chat));
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(found)
}

/// An index entry that cannot be read.
pub(super) fn broken_index(view: &(impl View + ?Sized)) -> StoreError {
    RecordFault::Broken("an entry of an index").found_in(view.folder())
}
