//! Sending, leaving, and answering presses.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use teloxide::payloads::{AnswerCallbackQuery, LeaveChat, SendMessage, SendMessageSetters as _};
use teloxide::requests::Payload;
use teloxide::types::{CallbackQueryId, ChatId, InlineKeyboardMarkup, LinkPreviewOptions, ParseMode};

use super::client::{CallError, Client};
use super::html::{Part, fits_surely, render};
use super::keyboard::keyboard;
use crate::channels::{Channel, OfficerCall, OfficerError, SendError};
use crate::dialogue::{Message, MessageId};

/// So many characters fit into the answer to a press.
const PRESS_WORDS: usize = 190;

/// How many chats' half-sent messages are remembered at most.
const MOST_HALF_SENT: usize = 1024;

/// Sends by the Bot API. Waits and retries nothing: the service does.
pub struct TelegramChannel {
    pub(super) client: Client,
    half_sent: Mutex<BTreeMap<i64, HalfSent>>,
    unanswered: AtomicU64,
}

/// A message of several parts that failed on the way: when it is sent again, the citizen does not see the first parts twice.
struct HalfSent {
    message: Message,
    parts: usize,
}

impl Channel for TelegramChannel {
    async fn send(&self, id: &str, message: &Message) -> Result<(), SendError> {
        self.send_reply(id, message).await.map(drop)
    }

    async fn send_reply(&self, id: &str, message: &Message) -> Result<Option<i64>, SendError> {
        let chat = chat_id(id)?;
        let mut number = None;
        let buttons = keyboard(&message.buttons)?;
        let parts = render(&message.text);
        let Some(last) = parts.len().checked_sub(1) else {
            return Err(SendError::Refused("the message is empty"));
        };
        for (place, part) in parts.iter().enumerate().skip(self.sent_before(chat, message)) {
            let buttons = buttons.as_ref().filter(|_| place == last);
            match self.send_part(chat, part, buttons).await {
                // A message of several parts cannot be changed as one.
                Ok(sent) => number = sent.filter(|_| last == 0),
                Err(error) => {
                    self.remember(chat, message, place, error);
                    return Err(error.into());
                }
            }
        }
        self.half_sent().remove(&chat.0);
        Ok(number)
    }

    async fn change(&self, id: &str, number: i64, message: &Message) -> Result<(), SendError> {
        self.change_message(chat_id(id)?.0, number, message).await
    }

    async fn officers(&self, group: i64, call: &OfficerCall) -> Result<Vec<i64>, OfficerError> {
        self.do_in_group(group, call).await
    }

    async fn is_member(&self, group: i64, user: i64) -> Result<bool, SendError> {
        self.belongs(group, user).await
    }

    async fn answer(&self, press: &str, words: &str) {
        self.answer_with(press, words).await;
    }

    /// Ids of groups are below zero.
    fn is_group(&self, id: &str) -> bool {
        id.starts_with('-')
    }

    fn calls(&self, message: &Message) -> u32 {
        if fits_surely(&message.text) {
            1
        } else {
            u32::try_from(render(&message.text).len()).unwrap_or(u32::MAX).max(1)
        }
    }

    /// Telegram lets a bot delete what it was sent within 48 hours.
    async fn remove(&self, id: &str, message: MessageId) -> Result<(), SendError> {
        let payload = DeleteMessage { chat_id: chat_id(id)?.0, message_id: message.0 };
        match self.client.call(&payload, Duration::ZERO).await {
            Ok(_) | Err(CallError::Refused(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// A group that no longer has us counts as left.
    async fn leave(&self, id: &str) -> Result<(), SendError> {
        let payload = LeaveChat::new(chat_id(id)?);
        match self.client.call(&payload, Duration::ZERO).await {
            Ok(_) | Err(CallError::Gone(_) | CallError::Moved) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// teloxide's payload of this name has message ids of 32 bits; Telegram's may be larger.
#[derive(Serialize)]
struct DeleteMessage {
    chat_id: i64,
    message_id: i64,
}

impl Payload for DeleteMessage {
    type Output = bool;
    const NAME: &'static str = "deleteMessage";
}

impl TelegramChannel {
    pub(super) fn new(client: Client) -> Self {
        Self { client, half_sent: Mutex::default(), unanswered: AtomicU64::new(0) }
    }

    /// Tells Telegram that the press `press_id` was seen, so that the button stops waiting. A failure is only counted:
    /// the citizen gets the answer as a message all the same.
    pub async fn answer_press(&self, press_id: &str) {
        self.answer_with(press_id, "").await;
    }

    async fn answer_with(&self, press_id: &str, words: &str) {
        let mut payload = AnswerCallbackQuery::new(CallbackQueryId(press_id.to_owned()));
        payload.text = Some(words.chars().take(PRESS_WORDS).collect::<String>()).filter(|words| !words.is_empty());
        if self.client.call(&payload, Duration::ZERO).await.is_err() {
            self.unanswered.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How many presses could not be answered.
    #[must_use]
    pub fn unanswered_presses(&self) -> u64 {
        self.unanswered.load(Ordering::Relaxed)
    }

    async fn send_part(
        &self,
        chat: ChatId,
        part: &Part,
        buttons: Option<&InlineKeyboardMarkup>,
    ) -> Result<Option<i64>, CallError> {
        let html = request(chat, &part.html, buttons).parse_mode(ParseMode::Html);
        match self.client.call(&html, Duration::ZERO).await {
            Err(CallError::Markup) => {
                let plain = request(chat, &part.plain, buttons);
                self.client.call(&plain, Duration::ZERO).await.map(|sent| number_of(&sent))
            }
            outcome => outcome.map(|sent| number_of(&sent)),
        }
    }

    fn half_sent(&self) -> MutexGuard<'_, BTreeMap<i64, HalfSent>> {
        self.half_sent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sent_before(&self, chat: ChatId, message: &Message) -> usize {
        self.half_sent().get(&chat.0).filter(|half| half.message == *message).map_or(0, |half| half.parts)
    }

    fn remember(&self, chat: ChatId, message: &Message, parts: usize, error: CallError) {
        let mut half_sent = self.half_sent();
        let may_pass = matches!(
            error,
            CallError::RetryAfter(_) | CallError::Temporary(_) | CallError::Unauthorised | CallError::NotFound
        );
        if may_pass && parts > 0 {
            if half_sent.len() >= MOST_HALF_SENT {
                half_sent.pop_first();
            }
            half_sent.insert(chat.0, HalfSent { message: message.clone(), parts });
        } else if !may_pass {
            half_sent.remove(&chat.0);
        }
    }
}

fn request(chat: ChatId, text: &str, buttons: Option<&InlineKeyboardMarkup>) -> SendMessage {
    let no_preview = LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    };
    let request = SendMessage::new(chat, text).link_preview_options(no_preview);
    match buttons {
        Some(buttons) => request.reply_markup(buttons.clone()),
        None => request,
    }
}

/// Telegram's number of the message that a reply tells of.
pub(super) fn number_of(sent: &RawValue) -> Option<i64> {
    #[derive(Deserialize)]
    struct Sent {
        message_id: i64,
    }
    serde_json::from_str::<Sent>(sent.get()).ok().map(|sent| sent.message_id)
}

fn chat_id(id: &str) -> Result<ChatId, SendError> {
    id.parse().map(ChatId).map_err(|_| SendError::Gone("not an id of Telegram"))
}
