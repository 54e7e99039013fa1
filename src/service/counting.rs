//! Keeps the counts of [`crate::statistics`] in a file beside the data, written each minute and at the end. A crash costs a
//! minute of counts.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use crate::dialogue::{Moment, Turn};
use crate::statistics::Counts;

/// The name of the file in the folder for data.
const NAME: &str = "statistics";

/// The counts of a running service.
#[derive(Default)]
pub(super) struct Counting {
    counts: Mutex<Counts>,
    file: OnceLock<PathBuf>,
}

impl Counting {
    /// Goes on with what is kept in `folder`, and keeps it there from now on.
    pub(super) fn keep_in(&self, folder: &Path) -> io::Result<()> {
        let kept = read(folder)?;
        *self.counts() = kept;
        self.file.set(folder.join(NAME)).ok();
        Ok(())
    }

    pub(super) fn add(&self, turn: &Turn, now: Moment) {
        self.counts().add(turn, now);
    }

    /// Writes the file as a whole: before it is there, or the former one is.
    pub(super) fn save(&self, now: Moment) -> io::Result<()> {
        let Some(file) = self.file.get() else { return Ok(()) };
        let bytes = {
            let mut counts = self.counts();
            counts.prune(now);
            serde_json::to_vec(&*counts)?
        };
        let draft = file.with_extension("draft");
        let mut written = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
        written.write_all(&bytes)?;
        fs::rename(&draft, file)
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The counts that are kept in `folder`.
///
/// # Errors
/// When the file cannot be read, or is none of counts.
pub fn read(folder: &Path) -> io::Result<Counts> {
    match File::open(folder.join(NAME)) {
        Ok(file) => Ok(serde_json::from_reader(io::BufReader::new(file))?),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Counts::default()),
        Err(error) => Err(error),
    }
}
