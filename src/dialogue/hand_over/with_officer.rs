//! While an officer has the case, and just after: what the citizen writes goes to them, and the assistant keeps silent.

use super::{HandOver, Says, handoff, menu_button, says};
use crate::desk::{CaseId, ToDesk, Words};
use crate::dialogue::media::{is_personal as shows_documents, remove};
use crate::dialogue::press::{Handing, Press};
use crate::dialogue::scene::Scene;
use crate::dialogue::{Decision, Effect, MediaKind, Pending, follow_up, understanding};
use crate::privacy::Redacted;

/// The mark of who was not helped.
const NOT_HELPED: u8 = 1;

/// Whether an officer has this conversation, or is asked to.
pub(in crate::dialogue) fn is_with_officer(scene: &Scene<'_>) -> bool {
    matches!(scene.state.hand_over, Some(HandOver::Open { .. } | HandOver::Requested { .. }))
}

/// Passes what the citizen wrote on to the officer; danger is answered as well.
pub(super) fn pass_on(scene: &mut Scene<'_>, redacted: &Redacted, words: &str, edited: bool) -> Decision {
    let decision = understanding::danger(scene, words).unwrap_or(Decision::Flow);
    if edited && is_older_than_hand_over(scene) {
        // It was said to the assistant, and nothing of that was passed on but what was shown.
        scene.say("hand-over-edited-before", &[], Vec::new());
        return decision;
    }
    match &scene.state.hand_over {
        Some(HandOver::Open { case, .. }) => {
            let said = ToDesk::Said { case: *case, words: Words(redacted.text.clone()), edited };
            scene.effect(Effect::Desk(said));
        }
        // A moment later there is a case.
        _ => scene.say("hand-over-moment", &[], Vec::new()),
    }
    decision
}

/// Remembers the number of a message that was for the assistant: no edit of it goes to an officer.
pub(in crate::dialogue) fn remember_message(scene: &mut Scene<'_>) {
    let opened_again = matches!(scene.state.hand_over, Some(HandOver::Open { .. }));
    if scene.house.desk.is_some() && !opened_again {
        scene.state.last_message = scene.state.last_message.max(scene.number);
    }
}

/// Whether the message of this turn was first said before the hand-over.
fn is_older_than_hand_over(scene: &Scene<'_>) -> bool {
    scene.number.zip(scene.state.last_message).is_some_and(|(this, last)| this <= last)
}

/// A message after closing. It opens the case again where the citizen has just said that it is for the officer, and where it is nothing
/// that the assistant can answer. Small talk opens nothing, and a clear question is answered: with the way to the officer under it.
pub(super) fn after_closing(
    scene: &mut Scene<'_>,
    redacted: &Redacted,
    words: &str,
    remark: bool,
    edited: bool,
) -> Option<Decision> {
    let Some(HandOver::Closed { case, code, .. }) = scene.state.hand_over.clone() else { return None };
    if let Some(decision) = understanding::danger(scene, words) {
        return Some(decision);
    }
    if remark && scene.was_pending == Some(Pending::Remark) {
        scene.effect(Effect::Desk(ToDesk::Remarked { case, words: Words(redacted.text.clone()) }));
        over(scene);
        return Some(Decision::Flow);
    }
    if edited {
        return None;
    }
    if scene.was_pending != Some(Pending::More) {
        if let Some(decision) = follow_up::typed_label(scene, words) {
            return Some(decision);
        }
        match says(scene, &redacted.text) {
            Says::SmallTalk => return None,
            Says::Topic => {
                scene.offered_case = Some(case);
                return None;
            }
            Says::Unclear => {}
        }
    }
    scene.effect(Effect::Desk(ToDesk::Said { case, words: Words(redacted.text.clone()), edited: false }));
    scene.state.hand_over = Some(HandOver::Open { case, code });
    Some(Decision::Flow)
}

