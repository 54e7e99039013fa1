//! The topics menu: by the citizen's situation first, then the topics.

use super::press::Press;
use super::scene::Scene;
use super::{Button, Shown};
use crate::content::SituationId;

/// Shows the situations.
pub(super) fn show(scene: &mut Scene<'_>) {
    let buttons = situation_buttons(scene);
    scene.say("menu", &[], buttons);
    scene.settle(Shown::Menu);
}

/// The buttons of the situations, and the one to a human.
pub(super) fn situation_buttons(scene: &Scene<'_>) -> Vec<Button> {
    let mut buttons = buttons_under(scene, None);
    buttons.push(scene.button("button-human", &Press::Human));
    buttons
}

/// The buttons of the situations that stand under this one, or in the first menu.
fn buttons_under(scene: &Scene<'_>, under: Option<&SituationId>) -> Vec<Button> {
    let situations = scene.knowledge.catalogue.menu.iter().filter(|situation| situation.under.as_ref() == under);
    let labelled = situations.filter_map(|situation| {
        let label = situation.labels.get(&scene.lang)?;
        Some(Press::Situation(situation.id.clone()).button(label))
    });
    labelled.collect()
}

/// Shows the topics of a situation; one that no longer exists shows the situations.
pub(super) fn show_situation(scene: &mut Scene<'_>, id: &SituationId) {
    let knowledge = scene.knowledge;
    let Some(situation) = knowledge.catalogue.menu.iter().find(|situation| situation.id == *id) else {
        return super::fallback::explain_old_button(scene);
    };
    let mut buttons = buttons_under(scene, Some(id));
    buttons.extend(scene.topic_buttons(&situation.intents));
    buttons.push(scene.button("button-menu", &Press::Menu));
    let label = situation.labels.get(&scene.lang).map(String::as_str).unwrap_or_default();
    scene.say("menu-situation", &[("situation", label)], buttons);
    scene.settle(Shown::Menu);
}
