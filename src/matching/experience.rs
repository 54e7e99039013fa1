//! How far what was learnt is to be trusted, told by texts that were left out of the learning.

use serde::{Deserialize, Serialize};

use super::calibration::Calibration;
use super::corpus::Corpus;
use super::learning::HeldOut;
use super::ranking::Thresholds;
use crate::content::Kind;

/// For so many levels of confidence it is known how much would be answered wrong: for each hundredth, and 1.
pub(super) const SHARES: usize = 101;

/// At most this share of the messages that belong to none is to be answered with a topic.
const STRAYS: f32 = 0.05;

/// So many of them are needed to tell.
const STRAYS_TOLD_BY: usize = 100;

/// From no higher a probability that none is meant on an answer is held back …
pub(super) const STRAY_AT_MOST: f32 = 0.25;

/// … and from no lower one.
const STRAY_AT_LEAST: f32 = 0.05;

/// What is known of one language's model by its examples, each judged by who had not seen it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Experience {
    /// Makes probabilities of scores.
    pub(super) calibration: Calibration,
    /// Per hundredth of confidence the share of examples that would be answered wrong from there on.
    pub(super) wrong: Vec<f32>,
    /// From this probability that none is meant on an answer is held back.
    pub(super) stray: f32,
}

impl Experience {
    /// What `held_out` tells.
    pub(super) fn of(calibration: Calibration, held_out: &[HeldOut], corpus: &Corpus<'_>) -> Self {
        let stray = stray_from(held_out, corpus);
        Self { calibration, wrong: wrong_from(held_out, stray, corpus), stray }
    }

    /// The same for a content with other intents: `before` says for each which one of these it is.
    pub(super) fn carried_over(&self, before: &[Option<usize>]) -> Self {
        Self { calibration: self.calibration.carried_over(before), ..self.clone() }
    }

    /// Whether it can be used as it is.
    pub(super) fn is_sound(&self) -> bool {
        self.wrong.len() == SHARES && (STRAY_AT_LEAST..=STRAY_AT_MOST).contains(&self.stray)
    }
}

/// The probability that none is meant from which on an answer is held back, so that no more than [`STRAYS`] of the
/// negatives are answered. Models that have not seen them know less: messages do better than that.
fn stray_from(held_out: &[HeldOut], corpus: &Corpus<'_>) -> f32 {
    let negatives = || held_out.iter().filter(|held_out| held_out.own.is_none());
    let count = negatives().count();
    let allowed = (count as f32 * STRAYS) as usize;
    let is_topic = |intent: usize| matches!(corpus.intents[intent].1, Kind::Topic | Kind::Neighbour);
    let is_answered = |&(intent, sure): &(usize, f32)| sure >= Thresholds::default().answer && is_topic(intent);
    let answered = negatives().filter(|held_out| held_out.best.first().is_some_and(is_answered));
    let mut none: Vec<f32> = answered.map(|held_out| held_out.none).collect();
    none.sort_by(f32::total_cmp);
    let first_too_many = none.get(allowed).filter(|_| count >= STRAYS_TOLD_BY);
    first_too_many.map_or(STRAY_AT_MOST, |none| none.clamp(STRAY_AT_LEAST, STRAY_AT_MOST))
}

/// Per hundredth of confidence the share of examples that would be answered wrong from there on, as another intent.
fn wrong_from(held_out: &[HeldOut], stray: f32, corpus: &Corpus<'_>) -> Vec<f32> {
    let examples = held_out.iter().filter(|held_out| held_out.own.is_some());
    let count = examples.clone().count().max(1) as f32;
    let wrong = examples.filter_map(|held_out| {
        let &(best, sure) = held_out.best.first()?;
        let wrong = held_out.own.is_some_and(|own| corpus.broadest(own) != best);
        (wrong && held_out.none < stray).then_some(sure)
    });
    let sure: Vec<f32> = wrong.collect();
    let share = |hundredth| sure.iter().filter(|&&sure| sure * 100.0 >= hundredth as f32).count() as f32 / count;
    (0..SHARES).map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corpus() -> Corpus<'static> {
        Corpus { intents: vec![("a".into(), Kind::Topic), ("b".into(), Kind::Conversation)], ..Corpus::default() }
    }

    fn negatives(count: usize, intent: usize, none: impl Fn(usize) -> f32) -> Vec<HeldOut> {
        let one = |place| HeldOut { place, own: None, best: vec![(intent, 0.7)], narrow: None, none: none(place) };
        (0..count).map(one).collect()
    }

    #[test]
    fn an_answer_is_held_back_from_where_a_twentieth_of_the_negatives_is_left() {
        let held_out = negatives(200, 0, |place| 0.1 + place as f32 / 2000.0);
        let stray = stray_from(&held_out, &corpus());
        assert!((stray - 0.105).abs() < 1e-6, "ten of two hundred are surer than {stray}");
    }

    #[test]
    fn few_negatives_and_those_taken_for_small_talk_hold_nothing_back() {
        assert_eq!(stray_from(&negatives(99, 0, |_| 0.1), &corpus()), STRAY_AT_MOST);
        assert_eq!(stray_from(&negatives(300, 1, |_| 0.1), &corpus()), STRAY_AT_MOST);
    }

    #[test]
    fn however_sure_it_was_of_negatives_not_all_is_held_back() {
        assert_eq!(stray_from(&negatives(300, 0, |_| 0.0), &corpus()), STRAY_AT_LEAST);
    }
}
