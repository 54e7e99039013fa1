//! The list of what was erased, outside sled, so that a backup from before brings none of it back.
//!
//! Rows of a fixed size: a pseudonym, the number of the write that erased it, when, a checksum. A row that was half written
//! is none.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use super::Pseudonym;

const ROW: usize = 36;
/// So long a row is kept, in milliseconds: 400 days. No backup may be kept longer.
pub(crate) const KEPT_FOR: i64 = 400 * 24 * 60 * 60 * 1000;

/// One conversation that was erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tombstone {
    pub(crate) whom: Pseudonym,
    /// The group of writes that erased it.
    pub(crate) number: u64,
    /// Milliseconds since 1970.
    pub(crate) at: i64,
}

impl Tombstone {
    fn to_bytes(self) -> [u8; ROW] {
        let mut row = [0; ROW];
        row[..16].copy_from_slice(&self.whom);
        row[16..24].copy_from_slice(&self.number.to_be_bytes());
        row[24..32].copy_from_slice(&self.at.to_be_bytes());
        let checksum = crc32fast::hash(&row[..32]);
        row[32..].copy_from_slice(&checksum.to_be_bytes());
        row
    }

    fn from_bytes(row: &[u8]) -> Option<Self> {
        let (body, checksum) = row.split_last_chunk()?;
        let (whom, rest) = body.split_first_chunk()?;
        let (number, at) = rest.split_first_chunk()?;
        let whole = crc32fast::hash(body) == u32::from_be_bytes(*checksum);
        let (number, at) = (u64::from_be_bytes(*number), i64::from_be_bytes(at.try_into().ok()?));
        whole.then_some(Self { whom: *whom, number, at })
    }

    /// Whether it is old enough to be forgotten at `now`.
    pub(crate) fn is_over(self, now: i64) -> bool {
        now.saturating_sub(self.at) > KEPT_FOR
    }
}

/// All rows of the file at `path`; none without a file.
pub(crate) fn read(path: &Path) -> io::Result<Vec<Tombstone>> {
    match fs::read(path) {
        Ok(bytes) => Ok(bytes.chunks_exact(ROW).filter_map(Tombstone::from_bytes).collect()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// Adds `rows` to the file at `path`; durable when this returns.
pub(crate) fn append(path: &Path, rows: &[Tombstone]) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut file = OpenOptions::new().create(true).append(true).mode(0o600).open(path)?;
    // A row that broke off is filled up, so that the next one begins at its place.
    let torn = usize::try_from(file.metadata()?.len() % ROW as u64).unwrap_or_default();
    let mut bytes = vec![0; (ROW - torn) % ROW];
    bytes.extend(rows.iter().flat_map(|row| row.to_bytes()));
    file.write_all(&bytes)?;
    file.sync_all()
}

/// Forgets rows that are old enough at `now`.
pub(crate) fn prune(path: &Path, now: i64) -> io::Result<()> {
    let rows = read(path)?;
    let kept: Vec<Tombstone> = rows.iter().copied().filter(|row| !row.is_over(now)).collect();
    if kept.len() == rows.len() {
        return Ok(());
    }
    let draft = path.with_extension("draft");
    match fs::remove_file(&draft) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => append(&draft, &kept)?,
    }
    if kept.is_empty() {
        return fs::remove_file(path);
    }
    fs::rename(&draft, path)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: u64) -> Tombstone {
        Tombstone { whom: [number as u8; 16], number, at: number as i64 }
    }

    #[test]
    fn t22_what_was_erased_is_remembered_also_behind_a_row_that_broke_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("erased");
        assert_eq!(read(&path).unwrap(), []);
        append(&path, &[row(1), row(2)]).unwrap();
        let torn = fs::read(&path).unwrap();
        for end in ROW + 1..2 * ROW {
            fs::write(&path, &torn[..end]).unwrap();
            append(&path, &[row(3)]).unwrap();
            assert_eq!(read(&path).unwrap(), [row(1), row(3)]);
        }
    }

    #[test]
    fn t22_a_row_is_forgotten_when_no_backup_can_be_as_old() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("erased");
        append(&path, &[row(1), row(9)]).unwrap();
        prune(&path, 5 + KEPT_FOR).unwrap();
        assert_eq!(read(&path).unwrap(), [row(9)]);
        prune(&path, 10 + KEPT_FOR).unwrap();
        assert_eq!(read(&path).unwrap(), []);
    }
}
