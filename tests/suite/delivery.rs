//! The service over a channel that can be broken: what becomes of answers that do not get through, with a clock that jumps.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use loket::channels::{Channel, SendError};
use loket::dialogue::{House, Input, Message, MessageId, Moment};
use loket::privacy::Sensitive;
use loket::service::metrics::{Outcome, Received};
use loket::service::settings::Pace;
use loket::service::{Clock, Library, Parts, Service};
use loket::store::memory::MemoryStore;
use loket::store::{ChatKey, NewUpdate, UpdateId};

use crate::crowd::{INTRODUCTION, QUESTIONS, UNDELIVERED};
use crate::service_model::library;
use crate::store_support::HOUR;

/// A line to citizens that can be cut.
#[derive(Clone, Default)]
struct Line(Arc<Wire>);

#[derive(Default)]
struct Wire {
    trouble: Mutex<Option<SendError>>,
    tries: Mutex<usize>,
    sent: Mutex<Vec<(String, String)>>,
    busy: AtomicBool,
}

impl Line {
    fn is(&self, trouble: Option<SendError>) {
        *self.0.trouble.lock().unwrap() = trouble;
    }

    fn sent_to(&self, id: &str) -> Vec<String> {
        self.0.sent.lock().unwrap().iter().filter(|(to, _)| to == id).map(|(_, text)| text.clone()).collect()
    }

    fn tries(&self) -> usize {
        *self.0.tries.lock().unwrap()
    }
}

impl Channel for Line {
    async fn send(&self, id: &str, message: &Message) -> Result<(), SendError> {
        *self.0.tries.lock().unwrap() += 1;
        if let Some(trouble) = self.0.trouble.lock().unwrap().clone() {
            return Err(trouble);
        }
        assert!(!self.0.busy.swap(true, Ordering::SeqCst) || id != "1", "two messages in flight for one conversation");
        tokio::task::yield_now().await;
        self.0.busy.store(false, Ordering::SeqCst);
        self.0.sent.lock().unwrap().push((id.to_owned(), message.text.plain()));
        Ok(())
    }

    fn is_group(&self, id: &str) -> bool {
        id.starts_with('-')
    }

    fn calls(&self, _: &Message) -> u32 {
        1
    }

    async fn remove(&self, _: &str, _: MessageId) -> Result<(), SendError> {
        Ok(())
    }

    async fn leave(&self, _: &str) -> Result<(), SendError> {
        Ok(())
    }
}

type Desk = Service<MemoryStore, Line>;

/// A service on the small content, as fast as it can, whose waits are short.
fn service(line: &Line) -> Desk {
    service_at(line, &Arc::default())
}

fn service_at(line: &Line, hour: &Arc<AtomicI64>) -> Desk {
    let hour = Arc::clone(hour);
    Service::new(Parts {
        store: MemoryStore::new(),
        channel: line.clone(),
        reader: |raw| {
            let text = Sensitive::new(String::from_utf8_lossy(raw).into_owned());
            Some(Input::Text { text, app_lang: None, edited: false, message: None })
        },
        library: Library::clone(library()),
        house: House::default(),
        clock: Clock::from_fn(move || Moment(hour.load(Ordering::SeqCst) * HOUR)).waiting(|wait| wait / 1000),
        pace: Pace {
            overall_per_second: 1e5,
            per_chat_per_second: 1e5,
            per_chat_burst: 1000,
            per_group_per_minute: 20,
        },
    })
}

async fn says(service: &Desk, chat: &str, id: i64, text: &str) {
    let raw = Sensitive::new(text.as_bytes().to_vec());
    let update = NewUpdate { id: UpdateId(id), chat: ChatKey::new("telegram", chat), raw };
    service.accept(vec![update]).await.unwrap();
}

async fn until(reached: impl Fn() -> bool) {
    let patience = tokio::time::timeout(Duration::from_secs(60), async {
        while !reached() {
            tokio::task::yield_now().await;
        }
    });
    patience.await.expect("it came to that");
}

#[tokio::test]
async fn t30_what_cannot_be_delivered_for_a_day_is_given_up_and_its_citizen_is_told_when_they_write_again() {
    let (line, hour) = (Line::default(), Arc::default());
    let service = service_at(&line, &hour);
    line.is(Some(SendError::Temporary("cut")));
    says(&service, "1", 1, QUESTIONS[0].0).await;
    until(|| line.tries() > 20).await;
    assert_eq!(service.metrics().messages.count(Outcome::GivenUp), 0, "not before a day is over");
    hour.store(25, Ordering::SeqCst);
    until(|| service.metrics().messages.count(Outcome::GivenUp) == 2).await;
    line.is(None);
    says(&service, "1", 2, QUESTIONS[1].0).await;
    until(|| !line.sent_to("1").is_empty()).await;
    says(&service, "1", 3, QUESTIONS[2].0).await;
    until(|| line.sent_to("1").len() == 2).await;
    let sent = line.sent_to("1");
    assert!(sent[0].starts_with(UNDELIVERED) && sent[0].contains(QUESTIONS[1].1), "{sent:?}");
    assert!(sent[1].starts_with(QUESTIONS[2].1), "told once: {sent:?}");
}

#[tokio::test]
async fn t30_what_is_refused_for_good_holds_up_nothing_and_its_citizen_is_told() {
    let line = Line::default();
    let service = service(&line);
    line.is(Some(SendError::Refused("too long")));
    says(&service, "1", 1, QUESTIONS[0].0).await;
    until(|| service.metrics().messages.count(Outcome::Refused) == 2).await;
    line.is(None);
    says(&service, "1", 2, QUESTIONS[1].0).await;
    until(|| !line.sent_to("1").is_empty()).await;
    assert!(line.sent_to("1")[0].starts_with(UNDELIVERED));
    assert_eq!(service.metrics().messages.count(Outcome::Sent), 1);
}

#[tokio::test]
async fn t29_ten_thousand_messages_of_one_take_no_room_and_are_told_once() {
    let line = Line::default();
    let service = service(&line);
    for id in 0..10_000 {
        says(&service, "1", id, QUESTIONS[usize::try_from(id % 3).unwrap()].0).await;
        assert!(service.backlog() <= 102, "{} wait in memory", service.backlog());
    }
    until(|| service.backlog() == 0).await;
    let notices = line.sent_to("1").iter().filter(|text| text.starts_with("Dat zijn veel berichten")).count();
    assert_eq!(notices, 1);
    assert!(service.metrics().updates.count(Received::Flood) > 9_000);
    assert!(line.sent_to("1")[0].starts_with(INTRODUCTION) || line.sent_to("1")[1].starts_with(INTRODUCTION));
}
