//! What officers do with a case. Only whoever has it may do most of it, and what comes twice has one effect (threat T06).

use serde::{Deserialize, Serialize};

use super::audit::Deed;
use super::case::{By, Draft, Hinted, Line, Reply, ReplyState, Says};
use super::letter::Body;
use super::step::Work;
use super::{Case, CaseId, OfficerId, Reason, Role, Rules, Status, Words, places};
use crate::moment::Moment;

/// So often at most an officer is told that only whoever has a case can reply, in minutes.
const HINTED_EVERY: u32 = 5;
/// Within so many milliseconds the same answer is a second tap.
const SECOND_TAP: i64 = 10_000;
/// So long, in UTF-16, may a correction be: one message of the channel holds 4096 with what stands around it, and a correction is
/// one message.
const CORRECTED: usize = 3800;
/// A wait of fewer minutes is counted by the minute.
const SHORT_WAIT: u32 = 60;

/// An act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Take it.
    Take,
    /// Let go of it.
    Release,
    /// Pass it to another desk.
    Pass(Role),
    /// Close it.
    Close(Reason),
    /// Reply to the citizen.
    Reply(Words),
    /// Send an answer of the content: by the id of its intent.
    Answer(String),
    /// Write something for officers only.
    Note(Words),
    /// The officer's own message, which was a reply, says this now.
    Edit(Words),
    /// The officer's own message, which may have been a reply, is a note or a command now.
    EditAway,
    /// Withdraw the reply of this number; the last one without.
    Withdraw(Option<u32>),
    /// Let the draft of this number go. Without a number, which is so where it is typed: the draft as it was written first, for
    /// whoever types has not told what they saw.
    Approve(Option<u32>),
    /// Do not; without a number whichever waits.
    Reject(Option<u32>),
}

/// What officers are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hint {
    /// You have it now.
    TakenByYou,
    /// You had it already.
    YoursAlready,
    /// Another officer has it.
    TakenByOther,
    /// Take it first.
    TakeFirst,
    /// It is over.
    IsClosed,
    /// It waits again.
    Released,
    /// Another desk has it now.
    PassedOn(Role),
    /// No group is there for that desk.
    NoSuchDesk,
    /// It is closed now.
    Closed(Reason),
    /// The reply is on its way.
    Sent,
    /// A reply will not reach the citizen.
    NotDelivered,
    /// The reply waits for a senior.
    WaitsForSenior,
    /// Another reply waits for a senior already; this one was not taken.
    OneWaitsAlready,
    /// Only a senior may do that.
    SeniorsOnly,
    /// Nothing waits for a senior.
    NothingWaits,
    /// What waits is no longer what the senior saw.
    DraftChanged,
    /// The draft was not sent.
    Rejected,
    /// The reply was corrected.
    Corrected,
    /// The reply was withdrawn.
    Withdrawn,
    /// It can no longer be corrected or withdrawn.
    TooLate,
    /// It cannot be corrected, for it is not with the citizen.
    NotThereYet,
    /// There is no such answer.
    NoSuchAnswer,
    /// A reply that waits for a senior is in the way.
    DraftWaits,
    /// The reply that waited for a senior is not sent.
    DraftDropped,
    /// An edit that makes a note or a command of a reply changes nothing with the citizen.
    EditIsNote,
    /// That is too long to correct a message with.
    TooLong,
    /// Noted.
    Noted,
    /// The citizen left.
    CitizenLeft,
    /// The citizen has erased all.
    Erased,
    /// What is left of a case here cannot be deleted by us.
    DeleteIt,
    /// A message opened it again.
    Reopened,
    /// It rested too long and waits again.
    ClaimOver,
    /// Your shift has begun.
    OnShift,
    /// Your shift is over.
    OffShift,
    /// The button is too old.
    OldButton,
    /// This kind of message does not go to the citizen.
    TextOnly,
    /// What was forwarded does not go to the citizen.
    NotForwarded,
    /// This is no place of a case.
    NoCase,
    /// There is no such command.
    NoCommand,
    /// What was edited was a message that was not sent.
    NotSentBefore,
    /// Whether you belong to the group could not be found out: nothing was done.
    TryAgain,
    /// What can be done here.
    Help,
}

/// An officer does something.
pub(super) fn acted(work: &mut Work<'_>, by: OfficerId, id: CaseId, act: Act, source: Option<i64>) {
    if let Some((case, source)) = work.case(id).zip(source) {
        case.know_theirs(source);
    }
    if work.look(id).is_none_or(Case::is_closed) {
        return work.tell(Hint::IsClosed);
    }
    match act {
        Act::Take => take(work, by, id),
        Act::Note(words) => note(work, by, id, words),
        Act::Approve(draft) => approve(work, by, id, draft),
        Act::Reject(draft) => reject(work, by, id, draft),
        Act::EditAway if is_known(work, id, source) => work.tell(Hint::EditIsNote),
        Act::EditAway => {}
        act => {
            if has_it(work, by, id, source) {
                for_claimer(work, by, id, act, source);
            }
        }
    }
}

