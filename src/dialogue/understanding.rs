//! From a message to what it leads to, by what matching found.

use super::scene::Scene;
use super::weighing::weigh;
use super::{
    Decision, Reached, answering, clarify, fallback, follow_up, language, leaning, menu, region, step, struck,
};
use crate::content::{IntentId, Kind};
use crate::matching::{Candidate, Fired, Ranking, Zone, zone};
use crate::privacy::Kind as Personal;

/// How many other meanings are kept for "dat bedoel ik niet".
const ALTERNATIVES: usize = 5;
/// A candidate below this probability is not worth offering even then.
const WORTH_OFFERING: f32 = 0.03;
/// From this confidence on small talk is answered as such.
const KIND_WORD: f32 = 0.35;
/// More is not asked back in one go.
const OPTIONS: usize = 3;

/// Handles a message in words, from which `struck` was struck out. Danger goes before all else; then what leans on the
/// turn before; then what it says itself.
pub(super) fn message(scene: &mut Scene<'_>, text: &str, struck: &[Personal]) -> Decision {
    let ranking = rank(scene, text);
    let place = region::only_said(scene, text);
    let is_danger = place.is_none() && !follow_up::is_meant(scene, &ranking);
    if let Some(intent) = ranking.safety().filter(|_| is_danger).cloned() {
        scene.ranking = Some(ranking);
        return safety(scene, &intent);
    }
    scene.ranking = Some(ranking.clone());
    let first = step::introduce(scene);
    if struck::nothing_is_asked(scene, text, struck) {
        return struck::answer(scene, struck);
    }
    if let Some(found) = place {
        let named = follow_up::typed(scene, ranking.normalised.trim());
        return named.unwrap_or_else(|| region::name(scene, &found));
    }
    follow_up::handle(scene, &ranking).unwrap_or_else(|| by_zone(scene, text, first))
}

/// Handles `text` for what it says itself, though it followed "dat bedoel ik niet".
pub(super) fn anew(scene: &mut Scene<'_>, text: &str) -> Decision {
    let ranking = rank(scene, text);
    scene.ranking = Some(ranking);
    by_zone(scene, text, false)
}

/// The answer to the danger that `text` tells of, wherever it stands; nothing happens where it tells of none.
pub(super) fn danger(scene: &mut Scene<'_>, text: &str) -> Option<Decision> {
    let ranking = scene.knowledge.matcher.rank(text, scene.state.lang, scene.state.lang_chosen);
    let intent = ranking.safety().filter(|_| !text.trim().is_empty())?.clone();
    if !scene.state.lang_chosen {
        scene.lang = ranking.lang;
    }
    scene.ranking = Some(ranking);
    Some(safety(scene, &intent))
}

/// Whether `text` tells of danger, wherever it stands.
pub(super) fn tells_of_danger(scene: &Scene<'_>, text: &str) -> bool {
    scene.knowledge.matcher.rank(text, scene.state.lang, scene.state.lang_chosen).safety().is_some()
}

fn rank(scene: &mut Scene<'_>, text: &str) -> Ranking {
    let mut ranking = language::rank(scene, text);
    drop_rejected(scene, &mut ranking, text);
    weigh(scene, &mut ranking);
    ranking
}

/// What the citizen just said is not meant is no candidate, unless this message is the very words for it; if it was the
/// first, the next is only as sure as its own score.
fn drop_rejected(scene: &Scene<'_>, ranking: &mut Ranking, text: &str) {
    let fired = std::mem::take(&mut ranking.fired);
    let dropped =
        |candidate: &Candidate| scene.rejected.contains(candidate.best()) && !is_named(scene, candidate, &fired, text);
    let was_first = ranking.candidates.first().is_some_and(&dropped);
    ranking.candidates.retain(|candidate| !dropped(candidate));
    if was_first {
        ranking.confidence = ranking.candidates.first().map_or(0.0, |first| first.score);
    }
    ranking.fired = fired;
}

/// Whether the message is an example of the candidate, its button's label, or what an editor's pattern is for.
fn is_named(scene: &Scene<'_>, candidate: &Candidate, fired: &[Fired], text: &str) -> bool {
    let is_it = |intent: &IntentId| [&candidate.intent, candidate.best()].contains(&intent);
    let fires = fired.iter().any(|fired| match fired {
        Fired::Safety(intent) | Fired::Pattern(intent, _) | Fired::Example(intent, _) => is_it(intent),
        Fired::Stray(_) => false,
    });
    fires || scene.knowledge.is_label(candidate.best(), text)
}

/// The answer that may save a life, with nothing above it; the conversation then goes on where it was.
fn safety(scene: &mut Scene<'_>, intent: &IntentId) -> Decision {
    let pending = scene.state.pending.clone();
    scene.drop_notes();
    answering::answer(scene, intent, Reached::Matched);
    scene.state.pending = pending;
    Decision::Safety(intent.clone())
}

