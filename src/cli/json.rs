//! The JSON of `chat --json` and `ask --json`: a contract, see README.

use serde::Serialize;

use crate::dialogue::{Button, Effect, Message, Turn};

/// One turn as one object.
#[derive(Serialize)]
pub(super) struct TurnJson<'a> {
    say: &'a str,
    lang: &'a str,
    decision: &'static str,
    intents: Vec<&'a str>,
    confidence: f32,
    candidates: Vec<CandidateJson<'a>>,
    messages: Vec<MessageJson<'a>>,
}

#[derive(Serialize)]
struct CandidateJson<'a> {
    intent: &'a str,
    score: f32,
}

#[derive(Serialize)]
struct MessageJson<'a> {
    text: String,
    buttons: &'a [Button],
}

impl<'a> TurnJson<'a> {
    /// The object for what was said and what followed.
    pub(super) fn new(say: &'a str, turn: &'a Turn) -> Self {
        let candidates = turn.ranking.iter().flat_map(|ranking| &ranking.candidates).take(5);
        Self {
            say,
            lang: turn.lang.code(),
            decision: turn.decision.word(),
            intents: turn.decision.intents().iter().map(|intent| intent.as_str()).collect(),
            confidence: rounded(turn.confidence),
            candidates: candidates
                .map(|found| CandidateJson { intent: found.intent.as_str(), score: rounded(found.score) })
                .collect(),
            messages: messages(&turn.effects).map(message).collect(),
        }
    }
}

impl<'a> TurnJson<'a> {
    /// This turn with messages before its own that an earlier process could not show any more.
    pub(super) fn after(mut self, earlier: impl Iterator<Item = &'a Message>) -> Self {
        self.messages.splice(0..0, earlier.map(message));
        self
    }
}

/// The messages among `effects`.
pub(super) fn messages(effects: &[Effect]) -> impl Iterator<Item = &Message> {
    effects.iter().filter_map(|effect| match effect {
        Effect::Send(message) | Effect::Reply { message, .. } => Some(message),
        Effect::Remove(_) | Effect::Leave | Effect::Forget | Effect::Desk(_) | Effect::Correct { .. } => None,
    })
}

fn message(message: &Message) -> MessageJson<'_> {
    MessageJson { text: message.text.plain(), buttons: &message.buttons }
}

fn rounded(number: f32) -> f32 {
    (number * 10_000.0).round() / 10_000.0
}
