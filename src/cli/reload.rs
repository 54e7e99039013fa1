//! Content that changes while a command runs: a valid change is handed over, a broken one is named. For `serve` and `chat`.

use std::path::Path;

use crate::content_files::{Content, Root, Watcher, load, locate, today};
use crate::diagnostic::render_short;
use crate::dialogue::Knowledge;
use crate::service::{self, Keep};

/// One problem of a broken change.
pub(super) struct Problem {
    pub(super) code: &'static str,
    /// The file, from the content folder.
    pub(super) file: String,
    /// The line, from 1; none for a file that is not there.
    pub(super) line: Option<usize>,
    pub(super) message: String,
    /// All of it on one line.
    pub(super) short: String,
}

/// What a change came to.
pub(super) enum Outcome {
    /// It can be used.
    Good(Box<Knowledge>),
    /// It cannot, for these reasons.
    Broken(Vec<Problem>),
    /// It could not be read, by a fault of our own.
    Fault,
}

/// A change of the content that has settled.
pub(super) struct Change {
    /// The files that came, went or changed.
    pub(super) files: Vec<String>,
    pub(super) outcome: Outcome,
}

/// Tells of changes since it was made: make it before the content is read, so that none falls in between.
pub(super) struct Changes {
    root: Root,
    watcher: Watcher,
    keep: Keep,
}

impl Changes {
    /// Changes of the content that is found with this `--content`.
    ///
    /// What is learnt of each is kept as `keep` says.
    pub(super) fn of(content: Option<&Path>, keep: Keep) -> Self {
        let root = locate(content);
        Self { watcher: Watcher::new(&root), root, keep }
    }

    /// Waits for a change, then reads, checks and trains.
    pub(super) async fn next(&mut self) -> Change {
        let files = self.watcher.changed().await;
        let (root, keep) = (self.root.clone(), self.keep.clone());
        let outcome = tokio::task::spawn_blocking(move || read(&root, &keep)).await.unwrap_or(Outcome::Fault);
        Change { files, outcome }
    }
}

fn read(root: &Root, keep: &Keep) -> Outcome {
    let loaded = load(root, today());
    let problems = problems(&loaded);
    match loaded.catalogue {
        Some(catalogue) => Outcome::Good(Box::new(service::knowledge(catalogue, keep))),
        None => Outcome::Broken(problems),
    }
}

fn problems(loaded: &Content) -> Vec<Problem> {
    let sources = loaded.sources("");
    let errors = loaded.diagnostics.iter().filter(|found| found.is_error());
    let problem = |error: &crate::diagnostic::Diagnostic| {
        let place = error.places.first();
        Problem {
            code: error.code,
            file: place.map(|place| place.file.clone()).unwrap_or_default(),
            line: place.and_then(|place| sources.line(place)),
            message: error.message.clone(),
            short: render_short(error, &sources),
        }
    };
    errors.map(problem).collect()
}
