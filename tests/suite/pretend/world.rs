//! All that the server knows, and how it words it in JSON.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::error::ApiError;
use super::faults::Faults;
use super::html::Entity;
use super::pace::Pace;
use super::profile::Profile;
use super::queue::Queue;
use super::webhook::Webhook;

/// How many calls are kept for tests to look at.
const CALLS_KEPT: usize = 10_000;

/// The state of the server.
pub(crate) struct World {
    pub(crate) queue: Queue,
    pub(crate) faults: Faults,
    pub(crate) pace: Option<Pace>,
    pub(crate) profile: Profile,
    pub(crate) chats: HashMap<i64, Chat>,
    /// Everything sent, in the order of acceptance.
    pub(crate) log: Vec<SentMessage>,
    by_chat: HashMap<i64, Vec<usize>>,
    /// How many settled messages of a chat differ from the one before.
    distinct: HashMap<i64, (usize, String)>,
    /// Presses, and whether they were answered.
    pub(crate) presses: BTreeMap<String, bool>,
    /// Messages that a fault refused for good: how many had been sent to anyone before, the chat and the text.
    pub(crate) refused: Vec<(usize, i64, String)>,
    /// How often who wrote too fast was told so.
    pub(crate) too_fast: usize,
    pub(crate) left: Vec<i64>,
    /// Messages of people on which the bot put a mark: chat and message.
    pub(crate) reactions: Vec<(i64, i64)>,
    /// Messages of citizens that the bot deleted, with their chats, in order.
    pub(crate) removed: Vec<(i64, i64)>,
    pub(crate) calls: VecDeque<Call>,
    pub(crate) webhook: Webhook,
    pub(crate) token_revoked: bool,
    /// Counts polls: a poll that waits ends when another one starts.
    pub(crate) poll_turn: u64,
    next_message: i64,
}

impl Default for World {
    fn default() -> Self {
        Self {
            queue: Queue::default(),
            faults: Faults::default(),
            pace: None,
            profile: Profile::default(),
            chats: HashMap::new(),
            log: Vec::new(),
            by_chat: HashMap::new(),
            distinct: HashMap::new(),
            presses: BTreeMap::new(),
            refused: Vec::new(),
            too_fast: 0,
            left: Vec::new(),
            reactions: Vec::new(),
            removed: Vec::new(),
            calls: VecDeque::new(),
            webhook: Webhook::default(),
            token_revoked: false,
            poll_turn: 0,
            next_message: 1,
        }
    }
}

/// What kind of chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChatKind {
    Private,
    Group,
    Supergroup,
}

impl ChatKind {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Group => "group",
            Self::Supergroup => "supergroup",
        }
    }
}

/// Whether the bot can write there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Open,
    Blocked,
    Deleted,
    NotMember,
    Kicked,
    MovedTo(i64),
}

/// A chat.
#[derive(Clone, Debug)]
pub(crate) struct Chat {
    pub(crate) kind: ChatKind,
    pub(crate) standing: Standing,
    /// Whether it has topics, and whether the bot may manage them.
    pub(crate) forum: Option<bool>,
    /// Topics, and whether they are closed.
    pub(crate) topics: BTreeMap<i64, bool>,
    pub(crate) last_message: i64,
    /// Whether the bot may delete topics, and messages of others.
    pub(crate) may_delete: bool,
    /// The people in a group that the bot is told of when it asks.
    pub(crate) members: BTreeSet<i64>,
}

impl Chat {
    pub(crate) fn new(kind: ChatKind) -> Self {
        Self {
            kind,
            standing: Standing::Open,
            forum: None,
            topics: BTreeMap::new(),
            last_message: 0,
            may_delete: true,
            members: BTreeSet::new(),
        }
    }
}

/// A message of the bot as people see it.
#[derive(Clone, Debug)]
pub(crate) struct SentMessage {
    pub(crate) chat: i64,
    pub(crate) message_id: i64,
    pub(crate) thread: Option<i64>,
    /// The text without markup.
    pub(crate) text: String,
    pub(crate) entities: Vec<Entity>,
    /// The text as the bot wrote it.
    pub(crate) raw: String,
    pub(crate) parse_mode: Option<String>,
    /// Rows of label and data.
    pub(crate) buttons: Vec<Vec<(String, String)>>,
    pub(crate) at: Instant,
    pub(crate) deleted: bool,
}

/// A call as it came.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) method: &'static str,
    pub(crate) params: Value,
    pub(crate) at: Instant,
}

impl World {
    pub(crate) fn record_call(&mut self, method: &'static str, params: Value) {
        if self.calls.len() == CALLS_KEPT {
            self.calls.pop_front();
        }
        self.calls.push_back(Call { method, params, at: Instant::now() });
    }

    pub(crate) fn record_sent(&mut self, message: SentMessage) {
        self.by_chat.entry(message.chat).or_default().push(self.log.len());
        self.count_distinct(message.chat, &message.text);
        self.log.push(message);
    }

    /// A fault refuses for good what would have been sent.
    pub(crate) fn record_refused(&mut self, chat: i64, text: String) {
        self.count_distinct(chat, &text);
        self.refused.push((self.log.len(), chat, text));
    }

