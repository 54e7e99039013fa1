//! A small complete content for tests: that of `tests/fixtures/content/base/`.

use include_dir::{Dir, DirEntry, include_dir};

use super::{Catalogue, Date, SourceFile, parse_catalogue};

static BASE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/tests/fixtures/content/base");

/// The day on which the sample was written.
pub(crate) const TODAY: Date = Date { year: 2026, month: 11, day: 23 };

/// The files of the sample.
pub(crate) fn files() -> Vec<SourceFile> {
    let mut files = Vec::new();
    collect(&BASE, &mut files);
    files.sort_by(|a: &SourceFile, b| a.path.cmp(&b.path));
    files
}

/// The files of the sample with `changes` laid over them: path and text.
pub(crate) fn files_with(changes: &[(&str, &str)]) -> Vec<SourceFile> {
    let mut files = files();
    for (path, text) in changes {
        files.retain(|file| file.path != *path);
        files.push(SourceFile::new(path, text));
    }
    files
}

/// The sample as a catalogue.
pub(crate) fn catalogue() -> Catalogue {
    catalogue_with(&[])
}

/// The sample with `changes` laid over it, as a catalogue. Panics with the diagnostics if they do not fit.
pub(crate) fn catalogue_with(changes: &[(&str, &str)]) -> Catalogue {
    let (catalogue, diagnostics) = parse_catalogue(&files_with(changes), TODAY);
    catalogue.unwrap_or_else(|| panic!("the sample is broken: {diagnostics:#?}"))
}

fn collect(folder: &Dir<'_>, files: &mut Vec<SourceFile>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(inner) => collect(inner, files),
            DirEntry::File(file) => {
                let path = file.path().to_string_lossy().replace('\\', "/");
                files.push(SourceFile::new(&path, file.contents_utf8().unwrap_or_default()));
            }
        }
    }
}
