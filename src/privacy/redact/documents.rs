//! Numbers of passports, identity cards, driving licences and residence documents, and of people in files.

use std::sync::LazyLock;

use regex::Regex;

use super::context::Words;
use super::{Kind, Strike, compiled, whole};

/// Words beside which a number is one of a document.
pub(super) static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    compiled(
        r"(?i)(?:paspoort|passport|identiteits(?:kaart|bewijs)|\bid(?:[ -]?(?:kaart|bewijs|card|nummer|nr|number))?\b|legitimatie|rijbewijs|driv(?:ing|er'?s?) licen[cs]e|verblijfs(?:document|vergunning|kaart|titel|pas)|residence (?:permit|card|document)|documentn\w+|document (?:number|nummer|no)|vreemdelingen|\bv[-.]? ?(?:nummer|nr|number)|alien (?:registration )?number|\bskn\b|ketennummer)",
    )
});
/// The number of a Dutch passport or identity card since 2006, never with the letter O (Paspoortuitvoeringsregeling).
static SHAPE: LazyLock<Regex> = LazyLock::new(|| {
    compiled(r"\b[A-NP-Z]{2}[ .-]?[A-NP-Z0-9]{3}[ .-]?[A-NP-Z0-9]{3}[ .-]?[0-9]\b|\b[A-NP-Z]{2}[A-NP-Z0-9]{6}[0-9]\b")
});
static WORD: LazyLock<Regex> = LazyLock::new(|| compiled(r"\b[A-Za-z0-9]{6,14}\b"));
static IN_PARTS: LazyLock<Regex> =
    LazyLock::new(|| compiled(r"(?i)\b[a-z]{2}[ ._-]{0,2}[a-z0-9]{3}[ ._-]{0,2}[a-z0-9]{3}[ ._-]{0,2}[0-9]\b"));
/// The lines at the foot of a document that machines read.
static FOOT: LazyLock<Regex> = LazyLock::new(|| compiled("[A-Z0-9<]*<<[A-Z0-9<]{5,}|[A-Z0-9]{9,}<[A-Z0-9<]{5,}"));

/// All document numbers in `text` that letters give away; `digits` finds those of digits only.
pub(super) fn find(text: &str) -> Vec<Strike> {
    let mut strikes: Vec<Strike> = whole(&SHAPE, text, Kind::Document);
    strikes.retain(|found| is_no_word(&text[found.start..found.end]));
    if text.contains('<') {
        strikes.extend(whole(&FOOT, text, Kind::Document));
    }
    let words = Words::find(&WORDS, text, 48, 24);
    if !words.is_empty() {
        let mut named = whole(&WORD, text, Kind::Document);
        named.retain(|found| is_number(&text[found.start..found.end]));
        let mut parts = whole(&IN_PARTS, text, Kind::Document);
        // "since 1998" has the form of one.
        parts.retain(|found| digits(&text[found.start..found.end]) >= 5);
        named.extend(parts);
        strikes.extend(named.into_iter().filter(|found| words.speak_of(found.start, found.end)));
    }
    strikes
}

fn digits(written: &str) -> usize {
    written.bytes().filter(u8::is_ascii_digit).count()
}

/// Enough digits to be no word in capitals, and in one piece unless there are many.
fn is_no_word(written: &str) -> bool {
    let in_one_piece = written.bytes().all(|byte| byte.is_ascii_alphanumeric());
    digits(written) >= if in_one_piece { 3 } else { 5 }
}

/// Letters and digits as no word has them; `digits` decides on digits alone.
fn is_number(written: &str) -> bool {
    let capitals = !written.bytes().any(|byte| byte.is_ascii_lowercase());
    let digits = digits(written);
    digits < written.len() && (digits >= 3 || (digits >= 1 && capitals && written.len() == 9))
}
