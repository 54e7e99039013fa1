//! The rules of messages that the bot sends, edits and deletes.

use std::time::Instant;

use serde_json::{Map, Value, json};

use super::error::ApiError;
use super::html::{Entity, parse};
use super::world::{SentMessage, World, bot_json, now};

/// The most UTF-16 units in a message.
const TEXT_LIMIT: usize = 4096;

type Outcome = Result<Value, ApiError>;

impl World {
    pub(crate) fn send_message(&mut self, params: &Map<String, Value>) -> Outcome {
        let chat = chat_id(params)?;
        let thread = params.get("message_thread_id").and_then(Value::as_i64);
        let topics = &self.open_chat(chat)?.topics;
        if thread.is_some_and(|thread| !topics.contains_key(&thread)) {
            return Err(ApiError::bad_request("message thread not found"));
        }
        let (text, entities) = read_text(params)?;
        let buttons = read_buttons(params)?;
        self.keep_pace(chat)?;
        let message = SentMessage {
            chat,
            message_id: self.new_message_id(chat),
            thread,
            text,
            entities,
            raw: word(params, "text").to_owned(),
            parse_mode: params.get("parse_mode").and_then(Value::as_str).map(str::to_owned),
            buttons,
            at: Instant::now(),
            deleted: false,
        };
        let reply = self.message_json(&message);
        self.record_sent(message);
        Ok(reply)
    }

    /// What people would have read, had it been sent.
    pub(crate) fn refuse_for_good(&mut self, params: &Map<String, Value>) {
        if let (Ok(chat), Ok((text, _))) = (chat_id(params), read_text(params)) {
            self.record_refused(chat, text);
        }
    }

    pub(crate) fn edit_message(&mut self, params: &Map<String, Value>) -> Outcome {
        let (chat, message_id) = (chat_id(params)?, number(params, "message_id"));
        self.open_chat(chat)?;
        let (text, entities) = read_text(params)?;
        let buttons = read_buttons(params)?;
        self.keep_pace(chat)?;
        let message =
            self.sent_mut(chat, message_id).ok_or_else(|| ApiError::bad_request("message to edit not found"))?;
        if (&message.text, &message.entities, &message.buttons) == (&text, &entities, &buttons) {
            return Err(ApiError::bad_request("message is not modified"));
        }
        (message.text, message.entities, message.buttons) = (text, entities, buttons);
        let message = message.clone();
        Ok(self.message_json(&message))
    }

    /// Of a citizen's messages all that came so far can be deleted here.
    pub(crate) fn delete_message(&mut self, params: &Map<String, Value>) -> Outcome {
        let (chat, message_id) = (chat_id(params)?, number(params, "message_id"));
        let theirs = (1..=self.open_chat(chat)?.last_message).contains(&message_id);
        match self.sent_mut(chat, message_id) {
            Some(message) => message.deleted = true,
            None if theirs => self.removed.push((chat, message_id)),
            None => return Err(ApiError::bad_request("message to delete not found")),
        }
        Ok(true.into())
    }

