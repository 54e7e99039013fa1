//! What the desk asks of a front that shows it to officers, and what that front tells back. Numbers are the front's own.

use serde::{Deserialize, Serialize};

use super::{Card, CaseId, Code, Draft, Hint, OfficerId, Trace, Words};

/// Where in a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Where {
    /// The topic, in a group that has them.
    pub thread: Option<i64>,
    /// The message that is replied to.
    pub reply_to: Option<i64>,
}

/// A case in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its reference.
    pub code: Code,
    /// Its topic, by id.
    pub topic: Option<String>,
    /// Since how many minutes it waits.
    pub minutes: u32,
    /// Whether somebody has taken it.
    pub taken: bool,
}

/// Something to be shown to a group of officers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FrontCall {
    /// Make a place for a case.
    Open {
        /// Which.
        case: CaseId,
        /// Its reference, which becomes the place's name.
        code: Code,
        /// Its topic, by id.
        topic: Option<String>,
    },
    /// Show the card of a case.
    Card {
        /// Where.
        at: Where,
        /// What.
        card: Card,
        /// What was written so far, where the case comes from elsewhere.
        history: Vec<(bool, Words)>,
    },
    /// Change the card of a case.
    Recard {
        /// The card's message.
        message: i64,
        /// What it shows now.
        card: Card,
    },
    /// What the citizen wrote.
    Said {
        /// In which case.
        case: CaseId,
        /// Its reference.
        code: Code,
        /// Where.
        at: Where,
        /// What.
        words: Words,
        /// Whether it replaces something said before.
        edited: bool,
    },
    /// A word to the officers.
    Hint {
        /// About which case.
        case: Option<CaseId>,
        /// Its reference.
        code: Option<Code>,
        /// Where.
        at: Where,
        /// What.
        hint: Hint,
    },
    /// Answers of the content that an officer may mean, who named none of them.
    Answers {
        /// For which case.
        case: Option<CaseId>,
        /// Its reference.
        code: Option<Code>,
        /// Where.
        at: Where,
        /// The answers, by id.
        names: Vec<String>,
    },
    /// A reply waits for a senior.
    Draft {
        /// In which case.
        case: CaseId,
        /// Its reference.
        code: Code,
        /// Where.
        at: Where,
        /// Who wrote it.
        by: OfficerId,
        /// What it says, so that a senior approves the very words that they see.
        draft: Draft,
    },
    /// Mark an officer's message as delivered.
    Mark {
        /// Which message.
        message: i64,
    },
    /// Close a place.
    Close {
        /// Which topic.
        thread: i64,
    },
    /// Delete what is left of a case.
    Delete {
        /// What.
        trace: Trace,
        /// The case's reference, to name it by where that cannot be; `None` where there is nothing in it.
        code: Option<Code>,
    },
    /// Open a closed place again.
    Reopen {
        /// Which topic.
        thread: i64,
    },
    /// The queue, as was asked for.
    Queue {
        /// Where.
        at: Where,
        /// What waits, oldest first.
        rows: Vec<Row>,
        /// How many more there are.
        more: u32,
    },
    /// Cases that wait too long.
    Remind {
        /// Which, oldest first.
        rows: Vec<Row>,
        /// How many more there are.
        more: u32,
    },
}

impl FrontCall {
    /// The case whose words it carries, if it carries any.
    #[must_use]
    pub fn case(&self) -> Option<CaseId> {
        match self {
            Self::Open { case, .. } | Self::Said { case, .. } | Self::Draft { case, .. } => Some(*case),
            Self::Card { card, .. } | Self::Recard { card, .. } => Some(card.case),
            Self::Hint { case, .. } | Self::Answers { case, .. } => *case,
            Self::Mark { .. }
            | Self::Close { .. }
            | Self::Delete { .. }
            | Self::Reopen { .. }
            | Self::Queue { .. }
            | Self::Remind { .. } => None,
        }
    }
}

/// What is lost for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lost {
    /// The group: deleted, moved, or we were put out of it.
    Group,
    /// The place of this case.
    Place(CaseId),
}

/// What a front tells back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FrontNews {
    /// A case has a place.
    Opened {
        /// Which.
        case: CaseId,
        /// The topic; `None` where the group has none, and replies tell cases apart.
        thread: Option<i64>,
    },
    /// The card of a case is shown.
    CardShown {
        /// Which.
        case: CaseId,
        /// The card's message.
        message: i64,
    },
    /// Something else about a case is shown.
    Shown {
        /// Which.
        case: CaseId,
        /// The message.
        message: i64,
    },
    /// Something is lost for good.
    Lost(Lost),
}
