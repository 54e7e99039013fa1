//! Loading content and settings for a command, with words for what is wrong.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use super::Common;
use super::exit::{Exit, Failure};
use crate::content::Catalogue;
use crate::content_files::{Content, Root, load_for_use, locate, today};
use crate::diagnostic::{Diagnostic, render_short};
use crate::dialogue::{House, Knowledge};
use crate::matching::Thresholds;
use crate::service::settings::{Settings, SettingsError, environment};
use crate::service::{self, Keep};

/// Loading that takes longer than this is announced.
const A_MOMENT: Duration = Duration::from_millis(300);

/// How many problems are named before the rest is counted.
const SHOWN: usize = 5;

/// The settings, from the file, the environment and the arguments.
pub(super) fn settings(common: &Common) -> Result<Settings, Failure> {
    load_settings(common).map_err(|error| Failure::new(Exit::CouldNotRun, error.to_string(), ""))
}

/// The same, with all that is wrong one by one.
pub(super) fn load_settings(common: &Common) -> Result<Settings, SettingsError> {
    let mut settings = Settings::load(common.config.as_deref(), environment)?;
    if common.data.is_some() {
        settings.data_dir.clone_from(&common.data);
    }
    if common.content.is_some() {
        settings.content_dir.clone_from(&common.content);
    }
    Ok(settings)
}

/// The content and what the operator decides, ready for a conversation.
pub(super) fn load(common: &Common) -> Result<(Knowledge, House), Failure> {
    let settings = settings(common)?;
    let knowledge = knowledge(settings.content_dir.clone(), keep_if_there(&settings))?;
    let house = house(&settings);
    Ok((knowledge, house))
}

/// What of the settings the dialogue needs.
pub(super) fn house(settings: &Settings) -> House {
    let own = Thresholds::default();
    let thresholds = Thresholds {
        answer: settings.answer_threshold.unwrap_or(own.answer),
        clarify: settings.clarify_threshold.unwrap_or(own.clarify),
        wrong: settings.wrong_at_most,
        ..own
    };
    House {
        operator: settings.operator.clone(),
        thresholds,
        idle_days: settings.idle_days,
        remove_personal: settings.privacy.remove_personal,
        missed_days: settings.privacy.missed_days,
        desk: None,
    }
}

/// Reads, checks and trains, with a word on standard error if it takes more than a moment.
pub(super) fn knowledge(content: Option<PathBuf>, keep: Keep) -> Result<Knowledge, Failure> {
    begin_knowledge(content, keep).finish()
}

/// The same while something else is done.
pub(super) fn begin_knowledge(content: Option<PathBuf>, keep: Keep) -> Underway<Knowledge> {
    begin("loading the content", move || {
        catalogue(content.as_deref()).map(|catalogue| service::knowledge(catalogue, &keep))
    })
}

/// The same, with what each example is taken for by who has not seen it.
pub(super) fn judging_knowledge(content: Option<PathBuf>, keep: Keep) -> Result<Knowledge, Failure> {
    with_progress("loading the content", move || {
        catalogue(content.as_deref()).map(|catalogue| service::judging_knowledge(catalogue, &keep))
    })
}

/// Beside the data of a conversation, where it is held.
pub(super) fn keep(settings: &Settings) -> Keep {
    settings.data_dir.clone().map_or(Keep::Nowhere, Keep::In)
}

/// Beside the data if there are any already: for a command that itself holds nothing.
pub(super) fn keep_if_there(settings: &Settings) -> Keep {
    settings.data_dir.clone().map_or(Keep::Nowhere, Keep::IfThere)
}

/// The checked content at `content`, or where content is found without it.
pub(crate) fn catalogue(content: Option<&Path>) -> Result<Catalogue, Failure> {
    let root = root(content)?;
    let mut loaded = load_for_use(&root, today());
    loaded.catalogue.take().ok_or_else(|| broken(&root, &loaded))
}

/// Where content is found with this `--content`.
pub(super) fn root(content: Option<&Path>) -> Result<Root, Failure> {
    match locate(content) {
        Root::Folder(folder) if !folder.is_dir() => Err(no_folder(&folder)),
        root => Ok(root),
    }
}

fn no_folder(folder: &Path) -> Failure {
    let what = format!("the content folder {} is not there, or is no folder", folder.display());
    let remedy = "name the folder in which intents/ and answers/ stand, or none to use the content in the program";
    Failure::new(Exit::CouldNotRun, what, remedy)
}

/// The first few problems in short; `check` shows all of them in full.
fn broken(root: &Root, loaded: &Content) -> Failure {
    let errors: Vec<&Diagnostic> = loaded.diagnostics.iter().filter(|found| found.is_error()).collect();
    let (place, argument) = match root {
        Root::Folder(folder) => (folder.display().to_string(), format!(" --content {}", folder.display())),
        Root::Embedded => ("the program itself".to_owned(), String::new()),
    };
    let sources = loaded.sources("");
    let shown = errors.iter().take(SHOWN).map(|error| format!("\n  {}", render_short(error, &sources)));
    let more = errors.len().checked_sub(SHOWN + 1).map(|more| format!("\n  and {} more", more + 1));
    let what = format!("the content in {place} has {} error(s):", errors.len());
    let what: String = std::iter::once(what).chain(shown).chain(more).collect();
    Failure::new(Exit::CouldNotRun, what, format!("run `loket check{argument}` for each place and remedy"))
}

/// Runs `work` on a thread of its own; on a terminal a line says that it is going on, and goes away after.
pub(super) fn with_progress<T: Send + 'static>(
    what: &'static str,
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    begin(what, work).finish()
}

fn begin<T: Send + 'static>(
    what: &'static str,
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Underway<T> {
    let (done, result) = mpsc::channel();
    let worker = std::thread::spawn(move || drop(done.send(work())));
    Underway { what, result, worker }
}

/// Work that goes on on a thread of its own.
pub(super) struct Underway<T> {
    what: &'static str,
    result: mpsc::Receiver<Result<T, Failure>>,
    worker: JoinHandle<()>,
}

impl<T> Underway<T> {
    /// Waits for its outcome; on a terminal a line says that it is going on, and goes away after.
    pub(super) fn finish(self) -> Result<T, Failure> {
        let mut shown = false;
        let outcome = loop {
            match self.result.recv_timeout(A_MOMENT) {
                Ok(outcome) => break outcome,
                Err(mpsc::RecvTimeoutError::Timeout) => progress(&mut shown, self.what),
                Err(mpsc::RecvTimeoutError::Disconnected) => {
                    break Err(Failure::new(
                        Exit::CouldNotRun,
                        format!("{} broke off: a fault in loket itself", self.what),
                        "please report it",
                    ));
                }
            }
        };
        if shown {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
        let _ = self.worker.join();
        outcome
    }
}

fn progress(shown: &mut bool, what: &str) {
    let mut err = std::io::stderr();
    if !err.is_terminal() {
        return;
    }
    let _ = if *shown { write!(err, ".") } else { write!(err, "{what} …") };
    let _ = err.flush();
    *shown = true;
}
