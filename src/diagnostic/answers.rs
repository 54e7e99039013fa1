//! Answers: their parts, placeholders, links, length and age.

use super::Severity::{Error, Warning};
use super::words::instead;
use super::{Code, Diagnostic, Place};

/// The codes of this area.
pub(super) static CODES: &[&Code] = &[
    &MISSING_SHORT_ANSWER,
    &UNKNOWN_PART,
    &BAD_PLACEHOLDER,
    &UNSUPPORTED_MARKDOWN,
    &BAD_LINK,
    &HTTP_NOT_HTTPS,
    &TOO_LONG_FOR_TELEGRAM,
    &LANGUAGES_DIFFER,
    &CONTACTS_DIFFER,
];

/// `missing-short-answer`
pub static MISSING_SHORT_ANSWER: Code = Code {
    name: "missing-short-answer",
    severity: Error,
    title: "an answer does not begin with a paragraph",
    why: "The first paragraph is what a citizen gets first: the answer in at most three short sentences. A heading or a \
          list can only come after it.",
    wrong: "+++\n…\n+++\n## Zo doet u dat\n\n1. Schrijf een brief.",
    right: "+++\n…\n+++\nJa, dat mag. U vraagt het met een brief.\n\n## Zo doet u dat",
};

/// The answer has no first paragraph.
#[must_use]
pub fn missing_short_answer(at: Place) -> Diagnostic {
    MISSING_SHORT_ANSWER
        .at(at.saying("the answer in a few sentences is missing here"), "this answer does not begin with a paragraph")
        .help("begin with the answer itself, in at most three short sentences")
}

/// `unknown-part`
pub static UNKNOWN_PART: Code = Code {
    name: "unknown-part",
    severity: Error,
    title: "an answer has a part that does not exist",
    why: "A heading with one # begins a part of the answer: `# simpler` or `# law`, in every language with these words, \
          each once. A heading inside the text has two: ##.",
    wrong: "# Wat u nodig hebt",
    right: "## Wat u nodig hebt",
};

/// `name` is none of the parts.
#[must_use]
pub fn unknown_part(at: Place, name: &str, known: &[&str]) -> Diagnostic {
    UNKNOWN_PART
        .at(at.saying("no such part"), format!("there is no part `# {name}` of an answer"))
        .help(format!("{}; a heading in the text has two signs: `## {name}`", instead(name, known.iter().copied(), "")))
}

/// The part `name` is there twice, or with nothing in it.
#[must_use]
pub fn odd_part(at: Place, name: &str, why: &str) -> Diagnostic {
    UNKNOWN_PART
        .at(at.saying(why), format!("the part `# {name}` is {why}"))
        .help("an answer has each part once, with text in it")
}

/// `bad-placeholder`
pub static BAD_PLACEHOLDER: Code = Code {
    name: "bad-placeholder",
    severity: Error,
    title: "a placeholder cannot be read",
    why: "Between braces stands what is filled in from the ledgers: {fact:<name>}, {contact:<name>}, \
          {contact:<name>.phone} (or name, email, post, web) and {source:<name>}. Without spaces, in lower case. A brace \
          has no other use in an answer.",
    wrong: "U krijgt binnen {access-deadline} antwoord.",
    right: "U krijgt binnen {fact:access-deadline} antwoord.",
};

/// The text between braces is no placeholder.
#[must_use]
pub fn bad_placeholder(at: Place, found: &str) -> Diagnostic {
    BAD_PLACEHOLDER
        .at(at.saying("cannot be read"), format!("`{found}` is no placeholder"))
        .help("write {fact:name}, {contact:name}, {contact:name.phone} or {source:name}")
}

/// `unsupported-markdown`
pub static UNSUPPORTED_MARKDOWN: Code = Code {
    name: "unsupported-markdown",
    severity: Error,
    title: "Telegram cannot show this",
    why: "An answer has paragraphs, headings with ##, lists with numbers or bullets, **bold**, *italic* and \
          [links](https://…). Telegram has no tables, pictures, HTML, quotations, code or lists within lists.",
    wrong: "| verzoek | termijn |\n|---|---|\n| inzage | … |",
    right: "- Inzage: {fact:access-deadline}\n- Correctie: {fact:correction-deadline}",
};

/// `what` cannot be shown.
#[must_use]
pub fn unsupported_markdown(at: Place, what: &str, remedy: &str) -> Diagnostic {
    UNSUPPORTED_MARKDOWN.at(at.saying(what), format!("{what} cannot be shown in a chat")).help(remedy)
}

/// `bad-link`
pub static BAD_LINK: Code = Code {
    name: "bad-link",
    severity: Error,
    title: "a link does not lead anywhere safe",
    why: "A link is a whole address that begins with https://, or with mailto: or tel:.",
    wrong: "[de lijst](politie.nl/lijst)",
    right: "[de lijst](https://www.politie.nl/lijst)",
};

