//! Long polling that never confirms what is not on disk: fetch, append and sync, only then ask for what follows.

use std::time::Duration;

use tokio::sync::watch;

use super::health::{Component, Condition};
use super::intake::{BACKLOG, store_failed, take_in};
use super::metrics::{Poll, Received};
use super::{Fatal, Service};
use crate::channels::telegram::{Batch, PollError, Receiver, TelegramChannel};
use crate::failpoint;
use crate::store::{Store, StoreError};

/// The channel's part of a [`ChatKey`].
pub const TELEGRAM: &str = "telegram";

/// After so many failed polls in a row nothing is received any more, and not by chance.
const MANY_FAILURES: u32 = 5;
/// The first wait after a failed poll; doubles up to [`LONGEST_WAIT`].
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Settings of the receiver.
#[derive(Clone, Copy, Debug)]
pub struct Polling {
    /// How long Telegram holds a poll without updates.
    pub timeout: Duration,
}

/// Why polling ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// It was told to.
    Asked,
    /// It cannot go on.
    Fatal(Fatal),
}

/// Receives until `stop` says true or the service cannot go on.
pub async fn poll_until<S: Store>(
    service: &Service<S, TelegramChannel>,
    receiver: &Receiver,
    polling: Polling,
    mut stop: watch::Receiver<bool>,
) -> Stopped {
    tokio::select! {
        _ = stop.wait_for(|stop| *stop) => Stopped::Asked,
        fatal = service.fatal() => Stopped::Fatal(fatal),
        fatal = receive(service, receiver, polling) => Stopped::Fatal(fatal),
    }
}

async fn receive<S: Store>(service: &Service<S, TelegramChannel>, receiver: &Receiver, polling: Polling) -> Fatal {
    let mut offset = None;
    let mut failures = 0;
    loop {
        service.backlog_below(BACKLOG).await;
        service.taking().await;
        match receiver.poll(offset, polling.timeout).await {
            Ok(batch) => {
                service.metrics().polls.one(Poll::Answered);
                service.health().set_ok(Component::Telegram);
                // Nothing in it can be confirmed, so it comes again at once: it must not become a hot loop.
                let poison = batch.updates.is_empty() && batch.unreadable > 0;
                failures = if poison { failures + 1 } else { 0 };
                if poison {
                    tokio::time::sleep(backed_off(failures)).await;
                }
                match take(service, batch).await {
                    Ok(next) => offset = next,
                    // Not confirmed, so it comes again.
                    Err(StoreError::NoRoom) => {}
                    Err(error) => return store_failed(&error),
                }
            }
            Err(PollError::Unauthorised) => return Fatal::Unauthorised,
            Err(error) => {
                report(&error, failures);
                observe(service, &error, failures);
                tokio::time::sleep(wait_for(&error, failures)).await;
                failures += 1;
            }
        }
    }
}

/// Stores a batch and returns the offset that confirms it. After an empty poll it is unset: all is confirmed by then,
/// and after a quiet week Telegram's ids may go on lower, where an old offset would hide them (threat T09).
async fn take<S: Store>(service: &Service<S, TelegramChannel>, batch: Batch) -> Result<Option<i64>, StoreError> {
    if batch.unreadable > 0 {
        service.metrics().updates.add(Received::Unreadable, batch.unreadable);
        tracing::warn!(event = "updates_unreadable", count = batch.unreadable);
    }
    let last = batch.updates.iter().map(|update| update.id).max();
    failpoint::reach("fetched");
    take_in(service, batch.updates).await?;
    failpoint::reach("stored");
    Ok(last.map(|last| last.saturating_add(1)))
}

/// Tells whoever watches what a failed poll means.
fn observe<S: Store>(service: &Service<S, TelegramChannel>, error: &PollError, failures: u32) {
    let (outcome, condition, reason) = match error {
        PollError::OtherPoller => (Poll::Conflict, Condition::Failed, "another process receives the updates"),
        PollError::WebhookSet => (Poll::Conflict, Condition::Failed, "a webhook receives the updates"),
        PollError::RetryAfter(_) => (Poll::Failed, Condition::Degraded, "Telegram asks to wait"),
        _ if failures >= MANY_FAILURES => (Poll::Failed, Condition::Failed, "no updates can be fetched"),
        _ => (Poll::Failed, Condition::Degraded, "the last poll failed"),
    };
    service.metrics().polls.one(outcome);
    service.health().set(Component::Telegram, condition, reason);
}

fn report(error: &PollError, failures: u32) {
    match error {
        PollError::OtherPoller => tracing::error!(
            event = "other_poller",
            failures,
            "another process receives the updates of this bot: stop it, or give this one a token of its own; trying again"
        ),
        PollError::WebhookSet => tracing::error!(
            event = "webhook_set",
            failures,
            "a webhook is set for this bot: start with --delete-webhook to receive here instead; trying again"
        ),
        error => tracing::warn!(event = "poll_failed", failures, %error),
    }
}

fn wait_for(error: &PollError, failures: u32) -> Duration {
    match error {
        PollError::RetryAfter(wait) => *wait,
        _ => backed_off(failures),
    }
}

fn backed_off(failures: u32) -> Duration {
    FIRST_WAIT.saturating_mul(1 << failures.min(6)).min(LONGEST_WAIT)
}
