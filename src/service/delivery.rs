//! Getting one effect out: paced, retried, until the channel took it or refused it for good.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use super::metrics::{Outcome, Retry};
use super::{Fatal, Inner};
use crate::channels::{Channel, SendError};
use crate::dialogue::Effect;
use crate::store::ChatKey;

/// The first wait after a temporary failure; doubles each time.
const FIRST_WAIT: Duration = Duration::from_millis(500);
/// The longest wait between two tries.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// What became of an effect.
pub(super) enum Delivered {
    /// Taken, or refused for good for itself alone.
    Done,
    /// The conversation is to be erased now.
    Forget,
    /// Nothing will ever reach this conversation.
    Gone,
    /// The service stops first; it stays stored.
    Later,
}

pub(super) async fn deliver<S, C: Channel>(inner: &Inner<S, C>, chat: &ChatKey, effect: &Effect) -> Delivered {
    if matches!(effect, Effect::Forget) {
        return Delivered::Forget;
    }
    let mut tries = 0;
    while !inner.is_stopping() {
        inner.pace.wait(chat).await;
        match attempt(inner, chat, effect).await {
            Ok(()) => {
                inner.metrics.messages.one(Outcome::Sent);
                return Delivered::Done;
            }
            Err(error) => match after(inner, &error, tries) {
                Some(outcome) => return outcome,
                None => pause(inner, wait_for(&error, tries)).await,
            },
        }
        tries += 1;
    }
    Delivered::Later
}

async fn attempt<S, C: Channel>(inner: &Inner<S, C>, chat: &ChatKey, effect: &Effect) -> Result<(), SendError> {
    let (_, id) = chat.expose().split_once(':').unwrap_or_default();
    match effect {
        Effect::Send(message) => inner.channel.send(id, message).await,
        Effect::Leave => inner.channel.leave(id).await,
        Effect::Forget => Ok(()),
    }
}

/// What a failure means, or `None` to try again.
fn after<S, C>(inner: &Inner<S, C>, error: &SendError, tries: u32) -> Option<Delivered> {
    match error {
        SendError::RetryAfter(_) => {
            inner.metrics.retries.one(Retry::Asked);
            None
        }
        SendError::Temporary(reason) => {
            inner.metrics.retries.one(Retry::Temporary);
            tracing::warn!(event = "send_retried", reason, tries);
            None
        }
        SendError::Gone(reason) => {
            inner.metrics.messages.one(Outcome::Gone);
            tracing::info!(event = "chat_gone", reason);
            Some(Delivered::Gone)
        }
        SendError::Refused(reason) => {
            inner.metrics.messages.one(Outcome::Refused);
            tracing::error!(event = "message_refused", reason);
            Some(Delivered::Done)
        }
        SendError::Unauthorised => {
            inner.fail(Fatal::Unauthorised);
            Some(Delivered::Later)
        }
    }
}

fn wait_for(error: &SendError, tries: u32) -> Duration {
    match error {
        SendError::RetryAfter(wait) => *wait,
        _ => jittered(FIRST_WAIT.saturating_mul(1 << tries.min(8)).min(LONGEST_WAIT)),
    }
}

/// Between half of `wait` and the whole of it, so that many conversations do not come back at the same moment.
fn jittered(wait: Duration) -> Duration {
    let random = RandomState::new().hash_one(0_u8) % 1000;
    let half = wait / 2;
    half + half.mul_f64(f64::from(u32::try_from(random).unwrap_or(0)) / 1000.0)
}

/// Waits, but no longer than the service runs.
async fn pause<S, C>(inner: &Inner<S, C>, wait: Duration) {
    let mut stopping = inner.stopping.subscribe();
    let _ = tokio::time::timeout(wait, stopping.wait_for(|stopping| *stopping)).await;
}
