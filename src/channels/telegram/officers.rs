//! Groups of officers: topics, messages in them, marks, and who belongs to a group.
//!
//! The payloads are our own, for what these calls need: teloxide's ask for more.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use teloxide::requests::Payload;

use super::TelegramChannel;
use super::client::CallError;
use super::html::{Part, render};
use super::keyboard::keyboard;
use super::send::number_of;
use crate::channels::{OfficerCall, OfficerError, SendError};
use crate::desk::Where;
use crate::dialogue::Message;

/// The longest name of a topic, in characters.
const NAME: usize = 128;
/// The mark on an officer's message that has reached the citizen; one of those that Telegram allows as a reaction.
const DELIVERED: &str = "👍";

/// How somebody stands in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether they are in it.
    pub belongs: bool,
    /// Whether they may make and close topics.
    pub manages_topics: bool,
}

impl From<CallError> for OfficerError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::NoTopic => Self::NoTopic,
            CallError::NoTopics => Self::NoTopics,
            CallError::NoRights => Self::NoRights,
            other => Self::Send(other.into()),
        }
    }
}

/// A call by its name, with its parameters as they are written.
macro_rules! payload {
    ($name:ident = $method:literal) => {
        #[derive(Serialize)]
        #[serde(transparent)]
        struct $name(Value);

        impl Payload for $name {
            type Output = Value;
            const NAME: &'static str = $method;
        }
    };
}

payload!(CreateTopic = "createForumTopic");
payload!(CloseTopic = "closeForumTopic");
payload!(ReopenTopic = "reopenForumTopic");
payload!(DeleteTopic = "deleteForumTopic");
payload!(DeleteMessages = "deleteMessages");
payload!(Post = "sendMessage");
payload!(Change = "editMessageText");
payload!(React = "setMessageReaction");
payload!(MemberOf = "getChatMember");

impl TelegramChannel {
    pub(super) async fn do_in_group(&self, group: i64, call: &OfficerCall) -> Result<Vec<i64>, OfficerError> {
        let topic = |thread: &i64| json!({"chat_id": group, "message_thread_id": thread});
        match call {
            OfficerCall::OpenTopic(name) => self.open_topic(group, name).await,
            OfficerCall::CloseTopic(thread) => {
                settle(self.client.call(&CloseTopic(topic(thread)), Duration::ZERO).await)
            }
            OfficerCall::ReopenTopic(thread) => {
                settle(self.client.call(&ReopenTopic(topic(thread)), Duration::ZERO).await)
            }
            OfficerCall::DeleteTopic(thread) => {
                settle(self.client.call(&DeleteTopic(topic(thread)), Duration::ZERO).await)
            }
            OfficerCall::DeleteMessages(messages) => {
                let payload = json!({"chat_id": group, "message_ids": messages});
                settle(self.client.call(&DeleteMessages(payload), Duration::ZERO).await)
            }
            OfficerCall::Post(at, message) => self.post(group, *at, message).await,
            OfficerCall::Change(number, message) => {
                Ok(self.change_message(group, *number, message).await.map(|()| Vec::new())?)
            }
            OfficerCall::Mark(number) => {
                let reaction = json!([{"type": "emoji", "emoji": DELIVERED}]);
                let payload = json!({"chat_id": group, "message_id": number, "reaction": reaction});
                settle(self.client.call(&React(payload), Duration::ZERO).await)
            }
        }
    }

    async fn open_topic(&self, group: i64, name: &str) -> Result<Vec<i64>, OfficerError> {
        #[derive(Deserialize)]
        struct Topic {
            message_thread_id: i64,
        }
        let name: String = name.chars().take(NAME).collect();
        let result = self.client.call(&CreateTopic(json!({"chat_id": group, "name": name})), Duration::ZERO).await?;
        let topic: Topic =
            serde_json::from_str(result.get()).map_err(|_| SendError::Temporary("the new topic cannot be read"))?;
        Ok(vec![topic.message_thread_id])
    }

