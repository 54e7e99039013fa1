//! Files that cannot be read as what they are: TOML, front matter, Fluent; keys, types, dates, languages.

use super::Severity::Error;
use super::words::{instead, listed};
use super::{Code, Diagnostic, Place};

/// The codes of this area.
pub(super) static CODES: &[&Code] = &[
    &TOML_SYNTAX,
    &MARKDOWN_FRONT_MATTER,
    &FLUENT_SYNTAX,
    &UNKNOWN_KEY,
    &MISSING_KEY,
    &WRONG_TYPE,
    &EMPTY_TEXT,
    &BAD_DATE,
    &UNKNOWN_LANGUAGE,
    &MISSING_LANGUAGE,
];

/// `toml-syntax`
pub static TOML_SYNTAX: Code = Code {
    name: "toml-syntax",
    severity: Error,
    title: "the file is not written as TOML",
    why: "Intents and ledgers are TOML files: `key = \"text\"` on a line, lists between [ and ] with a comma after each \
          item, tables that begin with [name]. Most often a quotation mark or a comma is missing just before the place \
          shown. A quotation mark inside a text is written \\\". The marks around a text are straight: \"…\", not “…”.",
    wrong: "examples = [\n    \"kan ik zien wat de politie over mij heeft,\n]",
    right: "examples = [\n    \"kan ik zien wat de politie over mij heeft\",\n]",
};

/// The TOML parser's complaint.
#[must_use]
pub fn toml_syntax(at: Place, complaint: &str) -> Diagnostic {
    let complaint = complaint.lines().collect::<Vec<_>>().join(", ");
    let help = if complaint.contains("duplicate key") {
        "the same name or [table] stands further up already: keep one of the two"
    } else {
        "look for a missing quotation mark, comma or bracket here or on the line before"
    };
    TOML_SYNTAX.at(at, format!("this is not TOML: {complaint}")).help(help)
}

/// A text stands between curly quotation marks.
#[must_use]
pub fn curly_quotes(at: Place) -> Diagnostic {
    TOML_SYNTAX.at(at.saying("a curly quotation mark"), "curly quotation marks stand around a text").help(
        "type straight quotation marks: \"…\"; if the editor makes them curly by itself, switch off its smart quotes",
    )
}

/// `markdown-front-matter`
pub static MARKDOWN_FRONT_MATTER: Code = Code {
    name: "markdown-front-matter",
    severity: Error,
    title: "the answer does not begin with its front matter",
    why: "An answer begins with a line +++, then its title, sources, contacts and dates, then again a line +++. The text \
          follows after that. Without both lines nothing of the file can be read.",
    wrong: "title = \"Uw gegevens inzien\"\n\nJa. U mag …",
    right: "+++\ntitle = \"Uw gegevens inzien\"\nsources = [\"wpg-25\"]\nreviewed = 2026-11-23\nreview-by = 2027-05-23\n\
            +++\nJa. U mag …",
};

/// The front matter is not opened or not closed.
#[must_use]
pub fn front_matter(at: Place, closed: bool) -> Diagnostic {
    let what =
        if closed { "does not begin with a line `+++`" } else { "has front matter that no second line `+++` ends" };
    MARKDOWN_FRONT_MATTER
        .at(at, format!("this answer {what}"))
        .help("put the title, sources and dates between two lines with only `+++` at the top of the file")
}

/// `fluent-syntax`
pub static FLUENT_SYNTAX: Code = Code {
    name: "fluent-syntax",
    severity: Error,
    title: "the phrases are not written as Fluent",
    why: "What the assistant itself says stands in phrases.ftl, in the Fluent format: `name = text`. A text of more lines \
          is indented by spaces. A variable stands between braces: { $days }. A brace that is opened must be closed.",
    wrong: "privacy = Wij bewaren dit { $days dagen.",
    right: "privacy = Wij bewaren dit { $days } dagen.",
};

/// The Fluent parser's complaint.
#[must_use]
pub fn fluent_syntax(at: Place, complaint: &str) -> Diagnostic {
    FLUENT_SYNTAX
        .at(at, format!("this is not Fluent: {complaint}"))
        .help("write `name = text`, indent further lines by four spaces, and close each brace")
}

/// `unknown-key`
pub static UNKNOWN_KEY: Code = Code {
    name: "unknown-key",
    severity: Error,
    title: "this key has no meaning here",
    why: "Each kind of file has its own keys; docs/content-format.md lists them. A key with a slip of the finger would be \
          passed over in silence, and what it says would never reach a citizen.",
    wrong: "[nl]\ntitel = \"Mijn gegevens inzien\"",
    right: "[nl]\ntitle = \"Mijn gegevens inzien\"",
};

/// A key that is not one of `known`.
#[must_use]
pub fn unknown_key(at: Place, key: &str, known: &[&str]) -> Diagnostic {
    UNKNOWN_KEY.at(at.saying("not known here"), format!("the key `{key}` has no meaning here")).help(instead(
        key,
        known.iter().copied(),
        "docs/content-format.md",
    ))
}

