//! The same in every language: what answers and phrases name, and the parts that answers have; and that an answer lists the
//! doors that its text names.

use std::collections::{BTreeMap, BTreeSet};

use crate::content::Lang;
use crate::content::parse::{At, Draft, Filling, Parsed, RawAnswer, RawPhrases};
use crate::diagnostic::{Diagnostic, Place, answers};
use crate::text::Span;

/// All that one language says and another does not, and the lists of doors.
pub(super) fn check_parity(parsed: &Parsed) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for answers in parsed.answers.values() {
        findings.extend(answers.values().flat_map(check_contacts));
    }
    for (here, there) in pairs(&parsed.languages) {
        findings.extend(compare_answers(parsed, here, there));
        findings.extend(compare_phrases(parsed, here, there));
    }
    findings
}

/// Each language with each other one, in both orders.
fn pairs(languages: &[Lang]) -> Vec<(Lang, Lang)> {
    let each = languages.iter();
    each.flat_map(|&here| languages.iter().filter(move |there| **there != here).map(move |&there| (here, there)))
        .collect()
}

/// Entries of the ledgers as they are written, each with the first place it is named at: `contact:police.phone`.
type Named<'a> = BTreeMap<String, &'a At<String>>;

fn named(draft: &Draft) -> Named<'_> {
    let mut names = Named::new();
    for inline in draft.iter().flat_map(|block| &block.runs).flatten() {
        match &inline.filling {
            Filling::Text(_) => {}
            Filling::Fact(id) => drop(names.entry(format!("fact:{}", id.value)).or_insert(id)),
            Filling::Source(id) => drop(names.entry(format!("source:{}", id.value)).or_insert(id)),
            Filling::Contact(id, part) => {
                let whole = format!("contact:{}", id.value);
                // A name can be written out in one language and be understood in another.
                let way = part.as_ref().filter(|part| part.value != "name");
                way.map(|part| names.entry(format!("{whole}.{}", part.value)).or_insert(id));
                names.entry(whole).or_insert(id);
            }
        }
    }
    names
}

/// The names of `here` that `there` lacks; of a contact that it lacks altogether, not each way to reach it.
fn missing<'a>(here: &Named<'a>, there: &Named<'_>) -> Vec<(String, &'a At<String>)> {
    let lacks = |name: &str| !there.contains_key(name);
    let is_told = |name: &str| name.split_once('.').is_some_and(|(whole, _)| lacks(whole));
    let absent = here.iter().filter(|(name, _)| lacks(name) && !is_told(name));
    absent.map(|(name, at)| (format!("{{{name}}}"), *at)).collect()
}

fn compare_answers(parsed: &Parsed, here: Lang, there: Lang) -> Vec<Diagnostic> {
    let (Some(ours), Some(theirs)) = (parsed.answers.get(&here), parsed.answers.get(&there)) else {
        return Vec::new();
    };
    let both = ours.iter().filter_map(|(id, answer)| Some((answer, theirs.get(id)?)));
    both.flat_map(|(answer, other)| compare(answer, other, here, there)).collect()
}

fn compare(answer: &RawAnswer, other: &RawAnswer, here: Lang, there: Lang) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for ((name, ours), (_, theirs)) in answer.parts().into_iter().zip(other.parts()) {
        let Some(first) = ours.first() else { continue };
        let Some(counterpart) = theirs.first() else {
            // An answer without its beginning is told of elsewhere.
            let told = answers::part_in_one_language(
                Place::new(&answer.file, first.span),
                Place::file(&other.file),
                name,
                here.code(),
                there.code(),
            );
            findings.extend((name != "short").then_some(told));
            continue;
        };
        findings.extend(missing(&named(ours), &named(theirs)).into_iter().map(|(what, at)| {
            let (at, counterpart) =
                (Place::new(&answer.file, at.span), Place::new(&other.file, start(counterpart.span)));
            answers::languages_differ(at, counterpart, &what, here.code(), there.code())
        }));
    }
    findings
}

/// The first letter of what stands at `span`: the whole would be quoted line by line.
fn start(span: Span) -> Span {
    Span::new(span.start, (span.start + 1).min(span.end))
}

fn compare_phrases(parsed: &Parsed, here: Lang, there: Lang) -> Vec<Diagnostic> {
    let (Some(ours), Some(theirs)) = (parsed.phrases.get(&here), parsed.phrases.get(&there)) else {
        return Vec::new();
    };
    if theirs.broken {
        return Vec::new();
    }
    let both = ours.phrases.iter().filter_map(|phrase| {
        let other = theirs.phrases.iter().find(|other| other.id.value == phrase.id.value)?;
        Some((phrase, other))
    });
    let mut findings = Vec::new();
    for (phrase, other) in both {
        let named = |variable: &&At<String>| ["fact-", "contact-"].iter().any(|sort| variable.value.starts_with(sort));
        let known: BTreeSet<&str> = other.variables.iter().map(|variable| variable.value.as_str()).collect();
        let absent = phrase.variables.iter().filter(named).filter(|variable| !known.contains(variable.value.as_str()));
        let place = |raw: &RawPhrases, at: &At<String>| Place::new(&raw.file, at.span);
        findings.extend(absent.map(|variable| {
            let (at, counterpart) = (place(ours, variable), place(theirs, &other.id));
            answers::languages_differ(at, counterpart, &format!("${}", variable.value), here.code(), there.code())
        }));
    }
    findings
}

/// Holds the list of doors above an answer against those its text names.
fn check_contacts(answer: &RawAnswer) -> Vec<Diagnostic> {
    let mut in_text: BTreeMap<&str, &At<String>> = BTreeMap::new();
    for inline in answer.parts().into_iter().flat_map(|(_, part)| part).flat_map(|block| &block.runs).flatten() {
        if let Filling::Contact(id, _) = &inline.filling {
            in_text.entry(&id.value).or_insert(id);
        }
    }
    let listed: BTreeSet<&str> = answer.contacts.iter().map(|id| id.value.as_str()).collect();
    let place = |id: &At<String>| Place::new(&answer.file, id.span);
    let unlisted = in_text.iter().filter(|(name, _)| !listed.contains(*name));
    let unnamed = answer.contacts.iter().filter(|id| !in_text.contains_key(id.value.as_str()));
    let unlisted = unlisted.map(|(name, id)| answers::unlisted_contact(place(id), name));
    unlisted.chain(unnamed.map(|id| answers::unnamed_contact(place(id), &id.value))).collect()
}
