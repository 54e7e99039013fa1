//! The weights of a finished model, in a quarter of the room.
//!
//! A weight is kept as a whole number from -127 to 127 and a scale per feature. What that loses is less than what one more
//! example changes: no decision of the labelled questions differs by it (docs/matching.md).

use serde::{Deserialize, Serialize};

use super::svm::{LANES, Lane, Weights};

/// The weights of some times sixteen classes. All weights of a feature stand side by side, for they are asked for together.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Packed {
    #[serde(with = "super::bytes")]
    steps: Vec<[i8; LANES]>,
    #[serde(with = "super::bytes")]
    scales: Vec<f32>,
    bias: Vec<Lane>,
}

impl Packed {
    /// Packs what was learnt of sixteen classes.
    pub(super) fn of(weights: Weights) -> Self {
        let (features, bias) = weights.into_parts();
        let (steps, scales) = features.map(|lane| pack(&lane)).unzip();
        Self { steps, scales, bias: vec![bias] }
    }

    /// The weights of the classes of all `blocks`, each of as many features.
    pub(super) fn of_all(blocks: &[Self]) -> Self {
        let features = blocks.iter().map(|block| block.scales.len()).min().unwrap_or(0);
        let of_each = || (0..features).flat_map(|feature| blocks.iter().map(move |block| (block, feature)));
        Self {
            steps: of_each().map(|(block, feature)| block.steps[feature]).collect(),
            scales: of_each().map(|(block, feature)| block.scales[feature]).collect(),
            bias: blocks.iter().flat_map(|block| block.bias.iter().copied()).collect(),
        }
    }

    /// Whether it has weights of so many features for so many classes.
    pub(super) fn is_for(&self, features: usize, classes: usize) -> bool {
        let blocks = classes.div_ceil(LANES);
        (self.bias.len(), self.steps.len(), self.scales.len()) == (blocks, features * blocks, features * blocks)
    }

    /// How far on the side of each class a vector lies, and how far by its entries before `middle` alone.
    pub(super) fn scores(&self, row: &[(u32, f32)], middle: usize) -> (Vec<f32>, Vec<f32>) {
        let (words, letters) = row.split_at(middle.min(row.len()));
        let mut scores = self.bias.clone();
        self.add(words, &mut scores);
        let by_words = scores.as_flattened().to_vec();
        self.add(letters, &mut scores);
        (scores.as_flattened().to_vec(), by_words)
    }

    fn add(&self, row: &[(u32, f32)], scores: &mut [Lane]) {
        for (block, scores) in scores.iter_mut().enumerate() {
            // Sixteen at a time, for so many stay in registers.
            let mut lane = *scores;
            for &(feature, value) in row {
                let place = feature as usize * self.bias.len() + block;
                let times = value * self.scales[place];
                lane.iter_mut().zip(&self.steps[place]).for_each(|(score, &step)| *score += times * f32::from(step));
            }
            *scores = lane;
        }
    }

    /// The weights of one feature, class by class.
    pub(super) fn of_feature(&self, feature: u32) -> Vec<f32> {
        let (first, blocks) = (feature as usize * self.bias.len(), self.bias.len());
        let lanes = self.steps[first..][..blocks].iter().zip(&self.scales[first..]);
        lanes.flat_map(|(steps, scale)| steps.map(|step| f32::from(step) * scale)).collect()
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

    fn block(first: f32) -> Packed {
        let lanes = [[first; LANES], [first + 1.0; LANES]];
        let (steps, scales) = lanes.iter().map(pack).unzip();
        Packed { steps, scales, bias: vec![[first * 10.0; LANES]] }
    }

    #[test]
    fn classes_of_several_blocks_score_what_they_do_apart() {
        let (one, other, both) = (block(1.0), block(5.0), Packed::of_all(&[block(1.0), block(5.0)]));
        assert!(both.is_for(2, 17) && both.is_for(2, 32) && !both.is_for(2, 16) && !both.is_for(3, 32));
        let row = [(0, 0.5), (1, 2.0)];
        for middle in 0..3 {
            let (apart, together) = ([one.scores(&row, middle), other.scores(&row, middle)], both.scores(&row, middle));
            assert_eq!(together.0, [&apart[0].0[..], &apart[1].0].concat());
            assert_eq!(together.1, [&apart[0].1[..], &apart[1].1].concat());
        }
        assert_eq!(both.of_feature(1), [one.of_feature(1), other.of_feature(1)].concat());
    }
}
