//! The three ledgers together, and how their entries read in a text.

use std::collections::BTreeMap;

use super::parse::{At, Parsed, RawContact, RawFact, RawSource};
use super::{Contact, ContactId, Fact, FactId, Inline, Lang, Source, SourceId, Style};

/// The parts of a contact that a placeholder can name, beside `name`.
const WAYS: [&str; 4] = ["phone", "email", "web", "post"];

/// Facts, contacts and sources, checked or not: entries that lack something are left out.
#[derive(Default)]
pub(super) struct Ledgers {
    pub(super) facts: BTreeMap<FactId, Fact>,
    pub(super) contacts: BTreeMap<ContactId, Contact>,
    pub(super) sources: BTreeMap<SourceId, Source>,
}

impl Ledgers {
    /// The ledgers as they were read.
    pub(super) fn of(parsed: &Parsed) -> Self {
        let facts = parsed.facts.entries.iter();
        let contacts = parsed.contacts.entries.iter();
        let sources = parsed.sources.entries.iter();
        Self {
            facts: facts.filter_map(|raw| Some((FactId::from(raw.id.value.as_str()), fact(raw)?))).collect(),
            contacts: contacts
                .filter_map(|raw| Some((ContactId::from(raw.id.value.as_str()), contact(raw)?)))
                .collect(),
            sources: sources.filter_map(|raw| Some((SourceId::from(raw.id.value.as_str()), source(raw)?))).collect(),
        }
    }

    /// The same entries, each with its own name for a value: `{fact:access-deadline}`.
    pub(super) fn named(&self) -> Self {
        let facts = self.facts.iter().map(|(id, fact)| (id.clone(), named_fact(id, fact)));
        let contacts = self.contacts.iter().map(|(id, contact)| (id.clone(), named_contact(id, contact)));
        let sources = self.sources.iter().map(|(id, source)| (id.clone(), named_source(id, source)));
        Self { facts: facts.collect(), contacts: contacts.collect(), sources: sources.collect() }
    }

    /// What phrases can use as variables, by name: `fact-access-deadline`, `contact-police-phone`.
    pub(super) fn variables(&self, lang: Lang) -> BTreeMap<String, String> {
        let facts =
            self.facts.iter().filter_map(|(id, fact)| Some((format!("fact-{id}"), fact.values.get(&lang)?.clone())));
        let mut variables: BTreeMap<String, String> = facts.collect();
        for (id, contact) in &self.contacts {
            let parts = contact_parts(contact).into_iter();
            let parts =
                parts.filter_map(|part| Some((format!("contact-{id}-{part}"), contact_part(contact, part, lang)?)));
            variables.extend(parts);
        }
        variables
    }
}

/// `texts` with one name for all.
fn renamed(texts: &PerLanguage, name: &str) -> PerLanguage {
    texts.keys().map(|lang| (*lang, name.to_owned())).collect()
}

fn named_fact(id: &FactId, fact: &Fact) -> Fact {
    Fact { values: renamed(&fact.values, &format!("{{fact:{id}}}")), ..fact.clone() }
}

fn named_contact(id: &ContactId, contact: &Contact) -> Contact {
    let part = |part: &str, value: &Option<String>| value.as_ref().map(|_| format!("{{contact:{id}.{part}}}"));
    Contact {
        names: renamed(&contact.names, &format!("{{contact:{id}}}")),
        purposes: PerLanguage::new(),
        phone: part("phone", &contact.phone),
        email: part("email", &contact.email),
        post: part("post", &contact.post),
        web: part("web", &contact.web),
        ..contact.clone()
    }
}

fn named_source(id: &SourceId, source: &Source) -> Source {
    Source { names: renamed(&source.names, &format!("{{source:{id}}}")), url: None, checked: source.checked }
}

/// The parts that `contact` has.
pub(super) fn contact_parts(contact: &Contact) -> Vec<&'static str> {
    let ways = WAYS.into_iter().filter(|way| way_of(contact, way).is_some());
    std::iter::once("name").chain(ways).collect()
}

