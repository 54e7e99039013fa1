//! What the only writer of a store remembers of what is stored, so that it need not read it again: which updates wait and
//! where, and what the conversations it wrote last were.
//!
//! It is as the writes that were planned leave it. Should one of them not reach the disk, the store stops, and this goes with it.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

use super::view::{View, broken_index};
use super::{ChatKey, StoreError, UpdateId, envelope, keys};
use crate::dialogue::Moment;

/// Of so many conversations it is remembered what they were.
const CONVERSATIONS: usize = 4096;

/// What a write must know of the record it replaces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Before {
    pub(super) revision: u64,
    pub(super) due: Option<Moment>,
    pub(super) unsent: bool,
}

/// What is known without reading.
#[derive(Default)]
pub(super) struct Known {
    /// Where the inbox goes on.
    next_place: u64,
    /// The places of all updates that wait.
    waiting: BTreeMap<UpdateId, u64>,
    conversations: HashMap<ChatKey, Before>,
    /// The last row of seen ids that was looked at for what may be forgotten.
    pub(super) swept: Vec<u8>,
}

impl Known {
    /// What is to be known of what `view` holds.
    pub(super) fn read(view: &impl View) -> Result<Self, StoreError> {
        let mut known = Self::default();
        view.scan(keys::INBOX, &mut |key, value| {
            let place = keys::read_inbox(key).ok_or_else(|| broken_index(view))?;
            let waiting = envelope::read_waiting(value).map_err(|fault| fault.found_in(view.folder()))?;
            known.waiting.insert(waiting.id, place);
            known.next_place = place + 1;
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(known)
    }

    /// The place for an update that waits from now on.
    pub(super) fn begin(&mut self, id: UpdateId) -> u64 {
        let place = self.next_place;
        self.next_place += 1;
        self.waiting.insert(id, place);
        place
    }

    pub(super) fn waits(&self, id: UpdateId) -> bool {
        self.waiting.contains_key(&id)
    }

    /// The place of an update that waits no more, if it did.
    pub(super) fn end(&mut self, id: UpdateId) -> Option<u64> {
        self.waiting.remove(&id)
    }

    pub(super) fn conversation(&self, chat: &ChatKey) -> Option<Before> {
        self.conversations.get(chat).copied()
    }

    pub(super) fn remember(&mut self, chat: &ChatKey, record: Before) {
        if self.conversations.len() >= CONVERSATIONS {
            self.conversations.clear();
        }
        self.conversations.insert(chat.clone(), record);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_does_not_grow_with_the_conversations() {
        let mut known = Known::default();
        for chat in 0..3 * CONVERSATIONS {
            let chat = ChatKey::new("test", &chat.to_string());
            known.remember(&chat, Before { revision: 7, ..Before::default() });
            assert_eq!(known.conversation(&chat).map(|before| before.revision), Some(7));
            assert!(known.conversations.len() <= CONVERSATIONS);
        }
    }
}
