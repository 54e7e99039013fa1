//! Writing a backup of one moment into anything, while the store goes on.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt as _};

use super::writer::Request;
use super::{SledStore, open};
use crate::dialogue::Moment;
use crate::store::StoreError;
use crate::store::backup::{Counts, Encoder, Header};

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
        let header = Header { loket: env!("CARGO_PKG_VERSION").to_owned(), created, number, format: open::FORMAT };
        let (mut encoder, first) = Encoder::begin(&header)?;
        put(out, &first).await?;
        loop {
            let records = self.ask(|reply| Request::CopyMore { reply }).await?;
            if records.is_empty() {
                break;
            }
            put(out, &encoder.records(&records)?).await?;
            progress(encoder.counts());
        }
        let counts = encoder.counts();
        put(out, &encoder.finish()).await?;
        out.flush().await?;
        Ok((header, counts))
    }
}

async fn put(out: &mut (impl AsyncWrite + Unpin + Send), bytes: &[u8]) -> io::Result<()> {
    let late = |_| Err(io::ErrorKind::TimedOut.into());
    tokio::time::timeout(PATIENCE, out.write_all(bytes)).await.unwrap_or_else(late)
}
