//! What maintainers write, as checked values: intents, answers, facts, contacts, sources, phrases.
//!
//! Start with [`Catalogue`], the whole of it, and [`parse_catalogue`], which makes one from files or says what is wrong
//! with them. Knows no disk: `content_files` reads the folders. A [`Catalogue`] that exists is whole: every reference
//! in it leads somewhere and every language has every text.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod assemble;
mod check;
mod clues;
mod fill;
mod ledgers;
mod measure;
mod model;
mod outline;
mod parse;
mod phrases;
mod regions;
mod rich;
#[cfg(test)]
pub(crate) mod sample;
mod sentences;
#[cfg(test)]
mod tests;

pub(crate) use clues::{Clues, Way};
pub use measure::{ExampleMeasures, Measures, PartMeasures, measure};
pub use model::*;
pub use outline::{Entry, EntryId, LedgerName, Outline, PartText, Use, Wording, outline};
pub use phrases::{Phrases, REQUIRED};
pub use regions::{Found, Regions, Spot};
pub use rich::{Block, Inline, RichText, Style};

use std::collections::BTreeSet;

use sha2::{Digest as _, Sha256};

use crate::diagnostic::{Diagnostic, answers, syntax};

/// A content file as read: path from the content folder with slashes, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// `intents/access-request.toml`.
    pub path: String,
    /// Its whole text.
    pub text: String,
}

impl SourceFile {
    /// A file of content that may not be on any disk.
    #[must_use]
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }
}

/// How many characters a button shows on a telephone.
pub const BUTTON_LIMIT: usize = 32;
/// How many related topics fit under an answer.
pub const FOLLOW_UP_LIMIT: usize = 4;
/// How many UTF-16 units one Telegram message holds.
pub const MESSAGE_LIMIT: usize = 4096;
/// How many bytes of memory one compiled pattern may take.
pub const PATTERN_LIMIT: usize = 256 * 1024;
/// From more words than this on, a sentence is long for plain language.
pub const SENTENCE_LIMIT: usize = 20;

/// The intents that the program itself names: it cannot do without them.
pub const REQUIRED_INTENTS: [(&str, Kind); 10] = [
    ("emergency", Kind::Safety),
    ("crisis", Kind::Safety),
    ("help", Kind::Conversation),
    ("greeting", Kind::Conversation),
    ("thanks", Kind::Conversation),
    ("goodbye", Kind::Conversation),
    ("language", Kind::Conversation),
    ("bot-privacy", Kind::Conversation),
    ("bot-identity", Kind::Conversation),
    ("human-handoff", Kind::Conversation),
];

/// How many sentences the short answer has at most.
pub const SHORT_LIMIT: usize = 3;

/// What of a text is a person's own, in words; nothing if nothing is.
pub type Look<'a> = &'a (dyn Fn(&str) -> Option<&'static str> + Sync);

/// How much is looked at.
#[derive(Clone, Copy)]
pub enum Care<'a> {
    /// All of it, and for what is a person's own in examples, as in a check.
    Looking(Look<'a>),
    /// All of it, as before a change comes into force.
    Whole,
    /// What is needed to use it: examples are not held against each other and against all patterns, which takes longest.
    Use,
}

/// Makes a catalogue of `files`, and says all that is wrong with them in one go, by file and place. There is no
/// catalogue when one of the diagnostics is an error. `today` decides what is overdue.
#[must_use]
pub fn parse_catalogue(files: &[SourceFile], today: Date) -> (Option<Catalogue>, Vec<Diagnostic>) {
    parse_with(files, today, Care::Whole)
}

/// The same with as much care as asked for.
#[must_use]
pub fn parse_with(files: &[SourceFile], today: Date, care: Care<'_>) -> (Option<Catalogue>, Vec<Diagnostic>) {
    let (parsed, mut diagnostics) = parse::parse_files(files);
    let ledgers = ledgers::Ledgers::of(&parsed);
    let broken = files_with_syntax_errors(&diagnostics);
    diagnostics.extend(check::check_all(&parsed, &ledgers, &broken, today, care));
    leave_out_consequences(&mut diagnostics);
    crate::diagnostic::sort(&mut diagnostics);
    let usable = !diagnostics.iter().any(Diagnostic::is_error);
    let catalogue = usable.then(|| assemble::assemble(&parsed, ledgers)).flatten();
    let catalogue = catalogue.map(|catalogue| Catalogue { fingerprint: fingerprint(files), ..catalogue });
    (catalogue, diagnostics)
}

/// What is wrong with `name` as a name that files and ledgers refer to, if anything.
#[must_use]
pub fn check_name(name: &str) -> Option<Diagnostic> {
    parse::check_name(crate::diagnostic::Place::file(name), name)
}

/// An example where it stands.
#[derive(Clone, Debug)]
pub struct ExamplePlace {
    /// Its words.
    pub text: String,
    /// Where.
    pub place: crate::diagnostic::Place,
    /// Whether the maintainers say of it that it is right as it is, though it looks like another intent's.
    pub settled: bool,
}

/// The examples in `lang` of the file of an intent, its title first as a matcher takes them; or of those of `none.toml`.
#[must_use]
pub fn example_places(file: &SourceFile, lang: Lang) -> Vec<ExamplePlace> {
    parse::example_places(file, lang)
}

/// The beginning of the SHA-256 of all names and texts, each with its length before it.
fn fingerprint(files: &[SourceFile]) -> String {
    let mut hash = Sha256::new();
    for part in files.iter().flat_map(|file| [&file.path, &file.text]) {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// In a text that has an error anyway, what it seems to name or not to name says nothing yet.
fn leave_out_consequences(diagnostics: &mut Vec<Diagnostic>) {
    let errors = diagnostics.iter().filter(|one| one.is_error());
    let faulty: BTreeSet<String> = errors.flat_map(|one| &one.places).map(|place| place.file.clone()).collect();
    let codes = [answers::LANGUAGES_DIFFER.name, answers::CONTACTS_DIFFER.name];
    let is_consequence =
        |one: &Diagnostic| codes.contains(&one.code) && one.places.iter().any(|place| faulty.contains(&place.file));
    diagnostics.retain(|one| !is_consequence(one));
}

fn files_with_syntax_errors(diagnostics: &[Diagnostic]) -> BTreeSet<String> {
    let codes = [syntax::TOML_SYNTAX.name, syntax::MARKDOWN_FRONT_MATTER.name, syntax::FLUENT_SYNTAX.name];
    let found = diagnostics.iter().filter(|diagnostic| codes.contains(&diagnostic.code));
    found.flat_map(|diagnostic| &diagnostic.places).map(|place| place.file.clone()).collect()
}
