//! What is held of a citizen in their cases, for themselves to read: without officers' numbers, and without their notes.

use serde::{Deserialize, Serialize};

use super::{By, Case, Code, Rules, Status, Words};
use crate::moment::Moment;

/// So many characters of what was written are shown; the whole is exported by the operator.
const SHOWN: usize = 6000;

/// A case, as its citizen may read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Its reference.
    pub code: Code,
    /// Where it stands.
    pub state: HeldState,
    /// When nothing of it is kept any more, if nothing follows; not known while it is open.
    pub until: Option<Moment>,
    /// The topic, by its id.
    pub topic: Option<String>,
    /// The language, as two letters.
    pub lang: Option<String>,
    /// The unit of the police.
    pub unit: Option<String>,
    /// Topics that were answered before, by their ids.
    pub steps: Vec<String>,
    /// How many messages of the citizen and of officers to them are kept.
    pub messages: usize,
    /// The messages, oldest first. The first of the citizen's is the question as it was passed on.
    pub lines: Vec<HeldLine>,
    /// How many of them are too much to be shown here: those after the first.
    pub left_out: usize,
    /// How many notes of officers are kept.
    pub notes: usize,
    /// How content the citizen was, 1 to 3.
    pub rating: Option<u8>,
}

/// Where a case stands, as its citizen may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeldState {
    /// It waits for an officer.
    Waiting,
    /// An officer has it.
    Taken,
    /// It is over.
    Closed,
}

impl HeldState {
    /// Its word in phrases.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Taken => "taken",
            Self::Closed => "closed",
        }
    }
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldLine {
    /// When.
    pub at: Moment,
    /// Whether the citizen wrote it, or else an officer.
    pub by_citizen: bool,
    /// What.
    pub words: Words,
    /// Whether it replaces something said before.
    pub edited: bool,
}

impl Case {
    /// What is held in it, for its citizen.
    pub(super) fn to_held(&self, rules: &Rules) -> Held {
        let all: Vec<HeldLine> = self.lines.iter().filter_map(to_line).collect();
        let (messages, lines) = (all.len(), shortened(all));
        let (state, until) = match &self.status {
            Status::Waiting => (HeldState::Waiting, None),
            Status::Taken { .. } | Status::Drafted { .. } => (HeldState::Taken, None),
            Status::Closed { at, .. } => {
                (HeldState::Closed, Some(at.plus_minutes(rules.reopen_hours.saturating_mul(60))))
            }
        };
        let request = &self.request;
        Held {
            code: self.code.clone(),
            state,
            until,
            topic: request.topic.clone(),
            lang: request.lang.clone(),
            unit: request.unit.clone(),
            steps: request.steps.clone(),
            messages,
            left_out: messages - lines.len(),
            lines,
            notes: self.lines.iter().filter(|line| matches!(line.by, By::Note(_))).count(),
            rating: self.rating,
        }
    }
}

fn to_line(line: &super::Line) -> Option<HeldLine> {
    let by_citizen = match line.by {
        By::Citizen => true,
        By::Officer(_) => false,
        By::Note(_) => return None,
    };
    Some(HeldLine { at: line.at, by_citizen, words: line.words.clone(), edited: line.edited })
}

/// The first message and the newest ones, as many as can be shown.
fn shortened(mut lines: Vec<HeldLine>) -> Vec<HeldLine> {
    let length = |line: &HeldLine| line.words.0.chars().count();
    let mut left = SHOWN.saturating_sub(lines.first().map_or(0, length));
    let fit = lines.iter().skip(1).rev().take_while(|line| {
        let fits = length(line) <= left;
        left = left.saturating_sub(length(line));
        fits
    });
    let newest = fit.count();
    let too_many = lines.len().saturating_sub(1 + newest);
    lines.drain(1.min(lines.len())..(1 + too_many).min(lines.len()));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(words: &str) -> HeldLine {
        HeldLine { at: Moment(0), by_citizen: true, words: Words(words.to_owned()), edited: false }
    }

    #[test]
    fn of_too_much_the_question_and_the_newest_are_shown() {
        let long = "x".repeat(2900);
        let all = [line("vraag"), line(&long), line(&long), line(&long), line("laatste")];
        let shown: Vec<usize> = shortened(all.to_vec()).iter().map(|line| line.words.0.len()).collect();
        assert_eq!(shown, [5, 2900, 2900, 7]);
        assert_eq!(shortened(all[..2].to_vec()).len(), 2);
        assert!(shortened(Vec::new()).is_empty());
    }
}
