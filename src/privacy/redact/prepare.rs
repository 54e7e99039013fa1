//! Text in the form in which personal data are looked for: nothing hides between or behind its signs.

use unicode_normalization::char::is_combining_mark;

use super::{CUT, LENGTH};
use crate::text::clean;

/// The zeros of scripts whose digits people type or paste; the nine behind each are its other digits (Unicode 16, Nd).
const ZEROS: [u32; 19] = [
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0E50, 0x0ED0,
    0x0F20, 0x1040, 0x17E0, 0x1810, 0x0DE6,
];

/// The first [`LENGTH`] characters of `text`, cleaned, with Latin digits, and without what is not seen or only decorates a
/// digit.
pub(super) fn prepare(text: &str) -> String {
    let mut characters = text.chars();
    let head: String = characters.by_ref().take(LENGTH).collect();
    let rest = if characters.next().is_some() { CUT } else { "" };
    let clean = clean(&head);
    if clean.is_ascii() {
        return clean + rest;
    }
    let mut prepared = String::with_capacity(clean.len());
    for c in clean.chars().map(latin_digit).filter(|&c| !is_unseen(c)) {
        let decorates = is_combining_mark(c) && prepared.ends_with(|before: char| before.is_ascii_digit());
        if !decorates {
            prepared.push(c);
        }
    }
    prepared + rest
}

fn latin_digit(c: char) -> char {
    let value = ZEROS.iter().find_map(|zero| u32::from(c).checked_sub(*zero).filter(|value| *value < 10));
    value.and_then(|value| char::from_digit(value, 10)).unwrap_or(c)
}

/// What is ignored where it is shown, or shown as nothing (Unicode, Default_Ignorable_Code_Point), and is no control.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{034F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{2800}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FFA0}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0100}'..='\u{E01EF}')
}
