//! Regular expressions: readable, small, and choosy.

use std::collections::BTreeMap;

use regex::RegexBuilder;
use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{self, Ast};
use regex_syntax::hir::{Class, Hir, HirKind};

use crate::content::parse::{At, FOLLOW_UPS, Parsed};
use crate::content::{Care, PATTERN_LIMIT};
use crate::cores::largest_first;
use crate::diagnostic::{Diagnostic, Place, recognition};
use crate::text::Span;

/// A pattern of less weight is small for certain: no unit of weight takes more than a hundred bytes.
const SURELY_SMALL: usize = PATTERN_LIMIT / 100;

/// What is wrong with each pattern of intents, of what belongs to none, and of follow-ups, by file and place.
pub(super) struct Judged<'a>(BTreeMap<(&'a str, Span), Option<Diagnostic>>);

impl<'a> Judged<'a> {
    /// Looks at every pattern. Whether one is too large is not asked when it is only to be used: to tell, it must be compiled, and
    /// what cannot be compiled is never tried on a message.
    pub(super) fn of(parsed: &'a Parsed, care: Care<'_>) -> Self {
        let intents = parsed.intents.values().flat_map(|intent| {
            intent.texts.values().flat_map(|text| &text.patterns).map(|pattern| (intent.file.as_str(), pattern))
        });
        let acts = parsed.follow_ups.acts.iter().flat_map(|act| act.texts.values());
        let aspects = parsed.follow_ups.aspects.iter().flat_map(|aspect| aspect.texts.values());
        let follow_ups = acts.chain(aspects).flatten().map(|pattern| (FOLLOW_UPS, pattern));
        let negatives = &parsed.negatives;
        let strays = negatives.texts.values().flat_map(|text| &text.patterns);
        let strays = strays.map(|pattern| (negatives.file.as_str(), pattern));
        let all: Vec<(&str, &At<String>)> = intents.chain(strays).chain(follow_ups).collect();
        let compile = !matches!(care, Care::Use);
        let check = |(file, pattern): &(&str, &At<String>)| check_pattern(file, pattern, compile);
        let found = largest_first(&all, |(_, pattern)| pattern.value.len(), check);
        Self(all.into_iter().map(|(file, pattern)| (file, pattern.span)).zip(found).collect())
    }

    /// All that is wrong with them.
    pub(super) fn findings(&self) -> Vec<Diagnostic> {
        self.0.values().flatten().cloned().collect()
    }

    /// Whether the pattern at this place of this file can be tried at all.
    pub(super) fn is_sound(&self, file: &str, span: Span) -> bool {
        self.0.get(&(file, span)).is_some_and(Option::is_none)
    }
}

fn check_pattern(file: &str, pattern: &At<String>, compile: bool) -> Option<Diagnostic> {
    let place = Place::new(file, pattern.span);
    let tree = match regex_syntax::parse(&pattern.value) {
        Err(error) => return Some(recognition::bad_regex(place, &last_line(&error.to_string()))),
        Ok(tree) => tree,
    };
    if tree.properties().minimum_len() == Some(0) {
        return Some(recognition::regex_matches_empty(place));
    }
    if compile && is_too_large(&tree, &pattern.value) {
        return Some(recognition::regex_too_large(place));
    }
    capital(&pattern.value).map(|found| recognition::pattern_uppercase(place, found))
}

/// The first capital that a message would have to have, which no message in lower case has.
fn capital(pattern: &str) -> Option<char> {
    // Most patterns have none, not even one written as a code, and need not be read once more.
    let has_one = pattern.contains(char::is_uppercase) || ["\\x", "\\u"].iter().any(|code| pattern.contains(code));
    let any_case = pattern.contains("(?i");
    let tree = Parser::new().parse(pattern).ok().filter(|_| has_one && !any_case)?;
    ast::visit(&tree, Capital(None)).unwrap_or_default()
}

struct Capital(Option<char>);

impl Capital {
    fn take(&mut self, found: char) {
        self.0 = self.0.or(Some(found).filter(|found| found.is_uppercase()));
    }
}

impl ast::Visitor for Capital {
    type Output = Option<char>;
    type Err = std::convert::Infallible;

    fn finish(self) -> Result<Option<char>, Self::Err> {
        Ok(self.0)
    }

    fn visit_pre(&mut self, tree: &Ast) -> Result<(), Self::Err> {
        if let Ast::Literal(literal) = tree {
            self.take(literal.c);
        }
        Ok(())
    }
}

/// The parser draws the pattern first; its last line says what is wrong.
fn last_line(complaint: &str) -> String {
    let line = complaint.lines().last().unwrap_or("it cannot be read");
    line.trim().trim_start_matches("error: ").to_owned()
}

/// Compiling takes ten times as long as parsing, so that only what might be too large is compiled.
fn is_too_large(tree: &Hir, pattern: &str) -> bool {
    weight(tree) > SURELY_SMALL && RegexBuilder::new(pattern).size_limit(PATTERN_LIMIT).build().is_err()
}

fn weight(tree: &Hir) -> usize {
    match tree.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(Class::Unicode(class)) => class.ranges().len() * 2 + 8,
        HirKind::Class(Class::Bytes(class)) => class.ranges().len() * 2 + 8,
        HirKind::Capture(capture) => weight(&capture.sub) + 2,
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().fold(parts.len(), |sum, part| sum.saturating_add(weight(part)))
        }
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min.saturating_add(1)).max(1);
            weight(&repetition.sub).saturating_mul(usize::try_from(times).unwrap_or(usize::MAX)).saturating_add(1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_passed_over_as_small_compiles_within_the_limit() {
        let patterns = [
            "[é-ø]{200}",
            ".{200}",
            "(?i)k{180}",
            r"\bvog\b",
            r"\w",
            r"(a|b|c){100}",
            "x{2500}",
            r"\d{15}",
            r"[^a]{200}",
        ];
        for pattern in patterns {
            let tree = regex_syntax::parse(pattern).expect(pattern);
            assert!(weight(&tree) <= SURELY_SMALL, "{pattern} weighs {}", weight(&tree));
            assert!(RegexBuilder::new(pattern).size_limit(PATTERN_LIMIT).build().is_ok(), "{pattern}");
        }
    }

    #[test]
    fn a_capital_is_seen_and_a_class_written_with_one_is_not() {
        assert_eq!(capital(r"\bWpg\b|[^A-Z]"), Some('W'));
        assert_eq!(capital(r"^\W*wpg\B\D|\x41?[^A-Z0-9]\P{L}$"), Some('A'));
        assert_eq!(capital(r"^\W*wpg\B\D[^A-Z0-9](?P<Name>x)$"), None);
        assert_eq!(capital("(?i)WPG"), None);
    }

    #[test]
    fn t14_what_is_large_is_refused_without_taking_the_memory() {
        for pattern in [r"(\w{50}){90}", "(.{1000}){1000}", r"\w{1000}"] {
            let tree = regex_syntax::parse(pattern).expect(pattern);
            assert!(is_too_large(&tree, pattern), "{pattern}");
        }
    }
}
