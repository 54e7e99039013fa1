//! The content as it was at a revision of the git repository that holds its folder.
//!
//! The program `git` reads it; nothing in the repository is changed.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use thiserror::Error;

use super::folder::{decode, is_passed_over};
use super::{FOLDERS, Loaded, Root};
use crate::content::SourceFile;

/// Why there is no content of a revision.
#[derive(Debug, Error)]
pub enum RevisionError {
    /// The program is not there.
    #[error("git could not be started: {0}")]
    NoGit(io::Error),
    /// The folder is not under git.
    #[error("{0} is in no git repository")]
    NoRepository(String),
    /// There is no such revision.
    #[error("there is no revision `{0}` in the repository, and no folder of that name")]
    NoRevision(String),
    /// The revision has no content there.
    #[error("the revision `{0}` has no intents/ and no answers/ in this folder")]
    NoContent(String),
    /// git failed, or said what is not understood.
    #[error("git could not read the revision: {0}")]
    Failed(String),
}

/// Reads the content folders in `folder` as they were at `revision`.
///
/// # Errors
/// When git, the repository, the revision or content in it is not there.
pub fn read_revision(folder: &Path, revision: &str) -> Result<Loaded, RevisionError> {
    let shown = || Root::Folder(folder.to_owned()).to_string();
    succeeded(&git(folder, &["rev-parse", "--show-prefix"])?).ok_or_else(|| RevisionError::NoRepository(shown()))?;
    let wanted = format!("{revision}^{{commit}}");
    let commit = git(folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])?;
    let commit = succeeded(&commit).ok_or_else(|| RevisionError::NoRevision(revision.to_owned()))?;
    let listed = git(folder, &["ls-tree", "-r", "-z", commit.trim(), "--", FOLDERS[0], FOLDERS[1]])?;
    let listed = succeeded(&listed).ok_or_else(|| RevisionError::Failed("it does not list the files".into()))?;
    let entries: Vec<(&str, &str)> = listed.split('\0').filter_map(entry).collect();
    if entries.is_empty() {
        return Err(RevisionError::NoContent(revision.to_owned()));
    }
    let texts = read_blobs(folder, &entries)?;
    let mut loaded = Loaded::default();
    for ((path, _), bytes) in entries.into_iter().zip(texts) {
        let (text, diagnostic) = decode(path, bytes);
        loaded.diagnostics.extend(diagnostic);
        loaded.files.push(SourceFile::new(path, text.trim_start_matches('\u{FEFF}')));
    }
    loaded.files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(loaded)
}

/// The path and the object of a plain file: `100644 blob 1234… TAB intents/menu.toml`.
fn entry(line: &str) -> Option<(&str, &str)> {
    let (about, path) = line.split_once('\t')?;
    let mut about = about.split(' ');
    let is_file = about.next()?.starts_with("100") && about.next()? == "blob";
    let object = about.next()?;
    let passed_over = path.split('/').any(is_passed_over);
    (is_file && !passed_over).then_some((path, object))
}

/// What the files hold, in their order.
fn read_blobs(folder: &Path, entries: &[(&str, &str)]) -> Result<Vec<Vec<u8>>, RevisionError> {
    let wanted: String = entries.iter().map(|(_, object)| format!("{object}\n")).collect();
    let mut child = start(folder, &["cat-file", "--batch"])?;
    let stdin = child.stdin.take();
    let output = std::thread::scope(|scope| {
        // git answers while it reads: who writes all first may wait for ever.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(wanted.as_bytes())));
        child.wait_with_output()
    });
    let output = output.map_err(|error| RevisionError::Failed(error.to_string()))?;
    let mut rest = output.stdout.as_slice();
    entries.iter().map(|(path, _)| next_blob(&mut rest).ok_or_else(|| incomplete(path))).collect()
}

fn incomplete(path: &str) -> RevisionError {
    RevisionError::Failed(format!("it does not give {path}"))
}

/// Takes `<object> blob <size>`, a line end, so many bytes and a line end.
fn next_blob(rest: &mut &[u8]) -> Option<Vec<u8>> {
    let end = rest.iter().position(|&byte| byte == b'\n')?;
    let header = std::str::from_utf8(&rest[..end]).ok()?;
    let size: usize = header.rsplit(' ').next()?.parse().ok()?;
    let bytes = rest.get(end + 1..end + 1 + size)?.to_vec();
    *rest = rest.get(end + 2 + size..)?;
    Some(bytes)
}

fn git(folder: &Path, arguments: &[&str]) -> Result<Output, RevisionError> {
    let child = start(folder, arguments)?;
    child.wait_with_output().map_err(|error| RevisionError::Failed(error.to_string()))
}

fn start(folder: &Path, arguments: &[&str]) -> Result<std::process::Child, RevisionError> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command.spawn().map_err(RevisionError::NoGit)
}

/// What it said, if it did what was asked.
fn succeeded(output: &Output) -> Option<String> {
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t16_plain_files_are_taken_and_links_backups_and_modules_are_not() {
        assert_eq!(entry("100644 blob ab\tintents/a.toml"), Some(("intents/a.toml", "ab")));
        for other in
            ["120000 blob ab\tintents/a.toml", "160000 commit ab\tintents/a", "100644 blob ab\tintents/.a.swp", ""]
        {
            assert_eq!(entry(other), None);
        }
    }

    #[test]
    fn blobs_are_cut_by_their_size_and_a_missing_one_is_noticed() {
        let mut rest: &[u8] = b"ab blob 3\nx\ny\ncd missing\n";
        assert_eq!(next_blob(&mut rest), Some(b"x\ny".to_vec()));
        assert_eq!(next_blob(&mut rest), None);
    }
}