    /// Those that are not there are skipped; of others' messages none may go where the bot may not delete.
    pub(crate) fn delete_messages(&mut self, params: &Map<String, Value>) -> Outcome {
        let chat = chat_id(params)?;
        let may_delete = self.open_chat(chat)?.may_delete;
        let numbers: Vec<i64> = params
            .get("message_ids")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_i64)
            .collect();
        if !(1..=100).contains(&numbers.len()) {
            return Err(ApiError::bad_request("message identifiers are not specified"));
        }
        if !may_delete && numbers.iter().any(|number| self.sent_mut(chat, *number).is_none()) {
            return Err(ApiError::bad_request("message can't be deleted for everyone"));
        }
        for number in numbers {
            match self.sent_mut(chat, number) {
                Some(message) => message.deleted = true,
                None => self.removed.push((chat, number)),
            }
        }
        Ok(true.into())
    }

    /// A topic with all that is in it.
    pub(crate) fn delete_topic(&mut self, params: &Map<String, Value>) -> Outcome {
        let (chat, thread) = (chat_id(params)?, number(params, "message_thread_id"));
        if !self.open_chat(chat)?.may_delete {
            return Err(ApiError::bad_request("not enough rights to delete the topic"));
        }
        let known = self.chats.get_mut(&chat).and_then(|chat| chat.topics.remove(&thread));
        known.ok_or_else(|| ApiError::bad_request("message thread not found"))?;
        for message in self.log.iter_mut().filter(|message| message.chat == chat && message.thread == Some(thread)) {
            message.deleted = true;
        }
        Ok(true.into())
    }

    pub(crate) fn answer_press(&mut self, params: &Map<String, Value>) -> Outcome {
        if units(word(params, "text")) > 200 {
            return Err(ApiError::bad_request("MESSAGE_TOO_LONG"));
        }
        match self.presses.get_mut(word(params, "callback_query_id")) {
            Some(answered) if !*answered => *answered = true,
            _ => {
                let too_old = "query is too old and response timeout expired or query ID is invalid";
                return Err(ApiError::bad_request(too_old));
            }
        }
        Ok(true.into())
    }

    pub(crate) fn create_topic(&mut self, params: &Map<String, Value>) -> Outcome {
        let (chat, name) = (chat_id(params)?, word(params, "name"));
        match self.open_chat(chat)?.forum {
            None => return Err(ApiError::bad_request("the chat is not a forum")),
            Some(false) => return Err(ApiError::bad_request("not enough rights to create a topic")),
            Some(true) if !(1..=128).contains(&units(name)) => {
                return Err(ApiError::bad_request("TOPIC_TITLE_INVALID"));
            }
            Some(true) => self.keep_pace(chat)?,
        }
        let thread = self.new_message_id(chat);
        self.chats.entry(chat).and_modify(|chat| {
            chat.topics.insert(thread, false);
        });
        Ok(json!({"message_thread_id": thread, "name": name, "icon_color": 7_322_096}))
    }

    /// Closes a topic, or opens it again.
    pub(crate) fn turn_topic(&mut self, params: &Map<String, Value>, closing: bool) -> Outcome {
        let chat = chat_id(params)?;
        self.open_chat(chat)?;
        let topic =
            self.chats.get_mut(&chat).and_then(|chat| chat.topics.get_mut(&number(params, "message_thread_id")));
        match topic {
            Some(closed) if *closed != closing => *closed = closing,
            Some(_) => return Err(ApiError::bad_request("TOPIC_NOT_MODIFIED")),
            None => return Err(ApiError::bad_request("message thread not found")),
        }
        Ok(true.into())
    }

    pub(crate) fn member(&mut self, params: &Map<String, Value>) -> Outcome {
        let (chat, user) = (chat_id(params)?, number(params, "user_id"));
        let status = if self.open_chat(chat)?.members.contains(&user) { "member" } else { "left" };
        Ok(json!({"status": status, "user": super::world::user_json(user, "nl")}))
    }

    pub(crate) fn react(&mut self, params: &Map<String, Value>) -> Outcome {
        let (chat, message) = (chat_id(params)?, number(params, "message_id"));
        self.open_chat(chat)?;
        if message > self.last_message_id() {
            return Err(ApiError::bad_request("message to react not found"));
        }
        self.reactions.push((chat, message));
        Ok(true.into())
    }

    fn keep_pace(&mut self, chat: i64) -> Result<(), ApiError> {
        match self.pace.as_mut().map(|pace| pace.take(chat, Instant::now())) {
            Some(Err(wait)) => {
                self.too_fast += 1;
                Err(ApiError::too_fast(wait))
            }
            _ => Ok(()),
        }
    }

    /// The message as Telegram shows it in answers and updates.
    pub(crate) fn message_json(&self, message: &SentMessage) -> Value {
        let mut shown = json!({
            "message_id": message.message_id, "from": bot_json(), "chat": self.chat_json(message.chat),
            "date": now(), "text": message.text,
        });
        if let Some(thread) = message.thread {
            (shown["message_thread_id"], shown["is_topic_message"]) = (thread.into(), true.into());
        }
        if !message.entities.is_empty() {
            shown["entities"] = message.entities.iter().map(entity_json).collect();
        }
        if !message.buttons.is_empty() {
            let key = |(label, data): &(String, String)| json!({"text": label, "callback_data": data});
            let rows: Vec<Vec<Value>> = message.buttons.iter().map(|row| row.iter().map(key).collect()).collect();
            shown["reply_markup"] = json!({"inline_keyboard": rows});
        }
        shown
    }
}

