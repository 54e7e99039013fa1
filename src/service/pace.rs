//! How fast may be sent: overall and per conversation, as virtual schedules (GCRA): each send takes a slot, slots lie an
//! interval apart, and a burst may run ahead of them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::settings;
use crate::store::ChatKey;

/// When this many conversations have a schedule, those in the past are dropped.
const SCHEDULES: usize = 20_000;

/// The schedules.
pub(super) struct Pace {
    settings: settings::Pace,
    schedules: Mutex<Schedules>,
}

#[derive(Default)]
struct Schedules {
    overall: Option<Instant>,
    chats: HashMap<ChatKey, Instant>,
}

impl Pace {
    pub(super) fn new(settings: settings::Pace) -> Self {
        Self { settings, schedules: Mutex::default() }
    }

    /// Takes the next slot for `chat` and waits until it comes.
    pub(super) async fn wait(&self, chat: &ChatKey) {
        let slot = self.take_slot(chat, Instant::now());
        tokio::time::sleep_until(slot).await;
    }

    fn take_slot(&self, chat: &ChatKey, now: Instant) -> Instant {
        let mut schedules = self.schedules.lock().unwrap_or_else(PoisonError::into_inner);
        let settings = &self.settings;
        let own = schedules.chat_slot(chat, now, interval(settings.per_chat_per_second), settings.per_chat_burst);
        own.max(schedules.overall_slot(now, interval(settings.overall_per_second)))
    }
}

impl Schedules {
    fn overall_slot(&mut self, now: Instant, interval: Duration) -> Instant {
        let slot = self.overall.map_or(now, |next| next.max(now));
        self.overall = Some(slot + interval);
        slot
    }

    fn chat_slot(&mut self, chat: &ChatKey, now: Instant, interval: Duration, burst: u32) -> Instant {
        if self.chats.len() >= SCHEDULES {
            self.chats.retain(|_, next| *next > now);
        }
        let tolerance = interval * burst.saturating_sub(1);
        let next = self.chats.get(chat).copied().map_or(now, |next| next.max(now));
        self.chats.insert(chat.clone(), next + interval);
        next.checked_sub(tolerance).map_or(now, |slot| slot.max(now))
    }
}

fn interval(per_second: f64) -> Duration {
    Duration::from_secs_f64(1.0 / per_second)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots(overall: f64, per_chat: f64, chats: &[&str]) -> Vec<u128> {
        let settings = settings::Pace { overall_per_second: overall, per_chat_per_second: per_chat, per_chat_burst: 2 };
        let pace = Pace::new(settings);
        let now = Instant::now();
        chats.iter().map(|id| (pace.take_slot(&ChatKey::new("t", id), now) - now).as_millis()).collect()
    }

    #[test]
    fn one_conversation_may_burst_and_then_keeps_its_pace() {
        assert_eq!(slots(1e5, 1.0, &["a", "a", "a", "a", "b"]), [0, 0, 1000, 2000, 0]);
    }

    #[test]
    fn all_together_keep_the_overall_pace() {
        assert_eq!(slots(10.0, 1e5, &["a", "b", "c"]), [0, 100, 200]);
    }
}