    /// Posts all parts of a message; returns their numbers. The last one has the buttons.
    async fn post(&self, group: i64, at: Where, message: &Message) -> Result<Vec<i64>, OfficerError> {
        let parts = render(&message.text);
        let mut numbers = Vec::with_capacity(parts.len());
        for (place, part) in parts.iter().enumerate() {
            let mut fields = json!({"chat_id": group, "link_preview_options": {"is_disabled": true}});
            if let Some(thread) = at.thread {
                fields["message_thread_id"] = thread.into();
            }
            if let Some(message) = at.reply_to {
                fields["reply_parameters"] = json!({"message_id": message, "allow_sending_without_reply": true});
            }
            if place + 1 == parts.len() {
                add_buttons(&mut fields, message)?;
            }
            numbers.extend(number_of(&self.call_with_text(fields, part, Post).await?));
        }
        Ok(numbers)
    }

    /// Changes a message. It stays one: what does not fit is refused before anything is changed.
    pub(super) async fn change_message(&self, chat: i64, number: i64, message: &Message) -> Result<(), SendError> {
        let parts = render(&message.text);
        let part = match &parts[..] {
            [part] => part.clone(),
            [] => return Err(SendError::Refused("the message is empty")),
            _ => return Err(SendError::Refused("the text is longer than one message")),
        };
        let mut fields = json!({"chat_id": chat, "message_id": number, "link_preview_options": {"is_disabled": true}});
        add_buttons(&mut fields, message)?;
        match self.call_with_text(fields, &part, Change).await {
            Ok(_) | Err(CallError::Unchanged) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Calls with the text as HTML, and where Telegram cannot read that, as it is.
    async fn call_with_text<P: Payload + Serialize + Sync>(
        &self,
        fields: Value,
        part: &Part,
        payload: impl Fn(Value) -> P,
    ) -> Result<Box<serde_json::value::RawValue>, CallError> {
        let mut html = fields.clone();
        html["text"] = part.html.as_str().into();
        html["parse_mode"] = "HTML".into();
        match self.client.call(&payload(html), Duration::ZERO).await {
            Err(CallError::Markup) => {
                let mut plain = fields;
                plain["text"] = part.plain.as_str().into();
                self.client.call(&payload(plain), Duration::ZERO).await
            }
            outcome => outcome,
        }
    }

    /// Whether `user` is in `group` now.
    pub(super) async fn belongs(&self, group: i64, user: i64) -> Result<bool, SendError> {
        self.standing(group, user).await.map(|standing| standing.belongs)
    }

    /// How `user` stands in `group` now; one who is restricted but in it belongs.
    ///
    /// # Errors
    /// As for any call.
    pub async fn standing(&self, group: i64, user: i64) -> Result<Standing, SendError> {
        #[derive(Deserialize)]
        struct Member {
            status: String,
            is_member: Option<bool>,
            can_manage_topics: Option<bool>,
        }
        let result = self.client.call(&MemberOf(json!({"chat_id": group, "user_id": user})), Duration::ZERO).await?;
        let member: Member =
            serde_json::from_str(result.get()).map_err(|_| SendError::Temporary("the member cannot be read"))?;
        let belongs = match member.status.as_str() {
            "creator" | "administrator" | "member" => true,
            "restricted" => member.is_member == Some(true),
            _ => false,
        };
        Ok(Standing { belongs, manages_topics: belongs && member.can_manage_topics == Some(true) })
    }
}

fn add_buttons(fields: &mut Value, message: &Message) -> Result<(), CallError> {
    if let Some(keys) = keyboard(&message.buttons)? {
        fields["reply_markup"] = json!(keys);
    }
    Ok(())
}

/// What is so already counts as done.
#[allow(clippy::needless_pass_by_value, reason = "the outcome of a call is used up here")]
fn settle<T>(outcome: Result<T, CallError>) -> Result<Vec<i64>, OfficerError> {
    match outcome {
        Ok(_) | Err(CallError::Unchanged) => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}