fn entity_json(entity: &Entity) -> Value {
    let mut shown = json!({"type": entity.kind, "offset": entity.offset, "length": entity.length});
    if let Some(url) = &entity.url {
        shown["url"] = url.as_str().into();
    }
    shown
}

pub(crate) fn word<'a>(params: &'a Map<String, Value>, name: &str) -> &'a str {
    params.get(name).and_then(Value::as_str).unwrap_or_default()
}

pub(crate) fn number(params: &Map<String, Value>, name: &str) -> i64 {
    params.get(name).and_then(Value::as_i64).unwrap_or_default()
}

pub(crate) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Names of channels are not supported here.
pub(crate) fn chat_id(params: &Map<String, Value>) -> Result<i64, ApiError> {
    params.get("chat_id").and_then(Value::as_i64).ok_or_else(|| ApiError::bad_request("chat not found"))
}

fn read_text(params: &Map<String, Value>) -> Result<(String, Vec<Entity>), ApiError> {
    let raw = word(params, "text");
    let (text, entities) = match params.get("parse_mode").and_then(Value::as_str) {
        None => (raw.to_owned(), Vec::new()),
        Some("HTML") => parse(raw).map_err(|why| ApiError::bad_request(format!("can't parse entities: {why}")))?,
        Some(_) => return Err(ApiError::bad_request("unsupported parse_mode")),
    };
    match units(text.trim()) {
        0 => Err(ApiError::bad_request("message text is empty")),
        more if more > TEXT_LIMIT => Err(ApiError::bad_request("message is too long")),
        _ => Ok((text.trim().to_owned(), moved(entities, units(&text) - units(text.trim_start())))),
    }
}

/// Entities of a text that lost its first `by` units.
fn moved(entities: Vec<Entity>, by: usize) -> Vec<Entity> {
    entities.into_iter().map(|entity| Entity { offset: entity.offset.saturating_sub(by), ..entity }).collect()
}

fn read_buttons(params: &Map<String, Value>) -> Result<Vec<Vec<(String, String)>>, ApiError> {
    let Some(markup) = params.get("reply_markup") else { return Ok(Vec::new()) };
    let no_rows = Vec::new();
    let rows = markup["inline_keyboard"].as_array().unwrap_or(&no_rows);
    let rows: Vec<Vec<(String, String)>> = rows.iter().map(read_row).collect::<Result<_, _>>()?;
    if rows.iter().map(Vec::len).sum::<usize>() > 100 {
        return Err(ApiError::bad_request("reply markup is too long"));
    }
    Ok(rows)
}

fn read_row(row: &Value) -> Result<Vec<(String, String)>, ApiError> {
    let buttons: Vec<_> = row.as_array().into_iter().flatten().map(read_button).collect::<Result<_, _>>()?;
    let fits = (1..=8).contains(&buttons.len());
    if fits { Ok(buttons) } else { Err(ApiError::bad_request("a row has 1 to 8 buttons")) }
}

fn read_button(button: &Value) -> Result<(String, String), ApiError> {
    let label = button["text"].as_str().unwrap_or_default();
    if label.trim().is_empty() {
        return Err(ApiError::bad_request("can't parse inline keyboard button: Text must be non-empty"));
    }
    let kinds = button.as_object().map_or(0, |fields| fields.keys().filter(|name| *name != "text").count());
    match button["callback_data"].as_str() {
        Some(data) if kinds == 1 && (1..=64).contains(&data.len()) => Ok((label.to_owned(), data.to_owned())),
        Some(_) if kinds == 1 => Err(ApiError::bad_request("BUTTON_DATA_INVALID")),
        _ => Err(ApiError::bad_request(
            "can't parse inline keyboard button: exactly one kind, callback_data, is supported here",
        )),
    }
}
