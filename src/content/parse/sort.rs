//! Which file is what, by its path; and all of them parsed.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::content::{Lang, SourceFile};
use crate::cores::largest_first;
use crate::diagnostic::{Diagnostic, Place, files};
use crate::text::{Span, is_control};

/// Everything that was read.
#[derive(Default)]
pub(in crate::content) struct Parsed {
    /// Dutch first.
    pub(in crate::content) languages: Vec<Lang>,
    /// Languages that have a folder without phrases, perhaps by mistake: nothing counts as missing or too much in them.
    pub(in crate::content) unfinished: BTreeSet<Lang>,
    pub(in crate::content) intents: BTreeMap<String, RawIntent>,
    pub(in crate::content) negatives: RawNegatives,
    pub(in crate::content) menu: Vec<RawSituation>,
    pub(in crate::content) follow_ups: RawFollowUps,
    pub(in crate::content) concepts: Vec<RawConcept>,
    pub(in crate::content) answers: BTreeMap<Lang, BTreeMap<String, RawAnswer>>,
    pub(in crate::content) facts: Ledger<RawFact>,
    pub(in crate::content) contacts: Ledger<RawContact>,
    pub(in crate::content) sources: Ledger<RawSource>,
    pub(in crate::content) phrases: BTreeMap<Lang, RawPhrases>,
    pub(in crate::content) regions: RawRegions,
    /// Hard words, each with a plainer one.
    pub(in crate::content) plain_words: BTreeMap<Lang, Vec<RawPlainWord>>,
}

/// The files beside the intents and answers.
pub(in crate::content) const NONE: &str = "intents/none.toml";
pub(in crate::content) const MENU: &str = "intents/menu.toml";
pub(in crate::content) const FOLLOW_UPS: &str = "intents/follow-ups.toml";
pub(in crate::content) const CONCEPTS: &str = "intents/concepts.toml";
pub(in crate::content) const FACTS: &str = "answers/facts.toml";
pub(in crate::content) const CONTACTS: &str = "answers/contacts.toml";
pub(in crate::content) const SOURCES: &str = "answers/sources.toml";
pub(in crate::content) const REGIONS: &str = "answers/regions.toml";
const REQUIRED: [&str; 6] = [NONE, MENU, FOLLOW_UPS, FACTS, CONTACTS, SOURCES];
const PHRASES: &str = "phrases.ftl";
const PLAIN_WORDS: &str = "plain-words.toml";

/// Parses all `files`.
pub(in crate::content) fn parse_files(sources: &[SourceFile]) -> (Parsed, Vec<Diagnostic>) {
    let mut parsed = Parsed::default();
    let mut diagnostics = Vec::new();
    for (put, found) in largest_first(sources, |source| source.text.len(), read) {
        diagnostics.extend(found);
        put(&mut parsed);
    }
    rename_misnamed(&mut parsed);
    (parsed.languages, parsed.unfinished) = languages(&parsed);
    diagnostics.extend(missing(sources, &parsed));
    (parsed, diagnostics)
}

/// Puts what was read of a file where it belongs.
type Put = Box<dyn FnOnce(&mut Parsed) + Send>;

fn read(source: &SourceFile) -> (Put, Vec<Diagnostic>) {
    let (put, mut diagnostics) = parse_file(source);
    diagnostics.extend(find_hidden(source));
    diagnostics.extend(check_capitals(&source.path));
    (put, diagnostics)
}

fn parse_file(source: &SourceFile) -> (Put, Vec<Diagnostic>) {
    match known_path(&source.path).unwrap_or(&source.path) {
        NONE => keep(parse_negatives(source), |parsed| &mut parsed.negatives),
        MENU => keep(parse_menu(source), |parsed| &mut parsed.menu),
        FOLLOW_UPS => keep(parse_follow_ups(source), |parsed| &mut parsed.follow_ups),
        CONCEPTS => keep(parse_concepts(source), |parsed| &mut parsed.concepts),
        FACTS => keep(parse_facts(source), |parsed| &mut parsed.facts),
        CONTACTS => keep(parse_contacts(source), |parsed| &mut parsed.contacts),
        SOURCES => keep(parse_sources(source), |parsed| &mut parsed.sources),
        REGIONS => keep(parse_regions(source), |parsed| &mut parsed.regions),
        path => parse_named(source, &path.split('/').collect::<Vec<_>>()),
    }
}

/// The path of the one file that is called like this but for capitals: `intents/Menu.toml`.
fn known_path(path: &str) -> Option<&'static str> {
    REQUIRED.into_iter().chain([CONCEPTS, REGIONS]).find(|known| known.eq_ignore_ascii_case(path))
}

/// What is to be said of the name of a file that is read all the same.
fn check_capitals(path: &str) -> Option<Diagnostic> {
    let (_, name) = path.rsplit_once('/')?;
    let is_known = known_path(path).is_some() || name.eq_ignore_ascii_case(PHRASES);
    (is_known && name.contains(|c: char| c.is_ascii_uppercase()))
        .then(|| files::file_name(Place::file(path), name, &name.to_ascii_lowercase()))
}

/// Whether `c` is not seen and of no use. The joiner within emoji is of use.
pub(super) fn is_hidden(c: char) -> bool {
    is_control(c) && !matches!(c, '\r' | '\u{200C}' | '\u{200D}')
}

/// Where in `text` a character stands that is not seen, and which. Nearly all of any text is plain: that is gone over a byte at
/// a time.
pub(super) fn first_hidden(text: &str) -> Option<(usize, char)> {
    let plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t');
    let mut at = 0;
    while let Some(next) = text.as_bytes()[at..].iter().position(|byte| !plain(byte)) {
        at += next;
        let found = text[at..].chars().next()?;
        if is_hidden(found) {
            return Some((at, found));
        }
        at += found.len_utf8();
    }
    None
}

