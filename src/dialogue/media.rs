//! What cannot be read is answered in words.

use super::scene::Scene;
use super::{Decision, MediaKind, fallback};

/// Says that this cannot be read, and what to do instead; the second time in a row a door is better.
pub(super) fn unreadable(scene: &mut Scene<'_>, kind: MediaKind) -> Decision {
    if scene.state.misses > 0 {
        note(scene, kind);
    }
    let removed = remove(scene, kind);
    fallback::say_once(scene, "media", &[("kind", word(kind)), ("removed", removed)])
}

/// Says it above the answer to the words that came along.
pub(super) fn note(scene: &mut Scene<'_>, kind: MediaKind) {
    let removed = remove(scene, kind);
    scene.note("media-note", &[("kind", word(kind)), ("removed", removed)]);
}

/// Whether an identity document may be on it.
pub(super) fn is_personal(kind: MediaKind) -> bool {
    matches!(kind, MediaKind::Photo | MediaKind::Document)
}

/// Takes what may show an identity document out of the conversation, where the channel can; says whether.
pub(super) fn remove(scene: &mut Scene<'_>, kind: MediaKind) -> &'static str {
    if is_personal(kind) { scene.remove_message() } else { "no" }
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
