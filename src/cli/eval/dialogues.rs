//! `loket eval --dialogues FILE.jsonl`: conversations whose turns say what may be answered.
//!
//! A line is one conversation: `{"id": "d1", "lang": "nl", "turns": [{"say": "…", "expect": ["access-request"]}]}`. A turn
//! is as expected if one of what it expects is answered or offered, or `clarify` or `none` stands there and that happens;
//! what stands in `"all": ["…"]` must all be answered or offered.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Deserialize;
use serde_json::{Value, json};

use super::questions::{BadRow, NONE};
use super::report::{line, share};
use crate::content::Catalogue;
use crate::dialogue::{Decision, House, Input, Knowledge, Moment, State, step};
use crate::privacy::Sensitive;

/// What stands in `expect` where asking back is right.
const CLARIFY: &str = "clarify";

/// Between one message and the next.
const PAUSE: i64 = 60_000;

/// One labelled conversation.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Dialogue {
    id: String,
    lang: String,
    turns: Vec<Expected>,
}

/// What a citizen says and what may follow.
#[derive(Clone, Debug, Deserialize)]
struct Expected {
    say: String,
    expect: Vec<String>,
    #[serde(default)]
    all: Vec<String>,
}

/// The conversations of one file, and the lines that are none.
pub(super) fn parse_dialogues(text: &str, catalogue: &Catalogue) -> (Vec<Dialogue>, Vec<BadRow>) {
    let (mut dialogues, mut bad) = (Vec::new(), Vec::new());
    for (line, row) in (1..).zip(text.lines()).filter(|(_, row)| !row.trim().is_empty()) {
        match parse_dialogue(row, catalogue) {
            Ok(dialogue) => dialogues.push(dialogue),
            Err(problem) => bad.push(BadRow { line, problem }),
        }
    }
    (dialogues, bad)
}

fn parse_dialogue(row: &str, catalogue: &Catalogue) -> Result<Dialogue, String> {
    let dialogue: Dialogue = serde_json::from_str(row).map_err(|error| format!("no conversation: {error}"))?;
    let known = |name: &str| [NONE, CLARIFY].contains(&name) || catalogue.intents.contains_key(name);
    let mut expected = dialogue.turns.iter().flat_map(|turn| turn.expect.iter().chain(&turn.all));
    match expected.find(|name| !known(name)) {
        Some(name) => Err(format!("there is no intent `{name}`")),
        None => Ok(dialogue),
    }
}

/// A turn that went otherwise than expected.
struct Miss {
    dialogue: String,
    turn: usize,
    say: String,
    expect: Vec<String>,
    came: String,
}

/// Counts of turns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Turns {
    turns: usize,
    as_expected: usize,
    /// Of these, offered and not answered.
    offered: usize,
    /// Answered otherwise.
    wrong: usize,
}

/// How conversations went.
#[derive(Default)]
pub(super) struct Held {
    dialogues: usize,
    whole: usize,
    all: Turns,
    by_lang: BTreeMap<String, Turns>,
    misses: Vec<Miss>,
}

/// Holds each conversation from its beginning.
pub(super) fn hold(dialogues: &[Dialogue], knowledge: &Knowledge, house: &House) -> Held {
    let mut held = Held::default();
    for dialogue in dialogues {
        held.dialogues += 1;
        let missed = held.misses.len();
        held.hold(dialogue, knowledge, house);
        held.whole += usize::from(held.misses.len() == missed);
    }
    held
}

impl Held {
    fn hold(&mut self, dialogue: &Dialogue, knowledge: &Knowledge, house: &House) {
        let mut state = State::default();
        let mut now = Moment(0);
        for (place, turn) in dialogue.turns.iter().enumerate() {
            let text = Sensitive::new(turn.say.clone());
            let input = Input::Text { text, app_lang: Some(dialogue.lang.clone()), edited: false, message: None };
            now = now.plus(PAUSE);
            let taken = step(knowledge, house, &state, &input, now);
            self.count(dialogue, place, turn, &taken.decision);
            state = taken.state;
        }
    }

