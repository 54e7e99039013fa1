//! From a message to the words that are compared: folded to plain letters, long messages shortened.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How many bytes of a long message are read: half from its beginning, half from its end.
const READ: usize = 512;

/// `text` in lower case without accents; what is no letter or digit becomes a space, apostrophes vanish.
/// Words are joined by one space: `Foto's, één!` → `fotos een`.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() { push_folded(&mut folded, c.to_ascii_lowercase()) } else { push_unaccented(&mut folded, c) }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

fn push_unaccented(folded: &mut String, c: char) {
    for plain in c.to_lowercase().nfd().filter(|&part| !is_combining_mark(part)) {
        push_folded(folded, plain);
    }
}

fn push_folded(folded: &mut String, c: char) {
    match c {
        '\'' | '\u{2019}' | '\u{2018}' | '`' | '´' => {}
        _ if c.is_alphanumeric() => folded.push(c),
        _ if folded.is_empty() || folded.ends_with(' ') => {}
        _ => folded.push(' '),
    }
}

/// `text` as patterns see it: lower case, accents off, one space for any white space or character outside ASCII.
///
/// Keeping to ASCII keeps the regex engine on its fast path, whatever is sent.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            _ if c.is_ascii() => push_plain(&mut plain, c.to_ascii_lowercase()),
            '\u{2019}' | '\u{2018}' | '´' => plain.push('\''),
            _ => c
                .to_lowercase()
                .nfd()
                .filter(|&part| !is_combining_mark(part))
                .for_each(|part| push_plain(&mut plain, part)),
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

fn push_plain(plain: &mut String, c: char) {
    if c.is_ascii_graphic() {
        plain.push(c);
    } else if !plain.is_empty() && !plain.ends_with(' ') {
        plain.push(' ');
    }
}

/// `pattern` without accents, to be tried on [`plain`] text.
pub(super) fn unaccented(pattern: &str) -> String {
    pattern.nfd().filter(|&part| !is_combining_mark(part)).collect()
}

/// What is read of `text`, folded: all of it, or of a long one the beginning and the end, where people say what they want.
pub(super) fn read(text: &str) -> String {
    shorten(text).map(fold).join(" ").trim().to_owned()
}

/// How many words a folded text has.
pub(super) fn words_in(folded: &str) -> usize {
    folded.split(' ').filter(|word| !word.is_empty()).count()
}

fn shorten(text: &str) -> [&str; 2] {
    if text.len() <= READ {
        return [text, ""];
    }
    let head = &text[..text.floor_char_boundary(READ / 2)];
    let tail = &text[text.ceil_char_boundary(text.len() - READ / 2)..];
    let head = head.rsplit_once(char::is_whitespace).map_or(head, |(whole_words, _)| whole_words);
    let tail = tail.split_once(char::is_whitespace).map_or(tail, |(_, whole_words)| whole_words);
    [head, tail]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_accents_and_apostrophes_make_no_difference() {
        assert_eq!(fold("  Foto’s van ÉÉN  agent?!"), "fotos van een agent");
    }

    #[test]
    fn patterns_see_nothing_but_ascii() {
        assert_eq!(plain(" Hè,\n\n 'n Café 🙂"), "he, 'n cafe");
        assert!(plain("ﬁ İ ß ǆ 漢字").is_ascii());
    }

    #[test]
    fn a_long_message_is_read_at_both_ends() {
        let text = format!("mijn verzoek is geweigerd. {} wat kan ik nu doen", "bla ".repeat(900));
        let read = read(&text);
        assert!(read.starts_with("mijn verzoek is geweigerd"));
        assert!(read.ends_with("wat kan ik nu doen"));
        assert!(read.len() <= READ);
    }
}
