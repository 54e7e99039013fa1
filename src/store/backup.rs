//! The file of a backup: every record of a store as it was at one moment, in one file that proves itself whole.
//!
//! Start with [`Encoder`] and [`Reader`]. The layout, numbers with the least byte first:
//!
//! | part | bytes |
//! | --- | --- |
//! | magic | `loketbk` and 0 |
//! | version of the layout | 4 |
//! | length of the header, header ([`Header`] as JSON) | 4, … |
//! | each record, in the order of the keys: length of the key, of the value, key, value | 4, 4, …, … |
//! | end mark | 4 × 255 |
//! | [`Counts`]: records, conversations, waiting updates, remembered ids | 4 × 8 |
//! | SHA-256 of all before | 32 |
//!
//! A version once released can be restored for ever; its fixture stands in `tests/fixtures/backups/`.

use std::io::{self, BufReader, ErrorKind, Read};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{envelope, keys};
use crate::dialogue::Moment;

const MAGIC: &[u8; 8] = b"loketbk\0";
/// The version of the layout that is written.
const VERSION: u32 = 1;
const END: u32 = u32::MAX;
/// Longer ones there are not: a length above this is damage.
const LONGEST_KEY: u32 = 1 << 16;
const LONGEST_VALUE: u32 = 1 << 28;
const LONGEST_HEADER: u32 = 1 << 16;

/// One key of the store and what stands under it.
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    pub(super) key: Vec<u8>,
    pub(super) value: Vec<u8>,
}

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The loket that made it.
    pub loket: String,
    /// When.
    pub created: Moment,
    /// It holds every group of writes up to this one, and none after.
    pub number: u64,
    /// The format of the records.
    pub format: u32,
    /// The store's own key, wrapped by the master key, in hexadecimal; none before everything was sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vault: Option<String>,
}

/// How much is in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Keys with their values.
    pub records: u64,
    /// Conversations among them.
    pub conversations: u64,
    /// Updates that wait to be answered.
    pub waiting: u64,
    /// Update ids that are remembered, so that they are not answered twice.
    pub seen: u64,
}

impl Counts {
    fn add(&mut self, record: &Record) {
        self.records += 1;
        match record.key.first() {
            Some(b'c') => self.conversations += 1,
            Some(b'i') => self.waiting += 1,
            Some(b's') => self.seen += 1,
            Some(b'b') => self.seen += envelope::read_few(0, &record.value).map_or(0, |seen| seen.len() as u64),
            Some(b'w') => self.seen += envelope::read_block(&record.value).map_or(0, |block| block.count() as u64),
            _ => {}
        }
    }

    fn to_bytes(self) -> Vec<u8> {
        [self.records, self.conversations, self.waiting, self.seen]
            .iter()
            .flat_map(|count| count.to_le_bytes())
            .collect()
    }
}

/// Why a file cannot be restored from. Says nothing of what is in it.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Something else.
    #[error("this is no backup of loket")]
    NotOne,
    /// Made by a newer loket.
    #[error("this backup was made by a newer loket (version {0}, this one knows {VERSION})")]
    TooNew(u32),
    /// Cut short, garbled or lengthened.
    #[error("this backup is damaged: {0}")]
    Damaged(&'static str),
    /// The file cannot be read.
    #[error("the backup cannot be read: {0}")]
    Io(io::Error),
}

impl From<io::Error> for BackupError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::UnexpectedEof => Self::Damaged("its end is missing"),
            _ => Self::Io(error),
        }
    }
}

/// Makes the bytes of a backup, one part after the other.
pub struct Encoder {
    digest: Sha256,
    counts: Counts,
}

impl Encoder {
    /// An encoder, and the first bytes.
    ///
    /// # Errors
    /// Never in practice: when the header cannot be written as JSON.
    pub fn begin(header: &Header) -> io::Result<(Self, Vec<u8>)> {
        let header = serde_json::to_vec(header)?;
        let length = u32::try_from(header.len()).map_err(|_| ErrorKind::InvalidData)?;
        let mut encoder = Self { digest: Sha256::new(), counts: Counts::default() };
        let bytes = [&MAGIC[..], &VERSION.to_le_bytes(), &length.to_le_bytes(), &header].concat();
        encoder.digest.update(&bytes);
        Ok((encoder, bytes))
    }

