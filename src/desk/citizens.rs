//! What conversations write to the desk. A letter counts only for a case of the very citizen whose conversation wrote it.

use super::audit::Deed;
use super::case::{By, Line, ReplyState};
use super::front::{FrontCall, Where};
use super::letter::{Body, Request, ToDesk};
use super::step::Work;
use super::{Case, CaseId, CitizenKey, Code, Hint, Place, Reason, Status, Words, places};
use crate::moment::Moment;

/// So many characters of what a citizen writes go to an officer in one piece; a message of Telegram is no longer.
const LONGEST: usize = 4000;

/// A conversation writes.
pub(super) fn wrote(work: &mut Work<'_>, from: &CitizenKey, letter: ToDesk) {
    let theirs = |id: &CaseId| work.look(*id).is_some_and(|case| case.citizen == *from);
    if let Some(id) = letter.case().filter(|id| !theirs(id)) {
        if let ToDesk::Said { words, .. } = letter
            && work.look(id).is_none()
        {
            work.return_words(from, id, words);
        }
        return;
    }
    match letter {
        ToDesk::Open(request) => open(work, from, request),
        ToDesk::Said { case, words, edited } => said(work, case, &words, edited),
        ToDesk::Leaves { case, erased } => leaves(work, case, erased),
        ToDesk::Erase => erase(work, from),
        ToDesk::Show => show(work, from),
        ToDesk::Rated { case, mark } => {
            if let Some(case) = work.case(case) {
                case.rating = Some(mark.clamp(1, 3));
            }
        }
        ToDesk::Remarked { case, words } => remarked(work, case, &words),
        ToDesk::Delivered { case, reply, message } => delivered(work, case, reply, message),
        ToDesk::Failed { case, reply } => failed(work, case, reply),
    }
}

/// Opens a case. A citizen has one at a time: one that is open still, of which the conversation no longer knows, is over.
fn open(work: &mut Work<'_>, from: &CitizenKey, request: Request) {
    if let Some(id) = work.desk.open_case_of(from) {
        leaves(work, id, false);
    }
    let head = &mut work.desk.head;
    let (number, code) = (head.next, Code::of(head.next, head.seed));
    head.next += 1;
    let id = CaseId(number);
    let role = work.rules.groups.role_for(request.topic.as_deref());
    work.desk.cases.insert(id, Case::new(id, code, from.clone(), role, request, work.now));
    work.out.changed.insert(id);
    work.audit(None, Deed::Opened, Some(id));
    tell_passed(work, id);
    places::fill_all(work);
}

fn tell_passed(work: &mut Work<'_>, id: CaseId) {
    let ahead = work.desk.ahead_of(id);
    let usual_minutes = work.desk.sight().usual_minutes;
    work.write_to_citizen(id, Body::Passed { ahead, usual_minutes });
}

fn said(work: &mut Work<'_>, id: CaseId, words: &Words, edited: bool) {
    let now = work.now;
    let Some(case) = work.case(id) else { return };
    case.write(Line { at: now, by: By::Citizen, words: Words::cut(&words.0, LONGEST), edited });
    if case.is_closed() {
        reopen(work, id);
    }
    places::show_lines(work, id);
}

fn reopen(work: &mut Work<'_>, id: CaseId) {
    let (now, rules) = (work.now, work.rules);
    let Some(case) = work.case(id) else { return };
    case.status = Status::Waiting;
    case.since = now;
    if case.place.group().is_some_and(|group| !rules.groups.has(group)) {
        case.leave_place();
    }
    let place = case.place;
    work.audit(None, Deed::Reopened, Some(id));
    work.write_to_citizen(id, Body::Reopened);
    if let Place::Topic(group, thread) = place {
        work.show(group, FrontCall::Reopen { thread });
    }
    work.hint(id, Hint::Reopened);
    work.renew_card(id);
    places::fill_all(work);
}

fn leaves(work: &mut Work<'_>, id: CaseId, erased: bool) {
    work.audit(None, Deed::Left, Some(id));
    if erased {
        return erase_case(work, id);
    }
    if work.look(id).is_some_and(|case| !case.is_closed()) {
        work.hint(id, Hint::CitizenLeft);
        work.close(id, Reason::Left);
    }
}

/// Nothing is left of a case at once, also in groups; where it was open, officers are told.
fn erase_case(work: &mut Work<'_>, id: CaseId) {
    let now = work.now;
    let open = work.look(id).filter(|case| !case.is_closed());
    let told = open.and_then(|case| Some((case.place.group()?, case.code.clone())));
    forget(work, id, now);
    if let Some((group, code)) = told {
        let at = Where::default();
        work.show(group, FrontCall::Hint { case: None, code: Some(code), at, hint: Hint::Erased });
        places::fill(work, group);
    }
}

/// Tells a citizen what is held of them, also in cases that they have left or that are over; where there is nothing, nothing.
fn show(work: &mut Work<'_>, from: &CitizenKey) {
    let theirs = work.desk.cases.values().filter(|case| case.citizen == *from);
    let held: Vec<_> = theirs.map(|case| (case.id, case.to_held(work.rules))).collect();
    let Some(newest) = held.last().map(|(id, _)| *id) else { return };
    let held = held.into_iter().map(|(_, held)| held).collect();
    work.write_to_citizen(newest, Body::Held(held));
}

/// Nothing is left of any case of a citizen.
fn erase(work: &mut Work<'_>, from: &CitizenKey) {
    let theirs = work.desk.cases.values().filter(|case| case.citizen == *from);
    let ids: Vec<CaseId> = theirs.map(|case| case.id).collect();
    ids.into_iter().for_each(|id| leaves(work, id, true));
}

/// Nothing is left of a case but, until `due`, what groups show of it.
pub(super) fn forget(work: &mut Work<'_>, id: CaseId, due: Moment) {
    work.desk.leave_traces(id, due);
    work.out.changed.remove(&id);
    work.out.forgotten.insert(id);
    work.audit(None, Deed::Forgotten, Some(id));
    places::clear(work);
}

fn remarked(work: &mut Work<'_>, id: CaseId, words: &Words) {
    let now = work.now;
    if let Some(case) = work.case(id) {
        case.write(Line { at: now, by: By::Citizen, words: Words::cut(&words.0, LONGEST), edited: false });
    }
}

fn delivered(work: &mut Work<'_>, id: CaseId, number: u32, message: Option<i64>) {
    let now = work.now;
    let Some(case) = work.case(id) else { return };
    case.answered.get_or_insert(now);
    let group = case.place.group();
    let Some(reply) = case.replies.iter_mut().find(|reply| reply.number == number) else { return };
    (reply.state, reply.message) = (ReplyState::Delivered, message);
    let source = reply.source;
    work.audit(None, Deed::Delivered, Some(id));
    if let Some((group, message)) = group.zip(source) {
        work.show(group, FrontCall::Mark { message });
    }
}

fn failed(work: &mut Work<'_>, id: CaseId, number: u32) {
    let Some(case) = work.case(id) else { return };
    let Some(reply) = case.replies.iter_mut().find(|reply| reply.number == number) else { return };
    reply.state = ReplyState::Failed;
    work.audit(None, Deed::Failed, Some(id));
    work.hint(id, Hint::NotDelivered);
}
