//! The control socket: how other commands of loket speak with the process that holds the data folder.
//!
//! A Unix socket in that folder, for its owner and root alone. Whoever connects writes one request as one line of JSON and
//! gets one line back, [`Reply`]; for [`Request::Backup`] the backup itself follows until the connection ends. Start with
//! [`listen`] for the process that serves, [`ask`] for the one that asks. Nothing of a conversation goes over it but in a
//! backup and an export.

use std::io::{self, BufRead as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream as Asking;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::Semaphore;

use super::{Service, Told, Wish};
use crate::channels::Channel;
use crate::desk::audit::{Row, verify};
use crate::desk::{Case, Head, OfficerId, Rules};
use crate::dialogue::Moment;
use crate::store::sled::{BackupFailed, SledStore};
use crate::store::{ChatKey, Store as _, StoreError};

/// The name of the socket in the data folder.
const NAME: &str = "control";
/// The longest request.
const LONGEST: u64 = 64 * 1024;
/// How long a request may take to come, and an answer to begin.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many may be served at once.
const AT_ONCE: usize = 8;

/// What may be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case")]
pub enum Request {
    /// How it is: answered with a [`Status`].
    Status,
    /// A backup, which follows the reply.
    Backup,
    /// What is held of the conversation with this id of the channel's.
    Export {
        /// As [`crate::store::ChatKey`] has it.
        chat: String,
    },
    /// Erase that conversation for good.
    Erase {
        /// As [`crate::store::ChatKey`] has it.
        chat: String,
    },
    /// When conversations will be erased.
    Expiring,
    /// The questions that were not understood.
    Missed,
    /// An officer at a terminal wants something of the desk.
    Desk {
        /// Their number in the settings.
        officer: i64,
        /// What.
        wish: Wish,
    },
    /// Whether the rows of the desk's audit are as they were written.
    Audit,
}

/// What is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reply {
    /// How it is.
    Status(Status),
    /// The backup follows.
    Follows,
    /// What is held, as JSON.
    Held(serde_json::Value),
    /// It was erased; whether there was anything.
    Erased(bool),
    /// When what is kept will go by itself.
    Expiring(Expiring),
    /// Questions, each with its language.
    Missed(Vec<(String, String)>),
    /// What the desk says.
    Desk(Told),
    /// How the audit is.
    Audited {
        /// How many rows there are.
        rows: u64,
        /// How many were dropped before them, for their time was over.
        dropped: u64,
        /// The link of the last one.
        link: String,
        /// What is wrong, if anything.
        broken: Option<String>,
    },
    /// It cannot be done; why.
    Refused(String),
}

/// How a serving process is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Its version.
    pub loket: String,
    /// Its process id.
    pub pid: u32,
    /// Since when it serves.
    pub since: Moment,
    /// Whether new updates are taken.
    pub taking: bool,
    /// The room on the disk: `enough`, `low`, `full`.
    pub room: String,
    /// How many updates and deliveries wait in memory.
    pub backlog: usize,
    /// Whether a write is answered.
    pub store: bool,
}

/// The socket of a data folder, removed when dropped.
pub struct Socket {
    listener: UnixListener,
    path: PathBuf,
}

