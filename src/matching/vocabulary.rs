//! From features to sparse vectors: which features count, and how much each.

use super::features::{Block, Feature, FeatureKind, each_feature, each_of_block, each_of_word, each_pair, words_of};
use super::lexicon::Lexicon;
use super::table::Table;
use crate::cores::both;
use serde::{Deserialize, Serialize};

/// Into how many parts the examples are divided to see how the model does on what it has not seen.
pub(super) const FOLDS: usize = 4;

/// A text as the model sees it.
#[derive(Clone, Debug, Default, PartialEq)]
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
    /// What the words of the lexicon give, once that was asked for; made anew from the rest.
    #[serde(skip)]
    ready: Ready,
}

/// The features of each word of a lexicon that it has by itself, one word behind the other: most words of a message are known,
/// and are then not looked up letter by letter.
#[derive(Clone, Default)]
struct Ready {
    numbers: Vec<u32>,
    ends: Vec<u32>,
    shares: Vec<Share>,
}

impl Ready {
    fn get(&self, place: usize) -> Option<(&[u32], Share)> {
        let end = *self.ends.get(place)? as usize;
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        Some((&self.numbers[start..end], self.shares[place]))
    }
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
        let mut stems = Vec::with_capacity(folded.len() / 5 + 1);
        for (_, word) in words_of(folded) {
            let place = lexicon.place(word);
            let stem = place.map_or_else(|| lexicon.stem(word), |place| lexicon.stem_at(place));
            stems.push(stem);
            each_pair(&stems, lexicon, &mut |hash, kind| self.meet(hash, kind, &mut numbers, &mut seen));
            match place.and_then(|place| self.ready.get(place)) {
                Some((ready, share)) => {
                    numbers.extend_from_slice(ready);
                    seen.add_all(share);
                }
                None => each_of_word(word, stem, &mut |hash, kind| self.meet(hash, kind, &mut numbers, &mut seen)),
            }
        }
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

    fn meet(&self, hash: u64, kind: FeatureKind, numbers: &mut Vec<u32>, seen: &mut Share) {
        let number = self.numbers.get(hash);
        seen.add(kind, number.is_some());
        numbers.extend(number.filter(|&number| self.counts(number)));
    }

