//! `loket key`: the master key, with which all that is stored is sealed.

use std::io::{self, Write as _};
use std::path::PathBuf;

use super::exit::{Exit, Failure};
use super::{Common, content, store};
use crate::store::sled::rotate;
use crate::store::vault::{KeyPlace, MasterKeys};

/// What `key` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Say where the master key is, and whether it can be used
    Show,
    /// Replace the master key by a new one; stop `serve` first
    Rotate {
        /// File to write the new key to, where the old one cannot be written (a systemd credential) [default: in its place]
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
}

pub(super) fn run(args: &Args, common: &Common) -> Result<Exit, Failure> {
    let settings = content::settings(common)?;
    let data = settings.require_data_dir().map_err(|error| Failure::new(Exit::Data, error.to_string(), ""))?;
    let path = settings.key.path(data);
    let mut out = io::stdout();
    match &args.command {
        Command::Show => {
            MasterKeys::load(&path).map_err(|error| store::cannot_open(&error.into()))?;
            writeln!(out, "{}", path.display())?;
            if settings.key == KeyPlace::Beside {
                writeln!(
                    out,
                    "it lies beside the data: whoever takes the folder can read it. Move it, and say where with key-file"
                )?;
            }
        }
        Command::Rotate { to } => {
            let rotated = rotate(data, &settings.key, to.as_deref()).map_err(|error| store::cannot_open(&error))?;
            writeln!(out, "{} keys are wrapped with the new master key {}", rotated.slots, rotated.key.display())?;
            writeln!(
                out,
                "keep a copy of it apart from the data; backups from before need the old one, so keep that as long as them"
            )?;
        }
    }
    Ok(Exit::Done)
}
