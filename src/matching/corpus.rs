//! What a matcher learns from: a view of the catalogue without what it does not need.

use std::collections::BTreeMap;

use crate::content::{Catalogue, IntentId, Kind, Lang};

/// Intents with their words, per language.
#[derive(Clone, Debug, Default)]
pub struct Corpus<'a> {
    /// The intents and what sort each is; everything below counts places in this list.
    pub intents: Vec<(IntentId, Kind)>,
    /// Which of them are special cases, and of which: who means the one means the other too.
    pub broader: BTreeMap<usize, usize>,
    /// The words per language, the first language first.
    pub languages: Vec<(Lang, Texts<'a>)>,
}

/// The words of one language.
#[derive(Clone, Debug, Default)]
pub struct Texts<'a> {
    /// Messages and the intent each belongs to.
    pub examples: Vec<(usize, &'a str)>,
    /// Messages that belong to none.
    pub negatives: Vec<&'a str>,
    /// Regular expressions and the intent each fires on.
    pub patterns: Vec<(usize, &'a str)>,
    /// Regular expressions that fire on what belongs to none.
    pub strays: Vec<&'a str>,
    /// Words that mean the same: word → concept.
    pub concepts: BTreeMap<&'a str, &'a str>,
}

impl<'a> Texts<'a> {
    /// The examples, behind them what belongs to none.
    pub fn all(&self) -> impl Iterator<Item = &'a str> {
        self.examples.iter().map(|(_, text)| *text).chain(self.negatives.iter().copied())
    }
}

impl<'a> Corpus<'a> {
    /// The corpus of `catalogue`: examples, and the title as one more.
    #[must_use]
    pub fn of(catalogue: &'a Catalogue) -> Self {
        let intents = catalogue.intents.values().map(|intent| (intent.id.clone(), intent.kind)).collect();
        let languages = catalogue.languages.iter().map(|&lang| (lang, texts_of(catalogue, lang))).collect();
        let broader = catalogue.intents.values().enumerate().filter_map(|(place, intent)| {
            let broader = intent.broader.as_ref()?;
            Some((place, catalogue.intents.keys().position(|id| id == broader)?))
        });
        Self { intents, broader: broader.collect(), languages }
    }

    /// The broadest intent that holds the one at `place`: itself, unless it is a special case.
    pub(super) fn broadest(&self, place: usize) -> usize {
        self.broader.get(&place).copied().unwrap_or(place)
    }
}

fn texts_of(catalogue: &Catalogue, lang: Lang) -> Texts<'_> {
    let mut texts = Texts::default();
    for (place, intent) in catalogue.intents.values().enumerate() {
        let Some(words) = intent.texts.get(&lang) else { continue };
        texts.examples.push((place, &words.title));
        texts.examples.extend(words.examples.iter().map(|example| (place, example.as_str())));
        texts.patterns.extend(words.patterns.iter().map(|pattern| (place, pattern.as_str())));
    }
    texts.strays = catalogue.stray_patterns.get(&lang).into_iter().flatten().map(String::as_str).collect();
    let negatives = catalogue.negatives.get(&lang).into_iter().flatten();
    texts.negatives = negatives.map(|negative| negative.text.as_str()).collect();
    let concepts = catalogue.concepts.get(&lang).into_iter().flatten();
    texts.concepts = concepts.map(|(word, concept)| (word.as_str(), concept.as_str())).collect();
    texts
}
