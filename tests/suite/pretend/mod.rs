//! A pretend Bot API server on loopback, stricter than Telegram: what it accepts, Telegram accepts.
//!
//! Start with [`Pretend::start`]. `citizens` is what tests do (say, press, block), `server` is HTTP, `table` checks every call
//! against `tests/fixtures/bot-api/methods.json`, `methods` hands it to its handler, `queue` is the offset rule, `webhook` brings updates instead, `sending`
//! the rules of messages, `faults` and `pace` make trouble. All state is in [`World`], behind one lock, and outlives the bot under
//! test. Names no other module of the tests, so that a benchmark can include it by its path.
//!
//! Where Telegram is lenient this server is not: unknown parameters, unescaped `>`, unknown `&names;`, links that Telegram would
//! drop and second answers to one press are refused with 400.
#![allow(dead_code, unused_imports, reason = "each program that includes this uses a part of it")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "test code: a broken assumption ends the test")]

mod citizens;
mod error;
mod faults;
mod html;
mod methods;
mod pace;
mod profile;
mod queue;
mod sending;
mod server;
mod table;
mod webhook;
mod world;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

pub(crate) use citizens::{Citizen, Group, Officer};
pub(crate) use faults::{Fault, On};
pub(crate) use pace::Pace;
pub(crate) use table::TABLE;
pub(crate) use webhook::{Entrance, ask};
pub(crate) use world::{Call, SentMessage, World};

/// The token of the bot. Its second half appears nowhere else: tests look for it in logs and errors.
pub(crate) const TOKEN: &str = "110201543:AAH-canary_token_of_the_pretend_bot";

/// What handlers share.
pub(crate) struct Shared {
    world: Mutex<World>,
    /// Counts changes of the update queue.
    news: watch::Sender<u64>,
    /// Counts calls that were handled.
    calls: watch::Sender<u64>,
    /// How many connections are open.
    open: watch::Sender<usize>,
}

impl Shared {
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell_pollers(&self) {
        self.news.send_modify(|count| *count += 1);
    }

    fn tell_watchers(&self) {
        self.calls.send_modify(|count| *count += 1);
    }
}

/// A running server; stops when dropped.
pub(crate) struct Pretend {
    shared: Arc<Shared>,
    port: u16,
    patience: Duration,
    task: JoinHandle<()>,
}

impl Drop for Pretend {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Pretend {
    /// A server on a free port of loopback, with a bot that nobody has written to.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port on loopback");
        let port = listener.local_addr().expect("its address").port();
        let shared = Arc::new(Shared {
            world: Mutex::default(),
            news: watch::channel(0).0,
            calls: watch::channel(0).0,
            open: watch::channel(0).0,
        });
        let bringing = webhook::bring(Arc::clone(&shared));
        let serving = server::serve(listener, Arc::clone(&shared));
        let task = tokio::spawn(async {
            tokio::join!(serving, bringing);
        });
        Self { shared, port, patience: Duration::from_secs(10), task }
    }

