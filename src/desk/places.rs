//! Where cases are shown: places are made, few at a time, and given up when they are lost.

use super::front::{FrontCall, FrontNews, Lost};
use super::letter::Body;
use super::step::Work;
use super::{By, Case, CaseId, GroupId, Hint, Leftover, Place, Status, Trace, Words};

/// So many cases that wait have a place in a group at a time: more would fill the group's pace for long, and nobody can look
/// at more. The rest stands in the queue, and comes when there is room.
const WAITING_SHOWN: usize = 10;
/// So many lines go along to another group.
const HISTORY: usize = 20;

/// After so many minutes a place that was asked for does not come any more.
const ANSWER_IS_LOST: u32 = 15;

/// Makes places for cases that have none, in every group.
pub(super) fn fill_all(work: &mut Work<'_>) {
    let groups: std::collections::BTreeSet<GroupId> = work.rules.groups.iter().collect();
    groups.into_iter().for_each(|group| fill(work, group));
}

/// Makes places in `group` for the cases that wait longest, as long as there is room.
pub(super) fn fill(work: &mut Work<'_>, group: GroupId) {
    if work.desk.head.lost.contains(&group) {
        return;
    }
    let rules = work.rules;
    let belongs = |case: &&Case| work.desk.group_of(rules, case) == Some(group);
    let shown = work.desk.cases.values().filter(|case| case.waits() && case.place.group() == Some(group)).count();
    let mut homeless: Vec<&Case> = work.desk.cases.values().filter(|case| has_none(case)).filter(belongs).collect();
    homeless.sort_by_key(|case| (case.waits(), case.since, case.id));
    let room = WAITING_SHOWN.saturating_sub(shown);
    // Somebody at the terminal may have taken one that is shown nowhere: it is not held back.
    let mut left = room;
    let next: Vec<CaseId> = homeless
        .into_iter()
        .filter(|case| {
            let fits = !case.waits() || left > 0;
            left = left.saturating_sub(usize::from(case.waits() && fits));
            fits
        })
        .map(|case| case.id)
        .collect();
    next.into_iter().for_each(|id| open(work, id, group));
}

fn has_none(case: &Case) -> bool {
    case.place == Place::Nowhere && !case.is_closed()
}

/// Asks for a place for a case in `group`.
fn open(work: &mut Work<'_>, id: CaseId, group: GroupId) {
    let Some(case) = work.case(id) else { return };
    case.leave_place();
    case.place = Place::Opening(group);
    let call = FrontCall::Open { case: id, code: case.code.clone(), topic: case.request.topic.clone() };
    work.show(group, call);
}

/// A front tells something.
pub(super) fn news(work: &mut Work<'_>, group: GroupId, news: &FrontNews) {
    match *news {
        FrontNews::Opened { case, thread } => opened(work, group, case, thread),
        FrontNews::CardShown { case, message } => card_shown(work, group, case, message),
        FrontNews::Shown { case, message } => shown(work, group, case, message),
        FrontNews::Lost(Lost::Place(case)) => place_lost(work, group, case),
        FrontNews::Lost(Lost::Group) => group_lost(work, group),
    }
}

fn opened(work: &mut Work<'_>, group: GroupId, id: CaseId, thread: Option<i64>) {
    let place = thread.map_or(Place::Replies(group), |thread| Place::Topic(group, thread));
    let wanted = work.look(id).is_some_and(|case| case.place == Place::Opening(group));
    let Some(case) = work.case(id).filter(|_| wanted) else {
        // It was closed, passed on or erased meanwhile: there is nothing in that topic but its name.
        work.out.changed.remove(&id);
        if let Some(thread) = thread {
            let trace = Trace { group, thread: Some(thread), messages: Vec::new(), theirs: Vec::new() };
            work.show(group, FrontCall::Delete { trace, code: None });
        }
        return;
    };
    case.place = place;
    case.card_says = Some(case.status.clone());
    // The question stands on the card.
    let question = case.lines.iter().position(|line| line.by == By::Citizen);
    let others = case.lines.iter().enumerate().filter(|(at, _)| Some(*at) != question).map(|(_, line)| line);
    let said = others.filter(|line| !matches!(line.by, By::Note(_)));
    let mut history: Vec<(bool, Words)> = said.map(|line| (line.by == By::Citizen, line.words.clone())).collect();
    let history = history.split_off(history.len().saturating_sub(HISTORY));
    case.shown = case.lines.len();
    let at = super::front::Where { thread, reply_to: None };
    let card = case.to_card();
    work.show(group, FrontCall::Card { at, card, history });
}

fn card_shown(work: &mut Work<'_>, group: GroupId, id: CaseId, message: i64) {
    shown(work, group, id, message);
    let Some(case) = work.case(id).filter(|case| case.place.group() == Some(group)) else { return };
    case.card = Some(message);
    work.renew_card(id);
    show_lines(work, id);
    show_draft(work, id);
}

/// A message about a case is there; about one of which nothing is left, it goes again.
fn shown(work: &mut Work<'_>, group: GroupId, id: CaseId, message: i64) {
    match work.case(id) {
        Some(case) => case.know(group, message),
        None => {
            let trace = Trace { group, thread: None, messages: vec![message], theirs: Vec::new() };
            work.show(group, FrontCall::Delete { trace, code: None });
        }
    }
}

