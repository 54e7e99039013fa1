//! The desk's records: cases, what is known beside them, and the rows of its audit; and writes that are wider than a turn.
//!
//! A version once released opens for ever; its fixture stands in `tests/fixtures/records/`.

use std::ops::ControlFlow;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::envelope::{RecordFault, unwrap_version};
use super::view::View;
use super::{NewUpdate, StoreError, TurnWrite, UpdateId, keys};
use crate::desk::audit::Row;
use crate::desk::{Case, CaseId, CitizenKey, Desk, Head};
use crate::dialogue::Moment;

/// The version of a [`Case`] that is written: JSON.
const CASE: u8 = 1;
/// The version of a [`Head`] that is written: JSON.
const HEAD: u8 = 1;
/// The version of a [`Row`] that is written: JSON.
const ROW: u8 = 1;

/// Several things written as a whole or not at all: a conversation, letters to other lanes, the desk.
#[derive(Clone, Debug)]
pub struct WideWrite {
    /// A conversation, as by [`super::Store::commit`].
    pub turn: Option<TurnWrite>,
    /// Updates and letters that are handled by this; they leave the inbox.
    pub handled: Vec<UpdateId>,
    /// Letters within the house; each has an id of its own and waits in the inbox like an update.
    pub letters: Vec<NewUpdate>,
    /// What changes at the desk.
    pub desk: DeskChanges,
    /// The present moment.
    pub now: Moment,
}

impl WideWrite {
    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.turn.is_none() && self.handled.is_empty() && self.letters.is_empty() && self.desk.is_empty()
    }

    /// A write of nothing at this moment.
    #[must_use]
    pub fn at(now: Moment) -> Self {
        Self { turn: None, handled: Vec::new(), letters: Vec::new(), desk: DeskChanges::default(), now }
    }
}

/// What changes at the desk.
#[derive(Clone, Debug, Default)]
pub struct DeskChanges {
    /// What is known beside the cases.
    pub head: Option<Head>,
    /// Cases as they are now.
    pub cases: Vec<Case>,
    /// Cases of which nothing is left.
    pub forgotten: Vec<CaseId>,
    /// New rows of the audit.
    pub audit: Vec<Row>,
    /// Rows of the audit that go, by number.
    pub dropped: Vec<u64>,
}

impl DeskChanges {
    fn is_empty(&self) -> bool {
        let no_cases = self.cases.is_empty() && self.forgotten.is_empty();
        self.head.is_none() && no_cases && self.audit.is_empty() && self.dropped.is_empty()
    }
}

/// A key with its new value; `None` removes.
type Change = (Vec<u8>, Option<Vec<u8>>);

/// The keys that `changes` change.
pub(super) fn records(changes: &DeskChanges) -> Result<Vec<Change>, RecordFault> {
    let head = changes.head.iter().map(|head| Ok((keys::DESK.to_vec(), Some(write(HEAD, head)?))));
    let cases = changes.cases.iter().map(|case| Ok((keys::case(case.id), Some(write(CASE, case)?))));
    let forgotten = changes.forgotten.iter().map(|id| Ok((keys::case(*id), None)));
    let rows = changes.audit.iter().map(|row| Ok((keys::audit(row.number), Some(write(ROW, row)?))));
    let dropped = changes.dropped.iter().map(|number| Ok((keys::audit(*number), None)));
    head.chain(cases).chain(forgotten).chain(rows).chain(dropped).collect()
}

/// The desk.
pub(super) fn desk(view: &impl View) -> Result<Desk, StoreError> {
    let mut desk = Desk::default();
    if let Some(bytes) = view.get(keys::DESK)? {
        desk.head = read(HEAD, &bytes, "the head of the desk").map_err(|fault| fault.found_in(view.folder()))?;
    }
    let cases: Vec<Case> = all(view, keys::CASES, CASE, "a case")?;
    desk.cases = cases.into_iter().map(|case| (case.id, case)).collect();
    Ok(desk)
}

/// Whose the case in `bytes` is.
pub(super) fn citizen(bytes: &[u8]) -> Result<CitizenKey, RecordFault> {
    read(CASE, bytes, "a case").map(|case: Case| case.citizen)
}

/// The rows of the audit.
pub(super) fn audit(view: &impl View) -> Result<Vec<Row>, StoreError> {
    all(view, keys::AUDIT, ROW, "a row of the audit")
}

/// The oldest rows of the audit, as long as they are older than `before`, at most `limit`.
pub(super) fn audit_before(view: &impl View, before: Moment, limit: usize) -> Result<Vec<Row>, StoreError> {
    let mut found = Vec::new();
    view.scan(keys::AUDIT, &mut |_, value| {
        let row: Row = read(ROW, value, "a row of the audit").map_err(|fault| fault.found_in(view.folder()))?;
        if row.at >= before || found.len() >= limit {
            return Ok(ControlFlow::Break(()));
        }
        found.push(row);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(found)
}

fn all<T: DeserializeOwned>(
    view: &impl View,
    prefix: &[u8],
    version: u8,
    record: &'static str,
) -> Result<Vec<T>, StoreError> {
    let mut found = Vec::new();
    view.scan(prefix, &mut |_, value| {
        found.push(read(version, value, record).map_err(|fault| fault.found_in(view.folder()))?);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(found)
}

fn write<T: Serialize>(version: u8, record: &T) -> Result<Vec<u8>, RecordFault> {
    let mut bytes = vec![version];
    serde_json::to_writer(&mut bytes, record).map_err(|_| RecordFault::Broken("a new record of the desk"))?;
    Ok(bytes)
}

fn read<T: DeserializeOwned>(version: u8, bytes: &[u8], record: &'static str) -> Result<T, RecordFault> {
    let json = unwrap_version(bytes, version, record)?;
    serde_json::from_slice(json).map_err(|_| RecordFault::Broken(record))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::{Code, OfficerId, Status};
    use crate::store::envelope::tests::fixture;

    #[test]
    fn every_version_of_a_case_opens() {
        for version in 1..=CASE {
            let case: Case = read(CASE, &fixture("case", version), "a case").expect("opens");
            assert_eq!((case.id, &case.code), (CaseId(3), &Code::parse("K7-M4Q").expect("a code")));
            let until = Moment(1_800_000_000_000);
            assert_eq!(case.status, Status::Taken { by: OfficerId(7), until });
            assert_eq!(case.lines.len(), 2);
        }
    }

    #[test]
    fn every_version_of_the_head_and_of_a_row_opens() {
        for version in 1..=HEAD {
            let head: Head = read(HEAD, &fixture("desk", version), "the head").expect("opens");
            assert_eq!((head.next, head.audit.count), (4, 9));
        }
        for version in 1..=ROW {
            let row: Row = read(ROW, &fixture("audit", version), "a row").expect("opens");
            assert_eq!((row.number, row.who, row.case), (9, Some(OfficerId(7)), Some(CaseId(3))));
        }
    }
}
