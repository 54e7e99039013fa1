//! Durable turns per second of the sled store, beside what the disk does with a bare write and sync.
//!
//! `cargo bench --bench store`. A turn is one `commit` of a conversation with a message to send, or without; a message is
//! `append` and, as the service asks, `answer` at the same time. The ratio is to a loop of one `write` of as many bytes and one `sync_data` each.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement shows its figures and breaks off where it fails"
)]

use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use loket::dialogue::{Effect, Message, Moment, RichText};
use loket::privacy::Sensitive;
use loket::store::sled::SledStore;
use loket::store::{ChatKey, Conversation, NewUpdate, Outgoing, Store, TurnWrite, UpdateId};

/// How long each figure is measured.
const SPAN: Duration = Duration::from_secs(3);

fn main() {
    let bare = bare_syncs_per_second();
    println!("bare write + sync_data   {bare:>8.0} /s");
    for chats in [1, 64, 1000] {
        let (turns, messages) = (measure(chats, false), measure(chats, true));
        println!("{chats:>4} chats: turns {turns:>8.0} /s = {:>6.2} × bare", turns / bare);
        println!("{chats:>4} chats: messages {messages:>5.0} /s = {:>6.2} × bare", messages / bare);
    }
    println!("resident memory: {} KiB", resident());
    measure_many_conversations();
    println!("resident memory: {} KiB", resident());
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

fn bare_syncs_per_second() -> f64 {
    let folder = folder();
    let mut file = std::fs::File::create(folder.path().join("bare")).unwrap();
    let record = serde_json::to_vec(&conversation(1)).unwrap();
    let start = Instant::now();
    let mut syncs = 0;
    while start.elapsed() < SPAN {
        file.write_all(&record).unwrap();
        file.sync_data().unwrap();
        syncs += 1;
    }
    f64::from(syncs) / start.elapsed().as_secs_f64()
}

/// Turns, or messages, per second with so many chats at once.
fn measure(chats: u64, with_append: bool) -> f64 {
    let folder = folder();
    let store = Arc::new(SledStore::open(folder.path()).unwrap());
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let start = Instant::now();
    let turns: u64 = runtime.block_on(async {
        let tasks: Vec<_> = (0..chats).map(|chat| tokio::spawn(talk(Arc::clone(&store), chat, with_append))).collect();
        let mut turns = 0;
        for task in tasks {
            turns += task.await.unwrap();
        }
        turns
    });
    turns as f64 / start.elapsed().as_secs_f64()
}

async fn talk(store: Arc<SledStore>, chat: u64, with_append: bool) -> u64 {
    let start = Instant::now();
    let key = ChatKey::new("bench", &chat.to_string());
    let mut turns = 0;
    while start.elapsed() < SPAN {
        let conversation = Some(conversation(turns));
        let turn = TurnWrite { chat: key.clone(), conversation, loaded: turns, handled: Vec::new() };
        if with_append {
            let id = UpdateId((chat << 32 | turns) as i64);
            let update = NewUpdate { id, chat: key.clone(), raw: Sensitive::new(vec![b'x'; 600]) };
            let answer = TurnWrite { handled: vec![id], ..turn };
            let (new, revision) = tokio::join!(store.append(vec![update], Moment(0)), store.answer(answer));
            assert_eq!((new.unwrap().len(), revision.unwrap()), (1, turns + 1));
        } else {
            store.commit(turn).await.unwrap();
        }
        turns += 1;
    }
    turns
}

fn conversation(turn: u64) -> Conversation {
    let mut conversation = Conversation { due: Some(Moment(turn as i64)), ..Conversation::default() };
    if turn.is_multiple_of(2) {
        let text = RichText::paragraph("Een antwoord zoals er een gegeven wordt. ".repeat(20));
        conversation.outbox.push(Outgoing { id: turn, effect: Effect::Send(Message { text, buttons: vec![] }) });
    }
    conversation
}

/// A start with many conversations, and what it takes.
fn measure_many_conversations() {
    const MANY: u64 = 200_000;
    let folder = folder();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(fill(SledStore::open(folder.path()).unwrap(), MANY));
    let start = Instant::now();
    let store = SledStore::open(folder.path()).unwrap();
    println!("opening with {MANY} conversations: {:?}", start.elapsed());
    let start = Instant::now();
    let (waiting, unsent) = runtime.block_on(async { (store.waiting().await.unwrap(), store.unsent().await.unwrap()) });
    println!("listing what waits ({}) and is unsent ({}): {:?}", waiting.len(), unsent.len(), start.elapsed());
    let start = Instant::now();
    for chat in 0..1000 {
        runtime.block_on(store.load(&ChatKey::new("bench", &(chat * 199).to_string()))).unwrap();
    }
    println!("loading one, cold: {:?}", start.elapsed() / 1000);
}

async fn fill(store: SledStore, conversations: u64) {
    let store = Arc::new(store);
    for first in (0..conversations).step_by(1000) {
        let mut writes = tokio::task::JoinSet::new();
        for chat in first..first + 1000 {
            let store = Arc::clone(&store);
            let chat = ChatKey::new("bench", &chat.to_string());
            let turn = TurnWrite { chat, conversation: Some(conversation(1)), loaded: 0, handled: vec![] };
            writes.spawn(async move { store.commit(turn).await.unwrap() });
        }
        writes.join_all().await;
    }
}

/// What of this process is in memory, in KiB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
