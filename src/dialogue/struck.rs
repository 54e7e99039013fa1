//! Messages with personal data in them, which are struck out before anything else looks at the words.

use super::scene::Scene;
use super::{Decision, fallback, menu};
use crate::matching::{Zone, zone};
use crate::privacy::{Kind, Redacted};

/// So many words beside the data and the words around them may be a name, or what is asked in a word or two.
const NAME: usize = 3;

/// The words around what was struck out: the marks themselves must not be taken for what is asked.
pub(super) fn without_marks(redacted: &Redacted) -> String {
    redacted.struck.iter().fold(redacted.text.clone(), |text, kind| text.replace(kind.token(), " "))
}

/// Whether `text`, from which `struck` was struck out, only says what that is: "mijn bsn is", perhaps with a name.
pub(super) fn nothing_is_asked(scene: &Scene<'_>, text: &str, struck: &[Kind]) -> bool {
    if struck.is_empty() {
        return false;
    }
    let around = scene.knowledge.labels("struck-words");
    let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let telling: Vec<String> = words
        .filter(|word| !word.is_empty() && !around.split(|c: char| !c.is_alphanumeric()).any(|known| known == word))
        .collect();
    telling.len() <= NAME && means_nothing(scene, &telling.join(" "))
}

fn means_nothing(scene: &Scene<'_>, words: &str) -> bool {
    let ranking = scene.knowledge.matcher.rank(words, Some(scene.lang), true);
    words.is_empty() || zone(&ranking, &scene.thresholds) == Zone::Fallback
}

/// Says above the answer what was sent that should not have been, and takes that message out of the conversation.
pub(super) fn warn(scene: &mut Scene<'_>, struck: &[Kind]) {
    let Some(kind) = struck.iter().copied().filter_map(word).next() else { return };
    let removed = scene.remove_message();
    scene.note("private-warning", &[("kind", kind), ("removed", removed)]);
}

/// The name by which the phrase tells kinds apart that nobody should send here.
fn word(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Bsn => Some("bsn"),
        Kind::Document => Some("document"),
        Kind::Card => Some("card"),
        _ => None,
    }
}

/// Says that such data are not needed here, and what can be asked.
pub(super) fn answer(scene: &mut Scene<'_>, struck: &[Kind]) -> Decision {
    if struck.iter().any(|kind| word(*kind).is_some()) {
        // The warning stands above it already.
        menu::show(scene);
        return Decision::Flow;
    }
    fallback::say_once(scene, "struck-only", &[])
}
