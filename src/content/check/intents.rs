//! Intents, the menu, follow-ups and concepts: their references, languages and labels.

use std::collections::{BTreeMap, BTreeSet};

use super::{check_languages, places};
use crate::content::parse::{
    At, CONCEPTS, FOLLOW_UPS, KINDS, MENU, Parsed, RawIntent, RawPatterns, RawSituation, check_name,
};
use crate::content::{Act, BUTTON_LIMIT, FOLLOW_UP_LIMIT, Kind, Lang, REQUIRED_INTENTS};
use crate::diagnostic::{Diagnostic, Place, intents, syntax};
use crate::text::Span;

/// Each intent by itself and in what it names.
pub(super) fn check_intents(parsed: &Parsed) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> =
        parsed.intents.values().flat_map(|intent| check_intent(parsed, intent)).collect();
    let buttons = parsed.intents.values().flat_map(|intent| {
        let texts = intent.texts.iter();
        texts.filter_map(|(lang, text)| Some((*lang, intent.file.as_str(), text.button.as_ref()?)))
    });
    findings.extend(check_labels(buttons));
    findings.extend(check_required(parsed));
    findings
}

/// The intents that the program names: there, and of the kind that it takes them for.
fn check_required(parsed: &Parsed) -> Vec<Diagnostic> {
    if parsed.intents.is_empty() {
        return Vec::new();
    }
    REQUIRED_INTENTS.iter().filter_map(|(name, kind)| check_required_intent(parsed, name, *kind)).collect()
}

fn check_required_intent(parsed: &Parsed, name: &str, wanted: Kind) -> Option<Diagnostic> {
    let word = KINDS.iter().find(|(_, kind)| *kind == wanted).map_or("", |(word, _)| *word);
    let Some(intent) = parsed.intents.get(name) else {
        return Some(intents::missing_required_intent(Place::file(&format!("intents/{name}.toml")), name, word));
    };
    let kind = intent.kind.as_ref().filter(|kind| kind.value != wanted)?;
    Some(intents::wrong_kind(Place::new(&intent.file, kind.span), name, word))
}

fn check_intent(parsed: &Parsed, intent: &RawIntent) -> Vec<Diagnostic> {
    let mut findings = check_intent_languages(parsed, intent);
    findings.extend(check_answer(parsed, intent));
    findings.extend(intent.broader.as_ref().and_then(|broader| check_broader(parsed, intent, broader)));
    let place = |span| Place::new(&intent.file, span);
    let follow_ups = &intent.follow_ups;
    let named = follow_ups.value.iter().chain(intent.aspects.iter().map(|(_, leads_to)| leads_to));
    findings.extend(named.filter_map(|name| check_reference(parsed, &intent.file, name)));
    let itself = follow_ups.value.iter().filter(|name| name.value == intent.id);
    findings.extend(itself.map(|name| intents::follows_itself(place(name.span), &name.value)));
    findings.extend(check_repeated(&intent.file, &follow_ups.value, intents::repeated_button));
    if follow_ups.value.len() > FOLLOW_UP_LIMIT {
        findings.push(intents::too_many_follow_ups(place(follow_ups.span), follow_ups.value.len(), FOLLOW_UP_LIMIT));
    }
    findings.extend(intent.aspects.iter().filter_map(|(aspect, _)| check_aspect(parsed, intent, aspect)));
    findings
}

fn check_reference(parsed: &Parsed, file: &str, name: &At<String>) -> Option<Diagnostic> {
    if parsed.intents.contains_key(&name.value) {
        return None;
    }
    let at = Place::new(file, name.span);
    if parsed.answers.values().any(|answers| answers.contains_key(&name.value)) {
        return Some(intents::lost_intent(at, &name.value));
    }
    Some(intents::unknown_intent(at, &name.value, parsed.intents.keys().map(String::as_str)))
}

