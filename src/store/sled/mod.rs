//! The embedded store: sled 0.34.7, and around it what sled does not promise.
//!
//! Start with [`SledStore`]; `open` checks before sled is let at the files, `writer` is the one thread that writes, `disk`
//! brings a group of writes onto the platter, `head` tells how far it got, `copy` and `snapshot` make a backup meanwhile,
//! `restore` makes a folder of one, `gather` and `upgrade` bring older formats up to this one. Only this module names sled.
//!
//! Never used: `flush_async` (can deadlock). Sled's own thread is let run for it cleans the log; nothing relies on its flushing.

mod copy;
mod disk;
mod gather;
mod head;
mod open;
mod rekey;
mod restore;
mod sealed;
mod snapshot;
mod upgrade;
mod writer;

pub use open::is_trying as is_being_opened;
pub use rekey::rotate;
pub use restore::{RestoreError, Restored, Step, restore};
pub use snapshot::BackupFailed;

use std::ops::Bound;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use super::backup::Record;
use super::vault::{KeyPlace, Vault};
use super::view::{self, View, Visit};
use super::{
    ChatKey, Conversation, MissedQuestion, NewUpdate, Store, StoreError, TurnWrite, UpdateId, Waiting, WideWrite,
    Written, desk,
};
use crate::desk::{Desk, audit};
use crate::dialogue::Moment;
use open::Opened;
use sealed::Sealed;
use writer::{Reply, Request, Writer};

/// Keeps everything in a folder; one process at a time.
///
/// Dropping it waits for the writes that were asked for.
pub struct SledStore {
    shared: Arc<Shared>,
    requests: Mutex<Option<Sender<Request>>>,
    writer: Option<JoinHandle<()>>,
    /// Let go last, when sled has closed its files.
    _lock: std::fs::File,
}

impl SledStore {
    /// Opens the store in `folder`, making the folder if there is none. Blocks for as long as reading takes.
    ///
    /// # Errors
    /// [`StoreError::Locked`], [`StoreError::Io`], [`StoreError::Damaged`] and [`StoreError::TooNew`], each with what to do.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        Self::open_with(folder, &KeyPlace::Beside)
    }

    /// Opens the store in `folder` as [`Self::open`] does, with the master key at `key`.
    ///
    /// # Errors
    /// Those of [`Self::open`], and [`StoreError::Key`].
    pub fn open_with(folder: &Path, key: &KeyPlace) -> Result<Self, StoreError> {
        Self::start(folder, open::open(folder, key)?)
    }

    /// The questions that were not understood and are kept, oldest day first.
    ///
    /// # Errors
    /// As for reading.
    pub fn missed(&self) -> Result<Vec<MissedQuestion>, StoreError> {
        self.read(|sealed| view::missed(sealed))
    }

    /// Where the master key stands, if it was made now: whoever runs this should hear that it is to be kept safe.
    #[must_use]
    pub fn made_key(&self) -> Option<&Path> {
        self.shared.vault.made_key()
    }

    fn start(folder: &Path, opened: Opened) -> Result<Self, StoreError> {
        let tree = Tree { folder: folder.display().to_string(), db: opened.db };
        let shared = Arc::new(Shared {
            tree,
            vault: opened.vault,
            stopped: OnceLock::new(),
            groups: AtomicU64::new(0),
            writes: AtomicU64::new(0),
        });
        let writer = Writer::new(Arc::clone(&shared), opened.disk, opened.number);
        let (requests, inbox) = mpsc::channel();
        let thread = std::thread::Builder::new().name("loket-store".into()).spawn(move || writer.run(&inbox));
        let thread = thread.map_err(|source| open::io_error(folder, "start the writer for", source))?;
        Ok(Self { shared, requests: Mutex::new(Some(requests)), writer: Some(thread), _lock: opened.lock })
    }

    /// Hands the writer what `request` makes of a way to reply, and waits for the reply.
    async fn ask<T>(&self, request: impl FnOnce(Reply<T>) -> Request + Send) -> Result<T, StoreError> {
        self.shared.check_running()?;
        let (reply, answer) = oneshot::channel();
        self.send(request(reply));
        answer.await.unwrap_or_else(|_| Err(self.shared.stopped()))
    }

    /// A request that nobody takes any more drops its way to reply, which is an answer too.
    fn send(&self, request: Request) {
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(requests) = requests.as_ref() {
            requests.send(request).ok();
        }
    }

    fn read<T>(&self, question: impl FnOnce(&Sealed<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.shared.check_running()?;
        open::try_sled(|| question(&self.shared.sealed())).unwrap_or_else(|| {
            self.shared.stop(format!("sled broke off while reading. {}", super::REMEDY));
            Err(self.shared.stopped())
        })
    }
}

