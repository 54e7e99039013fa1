//! Naming the unit of the police for the place a citizen names: where the letter goes.

use super::press::Press;
use super::scene::Scene;
use super::{Button, Decision};
use crate::content::{Found, IntentId, Spot};
use crate::matching::{Ranking, Zone, zone};

/// The door that a unit has: its privacy officer.
const DOOR: &str = "contact-privacy-officer";
/// A message of more words that is about nothing we know is no answer to "where do you live".
const WORDS_OF_A_PLACE: usize = 12;

/// The place of a message that says where someone lives and nothing else whatever: with a word for living, or a bare name where the
/// last answer sends a letter there, or written with a capital. What other words in it may seem to say is the name's.
pub(super) fn only_said<'k>(scene: &Scene<'k>, text: &str) -> Option<Found<'k>> {
    let knowledge = scene.knowledge;
    let found = knowledge.catalogue.regions.find(text)?;
    let labels = [knowledge.labels("place-verbs"), knowledge.labels("place-words")].map(|label| label.to_lowercase());
    let has = |label: &str, word: &str| words_of(label).any(|known| known == word);
    let words: Vec<String> = words_of(text).map(str::to_lowercase).collect();
    let lives = words.iter().any(|word| has(&labels[0], word));
    let name = found.name.to_lowercase();
    let others = words.iter().filter(|word| !labels.iter().any(|label| has(label, word)));
    // A word that is not the name's is the name itself, misspelt or in another language, or it tells something: "moord in Alphen".
    let (of_name, strange): (Vec<&String>, Vec<&String>) = others.partition(|word| has(&name, word));
    let bare = words.len() <= 4 && text.trim_start().starts_with(char::is_uppercase);
    let awaited = scene.state.focus.as_ref().is_some_and(|focus| sends_there(scene, &focus.intent));
    let says_so = match (of_name.len(), strange.len()) {
        (1.., 0) => lives || bare || awaited,
        (0, 1) => lives || awaited,
        _ => false,
    };
    says_so.then_some(found)
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Whether a letter about `intent` goes to the privacy officer of a unit.
fn sends_there(scene: &Scene<'_>, intent: &IntentId) -> bool {
    let aspects = |id: &IntentId| {
        scene.knowledge.intent(id).is_some_and(|intent| intent.aspects.values().any(|target| target.as_str() == DOOR))
    };
    intent.as_str() == DOOR || aspects(intent)
}

/// Answers a message that says where someone lives and nothing else that is understood.
pub(super) fn answer(scene: &mut Scene<'_>, text: &str, ranking: &Ranking) -> Option<Decision> {
    let knowledge = scene.knowledge;
    let found = knowledge.catalogue.regions.find(text)?;
    let asks_the_door = match zone(ranking, &scene.thresholds) {
        Zone::Answer(intents) => intents.iter().all(|intent| intent.as_str() == DOOR),
        Zone::Clarify(_) | Zone::Fallback => text.split_whitespace().count() <= WORDS_OF_A_PLACE,
        Zone::Safety(_) => false,
    };
    asks_the_door.then(|| name(scene, &found))
}

/// Names the unit below an answer whose letter goes to it, if the message names a place.
pub(super) fn add(scene: &mut Scene<'_>, text: &str, intents: &[IntentId]) {
    let knowledge = scene.knowledge;
    if intents.iter().any(|id| id.as_str() != DOOR && sends_there(scene, id))
        && let Some(found) = knowledge.catalogue.regions.find(text)
        && let [spot] = found.spots
    {
        scene.state.unit = Some(spot.unit.clone());
        scene.say("region-unit", &[("place", found.name), ("unit", &spot.unit)], Vec::new());
    }
}

/// The unit of the place, or the question which one is meant.
pub(super) fn name(scene: &mut Scene<'_>, found: &Found<'_>) -> Decision {
    let door = IntentId::from(DOOR);
    let mut buttons = match found.spots {
        [_] => scene.topic_buttons([&door]),
        several => several.iter().map(button).collect(),
    };
    buttons.push(scene.button("button-else", &Press::Menu));
    if let [spot] = found.spots {
        scene.state.unit = Some(spot.unit.clone());
    }
    match found.spots {
        [spot] => scene.say("region-unit", &[("place", found.name), ("unit", &spot.unit)], buttons),
        _ => scene.say("region-ask", &[("place", found.name)], buttons),
    }
    scene.state.misses = 0;
    scene.state.pending = None;
    Decision::Answer(vec![door])
}

fn button(spot: &Spot) -> Button {
    let label = match &spot.municipality {
        Some(municipality) => format!("{municipality} ({})", spot.unit),
        None => spot.unit.clone(),
    };
    Press::Unit(spot.unit.clone()).button(label)
}

/// Names the unit that was chosen; `None` if there is none of that name.
pub(super) fn chosen(scene: &mut Scene<'_>, unit: &str) -> Option<Decision> {
    let knowledge = scene.knowledge;
    let unit = *knowledge.catalogue.regions.units().get(unit)?;
    scene.state.unit = Some(unit.to_owned());
    let door = IntentId::from(DOOR);
    let mut buttons = scene.topic_buttons([&door]);
    buttons.push(scene.button("button-else", &Press::Menu));
    scene.say("region-chosen", &[("unit", unit)], buttons);
    Some(Decision::Answer(vec![door]))
}