    /// The bytes of some more records, which follow those before in the order of their keys.
    ///
    /// # Errors
    /// When one is larger than a backup can hold.
    pub fn records(&mut self, records: &[Record]) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        for record in records {
            bytes.extend(length_of(&record.key, LONGEST_KEY)?.to_le_bytes());
            bytes.extend(length_of(&record.value, LONGEST_VALUE)?.to_le_bytes());
            bytes.extend(&record.key);
            bytes.extend(&record.value);
            self.counts.add(record);
        }
        self.digest.update(&bytes);
        Ok(bytes)
    }

    /// How much there is so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// The last bytes.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        let mut bytes = [&END.to_le_bytes()[..], &self.counts.to_bytes()].concat();
        self.digest.update(&bytes);
        bytes.extend(&self.digest.finalize()[..]);
        bytes
    }
}

fn length_of(bytes: &[u8], longest: u32) -> io::Result<u32> {
    u32::try_from(bytes.len()).ok().filter(|length| *length <= longest).ok_or_else(|| ErrorKind::FileTooLarge.into())
}

/// Reads a backup, record by record. Only when [`Reader::next`] has said `None` it is known to be whole.
pub struct Reader<R> {
    input: BufReader<R>,
    digest: Sha256,
    header: Header,
    counts: Counts,
    last: Vec<u8>,
}

impl<R: Read> Reader<R> {
    /// Begins to read.
    ///
    /// # Errors
    /// See [`BackupError`].
    pub fn new(input: R) -> Result<Self, BackupError> {
        let mut input = BufReader::with_capacity(1 << 18, input);
        let mut start = [0; 16];
        input.read_exact(&mut start).map_err(|error| match error.kind() {
            ErrorKind::UnexpectedEof => BackupError::NotOne,
            _ => error.into(),
        })?;
        if &start[..8] != MAGIC {
            return Err(BackupError::NotOne);
        }
        let number = |at: usize| start[at..at + 4].try_into().map_or(0, u32::from_le_bytes);
        if number(8) > VERSION {
            return Err(BackupError::TooNew(number(8)));
        }
        let header = read(&mut input, number(12), LONGEST_HEADER)?;
        let mut digest = Sha256::new();
        digest.update(start);
        digest.update(&header);
        let header = serde_json::from_slice(&header).map_err(|_| BackupError::Damaged("its header cannot be read"))?;
        Ok(Self { input, digest, header, counts: Counts::default(), last: Vec::new() })
    }

    /// What it says of itself.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// How much was read so far.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// The next record, `None` after the last one of a whole backup.
    ///
    /// # Errors
    /// See [`BackupError`].
    #[expect(clippy::should_implement_trait, reason = "an iterator would hide that an error is the end")]
    pub fn next(&mut self) -> Result<Option<Record>, BackupError> {
        let length = self.number()?;
        if length == END {
            return self.check_end().map(|()| None);
        }
        let value = self.number()?;
        let key = self.bytes(length, LONGEST_KEY)?;
        let record = Record { key, value: self.bytes(value, LONGEST_VALUE)? };
        if record.key <= self.last {
            return Err(BackupError::Damaged("its records are not in order"));
        }
        self.last.clone_from(&record.key);
        self.counts.add(&record);
        Ok(Some(record))
    }

    fn check_end(&mut self) -> Result<(), BackupError> {
        let counts = self.bytes(32, 32)?;
        let mut digest = [0; 32];
        self.input.read_exact(&mut digest)?;
        if self.digest.clone().finalize()[..] != digest {
            return Err(BackupError::Damaged("its checksum is wrong"));
        }
        if counts != self.counts.to_bytes() {
            return Err(BackupError::Damaged("it does not hold as much as it says"));
        }
        match self.input.read(&mut [0])? {
            0 => Ok(()),
            _ => Err(BackupError::Damaged("something follows its end")),
        }
    }

    fn number(&mut self) -> Result<u32, BackupError> {
        let bytes = self.bytes(4, 4)?;
        Ok(bytes.try_into().map_or(0, u32::from_le_bytes))
    }

    fn bytes(&mut self, length: u32, longest: u32) -> Result<Vec<u8>, BackupError> {
        let bytes = read(&mut self.input, length, longest)?;
        self.digest.update(&bytes);
        Ok(bytes)
    }
}

