//! Random histories: every store answers as a model of a few lines does, reopened or not.

use std::collections::{BTreeMap, BTreeSet};

use loket::dialogue::Moment;
use loket::store::{Conversation, Store, StoreError, TurnWrite};
use proptest::prelude::*;

use crate::store_support::*;

const CHATS: [&str; 3] = ["anna", "ann", "bram"];
const FAR: Moment = Moment(i64::MAX);

/// One step of a history.
#[derive(Clone, Debug)]
enum Step {
    /// Updates come, so many hours after the step before.
    Append { ids: Vec<i64>, chat: usize, hours: i64 },
    /// A turn over the revision that is stored, or over one that is `off` by something.
    Commit { chat: usize, off: u64, unsent: u64, due: Option<i64>, handled: Vec<i64> },
    /// The conversation is erased.
    Erase { chat: usize, handled: Vec<i64> },
    /// The store is closed and opened.
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    let ids = || prop::collection::vec(-3i64..9, 0..4);
    let chat = || 0..CHATS.len();
    prop_oneof![
        4 => (ids(), chat(), 0i64..40).prop_map(|(ids, chat, hours)| Step::Append { ids, chat, hours }),
        4 => (chat(), prop_oneof![4 => Just(0u64), 1 => 1u64..3], 0u64..3, prop::option::of(-2i64..5), ids())
            .prop_map(|(chat, off, unsent, due, handled)| Step::Commit { chat, off, unsent, due, handled }),
        1 => (chat(), ids()).prop_map(|(chat, handled)| Step::Erase { chat, handled }),
        1 => Just(Step::Reopen),
    ]
}

#[derive(Default)]
struct Model {
    now: i64,
    seen: BTreeMap<i64, i64>,
    inbox: Vec<(i64, usize)>,
    conversations: BTreeMap<usize, Conversation>,
}

impl Model {
    fn append(&mut self, ids: &[i64], chat: usize) -> Vec<i64> {
        let mut fresh = Vec::new();
        for &id in ids {
            let recent = self.seen.get(&id).is_some_and(|at| self.now - at <= 48 * HOUR);
            if !recent && self.inbox.iter().all(|&(waiting, _)| waiting != id) {
                self.seen.insert(id, self.now);
                self.inbox.push((id, chat));
                fresh.push(id);
            }
        }
        fresh
    }

    fn revision(&self, chat: usize) -> u64 {
        self.conversations.get(&chat).map_or(0, |conversation| conversation.revision)
    }

    fn handle(&mut self, handled: &[i64]) {
        self.inbox.retain(|(id, _)| !handled.contains(id));
    }

    fn erase(&mut self, chat: usize) {
        self.conversations.remove(&chat);
    }

    fn due(&self) -> BTreeSet<(Moment, &str)> {
        let due = |(&chat, conversation): (&usize, &Conversation)| Some((conversation.due?, CHATS[chat]));
        self.conversations.iter().filter_map(due).collect()
    }
}

async fn take<P: Place>(step: &Step, place: &mut P, model: &mut Model) {
    match step {
        Step::Append { ids: new, chat, hours } => {
            model.now += hours * HOUR;
            let fresh = place.store().append(updates(new, CHATS[*chat]), Moment(model.now)).await.unwrap();
            assert_eq!(fresh, ids(&model.append(new, *chat)));
        }
        Step::Commit { chat, off, unsent, due, handled } => {
            let loaded = model.revision(*chat) + off;
            let record = conversation(loaded as u32, *unsent, *due);
            let write = TurnWrite { handled: ids(handled), ..turn(CHATS[*chat], loaded, record.clone()) };
            let outcome = place.store().commit(write).await;
            if *off > 0 {
                assert!(matches!(outcome, Err(StoreError::Conflict)));
                return;
            }
            assert_eq!(outcome.unwrap(), loaded + 1);
            model.conversations.insert(*chat, Conversation { revision: loaded + 1, ..record });
            model.handle(handled);
        }
        Step::Erase { chat, handled } => {
            let write = TurnWrite { handled: ids(handled), ..erasure(CHATS[*chat], model.revision(*chat)) };
            assert_eq!(place.store().commit(write).await.unwrap(), 0);
            model.erase(*chat);
            model.handle(handled);
        }
        Step::Reopen => place.reopen(),
    }
}

async fn compare(store: &impl Store, model: &Model) {
    let waiting = store.waiting().await.unwrap();
    let waiting: Vec<_> = waiting.into_iter().map(|waiting| (waiting.id.0, waiting.chat)).collect();
    let expected: Vec<_> = model.inbox.iter().map(|&(id, from)| (id, chat(CHATS[from]))).collect();
    assert_eq!(waiting, expected);
    for (number, name) in CHATS.iter().enumerate() {
        assert_eq!(store.load(&chat(name)).await.unwrap().as_ref(), model.conversations.get(&number));
    }
    let unsent: BTreeSet<_> = store.unsent().await.unwrap().into_iter().collect();
    let with_outbox = model.conversations.iter().filter(|(_, conversation)| !conversation.outbox.is_empty());
    assert_eq!(unsent, with_outbox.map(|(&number, _)| chat(CHATS[number])).collect());
    // By moment; what is due at the same one comes in any order.
    let mut due = store.due(FAR, usize::MAX).await.unwrap();
    assert!(due.is_sorted_by_key(|(at, _)| *at));
    due.sort();
    let mut expected: Vec<_> = model.due().into_iter().map(|(at, name)| (at, chat(name))).collect();
    expected.sort();
    assert_eq!(due, expected);
}

fn follow<P: Place>(history: &[Step]) {
    run(async {
        let mut place = P::new();
        let mut model = Model::default();
        for step in history {
            take(step, &mut place, &mut model).await;
            compare(place.store(), &model).await;
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn memory_answers_as_the_model(history in prop::collection::vec(step(), 0..60)) {
        follow::<InMemory>(&history);
    }
}

proptest! {
    // Fewer: each step waits for the disk.
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sled_answers_as_the_model(history in prop::collection::vec(step(), 0..40)) {
        follow::<OnDisk>(&history);
    }
}
