//! Not understood: say what there is, then a door; never the same words twice in a row, never a loop.

use super::press::Press;
use super::scene::Scene;
use super::{Decision, menu};
use crate::content::IntentId;

/// The intent whose answer holds the doors to people.
pub(super) const HANDOFF: &str = "human-handoff";

/// Reacts to one more miss.
pub(super) fn miss(scene: &mut Scene<'_>) -> Decision {
    scene.state.pending = None;
    scene.state.misses = scene.state.misses.saturating_add(1);
    match scene.state.misses {
        1 => {
            let buttons = menu::situation_buttons(scene);
            scene.say("fallback", &[], buttons);
        }
        2 => open_doors(scene),
        misses => {
            let phrase = if misses % 2 == 1 { "fallback-still" } else { "fallback-again" };
            let buttons = vec![scene.button("button-menu", &Press::Menu), scene.button("button-human", &Press::Human)];
            scene.say(phrase, &[], buttons);
        }
    }
    Decision::Fallback
}

/// Says the phrase `id` with the menu; that too is a miss, and after another one there is a door instead.
pub(super) fn say_once(scene: &mut Scene<'_>, id: &str, args: &[(&str, &str)]) -> Decision {
    if scene.state.misses > 0 {
        return miss(scene);
    }
    scene.state.pending = None;
    scene.state.misses = 1;
    let buttons = menu::situation_buttons(scene);
    scene.say(id, args, buttons);
    Decision::Fallback
}

/// The doors to people, introduced by why they are shown now.
fn open_doors(scene: &mut Scene<'_>) {
    let doors = IntentId::from(HANDOFF);
    let intro = scene.phrase("fallback-again", &[]);
    let knowledge = scene.knowledge;
    let doors = knowledge.answer(&doors, scene.lang).map(|answer| answer.short.clone()).unwrap_or_default();
    let buttons = vec![scene.button("button-human", &Press::Human), scene.button("button-menu", &Press::Menu)];
    scene.send(intro.then(doors), buttons);
}

/// A button that no longer means anything is explained, with the menu to go on.
pub(super) fn explain_old_button(scene: &mut Scene<'_>) {
    let buttons = menu::situation_buttons(scene);
    scene.say("old-button", &[], buttons);
}
