//! What reaches the dialogue.

use serde::{Deserialize, Serialize};

use crate::desk::FromDesk;
use crate::privacy::Sensitive;

/// The channel's id of a message of the citizen's, by which it can be removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MessageId(pub i64);

/// A kind of message that the assistant cannot read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MediaKind {
    /// A picture.
    Photo,
    /// A voice or video note.
    Voice,
    /// A video or animation.
    Video,
    /// A file.
    Document,
    /// A sticker or a die.
    Sticker,
    /// A place.
    Location,
    /// A visiting card.
    Contact,
    /// Anything else, also what this version cannot parse.
    Other,
}

/// Something that happened in one conversation.
#[derive(Clone, Debug)]
pub enum Input {
    /// The citizen wrote; commands too.
    Text {
        /// The message as it came.
        text: Sensitive<String>,
        /// The language of the citizen's app, if the channel tells.
        app_lang: Option<String>,
        /// Whether it replaces an earlier message.
        edited: bool,
        /// By which it can be removed, where the channel can remove it.
        message: Option<MessageId>,
    },
    /// The citizen pressed a button with these data.
    Press {
        /// [`super::Button::data`] as it came back: not to be trusted.
        data: Sensitive<String>,
    },
    /// The citizen sent something that is not text; a caption comes along.
    Media {
        /// What it is.
        kind: MediaKind,
        /// Words under it.
        caption: Option<Sensitive<String>>,
        /// What it was sent together with, if anything: the channel's name for it, the same for all of it.
        album: Option<String>,
        /// The language of the citizen's app, if the channel tells.
        app_lang: Option<String>,
        /// By which it can be removed, where the channel can remove it.
        message: Option<MessageId>,
    },
    /// The assistant was put into a group, or something was said in one.
    Group,
    /// The desk writes.
    Desk(FromDesk),
}
