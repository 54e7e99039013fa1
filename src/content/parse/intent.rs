//! `intents/<id>.toml` and `intents/none.toml`.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::DeValue;

use super::At;
use super::toml_reader::{Reader, Table, parse_toml};
use crate::content::{ExamplePlace, Kind, Lang, Role, SourceFile};
use crate::diagnostic::{Diagnostic, Place, intents, recognition};
use crate::text::Span;

/// The kinds by the word that stands in the files.
pub(in crate::content) const KINDS: [(&str, Kind); 4] = [
    ("topic", Kind::Topic),
    ("neighbour", Kind::Neighbour),
    ("conversation", Kind::Conversation),
    ("safety", Kind::Safety),
];
/// The key of the examples that are right as they are.
const RIGHT: &str = "right-as-is";
const ROLES: [(&str, Role); 2] = [("citizen", Role::Citizen), ("organisation", Role::Organisation)];

/// The file of one intent as read.
#[derive(Clone, Debug)]
pub(in crate::content) struct RawIntent {
    /// Path of its file.
    pub(in crate::content) file: String,
    /// The file's name without its ending.
    pub(in crate::content) id: String,
    /// Whether the file has syntax errors.
    pub(in crate::content) broken: bool,
    pub(in crate::content) kind: Option<At<Kind>>,
    pub(in crate::content) role: Option<Role>,
    /// The intent of which this is a special case.
    pub(in crate::content) broader: Option<At<String>>,
    /// The answer named, if it is not the one of its own name.
    pub(in crate::content) answer: Option<At<String>>,
    pub(in crate::content) follow_ups: At<Vec<At<String>>>,
    /// Aspect and the intent it leads to.
    pub(in crate::content) aspects: Vec<(At<String>, At<String>)>,
    pub(in crate::content) texts: BTreeMap<Lang, RawIntentText>,
}

/// The table of one language in an intent.
#[derive(Clone, Debug)]
pub(in crate::content) struct RawIntentText {
    /// Where the language's key stands.
    pub(in crate::content) key: Span,
    pub(in crate::content) title: Option<At<String>>,
    pub(in crate::content) button: Option<At<String>>,
    pub(in crate::content) patterns: Vec<At<String>>,
    pub(in crate::content) examples: Vec<At<String>>,
    /// Examples of which someone says that they are right, though they look like another intent's.
    pub(in crate::content) right: Vec<At<String>>,
}

/// Reads the file of an intent called `id`.
pub(in crate::content) fn parse_intent(source: &SourceFile, id: &str) -> (RawIntent, Vec<Diagnostic>) {
    let (document, mut reader) = parse_toml(&source.path, &source.text, 0);
    let mut root = reader.root(&document);
    let kind = reader.word(&mut root, "kind", &KINDS, intents::unknown_kind);
    let role = reader.optional_text(&mut root, "role");
    let intent = RawIntent {
        file: source.path.clone(),
        id: id.to_owned(),
        broken: reader.broken,
        kind,
        role: role.and_then(|role| reader.one_of(&role, &ROLES, intents::unknown_role)),
        broader: reader.optional_text(&mut root, "broader"),
        answer: reader.optional_text(&mut root, "answer"),
        follow_ups: reader.optional_texts(&mut root, "follow-ups"),
        aspects: parse_aspects(&mut reader, &mut root),
        texts: parse_texts(&mut reader, &root),
    };
    reader.finish(&root, true);
    (intent, reader.findings())
}

fn parse_aspects(reader: &mut Reader<'_>, root: &mut Table<'_, '_>) -> Vec<(At<String>, At<String>)> {
    let table = reader.optional_table(root, "aspects");
    table.map(|table| reader.text_entries(&table)).unwrap_or_default()
}

fn parse_texts(reader: &mut Reader<'_>, root: &Table<'_, '_>) -> BTreeMap<Lang, RawIntentText> {
    let mut texts = BTreeMap::new();
    for (lang, (key, value)) in reader.languages(root) {
        texts.extend(parse_text(reader, &key, value).map(|text| (lang, text)));
    }
    texts
}