/// `missing-key`
pub static MISSING_KEY: Code = Code {
    name: "missing-key",
    severity: Error,
    title: "a key that must be there is missing",
    why: "docs/content-format.md shows for each kind of file which keys it must have.",
    wrong: "[access-deadline]\nnl = \"6 weken\"\nen = \"6 weeks\"",
    right: "[access-deadline]\nnl = \"6 weken\"\nen = \"6 weeks\"\nsource = \"wpg-25\"\nchecked = 2026-11-23\n\
            certainty = \"high\"",
};

/// `key` is missing from the table at the place.
#[must_use]
pub fn missing_key(at: Place, key: &str, example: &str) -> Diagnostic {
    MISSING_KEY
        .at(at.saying(format!("`{key}` is missing from this")), format!("the key `{key}` is missing"))
        .help(format!("add `{key} = {example}`"))
}

/// `wrong-type`
pub static WRONG_TYPE: Code = Code {
    name: "wrong-type",
    severity: Error,
    title: "the value is of another sort than this key has",
    why: "A text stands between quotation marks, a list between [ and ], a date is written 2026-11-23 without quotation \
          marks.",
    wrong: "follow-ups = \"access-deadline\"",
    right: "follow-ups = [\"access-deadline\"]",
};

/// The value of `key` is a `found` and not an `expected`.
#[must_use]
pub fn wrong_type(at: Place, key: &str, expected: &str, found: &str, example: &str) -> Diagnostic {
    WRONG_TYPE
        .at(at.saying(format!("this is {found}")), format!("`{key}` must be {expected}"))
        .help(format!("write it like `{key} = {example}`"))
}

/// `empty-text`
pub static EMPTY_TEXT: Code = Code {
    name: "empty-text",
    severity: Error,
    title: "a text is empty",
    why: "A text that citizens see, or that the assistant learns from, cannot be empty.",
    wrong: "title = \"\"",
    right: "title = \"Mijn gegevens inzien\"",
};

/// The text of `key` is empty.
#[must_use]
pub fn empty_text(at: Place, key: &str) -> Diagnostic {
    EMPTY_TEXT
        .at(at.saying("nothing to read"), format!("a text of `{key}` is empty"))
        .help("write the text, or remove it")
}

/// `bad-date`
pub static BAD_DATE: Code = Code {
    name: "bad-date",
    severity: Error,
    title: "this is no date, or it cannot be this one",
    why: "A date is written year-month-day without quotation marks and without a time. The day until which an answer must \
          be reviewed again lies after the day on which it was reviewed.",
    wrong: "reviewed = 23-11-2026",
    right: "reviewed = 2026-11-23",
};

/// What is written for `key` was meant as a date.
#[must_use]
pub fn written_date(at: Place, key: &str, written: &str) -> Diagnostic {
    BAD_DATE
        .at(at.saying("no such day"), format!("`{written}` is no date"))
        .help(format!("dates are written year-month-day, and the day must exist: `{key} = 2026-11-23`"))
}

/// The value of `key` is no date that can be used.
#[must_use]
pub fn bad_date(at: Place, key: &str, why: &str) -> Diagnostic {
    BAD_DATE
        .at(at.saying(why), format!("`{key}` must be a date"))
        .help(format!("write it as year-month-day without quotation marks, like `{key} = 2026-11-23`"))
}

/// An answer is to be reviewed again before it was reviewed.
#[must_use]
pub fn dates_turned_round(at: Place, reviewed: Place) -> Diagnostic {
    BAD_DATE
        .at(at.saying("lies before it"), "the next review lies before the last one")
        .and(reviewed.saying("the last review"))
        .help("`review-by` is the day on which someone must look again")
}

/// `unknown-language`
pub static UNKNOWN_LANGUAGE: Code = Code {
    name: "unknown-language",
    severity: Error,
    title: "a text is in a language that the content does not have",
    why: "The languages are the folders in answers/. To add a language, begin with a folder of its own, such as \
          answers/tr/, with all answers and phrases; only then the texts of intents and ledgers.",
    wrong: "[de]\ntitle = \"Meine Daten einsehen\"",
    right: "[en]\ntitle = \"See my data\"",
};

/// There is no folder for the language `code`.
#[must_use]
pub fn unknown_language(at: Place, code: &str, languages: &[&str]) -> Diagnostic {
    UNKNOWN_LANGUAGE
        .at(at.saying(format!("there is no folder answers/{code}/")), format!("the content has no language `{code}`"))
        .help(format!("the languages are {}", listed(languages)))
}

/// `missing-language`
pub static MISSING_LANGUAGE: Code = Code {
    name: "missing-language",
    severity: Error,
    title: "something is not there in every language",
    why: "Whoever writes English gets English all the way. So every intent, answer, fact, contact, source and label has \
          every language that has a folder in answers/.",
    wrong: "[access-deadline]\nnl = \"6 weken\"",
    right: "[access-deadline]\nnl = \"6 weken\"\nen = \"6 weeks\"",
};

/// `what` has no text in `lang`.
#[must_use]
pub fn missing_language(at: Place, what: &str, lang: &str, remedy: &str) -> Diagnostic {
    MISSING_LANGUAGE
        .at(at.saying(format!("`{lang}` is missing")), format!("{what} is missing in the language `{lang}`"))
        .help(remedy)
}
