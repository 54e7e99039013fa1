//! Personal data that are known by their shape.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{Kind, Strike};

/// What sets the parts of a number apart, if anything.
const APART: &str = r"[ .\-–/()]{0,3}";
/// The series of Dutch licence plates, `x` a letter and `9` a digit (RDW, sidecodes 1 to 14).
const PLATES: [&str; 14] = [
    "xx-99-99", "99-99-xx", "99-xx-99", "xx-99-xx", "xx-xx-99", "99-xx-xx", "99-xxx-9", "9-xxx-99", "xx-999-x",
    "x-999-xx", "xxx-99-x", "x-99-xxx", "9-xx-999", "999-xx-9",
];
/// How long account numbers are in the countries most of them come from (SWIFT, IBAN registry).
const IBAN_LENGTHS: [(&str, usize); 30] = [
    ("NL", 18),
    ("BE", 16),
    ("DE", 22),
    ("FR", 27),
    ("GB", 22),
    ("LU", 20),
    ("ES", 24),
    ("IT", 27),
    ("PL", 28),
    ("PT", 25),
    ("AT", 20),
    ("CH", 21),
    ("TR", 26),
    ("MA", 28),
    ("RO", 24),
    ("BG", 22),
    ("HU", 28),
    ("CZ", 24),
    ("DK", 18),
    ("SE", 24),
    ("NO", 15),
    ("FI", 18),
    ("IE", 22),
    ("GR", 27),
    ("LT", 20),
    ("LV", 21),
    ("EE", 20),
    ("HR", 21),
    ("SK", 24),
    ("SI", 19),
];
/// Words of two letters that follow a year more often than they end a postcode.
const NO_POSTCODE: [&str; 24] = [
    "al", "an", "as", "at", "bv", "by", "de", "en", "er", "ik", "in", "is", "it", "je", "nu", "of", "om", "on", "op",
    "or", "te", "to", "we", "ze",
];

static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    compiled(
        r"(?i)[\w.+%'-]+ ?(?:@|\(at\)|\[at\]|\bapenstaart(?:je)?\b) ?[\w-]+(?:(?:\.| ?(?:\(dot\)|\(punt\)|\bpunt\b) ?)[\w-]+)+",
    )
});
static LINK: LazyLock<Regex> =
    LazyLock::new(|| compiled(r#"(?i)(?:https?://|\bwww\.|\bt\.me/|\btelegram\.me/)[^\s<>"]+"#));
static KEY: LazyLock<Regex> = LazyLock::new(|| compiled(r"[A-Za-z0-9_~+%=.-]{16,}"));
static IBAN_START: LazyLock<Regex> = LazyLock::new(|| compiled(r"(?i)\b[a-z]{2}[ .-]?[0-9]{2}"));
static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    let abroad = format!(r"(?:\+|\b00){APART}[1-9](?:{APART}[0-9]){{7,13}}");
    // Not 0800 and 0900.
    let area = format!("[1-7]{APART}[0-9]{APART}[0-9]|[89]{APART}(?:[1-9]{APART}[0-9]|0{APART}[1-9])");
    let at_home = format!(r"\b0{APART}(?:{area})(?:{APART}[0-9]){{6}}[0-9]{{0,2}}");
    compiled(&format!(r"(?:{abroad}|{at_home})\b"))
});
static PUBLIC: LazyLock<Regex> =
    LazyLock::new(|| compiled(r"\b0[89]00[ .-]{0,3}[0-9]{2}[ ]?[0-9]{2}(?:[ ]?[0-9]{3})?\b"));
static PLATE: LazyLock<Regex> = LazyLock::new(|| plates("-"));
static PLATE_LOOSE: LazyLock<Regex> = LazyLock::new(|| plates("[ .·-]{0,3}"));
static PLATE_WORDS: LazyLock<Regex> =
    LazyLock::new(|| compiled(r"(?i)(?:kenteken|nummerplaat|licen[cs]e plate|number plate|registration)"));
