//! How fast Telegram lets a bot write.

use std::collections::HashMap;
use std::time::Instant;

/// Limits, each a bucket that refills steadily. `Default` is what Telegram's documentation says.
#[derive(Clone, Debug)]
pub(crate) struct Pace {
    /// A private chat: so many at once, so many a second.
    pub(crate) chat: (f64, f64),
    /// All chats together.
    pub(crate) all: (f64, f64),
    /// A group.
    pub(crate) group: (f64, f64),
    buckets: HashMap<i64, Bucket>,
}

impl Default for Pace {
    fn default() -> Self {
        Self { chat: (5.0, 1.0), all: (30.0, 30.0), group: (20.0, 20.0 / 60.0), buckets: HashMap::new() }
    }
}

#[derive(Clone, Debug)]
struct Bucket {
    left: f64,
    at: Instant,
}

/// Stands for all chats: no chat has this id.
const ALL: i64 = 0;

impl Pace {
    /// These limits for a private chat and for all together: so many at once, so many a second.
    pub(crate) fn of(chat: (f64, f64), all: (f64, f64)) -> Self {
        Self { chat, all, ..Self::default() }
    }

    /// The usual pace but for groups.
    pub(crate) fn with_group(self, most: f64, per_second: f64) -> Self {
        Self { group: (most, per_second), ..self }
    }

    /// Takes one message for `chat`, or says how many seconds to wait. What is refused takes nothing.
    pub(crate) fn take(&mut self, chat: i64, now: Instant) -> Result<(), i64> {
        let own = if chat < 0 { self.group } else { self.chat };
        let all = self.all;
        let waits = [self.refill(chat, own, now), self.refill(ALL, all, now)];
        let wait = waits.into_iter().fold(0.0, f64::max);
        if wait > 0.0 {
            return Err(wait.ceil() as i64);
        }
        for key in [chat, ALL] {
            self.buckets.entry(key).and_modify(|bucket| bucket.left -= 1.0);
        }
        Ok(())
    }

    /// Seconds until the bucket holds one; 0 when it does.
    fn refill(&mut self, key: i64, (most, per_second): (f64, f64), now: Instant) -> f64 {
        let bucket = self.buckets.entry(key).or_insert(Bucket { left: most, at: now });
        bucket.left = most.min(bucket.left + now.duration_since(bucket.at).as_secs_f64() * per_second);
        bucket.at = now;
        if bucket.left >= 1.0 { 0.0 } else { (1.0 - bucket.left) / per_second }
    }
}
