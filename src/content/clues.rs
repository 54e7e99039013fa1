//! Which patterns can fit a message at all. Each of the ways in which a pattern is written is tried only where all the letters
//! stand that it cannot do without.

use std::collections::BTreeMap;

use aho_corasick::AhoCorasick;
use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{Ast, Span};
use regex_syntax::hir::translate::TranslatorBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};

/// Fewer letters than this tell too little.
const TELLING: usize = 3;
/// Where something has more spellings than this, no letters are looked for.
const SPELLINGS: usize = 1024;
/// So many spellings of a whole piece of a pattern are written out; of a longer list its parts are looked for one by one.
const WHOLE: usize = 8;

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
    /// For each text that is searched, the ways that are looked at where it stands.
    called: Vec<Vec<usize>>,
    /// Per way, the lists of texts of which one each must stand as well.
    besides: Vec<Vec<Vec<usize>>>,
    /// The ways that can fit anything.
    always: Vec<usize>,
}

impl Clues {
    /// The clues of `patterns`, which do without Unicode.
    pub(crate) fn of<'a>(patterns: impl Iterator<Item = &'a str>) -> Self {
        let (mut ways, mut besides, mut always) = (Vec::new(), Vec::new(), Vec::new());
        let (mut numbers, mut called) = (BTreeMap::new(), Vec::new());
        for (pattern, text) in patterns.enumerate() {
            for (text, needed) in ways_of(text) {
                let mut number = |text: Vec<u8>| -> usize {
                    let next = numbers.len();
                    *numbers.entry(text).or_insert(next)
                };
                let mut needed: Vec<Vec<usize>> =
                    needed.into_iter().map(|texts| texts.into_iter().map(&mut number).collect()).collect();
                called.resize(numbers.len(), Vec::new());
                match needed.pop() {
                    Some(first) => first.into_iter().for_each(|text| called[text].push(ways.len())),
                    None => always.push(ways.len()),
                }
                besides.push(needed);
                ways.push(Way { pattern, text: text.to_owned() });
            }
        }
        let mut texts = vec![Vec::new(); numbers.len()];
        numbers.into_iter().for_each(|(text, number): (Vec<u8>, usize)| texts[number] = text);
        match AhoCorasick::new(texts) {
            Ok(search) => Self { ways, search: Some(search), called, besides, always },
            Err(_) => Self { always: (0..ways.len()).collect(), ways, search: None, called, besides },
        }
    }

    /// All ways, those of the first pattern first.
    pub(crate) fn ways(&self) -> &[Way] {
        &self.ways
    }

    /// The places of the ways that may fit `message`, in order, each once.
    pub(crate) fn worth_trying(&self, message: &str) -> Vec<usize> {
        let Some(search) = &self.search else { return self.always.clone() };
        let mut stands = vec![0_u64; self.called.len().div_ceil(64)];
        let mut places = Vec::new();
        for found in search.find_overlapping_iter(message) {
            let text = found.pattern().as_usize();
            if stands[text / 64] >> (text % 64) & 1 == 0 {
                stands[text / 64] |= 1 << (text % 64);
                places.extend(&self.called[text]);
            }
        }
        let stands = |text: usize| stands[text / 64] >> (text % 64) & 1 == 1;
        places.retain(|&way: &usize| self.besides[way].iter().all(|texts| texts.iter().any(|&text| stands(text))));
        places.extend(&self.always);
        places.sort_unstable();
        places.dedup();
        places
    }
}

/// The ways of `pattern`, and lists of texts: of each list one text stands in whatever the way fits. The last list tells most.
fn ways_of(pattern: &str) -> Vec<(&str, Vec<Spellings>)> {
    let Ok(tree) = Parser::new().parse(pattern) else { return vec![(pattern, Vec::new())] };
    let mut translator = TranslatorBuilder::new().unicode(false).utf8(false).build();
    let mut needed = |tree: &Ast| match translator.translate(pattern, tree) {
        Ok(tree) => most_telling_last(needed(&tree)),
        Err(_) => Vec::new(),
    };
    match &tree {
        // A flag such as `(?i)` holds for all that follows it, beyond the bar too.
        Ast::Alternation(ways) if !pattern.replace("(?:", "").contains("(?") => {
            let written = |span: &Span| &pattern[span.start.offset..span.end.offset];
            ways.asts.iter().map(|way| (written(way.span()), needed(way))).collect()
        }
        whole => vec![(pattern, needed(whole))],
    }
}

fn most_telling_last(mut needed: Vec<Spellings>) -> Vec<Spellings> {
    needed.sort_by_key(|texts| shortest(texts));
    needed
}

