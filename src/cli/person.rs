//! `loket export` and `loket erase`: what is held of one person, by the operator.

use std::io::{self, Write as _};
use std::path::Path;

use super::exit::{Exit, Failure};
use super::{Common, content, store};
use crate::service::control::{AskError, Reply, Request, ask, held};
use crate::service::settings::Settings;
use crate::service::{Clock, erase_with_cases};
use crate::store::sled::SledStore;
use crate::store::{ChatKey, Store as _, StoreError, TurnWrite};

/// What both take.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The number of the chat at Telegram, as the citizen sees it in `/mijngegevens` of their own export or tells you
    #[arg(value_name = "CHAT", allow_negative_numbers = true)]
    chat: i64,
}

/// Writes all that is held as JSON to standard output.
pub(super) fn export(args: &Args, common: &Common) -> Result<Exit, Failure> {
    let asked = Asked::new(args, common)?;
    let found = match ask(asked.data(), &Request::Export { chat: asked.chat.expose().to_owned() }) {
        Ok((Reply::Held(found), _)) => found,
        Ok((reply, _)) => return Err(refused("nothing was exported", reply)),
        Err(AskError::Nobody) => asked.with_store(async |store, chat| held(store, chat).await)?,
        Err(error) => return Err(silent(&error)),
    };
    writeln!(io::stdout(), "{found:#}")?;
    Ok(Exit::Done)
}

/// Erases it for good.
pub(super) fn erase(args: &Args, common: &Common) -> Result<Exit, Failure> {
    let asked = Asked::new(args, common)?;
    let there_was = match ask(asked.data(), &Request::Erase { chat: asked.chat.expose().to_owned() }) {
        Ok((Reply::Erased(there_was), _)) => there_was,
        Ok((reply, _)) => return Err(refused("nothing was erased", reply)),
        Err(AskError::Nobody) => asked.with_store(erase_in)?,
        Err(error) => return Err(silent(&error)),
    };
    let said = match there_was {
        true => {
            "erased: the conversation, what was to be sent in it, its key, and its cases at the desk; a restore leaves it out. \
             What officers' groups show of its cases is deleted there while `serve` runs, or they are asked to"
        }
        false => "nothing is held of this chat",
    };
    writeln!(io::stdout(), "{said}")?;
    Ok(Exit::Done)
}

async fn erase_in(store: &SledStore, chat: &ChatKey) -> Result<bool, StoreError> {
    let now = Clock::system().now();
    let conversation = store.load(chat).await?;
    let waiting = store.waiting().await?;
    let handled = waiting.iter().filter(|waiting| waiting.chat == *chat).map(|waiting| waiting.id).collect();
    let (was_known, loaded) = (conversation.is_some(), conversation.map_or(0, |conversation| conversation.revision));
    let turn = TurnWrite { chat: chat.clone(), conversation: None, loaded, handled };
    let write = erase_with_cases(store, turn, &waiting, now).await?;
    let is_handled = write.turn.as_ref().is_some_and(|turn| !turn.handled.is_empty());
    let there_was = was_known || is_handled || !write.desk.forgotten.is_empty();
    if there_was {
        store.commit_wide(write).await?;
    }
    Ok(there_was)
}

/// Whom it is about, and where.
struct Asked {
    settings: Settings,
    chat: ChatKey,
}

impl Asked {
    fn new(args: &Args, common: &Common) -> Result<Self, Failure> {
        let settings = content::settings(common)?;
        settings.require_data_dir().map_err(|error| Failure::new(Exit::Data, error.to_string(), ""))?;
        Ok(Self { settings, chat: ChatKey::new("telegram", &args.chat.to_string()) })
    }

    fn data(&self) -> &Path {
        self.settings.data_dir.as_deref().unwrap_or(Path::new("."))
    }

    /// What `work` comes to on the store, which nobody serves.
    fn with_store<T>(
        &self,
        work: impl AsyncFnOnce(&SledStore, &ChatKey) -> Result<T, StoreError>,
    ) -> Result<T, Failure> {
        if !self.data().join("head").exists() {
            let what = format!("nothing is stored in the data folder {}", self.data().display());
            return Err(Failure::new(Exit::Data, what, "name the folder with --data DIR, as `serve` has it"));
        }
        let store = store::open(&self.settings)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let worked = runtime.block_on(work(&store, &self.chat));
        runtime.block_on(store.close()).map_err(|error| store::failed(&error))?;
        worked.map_err(|error| store::failed(&error))
    }
}

fn refused(what: &str, reply: Reply) -> Failure {
    let why = match reply {
        Reply::Refused(why) => why,
        _ => "the answer does not fit the question".to_owned(),
    };
    Failure::new(Exit::CouldNotRun, format!("{what}: {why}"), "look in the log of `loket serve`, and try again")
}

fn silent(error: &AskError) -> Failure {
    Failure::new(Exit::CouldNotRun, error.to_string(), "look in the log of `loket serve`, and try again")
}
