//! What a conversation remembers of a hand-over.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::content::{IntentId, Lang};
use crate::desk::{CaseId, Code};
use crate::moment::Moment;

/// How far a hand-over is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HandOver {
    /// What would be passed on is being made up.
    Draft(Draft),
    /// It was passed on, and the desk has not answered yet.
    Requested {
        /// When.
        at: Moment,
    },
    /// The desk has it.
    Open {
        /// As which case.
        case: CaseId,
        /// Its reference.
        code: Code,
    },
    /// It is over.
    Closed {
        /// Which case it was.
        case: CaseId,
        /// Its reference.
        code: Code,
        /// Until when a message opens it again.
        until: Moment,
        /// Whether a word with the rating is waited for.
        remark: bool,
        /// Whether the citizen said that it is done: then only the button opens it again.
        #[serde(default)]
        done: bool,
    },
}

impl HandOver {
    /// The case, if there is one.
    #[must_use]
    pub fn case(&self) -> Option<CaseId> {
        match self {
            Self::Draft(_) | Self::Requested { .. } => None,
            Self::Open { case, .. } | Self::Closed { case, .. } => Some(*case),
        }
    }
}

/// What would be passed on. Its words have an end.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The turn that showed it: only its buttons pass it on.
    pub turn: u32,
    /// The topic.
    pub topic: Option<IntentId>,
    /// Whether the language is told.
    pub lang: bool,
    /// In which language it was shown.
    pub shown_in: Option<Lang>,
    /// The unit of the police.
    pub unit: Option<String>,
    /// Topics before.
    pub steps: Vec<IntentId>,
    /// The question, with personal data struck out.
    pub question: Option<String>,
    /// Whether the next message is the question.
    pub asking: bool,
    /// Whether it is asked what is to be changed: then a yes passes nothing on.
    pub editing: bool,
    /// Until when it is kept.
    pub until: Moment,
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft").field("turn", &self.turn).field("asking", &self.asking).finish_non_exhaustive()
    }
}

/// Words that were not understood, with personal data struck out: so that they need not be said again to an officer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The words.
    pub words: String,
    /// Until when they are kept.
    pub until: Moment,
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[words]")
    }
}
