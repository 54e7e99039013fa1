//! Days against the calendar: reviews that are due, and days that cannot be.

use crate::content::Date;
use crate::content::parse::{At, CONTACTS, FACTS, Parsed, RawAnswer, SOURCES};
use crate::diagnostic::{Diagnostic, Place, dates, syntax};

/// So many days ahead a review is announced.
const NEAR: i64 = 30;

/// A review later than this is as good as none.
const TOO_FAR: i64 = 2 * 366;

/// An editor's day may be one ahead of ours, which is that of UTC.
const DAY_AHEAD: i64 = 1;

/// The days of answers and ledgers.
pub(super) fn check_dates(parsed: &Parsed, today: Date) -> Vec<Diagnostic> {
    let answers = parsed.answers.values().flat_map(|answers| answers.values());
    let of_answers = answers.clone().filter_map(|answer| check_review(answer, today));
    let reviewed = answers.filter_map(|answer| Some((answer.file.as_str(), "reviewed", answer.reviewed.as_ref()?)));
    let seen = reviewed.chain(checked(parsed)).filter(|(_, _, day)| today.days_until(day.value) > DAY_AHEAD);
    let ahead = seen.map(|(file, key, day)| dates::date_in_future(Place::new(file, day.span), key));
    of_answers.chain(ahead).collect()
}

fn checked(parsed: &Parsed) -> impl Iterator<Item = (&str, &'static str, &At<Date>)> {
    let facts = parsed.facts.entries.iter().map(|fact| (FACTS, &fact.checked));
    let contacts = parsed.contacts.entries.iter().map(|contact| (CONTACTS, &contact.checked));
    let sources = parsed.sources.entries.iter().map(|source| (SOURCES, &source.checked));
    facts.chain(contacts).chain(sources).filter_map(|(file, day)| Some((file, "checked", day.as_ref()?)))
}

fn check_review(answer: &RawAnswer, today: Date) -> Option<Diagnostic> {
    let (reviewed, due) = (answer.reviewed.as_ref()?, answer.review_by.as_ref()?);
    let at = Place::new(&answer.file, due.span);
    if due.value < reviewed.value {
        return Some(syntax::dates_turned_round(at, Place::new(&answer.file, reviewed.span)));
    }
    let owner = answer.owner.as_ref().map(|owner| owner.value.as_str());
    match today.days_until(due.value) {
        past if past < 0 => Some(dates::review_overdue(at, &due.value.to_string(), owner)),
        days if days <= NEAR => Some(dates::review_near(at, &due.value.to_string(), days, owner)),
        days if days > TOO_FAR => Some(dates::review_by_too_far(at)),
        _ => None,
    }
}
