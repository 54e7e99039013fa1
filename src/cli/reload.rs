//! Content that changes while a command runs: a valid change is handed over, a broken one is named. For `serve` and `chat`.

use std::path::Path;

use tokio::task::JoinHandle;

use crate::content_files::{Content, Root, Watcher, load, load_for_use, locate, today};
use crate::diagnostic::render_short;
use crate::dialogue::Knowledge;
use crate::service::{self, Keep, Library};

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
    /// What was learnt of the last one in haste, learnt thoroughly.
    Settled(Box<Knowledge>),
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
///
/// A change is learnt twice: in haste, so that it is in force at once, then thoroughly.
pub(super) struct Changes {
    root: Root,
    watcher: Watcher,
    keep: Keep,
    /// What is being learnt thoroughly.
    thorough: Option<JoinHandle<Option<Knowledge>>>,
}

impl Changes {
    /// Changes of the content that is found with this `--content`.
    ///
    /// What is learnt of each is kept as `keep` says.
    pub(super) fn of(content: Option<&Path>, keep: Keep) -> Self {
        let root = locate(content);
        Self { watcher: Watcher::new(&root), root, keep, thorough: None }
    }

    /// Waits for a change, then reads, checks and trains. `library` has what is in force before it.
    pub(super) async fn next(&mut self, library: &Library) -> Change {
        let files = match self.changed_or_settled().await {
            Ok(files) => files,
            Err(settled) => return Change { files: Vec::new(), outcome: Outcome::Settled(settled) },
        };
        let (root, keep, before) = (self.root.clone(), self.keep.clone(), library.current());
        let read = tokio::task::spawn_blocking(move || read(&root, &keep, &before));
        let (outcome, hasty) = read.await.unwrap_or((Outcome::Fault, None));
        // A broken change leaves what is in force, and what is still being learnt of it.
        if matches!(outcome, Outcome::Good(_)) {
            self.thorough = hasty.map(|fingerprint| self.learn_thoroughly(fingerprint));
        }
        Change { files, outcome }
    }

    /// Waits for a change of files, or for what is being learnt thoroughly.
    async fn changed_or_settled(&mut self) -> Result<Vec<String>, Box<Knowledge>> {
        if let Some(thorough) = &mut self.thorough {
            tokio::select! {
                files = self.watcher.changed() => return Ok(files),
                settled = thorough => {
                    self.thorough = None;
                    if let Ok(Some(knowledge)) = settled {
                        return Err(Box::new(knowledge));
                    }
                    // Changed meanwhile, or a fault: what was learnt in haste stays in force.
                }
            }
        }
        Ok(self.watcher.changed().await)
    }

    fn learn_thoroughly(&self, fingerprint: String) -> JoinHandle<Option<Knowledge>> {
        let (root, keep) = (self.root.clone(), self.keep.clone());
        tokio::task::spawn_blocking(move || learn(&root, &keep, &fingerprint))
    }
}

/// What is there now; and its fingerprint if it is still to be learnt thoroughly.
fn read(root: &Root, keep: &Keep, before: &Knowledge) -> (Outcome, Option<String>) {
    let loaded = load(root, today());
    let problems = problems(&loaded);
    let Some(catalogue) = loaded.catalogue else { return (Outcome::Broken(problems), None) };
    let fingerprint = catalogue.fingerprint.clone();
    let (knowledge, hasty) = service::knowledge_in_haste(catalogue, keep, &before.matcher);
    (Outcome::Good(Box::new(knowledge)), hasty.then_some(fingerprint))
}

/// The content of this `fingerprint`, learnt thoroughly, unless it has changed meanwhile.
fn learn(root: &Root, keep: &Keep, fingerprint: &str) -> Option<Knowledge> {
    let same = load_for_use(root, today()).catalogue.filter(|catalogue| catalogue.fingerprint == fingerprint);
    same.map(|catalogue| service::knowledge(catalogue, keep))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::Broken;

    /// The small content in a folder of its own.
    fn lay(folder: &Path) -> Knowledge {
        let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/content/base");
        let content = load(&Root::Folder(base), today());
        for file in &content.files {
            let path = folder.join(&file.path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, &file.text).unwrap();
        }
        service::knowledge(content.catalogue.unwrap(), &Keep::Nowhere)
    }

    #[tokio::test]
    async fn what_is_being_learnt_thoroughly_comes_into_force_though_a_later_edit_is_broken() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::new(lay(folder.path()));
        let mut changes = Changes::of(Some(folder.path()), Keep::Nowhere);
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let again = lay(folder.path());
        changes.thorough = Some(tokio::task::spawn_blocking(move || wait.recv().ok().map(|()| again)));
        std::fs::write(folder.path().join("intents/complaint.toml"), "[nl").unwrap();
        assert!(matches!(changes.next(&library).await.outcome, Outcome::Broken(_)));
        library.refuse(vec![Broken { code: "toml-syntax", file: "intents/complaint.toml".into(), line: Some(1) }]);
        go.send(()).unwrap();
        let Outcome::Settled(knowledge) = changes.next(&library).await.outcome else { panic!("it is learnt") };
        library.settle(*knowledge);
        assert_eq!(library.in_force().broken.len(), 1, "the edit is as broken as before");
    }
}
