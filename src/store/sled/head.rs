//! The head mark: how far the store got, kept beside it, so that a store whose end is missing is noticed.
//!
//! Two slots are written in turn, so that a write that breaks off leaves the one before. The layout stays the same in
//! every format: magic, format, number, checksum.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::failpoint;

const MAGIC: &[u8; 8] = b"lokethm\0";
const SLOT: usize = 24;
/// Far enough apart that one torn write to the disk cannot hit both.
const APART: u64 = 4096;
/// How long a mark may be in the system's hands only. The end of a store can be missing unnoticed for as long, should
/// the power fail and the disk have lied; syncing it with every group would cost half of the speed.
pub(super) const SYNC_AFTER: Duration = Duration::from_millis(200);

/// What a head mark says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// The format of the whole folder.
    pub(super) format: u32,
    /// The number of the last durable group of writes.
    pub(super) number: u64,
}

/// The file of the head mark, open for writing.
pub(super) struct HeadFile {
    file: File,
    format: u32,
    unsynced_since: Option<Instant>,
}

impl HeadFile {
    /// Makes or opens the file at `path`, to be written in `format`.
    pub(super) fn open(path: &Path, format: u32) -> io::Result<Self> {
        let file = File::options().read(true).write(true).create(true).truncate(false).open(path)?;
        Ok(Self { file, format, unsynced_since: None })
    }

    /// Writes that the group `number` is durable; not yet synced itself.
    pub(super) fn set(&mut self, number: u64) -> io::Result<()> {
        let slot = slot_bytes(Head { format: self.format, number });
        let place = (number % 2) * APART;
        if failpoint::is_last("head.half") {
            self.file.write_all_at(&slot[..SLOT / 2], place)?;
            std::process::abort();
        }
        self.file.write_all_at(&slot, place)?;
        self.unsynced_since.get_or_insert_with(Instant::now);
        Ok(())
    }

    /// How long the mark may still wait for [`HeadFile::sync`]; `None` if it need not be synced.
    pub(super) fn patience(&self) -> Option<Duration> {
        self.unsynced_since.map(|since| SYNC_AFTER.saturating_sub(since.elapsed()))
    }

    /// Puts the mark on the platter.
    pub(super) fn sync(&mut self) -> io::Result<()> {
        self.unsynced_since = None;
        self.file.sync_data()?;
        failpoint::reach("head.synced");
        Ok(())
    }
}

/// The mark in the file at `path`: `None` without a file, an error of kind `InvalidData` without a whole slot.
pub(super) fn read(path: &Path) -> io::Result<Option<Head>> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let slots = [bytes.get(..SLOT), bytes.get(4096..4096 + SLOT)];
    let latest = slots.into_iter().flatten().filter_map(parse_slot).max_by_key(|head| head.number);
    latest.map(Some).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "neither slot is whole"))
}

fn slot_bytes(head: Head) -> [u8; SLOT] {
    let mut slot = [0; SLOT];
    slot[..8].copy_from_slice(MAGIC);
    slot[8..12].copy_from_slice(&head.format.to_le_bytes());
    slot[12..20].copy_from_slice(&head.number.to_le_bytes());
    let checksum = crc32fast::hash(&slot[..20]);
    slot[20..].copy_from_slice(&checksum.to_le_bytes());
    slot
}

fn parse_slot(slot: &[u8]) -> Option<Head> {
    let (body, checksum) = slot.split_last_chunk()?;
    let body = body.strip_prefix(MAGIC)?;
    let (format, number) = body.split_first_chunk()?;
    let whole = crc32fast::hash(&slot[..20]) == u32::from_le_bytes(*checksum);
    let head = Head { format: u32::from_le_bytes(*format), number: u64::from_le_bytes(number.try_into().ok()?) };
    whole.then_some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(numbers: &[u64]) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("head");
        let mut head = HeadFile::open(&path, 1).unwrap();
        numbers.iter().for_each(|&number| head.set(number).unwrap());
        head.sync().unwrap();
        (folder, path)
    }

    #[test]
    fn the_highest_whole_slot_counts() {
        let (_folder, path) = marked(&[0, 1, 2, 3]);
        assert_eq!(read(&path).unwrap(), Some(Head { format: 1, number: 3 }));
    }

    #[test]
    fn a_torn_slot_leaves_the_one_before() {
        let (_folder, path) = marked(&[6, 7]);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[4096 + 13] ^= 1;
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(read(&path).unwrap(), Some(Head { format: 1, number: 6 }));
    }

    #[test]
    fn no_file_is_no_mark_and_an_unreadable_file_is_an_error() {
        let (folder, path) = marked(&[]);
        assert_eq!(read(&folder.path().join("other")).unwrap(), None);
        assert_eq!(read(&path).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
}
