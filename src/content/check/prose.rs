//! How answers are written: facts by reference, sentences short.

use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};

use crate::content::SENTENCE_LIMIT;
use crate::content::parse::{Draft, DraftInline, Filling, Parsed};
use crate::diagnostic::{Diagnostic, Place, prose};
use crate::text::Span;

/// Looks through the text of every answer.
pub(super) fn check_prose(parsed: &Parsed) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for answer in parsed.answers.values().flat_map(|answers| answers.values()) {
        for (_, part) in answer.parts() {
            findings.extend(check_facts(&answer.file, part));
            findings.extend(check_sentences(&answer.file, part));
        }
    }
    findings
}

/// What belongs in a ledger: what it is, what to use, and how to find it.
const BARE: [(&str, &str, &str); 5] = [
    ("an e-mail address", "{contact:name.email}", r"[\w.+-]+@[\w-]+\.[\w.-]*\w"),
    (
        "a telephone number",
        "{contact:name.phone}",
        r"\b(?:0\d{1,3}[- ]?\d(?:[ -]?\d){3,8}|\+31[ -]?\d(?:[ -]?\d){7,9}|112)\b",
    ),
    ("a postal address", "{contact:name.post}", r"\b(?:\d{4} ?[A-Z]{2}\b|(?:Postbus|P\.?O\.? ?Box) \d+)"),
    (
        "a term",
        "{fact:name}",
        r"(?i)\b(?:\d+|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|twaalf|two|three|four|five|six|seven|eight|nine|ten|twelve) (?:dag(?:en)?|we(?:ek|ken)|maand(?:en)?|jaar|jaren|uur|days?|weeks?|months?|years?|hours?)\b",
    ),
    ("a law article", "{source:name}", r"(?i)\b(?:artikel|article|art\.) \d+\w*"),
];

static BARE_REGEXES: LazyLock<Vec<(&str, &str, Regex)>> = LazyLock::new(|| {
    let build = |pattern| RegexBuilder::new(pattern).unicode(false).build();
    BARE.iter().filter_map(|(what, remedy, pattern)| Some((*what, *remedy, build(pattern).ok()?))).collect()
});

fn check_facts(file: &str, draft: &Draft) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for inline in draft.iter().flat_map(|block| &block.runs).flatten() {
        let Filling::Text(text) = &inline.filling else { continue };
        for (what, remedy, regex) in BARE_REGEXES.iter() {
            let found = regex.find_iter(text).map(|found| Span::from(found.range()).shifted(inline.span.start));
            findings.extend(found.map(|span| prose::bare_fact(Place::new(file, span), what, remedy)));
        }
    }
    findings
}

/// A word of a run: where it stands and whether a sentence ends with it.
struct Word {
    span: Span,
    ends: bool,
}

fn check_sentences(file: &str, draft: &Draft) -> Vec<Diagnostic> {
    let runs = draft.iter().flat_map(|block| &block.runs);
    runs.flat_map(|run| check_run(file, &words(run))).collect()
}

fn check_run(file: &str, words: &[Word]) -> Vec<Diagnostic> {
    let sentences = words.split_inclusive(|word| word.ends).filter(|sentence| sentence.len() > SENTENCE_LIMIT);
    let report = |sentence: &[Word]| {
        let (first, last) = (sentence.first()?, sentence.last()?);
        let place = Place::new(file, Span::new(first.span.start, last.span.end));
        Some(prose::long_sentence(place, sentence.len(), SENTENCE_LIMIT))
    };
    sentences.filter_map(report).collect()
}

fn words(run: &[DraftInline]) -> Vec<Word> {
    let mut words = Vec::new();
    for inline in run {
        match &inline.filling {
            Filling::Text(text) => add_words(text, inline.span.start, &mut words),
            _ => words.push(Word { span: inline.span, ends: false }),
        }
    }
    words
}

fn add_words(text: &str, start: usize, words: &mut Vec<Word>) {
    let mut at = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let ends = word.ends_with(['.', '!', '?', ':', ';']) || piece.ends_with('\n');
        let span = Span::new(start + at, start + at + word.len());
        if word.chars().any(char::is_alphanumeric) {
            words.push(Word { span, ends });
        } else if let Some(last) = words.last_mut().filter(|_| ends) {
            last.ends = true;
        }
        at += piece.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_for_bare_facts_is_a_regular_expression() {
        assert_eq!(BARE_REGEXES.len(), BARE.len());
    }

    #[test]
    fn terms_numbers_and_addresses_are_noticed_and_ordinary_words_are_not() {
        let found = |text: &str| {
            BARE_REGEXES.iter().filter(|(_, _, regex)| regex.is_match(text)).map(|(what, ..)| *what).next()
        };
        assert_eq!(found("binnen 6 weken"), Some("a term"));
        assert_eq!(found("bel 0900-8844 of"), Some("a telephone number"));
        assert_eq!(found("2509 AJ Den Haag"), Some("a postal address"));
        assert_eq!(found("mail info@politie.nl."), Some("an e-mail address"));
        assert_eq!(found("een week later"), None);
        assert_eq!(found("stap 2 van de brief uit 2019"), None);
    }
}
