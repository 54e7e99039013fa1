//! Phrases: all there, none too many, and each can be said.

use std::collections::{BTreeMap, BTreeSet};

use super::prose::{check_draft, check_line};
use super::suggest::Values;
use super::wording::PlainWords;
use crate::content::Lang;
use crate::content::ledgers::Ledgers;
use crate::content::parse::{At, Parsed, RawPhrase, RawPhrases, Spelled, parse_plain_markdown};
use crate::content::phrases::{REQUIRED, Spoken, label_limit};
use crate::diagnostic::{Diagnostic, Place, files, intents, phrases};
use crate::text::Span;

/// The phrases of every language.
pub(super) fn check_phrases(parsed: &Parsed, ledgers: &Ledgers) -> Vec<Diagnostic> {
    let sound = !parsed.facts.broken && !parsed.contacts.broken;
    let mut findings = Vec::new();
    for (lang, raw) in &parsed.phrases {
        let ledger = ledgers.variables(*lang);
        findings.extend(check_names(raw));
        findings.extend(check_choices(raw));
        findings.extend(check_wording(parsed, *lang, raw));
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

/// What is put together must leave something to read, and a label must fit its place.
fn check_text(place: &Place, id: &str, text: &str) -> Option<Diagnostic> {
    if text.trim().is_empty() {
        return Some(phrases::broken_phrase(place.clone(), id, "it has no text"));
    }
    let length = text.trim().chars().count();
    let limit = label_limit(id).filter(|limit| length > *limit)?;
    Some(intents::label_too_long(place.clone(), length, limit))
}

/// How the phrases of `lang` are written, each in every form it has.
fn check_wording(parsed: &Parsed, lang: Lang, raw: &RawPhrases) -> Vec<Diagnostic> {
    let (plain_words, values) = (PlainWords::of(parsed, lang), Values::of(parsed, lang));
    let written = raw.phrases.iter().filter(|phrase| !WORD_LISTS.contains(&phrase.id.value.as_str()));
    written.flat_map(|phrase| check_forms(&raw.file, phrase, &plain_words, &values)).collect()
}

fn check_forms(file: &str, phrase: &RawPhrase, plain_words: &PlainWords<'_>, values: &Values) -> Vec<Diagnostic> {
    let label = label_limit(&phrase.id.value).is_some();
    let hidden = phrase.forms.iter().find_map(Spelled::hidden);
    let mut findings: Vec<Diagnostic> =
        hidden.map(|found| files::hidden_character(Place::new(file, phrase.id.span), found)).into_iter().collect();
    for form in &phrase.forms {
        let mut found = match label {
            true => check_line(file, &form.text, 0, plain_words),
            false => check_form(file, form, plain_words, values),
        };
        for place in found.iter_mut().flat_map(|finding| &mut finding.places) {
            place.span = form.place(place.span).unwrap_or(phrase.id.span);
        }
        findings.extend(found);
    }
    findings
}

fn check_form(file: &str, form: &Spelled, plain_words: &PlainWords<'_>, values: &Values) -> Vec<Diagnostic> {
    let (draft, mut found) = parse_plain_markdown(file, &form.text);
    found.extend(check_draft(file, &draft, plain_words, values));
    found
}

/// Phrases that are lists of words to recognise, not texts to read.
const WORD_LISTS: [&str; 4] = ["choice-places", "choice-last", "choice-fillers", "language-names"];

/// A word that names one of the choices names no other.
fn check_choices(raw: &RawPhrases) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<&str, Place> = BTreeMap::new();
    let mut findings = Vec::new();
    let lists = ["choice-places", "choice-last"].into_iter();
    let listed = lists.flat_map(|id| raw.phrases.iter().filter(move |phrase| phrase.id.value == id));
    for (phrase, form) in listed.flat_map(|phrase| phrase.forms.iter().take(1).map(move |form| (phrase, form))) {
        for word in form.text.split(['|', ' ', '\n']).filter(|word| !word.is_empty()) {
            let at = word.as_ptr() as usize - form.text.as_ptr() as usize;
            let span = form.place(Span::new(at, at + word.len())).unwrap_or(phrase.id.span);
            let place = Place::new(&raw.file, span);
            match seen.get(word) {
                Some(first) => findings.push(intents::duplicate_name(place, first.clone(), word)),
                None => drop(seen.insert(word, place)),
            }
        }
    }
    findings
}