fn take(work: &mut Work<'_>, by: OfficerId, id: CaseId) {
    match work.look(id).and_then(Case::claimer) {
        Some(other) if other != by => return work.tell(Hint::TakenByOther),
        Some(_) => return work.tell(Hint::YoursAlready),
        None => {}
    }
    let (now, until, rules) = (work.now, work.now.plus_minutes(work.rules.claim_minutes), work.rules);
    let Some(case) = work.case(id) else { return };
    case.status = Status::Taken { by, until };
    let (role, first, waited) = (case.speaks_as(rules), case.taken.is_none(), waited(rules, case.since, now));
    case.taken.get_or_insert(now);
    if first {
        work.desk.head.remember_wait(waited);
    }
    work.audit(Some(by), Deed::Took, Some(id));
    work.write_to_citizen(id, Body::Taken(role));
    work.renew_card(id);
    if let Some(group) = work.look(id).and_then(|case| case.place.group()) {
        places::fill(work, group);
    }
    work.tell(Hint::TakenByYou);
}

/// How many minutes a citizen waited while the desk was open; a short wait is one, whatever the clock says.
fn waited(rules: &Rules, since: Moment, now: Moment) -> u32 {
    match now.minutes_since(since) {
        short @ ..SHORT_WAIT => short,
        _ => rules.hours.open_minutes(since, now),
    }
}

/// Whether `by` has the case; if not, they are told: where they wrote a message, and others read it, not too often.
fn has_it(work: &mut Work<'_>, by: OfficerId, id: CaseId, source: Option<i64>) -> bool {
    let claimer = work.look(id).and_then(Case::claimer);
    if claimer == Some(by) {
        return true;
    }
    if source.is_none() || hint_is_due(work, by, id, claimer) {
        work.tell(if claimer.is_some() { Hint::TakenByOther } else { Hint::TakeFirst });
    }
    false
}

/// Whether `by` is to be told that `claimer`, or nobody, has the case; then that is not due again for a while. Somebody else who
/// writes, or who writes once the case has changed hands, would take silence for a reply that went out.
fn hint_is_due(work: &mut Work<'_>, by: OfficerId, id: CaseId, claimer: Option<OfficerId>) -> bool {
    let now = work.now;
    let Some(case) = work.case(id) else { return true };
    let fresh = |hinted: &Hinted| now.minutes_since(hinted.at) < HINTED_EVERY;
    if case.hints.get(&by).is_some_and(|hinted| hinted.claimer == claimer && fresh(hinted)) {
        return false;
    }
    case.hints.retain(|_, hinted| fresh(hinted));
    case.hints.insert(by, Hinted { claimer, at: now });
    true
}

fn for_claimer(work: &mut Work<'_>, by: OfficerId, id: CaseId, act: Act, source: Option<i64>) {
    match act {
        // What waits for a senior does not vanish with it.
        Act::Release | Act::Pass(_) | Act::Close(_) if waits_for_senior(work, id) => work.tell(Hint::DraftWaits),
        Act::Release => release(work, by, id),
        Act::Pass(role) => pass(work, by, id, role),
        Act::Close(reason) => {
            work.audit(Some(by), Deed::Closed, Some(id));
            let until = work.now.plus_minutes(work.rules.reopen_hours.saturating_mul(60));
            work.write_to_citizen(id, Body::Closed { reason, until });
            work.close(id, reason);
            work.tell(Hint::Closed(reason));
        }
        Act::Reply(words) => reply(work, by, id, Says::Words(words), source),
        Act::Answer(intent) => reply(work, by, id, Says::Answer(intent), source),
        Act::Edit(words) => edit(work, by, id, words, source),
        Act::Withdraw(number) => withdraw(work, by, id, number),
        Act::Take | Act::Note(_) | Act::Approve(_) | Act::Reject(_) | Act::EditAway => {}
    }
}

fn waits_for_senior(work: &Work<'_>, id: CaseId) -> bool {
    matches!(work.look(id).map(|case| &case.status), Some(Status::Drafted { .. }))
}

fn release(work: &mut Work<'_>, by: OfficerId, id: CaseId) {
    work.back_to_queue(id);
    work.audit(Some(by), Deed::Released, Some(id));
    work.write_to_citizen(id, Body::Returned);
    work.renew_card(id);
    work.tell(Hint::Released);
}

