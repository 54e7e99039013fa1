//! The model of one language: its words, its weights, and what it makes of a folded text.

use super::calibration::{Evidence, Judged};
use super::corpus::{Corpus, Texts};
use super::experience::Experience;
use super::features::each_feature;
use super::learning::{HeldOut, Learnt};
use super::lexicon::{Lexicon, Named};
use super::ranking::Repair;
use super::repair::{Repairer, repaired};
use super::rules::{Rule, Rules};
use super::similar::Examples;
use super::special::SpecialCases;
use super::vocabulary::Vocabulary;
use super::weights::Packed;
use super::words::words_in;
use crate::content::Kind;

/// A text without any known word must have this share of known runs of four letters to be read at all.
const WORDLIKE: f32 = 0.25;

/// How sure a text without any known word can be: "geweld" is not "geweldig".
const LETTERS_ALONE: f32 = 0.4;

/// A text of so many words of which a third is known at most, and less than this share of its runs of four letters, is
/// not surer either: it may be in any language.
const STRANGE_FROM: usize = 3;
const FAMILIAR: f32 = 0.6;

/// What one language has learnt.
pub(super) struct Model {
    lexicon: Lexicon,
    vocabulary: Vocabulary,
    weights: Packed,
    pub(super) experience: Experience,
    special: SpecialCases,
    pub(super) held_out: Vec<HeldOut>,
    repairer: Repairer,
    pub(super) examples: Examples,
    /// The editors' patterns for danger.
    pub(super) danger: Rules,
    /// Their other patterns.
    pub(super) rules: Rules,
    /// Their patterns for what no intent is about.
    pub(super) strays: Rules,
    /// How many intents there are, in this language or not.
    intents: usize,
}

/// Scores of one text and how much of it training has seen.
struct Scored {
    scores: Vec<f32>,
    /// What of them comes from words.
    by_words: Vec<f32>,
    named: Named,
    seen: f32,
    /// Whether a word of it is known.
    known_word: bool,
    /// Whether a word of it is known, or some of its letters look like words.
    readable: bool,
}

impl Model {
    /// The model of a language: what was learnt, and the patterns among its `texts`.
    pub(super) fn new(texts: &Texts<'_>, learnt: Learnt, corpus: &Corpus<'_>) -> Self {
        Self {
            repairer: Repairer::new(&learnt.lexicon),
            danger: rules_of(texts, |intent| corpus.intents[intent].1 == Kind::Safety),
            rules: rules_of(texts, |intent| corpus.intents[intent].1 != Kind::Safety),
            strays: strays_of(texts, corpus),
            lexicon: learnt.lexicon,
            examples: learnt.examples,
            vocabulary: learnt.vocabulary,
            weights: learnt.weights,
            experience: learnt.experience,
            special: SpecialCases::of(corpus),
            held_out: learnt.held_out,
            intents: corpus.intents.len(),
        }
    }

    /// Judges a folded text by the linear model alone: as typed and as repaired, and takes the mean.
    pub(super) fn judge(&self, folded: &str, repairs: &[Repair]) -> Judged {
        let mut scored = self.score(folded);
        if !repairs.is_empty() {
            scored.average(&self.score(&repaired(folded, repairs)));
        }
        if !scored.readable {
            return Judged::nothing(self.intents);
        }
        let known = scored.known_word;
        let scores = self.special.only_broadest(scored.scores.clone());
        let by_words = self.special.only_broadest(scored.by_words);
        let length = words_in(folded);
        let evidence =
            Evidence { scores: &scores, by_words: &by_words, seen: scored.seen, length, named: scored.named };
        let mut judged = self.experience.calibration.judge(&evidence);
        judged.intents.retain(|&(intent, _)| !self.special.is_one(intent));
        let narrow = |&(broad, _): &(usize, f32)| Some((broad, self.special.choose(broad, &scored.scores)?));
        if !known || self.is_strange(folded, repairs, scored.seen) {
            judged.limit(LETTERS_ALONE);
        }
        judged.narrow = judged.intents.iter().filter_map(narrow).collect();
        judged
    }

    /// Whether most of a folded text is unlike anything that training has seen, mended or not.
    fn is_strange(&self, folded: &str, repairs: &[Repair], seen: f32) -> bool {
        let words = words_in(folded);
        words >= STRANGE_FROM && seen < FAMILIAR && (self.known_words(folded) + repairs.len()) * 3 < words
    }

    /// The broadest intent that holds the one at `place`.
    pub(super) fn broadest(&self, place: usize) -> usize {
        self.special.broadest(place)
    }

    /// How many words of a folded text are known.
    pub(super) fn known_words(&self, folded: &str) -> usize {
        folded.split(' ').filter(|word| word.len() > 1 && self.lexicon.knows(word)).count()
    }

    /// The repairs that a folded text needs.
    pub(super) fn repairs(&self, folded: &str) -> Vec<Repair> {
        self.repairer.repairs(folded, &self.lexicon)
    }

    /// How much each word of a folded text speaks for `intent` against the mean of all.
    pub(super) fn reasons(&self, folded: &str, intent: usize) -> Vec<(String, f32)> {
        let vector = self.vocabulary.vector(folded, &self.lexicon);
        let mut reasons: Vec<(String, f32)> = folded.split(' ').map(|word| (word.to_owned(), 0.0)).collect();
        each_feature(folded, &self.lexicon, |feature| {
            let Some(number) = self.vocabulary.number(feature.hash) else { return };
            let value = vector.entries.iter().find(|(entry, _)| *entry == number).map_or(0.0, |entry| entry.1);
            if let Some(reason) = reasons.get_mut(feature.word) {
                reason.1 += value * self.pull(number, intent);
            }
        });
        reasons
    }

    /// The weight of a feature for `intent` less its mean weight.
    fn pull(&self, feature: u32, intent: usize) -> f32 {
        let weights = self.weights.of_feature(feature);
        weights[intent] - weights.iter().take(self.intents).sum::<f32>() / self.intents as f32
    }

    fn score(&self, folded: &str) -> Scored {
        let vector = self.vocabulary.vector(folded, &self.lexicon);
        let classes = self.intents + 1;
        let middle = self.vocabulary.first_letters(&vector.entries);
        let (mut scores, mut by_words) = self.weights.scores(&vector.entries, middle);
        scores.truncate(classes);
        by_words.truncate(classes);
        let readable = vector.has_word || vector.seen >= WORDLIKE;
        let named = self.lexicon.named(folded);
        Scored { scores, by_words, named, seen: vector.seen, known_word: vector.has_word, readable }
    }
}

impl Scored {
    fn average(&mut self, other: &Self) {
        self.scores.iter_mut().zip(&other.scores).for_each(|(mine, other)| *mine = (*mine + other) / 2.0);
        self.by_words.iter_mut().zip(&other.by_words).for_each(|(mine, other)| *mine = (*mine + other) / 2.0);
        self.seen = (self.seen + other.seen) / 2.0;
        self.named = self.named.or(other.named);
        self.readable |= other.readable;
        self.known_word |= other.known_word;
    }
}

fn strays_of(texts: &Texts<'_>, corpus: &Corpus<'_>) -> Rules {
    let intent = corpus.intents.len();
    Rules::new(texts.strays.iter().map(|&pattern| Rule { intent, pattern: pattern.to_owned() }).collect())
}

fn rules_of(texts: &Texts<'_>, wanted: impl Fn(usize) -> bool) -> Rules {
    let rules = texts.patterns.iter().filter(|(intent, _)| wanted(*intent));
    Rules::new(rules.map(|&(intent, pattern)| Rule { intent, pattern: pattern.to_owned() }).collect())
}
