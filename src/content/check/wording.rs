//! Hard words for which there is a plainer one: those of `answers/<lang>/plain-words.toml`.

use std::collections::BTreeMap;

use crate::content::Lang;
use crate::content::parse::{Parsed, RawPlainWord};
use crate::content::sentences::{End, Word};
use crate::diagnostic::{Diagnostic, Place, prose};
use crate::text::Span;

/// The hard words of one language, by the first word of each.
#[derive(Default)]
pub(in crate::content) struct PlainWords<'a>(BTreeMap<String, Vec<Hard<'a>>>);

/// A hard word or a few that belong together, in lower case, and what to say instead.
struct Hard<'a> {
    words: Vec<String>,
    plainer: &'a str,
}

impl<'a> PlainWords<'a> {
    /// Those of `lang`; none if there is no list.
    pub(in crate::content) fn of(parsed: &'a Parsed, lang: Lang) -> Self {
        let mut hard: BTreeMap<String, Vec<Hard<'a>>> = BTreeMap::new();
        for RawPlainWord { hard: word, plainer } in parsed.plain_words.get(&lang).into_iter().flatten() {
            let words: Vec<String> = word.value.split_whitespace().map(bare).collect();
            let Some(first) = words.first().cloned() else { continue };
            hard.entry(first).or_default().push(Hard { words, plainer: &plainer.value });
        }
        for same_start in hard.values_mut() {
            same_start.sort_by_key(|hard| std::cmp::Reverse(hard.words.len()));
        }
        Self(hard)
    }

    /// The hard words among `words`, each as how many words it takes up and where it begins.
    pub(in crate::content) fn find(&self, words: &[Word<'_>]) -> Vec<(usize, usize, &str)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let hard = self.at(&words[at..]);
            found.extend(hard.map(|hard| (at, hard.words.len(), hard.plainer)));
            at += hard.map_or(1, |hard| hard.words.len());
        }
        found
    }

    /// The longest entry that `words` begin with.
    fn at(&self, words: &[Word<'_>]) -> Option<&Hard<'a>> {
        let first = words.first()?.text.map(bare)?;
        self.0.get(&first)?.iter().find(|hard| hard.fits(words))
    }

    /// What to say of the hard words among `words` of `file`.
    pub(super) fn report(&self, file: &str, words: &[Word<'_>]) -> Vec<Diagnostic> {
        let found = self.find(words).into_iter();
        let report = |(at, count, plainer): (usize, usize, &str)| {
            let span = Span::new(words[at].span.start, words[at + count - 1].span.end);
            let said: Vec<String> = words[at..at + count].iter().filter_map(|word| word.text).map(bare).collect();
            prose::hard_word(Place::new(file, span), &said.join(" "), plainer)
        };
        found.map(report).collect()
    }
}

impl Hard<'_> {
    /// Whether `words` begin with this, without a sentence ending in between.
    fn fits(&self, words: &[Word<'_>]) -> bool {
        let inner = words.iter().take(self.words.len().saturating_sub(1));
        words.len() >= self.words.len()
            && inner.clone().all(|word| word.end == End::Open)
            && self.words.iter().zip(words).all(|(hard, word)| word.text.map(bare).as_ref() == Some(hard))
    }
}

/// A word in lower case without what clings to it.
fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}
