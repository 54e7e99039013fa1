//! The ledgers: languages, sources, links, and what nothing uses.

use super::answers::check_source;
use super::{Used, check_languages, places};
use crate::content::parse::{
    At, CONTACTS, FACTS, Parsed, RawContact, RawFact, RawSource, SOURCES, check_name, link_problem,
};
use crate::diagnostic::{Diagnostic, Place, ledgers};

/// Every entry of every ledger.
pub(super) fn check_ledgers(parsed: &Parsed) -> Vec<Diagnostic> {
    let used = used(parsed);
    let mut findings = Vec::new();
    for fact in &parsed.facts.entries {
        findings.extend(check_fact(parsed, fact));
        let unused = !used.facts.contains(fact.id.value.as_str());
        findings.extend(unused.then(|| ledgers::unused_fact(at(FACTS, &fact.id), &fact.id.value)));
    }
    for contact in &parsed.contacts.entries {
        findings.extend(check_contact(parsed, contact));
        let unused = !used.contacts.contains(contact.id.value.as_str());
        findings.extend(unused.then(|| ledgers::unused_contact(at(CONTACTS, &contact.id), &contact.id.value)));
    }
    for source in &parsed.sources.entries {
        findings.extend(check_entry_of_source(parsed, source));
        let unused = !used.sources.contains(source.id.value.as_str());
        findings.extend(unused.then(|| ledgers::unused_source(at(SOURCES, &source.id), &source.id.value)));
    }
    findings
}

fn at(file: &str, id: &At<String>) -> Place {
    Place::new(file, id.span)
}

fn check_fact(parsed: &Parsed, fact: &RawFact) -> Vec<Diagnostic> {
    let place = at(FACTS, &fact.id);
    let what = format!("the fact `{}`", fact.id.value);
    let mut findings =
        check_languages(parsed, &place, &what, places(FACTS, &fact.values), |lang| format!("add {lang} = \"…\""));
    findings.extend(check_name(place, &fact.id.value));
    findings.extend(fact.source.as_ref().and_then(|source| check_source(parsed, FACTS, source)));
    findings
}

fn check_contact(parsed: &Parsed, contact: &RawContact) -> Vec<Diagnostic> {
    let place = at(CONTACTS, &contact.id);
    let what = format!("the contact `{}`", contact.id.value);
    let remedy = |lang| format!("add {lang} = {{ name = \"…\", for = \"…\" }}");
    let mut findings = check_languages(parsed, &place, &what, places(CONTACTS, &contact.names), remedy);
    findings.extend(check_name(place, &contact.id.value));
    findings.extend(contact.source.as_ref().and_then(|source| check_source(parsed, CONTACTS, source)));
    findings.extend(contact.web.as_ref().and_then(|web| link_problem(at(CONTACTS, web), &web.value)));
    findings
}

fn check_entry_of_source(parsed: &Parsed, source: &RawSource) -> Vec<Diagnostic> {
    let place = at(SOURCES, &source.id);
    let what = format!("the source `{}`", source.id.value);
    let mut findings =
        check_languages(parsed, &place, &what, places(SOURCES, &source.names), |lang| format!("add {lang} = \"…\""));
    findings.extend(check_name(place, &source.id.value));
    findings.extend(source.url.as_ref().and_then(|url| link_problem(at(SOURCES, url), &url.value)));
    findings
}

fn used(parsed: &Parsed) -> Used<'_> {
    let mut used = Used::default();
    for answer in parsed.answers.values().flat_map(|answers| answers.values()) {
        used.sources.extend(answer.sources.iter().map(|id| id.value.as_str()));
        used.contacts.extend(answer.contacts.iter().map(|id| id.value.as_str()));
        for (_, part) in answer.parts() {
            used.add_draft(part);
        }
    }
    let of_facts = parsed.facts.entries.iter().filter_map(|fact| fact.source.as_ref());
    let of_contacts = parsed.contacts.entries.iter().filter_map(|contact| contact.source.as_ref());
    used.sources.extend(of_facts.chain(of_contacts).map(|id| id.value.as_str()));
    used.sources.extend(parsed.regions.source.iter().map(|id| id.value.as_str()));
    add_phrases(parsed, &mut used);
    used
}

fn add_phrases<'a>(parsed: &'a Parsed, used: &mut Used<'a>) {
    let phrases = parsed.phrases.values().flat_map(|of_lang| &of_lang.phrases);
    let variables = phrases.flat_map(|phrase| &phrase.variables).map(|variable| variable.value.as_str());
    for variable in variables {
        used.facts.extend(variable.strip_prefix("fact-"));
        let contact = variable.strip_prefix("contact-").and_then(|rest| rest.rsplit_once('-'));
        used.contacts.extend(contact.map(|(id, _)| id));
    }
}
