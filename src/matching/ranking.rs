//! What matching found, and what to do with it.

use super::experience::STRAY_AT_MOST;
use crate::content::{IntentId, Lang};

/// An intent with the probability that it is meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Which intent.
    pub intent: IntentId,
    /// The special case of it that is meant, if it is.
    pub narrow: Option<IntentId>,
    /// Calibrated probability, 0 to 1; all candidates together with "none of them" make 1.
    pub score: f32,
}

impl Candidate {
    /// What answers it best: the special case, or the intent itself.
    #[must_use]
    pub fn best(&self) -> &IntentId {
        self.narrow.as_ref().unwrap_or(&self.intent)
    }
}

/// A word that training does not know, and the word it was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// As typed, lower case.
    pub from: String,
    /// As trained on.
    pub to: String,
}

/// What fired beside the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fired {
    /// A rule for danger to life.
    Safety(IntentId),
    /// An editor's pattern: intent and the pattern's text.
    Pattern(IntentId, String),
    /// An editor's pattern for what no intent is about.
    Stray(String),
    /// An example that is the message, or nearly: intent and example.
    Example(IntentId, String),
}

/// The outcome for one message.
#[derive(Clone, Debug)]
pub struct Ranking {
    /// The language it was read in.
    pub lang: Lang,
    /// How sure that is, 0 to 1.
    pub lang_confidence: f32,
    /// The message as it was compared: cleaned, lower case.
    pub normalised: String,
    /// Words that were repaired.
    pub repairs: Vec<Repair>,
    /// Rules, patterns and examples that fired.
    pub fired: Vec<Fired>,
    /// All intents with a noticeable probability, best first; at least five where there are five.
    pub candidates: Vec<Candidate>,
    /// The questions that single sentences ask, in their order, where they ask several: each with its probability when
    /// the sentence stands alone.
    pub asked: Vec<Candidate>,
    /// Probability that the first candidate is right, 0 to 1; 0 without candidates.
    pub confidence: f32,
    /// Probability that no intent should answer, 0 to 1.
    pub none: f32,
    /// From this probability of `none` on nothing is answered, however sure the first candidate is: learnt per language.
    pub stray: f32,
}

impl Ranking {
    /// Makes each candidate likelier by the odds that `of` gives for it, against the others and none; if that puts one first, only what is
    /// clearly for none holds it back.
    pub fn weigh(&mut self, of: impl Fn(&IntentId) -> f32) {
        let rest = (1.0 - self.candidates.iter().map(|candidate| candidate.score).sum::<f32>() - self.none).max(0.0);
        self.candidates.iter_mut().for_each(|candidate| candidate.score *= of(&candidate.intent));
        let total = self.candidates.iter().map(|candidate| candidate.score).sum::<f32>() + self.none + rest;
        if total > 0.0 {
            self.candidates.iter_mut().for_each(|candidate| candidate.score /= total);
            self.none /= total;
        }
        self.candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
        self.confidence = self.candidates.first().map_or(0.0, |first| first.score);
        // What goes on with something is less likely to be meant for nobody than what comes out of the blue.
        if self.candidates.first().is_some_and(|first| of(&first.intent) > 1.0) {
            self.stray = STRAY_AT_MOST;
        }
    }

    /// The safety intent a rule or the model found; it goes before all else.
    #[must_use]
    pub fn safety(&self) -> Option<&IntentId> {
        self.fired.iter().find_map(|fired| match fired {
            Fired::Safety(intent) => Some(intent),
            _ => None,
        })
    }
}

/// Where the zones begin. Chosen on out-of-fold predictions; a setting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// From this confidence on, answer.
    pub answer: f32,
    /// Or from where on so small a share of messages is answered wrong: [`super::Matcher::settle`] makes one of the other.
    pub wrong: Option<f32>,
    /// From this confidence on, offer buttons; below it, fall back.
    pub clarify: f32,
    /// From this probability of "none of these" on, fall back unless sure enough to answer.
    pub none: f32,
    /// A candidate is offered as a button from this score on.
    pub offer: f32,
}

