//! Examples that are the message, or nearly.

use super::table::hash_text;

/// From this similarity on, a message is taken for the example.
const NEARLY: f64 = 0.9;

/// Below this many letters only the same message counts: one letter would already be another word.
const SHORTEST: usize = 10;

/// Above this many bytes too: measuring costs the square of the length, and nobody repeats a story by chance.
const LONGEST: usize = 80;

/// So many examples are measured letter by letter.
const MEASURED: usize = 3;

/// All examples of one language, ready to be compared.
#[derive(Default)]
pub(super) struct Examples {
    /// By length in bytes.
    examples: Vec<Example>,
}

struct Example {
    folded: Box<str>,
    hash: u64,
    runs: Runs,
    own: Option<usize>,
}

/// An example that is the message, or nearly.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Match<'a> {
    /// Its intent; none if it is an example of what nothing should answer.
    pub(super) own: Option<usize>,
    /// The example, folded.
    pub(super) text: &'a str,
    /// 1 for the same words.
    pub(super) similarity: f64,
}

impl Examples {
    /// Takes in folded examples and the intents they belong to.
    pub(super) fn new<'a>(examples: impl Iterator<Item = (&'a str, Option<usize>)>) -> Self {
        let make = |(folded, own): (&str, _)| Example {
            folded: folded.into(),
            hash: hash_text(folded),
            runs: runs(folded),
            own,
        };
        let mut examples: Vec<Example> = examples.map(make).collect();
        examples.sort_by(|a, b| a.folded.len().cmp(&b.folded.len()).then_with(|| a.folded.cmp(&b.folded)));
        Self { examples }
    }

    /// The example that a folded message is, or nearly. None if examples of several intents are equally near.
    pub(super) fn find(&self, folded: &str) -> Option<Match<'_>> {
        let hash = hash_text(folded);
        let same = self.of_length(folded.len(), folded.len()).iter().filter(|example| example.hash == hash);
        let same: Vec<(f64, &Example)> = same.map(|example| (1.0, example)).collect();
        if same.is_empty() { agreed(&self.nearly(folded)) } else { agreed(&same) }
    }

    fn nearly(&self, folded: &str) -> Vec<(f64, &Example)> {
        let length = folded.len();
        if !(SHORTEST..=LONGEST).contains(&length) {
            return Vec::new();
        }
        let mine = runs(folded);
        let slips = length / 9;
        let near = self.of_length(length - slips, length + slips).iter();
        let mut near: Vec<(u32, &Example)> = near.map(|example| (differing(&example.runs, &mine), example)).collect();
        near.retain(|(differing, _)| *differing as usize <= 3 * slips + 1);
        near.sort_by_key(|(differing, _)| *differing);
        let measured =
            near.into_iter().take(MEASURED).map(|(_, example)| (similarity(folded, &example.folded), example));
        measured.filter(|(similarity, _)| *similarity >= NEARLY).collect()
    }

    fn of_length(&self, least: usize, most: usize) -> &[Example] {
        let start = self.examples.partition_point(|example| example.folded.len() < least);
        let end = self.examples.partition_point(|example| example.folded.len() <= most);
        &self.examples[start..end]
    }
}

impl Examples {
    /// Whether a folded text is an example word for word.
    pub(super) fn has(&self, folded: &str) -> bool {
        let hash = hash_text(folded);
        self.of_length(folded.len(), folded.len()).iter().any(|example| example.hash == hash)
    }
}

fn agreed<'a>(found: &[(f64, &'a Example)]) -> Option<Match<'a>> {
    let best = found.iter().map(|(similarity, _)| *similarity).fold(0.0, f64::max);
    let mut best_ones = found.iter().filter(|(similarity, _)| *similarity >= best).map(|(_, example)| example);
    let first = best_ones.next()?;
    let agreed = best_ones.all(|other| other.own == first.own);
    agreed.then_some(Match { own: first.own, text: &first.folded, similarity: best })
}

fn similarity(one: &str, other: &str) -> f64 {
    let longest = one.chars().count().max(other.chars().count()).max(1);
    1.0 - strsim::osa_distance(one, other) as f64 / longest as f64
}

/// A bit for each run of three letters, so that unlike examples are passed over at a glance.
type Runs = [u64; 4];

fn runs(text: &str) -> Runs {
    let mut bits = [0; 4];
    for run in text.as_bytes().windows(3) {
        let hash = run.iter().fold(0_u32, |hash, &byte| hash.wrapping_mul(0x0100_0193) ^ u32::from(byte));
        let bit = (hash.wrapping_mul(0x9E37_79B1) >> 24) as usize;
        bits[bit / 64] |= 1 << (bit % 64);
    }
    bits
}

/// How many runs one text has that the other lacks; a slip brings in at most three.
fn differing(one: &Runs, other: &Runs) -> u32 {
    let lacking = |a: &Runs, b: &Runs| -> u32 { a.iter().zip(b).map(|(a, b)| (a & !b).count_ones()).sum() };
    lacking(one, other).max(lacking(other, one))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn examples() -> Examples {
        let texts = [
            ("mag ik mijn gegevens zien", Some(0)),
            ("hoe lang duurt dat", Some(1)),
            ("hoi", Some(2)),
            ("dubbel", Some(0)),
        ];
        Examples::new(texts.into_iter().chain([("dubbel", Some(1)), ("wat kost een paspoort", None)]))
    }

    #[test]
    fn a_slip_in_a_sentence_still_finds_the_example() {
        let examples = examples();
        let found = examples.find("mag ik mijn geegvens zien").unwrap();
        assert_eq!((found.own, found.text), (Some(0), "mag ik mijn gegevens zien"));
        assert!(found.similarity < 1.0);
        assert_eq!(examples.find("hoe lang duurt dat").unwrap().similarity, 1.0);
    }

    #[test]
    fn a_short_word_must_be_the_same_and_another_sentence_is_no_match() {
        assert_eq!(examples().find("hoy"), None);
        assert_eq!(examples().find("mag mijn buurman mijn gegevens zien"), None);
    }

    #[test]
    fn an_example_of_two_intents_decides_nothing_and_a_negative_decides_none() {
        assert_eq!(examples().find("dubbel"), None);
        assert_eq!(examples().find("wat kost een paspoort").unwrap().own, None);
    }
}