/// Deletes what is left of cases in groups, where its time has come. In a lost group it waits until that is there again.
pub(super) fn clear(work: &mut Work<'_>) {
    let now = work.now;
    let head = &mut work.desk.head;
    let all = std::mem::take(&mut head.leftovers);
    let (due, later): (Vec<Leftover>, Vec<Leftover>) =
        all.into_iter().partition(|left| left.due <= now && !head.lost.contains(&left.trace.group));
    head.leftovers = later;
    for Leftover { code, trace, .. } in due {
        work.show(trace.group, FrontCall::Delete { trace, code: Some(code) });
    }
}

/// Shows the reply that waits for a senior, with its buttons, if there is one and a place for it.
pub(super) fn show_draft(work: &mut Work<'_>, id: CaseId) {
    let Some(case) = work.look(id) else { return };
    // Before the card is shown there is nothing to see of the case; then it comes with the card.
    let Some((group, mut at)) = case.at().filter(|_| case.card.is_some()) else { return };
    let Status::Drafted { by, draft, .. } = &case.status else { return };
    at.reply_to = draft.source.or(at.reply_to);
    let call = FrontCall::Draft { case: id, code: case.code.clone(), at, by: *by, draft: draft.clone() };
    work.show(group, call);
}

/// Shows what the citizen wrote and nobody has seen yet, if there is a place for it.
pub(super) fn show_lines(work: &mut Work<'_>, id: CaseId) {
    let Some(case) = work.case(id) else { return };
    let Some((group, at)) = case.at() else { return };
    let (from, code) = (case.shown, case.code.clone());
    let new: Vec<_> = case.lines.iter().skip(from).filter(|line| line.by == By::Citizen).cloned().collect();
    case.shown = case.lines.len();
    for line in new {
        work.show(group, FrontCall::Said { case: id, code: code.clone(), at, words: line.words, edited: line.edited });
    }
}

/// A topic was deleted: its case waits again, and gets another.
fn place_lost(work: &mut Work<'_>, group: GroupId, id: CaseId) {
    let here = work.look(id).is_some_and(|case| case.place.group() == Some(group));
    if here {
        homeless(work, id);
        fill(work, group);
    }
}

/// The group is gone: its cases wait again, and are shown in the group that is next for them, if there is one. Its new number, if it
/// has one, is not followed; the operator says (threat T27).
fn group_lost(work: &mut Work<'_>, group: GroupId) {
    if !work.rules.groups.has(group) || !work.desk.head.lost.insert(group) {
        return;
    }
    work.out.lost.push(group);
    let here: Vec<CaseId> =
        work.desk.cases.values().filter(|case| case.place.group() == Some(group)).map(|case| case.id).collect();
    here.into_iter().for_each(|id| homeless(work, id));
    fill_all(work);
}

/// Cases that have waited so long for a place that was asked for that the answer is lost ask anew. Those that asked just before the
/// process ended do not: their call waits still, and would make a second place.
pub(super) fn ask_again(work: &mut Work<'_>) {
    let now = work.now;
    let lost = |case: &&Case| {
        matches!(case.place, Place::Opening(_)) && now.minutes_since(case.since) >= ANSWER_IS_LOST && !case.is_closed()
    };
    let ids: Vec<CaseId> = work.desk.cases.values().filter(lost).map(|case| case.id).collect();
    for id in ids {
        if let Some(case) = work.case(id) {
            case.place = Place::Nowhere;
        }
    }
}

/// Cases that are shown in a group that the settings no longer have wait for another.
pub(super) fn leave_old_groups(work: &mut Work<'_>) {
    let rules = work.rules;
    let old = |case: &&Case| case.place.group().is_some_and(|group| !rules.groups.has(group)) && !case.is_closed();
    let ids: Vec<CaseId> = work.desk.cases.values().filter(old).map(|case| case.id).collect();
    ids.into_iter().for_each(|id| homeless(work, id));
}

fn homeless(work: &mut Work<'_>, id: CaseId) {
    let Some(case) = work.case(id) else { return };
    case.leave_place();
    // What waits for a senior is shown again where the case is.
    if matches!(case.status, Status::Taken { .. }) {
        work.back_to_queue(id);
        work.write_to_citizen(id, Body::Returned);
        work.audit(None, super::audit::Deed::Returned, Some(id));
    }
}

/// Moves a case to the group of its role, telling in the one it leaves.
pub(super) fn move_on(work: &mut Work<'_>, id: CaseId, to: GroupId, hint: Hint) {
    let Some(case) = work.look(id) else { return };
    let from = case.place;
    if from.group() == Some(to) {
        work.hint(id, hint);
        work.renew_card(id);
        return;
    }
    work.hint(id, hint);
    if let Place::Topic(group, thread) = from {
        work.show(group, FrontCall::Close { thread });
    }
    if let Some(case) = work.case(id) {
        case.leave_place();
    }
    fill(work, to);
    if let Some(group) = from.group() {
        fill(work, group);
    }
}