fn pass(work: &mut Work<'_>, by: OfficerId, id: CaseId, role: Role) {
    let unit = work.look(id).and_then(|case| case.request.unit.clone());
    let to = work.rules.groups.own_group(role, unit.as_deref());
    // Whoever passes it to a desk means that desk, and none that takes its place.
    let Some(to) = to.filter(|group| !work.desk.head.lost.contains(group)) else {
        return work.tell(Hint::NoSuchDesk);
    };
    let now = work.now;
    if let Some(case) = work.case(id) {
        case.role = role;
        case.since = now;
    }
    work.back_to_queue(id);
    work.audit(Some(by), Deed::Passed, Some(id));
    work.write_to_citizen(id, Body::PassedOn(role));
    places::move_on(work, id, to, Hint::PassedOn(role));
    work.tell(Hint::PassedOn(role));
}

/// Replies at once, or lets the reply wait for a senior. The same message of an officer is one reply, however often it comes.
fn reply(work: &mut Work<'_>, by: OfficerId, id: CaseId, says: Says, source: Option<i64>) {
    if is_known(work, id, source) || is_second_tap(work, id, &says, source) {
        return work.tell(Hint::Sent);
    }
    if !work.rules.officers.needs_approval(by) {
        return send(work, by, id, says, source);
    }
    if waits_for_senior(work, id) {
        return work.tell(Hint::OneWaitsAlready);
    }
    draft(work, by, id, says, source, false);
    work.tell(Hint::WaitsForSenior);
}

/// Lets a reply wait for a senior. One that was edited is another draft, with a number and buttons of its own: nobody sends what
/// they have not seen.
fn draft(work: &mut Work<'_>, by: OfficerId, id: CaseId, says: Says, source: Option<i64>, edited: bool) {
    let until = work.now.plus_minutes(work.rules.claim_minutes);
    let Some(case) = work.case(id) else { return };
    case.drafts = case.drafts.saturating_add(1);
    case.status = Status::Drafted { by, until, draft: Draft { version: case.drafts, edited, says, source } };
    work.audit(Some(by), Deed::Drafted, Some(id));
    places::show_draft(work, id);
    work.renew_card(id);
}

fn is_known(work: &Work<'_>, id: CaseId, source: Option<i64>) -> bool {
    let Some(case) = work.look(id).filter(|_| source.is_some()) else { return false };
    let drafted = matches!(&case.status, Status::Drafted { draft, .. } if draft.source == source);
    drafted || case.replies.iter().any(|reply| reply.source == source)
}

/// Whether the same answer of the content was sent a moment ago: a button that was pressed twice has no message to tell that by.
fn is_second_tap(work: &Work<'_>, id: CaseId, says: &Says, source: Option<i64>) -> bool {
    let Some(case) = work.look(id).filter(|_| source.is_none()) else { return false };
    let last = case.lines.iter().rev().find(|line| !matches!(line.by, By::Note(_)));
    last.is_some_and(|line| {
        let same = matches!(says, Says::Answer(intent) if line.words.0 == format!("/antwoord {intent}"));
        same && matches!(line.by, By::Officer(_)) && work.now.0.saturating_sub(line.at.0) < SECOND_TAP
    })
}

/// Sends a reply of `by`, who has the case.
fn send(work: &mut Work<'_>, by: OfficerId, id: CaseId, says: Says, source: Option<i64>) {
    let (now, until, rules) = (work.now, work.now.plus_minutes(work.rules.claim_minutes), work.rules);
    let Some(case) = work.case(id) else { return };
    let number = u32::try_from(case.replies.len()).unwrap_or(u32::MAX).saturating_add(1);
    let state = ReplyState::OnItsWay;
    case.replies.push(Reply { number, officer: by, source, message: None, at: now, state });
    case.status = Status::Taken { by, until };
    let role = case.speaks_as(rules);
    let (shown, body) = match says {
        Says::Words(words) => (words.clone(), Body::Reply { reply: number, role, words }),
        Says::Answer(intent) => (Words(format!("/antwoord {intent}")), Body::Curated { reply: number, role, intent }),
    };
    case.write(Line { at: now, by: By::Officer(by), words: shown, edited: false });
    work.audit(Some(by), Deed::Replied, Some(id));
    work.write_to_citizen(id, body);
    work.tell(Hint::Sent);
}

fn note(work: &mut Work<'_>, by: OfficerId, id: CaseId, words: Words) {
    let now = work.now;
    let Some(case) = work.case(id) else { return };
    case.write(Line { at: now, by: By::Note(by), words, edited: false });
    keep_claim(work, by, id);
    work.audit(Some(by), Deed::Noted, Some(id));
    work.tell(Hint::Noted);
}

/// Whoever does something with a case they have keeps it longer.
fn keep_claim(work: &mut Work<'_>, officer: OfficerId, id: CaseId) {
    let later = work.now.plus_minutes(work.rules.claim_minutes);
    match work.case(id).map(|case| &mut case.status) {
        Some(Status::Taken { by, until } | Status::Drafted { by, until, .. }) if *by == officer => *until = later,
        _ => {}
    }
}

