//! Short messages that lean on the turn before: a button by its place or label, "nog een keer", "en hoe lang duurt dat?".

use super::choice::{self, ChoiceWords};
use super::press::Press;
use super::scene::Scene;
use super::{Button, Decision, Part, Pending, Reached, Shown};
use super::{answering, clarify, erasing, hand_over, menu, step, understanding};
use crate::content::{Act, IntentId, Lang};
use crate::matching::{Fired, Ranking};

/// What is left of "nee, dat bedoel ik niet, …" is a message of its own from this many words on.
const WORDS_OF_A_MESSAGE: usize = 2;

/// Where a sentence ends.
const SENTENCE_ENDS: [char; 4] = ['.', '!', '?', '\n'];

/// From more words than this on, a message is more than an act.
const WORDS_OF_AN_ACT: usize = 5;

/// Handles the message of `ranking` as a follow-up, if it is one: as typed, or with its words repaired.
pub(super) fn handle(scene: &mut Scene<'_>, ranking: &Ranking) -> Option<Decision> {
    let text = ranking.normalised.trim();
    let leaning = |scene: &mut Scene<'_>, text: &str| acted(scene, text).or_else(|| asked_after_aspect(scene, text));
    chosen(scene, text).or_else(|| leaning(scene, text)).or_else(|| leaning(scene, &repaired(ranking)?))
}

/// The message with its words repaired, if any was.
fn repaired(ranking: &Ranking) -> Option<String> {
    let mend = |word: &str| {
        let letters = word.trim_matches(|c: char| !c.is_alphanumeric());
        let repair = ranking.repairs.iter().find(|repair| repair.from == letters);
        repair.map_or_else(|| word.to_owned(), |repair| word.replacen(letters, &repair.to, 1))
    };
    let words = ranking.normalised.split_whitespace().map(mend);
    (!ranking.repairs.is_empty()).then(|| words.collect::<Vec<_>>().join(" "))
}

/// Whether a message in which only the model sees danger is an act on what was shown, and nothing else: "meer" is also
/// in "ik wil niet meer leven".
pub(super) fn is_meant(scene: &Scene<'_>, ranking: &Ranking) -> bool {
    let text = ranking.normalised.trim();
    let by_rule = ranking.fired.iter().any(|fired| matches!(fired, Fired::Pattern(..) | Fired::Example(..)));
    let short = text.split_whitespace().count() <= WORDS_OF_AN_ACT;
    if by_rule || !short || (scene.state.shown.is_none() && scene.state.pending.is_none()) {
        return false;
    }
    let act = scene.knowledge.context.act(text, &languages(scene));
    act.is_some_and(|(act, rest)| act != Act::Simpler && rest.is_empty())
}

fn languages(scene: &Scene<'_>) -> Vec<Lang> {
    let all = scene.knowledge.catalogue.languages.iter().copied();
    std::iter::once(scene.lang).chain(all.filter(|lang| *lang != scene.lang)).collect()
}

/// Presses the button of the last message that `text` names.
pub(super) fn typed(scene: &mut Scene<'_>, text: &str) -> Option<Decision> {
    chosen(scene, text)
}

/// The typed answer to whether the conversation must be erased: nothing else is read into `text`.
pub(super) fn confirmed(scene: &mut Scene<'_>, text: &str) -> Option<Decision> {
    let named = typed_button(scene, text).and_then(|button| Press::parse(&button.data));
    if let Some(press @ Press::Erase(..)) = named {
        return Some(step::pressed(scene, press));
    }
    let knowledge = scene.knowledge;
    let (act, rest) = knowledge.context.act(text, &languages(scene))?;
    match act {
        Act::Yes | Act::No if rest.is_empty() => Some(erasing::answered(scene, act == Act::Yes)),
        _ => None,
    }
}

/// Presses the button of the last message whose whole label `text` is.
pub(super) fn typed_label(scene: &mut Scene<'_>, text: &str) -> Option<Decision> {
    let named = |button: &&Button| choice::plain(&button.label) == choice::plain(text);
    let press = scene.state.buttons.iter().find(named).and_then(|button| Press::parse(&button.data))?;
    Some(step::pressed(scene, press))
}

fn chosen(scene: &mut Scene<'_>, text: &str) -> Option<Decision> {
    let button = typed_button(scene, text)?;
    let press = Press::parse(&button.data)?;
    Some(step::pressed(scene, press))
}

/// The button of the last message that `text` names. Part of a label counts only while a choice is asked for:
/// otherwise a word could as well be a new question.
fn typed_button(scene: &Scene<'_>, text: &str) -> Option<Button> {
    let buttons = &scene.state.buttons;
    let words =
        ChoiceWords::parse(&scene.label("choice-places"), &scene.label("choice-last"), &scene.label("choice-fillers"));
    let choosing = scene.may_erase || scene.state.pending.is_some() || scene.state.shown == Some(Shown::Menu);
    let place =
        words.place(text, buttons.len()).or_else(|| choosing.then(|| choice::labelled(text, buttons)).flatten())?;
    buttons.get(place).cloned()
}

