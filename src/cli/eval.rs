//! `loket eval FILE…`: how well labelled questions are recognised, each judged by itself.
//!
//! Start with [`run`]. The questions only measure: nothing here trains on them or remembers them.

mod compare;
mod dialogues;
mod figures;
mod questions;
mod report;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::content::Catalogue;
use crate::dialogue::{House, Knowledge};
use crate::matching::{Matcher, Ranking, Thresholds, Zone, zone};
use crate::service::{self, Keep};
use compare::{Comparison, Earlier};
use dialogues::parse_dialogues;
use figures::{Asked, Figures};
use questions::{BadRow, Question, parse_questions};

/// Every row was read and judged.
pub const DONE: u8 = 0;
/// Some rows could not be read; the figures are of the others.
pub const BAD_ROWS: u8 = 1;
/// A file could not be read or written.
pub const FAILED: u8 = 2;

/// Measure how well labelled questions are recognised.
#[derive(Args, Clone, Debug)]
pub struct EvalArgs {
    /// Tab-separated files with a header: text, lang, intent, also_ok, style.
    #[arg(required_unless_present = "dialogues", value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Hold the conversations of this file (one JSON object a line: id, lang, turns of say, expect and all).
    #[arg(long, value_name = "FILE.jsonl", conflicts_with_all = ["files", "predictions", "compare"])]
    pub dialogues: Option<PathBuf>,
    /// Tell what changed since an earlier run: a file that --predictions wrote.
    #[arg(long, value_name = "OLD.tsv")]
    pub compare: Option<PathBuf>,
    /// Print the figures as one JSON object.
    #[arg(long)]
    pub json: bool,
    /// Write what was decided on every question to this tab-separated file.
    #[arg(long, value_name = "OUT.tsv")]
    pub predictions: Option<PathBuf>,
}

/// Judges the questions of `args.files`, or holds the conversations, with the content's matcher, which is kept as `keep`
/// says; figures go to `out`, what cannot be read is named on `errors`. The outcome is the exit code: [`DONE`],
/// [`BAD_ROWS`] or [`FAILED`].
///
/// # Errors
/// When `out` or `errors` cannot be written to.
pub fn run(
    args: &EvalArgs,
    catalogue: Catalogue,
    keep: &Keep,
    thresholds: &Thresholds,
    out: &mut dyn Write,
    errors: &mut dyn Write,
) -> io::Result<u8> {
    match evaluate(args, catalogue, keep, thresholds, out, errors) {
        Ok(code) => Ok(code),
        Err(Stop::Told(what, help)) => {
            writeln!(errors, "error: {what}\nhelp: {help}")?;
            Ok(FAILED)
        }
        Err(Stop::Broken(error)) => Err(error),
    }
}

