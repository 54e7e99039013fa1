//! What one raw update means to the dialogue.
//!
//! Start with [`read`]. Looks fields up by name instead of parsing Telegram's types: a field that is missing, new or of another
//! form than we know costs that field and not the update. Whatever a citizen sends us is answered, also what this version
//! cannot read; what nobody sent (service messages, other bots) is ignored.

use std::borrow::Cow;
use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::dialogue::{Input, MediaKind, MessageId};
use crate::privacy::Sensitive;

/// Something for one conversation.
pub struct Incoming {
    /// Telegram's id of the chat, in digits.
    pub chat_id: String,
    /// What happened in it.
    pub input: Input,
    /// The press to be answered at once, if it is one.
    pub press_id: Option<String>,
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming").field("input", &self.input).finish_non_exhaustive()
    }
}

/// What the update `raw` asks of us; `None` when nothing.
#[must_use]
pub fn read(raw: &[u8]) -> Option<Incoming> {
    let update: Object<'_> = serde_json::from_slice(raw).ok()?;
    if let Some(press) = update.object("callback_query") {
        return read_press(&press);
    }
    if let Some(change) = update.object("my_chat_member") {
        return read_membership(&change);
    }
    let post = ["message", "channel_post", "edited_channel_post"].iter().find_map(|key| update.object(key));
    match post {
        Some(message) => read_message(&message, false),
        None => read_message(&update.object("edited_message")?, true),
    }
}

/// A JSON object whose values are not read yet. It has few fields, so they are looked for one by one.
pub(super) struct Object<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Object<'a> {
    /// Of several fields of one name the last counts.
    fn get(&self, key: &str) -> Option<&'a RawValue> {
        self.0.iter().rfind(|(name, _)| name == key).map(|(_, value)| *value)
    }

    pub(super) fn value<T: Deserialize<'a>>(&self, key: &str) -> Option<T> {
        serde_json::from_str(self.get(key)?.get()).ok()
    }

    pub(super) fn object(&self, key: &str) -> Option<Object<'a>> {
        self.value(key)
    }

    pub(super) fn words(&self, key: &str) -> Option<String> {
        self.value(key)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some_and(|value| value.get() != "null")
    }
}

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(Fields)
    }
}

/// A name that is only copied when it is written with escapes.
#[derive(Deserialize)]
#[serde(transparent)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = Object<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut fields = Vec::with_capacity(8);
        while let Some((Name(name), value)) = map.next_entry()? {
            fields.push((name, value));
        }
        Ok(Object(fields))
    }
}

/// The id of a chat, and whether it is a conversation with one citizen.
fn chat(of: &Object<'_>) -> Option<(i64, bool)> {
    let chat = of.object("chat")?;
    let id: i64 = chat.value("id")?;
    let private = chat.words("type").map_or(id > 0, |kind| kind == "private");
    Some((id, private))
}

fn incoming(chat_id: i64, input: Input) -> Incoming {
    Incoming { chat_id: chat_id.to_string(), input, press_id: None }
}

fn read_press(press: &Object<'_>) -> Option<Incoming> {
    let from: Option<i64> = press.object("from").and_then(|user| user.value("id"));
    let (chat_id, private) = press.object("message").and_then(|message| chat(&message)).or(from.map(|id| (id, true)))?;
    let data = Sensitive::new(press.words("data").unwrap_or_default());
    let input = if private { Input::Press { data } } else { Input::Group };
    Some(Incoming { press_id: press.words("id"), ..incoming(chat_id, input) })
}

/// In a private chat it says that the citizen blocked or unblocked us: nothing to answer.
fn read_membership(change: &Object<'_>) -> Option<Incoming> {
    let (chat_id, private) = chat(change)?;
    let status = change.object("new_chat_member").and_then(|member| member.words("status"));
    let out = matches!(status.as_deref(), Some("left" | "kicked"));
    if private || out { None } else { Some(incoming(chat_id, Input::Group)) }
}

fn read_message(message: &Object<'_>, edited: bool) -> Option<Incoming> {
    let (chat_id, private) = chat(message)?;
    if !private {
        return if message.has("left_chat_member") { None } else { Some(incoming(chat_id, Input::Group)) };
    }
    let from = message.object("from");
    let is_bot = from.as_ref().and_then(|user| user.value("is_bot")).unwrap_or(false);
    if is_bot || SERVICE.iter().any(|key| message.has(key)) {
        return None;
    }
    let id = message.value("message_id").map(MessageId);
    let app_lang = from.and_then(|user| user.words("language_code"));
    let input = match message.words("text") {
        Some(text) => Input::Text { text: Sensitive::new(text), app_lang, edited, message: id },
        // A location that is shared live is edited every few seconds: the first one was answered.
        None if edited && message.has("location") => return None,
        None => Input::Media {
            kind: media(message),
            caption: message.words("caption").map(Sensitive::new),
            album: message.words("media_group_id"),
            app_lang,
            message: id,
        },
    };
    Some(incoming(chat_id, input))
}

pub(super) fn media(message: &Object<'_>) -> MediaKind {
    MEDIA.iter().find(|(key, _)| message.has(key)).map_or(MediaKind::Other, |(_, kind)| *kind)
}

/// The field that tells what a message is. An animation comes with a document too, a venue with a location: they go first.
const MEDIA: [(&str, MediaKind); 13] = [
    ("photo", MediaKind::Photo),
    ("voice", MediaKind::Voice),
    ("video_note", MediaKind::Voice),
    ("audio", MediaKind::Voice),
    ("video", MediaKind::Video),
    ("animation", MediaKind::Video),
    ("document", MediaKind::Document),
    ("sticker", MediaKind::Sticker),
    ("dice", MediaKind::Sticker),
    ("venue", MediaKind::Location),
    ("location", MediaKind::Location),
    ("contact", MediaKind::Contact),
    ("live_photo", MediaKind::Photo),
];

/// Fields of messages that Telegram makes itself in a private chat (Bot API 10.1). Nobody waits for an answer to them.
const SERVICE: [&str; 32] = [
    "boost_added",
    "chat_background_set",
    "chat_shared",
    "checklist_tasks_added",
    "checklist_tasks_done",
    "connected_website",
    "delete_chat_photo",
    "forum_topic_closed",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_reopened",
    "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
    "gift",
    "gift_upgrade_sent",
    "giveaway_completed",
    "giveaway_created",
    "managed_bot_created",
    "message_auto_delete_timer_changed",
    "new_chat_photo",
    "new_chat_title",
    "passport_data",
    "pinned_message",
    "poll_option_added",
    "poll_option_deleted",
    "proximity_alert_triggered",
    "refunded_payment",
    "successful_payment",
    "unique_gift",
    "users_shared",
    "web_app_data",
    "write_access_allowed",
];

#[cfg(test)]
mod tests;
