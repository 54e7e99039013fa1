//! From a message to what it leads to, by what matching found.

use super::lean::lean;
use super::scene::Scene;
use super::{Decision, Reached, answering, clarify, fallback, follow_up, language, menu, step};
use crate::content::{IntentId, Kind};
use crate::matching::{Ranking, Zone, zone};

/// How many other meanings are kept for "dat bedoel ik niet".
const ALTERNATIVES: usize = 5;
/// A candidate below this probability is not worth offering even then.
const WORTH_OFFERING: f32 = 0.03;

/// Handles a message in words. Danger goes before all else; then what leans on the turn before; then what it says itself.
pub(super) fn message(scene: &mut Scene<'_>, text: &str) -> Decision {
    let ranking = rank(scene, text);
    if let Some(intent) = ranking.safety().cloned() {
        scene.ranking = Some(ranking);
        return safety(scene, &intent);
    }
    let normalised = ranking.normalised.clone();
    scene.ranking = Some(ranking);
    let first = step::introduce(scene);
    follow_up::handle(scene, &normalised).unwrap_or_else(|| by_zone(scene, text, first))
}

/// Handles `text` for what it says itself, though it followed "dat bedoel ik niet".
pub(super) fn anew(scene: &mut Scene<'_>, text: &str) -> Decision {
    let ranking = rank(scene, text);
    scene.ranking = Some(ranking);
    by_zone(scene, text, false)
}

fn rank(scene: &mut Scene<'_>, text: &str) -> Ranking {
    let mut ranking = scene.knowledge.matcher.rank(text, scene.state.lang, scene.state.lang_chosen);
    if !scene.state.lang_chosen {
        scene.lang = ranking.lang;
    }
    drop_rejected(&mut ranking, &scene.state.rejected);
    lean(scene, &mut ranking);
    ranking
}

/// What the citizen said is not meant is no candidate; if it was the first, the next is only as sure as its own score.
fn drop_rejected(ranking: &mut Ranking, rejected: &[IntentId]) {
    let was_first = ranking.candidates.first().is_some_and(|first| rejected.contains(first.best()));
    ranking.candidates.retain(|candidate| !rejected.contains(candidate.best()));
    if was_first {
        ranking.confidence = ranking.candidates.first().map_or(0.0, |first| first.score);
    }
}

/// The answer that may save a life; the conversation then goes on where it was.
fn safety(scene: &mut Scene<'_>, intent: &IntentId) -> Decision {
    let pending = scene.state.pending.clone();
    answering::answer(scene, intent, Reached::Matched);
    scene.state.pending = pending;
    Decision::Safety(intent.clone())
}

fn by_zone(scene: &mut Scene<'_>, text: &str, first: bool) -> Decision {
    let Some(ranking) = scene.ranking.clone() else {
        return fallback::miss(scene);
    };
    scene.confidence = ranking.confidence;
    match zone(&ranking, &scene.house.thresholds) {
        Zone::Safety(intent) => safety(scene, &intent),
        Zone::Answer(intents) => {
            remember_alternatives(scene, &ranking, &intents);
            match intents.as_slice() {
                [intent] => react(scene, intent, text, first),
                several => answering::answer_each(scene, several),
            }
        }
        Zone::Clarify(options) => {
            remember_alternatives(scene, &ranking, &options);
            clarify::ask(scene, options)
        }
        Zone::Fallback => fallback::miss(scene),
    }
}

fn remember_alternatives(scene: &mut Scene<'_>, ranking: &Ranking, offered: &[IntentId]) {
    let others = ranking.candidates.iter().filter(|other| other.score >= WORTH_OFFERING);
    let others = others.map(|other| other.best().clone()).filter(|other| !offered.contains(other));
    scene.state.alternatives = others.take(ALTERNATIVES).collect();
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
