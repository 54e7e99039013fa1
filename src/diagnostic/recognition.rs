//! What a question is recognised by: the examples and patterns of intents.

use super::Severity::{Error, Warning};
use super::words::counted;
use super::{Code, Diagnostic, Place};

/// The codes of this area.
pub(super) static CODES: &[&Code] = &[
    &BAD_REGEX,
    &REGEX_MATCHES_EMPTY,
    &EMPTY_EXAMPLES,
    &DUPLICATE_EXAMPLE,
    &REPEATED_EXAMPLE,
    &PATTERN_UPPERCASE,
    &PATTERN_FIRES_ELSEWHERE,
    &NEAR_DUPLICATE_EXAMPLE,
    &MISPLACED_EXAMPLE,
    &NO_SUCH_EXAMPLE,
];

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

/// `pattern-uppercase`
pub static PATTERN_UPPERCASE: Code = Code {
    name: "pattern-uppercase",
    severity: Error,
    title: "a pattern has a capital, and so never fits",
    why: "Patterns are tried on the message in lower case. A pattern with a capital letter fits no message at all. \
          Signs such as \\W and \\B are no capitals.",
    wrong: "patterns = ['\\bWpg\\b']",
    right: "patterns = ['\\bwpg\\b']",
};

/// The pattern has the capital `found`.
#[must_use]
pub fn pattern_uppercase(at: Place, found: char) -> Diagnostic {
    let small: String = found.to_lowercase().collect();
    PATTERN_UPPERCASE
        .at(at.saying(format!("the capital {found}")), "this pattern has a capital and never fits")
        .help(format!("write `{small}` instead of `{found}`: it fits both, for messages are read in lower case"))
}

/// `pattern-fires-elsewhere`
pub static PATTERN_FIRES_ELSEWHERE: Code = Code {
    name: "pattern-fires-elsewhere",
    severity: Warning,
    title: "a pattern also fits what belongs to another intent",
    why: "A pattern makes its intent twenty times as likely, and one of `emergency` goes before all else. So it must fit \
          messages of its own intent alone. This one also fits an example of another intent, or a message that nothing \
          should answer. A special case and the intent it says `broader` of may share messages; others may not. It is an error \
          if ten messages of others fit, and fewer of its own.",
    wrong: "patterns = ['\\bklacht\\b']            # in complaint.toml: fits a complaint about an officer too",
    right: "patterns = ['\\bklacht over (mijn )?gegevens\\b']",
};

/// The pattern of `intent` also fits the message at `example`, of `other` or of nothing, and `more` besides.
#[must_use]
pub fn pattern_fires_elsewhere(at: Place, example: Place, intents: (&str, Option<&str>), more: usize) -> Diagnostic {
    let (own, other) = intents;
    let whose = other.map_or("a message that nothing should answer".into(), |other| format!("an example of `{other}`"));
    let besides = if more == 0 { String::new() } else { format!(", and {}", counted(more, "more message")) };
    let label = other.map_or("nothing should answer this".into(), |other| format!("under `{other}`"));
    PATTERN_FIRES_ELSEWHERE
        .at(at.saying(format!("of `{own}`")), format!("this pattern also fits {whose}{besides}"))
        .and(example.saying(label))
        .help(
            "make the pattern narrower, with a word that only its own messages have; or move the example, if it stands in \
             the wrong place",
        )
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
        .help(format!(
            "both places are shown, for which of them is the new one is not known here: keep it under `{here}` or under \
             `{there}`, where it belongs, and take it away or make it different in the other"
        ))
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

/// `near-duplicate-example`
pub static NEAR_DUPLICATE_EXAMPLE: Code = Code {
    name: "near-duplicate-example",
    severity: Warning,
    title: "nearly the same example stands under two intents",
    why: "Two examples that differ in an accent or a single letter are one message to the assistant, and a message cannot \
          mean two things. Keep it where it belongs; if the two do mean something else, let their words say so.",
    wrong: "\"wie heeft mijn gegevens bekeken\" in who-looked.toml, \"wie heeft mijn gegevens bekeke\" in staff-access.toml",
    right: "\"wie heeft mijn gegevens bekeken\" and \"welke agenten kunnen bij mijn gegevens\"",
};

/// The example at `at` is nearly the one at `first`; each stands under one of the `intents`.
#[must_use]
pub fn near_duplicate_example(at: Place, first: Place, intents: (&str, &str)) -> Diagnostic {
    let (here, there) = intents;
    NEAR_DUPLICATE_EXAMPLE
        .at(
            at.saying(format!("under `{here}`")),
            format!("nearly the same example stands under `{here}` and under `{there}`"),
        )
        .and(first.saying(format!("under `{there}`")))
        .help("remove the one that stands in the wrong place, or let its words say what makes it different")
}

/// `misplaced-example`
pub static MISPLACED_EXAMPLE: Code = Code {
    name: "misplaced-example",
    severity: Warning,
    title: "all other examples say that this one belongs to another intent",
    why: "The assistant was taught with all examples but a few, and then had to tell what those few mean. It was very sure \
          that this one means something else than the file it stands in. Either it stands in the wrong file, or its words \
          do not tell what it means, and then it leads others astray. Look at the example of the other intent that is \
          quoted: is it the same question? Move this one there. Is it not? Write what makes it different. If it is \
          right as it is, put the same text in the list `right-as-is` of that language, and nothing is said of it again.",
    wrong: "\"hoe lang duurt het voordat ik antwoord krijg op mijn inzageverzoek\" in complaint.toml",
    right: "the same example in access-deadline.toml; or, in complaint.toml,\n\
            right-as-is = [\"hoe lang duurt het voordat ik antwoord krijg op mijn inzageverzoek\"]",
};

/// The example at `at` of the first of `intents`, or of nothing, would be answered as the second, of which `alike` are the
/// examples nearest to it; `percent` is how sure that is.
#[must_use]
pub fn misplaced_example(at: Place, intents: (Option<&str>, &str), percent: u32, alike: Vec<Place>) -> Diagnostic {
    let (own, other) = intents;
    let stands = own.map_or("as what nothing should answer".into(), |own| format!("under `{own}`"));
    let found = MISPLACED_EXAMPLE.at(
        at.saying(stands.clone()),
        format!("this example stands {stands}, but all others say `{other}` ({percent} % sure)"),
    );
    let found = alike.into_iter().fold(found, |found, place| found.and(place.saying(format!("under `{other}`"))));
    found.help(format!(
        "move it to intents/{other}.toml, or let its words say what makes it different; if it is right as it is, put it in the \
         list `right-as-is` too"
    ))
}

/// `no-such-example`
pub static NO_SUCH_EXAMPLE: Code = Code {
    name: "no-such-example",
    severity: Warning,
    title: "a list names an example that is not there",
    why: "`right-as-is` repeats examples of the same language in the same file, letter for letter, of which someone says that \
          they are right though they look like another intent's. This one is no example any more: it was changed, moved or \
          removed.",
    wrong: "examples = [\"hoe lang duurt inzage\"]\nright-as-is = [\"hoe lang duurt dat\"]",
    right: "examples = [\"hoe lang duurt inzage\"]\nright-as-is = [\"hoe lang duurt inzage\"]",
};

/// The list `key` names an example that is not there.
#[must_use]
pub fn no_such_example(at: Place, key: &str) -> Diagnostic {
    NO_SUCH_EXAMPLE
        .at(at.saying("not among the examples"), format!("`{key}` names an example that is not there"))
        .help("remove it here, or write it as it stands among the examples")
}
