//! Getting one effect out: paced, retried, until the channel took it, refused it for good, or all patience has ended.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use super::circuit::Probe;
use super::metrics::{Outcome, Retry, one_more};
use super::pace::{Call, Load, Urgency};
use super::{Fatal, Inner};
use crate::channels::{Channel, SendError};
use crate::dialogue::{Effect, Moment};
use crate::store::ChatKey;

/// The first wait after a temporary failure; doubles each time.
const FIRST_WAIT: Duration = Duration::from_millis(500);
/// The longest wait between two tries of our own choice.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// The longest wait that is taken from outside.
const LONGEST_ASKED: Duration = Duration::from_secs(24 * 60 * 60);

/// An answer that is older than this, in milliseconds, helps nobody any more; but it was tried so often at least.
const TOO_OLD: i64 = Moment::DAY;
const TRIES_AT_LEAST: u32 = 10;
/// Whatever the clock says, nothing is tried more often.
const TRIES_AT_MOST: u32 = 3000;

/// What became of an effect.
pub(super) enum Delivered {
    /// Taken; with the channel's number of a reply.
    Done(Option<i64>),
    /// Refused for good for itself alone, or given up.
    Lost,
    /// The conversation is to be erased now.
    Forget,
    /// Nothing will ever reach this conversation.
    Gone,
    /// The service stops first; it stays stored.
    Later,
}

/// Delivers `effect`, which was decided at the moment `since`.
pub(super) async fn deliver<S, C: Channel>(
    inner: &Inner<S, C>,
    chat: &ChatKey,
    effect: &Effect,
    since: Moment,
) -> Delivered {
    if matches!(effect, Effect::Forget) {
        return Delivered::Forget;
    }
    let id = chat.expose().split_once(':').map_or("", |(_, id)| id);
    let load = Load { chat, group: inner.channel.is_group(id), calls: calls(inner, effect), urgency: urgency(effect) };
    let mut tries = 0;
    while let Some(result) = attempt(inner, &load, id, effect).await {
        let error = match result {
            Ok(number) => {
                inner.metrics.messages.one(Outcome::Sent);
                return Delivered::Done(number);
            }
            Err(error) => error,
        };
        tries += 1;
        if let Some(outcome) = after(inner, &error, tries) {
            return outcome;
        }
        if is_over(tries, inner.clock.now().0.saturating_sub(since.0)) {
            return give_up(inner, tries);
        }
        if inner.unless_stopping(inner.clock.pause(wait_for(&error, tries))).await.is_none() {
            break;
        }
    }
    Delivered::Later
}

fn calls<S, C: Channel>(inner: &Inner<S, C>, effect: &Effect) -> u32 {
    match effect {
        Effect::Send(message) | Effect::Reply { message, .. } => inner.channel.calls(message),
        Effect::Remove(_) | Effect::Leave | Effect::Forget | Effect::Desk(_) | Effect::Correct { .. } => 1,
    }
}

fn urgency(effect: &Effect) -> Urgency {
    match effect {
        Effect::Send(_) | Effect::Reply { .. } | Effect::Correct { .. } => Urgency::Answer,
        Effect::Remove(_) | Effect::Leave | Effect::Forget | Effect::Desk(_) => Urgency::Notice,
    }
}

/// One call, when its time has come; `None` when the service stops before.
async fn attempt<S, C: Channel>(
    inner: &Inner<S, C>,
    load: &Load<'_>,
    id: &str,
    effect: &Effect,
) -> Option<Result<Option<i64>, SendError>> {
    let (probe, _call) = inner.unless_stopping(let_through(inner, load)).await?;
    let result = match effect {
        Effect::Send(message) => inner.channel.send(id, message).await.map(|()| None),
        Effect::Reply { message, .. } => inner.channel.send_reply(id, message).await,
        Effect::Correct { message, text } => inner.channel.change(id, *message, text).await.map(|()| None),
        Effect::Remove(message) => inner.channel.remove(id, *message).await.map(|()| None),
        Effect::Leave => inner.channel.leave(id).await.map(|()| None),
        Effect::Forget | Effect::Desk(_) => Ok(None),
    };
    match result {
        Err(SendError::Temporary(_) | SendError::RetryAfter(_)) => {
            if inner.circuit.failed(load.chat, probe.is_some()) {
                one_more(&inner.metrics.circuit_opened);
                tracing::error!(
                    event = "circuit_opened",
                    "sending fails in many conversations: one call at a time until one passes; check the network"
                );
            }
        }
        _ => inner.circuit.answered(),
    }
    Some(result)
}

