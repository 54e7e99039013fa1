//! The content as it was when the program was built, so that one file runs anywhere.

use include_dir::{Dir, include_dir};

use crate::content::SourceFile;

static INTENTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/intents");
static ANSWERS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/answers");

/// The files within the program, sorted by path.
#[must_use]
pub fn embedded() -> Vec<SourceFile> {
    let mut files = Vec::new();
    collect("intents", &INTENTS, &mut files);
    collect("answers", &ANSWERS, &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn collect(folder: &str, found: &Dir<'_>, files: &mut Vec<SourceFile>) {
    for file in found.files() {
        let name = file.path().to_string_lossy().replace('\\', "/");
        let text = String::from_utf8_lossy(file.contents());
        files.push(SourceFile::new(&format!("{folder}/{name}"), text.trim_start_matches('\u{FEFF}')));
    }
    for inner in found.dirs() {
        collect(folder, inner, files);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_carries_the_ledgers_and_the_menu() {
        let files = embedded();
        for path in ["answers/facts.toml", "intents/menu.toml"] {
            assert!(files.iter().any(|file| file.path == path && !file.text.is_empty()), "{path}");
        }
        assert!(files.is_sorted_by_key(|file| &file.path));
    }
}