/// One part of `contact` as plain text.
pub(super) fn contact_part(contact: &Contact, part: &str, lang: Lang) -> Option<String> {
    if part == "name" { contact.names.get(&lang).cloned() } else { way_of(contact, part).map(str::to_owned) }
}

fn way_of<'c>(contact: &'c Contact, way: &str) -> Option<&'c str> {
    match way {
        "phone" => contact.phone.as_deref(),
        "email" => contact.email.as_deref(),
        "web" => contact.web.as_deref(),
        "post" => contact.post.as_deref(),
        _ => None,
    }
}

/// The part of `contact` as it reads in a text: addresses are links.
pub(super) fn inline_part(contact: &Contact, part: &str, lang: Lang, style: Style) -> Option<Inline> {
    let text = contact_part(contact, part, lang)?;
    Some(match part {
        "email" => Inline { link: Some(format!("mailto:{text}")), text, style },
        "web" => Inline { text: shown_address(&text).to_owned(), link: Some(text), style },
        _ => Inline { text, style, link: None },
    })
}

/// The whole of `contact`: its name, what it is for, and each way to reach it on a line of its own.
pub(super) fn inline_whole(contact: &Contact, lang: Lang) -> Vec<Inline> {
    let mut run: Vec<Inline> = inline_part(contact, "name", lang, Style::Bold).into_iter().collect();
    run.extend(contact.purposes.get(&lang).map(|purpose| Inline::plain(format!(": {purpose}"))));
    for way in WAYS.iter().filter_map(|way| inline_part(contact, way, lang, Style::Plain)) {
        run.push(Inline::plain("\n"));
        run.push(way);
    }
    run
}

/// `contact` within a sentence: its name and, between brackets, the ways that are short.
pub(super) fn inline_in_sentence(contact: &Contact, lang: Lang, style: Style) -> Vec<Inline> {
    let mut run: Vec<Inline> = inline_part(contact, "name", lang, style).into_iter().collect();
    let short = ["phone", "email", "web"];
    for (count, way) in short.iter().filter_map(|way| inline_part(contact, way, lang, style)).enumerate() {
        run.push(Inline { text: if count == 0 { " (" } else { ", " }.to_owned(), style, link: None });
        run.push(way);
    }
    if run.len() > 1 {
        run.push(Inline { text: ")".to_owned(), style, link: None });
    }
    run
}

/// `https://www.politie.nl/some/page` as people say it: `politie.nl`.
fn shown_address(url: &str) -> &str {
    let host = url.strip_prefix("https://").unwrap_or(url).split('/').next().unwrap_or(url);
    host.strip_prefix("www.").unwrap_or(host)
}

type PerLanguage = BTreeMap<Lang, String>;

fn plain(texts: &BTreeMap<Lang, At<String>>) -> PerLanguage {
    texts.iter().map(|(lang, text)| (*lang, text.value.clone())).collect()
}

fn value(text: &Option<At<String>>) -> Option<String> {
    text.as_ref().map(|text| text.value.clone())
}

fn fact(raw: &RawFact) -> Option<Fact> {
    Some(Fact {
        values: plain(&raw.values),
        source: SourceId::from(raw.source.as_ref()?.value.as_str()),
        checked: raw.checked.as_ref()?.value,
        certainty: raw.certainty?,
    })
}

fn contact(raw: &RawContact) -> Option<Contact> {
    Some(Contact {
        names: plain(&raw.names),
        purposes: plain(&raw.purposes),
        phone: value(&raw.phone),
        email: value(&raw.email),
        post: value(&raw.post),
        web: value(&raw.web),
        source: SourceId::from(raw.source.as_ref()?.value.as_str()),
        checked: raw.checked.as_ref()?.value,
        certainty: raw.certainty?,
    })
}

fn source(raw: &RawSource) -> Option<Source> {
    Some(Source { names: plain(&raw.names), url: value(&raw.url), checked: raw.checked.as_ref()?.value })
}
