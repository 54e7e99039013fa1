//! Where conversations and unhandled updates stay, whatever happens to the process.
//!
//! Start with the [`Store`] trait: what it promises holds for every implementation, and one contract suite
//! (`tests/suite/store_contract.rs`) runs over all. `memory` is for tests and stateless commands, `sled` for real.
//! Both keep the same keys (`keys`) with the same records (`envelope`) and let the same `plan` decide what a write
//! changes; they differ in where the keys are. Nothing here knows what a conversation is about.

pub mod backup;
mod desk;
mod envelope;
mod keys;
mod known;
pub mod memory;
mod plan;
mod record;
pub mod room;
mod seen;
pub mod sled;
pub mod vault;
mod view;

pub use desk::{DeskChanges, WideWrite};
pub use record::{ChatKey, Conversation, Outgoing, UpdateId, Waiting};

use std::future::Future;

use crate::desk::Desk;
use crate::desk::audit::Row;
use crate::dialogue::Moment;

/// How much was written, and in how many groups that went to the disk together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Groups.
    pub groups: u64,
    /// Writes in them.
    pub writes: u64,
}

/// What to do with a folder that is damaged.
const REMEDY: &str = "Restore the last backup with `loket restore FILE --replace`, or move the folder away to begin anew \
    without what it held";

