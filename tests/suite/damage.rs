//! Damaged images of a store: makes them, and judges what comes of opening each. Used by a test and by `benches/damage.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a broken assumption ends the proof")]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use loket::dialogue::{Effect, Message, Moment, RichText};
use loket::privacy::Sensitive;
use loket::store::sled::{SledStore, is_being_opened};
use loket::store::{ChatKey, Conversation, NewUpdate, Outgoing, Store, StoreError, TurnWrite, UpdateId};

/// How long opening and reading may take before it counts as hung.
const PATIENCE: Duration = Duration::from_secs(60);
const BLOCK: u64 = 4096;

/// What must be in the store, to the last byte.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Content {
    conversations: BTreeMap<String, Conversation>,
    waiting: Vec<(i64, Vec<u8>)>,
}

/// What came of an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Opened, and every record is as it was written.
    Whole,
    /// Refused, with what to do.
    Refused,
    /// Something else than what was written, or a refusal that helps nobody.
    Wrong(String),
    /// A panic got out, or was told of.
    Panicked,
    /// It did not end.
    Hung,
}

/// A whole store and what is in it.
pub(crate) struct Image {
    folder: PathBuf,
    content: Arc<Content>,
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

impl Image {
    /// Makes a store with so many conversations in `folder`, each written several times, in two lives of the process.
    pub(crate) fn make(folder: &Path, conversations: u32) -> Self {
        let mut content = Content::default();
        for life in 0..2 {
            let store = SledStore::open(folder).unwrap();
            for turn in 0..3 {
                for chat in 0..conversations {
                    run(write(&store, &mut content, chat, life * 3 + turn));
                }
            }
            run(store.close()).unwrap();
        }
        Self { folder: folder.to_owned(), content: Arc::new(content) }
    }

    /// A copy at `to`, damaged as `seed` has it; says how.
    pub(crate) fn damaged(&self, to: &Path, seed: u64) -> String {
        copy(&self.folder, to);
        damage(to, &mut Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1))
    }

    /// Opens the store in `folder` and holds all of it against what was written.
    pub(crate) fn judge(&self, folder: &Path) -> Outcome {
        let (folder, content) = (folder.to_owned(), Arc::clone(&self.content));
        let (done, judged) = channel();
        std::thread::spawn(move || done.send(judge(&folder, &content)));
        match judged.recv_timeout(PATIENCE) {
            Ok(outcome) => outcome,
            Err(RecvTimeoutError::Timeout) => Outcome::Hung,
            Err(RecvTimeoutError::Disconnected) => Outcome::Panicked,
        }
    }
}

/// Counts panics that would be told of, in whatever thread; for a program of its own, for it silences all others.
#[allow(dead_code, reason = "each program that includes this uses a part of it")]
pub(crate) fn count_panics() -> &'static AtomicUsize {
    static PANICS: AtomicUsize = AtomicUsize::new(0);
    std::panic::set_hook(Box::new(|_| {
        if !is_being_opened() {
            PANICS.fetch_add(1, Ordering::SeqCst);
        }
    }));
    &PANICS
}

async fn write(store: &SledStore, content: &mut Content, chat: u32, turn: u32) {
    let name = format!("{chat}");
    let key = ChatKey::new("test", &name);
    let id = i64::from(chat) * 100 + i64::from(turn);
    let raw = format!("update {id} ").repeat(1 + chat as usize % 40).into_bytes();
    let update = NewUpdate { id: UpdateId(id), chat: key.clone(), raw: Sensitive::new(raw.clone()) };
    store.append(vec![update], Moment(0)).await.unwrap();
    // Some stay waiting.
    let handled = if chat.is_multiple_of(7) && turn == 5 { Vec::new() } else { vec![UpdateId(id)] };
    if handled.is_empty() {
        content.waiting.push((id, raw));
    }
    let mut conversation = Conversation { due: Some(Moment(1000 + id)), ..Conversation::default() };
    conversation.state.turns = turn;
    if chat.is_multiple_of(3) {
        let text = RichText::paragraph(format!("Antwoord {turn} ").repeat(1 + chat as usize % 60));
        conversation.outbox.push(Outgoing { id: id as u64, effect: Effect::Send(Message { text, buttons: vec![] }) });
    }
    let loaded = u64::from(turn);
    let turn = TurnWrite { chat: key, conversation: Some(conversation.clone()), loaded, handled };
    let revision = store.commit(turn).await.unwrap();
    content.conversations.insert(name, Conversation { revision, ..conversation });
}

fn judge(folder: &Path, expected: &Content) -> Outcome {
    let store = match SledStore::open(folder) {
        Ok(store) => store,
        Err(error) => return judge_refusal(&error),
    };
    match run(read(&store, expected)) {
        Ok(found) if found == *expected => Outcome::Whole,
        Ok(found) => Outcome::Wrong(difference(&found, expected)),
        Err(error) => judge_refusal(&error),
    }
}

fn judge_refusal(error: &StoreError) -> Outcome {
    let helps = match error {
        StoreError::Damaged { what, .. } => what.contains("loket restore"),
        StoreError::TooNew { .. } | StoreError::Io { .. } | StoreError::Key(_) => true,
        StoreError::Stopped(why) => why.contains("loket restore"),
        _ => false,
    };
    if helps { Outcome::Refused } else { Outcome::Wrong(format!("a refusal without remedy: {error}")) }
}

