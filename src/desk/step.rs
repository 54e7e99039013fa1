//! One step of the desk: what happened goes in, what follows comes out.

use std::collections::BTreeSet;

use super::audit::{self, Broken, Deed, Row};
use super::front::{FrontCall, Where};
use super::letter::{Body, FromDesk, ToDesk};
use super::table::Desk;
use super::{
    Act, Case, CaseId, CitizenKey, Code, FrontNews, GroupId, Hint, OfficerId, Place, Rules, Status, Words, act,
    citizens, clock, places,
};
use crate::moment::Moment;

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Input {
    /// A conversation writes to the desk.
    Citizen {
        /// Whose conversation.
        from: CitizenKey,
        /// What.
        letter: ToDesk,
    },
    /// An officer does something; that they are one, and still belong to the group, was found just before.
    Act {
        /// Who.
        by: OfficerId,
        /// With which case.
        case: CaseId,
        /// What.
        act: Act,
        /// The officer's own message, where there is one.
        source: Option<i64>,
    },
    /// An officer begins or ends a shift.
    Shift(OfficerId),
    /// An officer asks for the queue, there.
    Queue(GroupId, Where),
    /// A front tells something.
    Front(GroupId, FrontNews),
    /// Somebody tried something and was not let.
    Refused {
        /// Who, where that is known.
        who: Option<OfficerId>,
        /// With which case.
        case: Option<CaseId>,
        /// Whether they are an officer who no longer belongs to the group.
        was_officer: bool,
    },
    /// An officer tried something, and whether they still belong to the group could not be found out.
    NotKnown {
        /// Who.
        officer: OfficerId,
        /// With which case.
        case: Option<CaseId>,
    },
    /// An officer read a case.
    Read(OfficerId, CaseId),
    /// A process has begun: what was lost may be there again.
    Started,
    /// Time passes.
    Time,
    /// These are the oldest rows of the audit, and their time is over.
    OldRows(Vec<Row>),
}

/// Something that must happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Tell a citizen.
    Citizen(CitizenKey, FromDesk),
    /// Show a group of officers.
    Front(GroupId, Box<FrontCall>),
}

/// What follows from an input.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// What must happen, in order.
    pub outputs: Vec<Output>,
    /// Cases that changed.
    pub changed: BTreeSet<CaseId>,
    /// Cases of which nothing is left.
    pub forgotten: BTreeSet<CaseId>,
    /// Rows for the audit.
    pub audit: Vec<Row>,
    /// Rows of the audit that go, by number.
    pub dropped: Vec<u64>,
    /// What is wrong with the audit, if that was found: the operator must know.
    pub broken: Option<Broken>,
    /// What whoever acted is to be told.
    pub told: Option<Hint>,
    /// Groups that were lost just now: the operator must know.
    pub lost: Vec<GroupId>,
}

/// Takes one input at the moment `now`.
pub fn step(desk: &mut Desk, rules: &Rules, input: Input, now: Moment) -> Outcome {
    let mut work = Work { desk, rules, now, out: Outcome::default() };
    match input {
        Input::Citizen { from, letter } => citizens::wrote(&mut work, &from, letter),
        Input::Act { by, case, act, source } => act::acted(&mut work, by, case, act, source),
        Input::Shift(officer) => clock::shift(&mut work, officer),
        Input::Queue(group, at) => clock::show_queue(&mut work, group, at),
        Input::Front(group, news) => places::news(&mut work, group, &news),
        Input::Refused { who, case, was_officer } => {
            work.audit(who, if was_officer { Deed::NotAMember } else { Deed::Refused }, case);
            if let Some(officer) = who.filter(|who| !was_officer && work.rules.officers.has(*who)) {
                let claimer = case.and_then(|case| work.look(case)).and_then(Case::claimer);
                let is_others = claimer.is_some_and(|claimer| claimer != officer);
                work.tell(if is_others { Hint::TakenByOther } else { Hint::OldButton });
            }
        }
        Input::NotKnown { officer, case } => {
            work.audit(Some(officer), Deed::NotKnown, case);
            work.tell(Hint::TryAgain);
        }
        Input::Read(officer, case) => work.audit(Some(officer), Deed::Read, Some(case)),
        Input::Started => {
            work.desk.head.lost.clear();
            places::clear(&mut work);
            places::leave_old_groups(&mut work);
            places::ask_again(&mut work);
            places::fill_all(&mut work);
        }
        Input::Time => clock::pass(&mut work),
        Input::OldRows(rows) => drop_rows(&mut work, &rows),
    }
    work.out
}

/// Drops rows of the audit, and writes down that it did. What is not as it was written stays, for it is a proof.
fn drop_rows(work: &mut Work<'_>, rows: &[Row]) {
    match audit::end_of(&work.desk.head.audit_start, rows) {
        Err(broken) => work.out.broken = Some(broken),
        Ok(end) if end == work.desk.head.audit_start => {}
        Ok(end) => {
            work.desk.head.audit_start = end.clone();
            work.out.dropped = rows.iter().map(|row| row.number).collect();
            let row = work.desk.head.audit.add_trimmed(work.now, end);
            work.out.audit.push(row);
        }
    }
}