fn acted(scene: &mut Scene<'_>, text: &str) -> Option<Decision> {
    let knowledge = scene.knowledge;
    let (act, rest) = knowledge.context.act(text, &languages(scene))?;
    match act {
        Act::Again => again(scene),
        Act::Simpler => part_of_last(scene, Part::Simpler),
        Act::More => part_of_last(scene, Part::More),
        Act::Law => part_of_last(scene, Part::Law),
        Act::NotThat => not_that(scene, &rest),
        Act::NoneOfThese => none_of_these(scene),
        Act::Yes => yes_or_no(scene, true),
        Act::No => yes_or_no(scene, false),
    }
}

fn again(scene: &mut Scene<'_>) -> Option<Decision> {
    match scene.state.shown.clone() {
        Some(Shown::Answer(intent, part)) => Some(shown_part(scene, &intent, part)),
        Some(Shown::Menu) => {
            menu::show(scene);
            Some(Decision::Flow)
        }
        Some(Shown::Privacy) => Some(step::privacy(scene)),
        Some(Shown::Doors) => Some(step::human(scene)),
        None => None,
    }
}

fn part_of_last(scene: &mut Scene<'_>, part: Part) -> Option<Decision> {
    let Some(Shown::Answer(intent, _)) = scene.state.shown.clone() else {
        return None;
    };
    answering::show(scene, &intent, part);
    Some(Decision::Answer(vec![intent]))
}

fn shown_part(scene: &mut Scene<'_>, intent: &IntentId, part: Part) -> Decision {
    scene.state.shown = None;
    answering::show(scene, intent, part);
    Decision::Answer(vec![intent.clone()])
}

fn not_that(scene: &mut Scene<'_>, rest: &str) -> Option<Decision> {
    if scene.state.shown.is_none() && scene.state.pending.is_none() {
        return None;
    }
    if rest.split_whitespace().count() >= WORDS_OF_A_MESSAGE {
        clarify::reject_what_was_shown(scene);
        return Some(understanding::anew(scene, rest));
    }
    Some(clarify::none_of_these(scene))
}

fn none_of_these(scene: &mut Scene<'_>) -> Option<Decision> {
    if matches!(scene.state.pending, Some(Pending::Clarify(_))) {
        return Some(clarify::none_of_these(scene));
    }
    scene.state.shown.is_some().then(|| {
        menu::show(scene);
        Decision::Flow
    })
}

fn yes_or_no(scene: &mut Scene<'_>, yes: bool) -> Option<Decision> {
    if scene.may_erase {
        return Some(erasing::answered(scene, yes));
    }
    match scene.state.pending.clone()? {
        Pending::HandOver => hand_over::yes_or_no(scene, yes),
        Pending::ConfirmErase | Pending::Remark | Pending::More => None,
        Pending::Clarify(_) if !yes => Some(clarify::none_of_these(scene)),
        Pending::Clarify(options) => match options.as_slice() {
            [only] => Some(answering::answer(scene, only, Reached::Chosen)),
            _ => None,
        },
    }
}

/// "En hoe lang duurt dat?": where the aspect leads from the topic in focus, else from a topic before it.
fn asked_after_aspect(scene: &mut Scene<'_>, text: &str) -> Option<Decision> {
    let knowledge = scene.knowledge;
    let languages = languages(scene);
    let asked = knowledge.context.aspects(text, &languages);
    let focus = scene.state.focus.as_ref()?;
    let topics = std::iter::once(&focus.intent).chain(&scene.state.earlier);
    let known = topics.filter_map(|topic| Some(&knowledge.intent(topic)?.aspects));
    let target = known.flat_map(|aspects| asked.iter().filter_map(|&aspect| aspects.get(aspect))).next()?.clone();
    Some(answering::answer(scene, &target, Reached::FollowedUp))
}

/// What the last sentence of `text` asks of `intent`, which its first asks for: "Hoe lang bewaart u dat? Kan dat ook weg?"
pub(super) fn asked_behind(scene: &Scene<'_>, intent: &IntentId, text: &str) -> Option<IntentId> {
    let lower = text.trim().to_lowercase();
    let (before, last) = lower.trim_end_matches(SENTENCE_ENDS).rsplit_once(SENTENCE_ENDS)?;
    let asked = scene.knowledge.context.aspects(last.trim(), &languages(scene));
    let known = &scene.knowledge.intent(intent)?.aspects;
    let target = asked.iter().find_map(|&aspect| known.get(aspect)).filter(|target| *target != intent)?;
    (!before.trim().is_empty()).then(|| target.clone())
}
