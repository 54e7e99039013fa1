//! One call to the Bot API, and what its outcome means.
//!
//! Start with [`Client::call`]. Reads the reply itself: Telegram's error codes decide, not the text alone, and whatever is not
//! a whole reply in Telegram's form (an HTML page of a proxy, half an answer, silence) may pass and is [`CallError::Temporary`].

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use teloxide::Bot;
use teloxide::requests::Payload;

use super::{Access, AccessError};
use crate::channels::SendError;

/// The longest reply that is read: a hundred of the longest updates are far smaller.
const MAX_REPLY: usize = 16 * 1024 * 1024;

/// How long to wait when Telegram says "too many requests" without saying how long.
const UNSAID_WAIT: Duration = Duration::from_secs(5);

/// Why a call failed. Only fixed words: never a description from outside, an address or the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CallError {
    /// Go on after so long.
    RetryAfter(Duration),
    /// May pass.
    Temporary(&'static str),
    /// The token is not accepted.
    Unauthorised,
    /// The server knows no such path: a token that never existed, or a server between that lost its way.
    NotFound,
    /// Another process fetches this bot's updates.
    OtherPoller,
    /// A webhook is set, so updates cannot be fetched.
    WebhookSet,
    /// Will never pass for this chat.
    Gone(&'static str),
    /// The group has become another chat. Its new id is not followed by itself (threat T27).
    Moved,
    /// Telegram cannot parse the markup of this text.
    Markup,
    /// The topic is not there.
    NoTopic,
    /// The group has no topics.
    NoTopics,
    /// We may not do that there.
    NoRights,
    /// It is so already.
    Unchanged,
    /// This call will never pass.
    Refused(&'static str),
}

impl From<CallError> for SendError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::RetryAfter(wait) => Self::RetryAfter(wait),
            CallError::Temporary(why) => Self::Temporary(why),
            CallError::Unauthorised => Self::Unauthorised,
            // One lost call is no proof against the token: the receiver asks with it all the time, and will know.
            CallError::NotFound => Self::Temporary("the server does not know the call"),
            CallError::OtherPoller | CallError::WebhookSet => Self::Temporary("a conflict with another receiver"),
            CallError::Gone(why) => Self::Gone(why),
            CallError::Moved => Self::Gone("the group became another chat"),
            CallError::Markup => Self::Refused("the markup is not accepted"),
            CallError::NoTopic => Self::Refused("the topic does not exist"),
            CallError::NoTopics => Self::Refused("the group has no topics"),
            CallError::NoRights => Self::Refused("the bot lacks the rights for it"),
            CallError::Unchanged => Self::Refused("nothing would change"),
            CallError::Refused(why) => Self::Refused(why),
        }
    }
}

/// Calls the Bot API. Cheap to clone. Has no `Debug`: teloxide's bot would print the token.
#[derive(Clone)]
pub(super) struct Client {
    bot: Bot,
    deadline: Duration,
}

impl Client {
    /// A client for `access`; connects at the first call.
    pub(super) fn new(access: &Access) -> Result<Self, AccessError> {
        let token = access.token.expose().trim();
        if !is_token(token) {
            return Err(AccessError::Token);
        }
        let bot = bot(token, &access.api_url)?;
        let is_web = matches!(bot.api_url().scheme(), "http" | "https");
        if is_web { Ok(Self { bot, deadline: access.deadline }) } else { Err(AccessError::Url) }
    }

    /// Calls the method of `payload` and returns the result's raw text. `longer` comes on top of the usual deadline.
    pub(super) async fn call<P>(&self, payload: &P, longer: Duration) -> Result<Box<RawValue>, CallError>
    where
        P: Payload + Serialize + Sync,
    {
        let body = serde_json::to_vec(payload).map_err(|_| CallError::Refused("the request cannot be written"))?;
        let mut url = self.bot.api_url();
        url.path_segments_mut()
            .map_err(|()| CallError::Temporary("no address"))?
            .pop_if_empty()
            .push(&format!("bot{}", self.bot.token()))
            .push(P::NAME);
        let request = self.bot.client().post(url).header("content-type", "application/json").body(body);
        let response = request.timeout(self.deadline + longer).send().await;
        // An error of the HTTP client names the address and with it the token: only its kind goes further.
        let mut response =
            response.map_err(|e| CallError::Temporary(network_trouble(e.is_timeout(), e.is_connect())))?;
        let mut reply = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(|_| CallError::Temporary("the reply broke off"))? {
            reply.extend_from_slice(&piece);
            if reply.len() > MAX_REPLY {
                return Err(CallError::Temporary("the reply is too long"));
            }
        }
        read_reply(&reply)
    }
}

impl Client {
    /// The date header of an answer, whatever else it says.
    pub(super) async fn date(&self) -> Option<String> {
        let mut url = self.bot.api_url();
        url.path_segments_mut().ok()?.pop_if_empty().push(&format!("bot{}", self.bot.token())).push("getMe");
        let response = self.bot.client().post(url).timeout(self.deadline).send().await.ok()?;
        Some(response.headers().get("date")?.to_str().ok()?.to_owned())
    }
}

