//! Content on disk for a test: the small valid base, with the files of a case laid over it.
//!
//! In a case, `x.absent` takes `x` away and `x.link` makes `x` a symbolic link to what stands in it.

use std::fs;
use std::path::{Path, PathBuf};

use loket::content::Date;
use loket::content_files::{Content, Root};
use loket::service::{Keep, check};
use tempfile::TempDir;

/// The day on which all fixtures were written.
pub(crate) const TODAY: Date = Date { year: 2026, month: 11, day: 23 };

/// Where the cases are.
pub(crate) fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/content")
}

/// The base with the case of this name laid over it.
pub(crate) fn lay(case: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&cases().join("base"), folder.path());
    copy(&cases().join(case), folder.path());
    folder
}

/// The content of `folder`, and all that `loket check` finds wrong with it.
pub(crate) fn load(folder: &TempDir) -> Content {
    check(&Root::Folder(folder.path().to_owned()), TODAY, &Keep::Nowhere)
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a case") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            fs::create_dir_all(&target).expect("created");
            copy(&path, &target);
        } else {
            copy_file(&path, &target);
        }
    }
}

fn copy_file(path: &Path, target: &Path) {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("snap" | "new") => {}
        Some("absent") => fs::remove_file(target.with_extension("")).expect("was there"),
        Some("link") => link(&fs::read_to_string(path).expect("read"), &target.with_extension("")),
        _ => drop(fs::copy(path, target).expect("copied")),
    }
}

#[cfg(unix)]
fn link(to: &str, target: &Path) {
    fs::remove_file(target).expect("was there");
    std::os::unix::fs::symlink(to.trim(), target).expect("linked");
}

#[cfg(not(unix))]
fn link(_to: &str, _target: &Path) {}
