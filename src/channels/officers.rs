//! What a channel on which officers sit together can do, and what it brings from there. Who is an officer is not decided here.

use super::SendError;
use crate::desk::{Sender, Where};
use crate::dialogue::{MediaKind, Message};
use crate::privacy::Sensitive;

/// Something to do in a group of officers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfficerCall {
    /// Make a topic of this name.
    OpenTopic(String),
    /// Close a topic.
    CloseTopic(i64),
    /// Open a closed topic again.
    ReopenTopic(i64),
    /// Delete a topic with all that is in it.
    DeleteTopic(i64),
    /// Delete these messages, at most a hundred.
    DeleteMessages(Vec<i64>),
    /// Write a message there.
    Post(Where, Message),
    /// Change a message of ours.
    Change(i64, Message),
    /// Put a mark on somebody's message: it was passed on.
    Mark(i64),
}

/// Why something cannot be done in a group.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OfficerError {
    /// As for any message.
    #[error(transparent)]
    Send(#[from] SendError),
    /// The topic is not there any more.
    #[error("the topic does not exist")]
    NoTopic,
    /// The group has no topics.
    #[error("the group has no topics")]
    NoTopics,
    /// We may not do that there.
    #[error("the bot lacks the rights for it")]
    NoRights,
}

/// What happened in a group of officers.
#[derive(Clone, Debug)]
pub struct OfficerUpdate {
    /// The channel's number of the group.
    pub group: i64,
    /// Who seems to speak.
    pub sender: Sender,
    /// The message, or the one whose button was pressed.
    pub message: i64,
    /// The topic it is in.
    pub thread: Option<i64>,
    /// The message it replies to.
    pub reply_to: Option<i64>,
    /// Whether a program wrote that one.
    pub to_bot: bool,
    /// What.
    pub what: What,
}

/// What somebody in a group of officers did.
#[derive(Clone, Debug)]
pub enum What {
    /// Wrote.
    Text {
        /// What.
        text: Sensitive<String>,
        /// Whether it replaces an earlier message.
        edited: bool,
    },
    /// Sent something that is no text.
    Media(MediaKind),
    /// Pressed a button with these data.
    Press {
        /// To answer it by.
        id: String,
        /// Not to be trusted.
        data: Sensitive<String>,
    },
    /// This account is no longer a member, or no longer what it was.
    Membership(i64),
    /// The group is lost to us: it became another chat, or we were put out.
    Lost,
    /// Nothing that asks anything of us.
    Nothing,
}
