//! One question in the hands of the desk.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::front::Where;
use super::{CaseId, CitizenKey, Code, GroupId, OfficerId, Request, Role, Rules, Words};
use crate::moment::Moment;

/// So many lines of a case are kept; the oldest go first, but for the question.
const LINES: usize = 200;
/// So many messages of a case are known by their numbers, in a group where replies tell cases apart.
const MESSAGES: usize = 1000;

/// A case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Its number.
    pub id: CaseId,
    /// Its reference.
    pub code: Code,
    /// Whose it is.
    pub citizen: CitizenKey,
    /// What was passed on, but for the question, which is the first line.
    pub request: Request,
    /// Which desk it is for.
    pub role: Role,
    /// Where it stands.
    pub status: Status,
    /// Since when it waits, or waited before somebody took it.
    pub since: Moment,
    /// When somebody took it first.
    pub taken: Option<Moment>,
    /// When the first reply had reached the citizen.
    pub answered: Option<Moment>,
    /// What was written, oldest first.
    pub lines: Vec<Line>,
    /// Replies to the citizen, by number from 1.
    pub replies: Vec<Reply>,
    /// Where it is shown.
    pub place: Place,
    /// The message of its card there.
    pub card: Option<i64>,
    /// What the card says.
    pub card_says: Option<Status>,
    /// Messages about it there.
    pub messages: Vec<i64>,
    /// How many lines are shown there.
    pub shown: usize,
    /// How content the citizen was, 1 to 3.
    pub rating: Option<u8>,
    /// Who was told that only whoever has it can reply.
    #[serde(default)]
    pub hints: BTreeMap<OfficerId, Hinted>,
    /// Messages of officers about it there, in a group where replies tell cases apart.
    #[serde(default)]
    pub theirs: Vec<i64>,
    /// What is left of it where it was shown before.
    #[serde(default)]
    pub traces: Vec<Trace>,
    /// How many drafts there were, each edit of one counted: no two have the same number.
    #[serde(default)]
    pub drafts: u32,
}

/// Where a case stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// For somebody to take it.
    Waiting,
    /// Somebody has it.
    Taken {
        /// Who.
        by: OfficerId,
        /// It goes back to the queue then, unless they do something.
        until: Moment,
    },
    /// Somebody has it, and their reply waits for a senior. Meanwhile it does not go back to the queue by itself.
    Drafted {
        /// Who.
        by: OfficerId,
        /// Until when it was theirs when they wrote last.
        until: Moment,
        /// What waits.
        draft: Draft,
    },
    /// Over.
    Closed {
        /// When.
        at: Moment,
        /// Why.
        reason: Reason,
    },
}

/// A reply that waits for a senior.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Its number in the case: what a senior approves is this one, and none that came after.
    #[serde(default)]
    pub version: u32,
    /// Whether it takes the place of one that a senior may have seen.
    #[serde(default)]
    pub edited: bool,
    /// What it says, or which answer it is.
    pub says: Says,
    /// The officer's own message.
    pub source: Option<i64>,
}

/// What a reply says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Says {
    /// These words.
    Words(Words),
    /// The answer to this intent, in the citizen's language.
    Answer(String),
}

/// Why a case is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Answered.
    Answered,
    /// Somebody else is to answer it.
    Elsewhere,
    /// The citizen does not react.
    NoReaction,
    /// The citizen has left.
    Left,
}

impl Reason {
    /// Those that an officer can choose.
    pub const BY_OFFICERS: [Self; 3] = [Self::Answered, Self::Elsewhere, Self::NoReaction];

    /// Its word in phrases and commands.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Elsewhere => "elsewhere",
            Self::NoReaction => "no-reaction",
            Self::Left => "left",
        }
    }
}

/// Who wrote a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// The citizen.
    Citizen,
    /// An officer, to the citizen.
    Officer(OfficerId),
    /// An officer, to officers only.
    Note(OfficerId),
}

