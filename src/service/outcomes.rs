//! What became of what was to be sent, counted. Numbers only: no chat, no text, no moment.

use std::sync::atomic::{AtomicU64, Ordering};

/// Something counted since the start of the process.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// One more.
    pub(super) fn add(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// How many so far.
    #[must_use]
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The counters of delivery.
#[derive(Debug, Default)]
pub struct Outcomes {
    /// Taken by the channel.
    pub sent: Counter,
    /// Tries that may be repeated: no network, a server error, half an answer.
    pub failed_tries: Counter,
    /// Tries that the channel answered with "wait".
    pub told_to_wait: Counter,
    /// Messages refused for good for themselves alone.
    pub refused: Counter,
    /// Messages tried so long or so often that they were given up.
    pub given_up: Counter,
    /// Conversations that nothing will reach any more.
    pub gone: Counter,
    /// How often sending went over to single probes, because of trouble in many conversations in a row.
    pub circuit_opened: Counter,
    /// Updates not taken, because so many of their conversation wait.
    pub not_taken: Counter,
}
