//! Ways to a citizen: they translate in and out, and decide nothing.
//!
//! Start with the [`Channel`] trait. [`telegram`] is the real one; [`RecordingChannel`] is for tests. Pacing, retries and what
//! is sent when are the service's business. Always holds: a [`SendError`] says nothing of whom or what.

mod officers;
mod recording;
pub mod telegram;

pub use officers::{OfficerCall, OfficerError, OfficerUpdate, What};
pub use recording::{RecordingChannel, Sent};

use std::future::Future;
use std::time::Duration;

use crate::dialogue::{Message, MessageId};

/// Why something could not be sent. Says nothing of what it was or to whom.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Too fast: this conversation may go on after so long.
    #[error("asked to wait {0:?}")]
    RetryAfter(Duration),
    /// May pass: network, server error, unreadable reply.
    #[error("temporary: {0}")]
    Temporary(&'static str),
    /// Will never pass for this conversation: blocked, deleted, not found.
    #[error("given up: {0}")]
    Gone(&'static str),
    /// This message will never pass, others may.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// The channel itself is refused: the token was revoked.
    #[error("the channel does not accept our token")]
    Unauthorised,
}

/// A way to send.
pub trait Channel: Send + Sync + 'static {
    /// Sends `message` to the conversation with the channel's own `id`; done when the channel took it.
    /// A message longer than the channel allows goes in parts, in order.
    fn send(&self, id: &str, message: &Message) -> impl Future<Output = Result<(), SendError>> + Send;

    /// Whether several people share the conversation `id`; it then has a pace of its own.
    fn is_group(&self, id: &str) -> bool;

    /// How many calls `message` takes.
    fn calls(&self, message: &Message) -> u32;

    /// Takes a message of the citizen's out of the conversation `id`; one that can no longer be taken out counts as gone.
    fn remove(&self, id: &str, message: MessageId) -> impl Future<Output = Result<(), SendError>> + Send;

    /// Leaves the group `id`.
    fn leave(&self, id: &str) -> impl Future<Output = Result<(), SendError>> + Send;

    /// As [`Channel::send`], with the channel's number of the message, by which it can be changed later; `None` where there
    /// is none.
    fn send_reply(&self, id: &str, message: &Message) -> impl Future<Output = Result<Option<i64>, SendError>> + Send {
        async { self.send(id, message).await.map(|()| None) }
    }

    /// Changes the message of this number in the conversation `id`; one that is not there any more counts as changed.
    fn change(
        &self,
        _id: &str,
        _number: i64,
        _message: &Message,
    ) -> impl Future<Output = Result<(), SendError>> + Send {
        std::future::ready(Err(SendError::Refused("this channel changes no messages")))
    }

    /// Does `call` in the group of officers `group`; returns the numbers of the topic or messages that came of it. A message goes in
    /// several where it is long; the last is the one with the buttons.
    fn officers(
        &self,
        _group: i64,
        _call: &OfficerCall,
    ) -> impl Future<Output = Result<Vec<i64>, OfficerError>> + Send {
        std::future::ready(Err(OfficerError::Send(SendError::Refused("no officers sit on this channel"))))
    }

    /// Whether the account `user` belongs to `group` at this moment.
    fn is_member(&self, _group: i64, _user: i64) -> impl Future<Output = Result<bool, SendError>> + Send {
        std::future::ready(Err(SendError::Refused("no officers sit on this channel")))
    }

    /// Answers the press `press` of an officer with a few words, or none. A failure changes nothing.
    fn answer(&self, _press: &str, _words: &str) -> impl Future<Output = ()> + Send {
        std::future::ready(())
    }
}
