//! What is written otherwise: entries of ledgers and where they show, texts, examples, intents.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::diff::differences;
use crate::content::{Entry, EntryId, Lang, Outline, PartText, Use, Wording};

/// All of it.
#[derive(Debug, Default, Serialize)]
pub(super) struct Written {
    /// Facts, contacts and sources.
    pub(super) entries: Vec<EntryChange>,
    /// Answers whose own text changed, by part.
    pub(super) answers: Vec<TextChange>,
    /// What the assistant itself says.
    pub(super) phrases: Vec<TextChange>,
    pub(super) intents_added: Vec<String>,
    pub(super) intents_removed: Vec<String>,
    /// Examples, titles and patterns that came or went.
    pub(super) wordings: Vec<WordingChange>,
}

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Fate {
    New,
    Gone,
    Changed,
}

/// An entry that changed, came or went.
#[derive(Debug, Serialize)]
pub(super) struct EntryChange {
    #[serde(flatten)]
    pub(super) entry: EntryId,
    pub(super) fate: Fate,
    /// Each value that differs: its key, what it was and what it is.
    pub(super) values: Vec<ValueChange>,
    /// Where it shows now, or showed if it is gone.
    pub(super) uses: Vec<Use>,
}

/// A value that changed.
#[derive(Debug, Serialize)]
pub(super) struct ValueChange {
    pub(super) key: String,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
}

/// A text that changed.
#[derive(Debug, Serialize)]
pub(super) struct TextChange {
    /// The answer or phrase.
    pub(super) name: String,
    pub(super) lang: Lang,
    /// The part, of an answer.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) part: &'static str,
    /// The passages that differ.
    pub(super) differences: Vec<String>,
}

/// What an intent is recognised by that came or went.
#[derive(Debug, Serialize)]
pub(super) struct WordingChange {
    pub(super) intent: String,
    pub(super) lang: Lang,
    pub(super) examples_added: Vec<String>,
    pub(super) examples_removed: Vec<String>,
    /// Its title and button, where they read otherwise.
    pub(super) labels: Vec<ValueChange>,
    pub(super) patterns_added: Vec<String>,
    pub(super) patterns_removed: Vec<String>,
}

impl EntryChange {
    /// Whether citizens read something else by it; not if only the day it was checked changed.
    pub(super) fn shows(&self) -> bool {
        self.values.iter().any(|value| !["source", "checked", "certainty"].contains(&value.key.as_str()))
    }
}

impl WordingChange {
    /// Whether the label of its button reads otherwise.
    pub(super) fn has_another_button(&self) -> bool {
        self.labels.iter().any(|label| label.key == "button")
    }
}

impl Written {
    /// What changed of intents that were there and still are.
    pub(super) fn wordings_of_both(&self) -> impl Iterator<Item = &WordingChange> {
        let only_now_or_then = |name: &String| self.intents_added.contains(name) || self.intents_removed.contains(name);
        self.wordings.iter().filter(move |change| !only_now_or_then(&change.intent))
    }

    /// From `before` to `after`.
    pub(super) fn between(before: &Outline, after: &Outline) -> Self {
        let names = |outline: &Outline| outline.intents.keys().cloned().collect::<BTreeSet<String>>();
        let (old, new) = (names(before), names(after));
        Self {
            entries: entries(&before.entries, &after.entries),
            answers: answers(before, after),
            phrases: phrases(before, after),
            intents_added: new.difference(&old).cloned().collect(),
            intents_removed: old.difference(&new).cloned().collect(),
            wordings: wordings(before, after),
        }
    }
}

/// All keys of two maps, in order.
fn keys<'a, K: Ord, V>(one: &'a BTreeMap<K, V>, other: &'a BTreeMap<K, V>) -> BTreeSet<&'a K> {
    one.keys().chain(other.keys()).collect()
}

