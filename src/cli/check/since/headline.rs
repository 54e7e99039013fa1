//! All that changed in one line.

use std::collections::BTreeSet;

use super::Changes;
use super::written::{EntryChange, Fate, Written};
use crate::content::{LedgerName, Use};

/// All of it in one line: "1 fact changed: it stands in 9 answers; 3 conversations change".
pub(super) fn headline(changes: &Changes<'_>) -> String {
    let mut clauses = written_clauses(&changes.written);
    if let Some(talks) = changes.conversations.as_ref().filter(|talks| talks.changed > 0) {
        clauses.push(format!("{} {}", counted(talks.changed, "conversation"), changing(talks.changed)));
    }
    if let Some(questions) = changes.questions.as_ref().filter(|questions| !questions.changes.is_empty()) {
        let count = questions.changes.len();
        let (better, worse) = (questions.better, questions.worse);
        clauses.push(format!("{} {} ({better} better, {worse} worse)", counted(count, "question"), changing(count)));
    }
    let collisions = changes.problems.collisions.found.len();
    clauses.extend((collisions > 0).then(|| counted(collisions, "new collision")));
    let problems = changes.problems.new_problems.found.len();
    clauses.extend((problems > 0).then(|| counted(problems, "new problem")));
    if clauses.is_empty() {
        "nothing that citizens or the assistant notice changed".to_owned()
    } else {
        clauses.join("; ")
    }
}

fn written_clauses(written: &Written) -> Vec<String> {
    let mut clauses = Vec::new();
    for (ledger, noun) in [(LedgerName::Fact, "fact"), (LedgerName::Contact, "contact"), (LedgerName::Source, "source")]
    {
        for (fate, one, more) in [
            (Fate::Changed, "changed", "changed"),
            (Fate::New, "is new", "are new"),
            (Fate::Gone, "is gone", "are gone"),
        ] {
            let of_ledger = written.entries.iter().filter(|change| change.entry.ledger == ledger && change.shows());
            let found: Vec<&EntryChange> = of_ledger.filter(|change| change.fate == fate).collect();
            let verb = if found.len() == 1 { one } else { more };
            let text = || format!("{} {verb}: {}", counted(found.len(), noun), where_they_stand(&found));
            clauses.extend((!found.is_empty()).then(text));
        }
    }
    let names: BTreeSet<&str> = written.answers.iter().map(|change| change.name.as_str()).collect();
    let texts = (names.len(), "answer", "has another text", "have another text");
    let phrases = (written.phrases.len(), "phrase", "reads otherwise", "read otherwise");
    let buttons = written.wordings_of_both().filter(|change| change.has_another_button()).count();
    let buttons = (buttons, "button", "reads otherwise", "read otherwise");
    let added = (written.intents_added.len(), "intent", "is new", "are new");
    let removed = (written.intents_removed.len(), "intent", "is gone", "are gone");
    for (count, noun, one, more) in [texts, phrases, buttons, added, removed] {
        clauses
            .extend((count > 0).then(|| format!("{} {}", counted(count, noun), if count == 1 { one } else { more })));
    }
    let came: usize = written.wordings.iter().map(|change| change.examples_added.len()).sum();
    let went: usize = written.wordings.iter().map(|change| change.examples_removed.len()).sum();
    clauses.extend((came > 0).then(|| format!("{} came", counted(came, "example"))));
    clauses.extend((went > 0).then(|| format!("{} went", counted(went, "example"))));
    clauses
}

/// "it stands in 3 answers and 1 phrase".
fn where_they_stand(changes: &[&EntryChange]) -> String {
    let uses = || changes.iter().flat_map(|change| &change.uses);
    let answers: BTreeSet<&str> = uses().filter_map(answer_of).collect();
    let phrases: BTreeSet<&str> = uses().filter_map(phrase_of).collect();
    let gone = changes.first().is_some_and(|change| change.fate == Fate::Gone);
    let verb = match (changes.len(), gone) {
        (1, false) => "it stands",
        (1, true) => "it stood",
        (_, false) => "they stand",
        (_, true) => "they stood",
    };
    match (answers.len(), phrases.len()) {
        (0, 0) => format!("{verb} nowhere"),
        (count, 0) => format!("{verb} in {}", counted(count, "answer")),
        (0, count) => format!("{verb} in {}", counted(count, "phrase")),
        (in_answers, count) => format!("{verb} in {} and {}", counted(in_answers, "answer"), counted(count, "phrase")),
    }
}

fn phrase_of(place: &Use) -> Option<&str> {
    match place {
        Use::Phrase { phrase, .. } => Some(phrase),
        Use::Answer { .. } => None,
    }
}

fn answer_of(place: &Use) -> Option<&str> {
    match place {
        Use::Answer { answer, .. } => Some(answer),
        Use::Phrase { .. } => None,
    }
}

pub(super) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

fn changing(count: usize) -> &'static str {
    if count == 1 { "changes" } else { "change" }
}
