//! How fast may be sent: to one conversation, to a group, and overall, as virtual schedules (GCRA): sends lie an interval
//! apart, and a burst may run ahead of them.
//!
//! Start with [`Pace::turn`]. A conversation waits for its own schedule first and only then stands in the queue for the overall
//! one, which is first come, first served: as each has one message in flight at most, they take turns, and one that waits long
//! takes nothing from others. What nobody waits for ([`Urgency::Notice`]) has one place in that queue together.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep_until};

use super::settings;
use crate::store::ChatKey;

/// When so many conversations have a schedule, those in the past are dropped.
const SCHEDULES: usize = 20_000;
/// How far all together may run ahead of their schedule; the timer is no finer than a millisecond.
const AHEAD: Duration = Duration::from_millis(50);
/// So many calls are on their way at once at most: each has a connection, with its memory, of its own. At a tenth of a second
/// a call these are two thousand a second.
const CALLS: usize = 256;
const MINUTE: Duration = Duration::from_secs(60);

/// Who goes first where not all can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Urgency {
    /// Somebody waits for it.
    Answer,
    /// Nobody does.
    Notice,
}

/// The schedules.
pub(super) struct Pace {
    settings: settings::Pace,
    own: Mutex<Schedules>,
    /// When the next one may go. Waiting for the lock is the queue.
    overall: tokio::sync::Mutex<Option<Instant>>,
    /// Who holds it stands in the queue for all notices.
    notices: tokio::sync::Mutex<()>,
    calls: Semaphore,
}

/// The right to make one call, let go of when dropped.
pub(super) struct Call<'a>(
    #[expect(dead_code, reason = "held, and let go of when dropped")] Option<SemaphorePermit<'a>>,
);

/// Something to be sent.
pub(super) struct Load<'a> {
    pub(super) chat: &'a ChatKey,
    /// Whether several people share the conversation: such a group has a pace of its own.
    pub(super) group: bool,
    /// How many calls it takes.
    pub(super) calls: u32,
    pub(super) urgency: Urgency,
}

impl Pace {
    pub(super) fn new(settings: settings::Pace) -> Self {
        let (own, overall) = (Mutex::new(Schedules::new()), tokio::sync::Mutex::default());
        Self { settings, own, overall, notices: tokio::sync::Mutex::default(), calls: Semaphore::new(CALLS) }
    }

