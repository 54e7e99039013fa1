//! Making text from outside harmless: no controls, no direction tricks, one form per character.

use unicode_normalization::UnicodeNormalization;

/// How many combining marks may follow one another; more is a "Zalgo" flood.
const MARKS_IN_A_ROW: usize = 4;

/// `raw` without control and direction characters, in Unicode's compatibility form NFKC.
///
/// Stripped before and after normalising, for normalising can bring forbidden characters back (threat T12).
/// Line breaks and tabs stay. Idempotent.
#[must_use]
pub fn clean(raw: &str) -> String {
    if raw.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t')) {
        return raw.to_owned();
    }
    let normal: String = raw.chars().filter(|&c| !is_control(c)).nfkc().collect();
    let mut marks = 0;
    normal
        .chars()
        .filter(|&c| !is_control(c))
        .filter(|&c| {
            marks = if unicode_normalization::char::is_combining_mark(c) { marks + 1 } else { 0 };
            marks <= MARKS_IN_A_ROW
        })
        .collect()
}

/// Whether `c` steers a terminal or the direction or joining of text instead of being read.
#[must_use]
pub fn is_control(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{FEFF}' => true,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => true,
        '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}' => true,
        _ => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn direction_overrides_and_nul_disappear_and_accents_stay() {
        assert_eq!(clean("a\u{202E}b\0c\u{200B}é\n"), "abcé\n");
    }

    #[test]
    fn a_flood_of_combining_marks_is_cut() {
        let flood = format!("a{}", "\u{0316}".repeat(500));
        assert!(clean(&flood).chars().count() <= 1 + MARKS_IN_A_ROW);
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(raw in "\\PC{0,40}|.{0,40}") {
            let once = clean(&raw);
            prop_assert!(!once.chars().any(is_control));
            prop_assert_eq!(clean(&once), once);
        }
    }
}
