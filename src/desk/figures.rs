//! How the desk does, in numbers for whoever watches: nothing of a citizen, an officer or a case is in them (threat T36).

use super::{Case, Desk, Rules, Status};
use crate::moment::Moment;

/// What can be counted at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Cases for somebody to take.
    pub waiting: u32,
    /// Cases that somebody has.
    pub taken: u32,
    /// Cases in which a reply waits for a senior.
    pub drafted: u32,
    /// How many seconds the case has waited that waits longest, the hours in which the desk is closed included.
    pub longest_wait_seconds: u64,
    /// Officers on shift.
    pub on_shift: u32,
    /// Cases that should have been taken by now, counted in opening hours.
    pub late_to_acknowledge: u32,
    /// Cases that should have been answered by now, counted in opening hours.
    pub late_to_answer: u32,
    /// Groups in the settings that are lost.
    pub lost: u32,
}

/// Whether a case waits too long.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lateness {
    /// To be taken.
    pub(super) acknowledge: bool,
    /// To be answered.
    pub(super) answer: bool,
}

impl Case {
    /// Whether it waits too long at `now`, counted in opening hours.
    pub(super) fn lateness(&self, rules: &Rules, now: Moment) -> Lateness {
        if self.is_closed() {
            return Lateness::default();
        }
        let waited = rules.hours.open_minutes(self.since, now);
        Lateness {
            acknowledge: self.waits() && waited >= rules.acknowledge_minutes,
            answer: self.answered.is_none() && waited >= rules.answer_minutes,
        }
    }
}

impl Desk {
    /// How it does at `now`.
    #[must_use]
    pub fn figures(&self, rules: &Rules, now: Moment) -> Figures {
        let mut figures = Figures {
            on_shift: count(self.head.shifts.values().filter(|until| **until > now).count()),
            lost: count(self.head.lost.iter().filter(|group| rules.groups.has(**group)).count()),
            ..Figures::default()
        };
        for case in self.cases.values() {
            match case.status {
                Status::Waiting => figures.waiting += 1,
                Status::Taken { .. } => figures.taken += 1,
                Status::Drafted { .. } => figures.drafted += 1,
                Status::Closed { .. } => {}
            }
            let late = case.lateness(rules, now);
            figures.late_to_acknowledge += u32::from(late.acknowledge);
            figures.late_to_answer += u32::from(late.answer);
            if case.waits() {
                let waited = now.0.saturating_sub(case.since.0).max(0).unsigned_abs() / 1000;
                figures.longest_wait_seconds = figures.longest_wait_seconds.max(waited);
            }
        }
        figures
    }
}

fn count(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}
