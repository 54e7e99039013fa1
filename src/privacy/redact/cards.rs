//! Numbers of payment cards.

use std::sync::LazyLock;

use regex::Regex;

use super::compiled;

/// How long they are (ISO/IEC 7812-1).
pub(super) const LENGTHS: std::ops::RangeInclusive<usize> = 13..=19;

/// Words beside which a number of that length is one of a card.
pub(super) static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    compiled(
        r"(?i)(?:credit ?card|debit ?card|bank ?pas|pinpas|betaal ?(?:pas|kaart)|kaartnummer|pasnummer|card ?(?:number|no|nr)|\bvisa\b|mastercard|maestro|amex|american express)",
    )
});

/// Whether `digits` are those of a card: begun as an issuer's, and with the check digit of Luhn.
pub(super) fn is_card(digits: &str) -> bool {
    is_issued(digits) && passes_luhn(digits)
}

/// The ranges of the issuers that are met here: Visa, Mastercard, Maestro, American Express, Diners, Discover, JCB, UnionPay.
fn is_issued(digits: &str) -> bool {
    let head = |length: usize| digits.get(..length).and_then(|head| head.parse::<u32>().ok()).unwrap_or(0);
    let by_four = head(4);
    matches!(head(1), 4)
        || matches!(head(2), 34 | 36..=39 | 50..=59 | 62 | 64..=65 | 67..=68)
        || matches!(by_four, 2221..=2720 | 3000..=3059 | 3528..=3589 | 6011 | 6300..=6399)
}

/// ISO/IEC 7812-1, annex B.
fn passes_luhn(digits: &str) -> bool {
    let doubled = |digit: u32| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let values = digits.bytes().rev().map(|digit| u32::from(digit - b'0')).enumerate();
    let sum: u32 = values.map(|(place, digit)| if place % 2 == 1 { doubled(digit) } else { digit }).sum();
    sum.is_multiple_of(10)
}