    fn count_distinct(&mut self, chat: i64, text: &str) {
        let (count, last) = self.distinct.entry(chat).or_default();
        if last != text {
            *count += 1;
            text.clone_into(last);
        }
    }

    /// Lets go of what is in the messages; how many there were stays.
    pub(crate) fn forget_texts(&mut self) {
        for message in &mut self.log {
            (message.text, message.raw, message.entities, message.buttons) = Default::default();
        }
    }

    /// How many messages of a chat were sent or refused for good, immediate repeats counted once.
    pub(crate) fn distinct_count(&self, chat: i64) -> usize {
        self.distinct.get(&chat).map_or(0, |(count, _)| *count)
    }

    /// What was sent to a chat or refused for good, in order, each with how many had been sent to anyone before.
    pub(crate) fn settled(&self, chat: i64) -> Vec<(usize, &str)> {
        let sent = self.by_chat.get(&chat).into_iter().flatten().map(|&place| (place, self.log[place].text.as_str()));
        let refused =
            self.refused.iter().filter(|(_, to, _)| *to == chat).map(|(place, _, text)| (*place, text.as_str()));
        // A refusal has the place of what was sent next, and comes before it.
        let mut all: Vec<_> = refused.chain(sent).collect();
        all.sort_by_key(|(place, _)| *place);
        all
    }

    pub(crate) fn sent_count(&self, chat: i64) -> usize {
        self.by_chat.get(&chat).map_or(0, Vec::len)
    }

    pub(crate) fn sent_to(&self, chat: i64) -> Vec<SentMessage> {
        self.by_chat.get(&chat).into_iter().flatten().map(|&place| self.log[place].clone()).collect()
    }

    pub(crate) fn sent_mut(&mut self, chat: i64, message_id: i64) -> Option<&mut SentMessage> {
        let place = self.by_chat.get(&chat)?.iter().copied().find(|&place| self.log[place].message_id == message_id)?;
        self.log.get_mut(place).filter(|message| !message.deleted)
    }

    pub(crate) fn unanswered_presses(&self) -> Vec<String> {
        self.presses.iter().filter(|(_, answered)| !**answered).map(|(id, _)| id.clone()).collect()
    }

    /// The id of a new message in `chat`.
    pub(crate) fn new_message_id(&mut self, chat: i64) -> i64 {
        let id = self.next_message;
        self.next_message += 1;
        if let Some(chat) = self.chats.get_mut(&chat) {
            chat.last_message = id;
        }
        id
    }

    pub(crate) fn last_message_id(&self) -> i64 {
        self.next_message - 1
    }

    pub(crate) fn chat(&mut self, id: i64, kind: ChatKind) -> &mut Chat {
        self.chats.entry(id).or_insert_with(|| Chat::new(kind))
    }

    /// The chat, if the bot can write there.
    pub(crate) fn open_chat(&self, id: i64) -> Result<&Chat, ApiError> {
        let chat = self.chats.get(&id).ok_or_else(|| ApiError::bad_request("chat not found"))?;
        let kind = chat.kind.word();
        match chat.standing {
            Standing::Open => Ok(chat),
            Standing::Blocked => Err(ApiError::forbidden("bot was blocked by the user")),
            Standing::Deleted => Err(ApiError::forbidden("user is deactivated")),
            Standing::NotMember => Err(ApiError::forbidden(&format!("bot is not a member of the {kind} chat"))),
            Standing::Kicked => Err(ApiError::forbidden(&format!("bot was kicked from the {kind} chat"))),
            Standing::MovedTo(new) => Err(ApiError::moved(new)),
        }
    }

    pub(crate) fn chat_json(&self, id: i64) -> Value {
        match self.chats.get(&id).map_or(ChatKind::Private, |chat| chat.kind) {
            ChatKind::Private => json!({"id": id, "type": "private", "first_name": "Burger"}),
            kind => json!({"id": id, "type": kind.word(), "title": "Groep"}),
        }
    }

    /// A citizen writes; the chat exists from then on. Returns the id of the update.
    pub(crate) fn citizen_says(&mut self, id: i64, lang: &str, text: &str) -> i64 {
        self.chat(id, ChatKind::Private);
        let mut message = self.citizen_message(id, lang);
        message["text"] = text.into();
        self.queue.push(&json!({"message": message}))
    }

    /// A message of a citizen in private, still without content.
    pub(crate) fn citizen_message(&mut self, id: i64, lang: &str) -> Value {
        let message_id = self.new_message_id(id);
        json!({"message_id": message_id, "from": user_json(id, lang), "chat": self.chat_json(id), "date": now()})
    }
}

pub(crate) fn user_json(id: i64, lang: &str) -> Value {
    json!({"id": id, "is_bot": false, "first_name": "Burger", "language_code": lang})
}

pub(crate) fn bot_json() -> Value {
    json!({"id": 110_201_543, "is_bot": true, "first_name": "Loket", "username": "loket_pretend_bot"})
}

/// Seconds since 1970.
pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
