//! What can be read from content files whatever is wrong with them: ledgers, texts, examples, and where each entry of a
//! ledger is used.
//!
//! For reports on the content, and for holding one state of it against another. Start with [`outline`].

use std::collections::BTreeMap;

use serde::Serialize;

use super::fill::fill;
use super::ledgers::Ledgers;
use super::parse::{At, Draft, Filling, Parsed, RawAnswer, parse_files};
use super::{Certainty, Contact, Date, Fact, Kind, Lang, Source, SourceFile};

/// All that can be read.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// Dutch first.
    pub languages: Vec<Lang>,
    /// The entries of the three ledgers.
    pub entries: BTreeMap<EntryId, Entry>,
    /// The parts of answers, by name and language; the title is one.
    pub answers: BTreeMap<(String, Lang), Vec<PartText>>,
    /// What the assistant itself says, by name and language, with an X for what is filled in.
    pub phrases: BTreeMap<(String, Lang), String>,
    /// What intents are recognised by, by name and language.
    pub intents: BTreeMap<String, BTreeMap<Lang, Wording>>,
    /// Of what kind intents are, where it can be read.
    pub kinds: BTreeMap<String, Kind>,
}

/// An entry of a ledger by its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct EntryId {
    /// Which ledger.
    pub ledger: LedgerName,
    /// The name in it.
    pub id: String,
}

/// One of the ledgers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LedgerName {
    /// `answers/facts.toml`
    Fact,
    /// `answers/contacts.toml`
    Contact,
    /// `answers/sources.toml`
    Source,
}

/// An entry of a ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its values by the key they stand under: `nl`, `phone`, `certainty`.
    pub values: BTreeMap<String, String>,
    /// When it was last compared with its source.
    pub checked: Option<Date>,
    /// Where it shows.
    pub uses: Vec<Use>,
}

/// A place where an entry of a ledger shows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(untagged)]
pub enum Use {
    /// In an answer.
    Answer {
        /// Its name.
        answer: String,
        /// Its language.
        lang: Lang,
        /// `short`, `more`, `simpler`, `law`; or `sources` or `contacts`, where the answer only lists it.
        part: &'static str,
    },
    /// In what the assistant itself says.
    Phrase {
        /// Its name.
        phrase: String,
        /// Its language.
        lang: Lang,
    },
}

/// A part of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartText {
    /// `title`, `short`, `more`, `simpler` or `law`.
    pub part: &'static str,
    /// As it is written: entries of ledgers by their names.
    pub written: String,
    /// As it is read.
    pub shown: String,
}

/// What an intent is recognised by in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    /// Its title.
    pub title: String,
    /// The label of its button.
    pub button: String,
    /// Its examples.
    pub examples: Vec<String>,
    /// Its patterns.
    pub patterns: Vec<String>,
}

/// Reads `files` as far as they can be read.
#[must_use]
pub fn outline(files: &[SourceFile]) -> Outline {
    let (parsed, _) = parse_files(files);
    let ledgers = Ledgers::of(&parsed);
    let mut entries = entries(&ledgers);
    for (id, place) in uses(&parsed) {
        if let Some(entry) = entries.get_mut(&id).filter(|entry| !entry.uses.contains(&place)) {
            entry.uses.push(place);
        }
    }
    let names = ledgers.named();
    Outline {
        languages: parsed.languages.clone(),
        entries,
        answers: answers(&parsed, &ledgers, &names),
        phrases: phrases(&parsed),
        intents: intents(&parsed),
        kinds: parsed.intents.iter().filter_map(|(id, raw)| Some((id.clone(), raw.kind.as_ref()?.value))).collect(),
    }
}

fn entries(ledgers: &Ledgers) -> BTreeMap<EntryId, Entry> {
    let facts = ledgers.facts.iter().map(|(id, fact)| (entry_id(LedgerName::Fact, id.as_str()), fact_entry(fact)));
    let contacts = ledgers.contacts.iter();
    let contacts = contacts.map(|(id, found)| (entry_id(LedgerName::Contact, id.as_str()), contact_entry(found)));
    let sources = ledgers.sources.iter();
    let sources = sources.map(|(id, found)| (entry_id(LedgerName::Source, id.as_str()), source_entry(found)));
    facts.chain(contacts).chain(sources).collect()
}

