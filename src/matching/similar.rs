//! Examples that are the message, or nearly.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::strings::Strings;
use super::table::hash_text;

/// From this similarity on, a message is taken for the example.
const NEARLY: f64 = 0.9;

/// Below this many letters only the same message counts: one letter would already be another word.
const SHORTEST: usize = 10;

/// Above this many bytes too: measuring costs the square of the length, and nobody repeats a story by chance.
const LONGEST: usize = 80;

/// So many examples are measured letter by letter.
const MEASURED: usize = 3;

/// All examples of one language, ready to be compared, by length in bytes.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Examples {
    /// Folded.
    texts: Strings,
    #[serde(with = "super::bytes")]
    hashes: Vec<u64>,
    #[serde(with = "super::bytes")]
    runs: Vec<Runs>,
    /// The intent of each; [`NOBODY`] for an example of what nothing should answer.
    #[serde(with = "super::bytes")]
    own: Vec<u32>,
}

/// Stands for no intent.
const NOBODY: u32 = u32::MAX;

/// An example that is the message, or nearly.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Match<'a> {
    /// Its intent; none if it is an example of what nothing should answer.
    pub(super) own: Option<usize>,
    /// The example, folded.
    pub(super) text: &'a str,
    /// 1 for the same words.
    pub(super) similarity: f64,
}

impl Examples {
    /// Takes in folded examples and the intents they belong to.
    pub(super) fn new(folded: &[String], own: &[Option<usize>]) -> Self {
        let mut order: Vec<usize> = (0..folded.len().min(own.len())).collect();
        order.sort_by(|&a, &b| folded[a].len().cmp(&folded[b].len()).then_with(|| folded[a].cmp(&folded[b])));
        let mut examples = Self::default();
        for place in order {
            let text = &folded[place];
            examples.texts.push(text);
            examples.hashes.push(hash_text(text));
            examples.runs.push(runs(text));
            examples.own.push(own[place].and_then(|own| u32::try_from(own).ok()).unwrap_or(NOBODY));
        }
        examples.texts.shrink();
        examples
    }

    /// Whether it is of `count` examples of as many as `intents` intents, in order, and no number in it points outside it.
    pub(super) fn is_sound(&self, count: usize, intents: usize) -> bool {
        [self.texts.len(), self.hashes.len(), self.runs.len(), self.own.len()] == [count; 4]
            && self.texts.is_sound()
            && (1..count).all(|place| self.texts.length(place - 1) <= self.texts.length(place))
            && self.own.iter().all(|&own| own == NOBODY || (own as usize) < intents)
    }

