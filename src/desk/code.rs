//! The reference that citizen and officer name a case by: `K7-M2Q`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Letters and digits that are not taken for one another, read aloud or written down: no 0 O, 1 I L, 2 Z, 5 S, 8 B, U V; and no
/// vowels, so that no word comes of it.
const SIGNS: &[u8; 20] = b"CDFGHJKMNPQRTWXY3467";
/// How many codes there are.
const ALL: u64 = 20 * 20 * 20 * 20 * 20;
/// How far one code lies from the next; has no divisor in common with [`ALL`], so that all come before one comes again.
const STRIDE: u64 = 1_236_077;

/// A reference code. Names a case, and opens nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(String);

impl Code {
    /// The code of the case with this number, at a desk that began at `seed`. Differs for the first 3.2 million cases.
    #[must_use]
    pub fn of(number: u64, seed: u64) -> Self {
        let mut left = ((number % ALL) * STRIDE + seed % ALL) % ALL;
        let mut text = String::with_capacity(6);
        for place in 0..5 {
            if place == 2 {
                text.push('-');
            }
            let sign = SIGNS[usize::try_from(left % 20).unwrap_or_default()];
            text.push(char::from(sign));
            left /= 20;
        }
        Self(text)
    }

    /// The code in what somebody typed: `k7m2q`, `K7-M2Q`, ` k7 m2q `.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let signs: Vec<char> =
            typed.chars().filter(|c| !matches!(c, '-' | ' ' | '#')).map(|c| c.to_ascii_uppercase()).collect();
        let known = signs.len() == 5 && signs.iter().all(|c| u8::try_from(*c).is_ok_and(|byte| SIGNS.contains(&byte)));
        known.then(|| Self(format!("{}-{}", String::from_iter(&signs[..2]), String::from_iter(&signs[2..]))))
    }

    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_differ_and_are_read_back_however_they_are_typed() {
        let codes: BTreeSet<Code> = (0..100_000).map(|number| Code::of(number, 77)).collect();
        assert_eq!(codes.len(), 100_000);
        for code in codes.iter().take(50) {
            let typed = code.as_str().to_lowercase().replace('-', " ");
            assert_eq!(Code::parse(&typed).as_ref(), Some(code));
        }
    }

    #[test]
    fn no_code_has_a_sign_that_is_taken_for_another() {
        let all: String = (0..5_000).map(|number| Code::of(number, 3).to_string()).collect();
        assert!(!all.contains(['0', 'O', '1', 'I', 'L', '2', 'Z', '5', 'S', '8', 'B', 'U', 'V', 'A', 'E']));
        assert!(Code::parse("K0-M2Q").is_none() && Code::parse("K7-M").is_none());
    }
}
