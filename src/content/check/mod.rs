//! What only shows when files are held against each other, or against the calendar.
//!
//! Each file here checks one kind of content; [`check_all`] runs them all. A reference to something in a file that has
//! syntax errors is not reported: it may well be there.

mod answers;
mod dates;
mod examples;
mod firing;
mod formats;
mod intents;
mod ledgers;
mod nearness;
mod parity;
mod patterns;
mod personal;
mod phrases;
mod prose;
mod regions;
mod suggest;
pub(super) mod wording;

use std::collections::{BTreeMap, BTreeSet};

use super::ledgers::Ledgers;
use super::parse::{At, Draft, Filling, Parsed};
use super::{Care, Date, Lang};
use crate::cores::in_parallel;
use crate::diagnostic::{Diagnostic, Place, syntax};

/// All problems between the files of `parsed`. In the files `broken` by their syntax, nothing counts as missing.
pub(super) fn check_all(
    parsed: &Parsed,
    ledgers: &Ledgers,
    broken: &BTreeSet<String>,
    today: Date,
    care: Care<'_>,
) -> Vec<Diagnostic> {
    let patterns = patterns::Judged::of(parsed, care);
    let patterns = &patterns;
    let mut checks: Vec<Check<'_>> = Vec::new();
    if !matches!(care, Care::Use) {
        // The longest first.
        for &lang in &parsed.languages {
            checks.push(Box::new(move || firing::check_firing(parsed, lang, patterns)));
            checks.push(Box::new(move || nearness::check_nearness(parsed, lang)));
        }
    }
    checks.extend(
        parsed.languages.iter().map(|&lang| Box::new(move || examples::check_examples(parsed, lang)) as Check<'_>),
    );
    if let Care::Looking(look) = care {
        let languages = parsed.languages.iter().chain(&parsed.unfinished);
        checks
            .extend(languages.map(|&lang| Box::new(move || personal::check_personal(parsed, lang, look)) as Check<'_>));
    }
    checks.extend([
        Box::new(|| prose::check_prose(parsed)) as Check<'_>,
        Box::new(|| phrases::check_phrases(parsed, ledgers)),
        Box::new(|| patterns.findings()),
        Box::new(|| intents::check_intents(parsed)),
        Box::new(|| intents::check_negatives(parsed)),
        Box::new(|| intents::check_menu(parsed)),
        Box::new(|| intents::check_follow_ups(parsed)),
        Box::new(|| intents::check_concepts(parsed)),
        Box::new(|| answers::check_answers(parsed, ledgers)),
        Box::new(|| parity::check_parity(parsed)),
        Box::new(|| dates::check_dates(parsed, today)),
        Box::new(|| ledgers::check_ledgers(parsed)),
        Box::new(|| regions::check_regions(parsed)),
        Box::new(|| formats::check_formats(parsed)),
    ]);
    let mut findings = in_parallel(checks.len(), |at| checks[at]()).concat();
    let missing = [syntax::MISSING_LANGUAGE.name, syntax::MISSING_KEY.name];
    let doubtful = |finding: &Diagnostic| {
        missing.contains(&finding.code) && finding.places.iter().any(|at| broken.contains(&at.file))
    };
    findings.retain(|finding| !doubtful(finding));
    crate::diagnostic::sort(&mut findings);
    condensed(findings)
}

/// One of the checks, still to be made.
type Check<'a> = Box<dyn Fn() -> Vec<Diagnostic> + Sync + 'a>;

/// How many times a problem that says the same of several places is shown with each of them.
const SHOWN_EACH: usize = 3;

/// One problem instead of many where all say the same, as when a file that others name was renamed.
fn condensed(findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut alike: BTreeMap<(&str, String), Vec<Diagnostic>> = BTreeMap::new();
    let (names, mut others): (Vec<_>, Vec<_>) =
        findings.into_iter().partition(|finding| finding.code.starts_with("unknown-"));
    for finding in names {
        alike.entry((finding.code, finding.message.clone())).or_default().push(finding);
    }
    for mut same in alike.into_values() {
        let more = same.len().saturating_sub(1);
        if more >= SHOWN_EACH {
            same.truncate(1);
            others.extend(same.pop().map(|first| first.repeated(more)));
        }
        others.append(&mut same);
    }
    others
}

/// Holds the languages of something against those of the content: none missing, none too many.
fn check_languages<'a>(
    parsed: &Parsed,
    place: &Place,
    what: &str,
    found: impl IntoIterator<Item = (Lang, Place)>,
    remedy: impl Fn(Lang) -> String + 'a,
) -> Vec<Diagnostic> {
    let found: BTreeMap<Lang, Place> = found.into_iter().collect();
    let codes: Vec<&str> = parsed.languages.iter().map(Lang::code).collect();
    let known = |lang: &Lang| parsed.languages.contains(lang) || parsed.unfinished.contains(lang);
    let extra = found.iter().filter(|(lang, _)| !known(lang));
    let extra = extra.map(|(lang, at)| syntax::unknown_language(at.clone(), lang.code(), &codes));
    let missing = parsed.languages.iter().filter(|lang| !found.contains_key(lang));
    let missing = missing.map(|lang| syntax::missing_language(place.clone(), what, lang.code(), &remedy(*lang)));
    extra.chain(missing).collect()
}

/// The places of texts per language in `file`.
fn places<'a>(file: &'a str, texts: &'a BTreeMap<Lang, At<String>>) -> impl Iterator<Item = (Lang, Place)> + 'a {
    texts.iter().map(|(lang, text)| (*lang, Place::new(file, text.span)))
}

/// The names that drafts, front matter, ledgers and phrases use.
#[derive(Default)]
struct Used<'a> {
    facts: BTreeSet<&'a str>,
    contacts: BTreeSet<&'a str>,
    sources: BTreeSet<&'a str>,
}

impl<'a> Used<'a> {
    fn add_draft(&mut self, draft: &'a Draft) {
        for inline in draft.iter().flat_map(|block| &block.runs).flatten() {
            match &inline.filling {
                Filling::Text(_) => {}
                Filling::Fact(id) => drop(self.facts.insert(&id.value)),
                Filling::Contact(id, _) => drop(self.contacts.insert(&id.value)),
                Filling::Source(id) => drop(self.sources.insert(&id.value)),
            }
        }
    }
}
