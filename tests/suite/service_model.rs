//! Random lives of the whole core over each store, against a model of a few lines: whatever batches come, come again and in whatever
//! order of ids; whatever fails on the way out; however the clock jumps; and wherever each process ends: every question
//! is answered, in order, and at most one message a conversation comes twice for each end.

use std::marker::PhantomData;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use loket::channels::{Channel, RecordingChannel, SendError};
use loket::content_files::{Root, load};
use loket::dialogue::{House, Input, Knowledge, Message, MessageId, Moment};
use loket::privacy::Sensitive;
use loket::service::settings::Pace;
use loket::service::{Clock, Library, Parts, Service};
use loket::store::{ChatKey, Conversation, NewUpdate, Store, StoreError, TurnWrite, UpdateId, Waiting};
use proptest::prelude::*;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};
use tokio::sync::Notify;

use crate::content_fixture::{TODAY, cases};
use crate::crowd::{INTRODUCTION, QUESTIONS};
use crate::store_support::{HOUR, InMemory, OnDisk, Place};

const CHATS: usize = 3;

/// The small content, trained once.
pub(crate) fn library() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let content = load(&Root::Folder(cases().join("base")), TODAY);
        Library::new(Knowledge::new(content.catalogue.expect("the small content is sound")))
    })
}

/// One process, from its start until all is done or until it ends in the middle.
#[derive(Clone, Debug)]
struct Life {
    /// Who asks a question, batch by batch.
    batches: Vec<Vec<usize>>,
    /// Whether updates of earlier lives come again.
    repeated: bool,
    /// What the channel says to the next messages.
    trouble: Vec<(usize, Trouble)>,
    /// What the clock says.
    hour: i64,
    /// It ends at this call of store or channel: before or after it was carried out.
    ends_at: Option<usize>,
}

#[derive(Clone, Copy, Debug)]
enum Trouble {
    Network,
    Wait,
}

/// How many questions each has asked.
#[derive(Clone, Debug, Default)]
struct Asked([usize; CHATS]);

struct Model;

impl ReferenceStateMachine for Model {
    type State = Asked;
    type Transition = Life;

    fn init_state() -> BoxedStrategy<Asked> {
        Just(Asked::default()).boxed()
    }

    fn transitions(_: &Asked) -> BoxedStrategy<Life> {
        let batches = prop::collection::vec(prop::collection::vec(0..CHATS, 0..5), 0..3);
        let trouble = prop::collection::vec((0..CHATS, prop_oneof![Just(Trouble::Network), Just(Trouble::Wait)]), 0..4);
        (batches, any::<bool>(), trouble, 0i64..40, prop::option::weighted(0.6, 0usize..40))
            .prop_map(|(batches, repeated, trouble, hour, ends_at)| Life { batches, repeated, trouble, hour, ends_at })
            .boxed()
    }

    fn apply(mut asked: Asked, life: &Life) -> Asked {
        life.batches.iter().flatten().for_each(|&chat| asked.0[chat] += 1);
        asked
    }
}

/// Where a process ends: the call at which it is cut off.
#[derive(Default)]
struct End {
    left: Mutex<Option<usize>>,
    reached: Notify,
}

impl End {
    /// Never comes back where the process ends.
    async fn step(&self) {
        let ends = match self.left.lock().unwrap().as_mut() {
            Some(0) => true,
            Some(left) => {
                *left -= 1;
                false
            }
            None => false,
        };
        if ends {
            self.reached.notify_one();
            std::future::pending::<()>().await;
        }
    }
}

/// A store that outlives its process.
struct Kept<S> {
    store: Arc<S>,
    end: Arc<End>,
}

impl<S: Store> Store for Kept<S> {
    async fn append(&self, updates: Vec<NewUpdate>, now: Moment) -> Result<Vec<UpdateId>, StoreError> {
        self.end.step().await;
        let new = self.store.append(updates, now).await;
        self.end.step().await;
        new
    }

    async fn waiting(&self) -> Result<Vec<Waiting>, StoreError> {
        self.store.waiting().await
    }

    async fn load(&self, chat: &ChatKey) -> Result<Option<Conversation>, StoreError> {
        self.store.load(chat).await
    }

    async fn commit(&self, turn: TurnWrite) -> Result<u64, StoreError> {
        self.end.step().await;
        let revision = self.store.commit(turn).await;
        self.end.step().await;
        revision
    }

    async fn answer(&self, turn: TurnWrite) -> Result<u64, StoreError> {
        self.end.step().await;
        let revision = self.store.answer(turn).await;
        self.end.step().await;
        revision
    }