/// Waits for the circuit and for the pace; the circuit may have opened in between.
pub(super) async fn let_through<'a, S, C>(inner: &'a Inner<S, C>, load: &Load<'_>) -> (Option<Probe<'a>>, Call<'a>) {
    loop {
        let probe = inner.circuit.pass().await;
        let call = inner.pace.turn(load).await;
        if probe.is_some() || !inner.circuit.is_open() {
            return (probe, call);
        }
    }
}

/// What a failure means, or `None` to try again.
fn after<S, C>(inner: &Inner<S, C>, error: &SendError, tries: u32) -> Option<Delivered> {
    let metrics = &inner.metrics;
    match error {
        SendError::RetryAfter(wait) => {
            metrics.retries.one(Retry::Asked);
            tracing::debug!(event = "told_to_wait", seconds = wait.as_secs());
            None
        }
        SendError::Temporary(reason) => {
            metrics.retries.one(Retry::Temporary);
            tracing::warn!(event = "send_retried", reason, tries);
            None
        }
        SendError::Gone(reason) => {
            metrics.messages.one(Outcome::Gone);
            tracing::info!(event = "chat_gone", reason);
            Some(Delivered::Gone)
        }
        SendError::Refused(reason) => {
            metrics.messages.one(Outcome::Refused);
            tracing::error!(event = "message_refused", reason);
            Some(Delivered::Lost)
        }
        SendError::Unauthorised => {
            inner.fail(Fatal::Unauthorised);
            Some(Delivered::Later)
        }
    }
}

fn is_over(tries: u32, age: i64) -> bool {
    tries >= TRIES_AT_MOST || (age > TOO_OLD && tries >= TRIES_AT_LEAST)
}

fn give_up<S, C>(inner: &Inner<S, C>, tries: u32) -> Delivered {
    inner.metrics.messages.one(Outcome::GivenUp);
    tracing::error!(
        event = "message_given_up",
        tries,
        "an answer could not be delivered for a day and is given up; its citizen is told when they write again"
    );
    Delivered::Lost
}

pub(super) fn wait_for(error: &SendError, tries: u32) -> Duration {
    match error {
        SendError::RetryAfter(wait) => (*wait).min(LONGEST_ASKED),
        _ => jittered(FIRST_WAIT.saturating_mul(1 << tries.saturating_sub(1).min(8)).min(LONGEST_WAIT)),
    }
}

/// Between half of `wait` and the whole of it, so that many conversations do not come back at the same moment.
pub(super) fn jittered(wait: Duration) -> Duration {
    let random = RandomState::new().hash_one(0_u8) % 1000;
    let half = wait / 2;
    half + half.mul_f64(f64::from(u32::try_from(random).unwrap_or(0)) / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patience_ends_by_age_after_some_tries_and_by_tries_whatever_the_clock_says() {
        assert!(!is_over(TRIES_AT_LEAST - 1, TOO_OLD * 400), "a clock that jumps gives nothing up at once");
        assert!(is_over(TRIES_AT_LEAST, TOO_OLD + 1));
        assert!(!is_over(TRIES_AT_MOST - 1, TOO_OLD) && !is_over(TRIES_AT_MOST - 1, -TOO_OLD));
        assert!(is_over(TRIES_AT_MOST, -TOO_OLD));
    }

    #[test]
    fn t30_waits_grow_to_a_minute_and_differ() {
        let wait = |tries| wait_for(&SendError::Temporary("x"), tries);
        let between = |wait: Duration, most: Duration| wait >= most / 2 && wait <= most;
        assert!(between(wait(1), FIRST_WAIT) && between(wait(2), FIRST_WAIT * 2));
        assert!((20..TRIES_AT_MOST).step_by(97).all(|tries| between(wait(tries), LONGEST_WAIT)));
        let waits: std::collections::BTreeSet<Duration> = (0..20).map(|_| wait(9)).collect();
        assert!(waits.len() > 1);
    }

    #[test]
    fn what_the_channel_asks_for_is_what_is_waited() {
        let asked = Duration::from_secs(37);
        assert_eq!(wait_for(&SendError::RetryAfter(asked), 5), asked);
        assert_eq!(wait_for(&SendError::RetryAfter(Duration::MAX), 5), LONGEST_ASKED);
    }
}
