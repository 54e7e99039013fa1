//! One-vs-rest linear support vector machines, sixteen classes at a time.
//!
//! L2-regularised squared hinge, solved in the dual by coordinate descent (Hsieh et al., "A Dual Coordinate Descent
//! Method for Large-scale Linear SVM", ICML 2008) with its shrinking: an example that no class needs is left out until
//! the rest has settled. Sixteen classes share a pass over an example, for its features then are read once and their
//! weights lie side by side.

use super::table::Hash;
use super::vocabulary::Vector;

/// Classes that are trained and asked together.
pub(super) const LANES: usize = 16;

/// A number for each of sixteen classes.
pub(super) type Lane = [f32; LANES];

/// The weights of one feature, on a cache line of their own.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Line(Lane);

/// What an example says to each of sixteen classes, a bit each.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Own {
    /// It is an example of these.
    pub(super) is: u16,
    /// It says nothing to these; to all others it is an example of something else.
    pub(super) open: u16,
}

/// What an error costs.
const COST: f32 = 1.0;

/// A pass in which no multiplier is further off than this is the last.
const TOLERANCE: f32 = 0.1;

/// So many vectors stand back to back.
pub(super) const PIECE: usize = 512;

/// Vectors of examples. They are by far the most that is kept while learning, so each value is one of 255 steps up to the
/// largest of its vector, and they stay in the pieces in which they were read.
#[derive(Default)]
pub(super) struct Rows {
    /// Every one but the last has [`PIECE`] rows.
    pieces: Vec<Piece>,
}

/// Some rows, back to back.
#[derive(Default)]
struct Piece {
    starts: Vec<u32>,
    features: Vec<u32>,
    steps: Vec<u8>,
    /// Per row, how much a step is.
    scales: Vec<f32>,
}

/// One row as it is kept: its features, and the step of each.
#[derive(Clone, Copy)]
struct Row<'a> {
    features: &'a [u32],
    steps: &'a [u8],
    scale: f32,
}

impl Row<'_> {
    /// Its features, and how many steps each is worth.
    fn entries(self) -> impl Iterator<Item = (usize, f32)> {
        self.features.iter().zip(self.steps).map(|(&feature, &step)| (feature as usize, f32::from(step)))
    }

    /// The square of its length.
    fn square(self) -> f32 {
        let steps: f32 = self.steps.iter().map(|&step| f32::from(step) * f32::from(step)).sum();
        steps * self.scale * self.scale
    }
}

impl Piece {
    fn push(&mut self, vector: &Vector) {
        let largest = vector.entries.iter().fold(1e-6_f32, |largest, (_, value)| largest.max(*value));
        let scale = largest / f32::from(u8::MAX);
        self.starts.push(u32::try_from(self.features.len()).unwrap_or(u32::MAX));
        self.features.extend(vector.entries.iter().map(|(feature, _)| feature));
        self.steps.extend(vector.entries.iter().map(|(_, value)| (value / scale).round() as u8));
        self.scales.push(scale);
    }

    fn at(&self, row: usize) -> Row<'_> {
        let end = self.starts.get(row + 1).map_or(self.features.len(), |&start| start as usize);
        let place = self.starts[row] as usize..end;
        Row { features: &self.features[place.clone()], steps: &self.steps[place], scale: self.scales[row] }
    }

    /// Lets go of room that is not needed.
    fn shrink(&mut self) {
        self.features.shrink_to_fit();
        self.steps.shrink_to_fit();
    }
}

impl Rows {
    /// The vectors in order.
    pub(super) fn of(vectors: impl Iterator<Item = Vector>) -> Self {
        let mut rows = Self::default();
        for (place, vector) in vectors.enumerate() {
            if place % PIECE == 0 {
                rows.pieces.push(Piece::default());
            }
            if let Some(piece) = rows.pieces.last_mut() {
                piece.push(&vector);
            }
        }
        rows.pieces.iter_mut().for_each(Piece::shrink);
        rows
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.pieces.iter().map(|piece| piece.scales.len()).sum()
    }

    /// One of them, as features and values.
    pub(super) fn row(&self, row: usize) -> Vec<(u32, f32)> {
        let Row { features, steps, scale } = self.at(row);
        features.iter().copied().zip(steps.iter().map(|&step| f32::from(step) * scale)).collect()
    }

    /// Takes `other` behind these, of which every piece is full.
    pub(super) fn append(&mut self, other: Self) {
        self.pieces.extend(other.pieces);
    }

    fn at(&self, row: usize) -> Row<'_> {
        self.pieces[row / PIECE].at(row % PIECE)
    }
}

/// The weights of sixteen classes while they are learnt.
#[derive(Clone)]
pub(super) struct Weights {
    features: Vec<Line>,
    bias: Lane,
}

impl Weights {
    /// No weight for any of `features` features.
    fn zero(features: usize) -> Self {
        Self { features: vec![Line([0.0; LANES]); features], bias: [0.0; LANES] }
    }

    /// How far on the side of each class a vector lies.
    pub(super) fn scores(&self, row: &[(u32, f32)]) -> Lane {
        let mut scores = self.bias;
        for &(feature, value) in row {
            add_times(&mut scores, value, &self.features[feature as usize].0);
        }
        scores
    }

    /// Each feature's weights in order, and what every text scores without any.
    pub(super) fn into_parts(self) -> (impl Iterator<Item = Lane>, Lane) {
        (self.features.into_iter().map(|line| line.0), self.bias)
    }