/// Something written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: By,
    /// What.
    pub words: Words,
    /// Whether it replaces something said before.
    #[serde(default)]
    pub edited: bool,
}

/// A reply to the citizen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// Its number in the case.
    pub number: u32,
    /// Who wrote it.
    pub officer: OfficerId,
    /// The officer's own message in the group.
    pub source: Option<i64>,
    /// The message to the citizen.
    pub message: Option<i64>,
    /// When it was sent.
    pub at: Moment,
    /// What became of it.
    pub state: ReplyState,
}

/// What became of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReplyState {
    /// On its way.
    OnItsWay,
    /// With the citizen.
    Delivered,
    /// It will never get there.
    Failed,
    /// It was withdrawn.
    Withdrawn,
}

/// Where a case is shown to officers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// Nowhere yet.
    Nowhere,
    /// A place is being made in this group.
    Opening(GroupId),
    /// In a topic of its own.
    Topic(GroupId, i64),
    /// Among other cases; replies tell them apart.
    Replies(GroupId),
}

impl Place {
    /// The group.
    #[must_use]
    pub fn group(self) -> Option<GroupId> {
        match self {
            Self::Nowhere => None,
            Self::Opening(group) | Self::Topic(group, _) | Self::Replies(group) => Some(group),
        }
    }
}

/// When an officer was told that only whoever has a case can reply, and who that was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hinted {
    /// Who had it; nobody, if they were told to take it first.
    pub claimer: Option<OfficerId>,
    /// When.
    pub at: Moment,
}

/// What is left of a case in a group, to be deleted there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// The group.
    pub group: GroupId,
    /// Its topic, which is deleted as a whole.
    pub thread: Option<i64>,
    /// Our messages about it, in a group where replies tell cases apart.
    pub messages: Vec<i64>,
    /// Messages of officers about it there.
    pub theirs: Vec<i64>,
}

/// A case as a card shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Which case.
    pub case: CaseId,
    /// Its reference.
    pub code: Code,
    /// What was passed on, with the question.
    pub request: Request,
    /// Which desk it is for.
    pub role: Role,
    /// Where it stands.
    pub status: Status,
    /// Since when it waits.
    pub since: Moment,
}

fn remember(messages: &mut Vec<i64>, message: i64) {
    if messages.len() >= MESSAGES {
        messages.remove(0);
    }
    messages.push(message);
}

impl Case {
    /// A case that begins with `request`.
    #[must_use]
    pub fn new(id: CaseId, code: Code, citizen: CitizenKey, role: Role, request: Request, now: Moment) -> Self {
        let mut request = request;
        let question = request.question.take();
        let line = |words| Line { at: now, by: By::Citizen, words, edited: false };
        Self {
            id,
            code,
            citizen,
            role,
            status: Status::Waiting,
            since: now,
            taken: None,
            answered: None,
            lines: question.into_iter().map(line).collect(),
            replies: Vec::new(),
            place: Place::Nowhere,
            card: None,
            card_says: None,
            messages: Vec::new(),
            shown: 0,
            rating: None,
            hints: BTreeMap::new(),
            theirs: Vec::new(),
            traces: Vec::new(),
            drafts: 0,
            request,
        }
    }

    /// Who has it.
    #[must_use]
    pub fn claimer(&self) -> Option<OfficerId> {
        match self.status {
            Status::Taken { by, .. } | Status::Drafted { by, .. } => Some(by),
            Status::Waiting | Status::Closed { .. } => None,
        }
    }

    /// When nothing is left of it though no desk is at work: a closed one as ever; an open one, which nobody answers, when its
    /// conversation is forgotten too.
    #[must_use]
    pub fn over_unattended(&self, rules: &Rules, idle_days: u32) -> Moment {
        match self.status {
            Status::Closed { at, .. } => at.plus_minutes(rules.reopen_hours.saturating_mul(60)),
            _ => {
                let last = self.lines.last().map_or(self.since, |line| line.at.max(self.since));
                last.plus_minutes(idle_days.saturating_mul(24 * 60))
            }
        }
    }

