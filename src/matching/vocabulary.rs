//! From features to sparse vectors: which features count, and how much each.

use super::features::{FeatureKind, each_feature};
use super::lexicon::Lexicon;
use super::table::Table;

/// Into how many parts the examples are divided to see how the model does on what it has not seen.
pub(super) const FOLDS: usize = 5;

/// A text as the model sees it.
#[derive(Clone, Debug, Default)]
pub(super) struct Vector {
    /// Features and their values, by feature within each block.
    pub(super) entries: Vec<(u32, f32)>,
    /// The share of its runs of four letters that training has seen; 0 if it has none.
    pub(super) seen: f32,
}

/// The features of one language that count.
pub(super) struct Vocabulary {
    /// From hash to number; numbers from `idf.len()` on are pairs met too rarely to count.
    numbers: Table,
    idf: Vec<f32>,
}

/// A text's features by number, repetitions included, before they are weighed.
#[derive(Clone, Debug, Default)]
pub(super) struct Counted {
    words: Vec<u32>,
    letters: Vec<u32>,
    runs: u32,
    runs_seen: u32,
}

impl Vocabulary {
    /// How many features count.
    pub(super) fn len(&self) -> usize {
        self.idf.len()
    }

    /// The vector of a folded text.
    pub(super) fn vector(&self, folded: &str, lexicon: &Lexicon) -> Vector {
        self.weigh(self.count(folded, lexicon, |_| true))
    }

    /// The features of a folded text of which `seen` holds.
    pub(super) fn count(&self, folded: &str, lexicon: &Lexicon, seen: impl Fn(u32) -> bool) -> Counted {
        let mut counted = Counted::default();
        each_feature(folded, lexicon, |feature| {
            counted.runs += u32::from(feature.kind == FeatureKind::LongRun);
            let Some(number) = self.numbers.get(feature.hash).filter(|&number| seen(number)) else { return };
            counted.runs_seen += u32::from(feature.kind == FeatureKind::LongRun);
            if (number as usize) < self.idf.len() {
                match feature.kind {
                    FeatureKind::Word | FeatureKind::Pair => counted.words.push(number),
                    FeatureKind::Run | FeatureKind::LongRun => counted.letters.push(number),
                }
            }
        });
        counted
    }

    /// The number of the feature with this hash, if it counts.
    pub(super) fn number(&self, hash: u64) -> Option<u32> {
        self.numbers.get(hash).filter(|&number| (number as usize) < self.idf.len())
    }

    /// The vector of counted features: each block by itself of length one.
    pub(super) fn weigh(&self, mut counted: Counted) -> Vector {
        let mut entries = Vec::with_capacity(counted.words.len() + counted.letters.len());
        self.weigh_block(&mut counted.words, &mut entries);
        self.weigh_block(&mut counted.letters, &mut entries);
        let seen = if counted.runs == 0 { 0.0 } else { counted.runs_seen as f32 / counted.runs as f32 };
        Vector { entries, seen }
    }

    fn weigh_block(&self, numbers: &mut [u32], entries: &mut Vec<(u32, f32)>) {
        let start = entries.len();
        numbers.sort_unstable();
        for same in numbers.chunk_by(|a, b| a == b) {
            let times = same.len() as f32;
            entries.push((same[0], (1.0 + times.ln()) * self.idf[same[0] as usize]));
        }
        let length = entries[start..].iter().map(|(_, value)| value * value).sum::<f32>().sqrt();
        for (_, value) in &mut entries[start..] {
            *value /= length;
        }
    }
}

/// In how many texts of each fold a feature is met.
type Met = [u16; FOLDS];

/// Counts features over texts, to make a [`Vocabulary`].
#[derive(Default)]
pub(super) struct Census {
    numbers: Table,
    met: Vec<Met>,
    last: Vec<u32>,
    pair: Vec<bool>,
    texts: u32,
}

impl Census {
    /// Counts the features of one folded text of part `fold`.
    pub(super) fn add(&mut self, folded: &str, lexicon: &Lexicon, fold: usize) {
        self.texts += 1;
        each_feature(folded, lexicon, |feature| {
            let number = self.numbers.insert(feature.hash) as usize;
            if number == self.met.len() {
                self.met.push([0; FOLDS]);
                self.last.push(0);
                self.pair.push(feature.kind == FeatureKind::Pair);
            }
            if self.last[number] != self.texts {
                self.last[number] = self.texts;
                self.met[number][fold] = self.met[number][fold].saturating_add(1);
            }
        });
    }

    /// The vocabulary of all features but pairs of words met only once; and per feature the folds it was met in.
    pub(super) fn finish(self) -> (Vocabulary, Vec<Met>) {
        let total = |met: &Met| met.iter().map(|&count| u32::from(count)).sum::<u32>();
        let counts = |&place: &usize| !self.pair[place] || total(&self.met[place]) > 1;
        let (frequent, rare): (Vec<usize>, Vec<usize>) = (0..self.met.len()).partition(counts);
        let mut renumbered = vec![0; self.met.len()];
        for (number, &place) in frequent.iter().chain(&rare).enumerate() {
            renumbered[place] = u32::try_from(number).unwrap_or(u32::MAX);
        }
        let mut numbers = Table::with_room_for(self.met.len());
        for (hash, place) in self.numbers.entries() {
            numbers.insert_as(hash, renumbered[place as usize]);
        }
        let idf = frequent.iter().map(|&place| idf(self.texts, total(&self.met[place]))).collect();
        let met = frequent.iter().chain(&rare).map(|&place| self.met[place]).collect();
        (Vocabulary { numbers, idf }, met)
    }
}

/// Whether a feature is met in another fold than `fold`.
pub(super) fn met_elsewhere(met: &Met, fold: usize) -> bool {
    met.iter().enumerate().any(|(other, &count)| other != fold && count > 0)
}

fn idf(texts: u32, met: u32) -> f32 {
    ((1.0 + texts as f32) / (1.0 + met as f32)).ln() + 1.0
}
