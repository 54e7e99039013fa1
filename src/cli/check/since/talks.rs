//! The written conversations, held with the content of then and with that of now.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::diff::differences;
use crate::cli::exit::Failure;
use crate::cli::test::{Held, Problem, hold, judge, parse_script, script_texts, typed_turns};
use crate::dialogue::Knowledge;

/// What became of the conversations.
#[derive(Debug, Serialize)]
pub(super) struct Talks {
    /// So many were held.
    pub(super) held: usize,
    /// So many of them change somewhere.
    pub(super) changed: usize,
    /// Each turn that leads elsewhere, or is answered in other words.
    pub(super) turns: Vec<TurnChange>,
    /// The scripts that went as they should and do no longer.
    pub(super) broken: Vec<String>,
}

/// A turn that came out otherwise.
#[derive(Debug, Serialize)]
pub(super) struct TurnChange {
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) typed: String,
    pub(super) before: String,
    pub(super) after: String,
    /// Where the same is answered in other words: the passages that differ.
    pub(super) differences: Vec<String>,
}

impl Talks {
    /// Holds each script in `folder` with `old` and with `new`.
    ///
    /// # Errors
    /// When a script cannot be read.
    pub(super) fn between(folder: &Path, old: &Knowledge, new: &Knowledge) -> Result<Self, Failure> {
        let mut talks = Self { held: 0, changed: 0, turns: Vec::new(), broken: Vec::new() };
        for (file, text) in script_texts(folder)? {
            let turns = typed_turns(&text);
            let changes = changes(&file, &hold(&turns, old), &hold(&turns, new));
            talks.held += 1;
            talks.changed += usize::from(!changes.is_empty());
            if !goes_well(&file, &text, new) && goes_well(&file, &text, old) {
                talks.broken.push(file);
            }
            talks.turns.extend(changes);
        }
        Ok(talks)
    }

    /// Each passage that reads otherwise where the same is decided, with the turns it stands in, those that stand in most first.
    pub(super) fn passages(&self) -> Vec<(&str, Vec<&TurnChange>)> {
        let mut by_passage: BTreeMap<&str, Vec<&TurnChange>> = BTreeMap::new();
        for turn in &self.turns {
            for passage in &turn.differences {
                by_passage.entry(passage).or_default().push(turn);
            }
        }
        let mut passages: Vec<_> = by_passage.into_iter().collect();
        passages.sort_by_key(|(_, turns)| std::cmp::Reverse(turns.len()));
        passages
    }

    /// Whether a conversation that went as it should does so no longer.
    pub(super) fn is_worse(&self) -> bool {
        !self.broken.is_empty()
    }
}

fn goes_well(file: &str, text: &str, knowledge: &Knowledge) -> bool {
    let script: Result<_, Vec<Problem>> = parse_script(file, text, &knowledge.catalogue);
    script.is_ok_and(|script| judge(&script, knowledge).is_empty())
}

fn changes(file: &str, old: &[Held], new: &[Held]) -> Vec<TurnChange> {
    let pairs = old.iter().zip(new).filter(|(was, is)| was.decided != is.decided || was.said != is.said);
    let change = |(was, is): (&Held, &Held)| TurnChange {
        file: file.to_owned(),
        line: was.line,
        typed: was.typed.clone(),
        before: was.decided.clone(),
        after: is.decided.clone(),
        differences: if was.decided == is.decided { differences(&was.said, &is.said) } else { Vec::new() },
    };
    pairs.map(change).collect()
}
