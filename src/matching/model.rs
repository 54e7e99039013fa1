//! The model of one language: its words, its weights, and what it makes of a folded text.

use super::calibration::{Calibration, Evidence, Judged};
use super::features::each_feature;
use super::lexicon::Lexicon;
use super::ranking::Repair;
use super::repair::{Repairer, repaired};
use super::rules::Rules;
use super::similar::Examples;
use super::svm::{LANES, Weights};
use super::vocabulary::Vocabulary;
use super::words::Reading;

/// What one language has learnt.
pub(super) struct Model {
    pub(super) lexicon: Lexicon,
    pub(super) vocabulary: Vocabulary,
    /// Sixteen intents each; behind the last intent stands "none of these".
    pub(super) weights: Vec<Weights>,
    pub(super) calibration: Calibration,
    pub(super) repairer: Repairer,
    pub(super) examples: Examples,
    pub(super) rules: Rules,
    /// How many intents there are, in this language or not.
    pub(super) intents: usize,
}

/// Scores of one text and how much of it training has seen.
struct Scored {
    scores: Vec<f32>,
    seen: f32,
    /// How many of its features are known.
    known: usize,
}

impl Model {
    /// Judges a message by the linear model alone.
    pub(super) fn judge(&self, reading: &Reading, repairs: &[Repair]) -> Judged {
        let mut whole = self.score_mended(&reading.whole, repairs);
        if whole.known == 0 {
            return Judged::nothing(self.intents);
        }
        if !reading.pieces.is_empty() {
            let pieces = reading.pieces.iter().map(|piece| self.score_mended(piece, repairs).scores);
            blend_in(&mut whole.scores, pieces);
        }
        self.calibration.judge(&Evidence { scores: &whole.scores, seen: whole.seen })
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
        let all = self.weights.iter().flat_map(|weights| weights.of(feature)).take(self.intents);
        self.weights[intent / LANES].of(feature)[intent % LANES] - all.sum::<f32>() / self.intents as f32
    }

    /// Scores a text as typed and as repaired, and takes the mean.
    fn score_mended(&self, folded: &str, repairs: &[Repair]) -> Scored {
        let raw = self.score(folded);
        if repairs.is_empty() {
            return raw;
        }
        let mended = self.score(&repaired(folded, repairs));
        let scores = raw.scores.iter().zip(&mended.scores).map(|(raw, mended)| (raw + mended) / 2.0).collect();
        Scored { scores, seen: (raw.seen + mended.seen) / 2.0, known: raw.known + mended.known }
    }

    fn score(&self, folded: &str) -> Scored {
        let vector = self.vocabulary.vector(folded, &self.lexicon);
        let scores = self.weights.iter().flat_map(|weights| weights.scores(&vector.entries)).take(self.intents + 1);
        Scored { scores: scores.collect(), seen: vector.seen, known: vector.entries.len() }
    }
}

/// Half the whole, half the sentence that speaks most for each intent: what is wanted may stand in one sentence of a story.
fn blend_in(whole: &mut [f32], pieces: impl Iterator<Item = Vec<f32>>) {
    let mut best = vec![f32::MIN; whole.len()];
    for piece in pieces {
        best.iter_mut().zip(piece).for_each(|(best, score)| *best = best.max(score));
    }
    whole.iter_mut().zip(best).for_each(|(score, best)| *score = (*score + best) / 2.0);
}
