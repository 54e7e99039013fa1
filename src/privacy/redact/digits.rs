//! Numbers that are known by their digits, however these are set apart: citizen service numbers, and telephone numbers
//! that only the words beside them give away.

use std::sync::LazyLock;

use regex::Regex;

use super::patterns::{compiled, public_numbers};
use super::{Kind, Strike};

/// How far a word works, in bytes, on digits behind it and before it.
const BEHIND: usize = 48;
const BEFORE: usize = 24;

static BSN_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    compiled(r"(?i)(?:bsn|burger\W?service|sofi\W?(?:nummer|nr)|citizen service|social security|\bssn\b)")
});
static PHONE_WORDS: LazyLock<Regex> =
    LazyLock::new(|| compiled(r"(?i)\b(?:tel|telefoon\w*|mobiel\w*|gsm|whatsapp|bel|bellen|phone|mobile|cell|call)\b"));

/// Digits that follow one another directly.
#[derive(Clone, Copy)]
struct Group<'t> {
    start: usize,
    digits: &'t str,
}

impl Group<'_> {
    fn end(&self) -> usize {
        self.start + self.digits.len()
    }
}

/// All numbers in `text` that their digits or the words beside them give away.
pub(super) fn find(text: &str) -> Vec<Strike> {
    let words = Words::find(text);
    let public = public_numbers(text);
    let inside = |strike: &Strike| public.iter().any(|range| range.start <= strike.start && strike.end <= range.end);
    let touching = |strike: &Strike| public.iter().any(|range| range.start < strike.end && strike.start < range.end);
    let mut strikes = Vec::new();
    for run in runs(text) {
        let bsn = bsn_in(text, &run, &words).into_iter().filter(|strike| !inside(strike));
        let before = strikes.len();
        strikes.extend(bsn);
        if strikes.len() == before {
            strikes.extend(phone_in(&run, &words).filter(|strike| !touching(strike)));
        }
    }
    strikes
}

/// Where words stand that tell what the digits beside them are; the ends, and the beginnings, in order.
struct Words {
    bsn: Vec<(usize, usize)>,
    phone: Vec<(usize, usize)>,
}

impl Words {
    fn find(text: &str) -> Self {
        let spans = |words: &Regex| -> Vec<(usize, usize)> {
            let found = words.find_iter(text).map(|found| (found.start(), found.end()));
            // Not the word that stands for an earlier strike.
            found.filter(|&(start, _)| !text[..start].ends_with('[')).collect()
        };
        Self { bsn: spans(&BSN_WORDS), phone: spans(&PHONE_WORDS) }
    }
}

/// Whether one of `words` is near enough to the digits from `start` to `end` to speak of them.
fn beside(words: &[(usize, usize)], start: usize, end: usize) -> bool {
    let after = words.partition_point(|&(word, _)| word < start);
    let before = after.checked_sub(1).map(|at| words[at]);
    before.is_some_and(|(_, word_end)| start.saturating_sub(word_end) <= BEHIND)
        || words.get(after).is_some_and(|&(word, _)| word.saturating_sub(end) <= BEFORE)
}

/// The runs of groups of digits between which there is nothing but what sets digits apart.
fn runs(text: &str) -> Vec<Vec<Group<'_>>> {
    let mut runs: Vec<Vec<Group<'_>>> = Vec::new();
    for group in groups(text) {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|last| sets_apart(&text[last.end()..group.start])) => run.push(group),
            _ => runs.push(vec![group]),
        }
    }
    runs
}

fn groups(text: &str) -> impl Iterator<Item = Group<'_>> {
    static DIGITS: LazyLock<Regex> = LazyLock::new(|| compiled("[0-9]+"));
    DIGITS.find_iter(text).map(|found| Group { start: found.start(), digits: found.as_str() })
}

fn sets_apart(gap: &str) -> bool {
    gap.chars().count() <= 3 && gap.chars().all(|c| !c.is_alphanumeric())
}

/// The stretches of `run` that are, or may well be, a citizen service number.
fn bsn_in(text: &str, run: &[Group<'_>], words: &Words) -> Vec<Strike> {
    let mut strikes = Vec::new();
    for first in 0..run.len() {
        let mut digits = String::new();
        for group in run[first..].iter().take(10) {
            digits.push_str(group.digits);
            let (start, end) = (run[first].start, group.end());
            if digits.len() > 10 {
                break;
            }
            if is_bsn(text, &digits, start, end, beside(&words.bsn, start, end)) {
                strikes.push(Strike { start, end, kind: Kind::Bsn });
            }
        }
    }
    strikes
}

fn is_bsn(text: &str, digits: &str, start: usize, end: usize, named: bool) -> bool {
    let written = &text[start..end];
    let in_one_piece = written.len() == digits.len();
    match digits.len() {
        9 => named || (passes_eleven_test(digits) && stands_alone(text, start, end)),
        8 if is_date(written) => false,
        8 => named || (passes_eleven_test(&format!("0{digits}")) && stands_alone(text, start, end)),
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

fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    ![before, after].into_iter().flatten().any(char::is_alphanumeric)
}

/// A day such as 31-12-2026 or 2026-12-31.
fn is_date(written: &str) -> bool {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        let (day, month, year) = ("(?:0[1-9]|[12][0-9]|3[01])", "(?:0[1-9]|1[0-2])", "(?:19|20)[0-9]{2}");
        compiled(&format!("^(?:{day}[-/. ]{month}[-/. ]{year}|{year}[-/. ]{month}[-/. ]{day})$"))
    });
    DATE.is_match(written)
}

/// The whole of `run`, if it has as many digits as a telephone number and a word beside it says it is one.
fn phone_in(run: &[Group<'_>], words: &Words) -> Option<Strike> {
    let (start, end) = (run.first()?.start, run.last()?.end());
    let digits: usize = run.iter().map(|group| group.digits.len()).sum();
    let fits = (8..=12).contains(&digits) && beside(&words.phone, start, end);
    fits.then_some(Strike { start, end, kind: Kind::Phone })
}
