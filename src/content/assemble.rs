//! From what was read, and found to be in order, to the [`Catalogue`].

use std::collections::BTreeMap;

use super::fill::fill;
use super::ledgers::Ledgers;
use super::parse::{At, Draft, Parsed, RawAnswer, RawIntent, RawIntentText, RawNegatives, RawPatterns};
use super::phrases::Spoken;
use super::*;

/// The catalogue. `None` only if something is missing that a check must have reported.
pub(super) fn assemble(parsed: &Parsed, ledgers: Ledgers) -> Option<Catalogue> {
    let intents = parsed.intents.values().map(|raw| Some((IntentId::from(raw.id.as_str()), intent(raw)?)));
    let answers = parsed.answers.iter().map(|(lang, raws)| Some((*lang, answers(*lang, raws, &ledgers)?)));
    Some(Catalogue {
        languages: parsed.languages.clone(),
        intents: intents.collect::<Option<_>>()?,
        negatives: negatives(&parsed.negatives),
        stray_patterns: parsed.negatives.texts.iter().map(|(lang, text)| (*lang, values(&text.patterns))).collect(),
        answers: answers.collect::<Option<_>>()?,
        menu: menu(parsed),
        follow_ups: follow_ups(parsed),
        concepts: concepts(parsed),
        phrases: phrases(parsed, &ledgers),
        regions: Regions::of(&parsed.regions),
        facts: ledgers.facts,
        contacts: ledgers.contacts,
        sources: ledgers.sources,
        fingerprint: String::new(),
    })
}

fn value<T: Clone>(at: &At<T>) -> T {
    at.value.clone()
}

fn values(list: &[At<String>]) -> Vec<String> {
    list.iter().map(value).collect()
}

fn names<'a, N: From<&'a str>>(list: &'a [At<String>]) -> Vec<N> {
    list.iter().map(|name| N::from(name.value.as_str())).collect()
}

fn intent(raw: &RawIntent) -> Option<Intent> {
    let own_name = || raw.id.as_str();
    let aspects = raw.aspects.iter();
    let texts = raw.texts.iter().map(|(lang, text)| Some((*lang, intent_text(text)?)));
    Some(Intent {
        id: IntentId::from(own_name()),
        kind: raw.kind.as_ref()?.value,
        answer: AnswerId::from(raw.answer.as_ref().map_or_else(own_name, |answer| answer.value.as_str())),
        role: raw.role,
        broader: raw.broader.as_ref().map(|broader| broader.value.as_str().into()),
        follow_ups: names(&raw.follow_ups.value),
        aspects: aspects
            .map(|(aspect, to)| (AspectId::from(aspect.value.as_str()), to.value.as_str().into()))
            .collect(),
        texts: texts.collect::<Option<_>>()?,
    })
}

fn intent_text(raw: &RawIntentText) -> Option<IntentText> {
    Some(IntentText {
        title: value(raw.title.as_ref()?),
        button: value(raw.button.as_ref()?),
        examples: values(&raw.examples),
        patterns: values(&raw.patterns),
    })
}

fn negatives(raw: &RawNegatives) -> BTreeMap<Lang, Vec<Negative>> {
    let of_list = |list: &[At<String>], near| {
        let texts = list.iter().map(value);
        texts.map(|text| Negative { text, near }).collect::<Vec<_>>()
    };
    let of_lang = raw.texts.iter();
    of_lang.map(|(lang, text)| (*lang, [of_list(&text.near, true), of_list(&text.far, false)].concat())).collect()
}

fn answers(lang: Lang, raws: &BTreeMap<String, RawAnswer>, ledgers: &Ledgers) -> Option<BTreeMap<AnswerId, Answer>> {
    raws.values().map(|raw| Some((AnswerId::from(raw.id.as_str()), answer(lang, raw, ledgers)?))).collect()
}

fn answer(lang: Lang, raw: &RawAnswer, ledgers: &Ledgers) -> Option<Answer> {
    let part = |draft: &Draft| Some(fill(draft, ledgers, lang)).filter(|text| !text.is_empty());
    Some(Answer {
        id: AnswerId::from(raw.id.as_str()),
        title: value(raw.title.as_ref()?),
        short: part(&raw.short)?,
        more: part(&raw.more),
        simpler: part(&raw.simpler),
        law: part(&raw.law),
        sources: names(&raw.sources),
        contacts: names(&raw.contacts),
        reviewed: value(raw.reviewed.as_ref()?),
        review_by: value(raw.review_by.as_ref()?),
    })
}

fn menu(parsed: &Parsed) -> Vec<Situation> {
    let situations = parsed.menu.iter().map(|raw| Situation {
        id: SituationId::from(raw.id.value.as_str()),
        under: raw.under.as_ref().map(|under| under.value.as_str().into()),
        labels: raw.labels.iter().map(|(lang, label)| (*lang, value(label))).collect(),
        intents: names(&raw.intents),
    });
    situations.collect()
}

fn follow_ups(parsed: &Parsed) -> FollowUpPatterns {
    let acts = parsed.follow_ups.acts.iter().map(|raw| (raw.name.value, patterns(raw)));
    let aspects = parsed.follow_ups.aspects.iter();
    FollowUpPatterns {
        acts: acts.collect(),
        aspects: aspects.map(|raw| (AspectId::from(raw.name.value.as_str()), patterns(raw))).collect(),
    }
}

fn patterns<K>(raw: &RawPatterns<K>) -> BTreeMap<Lang, Vec<String>> {
    raw.texts.iter().map(|(lang, list)| (*lang, values(list))).collect()
}

fn concepts(parsed: &Parsed) -> BTreeMap<Lang, BTreeMap<String, String>> {
    let mut concepts: BTreeMap<Lang, BTreeMap<String, String>> = BTreeMap::new();
    for raw in &parsed.concepts {
        concepts.entry(raw.lang.value).or_default().insert(raw.word.value.to_lowercase(), raw.concept.clone());
    }
    concepts
}

fn phrases(parsed: &Parsed, ledgers: &Ledgers) -> Phrases {
    let spoken = parsed.phrases.iter().map(|(lang, raw)| (*lang, Spoken::of(*lang, raw, ledgers.variables(*lang))));
    Phrases::new(spoken.collect())
}