/// So many bytes, without believing the length before they are there.
fn read(input: &mut impl Read, length: u32, longest: u32) -> Result<Vec<u8>, BackupError> {
    if length > longest {
        return Err(BackupError::Damaged("it says of a part that it is too long"));
    }
    let mut bytes = Vec::with_capacity(length.min(1 << 16) as usize);
    input.take(length.into()).read_to_end(&mut bytes)?;
    if bytes.len() == length as usize { Ok(bytes) } else { Err(io::Error::from(ErrorKind::UnexpectedEof).into()) }
}

/// Reads all of it: what it says of itself and how much is in it, if it is whole and every record can be read.
///
/// # Errors
/// See [`BackupError`].
pub fn verify(input: impl Read, mut progress: impl FnMut(u64)) -> Result<(Header, Counts), BackupError> {
    let mut reader = Reader::new(input)?;
    let sealed = reader.header.vault.is_some();
    while let Some(record) = reader.next()? {
        if sealed { check_sealed(&record) } else { check(&record) }?;
        if reader.counts.records.is_multiple_of(1000) {
            progress(reader.counts.records);
        }
    }
    Ok((reader.header.clone(), reader.counts))
}

/// Whether `record`, which cannot be read without the master key, has the form of one.
fn check_sealed(record: &Record) -> Result<(), BackupError> {
    /// Version, slot, nonce and tag.
    const LEAST: usize = 1 + 8 + 24 + 16;
    match (record.key.first(), record.value.first()) {
        (Some(b'c' | b'u' | b'd' | b'i'), Some(2)) if record.value.len() >= LEAST => Ok(()),
        (Some(b'c' | b'u' | b'd' | b'i'), _) => Err(BackupError::Damaged("a record in it cannot be read")),
        _ => check(record),
    }
}

/// Whether this loket can read `record`.
fn check(record: &Record) -> Result<(), BackupError> {
    let fault = match record.key.split_at_checked(1) {
        Some((b"c", _)) => envelope::read_conversation(&record.value).err(),
        Some((b"s", _)) => envelope::read_seen(&record.value).err(),
        Some((keys::INBOX, _)) => envelope::read_waiting(&record.value).err(),
        _ => None,
    };
    match fault {
        None => Ok(()),
        Some(envelope::RecordFault::TooNew(found, _)) => Err(BackupError::TooNew(found.into())),
        Some(envelope::RecordFault::Broken(_)) => Err(BackupError::Damaged("a record in it cannot be read")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> Header {
        Header { loket: "0.1.0".into(), created: Moment(1_800_000_000_000), number: 7, format: 1, vault: None }
    }

    fn record(key: &[u8], value: &[u8]) -> Record {
        Record { key: key.to_vec(), value: value.to_vec() }
    }

    fn whole() -> Vec<u8> {
        let (mut encoder, mut bytes) = Encoder::begin(&header()).unwrap();
        bytes.extend(encoder.records(&[record(b"ctelegram:1", b"\x01{}"), record(b"dx", b"")]).unwrap());
        bytes.extend(encoder.records(&[record(b"utelegram:1", b"")]).unwrap());
        bytes.extend(encoder.finish());
        bytes
    }

    #[test]
    fn what_was_written_is_read() {
        let bytes = whole();
        let (read, counts) = verify(&bytes[..], |_| {}).unwrap();
        assert_eq!(read, header());
        assert_eq!(counts, Counts { records: 3, conversations: 1, waiting: 0, seen: 0 });
    }

    #[test]
    fn of_every_cut_and_every_turned_bit_nothing_passes() {
        let bytes = whole();
        for end in 0..bytes.len() {
            assert!(verify(&bytes[..end], |_| {}).is_err(), "cut at {end}");
        }
        for bit in 0..bytes.len() * 8 {
            let mut turned = bytes.clone();
            turned[bit / 8] ^= 1 << (bit % 8);
            assert!(verify(&turned[..], |_| {}).is_err(), "bit {bit}");
        }
        assert!(matches!(verify(&[&bytes[..], b"x"].concat()[..], |_| {}), Err(BackupError::Damaged(_))));
    }

    #[test]
    fn something_else_and_something_newer_are_named() {
        assert!(matches!(verify(&b"PK\x03\x04 something of another program"[..], |_| {}), Err(BackupError::NotOne)));
        let mut newer = whole();
        newer[8] = 2;
        assert!(matches!(verify(&newer[..], |_| {}), Err(BackupError::TooNew(2))));
    }
}