fn parse_text(reader: &mut Reader<'_>, key: &At<String>, value: &Spanned<DeValue<'_>>) -> Option<RawIntentText> {
    let mut table = reader.as_table(value, &key.value)?;
    let text = RawIntentText {
        key: key.span,
        title: reader.text(&mut table, "title"),
        button: reader.text(&mut table, "button"),
        patterns: reader.optional_texts(&mut table, "patterns").value,
        examples: parse_examples(reader, &mut table, "examples"),
        right: parse_right(reader, &mut table),
    };
    report_strangers(reader, &text.right, &text.examples);
    reader.finish(&table, false);
    Some(text)
}

fn parse_examples(reader: &mut Reader<'_>, table: &mut Table<'_, '_>, key: &'static str) -> Vec<At<String>> {
    let Some(examples) = reader.texts(table, key) else { return Vec::new() };
    if examples.value.is_empty() {
        reader.report(recognition::empty_examples(reader.place(examples.span), key));
    }
    examples.value
}

fn parse_right(reader: &mut Reader<'_>, table: &mut Table<'_, '_>) -> Vec<At<String>> {
    reader.optional_texts(table, RIGHT).value
}

/// Says which of those that are `right` are no examples any more.
fn report_strangers(reader: &mut Reader<'_>, right: &[At<String>], examples: &[At<String>]) {
    for stranger in right.iter().filter(|right| examples.iter().all(|example| example.value != right.value)) {
        reader.report(recognition::no_such_example(reader.place(stranger.span), RIGHT));
    }
}

/// The examples of one file in `lang`: of an intent its title first, of `none.toml` the near ones first.
pub(in crate::content) fn example_places(source: &SourceFile, lang: Lang) -> Vec<ExamplePlace> {
    if source.path == super::sort::NONE {
        let text = parse_negatives(source).0.texts.remove(&lang);
        return text
            .map(|text| places(&source.path, text.near.iter().chain(&text.far), &text.right))
            .unwrap_or_default();
    }
    let text = parse_intent(source, "").0.texts.remove(&lang);
    text.map(|text| places(&source.path, text.title.iter().chain(&text.examples), &text.right)).unwrap_or_default()
}

fn places<'a>(file: &str, examples: impl Iterator<Item = &'a At<String>>, right: &[At<String>]) -> Vec<ExamplePlace> {
    let place = |example: &At<String>| ExamplePlace {
        text: example.value.clone(),
        place: Place::new(file, example.span),
        settled: right.iter().any(|right| right.value == example.value),
    };
    examples.map(place).collect()
}

/// `intents/none.toml` as read: per language the messages that no intent should answer, near and far.
#[derive(Clone, Debug, Default)]
pub(in crate::content) struct RawNegatives {
    pub(in crate::content) file: String,
    pub(in crate::content) texts: BTreeMap<Lang, RawNegativeText>,
}

/// The table of one language.
#[derive(Clone, Debug)]
pub(in crate::content) struct RawNegativeText {
    pub(in crate::content) key: Span,
    pub(in crate::content) near: Vec<At<String>>,
    pub(in crate::content) far: Vec<At<String>>,
    /// Regular expressions that fire on such messages alone.
    pub(in crate::content) patterns: Vec<At<String>>,
    /// As in [`RawIntentText`].
    pub(in crate::content) right: Vec<At<String>>,
}

/// Reads `intents/none.toml`.
pub(in crate::content) fn parse_negatives(source: &SourceFile) -> (RawNegatives, Vec<Diagnostic>) {
    let (document, mut reader) = parse_toml(&source.path, &source.text, 0);
    let root = reader.root(&document);
    let mut negatives = RawNegatives { file: source.path.clone(), texts: BTreeMap::new() };
    for (lang, (key, value)) in reader.languages(&root) {
        let Some(mut table) = reader.as_table(value, &key.value) else { continue };
        let near = parse_examples(&mut reader, &mut table, "near");
        let far = parse_examples(&mut reader, &mut table, "far");
        let patterns = reader.optional_texts(&mut table, "patterns").value;
        let right = parse_right(&mut reader, &mut table);
        report_strangers(&mut reader, &right, &[near.as_slice(), &far].concat());
        reader.finish(&table, false);
        negatives.texts.insert(lang, RawNegativeText { key: key.span, near, far, patterns, right });
    }
    reader.finish(&root, true);
    (negatives, reader.findings())
}
