//! Mending slips of the finger: an unknown word becomes the training word it was probably meant to be.

use super::lexicon::Lexicon;
use super::ranking::Repair;

/// Shorter words are left alone: too many words are one letter away.
const SHORTEST: usize = 4;

/// Longer words are no slips.
const LONGEST: usize = 24;

/// So many words of one message are looked at.
const WORDS: usize = 16;

/// So many training words are measured for one unknown word.
const CANDIDATES: usize = 48;

/// Finds the training word meant by an unknown one.
pub(super) struct Repairer {
    /// Training words worth mending to, by length: their places in the lexicon, the most frequent first.
    by_length: Vec<Targets>,
}

/// Words of one length.
#[derive(Default)]
struct Targets {
    places: Vec<u32>,
    /// What each is made of. The letters lie apart, for of most words no more is looked at.
    letters: Vec<u64>,
    pairs: Vec<u64>,
}

impl Targets {
    /// The places of those that at most `slips` slips may lie between and `shape`.
    fn within(&self, shape: Shape, slips: u8) -> impl Iterator<Item = usize> {
        let most = 2 * u32::from(slips);
        let alike = self
            .letters
            .iter()
            .enumerate()
            .filter(move |(_, letters)| (shape.letters ^ **letters).count_ones() <= most);
        let shapes = alike.map(|(at, &letters)| (at, Shape { letters, pairs: self.pairs[at] }));
        shapes.filter(move |(_, other)| other.may_be(shape, slips)).map(|(at, _)| self.places[at] as usize)
    }
}

/// What a word is made of, as bits, so that unlike words are passed over at a glance.
#[derive(Clone, Copy)]
struct Shape {
    letters: u64,
    pairs: u64,
}

impl Shape {
    fn of(word: &str) -> Self {
        let mut shape = Self { letters: 0, pairs: 0 };
        let mut before = 0;
        for letter in word.chars().map(u32::from).chain([0]) {
            shape.letters |= 1 << (letter % 61);
            shape.pairs |= 1 << ((before * 31 + letter) % 64);
            before = letter;
        }
        shape
    }

    /// Whether at most `slips` slips may lie between. A slip that brings in or takes away a letter does so with two pairs at most;
    /// one that swaps two letters changes three pairs and no letter.
    fn may_be(self, other: Self, slips: u8) -> bool {
        let slips = u32::from(slips);
        let letters = (self.letters & !other.letters).count_ones().max((other.letters & !self.letters).count_ones());
        let pairs = (self.pairs & !other.pairs).count_ones().max((other.pairs & !self.pairs).count_ones());
        letters <= slips && letters + pairs <= 3 * slips
    }
}

impl Repairer {
    /// Mends to the words of `lexicon`.
    pub(super) fn new(lexicon: &Lexicon) -> Self {
        let mut by_length: Vec<Vec<(u32, &str, usize)>> = vec![Vec::new(); LONGEST + 3];
        for (place, word) in lexicon.words().iter().enumerate() {
            let length = word.chars().count();
            if (SHORTEST - 1..by_length.len()).contains(&length) && word.chars().all(char::is_alphabetic) {
                by_length[length].push((lexicon.count(place), word, place));
            }
        }
        let targets = |mut words: Vec<(u32, &str, usize)>| {
            words.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
            let place = |&(_, _, place): &(u32, &str, usize)| u32::try_from(place).unwrap_or(u32::MAX);
            let (letters, pairs) =
                words.iter().map(|(_, word, _)| Shape::of(word)).map(|shape| (shape.letters, shape.pairs)).unzip();
            Targets { places: words.iter().map(place).collect(), letters, pairs }
        };
        Self { by_length: by_length.into_iter().map(targets).collect() }
    }

    /// The repairs for a folded text.
    pub(super) fn repairs(&self, folded: &str, lexicon: &Lexicon) -> Vec<Repair> {
        let mut repairs: Vec<Repair> = Vec::new();
        for word in folded.split(' ').filter(|word| word.len() >= SHORTEST && !lexicon.knows(word)).take(WORDS) {
            if repairs.iter().any(|repair| repair.from == word) {
                continue;
            }
            if let Some(to) = self.meant(word, lexicon) {
                repairs.push(Repair { from: word.to_owned(), to: to.to_owned() });
            }
        }
        repairs
    }