static POSTCODE: LazyLock<Regex> = LazyLock::new(|| {
    let number = r"[0-9]{1,5}(?: ?-? ?(?:[a-z]|[0-9]{1,4}|hs|bis|huis)\b)?";
    let before = format!(r"\b(?:{number}[ ,\n]{{1,3}})?");
    let after = format!(r"(?:[ ,\n]{{0,3}}(?:(?:huis)?(?:nummer|nr)\b\.?:? ?)?{number}\b)?");
    compiled(&format!(
        r"(?i)(?P<before>{before})\b[1-9][0-9]{{3}}(?P<gap> {{0,2}})(?P<letters>[a-z]{{2}})\b(?P<after>{after})"
    ))
});
static HANDLE: LazyLock<Regex> = LazyLock::new(|| compiled(r"(?:^|[^\w@])(@[A-Za-z]\w{3,31})\b"));

/// All that has the shape of something personal in `text`.
pub(super) fn find(text: &str) -> Vec<Strike> {
    let mut strikes = whole(&EMAIL, text, Kind::Email);
    strikes.extend(whole(&LINK, text, Kind::Link).into_iter().filter(|link| is_telling(&text[link.start..link.end])));
    strikes.extend(IBAN_START.find_iter(text).filter_map(|start| iban_at(text, start.start())));
    strikes.extend(whole(&PHONE, text, Kind::Phone));
    strikes.extend(whole(&PLATE, text, Kind::Plate));
    strikes.extend(loose_plates(text));
    strikes.extend(POSTCODE.captures_iter(text).filter_map(|found| address(&found)));
    strikes.extend(
        HANDLE.captures_iter(text).filter_map(|found| found.get(1)).map(|found| strike(found.range(), Kind::Handle)),
    );
    strikes
}

/// Where numbers stand that are nobody's own: 0800 and 0900. Shorter ones such as 112 are never taken for anything.
pub(super) fn public_numbers(text: &str) -> Vec<Range<usize>> {
    PUBLIC.find_iter(text).map(|found| found.range()).collect()
}

/// A pattern of this program's own.
#[expect(clippy::expect_used, reason = "the patterns are constants, and a test compiles each of them")]
pub(super) fn compiled(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of our own")
}

fn whole(pattern: &Regex, text: &str, kind: Kind) -> Vec<Strike> {
    pattern.find_iter(text).map(|found| strike(found.range(), kind)).collect()
}

fn strike(range: Range<usize>, kind: Kind) -> Strike {
    Strike { start: range.start, end: range.end, kind }
}

/// Whether a web address holds a key, or leads to a person.
fn is_telling(link: &str) -> bool {
    let lower = link.to_lowercase();
    let to_person = ["t.me/", "telegram.me/"].iter().any(|host| lower.contains(host));
    let path = link.split_once("://").map_or(link, |(_, rest)| rest).split_once('/').map_or("", |(_, path)| path);
    to_person || link.contains('@') || KEY.find_iter(path).any(|key| is_key(key.as_str()))
}

/// A long word that is no phrase with dashes: many digits, or capitals in the middle.
fn is_key(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let capitals = word.chars().skip(1).filter(char::is_ascii_uppercase).count();
    digits >= 6 || capitals >= 4
}

/// The account number that begins at `start`: as long as its country has them, else the longest that passes its checksum,
/// else one of Dutch form with a slip.
fn iban_at(text: &str, start: usize) -> Option<Strike> {
    let signs = iban_signs(&text[start..]);
    let passes = |length: &usize| signs.get(..*length).is_some_and(passes_mod_97);
    let usual = usual_length(&signs).filter(passes);
    let fits = |length: &usize| ends_word(&signs, *length) && has_digits(&signs[..*length]) && passes(length);
    let longest = || (15..=signs.len()).rev().find(fits);
    let dutch = || (signs.len() >= 18 && is_dutch_iban(&signs[..18])).then_some(18);
    let (at, sign) = signs[usual.or_else(longest).or_else(dutch)? - 1];
    Some(strike(start..start + at + sign.len_utf8(), Kind::Iban))
}