impl Drop for Socket {
    fn drop(&mut self) {
        // Left behind, it is replaced by the next process that holds the folder.
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Socket {
    /// The socket of `folder`, which the caller holds the lock of: one that is there is of a process that is gone.
    ///
    /// # Errors
    /// When the system refuses it, for instance because the path is longer than about a hundred bytes.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let path = folder.join(NAME);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let listener = UnixListener::bind(&path)?;
        let socket = Self { listener, path };
        std::fs::set_permissions(&socket.path, std::fs::Permissions::from_mode(0o600))?;
        Ok(socket)
    }
}

/// Answers whoever may ask, until it is dropped.
pub async fn listen<C: Channel>(service: Service<SledStore, C>, socket: Socket) {
    let since = service.clock().now();
    let places = Arc::new(Semaphore::new(AT_ONCE));
    loop {
        let accepted = socket.listener.accept().await;
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        match accepted {
            Ok((stream, _)) if is_trusted(&stream) => {
                let service = service.clone();
                tokio::spawn(async move {
                    if let Err(error) = serve(&service, since, stream).await {
                        tracing::info!(event = "control_broke_off", kind = %error.kind());
                    }
                    drop(place);
                });
            }
            Ok(_) => tracing::warn!(event = "control_stranger", "another user was refused on the control socket"),
            Err(error) => {
                tracing::warn!(event = "control_failed", kind = %error.kind());
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

/// The user of this process and root may ask; the mode of the socket says so already, but not on every system.
fn is_trusted(stream: &UnixStream) -> bool {
    let own = rustix::process::geteuid().as_raw();
    stream.peer_cred().is_ok_and(|peer| peer.uid() == own || peer.uid() == 0)
}

async fn serve<C: Channel>(service: &Service<SledStore, C>, since: Moment, mut stream: UnixStream) -> io::Result<()> {
    let request = tokio::time::timeout(PATIENCE, read(&mut stream)).await.map_err(|_| io::ErrorKind::TimedOut)??;
    match request {
        Some(Request::Status) => say(&mut stream, &Reply::Status(status(service, since).await)).await,
        Some(Request::Backup) => back_up(service, &mut stream).await,
        Some(Request::Export { chat }) => say(&mut stream, &export(service, &chat).await).await,
        Some(Request::Erase { chat }) => say(&mut stream, &erase(service, &chat).await).await,
        Some(Request::Missed) => say(&mut stream, &missed(service)).await,
        Some(Request::Expiring) => say(&mut stream, &expiring(service).await).await,
        Some(Request::Desk { officer, wish }) => say(&mut stream, &at_desk(service, officer, wish).await).await,
        Some(Request::Audit) => say(&mut stream, &audited(service).await).await,
        None => say(&mut stream, &Reply::Refused("this loket does not know that request".into())).await,
    }
}

async fn at_desk<C: Channel>(service: &Service<SledStore, C>, officer: i64, wish: Wish) -> Reply {
    match service.ask_desk(OfficerId(officer), wish).await {
        Some(told) => Reply::Desk(told),
        None => Reply::Refused("there is no desk: nobody is handed over to officers".into()),
    }
}

async fn audited<C: Channel>(service: &Service<SledStore, C>) -> Reply {
    match consistent_audit(service.store()).await {
        Err(error) => Reply::Refused(error.to_string()),
        Ok((head, rows)) => {
            let (count, dropped) = (rows.len() as u64, head.audit_start.count);
            let broken = verify(rows, &head.audit_start, &head.audit).err().map(|broken| broken.to_string());
            Reply::Audited { rows: count, dropped, link: head.audit.link, broken }
        }
    }
}

/// The rows and the head that belongs to them: read anew as long as officers act in between.
async fn consistent_audit(store: &SledStore) -> Result<(Head, Vec<Row>), StoreError> {
    loop {
        let before = store.desk().await?.head;
        let rows = store.audit().await?;
        if store.desk().await?.head.audit == before.audit {
            return Ok((before, rows));
        }
    }
}

async fn read(stream: &mut UnixStream) -> io::Result<Option<Request>> {
    let mut line = String::new();
    BufReader::new(stream.take(LONGEST)).read_line(&mut line).await?;
    Ok(serde_json::from_str(&line).ok())
}

async fn say(stream: &mut UnixStream, reply: &Reply) -> io::Result<()> {
    let mut line = serde_json::to_vec(reply)?;
    line.push(b'\n');
    stream.write_all(&line).await
}

async fn status<C: Channel>(service: &Service<SledStore, C>, since: Moment) -> Status {
    // An empty write goes the way of every write.
    let write = tokio::time::timeout(PATIENCE / 2, service.store().write_nothing()).await;
    let room = *service.room().borrow();
    Status {
        loket: env!("CARGO_PKG_VERSION").to_owned(),
        pid: std::process::id(),
        since,
        taking: service.is_taking(),
        room: room.word().to_owned(),
        backlog: service.backlog(),
        store: write.is_ok_and(|written| written.is_ok()),
    }
}

async fn export<C: Channel>(service: &Service<SledStore, C>, chat: &str) -> Reply {
    match held(service.store(), &ChatKey::from_stored(chat)).await {
        Ok(held) => Reply::Held(held),
        Err(error) => Reply::Refused(error.to_string()),
    }
}

/// All that is held of a citizen: the record of the conversation, what waits to be answered, as it came, and cases of the desk with
/// what officers wrote in them.
///
/// # Errors
/// As for reading.
pub async fn held(store: &SledStore, chat: &ChatKey) -> Result<serde_json::Value, StoreError> {
    let conversation = store.load(chat).await?;
    let waiting = store.waiting().await?;
    let of_chat = waiting.iter().filter(|waiting| waiting.chat == *chat).map(|waiting| waiting.raw.expose());
    let updates: Vec<serde_json::Value> = of_chat
        .map(|raw| serde_json::from_slice(raw).unwrap_or_else(|_| String::from_utf8_lossy(raw).into()))
        .collect();
    let desk = store.desk().await?;
    let cases: Vec<&Case> = desk.cases.values().filter(|case| case.citizen.0 == chat.expose()).collect();
    Ok(serde_json::json!({ "conversation": conversation, "waiting": updates, "cases": cases }))
}

async fn erase<C: Channel>(service: &Service<SledStore, C>, chat: &str) -> Reply {
    match tokio::time::timeout(PATIENCE, service.erase(&ChatKey::from_stored(chat))).await {
        Ok(Some(there_was)) => Reply::Erased(there_was),
        Ok(None) => Reply::Refused("it is stopping; erase again when it runs, or when it has stopped".into()),
        Err(_) => Reply::Refused("an answer is still on its way in that conversation; try again".into()),
    }
}

fn missed<C: Channel>(service: &Service<SledStore, C>) -> Reply {
    match service.store().missed() {
        Ok(missed) => Reply::Missed(missed.into_iter().map(|one| (one.lang, one.words.into_exposed())).collect()),
        Err(error) => Reply::Refused(error.to_string()),
    }
}

async fn expiring<C: Channel>(service: &Service<SledStore, C>) -> Reply {
    match will_expire(service.store(), service.terms(), service.unattended_after()).await {
        Ok(expiring) => Reply::Expiring(expiring),
        Err(error) => Reply::Refused(error.to_string()),
    }
}

/// When what is kept will go by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expiring {
    /// Conversations, each with its moment.
    pub conversations: Vec<Moment>,
    /// Closed cases of the desk.
    pub cases: Vec<Moment>,
    /// Rows of the desk's audit.
    pub audit: Vec<Moment>,
}

/// When what is kept in `store` will go by itself, where what a desk stored ends by `terms`. Where no desk is at work, open cases go
/// `unattended_after` so many days too.
///
/// # Errors
/// As for reading.
pub async fn will_expire(
    store: &SledStore,
    terms: &Rules,
    unattended_after: Option<u32>,
) -> Result<Expiring, StoreError> {
    let due = store.due(Moment(i64::MAX), usize::MAX).await?;
    let conversations = due.into_iter().map(|(moment, _)| moment).collect();
    let goes = store.desk().await?.cases.into_values().filter(|case| unattended_after.is_some() || case.is_closed());
    let cases = goes.map(|case| case.over_unattended(terms, unattended_after.unwrap_or_default())).collect();
    let kept = i64::from(terms.audit_days) * Moment::DAY;
    let audit = store.audit().await?.into_iter().map(|row| row.at.plus(kept)).collect();
    Ok(Expiring { conversations, cases, audit })
}

async fn back_up<C: Channel>(service: &Service<SledStore, C>, stream: &mut UnixStream) -> io::Result<()> {
    say(stream, &Reply::Follows).await?;
    match service.store().back_up(service.clock().now(), stream, &mut |_| {}).await {
        Ok((header, counts)) => {
            tracing::info!(event = "backup_made", number = header.number, records = counts.records);
            Ok(())
        }
        // Without its end it is no backup, and whoever asked sees that.
        Err(BackupFailed::Store(error)) => {
            tracing::warn!(event = "backup_failed", %error);
            Ok(())
        }
        Err(BackupFailed::Write(error)) => Err(error),
    }
}

/// Why the process that holds a folder could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// None listens there.
    #[error("no loket listens in this data folder")]
    Nobody,
    /// It did not answer as it should.
    #[error("the loket that serves this data folder did not answer: {0}")]
    Silent(io::Error),
}

/// Asks the process that serves `folder`; what follows the reply can be read from what comes with it.
///
/// # Errors
/// See [`AskError`].
pub fn ask(folder: &Path, request: &Request) -> Result<(Reply, io::BufReader<Asking>), AskError> {
    let stream = Asking::connect(folder.join(NAME)).map_err(|_| AskError::Nobody)?;
    exchange(stream, request).map_err(AskError::Silent)
}

fn exchange(mut stream: Asking, request: &Request) -> io::Result<(Reply, io::BufReader<Asking>)> {
    stream.set_read_timeout(Some(3 * PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut line = serde_json::to_vec(request)?;
    line.push(b'\n');
    stream.write_all(&line)?;
    let mut stream = io::BufReader::with_capacity(1 << 16, stream);
    let mut reply = String::new();
    stream.read_line(&mut reply)?;
    Ok((serde_json::from_str(&reply)?, stream))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::{CaseId, CitizenKey, Code, Request, Role, Words};
    use crate::store::{DeskChanges, WideWrite};

    fn case(id: u64, chat: &ChatKey) -> Case {
        let request = Request { question: Some(Words("Mag dat?".into())), ..Request::default() };
        Case::new(
            CaseId(id),
            Code::of(id, 5),
            CitizenKey(chat.expose().to_owned()),
            Role::default(),
            request,
            Moment(1),
        )
    }

    #[tokio::test]
    async fn what_is_held_of_a_citizen_has_their_cases_and_nobody_elses() {
        let folder = tempfile::tempdir().unwrap();
        let store = SledStore::open(folder.path()).unwrap();
        let (anna, bram) = (ChatKey::new("telegram", "1"), ChatKey::new("telegram", "2"));
        let desk = DeskChanges { cases: vec![case(1, &anna), case(2, &bram)], ..DeskChanges::default() };
        store.commit_wide(WideWrite { desk, ..WideWrite::at(Moment(1)) }).await.unwrap();
        let held = held(&store, &anna).await.unwrap();
        let cases = held["cases"].as_array().unwrap();
        assert_eq!(cases.len(), 1);
        assert_eq!((&cases[0]["id"], &cases[0]["lines"][0]["words"]), (&1.into(), &"Mag dat?".into()));
    }
}