fn entries(before: &BTreeMap<EntryId, Entry>, after: &BTreeMap<EntryId, Entry>) -> Vec<EntryChange> {
    let none = Entry::default();
    let change = |id: &EntryId| {
        let (old, new) = (before.get(id).unwrap_or(&none), after.get(id).unwrap_or(&none));
        let values = keys(&old.values, &new.values).into_iter().map(|key| ValueChange {
            key: key.clone(),
            before: old.values.get(key).cloned(),
            after: new.values.get(key).cloned(),
        });
        let values: Vec<ValueChange> = values.filter(|value| value.before != value.after).collect();
        let uses = if after.contains_key(id) { &new.uses } else { &old.uses };
        let fate = match (before.contains_key(id), after.contains_key(id)) {
            (false, _) => Fate::New,
            (true, false) => Fate::Gone,
            (true, true) => Fate::Changed,
        };
        (!values.is_empty()).then(|| EntryChange { entry: id.clone(), fate, values, uses: uses.clone() })
    };
    keys(before, after).into_iter().filter_map(change).collect()
}

fn answers(before: &Outline, after: &Outline) -> Vec<TextChange> {
    let nothing = Vec::new();
    let mut changes = Vec::new();
    for key in keys(&before.answers, &after.answers) {
        let (old, new) = (before.answers.get(key).unwrap_or(&nothing), after.answers.get(key).unwrap_or(&nothing));
        let parts: Vec<&'static str> =
            ["title", "short", "more", "simpler", "law"].into_iter().filter(|part| differs(old, new, part)).collect();
        changes.extend(parts.into_iter().map(|part| {
            let (was, is) = (part_of(old, part), part_of(new, part));
            let shown = |text: Option<&PartText>| text.map_or("", |text| text.shown.as_str()).to_owned();
            let written = |text: Option<&PartText>| text.map_or("", |text| text.written.as_str()).to_owned();
            // Where the same is read, the names of entries tell the difference.
            let read = differences(&shown(was), &shown(is));
            let differences = if read.is_empty() { differences(&written(was), &written(is)) } else { read };
            TextChange { name: key.0.clone(), lang: key.1, part, differences }
        }));
    }
    changes
}

fn part_of<'a>(parts: &'a [PartText], name: &str) -> Option<&'a PartText> {
    parts.iter().find(|part| part.part == name)
}

/// Whether the part itself differs, and not only an entry that it names.
fn differs(old: &[PartText], new: &[PartText], part: &str) -> bool {
    part_of(old, part).map(|text| &text.written) != part_of(new, part).map(|text| &text.written)
}

fn phrases(before: &Outline, after: &Outline) -> Vec<TextChange> {
    let nothing = String::new();
    let change = |key: &(String, Lang)| {
        let (old, new) = (before.phrases.get(key).unwrap_or(&nothing), after.phrases.get(key).unwrap_or(&nothing));
        let differences = differences(old, new);
        (old != new).then(|| TextChange { name: key.0.clone(), lang: key.1, part: "", differences })
    };
    keys(&before.phrases, &after.phrases).into_iter().filter_map(change).collect()
}

fn wordings(before: &Outline, after: &Outline) -> Vec<WordingChange> {
    let (nothing, none) = (BTreeMap::new(), Wording::default());
    let mut changes = Vec::new();
    for intent in keys(&before.intents, &after.intents) {
        let (old, new) =
            (before.intents.get(intent).unwrap_or(&nothing), after.intents.get(intent).unwrap_or(&nothing));
        for lang in keys(old, new) {
            let (was, is) = (old.get(lang).unwrap_or(&none), new.get(lang).unwrap_or(&none));
            changes.extend((was != is).then(|| WordingChange {
                intent: intent.clone(),
                lang: *lang,
                examples_added: missing_in(&was.examples, &is.examples),
                examples_removed: missing_in(&is.examples, &was.examples),
                labels: labels(was, is),
                patterns_added: missing_in(&was.patterns, &is.patterns),
                patterns_removed: missing_in(&is.patterns, &was.patterns),
            }));
        }
    }
    changes
}

/// The labels that differ.
fn labels(was: &Wording, is: &Wording) -> Vec<ValueChange> {
    let pairs = [("title", &was.title, &is.title), ("button", &was.button, &is.button)];
    let value = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let changed = pairs.into_iter().filter(|(_, before, after)| before != after);
    changed.map(|(key, was, is)| ValueChange { key: key.to_owned(), before: value(was), after: value(is) }).collect()
}

/// Those of `list` that `other` lacks.
fn missing_in(other: &[String], list: &[String]) -> Vec<String> {
    let known: BTreeSet<&String> = other.iter().collect();
    list.iter().filter(|one| !known.contains(one)).cloned().collect()
}
