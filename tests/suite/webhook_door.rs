//! The webhook's door, asked over a bare socket: who is not let in, and what happens when the store does not take it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use loket::channels::telegram::{Access, Lock, TelegramChannel, connect, read};
use loket::content_files::{Root, load, today};
use loket::dialogue::{House, Knowledge, Moment};
use loket::privacy::Sensitive;
use loket::service::room::{Limits, Room, watch_room};
use loket::service::settings::{Listen, Pace};
use loket::service::{Clock, Door, Fatal, Library, Listener, Parts, Service};
use loket::store::memory::MemoryStore;
use loket::store::room::Ballast;
use loket::store::{ChatKey, Conversation, NewUpdate, Store, StoreError, TurnWrite, UpdateId, Waiting};
use tokio::sync::watch;

use crate::command_support::base;
use crate::pretend::{Entrance, Pretend, ask};
use crate::serve_webhook::SECRET;

const MIB: u64 = 1 << 20;

/// A store in memory that counts what it is asked to append, and refuses so many of it first.
#[derive(Clone, Default)]
struct Counting {
    store: Arc<MemoryStore>,
    appends: Arc<AtomicUsize>,
    refusals: Arc<AtomicUsize>,
}

impl Store for Counting {
    async fn append(&self, updates: Vec<NewUpdate>, now: Moment) -> Result<Vec<UpdateId>, StoreError> {
        self.appends.fetch_add(1, Ordering::SeqCst);
        let refuses = self.refusals.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if refuses.is_ok() {
            return Err(StoreError::Stopped("it refuses".into()));
        }
        self.store.append(updates, now).await
    }

    async fn waiting(&self) -> Result<Vec<Waiting>, StoreError> {
        self.store.waiting().await
    }

    async fn load(&self, chat: &ChatKey) -> Result<Option<Conversation>, StoreError> {
        self.store.load(chat).await
    }

    async fn commit(&self, turn: TurnWrite) -> Result<u64, StoreError> {
        self.store.commit(turn).await
    }

