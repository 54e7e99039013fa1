//! A disk that fills up and is emptied again, and a clock that jumps, under a service within this process.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use loket::channels::telegram::{self, Access, Receiver, TelegramChannel};
use loket::channels::{Channel, RecordingChannel};
use loket::content_files::{Root, load, today};
use loket::desk::audit::verify;
use loket::desk::{Case, CaseId, Line, Reason, Status};
use loket::dialogue::{House, Input, Knowledge, Moment};
use loket::privacy::Sensitive;
use loket::service::room::{Limits, Room, watch_room};
use loket::service::settings::Pace;
use loket::service::{Clock, Keep, Library, Parts, Polling, Reader, Service, knowledge, poll_until};
use loket::store::memory::MemoryStore;
use loket::store::room::Ballast;
use loket::store::sled::SledStore;
use loket::store::{ChatKey, DeskChanges, NewUpdate, Store, StoreError, UpdateId, WideWrite};

use crate::pretend::{Fault, On, Pretend};
use crate::store_support::{HOUR, open, update};

const MIB: u64 = 1 << 20;
const DAY: i64 = 24 * HOUR;

fn small() -> Knowledge {
    let content = load(&Root::Folder(crate::command_support::base()), today());
    knowledge(content.catalogue.unwrap(), &Keep::Nowhere)
}

fn service<S: Store, C: Channel>(store: S, channel: C, reader: Reader, clock: Clock) -> Service<S, C> {
    let pace =
        Pace { overall_per_second: 1e5, per_chat_per_second: 1e5, per_chat_burst: 1000, per_group_per_minute: 1000 };
    let house = House::default();
    Service::new(Parts { store, channel, reader, library: Library::new(small()), house, clock, pace })
}

#[tokio::test]
async fn without_a_desk_its_cases_go_when_their_time_has_come_and_the_record_goes_on() {
    let store = MemoryStore::default();
    let now = Clock::system().now();
    let ago = |hours: i64| now.plus(-hours * HOUR);
    let record = &include_bytes!("../fixtures/records/case.v1")[1..];
    let case = |id: u64, hours: i64, closed: bool| {
        let case: Case = serde_json::from_slice(record).unwrap();
        let at = ago(hours);
        let status = if closed { Status::Closed { at, reason: Reason::Answered } } else { Status::Waiting };
        let lines = case.lines.into_iter().map(|line| Line { at, ..line }).collect();
        Case { id: CaseId(id), status, since: at, lines, ..case }
    };
    let cases = vec![case(1, 73, true), case(2, 71, true), case(3, 29 * 24, false), case(4, 31 * 24, false)];
    store
        .commit_wide(WideWrite { desk: DeskChanges { cases, ..DeskChanges::default() }, ..WideWrite::at(now) })
        .await
        .unwrap();
    let reader: Reader = |_| None;
    let service = service(store, RecordingChannel::default(), reader, Clock::system());
    service.tick(now).await.unwrap();
    let desk = service.store().desk().await.unwrap();
    assert_eq!(desk.cases.keys().map(|id| id.0).collect::<Vec<_>>(), [2, 3]);
    let rows = service.store().audit().await.unwrap();
    assert_eq!(rows.iter().map(|row| row.case).collect::<Vec<_>>(), [Some(CaseId(1)), Some(CaseId(4))]);
    assert_eq!(verify(rows, &desk.head.audit_start, &desk.head.audit), Ok(2));
}

/// A service that polls the pretend server, on a disk of which the test says how full it is.
struct Scene {
    pretend: Pretend,
    service: Service<SledStore, TelegramChannel>,
    free: Arc<AtomicU64>,
    folder: tempfile::TempDir,
}

impl Scene {
    async fn new() -> (Self, Receiver) {
        let pretend = Pretend::start().await.with_patience(Duration::from_secs(60));
        let access =
            Access { api_url: pretend.url(), ..Access::with_token(Sensitive::new(pretend.token().to_owned())) };
        let (channel, receiver) = telegram::connect(&access).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let reader: Reader = |raw| telegram::read(raw).map(|incoming| incoming.input);
        let service = service(open(&folder.path().join("data")), channel, reader, Clock::system());
        (Self { pretend, service, free: Arc::new(AtomicU64::new(500 * MIB)), folder }, receiver)
    }

    fn ballast(&self) -> Ballast {
        Ballast::new(&self.data(), 2 * MIB)
    }

    fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    async fn watched(&self) {
        let limits = Limits::new(50 * MIB, &self.ballast());
        let free = Arc::clone(&self.free);
        watch_room(&self.service, self.ballast(), limits, move || Ok(free.load(Ordering::SeqCst)), |_| {}).await;
    }

