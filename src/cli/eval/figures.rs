//! What was decided on the questions, counted.

use std::collections::BTreeMap;

use super::questions::{NONE, Question};
use crate::content::{Catalogue, IntentId, Kind};
use crate::matching::Zone;

/// A question and what was decided on it.
pub(super) struct Asked<'a> {
    pub(super) question: &'a Question,
    pub(super) zone: Zone,
    /// What was answered or offered, a special case behind its broader intent.
    pub(super) intents: Vec<IntentId>,
    /// The three likeliest intents, whatever the zone.
    pub(super) first_three: Vec<IntentId>,
    pub(super) confidence: f32,
}

/// How a decision turned out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Answered, and right.
    Right,
    /// Offered as a button.
    Offered,
    /// Buttons, none of them right.
    OfferedOthers,
    /// Answered, and wrong.
    Wrong,
    /// Not recognised.
    Fallback,
}

impl Outcome {
    /// Its word in the JSON.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Offered => "offered",
            Self::OfferedOthers => "offered_others",
            Self::Wrong => "wrong",
            Self::Fallback => "fallback",
        }
    }
}

/// Counts of one group of questions that have an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) questions: usize,
    /// The likeliest intent is the label, whatever the zone.
    pub(super) first: usize,
    /// One of the three likeliest is.
    pub(super) three: usize,
    pub(super) right: usize,
    pub(super) offered: usize,
    pub(super) offered_others: usize,
    pub(super) wrong: usize,
    pub(super) fallback: usize,
}

/// Counts of questions that no intent should answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct NoneTally {
    pub(super) questions: usize,
    /// A topic was answered: bad.
    pub(super) answered: usize,
    /// The assistant took it for small talk: friendly.
    pub(super) friendly: usize,
    pub(super) clarified: usize,
    pub(super) fallback: usize,
}

/// Questions of about the same confidence.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Bin {
    pub(super) questions: usize,
    pub(super) confidence: f64,
    pub(super) right: usize,
}

/// All counts.
#[derive(Debug, Default)]
pub(super) struct Figures {
    pub(super) all: Tally,
    pub(super) none: NoneTally,
    pub(super) by_lang: BTreeMap<String, (Tally, NoneTally)>,
    pub(super) by_style: BTreeMap<String, (Tally, NoneTally)>,
    pub(super) by_intent: BTreeMap<String, Tally>,
    /// Safety intents: questions, and of these recognised as danger.
    pub(super) danger: BTreeMap<String, (usize, usize)>,
    /// Danger seen where there is none.
    pub(super) false_alarms: usize,
    /// Label, intent taken for it, how often; most frequent first.
    pub(super) confusions: Vec<(String, String, usize)>,
    /// Ten, by confidence.
    pub(super) reliability: [Bin; 10],
}

impl Figures {
    /// Counts `asked`.
    pub(super) fn of(asked: &[Asked<'_>], catalogue: &Catalogue) -> Self {
        let kind_of = |intent: &str| catalogue.intents.get(intent).map(|intent| intent.kind);
        Self::count(asked, &kind_of)
    }

    fn count(asked: &[Asked<'_>], kind_of: &dyn Fn(&str) -> Option<Kind>) -> Self {
        let mut figures = Self::default();
        let mut confused: BTreeMap<(String, String), usize> = BTreeMap::new();
        for asked in asked {
            figures.add(asked, kind_of);
            if let Some(pair) = confusion(asked) {
                *confused.entry(pair).or_default() += 1;
            }
        }
        figures.confusions = confused.into_iter().map(|((label, taken), count)| (label, taken, count)).collect();
        figures.confusions.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.cmp(b)));
        figures
    }

    fn add(&mut self, asked: &Asked<'_>, kind_of: &dyn Fn(&str) -> Option<Kind>) {
        let question = asked.question;
        let lang = self.by_lang.entry(question.lang.clone()).or_default();
        let style = self.by_style.entry(question.style.clone()).or_default();
        if question.expected == NONE {
            for tally in [&mut self.none, &mut lang.1, &mut style.1] {
                tally.add(asked, kind_of);
            }
        } else {
            let intent = self.by_intent.entry(question.expected.clone()).or_default();
            for tally in [&mut self.all, &mut lang.0, &mut style.0, intent] {
                tally.add(asked);
            }
        }
        self.add_danger(asked, kind_of);
        self.add_reliability(asked);
    }

    fn add_danger(&mut self, asked: &Asked<'_>, kind_of: &dyn Fn(&str) -> Option<Kind>) {
        let seen = matches!(asked.zone, Zone::Safety(_));
        let expected = &asked.question.expected;
        if kind_of(expected) == Some(Kind::Safety) {
            let (questions, found) = self.danger.entry(expected.clone()).or_default();
            *questions += 1;
            *found += usize::from(seen);
        } else if seen && !asked.intents.iter().any(|intent| asked.question.accepts(intent.as_str())) {
            self.false_alarms += 1;
        }
    }

    fn add_reliability(&mut self, asked: &Asked<'_>) {
        let bin = &mut self.reliability[((asked.confidence * 10.0) as usize).min(9)];
        bin.questions += 1;
        bin.confidence += f64::from(asked.confidence);
        bin.right += usize::from(asked.first_three.first().is_some_and(|first| asked.question.accepts(first.as_str())));
    }
}

