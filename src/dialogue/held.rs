//! `/mijngegevens`: all that is held of this conversation, to be read by people and by programs.

use super::scene::Scene;
use super::{Decision, Effect, HandOver, Moment, Shown, State};
use crate::content::{IntentId, RichText};
use crate::desk::{Held, ToDesk};

/// Shows it. What is held is the state as it stands after this message; of a question that an officer has, what that says of it.
pub(super) fn show(scene: &mut Scene<'_>) -> Decision {
    let state = scene.state.clone();
    let lang = scene.label("language-name");
    let topic = state.focus.as_ref().map_or_else(|| "none".to_owned(), |focus| title(scene, &focus.intent));
    let earlier: Vec<String> = state.earlier.iter().map(|topic| title(scene, topic)).collect();
    let earlier = if earlier.is_empty() { "none".to_owned() } else { earlier.join(", ") };
    let until = state.last_active.plus(i64::from(scene.house.idle_days) * Moment::DAY);
    let (turns, active, until) = (state.turns.to_string(), day(state.last_active), day(until));
    let (officer, code) = with_officer(&state);
    let words = if state.words_until().is_some() { "kept" } else { "none" };
    let args = [
        ("lang", &*lang),
        ("topic", &*topic),
        ("earlier", &*earlier),
        ("turns", &*turns),
        ("active", &*active),
        ("until", &*until),
        ("officer", officer),
        ("code", &*code),
        ("words", words),
    ];
    let said = scene.phrase("my-data", &args);
    scene.send(said, Vec::new());
    scene.send(RichText::paragraph(as_data(&state)), Vec::new());
    // What the desk holds, or held when there was one, is not known here; it comes as a letter.
    scene.effect(Effect::Desk(ToDesk::Show));
    scene.settle(Shown::Privacy);
    Decision::Answer(vec![IntentId::from("bot-privacy")])
}

/// Shows what the desk holds of the citizen, case by case, to be read by people and by programs.
pub(super) fn show_cases(scene: &mut Scene<'_>, held: &[Held]) {
    for held in held {
        let topic = held.topic.as_ref().map_or_else(|| "none".to_owned(), |id| title(scene, &IntentId::from(&**id)));
        let unit = held.unit.clone().unwrap_or_else(|| "none".to_owned());
        let until = held.until.map_or_else(|| "none".to_owned(), day);
        let (messages, notes) = (held.messages.to_string(), held.notes.to_string());
        let args = [
            ("code", held.code.as_str()),
            ("state", held.state.word()),
            ("topic", &*topic),
            ("unit", &*unit),
            ("messages", &*messages),
            ("until", &*until),
            ("notes", &*notes),
        ];
        let mut said = scene.phrase("my-case", &args);
        if held.left_out > 0 {
            said = said.then(scene.phrase("my-case-more", &[("count", &held.left_out.to_string())]));
        }
        scene.send(said, Vec::new());
        scene.send(RichText::paragraph(serde_json::to_string_pretty(held).unwrap_or_default()), Vec::new());
    }
}

/// How far a hand-over to an officer is, as phrases name it, and the reference of the case.
fn with_officer(state: &State) -> (&'static str, String) {
    match &state.hand_over {
        None => ("none", String::new()),
        Some(HandOver::Draft(_)) => ("draft", String::new()),
        Some(HandOver::Requested { .. }) => ("requested", String::new()),
        Some(HandOver::Open { code, .. }) => ("open", code.to_string()),
        Some(HandOver::Closed { code, .. }) => ("closed", code.to_string()),
    }
}

/// The state as JSON.
fn as_data(state: &State) -> String {
    serde_json::to_string_pretty(state).unwrap_or_default()
}

fn title(scene: &Scene<'_>, intent: &IntentId) -> String {
    scene.knowledge.text(intent, scene.lang).map_or_else(|| intent.to_string(), |text| text.button.clone())
}

/// The day of `moment` in UTC, as 31-12-2026.
fn day(moment: Moment) -> String {
    let stamp = jiff::Timestamp::from_millisecond(moment.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    stamp.strftime("%d-%m-%Y").to_string()
}