fn entry_id(ledger: LedgerName, id: &str) -> EntryId {
    EntryId { ledger, id: id.to_owned() }
}

type PerLanguage = BTreeMap<Lang, String>;

fn per_language(texts: &PerLanguage) -> impl Iterator<Item = (String, String)> {
    texts.iter().map(|(lang, text)| (lang.to_string(), text.clone()))
}

fn optional<'a>(values: &'a [(&'a str, &'a Option<String>)]) -> impl Iterator<Item = (String, String)> {
    values.iter().filter_map(|(key, value)| Some(((*key).to_owned(), (*value).clone()?)))
}

fn known(source: &super::SourceId, checked: Date, certainty: Certainty) -> [(String, String); 3] {
    let sure = match certainty {
        Certainty::High => "high",
        Certainty::Medium => "medium",
    };
    [("source", source.to_string()), ("checked", checked.to_string()), ("certainty", sure.to_owned())]
        .map(|(key, value)| (key.to_owned(), value))
}

fn fact_entry(fact: &Fact) -> Entry {
    let values = per_language(&fact.values).chain(known(&fact.source, fact.checked, fact.certainty));
    Entry { values: values.collect(), checked: Some(fact.checked), uses: Vec::new() }
}

fn contact_entry(contact: &Contact) -> Entry {
    let ways = [("phone", &contact.phone), ("email", &contact.email), ("post", &contact.post), ("web", &contact.web)];
    let purposes = per_language(&contact.purposes).map(|(lang, text)| (format!("{lang} for"), text));
    let known = known(&contact.source, contact.checked, contact.certainty);
    let values = per_language(&contact.names).chain(purposes).chain(optional(&ways)).chain(known);
    Entry { values: values.collect(), checked: Some(contact.checked), uses: Vec::new() }
}

fn source_entry(source: &Source) -> Entry {
    let checked = ("checked".to_owned(), source.checked.to_string());
    let values = per_language(&source.names).chain(optional(&[("url", &source.url)]).collect::<Vec<_>>());
    Entry { values: values.chain([checked]).collect(), checked: Some(source.checked), uses: Vec::new() }
}

/// Every use of an entry, in the order of answers, then phrases.
fn uses(parsed: &Parsed) -> Vec<(EntryId, Use)> {
    let answers = parsed.answers.iter().flat_map(|(lang, answers)| answers.values().map(move |raw| (*lang, raw)));
    let mut found: Vec<(EntryId, Use)> = answers.flat_map(|(lang, answer)| uses_in_answer(answer, lang)).collect();
    for (lang, raw) in &parsed.phrases {
        for phrase in &raw.phrases {
            let place = Use::Phrase { phrase: phrase.id.value.clone(), lang: *lang };
            let variables = phrase.variables.iter().filter_map(|variable| entry_of_variable(&variable.value));
            found.extend(variables.map(|id| (id, place.clone())));
        }
    }
    found.sort_by(|a, b| a.1.cmp(&b.1));
    found
}

fn uses_in_answer(answer: &RawAnswer, lang: Lang) -> Vec<(EntryId, Use)> {
    let place = |part| Use::Answer { answer: answer.id.clone(), lang, part };
    let mut found = Vec::new();
    for (part, draft) in answer.parts() {
        found.extend(named_in(draft).map(|id| (id, place(part))));
    }
    let listed = |ids: &[At<String>], ledger, part| {
        ids.iter().map(|id| (entry_id(ledger, &id.value), place(part))).collect::<Vec<_>>()
    };
    found.extend(listed(&answer.sources, LedgerName::Source, "sources"));
    found.extend(listed(&answer.contacts, LedgerName::Contact, "contacts"));
    found
}

fn named_in(draft: &Draft) -> impl Iterator<Item = EntryId> {
    draft.iter().flat_map(|block| &block.runs).flatten().filter_map(|inline| match &inline.filling {
        Filling::Text(_) => None,
        Filling::Fact(id) => Some(entry_id(LedgerName::Fact, &id.value)),
        Filling::Contact(id, _) => Some(entry_id(LedgerName::Contact, &id.value)),
        Filling::Source(id) => Some(entry_id(LedgerName::Source, &id.value)),
    })
}

