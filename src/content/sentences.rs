//! Words and sentences of a text, with their places: what checks of the language and statistics count by.
//!
//! A placeholder counts as one word.

use super::parse::{DraftInline, Filling};
use crate::text::Span;

/// A word of a run.
pub(super) struct Word<'a> {
    /// Its letters and what clings to them; nothing for a placeholder.
    pub(super) text: Option<&'a str>,
    /// Where it stands.
    pub(super) span: Span,
    /// What comes after it.
    pub(super) end: End,
}

/// What comes after a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum End {
    /// The next word of the sentence.
    Open,
    /// A pause as good as the end of a sentence: a colon, semicolon or line break.
    Pause,
    /// The end of the sentence.
    Stop,
}

/// What may close after the full stop.
const CLOSERS: [char; 7] = [')', '"', '\'', '”', '’', '»', '…'];

/// The words of `run`.
pub(super) fn words(run: &[DraftInline]) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    for inline in run {
        match &inline.filling {
            Filling::Text(text) => add_words(text, inline.span.start, &mut words),
            _ => words.push(Word { text: None, span: inline.span, end: End::Open }),
        }
    }
    words
}

/// The words of a single line without markup, of which the first letter stands at `start`.
pub(super) fn words_of_line(text: &str, start: usize) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    add_words(text, start, &mut words);
    words
}

fn add_words<'a>(text: &'a str, start: usize, words: &mut Vec<Word<'a>>) {
    let mut at = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let end = end_of(word).max(if piece.ends_with('\n') { End::Pause } else { End::Open });
        let span = Span::new(start + at, start + at + word.len());
        if word.chars().any(char::is_alphanumeric) {
            words.push(Word { text: Some(word), span, end });
        } else if let Some(last) = words.last_mut() {
            last.end = last.end.max(end);
        }
        at += piece.len();
    }
}

fn end_of(word: &str) -> End {
    match word.trim_end_matches(CLOSERS).chars().last() {
        Some('.' | '!' | '?') => End::Stop,
        Some(':' | ';') => End::Pause,
        _ if word.ends_with('…') => End::Stop,
        _ => End::Open,
    }
}

/// The sentences of `words`; one also ends at a pause.
pub(super) fn sentences<'w, 'a>(words: &'w [Word<'a>]) -> impl Iterator<Item = &'w [Word<'a>]> {
    words.split_inclusive(|word| word.end != End::Open)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::parse::parse_plain_markdown;

    fn lengths(text: &str) -> Vec<usize> {
        let (draft, _) = parse_plain_markdown("", text);
        sentences(&words(&draft[0].runs[0])).map(<[Word<'_>]>::len).collect()
    }

    #[test]
    fn a_sentence_ends_at_a_stop_also_before_a_bracket_and_at_a_colon() {
        assert_eq!(lengths("Ja. Dat mag (met een brief.) Zo: schrijf hem - en stuur hem!"), [1, 5, 1, 5]);
        assert_eq!(lengths("Bel **ons**. Nu"), [2, 1]);
    }
}
