//! Has the program built anew when a content file comes or goes, for the content is compiled in; and tells the code that
//! learns from the content by a number, so that what another version learnt is not used.

use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};

/// What the outcome of learning depends on beside the content.
const ENGINE: [&str; 3] = ["src/matching", "src/text", "Cargo.lock"];

fn main() {
    for folder in ["intents", "answers", "tests/fixtures/content/base"] {
        println!("cargo:rerun-if-changed={folder}");
    }
    let mut hasher = DefaultHasher::new();
    for path in ENGINE {
        println!("cargo:rerun-if-changed={path}");
        for file in files(Path::new(path)) {
            hasher.write(file.to_string_lossy().as_bytes());
            hasher.write(&fs::read(&file).unwrap_or_default());
        }
    }
    println!("cargo:rustc-env=LOKET_ENGINE={:016x}", hasher.finish());
}

/// The file at `path`, or all files under it, in an order that is the same everywhere.
fn files(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(path) else { return vec![path.to_owned()] };
    let mut entries: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    entries.sort();
    entries.iter().flat_map(|entry| files(entry)).collect()
}