/// A step in the making.
pub(super) struct Work<'a> {
    pub(super) desk: &'a mut Desk,
    pub(super) rules: &'a Rules,
    pub(super) now: Moment,
    pub(super) out: Outcome,
}

impl Work<'_> {
    /// The case, marked as changed.
    pub(super) fn case(&mut self, id: CaseId) -> Option<&mut Case> {
        let case = self.desk.cases.get_mut(&id)?;
        self.out.changed.insert(id);
        Some(case)
    }

    /// The case as it is.
    pub(super) fn look(&self, id: CaseId) -> Option<&Case> {
        self.desk.cases.get(&id)
    }

    pub(super) fn audit(&mut self, who: Option<OfficerId>, deed: Deed, case: Option<CaseId>) {
        let row = self.desk.head.audit.add(self.now, who, deed, case);
        self.out.audit.push(row);
    }

    pub(super) fn tell(&mut self, hint: Hint) {
        self.out.told = Some(hint);
    }

    /// Writes to the citizen whose case it is, and to nobody else: the only place where a letter gets its address.
    pub(super) fn write_to_citizen(&mut self, id: CaseId, body: Body) {
        if let Some(case) = self.desk.cases.get(&id) {
            let letter = FromDesk { case: id, code: case.code.clone(), body };
            self.out.outputs.push(Output::Citizen(case.citizen.clone(), letter));
        }
    }

    /// Gives a citizen's words back to them: there is no case any more that they could belong to.
    pub(super) fn return_words(&mut self, to: &CitizenKey, id: CaseId, words: Words) {
        let code = Code::of(id.0, self.desk.head.seed);
        let letter = FromDesk { case: id, code, body: Body::Gone { words } };
        self.out.outputs.push(Output::Citizen(to.clone(), letter));
    }

    pub(super) fn show(&mut self, group: GroupId, call: FrontCall) {
        // A group that the settings no longer have gets nobody's words.
        let tidies = matches!(call, FrontCall::Delete { .. } | FrontCall::Close { .. });
        if !self.desk.head.lost.contains(&group) && (tidies || self.rules.groups.has(group)) {
            self.out.outputs.push(Output::Front(group, Box::new(call)));
        }
    }

    /// A word about a case where it is shown.
    pub(super) fn hint(&mut self, id: CaseId, hint: Hint) {
        let Some(case) = self.desk.cases.get(&id) else { return };
        let Some((group, at)) = case.at() else { return };
        let code = Some(case.code.clone());
        self.show(group, FrontCall::Hint { case: Some(id), code, at, hint });
    }

    /// Makes the card say what is the case, unless it does.
    pub(super) fn renew_card(&mut self, id: CaseId) {
        let Some(case) = self.desk.cases.get_mut(&id) else { return };
        let Some((message, group)) = case.card.zip(case.place.group()) else { return };
        if says_the_same(case.card_says.as_ref(), &case.status) {
            return;
        }
        case.card_says = Some(case.status.clone());
        self.out.changed.insert(id);
        let card = case.to_card();
        self.show(group, FrontCall::Recard { message, card });
    }

    /// What waited for a senior is not sent; whoever wrote it has the case still.
    pub(super) fn drop_draft(&mut self, id: CaseId) {
        let until = self.now.plus_minutes(self.rules.claim_minutes);
        if let Some(case) = self.case(id)
            && let Status::Drafted { by, .. } = case.status
        {
            case.status = Status::Taken { by, until };
            self.renew_card(id);
        }
    }

    /// Lets nobody have the case any more.
    pub(super) fn back_to_queue(&mut self, id: CaseId) {
        if let Some(case) = self.case(id) {
            case.status = Status::Waiting;
        }
    }

    /// Ends a case, and its place with it.
    pub(super) fn close(&mut self, id: CaseId, reason: super::Reason) {
        let now = self.now;
        let Some(case) = self.case(id) else { return };
        case.status = Status::Closed { at: now, reason };
        let (place, group) = (case.place, case.place.group());
        self.renew_card(id);
        if let Place::Topic(group, thread) = place {
            self.show(group, FrontCall::Close { thread });
        }
        if let Some(case) = self.case(id).filter(|case| matches!(case.place, Place::Opening(_))) {
            case.place = Place::Nowhere;
        }
        if let Some(group) = group {
            places::fill(self, group);
        }
    }
}

/// Whether a card need not change: it does not show until when a case is taken.
fn says_the_same(said: Option<&Status>, status: &Status) -> bool {
    match (said, status) {
        (Some(Status::Taken { by, .. }), Status::Taken { by: now, .. }) => by == now,
        (said, status) => said == Some(status),
    }
}
