//! Diagnostics as people, programs and code reviews read them.
//!
//! Start with [`render_human`]. Lines and columns count from one, columns count characters.

mod explain;
mod github;
mod human;
mod json;

pub use explain::render_explanation;
pub use github::render_github;
pub use human::{render_human, render_summary};
pub use json::render_json;

use std::collections::BTreeMap;

use super::{Diagnostic, Place};
use crate::text::{LineIndex, Position, Span};

/// The texts to quote, by path.
pub struct Sources<'a> {
    prefix: String,
    texts: BTreeMap<&'a str, &'a str>,
}

impl<'a> Sources<'a> {
    /// Files as path and text. `prefix` comes before every path shown: the content folder and a slash, or nothing.
    pub fn new(prefix: &str, files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self { prefix: prefix.to_owned(), texts: files.into_iter().collect() }
    }

    fn text(&self, file: &str) -> Option<&'a str> {
        self.texts.get(file).copied()
    }

    fn path(&self, file: &str) -> String {
        format!("{}{file}", self.prefix)
    }

    /// `path:line:column` of `place`; the path alone for a file whose text is not known, such as one that is missing.
    #[must_use]
    pub fn at(&self, place: &Place) -> String {
        let path = self.path(&place.file);
        match self.line(place) {
            Some(_) => {
                let Position { line, column } = self.positions(place).0;
                format!("{path}:{line}:{column}")
            }
            None => path,
        }
    }

    /// The line `place` begins on, if the text of its file is known.
    #[must_use]
    pub fn line(&self, place: &Place) -> Option<usize> {
        self.text(&place.file).map(|_| self.positions(place).0.line)
    }

    /// First and last position of `place`; the beginning of a file whose text is not known.
    fn positions(&self, place: &Place) -> (Position, Position) {
        let index = LineIndex::new(self.text(&place.file).unwrap_or_default());
        (index.position(place.span.start), index.position(place.span.end))
    }
}

/// A diagnostic on one line, for where there is no room to quote: `path:line:column: message [code]`.
#[must_use]
pub fn render_short(diagnostic: &Diagnostic, sources: &Sources<'_>) -> String {
    let at = diagnostic.places.first().map(|place| format!("{}: ", sources.at(place))).unwrap_or_default();
    one_line(&format!("{at}{} [{}]", diagnostic.message, diagnostic.code))
}

/// Puts `diagnostics` in the order they are shown: errors last, where a terminal ends; then by file, place and code; each
/// once.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    let rank = |one: &Diagnostic| std::cmp::Reverse(one.severity);
    diagnostics.sort_by(|a, b| (rank(a), &a.places, a.code, &a.message).cmp(&(rank(b), &b.places, b.code, &b.message)));
    diagnostics.dedup();
}

/// `span` moved onto the edges of characters of `text`.
fn within(span: Span, text: &str) -> std::ops::Range<usize> {
    let edge = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = edge(span.start);
    start..edge(span.end).max(start)
}

/// `text` on one line, without characters that steer a terminal.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !crate::text::is_control(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{files, intents, ledgers};

    #[test]
    fn the_short_form_has_place_message_and_code_on_one_line() {
        let short = |file: &str| {
            let found = intents::unknown_kind(Place::new(file, Span::new(4, 5)), "\u{1b}[31m\nx", &["topic"]);
            render_short(&found, &Sources::new("dir/", [("a.toml", "é\nxy\n")]))
        };
        assert_eq!(short("a.toml"), "dir/a.toml:2:2: there is no kind of intent `[31m x` [unknown-kind]");
        assert!(short("gone.toml").starts_with("dir/gone.toml: there"), "a file that is not there has no lines");
    }

    #[test]
    fn errors_come_last_and_each_problem_once() {
        let warning = ledgers::unused_fact(Place::file("z"), "x");
        let (early, late) = (files::missing_file(Place::file("a")), files::missing_file(Place::file("b")));
        let mut found = vec![late.clone(), warning.clone(), early.clone(), late.clone()];
        sort(&mut found);
        assert_eq!(found, [warning, early, late]);
    }
}
