//! `loket check --since`: what an edit changes, before anyone reads it: facts and where they show, texts, conversations,
//! questions, problems.
//!
//! Start with [`run`]. What was then is read from git or from an older copy of the folder; both states are outlined
//! whatever is wrong with them, and where both can be used, both are asked the same.

mod asked;
mod diff;
mod headline;
mod problems;
mod report;
mod talks;
mod written;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::Serialize;

use super::{CheckArgs, checked, prefix, verdict};
use crate::cli::eval::{Labelled, labelled};
use crate::cli::exit::{Exit, Failure};
use crate::cli::test::script_folder;
use crate::cli::{content as loading, eval};
use crate::content::{Date, outline};
use crate::content_files::{self, Content, Loaded, RevisionError, Root};
use crate::service;
use asked::{ExamplesAsked, QuestionsAsked};
use problems::ProblemChanges;
use talks::Talks;
use written::Written;

pub(in crate::cli) use report::shown_in;

/// All that changed.
#[derive(Serialize)]
struct Changes<'a> {
    /// What it is held against.
    since: &'a str,
    /// What is now: the folder, or the program.
    checked: serde_json::Value,
    /// All of it in one line.
    headline: String,
    #[serde(flatten)]
    written: Written,
    #[serde(flatten)]
    problems: ProblemChanges<'a>,
    /// Errors in the content of then.
    errors_then: usize,
    /// Errors in the content of now.
    errors_now: usize,
    /// The written conversations; none if one of the contents cannot be used, or there are no scripts.
    conversations: Option<Talks>,
    /// The questions given.
    questions: Option<QuestionsAsked>,
    /// The examples both have, each as judged by who has not seen it.
    examples_judged: Option<ExamplesAsked>,
    /// How long it took.
    seconds: f64,
}

/// Compares the content of `args` with what it was, tells it on `out`, and gives the exit code.
///
/// # Errors
/// When the older content, a script or a file of questions cannot be read.
pub(super) fn run(
    args: &CheckArgs,
    then: Loaded,
    now: &Content,
    today: Date,
    out: &mut impl Write,
) -> Result<u8, Failure> {
    let begun = Instant::now();
    let since = args.since.as_deref().unwrap_or_default();
    let root = content_files::locate(args.content.as_deref());
    let then = content_files::parse(then, today);
    let (before, after) = (outline(&then.files), outline(&now.files));
    let written = Written::between(&before, &after);
    let problems = ProblemChanges::between(&then, now);
    let errors = |content: &Content| content.diagnostics.iter().filter(|found| found.is_error()).count();
    let (errors_then, errors_now) = (errors(&then), errors(now));
    let mut changes = Changes {
        since,
        checked: checked(&root),
        headline: String::new(),
        written,
        problems,
        errors_then,
        errors_now,
        conversations: None,
        questions: None,
        examples_judged: None,
        seconds: 0.0,
    };
    if errors_then + errors_now == 0 {
        ask_both(args, &then.files, now, today, &mut changes)?;
    }
    changes.headline = headline::headline(&changes);
    changes.seconds = begun.elapsed().as_secs_f64();
    if args.json {
        let json = serde_json::to_string_pretty(&changes).map_err(std::io::Error::from)?;
        writeln!(out, "{json}")?;
    } else {
        report::write(&changes, &root, &now.sources(&prefix(args.content.as_deref())), out)?;
    }
    let broken = changes.conversations.as_ref().is_some_and(Talks::is_worse);
    Ok(if broken { super::PROBLEMS } else { verdict(&now.diagnostics, args.strict) })
}

/// Holds the same conversations and asks the same questions with the content of then and of now.
fn ask_both(
    args: &CheckArgs,
    then: &[crate::content::SourceFile],
    now: &Content,
    today: Date,
    changes: &mut Changes<'_>,
) -> Result<(), Failure> {
    let catalogue = |files: &[crate::content::SourceFile]| crate::content::parse_catalogue(files, today).0;
    let (Some(old), Some(new)) = (catalogue(then), catalogue(&now.files)) else { return Ok(()) };
    let questions = read_questions(&args.questions, &new)?;
    let keep = args.keep.clone();
    let (old, new) = loading::with_progress("learning what was then and what is now", move || {
        Ok(service::knowledge_of_both(old, new, &keep))
    })?;
    if let Ok(folder) = script_folder(args.scripts.as_deref(), args.content.as_deref()) {
        changes.conversations = Some(Talks::between(&folder, &old, &new)?);
    } else if let Some(folder) = &args.scripts {
        return Err(no_folder(folder));
    }
    changes.questions = (!args.questions.is_empty()).then(|| QuestionsAsked::between(&questions, &old, &new));
    changes.examples_judged = Some(ExamplesAsked::between(&old, &new));
    Ok(())
}

