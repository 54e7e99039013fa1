//! The figures of `check --statistics` as a small table.

use std::fmt::Write as _;

use crate::content::{Measures, PartMeasures};

/// All `measures`, a table for each language.
pub(super) fn table(measures: &[Measures]) -> String {
    let tables: Vec<String> = measures.iter().map(language).collect();
    tables.join("\n")
}

fn language(measures: &Measures) -> String {
    let mut text = format!(
        "{:<10} {:>8} {:>10} {:>12} {:>8}\n",
        measures.lang.code(),
        "answers",
        "sentences",
        "words each",
        "longest"
    );
    for part in &measures.parts {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", row(part));
    }
    let examples = measures.examples;
    let _ = writeln!(text, "examples per intent: {} to {}, median {}", examples.min, examples.max, examples.median);
    let _ = writeln!(text, "hard words: {:.2} %", measures.hard_share * 100.0);
    text
}

fn row(part: &PartMeasures) -> String {
    let PartMeasures { part, answers, sentences, mean, longest } = part;
    format!("{part:<10} {answers:>8} {sentences:>10} {mean:>12.1} {longest:>8}")
}
