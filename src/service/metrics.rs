//! What is counted: figures for whoever watches, never content and never an identifier.
//!
//! Start with [`Metrics`]. Counting is one addition on an atomic, so that it may stand in the way of every message; the
//! text that Prometheus reads is only made when it asks ([`Metrics::render`]). Always holds: a label is one of the words that a
//! [`Label`] lists in the program, so that nothing from outside can become one (threat T36).

mod desk;
mod histogram;
mod text;

use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub use histogram::Histogram;
pub use text::{Gauge, MetricText};

use crate::desk::Figures;

/// Words that tell counters of one name apart.
pub trait Label: Copy + 'static {
    /// All of them, in the order of [`Label::place`].
    const WORDS: &'static [&'static str];
    /// The name of the label.
    const NAME: &'static str;

    /// Which of the words this is.
    fn place(self) -> usize;
}

/// An enum whose variants are the words of a label.
macro_rules! label {
    ($(#[$about:meta])* $name:ident, $label:literal: $($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)?) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl Label for $name {
            const WORDS: &'static [&'static str] = &[$($word),+];
            const NAME: &'static str = $label;

            fn place(self) -> usize {
                self as usize
            }
        }
    };
}

label! {
    /// What became of an update that came in.
    Received, "outcome":
    /// Stored, to be handled.
    Taken = "taken",
    /// Known already.
    Repeated = "repeated",
    /// One too many of a chat in which a hundred wait.
    Flood = "flood",
    /// It asks nothing of us.
    Ignored = "ignored",
    /// Without an id that can be read.
    Unreadable = "unreadable",
}

label! {
    /// How a turn was decided.
    Decided, "decision":
    /// Answered.
    Answer = "answer",
    /// Asked back.
    Clarify = "clarify",
    /// Nothing fitted.
    Fallback = "fallback",
    /// A step of a guided flow.
    Flow = "flow",
    /// A human was asked for.
    Handoff = "handoff",
    /// Danger to life.
    Safety = "safety",
    /// Our own code failed; the citizen got an apology.
    Apology = "apology",
}

label! {
    /// What became of a message to a citizen.
    Outcome, "outcome":
    /// Telegram took it.
    Sent = "sent",
    /// The chat is gone: blocked, deleted.
    Gone = "gone",
    /// Telegram refused this message for good.
    Refused = "refused",
    /// Tried so long or so often that it was given up.
    GivenUp = "given_up",
}

label! {
    /// Why a message is tried again.
    Retry, "reason":
    /// Telegram asked to wait.
    Asked = "asked_to_wait",
    /// Network, server error, no answer.
    Temporary = "temporary",
}

label! {
    /// What was written to the store.
    Write, "kind":
    /// Updates that came in.
    Inbox = "inbox",
    /// A turn, or a tick.
    Turn = "turn",
}

label! {
    /// What a poll came to.
    Poll, "outcome":
    /// Updates, or none.
    Answered = "answered",
    /// Another process or a webhook receives.
    Conflict = "conflict",
    /// Network, server error, no answer.
    Failed = "failed",
}

label! {
    /// What was answered to a request at the webhook's door.
    Knock, "outcome":
    /// 200: it is stored.
    Taken = "taken",
    /// 404: not the way in.
    Astray = "astray",
    /// 405.
    Method = "method",
    /// 401: without the secret.
    Unauthorised = "unauthorised",
    /// 413.
    TooLarge = "too_large",
    /// 408: the body did not come in time.
    Slow = "slow",
    /// 400: no update.
    Unreadable = "unreadable",
    /// 503: it could not be stored, Telegram comes again.
    Unavailable = "unavailable",
}

label! {
    /// What became of an officer's reply to a citizen.
    ReplyOutcome, "outcome":
    /// It reached the citizen.
    Delivered = "delivered",
    /// It never will.
    Failed = "failed",
}

label! {
    /// What a change of the content came to.
    Reload, "outcome":
    /// In force.
    InForce = "in_force",
    /// Broken; the former one stays.
    Refused = "refused",
    /// A fault of our own.
    Fault = "fault",
}

/// Counters of one name, by the words of a label.
pub struct Counter<L> {
    counts: Box<[AtomicU64]>,
    words: PhantomData<fn(L)>,
}

impl<L: Label> Default for Counter<L> {
    fn default() -> Self {
        Self { counts: L::WORDS.iter().map(|_| AtomicU64::new(0)).collect(), words: PhantomData }
    }
}

impl<L: Label> Counter<L> {
    /// Counts one.
    pub fn one(&self, label: L) {
        self.add(label, 1);
    }

    /// Counts `many`.
    pub fn add(&self, label: L, many: usize) {
        if let Some(count) = self.counts.get(label.place()) {
            count.fetch_add(many as u64, Ordering::Relaxed);
        }
    }

    /// How many there were.
    #[must_use]
    pub fn count(&self, label: L) -> u64 {
        self.counts.get(label.place()).map_or(0, |count| count.load(Ordering::Relaxed))
    }
}