    async fn answer(&self, turn: TurnWrite) -> Result<u64, StoreError> {
        self.store.answer(turn).await
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

type Bot = Service<Counting, TelegramChannel>;

/// A service with an open door.
struct Counter {
    pretend: Pretend,
    store: Counting,
    service: Bot,
    entrance: Entrance,
    stop: watch::Sender<bool>,
}

fn service(pretend: &Pretend, store: &Counting) -> Bot {
    let token = Sensitive::new(pretend.token().to_owned());
    let access = Access { api_url: pretend.url(), ..Access::with_token(token) };
    let content = load(&Root::Folder(base()), today());
    Service::new(Parts {
        store: store.clone(),
        channel: connect(&access).unwrap().0,
        reader: |raw| read(raw).map(|incoming| incoming.input),
        library: Library::new(Knowledge::new(content.catalogue.unwrap())),
        house: House::default(),
        clock: Clock::system(),
        pace: Pace {
            overall_per_second: 1e5,
            per_chat_per_second: 1e5,
            per_chat_burst: 100,
            per_group_per_minute: 1000,
        },
    })
}

async fn open(service: &Bot) -> (Entrance, watch::Sender<bool>) {
    let listener = Listener::bind(&Listen::Tcp("127.0.0.1:0".parse().unwrap())).await.unwrap();
    let entrance = Entrance::Tcp(listener.port().unwrap());
    let (stop, stopped) = watch::channel(false);
    let lock = Lock::new(&Sensitive::new(SECRET.to_owned()));
    tokio::spawn(Door::new(service.clone(), "/telegram".into(), lock, stopped).keep_open(listener));
    (entrance, stop)
}

impl Counter {
    async fn new(refusals: usize) -> Self {
        let pretend = Pretend::start().await.with_patience(Duration::from_secs(60));
        pretend.citizen(7).says("so that the chat exists");
        let store = Counting { refusals: Arc::new(refusals.into()), ..Counting::default() };
        let service = service(&pretend, &store);
        let (entrance, stop) = open(&service).await;
        Self { pretend, store, service, entrance, stop }
    }

    /// What is answered to a request of this first line, these further lines, and this body.
    async fn status(&self, line: &str, headers: &str, body: &str) -> u16 {
        ask(&self.entrance, request(line, headers, body).as_bytes()).await.expect("an answer").0
    }

    fn appends(&self) -> usize {
        self.store.appends.load(Ordering::SeqCst)
    }
}

fn request(line: &str, headers: &str, body: &str) -> String {
    format!("{line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len())
}

fn secret(text: &str) -> String {
    format!("X-Telegram-Bot-Api-Secret-Token: {text}\r\n")
}

const POST: &str = "POST /telegram";
/// Would be counted as unreadable if anybody tried to read it.
const POISON: &str = "{\"update_id\": [[[";

fn update(id: i64, text: &str) -> String {
    let from = r#"{"id":7,"is_bot":false,"language_code":"nl"}"#;
    format!(
        r#"{{"update_id":{id},"message":{{"message_id":1,"date":1,"chat":{{"id":7,"type":"private"}},"from":{from},"text":"{text}"}}}}"#
    )
}

#[tokio::test]
async fn t07_who_does_not_know_the_secret_gets_401_and_nothing_is_read_or_written() {
    let house = Counter::new(0).await;
    let right = secret(SECRET);
    let forged = [
        String::new(),
        secret(""),
        secret("wrong"),
        secret(&SECRET[..SECRET.len() - 1]),
        secret(&format!("{SECRET}x")),
        secret(&SECRET.to_uppercase()),
        format!("{right}{right}"),
        format!("{right}{}", secret("wrong")),
        format!("{}{right}", secret("wrong")),
        format!("Authorization: Bearer {SECRET}\r\n"),
    ];
    for headers in &forged {
        assert_eq!(house.status(POST, headers, POISON).await, 401, "{headers:?}");
    }
    // The body of a forged request is not even waited for.
    let endless = format!("{POST} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 100000\r\n\r\n");
    assert_eq!(ask(&house.entrance, endless.as_bytes()).await.unwrap().0, 401);
    assert_eq!(house.appends(), 0);
    use loket::service::metrics::{Knock, Received};
    assert_eq!(house.service.metrics().knocks.count(Knock::Unauthorised), forged.len() as u64 + 1);
    assert_eq!(house.service.metrics().updates.count(Received::Unreadable), 0);
}

#[tokio::test]
async fn t13_only_a_post_at_the_path_with_an_update_of_a_bearable_size_is_let_in() {
    let house = Counter::new(0).await;
    let right = secret(SECRET);
    for (line, body, status) in [
        ("GET /telegram", "", 405),
        ("PUT /telegram", "{}", 405),
        ("POST /", "{}", 404),
        ("POST /telegram/", "{}", 404),
        ("POST /Telegram", "{}", 404),
        (POST, POISON, 400),
        (POST, "", 400),
        (POST, "[]", 400),
        (POST, r#"{"message":{}}"#, 400),
    ] {
        assert_eq!(house.status(line, &right, body).await, status, "{line} {body}");
    }
    let large = format!("{{\"update_id\":1,\"x\":\"{}\"}}", "y".repeat(256 * 1024));
    assert_eq!(house.status(POST, &right, &large).await, 413);
    let chunk = "y".repeat(100_000);
    let chunked = format!("{right}Transfer-Encoding: chunked\r\n");
    let mut endless = format!("{POST} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{chunked}\r\n");
    (0..4).for_each(|_| endless.push_str(&format!("{:x}\r\n{chunk}\r\n", chunk.len())));
    assert_eq!(ask(&house.entrance, endless.as_bytes()).await.unwrap().0, 413);
    assert_eq!(house.appends(), 0);
    assert_eq!(house.status(POST, &right, &update(5, "/start complaint")).await, 200);
    house.pretend.wait_for(7, 2).await;
}

#[tokio::test]
async fn what_the_store_does_not_take_gets_503_and_is_answered_when_it_comes_again() {
    let house = Counter::new(1).await;
    let right = secret(SECRET);
    assert_eq!(house.status(POST, &right, &update(5, "/start complaint")).await, 503);
    assert!(matches!(house.service.fatal().await, Fatal::Store(_)));
    assert_eq!(house.status(POST, &right, &update(5, "/start complaint")).await, 503, "it is ending");
    assert_eq!(house.appends(), 1);
    assert_eq!(house.pretend.sent_total(), 0);

    let later = service(&house.pretend, &house.store);
    let (entrance, _stop) = open(&later).await;
    let again = request(POST, &right, &update(5, "/start complaint"));
    assert_eq!(ask(&entrance, again.as_bytes()).await.unwrap().0, 200);
    let sent = house.pretend.wait_for(7, 2).await;
    assert!(sent[1].text.starts_with("U kunt klagen."));
}

#[tokio::test]
async fn a_full_disk_closes_the_door_until_there_is_room_again() {
    let house = Counter::new(0).await;
    let right = secret(SECRET);
    let folder = tempfile::tempdir().unwrap();
    let ballast = Ballast::new(folder.path(), MIB);
    let limits = Limits::new(20 * MIB, &ballast);
    let free = Arc::new(AtomicU64::new(0));
    let (service, level) = (house.service.clone(), Arc::clone(&free));
    let watched = tokio::spawn(async move {
        watch_room(&service, ballast, limits, || Ok(level.load(Ordering::SeqCst)), |_| {}).await;
    });
    house.service.room().wait_for(|room| *room == Room::Full).await.unwrap();
    assert_eq!(house.status(POST, &right, &update(5, "/start complaint")).await, 503);
    free.store(500 * MIB, Ordering::SeqCst);
    house.service.taking().await;
    assert_eq!(house.status(POST, &right, &update(5, "/start complaint")).await, 200);
    watched.abort();
}

#[tokio::test]
async fn t08_an_update_that_comes_five_times_is_answered_once() {
    let house = Counter::new(0).await;
    let right = secret(SECRET);
    for _ in 0..5 {
        assert_eq!(house.status(POST, &right, &update(5, "/start complaint")).await, 200);
    }
    assert_eq!(house.status(POST, &right, &update(4, "/start access-request")).await, 200, "ids are no order (T09)");
    let sent = house.pretend.wait_for(7, 3).await;
    assert_eq!(sent.len(), 3);
    assert!(sent[1].text.starts_with("U kunt klagen.") && sent[2].text.starts_with("Ja, dat mag."));
}

#[tokio::test]
async fn who_hangs_up_without_waiting_for_the_answer_is_answered_all_the_same() {
    use tokio::io::AsyncWriteExt as _;
    let house = Counter::new(0).await;
    let Entrance::Tcp(port) = house.entrance else { panic!("a port") };
    let text = request(POST, &secret(SECRET), &update(5, "/start complaint"));
    for _ in 0..20 {
        let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
    }
    assert_eq!(house.status(POST, &secret(SECRET), &update(5, "/start complaint")).await, 200);
    let sent = house.pretend.wait_for(7, 2).await;
    assert!(sent[1].text.starts_with("U kunt klagen."));
}

#[tokio::test]
async fn once_it_is_asked_to_stop_nothing_more_is_taken() {
    let house = Counter::new(0).await;
    house.stop.send_replace(true);
    let text = request(POST, &secret(SECRET), &update(5, "/start complaint"));
    let answer = ask(&house.entrance, text.as_bytes()).await;
    assert!(answer.is_none_or(|(status, _)| status == 503));
    assert_eq!(house.appends(), 0);
}