    fn count(&mut self, dialogue: &Dialogue, place: usize, turn: &Expected, decision: &Decision) {
        let met = is_met(turn, decision);
        let offered = matches!(decision, Decision::Clarify(_));
        let lang = self.by_lang.entry(dialogue.lang.clone()).or_default();
        for turns in [&mut self.all, lang] {
            turns.turns += 1;
            turns.as_expected += usize::from(met);
            turns.offered += usize::from(met && offered);
            turns.wrong += usize::from(!met && matches!(decision, Decision::Answer(_) | Decision::Safety(_)));
        }
        if !met {
            let names: Vec<&str> = decision.intents().iter().map(|id| id.as_str()).collect();
            let came = format!("{} {}", decision.word(), names.join(", ")).trim_end().to_owned();
            let (say, expect) = (turn.say.clone(), turn.expect.clone());
            self.misses.push(Miss { dialogue: dialogue.id.clone(), turn: place + 1, say, expect, came });
        }
    }

    /// Prints figures and the turns that went otherwise.
    pub(super) fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{} conversations, {} turns (95 % interval)", self.dialogues, self.all.turns)?;
        line(out, "conversations as expected", self.whole, self.dialogues)?;
        self.all.print("turns", out)?;
        for (lang, turns) in &self.by_lang {
            turns.print(lang, out)?;
        }
        writeln!(out, "\nturns that went otherwise: {}", self.misses.len())?;
        for Miss { dialogue, turn, say, expect, came } in &self.misses {
            writeln!(out, "  {dialogue} turn {turn}: {say}\n      expected {}, came {came}", expect.join(" or "))?;
        }
        Ok(())
    }

    /// The same for programs.
    pub(super) fn json(&self) -> Value {
        let languages = self.by_lang.iter().map(|(lang, turns)| (lang.clone(), turns.json()));
        let miss = |Miss { dialogue, turn, say, expect, came }: &Miss| json!({"dialogue": dialogue, "turn": turn, "say": say, "expected": expect, "came": came});
        json!({
            "conversations": share(self.whole, self.dialogues),
            "turns": self.all.json(),
            "languages": languages.collect::<serde_json::Map<_, _>>(),
            "misses": self.misses.iter().map(miss).collect::<Vec<_>>(),
        })
    }
}

impl Turns {
    fn print(&self, name: &str, out: &mut dyn Write) -> io::Result<()> {
        line(out, &format!("{name} as expected"), self.as_expected, self.turns)?;
        line(out, "  of these offered", self.offered, self.turns)?;
        line(out, "  answered otherwise", self.wrong, self.turns)
    }

    fn json(&self) -> Value {
        json!({
            "as_expected": share(self.as_expected, self.turns),
            "offered": share(self.offered, self.turns),
            "wrong": share(self.wrong, self.turns),
        })
    }
}

fn is_met(turn: &Expected, decision: &Decision) -> bool {
    let given = |name: &String| decision.intents().iter().any(|id| id.as_str() == name);
    let happened = |name: &String| match decision {
        Decision::Clarify(_) => name == CLARIFY,
        Decision::Fallback => name == NONE,
        _ => false,
    };
    let met = |name: &String| given(name) || happened(name);
    if turn.all.is_empty() { turn.expect.iter().any(met) } else { turn.all.iter().all(met) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::IntentId;

    fn turn(expect: &[&str], all: &[&str]) -> Expected {
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Expected { say: "x".into(), expect: names(expect), all: names(all) }
    }

    #[test]
    fn one_of_what_is_expected_is_enough_unless_all_is_asked() {
        let answer = Decision::Answer(vec![IntentId::from("fines")]);
        assert!(is_met(&turn(&["fines", "complaint"], &[]), &answer));
        assert!(!is_met(&turn(&[], &["fines", "complaint"]), &answer));
        assert!(!is_met(&turn(&["complaint"], &[]), &answer));
    }

    #[test]
    fn asking_back_and_falling_back_can_be_what_is_expected() {
        assert!(is_met(&turn(&["clarify"], &[]), &Decision::Clarify(Vec::new())));
        assert!(is_met(&turn(&["none"], &[]), &Decision::Fallback));
        assert!(!is_met(&turn(&["none"], &[]), &Decision::Flow));
    }
}