fn usual_length(signs: &[(usize, char)]) -> Option<usize> {
    let country: String = signs.iter().take(2).map(|&(_, sign)| sign).collect();
    IBAN_LENGTHS.iter().find(|(known, _)| *known == country).map(|&(_, length)| length)
}

/// The letters and digits that may make an account number, upper case, with their places; at most 34, and one more to see
/// where a word ends.
fn iban_signs(text: &str) -> Vec<(usize, char)> {
    let mut signs = Vec::new();
    let mut gap = 0;
    for (at, c) in text.char_indices() {
        match c {
            _ if c.is_ascii_alphanumeric() => signs.push((at, c.to_ascii_uppercase())),
            ' ' | '.' | '-' if gap < 2 => gap += 1,
            _ => break,
        }
        if signs.last().is_some_and(|&(last, _)| last == at) {
            gap = 0;
        }
        if signs.len() > 34 {
            break;
        }
    }
    signs
}

fn ends_word(signs: &[(usize, char)], length: usize) -> bool {
    length <= 34 && signs.get(length).is_none_or(|&(next, _)| next > signs[length - 1].0 + 1)
}

/// Every country's account numbers have eight digits at least; words that pass the checksum by chance have fewer.
fn has_digits(signs: &[(usize, char)]) -> bool {
    signs.iter().filter(|(_, sign)| sign.is_ascii_digit()).count() >= 8
}

fn passes_mod_97(signs: &[(usize, char)]) -> bool {
    let (head, tail) = signs.split_at(4);
    let value = |sign: &(usize, char)| sign.1.to_digit(36).unwrap_or(0);
    let rest = tail.iter().chain(head).map(value).fold(0, |rest, value| {
        let shift = if value > 9 { 100 } else { 10 };
        (rest * shift + value) % 97
    });
    rest == 1
}

fn is_dutch_iban(signs: &[(usize, char)]) -> bool {
    let shape = "NL99xxxx9999999999";
    signs.iter().zip(shape.chars()).all(|(&(_, sign), wanted)| match wanted {
        '9' => sign.is_ascii_digit(),
        'x' => sign.is_ascii_uppercase(),
        letter => sign == letter,
    })
}

fn plates(apart: &str) -> Regex {
    let series = PLATES.map(|series| plate_pattern(series, apart));
    compiled(&format!(r"(?i)\b(?:{})\b", series.join("|")))
}

fn plate_pattern(series: &str, apart: &str) -> String {
    let part = |c| match c {
        'x' => "[a-z]",
        '9' => "[0-9]",
        _ => apart,
    };
    series.chars().map(part).collect()
}

/// Plates without dashes, where a word says that it is about one.
fn loose_plates(text: &str) -> Vec<Strike> {
    let words: Vec<_> = PLATE_WORDS.find_iter(text).map(|found| found.range()).collect();
    let near = |plate: &Strike| {
        let behind = |word: &Range<usize>| word.end <= plate.start && plate.start - word.end <= 40;
        let before = |word: &Range<usize>| plate.end <= word.start && word.start - plate.end <= 20;
        words.iter().any(|word| behind(word) || before(word))
    };
    if words.is_empty() {
        return Vec::new();
    }
    whole(&PLATE_LOOSE, text, Kind::Plate).into_iter().filter(near).collect()
}

/// A postcode, if a house number stands beside it and it is not a year before a short word.
fn address(found: &Captures<'_>) -> Option<Strike> {
    let part = |name: &str| found.name(name).map_or("", |part| part.as_str());
    let letters = part("letters");
    let is_word = !part("gap").is_empty() && NO_POSTCODE.contains(&letters);
    let has_number = !part("before").is_empty() || !part("after").is_empty();
    (has_number && !is_word).then(|| strike(found.get_match().range(), Kind::Address))
}
