//! The content in force in a chat: what changed meanwhile is taken up before each message.

use std::sync::mpsc::{Receiver, Sender, channel};

use tokio::runtime::Handle;

use crate::cli::reload::{Change, Changes, Outcome, Problem};
use crate::dialogue::Knowledge;
use crate::service::Library;

/// So many changed files are named.
const NAMED: usize = 3;

/// Watches the content in the background while the chat waits for its reader.
pub(super) struct News {
    library: Library,
    outcomes: Receiver<Change>,
}

impl News {
    /// Begins with `knowledge`, and watches for `changes` on `runtime`.
    pub(super) fn watch(knowledge: Knowledge, changes: Changes, runtime: &Handle) -> Self {
        let (sender, outcomes) = channel();
        let library = Library::new(knowledge);
        runtime.spawn(tell(changes, library.clone(), sender));
        Self { library, outcomes }
    }

    /// The content in force.
    pub(super) fn library(&self) -> &Library {
        &self.library
    }

    /// Puts a valid change in force. Gives a line on what the content came to, if it changed since the last call.
    pub(super) fn take(&self) -> Option<String> {
        self.outcomes.try_iter().filter_map(|change| self.taken(change)).last()
    }

    fn taken(&self, change: Change) -> Option<String> {
        match change.outcome {
            Outcome::Good(knowledge) => {
                self.library.replace(*knowledge);
                Some(format!("the content changed and is in force: {}", named(&change.files)))
            }
            Outcome::Settled(knowledge) => {
                self.library.settle(*knowledge);
                None
            }
            Outcome::Broken(problems) => Some(broken(&problems)),
            Outcome::Fault => Some("the content changed; it was not read, by a fault in loket itself".to_owned()),
        }
    }
}

async fn tell(mut changes: Changes, library: Library, sender: Sender<Change>) {
    // Nobody listens any more once the chat is over.
    while sender.send(changes.next(&library).await).is_ok() {}
}

/// The first few of `files`, and how many more there are.
fn named(files: &[String]) -> String {
    let shown = files.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match files.len().saturating_sub(NAMED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// The first problem and how many there are: `loket check` shows them in full.
fn broken(problems: &[Problem]) -> String {
    let first = problems.first().map_or("", |problem| problem.short.as_str());
    let more = match problems.len() {
        0 | 1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    format!("the content is broken, the former stays in force: {first}{more}; `loket check` shows each remedy")
}
