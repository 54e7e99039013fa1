//! Which language is spoken: by message, by the app, or chosen.

use super::press::Press;
use super::scene::Scene;
use super::{Decision, Knowledge, Shown, answering};
use crate::content::{IntentId, Lang};
use crate::matching::Ranking;
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

/// How sure it must be that another language is spoken than the one chosen.
const SURELY_SPOKEN: f32 = 0.8;

/// Ranks `text` in the language spoken. One that was chosen stays the language of the answers; but where the message is
/// clearly better understood in another, that understanding counts, and the switch is offered.
pub(super) fn rank(scene: &mut Scene<'_>, text: &str) -> Ranking {
    let matcher = &scene.knowledge.matcher;
    let free = matcher.rank(text, scene.state.lang, false);
    if !scene.state.lang_chosen {
        scene.lang = free.lang;
        return free;
    }
    let chosen = matcher.rank(text, scene.state.lang, true);
    let better = free.lang_confidence >= SURELY_SPOKEN && free.confidence > chosen.confidence;
    if free.lang == chosen.lang || !better {
        return chosen;
    }
    scene.offered_lang = Some(free.lang);
    free
}

/// Speaks `lang` from now on, and says again in it what was shown last.
pub(super) fn choose(scene: &mut Scene<'_>, lang: Lang) -> Decision {
    scene.lang = lang;
    scene.state.lang_chosen = true;
    scene.offered_lang = None;
    match scene.state.shown.clone() {
        Some(Shown::Answer(intent, part)) => {
            scene.note("language-set", &[]);
            scene.state.shown = None;
            answering::show(scene, &intent, part);
        }
        _ => {
            let buttons = super::menu::situation_buttons(scene);
            scene.say("language-set", &[], buttons);
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