fn entry_of_variable(name: &str) -> Option<EntryId> {
    if let Some(id) = name.strip_prefix("fact-") {
        return Some(entry_id(LedgerName::Fact, id));
    }
    let (id, _) = name.strip_prefix("contact-")?.rsplit_once('-')?;
    Some(entry_id(LedgerName::Contact, id))
}

fn answers(parsed: &Parsed, ledgers: &Ledgers, names: &Ledgers) -> BTreeMap<(String, Lang), Vec<PartText>> {
    let mut texts = BTreeMap::new();
    for (lang, answers) in &parsed.answers {
        for answer in answers.values() {
            texts.insert((answer.id.clone(), *lang), parts(answer, *lang, ledgers, names));
        }
    }
    texts
}

fn parts(answer: &RawAnswer, lang: Lang, ledgers: &Ledgers, names: &Ledgers) -> Vec<PartText> {
    let title = answer.title.iter().map(|title| PartText {
        part: "title",
        written: title.value.clone(),
        shown: title.value.clone(),
    });
    let parts = answer.parts().into_iter().filter(|(_, draft)| !draft.is_empty()).map(|(part, draft)| PartText {
        part,
        written: fill(draft, names, lang).plain(),
        shown: fill(draft, ledgers, lang).plain(),
    });
    title.chain(parts).collect()
}

fn phrases(parsed: &Parsed) -> BTreeMap<(String, Lang), String> {
    let mut texts = BTreeMap::new();
    for (lang, raw) in &parsed.phrases {
        for phrase in &raw.phrases {
            let forms: Vec<&str> = phrase.forms.iter().map(|form| form.text.as_str()).collect();
            texts.insert((phrase.id.value.clone(), *lang), forms.join("\n"));
        }
    }
    texts
}

fn intents(parsed: &Parsed) -> BTreeMap<String, BTreeMap<Lang, Wording>> {
    let values = |list: &[At<String>]| list.iter().map(|at| at.value.clone()).collect::<Vec<_>>();
    let wordings = parsed.intents.values().map(|intent| {
        let texts = intent.texts.iter().map(|(lang, text)| {
            let label =
                |label: &Option<At<String>>| label.as_ref().map(|label| label.value.clone()).unwrap_or_default();
            let (title, button) = (label(&text.title), label(&text.button));
            let wording = Wording { title, button, examples: values(&text.examples), patterns: values(&text.patterns) };
            (*lang, wording)
        });
        (intent.id.clone(), texts.collect())
    });
    wordings.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::sample::files_with;

    const FACT: &str =
        "[wait]\nnl = \"6 weken\"\nen = \"6 weeks\"\nsource = \"x\"\nchecked = 2026-11-01\ncertainty = \"high\"\n";

    #[test]
    fn a_fact_is_found_in_answers_by_part_even_where_the_content_has_errors() {
        let answer = "+++\ntitle = \"T\"\nsources = []\n+++\nWacht {fact:wait}.\n\n# simpler\n\nWacht {fact:wait}. {fact:none}\n";
        let outline = outline(&files_with(&[("answers/facts.toml", FACT), ("answers/nl/hello.md", answer)]));
        let wait = &outline.entries[&entry_id(LedgerName::Fact, "wait")];
        let parts: Vec<&Use> = wait.uses.iter().collect();
        let place = |part| Use::Answer { answer: "hello".into(), lang: Lang::NL, part };
        assert_eq!(parts, [&place("short"), &place("simpler")]);
        assert_eq!(wait.values["nl"], "6 weken");
    }

    #[test]
    fn a_text_is_given_as_written_and_as_read() {
        let answer = "+++\ntitle = \"T\"\nsources = []\n+++\nWacht {fact:wait}.\n";
        let outline = outline(&files_with(&[("answers/facts.toml", FACT), ("answers/nl/hello.md", answer)]));
        let short = &outline.answers[&("hello".to_owned(), Lang::NL)][1];
        assert_eq!((short.written.as_str(), short.shown.as_str()), ("Wacht {fact:wait}.", "Wacht 6 weken."));
    }
}
