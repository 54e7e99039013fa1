//! The records as they are stored.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::dialogue::{Effect, Moment, State};
use crate::privacy::Sensitive;

/// Names a conversation: the channel and its id there. An identifier, so it never shows in `Debug`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChatKey(Arc<str>);

impl ChatKey {
    /// The key of the conversation `id` on `channel`: `telegram`, `console`.
    #[must_use]
    pub fn new(channel: &str, id: &str) -> Self {
        Self(format!("{channel}:{id}").into())
    }

    /// The key from its stored form.
    #[must_use]
    pub fn from_stored(key: &str) -> Self {
        Self(key.into())
    }

    /// The stored form. Not for logs.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ChatKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[chat]")
    }
}

/// The channel's id of an update. Telegram's may restart anywhere after a quiet week: a set, never an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UpdateId(pub i64);

/// An update that waits to be handled.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Its id.
    pub id: UpdateId,
    /// The conversation.
    pub chat: ChatKey,
    /// The update itself, raw.
    pub raw: Sensitive<Vec<u8>>,
}

/// Something to be done outside, until it is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// Stays the same when retried: the turn and the place in it.
    pub id: u64,
    /// What.
    pub effect: Effect,
}

/// The record of one conversation, replaced as a whole by each turn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Conversation {
    /// Counts the writes; compare and swap.
    pub revision: u64,
    /// What the dialogue remembers.
    pub state: State,
    /// What is to be sent, in order.
    pub outbox: Vec<Outgoing>,
    /// When time will demand something of it.
    pub due: Option<Moment>,
}

impl Conversation {
    /// What of it may still be read at `now`. Once it is due to be forgotten nothing is remembered any more, even where the
    /// sweep that erases it has not come yet (threat T23); what is still to be sent is sent.
    #[must_use]
    pub fn as_of(self, now: Moment) -> Self {
        match self.due {
            Some(due) if due <= now => Self { state: State::default(), ..self },
            _ => self,
        }
    }
}
