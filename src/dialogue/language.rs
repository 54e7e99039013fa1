//! Which language is spoken: by message, by the app, or chosen.

use super::press::Press;
use super::scene::Scene;
use super::{Decision, Knowledge, Shown, answering};
use crate::content::{IntentId, Lang};
use crate::text::clean;

/// The intent that asks for another language.
pub(super) const LANGUAGE: &str = "language";

/// The language of the content that `text` names: "English please" → English. In two it is the one named last.
pub(super) fn named(knowledge: &Knowledge, text: &str) -> Option<Lang> {
    let lower = clean(text).to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    let place = |lang: &Lang| {
        let names = knowledge.catalogue.phrases.label(*lang, "language-names");
        words.iter().rposition(|word| names.split_whitespace().any(|name| name == *word))
    };
    let found = knowledge.catalogue.languages.iter().filter_map(|lang| Some((place(lang)?, *lang)));
    found.max().map(|(_, lang)| lang)
}

/// Speaks `lang` from now on, and says again in it what was shown last.
pub(super) fn choose(scene: &mut Scene<'_>, lang: Lang) -> Decision {
    scene.lang = lang;
    scene.state.lang_chosen = true;
    let note = scene.phrase("language-set", &[]);
    match scene.state.shown.clone() {
        Some(Shown::Answer(intent, part)) => {
            scene.note(note);
            scene.state.shown = None;
            answering::show(scene, &intent, part);
        }
        _ => {
            let buttons = super::menu::situation_buttons(scene);
            scene.send(note, buttons);
        }
    }
    Decision::Answer(vec![IntentId::from(LANGUAGE)])
}

/// Offers the languages there are.
pub(super) fn offer(scene: &mut Scene<'_>) -> Decision {
    let languages = scene.knowledge.catalogue.languages.iter();
    let buttons = languages
        .map(|lang| Press::Language(*lang).button(scene.knowledge.catalogue.phrases.label(*lang, "language-name")))
        .collect();
    scene.say("language-ask", &[], buttons);
    Decision::Answer(vec![IntentId::from(LANGUAGE)])
}