    fn scores_of(&self, row: Row<'_>) -> Lane {
        let mut sum = [0.0; LANES];
        for (feature, steps) in row.entries() {
            add_times(&mut sum, steps, &self.features[feature].0);
        }
        let mut scores = self.bias;
        add_times(&mut scores, row.scale, &sum);
        scores
    }

    fn add(&mut self, row: Row<'_>, step: &Lane) {
        let scaled = step.map(|step| step * row.scale);
        for (feature, steps) in row.entries() {
            add_times(&mut self.features[feature].0, steps, &scaled);
        }
        add_times(&mut self.bias, 1.0, step);
    }
}

fn add_times(sum: &mut Lane, times: f32, lane: &Lane) {
    sum.iter_mut().zip(lane).for_each(|(sum, value)| *sum += times * value);
}

/// Sixteen machines in training.
#[derive(Clone)]
pub(super) struct Machines<'a> {
    rows: &'a Rows,
    /// Per row what it says.
    own: &'a [Own],
    /// Per row its multipliers times its side: positive where the row is an example.
    multipliers: Vec<Lane>,
    /// Per row the square of its length.
    squares: Vec<f32>,
    /// The weights so far.
    pub(super) weights: Weights,
}

impl<'a> Machines<'a> {
    /// Machines that know nothing of `features` features yet; `own` is what each row says.
    pub(super) fn new(rows: &'a Rows, own: &'a [Own], features: usize) -> Self {
        Self {
            rows,
            own,
            multipliers: vec![[0.0; LANES]; rows.len()],
            squares: (0..rows.len()).map(|row| rows.at(row).square()).collect(),
            weights: Weights::zero(features),
        }
    }

    /// Trains on `active` rows, in at most `passes` passes.
    pub(super) fn train(&mut self, active: &[u32], passes: usize) {
        let mut order = active.to_vec();
        let mut whole = true;
        for pass in 0..passes {
            shuffle(&mut order, pass as u64);
            let mut worst = 0.0_f32;
            order.retain(|&row| {
                let off = self.visit(row as usize);
                worst = worst.max(off);
                off > TOLERANCE / 4.0
            });
            if worst <= TOLERANCE || order.is_empty() {
                if whole {
                    break;
                }
                order = active.to_vec();
                whole = true;
            } else {
                whole = order.len() == active.len();
            }
        }
    }

    /// Takes back all that was learnt from `row`.
    pub(super) fn forget(&mut self, row: usize) {
        let step = self.multipliers[row].map(|multiplier| -multiplier);
        self.weights.add(self.rows.at(row), &step);
        self.multipliers[row] = [0.0; LANES];
    }

    /// Brings the multipliers of one row to their best; how far off the worst was.
    fn visit(&mut self, row: usize) -> f32 {
        let entries = self.rows.at(row);
        let scores = self.weights.scores_of(entries);
        let square = 1.0 + self.squares[row];
        let softness = 0.5 / COST;
        let own = self.own[row];
        let sides: Lane = std::array::from_fn(|lane| if own.is >> lane & 1 == 1 { 1.0 } else { -1.0 });
        let multipliers = &mut self.multipliers[row];
        let mut step = [0.0; LANES];
        let mut worst = 0.0_f32;
        for lane in 0..LANES {
            if own.open >> lane & 1 == 1 {
                continue;
            }
            let multiplier = multipliers[lane] * sides[lane];
            let gradient = sides[lane] * scores[lane] - 1.0 + multiplier * softness;
            let better = (multiplier - gradient / (square + softness)).max(0.0);
            let off = if multiplier > 0.0 { gradient.abs() } else { (-gradient).max(0.0) };
            worst = worst.max(off);
            step[lane] = (better - multiplier) * sides[lane];
            multipliers[lane] = better * sides[lane];
        }
        if worst > 1e-6 {
            self.weights.add(entries, &step);
        }
        worst
    }
}

/// Shuffles, the same way every time.
fn shuffle(order: &mut [u32], pass: u64) {
    for last in (1..order.len()).rev() {
        let random = Hash::of_kind(pass).with(last as u64).end();
        order.swap(last, (random % (last as u64 + 1)) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(vectors: &[&[(u32, f32)]]) -> Rows {
        Rows::of(vectors.iter().map(|entries| Vector { entries: entries.to_vec(), ..Vector::default() }))
    }

    #[test]
    fn each_class_scores_its_own_examples_highest() {
        let rows = rows(&[&[(0, 1.0)], &[(0, 0.8), (2, 0.6)], &[(1, 1.0)], &[(1, 0.8), (2, 0.6)]]);
        let own = [0b01, 0b01, 0b10, 0b10].map(|is| Own { is, open: 0 });
        let mut machines = Machines::new(&rows, &own, 3);
        machines.train(&[0, 1, 2, 3], 50);
        for (row, own) in own.iter().enumerate() {
            let scores = machines.weights.scores(&rows.row(row));
            let best = usize::from(scores[1] > scores[0]);
            assert_eq!(1 << best, own.is);
            assert!(scores[2] < -0.5, "a class without examples claims nothing");
        }
    }

    #[test]
    fn what_is_forgotten_leaves_no_weight() {
        let rows = rows(&[&[(0, 1.0)], &[(1, 1.0)]]);
        let own = [0b01, 0b10].map(|is| Own { is, open: 0 });
        let mut machines = Machines::new(&rows, &own, 2);
        machines.train(&[0, 1], 20);
        machines.forget(0);
        let (mut features, _) = machines.weights.into_parts();
        assert!(features.next().unwrap().iter().all(|weight| weight.abs() < 1e-5));
    }
}
