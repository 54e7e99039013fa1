//! One lane per conversation: its jobs in order, one at a time; different conversations at the same time.

use std::collections::{HashMap, VecDeque};
use std::panic::catch_unwind;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::sync::{Notify, oneshot};

use super::delivery::{self, Delivered};
use super::metrics::{Decided, Write, one_more};
use super::office::{self, Order, letter_to_desk, read_letter};
use super::turn::TurnOutcome;
use super::unattended::{erase_with_cases, show_cases};
use super::{Fatal, Inner, enqueue, turn, within_limit};
use crate::channels::Channel;
use crate::desk::ToDesk;
use crate::dialogue::{Decision, Effect, House, Input, MediaKind, Missed, Moment, Turn};
use crate::failpoint;
use crate::privacy::Sensitive;
use crate::store::{
    ChatKey, Conversation, MissedQuestion, NewUpdate, Store, StoreError, TurnWrite, UpdateId, WideWrite,
};

/// Something to do in a conversation.
pub(super) enum Job {
    /// Take a turn for this update, which this process took in at this moment.
    Update(UpdateId, Sensitive<Vec<u8>>, Option<Instant>),
    /// Send what an earlier process left.
    Deliver,
    /// Time demands something.
    Due,
    /// The operator erases it; tells whether there was anything.
    Erase(oneshot::Sender<bool>),
    /// Say that more is sent than can be answered.
    TooMany,
    /// An officer's update that was looked at too early.
    Again(UpdateId, Sensitive<Vec<u8>>),
    /// An officer at the terminal wants something of the desk.
    Order(Box<Order>),
}

/// So many updates of one conversation wait at most: at one answer a second that is over a minute and a half. What comes
/// on top is not taken, and the citizen is told so (threat T29).
pub(super) const WAITING_EACH: usize = 100;

/// The jobs that wait, by conversation. A conversation stands here exactly while its lane runs.
#[derive(Default)]
pub(super) struct Lanes {
    queues: Mutex<Queues>,
    drained: Notify,
}

#[derive(Default)]
struct Queues {
    by_chat: HashMap<ChatKey, VecDeque<Job>>,
    waiting: usize,
}

impl Lanes {
    /// Adds a job; true if the conversation has no lane yet and one must be started.
    pub(super) fn push(&self, chat: &ChatKey, job: Job) -> bool {
        let mut queues = self.lock();
        if let Some(queue) = queues.by_chat.get_mut(chat) {
            match job {
                // Whoever is active is not idle, and the sweep comes again.
                Job::Due => return false,
                Job::TooMany if queue.iter().any(|waiting| matches!(waiting, Job::TooMany)) => return false,
                Job::TooMany => queue.push_front(job),
                job => queue.push_back(job),
            }
            queues.waiting += 1;
            return false;
        }
        queues.waiting += 1;
        queues.by_chat.insert(chat.clone(), VecDeque::from([job]));
        true
    }

    /// The next job of a conversation; without one its lane is over.
    pub(super) fn next(&self, chat: &ChatKey) -> Option<Job> {
        let mut queues = self.lock();
        let job = queues.by_chat.get_mut(chat).and_then(VecDeque::pop_front);
        match job {
            Some(_) => queues.waiting -= 1,
            None => {
                queues.by_chat.remove(chat);
            }
        }
        self.drained.notify_waiters();
        job
    }

    /// How many jobs of a conversation wait.
    pub(super) fn waiting_of(&self, chat: &ChatKey) -> usize {
        self.lock().by_chat.get(chat).map_or(0, VecDeque::len)
    }

    fn has_more(&self, chat: &ChatKey) -> bool {
        self.lock().by_chat.get(chat).is_some_and(|queue| !queue.is_empty())
    }

    /// Ends a lane with all that waits in it: it is stored, and the next process takes it up.
    fn abandon(&self, chat: &ChatKey) {
        let mut queues = self.lock();
        let left = queues.by_chat.remove(chat).map_or(0, |queue| queue.len());
        queues.waiting -= left;
        self.drained.notify_waiters();
    }

    /// How many lanes run.
    pub(super) fn running(&self) -> usize {
        self.lock().by_chat.len()
    }