    async fn becomes(&self, room: Room, free: u64) {
        self.free.store(free * MIB, Ordering::SeqCst);
        let mut told = self.service.room();
        tokio::time::timeout(Duration::from_secs(60), told.wait_for(|now| *now == room)).await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn t31_on_a_full_disk_nothing_new_is_taken_what_was_taken_is_answered_and_room_opens_it_again() {
    let (scene, receiver) = Scene::new().await;
    let (_stop, stopped) = tokio::sync::watch::channel(false);
    let polling = Polling { timeout: Duration::from_secs(1) };
    let story = async {
        scene.pretend.fault(On::chat(1), Fault::RetryAfter(1));
        scene.pretend.citizen(1).says("/start complaint");
        scene.pretend.wait_for_calls("sendMessage", 1).await;
        scene.becomes(Room::Low, 40).await;
        assert!(scene.service.is_taking() && scene.ballast().is_made());
        scene.becomes(Room::Full, 3).await;
        assert!(!scene.ballast().is_made(), "its room is for what was taken");
        scene.pretend.wait_for(1, 2).await;
        let refused = scene.service.accept(vec![update(900, "anna")]).await;
        assert!(matches!(refused, Err(StoreError::NoRoom)), "{refused:?}");
        scene.pretend.citizen(2).says("/start complaint");
        assert!(scene.service.store().waiting().await.unwrap().is_empty());
        assert_eq!(scene.pretend.pending_updates(), 1, "it is not confirmed");
        scene.becomes(Room::Enough, 500).await;
        scene.pretend.wait_for(2, 2).await;
        scene.pretend.wait_for_empty_queue().await;
        assert!(scene.ballast().is_made());
    };
    tokio::select! {
        () = story => {}
        ended = poll_until(&scene.service, &receiver, polling, stopped) => panic!("{ended:?}"),
        () = scene.watched() => panic!("it watches for ever"),
    }
    scene.service.stop(Duration::from_secs(5)).await.unwrap();
}

/// A citizen who asks through `service`, and what the assistant has said since.
struct Citizen<'a, S> {
    service: &'a Service<S, RecordingChannel>,
    heard: usize,
    asked: i64,
}

impl<S: Store> Citizen<'_, S> {
    async fn asks(&mut self, text: &str) -> String {
        self.asked += 1;
        let raw = Sensitive::new(text.as_bytes().to_vec());
        let update = NewUpdate { id: UpdateId(self.asked), chat: ChatKey::new("test", "anna"), raw };
        self.service.accept(vec![update]).await.unwrap();
        let idle = async {
            while self.service.store().waiting().await.unwrap().len()
                + self.service.store().unsent().await.unwrap().len()
                > 0
            {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), idle).await.unwrap();
        let all = self.service.channel().sent_to("anna");
        let new: Vec<String> = all[self.heard..].iter().map(|message| message.text.plain()).collect();
        self.heard = all.len();
        new.join("\n")
    }
}

const INTRODUCTION: &str = "Dit is een computerprogramma";

/// Nothing older than the limit is readable, though no sweep ever comes; a clock that goes back loses nothing.
async fn forgets_in_time<S: Store>(store: S) {
    let now = Arc::new(AtomicI64::new(100 * DAY));
    let clock = Arc::clone(&now);
    let reader: Reader = |raw| {
        Some(Input::Text {
            text: Sensitive::new(String::from_utf8_lossy(raw).into_owned()),
            app_lang: None,
            edited: false,
            message: None,
        })
    };
    let service =
        service(store, RecordingChannel::new(), reader, Clock::from_fn(move || Moment(clock.load(Ordering::SeqCst))));
    let mut citizen = Citizen { service: &service, heard: 0, asked: 0 };
    let at = |day: i64| now.store(day * DAY, Ordering::SeqCst);

    assert!(citizen.asks("/start access-request").await.contains(INTRODUCTION));
    at(129);
    assert!(citizen.asks("en hoe lang duurt dat?").await.contains("6 weken"), "the 29th day");
    at(129 - 365);
    let back = citizen.asks("/start access-request").await;
    assert!(!back.contains(INTRODUCTION), "a clock put back forgets nothing: {back}");
    at(129 - 365 + 30);
    let due = citizen.asks("en hoe lang duurt dat?").await;
    assert!(due.contains(INTRODUCTION), "due on the moment itself: {due}");
    at(10_000);
    assert!(citizen.asks("/start complaint").await.contains(INTRODUCTION), "a clock put far ahead forgets");
    at(20_000);
    let gone = async {
        // The sweep passes over who is still being answered, and comes again.
        while service.store().load(&ChatKey::new("test", "anna")).await.unwrap().is_some() {
            service.tick(Moment(20_000 * DAY)).await.unwrap();
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), gone).await.unwrap();
    service.stop(Duration::from_secs(5)).await.unwrap();
}

#[tokio::test]
async fn t23_what_is_due_is_not_read_any_more_in_memory() {
    forgets_in_time(MemoryStore::new()).await;
}

#[tokio::test]
async fn t23_what_is_due_is_not_read_any_more_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    forgets_in_time(open(Path::new(&folder.path().join("data")))).await;
}