/// `link` is of no allowed sort.
#[must_use]
pub fn bad_link(at: Place, link: &str) -> Diagnostic {
    BAD_LINK
        .at(at.saying("not a whole address"), format!("`{link}` is no address that a link can lead to"))
        .help("begin the address with https://, or with mailto: or tel:, and leave out spaces")
}

/// `http-not-https`
pub static HTTP_NOT_HTTPS: Code = Code {
    name: "http-not-https",
    severity: Error,
    title: "a link is not protected on its way",
    why: "Someone between the citizen and an http:// page can read and change it. Every public body has https://.",
    wrong: "url = \"http://www.politie.nl\"",
    right: "url = \"https://www.politie.nl\"",
};

/// The link begins with `http:`.
#[must_use]
pub fn http_not_https(at: Place, link: &str) -> Diagnostic {
    let secure = link.replacen("http:", "https:", 1);
    HTTP_NOT_HTTPS.at(at.saying("http"), "this link is not protected on its way").help(format!("write `{secure}`"))
}

/// `too-long-for-telegram`
pub static TOO_LONG_FOR_TELEGRAM: Code = Code {
    name: "too-long-for-telegram",
    severity: Error,
    title: "a part of an answer is longer than one message",
    why: "Telegram takes at most 4,096 units in one message; most letters are one, an emoji is two. Nobody reads that \
          much on a telephone anyway.",
    wrong: "an answer of three pages",
    right: "a short answer, a part with the steps, and follow-ups for the rest",
};

/// The part has `found` units.
#[must_use]
pub fn too_long_for_telegram(at: Place, part: &str, found: usize, limit: usize) -> Diagnostic {
    TOO_LONG_FOR_TELEGRAM
        .at(at.saying(format!("{found} units")), format!("the part `{part}` is longer than {limit} units"))
        .help("say less, or make two answers of it")
}

/// `languages-differ`
pub static LANGUAGES_DIFFER: Code = Code {
    name: "languages-differ",
    severity: Warning,
    title: "one language names a fact, a door or a source that another does not",
    why: "Whoever asks in English must get the same answer as whoever asks in Dutch. Each part of an answer, and each phrase, \
          names the same facts, contacts and sources in every language, and an answer has the same parts. Most often one \
          language was edited and the other was forgotten.",
    wrong: "answers/nl/emergency.md: Bel {contact:emergency.phone}.\n\
            answers/en/emergency.md: Call {contact:police.phone}.",
    right: "answers/nl/emergency.md: Bel {contact:emergency.phone}.\n\
            answers/en/emergency.md: Call {contact:emergency.phone}.",
};

/// `what` (`{fact:name}`) stands at the place in the language `here`, and not where it should in `there`, at `other`.
#[must_use]
pub fn languages_differ(at: Place, other: Place, what: &str, here: &str, there: &str) -> Diagnostic {
    LANGUAGES_DIFFER
        .at(at.saying(format!("in `{here}`")), format!("`{what}` stands here in `{here}`, and not in `{there}`"))
        .and(other.saying(format!("not in `{there}`")))
        .help("say the same in both: compare the two texts with the source, and mend the one that is not right")
}

/// The part `name` is there in the language `here`, and not in `there`, in the file at `other`.
#[must_use]
pub fn part_in_one_language(at: Place, other: Place, name: &str, here: &str, there: &str) -> Diagnostic {
    LANGUAGES_DIFFER
        .at(at.saying(format!("in `{here}`")), format!("the part `{name}` is there in `{here}`, and not in `{there}`"))
        .and(other)
        .help(format!("write it in `{there}` too, or take it away in both"))
}

/// `contacts-differ`
pub static CONTACTS_DIFFER: Code = Code {
    name: "contacts-differ",
    severity: Warning,
    title: "`contacts` does not list the doors that the text names",
    why: "The list `contacts` above an answer says at a glance where it sends people. It has each contact that the text names, \
          and no other. Most often a door was put into the text, or taken out of it, and the list was forgotten.",
    wrong: "+++\n…\ncontacts = []\n+++\nBel {contact:police.phone}.",
    right: "+++\n…\ncontacts = [\"police\"]\n+++\nBel {contact:police.phone}.",
};

/// The text names the contact `name` at the place, and the list does not.
#[must_use]
pub fn unlisted_contact(at: Place, name: &str) -> Diagnostic {
    CONTACTS_DIFFER
        .at(at.saying("not in the list"), format!("the text names the contact `{name}`, and `contacts` does not"))
        .help(format!("add \"{name}\" to the list `contacts` above the text"))
}

/// The list names the contact `name` at the place, and the text does not.
#[must_use]
pub fn unnamed_contact(at: Place, name: &str) -> Diagnostic {
    CONTACTS_DIFFER
        .at(at.saying("not in the text"), format!("`contacts` lists `{name}`, and the text does not name it"))
        .help(format!("write {{contact:{name}}} in the text where it belongs, or take it from the list"))
}
