//! Telephone numbers by their form: Dutch ones, and those with a country code.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Kind, Strike, compiled, whole};

/// What sets the digits apart, if anything.
const APART: &str = r"[ \t.‐-―−/()_-]{0,3}";

/// Words beside which a number without the form of a telephone number is one all the same.
pub(super) static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    compiled(
        r"(?i)\b(?:tel(?:nr|nummer)?|telefoon\w*|mobiel\w*|gsm|whats?app|signal|sms|bel(?:len|t)?|app(?:en)?|bereikbaar|bereiken|(?:tele)?phone|mobile|cell|call|text me|reach me|nummer is|number is)\b",
    )
});
static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    let abroad = format!(r"(?:\+{APART}|\b0{APART}0{APART})[1-9](?:{APART}[0-9]){{7,13}}");
    let without_plus = format!(r"\b31{APART}(?:0{APART})?6(?:{APART}[0-9]){{8}}");
    // Not 0800 and 0900.
    let area = format!("[1-7]{APART}[0-9]{APART}[0-9]|[89]{APART}(?:[1-9]{APART}[0-9]|0{APART}[1-9])");
    let at_home = format!(r"\b0{APART}(?:{area})(?:{APART}[0-9]){{6}}[0-9]{{0,2}}");
    compiled(&format!(r"(?:{abroad}|{without_plus}|{at_home})\b"))
});
static PUBLIC: LazyLock<Regex> =
    LazyLock::new(|| compiled(r"\b0[89]00[ .-]{0,3}[0-9]{2}[ ]?[0-9]{2}(?:[ ]?[0-9]{3})?\b"));
static FILES: LazyLock<Regex> = LazyLock::new(|| {
    compiled(r"\bPL ?[0-9]{4}[ -]?[0-9]{9,12}(?:-[0-9]{1,2})?\b|\b[0-9]{2}[/.][0-9]{6}[-/.][0-9]{2}\b")
});

/// All telephone numbers in `text` that have the form of one.
pub(super) fn find(text: &str) -> Vec<Strike> {
    whole(&PHONE, text, Kind::Phone)
}

/// Where numbers stand that are nobody's own: 0800 and 0900, and those of files at the police and the prosecution. Shorter
/// ones such as 112 are never taken for anything.
pub(super) fn public_numbers(text: &str) -> Vec<Range<usize>> {
    PUBLIC.find_iter(text).chain(FILES.find_iter(text)).map(|found| found.range()).collect()
}