    async fn unsent(&self) -> Result<Vec<ChatKey>, StoreError> {
        self.store.unsent().await
    }

    async fn due(&self, now: Moment, limit: usize) -> Result<Vec<(Moment, ChatKey)>, StoreError> {
        self.store.due(now, limit).await
    }

    async fn close(&self) -> Result<(), StoreError> {
        Ok(())
    }
}

/// The line to citizens, which outlives the process as well.
struct Line {
    channel: Arc<RecordingChannel>,
    end: Arc<End>,
}

impl Channel for Line {
    async fn send(&self, id: &str, message: &Message) -> Result<(), SendError> {
        self.end.step().await;
        let sent = self.channel.send(id, message).await;
        self.end.step().await;
        sent
    }

    fn is_group(&self, id: &str) -> bool {
        self.channel.is_group(id)
    }

    fn calls(&self, message: &Message) -> u32 {
        self.channel.calls(message)
    }

    async fn remove(&self, id: &str, message: MessageId) -> Result<(), SendError> {
        self.channel.remove(id, message).await
    }

    async fn leave(&self, id: &str) -> Result<(), SendError> {
        self.channel.leave(id).await
    }
}

/// The real thing.
struct World<P: Place> {
    place: Option<P>,
    store: Option<Arc<P::Store>>,
    channel: Arc<RecordingChannel>,
    clock: Arc<AtomicI64>,
    /// Updates that the sender has not forgotten yet.
    unconfirmed: Vec<NewUpdate>,
    confirmed: Vec<NewUpdate>,
    asked: [usize; CHATS],
    /// Ends in the middle, by how much each had been sent.
    ends: usize,
}

/// A place whose store is handed out and taken back.
trait Lend: Place + Sized {
    fn lend(self) -> (Option<Self>, Arc<Self::Store>);
    fn take_back(place: Option<Self>, store: Arc<Self::Store>) -> (Option<Self>, Arc<Self::Store>);
}

impl Lend for InMemory {
    fn lend(self) -> (Option<Self>, Arc<Self::Store>) {
        (None, Arc::new(self.into_store()))
    }

    fn take_back(_: Option<Self>, store: Arc<Self::Store>) -> (Option<Self>, Arc<Self::Store>) {
        (None, store)
    }
}

impl Lend for OnDisk {
    fn lend(mut self) -> (Option<Self>, Arc<Self::Store>) {
        let store = Arc::new(self.take_store());
        (Some(self), store)
    }

    fn take_back(place: Option<Self>, store: Arc<Self::Store>) -> (Option<Self>, Arc<Self::Store>) {
        drop(store);
        let mut place = place.expect("a folder");
        place.reopen();
        place.lend()
    }
}

impl<P: Lend> World<P> {
    fn new() -> Self {
        let (place, store) = P::new().lend();
        Self {
            place,
            store: Some(store),
            channel: Arc::new(RecordingChannel::new()),
            clock: Arc::default(),
            unconfirmed: Vec::new(),
            confirmed: Vec::new(),
            asked: [0; CHATS],
            ends: 0,
        }
    }

    /// Ids go down: they are a set, never an order.
    fn ask(&mut self, chat: usize) -> NewUpdate {
        let total: usize = self.asked.iter().sum();
        let question = QUESTIONS[self.asked[chat] % QUESTIONS.len()].0;
        self.asked[chat] += 1;
        NewUpdate {
            id: UpdateId(1_000_000 - i64::try_from(total).unwrap()),
            chat: ChatKey::new("telegram", &chat.to_string()),
            raw: Sensitive::new(question.as_bytes().to_vec()),
        }
    }

