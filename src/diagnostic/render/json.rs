//! For programs: one array of objects.

use serde::Serialize;

use super::Sources;
use crate::diagnostic::{Diagnostic, Place};

#[derive(Serialize)]
struct Entry<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(flatten)]
    at: Spot<'a>,
    help: &'a str,
    related: Vec<Spot<'a>>,
}

/// A place; lines and columns count from one, the end is the first character after it.
#[derive(Serialize, Default)]
struct Spot<'a> {
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    label: &'a str,
}

/// All `diagnostics` as one JSON array.
#[must_use]
pub fn render_json(diagnostics: &[Diagnostic], sources: &Sources<'_>) -> String {
    let entries: Vec<Entry<'_>> = diagnostics.iter().map(|one| entry(one, sources)).collect();
    // Serialising texts and numbers has no way to fail; an empty array would still be JSON.
    serde_json::to_string_pretty(&entries).unwrap_or_else(|_| "[]".to_owned())
}

fn entry<'a>(diagnostic: &'a Diagnostic, sources: &Sources<'_>) -> Entry<'a> {
    let mut spots = diagnostic.places.iter().map(|place| spot(place, sources));
    Entry {
        code: diagnostic.code,
        severity: diagnostic.severity.word(),
        message: &diagnostic.message,
        at: spots.next().unwrap_or_default(),
        help: &diagnostic.help,
        related: spots.collect(),
    }
}

fn spot<'a>(place: &'a Place, sources: &Sources<'_>) -> Spot<'a> {
    let (start, end) = sources.positions(place);
    Spot {
        file: sources.path(&place.file),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        label: &place.label,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::intents;
    use crate::text::Span;

    #[test]
    fn an_entry_has_code_place_and_remedy() {
        let place = |start| Place::new("a.toml", Span::new(start, start + 1));
        let found = intents::duplicate_label(place(4), place(0), "x");
        let json = render_json(&[found], &Sources::new("content/", [("a.toml", "é\nxy\n")]));
        let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(value[0]["code"], "duplicate-label");
        assert_eq!(value[0]["file"], "content/a.toml");
        assert_eq!((value[0]["line"].as_u64(), value[0]["column"].as_u64()), (Some(2), Some(2)));
        assert_eq!(value[0]["related"][0]["line"], 1);
    }

    #[test]
    fn no_diagnostics_are_an_empty_array() {
        assert_eq!(render_json(&[], &Sources::new("", [])), "[]");
    }
}
