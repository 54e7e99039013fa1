//! Phrases: all there, none too many, and each can be said.

use std::collections::{BTreeMap, BTreeSet};

use crate::content::Lang;
use crate::content::ledgers::Ledgers;
use crate::content::parse::{At, Parsed, RawPhrases, parse_plain_markdown};
use crate::content::phrases::{REQUIRED, Spoken, label_limit};
use crate::diagnostic::{Diagnostic, Place, intents, phrases};

/// The phrases of every language.
pub(super) fn check_phrases(parsed: &Parsed, ledgers: &Ledgers) -> Vec<Diagnostic> {
    let sound = !parsed.facts.broken && !parsed.contacts.broken;
    let mut findings = Vec::new();
    for (lang, raw) in &parsed.phrases {
        let ledger = ledgers.variables(*lang);
        findings.extend(check_names(raw));
        if sound && !raw.broken {
            let given = check_variables(raw, &ledger);
            // What is said only shows more of the same when something it needs is missing.
            findings.extend(if given.is_empty() { check_said(*lang, raw, ledger) } else { given });
        }
    }
    findings
}

fn check_names(raw: &RawPhrases) -> Vec<Diagnostic> {
    let there: BTreeSet<&str> = raw.phrases.iter().map(|phrase| phrase.id.value.as_str()).collect();
    let required: BTreeSet<&str> = REQUIRED.iter().map(|(id, _)| *id).collect();
    let referred = raw.phrases.iter().flat_map(|phrase| &phrase.references).map(|reference| reference.value.as_str());
    let wanted: BTreeSet<&str> = required.iter().copied().chain(referred).collect();
    let missing = REQUIRED.iter().filter(|(id, _)| !raw.broken && !there.contains(id));
    let missing = missing.map(|(id, args)| phrases::missing_phrase(Place::file(&raw.file), id, args));
    let unknown = raw.phrases.iter().map(|phrase| &phrase.id).filter(|id| !wanted.contains(id.value.as_str()));
    let unknown =
        unknown.map(|id| phrases::unknown_phrase(Place::new(&raw.file, id.span), &id.value, required.iter().copied()));
    missing.chain(unknown).collect()
}

/// Follows each phrase to the variables it needs, through those it refers to, and holds them against what it gets.
fn check_variables(raw: &RawPhrases, ledger: &BTreeMap<String, String>) -> Vec<Diagnostic> {
    let mut findings: BTreeMap<(usize, String), Diagnostic> = BTreeMap::new();
    for (id, args) in REQUIRED {
        for (variable, in_term) in needed(raw, id) {
            let name = variable.value.as_str();
            // A term gets nothing but what stands between the brackets where it is used.
            if !in_term && (args.contains(&name) || ledger.contains_key(name)) {
                continue;
            }
            let known = args.iter().copied().chain(ledger.keys().map(String::as_str)).filter(|_| !in_term);
            let finding = phrases::unknown_phrase_argument(Place::new(&raw.file, variable.span), name, known);
            findings.entry((variable.span.start, name.to_owned())).or_insert(finding);
        }
    }
    findings.into_values().collect()
}

/// The variables that the phrase `id` needs, and whether each stands in a term.
fn needed<'a>(raw: &'a RawPhrases, id: &'a str) -> Vec<(&'a At<String>, bool)> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut ahead = vec![id];
    while let Some(next) = ahead.pop() {
        if !seen.insert(next) {
            continue;
        }
        for phrase in raw.phrases.iter().filter(|phrase| phrase.id.value == next) {
            found.extend(phrase.variables.iter().map(|variable| (variable, next.starts_with('-'))));
            ahead.extend(phrase.references.iter().map(|reference| reference.value.as_str()));
        }
    }
    found
}

/// Says every phrase once.
fn check_said(lang: Lang, raw: &RawPhrases, ledger: BTreeMap<String, String>) -> Vec<Diagnostic> {
    let spoken = Spoken::of(lang, raw, ledger);
    let mut findings = Vec::new();
    for (id, args) in REQUIRED {
        let Some(phrase) = raw.phrases.iter().find(|phrase| phrase.id.value == *id) else { continue };
        let place = Place::new(&raw.file, phrase.id.span);
        let sample: Vec<(&str, &str)> = args.iter().map(|name| (*name, "1")).collect();
        match spoken.format(id, &sample, true) {
            Some((text, errors)) if errors.is_empty() => findings.extend(check_text(&place, id, &text)),
            Some((_, errors)) => findings.push(phrases::broken_phrase(place, id, &complaints(&errors))),
            None => findings.push(phrases::broken_phrase(place, id, "it has no text")),
        }
    }
    findings
}

fn complaints(errors: &[String]) -> String {
    let plain: Vec<&str> = errors.iter().map(|error| error.trim_start_matches("Resolver error: ")).collect();
    plain.join("; ")
}

fn check_text(place: &Place, id: &str, text: &str) -> Vec<Diagnostic> {
    if text.trim().is_empty() {
        return vec![phrases::broken_phrase(place.clone(), id, "it has no text")];
    }
    if let Some(limit) = label_limit(id) {
        let length = text.trim().chars().count();
        return (length > limit).then(|| intents::label_too_long(place.clone(), length, limit)).into_iter().collect();
    }
    let (_, mut found) = parse_plain_markdown(&place.file, text);
    for finding in &mut found {
        // The text was put together: the place in it says nothing, the phrase does.
        for at in &mut finding.places {
            at.span = place.span;
        }
    }
    found
}
