//! When update ids were seen: a row for many neighbours, for a channel numbers its updates mostly one after the other.
//!
//! Ids stay a set, each with a moment of its own, to the minute; that neighbours share a row and a moment only makes rows few and
//! short. A row that is no longer written stays
//! behind where those around it are cleared away, and costs sled more than its size.

use super::UpdateId;
use super::envelope::RecordFault;
use super::plan::is_expired;
use crate::dialogue::Moment;

/// So many neighbouring ids share a row.
const IDS: usize = 1024;
/// And so many did before format 4 of the folder.
const FEW_IDS: usize = 32;
/// A run in the stored form: the first place, how many, the moment.
const RUN: usize = 2 + 2 + 8;
/// A run as it was stored before.
const FEW_RUN: usize = 1 + 1 + 8;
/// Moments are kept in whole ones of these, in milliseconds.
const MINUTE: i64 = 60_000;
const BROKEN: RecordFault = RecordFault::Broken("a row of seen updates");

/// The row in which an id stands, and its place there.
pub(super) fn place(id: UpdateId) -> (i64, usize) {
    let ids = IDS as i64;
    (id.0.div_euclid(ids), usize::try_from(id.0.rem_euclid(ids)).unwrap_or_default())
}

/// When each of many neighbours was seen, if it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block(Vec<Option<Moment>>);

impl Default for Block {
    fn default() -> Self {
        Self(vec![None; IDS])
    }
}

impl Block {
    /// When the id at `place` was seen, or up to a minute later.
    pub(super) fn at(&self, place: usize) -> Option<Moment> {
        self.0.get(place).copied().flatten()
    }

    /// From now on the id at `place` was seen at `at`.
    pub(super) fn mark(&mut self, place: usize, at: Moment) {
        if let Some(seen) = self.0.get_mut(place) {
            *seen = Some(to_the_minute(at));
        }
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
                bytes.extend((place as u16).to_be_bytes());
                bytes.extend((run.len() as u16).to_be_bytes());
                bytes.extend(at.0.to_be_bytes());
            }
            place += run.len();
        }
        bytes
    }

    /// The block in its stored form.
    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, RecordFault> {
        let mut block = Self::default();
        for run in runs(bytes) {
            let (first, count, at) = run?;
            block.0.get_mut(first..first + count).ok_or(BROKEN)?.fill(Some(at));
        }
        Ok(block)
    }
}

/// Whether none of the ids in a stored block need be remembered any more.
pub(super) fn is_over(bytes: &[u8], now: Moment) -> Result<bool, RecordFault> {
    let mut over = true;
    for run in runs(bytes) {
        over &= is_expired(run?.2, now);
    }
    Ok(over)
}

/// The runs of a stored block: first place, how many, the moment.
fn runs(bytes: &[u8]) -> impl Iterator<Item = Result<(usize, usize, Moment), RecordFault>> {
    bytes.chunks(RUN).map(|run| {
        let (first, rest) = run.split_first_chunk().ok_or(BROKEN)?;
        let (count, at) = rest.split_first_chunk().ok_or(BROKEN)?;
        let at = Moment(i64::from_be_bytes(at.try_into().map_err(|_| BROKEN)?));
        Ok((u16::from_be_bytes(*first).into(), u16::from_be_bytes(*count).into(), at))
    })
}

/// The ids of the row with this number as it was stored before format 4, and when each was seen.
pub(super) fn of_few(row: i64, bytes: &[u8]) -> Result<Vec<(UpdateId, Moment)>, RecordFault> {
    let mut seen = Vec::new();
    let mut runs = bytes.chunks_exact(FEW_RUN);
    for run in &mut runs {
        let (first, count) = (i64::from(run[0]), i64::from(run[1]));
        let (at, ids) = (run[2..].try_into().map_err(|_| BROKEN)?, FEW_IDS as i64);
        if first + count > ids {
            return Err(BROKEN);
        }
        let id = |place| UpdateId(row.saturating_mul(ids).saturating_add(place));
        seen.extend((first..first + count).map(|place| (id(place), Moment(i64::from_be_bytes(at)))));
    }
    if runs.remainder().is_empty() { Ok(seen) } else { Err(BROKEN) }
}

/// The next whole minute, or `at` if it is one: nothing is forgotten too early.
fn to_the_minute(at: Moment) -> Moment {
    Moment(at.0.saturating_add(MINUTE - 1).div_euclid(MINUTE).saturating_mul(MINUTE))
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
            for (place, minute) in marks {
                block.mark(place, Moment(minute * MINUTE));
                prop_assert_eq!(block.at(place), Some(Moment(minute * MINUTE)));
            }
            prop_assert_eq!(Block::from_bytes(&block.to_bytes()), Ok(block));
        }

        #[test]
        fn what_is_no_block_is_no_panic(bytes: Vec<u8>, row: i64) {
            let _ = Block::from_bytes(&bytes);
            let _ = is_over(&bytes, Moment(0));
            let _ = of_few(row, &bytes);
        }

        #[test]
        fn a_moment_is_kept_to_the_end_of_its_minute(at: i64) {
            let mut block = Block::default();
            block.mark(0, Moment(at));
            let kept = block.at(0).map_or(i64::MIN, |kept| kept.0);
            prop_assert!(kept.abs_diff(at) < MINUTE.cast_unsigned() && (kept >= at || at > i64::MAX - MINUTE));
        }
    }

    #[test]
    fn what_was_seen_within_a_minute_takes_one_run() {
        let mut block = Block::default();
        (0..IDS).for_each(|place| block.mark(place, Moment(1 + place as i64)));
        assert_eq!((block.to_bytes().len(), block.count()), (RUN, IDS));
        block.mark(9, Moment(MINUTE + 1));
        assert_eq!(block.to_bytes().len(), 3 * RUN);
    }

    #[test]
    fn a_block_is_over_when_its_last_id_is() {
        let mut block = Block::default();
        block.mark(3, Moment(0));
        block.mark(900, Moment(MINUTE));
        let over = |now| is_over(&block.to_bytes(), Moment(now)).unwrap();
        let hours = 48 * 60 * MINUTE;
        assert_eq!([over(hours + 1), over(hours + MINUTE), over(hours + MINUTE + 1)], [false, false, true]);
    }

    #[test]
    fn a_run_beyond_the_end_or_half_a_run_is_broken() {
        let run =
            |first: u16, count: u16| [&first.to_be_bytes()[..], &count.to_be_bytes(), &5_i64.to_be_bytes()].concat();
        assert!(Block::from_bytes(&run(1023, 1)).is_ok());
        for broken in [run(1023, 2), run(1024, 1), run(65535, 65535), run(0, 1)[..11].to_vec(), vec![0]] {
            assert_eq!(Block::from_bytes(&broken), Err(BROKEN));
        }
    }

    #[test]
    fn a_row_from_before_gives_its_ids() {
        let run = |first: u8, count: u8| [&[first, count][..], &5_i64.to_be_bytes()].concat();
        let seen = of_few(-1, &[run(0, 1), run(30, 2)].concat()).unwrap();
        assert_eq!(seen, [-32, -2, -1].map(|id| (UpdateId(id), Moment(5))));
        for broken in [run(31, 2), run(255, 255), run(0, 1)[..9].to_vec()] {
            assert_eq!(of_few(0, &broken), Err(BROKEN));
        }
    }
}
