//! Answers: what they refer to, their languages, age and length.

use std::collections::{BTreeMap, BTreeSet};

use super::check_languages;
use super::intents::named_intents;
use crate::content::fill::fill;
use crate::content::ledgers::{Ledgers, contact_parts};
use crate::content::parse::{At, Draft, Filling, Parsed, RawAnswer};
use crate::content::{Block, Inline, Lang, MESSAGE_LIMIT, RichText};
use crate::diagnostic::{Diagnostic, Place, answers, intents, ledgers};

/// Each answer in each language.
pub(super) fn check_answers(parsed: &Parsed, ledgers: &Ledgers) -> Vec<Diagnostic> {
    let mut findings = check_sets(parsed);
    for (lang, answers) in &parsed.answers {
        for answer in answers.values() {
            findings.extend(check_matter(parsed, answer));
            for (name, part) in answer.parts() {
                findings.extend(check_references(parsed, ledgers, &answer.file, part));
                findings.extend(check_length(&answer.file, name, part, ledgers, *lang));
            }
        }
    }
    findings
}

/// Every answer in every language, and every answer wanted.
fn check_sets(parsed: &Parsed) -> Vec<Diagnostic> {
    let wanted: BTreeSet<&str> = parsed
        .intents
        .values()
        .map(|intent| intent.answer.as_ref().map_or(intent.id.as_str(), |answer| answer.value.as_str()))
        .collect();
    let named = named_intents(parsed);
    let mut by_name: BTreeMap<&str, Vec<(Lang, Place)>> = BTreeMap::new();
    for (lang, answers) in parsed.answers.iter().filter(|(lang, _)| !parsed.unfinished.contains(lang)) {
        for answer in answers.values() {
            by_name.entry(&answer.id).or_default().push((*lang, Place::file(&answer.file)));
        }
    }
    let mut findings = Vec::new();
    for (name, found) in by_name {
        let dutch_first = found.iter().min_by_key(|(lang, _)| *lang != Lang::NL);
        let Some((_, place)) = dutch_first.cloned() else { continue };
        if wanted.is_empty() || wanted.contains(name) {
            let remedy = |lang| format!("write answers/{lang}/{name}.md");
            findings.extend(check_languages(parsed, &place, &format!("the answer `{name}`"), found, remedy));
        } else if !named.contains(name) {
            findings.push(intents::orphan_answer(place, name));
        }
    }
    findings
}

fn check_matter(parsed: &Parsed, answer: &RawAnswer) -> Vec<Diagnostic> {
    let sources = answer.sources.iter().filter_map(|id| check_source(parsed, &answer.file, id));
    let contacts = answer.contacts.iter().filter_map(|id| check_contact(parsed, &answer.file, id));
    sources.chain(contacts).collect()
}

/// Whether there is a source `id`; also asked for facts and contacts.
pub(super) fn check_source(parsed: &Parsed, file: &str, id: &At<String>) -> Option<Diagnostic> {
    let known = || parsed.sources.entries.iter().map(|source| source.id.value.as_str());
    if parsed.sources.broken || known().any(|name| name == id.value) {
        return None;
    }
    Some(ledgers::unknown_source(Place::new(file, id.span), &id.value, known()))
}

fn check_contact(parsed: &Parsed, file: &str, id: &At<String>) -> Option<Diagnostic> {
    let known = || parsed.contacts.entries.iter().map(|contact| contact.id.value.as_str());
    if parsed.contacts.broken || known().any(|name| name == id.value) {
        return None;
    }
    Some(ledgers::unknown_contact(Place::new(file, id.span), &id.value, known()))
}

fn check_fact(parsed: &Parsed, file: &str, id: &At<String>) -> Option<Diagnostic> {
    let known = || parsed.facts.entries.iter().map(|fact| fact.id.value.as_str());
    if parsed.facts.broken || known().any(|name| name == id.value) {
        return None;
    }
    Some(ledgers::unknown_fact(Place::new(file, id.span), &id.value, known()))
}

fn check_references(parsed: &Parsed, ledgers: &Ledgers, file: &str, draft: &Draft) -> Vec<Diagnostic> {
    let inlines = draft.iter().flat_map(|block| &block.runs).flatten();
    let check = |filling: &Filling| match filling {
        Filling::Text(_) => None,
        Filling::Fact(id) => check_fact(parsed, file, id),
        Filling::Source(id) => check_source(parsed, file, id),
        Filling::Contact(id, part) => {
            let part = part.as_ref().and_then(|part| check_part(ledgers, file, &id.value, part));
            check_contact(parsed, file, id).or(part)
        }
    };
    inlines.filter_map(|inline| check(&inline.filling)).collect()
}

fn check_part(ledgers: &Ledgers, file: &str, id: &str, part: &At<String>) -> Option<Diagnostic> {
    let known = contact_parts(ledgers.contacts.get(id)?);
    let is_known = known.contains(&part.value.as_str());
    (!is_known).then(|| ledgers::unknown_contact_part(Place::new(file, part.span), id, &part.value, &known))
}

fn check_length(file: &str, name: &str, draft: &Draft, ledgers: &Ledgers, lang: Lang) -> Option<Diagnostic> {
    let units = visible_units(&fill(draft, ledgers, lang));
    let span = draft.first()?.span;
    (units > MESSAGE_LIMIT).then(|| answers::too_long_for_telegram(Place::new(file, span), name, units, MESSAGE_LIMIT))
}

/// The UTF-16 units a reader sees; Telegram does not count markup or addresses behind links.
fn visible_units(text: &RichText) -> usize {
    let of_run = |run: &[Inline]| run.iter().map(|inline| inline.text.encode_utf16().count()).sum::<usize>();
    let of_block = |block: &Block| match block {
        Block::Heading(run) | Block::Paragraph(run) => of_run(run) + 2,
        Block::Bullets(items) | Block::Numbers(items) => items.iter().map(|item| of_run(item) + 4).sum::<usize>() + 1,
    };
    text.0.iter().map(of_block).sum()
}
