//! When update ids were seen: a row for every few neighbours, for a channel numbers its updates mostly one after the other.
//!
//! Ids stay a set, each with a moment of its own; that neighbours share a row only makes rows few.

use super::UpdateId;
use super::envelope::RecordFault;
use super::plan::is_expired;
use crate::dialogue::Moment;

/// So many neighbouring ids share a row.
const IDS: usize = 32;
/// A run in the stored form: the first place, how many, the moment.
const RUN: usize = 1 + 1 + 8;
const BROKEN: RecordFault = RecordFault::Broken("a row of seen updates");

/// The row in which an id stands, and its place there.
pub(super) fn place(id: UpdateId) -> (i64, usize) {
    let ids = IDS as i64;
    (id.0.div_euclid(ids), usize::try_from(id.0.rem_euclid(ids)).unwrap_or_default())
}

/// When each of a few neighbours was seen, if it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Block([Option<Moment>; IDS]);

impl Block {
    /// When the id at `place` was seen.
    pub(super) fn at(&self, place: usize) -> Option<Moment> {
        self.0.get(place).copied().flatten()
    }

    /// From now on the id at `place` was seen at `at`.
    pub(super) fn mark(&mut self, place: usize, at: Moment) {
        if let Some(seen) = self.0.get_mut(place) {
            *seen = Some(at);
        }
    }

    /// Whether none of these ids need be remembered any more.
    pub(super) fn is_over(&self, now: Moment) -> bool {
        self.0.iter().flatten().all(|at| is_expired(*at, now))
    }

    /// How many ids are remembered in it.
    pub(super) fn count(&self) -> usize {
        self.0.iter().flatten().count()
    }

    /// The stored form: runs of neighbours that were seen at the same moment.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut place = 0;
        for run in self.0.chunk_by(|a, b| a == b) {
            if let Some(at) = run[0] {
                // Both are at most `IDS`.
                bytes.extend([place as u8, run.len() as u8]);
                bytes.extend(at.0.to_be_bytes());
            }
            place += run.len();
        }
        bytes
    }

    /// The block in its stored form.
    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, RecordFault> {
        let mut block = Self::default();
        let mut runs = bytes.chunks_exact(RUN);
        for run in &mut runs {
            let (first, count) = (usize::from(run[0]), usize::from(run[1]));
            let places = block.0.get_mut(first..first + count).ok_or(BROKEN)?;
            let at = run[2..].try_into().map_err(|_| BROKEN)?;
            places.fill(Some(Moment(i64::from_be_bytes(at))));
        }
        if runs.remainder().is_empty() { Ok(block) } else { Err(BROKEN) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_id_has_a_place_of_its_own(a: i64, b: i64) {
            prop_assert_eq!(place(UpdateId(a)) == place(UpdateId(b)), a == b);
            prop_assert!(place(UpdateId(a)).1 < IDS);
        }

        #[test]
        fn a_block_reads_back(marks in prop::collection::vec((0..IDS, -3i64..3), 0..40)) {
            let mut block = Block::default();
            for (place, at) in marks {
                block.mark(place, Moment(at));
                prop_assert_eq!(block.at(place), Some(Moment(at)));
            }
            prop_assert_eq!(Block::from_bytes(&block.to_bytes()), Ok(block));
        }

        #[test]
        fn what_is_no_block_is_no_panic(bytes: Vec<u8>) {
            let _ = Block::from_bytes(&bytes);
        }
    }

    #[test]
    fn what_was_seen_at_one_moment_takes_one_run() {
        let mut block = Block::default();
        (0..IDS).for_each(|place| block.mark(place, Moment(5)));
        assert_eq!((block.to_bytes().len(), block.count()), (RUN, IDS));
        block.mark(9, Moment(6));
        assert_eq!(block.to_bytes().len(), 3 * RUN);
    }

    #[test]
    fn a_run_beyond_the_end_or_half_a_run_is_broken() {
        let run = |first, count| [&[first, count][..], &5_i64.to_be_bytes()].concat();
        assert!(Block::from_bytes(&run(31, 1)).is_ok());
        for broken in [run(31, 2), run(32, 1), run(255, 255), run(0, 1)[..9].to_vec()] {
            assert_eq!(Block::from_bytes(&broken), Err(BROKEN));
        }
    }
}
