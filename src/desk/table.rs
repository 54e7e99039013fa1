//! All cases, and what the desk knows beside them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::audit::{Chain, Deed, Row};
use super::front::Row as QueueRow;
use super::{Case, CaseId, CitizenKey, Code, GroupId, OfficerId, Place, Role, Rules, Status, Trace};
use crate::moment::Moment;

/// From so many waits lately the usual one is known.
const WAITS_AT_LEAST: usize = 3;
/// So many waits are remembered.
const WAITS: usize = 21;

/// The desk.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    /// The cases that are not forgotten yet.
    pub cases: BTreeMap<CaseId, Case>,
    /// What is known beside them.
    pub head: Head,
}

/// What a desk knows beside its cases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Head {
    /// The number of the next case.
    pub next: u64,
    /// Where codes began.
    pub seed: u64,
    /// The secret of the buttons, in hexadecimal digits. Made once.
    pub secret: String,
    /// Who is on shift, and until when at most.
    pub shifts: BTreeMap<OfficerId, Moment>,
    /// Whether shifts are kept at all: somebody began one once.
    pub keeps_shifts: bool,
    /// Groups that are lost.
    pub lost: BTreeSet<GroupId>,
    /// When each group was reminded last.
    pub reminded: BTreeMap<GroupId, Moment>,
    /// How many minutes cases waited lately before somebody took them, oldest first.
    pub waits: Vec<u32>,
    /// Where the audit stands.
    pub audit: Chain,
    /// Up to where its rows were dropped, for their time was over.
    pub audit_start: Chain,
    /// What is still to be deleted in groups of cases of which nothing else is left.
    pub leftovers: Vec<Leftover>,
}

/// Something of a case in a group that goes at its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leftover {
    /// When.
    pub due: Moment,
    /// The case's reference, to name it by where officers must delete it themselves.
    pub code: Code,
    /// What.
    pub trace: Trace,
}

/// What a conversation may know of the desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// How many wait.
    pub waiting: u32,
    /// How many minutes others waited lately, if that is known.
    pub usual_minutes: Option<u32>,
    /// Whether somebody is on shift; unknown where shifts are not kept.
    pub staffed: Option<bool>,
    /// Whether a case could be shown to anybody.
    pub reachable: bool,
}

impl Desk {
    /// The case with this reference.
    #[must_use]
    pub fn by_code(&self, code: &Code) -> Option<&Case> {
        self.cases.values().find(|case| case.code == *code)
    }

    /// The case that is written about there.
    #[must_use]
    pub fn found_at(&self, group: GroupId, thread: Option<i64>, reply_to: Option<i64>) -> Option<CaseId> {
        self.cases.values().rev().find(|case| case.is_at(group, thread, reply_to)).map(|case| case.id)
    }

    /// The case about which an officer wrote `message`, in a group where replies tell cases apart. An edit need not tell what it
    /// replied to.
    #[must_use]
    pub fn written_about(&self, group: GroupId, message: i64) -> Option<CaseId> {
        let is_it = |case: &&Case| case.place == Place::Replies(group) && case.theirs.contains(&message);
        self.cases.values().rev().find(is_it).map(|case| case.id)
    }

    /// The open case of a citizen.
    #[must_use]
    pub fn open_case_of(&self, citizen: &CitizenKey) -> Option<CaseId> {
        self.cases.values().find(|case| case.citizen == *citizen && !case.is_closed()).map(|case| case.id)
    }

    /// Cases that are open, those that wait longest first; of `group`, or all.
    #[must_use]
    pub fn queue(&self, group: Option<GroupId>) -> Vec<&Case> {
        let here = |case: &&Case| group.is_none() || case.place.group() == group || case.place.group().is_none();
        let mut open: Vec<&Case> = self.cases.values().filter(|case| !case.is_closed()).filter(here).collect();
        open.sort_by_key(|case| (!case.waits(), case.since, case.id));
        open
    }

