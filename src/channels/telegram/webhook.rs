//! The Telegram side of a webhook: setting it, asking about it, and telling Telegram's requests from anybody else's.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use teloxide::payloads::GetWebhookInfo;
use teloxide::requests::Payload;

use super::TelegramChannel;
use super::receive::KINDS;
use crate::channels::SendError;
use crate::privacy::Sensitive;

/// The header in which Telegram repeats the secret.
pub const SECRET_HEADER: &str = "x-telegram-bot-api-secret-token";

/// So many requests at the same time; Telegram keeps the updates of one chat in order whatever the number.
const CONNECTIONS: u8 = 40;

/// Opens for whoever knows the secret. Holds its digest only.
#[derive(Clone)]
pub struct Lock {
    digest: [u8; 32],
}

impl fmt::Debug for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[lock]")
    }
}

impl Lock {
    /// The lock that `secret` opens.
    #[must_use]
    pub fn new(secret: &Sensitive<String>) -> Self {
        Self { digest: Sha256::digest(secret.expose().as_bytes()).into() }
    }

    /// Whether exactly one secret was given, and the right one. Digests are compared, in constant time: how long it takes tells
    /// nothing of the secret (threat T07).
    pub fn opens<'a>(&self, mut given: impl Iterator<Item = &'a [u8]>) -> bool {
        match (given.next(), given.next()) {
            (Some(secret), None) => Sha256::digest(secret).as_slice().ct_eq(&self.digest).into(),
            _ => false,
        }
    }
}

/// What Telegram says of the webhook of this bot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebhookInfo {
    /// Where updates go; empty when they are fetched. It may hold a secret: never show more of it than [`host`](Self::host).
    pub url: String,
    /// How many updates wait.
    pub pending: u64,
    /// The last time that one could not be delivered, and why, in words of our own.
    pub last_error: Option<(SystemTime, &'static str)>,
}

impl WebhookInfo {
    /// The part of the address that may be shown.
    #[must_use]
    pub fn host(&self) -> &str {
        let rest = self.url.split_once("://").map_or(self.url.as_str(), |(_, rest)| rest);
        rest.split(['/', '?', '#']).next().unwrap_or_default().rsplit('@').next().unwrap_or_default()
    }
}

impl TelegramChannel {
    /// Where Telegram delivers updates now, and how that goes.
    ///
    /// # Errors
    /// As for any call.
    pub async fn webhook(&self) -> Result<WebhookInfo, SendError> {
        let result = self.client.call(&GetWebhookInfo::new(), Duration::ZERO).await?;
        read_info(&result).ok_or(SendError::Temporary("the state of the webhook cannot be read"))
    }

    /// Asks Telegram to deliver updates at `url` with `secret`. Those that wait are kept.
    ///
    /// # Errors
    /// [`SendError::Refused`] when Telegram does not accept the address; else as for any call.
    pub async fn set_webhook(&self, url: &str, secret: &Sensitive<String>) -> Result<(), SendError> {
        let payload = SetWebhook {
            url,
            secret_token: secret.expose(),
            max_connections: CONNECTIONS,
            allowed_updates: KINDS,
            drop_pending_updates: false,
        };
        self.client.call(&payload, Duration::ZERO).await?;
        Ok(())
    }
}

/// teloxide's payload of this name is for uploading a certificate too, and no plain JSON.
#[derive(Serialize)]
struct SetWebhook<'a> {
    url: &'a str,
    secret_token: &'a str,
    max_connections: u8,
    allowed_updates: [&'static str; 5],
    drop_pending_updates: bool,
}

impl Payload for SetWebhook<'_> {
    type Output = bool;
    const NAME: &'static str = "setWebhook";
}

fn read_info(result: &RawValue) -> Option<WebhookInfo> {
    #[derive(Deserialize)]
    struct Info {
        url: String,
        #[serde(default)]
        pending_update_count: u64,
        last_error_date: Option<u64>,
        last_error_message: Option<String>,
    }
    let info: Info = serde_json::from_str(result.get()).ok()?;
    let why = why(&info.last_error_message.unwrap_or_default().to_lowercase());
    let last_error = info.last_error_date.map(|seconds| (UNIX_EPOCH + Duration::from_secs(seconds), why));
    Some(WebhookInfo { url: info.url, pending: info.pending_update_count, last_error })
}

