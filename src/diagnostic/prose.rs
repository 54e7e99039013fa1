//! How texts are written: plain words, short sentences, facts by reference.

use super::Severity::{Error, Warning};
use super::{Code, Diagnostic, Place};

/// The codes of this area.
pub(super) static CODES: &[&Code] =
    &[&BARE_FACT, &LONG_SENTENCE, &NOT_A_SENTENCE, &LONG_SHORT_ANSWER, &UNBALANCED_MARKUP, &HARD_WORD];

/// `bare-fact`
pub static BARE_FACT: Code = Code {
    name: "bare-fact",
    severity: Error,
    title: "a fact stands in the text instead of the ledger",
    why: "A term, telephone number, address or article stands once, in answers/facts.toml, contacts.toml or sources.toml, \
          with its source and the day it was checked. When it changes, it then changes everywhere.",
    wrong: "U krijgt binnen 6 weken antwoord.",
    right: "U krijgt binnen {fact:access-deadline} antwoord.",
};

/// `what` stands in the text. The entries `named` say the same; if there are none, `remedy` is the placeholder to use for a
/// new one.
#[must_use]
pub fn bare_fact(at: Place, what: &str, named: &[&str], remedy: &str) -> Diagnostic {
    let help = match named {
        [] => format!("no entry of the ledgers says this: make one with `loket new`, then use {remedy}"),
        [one] => format!("use {one}, which says the same"),
        more => format!("use the one that is meant of {}, which all say the same", more.join(", ")),
    };
    BARE_FACT.at(at.saying(what), format!("{what} stands in the text itself")).help(help)
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

/// `not-a-sentence`
pub static NOT_A_SENTENCE: Code = Code {
    name: "not-a-sentence",
    severity: Error,
    title: "an answer does not begin with a sentence",
    why: "The first paragraph is the whole answer that a citizen gets first. A heading in bold, a lone address or the words \
          before a list say nothing by themselves. Most often the first paragraph was removed, and the next moved up.",
    wrong: "+++\n…\n+++\n**Dit zet u in de brief**\n\n- Uw naam en adres.",
    right: "+++\n…\n+++\nJa, dat mag. U vraagt het met een brief.\n\n**Dit zet u in de brief**",
};

/// The first paragraph is no whole sentence.
#[must_use]
pub fn not_a_sentence(at: Place) -> Diagnostic {
    NOT_A_SENTENCE
        .at(at.saying("the short answer"), "this answer does not begin with a sentence")
        .help("write the answer itself first: one to three short sentences, with a full stop at the end")
}

/// `long-short-answer`
pub static LONG_SHORT_ANSWER: Code = Code {
    name: "long-short-answer",
    severity: Warning,
    title: "the short answer has more than three sentences",
    why: "The first paragraph is what a citizen gets first, often on a telephone. The answer itself fits in three short \
          sentences; the rest is shown after the button for more.",
    wrong: "Ja. Dat mag. U schrijft een brief. Die stuurt u per post. Het is gratis.",
    right: "Ja, dat mag. U schrijft een brief en stuurt die per post.\n\nHet is gratis.",
};

/// The first paragraph has `found` sentences.
#[must_use]
pub fn long_short_answer(at: Place, found: usize, limit: usize) -> Diagnostic {
    LONG_SHORT_ANSWER
        .at(at.saying(format!("{found} sentences")), format!("the short answer has more than {limit} sentences"))
        .help("put an empty line after the answer itself; what follows is shown after the button for more")
}

/// `unbalanced-markup`
pub static UNBALANCED_MARKUP: Code = Code {
    name: "unbalanced-markup",
    severity: Error,
    title: "a sign for bold, italic or a link would be shown as it is",
    why: "Bold begins and ends with **, italic with * or _, and a link is [words](https://…). When one of the signs is missing, \
          or a space stands inside it, a citizen sees the signs. A sign that is meant as such is written with a \\ before it.",
    wrong: "Stuur de **brief per post.",
    right: "Stuur de **brief** per post.",
};

/// The `signs` at the place have no counterpart.
#[must_use]
pub fn unbalanced_markup(at: Place, signs: &str) -> Diagnostic {
    UNBALANCED_MARKUP
        .at(at.saying("shown as it is"), format!("the sign `{signs}` has no counterpart"))
        .help(format!("write it on both sides, with no space inside: {signs}word{signs}; or leave it out"))
}

/// A link that is not closed, or has a space where none may be.
#[must_use]
pub fn broken_link(at: Place) -> Diagnostic {
    UNBALANCED_MARKUP
        .at(at.saying("shown as it is"), "this was meant as a link and is none")
        .help("write [words](https://…) without a space in the address, and close both brackets")
}

/// `hard-word`
pub static HARD_WORD: Code = Code {
    name: "hard-word",
    severity: Warning,
    title: "a hard word stands in a text, and there is a plainer one",
    why: "Plain language (B1) uses the words that people use at home. answers/<language>/plain-words.toml has hard words, each \
          with a plainer one; the list is yours. Where a word of the law must stand, explain it in the same sentence and take \
          it from the list.",
    wrong: "U dient het verzoek schriftelijk in te dienen.",
    right: "U moet het verzoek per brief doen.",
};

/// Instead of `hard` one can say `plainer`.
#[must_use]
pub fn hard_word(at: Place, hard: &str, plainer: &str) -> Diagnostic {
    HARD_WORD.at(at.saying("a hard word"), format!("`{hard}` is hard to read for many people")).help(format!(
        "say `{plainer}`, or say it in another way; the list of such words is plain-words.toml beside the answers"
    ))
}
