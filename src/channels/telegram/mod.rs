//! Telegram: the Bot API on teloxide's types and HTTP client, with our own calling, receiving and sending.
//!
//! Start with [`connect`]. teloxide's own sending hides a sleep of ten seconds behind every server error and drops the
//! error codes, and its receiving confirms updates that are only in memory; so `client` calls, `receive` fetches updates as raw
//! text, `read` makes sense of one of them, `html` renders, `send` and `profile` write, `webhook` is about updates that are brought. This is the only module that names teloxide.
//! Always holds: no error, log line or `Debug` shows the token, a citizen's text or an id; nothing here waits, retries a
//! call or decides what is said (one message that Telegram cannot parse goes again as plain text).

mod client;
mod html;
mod inspect;
mod keyboard;
mod officers;
mod officers_read;
mod profile;
mod read;
mod receive;
mod send;
mod webhook;

use std::time::Duration;

use crate::dialogue::RichText;
use crate::privacy::Sensitive;
use client::Client;

pub use officers::Standing;
pub use officers_read::{NO_PERSONS, group_of, read_officer};
pub use profile::{Command, Me, Profile};
pub use read::{Incoming, read};
pub use receive::{Batch, PollError, RawUpdate, Receiver};
pub use send::TelegramChannel;
pub use webhook::{Lock, SECRET_HEADER, WebhookInfo};

/// Where Telegram's own Bot API is.
pub const API_URL: &str = "https://api.telegram.org";

/// How long one call may take, unless set otherwise.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// How `text` goes out: each part as HTML of Telegram's kind, and as plain text.
#[must_use]
pub fn parts(text: &RichText) -> Vec<(String, String)> {
    html::render(text).into_iter().map(|part| (part.html, part.plain)).collect()
}

/// What is needed to reach Telegram.
#[derive(Clone, Debug)]
pub struct Access {
    /// The token that BotFather gave.
    pub token: Sensitive<String>,
    /// The Bot API: [`API_URL`] or a server of one's own.
    pub api_url: String,
    /// How long one call may take.
    pub deadline: Duration,
}

impl Access {
    /// Telegram's own Bot API with `token`.
    #[must_use]
    pub fn with_token(token: Sensitive<String>) -> Self {
        Self { token, api_url: API_URL.to_owned(), deadline: DEADLINE }
    }
}

/// Why no connection can be made with these settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccessError {
    /// It does not have the shape `123456:letters`.
    #[error("the token is not of the form that BotFather gives: digits, a colon, letters and digits")]
    Token,
    /// Not an address.
    #[error("the address of the Bot API is not an http or https address")]
    Url,
    /// The HTTP client could not be built.
    #[error("the network client could not be started")]
    Network,
}

/// The two ends of the connection with Telegram. Nothing is sent yet.
///
/// # Errors
/// When the token or the address cannot be right.
pub fn connect(access: &Access) -> Result<(TelegramChannel, Receiver), AccessError> {
    let client = Client::new(access)?;
    Ok((TelegramChannel::new(client.clone()), Receiver::new(client)))
}
