//! The ledgers: `answers/facts.toml`, `contacts.toml` and `sources.toml`.

use std::collections::BTreeMap;

use super::At;
use super::toml_reader::{Reader, Table, parse_toml};
use crate::content::{Certainty, Date, Lang, SourceFile};
use crate::diagnostic::{Diagnostic, ledgers};

const CERTAINTIES: [(&str, Certainty); 2] = [("high", Certainty::High), ("medium", Certainty::Medium)];

/// A fact as read.
#[derive(Clone, Debug)]
pub(in crate::content) struct RawFact {
    pub(in crate::content) id: At<String>,
    pub(in crate::content) values: BTreeMap<Lang, At<String>>,
    pub(in crate::content) source: Option<At<String>>,
    pub(in crate::content) checked: Option<At<Date>>,
    pub(in crate::content) certainty: Option<Certainty>,
}

/// A contact as read.
#[derive(Clone, Debug)]
pub(in crate::content) struct RawContact {
    pub(in crate::content) id: At<String>,
    pub(in crate::content) names: BTreeMap<Lang, At<String>>,
    pub(in crate::content) purposes: BTreeMap<Lang, At<String>>,
    pub(in crate::content) phone: Option<At<String>>,
    pub(in crate::content) email: Option<At<String>>,
    pub(in crate::content) post: Option<At<String>>,
    pub(in crate::content) web: Option<At<String>>,
    pub(in crate::content) source: Option<At<String>>,
    pub(in crate::content) checked: Option<At<Date>>,
    pub(in crate::content) certainty: Option<Certainty>,
}

/// A source as read.
#[derive(Clone, Debug)]
pub(in crate::content) struct RawSource {
    pub(in crate::content) id: At<String>,
    pub(in crate::content) names: BTreeMap<Lang, At<String>>,
    pub(in crate::content) url: Option<At<String>>,
    pub(in crate::content) checked: Option<At<Date>>,
}

/// A ledger as read; `broken` if it has syntax errors, so that an entry may be missing only here.
#[derive(Clone, Debug)]
pub(in crate::content) struct Ledger<T> {
    pub(in crate::content) entries: Vec<T>,
    pub(in crate::content) broken: bool,
}

impl<T> Default for Ledger<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), broken: true }
    }
}

/// Reads `answers/facts.toml`.
pub(in crate::content) fn parse_facts(source: &SourceFile) -> (Ledger<RawFact>, Vec<Diagnostic>) {
    parse_ledger(source, |reader, id, table| RawFact {
        id,
        values: reader.text_per_language(table),
        source: reader.text(table, "source"),
        checked: reader.date(table, "checked"),
        certainty: parse_certainty(reader, table),
    })
}

/// Reads `answers/contacts.toml`.
pub(in crate::content) fn parse_contacts(source: &SourceFile) -> (Ledger<RawContact>, Vec<Diagnostic>) {
    parse_ledger(source, |reader, id, table| {
        let (names, purposes) = parse_names(reader, table);
        RawContact {
            id,
            names,
            purposes,
            phone: reader.optional_text(table, "phone"),
            email: reader.optional_text(table, "email"),
            post: reader.optional_text(table, "post"),
            web: reader.optional_text(table, "web"),
            source: reader.text(table, "source"),
            checked: reader.date(table, "checked"),
            certainty: parse_certainty(reader, table),
        }
    })
}

/// Reads `answers/sources.toml`.
pub(in crate::content) fn parse_sources(source: &SourceFile) -> (Ledger<RawSource>, Vec<Diagnostic>) {
    parse_ledger(source, |reader, id, table| RawSource {
        id,
        names: reader.text_per_language(table),
        url: reader.optional_text(table, "url"),
        checked: reader.date(table, "checked"),
    })
}

fn parse_ledger<T>(
    source: &SourceFile,
    parse_entry: impl Fn(&mut Reader<'_>, At<String>, &mut Table<'_, '_>) -> T,
) -> (Ledger<T>, Vec<Diagnostic>) {
    let (document, mut reader) = parse_toml(&source.path, &source.text, 0);
    let root = reader.root(&document);
    let mut entries = Vec::new();
    for (id, value) in reader.entries(&root) {
        let Some(mut table) = reader.as_table(value, &id.value) else { continue };
        entries.push(parse_entry(&mut reader, id, &mut table));
        reader.finish(&table, true);
    }
    (Ledger { entries, broken: reader.broken }, reader.findings())
}

fn parse_certainty(reader: &mut Reader<'_>, table: &mut Table<'_, '_>) -> Option<Certainty> {
    reader.word(table, "certainty", &CERTAINTIES, ledgers::unknown_certainty).map(|certainty| certainty.value)
}

type PerLanguage = BTreeMap<Lang, At<String>>;

/// The names and purposes of `nl = { name = "…", for = "…" }`.
fn parse_names(reader: &mut Reader<'_>, table: &Table<'_, '_>) -> (PerLanguage, PerLanguage) {
    let (mut names, mut purposes) = (PerLanguage::new(), PerLanguage::new());
    for (lang, (key, value)) in reader.languages(table) {
        let Some(mut inner) = reader.as_table(value, &key.value) else { continue };
        names.extend(reader.text(&mut inner, "name").map(|name| (lang, name)));
        purposes.extend(reader.text(&mut inner, "for").map(|purpose| (lang, purpose)));
        reader.finish(&inner, false);
    }
    (names, purposes)
}
