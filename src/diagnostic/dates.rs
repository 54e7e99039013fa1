//! Days: when something was looked at, and when that must happen again.

use super::Severity::Warning;
use super::words::counted;
use super::{Code, Diagnostic, Place};

/// The codes of this area.
pub(super) static CODES: &[&Code] = &[&REVIEW_OVERDUE, &REVIEW_NEAR, &REVIEW_BY_TOO_FAR, &DATE_IN_FUTURE];

/// `review-overdue`
pub static REVIEW_OVERDUE: Code = Code {
    name: "review-overdue",
    severity: Warning,
    title: "an answer should have been reviewed by now",
    why: "Laws, addresses and telephone numbers change. Compare the answer with its sources, in every language, and then \
          write the day into `reviewed` and a day half a year later into `review-by`.",
    wrong: "review-by = 2020-01-01",
    right: "review-by = 2027-05-23",
};

/// The review was due on `day`.
#[must_use]
pub fn review_overdue(at: Place, day: &str, owner: Option<&str>) -> Diagnostic {
    REVIEW_OVERDUE
        .at(at.saying("this day has passed"), format!("this answer should have been reviewed by {day}{}", by(owner)))
        .help("compare it with its sources, then set `reviewed` to today and `review-by` to half a year from now")
}

/// `review-near`
pub static REVIEW_NEAR: Code = Code {
    name: "review-near",
    severity: Warning,
    title: "an answer must be reviewed within thirty days",
    why: "A review takes time: someone has to compare the answer with the law and the pages it rests on. So it is announced \
          a month ahead. A line `owner = \"…\"` in the front matter says who is to do it.",
    wrong: "review-by = 2026-12-01     # and today is 2026-11-23",
    right: "reviewed = 2026-11-23\nreview-by = 2027-05-23\nowner = \"team privacy\"",
};

/// The review is due on `day`, which is `days` ahead.
#[must_use]
pub fn review_near(at: Place, day: &str, days: i64, owner: Option<&str>) -> Diagnostic {
    let left = counted(usize::try_from(days).unwrap_or_default(), "day");
    REVIEW_NEAR
        .at(at.saying(format!("{left} left")), format!("this answer must be reviewed by {day}{}", by(owner)))
        .help("compare it with its sources, then set `reviewed` to today and `review-by` to half a year from now")
}

fn by(owner: Option<&str>) -> String {
    owner.map(|owner| format!(", by {owner}")).unwrap_or_default()
}

/// `review-by-too-far`
pub static REVIEW_BY_TOO_FAR: Code = Code {
    name: "review-by-too-far",
    severity: Warning,
    title: "the next review is more than two years away",
    why: "A day so far ahead means that nobody looks again. Half a year is usual, two years the most. Perhaps there is a slip \
          of the finger in the year.",
    wrong: "review-by = 2077-05-23",
    right: "review-by = 2027-05-23",
};

/// The next review is too far away.
#[must_use]
pub fn review_by_too_far(at: Place) -> Diagnostic {
    REVIEW_BY_TOO_FAR
        .at(at.saying("more than two years away"), "the next review of this answer is more than two years away")
        .help("choose a day within two years; half a year is usual")
}

/// `date-in-future`
pub static DATE_IN_FUTURE: Code = Code {
    name: "date-in-future",
    severity: Warning,
    title: "something was looked at on a day that is still to come",
    why: "`reviewed` and `checked` say when someone last compared a text or fact with its source. That day cannot lie ahead. \
          Perhaps there is a slip of the finger in the year, or the clock of this computer is slow.",
    wrong: "reviewed = 2031-11-23",
    right: "reviewed = 2026-11-23",
};

/// The day of `key` is later than today.
#[must_use]
pub fn date_in_future(at: Place, key: &str) -> Diagnostic {
    DATE_IN_FUTURE
        .at(at.saying("still to come"), format!("the day of `{key}` is still to come"))
        .help("write the day on which someone really looked")
}