    fn live(&mut self, life: &Life) {
        self.clock.store(life.hour * HOUR, Ordering::SeqCst);
        for &(chat, trouble) in &life.trouble {
            let error = match trouble {
                Trouble::Network => SendError::Temporary("scripted"),
                Trouble::Wait => SendError::RetryAfter(Duration::from_secs(7)),
            };
            self.channel.fail_next(&chat.to_string(), error);
        }
        let mut batches = vec![std::mem::take(&mut self.unconfirmed)];
        batches.extend(life.batches.iter().map(|batch| batch.iter().map(|&chat| self.ask(chat)).collect()));
        if life.repeated {
            batches.push(self.confirmed.clone());
        }
        let end = Arc::new(End { left: Mutex::new(life.ends_at), reached: Notify::new() });
        let store = self.store.take().expect("a store");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let (taken, finished) = runtime.block_on(async {
            let service = self.service(Arc::clone(&store), &end);
            let taken = Mutex::new(0);
            let work = async {
                service.resume().await.unwrap();
                for batch in &batches {
                    service.accept(batch.clone()).await.unwrap();
                    *taken.lock().unwrap() += 1;
                }
                settle(&*store).await;
            };
            let finished = tokio::select! {
                biased;
                () = end.reached.notified() => false,
                () = work => true,
            };
            (*taken.lock().unwrap(), finished)
        });
        drop(runtime);
        for (place, batch) in batches.into_iter().enumerate() {
            if place < taken { self.confirmed.extend(batch) } else { self.unconfirmed.extend(batch) }
        }
        self.unconfirmed.retain(|update| !self.confirmed.iter().any(|known| known.id == update.id));
        self.confirmed.sort_by_key(|update| update.id);
        self.confirmed.dedup_by_key(|update| update.id);
        self.ends += usize::from(!finished);
        let (place, store) = P::take_back(self.place.take(), store);
        (self.place, self.store) = (place, Some(store));
    }

    fn service(&self, store: Arc<P::Store>, end: &Arc<End>) -> Service<Kept<P::Store>, Line> {
        let clock = Arc::clone(&self.clock);
        Service::new(Parts {
            store: Kept { store, end: Arc::clone(end) },
            channel: Line { channel: Arc::clone(&self.channel), end: Arc::clone(end) },
            reader: |raw| {
                let text = Sensitive::new(String::from_utf8_lossy(raw).into_owned());
                Some(Input::Text { text, app_lang: None, edited: false, message: None })
            },
            library: Library::clone(library()),
            house: House::default(),
            clock: Clock::from_fn(move || Moment(clock.load(Ordering::SeqCst))).waiting(|_| Duration::ZERO),
            pace: Pace {
                overall_per_second: 1e5,
                per_chat_per_second: 1e5,
                per_chat_burst: 1000,
                per_group_per_minute: 20,
            },
        })
    }

    /// Everything asked was answered, in order; what came twice came once more at most for each end.
    fn check(&self, asked: &Asked) {
        for chat in 0..CHATS {
            let sent = self.channel.sent_to(&chat.to_string());
            let texts: Vec<String> = sent.iter().map(|message| message.text.plain()).collect();
            let mut once = texts.clone();
            once.dedup();
            let answers = (0..asked.0[chat]).map(|number| QUESTIONS[number % QUESTIONS.len()].1);
            let introduction = (asked.0[chat] > 0).then_some(INTRODUCTION);
            let expected: Vec<&str> = introduction.into_iter().chain(answers).collect();
            let right =
                once.len() == expected.len() && once.iter().zip(&expected).all(|(is, to_be)| is.starts_with(to_be));
            assert!(right, "chat {chat} was sent {texts:#?}, not {expected:#?}");
            assert!(texts.len() - once.len() <= self.ends, "{} ends, but {texts:#?}", self.ends);
        }
    }
}

/// Until nothing waits and nothing is unsent.
async fn settle(store: &impl Store) {
    loop {
        let (waiting, unsent) = (store.waiting().await.unwrap(), store.unsent().await.unwrap());
        if waiting.is_empty() && unsent.is_empty() {
            return;
        }
        tokio::task::yield_now().await;
    }
}

/// A life in which nothing goes wrong.
fn quiet(hour: i64) -> Life {
    Life { batches: Vec::new(), repeated: true, trouble: Vec::new(), hour, ends_at: None }
}

struct Lives<P>(PhantomData<P>);

impl<P: Lend> StateMachineTest for Lives<P> {
    type SystemUnderTest = World<P>;
    type Reference = Model;

    fn init_test(_: &Asked) -> World<P> {
        World::new()
    }

    fn apply(mut world: World<P>, asked: &Asked, life: Life) -> World<P> {
        let ends = world.ends;
        world.live(&life);
        if world.ends == ends {
            world.check(asked);
        }
        world
    }

    fn teardown(mut world: World<P>, asked: Asked) {
        world.live(&quiet(39));
        world.check(&asked);
    }
}

prop_state_machine! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn t10_over_the_memory_store_every_question_is_answered_whatever_happens(sequential 1..12 => Lives<InMemory>);
}

prop_state_machine! {
    // Fewer: each write waits for the disk.
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn t10_over_the_sled_store_every_question_is_answered_whatever_happens(sequential 1..8 => Lives<OnDisk>);
}
