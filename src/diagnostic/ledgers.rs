//! Facts, contacts and sources, and what refers to them.

use super::Severity::{Error, Warning};
use super::words::instead;
use super::{Code, Diagnostic, Place};

/// The codes of this area.
pub(super) static CODES: &[&Code] = &[
    &UNKNOWN_FACT,
    &UNKNOWN_CONTACT,
    &UNKNOWN_CONTACT_PART,
    &UNKNOWN_SOURCE,
    &UNKNOWN_CERTAINTY,
    &UNUSED_FACT,
    &UNUSED_CONTACT,
    &UNUSED_SOURCE,
    &FACT_WITH_MARKUP,
    &PHONE_FORMAT,
    &EMAIL_FORMAT,
    &POSTCODE_FORMAT,
];

/// `unknown-fact`
pub static UNKNOWN_FACT: Code = Code {
    name: "unknown-fact",
    severity: Error,
    title: "this names a fact that the ledger does not have",
    why: "{fact:<name>} is filled in from answers/facts.toml, where [<name>] must stand.",
    wrong: "U krijgt binnen {fact:acces-deadline} antwoord.",
    right: "U krijgt binnen {fact:access-deadline} antwoord.",
};

/// No fact is called `name`.
#[must_use]
pub fn unknown_fact<'a>(at: Place, name: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    UNKNOWN_FACT.at(at.saying("not in answers/facts.toml"), format!("there is no fact `{name}`")).help(instead(
        name,
        known,
        "answers/facts.toml",
    ))
}

/// `unknown-contact`
pub static UNKNOWN_CONTACT: Code = Code {
    name: "unknown-contact",
    severity: Error,
    title: "this names a contact that the ledger does not have",
    why: "{contact:<name>} is filled in from answers/contacts.toml, where [<name>] must stand.",
    wrong: "Bel {contact:polise.phone}.",
    right: "Bel {contact:police.phone}.",
};

/// No contact is called `name`.
#[must_use]
pub fn unknown_contact<'a>(at: Place, name: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    UNKNOWN_CONTACT
        .at(at.saying("not in answers/contacts.toml"), format!("there is no contact `{name}`"))
        .help(instead(name, known, "answers/contacts.toml"))
}

/// `unknown-contact-part`
pub static UNKNOWN_CONTACT_PART: Code = Code {
    name: "unknown-contact-part",
    severity: Error,
    title: "this names a part that the contact does not have",
    why: "A contact has a name, and of phone, email, post and web those that are written in answers/contacts.toml.",
    wrong: "Bel {contact:ap.fone}.",
    right: "Bel {contact:ap.phone}.",
};

/// The contact `name` has only the parts `known`.
#[must_use]
pub fn unknown_contact_part(at: Place, name: &str, part: &str, known: &[&str]) -> Diagnostic {
    UNKNOWN_CONTACT_PART
        .at(at.saying("this contact does not have it"), format!("the contact `{name}` has no part `{part}`"))
        .help(instead(part, known.iter().copied(), "answers/contacts.toml"))
}

/// `unknown-source`
pub static UNKNOWN_SOURCE: Code = Code {
    name: "unknown-source",
    severity: Error,
    title: "this names a source that the ledger does not have",
    why: "Answers, facts and contacts name what they rest on: a page or law article in answers/sources.toml, where \
          [<name>] must stand.",
    wrong: "source = \"wpg25\"",
    right: "source = \"wpg-25\"",
};

/// No source is called `name`.
#[must_use]
pub fn unknown_source<'a>(at: Place, name: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    UNKNOWN_SOURCE.at(at.saying("not in answers/sources.toml"), format!("there is no source `{name}`")).help(instead(
        name,
        known,
        "answers/sources.toml",
    ))
}

/// `unknown-certainty`
pub static UNKNOWN_CERTAINTY: Code = Code {
    name: "unknown-certainty",
    severity: Error,
    title: "a certainty is neither `high` nor `medium`",
    why: "`high` is the text of a law or two sources, `medium` one reasonable or older source. What is less sure than that \
          is not told to citizens, so it cannot be written down here.",
    wrong: "certainty = \"low\"",
    right: "certainty = \"medium\"",
};

/// `certainty` is none of `known`.
#[must_use]
pub fn unknown_certainty(at: Place, certainty: &str, known: &[&str]) -> Diagnostic {
    UNKNOWN_CERTAINTY
        .at(at.saying("no such certainty"), format!("there is no certainty `{certainty}`"))
        .help(format!("{}; what is less sure than that is left out", instead(certainty, known.iter().copied(), "")))
}

/// `unused-fact`
pub static UNUSED_FACT: Code = Code {
    name: "unused-fact",
    severity: Warning,
    title: "no answer and no phrase uses this fact",
    why: "A fact that nothing uses still has to be checked now and then. Perhaps an answer has it in its own words.",
    wrong: "[camera-retention] in facts.toml, and {fact:camera-retention} nowhere",
    right: "a {fact:camera-retention} in the answer on cameras",
};

