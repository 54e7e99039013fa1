//! What the dialogue wants to happen.

use serde::{Deserialize, Serialize};

use super::{MessageId, State};
use crate::content::{IntentId, Lang, RichText};
use crate::desk::{CaseId, ToDesk};
use crate::matching::Ranking;
use crate::privacy::Sensitive;

/// A button under a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// What it says.
    pub label: String,
    /// What comes back when it is pressed: 1 to 64 bytes.
    pub data: String,
}

/// One message to the citizen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The text.
    pub text: RichText,
    /// Its buttons, one a row, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<Button>,
}

/// Something that must happen outside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// Send this to the conversation.
    Send(Message),
    /// Take this message of the citizen's out of the conversation, where the channel still can.
    Remove(MessageId),
    /// Leave the group this conversation is.
    Leave,
    /// Send this letter to the desk.
    Desk(ToDesk),
    /// Send an officer's reply to the conversation, and tell the desk what became of it.
    Reply {
        /// In which case.
        case: CaseId,
        /// Its number there.
        reply: u32,
        /// What is sent.
        message: Message,
    },
    /// Change a message that was sent as an officer's reply.
    Correct {
        /// The channel's number of it.
        message: i64,
        /// What it says now.
        text: Message,
    },
    /// Forget everything about this conversation once what precedes has been sent.
    Forget,
}

/// How a turn was decided; the words of the JSON contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// These intents were answered.
    Answer(Vec<IntentId>),
    /// These were offered as buttons.
    Clarify(Vec<IntentId>),
    /// Nothing fitted.
    Fallback,
    /// A step of a guided flow.
    Flow,
    /// A human was asked for, by this intent.
    Handoff(IntentId),
    /// Danger to life.
    Safety(IntentId),
}

impl Decision {
    /// Its word in the JSON.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Answer(_) => "answer",
            Self::Clarify(_) => "clarify",
            Self::Fallback => "fallback",
            Self::Flow => "flow",
            Self::Handoff(_) => "handoff",
            Self::Safety(_) => "safety",
        }
    }

    /// The intents that stand beside it.
    #[must_use]
    pub fn intents(&self) -> &[IntentId] {
        match self {
            Self::Answer(intents) | Self::Clarify(intents) => intents,
            Self::Safety(intent) | Self::Handoff(intent) => std::slice::from_ref(intent),
            Self::Fallback | Self::Flow => &[],
        }
    }
}

/// A question that was not understood: struck, and by nobody. Kept only where the citizen was told before.
#[derive(Clone, Debug)]
pub struct Missed {
    /// The language it was taken for.
    pub lang: Lang,
    /// The words that are left of it.
    pub words: Sensitive<String>,
}

/// The outcome of one step.
#[derive(Clone, Debug)]
pub struct Turn {
    /// The state from now on.
    pub state: State,
    /// What is to happen, in order.
    pub effects: Vec<Effect>,
    /// How it was decided.
    pub decision: Decision,
    /// How sure that is, 0 to 1: 1 for what was pressed, commanded or clear from the turn before.
    pub confidence: f32,
    /// The language it was answered in.
    pub lang: Lang,
    /// What matching found, where it was asked.
    pub ranking: Option<Ranking>,
    /// The question, where it was not understood and may be kept.
    pub missed: Option<Missed>,
}
