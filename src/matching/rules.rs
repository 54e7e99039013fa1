//! The editors' regular expressions of one language.

use std::ops::Range;
use std::sync::OnceLock;

use regex::bytes::{RegexBuilder, RegexSet, RegexSetBuilder};

use super::words::{plain, unaccented};
use crate::content::{Clues, Way};

/// How much memory the compiled patterns of one set may take, in bytes.
const SIZE_LIMIT: usize = 256 * 1024;

/// How much the engine may set aside while it matches with one set, in bytes. With less it builds its states over and over.
const CACHE_LIMIT: usize = 512 * 1024;

/// Ways of patterns that have so many letters together make a set: few are compiled for a message, and few tried.
const SET: usize = 2000;

/// Patterns that are tried together. Those that cannot be compiled are left out; `loket check` names them.
///
/// Each is taken apart into the ways in which it is written, and a set of these is tried only on a message in which a few
/// letters stand that one of them cannot do without. A set is compiled when it is first tried.
pub(super) struct Rules {
    rules: Vec<Rule>,
    clues: Clues,
    sets: Vec<Set>,
    /// The set that each way is in.
    set_of: Vec<usize>,
}

/// Some ways that follow one another.
struct Set {
    ways: Range<usize>,
    compiled: OnceLock<Vec<(RegexSet, Range<usize>)>>,
}

/// A pattern and its intent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    /// The place of the intent in the corpus; the place behind the last for what belongs to none.
    pub(super) intent: usize,
    /// The pattern as written.
    pub(super) pattern: String,
}

impl Rules {
    /// Takes in `rules`.
    pub(super) fn new(rules: Vec<Rule>) -> Self {
        let texts: Vec<String> = rules.iter().map(|rule| unaccented(&rule.pattern)).collect();
        let clues = Clues::of(texts.iter().map(String::as_str));
        let (mut sets, mut set_of): (Vec<Set>, Vec<usize>) = (Vec::new(), Vec::new());
        let mut letters = 0;
        for (place, way) in clues.ways().iter().enumerate() {
            if sets.is_empty() || letters + way.text.len() > SET {
                sets.push(Set { ways: place..place, compiled: OnceLock::new() });
                letters = 0;
            }
            letters += way.text.len();
            set_of.push(sets.len() - 1);
            if let Some(set) = sets.last_mut() {
                set.ways.end = place + 1;
            }
        }
        Self { rules, clues, sets, set_of }
    }

    /// The rules that fire on a text as [`super::words::plain`] gives it, in the order written.
    pub(super) fn fired(&self, plain: &str) -> impl Iterator<Item = &Rule> {
        let mut sets: Vec<usize> = self.clues.worth_trying(plain).into_iter().map(|way| self.set_of[way]).collect();
        sets.dedup();
        let mut fired: Vec<usize> = sets.into_iter().flat_map(|set| self.fired_of(&self.sets[set], plain)).collect();
        // Ways of one rule stand one after the other.
        fired.dedup();
        fired.into_iter().map(move |rule| &self.rules[rule])
    }

    /// The places of the rules of which a way in `set` fits.
    fn fired_of(&self, set: &Set, plain: &str) -> Vec<usize> {
        let compiled = set.compiled.get_or_init(|| {
            let mut compiled = Vec::new();
            compile_into(&mut compiled, self.clues.ways(), set.ways.clone());
            compiled
        });
        let fitting = compiled.iter().flat_map(|(set, ways)| {
            let first = ways.start;
            set.matches(plain.as_bytes()).into_iter().map(move |at| first + at)
        });
        fitting.map(|way| self.clues.ways()[way].pattern).collect()
    }
}

/// Regular expressions that are tried together on what someone typed, as the patterns of intents are: capitals and
/// accents make no difference.
pub struct Patterns {
    rules: Rules,
    texts: Vec<String>,
}

impl Patterns {
    /// Takes in `patterns`; one that cannot be compiled never fires, and `loket check` names it.
    #[must_use]
    pub fn compile(patterns: Vec<String>) -> Self {
        let rule = |(intent, pattern): (usize, &String)| Rule { intent, pattern: pattern.clone() };
        Self { rules: Rules::new(patterns.iter().enumerate().map(rule).collect()), texts: patterns }
    }

    /// The places of the patterns that fire on `text`, in the order given.
    #[must_use]
    pub fn fired(&self, text: &str) -> Vec<usize> {
        self.rules.fired(&plain(text)).map(|rule| rule.intent).collect()
    }

