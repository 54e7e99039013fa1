//! What is wrong in the content, where, and how to mend it.
//!
//! Start with [`Diagnostic`]. Codes are lower-case phrases that stay; each has a text for people who do not program.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use crate::text::Span;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The content cannot be used.
    Error,
    /// It can be used, but should be mended.
    Warning,
}

/// A place in a file and what is to be said of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The path from the content folder, with slashes: `intents/access-request.toml`.
    pub file: String,
    /// The bytes at fault.
    pub span: Span,
    /// A few words beside the quoted line.
    pub label: String,
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its code: `unknown-answer`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence: what is wrong.
    pub message: String,
    /// Where; the first is the place to mend, others show what it collides with.
    pub places: Vec<Place>,
    /// What to do.
    pub help: String,
}
