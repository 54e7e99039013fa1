//! `loket eval FILE…`: how well labelled questions are recognised, each judged by itself.
//!
//! Start with [`run`]. The questions only measure: nothing here trains on them or remembers them.

mod figures;
mod questions;
mod report;

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use crate::content::Catalogue;
use crate::matching::{Matcher, Ranking, Thresholds, Zone, zone};
use crate::service::{self, Keep};
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
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Print the figures as one JSON object.
    #[arg(long)]
    pub json: bool,
    /// Write what was decided on every question to this tab-separated file.
    #[arg(long, value_name = "OUT.tsv")]
    pub predictions: Option<PathBuf>,
}

/// Judges the questions of `args.files` by the content's matcher, which is kept as `keep` says; figures go to `out`, what cannot be read is named on
/// `errors`. The outcome is the exit code: [`DONE`], [`BAD_ROWS`] or [`FAILED`].
///
/// # Errors
/// When `out` or `errors` cannot be written to.
pub fn run(
    args: &EvalArgs,
    catalogue: &Catalogue,
    keep: &Keep,
    out: &mut dyn Write,
    errors: &mut dyn Write,
) -> io::Result<u8> {
    let mut code = DONE;
    let mut questions = Vec::new();
    for path in &args.files {
        let text = match fs::read(path) {
            Ok(text) => text,
            Err(error) => {
                writeln!(errors, "error: cannot read {}: {error}", path.display())?;
                writeln!(errors, "help: name a tab-separated file with the columns text, lang and intent")?;
                return Ok(FAILED);
            }
        };
        let (read, bad) = parse_questions(&text, catalogue);
        for BadRow { line, problem } in &bad {
            writeln!(errors, "error: {}:{line}: {problem}", path.display())?;
            code = BAD_ROWS;
        }
        questions.extend(read);
    }
    let matcher = service::matcher(catalogue, keep);
    let asked: Vec<Asked> = questions.iter().map(|question| ask(&matcher, question, catalogue)).collect();
    let figures = Figures::of(&asked, catalogue);
    if args.json {
        writeln!(out, "{}", report::json(&figures))?;
    } else {
        report::print(&figures, out)?;
    }
    if let Some(path) = &args.predictions
        && let Err(error) = fs::write(path, predictions(&asked))
    {
        writeln!(errors, "error: cannot write {}: {error}", path.display())?;
        writeln!(errors, "help: name a file in a folder that exists and may be written")?;
        return Ok(FAILED);
    }
    Ok(code)
}

fn ask<'a>(matcher: &Matcher, question: &'a Question, catalogue: &Catalogue) -> Asked<'a> {
    let ranking = matcher.rank(&question.text, None, false);
    let zone = zone(&ranking, &Thresholds::default());
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
