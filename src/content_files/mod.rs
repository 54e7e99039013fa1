//! Reads and watches the content folders; the only reader of `intents/` and `answers/`.
//!
//! Start with [`locate`], which finds out where the content is, and [`load`], which gives it as a catalogue or says what
//! is wrong. [`Watcher`] tells when someone changed a file. Always holds: nothing outside the two folders is read, and
//! a file that cannot be read is a diagnostic, never an error that ends the run.

mod embedded;
mod folder;
mod revision;
mod watcher;

pub use embedded::embedded;
pub use revision::{RevisionError, read_revision};
pub use watcher::Watcher;

use std::path::{Path, PathBuf};

use crate::content::{self, Care, Catalogue, Date, Look, SourceFile};
use crate::diagnostic::{self, Diagnostic, Sources};

/// The folders of the content.
const FOLDERS: [&str; 2] = ["intents", "answers"];

/// Where the content is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Root {
    /// In the folders `intents` and `answers` of this one.
    Folder(PathBuf),
    /// In the program itself, as it was when the program was built.
    Embedded,
}

impl std::fmt::Display for Root {
    /// As people say it: the folder with the whole way to it, or "the program".
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder(folder) => {
                let whole = std::path::absolute(folder);
                write!(formatter, "{}", whole.as_deref().unwrap_or(folder).display())
            }
            Self::Embedded => write!(formatter, "the program"),
        }
    }
}

/// The files as they could be read.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// Their texts, sorted by path. What is not UTF-8 has signs in its place.
    pub files: Vec<SourceFile>,
    /// What could not be read.
    pub diagnostics: Vec<Diagnostic>,
}

/// Content as read and parsed.
pub struct Content {
    /// All of it, if there is no error.
    pub catalogue: Option<Catalogue>,
    /// What is wrong with it, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// The files it came from, to quote in reports.
    pub files: Vec<SourceFile>,
}

impl Content {
    /// The files, to tell places by. `prefix` comes before every path: the folder and a slash, or nothing.
    #[must_use]
    pub fn sources(&self, prefix: &str) -> Sources<'_> {
        Sources::new(prefix, self.files.iter().map(|file| (file.path.as_str(), file.text.as_str())))
    }
}

/// Where to look for content: the folder asked for; else the working directory, if it has both folders; else the
/// content within the program.
#[must_use]
pub fn locate(explicit: Option<&Path>) -> Root {
    match explicit {
        Some(folder) => Root::Folder(folder.to_owned()),
        None if FOLDERS.iter().all(|folder| Path::new(folder).is_dir()) => Root::Folder(PathBuf::from(".")),
        None => Root::Embedded,
    }
}

/// Reads all content files of `root`.
#[must_use]
pub fn read(root: &Root) -> Loaded {
    match root {
        Root::Folder(folder) => folder::read_folder(folder),
        Root::Embedded => Loaded { files: embedded(), diagnostics: Vec::new() },
    }
}

/// Reads and parses the content of `root`. `today` decides what is overdue.
#[must_use]
pub fn load(root: &Root, today: Date) -> Content {
    parse(read(root), today)
}

/// Reads and parses the content of `root` as far as is needed to use it. What makes it worse, [`load`] finds.
#[must_use]
pub fn load_for_use(root: &Root, today: Date) -> Content {
    parse_with(read(root), today, Care::Use)
}

/// Reads and parses the content of `root`, and warns of examples in which `look` finds what is a person's own.
#[must_use]
pub fn load_looking(root: &Root, today: Date, look: Look<'_>) -> Content {
    parse_with(read(root), today, Care::Looking(look))
}

/// Parses what was read, as [`load`] does.
#[must_use]
pub fn parse(loaded: Loaded, today: Date) -> Content {
    parse_with(loaded, today, Care::Whole)
}

fn parse_with(loaded: Loaded, today: Date, care: Care<'_>) -> Content {
    let Loaded { files, mut diagnostics } = loaded;
    let readable = !diagnostics.iter().any(Diagnostic::is_error);
    let (catalogue, found) = content::parse_with(&files, today, care);
    diagnostics.extend(found);
    diagnostic::sort(&mut diagnostics);
    Content { catalogue: catalogue.filter(|_| readable), diagnostics, files }
}

/// The present day in UTC, to hold review dates against.
#[must_use]
pub fn today() -> Date {
    let now = jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date();
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    Date { year: u16::try_from(now.year()).unwrap_or(0), month: part(now.month()), day: part(now.day()) }
}
