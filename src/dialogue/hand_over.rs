//! Handing the conversation over to an officer, and back.
//!
//! Start with [`begin`]. Always holds: nothing is passed on that was not shown just before and said yes to; what is passed on has personal
//! data struck out; while an officer has the case the assistant only speaks of danger, of leaving, and of the case itself; a letter
//! of the desk counts only for the case that this conversation has.

mod desk_says;
mod draft;
mod record;
mod when;
mod with_officer;

pub use record::{Draft, HandOver, Kept};

pub(super) use desk_says::read as desk_says;
pub(super) use draft::keep;
pub(super) use with_officer::{is_with_officer, leave, media, rated, remember_message};

use super::press::{Handing, Press};
use super::scene::Scene;
use super::{Decision, Pending, fallback, follow_up, understanding};
use crate::content::IntentId;
use crate::matching::{Zone, zone};
use crate::privacy::Redacted;

/// After so many minutes a question that was passed on and not confirmed is taken for lost.
const ANSWERED_WITHIN: u32 = 15;

/// The decision of a turn in which a human was asked for.
fn handoff() -> Decision {
    Decision::Handoff(IntentId::from(fallback::HANDOFF))
}

/// A human was asked for: says when people are there, and shows what would be passed on. `None` without a desk.
pub(super) fn begin(scene: &mut Scene<'_>) -> Option<Decision> {
    scene.house.desk.as_ref().filter(|desk| desk.sight.reachable || is_with_officer(scene))?;
    if is_with_officer(scene) {
        with_officer::say_already(scene);
        return Some(handoff());
    }
    let intro = when::people_are_there(scene);
    let drafted = draft::begin(scene);
    if drafted.question.is_some() {
        draft::show(scene, drafted, intro);
    } else {
        draft::ask(scene, drafted, intro);
    }
    Some(handoff())
}

/// Takes what the citizen wrote, if it belongs to a hand-over; `words` is the same without the marks of what was struck.
pub(super) fn heard(scene: &mut Scene<'_>, redacted: &Redacted, words: &str, edited: bool) -> Option<Decision> {
    give_up_waiting(scene);
    let hand_over = scene.state.hand_over.clone()?;
    // What the assistant has just asked is answered to it, and not to an officer.
    if scene.may_erase
        && !understanding::tells_of_danger(scene, words)
        && let Some(decision) = follow_up::confirmed(scene, words)
    {
        return Some(decision);
    }
    match hand_over {
        HandOver::Open { .. } | HandOver::Requested { .. } => {
            Some(with_officer::pass_on(scene, redacted, words, edited))
        }
        HandOver::Closed { until, remark, done, .. } if until > scene.now() => {
            let is_asked = matches!(scene.was_pending, Some(Pending::More | Pending::Remark));
            if done && !is_asked {
                return None;
            }
            with_officer::after_closing(scene, redacted, words, remark, edited)
        }
        HandOver::Draft(drafted) if drafted.asking && drafted.until > scene.now() => {
            draft::asked(scene, drafted, redacted, words)
        }
        HandOver::Draft(_) | HandOver::Closed { .. } => None,
    }
}

/// A desk that has not answered for so long never got the question.
fn give_up_waiting(scene: &mut Scene<'_>) {
    let now = scene.now();
    let lost = |hand_over: &mut HandOver| matches!(hand_over, HandOver::Requested { at } if now.minutes_since(*at) >= ANSWERED_WITHIN);
    if scene.state.hand_over.take_if(lost).is_some() {
        scene.note("hand-over-lost", &[]);
    }
}

/// Does what a button of a hand-over stands for; `None` where it means nothing any more.
pub(super) fn pressed(scene: &mut Scene<'_>, handing: Handing) -> Option<Decision> {
    scene.house.desk.as_ref()?;
    match handing {
        Handing::Leave => leave(scene),
        // A button of before, while the case goes on.
        _ if is_with_officer(scene) => {
            with_officer::say_already(scene);
            Some(Decision::Flow)
        }
        Handing::Rate(case, mark) => rated(scene, case, mark),
        Handing::More(case) => with_officer::more(scene, case),
        Handing::Done if !matches!(scene.state.hand_over, Some(HandOver::Closed { .. })) => None,
        Handing::Done => {
            scene.state.pending = None;
            with_officer::over(scene);
            Some(Decision::Flow)
        }
        handing => draft::pressed(scene, handing),
    }
}

/// A yes or no to what would be passed on.
pub(super) fn yes_or_no(scene: &mut Scene<'_>, yes: bool) -> Option<Decision> {
    let Some(HandOver::Draft(draft)) = &scene.state.hand_over else { return None };
    let press = match (yes, draft.asking) {
        (true, true) => return None,
        (true, false) if draft.editing => Handing::Back(draft.turn),
        (true, false) => Handing::Send(draft.turn),
        (false, _) => Handing::Cancel,
    };
    pressed(scene, press)
}

/// Where the house has no desk any more, nobody has the case, no draft can be passed on and nothing opens again: that is said, unless
/// its time was over anyway, and the assistant goes on.
pub(super) fn end_without_desk(scene: &mut Scene<'_>) {
    if scene.house.desk.is_some() {
        return;
    }
    let Some(ended) = scene.state.hand_over.take() else { return };
    let now = scene.now();
    scene.state.pending.take_if(|pending| *pending == Pending::HandOver);
    let is_news = match ended {
        HandOver::Open { .. } | HandOver::Requested { .. } => true,
        HandOver::Closed { until, done, .. } => !done && until > now,
        HandOver::Draft(draft) => draft.until > now,
    };
    if is_news {
        scene.note("hand-over-gone", &[]);
    }
}

/// What a message after closing is, by itself.
enum Says {
    /// Surely small talk.
    SmallTalk,
    /// Clearly a question that the assistant answers.
    Topic,
    /// Neither.
    Unclear,
}

/// What `words` are, without what was spoken of before: that was spoken of with an officer.
fn says(scene: &Scene<'_>, words: &str) -> Says {
    let ranking = scene.knowledge.matcher.rank(words, Some(scene.lang), scene.state.lang_chosen);
    match zone(&ranking, &scene.thresholds) {
        Zone::Answer(intents) if intents.iter().all(|id| !scene.knowledge.can_be_asked_back(id)) => Says::SmallTalk,
        Zone::Answer(_) => Says::Topic,
        Zone::Clarify(_) | Zone::Fallback | Zone::Safety(_) => Says::Unclear,
    }
}

/// The button to the menu.
fn menu_button(scene: &Scene<'_>) -> super::Button {
    scene.button("button-menu", &Press::Menu)
}
