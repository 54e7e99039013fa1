//! From features to sparse vectors: which features count, and how much each.

use super::features::{FeatureKind, each_feature};
use super::lexicon::Lexicon;
use super::table::Table;
use serde::{Deserialize, Serialize};

/// Into how many parts the examples are divided to see how the model does on what it has not seen.
pub(super) const FOLDS: usize = 4;

/// A text as the model sees it.
#[derive(Clone, Debug, Default)]
pub(super) struct Vector {
    /// Features and their values, by feature within each block.
    pub(super) entries: Vec<(u32, f32)>,
    /// The share of its runs of four letters that training has seen; 0 if it has none.
    pub(super) seen: f32,
    /// Whether training has seen a word or concept of it.
    pub(super) has_word: bool,
}

/// What changes in a vector when its fold is not seen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unseen {
    /// By how much the words left weigh more.
    words: f32,
    /// By how much the letters left do.
    letters: f32,
    /// The share of its runs of four letters that is seen then.
    pub(super) seen: f32,
}

/// The features of one language that count.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Vocabulary {
    /// From hash to number: first words and pairs, then runs of letters. What was met in one text alone has the number
    /// after the last: it counts as seen, and for nothing else.
    numbers: Table,
    #[serde(with = "super::bytes")]
    idf: Vec<f32>,
    /// The number of the first run of letters.
    letters: u32,
}

impl Vocabulary {
    /// How many features count.
    pub(super) fn len(&self) -> usize {
        self.idf.len()
    }

    /// Whether every number in it is one of a feature.
    pub(super) fn is_sound(&self) -> bool {
        let features = self.idf.len();
        self.letters as usize <= features
            && self.numbers.is_sound()
            && self.numbers.entries().all(|(_, number)| (number as usize) <= features)
    }

    /// The number of the feature with this hash, if it counts.
    pub(super) fn number(&self, hash: u64) -> Option<u32> {
        self.numbers.get(hash).filter(|&number| self.counts(number))
    }

    fn counts(&self, number: u32) -> bool {
        (number as usize) < self.len()
    }

    /// The vector of a folded text: words and letters each of length one.
    pub(super) fn vector(&self, folded: &str, lexicon: &Lexicon) -> Vector {
        let mut numbers: Vec<u32> = Vec::with_capacity(folded.len() * 4);
        let mut seen = Share::default();
        each_feature(folded, lexicon, |feature| {
            let number = self.numbers.get(feature.hash);
            seen.add(feature.kind, number.is_some());
            numbers.extend(number.filter(|&number| self.counts(number)));
        });
        numbers.sort_unstable();
        let weigh = |same: &[u32]| (same[0], (1.0 + (same.len() as f32).ln()) * self.idf[same[0] as usize]);
        let mut entries: Vec<(u32, f32)> = numbers.chunk_by(|a, b| a == b).map(weigh).collect();
        let middle = self.first_letters(&entries);
        let (words, letters) = entries.split_at_mut(middle);
        for block in [words, letters] {
            scale(block, 1.0 / length(block));
        }
        Vector { entries, seen: seen.value(), has_word: middle > 0 }
    }

    /// How the vector of a text of `fold` would change if no text of that fold had been seen.
    pub(super) fn unseen(
        &self,
        entries: &[(u32, f32)],
        folded: &str,
        lexicon: &Lexicon,
        met: &[Met],
        fold: usize,
    ) -> Unseen {
        let elsewhere = |number: u32| met.get(number as usize).is_some_and(|met| met_elsewhere(met, fold));
        let mut seen = Share::default();
        each_feature(folded, lexicon, |feature| {
            seen.add(feature.kind, self.numbers.get(feature.hash).is_some_and(elsewhere));
        });
        let kept = |block: &[(u32, f32)]| -> Vec<(u32, f32)> {
            block.iter().copied().filter(|(number, _)| elsewhere(*number)).collect()
        };
        let (words, letters) = entries.split_at(self.first_letters(entries));
        Unseen { words: 1.0 / length(&kept(words)), letters: 1.0 / length(&kept(letters)), seen: seen.value() }
    }

