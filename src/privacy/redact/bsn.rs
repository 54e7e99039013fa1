//! Citizen service numbers.

use std::sync::LazyLock;

use regex::Regex;

use super::compiled;

/// Words beside which a number is one, also with a slip.
pub(super) static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    compiled(
        r"(?i)(?:bsn|\bb\.s\.n|burger\W?service|\bservicenummer|sofi\W?(?:nummer|nr)|citizen service|social security|\bssn\b)",
    )
});
/// Digits with letters among them that look like digits.
pub(super) static LOOK_ALIKE: LazyLock<Regex> = LazyLock::new(|| compiled(r"\b[0-9OoQDIl|SsB]{8,10}\b"));

/// Whether `digits`, written so that they stand alone or not, may well be one; `named` by a word beside them.
pub(super) fn is_bsn(digits: &str, written: &str, alone: bool, named: bool) -> bool {
    let in_one_piece = written.len() == digits.len();
    // Opening hours.
    if written.contains(':') && !named {
        return false;
    }
    match digits.len() {
        9 => named || (alone && passes_eleven_test(digits)),
        8 if is_date(written) => false,
        8 => named || (alone && passes_eleven_test(&format!("0{digits}"))),
        // One digit too few or too many, typed by mistake.
        7 | 10 => named && in_one_piece,
        _ => false,
    }
}

/// The eleven test of citizen service numbers: weights 9 to 2, and −1 for the last digit (Besluit bsn, bijlage).
fn passes_eleven_test(digits: &str) -> bool {
    let weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
    let sum: i32 = digits.bytes().zip(weights).map(|(digit, weight)| i32::from(digit - b'0') * weight).sum();
    sum % 11 == 0
}

/// A day such as 31-12-2026 or 2026-12-31.
fn is_date(written: &str) -> bool {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        let (day, month, year) = ("(?:0[1-9]|[12][0-9]|3[01])", "(?:0[1-9]|1[0-2])", "(?:19|20)[0-9]{2}");
        let apart = "[-‐-―−/. ]";
        compiled(&format!(
            "^(?:{day}{apart}{month}{apart}{year}|{year}{apart}{month}{apart}{day}|{year}[^0-9]{{1,3}}{year})$"
        ))
    });
    DATE.is_match(written)
}
