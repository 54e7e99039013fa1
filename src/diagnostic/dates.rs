//! Days: when something was looked at, and when that must happen again.

use super::Severity::Warning;
use super::{Code, Diagnostic, Place};

/// The codes of this area.
pub(super) static CODES: &[&Code] = &[&REVIEW_OVERDUE];

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
pub fn review_overdue(at: Place, day: &str) -> Diagnostic {
    REVIEW_OVERDUE
        .at(at.saying("this day has passed"), format!("this answer should have been reviewed by {day}"))
        .help("compare it with its sources, then set `reviewed` to today and `review-by` to half a year from now")
}
