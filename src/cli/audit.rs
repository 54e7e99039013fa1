//! `loket audit verify`: whether every row of the desk's audit is as it was written.
//!
//! A running `serve` holds the data folder, and is asked over its control socket; where none runs, the store is opened here.

use std::io::{self, Write as _};

use super::exit::{Exit, Failure};
use super::{Common, content, store};
use crate::desk::audit::verify;
use crate::service::control::{AskError, Reply, Request, ask};
use crate::service::settings::Settings;
use crate::store::Store as _;

/// What `audit` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Look whether a row was changed, dropped, moved or added, and name the first one
    Verify,
}

pub(super) fn run(args: &Args, common: &Common) -> Result<Exit, Failure> {
    let What::Verify = args.what;
    let settings = content::settings(common)?;
    let data = settings.require_data_dir().map_err(|error| Failure::new(Exit::Data, error.to_string(), ""))?;
    match ask(data, &Request::Audit) {
        Ok((Reply::Audited { rows, dropped, link, broken }, _)) => told(rows, dropped, &link, broken.as_deref()),
        Ok((Reply::Refused(why), _)) => Err(Failure::new(Exit::CouldNotRun, why, "look in the log of `loket serve`")),
        Ok(_) => Err(Failure::new(Exit::CouldNotRun, "the answer does not fit the question", "try again")),
        Err(AskError::Nobody) => here(&settings),
        Err(error) => Err(Failure::new(Exit::CouldNotRun, error.to_string(), "look in the log of `loket serve`")),
    }
}

fn here(settings: &Settings) -> Result<Exit, Failure> {
    let store = store::open(settings)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (desk, rows) = runtime
        .block_on(async { Ok((store.desk().await?, store.audit().await?)) })
        .map_err(|error: crate::store::StoreError| store::failed(&error))?;
    let (start, chain, count) = (&desk.head.audit_start, &desk.head.audit, rows.len() as u64);
    let broken = verify(rows, start, chain).err().map(|broken| broken.to_string());
    told(count, start.count, &chain.link, broken.as_deref())
}

fn told(rows: u64, dropped: u64, link: &str, broken: Option<&str>) -> Result<Exit, Failure> {
    let mut out = io::stdout();
    match broken {
        None => {
            writeln!(out, "{rows} rows, each as it was written")?;
            if dropped > 0 {
                writeln!(out, "{dropped} older rows were dropped when their time was over, and a row says so")?;
            }
            if !link.is_empty() {
                writeln!(
                    out,
                    "the last link is {link}; noted elsewhere, it proves later that none before it was changed"
                )?;
            }
            Ok(Exit::Done)
        }
        Some(broken) => {
            writeln!(out, "{broken}")?;
            Ok(Exit::Problems)
        }
    }
}