impl Tally {
    fn add(&mut self, asked: &Asked<'_>) {
        let label = |intent: &IntentId| intent.as_str() == asked.question.expected;
        self.questions += 1;
        self.first += usize::from(asked.first_three.first().is_some_and(label));
        self.three += usize::from(asked.first_three.iter().any(label));
        *match outcome(asked) {
            Outcome::Right => &mut self.right,
            Outcome::Offered => &mut self.offered,
            Outcome::OfferedOthers => &mut self.offered_others,
            Outcome::Wrong => &mut self.wrong,
            Outcome::Fallback => &mut self.fallback,
        } += 1;
    }
}

impl NoneTally {
    fn add(&mut self, asked: &Asked<'_>, kind_of: &dyn Fn(&str) -> Option<Kind>) {
        self.questions += 1;
        let friendly = |intent: &IntentId| {
            kind_of(intent.as_str()) == Some(Kind::Conversation) || asked.question.accepts(intent.as_str())
        };
        *match &asked.zone {
            Zone::Answer(_) if asked.intents.iter().all(friendly) => &mut self.friendly,
            Zone::Answer(_) | Zone::Safety(_) => &mut self.answered,
            Zone::Clarify(_) => &mut self.clarified,
            Zone::Fallback => &mut self.fallback,
        } += 1;
    }
}

fn outcome(asked: &Asked<'_>) -> Outcome {
    judged(asked.question, word_of(&asked.zone), &asked.intents)
}

/// How a decision with `word` and `intents` turned out on `question`; on what no topic answers, small talk is right.
pub(super) fn outcome_of(question: &Question, word: &str, intents: &[IntentId], catalogue: &Catalogue) -> Outcome {
    let small_talk = |intent: &IntentId| {
        catalogue.intents.get(intent).is_some_and(|intent| intent.kind == Kind::Conversation)
            || question.accepts(intent.as_str())
    };
    match judged(question, word, intents) {
        Outcome::Wrong if question.expected == NONE && word == "answer" && intents.iter().all(small_talk) => {
            Outcome::Right
        }
        outcome => outcome,
    }
}

fn judged(question: &Question, word: &str, intents: &[IntentId]) -> Outcome {
    let right = intents.iter().any(|intent| question.accepts(intent.as_str()));
    match (word, right) {
        ("answer" | "safety", true) => Outcome::Right,
        ("answer" | "safety", false) => Outcome::Wrong,
        ("clarify", true) => Outcome::Offered,
        ("clarify", false) => Outcome::OfferedOthers,
        _ if question.accepts(NONE) => Outcome::Right,
        _ => Outcome::Fallback,
    }
}

fn confusion(asked: &Asked<'_>) -> Option<(String, String)> {
    let first = asked.first_three.first()?.as_str();
    let confused = asked.question.expected != NONE && !asked.question.accepts(first);
    confused.then(|| (asked.question.expected.clone(), first.to_owned()))
}

/// The intents that stand beside a zone's word.
pub(super) fn intents_of(zone: &Zone) -> &[IntentId] {
    match zone {
        Zone::Safety(intent) => std::slice::from_ref(intent),
        Zone::Answer(intents) | Zone::Clarify(intents) => intents,
        Zone::Fallback => &[],
    }
}

/// A zone's word in the predictions.
pub(super) fn word_of(zone: &Zone) -> &'static str {
    match zone {
        Zone::Safety(_) => "safety",
        Zone::Answer(_) => "answer",
        Zone::Clarify(_) => "clarify",
        Zone::Fallback => "fallback",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(expected: &str, also_ok: &[&str]) -> Question {
        let also_ok = also_ok.iter().map(|&name| name.to_owned()).collect();
        Question { text: "x".into(), lang: "nl".into(), expected: expected.into(), also_ok, style: String::new() }
    }

    fn asked(question: &Question, zone: Zone) -> Asked<'_> {
        let first_three = intents_of(&zone).to_vec();
        Asked { question, zone, intents: first_three.clone(), first_three, confidence: 0.95 }
    }

    fn kind_of(intent: &str) -> Option<Kind> {
        Some(match intent {
            "greeting" => Kind::Conversation,
            "crisis" => Kind::Safety,
            "none" => return None,
            _ => Kind::Topic,
        })
    }

    #[test]
    fn an_intent_that_is_right_too_counts_as_answered_right_but_not_as_the_first() {
        let question = question("complaint", &["contact-ap"]);
        let figures = Figures::count(&[asked(&question, Zone::Answer(vec!["contact-ap".into()]))], &kind_of);
        assert_eq!((figures.all.right, figures.all.first), (1, 0));
        assert!(figures.confusions.is_empty());
    }

    #[test]
    fn small_talk_on_a_none_is_friendly_and_a_topic_is_bad() {
        let question = question("none", &[]);
        let zones = [Zone::Answer(vec!["greeting".into()]), Zone::Answer(vec!["fines".into()]), Zone::Fallback];
        let asked: Vec<_> = zones.into_iter().map(|zone| asked(&question, zone)).collect();
        let none = Figures::count(&asked, &kind_of).none;
        assert_eq!((none.friendly, none.answered, none.fallback), (1, 1, 1));
    }

    #[test]
    fn danger_missed_and_danger_imagined_are_both_counted() {
        let (crisis, fines) = (question("crisis", &[]), question("fines", &[]));
        let danger = || Zone::Safety("crisis".into());
        let all = [asked(&crisis, danger()), asked(&crisis, Zone::Fallback), asked(&fines, danger())];
        let figures = Figures::count(&all, &kind_of);
        assert_eq!(figures.danger["crisis"], (2, 1));
        assert_eq!(figures.false_alarms, 1);
    }
}
