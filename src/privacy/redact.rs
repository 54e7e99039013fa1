//! Striking personal data out of text.
//!
//! Start with [`redact`]. `digits` finds numbers by counting and checking their digits, `patterns` finds the rest by its
//! shape. Both report too much rather than too little; what overlaps becomes one strike. Names of people and of streets
//! cannot be found reliably: nothing is promised there. The time taken grows with the length of the text, which is capped.

mod digits;
mod patterns;

use crate::text::clean;

/// How many characters are looked at, twice what Telegram lets one write; what lies beyond does not come through.
const LENGTH: usize = 8192;
/// Stands for what lies beyond.
const CUT: &str = "[…]";

/// What was struck out. In a strike that is of two kinds, the one that stands first here gives the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A web address with a secret or a key in it, or one that leads to a person on Telegram.
    Link,
    /// An e-mail address.
    Email,
    /// A bank account number: IBAN, by its checksum (ISO 7064, 97-10) or its Dutch form.
    Iban,
    /// A telephone number: Dutch or with a country code. Not 112, 113 and 144, and not the 0800 and 0900 numbers, which are
    /// nobody's own.
    Phone,
    /// A citizen service number: nine digits, or eight without the first zero, that pass the eleven test; beside a word
    /// for it also when they do not.
    Bsn,
    /// A Dutch licence plate; without dashes only beside a word for it.
    Plate,
    /// A postcode with a house number.
    Address,
    /// The name of an account: `@naam`.
    Handle,
}

impl Kind {
    /// What stands in the text for it; the same in every language.
    #[must_use]
    pub fn token(self) -> &'static str {
        match self {
            Self::Link => "[link]",
            Self::Email => "[e-mail]",
            Self::Iban => "[iban]",
            Self::Phone => "[telefoon]",
            Self::Bsn => "[bsn]",
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
    /// What was struck, in order.
    pub struck: Vec<Kind>,
}

/// `text` without the personal data that can be recognised. Names are not.
///
/// Cleans it first (see [`clean`]) and writes all digits as 0 to 9, so that nothing hides behind how it is written.
#[must_use]
pub fn redact(text: &str) -> Redacted {
    let text = prepare(text);
    let mut strikes = patterns::find(&text);
    strikes.extend(digits::find(&text));
    apply(&text, merge(strikes))
}

/// A range of bytes to strike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Strike {
    start: usize,
    end: usize,
    kind: Kind,
}

fn prepare(text: &str) -> String {
    let mut characters = text.chars();
    let head: String = characters.by_ref().take(LENGTH).collect();
    let rest = if characters.next().is_some() { CUT } else { "" };
    clean(&head).chars().map(latin_digit).collect::<String>() + rest
}

/// A digit of Arabic or Persian as the one of Latin script; anything else as it is.
fn latin_digit(c: char) -> char {
    let value = match c {
        '\u{0660}'..='\u{0669}' => u32::from(c) - 0x0660,
        '\u{06F0}'..='\u{06F9}' => u32::from(c) - 0x06F0,
        _ => return c,
    };
    char::from_digit(value, 10).unwrap_or(c)
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

fn apply(text: &str, strikes: Vec<Strike>) -> Redacted {
    let mut redacted = Redacted::default();
    let mut done = 0;
    for strike in strikes {
        redacted.text.push_str(&text[done..strike.start]);
        redacted.text.push_str(strike.kind.token());
        redacted.struck.push(strike.kind);
        done = strike.end;
    }
    redacted.text.push_str(&text[done..]);
    redacted
}

#[cfg(test)]
mod tests;
