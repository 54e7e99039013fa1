//! Notices that someone changed the content.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::folder::{Found, walk};
use super::{FOLDERS, Root};

/// How often the folders are looked at.
const EVERY: Duration = Duration::from_millis(200);

/// What a file looked like from outside: when it was written and how large it is.
type Looks = BTreeMap<String, (Option<SystemTime>, u64)>;

/// Looks at the content folders now and then.
///
/// It polls, for a network folder or a container's mount does not tell of changes. A change is told only once two looks
/// in a row agree, so that a file half saved is not taken for finished.
pub struct Watcher {
    root: Option<PathBuf>,
    told: Looks,
    last: Looks,
}

impl Watcher {
    /// Watches `root` from its present state on. Content within the program never changes.
    #[must_use]
    pub fn new(root: &Root) -> Self {
        let root = match root {
            Root::Folder(folder) => Some(folder.clone()),
            Root::Embedded => None,
        };
        let looks = root.as_deref().map(look).unwrap_or_default();
        Self { root, told: looks.clone(), last: looks }
    }

    /// Waits until the content has changed and settled, and gives the paths that came, went or changed.
    pub async fn changed(&mut self) -> Vec<String> {
        loop {
            tokio::time::sleep(EVERY).await;
            let Some(root) = self.root.clone() else { continue };
            // A folder on a slow disk must not hold up the conversations.
            let Ok(looks) = tokio::task::spawn_blocking(move || look(&root)).await else { continue };
            let changes = self.take(looks);
            if !changes.is_empty() {
                return changes;
            }
        }
    }

    /// Takes in what was seen now, and gives what to tell.
    fn take(&mut self, looks: Looks) -> Vec<String> {
        let settled = looks == self.last;
        self.last = looks;
        if !settled || self.last == self.told {
            return Vec::new();
        }
        let told = std::mem::replace(&mut self.told, self.last.clone());
        let mut changed: Vec<String> =
            self.last.iter().filter(|(path, seen)| told.get(*path) != Some(seen)).map(name).collect();
        changed.extend(told.iter().filter(|(path, _)| !self.last.contains_key(*path)).map(name));
        changed
    }
}

fn name<V>((path, _): (&String, V)) -> String {
    path.clone()
}

fn look(root: &Path) -> Looks {
    let mut looks = Looks::new();
    for folder in FOLDERS {
        walk(root, folder, 1, &mut |found| {
            let (path, seen) = match found {
                Found::File(path, entry) => {
                    let about = entry.metadata().ok();
                    (path, about.map_or((None, 0), |about| (about.modified().ok(), about.len())))
                }
                Found::Link(path) | Found::Unreadable(path, _) => (path, (None, 0)),
            };
            looks.insert(path.to_owned(), seen);
        });
    }
    looks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looks(files: &[(&str, u64)]) -> Looks {
        files.iter().map(|(path, size)| ((*path).to_owned(), (None, *size))).collect()
    }

    #[test]
    fn a_change_is_told_once_and_only_when_it_has_settled() {
        let before = looks(&[("a", 1), ("b", 1)]);
        let mut watcher = Watcher { root: None, told: before.clone(), last: before };
        assert!(watcher.take(looks(&[("a", 1), ("b", 1)])).is_empty());
        assert!(watcher.take(looks(&[("a", 2), ("c", 1)])).is_empty(), "just saved");
        assert_eq!(watcher.take(looks(&[("a", 2), ("c", 1)])), ["a", "c", "b"]);
        assert!(watcher.take(looks(&[("a", 2), ("c", 1)])).is_empty(), "told already");
    }

    #[test]
    fn a_file_written_on_disk_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("intents")).expect("created");
        let mut watcher = Watcher::new(&Root::Folder(folder.path().to_owned()));
        std::fs::write(folder.path().join("intents/menu.toml"), "x").expect("written");
        assert!(watcher.take(look(folder.path())).is_empty(), "just saved");
        assert_eq!(watcher.take(look(folder.path())), ["intents/menu.toml"]);
    }
}
