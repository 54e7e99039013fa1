//! What an update of a group of officers says. Nothing is believed of it here: who may do what is the desk's business.

use super::read::{Object, media};
use crate::channels::{OfficerUpdate, What};
use crate::desk::Sender;
use crate::privacy::Sensitive;

/// Accounts that many people speak through: anonymous administrators, channels, and Telegram's own messages.
pub const NO_PERSONS: [i64; 3] = [1_087_968_824, 136_817_688, 777_000];

/// The kinds of updates that come from a group.
const KINDS: [&str; 5] = ["message", "edited_message", "callback_query", "my_chat_member", "chat_member"];

/// The group that the update `raw` is from, whatever it says; `None` for a conversation with one person.
#[must_use]
pub fn group_of(raw: &[u8]) -> Option<i64> {
    let update: Object<'_> = serde_json::from_slice(raw).ok()?;
    let content = KINDS.iter().find_map(|kind| update.object(kind))?;
    let within = content.object("message");
    let chat = within.as_ref().unwrap_or(&content).object("chat")?;
    chat.value("id").filter(|id: &i64| *id < 0)
}

/// The update `raw` of a group of officers; `None` where it is of no group.
#[must_use]
pub fn read_officer(raw: &[u8]) -> Option<OfficerUpdate> {
    let update: Object<'_> = serde_json::from_slice(raw).ok()?;
    let group = group_of(raw)?;
    if let Some(press) = update.object("callback_query") {
        return Some(read_press(group, &press));
    }
    for (kind, edited) in [("message", false), ("edited_message", true)] {
        if let Some(message) = update.object(kind) {
            return Some(read_message(group, &message, edited));
        }
    }
    let changed = |key: &str| update.object(key)?.object("new_chat_member");
    let what = match (changed("chat_member"), changed("my_chat_member")) {
        (Some(member), _) => {
            let user = member.object("user").and_then(|user| user.value("id"));
            user.map_or(What::Nothing, What::Membership)
        }
        (None, Some(own)) => match own.words("status").as_deref() {
            Some("left" | "kicked") => What::Lost,
            _ => What::Nothing,
        },
        (None, None) => What::Nothing,
    };
    Some(OfficerUpdate {
        group,
        sender: Sender::default(),
        message: 0,
        thread: None,
        reply_to: None,
        to_bot: false,
        what,
    })
}

fn read_press(group: i64, press: &Object<'_>) -> OfficerUpdate {
    let message = press.object("message");
    let number = message.as_ref().and_then(|message| message.value("message_id")).unwrap_or_default();
    let thread = message.as_ref().and_then(topic_of);
    let data = Sensitive::new(press.words("data").unwrap_or_default());
    let what = What::Press { id: press.words("id").unwrap_or_default(), data };
    let sender = account(press.object("from").as_ref());
    OfficerUpdate { group, sender, message: number, thread, reply_to: None, to_bot: false, what }
}

/// The topic that a message stands in. In a group without topics replies have a number of a thread too, which is none.
fn topic_of(message: &Object<'_>) -> Option<i64> {
    let in_topic = message.value("is_topic_message").unwrap_or(false);
    message.value("message_thread_id").filter(|_| in_topic)
}

fn read_message(group: i64, message: &Object<'_>, edited: bool) -> OfficerUpdate {
    let sender = Sender {
        as_chat: message.has("sender_chat"),
        via_bot: message.has("via_bot"),
        forwarded: FORWARDED.iter().any(|key| message.has(key)),
        ..account(message.object("from").as_ref())
    };
    let replied = message.object("reply_to_message");
    let reply_to = replied.as_ref().and_then(|replied| replied.value("message_id"));
    let to_bot = replied.and_then(|replied| replied.object("from")).is_some_and(|from| account(Some(&from)).is_bot);
    OfficerUpdate {
        group,
        sender,
        message: message.value("message_id").unwrap_or_default(),
        thread: topic_of(message),
        reply_to,
        to_bot,
        what: said(message, edited),
    }
}

/// Fields of a message that carries somebody else's words.
const FORWARDED: [&str; 4] = ["forward_origin", "forward_from", "forward_from_chat", "forward_date"];

fn said(message: &Object<'_>, edited: bool) -> What {
    if message.has("migrate_to_chat_id") {
        return What::Lost;
    }
    match message.words("text") {
        Some(text) => What::Text { text: Sensitive::new(text), edited },
        None if MEDIA.iter().any(|key| message.has(key)) => What::Media(media(message)),
        None => What::Nothing,
    }
}

/// Fields of a message that carries something a citizen could have been meant to get.
const MEDIA: [&str; 15] = [
    "photo",
    "voice",
    "video_note",
    "audio",
    "video",
    "animation",
    "document",
    "sticker",
    "dice",
    "venue",
    "location",
    "contact",
    "poll",
    "story",
    "checklist",
];

fn account(user: Option<&Object<'_>>) -> Sender {
    Sender {
        user: user.and_then(|user| user.value("id")),
        is_bot: user.and_then(|user| user.value("is_bot")).unwrap_or(false),
        ..Sender::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> OfficerUpdate {
        read_officer(json.as_bytes()).unwrap()
    }

    const FROM: &str = r#""from":{"id":7,"is_bot":false},"chat":{"id":-100,"type":"supergroup"}"#;

    #[test]
    fn a_message_in_a_topic_tells_who_where_and_what() {
        let update = read(&format!(
            r#"{{"update_id":1,"message":{{"message_id":5,"message_thread_id":3,"is_topic_message":true,{FROM},"text":"Dag"}}}}"#
        ));
        assert_eq!((update.group, update.message, update.thread), (-100, 5, Some(3)));
        let reply = r#""message_thread_id":4,"reply_to_message":{"message_id":4}"#;
        let update = read(&format!(r#"{{"update_id":1,"message":{{"message_id":5,{reply},{FROM},"text":"Dag"}}}}"#));
        assert_eq!(
            (update.thread, update.reply_to),
            (None, Some(4)),
            "a reply in a group without topics stands in none"
        );
        assert_eq!(update.sender, Sender { user: Some(7), ..Sender::default() });
        assert!(matches!(update.what, What::Text { edited: false, .. }));
    }

    #[test]
    fn t02_anonymous_forwarded_and_inline_messages_are_told_apart() {
        for (field, wanted) in [
            (r#""sender_chat":{"id":-100}"#, Sender { user: Some(7), as_chat: true, ..Sender::default() }),
            (r#""via_bot":{"id":9}"#, Sender { user: Some(7), via_bot: true, ..Sender::default() }),
            (r#""forward_origin":{"type":"user"}"#, Sender { user: Some(7), forwarded: true, ..Sender::default() }),
        ] {
            let update = read(&format!(r#"{{"update_id":1,"message":{{"message_id":5,{FROM},{field},"text":"x"}}}}"#));
            assert_eq!(update.sender, wanted);
        }
    }

    #[test]
    fn t27_a_group_that_becomes_another_is_lost_and_its_new_number_is_not_read() {
        let update =
            read(&format!(r#"{{"update_id":1,"message":{{"message_id":5,{FROM},"migrate_to_chat_id":-200}}}}"#));
        assert!(matches!(update.what, What::Lost) && update.group == -100);
    }

    #[test]
    fn a_private_chat_is_no_group() {
        let private = br#"{"update_id":1,"message":{"message_id":5,"from":{"id":7},"chat":{"id":7,"type":"private"},"text":"x"}}"#;
        assert_eq!(group_of(private), None);
        assert!(read_officer(private).is_none());
    }
}
