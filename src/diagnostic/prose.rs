//! How texts are written: plain words, short sentences, facts by reference.

use super::Severity::Warning;
use super::{Code, Diagnostic, Place};

/// The codes of this area.
pub(super) static CODES: &[&Code] = &[&BARE_FACT, &LONG_SENTENCE];

/// `bare-fact`
pub static BARE_FACT: Code = Code {
    name: "bare-fact",
    severity: Warning,
    title: "a fact stands in the text instead of the ledger",
    why: "A term, telephone number, address or article stands once, in answers/facts.toml, contacts.toml or sources.toml, \
          with its source and the day it was checked. When it changes, it then changes everywhere.",
    wrong: "U krijgt binnen 6 weken antwoord.",
    right: "U krijgt binnen {fact:access-deadline} antwoord.",
};

/// `what` stands in the text; `remedy` is the placeholder to use.
#[must_use]
pub fn bare_fact(at: Place, what: &str, remedy: &str) -> Diagnostic {
    BARE_FACT.at(at.saying(what), format!("{what} stands in the text itself")).help(format!("use {remedy}"))
}

/// `long-sentence`
pub static LONG_SENTENCE: Code = Code {
    name: "long-sentence",
    severity: Warning,
    title: "a sentence is long for plain language",
    why: "Plain language (B1) has sentences of about twelve words. Many people lose the thread after twenty. A \
          placeholder counts as one word.",
    wrong: "U stuurt een brief naar de privacyfunctionaris van de eenheid in uw regio waarin u uitlegt welke gegevens u \
            wilt zien en waarom u denkt dat de politie die gegevens heeft.",
    right: "U stuurt een brief naar de privacyfunctionaris in uw regio. Daarin schrijft u welke gegevens u wilt zien.",
};

/// The sentence has `found` words.
#[must_use]
pub fn long_sentence(at: Place, found: usize, limit: usize) -> Diagnostic {
    LONG_SENTENCE
        .at(at.saying(format!("{found} words")), format!("this sentence has more than {limit} words"))
        .help("make two sentences of it, or a list")
}
