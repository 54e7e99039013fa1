//! The desk at work: its own lane, a lane for each group of officers, and what conversations may know of it.
//!
//! Start with [`Office`]. The desk's lane takes letters of conversations, updates of officers' groups, news of fronts and orders of
//! the terminal, one at a time, lets the pure [`crate::desk::step`] decide, and writes all that follows at once: the desk's records,
//! the audit, letters to conversations and calls to groups. A call waits in the inbox, like any update, until the group has taken
//! it. So a kill loses nothing, and repeats at most the one call that was in flight for a group.

mod groups;
mod lane;
mod mail;
mod members;
mod officer;
mod suggest;
mod words;

use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;

use super::Inner;
use super::health::{Component, Condition};
use crate::channels::OfficerUpdate;
use crate::desk::{Act, Case, Code, Desk, GroupId, Hours, OfficerId, Row, Rules, Seal, Sight};
use crate::dialogue::{DeskHouse, House};
use crate::store::ChatKey;

pub(super) use mail::{letter_of, letter_to_desk, letters_about, letters_of, read_letter};

use members::Members;

/// The channel's part of the keys of the desk's lane and of the groups' lanes.
const DESK: &str = "desk";
const GROUP: &str = "officers";

/// What a desk is made of.
pub struct OfficeParts {
    /// What the house decides.
    pub rules: Rules,
    /// Reads what comes from a group.
    pub reader: fn(&[u8]) -> Option<OfficerUpdate>,
    /// The channel's part of the keys of groups, whose pace they share with all else that is sent there.
    pub channel: &'static str,
}

/// A desk at work.
pub(super) struct Office {
    pub(super) rules: Rules,
    pub(super) reader: fn(&[u8]) -> Option<OfficerUpdate>,
    channel: &'static str,
    hours: Arc<Hours>,
    sight: Mutex<Sight>,
    members: Members,
    /// The desk itself, read when its lane first runs. Only that lane holds it for longer than a look.
    pub(super) table: tokio::sync::Mutex<Option<AtWork>>,
}

/// The desk in memory, with its seal.
pub(super) struct AtWork {
    pub(super) desk: Desk,
    pub(super) seal: Seal,
}

/// Something an officer at the terminal wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wish {
    /// The queue.
    Queue,
    /// All of a case.
    Read(Code),
    /// Do something with a case.
    Do(Code, Act),
    /// Begin or end the shift.
    Shift,
}

/// What an officer at the terminal is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Told {
    /// What came of it.
    Hint {
        /// As a fixed word, for programs.
        hint: String,
        /// In words, for people.
        words: String,
    },
    /// The queue.
    Queue(Vec<Row>),
    /// A case.
    Case(Box<Case>),
    /// No case has this reference.
    NoCase,
    /// This is no officer.
    NoOfficer,
}

/// A wish on its way to the desk's lane.
pub(super) struct Order {
    pub(super) by: OfficerId,
    pub(super) wish: Wish,
    pub(super) reply: oneshot::Sender<Told>,
}

impl Office {
    pub(super) fn new(parts: OfficeParts) -> Self {
        let hours = Arc::new(parts.rules.hours.clone());
        Self {
            rules: parts.rules,
            reader: parts.reader,
            channel: parts.channel,
            hours,
            sight: Mutex::new(Sight { reachable: true, ..Sight::default() }),
            members: Members::default(),
            table: tokio::sync::Mutex::default(),
        }
    }

    /// The key of the desk's lane.
    pub(super) fn key() -> ChatKey {
        ChatKey::new(DESK, "main")
    }

    /// The key by which a group is paced.
    fn paced_as(&self, group: GroupId) -> ChatKey {
        ChatKey::new(self.channel, &group.0.to_string())
    }

    /// Whether `group` is one of its groups.
    pub(super) fn has_group(&self, group: i64) -> bool {
        self.rules.groups.has(GroupId(group))
    }

    /// The house with what a conversation may know of the desk now.
    pub(super) fn house(&self, house: &House) -> House {
        let sight = *self.sight.lock().unwrap_or_else(PoisonError::into_inner);
        House { desk: Some(DeskHouse { hours: Arc::clone(&self.hours), sight }), ..house.clone() }
    }

    /// Looks at the desk after a step: for conversations, and for whoever watches.
    fn see<S, C>(&self, inner: &Inner<S, C>, desk: &Desk) {
        // Whatever fits better and is lost falls back to the front desk: without that, somebody's question may reach nobody.
        let reachable = desk.group_of_front_desk(&self.rules).is_some();
        let sight = Sight { reachable, ..desk.sight() };
        *self.sight.lock().unwrap_or_else(PoisonError::into_inner) = sight;
        let figures = desk.figures(&self.rules, inner.clock.now());
        inner.metrics.see_desk(figures);
        match (figures.lost, reachable) {
            (0, _) => inner.health.set_ok(Component::Desk),
            (_, true) => inner.health.set(Component::Desk, Condition::Degraded, "a group of officers is lost"),
            (_, false) => inner.health.set(
                Component::Desk,
                Condition::Degraded,
                "the group of the front desk is lost: nobody is handed over",
            ),
        }
    }
}

/// Whose lane `chat` is, if it is none of a conversation.
pub(super) enum Lane {
    /// The desk's.
    Desk,
    /// A group's.
    Group(GroupId),
}

/// Whether `chat` is a lane of the desk.
pub(super) fn lane_of(chat: &ChatKey) -> Option<Lane> {
    let (channel, id) = chat.expose().split_once(':')?;
    match channel {
        DESK => Some(Lane::Desk),
        GROUP => id.parse().ok().map(GroupId).map(Lane::Group),
        _ => None,
    }
}

/// Works off what waits in a lane of the desk.
pub(super) async fn work<S: crate::store::Store, C: crate::channels::Channel>(
    inner: &Arc<Inner<S, C>>,
    office: &Arc<Office>,
    chat: &ChatKey,
    lane: Lane,
) {
    match lane {
        Lane::Desk => lane::run(inner, office, chat).await,
        Lane::Group(group) => groups::run(inner, office, chat, group).await,
    }
}
