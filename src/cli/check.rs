//! `loket check`: all that is wrong with the content.
//!
//! Exit codes: 0 clean, 1 problems, 2 could not run. With `--since`, 1 also if a written conversation no longer goes as it
//! should.

mod since;
mod statistics;

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::exit::Failure;
use crate::content::{Catalogue, Date, measure};
use crate::content_files::{self, Content, Root};
use crate::diagnostic::{self, Diagnostic, Sources};
use crate::service::{self, Keep};

pub(super) use since::shown_in;

const CLEAN: u8 = 0;
const PROBLEMS: u8 = 1;
const COULD_NOT_RUN: u8 = 2;

/// Checks the content and names each problem with file, line and remedy
#[derive(Args, Debug, Default)]
pub struct CheckArgs {
    /// Folder with intents/ and answers/ [default: the working directory, else the content in the program]
    #[arg(long, value_name = "DIR")]
    pub content: Option<PathBuf>,
    /// Print the problems as JSON
    #[arg(long, conflicts_with = "github")]
    pub json: bool,
    /// Print the problems as annotations for GitHub
    #[arg(long)]
    pub github: bool,
    /// Print figures on sentences, examples and words too
    #[arg(long, conflicts_with = "github")]
    pub statistics: bool,
    /// Let warnings count as problems too
    #[arg(long)]
    pub strict: bool,
    /// Tell what a code means, with an example of wrong and right
    #[arg(long, value_name = "CODE")]
    pub explain: Option<String>,
    /// Tell what an edit changes, against a git revision or an older copy of the content folder
    #[arg(long, value_name = "REV|FOLDER", conflicts_with_all = ["github", "statistics", "explain"])]
    pub since: Option<String>,
    /// With --since: labelled questions to ask of both (TSV: text, lang, intent, also_ok)
    #[arg(long, value_name = "FILE", num_args = 1.., requires = "since")]
    pub questions: Vec<PathBuf>,
    /// With --since: folder of the conversations to hold [default: tests/conversations beside the content, else here]
    #[arg(long, value_name = "DIR", requires = "since")]
    pub scripts: Option<PathBuf>,
    /// Where what is learnt of the content is kept.
    #[arg(skip)]
    pub keep: Keep,
}

/// Runs the command and gives its exit code. What it finds goes to `out`, why it could not run to `err`.
pub fn run(args: &CheckArgs, out: &mut impl Write, err: &mut impl Write) -> u8 {
    let outcome = match &args.explain {
        Some(code) => explain(code, out, err),
        None => check(args, content_files::today(), out, err),
    };
    outcome.unwrap_or_else(|error| {
        // With standard error closed there is nobody to tell.
        let _ = writeln!(err, "error: cannot write the outcome: {error}\nhelp: check where the output goes");
        COULD_NOT_RUN
    })
}

/// [`run`] on standard output and error.
#[must_use]
pub fn run_here(args: &CheckArgs) -> u8 {
    // Standard error is not held: another thread may have to tell of a fault.
    run(args, &mut std::io::stdout().lock(), &mut std::io::stderr())
}

fn explain(name: &str, out: &mut impl Write, err: &mut impl Write) -> std::io::Result<u8> {
    if let Some(code) = diagnostic::find_code(name) {
        seen(writeln!(out, "{}", diagnostic::render_explanation(code)))?;
        return Ok(CLEAN);
    }
    writeln!(err, "error: there is no code `{name}`")?;
    let names: Vec<&str> = diagnostic::codes().map(|code| code.name).collect();
    match crate::text::nearest(name, names.iter().copied()) {
        Some(near) => writeln!(err, "help: the nearest is `{near}`")?,
        None => writeln!(err, "help: the codes are {}", names.join(", "))?,
    }
    Ok(COULD_NOT_RUN)
}

fn check(args: &CheckArgs, today: Date, out: &mut impl Write, err: &mut impl Write) -> std::io::Result<u8> {
    let root = content_files::locate(args.content.as_deref());
    if let Root::Folder(folder) = &root
        && !folder.is_dir()
    {
        writeln!(err, "error: {} is not a folder", folder.display())?;
        writeln!(err, "help: name the folder in which intents/ and answers/ stand")?;
        return Ok(COULD_NOT_RUN);
    }
    // What cannot be compared is told before anything is learnt.
    let then = args.since.as_deref().map(|since| since::read_then(since, &root)).transpose();
    let then = match then {
        Ok(then) => then,
        Err(failure) => return told(&failure, err),
    };
    let content = service::check(&root, today, &args.keep);
    if let Some(then) = then {
        return since::run(args, then, &content, today, out).or_else(|failure| told(&failure, err));
    }
    seen(report(args, &root, &content, &content.sources(&prefix(args.content.as_deref())), out))?;
    if args.json && root == Root::Embedded {
        writeln!(err, "{NOT_YOURS}")?;
    }
    Ok(verdict(&content.diagnostics, args.strict))
}