/// What waits in a case, and who wrote it, for a senior who says something of it; if they cannot, they are told.
fn judged(work: &mut Work<'_>, senior: OfficerId, id: CaseId) -> Option<(OfficerId, Draft)> {
    if !work.rules.officers.may_approve(senior) {
        work.tell(Hint::SeniorsOnly);
        return None;
    }
    match work.look(id).map(|case| case.status.clone()) {
        Some(Status::Drafted { by, draft, .. }) => Some((by, draft)),
        _ => {
            work.tell(Hint::NothingWaits);
            None
        }
    }
}

fn approve(work: &mut Work<'_>, senior: OfficerId, id: CaseId, seen: Option<u32>) {
    let Some((by, draft)) = judged(work, senior, id) else { return };
    let is_seen = seen.map_or(!draft.edited, |seen| seen == draft.version);
    if !is_seen {
        return work.tell(Hint::DraftChanged);
    }
    work.audit(Some(senior), Deed::Approved, Some(id));
    send(work, by, id, draft.says, draft.source);
    work.renew_card(id);
}

fn reject(work: &mut Work<'_>, senior: OfficerId, id: CaseId, seen: Option<u32>) {
    let Some((by, draft)) = judged(work, senior, id) else { return };
    if seen.is_some_and(|seen| seen != draft.version) {
        return work.tell(Hint::DraftChanged);
    }
    let until = work.now.plus_minutes(work.rules.claim_minutes);
    if let Some(case) = work.case(id) {
        case.status = Status::Taken { by, until };
    }
    work.audit(Some(senior), Deed::Rejected, Some(id));
    work.hint(id, Hint::Rejected);
    work.renew_card(id);
    work.tell(Hint::Rejected);
}

/// Corrects the reply that was this message of the officer.
fn edit(work: &mut Work<'_>, by: OfficerId, id: CaseId, words: Words, source: Option<i64>) {
    if source.is_some()
        && let Some(Status::Drafted { draft: waiting, .. }) = work.look(id).map(|case| &case.status)
        && waiting.source == source
    {
        draft(work, by, id, Says::Words(words), source, true);
        return work.tell(Hint::WaitsForSenior);
    }
    let (now, hours, needs_approval) = (work.now, work.rules.correct_hours, work.rules.officers.needs_approval(by));
    let Some(case) = work.look(id) else { return };
    let role = case.speaks_as(work.rules);
    let found = case.replies.iter().find(|reply| source.is_some() && reply.source == source && reply.officer == by);
    let message = match found {
        None => return work.tell(Hint::NotSentBefore),
        Some(_) if needs_approval => return work.tell(Hint::SeniorsOnly),
        Some(reply) if now.minutes_since(reply.at) > hours.saturating_mul(60) => return work.tell(Hint::TooLate),
        Some(reply) if reply.state == ReplyState::Delivered => reply.message,
        Some(_) => None,
    };
    let Some(message) = message else { return work.tell(Hint::NotThereYet) };
    if words.0.encode_utf16().count() > CORRECTED {
        return work.tell(Hint::TooLong);
    }
    if let Some(case) = work.case(id) {
        case.write(Line { at: now, by: By::Officer(by), words: words.clone(), edited: true });
    }
    keep_claim(work, by, id);
    work.audit(Some(by), Deed::Corrected, Some(id));
    work.write_to_citizen(id, Body::Corrected { message, role, words });
    work.tell(Hint::Corrected);
}

/// Takes back one of the officer's own replies, the last if none is named; what waits for a senior goes before what was sent.
fn withdraw(work: &mut Work<'_>, by: OfficerId, id: CaseId, number: Option<u32>) {
    if number.is_none() && waits_for_senior(work, id) {
        work.drop_draft(id);
        work.audit(Some(by), Deed::Withdrew, Some(id));
        return work.tell(Hint::DraftDropped);
    }
    let (now, hours) = (work.now, work.rules.correct_hours);
    let Some(case) = work.case(id) else { return };
    let wanted = |reply: &&mut Reply| reply.officer == by && number.is_none_or(|number| reply.number == number);
    let found = case.replies.iter_mut().rev().filter(|reply| reply.state != ReplyState::Withdrawn).find(wanted);
    let message = match found {
        None => return work.tell(Hint::NotSentBefore),
        Some(reply) if now.minutes_since(reply.at) > hours.saturating_mul(60) => return work.tell(Hint::TooLate),
        Some(reply) => reply.message.inspect(|_| reply.state = ReplyState::Withdrawn),
    };
    let Some(message) = message else { return work.tell(Hint::NotThereYet) };
    keep_claim(work, by, id);
    work.audit(Some(by), Deed::Withdrew, Some(id));
    work.write_to_citizen(id, Body::Withdrawn { message });
    work.tell(Hint::Withdrawn);
}