/// What Telegram says of a delivery that failed, and our words for it.
const WHY: [(&str, &str); 11] = [
    ("401", "Telegram was answered 401: another secret is set than ours"),
    ("403", "Telegram was answered 403: the proxy lets it not through"),
    ("404", "Telegram was answered 404: the proxy passes on another path"),
    ("413", "Telegram was answered 413: an update is larger than the proxy allows"),
    ("502", "Telegram was answered 502: the proxy does not reach loket"),
    ("503", "Telegram was answered 503: loket could not store updates"),
    ("timed out", "Telegram could not connect in time"),
    ("timeout", "Telegram could not connect in time"),
    ("refused", "Telegram's connection was refused"),
    ("ssl", "Telegram does not accept the certificate"),
    ("resolve", "Telegram cannot find the host name"),
];

fn why(message: &str) -> &'static str {
    let found = WHY.iter().find(|(words, _)| message.contains(words));
    found.map_or("Telegram could not deliver an update", |(_, why)| *why)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "Kanarie-zingt_zacht-0123456789";

    fn lock() -> Lock {
        Lock::new(&Sensitive::new(SECRET.to_owned()))
    }

    fn opens(given: &[&[u8]]) -> bool {
        lock().opens(given.iter().copied())
    }

    #[test]
    fn t07_only_the_whole_secret_given_once_opens() {
        assert!(opens(&[SECRET.as_bytes()]));
        assert!(!opens(&[]));
        assert!(!opens(&[b""]));
        assert!(!opens(&[SECRET.as_bytes(), SECRET.as_bytes()]));
        assert!(!opens(&[SECRET.as_bytes(), b"x"]) && !opens(&[b"x", SECRET.as_bytes()]));
        assert!(!opens(&[format!("{SECRET} ").as_bytes()]) && !opens(&[format!(" {SECRET}").as_bytes()]));
        assert!(!opens(&[SECRET.to_lowercase().as_bytes()]));
        assert_eq!(format!("{:?}", lock()), "[lock]");
    }

    #[test]
    fn t07_a_hundred_thousand_forged_secrets_open_nothing() {
        let lock = lock();
        let mut state = 0x2545_F491_4F6C_DD1D_u64;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state % 65_536).unwrap_or_default()
        };
        let mut accepted = 0;
        for _ in 0..100_000 {
            let mut forged = SECRET.as_bytes().to_vec();
            match next() % 4 {
                0 => forged.truncate(next() % forged.len()),
                1 => forged.push(next().to_le_bytes()[0]),
                2 => {
                    let place = next() % forged.len();
                    forged[place] ^= 1 << (next() % 8);
                }
                _ => forged = (0..next() % 300).map(|_| next().to_le_bytes()[0]).collect(),
            }
            accepted += usize::from(lock.opens(std::iter::once(forged.as_slice())));
        }
        assert_eq!(accepted, 0);
    }

    #[test]
    fn what_telegram_says_of_failures_becomes_words_of_our_own() {
        let info = |fields: &str| {
            let json = format!(r#"{{"url":"https://a.example/hook","has_custom_certificate":false{fields}}}"#);
            read_info(&RawValue::from_string(json).unwrap()).unwrap()
        };
        assert_eq!(info("").last_error, None);
        let failing = info(
            r#","pending_update_count":3,"last_error_date":100,"last_error_message":"Wrong response from the webhook: 502 Bad Gateway""#,
        );
        assert_eq!(failing.pending, 3);
        let (at, why) = failing.last_error.unwrap();
        assert_eq!(at, UNIX_EPOCH + Duration::from_secs(100));
        assert!(why.contains("the proxy does not reach loket"), "{why}");
    }

    #[test]
    fn of_an_address_only_the_host_is_shown() {
        let host = |url: &str| WebhookInfo { url: url.to_owned(), ..WebhookInfo::default() }.host().to_owned();
        assert_eq!(host("https://a.example:8443/123:secret?x"), "a.example:8443");
        assert_eq!(host("https://user:pass@a.example/x"), "a.example");
        assert_eq!(host(""), "");
    }
}
