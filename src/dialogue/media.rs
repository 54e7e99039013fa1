//! What cannot be read is answered in words.

use super::scene::Scene;
use super::{Decision, MediaKind, menu};

/// Says that this cannot be read, and what to do instead.
pub(super) fn unreadable(scene: &mut Scene<'_>, kind: MediaKind) -> Decision {
    let buttons = menu::situation_buttons(scene);
    scene.say("media", &[("kind", word(kind))], buttons);
    Decision::Fallback
}

/// Says it above the answer to the words that came along.
pub(super) fn note(scene: &mut Scene<'_>, kind: MediaKind) {
    let note = scene.phrase("media-note", &[("kind", word(kind))]);
    scene.note(note);
}

/// The name by which the phrase tells kinds apart.
fn word(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Photo => "photo",
        MediaKind::Voice => "voice",
        MediaKind::Video => "video",
        MediaKind::Document => "document",
        MediaKind::Sticker => "sticker",
        MediaKind::Location => "location",
        MediaKind::Contact => "contact",
        MediaKind::Other => "other",
    }
}