impl Store for SledStore {
    async fn append(&self, updates: Vec<NewUpdate>, now: Moment) -> Result<Vec<UpdateId>, StoreError> {
        self.ask(|reply| Request::Append { updates, now, reply }).await
    }

    async fn waiting(&self) -> Result<Vec<Waiting>, StoreError> {
        self.read(|sealed| view::waiting(sealed))
    }

    async fn load(&self, chat: &ChatKey) -> Result<Option<Conversation>, StoreError> {
        self.read(|sealed| view::load(sealed, chat))
    }

    async fn commit(&self, turn: TurnWrite) -> Result<u64, StoreError> {
        let turn = Box::new(turn);
        self.ask(|reply| Request::Commit { turn, reply }).await
    }

    async fn answer(&self, turn: TurnWrite) -> Result<u64, StoreError> {
        let turn = Box::new(turn);
        self.ask(|reply| Request::Answer { turn, reply }).await
    }

    async fn commit_wide(&self, write: WideWrite) -> Result<u64, StoreError> {
        let write = Box::new(write);
        self.ask(|reply| Request::CommitWide { write, reply }).await
    }

    async fn desk(&self) -> Result<Desk, StoreError> {
        self.read(|sealed| desk::desk(sealed))
    }

    async fn audit_before(&self, before: Moment, limit: usize) -> Result<Vec<audit::Row>, StoreError> {
        self.read(|sealed| desk::audit_before(sealed, before, limit))
    }

    async fn audit(&self) -> Result<Vec<audit::Row>, StoreError> {
        self.read(|sealed| desk::audit(sealed))
    }

    async fn unsent(&self) -> Result<Vec<ChatKey>, StoreError> {
        self.read(|sealed| view::unsent(sealed))
    }

    async fn due(&self, now: Moment, limit: usize) -> Result<Vec<(Moment, ChatKey)>, StoreError> {
        self.read(|sealed| view::due(sealed, now, limit))
    }

    async fn keep_missed(&self, missed: MissedQuestion) -> Result<(), StoreError> {
        self.ask(|reply| Request::KeepMissed { missed, reply }).await
    }

    async fn forget_missed(&self, day: i64) -> Result<(), StoreError> {
        self.ask(|reply| Request::ForgetMissed { day, reply }).await
    }

    fn written(&self) -> Written {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Written { groups: count(&self.shared.groups), writes: count(&self.shared.writes) }
    }

    async fn close(&self) -> Result<(), StoreError> {
        self.ask(|reply| Request::Close { reply }).await
    }
}

impl Drop for SledStore {
    fn drop(&mut self) {
        // Without a sender the writer ends by itself, after what is already asked.
        self.requests.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = self.writer.take() {
            writer.join().ok();
        }
    }
}

/// What the writer and the readers share.
struct Shared {
    tree: Tree,
    vault: Vault,
    stopped: OnceLock<String>,
    groups: AtomicU64,
    writes: AtomicU64,
}

impl Shared {
    /// What is stored, as it is meant.
    fn sealed(&self) -> Sealed<'_> {
        Sealed { tree: &self.tree, vault: &self.vault }
    }

    /// Lets every later call fail, saying `reason`; the first reason stays.
    fn stop(&self, reason: String) {
        self.stopped.set(reason).ok();
    }

    fn stopped(&self) -> StoreError {
        StoreError::Stopped(self.stopped.get().cloned().unwrap_or_else(|| "the writer ended".into()))
    }

    fn check_running(&self) -> Result<(), StoreError> {
        if self.stopped.get().is_some() { Err(self.stopped()) } else { Ok(()) }
    }
}

