//! Asking back: at most three topics, and a way out.

use super::press::Press;
use super::scene::Scene;
use super::{Button, Decision, Pending, fallback};
use crate::content::IntentId;

/// Asks which of `options` is meant. What was asked before is a miss instead. A second question in a row is a miss too,
/// though asked: so that every other time the doors come instead, and a human is a button away.
pub(super) fn ask(scene: &mut Scene<'_>, options: Vec<IntentId>) -> Decision {
    let asked_before = !scene.state.asked.is_empty();
    let doors_are_due = asked_before && scene.state.misses % 2 == 1;
    if options.is_empty() || same(&scene.state.asked, &options) || doors_are_due {
        return fallback::miss(scene);
    }
    scene.state.misses = scene.state.misses.saturating_add(u8::from(asked_before));
    let again = scene.state.misses > 0;
    let buttons = buttons(scene, &options, again);
    scene.say(phrase(again, &options), &[], buttons);
    scene.state.asked.clone_from(&options);
    scene.state.pending = Some(Pending::Clarify(options.clone()));
    Decision::Clarify(options)
}

fn phrase(again: bool, options: &[IntentId]) -> &'static str {
    match options {
        _ if again => "clarify-again",
        [_] => "clarify-one",
        _ => "clarify",
    }
}

fn buttons(scene: &Scene<'_>, options: &[IntentId], again: bool) -> Vec<Button> {
    let mut buttons = scene.topic_buttons(options);
    buttons.push(scene.button("button-none", &Press::NoneOfThese(scene.state.turns)));
    buttons.extend(again.then(|| scene.button("button-human", &Press::Human)));
    buttons
}

fn same(before: &[IntentId], options: &[IntentId]) -> bool {
    before.len() == options.len() && options.iter().all(|option| before.contains(option))
}

/// The citizen said that none of what was offered, or not what was answered, is meant.
pub(super) fn none_of_these(scene: &mut Scene<'_>) -> Decision {
    reject_what_was_shown(scene);
    let left: Vec<IntentId> = std::mem::take(&mut scene.state.alternatives);
    let left: Vec<IntentId> = left.into_iter().filter(|id| !scene.rejected.contains(id)).take(3).collect();
    scene.state.pending = None;
    if left.is_empty() { fallback::miss(scene) } else { ask(scene, left) }
}

/// What was offered or answered last is not meant: not now, and not by the next message.
pub(super) fn reject_what_was_shown(scene: &mut Scene<'_>) {
    let offered = match scene.state.pending.take() {
        Some(Pending::Clarify(offered)) => offered,
        _ => scene.state.focus.take().map(|focus| focus.intent).into_iter().collect(),
    };
    for intent in offered {
        if !scene.rejected.contains(&intent) {
            scene.rejected.push(intent);
        }
    }
    scene.state.rejected.clone_from(&scene.rejected);
}
