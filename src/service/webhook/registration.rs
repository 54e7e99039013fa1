//! Telling Telegram where the door is, and noticing when it goes elsewhere. Nobody else's webhook is ever ended here.

use std::time::{Duration, SystemTime};

use crate::channels::SendError;
use crate::channels::telegram::{TelegramChannel, WebhookInfo};
use crate::privacy::Sensitive;
use crate::service::health::{Component, Condition};
use crate::service::{Fatal, Service};
use crate::store::Store;

/// A delivery that failed longer ago is history.
const RECENT: Duration = Duration::from_secs(150);
/// The first wait after Telegram did not answer; doubles up to [`LONGEST_WAIT`].
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Where Telegram is to deliver.
pub struct Registration {
    /// The public address.
    pub url: String,
    /// What Telegram repeats with every update.
    pub secret: Sensitive<String>,
    /// Whether a webhook of another address may be replaced.
    pub take_over: bool,
}

/// Why Telegram will not deliver here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unregistered {
    /// It delivers at another address, at this host.
    Elsewhere(String),
    /// It does not accept the address.
    Refused(&'static str),
    /// It does not accept the token.
    Unauthorised,
}

impl Registration {
    /// Sets the webhook and asks whether it is set, until Telegram answers. `waiting` is called before each new try.
    ///
    /// # Errors
    /// What trying again does not change.
    pub async fn register(&self, channel: &TelegramChannel, waiting: impl Fn()) -> Result<(), Unregistered> {
        let mut wait = FIRST_WAIT;
        loop {
            let error = match self.try_once(channel).await {
                Ok(outcome) => return outcome,
                Err(SendError::Unauthorised) => return Err(Unregistered::Unauthorised),
                Err(SendError::Refused(why)) => return Err(Unregistered::Refused(why)),
                Err(error) => error,
            };
            tracing::warn!(event = "webhook_not_set", %error, "trying again in {} s", wait.as_secs_f32());
            waiting();
            tokio::time::sleep(asked_wait(&error).unwrap_or(wait)).await;
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }

    async fn try_once(&self, channel: &TelegramChannel) -> Result<Result<(), Unregistered>, SendError> {
        let before = channel.webhook().await?;
        if !before.url.is_empty() && before.url != self.url && !self.take_over {
            return Ok(Err(Unregistered::Elsewhere(before.host().to_owned())));
        }
        // Also when it is set already: the secret may be another one.
        channel.set_webhook(&self.url, &self.secret).await?;
        let after = channel.webhook().await?;
        if after.url != self.url {
            return Ok(Err(Unregistered::Elsewhere(after.host().to_owned())));
        }
        Ok(Ok(()))
    }
}

fn asked_wait(error: &SendError) -> Option<Duration> {
    if let SendError::RetryAfter(wait) = error { Some(*wait) } else { None }
}

/// Asks `every` so often how deliveries at `url` go, and tells whoever watches. Never ends but with the token's end.
pub async fn keep_watch<S: Store>(service: &Service<S, TelegramChannel>, url: &str, every: Duration) -> Fatal {
    let mut known = (Condition::Ok, "");
    loop {
        tokio::time::sleep(every).await;
        let now = match service.channel().webhook().await {
            Ok(info) => judge(&info, url, SystemTime::now()),
            Err(SendError::Unauthorised) => return Fatal::Unauthorised,
            Err(_) => (Condition::Degraded, "Telegram does not answer"),
        };
        if now != known {
            tell(now);
            known = now;
        }
        service.health().set(Component::Telegram, now.0, now.1);
    }
}

fn judge(info: &WebhookInfo, url: &str, now: SystemTime) -> (Condition, &'static str) {
    if info.url.is_empty() {
        return (Condition::Failed, "the webhook was ended by someone else");
    }
    if info.url != url {
        return (Condition::Failed, "the webhook was moved to another address");
    }
    let recent = |at: SystemTime| now.duration_since(at).is_ok_and(|age| age < RECENT) || at > now;
    match info.last_error {
        Some((at, why)) if info.pending > 0 && recent(at) => (Condition::Degraded, why),
        _ => (Condition::Ok, ""),
    }
}

fn tell((condition, reason): (Condition, &'static str)) {
    match condition {
        Condition::Ok => tracing::info!(event = "webhook_well"),
        Condition::Degraded => tracing::warn!(event = "webhook_failing", reason),
        Condition::Failed => tracing::error!(
            event = "webhook_lost",
            reason,
            "no updates come in; find out who did that, then start this one again"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://a.example/hook";

    fn judged(url: &str, pending: u64, age: Option<u64>) -> Condition {
        let now = SystemTime::now();
        let last_error = age.map(|age| (now - Duration::from_secs(age), "why"));
        judge(&WebhookInfo { url: url.into(), pending, last_error }, URL, now).0
    }

    #[test]
    fn a_webhook_that_is_ours_and_has_nothing_left_to_deliver_is_well() {
        assert_eq!(judged(URL, 0, None), Condition::Ok);
        assert_eq!(judged(URL, 0, Some(10)), Condition::Ok);
        assert_eq!(judged(URL, 5, Some(3600)), Condition::Ok);
        assert_eq!(judged(URL, 5, Some(10)), Condition::Degraded);
    }

    #[test]
    fn one_that_is_gone_or_elsewhere_has_failed() {
        assert_eq!(judged("", 0, None), Condition::Failed);
        assert_eq!(judged("https://b.example/hook", 0, None), Condition::Failed);
    }
}
