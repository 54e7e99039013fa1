//! When officers are there: hours by day of the week, in Dutch time, without public holidays and the house's own closing days.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime, Time, Weekday};

use super::holidays::is_holiday;
use crate::moment::Moment;

/// How many days ahead an opening is looked for.
const AHEAD: usize = 60;

/// A day of the week, in the words of the settings.
const DAYS: [(&str, Weekday); 7] = [
    ("mo", Weekday::Monday),
    ("tu", Weekday::Tuesday),
    ("we", Weekday::Wednesday),
    ("th", Weekday::Thursday),
    ("fr", Weekday::Friday),
    ("sa", Weekday::Saturday),
    ("su", Weekday::Sunday),
];

/// Why hours cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no opening time")]
pub struct HoursError(pub String);

/// When the desk is open next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// How far that day lies ahead.
    pub day: Day,
    /// The hour of the clock.
    pub hour: u8,
    /// The minute.
    pub minute: u8,
}

/// A day as people name it from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// Today.
    Today,
    /// Tomorrow.
    Tomorrow,
    /// A day within the week: 1 is Monday, 7 Sunday.
    Week(u8),
    /// A day after that: day and month.
    Later(u8, u8),
}

/// Opening hours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hours {
    week: BTreeMap<u8, Vec<(Time, Time)>>,
    closed: BTreeSet<Date>,
    open_on: BTreeSet<Date>,
}

impl Hours {
    /// The hours that `lines` say, each `mo-fr 09:00-17:00` or `sa 10:00-12:30`; closed on the dates `closed`
    /// (`2026-12-24`), and open on public holidays among `open_on`.
    ///
    /// # Errors
    /// The first word that is none of these.
    pub fn parse(lines: &[String], closed: &[String], open_on: &[String]) -> Result<Self, HoursError> {
        let mut hours = Self::default();
        for line in lines {
            let (days, span) = read_line(line).ok_or_else(|| HoursError(line.clone()))?;
            for day in days {
                hours.week.entry(day).or_default().push(span);
            }
        }
        hours.closed = read_dates(closed)?;
        hours.open_on = read_dates(open_on)?;
        Ok(hours)
    }

    /// Whether the desk is open at `now`.
    #[must_use]
    pub fn is_open(&self, now: Moment) -> bool {
        let local = dutch_time(now);
        self.spans(local.date()).iter().any(|(from, to)| (*from..*to).contains(&local.time()))
    }

    /// When it opens next after `now`; `None` where nothing opens for two months.
    #[must_use]
    pub fn next_opening(&self, now: Moment) -> Option<Opening> {
        let local = dutch_time(now);
        let mut date = local.date();
        for ahead in 0..AHEAD {
            let later = |from: &Time| ahead > 0 || *from > local.time();
            let first = self.spans(date).into_iter().map(|(from, _)| from).filter(later).min();
            if let Some(from) = first {
                return Some(opening(date, ahead, from));
            }
            date = date.tomorrow().ok()?;
        }
        None
    }

    /// The next public holiday after `now` on which it would be open otherwise, as `2026-12-25`.
    #[must_use]
    pub fn next_holiday(&self, now: Moment) -> Option<String> {
        let mut date = dutch_time(now).date();
        for _ in 0..366 {
            date = date.tomorrow().ok()?;
            let usually_open = self.week.contains_key(&number(date.weekday()));
            if usually_open && is_holiday(date) && !self.open_on.contains(&date) {
                return Some(date.to_string());
            }
        }
        None
    }

    /// How many minutes of opening lie between `from` and `to`, in the first week after `from`: what a term in opening hours counts.
    #[must_use]
    pub fn open_minutes(&self, from: Moment, to: Moment) -> u32 {
        const STEP: i64 = 5;
        let steps = (to.0.saturating_sub(from.0).max(0) / (STEP * 60_000)).min(7 * 24 * 12);
        let open = (0..steps).filter(|step| self.is_open(from.plus(step * STEP * 60_000))).count();
        u32::try_from(open).unwrap_or(u32::MAX).saturating_mul(5)
    }

    fn spans(&self, date: Date) -> Vec<(Time, Time)> {
        let shut = self.closed.contains(&date) || (is_holiday(date) && !self.open_on.contains(&date));
        if shut { Vec::new() } else { self.week.get(&number(date.weekday())).cloned().unwrap_or_default() }
    }
}

fn opening(date: Date, ahead: usize, from: Time) -> Opening {
    let small = |number: i8| u8::try_from(number).unwrap_or_default();
    let day = match ahead {
        0 => Day::Today,
        1 => Day::Tomorrow,
        2..=6 => Day::Week(number(date.weekday())),
        _ => Day::Later(small(date.day()), small(date.month())),
    };
    Opening { day, hour: small(from.hour()), minute: small(from.minute()) }
}

fn number(day: Weekday) -> u8 {
    u8::try_from(day.to_monday_one_offset()).unwrap_or(1)
}

fn read_line(line: &str) -> Option<(Vec<u8>, (Time, Time))> {
    let (days, times) = line.trim().split_once(' ')?;
    let (from, to) = times.trim().split_once('-')?;
    let span = (read_time(from)?, read_time(to)?);
    let days = match days.split_once('-') {
        Some((first, last)) => (read_day(first)?..=read_day(last)?).collect(),
        None => vec![read_day(days)?],
    };
    (span.0 < span.1 && !days.is_empty()).then_some((days, span))
}

