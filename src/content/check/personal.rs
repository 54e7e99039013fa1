//! What looks like a person's own in the examples. Content knows no privacy: who checks brings who can tell.

use super::examples::examples;
use crate::content::parse::Parsed;
use crate::content::{Lang, Look};
use crate::diagnostic::{Diagnostic, Place, personal};

/// Titles and examples in `lang`, and messages that nothing should answer, in which `look` finds something.
pub(super) fn check_personal(parsed: &Parsed, lang: Lang, look: Look<'_>) -> Vec<Diagnostic> {
    let titles = parsed.intents.values().filter_map(|intent| {
        let title = intent.texts.get(&lang)?.title.as_ref()?;
        Some((intent.file.as_str(), title))
    });
    let examples = examples(parsed, lang).map(|owned| (owned.file, owned.example));
    let found = titles.chain(examples).filter_map(|(file, text)| Some((file, text.span, look(&text.value)?)));
    found.map(|(file, span, what)| personal::personal_data(Place::new(file, span), what)).collect()
}
