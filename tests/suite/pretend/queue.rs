//! The updates that wait for the bot, and which of them a poll forgets.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use serde_json::Value;

/// An offset further than this above the newest id is taken for a mistake: nothing is forgotten and the oldest come first.
const FUTURE: i64 = 10;

/// Kinds that are only sent to bots that ask for them.
const ON_REQUEST: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

/// An update that waits.
struct Update {
    id: i64,
    /// Whose it is; its own number where that cannot be read.
    chat: i64,
    text: Arc<str>,
}

/// Updates in the order of their ids.
pub(crate) struct Queue {
    updates: VecDeque<Update>,
    next_id: i64,
    allowed: Vec<String>,
}

impl Default for Queue {
    fn default() -> Self {
        Self { updates: VecDeque::new(), next_id: 900_001, allowed: Vec::new() }
    }
}

impl Queue {
    /// Adds an update of this content if the bot wants its kind. Returns its id.
    pub(crate) fn push(&mut self, content: &Value) -> i64 {
        let kind = content.as_object().and_then(|content| content.keys().next()).map_or("", String::as_str);
        if !self.allows(kind) {
            return self.next_id;
        }
        let rest = content.to_string();
        self.push_raw(|id| format!("{{\"update_id\":{id},{}", &rest[1..]))
    }

    pub(crate) fn push_raw(&mut self, text: impl FnOnce(i64) -> String) -> i64 {
        let id = self.next_id;
        self.next_id += 1;
        let text: Arc<str> = text(id).into();
        self.updates.push_back(Update { id, chat: chat_of(&text).unwrap_or(id), text });
        id
    }

    fn allows(&self, kind: &str) -> bool {
        if self.allowed.is_empty() { !ON_REQUEST.contains(&kind) } else { self.allowed.iter().any(|name| name == kind) }
    }

    /// From now on only these kinds come; an empty list means all usual ones.
    pub(crate) fn allow(&mut self, kinds: Vec<String>) {
        self.allowed = kinds;
    }

    pub(crate) fn allowed(&self) -> &[String] {
        &self.allowed
    }

    /// Forgets what `offset` confirms: all below it, or, when negative, all but the last so many.
    pub(crate) fn confirm(&mut self, offset: i64) {
        if offset < 0 {
            let keep = usize::try_from(-offset).unwrap_or(usize::MAX);
            self.updates.drain(..self.updates.len().saturating_sub(keep));
        } else if offset <= self.next_id + FUTURE {
            while self.updates.front().is_some_and(|update| update.id < offset) {
                self.updates.pop_front();
            }
        }
    }

    /// The oldest `limit` as a JSON list; `None` when there are none.
    pub(crate) fn oldest(&self, limit: usize) -> Option<String> {
        let texts: Vec<&str> = self.updates.iter().take(limit).map(|update| &*update.text).collect();
        (!texts.is_empty()).then(|| format!("[{}]", texts.join(",")))
    }

    /// The oldest update of a chat that is not one of `busy`: its id, the chat, its text.
    pub(crate) fn first_of_other_chats(&self, busy: &BTreeSet<i64>) -> Option<(i64, i64, Arc<str>)> {
        let free = self.updates.iter().find(|update| !busy.contains(&update.chat))?;
        Some((free.id, free.chat, Arc::clone(&free.text)))
    }

    pub(crate) fn remove(&mut self, id: i64) {
        self.updates.retain(|update| update.id != id);
    }

    pub(crate) fn restart(&mut self, next: i64) {
        assert!(self.updates.is_empty(), "ids restart after a quiet week only");
        self.next_id = next;
    }

    pub(crate) fn clear(&mut self) {
        self.updates.clear();
    }

    pub(crate) fn len(&self) -> usize {
        self.updates.len()
    }
}

fn chat_of(text: &str) -> Option<i64> {
    let update: Value = serde_json::from_str(text).ok()?;
    let content = update.as_object()?.iter().find(|(key, _)| *key != "update_id")?.1;
    content.pointer("/chat/id").or_else(|| content.pointer("/message/chat/id"))?.as_i64()
}
