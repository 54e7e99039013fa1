//! What looks like a person's own number or address in the content: nothing of a real person may stand there.
//!
//! The redactor of citizens' messages says what it would strike. It stays out of `content`, which knows no privacy, and out of a
//! reload, which must be quick.

use std::collections::BTreeSet;

use crate::content::{Lang, SourceFile, example_places};
use crate::content_files::Content;
use crate::diagnostic::{self, Diagnostic, Place, Span, personal};
use crate::privacy::{Kind as Struck, redact};

/// What is warned of in examples. Not licence plates: 00-XX-00 is nobody's, and looks like any other. Not numbers of documents:
/// the word beside a year gives one ("no passport since 1998").
const IN_EXAMPLES: [Struck; 6] =
    [Struck::Email, Struck::Iban, Struck::Card, Struck::Phone, Struck::Bsn, Struck::Address];
/// What is warned of in what citizens read: the other kinds are bare facts there.
const IN_TEXTS: [Struck; 3] = [Struck::Iban, Struck::Card, Struck::Bsn];

/// Adds a warning to `content` for each example and each line that has something in it as a person would have.
pub fn add_personal_data(content: &mut Content) {
    let languages: BTreeSet<Lang> = content.files.iter().filter_map(language).collect();
    let found: Vec<Diagnostic> = content.files.iter().flat_map(|file| check_file(file, &languages)).collect();
    content.diagnostics.extend(found);
    diagnostic::sort(&mut content.diagnostics);
}

/// The language of a file in `answers/<lang>/`.
fn language(file: &SourceFile) -> Option<Lang> {
    file.path.strip_prefix("answers/")?.split_once('/').and_then(|(code, _)| Lang::parse(code))
}

fn check_file(file: &SourceFile, languages: &BTreeSet<Lang>) -> Vec<Diagnostic> {
    if file.path.starts_with("intents/") {
        let examples = languages.iter().flat_map(|lang| example_places(file, *lang));
        let found = examples.filter_map(|example| report(example.place, &example.text, &IN_EXAMPLES));
        return found.collect();
    }
    if language(file).is_none() || file.path.ends_with(".toml") {
        return Vec::new();
    }
    let mut at = 0;
    let mut fences = if file.path.ends_with(".md") { 2 } else { 0 };
    let mut findings = Vec::new();
    for line in file.text.split_inclusive('\n') {
        // Of what stands above an answer, only the title is for people; a date that is none may look like a number.
        if fences > 0 && !line.starts_with("title") {
            fences -= u8::from(line.trim_end() == "+++");
            at += line.len();
            continue;
        }
        let place = Place::new(&file.path, Span::new(at, at + line.trim_end().len()));
        findings.extend(report(place, line, &IN_TEXTS));
        at += line.len();
    }
    findings
}

fn report(place: Place, text: &str, kinds: &[Struck]) -> Option<Diagnostic> {
    // Without a digit and without a sign of an address there is nothing to strike.
    if !text.contains(|c: char| c.is_numeric() || c == '@') {
        return None;
    }
    let kind = redact(text).struck.into_iter().find(|kind| kinds.contains(kind))?;
    Some(personal::personal_data(place, words(kind)))
}

fn words(kind: Struck) -> &'static str {
    match kind {
        Struck::Link => "a private link",
        Struck::Email => "an e-mail address",
        Struck::Iban => "a bank account number",
        Struck::Card => "the number of a payment card",
        Struck::Phone => "a telephone number",
        Struck::Bsn => "a citizen service number (BSN)",
        Struck::Document => "the number of an identity document",
        Struck::BirthDate => "a date of birth",
        Struck::Plate => "a licence plate",
        Struck::Address => "the address of a house",
        Struck::Handle => "the name of an account",
    }
}
