//! Labelled questions, and the content's own examples, as then and as now.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::cli::eval::Labelled;
use crate::content::{IntentId, Kind, Lang};
use crate::dialogue::Knowledge;
use crate::matching::{Corpus, Thresholds, Zone, zone};
use crate::service::{Judged, judged_by};

/// How a question comes out, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Grade {
    AnsweredWrong,
    OnlyWrongButtons,
    NotUnderstood,
    RightButton,
    AnsweredRight,
}

impl Grade {
    /// As people say it.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::AnsweredWrong => "answered wrong",
            Self::OnlyWrongButtons => "buttons without the right one",
            Self::NotUnderstood => "not understood",
            Self::RightButton => "buttons with the right one",
            Self::AnsweredRight => "answered right",
        }
    }
}

/// The questions given.
#[derive(Debug, Serialize)]
pub(super) struct QuestionsAsked {
    pub(super) asked: usize,
    pub(super) better: usize,
    pub(super) worse: usize,
    /// Those that come out otherwise, the worst first.
    pub(super) changes: Vec<QuestionChange>,
}

/// A question that comes out otherwise.
#[derive(Debug, Serialize)]
pub(super) struct QuestionChange {
    pub(super) text: String,
    pub(super) expected: String,
    pub(super) before: Grade,
    pub(super) after: Grade,
    /// What is answered or offered now.
    pub(super) now: Vec<IntentId>,
}

impl QuestionsAsked {
    /// Asks each of both.
    pub(super) fn between(questions: &[Labelled], old: &Knowledge, new: &Knowledge) -> Self {
        let mut changes: Vec<QuestionChange> = questions.iter().filter_map(|one| change(one, old, new)).collect();
        changes.sort_by_key(|change| change.after as i32 - change.before as i32);
        let worse = changes.iter().filter(|change| change.after < change.before).count();
        Self { asked: questions.len(), better: changes.len() - worse, worse, changes }
    }
}

fn change(question: &Labelled, old: &Knowledge, new: &Knowledge) -> Option<QuestionChange> {
    let ((before, _), (after, now)) = (grade(question, old), grade(question, new));
    let (text, expected) = (question.text.clone(), question.expected.clone());
    (before != after).then_some(QuestionChange { text, expected, before, after, now })
}

/// How the question comes out, and with which intents.
fn grade(question: &Labelled, knowledge: &Knowledge) -> (Grade, Vec<IntentId>) {
    let ranking = knowledge.matcher.rank(&question.text, None, false);
    let (grade, intents) = match zone(&ranking, &Thresholds::default()) {
        Zone::Safety(intent) => (sure(question, std::slice::from_ref(&intent), knowledge), vec![intent]),
        Zone::Answer(intents) => (sure(question, &intents, knowledge), intents),
        Zone::Clarify(intents) if accepts(question, &intents, knowledge) => (Grade::RightButton, intents),
        Zone::Clarify(intents) => (Grade::OnlyWrongButtons, intents),
        Zone::Fallback if question.expected == Labelled::NONE => (Grade::AnsweredRight, Vec::new()),
        Zone::Fallback => (Grade::NotUnderstood, Vec::new()),
    };
    (grade, intents)
}

fn sure(question: &Labelled, intents: &[IntentId], knowledge: &Knowledge) -> Grade {
    if accepts(question, intents, knowledge) { Grade::AnsweredRight } else { Grade::AnsweredWrong }
}

/// Whether one of `intents`, or what it is a special case of, is right; small talk is, for what nothing should answer.
fn accepts(question: &Labelled, intents: &[IntentId], knowledge: &Knowledge) -> bool {
    let is_talk = |id: &IntentId| {
        let kind = knowledge.catalogue.intents.get(id).map(|intent| intent.kind);
        question.expected == Labelled::NONE && kind == Some(Kind::Conversation)
    };
    intents
        .iter()
        .any(|id| is_talk(id) || knowledge.catalogue.lineage(id).iter().any(|id| question.accepts(id.as_str())))
}

/// The examples that both contents have, each as judged by who has not seen it.
#[derive(Debug, Serialize)]
pub(super) struct ExamplesAsked {
    pub(super) asked: usize,
    pub(super) right_before: usize,
    pub(super) right_after: usize,
    /// Those that were recognised and are no longer, the surest mistake first.
    pub(super) worse: Vec<ExampleChange>,
    /// How many are recognised that were not.
    pub(super) better: usize,
}

/// An example that is no longer recognised.
#[derive(Debug, Serialize)]
pub(super) struct ExampleChange {
    pub(super) intent: Option<IntentId>,
    pub(super) text: String,
    /// What it is taken for now; none if for nothing.
    pub(super) taken_for: Option<IntentId>,
    pub(super) sure: f32,
}

impl ExamplesAsked {
    /// Compares what both make of them.
    pub(super) fn between(old: &Knowledge, new: &Knowledge) -> Self {
        let (old_corpus, new_corpus) = (Corpus::of(&old.catalogue), Corpus::of(&new.catalogue));
        let before = judged_by(&old.matcher, &old_corpus);
        let before: BTreeMap<Key<'_>, bool> = before.iter().map(|judged| (key(judged), judged.is_right())).collect();
        let mut asked = Self { asked: 0, right_before: 0, right_after: 0, worse: Vec::new(), better: 0 };
        for judged in judged_by(&new.matcher, &new_corpus) {
            let Some(&was_right) = before.get(&key(&judged)) else { continue };
            asked.add(&judged, was_right);
        }
        asked.worse.sort_by(|a, b| b.sure.total_cmp(&a.sure));
        asked
    }

    fn add(&mut self, judged: &Judged<'_>, was_right: bool) {
        let is_right = judged.is_right();
        self.asked += 1;
        self.right_before += usize::from(was_right);
        self.right_after += usize::from(is_right);
        self.better += usize::from(is_right && !was_right);
        self.worse.extend((was_right && !is_right).then(|| ExampleChange {
            intent: judged.own.clone(),
            text: judged.text.to_owned(),
            taken_for: judged.taken_for.clone(),
            sure: judged.sure,
        }));
    }
}

type Key<'a> = (Lang, Option<IntentId>, &'a str);

fn key<'a>(judged: &Judged<'a>) -> Key<'a> {
    (judged.lang, judged.own.clone(), judged.text)
}
