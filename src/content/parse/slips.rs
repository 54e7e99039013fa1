//! Slips that people make in TOML and that its parser does not name: dates the other way round, curly quotation marks.

use crate::diagnostic::{Diagnostic, Place, syntax};
use crate::text::Span;

/// The keys whose value is a date.
const DATES: [&str; 3] = ["reviewed", "review-by", "checked"];
/// Quotation marks that TOML does not know; a word processor makes them.
const CURLY: [char; 7] = ['“', '”', '„', '‟', '«', '»', '’'];

/// What is wrong on the `line` of `text`, if it is one of these slips. `place` makes places in the file.
pub(super) fn find_slip(text: &str, line: Span, place: impl Fn(Span) -> Place) -> Option<Diagnostic> {
    let written = &text[line.start..line.end];
    date_slip(written, line.start, &place).or_else(|| quote_slip(written, line.start, &place))
}

/// The line that byte `at` stands on.
pub(super) fn line_around(text: &str, at: usize) -> Span {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    Span::new(start, end)
}

fn date_slip(line: &str, start: usize, place: &impl Fn(Span) -> Place) -> Option<Diagnostic> {
    let (key, rest) = line.split_once('=')?;
    let key = key.trim();
    let value = rest.split('#').next().unwrap_or_default().trim();
    let is_written = !value.is_empty() && !value.starts_with(['"', '\'']);
    // What is a day as it should be is there for another reason, such as a key that is there twice.
    let is_day = value.parse::<toml::value::Datetime>().is_ok();
    if !DATES.contains(&key) || !is_written || is_day || CURLY.iter().any(|mark| value.contains(*mark)) {
        return None;
    }
    let from = start + line.len() - rest.len() + (rest.len() - rest.trim_start().len());
    Some(syntax::written_date(place(Span::new(from, from + value.len())), key, value))
}

/// A curly mark where a text begins, or one that ends a text begun with a straight mark.
fn quote_slip(line: &str, start: usize, place: &impl Fn(Span) -> Place) -> Option<Diagnostic> {
    let begins = |at: usize| line[..at].trim_end().is_empty() || line[..at].trim_end().ends_with(['=', '[', ',', '{']);
    let is_open = line.matches('"').count() % 2 == 1;
    let marks = line.match_indices(CURLY);
    let found = marks
        .filter(|(at, _)| begins(*at))
        .chain(line.rmatch_indices(CURLY).filter(|(_, mark)| is_open && *mark != "’"))
        .next()?;
    let at = start + found.0;
    Some(syntax::curly_quotes(place(Span::new(at, at + found.1.len()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code_at(text: &str) -> Option<(&'static str, String)> {
        let found = find_slip(text, line_around(text, 0), |span| Place::new("a", span))?;
        Some((found.code, text[found.places[0].span.start..found.places[0].span.end].to_owned()))
    }

    #[test]
    fn a_date_in_another_order_or_a_day_that_is_none_is_marked_whole() {
        for written in ["23-11-2026", "2026-13-23", "23/11/2026", "23 november 2026", "2026-11-31"] {
            let line = format!("reviewed = {written}   # gelezen");
            assert_eq!(code_at(&line), Some(("bad-date", written.to_owned())), "{line}");
        }
        assert_eq!(code_at("checked = \"x"), None);
        assert_eq!(code_at("checked = 2026-11-23"), None);
        assert_eq!(code_at("title = 23-11-2026"), None);
    }

    #[test]
    fn a_curly_mark_around_a_text_is_marked_and_one_within_is_not() {
        assert_eq!(code_at("title = “Mijn brief”"), Some(("toml-syntax", "“".to_owned())));
        assert_eq!(code_at("    „mijn brief”,"), Some(("toml-syntax", "„".to_owned())));
        assert_eq!(code_at("title = \"Mijn brief”"), Some(("toml-syntax", "”".to_owned())));
        assert_eq!(code_at("title = \"Mijn “brief”\" x"), None);
    }
}
