//! Examples that are nearly the same under two intents.

use super::examples::{Owned, essence, examples};
use crate::content::Lang;
use crate::content::parse::Parsed;
use crate::diagnostic::{Diagnostic, recognition};
use crate::text::{ascii, clean};

/// From this share of equal letters on, two examples are nearly the same.
const NEAR: f64 = 0.93;

/// Finds examples in `lang` that differ only in accents, or in a few letters, under two intents.
pub(super) fn check_nearness(parsed: &Parsed, lang: Lang) -> Vec<Diagnostic> {
    let mut entries: Vec<Entry<'_>> = examples(parsed, lang).map(entry).collect();
    entries.sort_by_key(|entry| (entry.folded.len(), entry.owned.file, entry.owned.example.span));
    // Side by side, for most of the time goes into passing over what is unlike at a glance.
    let glances: Vec<u64> = entries.iter().map(|entry| entry.pairs.0[0]).collect();
    let mut findings = Vec::new();
    for (at, longer) in entries.iter().enumerate() {
        let length = longer.folded.len();
        let edits = allowed_edits(length);
        let from = entries[..at].partition_point(|other| other.folded.len() + edits < length);
        let alike = |glance: &u64| differing(*glance, glances[at]) <= edits * TOUCHED;
        let alike = entries[from..at].iter().zip(&glances[from..at]).filter(|(_, glance)| alike(glance));
        let near =
            alike.filter(|(other, _)| other.owned.intent != longer.owned.intent && is_near(longer, other, edits));
        findings.extend(near.map(|(other, _)| report(longer, other)));
    }
    findings
}

/// An example, ready to be compared.
struct Entry<'a> {
    owned: Owned<'a>,
    /// Its words in plain letters.
    folded: String,
    pairs: Pairs,
}

fn entry(owned: Owned<'_>) -> Entry<'_> {
    let folded = words(&ascii(&clean(&owned.example.value)));
    let pairs = Pairs::of(&folded);
    Entry { owned, folded, pairs }
}

/// The words of a plain text, one space between them.
fn words(plain: &str) -> String {
    let words: Vec<&str> = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// How many letters may differ between examples of which the longer has `length`.
fn allowed_edits(length: usize) -> usize {
    // A share of a few thousand letters: nothing is lost on the way to a whole number.
    (length as f64 * (1.0 - NEAR)) as usize
}

fn is_near(a: &Entry<'_>, b: &Entry<'_>, edits: usize) -> bool {
    if a.folded.is_empty() || !a.pairs.may_be_near(&b.pairs, edits) {
        return false;
    }
    // What is the same letter for letter but for capitals and punctuation is reported as a duplicate.
    differ_little(a.folded.as_bytes(), b.folded.as_bytes(), edits)
        && essence(&a.owned.example.value) != essence(&b.owned.example.value)
}

fn report(entry: &Entry<'_>, other: &Entry<'_>) -> Diagnostic {
    let (later, first) = if entry.owned.place() > other.owned.place() { (entry, other) } else { (other, entry) };
    let intents = (later.owned.intent, first.owned.intent);
    recognition::near_duplicate_example(later.owned.place(), first.owned.place(), intents)
}

/// Whether at most `edits` letters differ. Looks only at the band around the diagonal that such a little difference leaves,
/// and stops where it gets larger: comparing all examples in full would take a minute.
fn differ_little(a: &[u8], b: &[u8], edits: usize) -> bool {
    let beyond = edits + 1;
    let mut row: Vec<usize> = (0..=b.len()).map(|column| column.min(beyond)).collect();
    for (line, letter) in a.iter().enumerate() {
        let (from, to) = (line.saturating_sub(edits), (line + 1 + edits).min(b.len()));
        let mut diagonal = row[from];
        let mut left = if from == 0 { (line + 1).min(beyond) } else { beyond };
        row[from] = left;
        let mut best = left;
        for column in from..to {
            let swapped = diagonal + usize::from(b[column] != *letter);
            diagonal = row[column + 1];
            left = swapped.min(diagonal + 1).min(left + 1).min(beyond);
            row[column + 1] = left;
            best = best.min(left);
        }
        if best >= beyond {
            return false;
        }
    }
    row[b.len()] <= edits
}

/// For 256 sorts of letter pairs, whether a text has an odd number of them. However long two texts are, they differ in
/// half of these, unless they are nearly the same.
#[derive(Clone, Copy)]
struct Pairs([u64; 4]);

impl Pairs {
    fn of(text: &str) -> Self {
        let mut odd = [0; 4];
        for pair in text.as_bytes().windows(2) {
            let number = pair.iter().fold(0_u32, |number, byte| (number << 8) | u32::from(*byte));
            let sort = (number.wrapping_mul(0x9E37_79B1) >> 24) as usize;
            odd[sort / 64] ^= 1 << (sort % 64);
        }
        Self(odd)
    }

    /// False only if more than `edits` letters differ.
    fn may_be_near(&self, other: &Self, edits: usize) -> bool {
        self.0.iter().zip(other.0).map(|(one, other)| differing(*one, other)).sum::<usize>() <= edits * TOUCHED
    }
}

/// An edit touches two pairs of either text, so that at most so many sorts become odd or even.
const TOUCHED: usize = 4;

fn differing(one: u64, other: u64) -> usize {
    (one ^ other).count_ones() as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_filter_lets_through_whatever_is_near() {
        let text = "kan ik zien wat de politie allemaal over mij heeft staan";
        let near = "kan ik zien wat de politie allemal over mij heeft staaan";
        assert_eq!(strsim::levenshtein(text, near), 2);
        assert!(Pairs::of(text).may_be_near(&Pairs::of(near), 2));
        assert!(!Pairs::of(text).may_be_near(&Pairs::of("hoeveel kost een kopie van mijn eigen dossier eigenlijk"), 3));
    }

    proptest! {
        #[test]
        fn the_band_finds_what_measuring_in_full_finds(a in "[ab ]{0,12}", b in "[ab ]{0,12}", edits in 0_usize..6) {
            let full = strsim::levenshtein(&a, &b);
            prop_assert_eq!(differ_little(a.as_bytes(), b.as_bytes(), edits), full <= edits);
            prop_assert!(full > edits || Pairs::of(&a).may_be_near(&Pairs::of(&b), edits));
        }
    }

    #[test]
    fn short_examples_must_be_the_same_and_long_ones_may_differ_a_little() {
        assert_eq!((allowed_edits(14), allowed_edits(15), allowed_edits(60)), (0, 1, 4));
    }
}