fn read_day(word: &str) -> Option<u8> {
    DAYS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word.trim())).map(|(_, day)| number(*day))
}

fn read_time(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    match (hour.parse().ok()?, minute.parse().ok()?) {
        // The last moment of the day stands for midnight.
        (24, 0) => Time::new(23, 59, 59, 0).ok(),
        (hour, minute) => Time::new(hour, minute, 0, 0).ok(),
    }
}

fn read_dates(texts: &[String]) -> Result<BTreeSet<Date>, HoursError> {
    texts.iter().map(|text| text.trim().parse().map_err(|_| HoursError(text.clone()))).collect()
}

/// The time of the clock in the Netherlands: an hour ahead of UTC, two from the last Sunday of March to the last of October, at
/// 01:00 UTC each (directive 2000/84/EC).
fn dutch_time(moment: Moment) -> DateTime {
    let utc = utc(moment);
    let summer = last_sunday(utc.year(), 3).zip(last_sunday(utc.year(), 10));
    let one = Time::constant(1, 0, 0, 0);
    let is_summer = summer.is_some_and(|(start, end)| utc >= start.to_datetime(one) && utc < end.to_datetime(one));
    let hours = if is_summer { 2 } else { 1 };
    utc.checked_add(jiff::Span::new().hours(hours)).unwrap_or(utc)
}

fn utc(moment: Moment) -> DateTime {
    let epoch = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
    epoch.checked_add(jiff::Span::new().milliseconds(moment.0.clamp(0, 253_000_000_000_000))).unwrap_or(epoch)
}

fn last_sunday(year: i16, month: i8) -> Option<Date> {
    let last = Date::new(year, month, 31).ok()?;
    let back = last.weekday().to_sunday_zero_offset();
    last.checked_sub(jiff::Span::new().days(i64::from(back))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A moment by the Dutch clock.
    fn at(date: &str, hour: i8, minute: i8, ahead: i64) -> Moment {
        let date: Date = date.parse().unwrap();
        let since = date.at(hour, minute, 0, 0) - DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
        let milliseconds = since.total(jiff::SpanTotal::from(jiff::Unit::Millisecond).days_are_24_hours()).unwrap();
        Moment(milliseconds as i64 - ahead * 3_600_000)
    }

    fn hours() -> Hours {
        let lines = ["mo-fr 09:00-17:00".to_owned(), "sa 10:00-12:30".to_owned()];
        Hours::parse(&lines, &["2026-12-24".to_owned()], &["2026-05-05".to_owned()]).unwrap()
    }

    #[test]
    fn it_is_open_by_the_dutch_clock_in_winter_and_summer() {
        let hours = hours();
        assert!(hours.is_open(at("2026-11-23", 9, 0, 1)) && !hours.is_open(at("2026-11-23", 8, 59, 1)));
        assert!(hours.is_open(at("2026-07-06", 16, 59, 2)) && !hours.is_open(at("2026-07-06", 17, 0, 2)));
        assert!(hours.is_open(at("2026-11-28", 12, 0, 1)) && !hours.is_open(at("2026-11-29", 12, 0, 1)));
    }

    #[test]
    fn summer_time_begins_and_ends_at_one_in_utc_on_the_last_sunday() {
        for (date, before, after) in [("2026-03-29", 1, 3), ("2026-10-25", 2, 2)] {
            let turn = at(date, 1, 0, 0);
            assert_eq!(dutch_time(turn.plus(-1)).hour(), before, "{date}");
            assert_eq!(dutch_time(turn).hour(), after, "{date}");
        }
    }

    #[test]
    fn holidays_and_own_closing_days_are_closed_unless_the_house_is_open_on_them() {
        let hours = hours();
        assert!(!hours.is_open(at("2026-04-27", 12, 0, 2)), "King's day");
        assert!(!hours.is_open(at("2026-12-24", 12, 0, 1)), "a closing day of its own");
        assert!(hours.is_open(at("2026-05-05", 12, 0, 2)), "open on Liberation day");
    }

    #[test]
    fn the_next_opening_is_named_as_people_do() {
        let hours = hours();
        let next = |moment| hours.next_opening(moment).unwrap();
        let nine = |day| Opening { day, hour: 9, minute: 0 };
        assert_eq!(next(at("2026-11-23", 7, 0, 1)), nine(Day::Today));
        assert_eq!(next(at("2026-11-23", 12, 0, 1)), nine(Day::Tomorrow));
        assert_eq!(next(at("2026-11-28", 13, 0, 1)), nine(Day::Week(1)));
        // Christmas Eve is closed here, then Christmas on Friday and Saturday, then a Sunday.
        assert_eq!(next(at("2026-12-23", 18, 0, 1)), nine(Day::Week(1)));
        assert_eq!(Hours::default().next_opening(Moment(0)), None);
    }

    #[test]
    fn open_minutes_leave_the_night_out() {
        let minutes = hours().open_minutes(at("2026-11-23", 16, 0, 1), at("2026-11-24", 10, 0, 1));
        assert_eq!(minutes, 120);
    }

    #[test]
    fn what_is_no_opening_time_is_named() {
        for wrong in ["mo-fr", "ma 09:00-17:00", "mo 17:00-09:00", "mo 9-17", "fr-mo 09:00-17:00"] {
            assert_eq!(Hours::parse(&[wrong.to_owned()], &[], &[]), Err(HoursError(wrong.to_owned())), "{wrong}");
        }
        assert!(Hours::parse(&[], &["24-12-2026".to_owned()], &[]).is_err());
    }
}
