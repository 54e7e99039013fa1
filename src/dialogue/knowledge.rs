//! Everything a step needs to know, made once per content.

use std::sync::Arc;

use super::choice;
use super::context::ContextRules;
use super::source_line::SourceLines;
use crate::content::{Answer, Catalogue, Intent, IntentId, IntentText, Kind, Lang};
use crate::desk::{Hours, Sight};
use crate::matching::{Matcher, Thresholds};

/// Parts of the conversation that ask nothing of us: nobody chooses them from buttons.
const SMALL_TALK: [&str; 4] = ["greeting", "thanks", "goodbye", "help"];

/// A catalogue with all that is derived from it: the trained matcher and the compiled rules for follow-ups.
pub struct Knowledge {
    /// The content itself.
    pub catalogue: Catalogue,
    /// Trained on it.
    pub matcher: Matcher,
    pub(super) context: ContextRules,
    pub(super) source_lines: SourceLines,
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
        let source_lines = SourceLines::new(&catalogue);
        Self { catalogue, matcher, context, source_lines }
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

    /// Whether `id` is a question to answer, and no part of the conversation itself.
    pub(super) fn is_topic(&self, id: &IntentId) -> bool {
        self.intent(id).is_some_and(|intent| matches!(intent.kind, Kind::Topic | Kind::Neighbour))
    }

    /// Whether `id` may be offered when a message is not understood: danger is seen or not, and small talk asks nothing.
    pub(super) fn can_be_asked_back(&self, id: &IntentId) -> bool {
        let asks = |intent: &Intent| intent.kind == Kind::Conversation && !SMALL_TALK.contains(&id.as_str());
        self.is_topic(id) || self.intent(id).is_some_and(asks)
    }

    /// Whether `text` is the label of the button for `id`, in whatever language.
    pub(super) fn is_label(&self, id: &IntentId, text: &str) -> bool {
        let texts = self.intent(id).into_iter().flat_map(|intent| intent.texts.values());
        texts.into_iter().any(|own| choice::plain(&own.button) == choice::plain(text))
    }

    /// The label `id` in all languages, one after the other.
    pub(super) fn labels(&self, id: &str) -> String {
        let languages = self.catalogue.languages.iter();
        languages.map(|lang| self.catalogue.phrases.label(*lang, id)).collect::<Vec<_>>().join(" ")
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
    /// Whether a message with a citizen service number, a number of a document or card, a picture or a file is taken out of
    /// the conversation, where the channel can.
    pub remove_personal: bool,
    /// For how many days a question that was not understood is kept, without who asked; 0: not at all.
    pub missed_days: u32,
    /// The desk to hand over to, as it is at this moment; `None` where nobody is there.
    pub desk: Option<DeskHouse>,
}

/// What a conversation may know of the desk.
#[derive(Clone, Debug)]
pub struct DeskHouse {
    /// When officers are there.
    pub hours: Arc<Hours>,
    /// Who waits.
    pub sight: Sight,
}

impl Default for House {
    fn default() -> Self {
        Self {
            operator: None,
            thresholds: Thresholds::default(),
            idle_days: 30,
            remove_personal: true,
            missed_days: 0,
            desk: None,
        }
    }
}
