//! Which patterns can fit a message at all. Each of the ways in which a pattern is written is tried only where a few letters
//! stand that it cannot do without.

use aho_corasick::AhoCorasick;
use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{Ast, Span};
use regex_syntax::hir::translate::{Translator, TranslatorBuilder};
use regex_syntax::hir::{Hir, HirKind};

/// Fewer letters than this tell too little.
const TELLING: usize = 3;
/// Of a way that has more spellings than this, no letters are looked for.
const SPELLINGS: usize = 1024;

/// Texts of which one is needed.
type Spellings = Vec<Vec<u8>>;

/// One of the ways in which a pattern is written: what stands between its outermost bars, or all of it. A pattern fits what one
/// of its ways fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Way {
    /// The place of the pattern.
    pub(crate) pattern: usize,
    /// A pattern itself.
    pub(crate) text: String,
}

/// The ways of patterns and the letters that these cannot do without.
pub(crate) struct Clues {
    ways: Vec<Way>,
    search: Option<AhoCorasick>,
    /// For what is searched, the place of the way.
    owners: Vec<usize>,
    /// The ways that can fit anything.
    always: Vec<usize>,
}

impl Clues {
    /// The clues of `patterns`, which do without Unicode.
    pub(crate) fn of<'a>(patterns: impl Iterator<Item = &'a str>) -> Self {
        let (mut ways, mut needles, mut owners, mut always) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (pattern, text) in patterns.enumerate() {
            for (text, needed) in ways_of(text) {
                match needed {
                    Some(needed) => needed.into_iter().for_each(|needle| {
                        needles.push(needle);
                        owners.push(ways.len());
                    }),
                    None => always.push(ways.len()),
                }
                ways.push(Way { pattern, text: text.to_owned() });
            }
        }
        match AhoCorasick::new(needles) {
            Ok(search) => Self { ways, search: Some(search), owners, always },
            Err(_) => Self { always: (0..ways.len()).collect(), ways, search: None, owners },
        }
    }

    /// All ways, those of the first pattern first.
    pub(crate) fn ways(&self) -> &[Way] {
        &self.ways
    }

    /// The places of the ways that may fit `message`, in order, each once.
    pub(crate) fn worth_trying(&self, message: &str) -> Vec<usize> {
        let found = self.search.iter().flat_map(|search| search.find_overlapping_iter(message));
        let mut places: Vec<usize> = found.map(|found| self.owners[found.pattern().as_usize()]).collect();
        places.extend(&self.always);
        places.sort_unstable();
        places.dedup();
        places
    }
}

/// The ways of `pattern`, and texts of which one stands in whatever each fits; none if there may be others.
fn ways_of(pattern: &str) -> Vec<(&str, Option<Spellings>)> {
    let Ok(tree) = Parser::new().parse(pattern) else { return vec![(pattern, None)] };
    let mut translator = TranslatorBuilder::new().unicode(false).utf8(false).build();
    let mut needed = |tree: &Ast| spellings(&mut translator, pattern, tree);
    match &tree {
        // A flag such as `(?i)` holds for all that follows it, beyond the bar too.
        Ast::Alternation(ways) if !pattern.replace("(?:", "").contains("(?") => {
            let written = |span: &Span| &pattern[span.start.offset..span.end.offset];
            ways.asts.iter().map(|way| (written(way.span()), needed(way))).collect()
        }
        whole => vec![(pattern, needed(whole))],
    }
}

fn spellings(translator: &mut Translator, pattern: &str, tree: &Ast) -> Option<Spellings> {
    let tree = translator.translate(pattern, tree).ok()?;
    needed(&tree).filter(|needed| shortest(needed) >= TELLING)
}

/// Texts of which one stands in whatever `tree` fits; none if there may be others.
fn needed(tree: &Hir) -> Option<Spellings> {
    match tree.kind() {
        HirKind::Literal(literal) => Some(vec![literal.0.to_vec()]),
        HirKind::Capture(capture) => needed(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => needed(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().filter_map(needed).max_by_key(|needed| shortest(needed)),
        HirKind::Alternation(parts) => {
            let all: Option<Vec<_>> = parts.iter().map(needed).collect();
            all.map(|all| all.concat()).filter(|all| all.len() <= SPELLINGS)
        }
        HirKind::Repetition(_) | HirKind::Class(_) | HirKind::Look(_) | HirKind::Empty => None,
    }
}

fn shortest(needed: &[Vec<u8>]) -> usize {
    needed.iter().map(Vec::len).min().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn worth_trying(patterns: &[&str], message: &str) -> Vec<(usize, String)> {
        let clues = Clues::of(patterns.iter().copied());
        let way = |place: usize| (clues.ways()[place].pattern, clues.ways()[place].text.clone());
        clues.worth_trying(message).into_iter().map(way).collect()
    }

    #[test]
    fn a_way_is_tried_where_one_of_its_words_stands_and_one_without_words_everywhere() {
        let patterns = [r"\b(vog|strafblad)\b", r"\d+", r"\bkosten?\b.{0,9}\binzage\b|^gratis|ok"];
        let found = |message| worth_trying(&patterns, message).into_iter().map(|(_, way)| way).collect::<Vec<_>>();
        assert_eq!(found("heb ik een strafblad"), [r"\b(vog|strafblad)\b", r"\d+", "ok"]);
        assert_eq!(found("wat kost inzage"), [r"\d+", r"\bkosten?\b.{0,9}\binzage\b", "ok"]);
        assert_eq!(found("is dat gratis"), [r"\d+", "^gratis", "ok"]);
    }

    #[test]
    fn a_bar_within_brackets_or_behind_a_flag_parts_no_ways() {
        for pattern in ["(aap|noot)", "(?i)aap|noot", r"a\(?b|noot"] {
            assert_eq!(Clues::of([pattern].into_iter()).ways(), [Way { pattern: 0, text: pattern.into() }]);
        }
        assert_eq!(Clues::of(["(?:aap|noot)|mies"].into_iter()).ways().len(), 2);
        assert_eq!(Clues::of(["(aap|noot"].into_iter()).ways().len(), 1, "a broken one is taken as it is");
    }

    /// Patterns put together of what maintainers write.
    fn pattern() -> impl Strategy<Value = String> {
        let part = prop::sample::select(
            &["aap", "noot", "mies", "a", "[a-n]", ".{0,3}", "(aap|wim)", "(zus )?", r"\b", "jet+", "^", " "][..],
        );
        let way = prop::collection::vec(part, 1..5).prop_map(|parts| parts.concat());
        prop::collection::vec(way, 1..4).prop_map(|ways| ways.join("|"))
    }

    proptest! {
        #[test]
        fn a_pattern_fits_where_a_way_worth_trying_fits_and_nowhere_else(
            pattern in pattern(),
            message in "(aap|noot|mies|wim|zus|jett?|a|n| ){0,8}",
        ) {
            let regex = |pattern: &str| regex::bytes::RegexBuilder::new(pattern).unicode(false).build().unwrap();
            let clues = Clues::of([pattern.as_str()].into_iter());
            let mut tried = clues.worth_trying(&message).into_iter().map(|place| &clues.ways()[place].text);
            let fits = tried.any(|way| regex(way).is_match(message.as_bytes()));
            prop_assert_eq!(fits, regex(&pattern).is_match(message.as_bytes()), "{} in {}", pattern, message);
        }
    }
}
