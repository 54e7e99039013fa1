//! Holds a conversation as a script says and compares what comes with what is expected.

use serde::Serialize;

use super::script::{Claim, Expected, Script, Turn, with_facts};
use crate::cli::json::messages;
use crate::dialogue::{self, Button, House, Input, Knowledge, Moment, State, step};
use crate::privacy::Sensitive;

/// When every script begins: a moment like any other, always the same.
const BEGIN: Moment = Moment(1_795_392_000_000);
/// Between one message and the next.
const PAUSE: i64 = 60_000;

/// Something that came otherwise than expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Miss {
    /// The script.
    pub file: String,
    /// The line of the expectation.
    pub line: usize,
    /// What the citizen typed.
    pub typed: String,
    /// What was expected.
    pub expected: String,
    /// What came.
    pub came: String,
}

/// What a line of a conversation led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Its line in the script.
    pub line: usize,
    /// What the citizen typed.
    pub typed: String,
    /// What was decided, and for which intents.
    pub decided: String,
    /// What was said.
    pub said: String,
}

/// A conversation that is going on.
struct Talk<'k> {
    knowledge: &'k Knowledge,
    state: State,
    now: Moment,
}

impl<'k> Talk<'k> {
    fn with(knowledge: &'k Knowledge) -> Self {
        Self { knowledge, state: State::default(), now: BEGIN }
    }

    /// The reply to what is typed, or the buttons there are if the one pressed is not among them.
    fn reply(&mut self, typed: &str) -> Result<dialogue::Turn, String> {
        let input = input(typed, &self.state)?;
        self.now = self.now.plus(PAUSE);
        let reply = step(self.knowledge, &House::default(), &self.state, &input, self.now);
        self.state = reply.state.clone();
        Ok(reply)
    }
}

/// Holds a conversation to its end, or to a button that is not there.
#[must_use]
pub fn hold(turns: &[Turn], knowledge: &Knowledge) -> Vec<Held> {
    let mut talk = Talk::with(knowledge);
    let mut all = Vec::new();
    for Turn { line, typed, .. } in turns {
        let reply = talk.reply(typed);
        let (decided, said) = match &reply {
            Ok(reply) => (decided(reply), said(reply)),
            Err(buttons) => (format!("no such button; {buttons}"), String::new()),
        };
        all.push(Held { line: *line, typed: typed.clone(), decided, said });
        if reply.is_err() {
            break;
        }
    }
    all
}

/// What came otherwise in `script`; a conversation that cannot go on ends there.
#[must_use]
pub fn judge(script: &Script, knowledge: &Knowledge) -> Vec<Miss> {
    let mut misses = Vec::new();
    let mut talk = Talk::with(knowledge);
    for turn in &script.turns {
        let miss = |line, expected, came| {
            let (file, typed) = (script.file.clone(), turn.typed.clone());
            Miss { file, line, typed, expected, came }
        };
        match talk.reply(&turn.typed) {
            Ok(reply) => {
                let wrong = judge_turn(turn, &reply, knowledge).into_iter();
                misses.extend(wrong.map(|(line, expected, came)| miss(line, expected, came)));
            }
            Err(came) => {
                misses.push(miss(turn.line, format!("button {}", turn.typed), came));
                break;
            }
        }
    }
    misses
}

/// What a line stands for: a press on a button that is there, or words.
fn input(typed: &str, state: &State) -> Result<Input, String> {
    let number = typed.strip_prefix('#').and_then(|number| number.parse::<usize>().ok());
    let Some(number) = number else {
        return Ok(Input::Text {
            text: Sensitive::new(typed.to_owned()),
            app_lang: None,
            edited: false,
            message: None,
        });
    };
    let button = number.checked_sub(1).and_then(|place| state.buttons.get(place));
    let data = button.map(|button| Sensitive::new(button.data.clone()));
    data.map(|data| Input::Press { data }).ok_or_else(|| labels(state.buttons.iter()))
}

fn judge_turn(turn: &Turn, reply: &dialogue::Turn, knowledge: &Knowledge) -> Vec<(usize, String, String)> {
    let judged = turn.expected.iter().filter_map(|expected| {
        let (wanted, came) = compare(expected, reply, knowledge)?;
        Some((expected.line, wanted, came))
    });
    judged.collect()
}

/// What was expected and what came, if they differ.
fn compare(expected: &Expected, reply: &dialogue::Turn, knowledge: &Knowledge) -> Option<(String, String)> {
    match &expected.claim {
        Claim::Intents(wanted) => {
            let given = reply.decision.intents();
            let names = wanted.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(", ");
            let met = wanted.iter().all(|id| given.contains(id));
            (!met).then(|| (format!("intent: {names}"), decided(reply)))
        }
        Claim::Decision(word) => (reply.decision.word() != word).then(|| (format!("decision: {word}"), decided(reply))),
        Claim::Says(words) => {
            let words = with_facts(words, &knowledge.catalogue, reply.lang);
            (!says(reply, &words)).then(|| (format!("says: {words}"), said(reply)))
        }
        Claim::Not(words) => {
            let words = with_facts(words, &knowledge.catalogue, reply.lang);
            says(reply, &words).then(|| (format!("not: {words}"), said(reply)))
        }
        Claim::Lang(lang) => {
            (reply.lang != *lang).then(|| (format!("lang: {}", lang.code()), format!("lang: {}", reply.lang.code())))
        }
        Claim::Button(label) => {
            let buttons = || messages(&reply.effects).flat_map(|message| &message.buttons);
            let there = buttons().any(|button| even(&button.label) == even(label));
            (!there).then(|| (format!("button: {label}"), labels(buttons())))
        }
    }
}

fn decided(reply: &dialogue::Turn) -> String {
    let names: Vec<&str> = reply.decision.intents().iter().map(|id| id.as_str()).collect();
    format!("{} {}", reply.decision.word(), names.join(", ")).trim_end().to_owned()
}

fn said(reply: &dialogue::Turn) -> String {
    messages(&reply.effects).map(|message| message.text.plain()).collect::<Vec<_>>().join("\n\n")
}

fn says(reply: &dialogue::Turn, words: &str) -> bool {
    even(&said(reply)).contains(&even(words))
}

fn labels<'a>(buttons: impl Iterator<Item = &'a Button>) -> String {
    let labels: Vec<&str> = buttons.map(|button| button.label.as_str()).collect();
    if labels.is_empty() { "no buttons".to_owned() } else { format!("buttons: {}", labels.join(" | ")) }
}

/// Capitals and the number of spaces make no difference.
fn even(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}