/// teloxide's bot and settings, but a redirect is not told where it came from, and nothing on this machine is reached by a proxy.
fn bot(token: &str, api_url: &str) -> Result<Bot, AccessError> {
    let settings = teloxide::net::default_reqwest_settings().referer(false);
    let is_local =
        ["http://127.0.0.1:", "http://localhost:", "http://[::1]:"].iter().any(|own| api_url.starts_with(own));
    let settings = if is_local { settings.no_proxy() } else { settings };
    let client = settings.build().map_err(|_| AccessError::Network)?;
    Ok(Bot::with_client(token, client).set_api_url(api_url.parse().map_err(|_| AccessError::Url)?))
}

/// Digits, a colon, and at least one of `A–Z a–z 0–9 _ -`: nothing that could change the address it becomes part of.
fn is_token(token: &str) -> bool {
    let secret_char = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    token.split_once(':').is_some_and(|(id, secret)| {
        !id.is_empty()
            && !secret.is_empty()
            && id.chars().all(|c| c.is_ascii_digit())
            && secret.chars().all(secret_char)
    })
}

fn network_trouble(timeout: bool, connect: bool) -> &'static str {
    match (timeout, connect) {
        (_, true) => "no connection",
        (true, false) => "no reply in time",
        (false, false) => "the connection broke",
    }
}

/// What Telegram wraps around every result.
#[derive(Deserialize)]
struct Envelope<'a> {
    ok: bool,
    #[serde(borrow)]
    result: Option<&'a RawValue>,
    error_code: Option<i64>,
    description: Option<String>,
    parameters: Option<Parameters>,
}

#[derive(Default, Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<i64>,
}

fn read_reply(reply: &[u8]) -> Result<Box<RawValue>, CallError> {
    let unreadable = CallError::Temporary("the reply is not of Telegram's form");
    let envelope: Envelope<'_> = serde_json::from_slice(reply).map_err(|_| unreadable)?;
    match envelope {
        Envelope { ok: true, result: Some(result), .. } => Ok(result.to_owned()),
        Envelope { ok: false, error_code: Some(code), description, parameters, .. } => {
            Err(refusal(code, &description.unwrap_or_default().to_lowercase(), &parameters.unwrap_or_default()))
        }
        _ => Err(unreadable),
    }
}

/// What an error of the Bot API means; `description` in lower case.
fn refusal(code: i64, description: &str, parameters: &Parameters) -> CallError {
    if let Some(seconds) = parameters.retry_after {
        return CallError::RetryAfter(Duration::from_secs(seconds));
    }
    if parameters.migrate_to_chat_id.is_some() {
        return CallError::Moved;
    }
    match code {
        400 => bad_request(description),
        401 => CallError::Unauthorised,
        404 => CallError::NotFound,
        403 => CallError::Gone(gone(description).unwrap_or("the chat does not accept our messages")),
        409 if description.contains("webhook") => CallError::WebhookSet,
        409 => CallError::OtherPoller,
        413 => CallError::Refused("the request is too large"),
        429 => CallError::RetryAfter(UNSAID_WAIT),
        _ => CallError::Temporary("a server error"),
    }
}

fn bad_request(description: &str) -> CallError {
    if description.contains("can't parse entities") || description.contains("entity_") {
        return CallError::Markup;
    }
    // That we may not do something with a topic or with somebody's message does not mean that nothing reaches the group.
    if NO_RIGHTS.iter().any(|words| words.iter().all(|word| description.contains(word))) {
        return CallError::NoRights;
    }
    if let Some(why) = gone(description) {
        return CallError::Gone(why);
    }
    if let Some((_, error)) = TOPICS.iter().find(|(words, _)| description.contains(words)) {
        return *error;
    }
    CallError::Refused(first_match(&REFUSED, description).unwrap_or("Telegram does not accept the request"))
}

fn gone(description: &str) -> Option<&'static str> {
    first_match(&GONE, description)
}

