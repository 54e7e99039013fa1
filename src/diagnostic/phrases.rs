//! What the assistant itself says: `phrases.ftl`.

use super::Severity::{Error, Warning};
use super::words::{instead, listed};
use super::{Code, Diagnostic, Place};

/// The codes of this area.
pub(super) static CODES: &[&Code] =
    &[&MISSING_PHRASE, &UNKNOWN_PHRASE, &UNKNOWN_PHRASE_ARGUMENT, &DUPLICATE_PHRASE, &BROKEN_PHRASE];

/// `missing-phrase`
pub static MISSING_PHRASE: Code = Code {
    name: "missing-phrase",
    severity: Error,
    title: "the assistant lacks something it must be able to say",
    why: "The program says a fixed set of phrases, each of which must stand in answers/<language>/phrases.ftl in every \
          language.",
    wrong: "a phrases.ftl without `fallback = …`",
    right: "fallback = Dat weet ik niet. Kies een onderwerp, of vraag naar een mens.",
};

/// The phrase `name`, which may use the arguments `args`, is missing.
#[must_use]
pub fn missing_phrase(at: Place, name: &str, args: &[&str]) -> Diagnostic {
    let dollars: Vec<String> = args.iter().map(|arg| format!("{{ ${arg} }}")).collect();
    let with = if args.is_empty() { String::new() } else { format!("; it may use {}", listed(&dollars)) };
    MISSING_PHRASE.at(at, format!("the phrase `{name}` is missing")).help(format!("add a line `{name} = …`{with}"))
}

/// `unknown-phrase`
pub static UNKNOWN_PHRASE: Code = Code {
    name: "unknown-phrase",
    severity: Warning,
    title: "the assistant never says this phrase",
    why: "Only phrases that the program knows, and those that such a phrase refers to, are ever said. Often the name has a \
          slip of the finger, and the right name is missing.",
    wrong: "falback = Dat weet ik niet.",
    right: "fallback = Dat weet ik niet.",
};

/// The program knows no phrase `name`.
#[must_use]
pub fn unknown_phrase<'a>(at: Place, name: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    UNKNOWN_PHRASE.at(at.saying("never said"), format!("the program knows no phrase `{name}`")).help(instead(
        name,
        known,
        "docs/content-format.md",
    ))
}

/// `unknown-phrase-argument`
pub static UNKNOWN_PHRASE_ARGUMENT: Code = Code {
    name: "unknown-phrase-argument",
    severity: Error,
    title: "a phrase uses a variable that it does not get",
    why: "A phrase gets the arguments that the program gives it, and every fact and contact of the ledgers: \
          { $fact-access-deadline }, { $contact-police-phone }. Anything else would show as a gap.",
    wrong: "erase-done = Alles van { $name } is gewist.",
    right: "erase-done = Alles is gewist.",
};

/// The phrase does not get the variable `name`.
#[must_use]
pub fn unknown_phrase_argument<'a>(at: Place, name: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    UNKNOWN_PHRASE_ARGUMENT.at(at.saying("not given"), format!("this phrase gets no variable `${name}`")).help(instead(
        name,
        known,
        "answers/facts.toml and answers/contacts.toml",
    ))
}

/// `duplicate-phrase`
pub static DUPLICATE_PHRASE: Code = Code {
    name: "duplicate-phrase",
    severity: Error,
    title: "a phrase is there twice",
    why: "Only one of the two could be said.",
    wrong: "apology = Sorry.\napology = Er ging iets mis.",
    right: "apology = Er ging iets mis.",
};

/// The phrase `name` at `at` stands at `first` already.
#[must_use]
pub fn duplicate_phrase(at: Place, first: Place, name: &str) -> Diagnostic {
    DUPLICATE_PHRASE
        .at(at.saying("once more"), format!("the phrase `{name}` is there twice"))
        .and(first.saying("it stands here already"))
        .help("keep one of the two")
}

/// `broken-phrase`
pub static BROKEN_PHRASE: Code = Code {
    name: "broken-phrase",
    severity: Error,
    title: "a phrase cannot be said",
    why: "A phrase that refers to another must name one that exists, never itself, and never with a function. It must also \
          leave something to read.",
    wrong: "menu = { menu-heading } Kies een onderwerp.",
    right: "menu-heading = Onderwerpen\nmenu = { menu-heading }: kies er een.",
};

/// The phrase `name` cannot be put together.
#[must_use]
pub fn broken_phrase(at: Place, name: &str, why: &str) -> Diagnostic {
    BROKEN_PHRASE
        .at(at.saying(why), format!("the phrase `{name}` cannot be said: {why}"))
        .help("refer only to phrases and variables that exist")
}