/// Tells why it could not run; one whose reader went away has done its work.
fn told(failure: &Failure, err: &mut impl Write) -> std::io::Result<u8> {
    if !failure.what.is_empty() {
        writeln!(err, "error: {}\nhelp: {}", failure.what, failure.remedy)?;
    }
    Ok(failure.exit.code())
}

/// A reader that went away, as in `loket check | head`, has seen what it wanted.
fn seen(written: std::io::Result<()>) -> std::io::Result<()> {
    match written {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

fn verdict(diagnostics: &[Diagnostic], strict: bool) -> u8 {
    let counts = |found: &Diagnostic| strict || found.is_error();
    if diagnostics.iter().any(counts) { PROBLEMS } else { CLEAN }
}

/// What comes before the paths shown, so that they lead to the files from where the command was given.
fn prefix(folder: Option<&Path>) -> String {
    let shown = folder.map(|folder| folder.display().to_string().trim_end_matches('/').to_owned());
    shown.filter(|shown| shown != ".").map(|shown| format!("{shown}/")).unwrap_or_default()
}

fn report(
    args: &CheckArgs,
    root: &Root,
    content: &Content,
    sources: &Sources<'_>,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let found = &content.diagnostics;
    if args.json {
        let problems = diagnostic::render_json(found, sources);
        return writeln!(out, "{}", if args.statistics { with_statistics(&problems, root, content) } else { problems });
    }
    if args.github {
        let lines = diagnostic::render_github(found, sources);
        if *root == Root::Embedded {
            writeln!(out, "::warning::{NOT_YOURS}")?;
        }
        return if lines.is_empty() { Ok(()) } else { writeln!(out, "{lines}") };
    }
    if !found.is_empty() {
        writeln!(out, "{}\n", diagnostic::render_human(found, sources, colours()))?;
        writeln!(out, "{} of {root}", diagnostic::render_summary(found))?;
        writeln!(out, "`loket check --explain CODE` tells more about a code, such as `{}`", found[0].code)?;
    }
    if args.statistics {
        writeln!(out, "{}", statistics::table(&measure(&content.files)))?;
    }
    content.catalogue.as_ref().map_or(Ok(()), |catalogue| writeln!(out, "{}", counts(root, catalogue)))?;
    if *root == Root::Embedded {
        writeln!(out, "{NOT_YOURS}")?;
    }
    Ok(())
}

/// Who edits content and stands in another folder must not take this for an outcome on their own.
const NOT_YOURS: &str = "these are the texts in the program itself, for there are no intents/ and answers/ in this folder: to check \
    yours, go to the folder that holds them, or name it with --content";

/// One object: what was checked, whether it can be used, the `problems`, and the figures.
fn with_statistics(problems: &str, root: &Root, content: &Content) -> String {
    let problems: serde_json::Value = serde_json::from_str(problems).unwrap_or_default();
    let whole = serde_json::json!({
        "checked": checked(root),
        "usable": content.catalogue.is_some(),
        "problems": problems,
        "statistics": measure(&content.files),
    });
    format!("{whole:#}")
}

/// What was checked, for programs: the folder, or none if it was the content in the program.
fn checked(root: &Root) -> serde_json::Value {
    match root {
        Root::Folder(_) => serde_json::json!({ "in": "folder", "folder": root.to_string() }),
        Root::Embedded => serde_json::json!({ "in": "program", "folder": null }),
    }
}

/// Whether someone looks at the output who has not asked for no colours (<https://no-color.org>).
fn colours() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

fn counts(root: &Root, catalogue: &Catalogue) -> String {
    let examples: usize =
        catalogue.intents.values().flat_map(|intent| intent.texts.values()).map(|text| text.examples.len()).sum();
    let answers: usize = catalogue.answers.values().map(std::collections::BTreeMap::len).sum();
    let languages: Vec<String> = catalogue.languages.iter().map(ToString::to_string).collect();
    format!(
        "the content in {root} can be used: {} intents, {answers} answers, {examples} examples, {} facts, {} contacts; languages {}",
        catalogue.intents.len(),
        catalogue.facts.len(),
        catalogue.contacts.len(),
        languages.join(", ")
    )
}