    /// Whose words the citizen reads: those of its role, where the group that shows it is that role's. Where another group stands in,
    /// the front desk's: nobody speaks as the officer that they are not.
    #[must_use]
    pub fn speaks_as(&self, rules: &Rules) -> Role {
        let own = rules.groups.own_group(self.role, self.request.unit.as_deref());
        let here = self.place.group().or(own);
        if own.is_some() && here == own { self.role } else { Role::FrontDesk }
    }

    /// Whether it is for somebody to take.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.status == Status::Waiting
    }

    /// Whether it is over.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        matches!(self.status, Status::Closed { .. })
    }

    /// Where to write about it; `None` while its place is not known.
    #[must_use]
    pub fn at(&self) -> Option<(GroupId, Where)> {
        match self.place {
            Place::Topic(group, thread) => Some((group, Where { thread: Some(thread), reply_to: None })),
            Place::Replies(group) => self.card.map(|card| (group, Where { thread: None, reply_to: Some(card) })),
            Place::Nowhere | Place::Opening(_) => None,
        }
    }

    /// The card as it is now.
    #[must_use]
    pub fn to_card(&self) -> Card {
        let question = self.lines.iter().find(|line| line.by == By::Citizen).map(|line| line.words.clone());
        Card {
            case: self.id,
            code: self.code.clone(),
            request: Request { question, ..self.request.clone() },
            role: self.role,
            status: self.status.clone(),
            since: self.since,
        }
    }

    /// Adds a line.
    pub(super) fn write(&mut self, line: Line) {
        if self.lines.len() >= LINES {
            self.lines.remove(1);
            self.shown = self.shown.saturating_sub(1);
        }
        self.lines.push(line);
    }

    /// Remembers a message of ours that is about it, in `group`.
    pub(super) fn know(&mut self, group: GroupId, message: i64) {
        if self.place.group() == Some(group) {
            remember(&mut self.messages, message);
        } else if let Some(trace) = self.traces.iter_mut().rev().find(|trace| trace.group == group) {
            // It was on its way when the case went elsewhere.
            remember(&mut trace.messages, message);
        }
    }

    /// Remembers a message of an officer that is about it.
    pub(super) fn know_theirs(&mut self, message: i64) {
        if matches!(self.place, Place::Replies(_)) && !self.theirs.contains(&message) {
            remember(&mut self.theirs, message);
        }
    }

    /// It is shown here no longer. What is left of it here is known still, until it is deleted.
    pub(super) fn leave_place(&mut self) {
        let (messages, theirs) = (std::mem::take(&mut self.messages), std::mem::take(&mut self.theirs));
        match self.place {
            Place::Topic(group, thread) => {
                self.traces.push(Trace { group, thread: Some(thread), messages: Vec::new(), theirs: Vec::new() });
            }
            Place::Replies(group) => self.traces.push(Trace { group, thread: None, messages, theirs }),
            Place::Nowhere | Place::Opening(_) => {}
        }
        self.place = Place::Nowhere;
        (self.card, self.card_says, self.shown) = (None, None, 0);
    }

    /// All that is left of it anywhere, once nothing more is to be shown.
    pub(super) fn into_traces(mut self) -> Vec<Trace> {
        self.leave_place();
        self.traces
    }

    /// Whether `thread` or `reply_to` in `group` means this case.
    pub(super) fn is_at(&self, group: GroupId, thread: Option<i64>, reply_to: Option<i64>) -> bool {
        match self.place {
            Place::Topic(own, topic) => own == group && thread == Some(topic),
            Place::Replies(own) => {
                let about_it = |message| self.messages.contains(&message) || self.theirs.contains(&message);
                own == group && reply_to.is_some_and(about_it)
            }
            Place::Nowhere | Place::Opening(_) => false,
        }
    }
}