/// The names that stand where an intent is meant: follow-ups, aspects, the menu.
pub(super) fn named_intents(parsed: &Parsed) -> BTreeSet<&str> {
    let of_intents = parsed.intents.values().flat_map(|intent| {
        let aspects = intent.aspects.iter().map(|(_, leads_to)| leads_to);
        intent.follow_ups.value.iter().chain(aspects).chain(&intent.broader)
    });
    let of_menu = parsed.menu.iter().flat_map(|situation| &situation.intents);
    of_intents.chain(of_menu).map(|name| name.value.as_str()).collect()
}

/// A special case is one of an intent that exists, is another, and is no special case itself.
fn check_broader(parsed: &Parsed, intent: &RawIntent, broader: &At<String>) -> Option<Diagnostic> {
    let Some(other) = parsed.intents.get(&broader.value) else {
        return check_reference(parsed, &intent.file, broader);
    };
    let nested = other.id == intent.id || other.broader.is_some();
    nested.then(|| intents::nested_broader(Place::new(&intent.file, broader.span), &intent.id, &broader.value))
}

fn check_aspect(parsed: &Parsed, intent: &RawIntent, aspect: &At<String>) -> Option<Diagnostic> {
    let known = || parsed.follow_ups.aspects.iter().map(|known| known.name.value.as_str());
    if parsed.follow_ups.broken || known().any(|name| name == aspect.value) {
        return None;
    }
    Some(intents::unknown_aspect(Place::new(&intent.file, aspect.span), &aspect.value, known()))
}

fn check_answer(parsed: &Parsed, intent: &RawIntent) -> Option<Diagnostic> {
    let name = intent.answer.as_ref().map_or(&intent.id, |answer| &answer.value);
    let known: BTreeSet<&str> = parsed.answers.values().flat_map(BTreeMap::keys).map(String::as_str).collect();
    if known.contains(name.as_str()) {
        return None;
    }
    Some(match &intent.answer {
        Some(answer) => intents::unknown_answer(Place::new(&intent.file, answer.span), name, known),
        None if intent.broken => return None,
        None => intents::missing_answer(Place::file(&intent.file), name),
    })
}

fn check_intent_languages(parsed: &Parsed, intent: &RawIntent) -> Vec<Diagnostic> {
    let found = intent.texts.iter().map(|(lang, text)| (*lang, Place::new(&intent.file, text.key)));
    let what = format!("the intent `{}`", intent.id);
    let remedy = |lang| format!("add a table [{lang}] with title, button, patterns and examples");
    check_languages(parsed, &Place::file(&intent.file), &what, found, remedy)
}

/// The messages that no intent answers.
pub(super) fn check_negatives(parsed: &Parsed) -> Vec<Diagnostic> {
    let negatives = &parsed.negatives;
    if negatives.file.is_empty() {
        return Vec::new();
    }
    let found = negatives.texts.iter().map(|(lang, text)| (*lang, Place::new(&negatives.file, text.key)));
    let remedy = |lang| format!("add a table [{lang}] with near and far");
    check_languages(parsed, &Place::file(&negatives.file), "this file", found, remedy)
}

/// Labels of one set of buttons: short enough, and all different within a language.
fn check_labels<'a>(labels: impl Iterator<Item = (Lang, &'a str, &'a At<String>)>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut seen: BTreeMap<(Lang, String), Place> = BTreeMap::new();
    for (lang, file, label) in labels {
        let place = Place::new(file, label.span);
        let length = label.value.chars().count();
        if length > BUTTON_LIMIT {
            findings.push(intents::label_too_long(place.clone(), length, BUTTON_LIMIT));
        }
        match seen.get(&(lang, label.value.to_lowercase())) {
            Some(first) => findings.push(intents::duplicate_label(place, first.clone(), &label.value)),
            None => drop(seen.insert((lang, label.value.to_lowercase()), place)),
        }
    }
    findings
}

/// The topics menu.
pub(super) fn check_menu(parsed: &Parsed) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> =
        parsed.menu.iter().flat_map(|situation| check_situation(parsed, situation)).collect();
    findings.extend(check_repeated(MENU, parsed.menu.iter().map(|situation| &situation.id), intents::duplicate_name));
    let labels = parsed.menu.iter().flat_map(|situation| &situation.labels).map(|(lang, label)| (*lang, MENU, label));
    findings.extend(check_labels(labels));
    findings
}

