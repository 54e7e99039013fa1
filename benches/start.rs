//! A start with a million stored conversations: how long opening and resuming take, and what memory they need.
//!
//! `cargo bench --bench start`; `-- CONVERSATIONS` changes the number. The conversations are written through the store's own
//! turns, a thousand at a time. Then it starts twice: after the writing process was killed (so to speak: its last files
//! are copied before it closes), and after a proper close. Each start is a process of its own, so that its memory is its own.
#![allow(clippy::print_stdout, reason = "a program that reports")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a broken assumption ends the measurement")]

use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use loket::dialogue::{Effect, Message, Moment, RichText};
use loket::store::sled::SledStore;
use loket::store::{ChatKey, Conversation, Outgoing, Store, TurnWrite};

/// The wanted time of a start.
const WANTED: Duration = Duration::from_secs(2);
/// How many turns are written at once.
const AT_ONCE: u64 = 1000;
/// One conversation in so many has something unsent.
const UNSENT_EVERY: u64 = 10_000;

fn main() {
    match std::env::var_os("LOKET_BENCH_START") {
        Some(folder) => start(Path::new(&folder)),
        None => measure(std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(1_000_000)),
    }
}

fn measure(conversations: u64) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let data = folder.path().join("data");
    let store = Arc::new(SledStore::open(&data).unwrap());
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(fill(&store, conversations));
    let killed = folder.path().join("killed");
    copy(&data, &killed);
    runtime.block_on(store.close()).unwrap();
    let closing = Instant::now();
    drop(store);
    println!("closing: {:.2} s", closing.elapsed().as_secs_f64());
    println!("on disk: {} MiB", size(&data) >> 20);
    for (what, folder) in [("killed", &killed), ("closed", &data), ("closed, nothing written since", &data)] {
        println!("after it was {what}:");
        let this = std::env::current_exe().unwrap();
        assert!(Command::new(this).env("LOKET_BENCH_START", folder).status().unwrap().success());
    }
}

/// One start, with its figures.
fn start(folder: &Path) {
    let since = Instant::now();
    let store = SledStore::open(folder).unwrap();
    let opened = since.elapsed();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (waiting, unsent, due) = runtime.block_on(async {
        let due = store.due(Moment(0), 200).await.unwrap();
        (store.waiting().await.unwrap().len(), store.unsent().await.unwrap().len(), due.len())
    });
    let all = since.elapsed();
    println!(
        "  opened in {:.2} s, ready in {:.2} s = {:.2} × the bound, with {:.2} s of processor time; {waiting} waiting, {unsent} unsent, {due} due; at most {} MiB of memory",
        opened.as_secs_f64(),
        all.as_secs_f64(),
        all.as_secs_f64() / WANTED.as_secs_f64(),
        processor_time(),
        peak() >> 10,
    );
    let since = Instant::now();
    for chat in 0..1000 {
        runtime.block_on(store.load(&ChatKey::new("bench", &(chat * 97).to_string()))).unwrap();
    }
    println!("  loading one, cold: {:?}", since.elapsed() / 1000);
}

async fn fill(store: &Arc<SledStore>, conversations: u64) {
    let since = Instant::now();
    for first in (0..conversations).step_by(AT_ONCE as usize) {
        let mut writes = tokio::task::JoinSet::new();
        for chat in first..(first + AT_ONCE).min(conversations) {
            let store = Arc::clone(store);
            writes.spawn(async move { store.commit(turn(chat)).await.unwrap() });
        }
        writes.join_all().await;
        print!("\r{} of {conversations} written", first + AT_ONCE);
        std::io::stdout().flush().unwrap();
    }
    println!(" in {:.0} s", since.elapsed().as_secs_f64());
}

fn turn(chat: u64) -> TurnWrite {
    let mut conversation = Conversation { due: Some(Moment(1 + chat as i64)), ..Conversation::default() };
    conversation.state.turns = 3;
    if chat.is_multiple_of(UNSENT_EVERY) {
        let text = RichText::paragraph("Een antwoord zoals er een gegeven wordt. ".repeat(20));
        conversation.outbox.push(Outgoing { id: 1, effect: Effect::Send(Message { text, buttons: vec![] }) });
    }
    let chat = ChatKey::new("bench", &chat.to_string());
    TurnWrite { chat, conversation: Some(conversation), loaded: 0, handled: vec![] }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to.join(entry.file_name())),
            false => drop(std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap()),
        }
    }
}

fn size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries.map(|entry| if entry.path().is_dir() { size(&entry.path()) } else { entry.metadata().unwrap().len() }).sum()
}

/// What this process has used, in seconds: on a busy machine this says more than the clock.
fn processor_time() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields = stat.rsplit(')').next().unwrap().split_whitespace().skip(11).take(2);
    fields.map(|ticks| ticks.parse::<f64>().unwrap()).sum::<f64>() / 100.0
}

/// The most memory this process ever had, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