    pub(super) fn waiting(&self) -> usize {
        self.lock().waiting
    }

    /// Resolves when at most `limit` jobs wait.
    pub(super) async fn below(&self, limit: usize) {
        self.until(|queues| queues.waiting <= limit).await;
    }

    /// Resolves when no lane runs.
    pub(super) async fn idle(&self) {
        self.until(|queues| queues.by_chat.is_empty()).await;
    }

    async fn until(&self, reached: impl Fn(&Queues) -> bool) {
        loop {
            let drained = self.drained.notified();
            tokio::pin!(drained);
            drained.as_mut().enable();
            if reached(&self.lock()) {
                return;
            }
            drained.await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Queues> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Works off the jobs of one conversation until none is left or the service stops.
pub(super) async fn run<S: Store, C: Channel>(inner: Arc<Inner<S, C>>, chat: ChatKey) {
    // Dropped with the task: whatever happens in it, the lane is not left marked as running.
    let over = LaneOver { inner: Arc::clone(&inner), chat: chat.clone() };
    if let (Some(office), Some(lane)) = (inner.office.clone(), office::lane_of(&chat)) {
        office::work(&inner, &office, &chat, lane).await;
        return drop(over);
    }
    let mut lane = Lane { inner, chat, conversation: None, unticked: false };
    while !lane.inner.is_stopping() {
        let Some(job) = lane.inner.lanes.next(&lane.chat) else {
            break;
        };
        let worked = lane.work(job).await;
        lane.report(worked);
    }
    let ticked = lane.tick_off().await;
    lane.report(ticked);
    drop(over);
}

struct LaneOver<S, C> {
    inner: Arc<Inner<S, C>>,
    chat: ChatKey,
}

impl<S, C> Drop for LaneOver<S, C> {
    fn drop(&mut self) {
        if std::thread::panicking() || self.inner.is_stopping() {
            self.inner.lanes.abandon(&self.chat);
        }
    }
}

/// A lane at work, with the record it alone may change.
struct Lane<S, C> {
    inner: Arc<Inner<S, C>>,
    chat: ChatKey,
    /// The record, as far as this lane knows it.
    conversation: Option<Conversation>,
    /// Whether something was sent that the store still has in the outbox.
    unticked: bool,
}

impl<S: Store, C: Channel> Lane<S, C> {
    fn report(&self, outcome: Result<(), StoreError>) {
        if let Err(error) = outcome {
            tracing::error!(event = "store_failed", %error);
            self.inner.fail(Fatal::Store(error.to_string()));
        }
    }

    async fn work(&mut self, job: Job) -> Result<(), StoreError> {
        let mut arrived = None;
        match job {
            Job::Update(id, raw, since) => {
                arrived = since;
                let input = match id.is_letter() {
                    true => read_letter(raw.expose()),
                    false => read(self.inner.reader, raw.expose()),
                };
                self.turn(id, input).await?;
            }
            Job::Deliver | Job::Order(_) | Job::Again(..) => {}
            Job::TooMany => self.tell_too_many().await?,
            Job::Due => return self.forget_if_due().await,
            Job::Erase(told) => return self.erase_as_asked(told).await,
        }
        self.deliver().await?;
        self.observe_answer(arrived);
        // With more to do, the tick rides along with the next turn's write: until then nothing else is sent.
        if self.inner.lanes.has_more(&self.chat) { Ok(()) } else { self.tick_off().await }
    }

    /// Counts how long an answer took that has now gone out.
    fn observe_answer(&self, arrived: Option<Instant>) {
        let all_sent = self.unticked && self.conversation.as_ref().is_some_and(|record| record.outbox.is_empty());
        if let Some(arrived) = arrived.filter(|_| all_sent) {
            self.inner.metrics.answers.observe(arrived.elapsed());
        }
    }

    async fn load(&mut self) -> Result<Conversation, StoreError> {
        let conversation = match self.conversation.take() {
            Some(conversation) => conversation,
            None => within_limit(self.inner.store.load(&self.chat)).await?.unwrap_or_default(),
        };
        // Also what is still at hand from the turn before: the clock may have jumped since.
        Ok(conversation.as_of(self.inner.clock.now()))
    }

    /// Takes the turn for an update and writes it. An update that needs no reaction is only marked as handled.
    async fn turn(&mut self, id: UpdateId, input: Option<Input>) -> Result<(), StoreError> {
        let before = self.load().await?;
        if before.revision == 0 && matches!(input, Some(Input::Desk(_))) {
            // It was erased meanwhile, at the desk too: a letter that was on its way does not begin it anew.
            let write = WideWrite { handled: vec![id], ..WideWrite::at(self.inner.clock.now()) };
            within_limit(self.inner.store.commit_wide(write)).await?;
            one_more(&self.inner.metrics.handled);
            return Ok(());
        }
        let waiting = messages_in(&before);
        // What is known to be sent, and is not ticked off yet, must not be forgotten if this comes to nothing.
        let unticked = self.unticked.then(|| before.clone());
        let Some(input) = input else {
            return self.answer(before, id, unticked).await.map(drop);
        };
        let knowledge = self.inner.library.current();
        let now = self.inner.clock.now();
        let TurnOutcome { mut conversation, turn } = turn::take_turn(&knowledge, &self.house(), before, &input, now);
        if turn.is_none() {
            tracing::error!(event = "turn_panicked");
        }
        conversation.state.told_too_many &= self.inner.lanes.has_more(&self.chat);
        let queued = messages_in(&conversation).saturating_sub(waiting) as u64;
        failpoint::reach("turn.taken");
        if self.answer(conversation, id, unticked).await? {
            self.inner.metrics.turns.one(decided(turn.as_ref()));
            self.inner.metrics.queued.fetch_add(queued, Ordering::Relaxed);
            if let Some(turn) = turn {
                self.inner.counting.add(&turn, now);
                self.keep_missed(turn.missed).await?;
            }
        }
        Ok(())
    }

    /// Writes what the update `id` led to. It may have been answered before, for its turn was taken while it was still being
    /// looked up; then nothing is written, all is `as_before`, and this says no.
    async fn answer(
        &mut self,
        conversation: Conversation,
        id: UpdateId,
        as_before: Option<Conversation>,
    ) -> Result<bool, StoreError> {
        let write = self.turn_write(&conversation, vec![id]);
        let asked = Instant::now();
        let revision = match within_limit(self.inner.store.answer(write)).await {
            Err(StoreError::NotWaiting) => {
                self.conversation = as_before;
                return Ok(false);
            }
            answered => answered?,
        };
        self.written(asked, conversation, revision);
        failpoint::reach("turn.committed");
        one_more(&self.inner.metrics.handled);
        Ok(true)
    }

    async fn keep_missed(&self, missed: Option<Missed>) -> Result<(), StoreError> {
        let Some(Missed { lang, words }) = missed else { return Ok(()) };
        let day = self.inner.clock.now().0.div_euclid(Moment::DAY);
        within_limit(self.inner.store.keep_missed(MissedQuestion { day, lang: lang.to_string(), words })).await
    }

    /// The house, with what may be known of the desk now.
    fn house(&self) -> House {
        let house = &self.inner.house;
        self.inner.office.as_ref().map_or_else(|| house.clone(), |office| office.house(house))
    }

    /// Says once, until all that waits is answered, that so many messages are too many.
    async fn tell_too_many(&mut self) -> Result<(), StoreError> {
        let before = self.load().await?;
        let knowledge = self.inner.library.current();
        let now = self.inner.clock.now();
        match turn::tell_too_many(&knowledge, &self.inner.house, before.clone(), now) {
            Some(after) => self.write(after).await,
            None => {
                self.conversation = Some(before);
                Ok(())
            }
        }
    }

    async fn write(&mut self, conversation: Conversation) -> Result<(), StoreError> {
        let write = self.turn_write(&conversation, Vec::new());
        let asked = Instant::now();
        let revision = within_limit(self.inner.store.commit(write)).await?;
        self.written(asked, conversation, revision);
        Ok(())
    }

    fn turn_write(&self, conversation: &Conversation, handled: Vec<UpdateId>) -> TurnWrite {
        let loaded = conversation.revision;
        TurnWrite { chat: self.chat.clone(), conversation: Some(conversation.clone()), loaded, handled }
    }

    fn written(&mut self, asked: Instant, conversation: Conversation, revision: u64) {
        self.inner.metrics.writes(Write::Turn).observe(asked.elapsed());
        self.conversation = Some(Conversation { revision, ..conversation });
        self.unticked = false;
    }

    /// Makes the store know what was sent.
    async fn tick_off(&mut self) -> Result<(), StoreError> {
        if !self.unticked {
            return Ok(());
        }
        let conversation = self.load().await?;
        self.write(conversation).await?;
        failpoint::reach("ticked");
        Ok(())
    }

    /// Sends the outbox in order; what was sent is ticked off before the next goes.
    async fn deliver(&mut self) -> Result<(), StoreError> {
        loop {
            let mut conversation = self.load().await?;
            let first = conversation.outbox.first().map(|outgoing| outgoing.effect.clone());
            let Some(effect) = first.filter(|_| !self.unticked) else {
                let more = !conversation.outbox.is_empty();
                self.conversation = Some(conversation);
                if !more {
                    return Ok(());
                }
                self.tick_off().await?;
                continue;
            };
            if let Effect::Desk(letter) = effect {
                conversation.outbox.remove(0);
                self.write_letters(conversation, vec![letter]).await?;
                continue;
            }
            match delivery::deliver(&self.inner, &self.chat, &effect, conversation.state.last_active).await {
                Delivered::Done(number) => {
                    conversation.outbox.remove(0);
                    if let Effect::Reply { case, reply, .. } = effect {
                        failpoint::reach("sent");
                        let letter = ToDesk::Delivered { case, reply, message: number };
                        self.write_letters(conversation, vec![letter]).await?;
                        continue;
                    }
                }
                Delivered::Lost if matches!(effect, Effect::Reply { .. }) => {
                    conversation.outbox.remove(0);
                    self.write_letters(conversation, not_delivered([&effect])).await?;
                    continue;
                }
                Delivered::Lost => {
                    conversation.state.undelivered |= matches!(effect, Effect::Send(_));
                    conversation.outbox.remove(0);
                }
                Delivered::Gone if forgets(&conversation) => return self.erase(conversation.revision).await,
                Delivered::Gone => {
                    let letters = not_delivered(conversation.outbox.iter().map(|outgoing| &outgoing.effect));
                    conversation.outbox.clear();
                    self.write_letters(conversation, letters).await?;
                    continue;
                }
                Delivered::Forget => return self.erase(conversation.revision).await,
                Delivered::Later => {
                    self.conversation = Some(conversation);
                    return Ok(());
                }
            }
            failpoint::reach("sent");
            self.unticked = true;
            self.conversation = Some(conversation);
        }
    }

    /// Writes the conversation with letters to the desk. Without a desk nobody would read them; but what its records hold is shown.
    async fn write_letters(&mut self, conversation: Conversation, letters: Vec<ToDesk>) -> Result<(), StoreError> {
        let inner = &self.inner;
        let letters: Vec<NewUpdate> = match &inner.office {
            Some(_) => letters.into_iter().map(|letter| letter_to_desk(&self.chat, letter)).collect(),
            None if letters.contains(&ToDesk::Show) => {
                within_limit(show_cases(&inner.store, &self.chat, &inner.terms, inner.clock.now())).await?
            }
            None => Vec::new(),
        };
        if letters.is_empty() {
            return self.write(conversation).await;
        }
        let turn = self.turn_write(&conversation, Vec::new());
        let write = WideWrite { turn: Some(turn), letters: letters.clone(), ..WideWrite::at(self.inner.clock.now()) };
        let revision = within_limit(self.inner.store.commit_wide(write)).await?;
        failpoint::reach("letters.committed");
        self.conversation = Some(Conversation { revision, ..conversation });
        self.unticked = false;
        for letter in letters {
            enqueue(&self.inner, letter.chat, Job::Update(letter.id, letter.raw, None));
        }
        Ok(())
    }

    /// Forgets the conversation, and with the same write asks the desk to forget what it keeps of this citizen.
    async fn erase(&mut self, loaded: u64) -> Result<(), StoreError> {
        self.conversation = None;
        self.unticked = false;
        let turn = TurnWrite { chat: self.chat.clone(), conversation: None, loaded, handled: Vec::new() };
        let now = self.inner.clock.now();
        if self.inner.office.is_none() {
            let _alone = self.inner.unattended.lock().await;
            let waiting = within_limit(self.inner.store.waiting()).await?;
            let write = within_limit(erase_with_cases(&self.inner.store, turn, &waiting, now)).await?;
            within_limit(self.inner.store.commit_wide(write)).await?;
            failpoint::reach("erased");
            return Ok(());
        }
        let letter = letter_to_desk(&self.chat, ToDesk::Erase);
        let write = WideWrite { turn: Some(turn), letters: vec![letter.clone()], ..WideWrite::at(now) };
        within_limit(self.inner.store.commit_wide(write)).await?;
        failpoint::reach("erased");
        enqueue(&self.inner, letter.chat, Job::Update(letter.id, letter.raw, None));
        Ok(())
    }

    /// Also what was still to be sent goes. Whoever asked may have hung up.
    async fn erase_as_asked(&mut self, told: oneshot::Sender<bool>) -> Result<(), StoreError> {
        let conversation = self.load().await?;
        let there_was = conversation.revision > 0;
        if there_was {
            self.erase(conversation.revision).await?;
        }
        told.send(there_was).ok();
        Ok(())
    }

    async fn forget_if_due(&mut self) -> Result<(), StoreError> {
        self.tick_off().await?;
        let conversation = self.load().await?;
        let due = conversation.due.is_some_and(|due| due <= self.inner.clock.now());
        if let Some(forget) = conversation.forget.filter(|forget| due && *forget > self.inner.clock.now()) {
            // Only words kept for an officer end now.
            let state = conversation.state.without_old_words(self.inner.clock.now());
            return self.write(Conversation { state, due: Some(forget), forget: None, ..conversation }).await;
        }
        if due && conversation.outbox.is_empty() {
            return self.erase(conversation.revision).await;
        }
        self.conversation = Some(conversation);
        Ok(())
    }
}

fn decided(turn: Option<&Turn>) -> Decided {
    match turn.map(|turn| &turn.decision) {
        Some(Decision::Answer(_)) => Decided::Answer,
        Some(Decision::Clarify(_)) => Decided::Clarify,
        Some(Decision::Fallback) => Decided::Fallback,
        Some(Decision::Flow) => Decided::Flow,
        Some(Decision::Handoff(_)) => Decided::Handoff,
        Some(Decision::Safety(_)) => Decided::Safety,
        None => Decided::Apology,
    }
}

/// How much in the outbox goes to the channel; letters to the desk do not.
fn messages_in(conversation: &Conversation) -> usize {
    conversation.outbox.iter().filter(|outgoing| !matches!(outgoing.effect, Effect::Desk(_))).count()
}

/// What the desk is told of replies among `effects` that will never arrive.
fn not_delivered<'a>(effects: impl IntoIterator<Item = &'a Effect>) -> Vec<ToDesk> {
    let lost = |effect: &Effect| match effect {
        Effect::Reply { case, reply, .. } => Some(ToDesk::Failed { case: *case, reply: *reply }),
        Effect::Desk(letter) => Some(letter.clone()),
        Effect::Send(_) | Effect::Leave | Effect::Correct { .. } | Effect::Remove(_) | Effect::Forget => None,
    };
    effects.into_iter().filter_map(lost).collect()
}

/// Whether the conversation is to be erased once its outbox is empty.
fn forgets(conversation: &Conversation) -> bool {
    conversation.outbox.iter().any(|outgoing| outgoing.effect == Effect::Forget)
}

/// An update that makes our reader stumble is still answered, as something unreadable.
fn read(reader: super::Reader, raw: &[u8]) -> Option<Input> {
    let unreadable = Input::Media { kind: MediaKind::Other, caption: None, album: None, app_lang: None, message: None };
    catch_unwind(|| reader(raw)).unwrap_or(Some(unreadable))
}
