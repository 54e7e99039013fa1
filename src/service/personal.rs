//! What looks like a person's own number or address in the content: nothing of a real person may stand there.
//!
//! The redactor of citizens' messages says what it would strike. It stays out of `content`, which knows no privacy, and out of a
//! reload, which must be quick.

use crate::content::{Lang, SourceFile};
use crate::content_files::Content;
use crate::cores::largest_first;
use crate::diagnostic::{self, Diagnostic, Place, Span, personal};
use crate::privacy::{Kind as Struck, may_identify, redact};

/// What is warned of in examples. Not licence plates: 00-XX-00 is nobody's, and looks like any other. Not numbers of documents:
/// the word beside a year gives one ("no passport since 1998").
const IN_EXAMPLES: [Struck; 6] =
    [Struck::Email, Struck::Iban, Struck::Card, Struck::Phone, Struck::Bsn, Struck::Address];
/// What is warned of in what citizens read: the other kinds are bare facts there.
const IN_TEXTS: [Struck; 3] = [Struck::Iban, Struck::Card, Struck::Bsn];

/// What in an example is as a person has it, in words.
pub(super) fn in_example(text: &str) -> Option<&'static str> {
    found(text, &IN_EXAMPLES)
}

/// Adds a warning to `content` for each line that citizens read and that has something in it as a person would have.
pub(super) fn add_personal_data(content: &mut Content) {
    let found = largest_first(&content.files, |file| file.text.len(), check_file);
    content.diagnostics.extend(found.into_iter().flatten());
    diagnostic::sort(&mut content.diagnostics);
}

fn check_file(file: &SourceFile) -> Vec<Diagnostic> {
    if !is_read_by_citizens(&file.path) {
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
        let written = line.trim_end();
        let place = || Place::new(&file.path, Span::new(at, at + written.len()));
        findings.extend(found(written, &IN_TEXTS).map(|what| personal::personal_data(place(), what)));
        at += line.len();
    }
    findings
}

/// Whether a file is one of texts in a language: `answers/nl/…`.
fn is_read_by_citizens(path: &str) -> bool {
    let inner = path.strip_prefix("answers/").and_then(|path| path.split_once('/'));
    inner.is_some_and(|(code, _)| Lang::parse(code).is_some()) && !path.ends_with(".toml")
}

fn found(text: &str, kinds: &[Struck]) -> Option<&'static str> {
    if !may_identify(text) {
        return None;
    }
    redact(text).struck.into_iter().find(|kind| kinds.contains(kind)).map(words)
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
