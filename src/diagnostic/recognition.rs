//! What a question is recognised by: the examples and patterns of intents.

use super::Severity::{Error, Warning};
use super::{Code, Diagnostic, Place};

/// The codes of this area.
pub(super) static CODES: &[&Code] =
    &[&BAD_REGEX, &REGEX_MATCHES_EMPTY, &EMPTY_EXAMPLES, &DUPLICATE_EXAMPLE, &REPEATED_EXAMPLE];

/// `bad-regex`
pub static BAD_REGEX: Code = Code {
    name: "bad-regex",
    severity: Error,
    title: "a pattern is not a regular expression that can be used",
    why: "Patterns are regular expressions without look-around and back references, in single quotation marks so that \
          backslashes stay. Every bracket that is opened must be closed. A pattern may also be too large: repeat less.",
    wrong: "patterns = ['\\binzage(verzoek\\b']",
    right: "patterns = ['\\binzage(verzoek)?\\b']",
};

/// The pattern cannot be read; `complaint` is the one line of the regex parser that says why.
#[must_use]
pub fn bad_regex(at: Place, complaint: &str) -> Diagnostic {
    BAD_REGEX
        .at(at.saying(complaint), "this pattern is not a regular expression that can be used")
        .help("check its brackets; look-around, as in (?=…), and back references, as in \\1, do not exist here")
}

/// The pattern is larger than allowed.
#[must_use]
pub fn regex_too_large(at: Place) -> Diagnostic {
    BAD_REGEX
        .at(at.saying("too large"), "this pattern takes too much memory")
        .help("repeat less: `.{2,40}` instead of `.{2,4000}`, and no repetition of a repetition")
}

/// `regex-matches-empty`
pub static REGEX_MATCHES_EMPTY: Code = Code {
    name: "regex-matches-empty",
    severity: Error,
    title: "a pattern fits every message",
    why: "A pattern whose parts may all be left out fits the empty text, and so every message there is.",
    wrong: "patterns = ['(inzage)?']",
    right: "patterns = ['\\binzage\\b']",
};

/// The pattern fits the empty text.
#[must_use]
pub fn regex_matches_empty(at: Place) -> Diagnostic {
    REGEX_MATCHES_EMPTY
        .at(at.saying("fits the empty text"), "this pattern fits every message")
        .help("let at least one word of the pattern be without `?` or `*`")
}

/// `empty-examples`
pub static EMPTY_EXAMPLES: Code = Code {
    name: "empty-examples",
    severity: Error,
    title: "an intent has no examples",
    why: "The assistant recognises a question by its examples. Without any it never will.",
    wrong: "examples = []",
    right: "examples = [\n    \"kan ik zien wat de politie over mij heeft\",\n    \"mijn dossier inkijken\",\n]",
};

/// The list at the place is empty.
#[must_use]
pub fn empty_examples(at: Place, key: &str) -> Diagnostic {
    EMPTY_EXAMPLES
        .at(at.saying("no example"), format!("`{key}` is an empty list"))
        .help("write messages as people type them, at least fifteen")
}

/// `duplicate-example`
pub static DUPLICATE_EXAMPLE: Code = Code {
    name: "duplicate-example",
    severity: Error,
    title: "one example stands under two intents",
    why: "The same message cannot mean two things. Capitals, punctuation and spaces make no difference to the assistant. \
          Keep the example where it belongs; if either could be meant, keep it in neither.",
    wrong: "\"hoe lang duurt het\" in access-deadline.toml, \"Hoe lang duurt het?\" in correction-deadline.toml",
    right: "\"hoe lang duurt inzage\" and \"hoe lang duurt een correctie\"",
};

/// The example at `at` stands at `first` under another intent.
#[must_use]
pub fn duplicate_example(at: Place, first: Place, intents: (&str, &str)) -> Diagnostic {
    let (here, there) = intents;
    DUPLICATE_EXAMPLE
        .at(at.saying(format!("under `{here}`")), format!("this example stands under `{here}` and under `{there}`"))
        .and(first.saying(format!("under `{there}`")))
        .help("keep it where it belongs, and make the other different")
}

/// `repeated-example`
pub static REPEATED_EXAMPLE: Code = Code {
    name: "repeated-example",
    severity: Warning,
    title: "an intent has the same example twice",
    why: "A repetition teaches the assistant nothing. Capitals, punctuation and spaces make no difference to it.",
    wrong: "examples = [\"mijn gegevens inzien\", \"Mijn gegevens inzien!\"]",
    right: "examples = [\"mijn gegevens inzien\", \"wat hebben jullie over mij\"]",
};

/// The example at `at` stands at `first` already.
#[must_use]
pub fn repeated_example(at: Place, first: Place) -> Diagnostic {
    REPEATED_EXAMPLE
        .at(at.saying("once more"), "this intent has the same example twice")
        .and(first.saying("it stands here already"))
        .help("remove one, or write another thought")
}