fn first_match(table: &[(&str, &'static str)], description: &str) -> Option<&'static str> {
    table.iter().find(|(words, _)| description.contains(words)).map(|(_, why)| *why)
}

/// What Telegram says where we may not do one thing, and may do others; all the words of a row, in lower case.
const NO_RIGHTS: [&[&str]; 3] =
    [&["not enough rights", "topic"], &["not enough rights", "delete"], &["message can't be deleted"]];

/// What Telegram says of topics and changes; in lower case.
const TOPICS: [(&str, CallError); 8] = [
    ("thread not found", CallError::NoTopic),
    ("topic_id_invalid", CallError::NoTopic),
    ("topic_deleted", CallError::NoTopic),
    ("not a forum", CallError::NoTopics),
    ("message to delete not found", CallError::Unchanged),
    ("topic_not_modified", CallError::Unchanged),
    ("message is not modified", CallError::Unchanged),
    ("message to edit not found", CallError::Unchanged),
];

/// What Telegram says of chats that will never take a message again, and our words for it.
const GONE: [(&str, &str); 15] = [
    ("bot was blocked", "blocked by the citizen"),
    ("user_is_blocked", "blocked by the citizen"),
    ("deactivated", "the account or group was deleted"),
    ("chat not found", "the chat does not exist"),
    ("user not found", "the user does not exist"),
    ("peer_id_invalid", "the chat does not exist"),
    ("can't initiate conversation", "the citizen has never written to us"),
    ("bot was kicked", "removed from the group"),
    ("not a member", "removed from the group"),
    ("upgraded to a supergroup", "the group became another chat"),
    ("chat_write_forbidden", "writing is not allowed there"),
    ("no rights to send", "writing is not allowed there"),
    ("not enough rights", "writing is not allowed there"),
    ("need administrator rights", "writing is not allowed there"),
    ("chat_restricted", "writing is not allowed there"),
];

/// What Telegram says of single requests, and our words for it.
const REFUSED: [(&str, &str); 9] = [
    ("failed to resolve host", "the host name cannot be found"),
    ("only on ports", "the port is not one at which it delivers"),
    ("https url must", "the address is not https"),
    ("is reserved", "the address is not one of the Internet"),
    ("message is too long", "the message is too long"),
    ("message text is empty", "the message is empty"),
    ("button_data_invalid", "a button has too little or too much data"),
    ("reply markup is too long", "too many buttons"),
    ("query is too old", "the press is too old"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn error(reply: &str) -> CallError {
        read_reply(reply.as_bytes()).map(|result| result.to_string()).expect_err("an error")
    }

    fn refused(code: u16, description: &str) -> CallError {
        error(&format!(r#"{{"ok":false,"error_code":{code},"description":"{description}"}}"#))
    }

    #[test]
    fn the_result_comes_back_as_it_stood() {
        let result = read_reply(br#"{"ok":true,"result": {"a": 1.50} }"#).unwrap();
        assert_eq!(result.get(), r#"{"a": 1.50}"#);
    }

    #[test]
    fn telegrams_codes_decide_what_is_to_be_done() {
        assert_eq!(refused(401, "Unauthorized"), CallError::Unauthorised);
        assert_eq!(refused(404, "Not Found"), CallError::NotFound);
        assert_eq!(refused(403, "Forbidden: bot was blocked by the user"), CallError::Gone("blocked by the citizen"));
        assert_eq!(refused(403, "Forbidden: XYZ"), CallError::Gone("the chat does not accept our messages"));
        assert_eq!(refused(400, "Bad Request: chat not found"), CallError::Gone("the chat does not exist"));
        assert_eq!(refused(400, "Bad Request: PEER_ID_INVALID"), CallError::Gone("the chat does not exist"));
        assert_eq!(refused(400, "Bad Request: can't parse entities: Unclosed start tag"), CallError::Markup);
        assert_eq!(refused(400, "Bad Request: message is too long"), CallError::Refused("the message is too long"));
        let no_rights = refused(400, "Bad Request: not enough rights to create a topic");
        assert_eq!(no_rights, CallError::NoRights, "the group is there, and messages reach it");
        let writing = refused(400, "Bad Request: not enough rights to send text messages to the chat");
        assert_eq!(writing, CallError::Gone("writing is not allowed there"));
        assert_eq!(refused(400, "Bad Request: message can't be deleted for everyone"), CallError::NoRights);
        assert_eq!(refused(409, "Conflict: terminated by other getUpdates request"), CallError::OtherPoller);
        assert_eq!(refused(409, "Conflict: webhook is active"), CallError::WebhookSet);
        assert_eq!(refused(500, "Internal Server Error"), CallError::Temporary("a server error"));
        assert_eq!(refused(429, "Too Many Requests"), CallError::RetryAfter(UNSAID_WAIT));
    }

    #[test]
    fn how_long_to_wait_and_that_a_group_moved_come_from_the_parameters() {
        let wait = r#"{"ok":false,"error_code":429,"description":"x","parameters":{"retry_after":7}}"#;
        assert_eq!(error(wait), CallError::RetryAfter(Duration::from_secs(7)));
        let moved = r#"{"ok":false,"error_code":400,"description":"x","parameters":{"migrate_to_chat_id":-1001}}"#;
        assert_eq!(error(moved), CallError::Moved);
    }

    #[test]
    fn whatever_is_not_a_whole_reply_may_pass() {
        let unreadable = CallError::Temporary("the reply is not of Telegram's form");
        for reply in ["", "<html>502</html>", r#"{"ok":true,"resu"#, "{}", r#"{"ok":true}"#, r#"{"ok":false}"#, "[]"] {
            assert_eq!(error(reply), unreadable, "{reply}");
        }
    }

    #[test]
    fn only_a_token_of_botfathers_form_becomes_part_of_an_address() {
        assert!(is_token("123456:AAE_-x9"));
        for wrong in ["", ":", "123456", "123456:", "x:abc", "1:a/b", "1:a b", "1:a?b", "1:é"] {
            assert!(!is_token(wrong), "{wrong}");
        }
    }
}
