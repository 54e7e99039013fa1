//! Striking personal data out of text.

/// What was struck out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A citizen service number.
    Bsn,
}

/// A text with what was struck out of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redacted {
    /// What remains; a bracketed word stands for each strike.
    pub text: String,
    /// What was struck, in order.
    pub struck: Vec<Kind>,
}

/// `text` without the personal data that can be recognised. Names are not.
#[must_use]
pub fn redact(text: &str) -> Redacted {
    Redacted { text: text.to_owned(), struck: Vec::new() }
}
