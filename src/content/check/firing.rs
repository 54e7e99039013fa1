//! Patterns that fire on what belongs to others.

use std::cell::LazyCell;

use regex::bytes::{Regex, RegexBuilder};

use super::examples::{NOBODY, Owned, examples};
use super::patterns::Judged;
use crate::content::parse::{At, Parsed};
use crate::content::{Clues, Kind, Lang, PATTERN_LIMIT};
use crate::diagnostic::{Diagnostic, Place, recognition};
use crate::text::{ascii, clean, unaccented};

/// Tries the patterns of intents on all examples in `lang`, and on the messages in it that nothing should answer.
pub(super) fn check_firing(parsed: &Parsed, lang: Lang, patterns: &Judged<'_>) -> Vec<Diagnostic> {
    let rules: Vec<Rule<'_>> =
        rules(parsed, lang).filter(|rule| patterns.is_sound(rule.file, rule.pattern.span)).collect();
    let texts: Vec<String> = rules.iter().map(|rule| unaccented(&rule.pattern.value)).collect();
    let clues = Clues::of(texts.iter().map(String::as_str));
    let regexes: Vec<LazyCell<Option<Regex>, _>> =
        clues.ways().iter().map(|way| LazyCell::new(move || compile(&way.text))).collect();
    let mut hits: Vec<Hits<'_>> = rules.iter().map(|rule| Hits { rule: *rule, own: 0, others: Vec::new() }).collect();
    for owned in examples(parsed, lang) {
        let message = ascii(&clean(&owned.example.value));
        let ways = clues.worth_trying(&message).into_iter();
        let fitting = ways.filter(|&way| regexes[way].as_ref().is_some_and(|regex| regex.is_match(message.as_bytes())));
        let mut fitting: Vec<usize> = fitting.map(|way| clues.ways()[way].pattern).collect();
        // Ways of one pattern stand one after the other.
        fitting.dedup();
        fitting.into_iter().for_each(|rule| hits[rule].take(parsed, &owned));
    }
    hits.iter().filter_map(report).collect()
}

/// A pattern with the intent it speaks for, or [`NOBODY`], and its file.
#[derive(Clone, Copy)]
struct Rule<'a> {
    intent: &'a str,
    file: &'a str,
    pattern: &'a At<String>,
}

/// The messages that a rule fires on.
struct Hits<'a> {
    rule: Rule<'a>,
    /// How many of its own intent, or of a relative.
    own: usize,
    /// Those that belong to others.
    others: Vec<Owned<'a>>,
}

impl<'a> Hits<'a> {
    fn take(&mut self, parsed: &Parsed, message: &Owned<'a>) {
        if are_related(parsed, self.rule.intent, message.intent) {
            self.own += 1;
        } else {
            self.others.push(*message);
        }
    }
}

/// The patterns tried on messages in `lang`: its own, and those for danger of every language.
fn rules(parsed: &Parsed, lang: Lang) -> impl Iterator<Item = Rule<'_>> {
    let strays = parsed.negatives.texts.get(&lang).into_iter().flat_map(|text| &text.patterns);
    let strays = strays.map(|pattern| Rule { intent: NOBODY, file: &parsed.negatives.file, pattern });
    let intents = parsed.intents.values().flat_map(move |intent| {
        let danger = intent.kind.as_ref().is_some_and(|kind| kind.value == Kind::Safety);
        let texts = intent.texts.iter().filter(move |(of, _)| **of == lang || danger);
        let patterns = texts.flat_map(|(_, text)| &text.patterns);
        patterns.map(move |pattern| Rule { intent: &intent.id, file: &intent.file, pattern })
    });
    intents.chain(strays)
}

fn compile(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(pattern).unicode(false).size_limit(PATTERN_LIMIT).build().ok()
}

/// Whether two intents are the same, one is a special case of the other, or both are danger: a message may tell of two.
fn are_related(parsed: &Parsed, one: &str, other: &str) -> bool {
    let is_case_of = |narrow: &str, broad: &str| {
        let broader = parsed.intents.get(narrow).and_then(|intent| intent.broader.as_ref());
        broader.is_some_and(|broader| broader.value == broad)
    };
    let is_danger = |name: &str| {
        let kind = parsed.intents.get(name).and_then(|intent| intent.kind.as_ref());
        kind.is_some_and(|kind| kind.value == Kind::Safety)
    };
    one == other || (is_danger(one) && is_danger(other)) || is_case_of(one, other) || is_case_of(other, one)
}

/// From so many messages of others on, a pattern that fits fewer of its own is an error: it says more of others.
const SEVERE: usize = 10;

fn report(hits: &Hits<'_>) -> Option<Diagnostic> {
    let first = hits.others.first()?;
    let Rule { intent, file, pattern } = hits.rule;
    let other = Some(first.intent).filter(|owner| *owner != NOBODY);
    let at = Place::new(file, pattern.span);
    let found = recognition::pattern_fires_elsewhere(at, first.place(), (intent, other), hits.others.len() - 1);
    Some(if hits.others.len() >= SEVERE.max(hits.own + 1) { found.severe() } else { found })
}
