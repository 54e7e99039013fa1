//! The shell around the pure core: lanes, clock, timers, delivery, the content in force.
//!
//! Start with [`Service`]: it takes updates that are safely stored, hands each to its conversation's lane, and a lane
//! takes turns and delivers. Decides nothing of a conversation (that is `dialogue`) and knows no channel's protocol.
//! Always holds: one lane per conversation at a time; a turn is one atomic write; what is to be sent is sent until the
//! channel took it or refused it for good; at most one message a conversation is sent and not yet ticked off.

mod circuit;
mod clock;
pub mod control;
mod counting;
mod delivery;
mod examples;
pub mod health;
mod http;
mod intake;
mod lanes;
mod learnt;
mod library;
pub mod metrics;
mod office;
mod pace;
mod personal;
mod polling;
pub mod room;
pub mod settings;
mod turn;
mod unattended;
mod watching;
mod webhook;

pub use clock::Clock;
pub use counting::read as counts_in;
pub use examples::{Judged, check, judged_by};
pub use http::Listener;
pub use learnt::{Keep, judging_knowledge, knowledge, knowledge_in_haste, knowledge_of_both, matcher};
pub use library::{Broken, InForce, Library};
pub use office::{OfficeParts, Told, Wish};
pub use polling::{Polling, Stopped, TELEGRAM, poll_until};
pub use turn::{TurnOutcome, forget_after, take_turn};
pub use unattended::erase_with_cases;
pub use watching::{SIGN_OF_LIFE, answer_watchers};
pub use webhook::{Door, Registration, Unregistered, keep_watch};

use std::collections::{BTreeMap, BTreeSet};
use std::future::poll_fn;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::channels::Channel;
use crate::desk::{OfficerId, Rules};
use crate::dialogue::{House, Input, Moment};
use crate::failpoint;
use crate::store::{ChatKey, NewUpdate, Store, StoreError, UpdateId, Written};

use circuit::Circuit;
use counting::Counting;
use health::{Component, Condition, Health};
use lanes::{Job, Lanes};
use metrics::{Metrics, Received, Write};
use office::Office;
use pace::Pace;

/// How a raw update becomes an input; `None` for what needs no reaction.
pub type Reader = fn(&[u8]) -> Option<Input>;

/// Why the service ends before it is told to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fatal {
    /// The store broke or overran its time.
    Store(String),
    /// The channel no longer accepts our token.
    Unauthorised,
    /// Telegram does not deliver at our webhook.
    Webhook(Unregistered),
}

/// What the service is made of.
pub struct Parts<S, C> {
    /// Where conversations stay.
    pub store: S,
    /// The way to citizens.
    pub channel: C,
    /// Reads what came through it.
    pub reader: Reader,
    /// The content in force.
    pub library: Library,
    /// What the operator decides.
    pub house: House,
    /// The time.
    pub clock: Clock,
    /// How fast may be sent.
    pub pace: settings::Pace,
}

/// The running assistant. Cheap to clone.
pub struct Service<S, C> {
    inner: Arc<Inner<S, C>>,
}

impl<S, C> Clone for Service<S, C> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner) }
    }
}

struct Inner<S, C> {
    store: S,
    channel: C,
    reader: Reader,
    library: Library,
    house: House,
    office: Option<Arc<Office>>,
    /// Held by whoever writes the desk's records where there is no office.
    unattended: tokio::sync::Mutex<()>,
    /// How long what a desk stored is kept.
    terms: Rules,
    clock: Clock,
    pace: Pace,
    circuit: Circuit,
    lanes: Lanes,
    health: Health,
    metrics: Metrics,
    counting: Counting,
    room: watch::Sender<room::Room>,
    fatal: watch::Sender<Option<Fatal>>,
    stopping: watch::Sender<bool>,
}

/// A storage call that takes longer means that the disk or the store no longer works; the process then ends.
const STORAGE_LIMIT: Duration = Duration::from_secs(30);

async fn within_limit<T>(call: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    let late = |_| Err(StoreError::Stopped(format!("a storage call took longer than {} s", STORAGE_LIMIT.as_secs())));
    tokio::time::timeout(STORAGE_LIMIT, call).await.unwrap_or_else(late)
}

