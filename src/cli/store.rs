//! Opening the store for a command, with words for what can be wrong with it.

use std::io;
use std::path::Path;

use super::exit::{Exit, Failure};
use crate::service::settings::Settings;
use crate::store::vault::KeyError;
use crate::store::{StoreError, sled::SledStore};

/// Opens the store in the folder for data, making it if need be.
pub(super) fn open(settings: &Settings) -> Result<SledStore, Failure> {
    let data = settings.require_data_dir().map_err(|error| Failure::new(Exit::Data, error.to_string(), ""))?;
    let store = SledStore::open_with(data, &settings.key).map_err(|error| cannot_open(&error))?;
    if let Some(path) = store.made_key() {
        tell_of_key(path);
    }
    Ok(store)
}

/// Says once, when it was made, what must be done with the master key: to the operator of `serve`, whose log this is. A
/// conversation in the terminal is a trial.
fn tell_of_key(path: &Path) {
    tracing::warn!(
        event = "master_key_made",
        path = %path.display(),
        "made a master key, with which all that is stored is sealed; keep a copy of it in a safe place apart from the data: \
         without it nothing of that can be read again"
    );
}

/// Makes the folder for data, for its owner alone, if it is not there.
pub(super) fn make_folder(settings: &Settings) -> Result<(), Failure> {
    use std::os::unix::fs::DirBuilderExt as _;
    let data = settings.require_data_dir().map_err(|error| Failure::new(Exit::Data, error.to_string(), ""))?;
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(data);
    made.map_err(|source| {
        let folder = data.display().to_string();
        cannot_open(&StoreError::Io { attempt: "make or enter", folder, source })
    })
}

/// A folder that cannot be used.
pub(super) fn cannot_open(error: &StoreError) -> Failure {
    Failure::new(Exit::Data, what(error), remedy(error))
}

fn what(error: &StoreError) -> String {
    match error {
        StoreError::Io { folder, source, .. } if is_no_folder(source) => {
            format!("the data folder {folder} cannot be made: there is a file in its way")
        }
        error => error.to_string(),
    }
}

fn is_no_folder(source: &io::Error) -> bool {
    matches!(source.kind(), io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory)
}

fn remedy(error: &StoreError) -> &'static str {
    match error {
        StoreError::Locked(_) => "stop the other loket, or give this one a folder of its own with --data DIR",
        StoreError::Io { source, .. } if is_no_folder(source) => "name another folder with --data DIR",
        StoreError::Io { source, .. } if source.kind() == io::ErrorKind::StorageFull => {
            "make room on the disk, or name a folder on another with --data DIR"
        }
        StoreError::Io { .. } => "check that this user may make and write the folder, or name another with --data DIR",
        StoreError::Damaged { .. } => {
            "first put a copy of the folder aside, for opening it can change it; then do one of the two"
        }
        StoreError::TooNew { .. } => "run the newer loket again, or put back the backup from before it",
        StoreError::Key(KeyError::Missing(_)) => {
            "put back the copy of it that you kept, or say with key-file where it is; without it the data cannot be read"
        }
        StoreError::Key(KeyError::Exposed(_)) => {
            "chmod 600 that file, and think of who may have read it: `loket key rotate`"
        }
        StoreError::Key(KeyError::Another(_)) => "say with key-file where the one is that belongs to these data",
        StoreError::Key(_) => "put back the copy of it that you kept, or name another place with key-file",
        StoreError::NoRoom => "make room on the disk; no restart is needed",
        StoreError::NoCopy(_) => "try again later",
        StoreError::Conflict | StoreError::NotWaiting | StoreError::Stopped(_) => {
            "start again; what was acknowledged is stored"
        }
    }
}

/// A failure while running.
pub(super) fn failed(error: &StoreError) -> Failure {
    Failure::new(Exit::StoreFailed, error.to_string(), remedy(error))
}
