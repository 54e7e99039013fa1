//! Striking personal data out of text.
//!
//! Start with [`redact`]. `digits` finds numbers by counting and checking their digits and by the words beside them; the
//! other modules find one kind each by its shape. All report too much rather than too little; what overlaps becomes one
//! strike. Names of people and of streets cannot be found reliably: nothing is promised there. The time taken grows with
//! the length of the text, which is capped. Where striking fails, nothing of the text comes through.

mod addresses;
mod bsn;
mod cards;
mod context;
mod dates;
mod digits;
mod documents;
mod iban;
mod links;
mod phones;
mod plates;
mod prepare;
mod spoken;

use std::panic::catch_unwind;
use std::sync::LazyLock;

use regex::Regex;

use prepare::prepare;

/// How many characters are looked at, twice what Telegram lets one write; what lies beyond does not come through.
const LENGTH: usize = 8192;
/// Stands for what lies beyond, and for a text of which nothing comes through.
const CUT: &str = "[...]";
/// In a pattern: where no letter or digit of ASCII stands before what follows.
const BEGIN: &str = r"\<";
/// How many times a text is looked at in which there is something each time. People's texts take one or two.
const ROUNDS: usize = 8;

/// What was struck out. In a strike that is of two kinds, the one that stands first here gives the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A web address with a secret or a key in it, or one that leads to a person.
    Link,
    /// An e-mail address.
    Email,
    /// A bank account number: IBAN, by its checksum (ISO 7064, 97-10) or its Dutch form.
    Iban,
    /// A number of a payment card: of an issuer and with Luhn's check digit, or of that length beside a word for one.
    Card,
    /// A telephone number: Dutch or with a country code, another one beside a word for it. Not 112, 113 and 144, and not
    /// the 0800 and 0900 numbers, which are nobody's own.
    Phone,
    /// A citizen service number: nine digits, or eight without the first zero, that pass the eleven test; beside a word
    /// for it also when they do not.
    Bsn,
    /// A number of a passport, identity card, driving licence or residence document, a V-number or SKN: beside a word for
    /// it; one of a passport or identity card also alone, in capitals with three digits at least.
    Document,
    /// A day beside a word that says somebody was born then.
    BirthDate,
    /// A Dutch licence plate: with dashes, in capitals or consonants only, or beside a word for it; a Belgian one beside such
    /// a word. Without dashes and word not the first two series, which look like a file's number and a postcode.
    Plate,
    /// A postcode with a house number.
    Address,
    /// The name of an account: `@naam`, or beside a word for it one with digits or underscores.
    Handle,
}

impl Kind {
    /// All of them, in the order in which they give their name.
    pub const ALL: [Self; 11] = [
        Self::Link,
        Self::Email,
        Self::Iban,
        Self::Card,
        Self::Phone,
        Self::Bsn,
        Self::Document,
        Self::BirthDate,
        Self::Plate,
        Self::Address,
        Self::Handle,
    ];

    /// What stands in the text for it; the same in every language.
    #[must_use]
    pub fn token(self) -> &'static str {
        match self {
            Self::Link => "[link]",
            Self::Email => "[e-mail]",
            Self::Iban => "[iban]",
            Self::Card => "[kaart]",
            Self::Phone => "[telefoon]",
            Self::Bsn => "[bsn]",
            Self::Document => "[document]",
            Self::BirthDate => "[geboortedatum]",
            Self::Plate => "[kenteken]",
            Self::Address => "[adres]",
            Self::Handle => "[account]",
        }
    }
}

/// A text with what was struck out of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redacted {
    /// What remains, cleaned; a bracketed word stands for each strike.
    pub text: String,
    /// What was struck, in order; what was only seen once something beside it was gone comes last.
    pub struck: Vec<Kind>,
    /// Whether striking failed, so that nothing of the text comes through.
    pub withheld: bool,
}

/// `text` without the personal data that can be recognised. Names are not.
///
/// Cleans it first (see [`crate::text::clean`]) and writes all digits as 0 to 9, so that nothing hides behind how it is
/// written. A fault of our own costs the whole text, never lets it through (threat T21).
#[must_use]
pub fn redact(text: &str) -> Redacted {
    redact_with(find, text)
}

