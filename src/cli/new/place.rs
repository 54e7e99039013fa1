//! Puts new pieces where they belong, once they fit what is there.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use super::compose::Piece;
use crate::cli::exit::{Exit, Failure};
use crate::content::{Date, SourceFile, parse_catalogue};
use crate::diagnostic::{Diagnostic, Sources, render_human, render_short};

/// Tries `pieces` with the files that are `there`; writes them if they bring no error; says what to do next.
pub(super) fn put(folder: &Path, there: &[SourceFile], pieces: &[Piece], today: Date) -> Result<Exit, Failure> {
    let files = with(there, pieces);
    let found = parse_catalogue(&files, today).1;
    let before = parse_catalogue(there, today).1;
    let in_pieces = |found: &&Diagnostic| {
        let is_old = before.iter().any(|old| old.code == found.code && old.message == found.message);
        !is_old && found.places.iter().any(|place| pieces.iter().any(|piece| piece.path == place.file))
    };
    let (errors, warnings): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
        found.iter().filter(in_pieces).partition(|found| found.is_error());
    let sources = Sources::new("", files.iter().map(|file| (file.path.as_str(), file.text.as_str())));
    if !errors.is_empty() {
        return Err(refused(&errors, &sources));
    }
    pieces.iter().filter(|piece| !piece.append).try_for_each(|piece| is_free(folder, &piece.path))?;
    pieces.iter().try_for_each(|piece| write(folder, piece))?;
    tell(pieces, &warnings, &sources)
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

fn refused(errors: &[&Diagnostic], sources: &Sources<'_>) -> Failure {
    let errors: Vec<Diagnostic> = errors.iter().map(|&error| error.clone()).collect();
    let shown = render_human(&errors, sources, false);
    let what = format!("nothing was made, for it would not fit:\n\n{shown}\n");
    Failure::new(Exit::Problems, what, "give it otherwise, as each help line says")
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

fn tell(pieces: &[Piece], warnings: &[&Diagnostic], sources: &Sources<'_>) -> Result<Exit, Failure> {
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