    /// The group that shows a case: the one that fits best of those that are not lost.
    #[must_use]
    pub fn group_of(&self, rules: &Rules, case: &Case) -> Option<GroupId> {
        let mut fitting = rules.groups.groups_for(case.role, case.request.unit.as_deref());
        fitting.find(|group| !self.head.lost.contains(group))
    }

    /// The group to which all falls back, unless it is lost.
    #[must_use]
    pub fn group_of_front_desk(&self, rules: &Rules) -> Option<GroupId> {
        rules.groups.group_for(Role::FrontDesk, None).filter(|group| !self.head.lost.contains(group))
    }

    /// What conversations may know at this moment.
    #[must_use]
    pub fn sight(&self) -> Sight {
        let waiting = self.cases.values().filter(|case| case.waits()).count();
        Sight {
            waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
            usual_minutes: self.head.usual_minutes(),
            staffed: self.head.keeps_shifts.then_some(!self.head.shifts.is_empty()),
            reachable: true,
        }
    }

    /// Forgets all cases of a citizen while no desk is at work; what is left of them in groups goes when it is at work again.
    /// Returns the cases and the rows for the audit.
    pub fn erase_unattended(&mut self, citizen: &CitizenKey, now: Moment) -> (Vec<CaseId>, Vec<Row>) {
        self.forget_unattended(now, |case| case.citizen == *citizen)
    }

    /// Forgets, while no desk is at work, the cases whose time is over: see [`Case::over_unattended`]. Returns them and the rows for
    /// the audit.
    pub fn pass_unattended(&mut self, rules: &Rules, idle_days: u32, now: Moment) -> (Vec<CaseId>, Vec<Row>) {
        self.forget_unattended(now, |case| case.over_unattended(rules, idle_days) <= now)
    }

    fn forget_unattended(&mut self, now: Moment, which: impl Fn(&Case) -> bool) -> (Vec<CaseId>, Vec<Row>) {
        let ids: Vec<CaseId> = self.cases.values().filter(|case| which(case)).map(|case| case.id).collect();
        let rows = ids.iter().map(|id| {
            self.leave_traces(*id, now);
            self.head.audit.add(now, None, Deed::Forgotten, Some(*id))
        });
        let rows = rows.collect();
        (ids, rows)
    }

    /// Takes a case away; what is left of it in groups is to be deleted at `due`.
    pub(super) fn leave_traces(&mut self, id: CaseId, due: Moment) {
        let Some(case) = self.cases.remove(&id) else { return };
        let code = case.code.clone();
        let traces = case.into_traces().into_iter();
        self.head.leftovers.extend(traces.map(|trace| Leftover { due, code: code.clone(), trace }));
    }

    /// How many cases wait before `id`.
    pub(super) fn ahead_of(&self, id: CaseId) -> u32 {
        let since = self.cases.get(&id).map(|case| (case.since, case.id));
        let ahead = self.cases.values().filter(|case| case.waits() && Some((case.since, case.id)) < since).count();
        u32::try_from(ahead).unwrap_or(u32::MAX)
    }
}

impl Head {
    /// The middle one of the waits lately.
    fn usual_minutes(&self) -> Option<u32> {
        let mut waits = self.waits.clone();
        waits.sort_unstable();
        waits.get(waits.len() / 2).copied().filter(|_| waits.len() >= WAITS_AT_LEAST)
    }

    pub(super) fn remember_wait(&mut self, minutes: u32) {
        if self.waits.len() >= WAITS {
            self.waits.remove(0);
        }
        self.waits.push(minutes);
    }
}

impl Case {
    /// This case in a list at `now`.
    #[must_use]
    pub fn to_row(&self, now: Moment) -> QueueRow {
        QueueRow {
            code: self.code.clone(),
            topic: self.request.topic.clone(),
            minutes: now.minutes_since(self.since),
            taken: !matches!(self.status, Status::Waiting),
        }
    }
}
