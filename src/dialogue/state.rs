//! What is remembered of a conversation between two messages. Never the citizen's words.

use serde::{Deserialize, Serialize};

use super::{Button, Draft, HandOver, Kept, MessageId, Moment};
use crate::content::{IntentId, Lang};

/// How a topic came into focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reached {
    /// Recognised in a message.
    Matched,
    /// Chosen from buttons.
    Chosen,
    /// A short follow-up on the topic before.
    FollowedUp,
}

/// The topic the conversation is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Focus {
    /// Which.
    pub intent: IntentId,
    /// How it was reached.
    pub reached: Reached,
}

/// A part of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The first paragraph.
    Short,
    /// The rest.
    More,
    /// The simpler wording.
    Simpler,
    /// The law behind it.
    Law,
}

/// What the citizen saw last, for "nog een keer".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shown {
    /// A part of an answer.
    Answer(IntentId, Part),
    /// The topics menu.
    Menu,
    /// The text behind `/privacy`.
    Privacy,
    /// The doors to people.
    Doors,
}

/// What the assistant waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pending {
    /// A choice between these topics.
    Clarify(Vec<IntentId>),
    /// A yes to erasing this conversation, in the very next turn.
    ConfirmErase,
    /// A button under what would be passed on to an officer, or the question for it.
    HandOver,
    /// A word with the rating of an officer's help, in the very next turn.
    Remark,
    /// More for the officer who had the case, in the very next turn.
    More,
}

/// The state of one conversation. `Default` is before the first message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// The language of the last turn.
    pub lang: Option<Lang>,
    /// Whether the citizen chose it; then messages do not change it.
    pub lang_chosen: bool,
    /// Whether the assistant has introduced itself.
    pub introduced: bool,
    /// The topic in focus.
    pub focus: Option<Focus>,
    /// Topics before it, latest first, at most five.
    pub earlier: Vec<IntentId>,
    /// What is waited for.
    pub pending: Option<Pending>,
    /// Topics the citizen has just said are not meant: the next message is not taken for them.
    pub rejected: Vec<IntentId>,
    /// What was asked back last, until something is answered: the same is not asked again, whatever lies between.
    pub asked: Vec<IntentId>,
    /// What else the last message could have meant, best first: offered after "dat bedoel ik niet".
    pub alternatives: Vec<IntentId>,
    /// The buttons of the last message that has them: what "2" and "de tweede" mean.
    pub buttons: Vec<Button>,
    /// The album whose first item was answered last, by the channel's name for it.
    pub album: Option<String>,
    /// What was shown last.
    pub shown: Option<Shown>,
    /// Whether the citizen was told that so many messages are too many, since the last quiet moment.
    pub told_too_many: bool,
    /// Whether an answer was lost on the way since the citizen wrote last; they are told so once.
    pub undelivered: bool,
    /// Whether the citizen was told that questions that are not understood are kept, without who asked.
    pub told_missed: bool,
    /// The channel's number of the last message that was for the assistant itself and not for an officer; only where there is a desk.
    pub last_message: Option<MessageId>,
    /// The unit of the police that was named.
    pub unit: Option<String>,
    /// What was not understood lately, for an officer.
    pub kept: Option<Kept>,
    /// How far a hand-over to an officer is.
    pub hand_over: Option<HandOver>,
    /// Misses in a row.
    pub misses: u8,
    /// Turns so far; makes ids of messages.
    pub turns: u32,
    /// When the citizen last did something.
    pub last_active: Moment,
}

impl State {
    /// Until when words of the citizen are kept; `None` where none are.
    #[must_use]
    pub fn words_until(&self) -> Option<Moment> {
        let kept = self.kept.as_ref().map(|kept| kept.until);
        let drafted = match &self.hand_over {
            Some(HandOver::Draft(draft)) if draft.question.is_some() => Some(draft.until),
            _ => None,
        };
        kept.into_iter().chain(drafted).min()
    }

    /// This state without words whose time is over at `now`.
    #[must_use]
    pub fn without_old_words(mut self, now: Moment) -> Self {
        self.kept.take_if(|kept| kept.until <= now);
        if let Some(HandOver::Draft(draft)) = &mut self.hand_over
            && draft.until <= now
        {
            *draft = Draft { turn: draft.turn, until: draft.until, ..Draft::default() };
        }
        self
    }
}
