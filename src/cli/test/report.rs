//! What `test` tells, for people and for programs.

use std::io::{self, Write};

use serde::Serialize;

use super::figures::Figures;
use super::judge::Miss;
use super::script::Problem;
use crate::cli::exit::Exit;

/// So much is shown of a reply that does not say what it should.
const SHOWN: usize = 400;

/// All that came of it.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    /// So many scripts were held.
    pub(super) scripts: usize,
    /// So many of them went as expected.
    pub(super) passed: usize,
    /// What went otherwise.
    pub(super) failures: Vec<Miss>,
    /// Scripts that could not be read.
    pub(super) problems: Vec<Problem>,
    /// How the examples do, unless left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) examples: Option<Figures>,
}

impl Report {
    /// How the command ends.
    pub(super) fn exit(&self) -> Exit {
        match (self.problems.is_empty(), self.failures.is_empty()) {
            (false, _) => Exit::CouldNotRun,
            (true, false) => Exit::Problems,
            (true, true) => Exit::Done,
        }
    }

    pub(super) fn write_json(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "{}", serde_json::to_string(self).map_err(io::Error::from)?)
    }

    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        for Problem { file, line, what, remedy } in &self.problems {
            writeln!(out, "{file}:{line}: {what}\n  What to do: {remedy}\n")?;
        }
        for Miss { file, line, typed, expected, came } in &self.failures {
            let came = shortened(came);
            writeln!(out, "{file}:{line}\n  typed     {typed}\n  expected  {expected}\n  came      {came}\n")?;
        }
        writeln!(out, "{} of {} scripts go as expected", self.passed, self.scripts)?;
        self.examples.as_ref().map_or(Ok(()), |figures| write_figures(figures, out))
    }
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(SHOWN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short.replace('\n', "\n            ")
}

fn write_figures(figures: &Figures, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "\nEach example as judged by who has not seen it:\n")?;
    writeln!(out, "{:<28} {:>8} {:>7} {:>11} {:>6}", "intent", "examples", "first", "among three", "none")?;
    for own in &figures.intents {
        let percent = |count: usize| format!("{} %", (count * 200 + own.examples) / (own.examples * 2).max(1));
        let (first, among, none) = (percent(own.first), percent(own.among_three), percent(own.none));
        writeln!(out, "{:<28} {:>8} {first:>7} {among:>11} {none:>6}", own.intent, own.examples)?;
    }
    writeln!(out, "\nThe worst confusions:\n")?;
    for confusion in &figures.confusions {
        writeln!(out, "{} taken for {}: {}", confusion.intent, confusion.taken_for, confusion.count)?;
        confusion.examples.iter().try_for_each(|example| writeln!(out, "    {example}"))?;
    }
    Ok(())
}
