//! Fetching updates as raw text, so that nothing is lost that this version cannot read.
//!
//! Telegram forgets an update when a later poll has an offset above its id. Which offset to ask for is the caller's business,
//! who knows what is on disk: one above the last update of the batch that was stored last. That is not the highest id ever
//! seen: after a quiet week ids restart anywhere, and with an offset far above its newest id Telegram forgets nothing and
//! hands out the same updates at once, again and again.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use teloxide::requests::Payload;

use super::client::{CallError, Client};
use super::read::{Incoming, read};
use crate::privacy::Sensitive;

/// How many updates one poll may bring: the most that Telegram allows.
const LIMIT: u8 = 100;

/// What we ask for. Nothing else reaches us (threat T26); without this list a former setting would stay in force.
pub(super) const KINDS: [&str; 5] = ["message", "edited_message", "callback_query", "my_chat_member", "chat_member"];

/// Why there are no updates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PollError {
    /// Another process fetches the updates of the same bot; both get this in turn.
    #[error("another process receives the updates of this bot")]
    OtherPoller,
    /// Updates go to a webhook until it is deleted.
    #[error("a webhook is set for this bot, so updates cannot be fetched")]
    WebhookSet,
    /// The token was revoked or never existed.
    #[error("Telegram does not accept our token")]
    Unauthorised,
    /// Too fast: go on after so long.
    #[error("asked to wait {0:?}")]
    RetryAfter(Duration),
    /// May pass: network, server error, unreadable reply.
    #[error("temporary: {0}")]
    Temporary(&'static str),
}

impl From<CallError> for PollError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::RetryAfter(wait) => Self::RetryAfter(wait),
            // Our methods exist: it is the token that does not.
            CallError::Unauthorised | CallError::NotFound => Self::Unauthorised,
            CallError::OtherPoller => Self::OtherPoller,
            CallError::WebhookSet => Self::WebhookSet,
            CallError::Temporary(why) | CallError::Gone(why) | CallError::Refused(why) => Self::Temporary(why),
            CallError::Moved
            | CallError::Markup
            | CallError::NoTopic
            | CallError::NoTopics
            | CallError::NoRights
            | CallError::Unchanged => Self::Temporary("an answer that does not fit the question"),
        }
    }
}

/// One update as it came.
#[derive(Clone, Debug)]
pub struct RawUpdate {
    /// Telegram's id.
    pub id: i64,
    /// Its JSON.
    pub raw: Sensitive<Vec<u8>>,
}

impl RawUpdate {
    /// The update in `json`, if it has an id that can be read.
    #[must_use]
    pub fn parse(json: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Id {
            update_id: i64,
        }
        let id: Id = serde_json::from_slice(json).ok()?;
        Some(Self { id: id.update_id, raw: Sensitive::new(json.to_vec()) })
    }

    /// What it says; `None` when it asks nothing of us.
    #[must_use]
    pub fn read(&self) -> Option<Incoming> {
        read(self.raw.expose())
    }
}

/// What one poll brought, in Telegram's order.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// The updates.
    pub updates: Vec<RawUpdate>,
    /// How many more there were without an id that can be read.
    pub unreadable: usize,
}

/// Receives by long polling.
pub struct Receiver {
    client: Client,
}

impl Receiver {
    pub(super) fn new(client: Client) -> Self {
        Self { client }
    }

    /// The updates from `offset` on, confirming all before it; waits up to `timeout` (whole seconds, at most 50) for the
    /// first one.
    /// Without `offset` nothing is confirmed. Dropping the future gives up waiting and loses nothing.
    ///
    /// # Errors
    /// See [`PollError`]; the same call may be repeated.
    pub async fn poll(&self, offset: Option<i64>, timeout: Duration) -> Result<Batch, PollError> {
        let payload = GetUpdates { offset, limit: LIMIT, timeout: timeout.as_secs(), allowed_updates: KINDS };
        let result = self.client.call(&payload, timeout).await?;
        let elements: Vec<&RawValue> =
            serde_json::from_str(result.get()).map_err(|_| PollError::Temporary("the updates are not a list"))?;
        let updates: Vec<RawUpdate> =
            elements.iter().filter_map(|element| RawUpdate::parse(element.get().as_bytes())).collect();
        let unreadable = elements.len() - updates.len();
        Ok(Batch { updates, unreadable })
    }
}

/// teloxide's payload of this name has ids of 32 bits; Telegram's may be larger.
#[derive(Serialize)]
struct GetUpdates {
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<i64>,
    limit: u8,
    timeout: u64,
    allowed_updates: [&'static str; 5],
}

impl Payload for GetUpdates {
    type Output = Vec<Box<RawValue>>;
    const NAME: &'static str = "getUpdates";
}
