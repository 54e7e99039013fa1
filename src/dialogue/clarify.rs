//! Asking back: at most three topics, and a way out.

use super::press::Press;
use super::scene::Scene;
use super::{Decision, Pending, fallback};
use crate::content::IntentId;

/// Asks which of `options` is meant. The same question twice in a row is a miss instead.
pub(super) fn ask(scene: &mut Scene<'_>, options: Vec<IntentId>) -> Decision {
    let options: Vec<IntentId> = options.into_iter().filter(|id| !scene.state.rejected.contains(id)).take(3).collect();
    let asked_before = matches!(&scene.state.pending, Some(Pending::Clarify(before)) if same(before, &options));
    if options.is_empty() || asked_before {
        return fallback::miss(scene);
    }
    let mut buttons = scene.topic_buttons(&options);
    buttons.push(scene.button("button-none", &Press::NoneOfThese(scene.state.turns)));
    let phrase = if options.len() == 1 { "clarify-one" } else { "clarify" };
    scene.say(phrase, &[], buttons);
    scene.state.pending = Some(Pending::Clarify(options.clone()));
    Decision::Clarify(options)
}

fn same(before: &[IntentId], options: &[IntentId]) -> bool {
    before.len() == options.len() && options.iter().all(|option| before.contains(option))
}

/// The citizen said that none of what was offered, or not what was answered, is meant.
pub(super) fn none_of_these(scene: &mut Scene<'_>) -> Decision {
    reject_what_was_shown(scene);
    let left: Vec<IntentId> = std::mem::take(&mut scene.state.alternatives);
    let left: Vec<IntentId> = left.into_iter().filter(|id| !scene.state.rejected.contains(id)).collect();
    scene.state.pending = None;
    if left.is_empty() { fallback::miss(scene) } else { ask(scene, left) }
}

/// What was offered or answered last is not meant.
pub(super) fn reject_what_was_shown(scene: &mut Scene<'_>) {
    let offered = match scene.state.pending.take() {
        Some(Pending::Clarify(offered)) => offered,
        _ => scene.state.focus.take().map(|focus| focus.intent).into_iter().collect(),
    };
    for intent in offered {
        if !scene.state.rejected.contains(&intent) {
            scene.state.rejected.push(intent);
        }
    }
}
