//! `/wis`: forgetting this conversation, after one question.

use super::press::Press;
use super::scene::Scene;
use super::{Decision, Effect, Pending};

/// Asks whether the conversation must be forgotten. The turn after it can say yes, and no other.
pub(super) fn ask(scene: &mut Scene<'_>) -> Decision {
    let turn = scene.state.turns;
    let buttons = vec![
        scene.button("button-yes-erase", &Press::Erase(turn, true)),
        scene.button("button-no-erase", &Press::Erase(turn, false)),
    ];
    scene.say("erase-ask", &[], buttons);
    scene.state.pending = Some(Pending::ConfirmErase);
    Decision::Flow
}

/// Does what was answered: forgets, or says that all stays. With the conversation goes what the desk has of it: whoever carries out
/// [`Effect::Forget`] tells the desk.
pub(super) fn answered(scene: &mut Scene<'_>, yes: bool) -> Decision {
    scene.state.pending = None;
    if yes {
        let turns = scene.state.turns.to_string();
        scene.say("erase-done", &[("turns", &turns)], Vec::new());
        scene.effect(Effect::Forget);
    } else {
        scene.say("erase-kept", &[], Vec::new());
    }
    Decision::Flow
}
