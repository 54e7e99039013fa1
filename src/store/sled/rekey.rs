//! A new master key for a folder that nobody has open.

use std::path::Path;

use super::{open, upgrade};
use crate::store::StoreError;
use crate::store::vault::{KeyError, KeyPlace, Rotated, SLOTS, rewrap};

/// Wraps the keys of all conversations in `folder` with a new master key, which is written to `to`, or in the place of the
/// one at `key`. Broken off, it is completed by doing it again.
///
/// # Errors
/// [`StoreError::Locked`] while the folder is in use; [`StoreError::Key`]; [`StoreError::Io`].
pub fn rotate(folder: &Path, key: &KeyPlace, to: Option<&Path>) -> Result<Rotated, StoreError> {
    if !folder.join(SLOTS).exists() {
        return Err(KeyError::Missing(key.path(folder)).into());
    }
    let _lock = open::lock(folder)?;
    rewrap(folder, &key.path(folder), to).map_err(|error| upgrade::vault_fault(folder, error))
}
