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

/// Letters within the house have ids up to here; no channel comes near.
const LETTERS: i64 = i64::MIN / 2;

impl UpdateId {
    /// The id of a letter within the house, made of a random number.
    #[must_use]
    pub fn of_letter(random: u64) -> Self {
        Self(i64::MIN + (random >> 2).cast_signed())
    }

    /// Whether this is a letter within the house, and no update of a channel.
    #[must_use]
    pub fn is_letter(self) -> bool {
        self.0 < LETTERS
    }
}

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
    /// When all of it is to be forgotten, where something is due before: words kept for an officer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forget: Option<Moment>,
}

impl Conversation {
    /// What of it may still be read at `now`. Once it is due to be forgotten nothing is remembered any more, even where the
    /// sweep that erases it has not come yet (threat T23); what is still to be sent is sent.
    #[must_use]
    pub fn as_of(self, now: Moment) -> Self {
        match self.due {
            Some(due) if due <= now && self.forget.is_none_or(|forget| forget <= now) => {
                // An officer who has the case still has to hear of it.
                let hand_over = self.state.hand_over.filter(|hand_over| hand_over.case().is_some());
                Self { state: State { hand_over, ..State::default() }, ..self }
            }
            Some(due) if due <= now => Self { state: self.state.without_old_words(now), ..self },
            _ => self,
        }
    }
}