fn no_folder(folder: &Path) -> Failure {
    let what = format!("{} is not there, or is no folder", folder.display());
    Failure::new(Exit::CouldNotRun, what, "name the folder that holds the conversation scripts")
}

/// The content of then: an older copy of the folder if there is one of that name, else a revision.
///
/// # Errors
/// When there is neither.
pub(super) fn read_then(since: &str, root: &Root) -> Result<Loaded, Failure> {
    let copy = Path::new(since);
    if copy.join("intents").is_dir() || copy.join("answers").is_dir() {
        return Ok(content_files::read(&Root::Folder(copy.to_owned())));
    }
    let read = match root {
        Root::Folder(folder) => content_files::read_revision(folder, since),
        Root::Embedded => Err(RevisionError::NoRepository("the content in the program".to_owned())),
    };
    read.map_err(|error| {
        let what = not_there(copy, &error).unwrap_or_else(|| error.to_string());
        Failure::new(Exit::CouldNotRun, what, remedy(&error))
    })
}

/// What to say where a name was most likely that of a folder.
fn not_there(copy: &Path, error: &RevisionError) -> Option<String> {
    let shown = copy.display();
    let meant_so = || copy.components().count() > 1 || shown.to_string().starts_with(['.', '/']);
    match error {
        RevisionError::NoRepository(_) | RevisionError::NoRevision(_) if copy.is_dir() => {
            Some(format!("the folder {shown} holds no intents/ and no answers/"))
        }
        RevisionError::NoRepository(_) | RevisionError::NoRevision(_) if copy.exists() => {
            Some(format!("{shown} is no folder"))
        }
        RevisionError::NoRepository(_) | RevisionError::NoRevision(_) if meant_so() => {
            Some(format!("there is no folder {shown}"))
        }
        RevisionError::NoRepository(place) => {
            Some(format!("`{shown}` is no folder here, and no revision: {place} is in no git repository"))
        }
        _ => None,
    }
}

fn remedy(error: &RevisionError) -> &'static str {
    match error {
        RevisionError::NoGit(_) => "install git, or name an older copy of the folder: `--since FOLDER`",
        RevisionError::NoRepository(_) => {
            "name an older copy of the folder that holds intents/ and answers/: `--since FOLDER`"
        }
        RevisionError::NoRevision(_) => {
            "name a revision as git knows it, such as HEAD, HEAD~1 or a branch; or the folder of an older copy, which holds \
             intents/ and answers/"
        }
        RevisionError::NoContent(_) => "name a later revision, in which this folder was there already",
        RevisionError::Failed(_) => "look at the repository with `git status` and `git fsck`",
    }
}

/// A wrong first line says itself what to do; of others there may be more.
fn remedy_of_row(line: usize) -> &'static str {
    if line == 1 {
        "mend the first line, then run it again"
    } else {
        "mend this row; `loket eval FILE` names all that cannot be used"
    }
}

fn read_questions(files: &[PathBuf], catalogue: &crate::content::Catalogue) -> Result<Vec<Labelled>, Failure> {
    let mut questions = Vec::new();
    for path in files {
        let bytes = fs::read(path).map_err(|error| {
            let what = format!("cannot read {}: {error}", path.display());
            Failure::new(Exit::CouldNotRun, what, "name a tab-separated file with the columns text, lang and intent")
        })?;
        let (read, bad) = labelled(&bytes, catalogue);
        if let Some(eval::Row { line, problem }) = bad.into_iter().next() {
            let what = format!("{}:{line}: {problem}", path.display());
            return Err(Failure::new(Exit::CouldNotRun, what, remedy_of_row(line)));
        }
        questions.extend(read);
    }
    Ok(questions)
}