    /// The example that a folded message is, or nearly. None if examples of several intents are equally near.
    pub(super) fn find(&self, folded: &str) -> Option<Match<'_>> {
        let same: Vec<(f64, usize)> = self.same(folded).map(|place| (1.0, place)).collect();
        if same.is_empty() { self.agreed(&self.nearly(folded)) } else { self.agreed(&same) }
    }

    /// Whether a folded text is an example word for word.
    pub(super) fn has(&self, folded: &str) -> bool {
        self.same(folded).next().is_some()
    }

    fn same(&self, folded: &str) -> impl Iterator<Item = usize> {
        let hash = hash_text(folded);
        self.of_length(folded.len(), folded.len()).filter(move |&place| self.hashes[place] == hash)
    }

    fn nearly(&self, folded: &str) -> Vec<(f64, usize)> {
        let length = folded.len();
        if !(SHORTEST..=LONGEST).contains(&length) {
            return Vec::new();
        }
        let mine = runs(folded);
        let slips = length / 9;
        let most = u32::try_from(3 * slips + 1).unwrap_or(u32::MAX);
        let near = self.of_length(length - slips, length + slips);
        let alike = near.filter(|&place| may_be(&self.runs[place], &mine, 2 * most));
        let measured = alike.map(|place| (differing(&self.runs[place], &mine), place));
        let mut near: Vec<(u32, usize)> = measured.filter(|(differing, _)| *differing <= most).collect();
        near.sort_by_key(|(differing, _)| *differing);
        let measured = near.into_iter().take(MEASURED);
        let measured = measured.map(|(_, place)| (similarity(folded, self.texts.get(place)), place));
        measured.filter(|(similarity, _)| *similarity >= NEARLY).collect()
    }

    fn agreed(&self, found: &[(f64, usize)]) -> Option<Match<'_>> {
        let best = found.iter().map(|(similarity, _)| *similarity).fold(0.0, f64::max);
        let mut best_ones = found.iter().filter(|(similarity, _)| *similarity >= best).map(|(_, place)| *place);
        let first = best_ones.next()?;
        let agreed = best_ones.all(|other| self.own[other] == self.own[first]);
        let own = Some(self.own[first]).filter(|&own| own != NOBODY).map(|own| own as usize);
        agreed.then_some(Match { own, text: self.texts.get(first), similarity: best })
    }

    /// The places of the examples of `least` to `most` bytes.
    fn of_length(&self, least: usize, most: usize) -> Range<usize> {
        self.shorter_than(least)..self.shorter_than(most + 1)
    }

    /// How many examples have fewer bytes than `length`.
    fn shorter_than(&self, length: usize) -> usize {
        let (mut from, mut to) = (0, self.texts.len());
        while from < to {
            let middle = usize::midpoint(from, to);
            if self.texts.length(middle) < length {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        from
    }
}

fn similarity(one: &str, other: &str) -> f64 {
    let longest = one.chars().count().max(other.chars().count()).max(1);
    1.0 - strsim::osa_distance(one, other) as f64 / longest as f64
}

/// A bit for each run of three letters, so that unlike examples are passed over at a glance.
type Runs = [u64; 4];

fn runs(text: &str) -> Runs {
    let mut bits = [0; 4];
    for run in text.as_bytes().windows(3) {
        let hash = run.iter().fold(0_u32, |hash, &byte| hash.wrapping_mul(0x0100_0193) ^ u32::from(byte));
        let bit = (hash.wrapping_mul(0x9E37_79B1) >> 24) as usize;
        bits[bit / 64] |= 1 << (bit % 64);
    }
    bits
}

/// Whether at most `most` runs are in one text and not in the other. Half of the bits tell of most texts that they are not alike.
fn may_be(one: &Runs, other: &Runs, most: u32) -> bool {
    let half = (one[0] ^ other[0]).count_ones() + (one[1] ^ other[1]).count_ones();
    half <= most && half + (one[2] ^ other[2]).count_ones() + (one[3] ^ other[3]).count_ones() <= most
}

/// How many runs one text has that the other lacks; a slip brings in at most three.
fn differing(one: &Runs, other: &Runs) -> u32 {
    let lacking = |a: &Runs, b: &Runs| -> u32 { a.iter().zip(b).map(|(a, b)| (a & !b).count_ones()).sum() };
    lacking(one, other).max(lacking(other, one))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn examples() -> Examples {
        let texts = [
            ("mag ik mijn gegevens zien", Some(0)),
            ("hoe lang duurt dat", Some(1)),
            ("hoi", Some(2)),
            ("dubbel", Some(0)),
            ("dubbel", Some(1)),
            ("wat kost een paspoort", None),
        ];
        let (folded, own): (Vec<String>, Vec<Option<usize>>) =
            texts.iter().map(|&(text, own)| (text.into(), own)).unzip();
        let examples = Examples::new(&folded, &own);
        assert!(examples.is_sound(6, 3) && !examples.is_sound(6, 2) && !examples.is_sound(5, 3));
        examples
    }

    #[test]
    fn a_slip_in_a_sentence_still_finds_the_example() {
        let examples = examples();
        let found = examples.find("mag ik mijn geegvens zien").unwrap();
        assert_eq!((found.own, found.text), (Some(0), "mag ik mijn gegevens zien"));
        assert!(found.similarity < 1.0);
        assert_eq!(examples.find("hoe lang duurt dat").unwrap().similarity, 1.0);
    }

    #[test]
    fn a_short_word_must_be_the_same_and_another_sentence_is_no_match() {
        assert_eq!(examples().find("hoy"), None);
        assert_eq!(examples().find("mag mijn buurman mijn gegevens zien"), None);
    }

    #[test]
    fn an_example_of_two_intents_decides_nothing_and_a_negative_decides_none() {
        assert_eq!(examples().find("dubbel"), None);
        assert_eq!(examples().find("wat kost een paspoort").unwrap().own, None);
    }
}
