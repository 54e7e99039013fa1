//! From scores to probabilities that mean what they say, learnt on texts the scores were not trained on.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::lexicon::Named;
use crate::cores::{each, in_parallel};

/// What is known of a text beside its scores, for one text of the calibration.
#[derive(Clone, Copy, Debug)]
pub(super) struct Evidence<'a> {
    /// The score of each intent, and behind them that of "none of these".
    pub(super) scores: &'a [f32],
    /// What of each score comes from words and pairs of words; the rest comes from letters.
    pub(super) by_words: &'a [f32],
    /// The share of its runs of four letters that training has seen.
    pub(super) seen: f32,
    /// How many words it has.
    pub(super) length: usize,
    /// Whom it names.
    pub(super) named: Named,
}

/// Probabilities made of the [`Evidence`] of one text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Judged {
    /// The intents, best first, with their probability.
    pub(super) intents: Vec<(usize, f32)>,
    /// The probability that the first is right.
    pub(super) confidence: f32,
    /// The probability that none is.
    pub(super) none: f32,
    /// Intents and the special case of each that is meant if the intent is.
    pub(super) narrow: BTreeMap<usize, usize>,
}

impl Judged {
    /// That a text means nothing.
    pub(super) fn nothing(intents: usize) -> Self {
        let intents = (0..intents).map(|intent| (intent, 0.0)).collect();
        Self { intents, confidence: 0.0, none: 1.0, narrow: BTreeMap::new() }
    }

    /// Makes `intents` likelier by `odds` against all others and none.
    pub(super) fn raise(&mut self, intents: &[usize], odds: f32) {
        for (_, score) in self.intents.iter_mut().filter(|(intent, _)| intents.contains(intent)) {
            *score *= odds;
        }
        let scale = (1.0 - self.none) / self.intents.iter().map(|intent| intent.1).sum::<f32>().max(1e-6);
        self.intents.iter_mut().for_each(|(_, score)| *score *= scale);
        self.normalise();
    }

    /// Makes `intent`, or none, as sure as `sure` at least.
    pub(super) fn settle(&mut self, intent: Option<usize>, sure: f32) {
        let now = match intent {
            Some(intent) => self.intents.iter().find(|(other, _)| *other == intent).map_or(0.0, |found| found.1),
            None => self.none,
        };
        if now >= sure {
            return;
        }
        let others = (1.0 - sure) / (1.0 - now).max(1e-6);
        for (other, score) in &mut self.intents {
            *score = if Some(*other) == intent { sure } else { *score * others };
        }
        self.none = if intent.is_none() { sure } else { self.none * others };
        self.normalise();
    }

    /// Takes the intents that are `hushed` for not meant: what was likely of them goes to none.
    pub(super) fn hush(&mut self, hushed: impl Fn(usize) -> bool) {
        for (_, score) in self.intents.iter_mut().filter(|(intent, _)| hushed(*intent)) {
            self.none += *score;
            *score = 0.0;
        }
        self.intents.sort_by(|one, other| other.1.total_cmp(&one.1));
        self.confidence = self.intents.first().map_or(0.0, |first| first.1);
    }

    /// Lets no intent be surer than `most`; what is taken away goes to none.
    pub(super) fn limit(&mut self, most: f32) {
        let first = self.intents.first().map_or(0.0, |first| first.1);
        if first > most {
            self.intents.iter_mut().for_each(|(_, score)| *score *= most / first);
            self.none = 1.0 - self.intents.iter().map(|intent| intent.1).sum::<f32>();
            self.confidence = most;
        }
    }

    fn normalise(&mut self) {
        let total: f32 = self.intents.iter().map(|intent| intent.1).sum::<f32>() + self.none;
        for (_, score) in &mut self.intents {
            *score /= total;
        }
        self.none /= total;
        self.intents.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        self.confidence = self.intents.first().map_or(0.0, |first| first.1);
    }
}