    /// `entries` changed as `unseen` says.
    ///
    /// Features that only the fold has stay, for no machine trained without the fold has a weight for them.
    pub(super) fn as_unseen(&self, entries: &[(u32, f32)], unseen: &Unseen) -> Vec<(u32, f32)> {
        let mut entries = entries.to_vec();
        let middle = self.first_letters(&entries);
        let (words, letters) = entries.split_at_mut(middle);
        scale(words, unseen.words);
        scale(letters, unseen.letters);
        entries
    }

    /// Where in `entries` the letters begin.
    pub(super) fn first_letters(&self, entries: &[(u32, f32)]) -> usize {
        entries.partition_point(|(number, _)| *number < self.letters)
    }
}

/// The share of the runs of four letters that is seen.
#[derive(Default)]
struct Share {
    runs: u32,
    seen: u32,
}

impl Share {
    fn add(&mut self, kind: FeatureKind, seen: bool) {
        if kind == FeatureKind::LongRun {
            self.runs += 1;
            self.seen += u32::from(seen);
        }
    }

    fn value(&self) -> f32 {
        self.seen as f32 / self.runs.max(1) as f32
    }
}

fn length(entries: &[(u32, f32)]) -> f32 {
    entries.iter().map(|(_, value)| value * value).sum::<f32>().sqrt().max(1e-6)
}

fn scale(entries: &mut [(u32, f32)], factor: f32) {
    for (_, value) in entries {
        *value *= factor;
    }
}

/// From so many texts on a run of letters that is in one alone says too little for the room it takes.
const MANY: u32 = 5000;

/// In how many texts of each fold a feature is met.
pub(super) type Met = [u16; FOLDS];

/// Which pairs of words may be met more than once. Most are met once and would fill the memory.
struct Again {
    once: Vec<u64>,
    twice: Vec<u64>,
}

/// The logarithm of how many bits are kept of either; two pairs that share one are only counted for nothing.
const AGAIN_BITS: u32 = 22;

impl Default for Again {
    fn default() -> Self {
        let none = vec![0; 1 << (AGAIN_BITS - 6)];
        Self { once: none.clone(), twice: none }
    }
}

impl Again {
    fn place(hash: u64) -> (usize, u64) {
        let bit = (hash >> (64 - AGAIN_BITS)) as usize;
        (bit / 64, 1 << (bit % 64))
    }

    fn meet(&mut self, hash: u64) {
        let (at, bit) = Self::place(hash);
        self.twice[at] |= self.once[at] & bit;
        self.once[at] |= bit;
    }

    fn may_be(&self, hash: u64) -> bool {
        let (at, bit) = Self::place(hash);
        self.twice[at] & bit != 0
    }
}

/// Counts features over texts, to make a [`Vocabulary`]: every text is foreseen first, then added.
#[derive(Default)]
pub(super) struct Census {
    again: Again,
    numbers: Table,
    met: Vec<(FeatureKind, Met)>,
    last: Vec<u32>,
    texts: u32,
}

impl Census {
    /// Looks at a folded text that will be added.
    pub(super) fn foresee(&mut self, folded: &str, lexicon: &Lexicon) {
        each_feature(folded, lexicon, |feature| {
            if feature.kind == FeatureKind::Pair {
                self.again.meet(feature.hash);
            }
        });
    }

    /// Counts the features of one folded text of part `fold`.
    pub(super) fn add(&mut self, folded: &str, lexicon: &Lexicon, fold: usize) {
        self.texts += 1;
        each_feature(folded, lexicon, |feature| {
            if feature.kind == FeatureKind::Pair && !self.again.may_be(feature.hash) {
                return;
            }
            let number = self.numbers.insert(feature.hash) as usize;
            if number == self.met.len() {
                self.met.push((feature.kind, [0; FOLDS]));
                self.last.push(0);
            }
            if self.last[number] != self.texts {
                self.last[number] = self.texts;
                let count = &mut self.met[number].1[fold];
                *count = count.saturating_add(1);
            }
        });
    }

