//! The weights of a finished model, in a quarter of the room.
//!
//! A weight is kept as a whole number from -127 to 127 and a scale per feature. What that loses is less than what one more
//! example changes: no decision of the labelled questions differs by it (docs/matching.md).

use serde::{Deserialize, Serialize};

use super::svm::{LANES, Lane, Weights};

/// The weights of sixteen classes.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Packed {
    #[serde(with = "super::bytes")]
    steps: Vec<[i8; LANES]>,
    #[serde(with = "super::bytes")]
    scales: Vec<f32>,
    bias: Lane,
}

impl Packed {
    /// Packs what was learnt.
    pub(super) fn of(weights: Weights) -> Self {
        let (features, bias) = weights.into_parts();
        let (steps, scales) = features.map(|lane| pack(&lane)).unzip();
        Self { steps, scales, bias }
    }

    /// How many features it has weights for; no number that there is if it is broken.
    pub(super) fn len(&self) -> usize {
        if self.steps.len() == self.scales.len() { self.steps.len() } else { usize::MAX }
    }

    /// How far on the side of each class a vector lies.
    pub(super) fn scores(&self, row: &[(u32, f32)]) -> Lane {
        let mut scores = self.bias;
        self.add(row, &mut scores);
        scores
    }

    fn add(&self, row: &[(u32, f32)], scores: &mut Lane) {
        for &(feature, value) in row {
            let times = value * self.scales[feature as usize];
            let steps = &self.steps[feature as usize];
            scores.iter_mut().zip(steps).for_each(|(score, &step)| *score += times * f32::from(step));
        }
    }

    /// How far on the side of each class a vector lies, and how far by its entries before `middle` alone.
    pub(super) fn scores_of_blocks(&self, row: &[(u32, f32)], middle: usize) -> (Lane, Lane) {
        let (words, letters) = row.split_at(middle.min(row.len()));
        let words = self.scores(words);
        let mut all = words;
        self.add(letters, &mut all);
        (all, words)
    }

    /// The weights of one feature.
    pub(super) fn of_feature(&self, feature: u32) -> Lane {
        let scale = self.scales[feature as usize];
        self.steps[feature as usize].map(|step| f32::from(step) * scale)
    }
}

fn pack(lane: &Lane) -> ([i8; LANES], f32) {
    let largest = lane.iter().fold(0.0_f32, |largest, weight| largest.max(weight.abs()));
    if largest == 0.0 {
        return ([0; LANES], 0.0);
    }
    let scale = largest / f32::from(i8::MAX);
    (lane.map(|weight| (weight / scale).round() as i8), scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_comes_back_within_half_a_step() {
        let mut lane = [0.0; LANES];
        lane[0] = 2.0;
        lane[3] = -0.503;
        let (steps, scale) = pack(&lane);
        for (step, weight) in steps.iter().zip(lane) {
            assert!((f32::from(*step) * scale - weight).abs() <= scale / 2.0);
        }
        assert_eq!(pack(&[0.0; LANES]), ([0; LANES], 0.0));
    }
}
