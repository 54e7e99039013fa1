//! What means something only after what came before: acts ("nog een keer") and aspects ("en hoe lang duurt dat?").

use std::collections::BTreeMap;

use crate::content::{Act, AspectId, FollowUpPatterns, Lang};
use crate::matching::Patterns;

/// The patterns of `intents/follow-ups.toml`, compiled.
pub(super) struct ContextRules {
    acts: Rules<Act>,
    aspects: Rules<AspectId>,
}

impl ContextRules {
    pub(super) fn compile(patterns: &FollowUpPatterns) -> Self {
        Self { acts: Rules::compile(&patterns.acts), aspects: Rules::compile(&patterns.aspects) }
    }

    /// The act that `text` is, if any, and what else it says: "nee dat bedoel ik niet, …".
    pub(super) fn act(&self, text: &str, langs: &[Lang]) -> Option<(Act, String)> {
        let of_lang = |lang: &Lang| {
            let (patterns, meanings) = self.acts.0.get(lang)?;
            let first = *patterns.fired(text).first()?;
            Some((*meanings.get(first)?, patterns.rest(first, text)))
        };
        langs.iter().filter_map(of_lang).min_by_key(|(act, _)| *act)
    }

    /// The aspects that `text` asks after, in no particular order of importance.
    pub(super) fn aspects(&self, text: &str, langs: &[Lang]) -> Vec<&AspectId> {
        let of_lang = |lang: &Lang| {
            let (patterns, meanings) = self.aspects.0.get(lang)?;
            Some(patterns.fired(text).into_iter().filter_map(|place| meanings.get(place)))
        };
        let mut aspects: Vec<&AspectId> = langs.iter().filter_map(of_lang).flatten().collect();
        aspects.sort_unstable();
        aspects.dedup();
        aspects
    }
}

/// Per language the patterns, and what each means.
struct Rules<T>(BTreeMap<Lang, (Patterns, Vec<T>)>);

impl<T: Clone> Rules<T> {
    fn compile(texts: &BTreeMap<T, BTreeMap<Lang, Vec<String>>>) -> Self {
        let mut rules: BTreeMap<Lang, (Vec<String>, Vec<T>)> = BTreeMap::new();
        for (meaning, by_lang) in texts {
            for (lang, pattern) in by_lang.iter().flat_map(|(lang, all)| all.iter().map(move |one| (lang, one))) {
                let (patterns, meanings) = rules.entry(*lang).or_default();
                patterns.push(pattern.clone());
                meanings.push(meaning.clone());
            }
        }
        let compile = |(lang, (patterns, meanings))| (lang, (Patterns::compile(patterns), meanings));
        Self(rules.into_iter().map(compile).collect())
    }
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
        assert_eq!(rules.act(text, &[Lang::NL]), Some((Act::NotThat, "ik wil inzage".to_owned())));
        assert_eq!(rules.act("meer", &[Lang::EN]), None);
    }

    #[test]
    fn an_elliptical_question_names_its_aspect() {
        let rules = rules();
        let found = rules.aspects("En hoe lang duurt dát?", &[Lang::NL]);
        assert_eq!(found, [&AspectId::from("how-long")]);
    }
}