/// Lists of texts, of each of which one stands in whatever `tree` fits.
fn needed(tree: &Hir) -> Vec<Spellings> {
    if let Some(whole) = spelt_out(tree) {
        return Vec::from_iter(telling(whole));
    }
    match tree.kind() {
        HirKind::Capture(capture) => needed(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => needed(&repetition.sub),
        HirKind::Concat(parts) => needed_of_all(parts),
        HirKind::Alternation(parts) => {
            let best = |part| most_telling_last(needed(part)).pop();
            let one_of_each: Option<Vec<Spellings>> = parts.iter().map(best).collect();
            Vec::from_iter(one_of_each.and_then(|each| telling(each.concat())))
        }
        _ => Vec::new(),
    }
}

/// The same of `parts` that follow one another; those that are spelt out are put together as far as that goes.
fn needed_of_all(parts: &[Hir]) -> Vec<Spellings> {
    let (mut lists, mut piece) = (Vec::new(), vec![Vec::new()]);
    for part in parts {
        let spelt = spelt_out(part);
        match spelt.as_ref().and_then(|spelt| followed(&piece, spelt)) {
            Some(longer) => piece = longer,
            None => {
                let new = spelt.unwrap_or_else(|| {
                    lists.extend(needed(part));
                    vec![Vec::new()]
                });
                lists.extend(telling(std::mem::replace(&mut piece, new)));
            }
        }
    }
    lists.extend(telling(piece));
    lists
}

/// All that `tree` fits, if that is a few texts.
fn spelt_out(tree: &Hir) -> Option<Spellings> {
    let spelt = match tree.kind() {
        HirKind::Empty | HirKind::Look(_) => vec![Vec::new()],
        HirKind::Literal(literal) => vec![literal.0.to_vec()],
        HirKind::Class(Class::Bytes(class))
            if class.ranges().iter().map(|range| range.len()).sum::<usize>() <= WHOLE =>
        {
            class.ranges().iter().flat_map(|range| (range.start()..=range.end()).map(|byte| vec![byte])).collect()
        }
        HirKind::Capture(capture) => spelt_out(&capture.sub)?,
        HirKind::Repetition(repetition) if (repetition.min, repetition.max) == (0, Some(1)) => {
            let mut spelt = spelt_out(&repetition.sub)?;
            spelt.push(Vec::new());
            spelt
        }
        HirKind::Concat(parts) => {
            parts.iter().try_fold(vec![Vec::new()], |before, part| followed(&before, &spelt_out(part)?))?
        }
        HirKind::Alternation(parts) => parts.iter().map(spelt_out).collect::<Option<Vec<_>>>()?.concat(),
        _ => return None,
    };
    (spelt.len() <= SPELLINGS).then_some(spelt)
}

/// Each of `first` followed by each of `second`, if these are few.
fn followed(first: &Spellings, second: &Spellings) -> Option<Spellings> {
    let all = || first.iter().flat_map(|text| second.iter().map(|next| [&text[..], next].concat()));
    let is_one = first.len() == 1 && first[0].is_empty();
    (is_one || first.len() * second.len() <= WHOLE).then(|| all().collect())
}

/// `texts` without those in which another of them stands, if all are long enough to tell something.
fn telling(mut texts: Spellings) -> Option<Spellings> {
    if shortest(&texts) < TELLING || texts.len() > SPELLINGS {
        return None;
    }
    texts.sort_by(|one, other| one.len().cmp(&other.len()).then_with(|| one.cmp(other)));
    let mut telling: Spellings = Vec::new();
    for text in texts {
        if !telling.iter().any(|short| text.windows(short.len()).any(|part| part == short)) {
            telling.push(text);
        }
    }
    Some(telling)
}

fn shortest(texts: &[Vec<u8>]) -> usize {
    texts.iter().map(Vec::len).min().unwrap_or(0)
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
        let patterns = [r"\b(vog|strafblad)\b", r"\d+", r"\bkost(en)?\b.{0,9}\binzage\b|^gratis|ok"];
        let found = |message| worth_trying(&patterns, message).into_iter().map(|(_, way)| way).collect::<Vec<_>>();
        assert_eq!(found("heb ik een strafblad"), [r"\b(vog|strafblad)\b", r"\d+", "ok"]);
        assert_eq!(found("wat kost inzage"), [r"\d+", r"\bkost(en)?\b.{0,9}\binzage\b", "ok"]);
        assert_eq!(found("wat kost een paspoort"), [r"\d+", "ok"], "of what it needs a part is missing");
        assert_eq!(found("is dat gratis"), [r"\d+", "^gratis", "ok"]);
    }

    #[test]
    fn pieces_that_follow_one_another_are_looked_for_as_one() {
        let needed = |pattern| ways_of(pattern).pop().map(|(_, lists)| lists).unwrap_or_default();
        let texts = |lists: Vec<Spellings>| -> Vec<Vec<String>> {
            let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap_or_default();
            lists.into_iter().map(|texts| texts.into_iter().map(text).collect()).collect()
        };
        assert_eq!(texts(needed(r"\b(in|uit)za(ge|gen)\b")), [["inzage", "uitzage"]]);
        assert_eq!(texts(needed("aap( noot)?.*mies")), [["aap"], ["mies"]]);
        assert_eq!(texts(needed("(aap.*mies|wim.*zus)")), [["zus", "mies"]]);
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
