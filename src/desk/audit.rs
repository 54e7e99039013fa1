//! Who did what with which case: numbers and moments, each row chained to the one before, so that none can be changed, dropped or
//! moved unseen (threat T34). No words, no citizen.
//!
//! Rows have an end. When the oldest are dropped, a new row says up to which number and link: what is left is proven from there on, and that
//! they were dropped by the desk is proven by that row.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{CaseId, OfficerId};
use crate::moment::Moment;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    /// A citizen passed a question on.
    Opened,
    /// An officer took a case.
    Took,
    /// An officer let go of it.
    Released,
    /// It rested too long and went back to the queue.
    Returned,
    /// An officer passed it to another desk.
    Passed,
    /// An officer closed it.
    Closed,
    /// A citizen's message opened it again.
    Reopened,
    /// An officer replied.
    Replied,
    /// An officer's reply waits for a senior.
    Drafted,
    /// A senior let a reply go.
    Approved,
    /// A senior did not.
    Rejected,
    /// A reply has reached the citizen.
    Delivered,
    /// A reply will never reach the citizen.
    Failed,
    /// An officer corrected a reply.
    Corrected,
    /// An officer withdrew a reply.
    Withdrew,
    /// An officer wrote a note.
    Noted,
    /// An officer read a case at the terminal.
    Read,
    /// The citizen left.
    Left,
    /// What was kept of the case is gone.
    Forgotten,
    /// An officer began a shift.
    OnShift,
    /// An officer ended it.
    OffShift,
    /// Somebody who is no officer tried something.
    Refused,
    /// An officer tried something who no longer belongs to the group.
    NotAMember,
    /// An officer tried something, and whether they still belong to the group could not be found out.
    NotKnown,
    /// Rows whose time was over were dropped.
    Trimmed,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its number, from 1.
    pub number: u64,
    /// When.
    pub at: Moment,
    /// Who; nobody where the desk itself did it.
    pub who: Option<OfficerId>,
    /// What.
    pub deed: Deed,
    /// With which case.
    pub case: Option<CaseId>,
    /// How far rows were dropped, in a row that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dropped: Option<Chain>,
    /// The SHA-256 of the link before and this row, in hexadecimal digits.
    pub link: String,
}

/// How far the rows go: the number and the link of the last one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Chain {
    /// How many rows there are.
    pub count: u64,
    /// The link of the last one; empty before the first.
    pub link: String,
}

impl Chain {
    /// The next row.
    pub fn add(&mut self, at: Moment, who: Option<OfficerId>, deed: Deed, case: Option<CaseId>) -> Row {
        self.append(Row { number: 0, at, who, deed, case, dropped: None, link: String::new() })
    }

    /// The row that says that the rows up to `dropped` are gone.
    pub(super) fn add_trimmed(&mut self, at: Moment, dropped: Chain) -> Row {
        let dropped = Some(dropped);
        self.append(Row { number: 0, at, who: None, deed: Deed::Trimmed, case: None, dropped, link: String::new() })
    }

    /// `row` as the next one, whatever its number and link were.
    fn append(&mut self, row: Row) -> Row {
        let number = self.count + 1;
        let row = Row { number, ..row };
        let link = link(&self.link, &row);
        (self.count, self.link) = (number, link.clone());
        Row { link, ..row }
    }
}

fn link(before: &str, row: &Row) -> String {
    let who = row.who.map_or_else(String::new, |who| who.0.to_string());
    let case = row.case.map_or_else(String::new, |case| case.0.to_string());
    let mut text = format!("{before}|{}|{}|{who}|{:?}|{case}", row.number, row.at.0, row.deed);
    if let Some(dropped) = &row.dropped {
        text = format!("{text}|{}|{}", dropped.count, dropped.link);
    }
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The first row that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// This row is changed, or another stands in its place.
    #[error("row {0} is not as it was written")]
    Row(u64),
    /// Rows from this number on are missing.
    #[error("row {0} and what followed are missing")]
    Missing(u64),
    /// There are rows after the last one that the desk knows of.
    #[error("row {0} was added by another")]
    Added(u64),
    /// Rows before this number are gone, and no row says that the desk dropped them.
    #[error("the rows before row {0} are gone, and no row says that their time was over")]
    Start(u64),
}

/// Looks whether `rows`, in their order, are all that `chain` knows of after those up to `start`, which were dropped. Returns how
/// many there are.
///
/// # Errors
/// The first that is broken.
pub fn verify(rows: impl IntoIterator<Item = Row>, start: &Chain, chain: &Chain) -> Result<u64, Broken> {
    let mut known = start.clone();
    let mut dropped = Chain::default();
    for row in rows {
        if known.count == chain.count {
            return Err(Broken::Added(known.count + 1));
        }
        follow(&mut known, &row)?;
        dropped = row.dropped.unwrap_or(dropped);
    }
    match known {
        known if known.count < chain.count => Err(Broken::Missing(known.count + 1)),
        known if known.link != chain.link => Err(Broken::Row(known.count)),
        _ if dropped != *start => Err(Broken::Start(start.count + 1)),
        known => Ok(known.count - start.count),
    }
}