async fn read(store: &SledStore, expected: &Content) -> Result<Content, StoreError> {
    let mut content = Content::default();
    for waiting in store.waiting().await? {
        content.waiting.push((waiting.id.0, waiting.raw.into_exposed()));
    }
    content.waiting.sort();
    for name in expected.conversations.keys() {
        if let Some(conversation) = store.load(&ChatKey::new("test", name)).await? {
            content.conversations.insert(name.clone(), conversation);
        }
    }
    store.due(Moment(i64::MAX), usize::MAX).await?;
    store.unsent().await?;
    Ok(content)
}

/// In numbers only.
fn difference(found: &Content, expected: &Content) -> String {
    let missing = expected.conversations.keys().filter(|name| !found.conversations.contains_key(*name)).count();
    let others =
        found.conversations.iter().filter(|(name, found)| expected.conversations.get(*name) != Some(found)).count();
    let waiting = (found.waiting.len(), expected.waiting.len());
    format!("{missing} conversations missing, {others} other than written, {waiting:?} waiting")
}

/// A small generator: the same images every time.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }
}

fn damage(folder: &Path, random: &mut Random) -> String {
    let files = files_below(folder);
    let file = &files[random.below(files.len() as u64) as usize];
    // Most of the data are in one file: it is hit half of the time.
    let file = if random.below(2) == 0 { &folder.join("sled").join("db") } else { file };
    let name = file.strip_prefix(folder).unwrap().display().to_string();
    let length = fs::metadata(file).unwrap().len();
    let how = match random.below(8) {
        0 | 1 => turn_bits(file, length, random),
        2 => cut(file, random.below(length)),
        3 => overwrite(file, random.below(length), random),
        4 => swap_blocks(file, length, random),
        5 => append_garbage(file, random),
        6 => zero_block(file, length, random),
        _ => remove(file, folder, random),
    };
    format!("{name}: {how}")
}

/// Where something was written: most of the file is empty.
fn written(file: &Path) -> u64 {
    let bytes = fs::read(file).unwrap();
    bytes.iter().rposition(|&byte| byte != 0).map_or(1, |last| last as u64 + 1)
}

fn open_file(file: &Path) -> File {
    File::options().read(true).write(true).open(file).unwrap()
}

fn turn_bits(file: &Path, length: u64, random: &mut Random) -> String {
    let end = written(file).min(length.max(1));
    let count = 1 + random.below(3);
    for _ in 0..count {
        let (at, mut byte) = (random.below(end), [0]);
        if open_file(file).read_at(&mut byte, at).unwrap() == 1 {
            byte[0] ^= 1 << random.below(8);
            open_file(file).write_all_at(&byte, at).unwrap();
        }
    }
    format!("{count} bits turned")
}

fn cut(file: &Path, at: u64) -> String {
    open_file(file).set_len(at).unwrap();
    format!("cut at {at}")
}

fn overwrite(file: &Path, at: u64, random: &mut Random) -> String {
    let bytes: Vec<u8> = (0..1 + random.below(2000)).map(|_| random.next() as u8).collect();
    open_file(file).write_all_at(&bytes, at).unwrap();
    format!("{} bytes of garbage at {at}", bytes.len())
}

fn swap_blocks(file: &Path, length: u64, random: &mut Random) -> String {
    let blocks = written(file).min(length) / BLOCK;
    let (a, b) = (random.below(blocks) * BLOCK, random.below(blocks) * BLOCK);
    let opened = open_file(file);
    let (mut first, mut second) = ([0; BLOCK as usize], [0; BLOCK as usize]);
    if opened.read_exact_at(&mut first, a).is_ok() && opened.read_exact_at(&mut second, b).is_ok() {
        opened.write_all_at(&first, b).unwrap();
        opened.write_all_at(&second, a).unwrap();
    }
    format!("blocks {a} and {b} swapped")
}

fn append_garbage(file: &Path, random: &mut Random) -> String {
    let bytes: Vec<u8> = (0..1 + random.below(100_000)).map(|_| random.next() as u8).collect();
    let opened = open_file(file);
    opened.write_all_at(&bytes, opened.metadata().unwrap().len()).unwrap();
    format!("{} bytes of garbage appended", bytes.len())
}

fn zero_block(file: &Path, length: u64, random: &mut Random) -> String {
    let at = random.below(written(file).min(length.max(1))) / BLOCK * BLOCK;
    let end = (at + BLOCK).min(length);
    open_file(file).write_all_at(&vec![0; end.saturating_sub(at) as usize], at).unwrap();
    format!("zeros from {at} to {end}")
}

fn remove(file: &Path, folder: &Path, random: &mut Random) -> String {
    fs::remove_file(file).unwrap();
    if random.below(3) == 0 {
        fs::create_dir(file).unwrap();
        return "a folder in its place".into();
    }
    if random.below(4) == 0 && file.starts_with(folder.join("sled")) {
        fs::remove_dir_all(folder.join("sled")).unwrap();
        return "the whole of sled removed".into();
    }
    "removed".into()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files
}

/// Copies a folder with all in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to.join(entry.file_name())),
            false => drop(fs::copy(entry.path(), to.join(entry.file_name())).unwrap()),
        }
    }
}
