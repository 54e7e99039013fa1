//! For the terminal: the line quoted, the place marked, the remedy below.

use std::collections::BTreeSet;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Sources, one_line, within};
use crate::diagnostic::words::counted;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::text::Span;

/// So many characters of a line are marked at most.
const MARKED: usize = 60;

/// All `diagnostics`, an empty line between them.
#[must_use]
pub fn render_human(diagnostics: &[Diagnostic], sources: &Sources<'_>, colours: bool) -> String {
    let renderer = if colours { Renderer::styled() } else { Renderer::plain() };
    let rendered: Vec<String> = diagnostics.iter().map(|one| render(one, sources, &renderer)).collect();
    rendered.join("\n\n")
}

fn render(diagnostic: &Diagnostic, sources: &Sources<'_>, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(one_line(&diagnostic.message)).id(diagnostic.code));
    for places in by_file(&diagnostic.places) {
        group = add_file(group, &places, diagnostic.places.first(), sources);
    }
    if !diagnostic.help.is_empty() {
        group = group.element(Level::HELP.message(one_line(&diagnostic.help)));
    }
    let rendered = renderer.render(&[group]);
    // Where no line is quoted there is no column of line numbers: indented as if there were, all reports look alike.
    if diagnostic.places.iter().any(|place| is_quoted(place, sources)) {
        rendered
    } else {
        rendered.replace('\n', "\n ")
    }
}

/// Whether the lines of `place` are shown.
fn is_quoted(place: &Place, sources: &Sources<'_>) -> bool {
    let whole = place.span == Span::default() && place.label.is_empty();
    !whole && sources.text(&place.file).is_some_and(|text| !text.is_empty())
}

/// The places of one file together, files in the order they are named.
fn by_file(places: &[Place]) -> Vec<Vec<&Place>> {
    let mut files: Vec<Vec<&Place>> = Vec::new();
    for place in places {
        match files.iter_mut().find(|file| file.iter().any(|other| other.file == place.file)) {
            Some(file) => file.push(place),
            None => files.push(vec![place]),
        }
    }
    files
}

fn add_file<'a>(group: Group<'a>, places: &[&Place], first: Option<&Place>, sources: &Sources<'a>) -> Group<'a> {
    let Some(file) = places.first().map(|place| place.file.as_str()) else { return group };
    let quoted = places.iter().any(|place| is_quoted(place, sources));
    match sources.text(file) {
        Some(text) if quoted => {
            let marks = places.iter().map(|place| annotation(place, first == Some(*place), text));
            group.element(Snippet::source(text).path(sources.path(file)).annotations(marks))
        }
        _ => group.element(Origin::path(sources.path(file))),
    }
}

fn annotation<'a>(place: &Place, primary: bool, text: &str) -> Annotation<'a> {
    let kind = if primary { AnnotationKind::Primary } else { AnnotationKind::Context };
    let mark = kind.span(shortened(within(place.span, text), text));
    if place.label.is_empty() { mark } else { mark.label(one_line(&place.label)) }
}

/// The beginning of `range`, if it is so long on one line that its marks would only hide what they mark.
fn shortened(range: std::ops::Range<usize>, text: &str) -> std::ops::Range<usize> {
    let marked = text.get(range.clone()).unwrap_or_default();
    match marked.char_indices().nth(MARKED) {
        Some((end, _)) if !marked.contains('\n') => range.start..range.start + end,
        _ => range,
    }
}

/// `2 errors and 1 warning in 3 files`, or that nothing is wrong.
#[must_use]
pub fn render_summary(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|one| one.is_error()).count();
    let warnings = diagnostics.len() - errors;
    let files: BTreeSet<&str> = diagnostics.iter().filter_map(|one| Some(one.places.first()?.file.as_str())).collect();
    let found = match (errors, warnings) {
        (0, 0) => return "nothing is wrong".to_owned(),
        (0, warnings) => counted(warnings, "warning"),
        (errors, 0) => counted(errors, "error"),
        (errors, warnings) => format!("{} and {}", counted(errors, "error"), counted(warnings, "warning")),
    };
    format!("{found} in {}", counted(files.len(), "file"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{intents, ledgers, prose};

    #[test]
    fn a_column_is_right_on_a_line_with_an_accent_and_an_emoji() {
        let text = "é = [\"🙂\", \"acces\"]\n";
        let start = text.find("\"acces").expect("there");
        let place = Place::new("intents/a.toml", Span::new(start, start + 7));
        let found = intents::unknown_intent(place, "acces", ["access"]);
        let sources = Sources::new("", [("intents/a.toml", text)]);
        insta::assert_snapshot!(render_human(&[found], &sources, false), @r#"
        error[unknown-intent]: there is no intent `acces`
         --> intents/a.toml:1:11
          |
        1 | é = ["🙂", "acces"]
          |            ^^^^^^^ no file of this name in intents/
          |
          = help: the nearest name is `access`
        "#);
    }

    #[test]
    fn a_long_sentence_is_marked_at_its_beginning_only() {
        let text = "woord ".repeat(30);
        let place = Place::new("a.md", Span::new(0, text.len()));
        let shown =
            render_human(&[prose::long_sentence(place, 30, 20)], &Sources::new("", [("a.md", text.as_str())]), false);
        let marks = shown.chars().filter(|sign| *sign == '^').count();
        assert_eq!(marks, MARKED, "{shown}");
    }

    #[test]
    fn what_has_no_line_is_indented_like_what_has_one() {
        let found = [ledgers::unused_fact(Place::file("answers/facts.toml"), "x")];
        let shown = render_human(&found, &Sources::new("", []), false);
        assert!(shown.contains("\n --> answers/facts.toml\n  = help: "), "{shown}");
    }

    #[test]
    fn colours_can_be_had_and_left_out() {
        let found = [ledgers::unused_fact(Place::file("answers/facts.toml"), "x")];
        let sources = Sources::new("", []);
        assert!(render_human(&found, &sources, true).contains('\u{1b}'));
        assert!(!render_human(&found, &sources, false).contains('\u{1b}'));
    }

    #[test]
    fn text_that_steers_a_terminal_is_not_passed_on() {
        let found = intents::unknown_kind(Place::file("a"), "\u{1b}[31m\nred", &[]);
        assert!(!render_human(&[found], &Sources::new("", []), false).contains('\u{1b}'));
    }
}
