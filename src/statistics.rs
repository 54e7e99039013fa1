//! Counts without persons: how often which topic was answered, asked back or not understood, by day.
//!
//! Start with [`Counts`]. It knows a day, a topic and how a turn was decided; nobody, no words, no time of day. On output small
//! numbers are not shown, for where few asked something one of them could be known. Pure: the shell keeps the file.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::dialogue::{Moment, Turn};

/// Numbers below this are shown as fewer.
pub const LEAST_SHOWN: u64 = 5;
/// So many days are remembered.
pub const KEPT_DAYS: i64 = 400;

/// Stands where no topic was recognised.
const NONE: &str = "-";

/// How often, by day, decision and topic. Days are written as 2026-12-31, in UTC.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Counts(BTreeMap<String, BTreeMap<String, BTreeMap<String, u64>>>);

/// One line of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// A day, or a topic.
    pub of: String,
    /// How it was decided: a word of the JSON contract.
    pub decision: String,
    /// How often; nothing where it was seldom.
    pub count: Option<u64>,
}

impl Counts {
    /// Counts a turn at `now`.
    pub fn add(&mut self, turn: &Turn, now: Moment) {
        let topic = turn.decision.intents().first().map_or(NONE, |intent| intent.as_str());
        let decisions = self.0.entry(day(now)).or_default();
        *decisions.entry(turn.decision.word().to_owned()).or_default().entry(topic.to_owned()).or_default() += 1;
    }

    /// Forgets what is older than [`KEPT_DAYS`] at `now`.
    pub fn prune(&mut self, now: Moment) {
        let first = day(now.plus(-KEPT_DAYS * Moment::DAY));
        self.0.retain(|day, _| *day >= first);
    }

    /// By topic and decision, over the last `days` before `now`, the most frequent first.
    #[must_use]
    pub fn by_topic(&self, days: u32, now: Moment) -> Vec<Line> {
        let mut sums: BTreeMap<(&str, &str), u64> = BTreeMap::new();
        for (decision, topic, count) in self.since(days, now).flat_map(|(_, decisions)| cells(decisions)) {
            *sums.entry((topic, decision)).or_default() += count;
        }
        let mut sums: Vec<_> = sums.into_iter().collect();
        sums.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        sums.into_iter().map(|((topic, decision), count)| line(topic, decision, shown(count))).collect()
    }

    /// By day and decision. Rounded down to fives, so that a number that is not shown elsewhere cannot be worked out.
    #[must_use]
    pub fn by_day(&self, days: u32, now: Moment) -> Vec<Line> {
        let mut lines = Vec::new();
        for (day, decisions) in self.since(days, now) {
            for (decision, topics) in decisions {
                let sum: u64 = topics.values().sum();
                lines.push(line(day, decision, shown(sum).map(|sum| sum - sum % LEAST_SHOWN)));
            }
        }
        lines
    }

    fn since(&self, days: u32, now: Moment) -> impl Iterator<Item = (&str, &BTreeMap<String, BTreeMap<String, u64>>)> {
        let first = day(now.plus(-i64::from(days) * Moment::DAY));
        self.0.iter().filter(move |(day, _)| **day >= first).map(|(day, decisions)| (day.as_str(), decisions))
    }
}

fn cells(decisions: &BTreeMap<String, BTreeMap<String, u64>>) -> impl Iterator<Item = (&str, &str, u64)> {
    decisions.iter().flat_map(|(decision, topics)| {
        topics.iter().map(move |(topic, count)| (decision.as_str(), topic.as_str(), *count))
    })
}

fn line(of: &str, decision: &str, count: Option<u64>) -> Line {
    Line { of: of.to_owned(), decision: decision.to_owned(), count }
}

fn shown(count: u64) -> Option<u64> {
    (count >= LEAST_SHOWN).then_some(count)
}

/// The day of `moment` in UTC.
fn day(moment: Moment) -> String {
    let stamp = jiff::Timestamp::from_millisecond(moment.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    stamp.strftime("%Y-%m-%d").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{IntentId, Lang};
    use crate::dialogue::{Decision, State};

    fn turn(decision: Decision) -> Turn {
        let state = State::default();
        Turn { state, effects: Vec::new(), decision, confidence: 1.0, lang: Lang::NL, ranking: None, missed: None }
    }

    fn counted(times: u64, topic: &str, now: Moment, counts: &mut Counts) {
        (0..times).for_each(|_| counts.add(&turn(Decision::Answer(vec![IntentId::from(topic)])), now));
    }

    #[test]
    fn small_numbers_are_not_shown_and_cannot_be_worked_out() {
        let (mut counts, now) = (Counts::default(), Moment(1_800_000_000_000));
        counted(12, "fines", now, &mut counts);
        counted(4, "crisis", now, &mut counts);
        let topics = counts.by_topic(30, now);
        assert_eq!(topics, [line("fines", "answer", Some(12)), line("crisis", "answer", None)]);
        assert_eq!(counts.by_day(30, now), [line("2027-01-15", "answer", Some(15))], "16, rounded down");
        counts.add(&turn(Decision::Fallback), now);
        assert_eq!(counts.by_day(30, now)[1], line("2027-01-15", "fallback", None));
    }

    #[test]
    fn old_days_are_forgotten_and_others_left_out() {
        let (mut counts, now) = (Counts::default(), Moment(1_800_000_000_000));
        counted(9, "old", now.plus(-(KEPT_DAYS + 1) * Moment::DAY), &mut counts);
        counted(9, "month", now.plus(-40 * Moment::DAY), &mut counts);
        counted(9, "new", now, &mut counts);
        counts.prune(now);
        let of = |days| counts.by_topic(days, now).into_iter().map(|line| line.of).collect::<Vec<_>>();
        assert_eq!(of(10_000), ["month", "new"]);
        assert_eq!(of(30), ["new"]);
    }

    #[test]
    fn what_is_kept_is_read_again_and_holds_days_topics_and_numbers_only() {
        let (mut counts, now) = (Counts::default(), Moment(1_800_000_000_000));
        counted(2, "fines", now, &mut counts);
        let json = serde_json::to_string(&counts).unwrap();
        assert_eq!(json, r#"{"2027-01-15":{"answer":{"fines":2}}}"#);
        assert_eq!(serde_json::from_str::<Counts>(&json).unwrap(), counts);
    }
}