    /// Has the features of every word of `lexicon` ready.
    pub(super) fn make_ready(&mut self, lexicon: &Lexicon) {
        let mut ready = Ready::default();
        for (place, word) in lexicon.words().iter().enumerate() {
            let mut share = Share::default();
            each_of_word(word, lexicon.stem_at(place), &mut |hash, kind| {
                self.meet(hash, kind, &mut ready.numbers, &mut share);
            });
            ready.ends.push(u32::try_from(ready.numbers.len()).unwrap_or(u32::MAX));
            ready.shares.push(share);
        }
        ready.numbers.shrink_to_fit();
        self.ready = ready;
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
#[derive(Clone, Copy, Default)]
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

    fn add_all(&mut self, other: Self) {
        self.runs += other.runs;
        self.seen += other.seen;
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

    fn meet(&mut self, feature: Feature) {
        if feature.kind != FeatureKind::Pair {
            return;
        }
        let (at, bit) = Self::place(feature.hash);
        self.twice[at] |= self.once[at] & bit;
        self.once[at] |= bit;
    }

    /// Whether `feature` is no pair, or one that may be met more than once.
    fn may_be(&self, feature: Feature) -> bool {
        if feature.kind != FeatureKind::Pair {
            return true;
        }
        let (at, bit) = Self::place(feature.hash);
        self.twice[at] & bit != 0
    }
}

/// Counts the features of one block over texts.
#[derive(Default)]
struct Census {
    numbers: Table,
    met: Vec<(FeatureKind, Met)>,
    last: Vec<u32>,
}

impl Census {
    /// The census of `folded` texts, of which each belongs to a part.
    fn of(folded: &[String], folds: &[u8], lexicon: &Lexicon, block: Block) -> Self {
        let again = (block == Block::Words).then(|| {
            let mut again = Again::default();
            folded.iter().for_each(|text| each_of_block(text, lexicon, block, |feature| again.meet(feature)));
            again
        });
        let mut census = Self::default();
        for ((text, &fold), number) in folded.iter().zip(folds).zip(1..) {
            each_of_block(text, lexicon, block, |feature| {
                if again.as_ref().is_none_or(|again| again.may_be(feature)) {
                    census.add(feature, number, usize::from(fold));
                }
            });
        }
        census
    }

    /// Counts a feature of the text with this number, counted from 1.
    fn add(&mut self, feature: Feature, text: u32, fold: usize) {
        let number = self.numbers.insert(feature.hash) as usize;
        if number == self.met.len() {
            self.met.push((feature.kind, [0; FOLDS]));
            self.last.push(0);
        }
        if self.last[number] != text {
            self.last[number] = text;
            let count = &mut self.met[number].1[fold];
            *count = count.saturating_add(1);
        }
    }

    /// The places of the features that count among `texts` texts, in the order first met.
    fn counting(&self, texts: u32) -> Vec<usize> {
        let letters_from = if texts < MANY { 1 } else { 2 };
        let least = |kind: FeatureKind| match kind {
            FeatureKind::Word => 1,
            FeatureKind::Pair => 2,
            FeatureKind::Run | FeatureKind::LongRun => letters_from,
        };
        (0..self.met.len()).filter(|&place| total(&self.met[place].1) >= least(self.met[place].0)).collect()
    }
}

impl Vocabulary {
    /// The vocabulary of `folded` texts, of which each belongs to a part: all words, pairs met in more than one text, and runs of
    /// letters, among many texts likewise; and per feature the parts it was met in.
    pub(super) fn of(folded: &[String], folds: &[u8], lexicon: &Lexicon) -> (Self, Vec<Met>) {
        let census = |block| Census::of(folded, folds, lexicon, block);
        let (words, letters) = both(|| census(Block::Words), || census(Block::Letters));
        let texts = u32::try_from(folded.len()).unwrap_or(u32::MAX);
        let counting = [(words.counting(texts), words), (letters.counting(texts), letters)];
        let features: usize = counting.iter().map(|(counting, _)| counting.len()).sum();
        let unused = u32::try_from(features).unwrap_or(u32::MAX);
        let mut numbers = Table::with_room_for(counting.iter().map(|(_, census)| census.met.len()).sum());
        let mut all_met = Vec::with_capacity(features);
        for (counting, census) in &counting {
            let mut renumbered = vec![None; census.met.len()];
            for &place in counting {
                renumbered[place] = u32::try_from(all_met.len()).ok();
                all_met.push(census.met[place].1);
            }
            for (hash, place) in census.numbers.entries() {
                let seen = census.met[place as usize].0 == FeatureKind::LongRun;
                if let Some(number) = renumbered[place as usize].or(seen.then_some(unused)) {
                    numbers.insert_as(hash, number);
                }
            }
        }
        let idf = all_met.iter().map(|met| idf(texts, total(met))).collect();
        let letters = u32::try_from(counting[0].0.len()).unwrap_or(u32::MAX);
        (Self { numbers, idf, letters, ready: Ready::default() }, all_met)
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
        let texts = TEXTS.map(str::to_owned);
        texts.iter().for_each(|text| lexicon.learn(text));
        let (vocabulary, met) = Vocabulary::of(&texts, &[0, 1, 2], &lexicon);
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
    fn a_text_has_the_same_vector_whether_its_words_are_ready_or_not() {
        let (lexicon, mut vocabulary, _) = learnt();
        for text in ["mijn gegevens wissen", "wis mijn boete, gegevens gegevens", "zzz", "onbekend woord mijn"] {
            vocabulary.ready = Ready::default();
            let before = vocabulary.vector(text, &lexicon);
            vocabulary.make_ready(&lexicon);
            assert_eq!(vocabulary.vector(text, &lexicon), before, "{text}");
        }
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
