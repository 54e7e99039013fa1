//! What the tests of the stores share: places a store can be opened in again, and short ways to say what is written.

use std::path::{Path, PathBuf};

use loket::dialogue::{Effect, Message, Moment, RichText};
use loket::privacy::Sensitive;
use loket::store::memory::MemoryStore;
use loket::store::sled::SledStore;
use loket::store::vault::KeyPlace;
use loket::store::{ChatKey, Conversation, NewUpdate, Outgoing, Store, TurnWrite, UpdateId};

/// One hour in milliseconds.
pub(crate) const HOUR: i64 = 60 * 60 * 1000;

/// Where a store lives. `reopen` ends the process of the store, so to speak, where the place outlives it.
pub(crate) trait Place {
    type Store: Store;
    fn new() -> Self;
    fn store(&self) -> &Self::Store;
    fn reopen(&mut self);
}

/// A store that cannot be reopened.
pub(crate) struct InMemory(MemoryStore);

impl InMemory {
    pub(crate) fn into_store(self) -> MemoryStore {
        self.0
    }
}

impl Place for InMemory {
    type Store = MemoryStore;

    fn new() -> Self {
        Self(MemoryStore::new())
    }

    fn store(&self) -> &MemoryStore {
        &self.0
    }

    fn reopen(&mut self) {}
}

/// A folder with a sled store.
pub(crate) struct OnDisk {
    store: Option<SledStore>,
    folder: tempfile::TempDir,
}

impl OnDisk {
    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The store itself; the place has none until it is reopened.
    pub(crate) fn take_store(&mut self) -> SledStore {
        self.store.take().unwrap()
    }

    /// Closes the store and leaves the folder.
    pub(crate) fn shut(mut self) -> (tempfile::TempDir, PathBuf) {
        self.store.take();
        let folder = self.folder();
        (self.folder, folder)
    }
}

impl Place for OnDisk {
    type Store = SledStore;

    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Some(open(&folder.path().join("data")));
        Self { store, folder }
    }

    fn store(&self) -> &SledStore {
        self.store.as_ref().unwrap()
    }

    fn reopen(&mut self) {
        self.store.take();
        self.store = Some(open(&self.folder()));
    }
}

/// The master key of the store in the folder `data` beside this one.
pub(crate) fn key_beside(folder: &Path) -> KeyPlace {
    KeyPlace::File(folder.parent().unwrap().join("data").join("master.key"))
}

/// Opens a store with the master key of the one in the folder `data` beside it.
pub(crate) fn open_beside(folder: &Path) -> SledStore {
    SledStore::open_with(folder, &key_beside(folder)).unwrap_or_else(|error| panic!("{error}"))
}

pub(crate) fn open(folder: &Path) -> SledStore {
    SledStore::open(folder).unwrap_or_else(|error| panic!("{error}"))
}

/// Runs `future` to its end.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

pub(crate) fn chat(name: &str) -> ChatKey {
    ChatKey::new("test", name)
}

pub(crate) fn update(id: i64, from: &str) -> NewUpdate {
    NewUpdate { id: UpdateId(id), chat: chat(from), raw: Sensitive::new(format!("raw {id}").into_bytes()) }
}

pub(crate) fn updates(ids: &[i64], from: &str) -> Vec<NewUpdate> {
    ids.iter().map(|&id| update(id, from)).collect()
}

pub(crate) fn ids(ids: &[i64]) -> Vec<UpdateId> {
    ids.iter().copied().map(UpdateId).collect()
}

/// A conversation after `turns` turns with `unsent` messages to send and something due at `due`.
pub(crate) fn conversation(turns: u32, unsent: u64, due: Option<i64>) -> Conversation {
    let mut conversation = Conversation { due: due.map(Moment), ..Conversation::default() };
    conversation.state.turns = turns;
    conversation.outbox = (0..unsent).map(outgoing).collect();
    conversation
}

fn outgoing(id: u64) -> Outgoing {
    let message = Message { text: RichText::paragraph(format!("Antwoord {id}")), buttons: vec![] };
    Outgoing { id, effect: Effect::Send(message) }
}

/// A turn of `name` over revision `loaded`.
pub(crate) fn turn(name: &str, loaded: u64, conversation: Conversation) -> TurnWrite {
    TurnWrite { chat: chat(name), conversation: Some(conversation), loaded, handled: vec![] }
}

pub(crate) fn erasure(name: &str, loaded: u64) -> TurnWrite {
    TurnWrite { chat: chat(name), conversation: None, loaded, handled: vec![] }
}

/// The ids that wait, oldest first.
pub(crate) async fn waiting_ids(store: &impl Store) -> Vec<i64> {
    store.waiting().await.unwrap().iter().map(|waiting| waiting.id.0).collect()
}

/// Runs `future`, which looks at the clock, to its end.
pub(crate) fn run_with_time<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}
