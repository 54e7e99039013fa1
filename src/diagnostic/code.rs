//! A sort of problem, with what a maintainer should know about it.

use super::{Diagnostic, Place, Severity};

/// A sort of problem.
#[derive(Debug)]
pub struct Code {
    /// A lower-case phrase with dashes; it never changes its meaning.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub title: &'static str,
    /// Why it matters and what to do, for someone who does not program.
    pub why: &'static str,
    /// What it looks like when it is wrong.
    pub wrong: &'static str,
    /// The same, right.
    pub right: &'static str,
}

impl Code {
    /// A problem of this sort at `place`.
    #[must_use]
    pub fn at(&self, place: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code: self.name,
            severity: self.severity,
            message: message.into(),
            places: vec![place],
            help: String::new(),
        }
    }
}
