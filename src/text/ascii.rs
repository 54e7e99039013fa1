//! Text in plain letters, as patterns see it.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// `text` in lower case without accents, one space for any white space or character outside ASCII: `Hè, 'n Café` is
/// `he, 'n cafe`. What patterns are tried on.
#[must_use]
pub fn ascii(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            _ if c.is_ascii() => push(&mut plain, c.to_ascii_lowercase()),
            '\u{2019}' | '\u{2018}' | '´' => plain.push('\''),
            _ => unaccented_letters(c).for_each(|part| push(&mut plain, part)),
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// `text` without accents, and otherwise as it is.
#[must_use]
pub fn unaccented(text: &str) -> String {
    text.nfd().filter(|&part| !is_combining_mark(part)).collect()
}

fn unaccented_letters(c: char) -> impl Iterator<Item = char> {
    c.to_lowercase().nfd().filter(|&part| !is_combining_mark(part))
}

fn push(plain: &mut String, c: char) {
    if c.is_ascii_graphic() {
        plain.push(c);
    } else if !plain.is_empty() && !plain.ends_with(' ') {
        plain.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_accents_and_signs_outside_ascii_go() {
        assert_eq!(ascii(" Hè,\n\n 'n Café 🙂"), "he, 'n cafe");
        assert!(ascii("ﬁ İ ß ǆ 漢字").is_ascii());
        assert_eq!(unaccented("Geïnd\\W"), "Geind\\W");
    }
}
