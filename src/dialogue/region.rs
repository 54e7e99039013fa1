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
    let goes_there = |id: &IntentId| {
        knowledge.intent(id).is_some_and(|intent| intent.aspects.values().any(|target| target.as_str() == DOOR))
    };
    if intents.iter().any(goes_there)
        && let Some(found) = knowledge.catalogue.regions.find(text)
        && let [spot] = found.spots
    {
        scene.state.unit = Some(spot.unit.clone());
        scene.say("region-unit", &[("place", found.name), ("unit", &spot.unit)], Vec::new());
    }
}

/// The unit of the place, or the question which one is meant.
fn name(scene: &mut Scene<'_>, found: &Found<'_>) -> Decision {
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
