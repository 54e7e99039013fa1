//! One turn in the making: the state as it changes and the messages so far.

use super::hand_over;
use super::press::{Handing, Press};
use super::{
    Button, Decision, Effect, Focus, HandOver, House, Knowledge, Message, MessageId, Missed, Moment, Pending, Reached,
    Shown, State, Turn,
};
use crate::content::{Catalogue, IntentId, Lang, RichText};
use crate::desk::CaseId;
use crate::matching::{Ranking, Thresholds};

/// How many topics before the one in focus are remembered.
const EARLIER: usize = 5;

/// Something to be said above the next message, in the language that this turn turns out to have.
struct Note {
    phrase: &'static str,
    args: Vec<(&'static str, &'static str)>,
}

/// A turn in the making.
pub(super) struct Scene<'a> {
    pub(super) knowledge: &'a Knowledge,
    pub(super) house: &'a House,
    /// Where answering, asking back and falling back begin.
    pub(super) thresholds: Thresholds,
    pub(super) lang: Lang,
    pub(super) state: State,
    pub(super) ranking: Option<Ranking>,
    pub(super) confidence: f32,
    /// What the citizen said in the turn before, or now, is not meant.
    pub(super) rejected: Vec<IntentId>,
    /// Whether the turn before asked to erase: only this one can answer.
    pub(super) may_erase: bool,
    /// What was waited for before this turn.
    pub(super) was_pending: Option<Pending>,
    /// What the citizen wrote, with personal data struck out.
    pub(super) said: Option<String>,
    /// The language that is offered with a button, for it is spoken though another was chosen.
    pub(super) offered_lang: Option<Lang>,
    /// The closed case that this message could be about, and was not taken for: offered with a button.
    pub(super) offered_case: Option<CaseId>,
    /// The channel's number of the message that this turn answers.
    pub(super) number: Option<MessageId>,
    /// The message that this turn answers, if it can be taken out of the conversation.
    pub(super) message: Option<MessageId>,
    removed: Option<MessageId>,
    /// The question, where it was not understood and may be kept.
    pub(super) missed: Option<Missed>,
    notes: Vec<Note>,
    effects: Vec<Effect>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(knowledge: &'a Knowledge, house: &'a House, mut state: State, lang: Lang) -> Self {
        let rejected = std::mem::take(&mut state.rejected);
        let was_pending = state.pending.clone();
        state.pending.take_if(|pending| matches!(pending, Pending::Remark | Pending::More));
        let may_erase = state.pending.take_if(|pending| *pending == Pending::ConfirmErase).is_some();
        Self {
            knowledge,
            house,
            thresholds: knowledge.matcher.settle(&house.thresholds),
            lang,
            state,
            ranking: None,
            confidence: 1.0,
            rejected,
            may_erase,
            was_pending,
            said: None,
            offered_lang: None,
            offered_case: None,
            number: None,
            message: None,
            removed: None,
            missed: None,
            notes: Vec::new(),
            effects: Vec::new(),
        }
    }

    /// The present moment.
    pub(super) fn now(&self) -> Moment {
        self.state.last_active
    }

    /// The phrase `id` in the language of this turn.
    pub(super) fn phrase(&self, id: &str, args: &[(&str, &str)]) -> RichText {
        self.knowledge.catalogue.phrases.say(self.lang, id, args)
    }

    /// The phrase `id` as one plain line.
    pub(super) fn label(&self, id: &str) -> String {
        self.knowledge.catalogue.phrases.label(self.lang, id)
    }

    /// Puts the phrase `id` above the next message.
    pub(super) fn note(&mut self, phrase: &'static str, args: &[(&'static str, &'static str)]) {
        self.notes.push(Note { phrase, args: args.to_vec() });
    }

    /// Nothing goes above the next message.
    pub(super) fn drop_notes(&mut self) {
        self.notes.clear();
    }

    fn take_notes(&mut self) -> RichText {
        let notes = std::mem::take(&mut self.notes);
        let said = notes.iter().map(|note| self.phrase(note.phrase, &note.args));
        said.fold(RichText::default(), RichText::then)
    }

    /// Sends `text` with `buttons`; those are now what "2" means.
    pub(super) fn send(&mut self, text: RichText, buttons: Vec<Button>) {
        let text = self.take_notes().then(text);
        if !buttons.is_empty() {
            self.state.buttons.clone_from(&buttons);
        }
        self.effects.push(Effect::Send(Message { text, buttons }));
    }

    pub(super) fn effect(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Takes the message that this turn answers out of the conversation, if that can be done and is wanted. Says `yes` or
    /// `no`, as phrases take it. What is said goes first: removing may fail, and an answer waits for nothing.
    pub(super) fn remove_message(&mut self) -> &'static str {
        let message = self.message.take_if(|_| self.house.remove_personal);
        self.removed = self.removed.or(message);
        if self.removed.is_some() { "yes" } else { "no" }
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
        self.state.asked.clear();
        self.state.pending = None;
        self.state.shown = Some(shown);
    }

    /// The turn as it is now.
    pub(super) fn done(mut self, decision: Decision) -> Turn {
        if !self.notes.is_empty() {
            self.send(RichText::default(), Vec::new());
        }
        self.offer_language();
        self.offer_case();
        hand_over::keep(&mut self, &decision);
        self.effects.extend(self.removed.map(Effect::Remove));
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
            missed: self.missed,
        }
    }
}

impl Scene<'_> {
    /// Puts a button for the language spoken under the last message that has buttons.
    fn offer_language(&mut self) {
        let Some(lang) = self.offered_lang.take() else { return };
        let button = Press::Language(lang).button(self.knowledge.catalogue.phrases.label(lang, "language-name"));
        self.add_button(button);
    }

    /// Puts the way back to an officer under what was answered, unless the hand-over has gone on or is over.
    fn offer_case(&mut self) {
        let Some(case) = self.offered_case.take() else { return };
        if matches!(&self.state.hand_over, Some(HandOver::Closed { case: own, .. }) if *own == case) {
            self.add_button(self.button("button-hand-over-more", &Press::Hand(Handing::More(case))));
        }
    }

    /// Puts a button under the last message that has any.
    fn add_button(&mut self, button: Button) {
        let messages = self.effects.iter_mut().rev().filter_map(|effect| match effect {
            Effect::Send(message) => Some(message),
            Effect::Remove(_)
            | Effect::Leave
            | Effect::Forget
            | Effect::Desk(_)
            | Effect::Reply { .. }
            | Effect::Correct { .. } => None,
        });
        if let Some(message) = messages.into_iter().find(|message| !message.buttons.is_empty()) {
            message.buttons.push(button);
            self.state.buttons.clone_from(&message.buttons);
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
