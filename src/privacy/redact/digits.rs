//! Numbers that are known by their digits, however these are set apart, or by a word beside them: citizen service numbers,
//! cards, documents, and telephone numbers without the form of one.

use std::sync::LazyLock;

use regex::Regex;

use super::context::Words;
use super::phones::public_numbers;
use super::{Kind, Strike, bsn, cards, compiled, documents, phones};

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

/// Some groups of digits that may be one number.
struct Stretch<'t> {
    text: &'t str,
    start: usize,
    end: usize,
    digits: String,
}

impl Stretch<'_> {
    fn written(&self) -> &str {
        &self.text[self.start..self.end]
    }

    fn stands_alone(&self) -> bool {
        let before = self.text[..self.start].chars().next_back();
        let after = self.text[self.end..].chars().next();
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    }
}

/// The words of each kind in one text.
struct Context {
    bsn: Words,
    card: Words,
    document: Words,
    phone: Words,
}

impl Context {
    fn find(text: &str) -> Self {
        Self {
            bsn: Words::find(&bsn::WORDS, text, 48, 24),
            card: Words::find(&cards::WORDS, text, 48, 24),
            document: Words::find(&documents::WORDS, text, 48, 24),
            phone: Words::find(&phones::WORDS, text, 48, 24),
        }
    }

    /// What `stretch` is, if it is anything.
    fn kind(&self, stretch: &Stretch<'_>) -> Option<Kind> {
        let (start, end) = (stretch.start, stretch.end);
        let named = self.bsn.speak_of(start, end);
        if bsn::is_bsn(&stretch.digits, stretch.written(), stretch.stands_alone(), named) {
            return Some(Kind::Bsn);
        }
        match stretch.digits.len() {
            9..=10 if self.document.speak_of(start, end) => Some(Kind::Document),
            length if cards::LENGTHS.contains(&length) => {
                let issued = cards::is_card(&stretch.digits) && stretch.stands_alone();
                (issued || self.card.speak_of(start, end)).then_some(Kind::Card)
            }
            _ => None,
        }
    }
}

/// All numbers in `text` that their digits or the words beside them give away.
pub(super) fn find(text: &str) -> Vec<Strike> {
    let context = Context::find(text);
    let public = public_numbers(text);
    let inside = |strike: &Strike| public.iter().any(|range| range.start <= strike.start && strike.end <= range.end);
    let touching = |strike: &Strike| public.iter().any(|range| range.start < strike.end && strike.start < range.end);
    let mut strikes = look_alikes(text, &context);
    for run in runs(text) {
        let before = strikes.len();
        let known = stretches(text, &run).into_iter().filter_map(|stretch| {
            let kind = context.kind(&stretch)?;
            Some(Strike { start: stretch.start, end: stretch.end, kind })
        });
        strikes.extend(known.filter(|strike| !inside(strike)));
        if strikes.len() == before {
            strikes.extend(phone_in(&run, &context.phone).filter(|strike| !touching(strike)));
        }
    }
    strikes
}

/// Numbers beside a word for citizen service numbers in which letters stand for digits.
fn look_alikes(text: &str, context: &Context) -> Vec<Strike> {
    if context.bsn.is_empty() {
        return Vec::new();
    }
    let found = super::whole(&bsn::LOOK_ALIKE, text, Kind::Bsn).into_iter();
    let mixed = |strike: &Strike| {
        let digits = text[strike.start..strike.end].bytes().filter(u8::is_ascii_digit).count();
        digits >= 5 && digits < strike.end - strike.start
    };
    found.filter(|strike| mixed(strike) && context.bsn.speak_of(strike.start, strike.end)).collect()
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

/// Every part of `run` that has as many digits as some number.
fn stretches<'t>(text: &'t str, run: &[Group<'t>]) -> Vec<Stretch<'t>> {
    let mut stretches = Vec::new();
    for (place, first) in run.iter().enumerate() {
        let mut digits = String::new();
        for group in &run[place..] {
            digits.push_str(group.digits);
            if digits.len() > *cards::LENGTHS.end() {
                break;
            }
            if digits.len() >= 7 {
                stretches.push(Stretch { text, start: first.start, end: group.end(), digits: digits.clone() });
            }
        }
    }
    stretches
}

/// The whole of `run`, if it has as many digits as a telephone number and a word beside it says it is one.
fn phone_in(run: &[Group<'_>], words: &Words) -> Option<Strike> {
    let (start, end) = (run.first()?.start, run.last()?.end());
    let digits: usize = run.iter().map(|group| group.digits.len()).sum();
    let fits = (8..=13).contains(&digits) && words.speak_of(start, end);
    fits.then_some(Strike { start, end, kind: Kind::Phone })
}