/// All that is counted in one process.
pub struct Metrics {
    started: SystemTime,
    /// Updates that came in.
    pub updates: Counter<Received>,
    /// Updates that are done with.
    pub handled: AtomicU64,
    /// Turns taken.
    pub turns: Counter<Decided>,
    /// Messages that a turn put into an outbox.
    pub queued: AtomicU64,
    /// Messages that left an outbox.
    pub messages: Counter<Outcome>,
    /// Tries after the first one.
    pub retries: Counter<Retry>,
    /// How often sending went over to single probes, because of trouble in many conversations in a row.
    pub circuit_opened: AtomicU64,
    /// From an update's arrival until all of its answer was taken.
    pub answers: Histogram,
    /// How long the store took, its queue and the disk included.
    pub inbox_writes: Histogram,
    /// The same for turns.
    pub turn_writes: Histogram,
    /// Polls.
    pub polls: Counter<Poll>,
    /// Requests at the webhook's door.
    pub knocks: Counter<Knock>,
    /// Changes of the content.
    pub reloads: Counter<Reload>,
    /// Officers' replies to citizens.
    pub replies: Counter<ReplyOutcome>,
    desk: Mutex<Figures>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self {
            started: SystemTime::now(),
            updates: Counter::default(),
            handled: AtomicU64::new(0),
            turns: Counter::default(),
            queued: AtomicU64::new(0),
            messages: Counter::default(),
            retries: Counter::default(),
            circuit_opened: AtomicU64::new(0),
            answers: Histogram::default(),
            inbox_writes: Histogram::default(),
            turn_writes: Histogram::default(),
            polls: Counter::default(),
            knocks: Counter::default(),
            reloads: Counter::default(),
            replies: Counter::default(),
            desk: Mutex::default(),
        }
    }
}

impl Metrics {
    /// The histogram of writes of this kind.
    #[must_use]
    pub fn writes(&self, kind: Write) -> &Histogram {
        match kind {
            Write::Inbox => &self.inbox_writes,
            Write::Turn => &self.turn_writes,
        }
    }

    /// How the desk does now.
    pub fn see_desk(&self, figures: Figures) {
        *self.desk.lock().unwrap_or_else(PoisonError::into_inner) = figures;
    }

    /// When counting began.
    #[must_use]
    pub fn started(&self) -> Duration {
        self.started.duration_since(UNIX_EPOCH).unwrap_or_default()
    }

    /// All of it as Prometheus reads it.
    pub fn render(&self, text: &mut MetricText) {
        text.counter("loket_updates_total", "Updates that came in, by what became of them.", &self.updates);
        text.total("loket_updates_handled_total", "Updates that are done with.", load(&self.handled));
        text.counter("loket_turns_total", "Turns of conversations, by how they were decided.", &self.turns);
        text.total("loket_messages_queued_total", "Messages that turns put into outboxes.", load(&self.queued));
        text.counter("loket_messages_total", "Messages that left an outbox, by what became of them.", &self.messages);
        text.counter("loket_send_retries_total", "Tries to send after the first one, by reason.", &self.retries);
        text.total(
            "loket_send_circuit_opened_total",
            "Times that sending failed in many conversations in a row and went over to single probes.",
            load(&self.circuit_opened),
        );
        text.histogram(
            "loket_answer_seconds",
            "From the arrival of an update until Telegram took the whole answer.",
            &[("", &self.answers)],
        );
        let kinds = Write::WORDS.iter().copied().zip([&self.inbox_writes, &self.turn_writes]);
        text.histogram(
            "loket_store_write_seconds",
            "A durable write as the asker waits for it, queue and disk included.",
            &kinds.collect::<Vec<_>>(),
        );
        text.counter("loket_polls_total", "Polls for updates, by outcome.", &self.polls);
        text.counter("loket_webhook_requests_total", "Requests at the webhook's door, by outcome.", &self.knocks);
        text.counter("loket_content_reloads_total", "Changes of the content, by outcome.", &self.reloads);
        text.counter("loket_desk_replies_total", "Officers' replies, by what became of them.", &self.replies);
        let figures = *self.desk.lock().unwrap_or_else(PoisonError::into_inner);
        desk::render(&figures, text);
        let started = self.started().as_secs_f64();
        text.gauge("process_start_time_seconds", "When the process began, in seconds since 1970.", started);
    }
}

/// Counts one more.
pub fn one_more(count: &AtomicU64) {
    count.fetch_add(1, Ordering::Relaxed);
}

fn load(count: &AtomicU64) -> u64 {
    count.load(Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(metrics: &Metrics) -> String {
        let mut text = MetricText::default();
        metrics.render(&mut text);
        text.finish()
    }

    #[test]
    fn what_is_counted_stands_under_its_word() {
        let metrics = Metrics::default();
        metrics.updates.add(Received::Flood, 3);
        metrics.turns.one(Decided::Apology);
        let text = rendered(&metrics);
        assert!(text.contains("loket_updates_total{outcome=\"flood\"} 3\n"), "{text}");
        assert!(text.contains("loket_turns_total{decision=\"apology\"} 1\n"), "{text}");
        assert!(text.contains("loket_turns_total{decision=\"answer\"} 0\n"), "{text}");
    }

    #[test]
    fn a_histogram_counts_each_bucket_with_those_below_it() {
        let metrics = Metrics::default();
        for millis in [1, 15, 30_000, 90_000] {
            metrics.answers.observe(Duration::from_millis(millis));
        }
        let text = rendered(&metrics);
        for line in [
            "loket_answer_seconds_bucket{le=\"0.001\"} 1",
            "loket_answer_seconds_bucket{le=\"0.02\"} 2",
            "loket_answer_seconds_bucket{le=\"60\"} 3",
            "loket_answer_seconds_bucket{le=\"+Inf\"} 4",
            "loket_answer_seconds_sum 120.016",
            "loket_answer_seconds_count 4",
        ] {
            assert!(text.contains(&format!("{line}\n")), "no {line} in {text}");
        }
        assert!(text.contains("loket_store_write_seconds_bucket{kind=\"turn\",le=\"+Inf\"} 0\n"), "{text}");
    }
}
