//! Bringing a group of writes onto the platter, in the order that makes it whole or absent.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::head::HeadFile;
use super::sealed::SealedGroup;
use crate::failpoint;
use crate::store::keys;
use crate::store::plan::Changes;
use crate::store::vault::{self, Vault};

/// Sled's files and the head mark, as the writer needs them.
pub(super) struct Disk {
    db: ::sled::Db,
    /// Sled's own `db` file: sled writes it, but does not sync it.
    file: File,
    blobs: Blobs,
    head: HeadFile,
    /// The list of what was erased.
    erased: PathBuf,
}

impl Disk {
    /// The files of `db`, which lie in `inner`.
    pub(super) fn open(db: ::sled::Db, inner: &Path, erased: PathBuf, head: HeadFile) -> io::Result<Self> {
        let file = File::open(inner.join("db"))?;
        file.sync_all()?;
        Ok(Self { db, file, blobs: Blobs::open(inner.join("blobs"))?, head, erased })
    }

    /// Writes the group `number`; durable when this returns. After an error nothing more may be written: what the
    /// system still holds of it is unknown.
    ///
    /// Keys go first, for nothing may be sealed with one that can get lost; what is erased loses its key once nothing
    /// leads to it any more.
    pub(super) fn write(&mut self, number: u64, group: SealedGroup, vault: &Vault) -> ::sled::Result<()> {
        vault.write_slots(&group.taken)?;
        failpoint::reach("slots.written");
        self.db.apply_batch(batch(number, group.changes))?;
        failpoint::reach("group.applied");
        self.db.flush()?;
        failpoint::reach("group.flushed");
        self.blobs.sync()?;
        self.file.sync_data()?;
        failpoint::reach("group.synced");
        vault::append_erased(&self.erased, &group.erased)?;
        if !group.burnt.is_empty() {
            failpoint::reach("erasure.listed");
            vault.burn(&group.burnt)?;
            failpoint::reach("slots.burnt");
        }
        self.head.set(number)?;
        failpoint::reach("head.marked");
        Ok(())
    }

    /// Hands `changes` to sled without making them durable: for a folder that is not in use before all of it is.
    pub(super) fn add(&mut self, group: SealedGroup, vault: &Vault) -> ::sled::Result<()> {
        vault.write_slots(&group.taken)?;
        self.db.apply_batch(batch(0, group.changes))
    }

    /// See [`HeadFile::patience`].
    pub(super) fn patience(&self) -> Option<Duration> {
        self.head.patience()
    }

    /// Puts the head mark on the platter.
    pub(super) fn sync_head(&mut self) -> io::Result<()> {
        self.head.sync()
    }

    #[cfg(test)]
    pub(super) fn break_file(&mut self, file: File) {
        self.file = file;
    }
}

fn batch(number: u64, changes: Changes) -> ::sled::Batch {
    let mut batch = ::sled::Batch::default();
    for (key, value) in changes {
        match value {
            Some(value) => batch.insert(key, value),
            None => batch.remove(key),
        }
    }
    batch.insert(keys::COMMIT, &number.to_be_bytes());
    batch
}

/// The files in which sled keeps pages over 128 KiB, and which it never syncs. There are few or none.
struct Blobs {
    folder: PathBuf,
    synced: BTreeSet<OsString>,
}

impl Blobs {
    fn open(folder: PathBuf) -> io::Result<Self> {
        let mut blobs = Self { folder, synced: BTreeSet::new() };
        blobs.sync()?;
        Ok(blobs)
    }

    fn sync(&mut self) -> io::Result<()> {
        let present = self.present()?;
        let fresh: Vec<&OsString> = present.difference(&self.synced).collect();
        for name in &fresh {
            sync_if_there(&self.folder.join(name))?;
        }
        if !fresh.is_empty() {
            File::open(&self.folder)?.sync_all()?;
        }
        self.synced = present;
        Ok(())
    }

    fn present(&self) -> io::Result<BTreeSet<OsString>> {
        fs::read_dir(&self.folder)?.map(|entry| Ok(entry?.file_name())).collect()
    }
}

/// Sled may remove a blob at any time, from another thread.
fn sync_if_there(path: &Path) -> io::Result<()> {
    match File::open(path) {
        Ok(file) => file.sync_data(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}
