//! A crowd of citizens who each ask the same questions in turns, and the judge of what each was sent: nothing lost, nothing out of
//! order, and which messages came twice. For the small content of the fixtures.
#![allow(dead_code, reason = "each program that includes this uses a part of it")]

use std::collections::BTreeMap;
use std::ops::Range;

use crate::pretend::{Pretend, SentMessage, World};

/// What citizens ask for and how the answers begin. No two answers in a row begin alike.
pub(crate) const QUESTIONS: [(&str, &str); 3] = [
    ("/start access-request", "Ja, dat mag."),
    ("/start access-deadline", "De politie moet binnen"),
    ("/start complaint", "U kunt klagen."),
];
pub(crate) const INTRODUCTION: &str = "Dit is een computerprogramma";
/// What stands above an answer when one before it was lost.
pub(crate) const UNDELIVERED: &str = "Een eerder antwoord kwam niet aan.";

/// Some chats and how much each has asked.
pub(crate) struct Crowd {
    chats: Range<i64>,
    asked: usize,
}

/// What a crowd was sent.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// Answers that never came.
    pub(crate) lost: usize,
    /// Chats in which something else came than was asked for, or in another order.
    pub(crate) out_of_order: usize,
    /// Messages that came twice.
    pub(crate) repeats: usize,
    /// The most of them in one chat between two interruptions.
    pub(crate) most_at_once: usize,
}

impl Crowd {
    pub(crate) fn new(chats: Range<i64>) -> Self {
        Self { chats, asked: 0 }
    }

    /// Everyone asks `turns` questions more.
    pub(crate) fn asks(&mut self, pretend: &Pretend, turns: usize) {
        let asked = self.asked;
        pretend.flood(self.chats.clone(), turns, |_, turn| question(asked + turn).to_owned());
        self.asked += turns;
    }

    /// How many people it is.
    pub(crate) fn people(&self) -> usize {
        self.chats.clone().count()
    }

    /// How many questions were asked in all.
    pub(crate) fn questions(&self) -> usize {
        self.asked * self.people()
    }

    /// Whether everyone has as many answers as questions, the introduction on top.
    pub(crate) fn is_answered(&self, world: &World) -> bool {
        self.chats.clone().all(|chat| world.distinct_count(chat) > self.asked)
    }

    pub(crate) async fn until_answered(&self, pretend: &Pretend) {
        pretend.wait_until("an answer to every question", |world| self.is_answered(world).then_some(())).await;
    }

    /// Judges all that was sent. `interruptions` are the numbers of messages that had been sent to anyone at each.
    pub(crate) fn judge(&self, world: &World, interruptions: &[usize]) -> Verdict {
        let mut verdict = Verdict::default();
        for chat in self.chats.clone() {
            let (once, repeats) = apart(&world.settled(chat), interruptions);
            let expected = 1 + self.asked;
            verdict.lost += expected.saturating_sub(once.len());
            verdict.out_of_order += usize::from(!is_in_order(&once) || once.len() > expected);
            verdict.repeats += repeats.values().sum::<usize>();
            verdict.most_at_once = verdict.most_at_once.max(repeats.into_values().max().unwrap_or(0));
        }
        verdict
    }
}

fn question(number: usize) -> &'static str {
    QUESTIONS[number % QUESTIONS.len()].0
}

/// The texts without immediate repeats, and how many repeats came after which interruption.
fn apart<'a>(settled: &[(usize, &'a str)], interruptions: &[usize]) -> (Vec<&'a str>, BTreeMap<usize, usize>) {
    let (mut once, mut repeats): (Vec<&str>, _) = (Vec::new(), BTreeMap::new());
    for &(place, text) in settled {
        if once.last() == Some(&text) {
            *repeats.entry(interruptions.partition_point(|&interruption| interruption <= place)).or_default() += 1;
        } else {
            once.push(text);
        }
    }
    (once, repeats)
}

fn is_in_order(once: &[&str]) -> bool {
    let answers = (0..).map(|number: usize| QUESTIONS[number % QUESTIONS.len()].1);
    let said = once.iter().map(|text| text.strip_prefix(UNDELIVERED).map_or(*text, str::trim_start));
    std::iter::once(INTRODUCTION).chain(answers).zip(said).all(|(expected, text)| text.starts_with(expected))
}

/// What was sent, by its beginning, immediate repeats counted once.
pub(crate) fn answers(sent: &[SentMessage]) -> Vec<&'static str> {
    let known = QUESTIONS.iter().map(|(_, answer)| *answer).chain([INTRODUCTION]);
    let mut all: Vec<&str> = Vec::new();
    for message in sent {
        let beginning = known.clone().find(|beginning| message.text.starts_with(beginning)).unwrap_or("something else");
        if all.last() != Some(&beginning) {
            all.push(beginning);
        }
    }
    all
}