/// The first character of `source` that is not seen.
fn find_hidden(source: &SourceFile) -> Option<Diagnostic> {
    let (at, found) = first_hidden(&source.text)?;
    Some(files::hidden_character(Place::new(&source.path, Span::new(at, at + found.len_utf8())), found))
}

fn keep<T: Send + 'static>(
    (value, diagnostics): (T, Vec<Diagnostic>),
    slot: fn(&mut Parsed) -> &mut T,
) -> (Put, Vec<Diagnostic>) {
    (Box::new(move |parsed| *slot(parsed) = value), diagnostics)
}

/// A file that is none of ours.
fn strange(diagnostic: Diagnostic) -> (Put, Vec<Diagnostic>) {
    (Box::new(|_| ()), vec![diagnostic])
}

fn parse_named(source: &SourceFile, steps: &[&str]) -> (Put, Vec<Diagnostic>) {
    match steps {
        ["intents", name] if name.ends_with(".toml") => {
            let id = name.trim_end_matches(".toml").to_owned();
            let (intent, mut diagnostics) = parse_intent(source, &id);
            diagnostics.extend(check_name(Place::file(&source.path), &id));
            (Box::new(|parsed| drop(parsed.intents.insert(id, intent))), diagnostics)
        }
        ["answers", folder, name] => match Lang::parse(folder) {
            Some(lang) => parse_in_language(source, lang, name),
            None => strange(files::file_name(Place::file(&source.path), folder, "")),
        },
        _ => strange(files::unknown_file(Place::file(&source.path), &source.path, REQUIRED)),
    }
}

fn parse_in_language(source: &SourceFile, lang: Lang, name: &str) -> (Put, Vec<Diagnostic>) {
    if name.eq_ignore_ascii_case(PHRASES) {
        let (phrases, diagnostics) = parse_phrases(source);
        return (Box::new(move |parsed| drop(parsed.phrases.insert(lang, phrases))), diagnostics);
    }
    if name == PLAIN_WORDS {
        let (words, diagnostics) = parse_plain_words(source);
        return (Box::new(move |parsed| drop(parsed.plain_words.insert(lang, words))), diagnostics);
    }
    let Some(id) = name.strip_suffix(".md").map(str::to_owned) else {
        return strange(files::unknown_file(Place::file(&source.path), name, [PHRASES, PLAIN_WORDS]));
    };
    let (answer, mut diagnostics) = parse_answer(source, &id);
    diagnostics.extend(check_name(Place::file(&source.path), &id));
    let put: Put = Box::new(move |parsed| drop(parsed.answers.entry(lang).or_default().insert(id, answer)));
    (put, diagnostics)
}

/// Whether `name` can be referred to everywhere alike.
pub(in crate::content) fn check_name(at: Place, name: &str) -> Option<Diagnostic> {
    let good = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if name.split('-').all(good) {
        return None;
    }
    Some(files::file_name(at, name, &better_name(name)))
}

/// The name that `name` should have been; empty if nothing of it can stay.
fn better_name(name: &str) -> String {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-")
}

/// Takes each misnamed file under the name it should have, so that all that refers to it still finds it: the name is
/// reported once and nothing else because of it.
fn rename_misnamed(parsed: &mut Parsed) {
    rename_keys(&mut parsed.intents, |intent, better| intent.id = better);
    for answers in parsed.answers.values_mut() {
        rename_keys(answers, |answer, better| answer.id = better);
    }
}

fn rename_keys<T>(entries: &mut BTreeMap<String, T>, rename: impl Fn(&mut T, String)) {
    let names: Vec<String> = entries.keys().cloned().collect();
    for name in names {
        let better = better_name(&name);
        if better.is_empty() || entries.contains_key(&better) {
            continue;
        }
        if let Some(mut entry) = entries.remove(&name) {
            rename(&mut entry, better.clone());
            entries.insert(better, entry);
        }
    }
}

/// The languages, Dutch first, and those that are not finished: they have a folder but no phrases.
fn languages(parsed: &Parsed) -> (Vec<Lang>, BTreeSet<Lang>) {
    let others = |lang: &Lang| *lang != Lang::NL;
    let finished = parsed.phrases.keys().copied().filter(others);
    let unfinished = parsed.answers.keys().filter(|lang| !parsed.phrases.contains_key(lang)).copied().filter(others);
    (std::iter::once(Lang::NL).chain(finished).collect(), unfinished.collect())
}

fn missing(sources: &[SourceFile], parsed: &Parsed) -> Vec<Diagnostic> {
    let there: BTreeSet<String> = sources.iter().map(|source| source.path.to_lowercase()).collect();
    let folders: Vec<&str> = ["intents", "answers/nl"]
        .into_iter()
        .filter(|folder| !there.iter().any(|path| path.starts_with(*folder)))
        .collect();
    let in_missing_folder = |path: &str| folders.iter().any(|folder| path.starts_with(*folder));
    let dutch = format!("answers/nl/{PHRASES}");
    let wanted = REQUIRED.iter().map(|path| (*path).to_owned()).chain([dutch]);
    let absent = wanted.filter(|path| !there.contains(path.as_str()) && !in_missing_folder(path));
    let folders = folders.iter().map(|folder| files::missing_folder(Place::file(folder)));
    let unfinished = parsed.unfinished.iter();
    let silent = unfinished.map(|lang| (lang, Place::file(&format!("answers/{lang}/{PHRASES}"))));
    let silent = silent.map(|(lang, at)| files::missing_phrases(at, lang.code()));
    folders.chain(absent.map(|path| files::missing_file(Place::file(&path)))).chain(silent).collect()
}
