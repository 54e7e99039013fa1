//! Backup and restore of 100,000 conversations: how long each takes, and what a backup costs those who write meanwhile.
//!
//! `cargo bench --bench backup`; `-- CONVERSATIONS` changes the number.
#![allow(clippy::print_stdout, reason = "a program that reports")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a broken assumption ends the measurement")]

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use loket::dialogue::Moment;
use loket::store::sled::{SledStore, restore};
use loket::store::vault::KeyPlace;
use loket::store::{ChatKey, Conversation, Store, TurnWrite};

/// The wanted time of a restore.
const WANTED: Duration = Duration::from_secs(60);
const AT_ONCE: u64 = 1000;

fn main() {
    let conversations = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(100_000);
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let file = folder.path().join("backup");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let store = Arc::new(SledStore::open(&folder.path().join("data")).unwrap());
        fill(&store, conversations).await;
        let alone = write_for(&store, Arc::new(AtomicBool::new(false)), Some(Duration::from_secs(3))).await;
        println!("a turn while nothing else goes on: {alone}");
        let done = Arc::new(AtomicBool::new(false));
        let writer = tokio::spawn({
            let (store, done) = (Arc::clone(&store), Arc::clone(&done));
            async move { write_for(&store, done, None).await }
        });
        let since = Instant::now();
        let mut out = tokio::fs::File::create(&file).await.unwrap();
        let (_, counts) = store.back_up(Moment(0), &mut out, &mut |_| {}).await.unwrap();
        println!(
            "backup of {} records: {:.2} s, {} MiB",
            counts.records,
            since.elapsed().as_secs_f64(),
            size(&file) >> 20
        );
        done.store(true, Ordering::SeqCst);
        println!("a turn meanwhile: {}", writer.await.unwrap());
        store.close().await.unwrap();
    });
    let key = KeyPlace::File(folder.path().join("data").join("master.key"));
    let since = Instant::now();
    let restored = restore(&folder.path().join("restored"), &file, None, &key, &mut |_| {}).unwrap();
    let took = since.elapsed();
    println!(
        "restore of {} conversations: {:.2} s = {:.2} × the bound",
        restored.counts.conversations,
        took.as_secs_f64(),
        took.as_secs_f64() / WANTED.as_secs_f64()
    );
}

fn size(file: &std::path::Path) -> u64 {
    std::fs::metadata(file).unwrap().len()
}

/// One chat that writes turn after turn; how long one took.
async fn write_for(store: &SledStore, done: Arc<AtomicBool>, limit: Option<Duration>) -> String {
    let key = ChatKey::new("bench", &format!("writer {limit:?}"));
    let since = Instant::now();
    let mut took = Vec::new();
    while !done.load(Ordering::SeqCst) && limit.is_none_or(|limit| since.elapsed() < limit) {
        let began = Instant::now();
        let loaded = took.len() as u64;
        let turn = TurnWrite { chat: key.clone(), conversation: Some(conversation(loaded)), loaded, handled: vec![] };
        store.commit(turn).await.unwrap();
        took.push(began.elapsed());
    }
    took.sort();
    let at = |share: usize| took[(took.len() * share / 100).min(took.len() - 1)].as_secs_f64() * 1000.0;
    format!("{} turns, median {:.1} ms, 99 % {:.1} ms, longest {:.1} ms", took.len(), at(50), at(99), at(100))
}

async fn fill(store: &Arc<SledStore>, conversations: u64) {
    for first in (0..conversations).step_by(AT_ONCE as usize) {
        let mut writes = tokio::task::JoinSet::new();
        for chat in first..(first + AT_ONCE).min(conversations) {
            let (store, chat) = (Arc::clone(store), ChatKey::new("bench", &chat.to_string()));
            let turn = TurnWrite { chat, conversation: Some(conversation(3)), loaded: 0, handled: vec![] };
            writes.spawn(async move { store.commit(turn).await.unwrap() });
        }
        writes.join_all().await;
        print!("\r{} of {conversations} written", first + AT_ONCE);
        std::io::stdout().flush().unwrap();
    }
    println!();
}

fn conversation(turn: u64) -> Conversation {
    let mut conversation = Conversation { due: Some(Moment(turn as i64)), ..Conversation::default() };
    conversation.state.turns = 3;
    conversation
}
