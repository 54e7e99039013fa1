//! Opening the store for a command, with words for what can be wrong with it.

use super::exit::{Exit, Failure};
use crate::service::settings::Settings;
use crate::store::{StoreError, sled::SledStore};

/// Opens the store in the folder for data, making it if need be.
pub(super) fn open(settings: &Settings) -> Result<SledStore, Failure> {
    let data = settings.require_data_dir().map_err(|error| Failure::new(Exit::Data, error.to_string(), ""))?;
    SledStore::open(data).map_err(|error| {
        let remedy = remedy(&error);
        Failure::new(Exit::Data, error.to_string(), remedy)
    })
}

fn remedy(error: &StoreError) -> &'static str {
    match error {
        StoreError::Locked(_) => "stop the other loket, or give this one a folder of its own with --data DIR",
        StoreError::Io { .. } => "check that the folder exists and may be written, or name another with --data DIR",
        StoreError::Damaged { .. } => {
            "put a backup back, or move the folder away to begin with empty conversations; nothing was changed in it"
        }
        StoreError::TooNew { .. } => "run the newer loket again, or put back the backup from before it",
        StoreError::Conflict | StoreError::Stopped(_) => "start again; what was acknowledged is stored",
    }
}

/// A failure while running.
pub(super) fn failed(error: &StoreError) -> Failure {
    Failure::new(Exit::StoreFailed, error.to_string(), remedy(error))
}