/// The citizen has more for the officer: the next message opens the case again. `None` where that is over.
pub(super) fn more(scene: &mut Scene<'_>, case: CaseId) -> Option<Decision> {
    let now = scene.now();
    let Some(HandOver::Closed { case: own, code, until, .. }) = &scene.state.hand_over else { return None };
    if *own != case || *until <= now {
        return None;
    }
    let code = code.to_string();
    let buttons = vec![scene.button("button-hand-over-done", &Press::Hand(Handing::Done))];
    scene.say("hand-over-more", &[("code", &code)], buttons);
    scene.state.pending = Some(Pending::More);
    Some(Decision::Flow)
}

/// Something that is no text, while an officer has the case: it does not reach them, and that is said; `words` under it did.
pub(in crate::dialogue) fn media(scene: &mut Scene<'_>, kind: MediaKind, words: Option<Decision>) -> Decision {
    let identity = shows_documents(kind);
    if identity {
        remove(scene, kind);
    }
    let id = match (words.is_some(), identity) {
        (true, _) => "hand-over-file-words",
        (false, true) => "hand-over-file",
        (false, false) => "hand-over-media",
    };
    scene.say(id, &[], Vec::new());
    words.unwrap_or(Decision::Flow)
}

/// The case goes on already.
pub(super) fn say_already(scene: &mut Scene<'_>) {
    let Some(HandOver::Open { code, .. }) = &scene.state.hand_over else {
        return scene.say("hand-over-moment", &[], Vec::new());
    };
    let code = code.to_string();
    let buttons = vec![scene.button("button-hand-over-leave", &Press::Hand(Handing::Leave))];
    scene.say("hand-over-already", &[("code", &code)], buttons);
}

/// The citizen leaves: `/stop` or the button. `None` where there is nothing to leave.
pub(in crate::dialogue) fn leave(scene: &mut Scene<'_>) -> Option<Decision> {
    let left = scene.state.hand_over.take()?;
    scene.state.pending = None;
    match left {
        HandOver::Open { case, .. } => {
            scene.effect(Effect::Desk(ToDesk::Leaves { case, erased: false }));
            let buttons = vec![menu_button(scene)];
            scene.say("hand-over-left", &[], buttons);
            Some(Decision::Flow)
        }
        closed @ HandOver::Closed { done, .. } => {
            scene.state.hand_over = Some(closed);
            if done {
                return None;
            }
            over(scene);
            Some(Decision::Flow)
        }
        HandOver::Draft(_) => Some(super::draft::cancel(scene)),
        requested @ HandOver::Requested { .. } => {
            scene.state.hand_over = Some(requested);
            scene.say("hand-over-moment", &[], Vec::new());
            Some(handoff())
        }
    }
}

/// The first tap of the rating; a word may follow.
pub(in crate::dialogue) fn rated(scene: &mut Scene<'_>, case: CaseId, mark: u8) -> Option<Decision> {
    let Some(HandOver::Closed { case: own, remark, .. }) = &mut scene.state.hand_over else { return None };
    if *own != case {
        return None;
    }
    *remark = true;
    scene.effect(Effect::Desk(ToDesk::Rated { case, mark }));
    scene.state.pending = Some(Pending::Remark);
    let mut buttons = vec![scene.button("button-hand-over-done", &Press::Hand(Handing::Done))];
    if mark == NOT_HELPED {
        // A remark is read by nobody who answers it.
        buttons.insert(0, scene.button("button-hand-over-more", &Press::Hand(Handing::More(case))));
    }
    scene.say("hand-over-rated", &[], buttons);
    Some(Decision::Flow)
}

/// The citizen is done with the hand-over; the assistant goes on, and only the button opens the case again.
pub(super) fn over(scene: &mut Scene<'_>) {
    if let Some(HandOver::Closed { remark, done, .. }) = &mut scene.state.hand_over {
        (*remark, *done) = (false, true);
    }
    let buttons = vec![menu_button(scene)];
    scene.say("hand-over-thanks", &[], buttons);
}
