//! Which patterns can fit a message at all: each is tried only where a few letters stand that it cannot do without.

use aho_corasick::AhoCorasick;
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Hir, HirKind};

/// Fewer letters than this tell too little.
const TELLING: usize = 3;
/// Of a pattern with more ways to be written than this, none is looked for.
const WAYS: usize = 32;

/// The letters that patterns cannot do without.
pub(super) struct Clues {
    search: Option<AhoCorasick>,
    /// For what is searched, the place of the pattern.
    owners: Vec<usize>,
    /// The patterns that can fit anything.
    always: Vec<usize>,
}

impl Clues {
    /// The clues of `patterns`, which do without Unicode.
    pub(super) fn of<'a>(patterns: impl Iterator<Item = &'a str>) -> Self {
        let (mut needles, mut owners, mut always) = (Vec::new(), Vec::new(), Vec::new());
        for (place, pattern) in patterns.enumerate() {
            match needed_of(pattern) {
                Some(needed) => needed.into_iter().for_each(|needle| {
                    needles.push(needle);
                    owners.push(place);
                }),
                None => always.push(place),
            }
        }
        match AhoCorasick::new(needles) {
            Ok(search) => Self { search: Some(search), owners, always },
            Err(_) => {
                Self { search: None, owners: Vec::new(), always: (0..).take(always.len() + owners.len()).collect() }
            }
        }
    }

    /// The places of the patterns that may fit `message`, in order, each once.
    pub(super) fn worth_trying(&self, message: &str) -> Vec<usize> {
        let found = self.search.iter().flat_map(|search| search.find_overlapping_iter(message));
        let mut places: Vec<usize> = found.map(|found| self.owners[found.pattern().as_usize()]).collect();
        places.extend(&self.always);
        places.sort_unstable();
        places.dedup();
        places
    }
}

fn needed_of(pattern: &str) -> Option<Vec<Vec<u8>>> {
    let tree = ParserBuilder::new().unicode(false).utf8(false).build().parse(pattern).ok()?;
    needed(&tree).filter(|ways| shortest(ways) >= TELLING)
}

/// Texts of which one stands in whatever `tree` fits; none if there may be others.
fn needed(tree: &Hir) -> Option<Vec<Vec<u8>>> {
    match tree.kind() {
        HirKind::Literal(literal) => Some(vec![literal.0.to_vec()]),
        HirKind::Capture(capture) => needed(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => needed(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().filter_map(needed).max_by_key(|ways| shortest(ways)),
        HirKind::Alternation(parts) => {
            let ways: Option<Vec<_>> = parts.iter().map(needed).collect();
            ways.map(|ways| ways.concat()).filter(|ways| ways.len() <= WAYS)
        }
        HirKind::Repetition(_) | HirKind::Class(_) | HirKind::Look(_) | HirKind::Empty => None,
    }
}

fn shortest(ways: &[Vec<u8>]) -> usize {
    ways.iter().map(Vec::len).min().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_pattern_is_tried_where_one_of_its_words_stands_and_one_without_words_everywhere() {
        let clues = Clues::of([r"\b(vog|strafblad)\b", r"\d+", r"\bkosten?\b.{0,9}\binzage\b"].into_iter());
        assert_eq!(clues.worth_trying("hoe kom ik van mijn strafblad af"), [0, 1]);
        assert_eq!(clues.worth_trying("inzage"), [1, 2]);
        assert_eq!(clues.worth_trying("hoi"), [1]);
    }

    fn patterns() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec!["ab", "abc", "[ab]c", "(ba)?c", "cab+", r"\bcab", "(a|bc)", "a{0,2}"]);
        prop::collection::vec(piece, 1..4).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn whatever_a_pattern_fits_is_tried(pattern in patterns(), message in "[abc ]{0,12}") {
            let fits = regex::bytes::Regex::new(&pattern).unwrap().is_match(message.as_bytes());
            let tried = !Clues::of([pattern.as_str()].into_iter()).worth_trying(&message).is_empty();
            prop_assert!(tried || !fits);
        }
    }
}
