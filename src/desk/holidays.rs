//! The days on which Dutch public bodies are closed: those of the Algemene termijnenwet, art. 3 (1) and (2), computed.

use jiff::civil::{Date, Weekday};

/// The name of the public holiday that `day` is, if it is one: the key of a phrase.
#[must_use]
pub fn holiday(day: Date) -> Option<&'static str> {
    let easter = easter(day.year());
    let after = |days: i64| easter.checked_add(jiff::Span::new().days(days)).ok();
    let moving = [
        (-2, "good-friday"),
        (0, "easter"),
        (1, "easter-monday"),
        (39, "ascension"),
        (49, "pentecost"),
        (50, "pentecost-monday"),
    ];
    let fixed = [((1, 1), "new-year"), ((5, 5), "liberation"), ((12, 25), "christmas"), ((12, 26), "boxing-day")];
    let moved = moving.into_iter().find(|(days, _)| after(*days) == Some(day)).map(|(_, name)| name);
    let stands = fixed.into_iter().find(|(at, _)| *at == (day.month(), day.day())).map(|(_, name)| name);
    stands.or(moved).or_else(|| (kings_day(day.year()) == Some(day)).then_some("kings-day"))
}

/// Whether `day` is a public holiday.
#[must_use]
pub fn is_holiday(day: Date) -> bool {
    holiday(day).is_some()
}

/// 27 April; the day before where that is a Sunday.
fn kings_day(year: i16) -> Option<Date> {
    let day = Date::new(year, 4, 27).ok()?;
    if day.weekday() == Weekday::Sunday { day.yesterday().ok() } else { Some(day) }
}

/// Easter Sunday of the Gregorian calendar, by the anonymous algorithm (Meeus, Astronomical Algorithms, ch. 8).
fn easter(year: i16) -> Date {
    let year = i32::from(year);
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let sum = h + l - 7 * m + 114;
    let part = |number: i32| i8::try_from(number).unwrap_or(1);
    let year = i16::try_from(year).unwrap_or(i16::MAX);
    Date::new(year, part(sum / 31), part(sum % 31 + 1)).unwrap_or(Date::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i16, month: i8, day: i8) -> Date {
        Date::new(year, month, day).unwrap()
    }

    #[test]
    fn easter_is_where_the_almanac_has_it() {
        let known =
            [(2019, 4, 21), (2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2038, 4, 25), (2285, 3, 22)];
        for (year, month, date) in known {
            assert_eq!(easter(year), day(year, month, date));
        }
    }

    #[test]
    fn kings_day_is_a_day_earlier_where_it_would_be_a_sunday() {
        assert_eq!(holiday(day(2025, 4, 26)), Some("kings-day"));
        assert_eq!(holiday(day(2025, 4, 27)), None);
        assert_eq!(holiday(day(2026, 4, 27)), Some("kings-day"));
        assert_eq!(holiday(day(2031, 4, 26)), Some("kings-day"));
    }

    #[test]
    fn the_holidays_of_2026_are_eleven_days() {
        let mut date = day(2026, 1, 1);
        let mut found = Vec::new();
        while date.year() == 2026 {
            found.extend(holiday(date).map(|name| (date.month(), date.day(), name)));
            date = date.tomorrow().unwrap();
        }
        let wanted = [
            (1, 1, "new-year"),
            (4, 3, "good-friday"),
            (4, 5, "easter"),
            (4, 6, "easter-monday"),
            (4, 27, "kings-day"),
            (5, 5, "liberation"),
            (5, 14, "ascension"),
            (5, 24, "pentecost"),
            (5, 25, "pentecost-monday"),
            (12, 25, "christmas"),
            (12, 26, "boxing-day"),
        ];
        assert_eq!(found, wanted);
    }
}
