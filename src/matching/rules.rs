//! The editors' regular expressions of one language.

use regex::bytes::{RegexBuilder, RegexSet, RegexSetBuilder};

use super::words::{plain, unaccented};

/// How much memory the compiled patterns of one set may take, in bytes.
const SIZE_LIMIT: usize = 256 * 1024;

/// How much the engine may set aside while it matches, in bytes. With less it builds its states over and over.
const CACHE_LIMIT: usize = 2 * 1024 * 1024;

/// Patterns that are tried together. Those that cannot be compiled are left out; `loket check` names them.
pub(super) struct Rules {
    sets: Vec<(RegexSet, Vec<Rule>)>,
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
    /// Compiles `rules`: one set, or several if one would be too large.
    pub(super) fn compile(rules: Vec<Rule>) -> Self {
        let mut sets = Vec::new();
        compile_into(&mut sets, rules);
        Self { sets }
    }

    /// The rules that fire on a text as [`super::words::plain`] gives it, in the order written.
    pub(super) fn fired(&self, plain: &str) -> impl Iterator<Item = &Rule> {
        self.sets.iter().flat_map(move |(set, rules)| set.matches(plain.as_bytes()).into_iter().map(|at| &rules[at]))
    }
}

/// Regular expressions that are tried together on what someone typed, as the patterns of intents are: capitals and
/// accents make no difference.
pub struct Patterns {
    rules: Rules,
    texts: Vec<String>,
}

impl Patterns {
    /// Compiles `patterns`; one that cannot be compiled never fires, and `loket check` names it.
    #[must_use]
    pub fn compile(patterns: Vec<String>) -> Self {
        let rule = |(intent, pattern): (usize, &String)| Rule { intent, pattern: pattern.clone() };
        Self { rules: Rules::compile(patterns.iter().enumerate().map(rule).collect()), texts: patterns }
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

fn compile_into(sets: &mut Vec<(RegexSet, Vec<Rule>)>, mut rules: Vec<Rule>) {
    if rules.is_empty() {
        return;
    }
    // Without Unicode classes a `\w` costs a few bytes, with them forty thousand; the text is ASCII anyway.
    let set = build(&rules, false).or_else(|_| if rules.len() == 1 { build(&rules, true) } else { build(&[], false) });
    match set {
        Ok(set) if set.len() == rules.len() => sets.push((set, rules)),
        _ if rules.len() == 1 => {}
        _ => {
            let second = rules.split_off(rules.len() / 2);
            compile_into(sets, rules);
            compile_into(sets, second);
        }
    }
}

fn build(rules: &[Rule], unicode: bool) -> Result<RegexSet, regex::Error> {
    RegexSetBuilder::new(rules.iter().map(|rule| unaccented(&rule.pattern)))
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
        Rules::compile(patterns.iter().enumerate().map(rule).collect())
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
        assert!(rules.sets.len() > 1);
        assert_eq!(fired(&rules, "x7y en x59y"), [7, 59]);
    }

    #[test]
    fn accents_in_a_pattern_fire_with_and_without_in_the_message() {
        let rules = rules(&[r"^h[eè]$", r"geïnformeerd"]);
        assert_eq!(fired(&rules, "hè"), [0]);
        assert_eq!(fired(&rules, "ben ik geinformeerd"), [1]);
    }
}
