//! Writing a backup of one moment into anything, while the store goes on.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt as _};

use super::sealed::SLOT_OF;
use super::writer::Request;
use super::{SledStore, open};
use crate::dialogue::Moment;
use crate::store::StoreError;
use crate::store::backup::{Counts, Encoder, Header, Record};
use crate::store::vault::{Place, STORE};

/// Who takes so long to take a piece is taken to be gone; what the store keeps for the copy is let go of.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why a backup broke off. What was written of it is no backup: it has no end.
#[derive(Debug, thiserror::Error)]
pub enum BackupFailed {
    /// The store has none to give.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It cannot be written where it is to go.
    #[error("the backup cannot be written: {0}")]
    Write(#[from] io::Error),
}

impl SledStore {
    /// Waits until the writer has done what it is asked before; fails when it has stopped.
    ///
    /// # Errors
    /// [`StoreError::Stopped`].
    pub async fn write_nothing(&self) -> Result<(), StoreError> {
        self.ask(|reply| Request::Append { updates: Vec::new(), now: Moment(i64::MIN), reply }).await.map(drop)
    }

    /// Writes every record as it is now to `out`, and tells `progress` how much that is so far. The writer is held up by one
    /// piece of a few hundred records at a time.
    ///
    /// # Errors
    /// [`BackupFailed`]; then what was written has no end, and is no backup.
    pub async fn back_up(
        &self,
        created: Moment,
        out: &mut (impl AsyncWrite + Unpin + Send),
        progress: &mut (dyn FnMut(Counts) + Send),
    ) -> Result<(Header, Counts), BackupFailed> {
        let (number, _wanted) = self.ask(|reply| Request::BeginCopy { reply }).await?;
        let header = Header {
            loket: env!("CARGO_PKG_VERSION").to_owned(),
            created,
            number,
            format: open::FORMAT,
            vault: self.store_key()?,
        };
        let (mut encoder, first) = Encoder::begin(&header)?;
        put(out, &first).await?;
        loop {
            let records = self.ask(|reply| Request::CopyMore { reply }).await?;
            if records.is_empty() {
                break;
            }
            put(out, &encoder.records(&self.with_slots(records)?)?).await?;
            progress(encoder.counts());
        }
        let counts = encoder.counts();
        put(out, &encoder.finish()).await?;
        out.flush().await?;
        Ok((header, counts))
    }
}

impl SledStore {
    /// The store's own key as it is wrapped, in hexadecimal.
    fn store_key(&self) -> io::Result<Option<String>> {
        let slot = self.shared.vault.slot(STORE)?;
        Ok(slot.map(|bytes| bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    /// `records` with the wrapped keys of conversations behind where they stand. One that was erased meanwhile has none: it
    /// is left out, and what is sealed with it is of no use to anybody.
    fn with_slots(&self, mut records: Vec<Record>) -> io::Result<Vec<Record>> {
        let mut gone = Vec::new();
        for (at, record) in records.iter_mut().enumerate().filter(|(_, record)| record.key.first() == Some(&SLOT_OF)) {
            match Place::from_bytes(&record.value).map(|place| self.shared.vault.slot(place)).transpose()?.flatten() {
                Some(slot) => record.value.extend(slot),
                None => gone.push(at),
            }
        }
        gone.into_iter().rev().for_each(|at| drop(records.remove(at)));
        Ok(records)
    }
}

async fn put(out: &mut (impl AsyncWrite + Unpin + Send), bytes: &[u8]) -> io::Result<()> {
    let late = |_| Err(io::ErrorKind::TimedOut.into());
    tokio::time::timeout(PATIENCE, out.write_all(bytes)).await.unwrap_or_else(late)
}
