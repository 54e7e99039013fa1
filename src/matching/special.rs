//! Special cases: intents that answer part of what a broader one is about.
//!
//! A message is first recognised as the broader intent; then the special case whose own machine claims it is chosen. So
//! an intent that is added to answer a detail better takes little away from how surely the whole is recognised.

use super::corpus::Corpus;

/// From this score of its machine on a special case is meant; 0 is the middle between its examples and all others.
const CLAIMED: f32 = -0.1;

/// Which intents are special cases, and of which.
#[derive(Clone, Debug, Default)]
pub(super) struct SpecialCases {
    /// Broader and narrow, both places in the corpus.
    pairs: Vec<(usize, usize)>,
}

impl SpecialCases {
    /// Those of `corpus`.
    pub(super) fn of(corpus: &Corpus<'_>) -> Self {
        Self { pairs: corpus.broader.iter().map(|(&narrow, &broad)| (broad, narrow)).collect() }
    }

    /// `scores` with those of special cases below all others, for they take no part in the first choice.
    pub(super) fn only_broadest(&self, mut scores: Vec<f32>) -> Vec<f32> {
        for &(_, narrow) in &self.pairs {
            if let Some(score) = scores.get_mut(narrow) {
                *score = f32::NEG_INFINITY;
            }
        }
        scores
    }

    /// The special case of `broad` that claims a text with these scores.
    pub(super) fn choose(&self, broad: usize, scores: &[f32]) -> Option<usize> {
        let narrow = self.pairs.iter().filter(|pair| pair.0 == broad).map(|pair| pair.1);
        let claimed = narrow.filter_map(|narrow| Some((narrow, *scores.get(narrow)?)));
        let best = claimed.filter(|(_, score)| *score >= CLAIMED).max_by(|a, b| a.1.total_cmp(&b.1));
        best.map(|(narrow, _)| narrow)
    }

    /// Whether the intent at `place` is one.
    pub(super) fn is_one(&self, place: usize) -> bool {
        self.pairs.iter().any(|pair| pair.1 == place)
    }

    /// The broadest intent that holds the one at `place`.
    pub(super) fn broadest(&self, place: usize) -> usize {
        self.pairs.iter().find(|pair| pair.1 == place).map_or(place, |pair| pair.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_special_case_that_claims_most_is_chosen_and_none_that_claims_nothing() {
        let cases = SpecialCases { pairs: vec![(0, 2), (0, 3), (1, 4)] };
        assert_eq!(cases.choose(0, &[1.0, -1.0, 0.1, 0.4, 2.0]), Some(3));
        assert_eq!(cases.choose(0, &[1.0, -1.0, -0.8, -0.5, 2.0]), None);
        assert_eq!(cases.choose(5, &[1.0; 5]), None);
    }
}