/// Sled's tree as something to read from.
struct Tree {
    folder: String,
    db: ::sled::Db,
}

impl Tree {
    /// Records behind `key`, at most `limit` and about `bytes` of them, and whether these are the last.
    fn after(&self, key: &[u8], limit: usize, bytes: usize) -> Result<(Vec<Record>, bool), StoreError> {
        let mut records = Vec::new();
        let mut size = 0;
        for entry in self.db.range::<&[u8], _>((Bound::Excluded(key), Bound::Unbounded)) {
            let (key, value) = entry.map_err(self.fault("read"))?;
            size += key.len() + value.len();
            records.push(Record { key: key.to_vec(), value: value.to_vec() });
            if records.len() >= limit || size >= bytes {
                return Ok((records, false));
            }
        }
        Ok((records, true))
    }

    fn fault(&self, attempt: &'static str) -> impl Fn(::sled::Error) -> StoreError {
        move |error| open::sled_error(&self.folder, attempt, error)
    }
}

impl View for Tree {
    fn folder(&self) -> &str {
        &self.folder
    }

    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.db.get(key).map_err(self.fault("read"))?.map(|value| value.to_vec()))
    }

    fn scan_behind(
        &self,
        key: &[u8],
        prefix: &[u8],
        visit: &mut dyn FnMut(&[u8], &[u8]) -> Visit,
    ) -> Result<(), StoreError> {
        let from = if key < prefix { Bound::Included(prefix) } else { Bound::Excluded(key) };
        for entry in self.db.range::<&[u8], _>((from, Bound::Unbounded)) {
            let (key, value) = entry.map_err(self.fault("read"))?;
            if !key.starts_with(prefix) || visit(&key, &value)?.is_break() {
                break;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::UpdateId;

    /// A store whose `db` file cannot be synced: the end of a pipe.
    fn unsyncable(folder: &Path) -> SledStore {
        let mut opened = open::open(folder, &KeyPlace::Beside).unwrap();
        let (_, pipe) = std::io::pipe().unwrap();
        opened.disk.break_file(std::os::fd::OwnedFd::from(pipe).into());
        SledStore::start(folder, opened).unwrap()
    }

    fn update() -> Vec<NewUpdate> {
        let raw = crate::privacy::Sensitive::new(b"x".to_vec());
        vec![NewUpdate { id: UpdateId(1), chat: ChatKey::new("test", "anna"), raw }]
    }

    #[tokio::test]
    async fn a_write_that_cannot_be_synced_is_not_acknowledged_and_stops_the_store() {
        let folder = tempfile::tempdir().unwrap();
        let store = unsyncable(folder.path());
        assert!(matches!(store.append(update(), Moment(0)).await, Err(StoreError::Stopped(_))));
        let later = store.load(&ChatKey::new("test", "anna")).await.unwrap_err();
        let StoreError::Stopped(reason) = later else { panic!("{later}") };
        assert!(reason.contains("cannot write"), "{reason}");
        assert!(matches!(store.close().await, Err(StoreError::Stopped(_))));
    }

    #[tokio::test]
    async fn an_update_and_its_answer_go_to_the_disk_together() {
        let folder = tempfile::tempdir().unwrap();
        let store = SledStore::open(folder.path()).unwrap();
        let (chat, conversation) = (ChatKey::new("test", "anna"), Some(Conversation::default()));
        let answer = TurnWrite { chat, conversation, loaded: 0, handled: vec![UpdateId(1)] };
        let (new, revision) = tokio::join!(store.append(update(), Moment(0)), store.answer(answer));
        assert_eq!((new.unwrap().len(), revision.unwrap()), (1, 1));
        assert_eq!(store.written(), Written { groups: 1, writes: 2 });
    }

    #[tokio::test]
    async fn a_read_that_breaks_off_stops_the_store() {
        let folder = tempfile::tempdir().unwrap();
        let store = SledStore::open(folder.path()).unwrap();
        let broken: Result<(), _> = store.read(|_| panic!("as sled may"));
        assert!(matches!(broken, Err(StoreError::Stopped(_))));
        assert!(matches!(store.append(update(), Moment(0)).await, Err(StoreError::Stopped(_))));
    }
}