/// Turns scores into probabilities.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Calibration {
    /// How sharply scores part intents.
    sharpness: f64,
    /// Weights for: in scope at all.
    scope: [f64; SCOPE],
    /// Weights for: the first intent is right.
    right: [f64; RIGHT],
    /// Per intent, how much more often it proved right than those weights say when it came first, in log odds.
    trust: Vec<f64>,
}

const SCOPE: usize = 8;
const RIGHT: usize = 12;

/// What is assumed before any text is seen, and counts as much as a few texts.
const ASSUMED: Calibration = Calibration {
    sharpness: 3.0,
    scope: [0.0, 2.0, -2.0, 3.0, 0.0, 0.0, 0.0, 0.0],
    right: [-1.5, 0.7, 0.2, 1.0, 0.7, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    trust: Vec::new(),
};

/// How many texts the assumption weighs.
const RIDGE: f64 = 1.0;

/// How many of a hundred messages are meant for no intent. Content has fewer negatives than that, so each weighs more.
const NONE_OF_HUNDRED: f64 = 15.0;

/// How much a text of which nothing is known weighs, as a share of all examples.
const NOTHING: f64 = 0.02;

/// But no negative weighs more than so many examples.
const HEAVIEST: f64 = 5.0;

/// An intent's own record counts against so much certainty that it is like the others.
const DOUBT: f64 = 6.0;

/// So many steps bring the records to rest.
const TRUST_STEPS: usize = 3;

impl Calibration {
    /// Learns from texts and the intent each belongs to. `nothing` is a text of which no letter is known: it belongs to
    /// none, also where the content has no negatives.
    pub(super) fn learn(texts: &[(Evidence<'_>, Option<usize>)], nothing: Evidence<'_>) -> Self {
        let mut learnt = ASSUMED;
        learnt.sharpness = learnt.best_sharpness(texts);
        let heavy = weight_of_negatives(texts);
        let weight = |own: &Option<usize>| if own.is_some() { 1.0 } else { heavy };
        let nothing_weighs = (texts.len() as f64 * NOTHING).max(2.0);
        let scope = texts.iter().map(|(text, own)| (scope_features(text), own.is_some(), weight(own)));
        let scope = scope.chain([(scope_features(&nothing), false, nothing_weighs)]);
        learnt.scope = fit(&scope.collect::<Vec<_>>(), ASSUMED.scope);
        let mut right = each(texts, |_, (text, own)| learnt.right_example(text, *own, weight(own)));
        right.push(learnt.right_example(&nothing, None, nothing_weighs));
        learnt.right = fit(&right, ASSUMED.right);
        learnt.trust = learnt.proved(texts, &right);
        learnt
    }

    /// Per intent what its record adds to the weights for "the first is right".
    fn proved(&self, texts: &[(Evidence<'_>, Option<usize>)], right: &[Example<RIGHT>]) -> Vec<f64> {
        let intents = texts.first().map_or(0, |(text, _)| text.scores.len().saturating_sub(1));
        let firsts: Vec<Option<usize>> = texts.iter().map(|(text, _)| best_of(text.scores)).collect();
        let mut trust = vec![0.0; intents];
        for _ in 0..TRUST_STEPS {
            let mut sums = vec![(0.0, DOUBT); intents];
            for (first, (features, holds, weight)) in firsts.iter().zip(right) {
                let Some(sum) = first.and_then(|first| sums.get_mut(first).map(|sum| (first, sum))) else { continue };
                let chance = logistic(dot(&self.right, features) + trust[sum.0]);
                sum.1.0 += weight * (f64::from(u8::from(*holds)) - chance);
                sum.1.1 += weight * chance * (1.0 - chance);
            }
            trust.iter_mut().zip(&sums).for_each(|(trust, (off, curve))| *trust += (off - DOUBT * *trust) / curve);
        }
        trust
    }

    /// The same for a content with other intents: `before` says for each which one of these it is. A new one is trusted like
    /// any other.
    pub(super) fn carried_over(&self, before: &[Option<usize>]) -> Self {
        let trust = before.iter().map(|before| before.and_then(|before| self.trust.get(before)).copied());
        Self { trust: trust.map(Option::unwrap_or_default).collect(), ..self.clone() }
    }

    /// Judges one text.
    pub(super) fn judge(&self, text: &Evidence<'_>) -> Judged {
        let mut intents = self.shares(text.scores);
        intents.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let in_scope = chance(&self.scope, &scope_features(text));
        let Some(&(_, first)) = intents.first() else {
            return Judged::nothing(0);
        };
        let trust = intents.first().and_then(|first| self.trust.get(first.0)).copied().unwrap_or(0.0);
        let confidence = logistic(dot(&self.right, &right_features(&intents, in_scope, text)) + trust);
        spread(intents, first, in_scope, confidence)
    }

    /// The share of each intent among the intents.
    fn shares(&self, scores: &[f32]) -> Vec<(usize, f64)> {
        let scores = &scores[..scores.len().saturating_sub(1)];
        let top = scores.iter().copied().fold(f32::MIN, f32::max);
        let weight = |&score: &f32| (self.sharpness * f64::from(score - top)).exp();
        let mut shares: Vec<(usize, f64)> = scores.iter().map(weight).enumerate().collect();
        let total: f64 = shares.iter().map(|share| share.1).sum();
        shares.iter_mut().for_each(|share| share.1 /= total);
        shares
    }

    fn right_example(&self, text: &Evidence<'_>, own: Option<usize>, weight: f64) -> Example<RIGHT> {
        let mut intents = self.shares(text.scores);
        intents.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let in_scope = chance(&self.scope, &scope_features(text));
        let right = intents.first().is_some_and(|&(best, _)| own == Some(best));
        (right_features(&intents, in_scope, text), right, weight)
    }

    /// The sharpness under which the true intents are likeliest, tried in steps of a tenth.
    fn best_sharpness(&self, texts: &[(Evidence<'_>, Option<usize>)]) -> f64 {
        let loss = |step: u32| {
            let tried = Self { sharpness: sharpness(step), ..self.clone() };
            let of =
                |(text, own): &(Evidence<'_>, Option<usize>)| own.map(|own| -tried.shares(text.scores)[own].1.ln());
            texts.iter().step_by(texts.len() / 1500 + 1).filter_map(of).sum::<f64>()
        };
        let losses = in_parallel(24, |step| loss(u32::try_from(step).unwrap_or(0)));
        let best = losses.into_iter().zip(0..).min_by(|a, b| a.0.total_cmp(&b.0));
        best.filter(|(loss, _)| *loss > 0.0).map_or(self.sharpness, |(_, step)| sharpness(step))
    }
}

fn sharpness(step: u32) -> f64 {
    1.15_f64.powi(i32::try_from(step).unwrap_or(0))
}

/// Divides what `confidence` leaves among the other intents and none, so that all make one.
fn spread(intents: Vec<(usize, f64)>, first: f64, in_scope: f64, confidence: f64) -> Judged {
    let none = 1.0 - in_scope;
    let rest = (none + in_scope * (1.0 - first)).max(1e-12);
    let left = (1.0 - confidence) / rest;
    let score = |(place, (intent, share)): (usize, (usize, f64))| {
        let score = if place == 0 { confidence } else { (left * in_scope * share).min(confidence) };
        (intent, score as f32)
    };
    let intents: Vec<(usize, f32)> = intents.into_iter().enumerate().map(score).collect();
    // What the others would have beyond the first speaks for none.
    let none = (1.0 - intents.iter().map(|intent| intent.1).sum::<f32>()).max(0.0);
    Judged { intents, confidence: confidence as f32, none, narrow: BTreeMap::new() }
}

fn scope_features(text: &Evidence<'_>) -> [f64; SCOPE] {
    let (none, intents) = text.scores.split_last().unwrap_or((&0.0, &[]));
    let best = intents.iter().copied().fold(-2.0, f32::max);
    let by_words =
        text.by_words.split_last().map_or(0.0, |(none, intents)| intents.iter().copied().fold(-2.0, f32::max) - none);
    let [own, elsewhere] = named(text);
    [1.0, f64::from(best), f64::from(*none), f64::from(text.seen), longness(text), f64::from(by_words), own, elsewhere]
}

/// Whether a text names those whom the intents are about; and whether it names somebody else, and them not.
fn named(text: &Evidence<'_>) -> [f64; 2] {
    [text.named.own, text.named.other && !text.named.own].map(|holds| f64::from(u8::from(holds)))
}

/// How long a text is, on a scale on which ten words are 0.
fn longness(text: &Evidence<'_>) -> f64 {
    (text.length.max(1) as f64 / 10.0).ln().clamp(-2.5, 2.0)
}

/// The intent with the highest score; behind the intents stands none.
fn best_of(scores: &[f32]) -> Option<usize> {
    let (_, intents) = scores.split_last()?;
    (0..intents.len()).max_by(|&a, &b| intents[a].total_cmp(&intents[b]).then(b.cmp(&a)))
}

/// By how much `of` is ahead of all others in `scores`, which may be less than nothing.
fn lead(of: usize, scores: impl Iterator<Item = f32> + Clone) -> f64 {
    let own = scores.clone().nth(of).unwrap_or(0.0);
    let other = scores.enumerate().filter(|(at, _)| *at != of).map(|(_, score)| score).fold(-2.0, f32::max);
    f64::from(own - other).clamp(-2.0, 2.0)
}

fn right_features(intents: &[(usize, f64)], in_scope: f64, text: &Evidence<'_>) -> [f64; RIGHT] {
    let (best, first) = intents.first().copied().unwrap_or_default();
    let second = intents.get(1).map_or(0.0, |intent| intent.1);
    let ratio = (first / second.max(1e-3)).ln().min(5.0);
    let count = text.scores.len().saturating_sub(1);
    let words = lead(best, text.by_words.iter().copied().take(count));
    let letters = lead(best, text.scores.iter().zip(text.by_words).map(|(all, words)| all - words).take(count));
    let score = f64::from(text.scores.get(best).copied().unwrap_or(-1.0)).clamp(-2.0, 2.0);
    let agreed = f64::from(u8::from(words > 0.0)) + f64::from(u8::from(letters > 0.0));
    let (seen, long, in_scope) = (f64::from(text.seen), longness(text), logit(in_scope));
    let [own, elsewhere] = named(text);
    [1.0, logit(first), ratio, seen, in_scope, long, words, letters, score, agreed, own, elsewhere]
}

fn logit(chance: f64) -> f64 {
    let chance = chance.clamp(0.003, 0.997);
    (chance / (1.0 - chance)).ln()
}

fn chance<const N: usize>(weights: &[f64; N], features: &[f64; N]) -> f64 {
    logistic(dot(weights, features))
}

fn dot<const N: usize>(weights: &[f64; N], features: &[f64; N]) -> f64 {
    weights.iter().zip(features).map(|(weight, feature)| weight * feature).sum()
}

fn logistic(sum: f64) -> f64 {
    1.0 / (1.0 + (-sum).exp())
}

/// Features, whether what is to be foreseen holds, and how much this counts.
type Example<const N: usize> = ([f64; N], bool, f64);

fn weight_of_negatives(texts: &[(Evidence<'_>, Option<usize>)]) -> f64 {
    let negatives = texts.iter().filter(|(_, own)| own.is_none()).count().max(1) as f64;
    let examples = texts.len() as f64 - negatives;
    (examples / negatives * NONE_OF_HUNDRED / (100.0 - NONE_OF_HUNDRED)).clamp(1.0, HEAVIEST)
}

/// Logistic regression by Newton's method, drawn towards `assumed`.
fn fit<const N: usize>(examples: &[Example<N>], assumed: [f64; N]) -> [f64; N] {
    let mut weights = assumed;
    let mut now = loss(examples, &weights, &assumed);
    for _ in 0..12 {
        let step = newton_step(examples, &weights, &assumed);
        let tried = [1.0, 0.5, 0.25, 0.06].map(|part| std::array::from_fn(|at| weights[at] - part * step[at]));
        let better =
            tried.into_iter().map(|tried| (loss(examples, &tried, &assumed), tried)).find(|(loss, _)| *loss < now);
        let Some((loss, tried)) = better else { break };
        let settled = now - loss < 1e-4;
        (now, weights) = (loss, tried);
        if settled {
            break;
        }
    }
    weights
}

fn loss<const N: usize>(examples: &[Example<N>], weights: &[f64; N], assumed: &[f64; N]) -> f64 {
    let of = |(features, holds, weight): &Example<N>| {
        let chance = chance(weights, features);
        -weight * (if *holds { chance } else { 1.0 - chance }).max(1e-12).ln()
    };
    let drawn: f64 = weights.iter().zip(assumed).map(|(weight, assumed)| (weight - assumed).powi(2)).sum();
    examples.iter().map(of).sum::<f64>() + 0.5 * RIDGE * drawn
}

fn newton_step<const N: usize>(examples: &[Example<N>], weights: &[f64; N], assumed: &[f64; N]) -> [f64; N] {
    let mut gradient: [f64; N] = std::array::from_fn(|at| RIDGE * (weights[at] - assumed[at]));
    let mut curve: [[f64; N]; N] =
        std::array::from_fn(|row| std::array::from_fn(|column| if row == column { RIDGE } else { 0.0 }));
    for (features, holds, heavy) in examples {
        let chance = chance(weights, features);
        let off = heavy * (chance - f64::from(u8::from(*holds)));
        let weight = heavy * chance * (1.0 - chance);
        for row in 0..N {
            gradient[row] += off * features[row];
            for column in 0..N {
                curve[row][column] += weight * features[row] * features[column];
            }
        }
    }
    solve(curve, gradient)
}

/// Solves `matrix · x = right` for a positive definite matrix, by elimination.
fn solve<const N: usize>(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> [f64; N] {
    for pivot in 0..N {
        let (above, below) = matrix.split_at_mut(pivot + 1);
        for (at, row) in (pivot + 1..).zip(below) {
            let factor = row[pivot] / above[pivot][pivot];
            row.iter_mut().zip(&above[pivot]).for_each(|(value, other)| *value -= factor * other);
            right[at] -= factor * right[pivot];
        }
    }
    for row in (0..N).rev() {
        let known: f64 = (row + 1..N).map(|column| matrix[row][column] * right[column]).sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(scores: &[f32]) -> Evidence<'_> {
        Evidence { scores, by_words: scores, seen: 1.0, length: 6, named: Named::default() }
    }

    #[test]
    fn all_candidates_and_none_together_make_one() {
        for scores in [[0.5, 0.4, -1.0, -0.3], [-1.0, -1.0, -1.0, 2.0], [3.0, -3.0, 0.0, -1.0]] {
            let judged = ASSUMED.judge(&evidence(&scores));
            let sum: f32 = judged.intents.iter().map(|intent| intent.1).sum::<f32>() + judged.none;
            assert!((sum - 1.0).abs() < 1e-4, "{judged:?}");
        }
    }

    #[test]
    fn a_score_that_proved_right_earns_confidence_and_a_negative_lowers_it() {
        let good = [1.0, -1.0, -1.0];
        let bad = [-0.4, -0.5, 0.6];
        let mut texts = vec![(evidence(&good), Some(0)); 60];
        texts.extend(vec![(evidence(&bad), None); 40]);
        let learnt = Calibration::learn(&texts, Evidence { seen: 0.0, by_words: &[0.0; 3], ..evidence(&[-1.0; 3]) });
        assert!(learnt.judge(&evidence(&good)).confidence > 0.9);
        let judged = learnt.judge(&evidence(&bad));
        assert!(judged.confidence < 0.2 && judged.none > 0.7, "{judged:?}");
    }

    #[test]
    fn the_normal_equations_are_solved() {
        assert_eq!(solve([[2.0, 1.0], [1.0, 3.0]], [5.0, 10.0]), [1.0, 3.0]);
    }
}