fn by_zone(scene: &mut Scene<'_>, text: &str, first: bool) -> Decision {
    let Some(ranking) = scene.ranking.clone() else {
        return fallback::miss(scene);
    };
    scene.confidence = ranking.confidence;
    if let Some(target) = leaning::target(scene, &ranking) {
        remember_alternatives(scene, &ranking, std::slice::from_ref(&target));
        return answering::answer(scene, &target, Reached::FollowedUp);
    }
    if let Some(decision) = region::answer(scene, text, &ranking) {
        return decision;
    }
    match zone(&ranking, &scene.thresholds) {
        Zone::Safety(intent) => safety(scene, &intent),
        Zone::Answer(intents) => {
            remember_alternatives(scene, &ranking, &intents);
            let decision = match intents.as_slice() {
                [intent] => match follow_up::asked_behind(scene, intent, text) {
                    Some(also) => answering::answer_each(scene, &[intent.clone(), also]),
                    None => react(scene, intent, text, first),
                },
                several => answering::answer_each(scene, several),
            };
            region::add(scene, text, &intents);
            decision
        }
        Zone::Clarify(options) => unsure(scene, &ranking, &options, text, first),
        Zone::Fallback => fallback::miss(scene),
    }
}

/// Asks back, unless there is nothing to ask.
fn unsure(scene: &mut Scene<'_>, ranking: &Ranking, options: &[IntentId], text: &str, first: bool) -> Decision {
    let worth = worth_asking(scene, ranking, options);
    let faint = is_faint_danger(scene, ranking);
    if worth.is_empty() && faint {
        return fallback::miss(scene);
    }
    // Small talk, and not for certain: a kind word is no mistake.
    if !faint && (worth.is_empty() || is_kind_word(scene, ranking)) {
        return react(scene, &options[0], text, first);
    }
    remember_alternatives(scene, ranking, &worth);
    clarify::ask(scene, worth)
}

/// A danger that is less likely than this is not taken for one; the words for what is not understood name 112 as well.
const FAINT: f32 = 0.45;

/// Whether the likeliest is danger, but by far not for certain.
fn is_faint_danger(scene: &Scene<'_>, ranking: &Ranking) -> bool {
    let first = ranking.candidates.first().filter(|first| first.score < FAINT);
    let kind = first.and_then(|first| scene.knowledge.intent(&first.intent)).map(|intent| intent.kind);
    kind == Some(Kind::Safety)
}

/// Whether the likeliest is small talk, and likely enough for a kind word.
fn is_kind_word(scene: &Scene<'_>, ranking: &Ranking) -> bool {
    let first = ranking.candidates.first();
    let small_talk = first.is_some_and(|first| !scene.knowledge.can_be_asked_back(first.best()));
    small_talk && ranking.confidence >= KIND_WORD
}

/// Of `options` those that can be asked back, with the next likely ones in the place of the others.
fn worth_asking(scene: &Scene<'_>, ranking: &Ranking, options: &[IntentId]) -> Vec<IntentId> {
    let likely = scene.thresholds.offer;
    let worth = ranking.candidates.iter().filter(|one| options.contains(one.best()) || one.score >= likely);
    let ids = worth.map(|candidate| candidate.best()).filter(|id| scene.knowledge.can_be_asked_back(id));
    ids.take(OPTIONS).cloned().collect()
}

fn remember_alternatives(scene: &mut Scene<'_>, ranking: &Ranking, offered: &[IntentId]) {
    let others = ranking.candidates.iter().filter(|other| other.score >= WORTH_OFFERING);
    let others = others.map(Candidate::best).filter(|other| !offered.contains(other));
    let topics = others.filter(|other| scene.knowledge.is_topic(other)).cloned();
    scene.state.alternatives = topics.take(ALTERNATIVES).collect();
}

/// Answers `intent`, or does what it asks for.
fn react(scene: &mut Scene<'_>, intent: &IntentId, text: &str, first: bool) -> Decision {
    match intent.as_str() {
        "help" => {
            menu::show(scene);
            Decision::Answer(vec![intent.clone()])
        }
        fallback::HANDOFF => step::human(scene),
        language::LANGUAGE => match language::named(scene.knowledge, text) {
            Some(lang) => language::choose(scene, lang),
            None => answering::answer(scene, intent, Reached::Matched),
        },
        "greeting" if first => {
            // The introduction has just greeted.
            menu::show(scene);
            Decision::Answer(vec![intent.clone()])
        }
        _ => {
            if scene.knowledge.intent(intent).is_some_and(|intent| intent.kind != Kind::Conversation) {
                scene.state.misses = 0;
            }
            answering::answer(scene, intent, Reached::Matched)
        }
    }
}
