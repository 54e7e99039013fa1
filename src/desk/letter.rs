//! What a conversation and the desk write to each other. Letters are stored with the write that makes them, so none is lost.

use serde::{Deserialize, Serialize};

use super::{CaseId, Code, Held, Reason, Role, Words};
use crate::moment::Moment;

/// What a citizen asks the desk, exactly as it was shown to them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Request {
    /// The topic, by its id.
    pub topic: Option<String>,
    /// The language, as two letters.
    pub lang: Option<String>,
    /// The unit of the police.
    pub unit: Option<String>,
    /// Topics that were answered before, by their ids, first to last.
    pub steps: Vec<String>,
    /// The question, with personal data struck out.
    pub question: Option<Words>,
}

/// From a citizen's conversation to the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ToDesk {
    /// Open a case.
    Open(Request),
    /// The citizen wrote, with personal data struck out; opens a closed case again.
    Said {
        /// In which case.
        case: CaseId,
        /// What.
        words: Words,
        /// Whether it replaces something said before.
        edited: bool,
    },
    /// The citizen has left.
    Leaves {
        /// Which case.
        case: CaseId,
        /// Whether all that is kept of it is to be erased.
        erased: bool,
    },
    /// All that is kept of the citizen is to be erased: every case of theirs, those that are over too.
    Erase,
    /// The citizen asks what is held of them.
    Show,
    /// How content the citizen was.
    Rated {
        /// With which case.
        case: CaseId,
        /// 1 (not helped) to 3.
        mark: u8,
    },
    /// A word with the rating.
    Remarked {
        /// On which case.
        case: CaseId,
        /// What.
        words: Words,
    },
    /// A reply has reached the citizen.
    Delivered {
        /// In which case.
        case: CaseId,
        /// Which.
        reply: u32,
        /// The channel's number of the message, to correct or withdraw it.
        message: Option<i64>,
    },
    /// A reply will never reach the citizen.
    Failed {
        /// In which case.
        case: CaseId,
        /// Which.
        reply: u32,
    },
}

impl ToDesk {
    /// The case it is about, if there is one already.
    #[must_use]
    pub fn case(&self) -> Option<CaseId> {
        match self {
            Self::Open(_) | Self::Erase | Self::Show => None,
            Self::Said { case, .. }
            | Self::Leaves { case, .. }
            | Self::Rated { case, .. }
            | Self::Remarked { case, .. }
            | Self::Delivered { case, .. }
            | Self::Failed { case, .. } => Some(*case),
        }
    }
}

/// From the desk to a citizen's conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FromDesk {
    /// About which case.
    pub case: CaseId,
    /// Its reference.
    pub code: Code,
    /// What.
    pub body: Body,
}

/// What the desk writes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Body {
    /// The question has been passed on.
    Passed {
        /// How many wait before it.
        ahead: u32,
        /// In how many minutes others were taken lately, if that is known.
        usual_minutes: Option<u32>,
    },
    /// Nothing is left of the case that these words were meant for: nobody reads them.
    Gone {
        /// What the citizen wrote.
        words: Words,
    },
    /// An officer has taken it.
    Taken(Role),
    /// It waits again.
    Returned,
    /// Another desk has it now.
    PassedOn(Role),
    /// An officer writes.
    Reply {
        /// Its number in the case.
        reply: u32,
        /// By whom, as a role.
        role: Role,
        /// What.
        words: Words,
    },
    /// An officer sends an answer of the content.
    Curated {
        /// Its number in the case.
        reply: u32,
        /// By whom, as a role.
        role: Role,
        /// Which answer, by the id of its intent.
        intent: String,
    },
    /// An officer has corrected a reply.
    Corrected {
        /// The channel's number of the message.
        message: i64,
        /// By whom, as a role.
        role: Role,
        /// What it says now.
        words: Words,
    },
    /// An officer has withdrawn a reply.
    Withdrawn {
        /// The channel's number of the message.
        message: i64,
    },
    /// The case is closed.
    Closed {
        /// Why.
        reason: Reason,
        /// Until when a message opens it again.
        until: Moment,
    },
    /// A message has opened it again.
    Reopened,
    /// What is held of the citizen in all their cases, this one among them.
    Held(Vec<Held>),
}
