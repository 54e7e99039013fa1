//! What is wrong in the content, where, and how to mend it.
//!
//! Start with [`Diagnostic`] and [`codes`], the registry; each area of the content has one file of codes and messages
//! ([`syntax`], [`intents`], [`recognition`], [`answers`], [`prose`], [`dates`], [`ledgers`], [`phrases`], [`personal`], [`files`]). [`render_human`], [`render_json`] and
//! [`render_github`] show diagnostics. Codes are lower-case phrases that stay; each has a text for people who do not
//! program. Knows no content: whoever finds a problem names it with one of the functions of the area.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod answers;
mod code;
pub mod dates;
pub mod files;
pub mod intents;
pub mod ledgers;
pub mod personal;
pub mod phrases;
pub mod prose;
pub mod recognition;
pub mod regions;
mod registry;
mod render;
pub mod syntax;
mod words;

pub use code::Code;
pub use registry::{codes, find_code};
pub use render::{
    Sources, render_explanation, render_github, render_human, render_json, render_short, render_summary, sort,
};

pub use crate::text::Span;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The content cannot be used.
    Error,
    /// It can be used, but should be mended.
    Warning,
}

impl Severity {
    /// Its name in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
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

impl Place {
    /// The bytes `span` of `file`.
    #[must_use]
    pub fn new(file: &str, span: Span) -> Self {
        Self { file: file.to_owned(), span, label: String::new() }
    }

    /// The file as a whole.
    #[must_use]
    pub fn file(file: &str) -> Self {
        Self::new(file, Span::default())
    }

    /// This place with words beside it.
    #[must_use]
    pub fn saying(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }
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

impl Diagnostic {
    /// Whether the content cannot be used because of it.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// This problem with another place it has to do with.
    #[must_use]
    pub fn and(mut self, place: Place) -> Self {
        self.places.push(place);
        self
    }

    /// This problem as an error, where it is as bad as that.
    #[must_use]
    pub fn severe(mut self) -> Self {
        self.severity = Severity::Error;
        self
    }

    /// This problem, standing for `more` others that say the same of other places.
    #[must_use]
    pub fn repeated(mut self, more: usize) -> Self {
        let places = words::counted(more, "more place");
        self.message = format!("{} (the same in {places})", self.message);
        self
    }

    /// This problem with its remedy.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}