/// With this on top, a stop takes ten seconds at most.
const CLOSING: Duration = Duration::from_millis(1500);

/// How many due conversations are looked at in one go.
const DUE_AT_ONCE: usize = 200;

impl<S: Store, C: Channel> Service<S, C> {
    /// A service that waits for updates.
    pub fn new(parts: Parts<S, C>) -> Self {
        Self::with_desk(parts, None, Rules::default())
    }

    /// A service that waits for updates and hands over to the desk of `office`, if there is one. What a desk stored ends by `terms`
    /// also where there is none.
    pub fn with_desk(parts: Parts<S, C>, office: Option<OfficeParts>, terms: Rules) -> Self {
        let inner = Inner {
            store: parts.store,
            channel: parts.channel,
            reader: parts.reader,
            library: parts.library,
            house: parts.house,
            office: office.map(|office| Arc::new(Office::new(office))),
            unattended: tokio::sync::Mutex::default(),
            terms,
            clock: parts.clock,
            pace: Pace::new(parts.pace),
            circuit: Circuit::default(),
            lanes: Lanes::default(),
            health: Health::default(),
            metrics: Metrics::default(),
            counting: Counting::default(),
            room: watch::Sender::default(),
            fatal: watch::Sender::new(None),
            stopping: watch::Sender::new(false),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Goes on with the statistics that are kept in `folder`, and keeps them there.
    ///
    /// # Errors
    /// When what is kept cannot be read; nothing is kept then.
    pub fn keep_statistics(&self, folder: &Path) -> io::Result<()> {
        self.inner.counting.keep_in(folder)
    }

    /// Writes the statistics of now to where they are kept.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn save_statistics(&self) -> io::Result<()> {
        self.inner.counting.save(self.inner.clock.now())
    }

    /// Takes up what an earlier process left: updates not handled, messages not sent. Returns how many of each.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn resume(&self) -> Result<(usize, usize), StoreError> {
        let mut waiting = self.inner.store.waiting().await?;
        let unsent = self.inner.store.unsent().await?;
        let counts = (waiting.len(), unsent.len());
        if self.inner.office.is_some() {
            self.enqueue(Office::key(), Job::Due);
        } else {
            // Without a desk its letters wait for one.
            waiting.retain(|letter| office::lane_of(&letter.chat).is_none());
        }
        for chat in unsent {
            self.enqueue(chat, Job::Deliver);
        }
        // Counted here, for the lanes are at work already.
        let mut each: BTreeMap<ChatKey, usize> = BTreeMap::new();
        for update in waiting {
            let count = each.entry(update.chat.clone()).or_default();
            *count += 1;
            if *count == lanes::WAITING_EACH && office::lane_of(&update.chat).is_none() {
                self.enqueue(update.chat.clone(), Job::TooMany);
            }
            self.enqueue(update.chat, Job::Update(update.id, update.raw, None));
        }
        failpoint::reach("resumed");
        Ok(counts)
    }

    /// Stores `updates` durably and hands the new ones to their lanes. When this returns, the sender may forget them.
    ///
    /// # Errors
    /// When the store cannot take them: the sender must keep them. [`StoreError::NoRoom`] passes by itself, see [`room`].
    pub async fn accept(&self, updates: Vec<NewUpdate>) -> Result<Vec<UpdateId>, StoreError> {
        if !self.is_taking() {
            return Err(StoreError::NoRoom);
        }
        let updates = self.admit(updates);
        if updates.is_empty() {
            return Ok(Vec::new());
        }
        let arrived = Instant::now();
        let mut append = std::pin::pin!(within_limit(self.inner.store.append(updates.clone(), self.inner.clock.now())));
        // Asked for before the lanes are: what they write for these updates is written behind it, most of it together with it.
        let asked = poll_fn(|cx| Poll::Ready(append.as_mut().poll(cx))).await;
        if let Poll::Ready(Err(error)) = asked {
            return Err(error);
        }
        let count = updates.len();
        let mut ids = BTreeSet::new();
        // Telegram may repeat an update within one batch: only its first copy is stored.
        let once = updates.into_iter().filter(|update| ids.insert(update.id));
        let (to_desk, of_citizens): (Vec<_>, Vec<_>) = once.partition(|update| office::lane_of(&update.chat).is_some());
        for update in of_citizens {
            self.enqueue(update.chat, Job::Update(update.id, update.raw, Some(arrived)));
        }
        let new = match asked {
            Poll::Ready(appended) => appended?,
            Poll::Pending => append.await?,
        };
        self.inner.metrics.writes(Write::Inbox).observe(arrived.elapsed());
        self.inner.metrics.updates.add(Received::Taken, new.len());
        self.inner.metrics.updates.add(Received::Repeated, count - new.len());
        for update in to_desk.into_iter().filter(|update| new.contains(&update.id)) {
            self.enqueue(update.chat, Job::Update(update.id, update.raw, Some(arrived)));
        }
        Ok(new)
    }