/// How far the chain goes after `rows`, the first after `start`.
///
/// # Errors
/// The first that is broken.
pub(super) fn end_of(start: &Chain, rows: &[Row]) -> Result<Chain, Broken> {
    let mut known = start.clone();
    rows.iter().try_for_each(|row| follow(&mut known, row))?;
    Ok(known)
}

fn follow(known: &mut Chain, row: &Row) -> Result<(), Broken> {
    let expected = known.append(row.clone());
    if *row == expected { Ok(()) } else { Err(Broken::Row(expected.number)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> (Vec<Row>, Chain) {
        let mut chain = Chain::default();
        let deeds = [Deed::Opened, Deed::Took, Deed::Replied, Deed::Delivered, Deed::Closed];
        let rows = deeds
            .into_iter()
            .zip(0..)
            .map(|(deed, minute)| chain.add(Moment(minute * 60_000), Some(OfficerId(7)), deed, Some(CaseId(3))));
        (rows.collect(), chain)
    }

    fn verified(rows: impl IntoIterator<Item = Row>, chain: &Chain) -> Result<u64, Broken> {
        verify(rows, &Chain::default(), chain)
    }

    #[test]
    fn t34_when_the_oldest_rows_are_dropped_the_rest_is_proven_and_a_row_says_so() {
        let (mut rows, mut chain) = rows();
        let start = end_of(&Chain::default(), &rows[..3]).unwrap();
        rows.push(chain.add_trimmed(Moment(9_000_000), start.clone()));
        let left = rows.split_off(3);
        assert_eq!(verify(left.clone(), &start, &chain), Ok(3));
        for place in 0..left.len() {
            let mut changed = left.clone();
            changed[place].at = Moment(1);
            assert_eq!(verify(changed, &start, &chain), Err(Broken::Row(place as u64 + 4)));
        }
        let mut lied = left.clone();
        lied[2].dropped = Some(end_of(&Chain::default(), &rows[..2]).unwrap());
        assert_eq!(verify(lied, &start, &chain), Err(Broken::Row(6)), "how far they were dropped is in the link");
        let further = end_of(&start, &left[..1]).unwrap();
        let taken_away = verify(left[1..].to_vec(), &further, &chain);
        assert_eq!(taken_away, Err(Broken::Start(5)), "who drops more than the desk did is found out");
        assert_eq!(end_of(&start, &rows[..1]), Err(Broken::Row(4)), "what does not follow is not dropped");
    }

    #[test]
    fn t34_rows_that_are_gone_without_a_row_that_says_so_are_missed() {
        let (rows, chain) = rows();
        let start = end_of(&Chain::default(), &rows[..2]).unwrap();
        assert_eq!(verify(rows[2..].to_vec(), &start, &chain), Err(Broken::Start(3)));
    }

    #[test]
    fn what_was_written_verifies() {
        let (rows, chain) = rows();
        assert_eq!(verified(rows, &chain), Ok(5));
        assert_eq!(verified([], &Chain::default()), Ok(0));
    }

    #[test]
    fn t34_a_row_that_is_changed_dropped_or_moved_is_named() {
        let (rows, chain) = rows();
        for place in 0..rows.len() {
            let number = place as u64 + 1;
            let mut changed = rows.clone();
            changed[place].who = Some(OfficerId(8));
            assert_eq!(verified(changed, &chain), Err(Broken::Row(number)));
            let mut dropped = rows.clone();
            dropped.remove(place);
            let missing = if number == 5 { Broken::Missing(5) } else { Broken::Row(number) };
            assert_eq!(verified(dropped, &chain), Err(missing));
        }
        let mut moved = rows.clone();
        moved.swap(1, 2);
        assert_eq!(verified(moved, &chain), Err(Broken::Row(2)));
    }

    #[test]
    fn t34_a_chain_that_was_written_anew_does_not_fit_the_head() {
        let (rows, chain) = rows();
        let mut other = Chain::default();
        let forged: Vec<Row> =
            rows.iter().map(|row| other.add(row.at, Some(OfficerId(8)), row.deed, row.case)).collect();
        assert_eq!(verified(forged, &chain), Err(Broken::Row(5)));
        let mut longer = chain.clone();
        let more = longer.add(Moment(9), None, Deed::Closed, None);
        assert_eq!(verified(rows.into_iter().chain([more]), &chain), Err(Broken::Added(6)));
    }
}