    /// How long the `wait_…` calls wait before they fail the test: ten seconds unless set.
    pub(crate) fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// The address to give to the bot.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The token to give to the bot.
    pub(crate) fn token(&self) -> &'static str {
        TOKEN
    }

    /// From now on the token is refused with 401.
    pub(crate) fn revoke_token(&self) {
        self.world().token_revoked = true;
    }

    /// Somebody sets a webhook for the bot.
    pub(crate) fn sets_webhook(&self, url: &str) {
        self.world().webhook.url = url.to_owned();
        self.shared.tell_pollers();
    }

    /// What comes to the webhook's address ends up here from now on.
    pub(crate) fn opens(&self, entrance: Entrance) {
        self.world().webhook.entrance = Some(entrance);
        self.shared.tell_pollers();
    }

    /// Where updates are brought now; empty when they are fetched.
    pub(crate) fn webhook_url(&self) -> String {
        self.world().webhook.url.clone()
    }

    /// What was answered to each attempt to bring an update.
    pub(crate) fn attempts(&self) -> Vec<(i64, u16)> {
        self.world().webhook.attempts.clone()
    }

    /// The most updates that were brought at the same time.
    pub(crate) fn most_at_once(&self) -> usize {
        self.world().webhook.most_at_once
    }

    /// A citizen; known to the bot from the first word on.
    pub(crate) fn citizen(&self, id: i64) -> Citizen<'_> {
        Citizen::new(self, id)
    }

    /// A group of people.
    pub(crate) fn group(&self, id: i64) -> Group<'_> {
        Group::new(self, id)
    }

    /// Puts an update of this content (`{"message": …}`) into the queue, whatever is in it; returns its id.
    pub(crate) fn inject(&self, content: &Value) -> i64 {
        let id = self.world().queue.push(content);
        self.shared.tell_pollers();
        id
    }

    /// Puts an update of this raw text, with a number after `"update_id":`, into the queue as it stands.
    pub(crate) fn inject_raw(&self, text: impl FnOnce(i64) -> String) -> i64 {
        let id = self.world().queue.push_raw(text);
        self.shared.tell_pollers();
        id
    }

    /// Every one of `chats` says `per_chat` things, in turns.
    pub(crate) fn flood(&self, chats: std::ops::Range<i64>, per_chat: usize, text: impl Fn(i64, usize) -> String) {
        for turn in 0..per_chat {
            for chat in chats.clone() {
                self.world().citizen_says(chat, "nl", &text(chat, turn));
            }
        }
        self.shared.tell_pollers();
    }

    /// After a quiet week: the next update gets the id `next`. The queue must be empty.
    pub(crate) fn restart_ids(&self, next: i64) {
        self.world().queue.restart(next);
    }

    /// How many updates have not been confirmed.
    pub(crate) fn pending_updates(&self) -> usize {
        self.world().queue.len()
    }

    /// The next `on` meets `fault`.
    pub(crate) fn fault(&self, on: On, fault: Fault) {
        self.world().faults.plan(on, fault);
    }

    /// Every `n`-th `sendMessage` meets the next of `faults`, round and round.
    pub(crate) fn fault_every(&self, n: u64, faults: &[Fault]) {
        self.world().faults.plan_every(n, faults);
    }

    /// From now on who writes too fast gets 429.
    pub(crate) fn enforce(&self, pace: Pace) {
        self.world().pace = Some(pace);
    }

    /// What the bot has sent to `chat`, in order.
    pub(crate) fn sent(&self, chat: i64) -> Vec<SentMessage> {
        self.world().sent_to(chat)
    }

    /// What the bot has sent to anyone, in the order of acceptance.
    pub(crate) fn log(&self) -> Vec<SentMessage> {
        self.world().log.clone()
    }

    /// What `look` makes of all that happened.
    pub(crate) fn judged<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&self.world())
    }

    /// Forgets what the texts of all messages so far were, to go on for long; counts stay.
    pub(crate) fn forget_texts(&self) {
        self.world().forget_texts();
    }

    /// How much the bot has sent.
    pub(crate) fn sent_total(&self) -> usize {
        self.world().log.len()
    }

    /// Waits until every connection has ended. What a process that died had put on the wire is handled then, and
    /// nothing more of it can come.
    pub(crate) async fn hung_up(&self) {
        // Connections are accepted in the order in which they were made: before this one is, all earlier ones are counted.
        ask(&Entrance::Tcp(self.port), b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await;
        let mut open = self.shared.open.subscribe();
        let ended = tokio::time::timeout(self.patience, open.wait_for(|open| *open == 0)).await;
        assert!(ended.is_ok(), "connections were still open after {:?}", self.patience);
    }

    /// The groups that the bot has left, in order.
    pub(crate) fn left(&self) -> Vec<i64> {
        self.world().left.clone()
    }

    /// Ids of presses that the bot has not answered.
    pub(crate) fn unanswered_presses(&self) -> Vec<String> {
        self.world().unanswered_presses()
    }

    /// The last ten thousand calls of `method`, in order, refused ones too.
    pub(crate) fn calls(&self, method: &str) -> Vec<Call> {
        self.world().calls.iter().filter(|call| call.method == method).cloned().collect()
    }

    /// The first `n` or more messages to `chat`, once they are there.
    pub(crate) async fn wait_for(&self, chat: i64, n: usize) -> Vec<SentMessage> {
        let enough = |world: &World| (world.sent_count(chat) >= n).then(|| world.sent_to(chat));
        self.wait_until(&format!("{n} messages to {chat}"), enough).await
    }

    /// Returns once the bot has sent `n` messages in all.
    pub(crate) async fn wait_for_total(&self, n: usize) {
        self.wait_until(&format!("{n} messages in all"), |world| (world.log.len() >= n).then_some(())).await;
    }

    /// Returns once the bot has confirmed every update.
    pub(crate) async fn wait_for_empty_queue(&self) {
        self.wait_until("an empty queue", |world| (world.queue.len() == 0).then_some(())).await;
    }

    /// Returns once the bot has called `method` at least `n` times.
    pub(crate) async fn wait_for_calls(&self, method: &str, n: usize) {
        let enough = |world: &World| world.calls.iter().filter(|call| call.method == method).count() >= n;
        self.wait_until(&format!("{n} calls of {method}"), |world| enough(world).then_some(())).await;
    }

    /// What `look` finds in the world, looking again after every call of the bot; fails the test when patience ends.
    pub(crate) async fn wait_until<T>(&self, what: &str, look: impl Fn(&World) -> Option<T>) -> T {
        let mut calls = self.shared.calls.subscribe();
        let search = async {
            loop {
                calls.borrow_and_update();
                let found = look(&self.world());
                match found {
                    Some(found) => break found,
                    None => calls.changed().await.expect("the server lives"),
                }
            }
        };
        match tokio::time::timeout(self.patience, search).await {
            Ok(found) => found,
            Err(_) => panic!("waited in vain for {what}; sent so far: {}", self.sent_total()),
        }
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.shared.world()
    }
}