    /// Waits until `load` may be sent. Dropped before, it took nothing.
    pub(super) async fn turn(&self, load: &Load<'_>) -> Call<'_> {
        let rate = self.rate(load.group);
        let ready = self.own().ready(load.chat, &rate);
        wait_until(ready).await;
        let _behind_other_notices = match load.urgency {
            Urgency::Answer => None,
            Urgency::Notice => Some(self.notices.lock().await),
        };
        // Before the schedule, which would let all at once who wait for a place here. It is never closed.
        let call = Call(self.calls.acquire().await.ok());
        let mut next = self.overall.lock().await;
        wait_until(next.and_then(|next| next.checked_sub(AHEAD))).await;
        let now = Instant::now();
        let interval = interval(self.settings.overall_per_second);
        *next = Some(next.map_or(now, |next| next.max(now)) + interval * load.calls);
        self.own().charge(load.chat, now, rate.interval * load.calls);
        call
    }

    fn rate(&self, group: bool) -> Rate {
        let settings = &self.settings;
        if !group {
            return Rate { interval: interval(settings.per_chat_per_second), burst: settings.per_chat_burst };
        }
        // A burst counts as well: in no minute more than is allowed.
        let burst = settings.per_chat_burst.min(settings.per_group_per_minute / 4).max(1);
        Rate { interval: MINUTE / settings.per_group_per_minute.saturating_sub(burst).max(1), burst }
    }

    fn own(&self) -> MutexGuard<'_, Schedules> {
        self.own.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn wait_until(moment: Option<Instant>) {
    if let Some(moment) = moment.filter(|moment| *moment > Instant::now()) {
        sleep_until(moment).await;
    }
}

struct Rate {
    interval: Duration,
    burst: u32,
}

/// When the next message of each conversation would be on schedule.
struct Schedules {
    next: HashMap<ChatKey, Instant>,
    /// At this size the past ones are dropped.
    full_at: usize,
}

impl Schedules {
    fn new() -> Self {
        Self { next: HashMap::new(), full_at: SCHEDULES }
    }

    fn ready(&self, chat: &ChatKey, rate: &Rate) -> Option<Instant> {
        self.next.get(chat)?.checked_sub(rate.interval * rate.burst.saturating_sub(1))
    }

    fn charge(&mut self, chat: &ChatKey, now: Instant, cost: Duration) {
        if let Some(next) = self.next.get_mut(chat) {
            *next = (*next).max(now) + cost;
            return;
        }
        if self.next.len() >= self.full_at {
            self.next.retain(|_, next| *next > now);
            self.full_at = SCHEDULES.max(2 * self.next.len());
        }
        self.next.insert(chat.clone(), now + cost);
    }
}

fn interval(per_second: f64) -> Duration {
    Duration::from_secs_f64(1.0 / per_second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn pace(overall: f64, per_chat: f64) -> Arc<Pace> {
        Arc::new(Pace::new(settings::Pace {
            overall_per_second: overall,
            per_chat_per_second: per_chat,
            per_chat_burst: 2,
            per_group_per_minute: 20,
        }))
    }

    /// Sends as soon as it may.
    async fn send(pace: &Pace, id: &str, urgency: Urgency) {
        let chat = ChatKey::new("t", id);
        pace.turn(&Load { chat: &chat, group: id.starts_with('-'), calls: 1, urgency }).await;
    }

    /// Who was sent to, in order.
    async fn send_all(pace: &Arc<Pace>, loads: Vec<(&'static str, Urgency)>) -> Vec<&'static str> {
        let (done, mut order) = tokio::sync::mpsc::unbounded_channel();
        for (id, urgency) in loads {
            let (pace, done) = (Arc::clone(pace), done.clone());
            tokio::spawn(async move {
                send(&pace, id, urgency).await;
                done.send(id)
            });
        }
        drop(done);
        let mut all = Vec::new();
        while let Some(id) = order.recv().await {
            all.push(id);
        }
        all
    }

    /// When each of `count` messages may go, in milliseconds, if each goes as soon as it may.
    fn one_after_another(pace: &Pace, id: &str, count: usize) -> Vec<u128> {
        let (chat, rate) = (ChatKey::new("t", id), pace.rate(id.starts_with('-')));
        let start = Instant::now();
        let mut now = start;
        let mut moments = Vec::new();
        for _ in 0..count {
            now = pace.own().ready(&chat, &rate).map_or(now, |ready| ready.max(now));
            pace.own().charge(&chat, now, rate.interval);
            moments.push((now - start).as_millis());
        }
        moments
    }

    #[test]
    fn one_conversation_may_burst_and_then_keeps_its_pace() {
        let pace = pace(1e5, 1.0);
        assert_eq!(one_after_another(&pace, "a", 4), [0, 0, 1000, 2000]);
        assert_eq!(one_after_another(&pace, "b", 1), [0]);
    }

    #[test]
    fn a_group_gets_no_more_than_its_share_in_any_minute() {
        let moments = one_after_another(&pace(1e5, 1e5), "-7", 60);
        for (place, start) in moments.iter().enumerate() {
            let within = moments[place..].iter().filter(|moment| **moment - start < 60_000).count();
            assert!(within <= 20, "{within} within the minute from {start} ms");
        }
        assert!(moments[59] < 240_000, "and not much less: {moments:?}");
    }

    #[tokio::test]
    async fn t29_one_that_waits_for_itself_takes_no_turn_of_others() {
        let pace = pace(500.0, 5.0);
        for _ in 0..2 {
            send(&pace, "busy", Urgency::Answer).await;
        }
        let loads = [("busy", Urgency::Answer), ("a", Urgency::Answer), ("b", Urgency::Answer)];
        assert_eq!(send_all(&pace, loads.into()).await, ["a", "b", "busy"]);
    }

    #[tokio::test]
    async fn answers_pass_notices() {
        let pace = pace(50.0, 1e5);
        send(&pace, "x", Urgency::Answer).await;
        send_all(&pace, vec![("x", Urgency::Answer); 3]).await;
        let notices = (0..5).map(|_| ("notice", Urgency::Notice));
        let answers = (0..5).map(|_| ("answer", Urgency::Answer));
        let order = send_all(&pace, notices.chain(answers).collect()).await;
        assert_eq!(order[0], "notice", "the one that was there first");
        assert_eq!(order[1..6], ["answer"; 5]);
    }

    #[tokio::test]
    async fn no_more_calls_are_on_their_way_than_there_are_places() {
        let pace = pace(1e9, 1e9);
        let chat = ChatKey::new("t", "a");
        let load = Load { chat: &chat, group: false, calls: 1, urgency: Urgency::Answer };
        let mut on_their_way = Vec::new();
        for _ in 0..CALLS {
            on_their_way.push(pace.turn(&load).await);
        }
        let mut one_more = std::pin::pin!(pace.turn(&load));
        tokio::select! {
            biased;
            _ = &mut one_more => panic!("one call more than there are places"),
            () = tokio::task::yield_now() => {}
        }
        on_their_way.pop();
        one_more.await;
    }

    #[test]
    fn the_schedules_do_not_grow_without_end() {
        let mut schedules = Schedules::new();
        let start = Instant::now();
        for id in 0..100_000_u64 {
            let now = start + Duration::from_millis(id);
            schedules.charge(&ChatKey::new("t", &id.to_string()), now, Duration::from_secs(1));
        }
        assert!(schedules.next.len() <= SCHEDULES, "{}", schedules.next.len());
    }
}