    /// What `text` says after the pattern at `place`, in lower case and without accents; empty where that does not fire.
    #[must_use]
    pub fn rest(&self, place: usize, text: &str) -> String {
        let plain = plain(text);
        let pattern = self.texts.get(place).map(|pattern| unaccented(pattern)).unwrap_or_default();
        let regex = RegexBuilder::new(&pattern).unicode(false).size_limit(SIZE_LIMIT).build().ok();
        let end = regex.and_then(|regex| regex.find(plain.as_bytes()).map(|found| found.end()));
        let rest = end.and_then(|end| plain.get(end..)).unwrap_or_default();
        rest.trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned()
    }
}

/// Compiles the `ways` at these places as one set, or several if one would be too large.
fn compile_into(sets: &mut Vec<(RegexSet, Range<usize>)>, ways: &[Way], places: Range<usize>) {
    let of_set = &ways[places.clone()];
    // Without Unicode classes a `\w` costs a few bytes, with them forty thousand; the text is ASCII anyway.
    let set = build(of_set, false).or_else(|error| if of_set.len() == 1 { build(of_set, true) } else { Err(error) });
    match set {
        Ok(set) => sets.push((set, places)),
        Err(_) if of_set.len() < 2 => {}
        Err(_) => {
            let middle = places.start + of_set.len() / 2;
            compile_into(sets, ways, places.start..middle);
            compile_into(sets, ways, middle..places.end);
        }
    }
}

fn build(ways: &[Way], unicode: bool) -> Result<RegexSet, regex::Error> {
    RegexSetBuilder::new(ways.iter().map(|way| &way.text))
        .unicode(unicode)
        .size_limit(SIZE_LIMIT)
        .dfa_size_limit(CACHE_LIMIT)
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::words::plain;

    fn rules(patterns: &[&str]) -> Rules {
        let rule = |(intent, pattern): (usize, &&str)| Rule { intent, pattern: (*pattern).to_owned() };
        Rules::new(patterns.iter().enumerate().map(rule).collect())
    }

    fn fired(rules: &Rules, text: &str) -> Vec<usize> {
        rules.fired(&plain(text)).map(|rule| rule.intent).collect()
    }

    #[test]
    fn a_broken_pattern_silences_no_other() {
        let rules = rules(&[r"\bvog\b", "(", r"\bcafé\b", "[a-", r"\bwpg\b"]);
        assert_eq!(fired(&rules, "VOG of Wpg, vraagt het CAFE"), [0, 2, 4]);
    }

    #[test]
    fn patterns_too_large_for_one_set_are_shared_out() {
        let patterns: Vec<String> = (0..60).map(|n| format!("a{n}b{{400}}|x{n}y")).collect();
        let rules = rules(&patterns.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(fired(&rules, "x7y en x59y"), [7, 59]);
        let compiled = rules.sets.iter().filter_map(|set| set.compiled.get()).flatten().count();
        assert!(compiled > rules.sets.len(), "{compiled} of {}", rules.sets.len());
    }

    #[test]
    fn what_no_letters_of_a_message_call_for_is_not_compiled() {
        let patterns: Vec<String> = (0..60).map(|n| format!("nummer{n}( en{{50}}){{2}}|{}", "z".repeat(100))).collect();
        let rules = rules(&patterns.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(fired(&rules, "nummer7 is aan de beurt"), Vec::<usize>::new());
        let compiled = rules.sets.iter().filter(|set| set.compiled.get().is_some()).count();
        assert!(rules.sets.len() > 2 && compiled == 1, "{compiled} of {}", rules.sets.len());
    }

    #[test]
    fn a_pattern_without_letters_is_taken_in() {
        assert_eq!(fired(&rules(&[]), "aap"), Vec::<usize>::new());
        assert_eq!(fired(&rules(&["", "aap|"]), "noot"), [0, 1]);
    }

    #[test]
    fn a_rule_that_fires_in_several_ways_fires_once() {
        let rules = rules(&["aap|noot|mies", "wim|noot"]);
        assert_eq!(fired(&rules, "aap noot mies wim"), [0, 1]);
    }

    #[test]
    fn accents_in_a_pattern_fire_with_and_without_in_the_message() {
        let rules = rules(&[r"^h[eè]$", r"geïnformeerd"]);
        assert_eq!(fired(&rules, "hè"), [0]);
        assert_eq!(fired(&rules, "ben ik geinformeerd"), [1]);
    }
}
