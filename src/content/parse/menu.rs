//! `intents/menu.toml`, `intents/follow-ups.toml`, `intents/concepts.toml` and `answers/<lang>/plain-words.toml`.

use std::collections::BTreeMap;

use super::At;
use super::toml_reader::{Reader, Table, parse_toml};
use crate::content::{Act, Lang, SourceFile};
use crate::diagnostic::{Diagnostic, Place, intents};

/// One situation of the menu as read.
#[derive(Clone, Debug)]
pub(in crate::content) struct RawSituation {
    pub(in crate::content) id: At<String>,
    /// The situation that shows it; the first menu does if there is none.
    pub(in crate::content) under: Option<At<String>>,
    pub(in crate::content) labels: BTreeMap<Lang, At<String>>,
    pub(in crate::content) intents: Vec<At<String>>,
}

/// Reads `intents/menu.toml`.
pub(in crate::content) fn parse_menu(source: &SourceFile) -> (Vec<RawSituation>, Vec<Diagnostic>) {
    let (document, mut reader) = parse_toml(&source.path, &source.text, 0);
    let mut root = reader.root(&document);
    let mut situations = Vec::new();
    for mut table in reader.tables(&mut root, "situation") {
        situations.extend(parse_situation(&mut reader, &mut table));
    }
    reader.finish(&root, false);
    (situations, reader.findings())
}

fn parse_situation(reader: &mut Reader<'_>, table: &mut Table<'_, '_>) -> Option<RawSituation> {
    let id = reader.text(table, "id");
    let under = reader.optional_text(table, "under");
    let intents = reader.texts(table, "intents").map(|list| list.value).unwrap_or_default();
    let labels = reader.text_per_language(table);
    reader.finish(table, true);
    Some(RawSituation { id: id?, under, labels, intents })
}

/// The patterns of one act or aspect.
#[derive(Clone, Debug)]
pub(in crate::content) struct RawPatterns<K> {
    /// Its name.
    pub(in crate::content) name: At<K>,
    pub(in crate::content) texts: BTreeMap<Lang, Vec<At<String>>>,
}

/// `intents/follow-ups.toml` as read.
#[derive(Clone, Debug)]
pub(in crate::content) struct RawFollowUps {
    pub(in crate::content) acts: Vec<RawPatterns<Act>>,
    pub(in crate::content) aspects: Vec<RawPatterns<String>>,
    /// Whether the file is missing or has syntax errors, so that an aspect may be missing only here.
    pub(in crate::content) broken: bool,
}

impl Default for RawFollowUps {
    fn default() -> Self {
        Self { acts: Vec::new(), aspects: Vec::new(), broken: true }
    }
}

/// Reads `intents/follow-ups.toml`.
pub(in crate::content) fn parse_follow_ups(source: &SourceFile) -> (RawFollowUps, Vec<Diagnostic>) {
    let (document, mut reader) = parse_toml(&source.path, &source.text, 0);
    let mut root = reader.root(&document);
    let mut follow_ups = RawFollowUps { broken: reader.broken, ..RawFollowUps::default() };
    for found in parse_patterns(&mut reader, &mut root, "act") {
        let act = reader.one_of(&found.name, &Act::ALL, unknown_act);
        let span = found.name.span;
        follow_ups.acts.extend(act.map(|act| RawPatterns { name: At::new(act, span), texts: found.texts }));
    }
    follow_ups.aspects = parse_patterns(&mut reader, &mut root, "aspect");
    reader.finish(&root, false);
    (follow_ups, reader.findings())
}

fn unknown_act(at: Place, name: &str, known: &[&str]) -> Diagnostic {
    intents::unknown_act(at, name, known)
}

fn parse_patterns(reader: &mut Reader<'_>, root: &mut Table<'_, '_>, key: &'static str) -> Vec<RawPatterns<String>> {
    let Some(table) = reader.table(root, key) else { return Vec::new() };
    let mut all = Vec::new();
    for (name, value) in reader.entries(&table) {
        let Some(inner) = reader.as_table(value, &name.value) else { continue };
        reader.finish(&inner, true);
        let lists = reader.list_entries(&inner).into_iter();
        let texts = lists.filter_map(|(key, list)| Some((Lang::parse(&key.value)?, list.value))).collect();
        all.push(RawPatterns { name, texts });
    }
    all
}

/// A word of `intents/concepts.toml` with its concept.
#[derive(Clone, Debug)]
pub(in crate::content) struct RawConcept {
    pub(in crate::content) lang: At<Lang>,
    pub(in crate::content) concept: String,
    pub(in crate::content) word: At<String>,
}

/// Reads `intents/concepts.toml`.
pub(in crate::content) fn parse_concepts(source: &SourceFile) -> (Vec<RawConcept>, Vec<Diagnostic>) {
    let (document, mut reader) = parse_toml(&source.path, &source.text, 0);
    let root = reader.root(&document);
    let mut concepts = Vec::new();
    for (lang, (key, value)) in reader.languages(&root) {
        let Some(table) = reader.as_table(value, &key.value) else { continue };
        for (concept, words) in reader.list_entries(&table) {
            let lang = At::new(lang, key.span);
            let of_lang = words.value.into_iter().map(|word| RawConcept {
                lang: lang.clone(),
                concept: concept.value.clone(),
                word,
            });
            concepts.extend(of_lang);
        }
    }
    reader.finish(&root, true);
    (concepts, reader.findings())
}

/// A hard word, or a few that belong together, and what to say instead.
#[derive(Clone, Debug)]
pub(in crate::content) struct RawPlainWord {
    pub(in crate::content) hard: At<String>,
    pub(in crate::content) plainer: At<String>,
}

/// Reads `answers/<lang>/plain-words.toml`.
pub(in crate::content) fn parse_plain_words(source: &SourceFile) -> (Vec<RawPlainWord>, Vec<Diagnostic>) {
    let (document, mut reader) = parse_toml(&source.path, &source.text, 0);
    let root = reader.root(&document);
    let words = reader.text_entries(&root).into_iter().map(|(hard, plainer)| RawPlainWord { hard, plainer });
    (words.collect(), reader.findings())
}