    /// The training word nearest to `word`: fewest slips, then the same first letter, then the most frequent.
    fn meant<'l>(&self, word: &str, lexicon: &'l Lexicon) -> Option<&'l str> {
        let length = word.chars().count();
        if !(SHORTEST..=LONGEST).contains(&length) || !word.chars().all(char::is_alphabetic) {
            return None;
        }
        let slips: u8 = if length < 8 { 1 } else { 2 };
        let (least, most) = (length - usize::from(slips), length + usize::from(slips));
        let shape = Shape::of(word);
        let near = self.by_length[least..=most].iter().flat_map(|targets| targets.within(shape, slips));
        near.take(CANDIDATES)
            .map(|place| (lexicon.words().get(place), lexicon.count(place)))
            .map(|(target, count)| (strsim::osa_distance(word, target), target, count))
            .filter(|(distance, ..)| *distance <= usize::from(slips))
            .min_by_key(|(distance, target, count)| (*distance, !same_start(word, target), u32::MAX - count))
            .map(|(_, target, _)| target)
    }
}

/// `folded` with `repairs` made.
pub(super) fn repaired(folded: &str, repairs: &[Repair]) -> String {
    let mend = |word| repairs.iter().find(|repair| repair.from == word).map_or(word, |repair| repair.to.as_str());
    folded.split(' ').map(mend).collect::<Vec<_>>().join(" ")
}

fn same_start(one: &str, other: &str) -> bool {
    one.chars().next() == other.chars().next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Lang;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn mended(text: &str) -> String {
        let mut lexicon = Lexicon::new(Lang::NL, &BTreeMap::new());
        lexicon.learn("mijn gegevens inzien bij de politie functionaris brief gegeven gegevens");
        let repairs = Repairer::new(&lexicon).repairs(text, &lexicon);
        repaired(text, &repairs)
    }

    #[test]
    fn a_swapped_missing_or_doubled_letter_is_mended() {
        assert_eq!(mended("mijn geegvens bij de poltie"), "mijn gegevens bij de politie");
        assert_eq!(mended("funtionarris brieff"), "functionaris brief");
    }

    #[test]
    fn short_known_and_far_words_stay() {
        assert_eq!(mended("dee wet is moeilijk 2024x"), "dee wet is moeilijk 2024x");
    }

    proptest! {
        #[test]
        fn what_is_within_reach_of_slips_is_never_passed_over(word in "[a-f]{4,12}", other in "[a-f]{3,13}") {
            let distance = strsim::osa_distance(&word, &other);
            for slips in 1..=2 {
                let may_be = Shape::of(&word).may_be(Shape::of(&other), slips);
                prop_assert!(may_be || distance > usize::from(slips), "{word} and {other} in {slips}");
            }
        }

        #[test]
        fn nor_is_what_slips_made_of_a_word(
            word in "[a-z]{5,12}",
            slips in prop::collection::vec((0..4, 0..4_usize, b'a'..=b'z'), 2),
        ) {
            let mut letters = word.clone().into_bytes();
            for (count, (kind, place, letter)) in (1..).zip(slips) {
                match kind {
                    0 => letters[place] = letter,
                    1 => letters.insert(place, letter),
                    2 if letters.len() > 4 => drop(letters.remove(place)),
                    _ => letters[place..].rotate_left(1),
                }
                let other = String::from_utf8_lossy(&letters);
                let within = strsim::osa_distance(&word, &other) <= usize::from(count);
                prop_assert!(!within || Shape::of(&word).may_be(Shape::of(&other), count), "{word} and {other}");
            }
        }
    }

    #[test]
    fn a_giant_word_stays() {
        let giant = "gegevens".repeat(500);
        assert_eq!(mended(&giant), giant);
    }
}
