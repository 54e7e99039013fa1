//! What means something only after what came before: acts ("nog een keer") and aspects ("en hoe lang duurt dat?").

use std::collections::BTreeMap;

use regex::{Regex, RegexBuilder};

use crate::content::{Act, AspectId, FollowUpPatterns, Lang};

/// A pattern larger than this when compiled is refused by `check` already (threat T14).
const SIZE_LIMIT: usize = 256 * 1024;

/// The patterns of `intents/follow-ups.toml`, compiled.
pub(super) struct ContextRules {
    acts: Vec<(Act, BTreeMap<Lang, Vec<Regex>>)>,
    aspects: Vec<(AspectId, BTreeMap<Lang, Vec<Regex>>)>,
}

impl ContextRules {
    pub(super) fn compile(patterns: &FollowUpPatterns) -> Self {
        Self {
            acts: patterns.acts.iter().map(|(act, texts)| (*act, compile_all(texts))).collect(),
            aspects: patterns.aspects.iter().map(|(aspect, texts)| (aspect.clone(), compile_all(texts))).collect(),
        }
    }

    /// The act that `text` is, if any, and what else it says: "nee dat bedoel ik niet, …".
    pub(super) fn act<'t>(&self, text: &'t str, langs: &[Lang]) -> Option<(Act, &'t str)> {
        find(&self.acts, text, langs).map(|(act, rest)| (*act, rest))
    }

    /// The aspects that `text` asks after, in no particular order of importance.
    pub(super) fn aspects<'s>(&'s self, text: &'s str, langs: &'s [Lang]) -> impl Iterator<Item = &'s AspectId> {
        self.aspects.iter().filter(|(_, rules)| first_match(rules, text, langs).is_some()).map(|(aspect, _)| aspect)
    }
}

fn compile_all(texts: &BTreeMap<Lang, Vec<String>>) -> BTreeMap<Lang, Vec<Regex>> {
    texts.iter().map(|(lang, patterns)| (*lang, patterns.iter().filter_map(|p| compile(p)).collect())).collect()
}

/// `None` only for patterns that `check` refuses, which a catalogue cannot hold.
fn compile(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(pattern).size_limit(SIZE_LIMIT).build().ok()
}

fn find<'r, 't, T>(
    rules: &'r [(T, BTreeMap<Lang, Vec<Regex>>)],
    text: &'t str,
    langs: &[Lang],
) -> Option<(&'r T, &'t str)> {
    rules.iter().find_map(|(found, rules)| first_match(rules, text, langs).map(|end| (found, rest_from(text, end))))
}

fn first_match(rules: &BTreeMap<Lang, Vec<Regex>>, text: &str, langs: &[Lang]) -> Option<usize> {
    let patterns = langs.iter().filter_map(|lang| rules.get(lang)).flatten();
    patterns.filter_map(|pattern| pattern.find(text)).map(|found| found.end()).next()
}

fn rest_from(text: &str, end: usize) -> &str {
    text[end..].trim_start_matches(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> ContextRules {
        let nl = |pattern: &str| BTreeMap::from([(Lang::NL, vec![pattern.to_owned()])]);
        ContextRules::compile(&FollowUpPatterns {
            acts: BTreeMap::from([(Act::NotThat, nl("^nee dat bedoel ik niet")), (Act::More, nl("^meer$"))]),
            aspects: BTreeMap::from([(AspectId::from("how-long"), nl("^en hoe lang duurt dat"))]),
        })
    }

    #[test]
    fn an_act_leaves_what_follows_it_to_be_understood() {
        let rules = rules();
        let text = "nee dat bedoel ik niet, ik wil inzage";
        assert_eq!(rules.act(text, &[Lang::NL]), Some((Act::NotThat, "ik wil inzage")));
        assert_eq!(rules.act("meer", &[Lang::EN]), None);
    }

    #[test]
    fn an_elliptical_question_names_its_aspect() {
        let rules = rules();
        let found: Vec<_> = rules.aspects("en hoe lang duurt dat?", &[Lang::NL]).collect();
        assert_eq!(found, [&AspectId::from("how-long")]);
    }
}
