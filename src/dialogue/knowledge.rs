//! Everything a step needs to know, made once per content.

use super::context::ContextRules;
use crate::content::{Answer, Catalogue, Intent, IntentId, IntentText, Lang};
use crate::matching::{Matcher, Thresholds};

/// A catalogue with all that is derived from it: the trained matcher and the compiled rules for follow-ups.
pub struct Knowledge {
    /// The content itself.
    pub catalogue: Catalogue,
    /// Trained on it.
    pub matcher: Matcher,
    pub(super) context: ContextRules,
}

impl Knowledge {
    /// Trains and compiles. Takes a noticeable part of a second on the whole content.
    #[must_use]
    pub fn new(catalogue: Catalogue) -> Self {
        let matcher = Matcher::train(&catalogue);
        Self::with(catalogue, matcher)
    }

    /// As [`Self::new`], with the `matcher` of this very catalogue.
    #[must_use]
    pub fn with(catalogue: Catalogue, matcher: Matcher) -> Self {
        let context = ContextRules::compile(&catalogue.follow_ups);
        Self { catalogue, matcher, context }
    }

    /// The language the assistant speaks when nothing tells: the first of the content.
    #[must_use]
    pub fn first_language(&self) -> Lang {
        self.catalogue.languages.first().copied().unwrap_or(Lang::NL)
    }

    /// The content's language with this code, `nl` or `nl-BE`.
    #[must_use]
    pub fn language(&self, code: &str) -> Option<Lang> {
        let lang = Lang::parse(code.get(..2)?)?;
        self.catalogue.languages.contains(&lang).then_some(lang)
    }

    pub(super) fn intent(&self, id: &IntentId) -> Option<&Intent> {
        self.catalogue.intents.get(id)
    }

    pub(super) fn text(&self, id: &IntentId, lang: Lang) -> Option<&IntentText> {
        self.intent(id)?.texts.get(&lang)
    }

    pub(super) fn answer(&self, id: &IntentId, lang: Lang) -> Option<&Answer> {
        self.catalogue.answers.get(&lang)?.get(&self.intent(id)?.answer)
    }
}

/// What the operator decides about the conversation.
#[derive(Clone, Debug)]
pub struct House {
    /// Who runs this assistant, as citizens read it; `None`: a trial of nobody's.
    pub operator: Option<String>,
    /// Where answering, asking back and falling back begin.
    pub thresholds: Thresholds,
    /// After how many days without a message a conversation is forgotten.
    pub idle_days: u32,
}

impl Default for House {
    fn default() -> Self {
        Self { operator: None, thresholds: Thresholds::default(), idle_days: 30 }
    }
}
