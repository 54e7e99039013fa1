//! Opening the store for a command, with words for what can be wrong with it.

use std::io;

use super::exit::{Exit, Failure};
use crate::service::settings::Settings;
use crate::store::{StoreError, sled::SledStore};

/// Opens the store in the folder for data, making it if need be.
pub(super) fn open(settings: &Settings) -> Result<SledStore, Failure> {
    let data = settings.require_data_dir().map_err(|error| Failure::new(Exit::Data, error.to_string(), ""))?;
    SledStore::open(data).map_err(|error| cannot_open(&error))
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
        StoreError::NoRoom => "make room on the disk; no restart is needed",
        StoreError::NoCopy(_) => "try again later",
        StoreError::Conflict | StoreError::Stopped(_) => "start again; what was acknowledged is stored",
    }
}

/// A failure while running.
pub(super) fn failed(error: &StoreError) -> Failure {
    Failure::new(Exit::StoreFailed, error.to_string(), remedy(error))
}