    /// The vocabulary of all words, of pairs met in more than one text, and of runs of letters, among many texts likewise;
    /// and per feature the folds it was met in.
    pub(super) fn finish(self) -> (Vocabulary, Vec<Met>) {
        let is_letters = |&place: &usize| matches!(self.met[place].0, FeatureKind::Run | FeatureKind::LongRun);
        let letters_from = if self.texts < MANY { 1 } else { 2 };
        let least = |kind: FeatureKind| match kind {
            FeatureKind::Word => 1,
            FeatureKind::Pair => 2,
            FeatureKind::Run | FeatureKind::LongRun => letters_from,
        };
        let counts = |&place: &usize| total(&self.met[place].1) >= least(self.met[place].0);
        let (letters, words): (Vec<usize>, Vec<usize>) = (0..self.met.len()).filter(counts).partition(is_letters);
        let order = || words.iter().chain(&letters).copied();
        let mut renumbered = vec![None; self.met.len()];
        for (number, place) in (0..).zip(order()) {
            renumbered[place] = Some(number);
        }
        let features = u32::try_from(words.len() + letters.len()).unwrap_or(u32::MAX);
        let mut numbers = Table::with_room_for(self.met.len());
        for (hash, place) in self.numbers.entries() {
            let seen = self.met[place as usize].0 == FeatureKind::LongRun;
            if let Some(number) = renumbered[place as usize].or(seen.then_some(features)) {
                numbers.insert_as(hash, number);
            }
        }
        let idf = order().map(|place| idf(self.texts, total(&self.met[place].1))).collect();
        let letters = u32::try_from(words.len()).unwrap_or(u32::MAX);
        (Vocabulary { numbers, idf, letters }, order().map(|place| self.met[place].1).collect())
    }
}

fn total(met: &Met) -> u32 {
    met.iter().map(|&count| u32::from(count)).sum()
}

fn met_elsewhere(met: &Met, fold: usize) -> bool {
    met.iter().enumerate().any(|(other, &count)| other != fold && count > 0)
}

fn idf(texts: u32, met: u32) -> f32 {
    ((1.0 + texts as f32) / (1.0 + met as f32)).ln() + 1.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Lang;
    use std::collections::BTreeMap;

    const TEXTS: [&str; 3] = ["mijn gegevens inzien", "mijn boete betalen", "mijn gegevens wissen"];

    fn learnt() -> (Lexicon, Vocabulary, Vec<Met>) {
        let mut lexicon = Lexicon::new(Lang::NL, &BTreeMap::new());
        let mut census = Census::default();
        TEXTS.iter().for_each(|text| census.foresee(text, &lexicon));
        for (fold, text) in TEXTS.iter().enumerate() {
            lexicon.learn(text);
            census.add(text, &lexicon, fold);
        }
        let (vocabulary, met) = census.finish();
        (lexicon, vocabulary, met)
    }

    #[test]
    fn words_and_letters_each_have_length_one() {
        let (lexicon, vocabulary, _) = learnt();
        let vector = vocabulary.vector(TEXTS[0], &lexicon);
        let (words, letters) = vector.entries.split_at(vocabulary.first_letters(&vector.entries));
        assert!((length(words) - 1.0).abs() < 1e-5 && (length(letters) - 1.0).abs() < 1e-5);
        assert_eq!(vector.seen, 1.0);
    }

    #[test]
    fn a_text_held_out_is_as_strange_as_it_would_be_new() {
        let (lexicon, vocabulary, met) = learnt();
        let entries = vocabulary.vector(TEXTS[1], &lexicon).entries;
        let unseen = vocabulary.unseen(&entries, TEXTS[1], &lexicon, &met, 1);
        assert!(unseen.seen < 0.5, "boete and betalen are nowhere else: {}", unseen.seen);
        let changed = vocabulary.as_unseen(&entries, &unseen);
        assert!(length(&changed) > length(&entries), "what is known weighs more");
    }

    #[test]
    fn what_is_nowhere_known_gives_an_empty_vector() {
        let (lexicon, vocabulary, _) = learnt();
        let vector = vocabulary.vector("zzz", &lexicon);
        assert!(vector.entries.is_empty() && vector.seen == 0.0);
    }
}
