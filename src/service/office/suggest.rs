//! Curated answers that an officer may want to send, and how they are found by words.

use strsim::jaro_winkler;

use crate::content::{Block, IntentId, Kind, Lang, RichText};
use crate::desk::{Request, Words};
use crate::dialogue::Knowledge;

/// So many answers are suggested at once.
const AT_ONCE: usize = 3;
/// So likely an answer must be meant to be suggested.
const LIKELY: f32 = 0.05;
/// So alike a name must be to one that was typed, from 0 to 1.
const ALIKE: f64 = 0.9;

/// Whether the content has an answer to `intent` that an officer may give: small talk and danger are the assistant's own.
pub(super) fn has_answer(knowledge: &Knowledge, intent: &IntentId) -> bool {
    let lang = knowledge.first_language();
    let Some(intent) = knowledge.catalogue.intents.get(intent) else { return false };
    let fits = matches!(intent.kind, Kind::Topic | Kind::Neighbour);
    fits && knowledge.catalogue.answers.get(&lang).is_some_and(|all| all.contains_key(&intent.answer))
}

/// The answers that fit what was passed on: the topic's own and those that it leads to; without a topic, those that the question
/// may be about.
pub(super) fn for_request(knowledge: &Knowledge, request: &Request) -> Vec<IntentId> {
    let Some(topic) = request.topic.as_deref().map(IntentId::from) else {
        let lang = request.lang.as_deref().and_then(Lang::parse).unwrap_or_else(|| knowledge.first_language());
        return request.question.as_ref().map(|Words(words)| meant_by(knowledge, words, lang)).unwrap_or_default();
    };
    let follow_ups =
        knowledge.catalogue.intents.get(&topic).map(|intent| intent.follow_ups.clone()).unwrap_or_default();
    let all = std::iter::once(topic).chain(follow_ups);
    all.filter(|intent| has_answer(knowledge, intent)).take(AT_ONCE).collect()
}

/// The answers whose names are like `words`, and those that `words` may ask for.
pub(super) fn named_like(knowledge: &Knowledge, words: &str) -> Vec<IntentId> {
    let typed = words.to_lowercase();
    let mut names: Vec<(f64, &IntentId)> =
        knowledge.catalogue.intents.keys().map(|name| (jaro_winkler(name.as_str(), &typed), name)).collect();
    names.retain(|(alike, name)| *alike >= ALIKE && has_answer(knowledge, name));
    names.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut found: Vec<IntentId> = names.into_iter().map(|(_, name)| name.clone()).collect();
    for intent in meant_by(knowledge, &words.replace('-', " "), knowledge.first_language()) {
        if !found.contains(&intent) {
            found.push(intent);
        }
    }
    found.truncate(AT_ONCE);
    found
}

fn meant_by(knowledge: &Knowledge, words: &str, lang: Lang) -> Vec<IntentId> {
    let ranking = knowledge.matcher.rank(words, Some(lang), false);
    let likely = ranking.candidates.iter().filter(|candidate| candidate.score >= LIKELY);
    let answers = likely.map(|candidate| candidate.best()).filter(|intent| has_answer(knowledge, intent));
    answers.take(AT_ONCE).cloned().collect()
}

/// The names and titles of `answers`, for whoever named none of them.
pub(super) fn listed(knowledge: &Knowledge, answers: &[IntentId]) -> RichText {
    let lang = knowledge.first_language();
    let say = |id: &str, args: &[(&str, &str)]| knowledge.catalogue.phrases.say(lang, id, args);
    let rows = answers.iter().map(|name| {
        let text = knowledge.catalogue.intents.get(name).and_then(|intent| intent.texts.get(&lang));
        let title = text.map_or("", |text| text.title.as_str());
        super::words::line(say("officer-answer", &[("name", name.as_str()), ("title", title)]))
    });
    say("officer-answers", &[]).then(RichText(vec![Block::Bullets(rows.collect())]))
}
