//! Bank account numbers.

use std::sync::LazyLock;

use regex::Regex;

use super::{Kind, Strike, compiled};

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
/// Signs that may set the parts of one apart.
const GAPS: &str = " .-\t_/‐‑‒–—−";

static IBAN_START: LazyLock<Regex> =
    LazyLock::new(|| compiled(r"(?i)(?:\b|[^a-z0-9]|iban)([a-z]{2}[ ._/‐-―−-]{0,2}[0-9][ ._/‐-―−-]{0,2}[0-9])"));

/// All account numbers in `text`.
pub(super) fn find(text: &str) -> Vec<Strike> {
    let starts = IBAN_START.captures_iter(text).filter_map(|found| found.get(1));
    starts.filter_map(|start| iban_at(text, start.start())).collect()
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
    Some(Strike { start, end: start + at + sign.len_utf8(), kind: Kind::Iban })
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
            _ if c.is_ascii_alphanumeric() => {
                signs.push((at, c.to_ascii_uppercase()));
                gap = 0;
            }
            _ if gap < 3 && GAPS.contains(c) => gap += 1,
            _ => break,
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

#[cfg(test)]
mod tests {
    use super::find;

    fn found(text: &str) -> Vec<&str> {
        find(text).iter().map(|strike| &text[strike.start..strike.end]).collect()
    }

    /// Of the most signs that an account number may have.
    const LONGEST: &str = "QQ31123456789012345678901234567890";

    #[test]
    fn the_parts_lie_at_most_three_signs_apart() {
        assert_eq!(found("op NL91 - ABNA - 0417 - 1643 - 00."), ["NL91 - ABNA - 0417 - 1643 - 00"]);
        assert_eq!(found("op NL91 -- ABNA 0417 1643 00"), [""; 0]);
        assert_eq!(found("op NL91 ABNA 0417 ---- 1643 00"), [""; 0]);
        assert_eq!(found("op NL91 ABNA 0417 x1643 00"), [""; 0]);
    }

    #[test]
    fn one_of_an_unknown_country_has_34_signs_at_most_and_ends_with_a_word() {
        assert_eq!(found(LONGEST), [LONGEST]);
        assert_eq!(found(&format!("{LONGEST} en verder")), [LONGEST]);
        for more in ["0", "7", "00"] {
            assert_eq!(found(&format!("{LONGEST}{more}")), [""; 0], "{more}");
        }
    }

    #[test]
    fn one_of_an_unknown_country_has_eight_digits_at_least() {
        assert_eq!(found("QQ23ABCDEFGH123456"), ["QQ23ABCDEFGH123456"]);
        assert_eq!(found("QQ49ABCDEFGH12345"), [""; 0]);
    }

    #[test]
    fn a_dutch_one_with_a_slip_in_it_is_one() {
        assert_eq!(found("nl91abna0417164301"), ["nl91abna0417164301"]);
        assert_eq!(found("nl91abna041716430"), [""; 0]);
    }
}
