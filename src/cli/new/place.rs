//! Puts new pieces where they belong, once they fit what is there.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use super::compose::Piece;
use crate::cli::exit::{Exit, Failure};
use crate::content::{Date, SourceFile, parse_catalogue};
use crate::diagnostic::{Diagnostic, Sources, render_human, render_short};

/// What comes of pieces when they are tried together with the content there is.
pub(super) struct Trial {
    files: Vec<SourceFile>,
    errors: Vec<Diagnostic>,
    warnings: Vec<Diagnostic>,
}

impl Trial {
    /// Tries `pieces` with the files that are `there`.
    pub(super) fn of(there: &[SourceFile], pieces: &[Piece], today: Date) -> Self {
        let files = with(there, pieces);
        let found = parse_catalogue(&files, today).1;
        let before = parse_catalogue(there, today).1;
        let in_pieces = |found: &Diagnostic| {
            let is_old = before.iter().any(|old| old.code == found.code && old.message == found.message);
            !is_old && found.places.iter().any(|place| pieces.iter().any(|piece| piece.path == place.file))
        };
        let (errors, warnings) = found.into_iter().filter(in_pieces).partition(Diagnostic::is_error);
        Self { files, errors, warnings }
    }

    /// Whether they bring no error.
    pub(super) fn is_passed(&self) -> bool {
        self.errors.is_empty()
    }

    fn sources(&self) -> Sources<'_> {
        Sources::new("", self.files.iter().map(|file| (file.path.as_str(), file.text.as_str())))
    }

    /// What is wrong, as a person reads it.
    pub(super) fn shown(&self) -> String {
        render_human(&self.errors, &self.sources(), false)
    }

    /// What stands at each error.
    pub(super) fn lines(&self) -> Vec<String> {
        self.errors.iter().map(|error| self.line(error).unwrap_or_default()).collect()
    }

    fn line(&self, error: &Diagnostic) -> Option<String> {
        let place = error.places.first()?;
        let text = &self.files.iter().find(|file| file.path == place.file)?.text;
        let start = text.get(..place.span.start)?.rfind('\n').map_or(0, |end| end + 1);
        let end = text.get(place.span.end..)?.find('\n').map_or(text.len(), |end| place.span.end + end);
        text.get(start..end).map(str::to_owned)
    }

    /// Why nothing was made; what was `typed` is shown, so that it can be had from there.
    pub(super) fn refused(&self, typed: Option<&Vec<Piece>>) -> Failure {
        let mut what = format!("nothing was made, for it would not fit:\n\n{}\n", self.shown());
        for piece in typed.into_iter().flatten() {
            what += &format!("\nfor {}:\n\n{}", piece.path, piece.text);
        }
        Failure::new(Exit::Problems, what, "give it otherwise, as each help line says")
    }
}

/// Writes `pieces`, which passed their `trial`; says what to do next.
pub(super) fn put(folder: &Path, pieces: &[Piece], trial: &Trial) -> Result<Exit, Failure> {
    pieces.iter().filter(|piece| !piece.append).try_for_each(|piece| is_free(folder, &piece.path))?;
    pieces.iter().try_for_each(|piece| write(folder, piece))?;
    tell(pieces, &trial.warnings, &trial.sources())
}

/// The files as they will be.
fn with(there: &[SourceFile], pieces: &[Piece]) -> Vec<SourceFile> {
    let mut files = there.to_vec();
    // A conversation is no content.
    for piece in pieces.iter().filter(|piece| !piece.path.starts_with("tests/")) {
        match files.iter_mut().find(|file| file.path == piece.path) {
            Some(file) if piece.append => file.text = joined(&file.text, &piece.text),
            _ => files.push(SourceFile::new(&piece.path, &piece.text)),
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn joined(before: &str, text: &str) -> String {
    let end = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
    format!("{before}{end}{text}")
}

fn is_free(folder: &Path, path: &str) -> Result<(), Failure> {
    if folder.join(path).symlink_metadata().is_err() {
        return Ok(());
    }
    let what = format!("{path} is there already, and nothing is written over");
    Err(Failure::new(Exit::CouldNotRun, what, "edit it, or choose another name"))
}

fn write(folder: &Path, piece: &Piece) -> Result<(), Failure> {
    let path = folder.join(&piece.path);
    let written = open(&path, piece).and_then(|(mut file, text)| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.map_err(|error| {
        let what = format!("cannot write {}: {error}", path.display());
        Failure::new(Exit::CouldNotRun, what, "look whether the folder may be written, then begin again")
    })
}

/// The file to write in and what to write: a new one, or the end of the one there is.
fn open(path: &Path, piece: &Piece) -> std::io::Result<(File, String)> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    if !piece.append {
        return Ok((OpenOptions::new().write(true).create_new(true).open(path)?, piece.text.clone()));
    }
    let before = fs::read_to_string(path)?;
    let text = joined(&before, &piece.text)[before.len()..].to_owned();
    Ok((OpenOptions::new().append(true).open(path)?, text))
}

fn tell(pieces: &[Piece], warnings: &[Diagnostic], sources: &Sources<'_>) -> Result<Exit, Failure> {
    let mut out = anstream::stdout().lock();
    for piece in pieces {
        writeln!(out, "{} {}", if piece.append { "added to" } else { "made" }, piece.path)?;
    }
    writeln!(out, "\nWhat to do next:")?;
    let mut told: Vec<&str> = Vec::new();
    for piece in pieces.iter().filter(|piece| !piece.path.is_empty()) {
        if !told.contains(&piece.next.as_str()) {
            writeln!(out, "- {}: {}", piece.path, piece.next)?;
            told.push(&piece.next);
        }
    }
    for warning in warnings {
        writeln!(out, "- {}; {}", render_short(warning, sources), warning.help)?;
    }
    writeln!(out, "- `loket check` tells what is wrong, `loket check --since HEAD` what all of it changes")?;
    Ok(Exit::Done)
}
