//! One turn in the making: the state as it changes and the messages so far.

use super::press::Press;
use super::{Button, Decision, Effect, Focus, House, Knowledge, Message, Reached, Shown, State, Turn};
use crate::content::{Catalogue, IntentId, Lang, RichText};
use crate::matching::Ranking;

/// How many topics before the one in focus are remembered.
const EARLIER: usize = 5;

/// A turn in the making.
pub(super) struct Scene<'a> {
    pub(super) knowledge: &'a Knowledge,
    pub(super) house: &'a House,
    pub(super) lang: Lang,
    pub(super) state: State,
    pub(super) ranking: Option<Ranking>,
    pub(super) confidence: f32,
    /// What goes above the next message: "ik heb uw nummer niet bewaard".
    notes: RichText,
    effects: Vec<Effect>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(knowledge: &'a Knowledge, house: &'a House, state: State, lang: Lang) -> Self {
        Self {
            knowledge,
            house,
            lang,
            state,
            ranking: None,
            confidence: 1.0,
            notes: RichText::default(),
            effects: Vec::new(),
        }
    }

    /// The phrase `id` in the language of this turn.
    pub(super) fn phrase(&self, id: &str, args: &[(&str, &str)]) -> RichText {
        self.knowledge.catalogue.phrases.say(self.lang, id, args)
    }

    /// The phrase `id` as one plain line.
    pub(super) fn label(&self, id: &str) -> String {
        self.knowledge.catalogue.phrases.label(self.lang, id)
    }

    /// Puts `note` above the next message.
    pub(super) fn note(&mut self, note: RichText) {
        self.notes = std::mem::take(&mut self.notes).then(note);
    }

    /// Sends `text` with `buttons`; those are now what "2" means.
    pub(super) fn send(&mut self, text: RichText, buttons: Vec<Button>) {
        let text = std::mem::take(&mut self.notes).then(text);
        if !buttons.is_empty() {
            self.state.buttons.clone_from(&buttons);
        }
        self.effects.push(Effect::Send(Message { text, buttons }));
    }

    pub(super) fn effect(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Sends a phrase with buttons.
    pub(super) fn say(&mut self, id: &str, args: &[(&str, &str)], buttons: Vec<Button>) {
        let text = self.phrase(id, args);
        self.send(text, buttons);
    }

    /// A button that answers `intent`, by its own label.
    pub(super) fn topic_button(&self, intent: &IntentId) -> Option<Button> {
        let text = self.knowledge.text(intent, self.lang)?;
        Some(Press::Show(intent.clone(), super::Part::Short).button(&text.button))
    }

    /// Buttons for `intents`, without those that do not exist.
    pub(super) fn topic_buttons<'i>(&self, intents: impl IntoIterator<Item = &'i IntentId>) -> Vec<Button> {
        intents.into_iter().filter_map(|intent| self.topic_button(intent)).collect()
    }

    /// A button with the phrase `label` for a press.
    pub(super) fn button(&self, label: &str, press: &Press) -> Button {
        press.button(self.label(label))
    }

    /// Makes `intent` the topic of the conversation.
    pub(super) fn focus_on(&mut self, intent: &IntentId, reached: Reached) {
        if let Some(before) = self.state.focus.take().filter(|before| before.intent != *intent) {
            self.state.earlier.retain(|topic| *topic != before.intent && topic != intent);
            self.state.earlier.insert(0, before.intent);
            self.state.earlier.truncate(EARLIER);
        }
        self.state.focus = Some(Focus { intent: intent.clone(), reached });
    }

    /// The citizen got somewhere: what was pending or missed before no longer counts.
    pub(super) fn settle(&mut self, shown: Shown) {
        self.state.misses = 0;
        self.state.pending = None;
        self.state.shown = Some(shown);
    }

    /// The turn as it is now.
    pub(super) fn done(mut self, decision: Decision) -> Turn {
        if !self.notes.is_empty() {
            self.send(RichText::default(), Vec::new());
        }
        let catalogue = &self.knowledge.catalogue;
        let decision = match decision {
            Decision::Answer(intents) => Decision::Answer(with_broader(catalogue, &intents)),
            Decision::Clarify(intents) => Decision::Clarify(with_broader(catalogue, &intents)),
            other => other,
        };
        self.state.lang = Some(self.lang);
        self.state.turns = self.state.turns.wrapping_add(1);
        Turn {
            state: self.state,
            effects: self.effects,
            decision,
            confidence: self.confidence,
            lang: self.lang,
            ranking: self.ranking,
        }
    }
}

/// `intents`, each special case behind the broader intent that the message means as well.
fn with_broader(catalogue: &Catalogue, intents: &[IntentId]) -> Vec<IntentId> {
    let mut all: Vec<IntentId> = Vec::new();
    for intent in intents.iter().flat_map(|intent| catalogue.lineage(intent)) {
        if !all.contains(&intent) {
            all.push(intent);
        }
    }
    all
}