/// Why a storage call failed. Says what was attempted; never what was stored.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another turn was written in between: load again and redo.
    #[error("the conversation changed while a turn was being made")]
    Conflict,
    /// What a turn answers does not wait: it came before and was answered then.
    #[error("what is answered was answered before")]
    NotWaiting,
    /// The folder is in use by another process.
    #[error("the data folder {0} is in use by another loket")]
    Locked(String),
    /// The folder cannot be read or written.
    #[error("cannot {attempt} in the data folder {folder}: {source}")]
    Io {
        /// What was tried.
        attempt: &'static str,
        /// Where.
        folder: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The data are damaged, or their end is missing.
    #[error("the data in {folder} are damaged: {what}")]
    Damaged {
        /// Where.
        folder: String,
        /// What is wrong.
        what: String,
    },
    /// Written by a newer loket.
    #[error("the data in {folder} were written by a newer loket (format {found}, this one knows {known})")]
    TooNew {
        /// Where.
        folder: String,
        /// The format found.
        found: u32,
        /// The newest format known.
        known: u32,
    },
    /// The master key is missing, exposed or another one.
    #[error(transparent)]
    Key(#[from] vault::KeyError),
    /// No copy of the data can be made now; says why.
    #[error("no copy of the data can be made: {0}")]
    NoCopy(&'static str),
    /// So little room is left on the disk that nothing new is taken; what was taken goes on.
    #[error("there is too little room on the disk to take anything new")]
    NoRoom,
    /// The writer has stopped; nothing more can be stored.
    #[error("the store has stopped: {0}")]
    Stopped(String),
}

/// An update as it came, to be kept until it is handled.
#[derive(Clone, Debug)]
pub struct NewUpdate {
    /// The channel's id; one that was seen in the last 48 hours, to the minute, or still waits, is dropped.
    pub id: UpdateId,
    /// The conversation it belongs to.
    pub chat: ChatKey,
    /// The update itself, raw.
    pub raw: crate::privacy::Sensitive<Vec<u8>>,
}

/// One turn, written as a whole or not at all.
#[derive(Clone, Debug)]
pub struct TurnWrite {
    /// Which conversation.
    pub chat: ChatKey,
    /// Its new record; its `revision` is set by the store. `None` erases it; updates that wait begin it anew.
    pub conversation: Option<Conversation>,
    /// The revision that was loaded: 0 where there was none. Another one stored is a [`StoreError::Conflict`].
    pub loaded: u64,
    /// Updates that this turn handles; they leave the inbox.
    pub handled: Vec<UpdateId>,
}

/// A question that was not understood, by nobody: struck, and of a day.
#[derive(Clone, Debug)]
pub struct MissedQuestion {
    /// Days since 1970 in UTC.
    pub day: i64,
    /// The code of its language.
    pub lang: String,
    /// What is left of its words.
    pub words: crate::privacy::Sensitive<String>,
}

/// Durable state. Every `Ok` of a writing call means: on the platter, in order of the calls' completion.
///
/// A writing call whose future is dropped may still be carried out. Reading calls see everything acknowledged, and may
/// see a write a moment before it is. Writing calls are carried out in the order in which they were first polled. Once a write
/// failed for another reason than [`StoreError::Conflict`], [`StoreError::NotWaiting`] or a record that cannot be read, every
/// later call fails with [`StoreError::Stopped`].
pub trait Store: Send + Sync + 'static {
    /// Keeps `updates` in the inbox, in this order, and returns those that are new: not seen within 48 hours of `now`,
    /// and not waiting any more. Ids are a set, never an order.
    fn append(
        &self,
        updates: Vec<NewUpdate>,
        now: Moment,
    ) -> impl Future<Output = Result<Vec<UpdateId>, StoreError>> + Send;

    /// What is still in the inbox, oldest first.
    fn waiting(&self) -> impl Future<Output = Result<Vec<Waiting>, StoreError>> + Send;

    /// The conversation, if there is one.
    fn load(&self, chat: &ChatKey) -> impl Future<Output = Result<Option<Conversation>, StoreError>> + Send;

    /// Writes a turn atomically; returns the new revision, 0 after erasing.
    fn commit(&self, turn: TurnWrite) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// As [`Self::commit`], but writes nothing and fails with [`StoreError::NotWaiting`] unless all that the turn handles
    /// waits. So an update may be answered while [`Self::append`] is still at it: of one that came before nothing is written.
    fn answer(&self, turn: TurnWrite) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// Writes all of `write` atomically; returns the conversation's new revision, 0 where none was written.
    fn commit_wide(&self, _write: WideWrite) -> impl Future<Output = Result<u64, StoreError>> + Send {
        std::future::ready(Err(StoreError::Stopped("it keeps no desk".into())))
    }

    /// The desk as it was written last.
    fn desk(&self) -> impl Future<Output = Result<Desk, StoreError>> + Send {
        std::future::ready(Ok(Desk::default()))
    }

    /// The rows of the desk's audit, in order.
    fn audit(&self) -> impl Future<Output = Result<Vec<Row>, StoreError>> + Send {
        std::future::ready(Ok(Vec::new()))
    }

    /// The oldest rows of the desk's audit, as long as they are older than `before`, at most `limit`.
    fn audit_before(&self, before: Moment, limit: usize) -> impl Future<Output = Result<Vec<Row>, StoreError>> + Send {
        let _ = (before, limit);
        std::future::ready(Ok(Vec::new()))
    }

    /// Conversations with something left to send.
    fn unsent(&self) -> impl Future<Output = Result<Vec<ChatKey>, StoreError>> + Send;

    /// Conversations of which something is due at `now` or before, with the moment, earliest first, at most `limit`.
    fn due(&self, now: Moment, limit: usize)
    -> impl Future<Output = Result<Vec<(Moment, ChatKey)>, StoreError>> + Send;

    /// Keeps a question that was not understood, with nothing that leads to who asked. A store that keeps none drops it.
    fn keep_missed(&self, missed: MissedQuestion) -> impl Future<Output = Result<(), StoreError>> + Send {
        drop(missed);
        async { Ok(()) }
    }

    /// Forgets such questions of days before `day`.
    fn forget_missed(&self, day: i64) -> impl Future<Output = Result<(), StoreError>> + Send {
        let _ = day;
        async { Ok(()) }
    }

    /// What was written since the store was opened.
    fn written(&self) -> Written {
        Written::default()
    }

    /// Everything is on the platter when this returns; later calls fail with [`StoreError::Stopped`].
    fn close(&self) -> impl Future<Output = Result<(), StoreError>> + Send;
}
