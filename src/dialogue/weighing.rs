//! The topic in focus weighs in on what a message may mean: what is related to it is likelier, what is clear stays clear.

use super::scene::Scene;
use crate::content::{Intent, IntentId, Role};
use crate::matching::{Fired, Ranking};

/// How much likelier what the topic in focus leads to becomes.
const RELATED: f32 = 3.0;
/// How much likelier the topic in focus itself does: people stay with a topic, but seldom ask the same again.
const SAME: f32 = 1.5;
/// How much likelier a question of organisations does after one of theirs; and how much less likely one of citizens.
const SAME_ROLE: f32 = 2.0;
const OTHER_ROLE: f32 = 0.6;
/// A message of more words says by itself what it is about.
const LEANING: usize = 14;

/// Lets the topic in focus weigh in on `ranking`, unless the message is an example word for word.
pub(super) fn weigh(scene: &Scene<'_>, ranking: &mut Ranking) {
    let Some(focus) = scene.state.focus.as_ref().and_then(|focus| scene.knowledge.intent(&focus.intent)) else {
        return;
    };
    let is_example = ranking.fired.iter().any(|fired| matches!(fired, Fired::Example(..)));
    if is_example || ranking.normalised.split_whitespace().count() > LEANING {
        return;
    }
    ranking.weigh(|candidate| odds(focus, scene.knowledge.intent(candidate)));
}

fn odds(focus: &Intent, candidate: Option<&Intent>) -> f32 {
    let Some(candidate) = candidate else { return 1.0 };
    let relation = if candidate.id == focus.id {
        SAME
    } else if is_related(focus, &candidate.id) {
        RELATED
    } else {
        1.0
    };
    relation * role_odds(focus.role, candidate.role)
}

fn is_related(focus: &Intent, other: &IntentId) -> bool {
    focus.follow_ups.contains(other)
        || focus.aspects.values().any(|aspect| aspect == other)
        || focus.broader.as_ref() == Some(other)
}

fn role_odds(focus: Option<Role>, candidate: Option<Role>) -> f32 {
    match (focus, candidate) {
        (Some(Role::Organisation), Some(Role::Organisation)) => SAME_ROLE,
        (Some(Role::Organisation), Some(Role::Citizen)) => OTHER_ROLE,
        _ => 1.0,
    }
}
