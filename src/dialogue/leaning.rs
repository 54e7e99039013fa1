//! A short question between two topics leans on the one in focus: "hoelang duurd dat" after access is about access.

use super::scene::Scene;
use crate::content::{AspectId, IntentId};
use crate::matching::Ranking;

/// From this confidence on a message speaks for itself.
const CERTAIN: f32 = 0.85;

/// A topic that is so many times likelier than that of the focus was named in the message.
const NAMED: f32 = 5.0;

/// What the message is about if the topic in focus decides: an aspect of it that also other topics have, when that
/// aspect is asked after for certain, and of which topic is not.
pub(super) fn target(scene: &Scene<'_>, ranking: &Ranking) -> Option<IntentId> {
    let best = ranking.candidates.first()?;
    let focus = scene.knowledge.intent(&scene.state.focus.as_ref()?.intent)?;
    if ranking.confidence >= CERTAIN {
        return None;
    }
    let leads_here = |(aspect, target): &(&AspectId, &IntentId)| {
        let same = targets(scene, aspect);
        same.contains(&best.best())
            && score(ranking, &[target]) * NAMED >= best.score
            && score(ranking, &same) >= scene.thresholds.answer
    };
    focus.aspects.iter().find(leads_here).map(|(_, target)| target.clone())
}

/// Where `aspect` leads from all topics that have it.
fn targets<'s>(scene: &'s Scene<'_>, aspect: &AspectId) -> Vec<&'s IntentId> {
    let mut targets: Vec<&IntentId> =
        scene.knowledge.catalogue.intents.values().filter_map(|intent| intent.aspects.get(aspect)).collect();
    targets.sort_unstable();
    targets.dedup();
    targets
}

/// How likely one of `intents` is meant.
fn score(ranking: &Ranking, intents: &[&IntentId]) -> f32 {
    ranking.candidates.iter().filter(|one| intents.contains(&one.best())).map(|one| one.score).sum()
}
