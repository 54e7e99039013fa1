//! The content folders on disk.

use std::fs::{self, DirEntry, FileType};
use std::path::Path;

use super::{FOLDERS, Loaded};
use crate::content::SourceFile;
use crate::diagnostic::Span;
use crate::diagnostic::{Place, files};

/// No content file is larger than this; what is larger is something else.
const LARGEST: u64 = 4 * 1024 * 1024;
/// How deep folders nest: `answers/nl/`.
const DEEPEST: usize = 2;

/// Reads the content folders in `root`.
pub(super) fn read_folder(root: &Path) -> Loaded {
    let mut loaded = Loaded::default();
    for folder in FOLDERS {
        walk(root, folder, 1, &mut |found| take(found, &mut loaded));
    }
    loaded.files.sort_by(|a, b| a.path.cmp(&b.path));
    loaded
}

/// What a walk through the folders comes across.
pub(super) enum Found<'a> {
    /// A file, with its name from the root.
    File(&'a str, &'a DirEntry),
    /// A symbolic link.
    Link(&'a str),
    /// Something that the operating system did not let us see.
    Unreadable(&'a str, String),
}

/// Goes through `folder` of `root` in the order of names. A folder that is not there is just empty: the content itself
/// knows what it misses. Hidden files, as editors leave them, and what editors call backups are passed over.
pub(super) fn walk(root: &Path, folder: &str, depth: usize, take: &mut impl FnMut(Found<'_>)) {
    match fs::symlink_metadata(root.join(folder)) {
        Ok(about) if about.is_symlink() => return take(Found::Link(folder)),
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return,
        Err(error) => return take(Found::Unreadable(folder, error.to_string())),
    }
    match fs::read_dir(root.join(folder)) {
        Ok(entries) => walk_entries(root, folder, depth, entries, take),
        Err(error) => take(Found::Unreadable(folder, error.to_string())),
    }
}

fn walk_entries(root: &Path, folder: &str, depth: usize, entries: fs::ReadDir, take: &mut impl FnMut(Found<'_>)) {
    // An entry that cannot be listed shows up as a file that is missing.
    let mut entries: Vec<(String, DirEntry)> =
        entries.flatten().map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry)).collect();
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    for (name, entry) in entries.iter().filter(|(name, _)| !is_passed_over(name)) {
        let path = format!("{folder}/{name}");
        match entry.file_type() {
            Ok(sort) if sort.is_symlink() => take(Found::Link(&path)),
            Ok(sort) if sort.is_dir() && depth < DEEPEST => walk(root, &path, depth + 1, take),
            Ok(sort) => take_entry(&path, entry, sort, take),
            Err(error) => take(Found::Unreadable(&path, error.to_string())),
        }
    }
}

fn take_entry(path: &str, entry: &DirEntry, sort: FileType, take: &mut impl FnMut(Found<'_>)) {
    if sort.is_file() {
        return take(Found::File(path, entry));
    }
    let why = if sort.is_dir() { "a folder has no place here" } else { "it is no plain file" };
    take(Found::Unreadable(path, why.to_owned()));
}

/// Whether a file of this name is none of ours.
pub(super) fn is_passed_over(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~')
}

fn take(found: Found<'_>, loaded: &mut Loaded) {
    match found {
        Found::File(path, entry) => read_file(path, entry, loaded),
        Found::Link(path) => loaded.diagnostics.push(files::symlink(Place::file(path))),
        Found::Unreadable(path, why) => loaded.diagnostics.push(files::unreadable_file(Place::file(path), &why)),
    }
}

fn read_file(path: &str, entry: &DirEntry, loaded: &mut Loaded) {
    match bytes_of(entry) {
        Ok(bytes) => {
            let (text, diagnostic) = decode(path, bytes);
            loaded.diagnostics.extend(diagnostic);
            loaded.files.push(SourceFile::new(path, text.trim_start_matches('\u{FEFF}')));
        }
        Err(why) => loaded.diagnostics.push(files::unreadable_file(Place::file(path), &why)),
    }
}

fn bytes_of(entry: &DirEntry) -> Result<Vec<u8>, String> {
    let size = entry.metadata().map_err(|error| error.to_string())?.len();
    if size > LARGEST {
        return Err(format!("it has {size} bytes, more than the {LARGEST} a content file may have"));
    }
    fs::read(entry.path()).map_err(|error| error.to_string())
}

/// The text of `bytes`; what is not UTF-8 becomes signs, and the first of them is reported. UTF-16 is read as what it is, so
/// that nothing else is said of the file that is not so.
pub(super) fn decode(path: &str, bytes: Vec<u8>) -> (String, Option<crate::diagnostic::Diagnostic>) {
    if let Some(text) = utf_16(&bytes) {
        return (text, Some(files::encoding_utf_16(Place::file(path))));
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let span = Span::new(at, at + char::REPLACEMENT_CHARACTER.len_utf8());
            (text, Some(files::encoding(Place::new(path, span))))
        }
    }
}

/// The text of `bytes` if they are UTF-16: they say so, or every other one is nought, as for plain letters it is.
fn utf_16(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..bytes.len().min(64))?;
    let noughts = |first: usize| head.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count() * 4 > head.len();
    let pair: fn([u8; 2]) -> u16 = match head {
        [0xFF, 0xFE, ..] => u16::from_le_bytes,
        [0xFE, 0xFF, ..] => u16::from_be_bytes,
        _ if head.len() > 3 && noughts(1) => u16::from_le_bytes,
        _ if head.len() > 3 && noughts(0) => u16::from_be_bytes,
        _ => return None,
    };
    let units = bytes.chunks_exact(2).filter_map(|two| Some(pair([*two.first()?, *two.get(1)?])));
    Some(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_16_is_read_as_such_with_and_without_its_mark_and_reported_once() {
        let text = "+++\r\ntitle = \"één\"\r\n";
        let bytes = |unit: u16| unit.to_le_bytes();
        let plain: Vec<u8> = text.encode_utf16().flat_map(bytes).collect();
        let marked: Vec<u8> = [0xFF, 0xFE].into_iter().chain(plain.clone()).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [plain, marked, big] {
            let (read, found) = decode("a.md", bytes);
            assert_eq!(read.trim_start_matches('\u{FEFF}'), text);
            assert_eq!(found.map(|found| found.code), Some("encoding"));
        }
        assert!(decode("a.md", "é\0x".into()).1.is_none());
    }

    fn root_with(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let root = tempfile::tempdir().expect("a folder");
        for (path, bytes) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("created");
            fs::write(path, bytes).expect("written");
        }
        root
    }

    #[test]
    fn files_come_sorted_and_without_byte_order_marks_backups_and_hidden_files() {
        let root = root_with(&[
            ("intents/b.toml", b"b"),
            ("answers/nl/a.md", b"\xEF\xBB\xBFa"),
            ("intents/.b.toml.swp", b"x"),
            ("intents/b.toml~", b"x"),
            ("elsewhere/c.toml", b"x"),
        ]);
        let loaded = read_folder(root.path());
        assert_eq!(loaded.diagnostics, []);
        assert_eq!(loaded.files, [SourceFile::new("answers/nl/a.md", "a"), SourceFile::new("intents/b.toml", "b")]);
    }

    #[test]
    fn a_file_that_is_far_too_large_is_not_read() {
        let root = root_with(&[("intents/b.toml", &vec![b'x'; 5 * 1024 * 1024])]);
        let loaded = read_folder(root.path());
        assert_eq!(loaded.files, []);
        assert_eq!(loaded.diagnostics[0].code, "unreadable-file");
    }
}
