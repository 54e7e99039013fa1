//! What time does to the desk: claims end, officers are reminded, shifts end, what is over is forgotten.

use super::audit::Deed;
use super::front::{FrontCall, Row, Where};
use super::letter::Body;
use super::step::Work;
use super::{Case, CaseId, GroupId, Hint, OfficerId, Status, citizens, places};

/// A shift ends by itself after so many minutes: somebody forgot.
const LONGEST_SHIFT: u32 = 12 * 60;
/// So many cases stand in one list.
const LISTED: usize = 15;

/// Time has passed.
pub(super) fn pass(work: &mut Work<'_>) {
    let now = work.now;
    work.desk.head.shifts.retain(|_, until| *until > now);
    let ids: Vec<CaseId> = work.desk.cases.keys().copied().collect();
    ids.into_iter().for_each(|id| pass_for(work, id));
    places::clear(work);
    places::fill_all(work);
    remind(work);
}

fn pass_for(work: &mut Work<'_>, id: CaseId) {
    let keep = work.rules.reopen_hours.saturating_mul(60);
    free_from_strangers(work, id);
    match work.look(id).map(|case| &case.status) {
        // While a reply waits for a senior it is not the officer who rests.
        Some(Status::Taken { until, .. }) if *until <= work.now => claim_over(work, id),
        Some(Status::Closed { at, .. }) if at.plus_minutes(keep) <= work.now => {
            let due = at.plus_minutes(work.rules.topic_days.saturating_mul(24 * 60));
            citizens::forget(work, id, due);
        }
        _ => {}
    }
}

/// A case of somebody who is no officer any more goes back to the queue, and a reply that waits where no senior is left is not sent:
/// nobody could ever do anything with them.
fn free_from_strangers(work: &mut Work<'_>, id: CaseId) {
    let Some(claimer) = work.look(id).and_then(Case::claimer) else { return };
    let officers = &work.rules.officers;
    if !officers.has(claimer) {
        return claim_over(work, id);
    }
    let waits = matches!(work.look(id).map(|case| &case.status), Some(Status::Drafted { .. }));
    if waits && !officers.needs_approval(claimer) {
        work.drop_draft(id);
        work.hint(id, Hint::DraftDropped);
    }
}

/// A case that rests too long goes back to the queue.
fn claim_over(work: &mut Work<'_>, id: CaseId) {
    work.back_to_queue(id);
    work.audit(None, Deed::Returned, Some(id));
    work.write_to_citizen(id, Body::Returned);
    work.hint(id, Hint::ClaimOver);
    work.renew_card(id);
}

/// Reminds each group of what waits too long, all in one message, and not too often. Only while the desk is open.
fn remind(work: &mut Work<'_>) {
    if !work.rules.hours.is_open(work.now) {
        return;
    }
    let mut groups: Vec<GroupId> = work.rules.groups.iter().collect();
    groups.sort_unstable();
    groups.dedup();
    for group in groups {
        let recently = work.desk.head.reminded.get(&group);
        if recently.is_some_and(|at| work.now.minutes_since(*at) < work.rules.remind_minutes) {
            continue;
        }
        let late: Vec<&Case> = work.desk.queue(None).into_iter().filter(|case| is_late(work, case, group)).collect();
        if late.is_empty() {
            continue;
        }
        let (rows, more) = listed(&late, work);
        work.desk.head.reminded.insert(group, work.now);
        work.show(group, FrontCall::Remind { rows, more });
    }
}

/// Whether a case of `group` waits too long to be taken, or to be answered, counted in opening hours.
fn is_late(work: &Work<'_>, case: &Case, group: GroupId) -> bool {
    let rules = work.rules;
    if work.desk.group_of(rules, case) != Some(group) {
        return false;
    }
    let late = case.lateness(rules, work.now);
    late.acknowledge || late.answer
}

fn listed(cases: &[&Case], work: &Work<'_>) -> (Vec<Row>, u32) {
    let rows = cases.iter().take(LISTED).map(|case| case.to_row(work.now)).collect();
    (rows, u32::try_from(cases.len().saturating_sub(LISTED)).unwrap_or(u32::MAX))
}

/// The queue of a group, those that wait longest first.
pub(super) fn show_queue(work: &mut Work<'_>, group: GroupId, at: Where) {
    let queue = work.desk.queue(Some(group));
    let (rows, more) = listed(&queue, work);
    work.show(group, FrontCall::Queue { at, rows, more });
}

/// Begins the shift of `officer`, or ends it.
pub(super) fn shift(work: &mut Work<'_>, officer: OfficerId) {
    let until = work.now.plus_minutes(LONGEST_SHIFT);
    let head = &mut work.desk.head;
    head.keeps_shifts = true;
    let (deed, hint) = match head.shifts.remove(&officer) {
        Some(_) => (Deed::OffShift, Hint::OffShift),
        None => {
            head.shifts.insert(officer, until);
            (Deed::OnShift, Hint::OnShift)
        }
    };
    work.audit(Some(officer), deed, None);
    work.tell(hint);
}