/// Why nothing is measured.
enum Stop {
    /// What is wrong, and what to do.
    Told(String, &'static str),
    /// The output is gone.
    Broken(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Broken(error)
    }
}

fn evaluate(
    args: &EvalArgs,
    catalogue: Catalogue,
    keep: &Keep,
    thresholds: &Thresholds,
    out: &mut dyn Write,
    errors: &mut dyn Write,
) -> Result<u8, Stop> {
    if let Some(path) = &args.dialogues {
        return hold_dialogues(path, args.json, catalogue, keep, thresholds, out, errors);
    }
    let earlier = args.compare.as_deref().map(read_earlier).transpose()?;
    let (questions, code) = read_questions(&args.files, &catalogue, errors)?;
    let matcher = service::matcher(&catalogue, keep);
    let thresholds = matcher.settle(thresholds);
    let asked: Vec<Asked> = questions.iter().map(|question| ask(&matcher, question, &catalogue, &thresholds)).collect();
    let figures = Figures::of(&asked, &catalogue);
    let comparison = earlier.as_ref().map(|earlier| Comparison::of(&asked, earlier, &catalogue));
    if args.json {
        let mut json = report::json(&figures);
        if let Some(comparison) = &comparison {
            json["compared"] = comparison.json();
        }
        writeln!(out, "{json}")?;
    } else {
        report::print(&figures, out)?;
        comparison.iter().try_for_each(|comparison| comparison.print(out))?;
    }
    if let Some(path) = &args.predictions {
        fs::write(path, predictions(&asked)).map_err(|error| {
            let what = format!("cannot write {}: {error}", path.display());
            Stop::Told(what, "name a file in a folder that exists and may be written")
        })?;
    }
    Ok(code)
}

/// The questions of all files; rows that are none are named on `errors` and give another code.
fn read_questions(
    files: &[PathBuf],
    catalogue: &Catalogue,
    errors: &mut dyn Write,
) -> Result<(Vec<Question>, u8), Stop> {
    let mut questions = Vec::new();
    let mut code = DONE;
    for path in files {
        let text = read(path, "name a tab-separated file with the columns text, lang and intent")?;
        let (read, bad) = parse_questions(&text, catalogue);
        code = code.max(name_bad(path, &bad, errors)?);
        questions.extend(read);
    }
    Ok((questions, code))
}

fn read(path: &Path, help: &'static str) -> Result<Vec<u8>, Stop> {
    fs::read(path).map_err(|error| Stop::Told(format!("cannot read {}: {error}", path.display()), help))
}

fn name_bad(path: &Path, bad: &[BadRow], errors: &mut dyn Write) -> io::Result<u8> {
    for BadRow { line, problem } in bad {
        writeln!(errors, "error: {}:{line}: {problem}", path.display())?;
    }
    Ok(if bad.is_empty() { DONE } else { BAD_ROWS })
}

fn read_earlier(path: &Path) -> Result<Earlier, Stop> {
    const HELP: &str = "name a file that `loket eval … --predictions FILE` wrote";
    let text = read(path, HELP)?;
    let parsed = Earlier::parse(&String::from_utf8_lossy(&text));
    parsed.map_err(|problem| Stop::Told(format!("cannot compare with {}: {problem}", path.display()), HELP))
}

fn hold_dialogues(
    path: &Path,
    as_json: bool,
    catalogue: Catalogue,
    keep: &Keep,
    thresholds: &Thresholds,
    out: &mut dyn Write,
    errors: &mut dyn Write,
) -> Result<u8, Stop> {
    let text = read(path, "name a file with one conversation a line, as JSON: id, lang, turns of say, expect and all")?;
    let (dialogues, bad) = parse_dialogues(&String::from_utf8_lossy(&text), &catalogue);
    let code = name_bad(path, &bad, errors)?;
    let matcher = service::matcher(&catalogue, keep);
    let knowledge = Knowledge::with(catalogue, matcher);
    let house = House { thresholds: *thresholds, ..House::default() };
    let held = dialogues::hold(&dialogues, &knowledge, &house);
    if as_json {
        writeln!(out, "{}", held.json())?;
    } else {
        held.print(out)?;
    }
    Ok(code)
}

fn ask<'a>(matcher: &Matcher, question: &'a Question, catalogue: &Catalogue, thresholds: &Thresholds) -> Asked<'a> {
    let ranking = matcher.rank(&question.text, None, false);
    let zone = zone(&ranking, thresholds);
    let intents = figures::intents_of(&zone).iter().flat_map(|intent| catalogue.lineage(intent)).collect();
    let first_three = first_three(&ranking, &zone);
    Asked { question, zone, intents, first_three, confidence: ranking.confidence }
}

/// The three likeliest; danger that was seen goes first.
fn first_three(ranking: &Ranking, zone: &Zone) -> Vec<crate::content::IntentId> {
    let danger = match zone {
        Zone::Safety(intent) => Some(intent),
        _ => None,
    };
    let others = ranking.candidates.iter().map(|candidate| &candidate.intent).filter(|&intent| Some(intent) != danger);
    danger.into_iter().chain(others).take(3).cloned().collect()
}

/// The table of `--predictions`.
fn predictions(asked: &[Asked<'_>]) -> String {
    let mut table = String::from("text\tlang\texpected\talso_ok\tstyle\tdecision\tpredicted\tconfidence\n");
    for Asked { question, zone, intents, confidence, .. } in asked {
        let Question { text, lang, expected, also_ok, style } = question;
        let predicted = intents.iter().map(|intent| intent.as_str()).collect::<Vec<_>>().join(",");
        let (also_ok, decision) = (also_ok.join(","), figures::word_of(zone));
        table += &format!("{text}\t{lang}\t{expected}\t{also_ok}\t{style}\t{decision}\t{predicted}\t{confidence:.4}\n");
    }
    table
}

/// A labelled question, for who holds two contents against each other.
pub(super) struct Labelled {
    /// What is asked.
    pub(super) text: String,
    /// The intent that should answer, or [`Self::NONE`].
    pub(super) expected: String,
    /// Intents that are right too.
    also_ok: Vec<String>,
}

impl Labelled {
    /// The label of a question that no intent should answer.
    pub(super) const NONE: &'static str = questions::NONE;

    /// Whether `intent` is a right answer.
    pub(super) fn accepts(&self, intent: &str) -> bool {
        self.expected == intent || self.also_ok.iter().any(|other| other == intent)
    }
}

/// A row that cannot be used.
pub(super) struct Row {
    /// Its line, from 1.
    pub(super) line: usize,
    /// What is wrong with it.
    pub(super) problem: String,
}

/// The questions in the bytes of a file, and the rows that are none.
pub(super) fn labelled(bytes: &[u8], catalogue: &Catalogue) -> (Vec<Labelled>, Vec<Row>) {
    let (read, bad) = parse_questions(bytes, catalogue);
    let question = |Question { text, expected, also_ok, .. }: Question| Labelled { text, expected, also_ok };
    let row = |BadRow { line, problem }: BadRow| Row { line, problem };
    (read.into_iter().map(question).collect(), bad.into_iter().map(row).collect())
}
