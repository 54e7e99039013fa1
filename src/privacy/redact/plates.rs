//! Dutch and Belgian licence plates.

use std::sync::LazyLock;

use regex::Regex;

use super::context::Words;
use super::{Kind, Strike, compiled, whole};

/// The series of Dutch licence plates, `x` a letter and `9` a digit (RDW, sidecodes 1 to 14).
const SERIES: [&str; 14] = [
    "xx-99-99", "99-99-xx", "99-xx-99", "xx-99-xx", "xx-xx-99", "99-xx-xx", "99-xxx-9", "9-xxx-99", "xx-999-x",
    "x-999-xx", "xxx-99-x", "x-99-xxx", "9-xx-999", "999-xx-9",
];
/// The first series that can be told without dashes: the two before have the form of a postcode, or of a file's number.
const PLAIN_FROM: usize = 2;
/// Dashes of all kinds, as phones put them.
const DASH: &str = "[-‐-―−]";

static DASHED: LazyLock<Regex> = LazyLock::new(|| pattern(&SERIES, DASH, "[a-z]"));
/// The letters on plates since 1978.
const CONSONANT: &str = "[bdfghjklnprstvxz]";

static BELGIAN: LazyLock<Regex> = LazyLock::new(|| pattern(&["9-xxx-999", "xxx-999", "999-xxx"], DASH, "[a-z]"));
static CONSONANTS: LazyLock<Regex> = LazyLock::new(|| pattern(&SERIES[PLAIN_FROM..], "", CONSONANT));
static SPACED: LazyLock<Regex> = LazyLock::new(|| pattern(&SERIES, "[ .·-]", "(?-i:[A-Z])"));
static COMPACT: LazyLock<Regex> = LazyLock::new(|| pattern(&SERIES[PLAIN_FROM..], "", "[a-z]"));
static CAPITALS: LazyLock<Regex> = LazyLock::new(|| pattern(&SERIES[PLAIN_FROM..], "", "(?-i:[A-Z])"));
static LOOSE: LazyLock<Regex> = LazyLock::new(|| pattern(&SERIES, "[ .·_/‐-―−-]{0,3}", "[a-z]"));
static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    compiled(
        r"(?i)(?:kenteken|nummer\W?plaat|nummerbord|\bplaat\b|licen[cs]e plate|number plate|\bplate\b|registration)",
    )
});
static VEHICLES: LazyLock<Regex> = LazyLock::new(|| {
    compiled(
        r"(?i)\b(?:auto|wagen|bestel\w*|busje|motor|brommer|scooter|snorfiets|aanhanger|caravan|camper|auto's|cars?|truck|bike|moped|vehicle)\b",
    )
});

/// All plates in `text`: with dashes; without them in capitals, in consonants only, or beside a vehicle; and set apart in
/// whatever way beside a word for plates.
pub(super) fn find(text: &str) -> Vec<Strike> {
    let mut strikes = whole(&DASHED, text, Kind::Plate);
    strikes.extend(whole(&CAPITALS, text, Kind::Plate));
    strikes.extend(whole(&CONSONANTS, text, Kind::Plate));
    let vehicles = Words::find(&VEHICLES, text, 32, 16);
    strikes.extend(beside(&COMPACT, &vehicles, text));
    strikes.extend(beside(&SPACED, &vehicles, text));
    let words = Words::find(&WORDS, text, 40, 24);
    strikes.extend(beside(&LOOSE, &words, text));
    strikes.extend(beside(&BELGIAN, &words, text));
    strikes
}

fn beside(plates: &Regex, words: &Words, text: &str) -> Vec<Strike> {
    if words.is_empty() {
        return Vec::new();
    }
    // From every place: "is 69 NK" has the form of a plate too, and would hide the one that begins with 69.
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(plate) = plates.find_at(text, from) {
        if words.speak_of(plate.start(), plate.end()) {
            found.push(Strike { start: plate.start(), end: plate.end(), kind: Kind::Plate });
        }
        from = plate.start() + 1;
    }
    found
}

fn pattern(series: &[&str], apart: &str, letter: &str) -> Regex {
    let series: Vec<String> = series.iter().map(|series| written(series, apart, letter)).collect();
    compiled(&format!(r"(?i)\b(?:{})\b", series.join("|")))
}

fn written(series: &str, apart: &str, letter: &str) -> String {
    let part = |c| match c {
        'x' => letter,
        '9' => "[0-9]",
        _ => apart,
    };
    series.chars().map(part).collect()
}
