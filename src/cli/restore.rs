//! `loket restore`: a data folder as a backup has it.

use std::io::{self, Write as _};
use std::path::PathBuf;

use super::backup::{Progress, described, in_a_name, unusable};
use super::exit::{Exit, Failure};
use super::{Common, content, store};
use crate::service::Clock;
use crate::store::sled::{RestoreError, Step, restore};

/// What `restore` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Put what is in the data folder aside, and the backup in its place
    #[arg(long)]
    replace: bool,
}

pub(super) fn run(args: &Args, common: &Common) -> Result<Exit, Failure> {
    let settings = content::settings(common)?;
    let data = settings.require_data_dir().map_err(|error| Failure::new(Exit::Data, error.to_string(), ""))?;
    let aside = format!("before-restore-{}", in_a_name(Clock::system().now()));
    let mut progress = Progress::new("records");
    let restored = restore(data, &args.file, args.replace.then_some(&*aside), &settings.key, &mut |step| match step {
        Step::Checked(records) | Step::Written(records, _) => progress.show(records),
    });
    progress.end();
    let restored = restored.map_err(|error| failure(args, &error))?;
    let mut out = io::stdout();
    writeln!(out, "restored into {}\n{}", data.display(), described(&restored.header, &restored.counts))?;
    if restored.left_out > 0 {
        writeln!(out, "{} conversations were erased since, and stay erased", restored.left_out)?;
    }
    if let Some(aside) = restored.aside {
        let aside = aside.display();
        writeln!(
            out,
            "what was there before is in {aside}; remove that folder when it is no longer needed, for it holds conversations"
        )?;
    }
    Ok(Exit::Done)
}

fn failure(args: &Args, error: &RestoreError) -> Failure {
    match error {
        RestoreError::Backup(error) => Failure { exit: Exit::CouldNotRun, ..unusable(&args.file, error) },
        RestoreError::Store(error) => store::cannot_open(error),
        RestoreError::NotEmpty(_) => {
            let remedy = "name a new folder with --data DIR, or put those aside with --replace";
            Failure::new(Exit::Data, error.to_string(), remedy)
        }
        RestoreError::Differs(..) => {
            Failure::new(Exit::Data, error.to_string(), "check the disk and try again; nothing was replaced")
        }
    }
}
