//! Exit codes, and failures that say what to do.

use std::io::Write as _;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Done, and problems were found.
    Problems = 1,
    /// Could not run: arguments, settings or content.
    CouldNotRun = 2,
    /// The data folder cannot be used.
    Data = 3,
    /// No token, or one that cannot be used or that Telegram refuses.
    Token = 4,
    /// The store failed while running.
    StoreFailed = 5,
}

impl Exit {
    /// The outcome of a command that tells it by number.
    pub(super) fn from_code(code: u8) -> Self {
        match code {
            0 => Self::Done,
            1 => Self::Problems,
            _ => Self::CouldNotRun,
        }
    }

    /// The number the shell sees.
    #[must_use]
    pub fn code(self) -> u8 {
        self as u8
    }
}

/// Why a command could not do its work, and what the reader can do about it.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) exit: Exit,
    pub(super) what: String,
    pub(super) remedy: String,
}

impl Failure {
    pub(super) fn new(exit: Exit, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { exit, what: what.into(), remedy: remedy.into() }
    }

    /// Tells it on standard error; returns the exit code that belongs to it.
    pub(super) fn report(self) -> Exit {
        let remedy = if self.remedy.is_empty() { String::new() } else { format!("  What to do: {}\n", self.remedy) };
        if self.what.is_empty() {
            return self.exit;
        }
        // With standard error closed there is nobody to tell.
        let _ = write!(std::io::stderr(), "loket: {}\n{remedy}", self.what);
        self.exit
    }
}

impl From<std::io::Error> for Failure {
    /// A reader that went away (`loket chat | head -1`) has seen what it wanted: no words, and done.
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return Self::new(Exit::Done, "", "");
        }
        Self::new(Exit::CouldNotRun, format!("cannot write or read here: {error}"), "check where the output goes")
    }
}
