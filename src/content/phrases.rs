//! What the assistant itself says, from `answers/<lang>/phrases.ftl`.

use super::{Lang, RichText};

/// All phrases in all languages.
pub struct Phrases {}

impl Phrases {
    /// The phrase `id` in `lang` with `args` filled in, its Markdown read. Every id of the required list exists.
    #[must_use]
    pub fn say(&self, _lang: Lang, id: &str, _args: &[(&str, &str)]) -> RichText {
        RichText::paragraph(id)
    }

    /// The phrase `id` as a plain line: labels of buttons, descriptions of commands.
    #[must_use]
    pub fn label(&self, _lang: Lang, id: &str) -> String {
        id.to_owned()
    }
}
