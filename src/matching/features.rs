//! What the linear model sees of a text: stems in ones and pairs, and the letters inside words.

use super::lexicon::{Lexicon, Stem};
use super::table::Hash;

/// The longest run of letters that is a feature.
const LONGEST: usize = 4;

/// What a feature is. Words and pairs are one block, runs of letters the other; each block counts the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FeatureKind {
    /// A stem or a concept.
    Word,
    /// Two stems with at most two words between.
    Pair,
    /// Three letters inside a word.
    Run,
    /// Four letters inside a word; by these one sees how strange a text is.
    LongRun,
}

/// One feature of a text as it is met.
#[derive(Clone, Copy, Debug)]
pub(super) struct Feature {
    /// What it is known by.
    pub(super) hash: u64,
    /// What it is.
    pub(super) kind: FeatureKind,
    /// The word it ends in, counted from 0.
    pub(super) word: usize,
}

/// Which features are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// Words and pairs of words.
    Words,
    /// Runs of letters.
    Letters,
}

/// Calls `meet` for every feature of the folded text, repetitions included.
pub(super) fn each_feature(folded: &str, lexicon: &Lexicon, mut meet: impl FnMut(Feature)) {
    let mut stems: Vec<Stem> = Vec::with_capacity(folded.len() / 5 + 1);
    for (place, word) in words_of(folded) {
        stems.push(lexicon.stem(word));
        let mut meet = |hash, kind| meet(Feature { hash, kind, word: place });
        each_of_stem(&stems, lexicon, &mut meet);
        each_run(word, &mut meet);
    }
}

/// The same for the features of one block alone.
pub(super) fn each_of_block(folded: &str, lexicon: &Lexicon, block: Block, mut meet: impl FnMut(Feature)) {
    let mut stems: Vec<Stem> = Vec::with_capacity(folded.len() / 5 + 1);
    for (place, word) in words_of(folded) {
        let mut meet = |hash, kind| meet(Feature { hash, kind, word: place });
        match block {
            Block::Letters => each_run(word, &mut meet),
            Block::Words => {
                stems.push(lexicon.stem(word));
                each_of_stem(&stems, lexicon, &mut meet);
            }
        }
    }
}

/// The words of a folded text with their places.
pub(super) fn words_of(folded: &str) -> impl Iterator<Item = (usize, &str)> {
    folded.split(' ').filter(|word| !word.is_empty()).enumerate()
}

/// The features that a word has by itself, whatever stands beside it.
pub(super) fn each_of_word(word: &str, stem: Stem, meet: &mut impl FnMut(u64, FeatureKind)) {
    each_of_one(stem, meet);
    each_run(word, meet);
}

/// The features that the last of `stems` adds: itself, its concept, and pairs with the three before it.
fn each_of_stem(stems: &[Stem], lexicon: &Lexicon, meet: &mut impl FnMut(u64, FeatureKind)) {
    stems.last().iter().for_each(|&&last| each_of_one(last, meet));
    each_pair(stems, lexicon, meet);
}

fn each_of_one(stem: Stem, meet: &mut impl FnMut(u64, FeatureKind)) {
    meet(Hash::of_kind(2).with(stem.hash).end(), FeatureKind::Word);
    meet_concept(stem.concept, meet);
}

/// The pairs that the last of `stems` makes with the three before it.
pub(super) fn each_pair(stems: &[Stem], lexicon: &Lexicon, meet: &mut impl FnMut(u64, FeatureKind)) {
    let Some((last, before)) = stems.split_last() else { return };
    for first in before.iter().rev().take(3) {
        meet(Hash::of_kind(3).with(first.hash).with(last.hash).end(), FeatureKind::Pair);
    }
    if let Some(&first) = before.last() {
        meet_concept(lexicon.concept_of_pair(first, *last), meet);
    }
}

fn meet_concept(concept: u32, meet: &mut impl FnMut(u64, FeatureKind)) {
    if concept != 0 {
        meet(Hash::of_kind(6).with(u64::from(concept)).end(), FeatureKind::Word);
    }
}

/// All runs of three and four letters of `word` with a border on either side.
fn each_run(word: &str, meet: &mut impl FnMut(u64, FeatureKind)) {
    let border = std::iter::once(u32::from(b' '));
    let letters = border.clone().chain(word.chars().map(u32::from)).chain(border);
    let mut open: [Hash; LONGEST] = [Hash::of_kind(7); LONGEST];
    for (place, letter) in letters.enumerate() {
        // `open[n]` is the run that began n letters ago.
        open.rotate_right(1);
        open[0] = Hash::of_kind(7);
        for (length, run) in open.iter_mut().enumerate().take(place + 1) {
            *run = run.with(u64::from(letter));
            if length > 1 {
                let kind = if length + 1 == LONGEST { FeatureKind::LongRun } else { FeatureKind::Run };
                meet(run.end(), kind);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Lang;
    use std::collections::BTreeMap;

    fn count(text: &str, wanted: &[FeatureKind]) -> usize {
        let lexicon = Lexicon::new(Lang::NL, &BTreeMap::new());
        let mut count = 0;
        each_feature(text, &lexicon, |feature| count += usize::from(wanted.contains(&feature.kind)));
        count
    }

    #[test]
    fn a_word_gives_its_runs_of_three_and_four_letters_with_borders() {
        // " wet ": " we", "wet", "et "; " wet", "wet ".
        assert_eq!(count("wet", &[FeatureKind::Run]), 3);
        assert_eq!(count("wet", &[FeatureKind::LongRun]), 2);
        assert_eq!(count("a", &[FeatureKind::Run, FeatureKind::LongRun]), 1);
    }

    #[test]
    fn stems_come_alone_and_in_pairs_with_up_to_two_words_between() {
        assert_eq!(count("een twee drie vier vijf", &[FeatureKind::Word]), 5);
        assert_eq!(count("een twee drie vier vijf", &[FeatureKind::Pair]), 4 + 3 + 2);
    }
}