    /// Erases a conversation for good, in its turn; whether there was anything of it. `None` when the service stops before.
    pub async fn erase(&self, chat: &ChatKey) -> Option<bool> {
        let (told, erased) = tokio::sync::oneshot::channel();
        self.enqueue(chat.clone(), Job::Erase(told));
        erased.await.ok()
    }

    /// Does what time demands at `now`: conversations that were idle too long are forgotten.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn tick(&self, now: Moment) -> Result<usize, StoreError> {
        // Where they are no longer wanted, all go.
        let kept = i64::from(self.inner.house.missed_days);
        let first = if kept == 0 { i64::MAX } else { now.0.div_euclid(Moment::DAY) - kept };
        self.inner.store.forget_missed(first).await?;
        let due = self.inner.store.due(now, DUE_AT_ONCE).await?;
        let count = due.len();
        for (_, chat) in due {
            self.enqueue(chat, Job::Due);
        }
        if self.inner.office.is_some() {
            self.enqueue(Office::key(), Job::Due);
        } else {
            self.tidy_unattended(now).await?;
        }
        Ok(count)
    }

    /// Where conversations stay.
    #[must_use]
    pub fn store(&self) -> &S {
        &self.inner.store
    }

    /// How long what a desk stored is kept.
    #[must_use]
    pub fn terms(&self) -> &Rules {
        &self.inner.terms
    }

    /// Where no desk is at work: after how many days without a message its open cases are forgotten.
    #[must_use]
    pub fn unattended_after(&self) -> Option<u32> {
        self.inner.office.is_none().then_some(self.inner.house.idle_days)
    }

    /// The channel.
    #[must_use]
    pub fn channel(&self) -> &C {
        &self.inner.channel
    }

    /// The content in force.
    #[must_use]
    pub fn library(&self) -> &Library {
        &self.inner.library
    }

    /// The clock it goes by.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// How its parts are.
    #[must_use]
    pub fn health(&self) -> &Health {
        &self.inner.health
    }

    /// What is counted.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.inner.metrics
    }

    /// In how many conversations something is being answered or sent.
    #[must_use]
    pub fn at_work(&self) -> usize {
        self.inner.lanes.running()
    }

    /// Whether lanes and the store's writer answer within `limit`: the sign of life for `/livez` and the watchdog.
    pub async fn responds(&self, limit: Duration) -> bool {
        // An empty write goes the way of every write, and changes nothing.
        let nothing = self.inner.store.append(Vec::new(), self.inner.clock.now());
        let answered = tokio::time::timeout(limit, nothing).await.is_ok_and(|written| written.is_ok());
        if answered {
            self.inner.health.set_ok(Component::Store);
        } else {
            self.inner.health.set(Component::Store, Condition::Failed, "a write is not answered");
        }
        answered
    }

    /// What the store has written.
    #[must_use]
    pub fn written(&self) -> Written {
        self.inner.store.written()
    }

    /// Whether the service is on its way to its end: nothing more may be confirmed.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.inner.is_stopping()
    }

    /// Ends the service for this reason; the first one counts.
    pub fn fail(&self, reason: Fatal) {
        self.inner.fail(reason);
    }

    /// How many updates and deliveries wait in memory.
    #[must_use]
    pub fn backlog(&self) -> usize {
        self.inner.lanes.waiting()
    }

    /// Resolves when at most `limit` wait in memory.
    pub async fn backlog_below(&self, limit: usize) {
        self.inner.lanes.below(limit).await;
    }

    /// Resolves when the service cannot go on.
    pub async fn fatal(&self) -> Fatal {
        let mut fatal = self.inner.fatal.subscribe();
        loop {
            if let Some(reason) = fatal.borrow_and_update().clone() {
                return reason;
            }
            // The sender lives as long as `self`; without it there is nothing to wait for.
            if fatal.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }

    /// Lets lanes finish what they are at, then closes the store. What was not sent stays stored.
    ///
    /// # Errors
    /// When the store cannot be closed properly.
    pub async fn stop(&self, patience: Duration) -> Result<(), StoreError> {
        self.inner.stopping.send_replace(true);
        let _ = tokio::time::timeout(patience, self.inner.lanes.idle()).await;
        let late = |_| Err(StoreError::Stopped("it did not close in time; what was acknowledged is stored".into()));
        tokio::time::timeout(CLOSING, self.inner.store.close()).await.unwrap_or_else(late)
    }

    /// `updates` without those of conversations in which too many wait; these are told so.
    fn admit(&self, updates: Vec<NewUpdate>) -> Vec<NewUpdate> {
        let mut waiting: BTreeMap<ChatKey, usize> = BTreeMap::new();
        let mut flooded: BTreeMap<ChatKey, usize> = BTreeMap::new();
        let mut admitted = Vec::with_capacity(updates.len());
        for update in updates {
            let count = waiting.entry(update.chat.clone()).or_insert_with(|| self.inner.lanes.waiting_of(&update.chat));
            if *count >= lanes::WAITING_EACH && office::lane_of(&update.chat).is_none() {
                *flooded.entry(update.chat).or_default() += 1;
            } else {
                *count += 1;
                admitted.push(update);
            }
        }
        for (chat, count) in flooded {
            self.inner.metrics.updates.add(Received::Flood, count);
            tracing::warn!(event = "flood", not_taken = count);
            self.enqueue(chat, Job::TooMany);
        }
        admitted
    }

    fn enqueue(&self, chat: ChatKey, job: Job) {
        enqueue(&self.inner, chat, job);
    }

    /// Whether `group` is a group of officers, whose updates go to the desk.
    pub(super) fn is_officers_group(&self, group: i64) -> bool {
        self.inner.office.as_ref().is_some_and(|office| office.has_group(group))
    }

    /// Whether there is a desk.
    pub(super) fn has_desk(&self) -> bool {
        self.inner.office.is_some()
    }

    /// What comes of the wish of an officer at the terminal; `None` without a desk, or if the service stops first.
    pub async fn ask_desk(&self, by: OfficerId, wish: Wish) -> Option<Told> {
        self.inner.office.as_ref()?;
        let (reply, told) = tokio::sync::oneshot::channel();
        self.enqueue(Office::key(), Job::Order(Box::new(office::Order { by, wish, reply })));
        told.await.ok()
    }
}

fn enqueue<S: Store, C: Channel>(inner: &Arc<Inner<S, C>>, chat: ChatKey, job: Job) {
    if inner.lanes.push(&chat, job) {
        tokio::spawn(lanes::run(Arc::clone(inner), chat));
    }
}

impl<S, C> Inner<S, C> {
    fn fail(&self, reason: Fatal) {
        self.fatal.send_if_modified(|known| {
            let first = known.is_none();
            if first {
                *known = Some(reason);
            }
            first
        });
        self.stopping.send_replace(true);
    }

    fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }

    /// What `waiting` comes to; `None` if the service stops first.
    async fn unless_stopping<T>(&self, waiting: impl Future<Output = T>) -> Option<T> {
        let mut stopping = self.stopping.subscribe();
        tokio::select! {
            biased;
            _ = stopping.wait_for(|stopping| *stopping) => None,
            done = waiting => Some(done),
        }
    }
}