/// Nothing uses the fact `name`.
#[must_use]
pub fn unused_fact(at: Place, name: &str) -> Diagnostic {
    UNUSED_FACT
        .at(at.saying("never used"), format!("nothing uses the fact `{name}`"))
        .help(format!("use {{fact:{name}}} in an answer, or remove it here"))
}

/// `unused-contact`
pub static UNUSED_CONTACT: Code = Code {
    name: "unused-contact",
    severity: Warning,
    title: "no answer and no phrase uses this contact",
    why: "A contact that nothing uses still has to be checked now and then.",
    wrong: "[ombudsman] in contacts.toml, and {contact:ombudsman} nowhere",
    right: "a {contact:ombudsman} in the answer on complaints",
};

/// Nothing uses the contact `name`.
#[must_use]
pub fn unused_contact(at: Place, name: &str) -> Diagnostic {
    UNUSED_CONTACT
        .at(at.saying("never used"), format!("nothing uses the contact `{name}`"))
        .help(format!("use {{contact:{name}}} in an answer, or remove it here"))
}

/// `unused-source`
pub static UNUSED_SOURCE: Code = Code {
    name: "unused-source",
    severity: Warning,
    title: "no answer, fact or contact rests on this source",
    why: "A source that nothing uses still has to be looked at now and then.",
    wrong: "[wpg-16] in sources.toml, and wpg-16 nowhere else",
    right: "sources = [\"wpg-16\"] in the answer that rests on it",
};

/// Nothing rests on the source `name`.
#[must_use]
pub fn unused_source(at: Place, name: &str) -> Diagnostic {
    UNUSED_SOURCE
        .at(at.saying("never used"), format!("nothing rests on the source `{name}`"))
        .help("name it in an answer, fact or contact, or remove it here")
}

/// `fact-with-markup`
pub static FACT_WITH_MARKUP: Code = Code {
    name: "fact-with-markup",
    severity: Error,
    title: "a text of a ledger has signs of markup in it",
    why: "What stands in the ledgers is shown as it is, in every place that uses it: signs for bold, HTML or a placeholder would \
          be seen. Bold goes into the answer, around the placeholder: **{fact:access-deadline}**.",
    wrong: "nl = \"**6** weken\"",
    right: "nl = \"6 weken\"",
};

/// The text has the sign `found`.
#[must_use]
pub fn fact_with_markup(at: Place, found: char) -> Diagnostic {
    FACT_WITH_MARKUP
        .at(at.saying(format!("the sign {found}")), format!("the sign `{found}` would be shown as it is"))
        .help("write plain text here; bold goes into the answer, around the placeholder")
}

/// `phone-format`
pub static PHONE_FORMAT: Code = Code {
    name: "phone-format",
    severity: Error,
    title: "this is no telephone number, or one digit is missing or too many",
    why: "A citizen taps or copies the number. A Dutch number has ten digits and begins with 0, a service number such as \
          0900-8844 has eight or eleven, and 112, 113 and 14 with an area code are shorter. Digits may stand apart by spaces \
          or dashes; a second number may follow between brackets. From abroad a number begins with +.",
    wrong: "phone = \"088 1805 25\"",
    right: "phone = \"088 1805 250\"",
};

/// The text is no telephone number.
#[must_use]
pub fn phone_format(at: Place, found: &str) -> Diagnostic {
    PHONE_FORMAT
        .at(at.saying("not a number that can be called"), format!("`{found}` is no telephone number"))
        .help("write it like 0900-8844, 088 1805 250 or +31 88 180 52 50, and count the digits")
}

/// `email-format`
pub static EMAIL_FORMAT: Code = Code {
    name: "email-format",
    severity: Error,
    title: "this is no e-mail address",
    why: "A message to a wrong address is lost, or reaches somebody else. An address is a name, @ and the name of an \
          organisation with its ending, without spaces.",
    wrong: "email = \"info at justid.nl\"",
    right: "email = \"info@justid.nl\"",
};

/// The text is no e-mail address.
#[must_use]
pub fn email_format(at: Place, found: &str) -> Diagnostic {
    EMAIL_FORMAT
        .at(at.saying("not an address"), format!("`{found}` is no e-mail address"))
        .help("write it like info@justid.nl: one @, no spaces, an ending such as .nl")
}

/// `postcode-format`
pub static POSTCODE_FORMAT: Code = Code {
    name: "postcode-format",
    severity: Error,
    title: "a postal address has no postcode, or one that is written otherwise",
    why: "A letter with a wrong or missing postcode comes late or not at all, and a term may run. A postcode is four digits, \
          a space and two capitals, before the place: 2509 AJ Den Haag. Abroad it begins with the letter of the country: \
          B-1047 Brussel.",
    wrong: "post = \"Postbus 93374, 2509aj Den Haag\"",
    right: "post = \"Postbus 93374, 2509 AJ Den Haag\"",
};

/// The address has no postcode as it should be written.
#[must_use]
pub fn postcode_format(at: Place) -> Diagnostic {
    POSTCODE_FORMAT
        .at(at.saying("no postcode like 2509 AJ"), "this address has no postcode, or one that is written otherwise")
        .help("write four digits, a space, two capitals and the place: 2509 AJ Den Haag")
}
