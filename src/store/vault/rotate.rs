//! Another master key: all slots are wrapped anew, the records stay as they are.
//!
//! A crash at any moment leaves both keys in the file, and each slot under one of them; done again, it is completed.

use std::io;
use std::path::{Path, PathBuf};

use super::master::{KeyError, MasterKeys};
use super::slots::{self, Place, SlotFile, State};
use super::{SLOTS, VaultError};

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotated {
    /// So many keys of conversations were wrapped anew.
    pub slots: u32,
    /// Where the new master key stands.
    pub key: PathBuf,
}

/// Wraps all keys in `folder`, which nobody has open, with a new master key. It is written to `to`, or in the place of the old.
pub(crate) fn rewrap(folder: &Path, from: &Path, to: Option<&Path>) -> Result<Rotated, VaultError> {
    let old = MasterKeys::load(from)?;
    let target = to.unwrap_or(from);
    let fault = |source: io::Error| KeyError::Io { path: target.to_owned(), source };
    let both = match to.map(MasterKeys::load) {
        // An earlier attempt was broken off.
        Some(Ok(begun)) if begun.keys.len() > 1 => begun,
        Some(Err(KeyError::Missing(_))) | None => old.with_new()?,
        Some(Ok(_)) => return Err(fault(io::ErrorKind::AlreadyExists.into()).into()),
        Some(Err(error)) => return Err(error.into()),
    };
    both.write(target).map_err(fault)?;
    let slots = rewrap_slots(&SlotFile::open(&folder.join(SLOTS), false)?, &both)?;
    both.newest().write(target).map_err(fault)?;
    Ok(Rotated { slots, key: target.to_owned() })
}

fn rewrap_slots(file: &SlotFile, master: &MasterKeys) -> Result<u32, VaultError> {
    let mut wrapped = 0;
    for slot in 0..file.count()? {
        let bytes = file.read(slot)?;
        let State::Used(serial) = slots::state(&bytes) else { continue };
        let place = Place { slot, serial };
        let key = slots::unwrap(&bytes, place, master).ok_or_else(|| KeyError::Another(master.path().to_owned()))?;
        file.write(slot, &slots::wrap(&key, place, master)?)?;
        wrapped += 1;
    }
    file.sync()?;
    Ok(wrapped)
}
