//! Numbers in words, as people dictate them: "nul zes een twee …".

use std::sync::LazyLock;

use regex::Regex;

use super::context::Words;
use super::{BEGIN, Kind, Strike, bsn, compiled, whole};

/// One number in words, one digit or two, in Dutch and English.
pub(super) const NUMBER: &str = "nul|e[eé]n|[eé][eé]n|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|(?:vijf|zes|zeven|acht|negen)tien|(?:een|één|twee|drie|vier|vijf|zes|zeven|acht|negen)?(?:en|ën)?(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)|zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?";

/// So many in a row are no way of counting.
static ROW: LazyLock<Regex> = LazyLock::new(|| {
    let apart = r"[ ,.\n-]{1,3}(?:(?:dubbel|double|keer|maal) )?";
    compiled(&format!(
        r"(?i){BEGIN}(?:dubbel |double )?(?:{NUMBER}|[0-9]{{1,3}})\b(?:{apart}(?:{NUMBER}|[0-9]{{1,4}})\b){{4,14}}"
    ))
});
static ONE: LazyLock<Regex> = LazyLock::new(|| compiled(&format!(r"(?i){BEGIN}(?:{NUMBER})\b")));

/// Whether `text` has a row of numbers in it, long enough for an identifier or not.
pub(super) fn has_row(text: &str) -> bool {
    ROW.is_match(text)
}

/// The rows of number words in `text` that are as long as an identifier.
pub(super) fn find(text: &str) -> Vec<Strike> {
    let mut rows = whole(&ROW, text, Kind::Phone);
    rows.retain(|row| is_identifier(&text[row.start..row.end]));
    if !rows.is_empty() {
        let words = Words::find(&bsn::WORDS, text, 48, 24);
        let named = rows.iter_mut().filter(|row| words.speak_of(row.start, row.end));
        named.for_each(|row| row.kind = Kind::Bsn);
    }
    rows
}

/// Seven digits or more, of which three in words at least, and not one after the other as in counting.
fn is_identifier(row: &str) -> bool {
    let words: Vec<&str> = ONE.find_iter(row).map(|word| word.as_str()).collect();
    let long = words.iter().filter(|word| word.len() > 6).count();
    let digits = row.bytes().filter(u8::is_ascii_digit).count();
    words.len() >= 3 && words.len() + long + digits >= 7
}