impl Default for Thresholds {
    /// Chosen on out-of-fold predictions of the examples; `docs/matching.md` has the figures.
    fn default() -> Self {
        Self { answer: 0.61, wrong: None, clarify: 0.15, none: 0.5, offer: 0.05 }
    }
}

/// At most so many questions of one message are answered at once.
const ANSWERED: usize = 2;

/// A question of one sentence must be among so many candidates of the whole …
const LIKELY: usize = 4;

/// … unless it is as clear as this by itself.
pub(super) const CLEAR: f32 = 0.85;

/// How sure the assistant is, as what it does.
#[derive(Clone, Debug, PartialEq)]
pub enum Zone {
    /// Danger to life.
    Safety(IntentId),
    /// Sure: answer this; or these, in the order asked.
    Answer(Vec<IntentId>),
    /// Unsure: offer these, at most three, best first.
    Clarify(Vec<IntentId>),
    /// Lost: say what there is, and the doors.
    Fallback,
}

/// What to do with `ranking`.
#[must_use]
pub fn zone(ranking: &Ranking, thresholds: &Thresholds) -> Zone {
    if let Some(intent) = ranking.safety() {
        return Zone::Safety(intent.clone());
    }
    let Some(best) = ranking.candidates.first() else {
        return Zone::Fallback;
    };
    let several = several(ranking, thresholds);
    if several.len() > 1 {
        return Zone::Answer(several);
    }
    let sure = ranking.confidence >= thresholds.answer;
    if sure && ranking.none < ranking.stray {
        return Zone::Answer(vec![best.best().clone()]);
    }
    if !sure && (ranking.confidence < thresholds.clarify || ranking.none >= thresholds.none) {
        return Zone::Fallback;
    }
    let offered = ranking
        .candidates
        .iter()
        .take(3)
        .enumerate()
        .filter(|(place, candidate)| *place == 0 || candidate.score >= thresholds.offer)
        .map(|(_, candidate)| candidate.best().clone());
    Zone::Clarify(offered.collect())
}

/// The questions of a message that asks several, each sure by itself and likely in the whole; at most [`ANSWERED`].
fn several(ranking: &Ranking, thresholds: &Thresholds) -> Vec<IntentId> {
    let likely = |asked: &Candidate| {
        let in_whole = ranking.candidates.iter().take(LIKELY).find(|candidate| candidate.intent == asked.intent);
        asked.score >= CLEAR || in_whole.is_some_and(|candidate| candidate.score >= thresholds.offer)
    };
    let sure = ranking.asked.iter().filter(|asked| asked.score >= thresholds.answer && likely(asked));
    sure.take(ANSWERED).map(|asked| asked.best().clone()).collect()
}

/// What a zone rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// A rule or the model sees danger to life.
    Danger,
    /// The message is an example, or nearly.
    Example,
    /// A pattern of the editors fired for the first candidate.
    Pattern,
    /// The model is sure enough to answer.
    Sure,
    /// The model is between sure and lost.
    Unsure,
    /// The model is lost.
    Lost,
}

/// Why [`zone`] decides as it does.
#[must_use]
pub fn why(ranking: &Ranking, thresholds: &Thresholds) -> Why {
    let first = ranking.candidates.first();
    let is_first = |intent: &IntentId| first.is_some_and(|first| [&first.intent, first.best()].contains(&intent));
    match zone(ranking, thresholds) {
        Zone::Safety(_) => Why::Danger,
        Zone::Answer(_) => {
            let example = |fired: &Fired| matches!(fired, Fired::Example(intent, _) if is_first(intent));
            let pattern = |fired: &Fired| matches!(fired, Fired::Pattern(intent, _) if is_first(intent));
            match &ranking.fired {
                fired if fired.iter().any(example) => Why::Example,
                fired if fired.iter().any(pattern) => Why::Pattern,
                _ => Why::Sure,
            }
        }
        Zone::Clarify(_) => Why::Unsure,
        Zone::Fallback => Why::Lost,
    }
}