/// A situation stands under one that exists and stands in the first menu itself.
fn check_under(parsed: &Parsed, situation: &RawSituation) -> Option<Diagnostic> {
    let under = situation.under.as_ref()?;
    let first = || parsed.menu.iter().filter(|other| other.under.is_none()).map(|other| other.id.value.as_str());
    let known = first().any(|id| id == under.value);
    (!known).then(|| intents::unknown_situation(Place::new(MENU, under.span), &under.value, first()))
}

fn check_situation(parsed: &Parsed, situation: &RawSituation) -> Vec<Diagnostic> {
    let place = Place::new(MENU, situation.id.span);
    let what = format!("the situation `{}`", situation.id.value);
    let remedy = |lang| format!("add its label: {lang} = \"…\"");
    let mut findings = check_languages(parsed, &place, &what, places(MENU, &situation.labels), remedy);
    findings.extend(check_name(place, &situation.id.value));
    findings.extend(check_under(parsed, situation));
    findings.extend(situation.intents.iter().filter_map(|name| check_reference(parsed, MENU, name)));
    findings.extend(check_repeated(MENU, &situation.intents, intents::repeated_button));
    findings
}

/// Names that stand twice among `names`, told with `twice`.
fn check_repeated<'a>(
    file: &str,
    names: impl IntoIterator<Item = &'a At<String>>,
    twice: fn(Place, Place, &str) -> Diagnostic,
) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    let mut findings = Vec::new();
    for name in names {
        match seen.get(name.value.as_str()) {
            Some(first) => {
                let (again, first) = (Place::new(file, name.span), Place::new(file, *first));
                findings.push(twice(again, first, &name.value));
            }
            None => drop(seen.insert(&name.value, name.span)),
        }
    }
    findings
}

/// Acts and aspects: each in every language, and every act there.
pub(super) fn check_follow_ups(parsed: &Parsed) -> Vec<Diagnostic> {
    let follow_ups = &parsed.follow_ups;
    let mut findings = Vec::new();
    for act in &follow_ups.acts {
        findings.extend(check_pattern_languages(parsed, act));
    }
    for aspect in &follow_ups.aspects {
        findings.extend(check_pattern_languages(parsed, aspect));
        findings.extend(check_name(Place::new(FOLLOW_UPS, aspect.name.span), &aspect.name.value));
    }
    if !follow_ups.broken && !follow_ups.acts.is_empty() {
        let absent = Act::ALL.iter().filter(|(_, act)| !follow_ups.acts.iter().any(|found| found.name.value == *act));
        findings.extend(
            absent.map(|(name, _)| syntax::missing_key(Place::file(FOLLOW_UPS), &format!("act.{name}"), "{ … }")),
        );
    }
    findings
}

fn check_pattern_languages<K>(parsed: &Parsed, patterns: &RawPatterns<K>) -> Vec<Diagnostic> {
    let at = Place::new(FOLLOW_UPS, patterns.name.span);
    let found = patterns.texts.keys().map(|lang| (*lang, at.clone()));
    check_languages(parsed, &at, "this", found, |lang| format!("add patterns: {lang} = ['…']"))
}

/// A word belongs to one concept, and its language to the content.
pub(super) fn check_concepts(parsed: &Parsed) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let languages: BTreeSet<Lang> = parsed.concepts.iter().map(|concept| concept.lang.value).collect();
    for lang in languages {
        let of_lang = || parsed.concepts.iter().filter(move |concept| concept.lang.value == lang);
        findings.extend(check_repeated(CONCEPTS, of_lang().map(|concept| &concept.word), intents::duplicate_name));
        let known = parsed.languages.contains(&lang) || parsed.unfinished.contains(&lang);
        let unknown = of_lang().next().filter(|_| !known);
        let codes: Vec<&str> = parsed.languages.iter().map(Lang::code).collect();
        let at = |span| Place::new(CONCEPTS, span);
        findings.extend(unknown.map(|concept| syntax::unknown_language(at(concept.lang.span), lang.code(), &codes)));
    }
    findings
}