/// Compiles the patterns that every message calls for, so that the first does not wait for it. The others take much memory, and
/// are compiled for the first message that has something like it in it.
pub fn get_ready() {
    let _ = redact("hoe lang duurt het");
}

/// Whether [`redact`] may find in `text` what leads to a person by itself: an address, or the number of a telephone, an account,
/// a card or a citizen. "No" is certain, and takes a tenth of the time.
#[must_use]
pub fn may_identify(text: &str) -> bool {
    static HINT: LazyLock<Regex> = LazyLock::new(|| compiled(r"(?i)[0-9@]|[(\[{<]at[)\]}>]|apenstaart| (?:dot|punt) "));
    // What is not seen or not ASCII may hide a letter or a digit, which stands there when the text is prepared.
    let plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    !plain || HINT.is_match(text) || spoken::has_row(text)
}

fn redact_with(find: fn(&str) -> Vec<Strike>, text: &str) -> Redacted {
    let redacted = catch_unwind(|| strike_all(find, Redacted { text: prepare(text), ..Redacted::default() }));
    redacted.ok().flatten().unwrap_or_else(|| Redacted { text: CUT.to_owned(), struck: Vec::new(), withheld: true })
}

/// Strikes until nothing is found: where two numbers run into each other, the second can be told only when the first is gone.
/// `None` where that comes to no end, or a strike does not lie in the text.
fn strike_all(find: fn(&str) -> Vec<Strike>, mut redacted: Redacted) -> Option<Redacted> {
    for _ in 0..ROUNDS {
        let strikes = merge(find(&redacted.text));
        if strikes.is_empty() {
            return Some(redacted);
        }
        redacted = apply(redacted, strikes)?;
    }
    None
}

/// A range of bytes to strike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Strike {
    start: usize,
    end: usize,
    kind: Kind,
}

fn find(text: &str) -> Vec<Strike> {
    let mut strikes = addresses::find(text);
    strikes.extend(links::find(text));
    strikes.extend(documents::find(text));
    strikes.extend(spoken::find(text));
    strikes.extend(dates::find(text));
    if text.bytes().any(|byte| byte.is_ascii_digit()) {
        for find in [iban::find, phones::find, plates::find, addresses::find_postal, digits::find] {
            strikes.extend(find(text));
        }
        strikes.extend(dates::find_beside(text, &strikes));
    }
    strikes
}

/// The strikes in order, those that overlap as one.
fn merge(mut strikes: Vec<Strike>) -> Vec<Strike> {
    strikes.sort();
    let mut merged: Vec<Strike> = Vec::new();
    for strike in strikes {
        match merged.last_mut() {
            Some(last) if strike.start < last.end => {
                last.end = last.end.max(strike.end);
                last.kind = last.kind.min(strike.kind);
            }
            _ => merged.push(strike),
        }
    }
    merged
}

/// `None` where a strike does not lie in the text.
fn apply(before: Redacted, strikes: Vec<Strike>) -> Option<Redacted> {
    let mut redacted = Redacted { text: String::with_capacity(before.text.len()), ..before };
    let mut done = 0;
    for strike in strikes {
        redacted.text.push_str(before.text.get(done..strike.start)?);
        redacted.text.push_str(strike.kind.token());
        redacted.struck.push(strike.kind);
        done = strike.end;
    }
    redacted.text.push_str(before.text.get(done..)?);
    Some(redacted)
}

/// A pattern of this program's own. Its words end where ASCII's do: by Unicode's rule one é or one smile anywhere in a text makes
/// looking for any pattern ten times as slow. A word that begins with another letter has [`BEGIN`] before it.
#[expect(clippy::expect_used, reason = "the patterns are constants, and a test compiles each of them")]
fn compiled(pattern: &str) -> Regex {
    Regex::new(&pattern.replace(r"\b", r"(?-u:\b)").replace(BEGIN, r"(?-u:\b{start-half})"))
        .expect("a pattern of our own")
}

fn whole(pattern: &Regex, text: &str, kind: Kind) -> Vec<Strike> {
    pattern.find_iter(text).map(|found| Strike { start: found.start(), end: found.end(), kind }).collect()
}

#[cfg(test)]
mod tests;
