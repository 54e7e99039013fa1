//! Showing an answer, or a part of it.

use super::press::Press;
use super::scene::Scene;
use super::{Button, Decision, Part, Reached, Shown};
use crate::content::{Answer, IntentId, Kind, RichText};

/// How many related topics stand under an answer.
const RELATED: usize = 3;

/// Answers `intent` and makes it the topic.
pub(super) fn answer(scene: &mut Scene<'_>, intent: &IntentId, reached: Reached) -> Decision {
    let kind = scene.knowledge.intent(intent).map(|intent| intent.kind);
    let shown = scene.state.shown.clone();
    show(scene, intent, Part::Short);
    if kind == Some(Kind::Conversation) {
        // "Nog een keer" after "dank u" means the answer before it.
        scene.state.shown = shown;
    }
    match kind {
        Some(Kind::Topic | Kind::Neighbour) => {
            scene.focus_on(intent, reached);
            scene.state.rejected.clear();
            Decision::Answer(vec![intent.clone()])
        }
        Some(Kind::Safety) => Decision::Safety(intent.clone()),
        Some(Kind::Conversation) | None => Decision::Answer(vec![intent.clone()]),
    }
}

/// Answers several questions of one message, in the order asked; the last is the topic then.
pub(super) fn answer_each(scene: &mut Scene<'_>, intents: &[IntentId]) -> Decision {
    let Some((last, before)) = intents.split_last() else {
        return super::fallback::miss(scene);
    };
    for intent in before {
        answer_in_passing(scene, intent);
    }
    answer(scene, last, Reached::Matched);
    Decision::Answer(intents.to_vec())
}

/// Answers `intent` with no buttons but the one for more: another answer follows.
fn answer_in_passing(scene: &mut Scene<'_>, intent: &IntentId) {
    let knowledge = scene.knowledge;
    let Some(answer) = knowledge.answer(intent, scene.lang) else { return };
    let Some(text) = part_text(scene, answer, Part::Short) else { return };
    let more = part_buttons(scene, intent, answer, Part::Short).into_iter().take(1);
    scene.send(text, more.collect());
    scene.focus_on(intent, Reached::Matched);
}

/// Shows `part` of the answer to `intent`; where it lacks that part, says so and offers a human.
pub(super) fn show(scene: &mut Scene<'_>, intent: &IntentId, part: Part) {
    let knowledge = scene.knowledge;
    let Some(answer) = knowledge.answer(intent, scene.lang) else {
        return super::fallback::explain_old_button(scene);
    };
    let repeated = scene.state.shown == Some(Shown::Answer(intent.clone(), part));
    // The same words again would not help; "nog een keer" asks for them, and forgets first what was shown.
    let exhausted = repeated && matches!(part, Part::More | Part::Simpler);
    match part_text(scene, answer, part).filter(|_| !exhausted) {
        Some(text) => {
            let buttons = buttons(scene, intent, answer, part);
            scene.send(text, buttons);
        }
        None => say_there_is_none(scene, part),
    }
    scene.settle(Shown::Answer(intent.clone(), part));
}

fn part_text(scene: &Scene<'_>, answer: &Answer, part: Part) -> Option<RichText> {
    let source_line = || scene.knowledge.source_lines.of(scene.lang, &answer.id);
    match part {
        Part::Short => Some(answer.short.clone().then(source_line().cloned().unwrap_or_default())),
        Part::More => answer.more.clone(),
        Part::Simpler => answer.simpler.clone(),
        Part::Law => answer.law.clone().or_else(|| source_line().cloned()),
    }
}

fn say_there_is_none(scene: &mut Scene<'_>, part: Part) {
    let phrase = match part {
        Part::More | Part::Short => "more-none",
        Part::Simpler => "simpler-none",
        Part::Law => "law-none",
    };
    let buttons = vec![scene.button("button-human", &Press::Human), scene.button("button-else", &Press::Menu)];
    scene.say(phrase, &[], buttons);
}

fn buttons(scene: &Scene<'_>, intent: &IntentId, answer: &Answer, part: Part) -> Vec<Button> {
    let mut buttons = part_buttons(scene, intent, answer, part);
    if let Some(intent) = scene.knowledge.intent(intent) {
        buttons.extend(scene.topic_buttons(intent.follow_ups.iter().take(RELATED)));
    }
    buttons.push(scene.button("button-else", &Press::Menu));
    buttons
}

/// The parts of this answer that are not the one shown.
fn part_buttons(scene: &Scene<'_>, intent: &IntentId, answer: &Answer, shown: Part) -> Vec<Button> {
    let parts = [
        (Part::More, "button-more", answer.more.is_some()),
        (Part::Simpler, "button-simpler", answer.simpler.is_some() && shown != Part::Short),
        (Part::Law, "button-law", answer.law.is_some() && shown != Part::Short),
    ];
    let wanted = parts.into_iter().filter(|(part, _, exists)| *exists && *part != shown);
    wanted.map(|(part, label, _)| scene.button(label, &Press::Show(intent.clone(), part))).collect()
}
