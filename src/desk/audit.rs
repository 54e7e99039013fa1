//! Who did what with which case: numbers and moments, each row chained to the one before, so that none can be changed, dropped or
//! moved unseen (threat T34). No words, no citizen.

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
        let number = self.count + 1;
        let link = link(&self.link, number, at, who, deed, case);
        (self.count, self.link) = (number, link.clone());
        Row { number, at, who, deed, case, link }
    }
}

fn link(before: &str, number: u64, at: Moment, who: Option<OfficerId>, deed: Deed, case: Option<CaseId>) -> String {
    let who = who.map_or_else(String::new, |who| who.0.to_string());
    let case = case.map_or_else(String::new, |case| case.0.to_string());
    let row = format!("{before}|{number}|{}|{who}|{deed:?}|{case}", at.0);
    Sha256::digest(row.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
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
}

/// Looks whether `rows`, in their order, are all that `chain` knows of. Returns how many there are.
///
/// # Errors
/// The first that is broken.
pub fn verify(rows: impl IntoIterator<Item = Row>, chain: &Chain) -> Result<u64, Broken> {
    let mut known = Chain::default();
    for row in rows {
        if known.count == chain.count {
            return Err(Broken::Added(known.count + 1));
        }
        let expected = known.add(row.at, row.who, row.deed, row.case);
        if row != expected {
            return Err(Broken::Row(expected.number));
        }
    }
    match known {
        known if known.count < chain.count => Err(Broken::Missing(known.count + 1)),
        known if known.link != chain.link => Err(Broken::Row(known.count)),
        known => Ok(known.count),
    }
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

    #[test]
    fn what_was_written_verifies() {
        let (rows, chain) = rows();
        assert_eq!(verify(rows, &chain), Ok(5));
        assert_eq!(verify([], &Chain::default()), Ok(0));
    }

    #[test]
    fn t34_a_row_that_is_changed_dropped_or_moved_is_named() {
        let (rows, chain) = rows();
        for place in 0..rows.len() {
            let number = place as u64 + 1;
            let mut changed = rows.clone();
            changed[place].who = Some(OfficerId(8));
            assert_eq!(verify(changed, &chain), Err(Broken::Row(number)));
            let mut dropped = rows.clone();
            dropped.remove(place);
            let missing = if number == 5 { Broken::Missing(5) } else { Broken::Row(number) };
            assert_eq!(verify(dropped, &chain), Err(missing));
        }
        let mut moved = rows.clone();
        moved.swap(1, 2);
        assert_eq!(verify(moved, &chain), Err(Broken::Row(2)));
    }

    #[test]
    fn t34_a_chain_that_was_written_anew_does_not_fit_the_head() {
        let (rows, chain) = rows();
        let mut other = Chain::default();
        let forged: Vec<Row> =
            rows.iter().map(|row| other.add(row.at, Some(OfficerId(8)), row.deed, row.case)).collect();
        assert_eq!(verify(forged, &chain), Err(Broken::Row(5)));
        let mut longer = chain.clone();
        let more = longer.add(Moment(9), None, Deed::Closed, None);
        assert_eq!(verify(rows.into_iter().chain([more]), &chain), Err(Broken::Added(6)));
    }
}
