//! Conversation scripts as people write them who do not program: from text to turns, or what is wrong and where.
//!
//! Start with [`parse_script`]. A script that has one mistake is not run at all: all its mistakes are told at once.

use crate::content::{Catalogue, FactId, IntentId, Lang};
use crate::text::nearest;

/// What may stand before the colon.
const KEYS: [&str; 6] = ["intent", "decision", "says", "not", "lang", "button"];
/// The words of [`crate::dialogue::Decision::word`].
const DECISIONS: [&str; 6] = ["answer", "clarify", "fallback", "flow", "handoff", "safety"];
/// Before and after the name of a fact.
const FACT: (&str, char) = ("{fact:", '}');

/// One conversation from its first message on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// The file, as it is named in reports.
    pub file: String,
    /// What is typed, and what is to follow.
    pub turns: Vec<Turn>,
}

/// A message of the citizen and what is expected of the reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Its line in the file, from 1.
    pub line: usize,
    /// What the citizen types: `#2` presses the second button.
    pub typed: String,
    /// What is expected, in order.
    pub expected: Vec<Expected>,
}

/// One line below a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Its line in the file, from 1.
    pub line: usize,
    /// What must be so.
    pub claim: Claim,
}

/// What must be so of a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// All of these are answered or offered.
    Intents(Vec<IntentId>),
    /// It was decided in this way.
    Decision(String),
    /// These words occur; facts stand as `{fact:name}`.
    Says(String),
    /// These words do not.
    Not(String),
    /// It is in this language.
    Lang(Lang),
    /// A button says this.
    Button(String),
}

/// A mistake in a script.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

/// What is wrong, and what to do.
type Wrong = (String, String);

/// The script in `text`, with names as in `catalogue`.
///
/// # Errors
/// All mistakes in it.
pub fn parse_script(file: &str, text: &str, catalogue: &Catalogue) -> Result<Script, Vec<Problem>> {
    let mut turns: Vec<Turn> = Vec::new();
    let mut problems = Vec::new();
    for (place, raw) in text.trim_start_matches('\u{FEFF}').lines().enumerate() {
        if let Err((what, remedy)) = take_line(place + 1, raw.trim(), &mut turns, catalogue) {
            problems.push(Problem { file: file.to_owned(), line: place + 1, what, remedy });
        }
    }
    if problems.is_empty() && turns.iter().all(|turn| turn.expected.is_empty()) {
        let what = "this script expects nothing".to_owned();
        let remedy = "write a line `> …` with what the citizen types, and below it for example `intent: …`".to_owned();
        problems.push(Problem { file: file.to_owned(), line: 1, what, remedy });
    }
    if problems.is_empty() { Ok(Script { file: file.to_owned(), turns }) } else { Err(problems) }
}

/// What is typed in a script, whatever it expects; lines that cannot be typed are left out.
#[must_use]
pub fn typed_turns(text: &str) -> Vec<Turn> {
    let lines = text.trim_start_matches('\u{FEFF}').lines().enumerate();
    let typed = lines.filter_map(|(place, line)| Some((place + 1, parse_typed(line.trim().strip_prefix('>')?).ok()?)));
    typed.map(|(line, typed)| Turn { line, typed, expected: Vec::new() }).collect()
}

fn take_line(line: usize, text: &str, turns: &mut Vec<Turn>, catalogue: &Catalogue) -> Result<(), Wrong> {
    if text.is_empty() || text.starts_with('#') {
        return Ok(());
    }
    if let Some(typed) = text.strip_prefix('>') {
        turns.push(Turn { line, typed: parse_typed(typed)?, expected: Vec::new() });
        return Ok(());
    }
    let claim = parse_claim(text, catalogue)?;
    let turn = turns.last_mut().ok_or_else(|| {
        wrong("something is expected before anything is typed", "put a line `> …` with what the citizen types above it")
    })?;
    turn.expected.push(Expected { line, claim });
    Ok(())
}

fn parse_typed(typed: &str) -> Result<String, Wrong> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(wrong("nothing is typed here", "write what the citizen types after the `>`"));
    }
    if typed == "#0" {
        return Err(wrong("buttons count from 1", "write `> #1` for the first button"));
    }
    Ok(typed.to_owned())
}

fn parse_claim(text: &str, catalogue: &Catalogue) -> Result<Claim, Wrong> {
    let (key, value) = text.split_once(':').map(|(key, value)| (key.trim(), value.trim())).ok_or_else(|| {
        wrong(
            "this line is neither typed nor expected",
            "begin with `>` for what is typed, with `#` for a remark, or with a word and a colon, as in `intent: …`",
        )
    })?;
    if !KEYS.contains(&key) {
        return Err((format!("`{key}` cannot be expected"), choose_from(key, &KEYS)));
    }
    if value.is_empty() {
        return Err((format!("nothing stands after `{key}:`"), "write what is expected, or take the line away".into()));
    }
    match key {
        "intent" => parse_intents(value, catalogue).map(Claim::Intents),
        "decision" if DECISIONS.contains(&value) => Ok(Claim::Decision(value.to_owned())),
        "decision" => Err((format!("`{value}` is no decision"), choose_from(value, &DECISIONS))),
        "says" => check_facts(value, catalogue).map(|()| Claim::Says(value.to_owned())),
        "not" => check_facts(value, catalogue).map(|()| Claim::Not(value.to_owned())),
        "lang" => parse_lang(value, catalogue).map(Claim::Lang),
        _ => Ok(Claim::Button(value.to_owned())),
    }
}

fn parse_intents(value: &str, catalogue: &Catalogue) -> Result<Vec<IntentId>, Wrong> {
    value.split(',').map(|name| parse_intent(name.trim(), catalogue)).collect()
}

fn parse_intent(name: &str, catalogue: &Catalogue) -> Result<IntentId, Wrong> {
    let ids = || catalogue.intents.keys();
    let found = ids().find(|id| id.as_str() == name).cloned();
    found.ok_or_else(|| {
        let near = nearest(name, ids().map(IntentId::as_str));
        let otherwise = "use the name of a file in intents/, without .toml".to_owned();
        (format!("there is no intent `{name}`"), near.map_or(otherwise, the_nearest))
    })
}

fn parse_lang(value: &str, catalogue: &Catalogue) -> Result<Lang, Wrong> {
    let lang = Lang::parse(value).filter(|lang| catalogue.languages.contains(lang));
    let codes = || catalogue.languages.iter().map(Lang::code).collect::<Vec<_>>().join(", ");
    lang.ok_or_else(|| (format!("`{value}` is no language of the content"), format!("choose from: {}", codes())))
}

fn check_facts(text: &str, catalogue: &Catalogue) -> Result<(), Wrong> {
    let known = |name: &str| catalogue.facts.keys().any(|id| id.as_str() == name);
    let Some(name) = facts_in(text).into_iter().find(|name| !known(name)) else { return Ok(()) };
    let near = nearest(name, catalogue.facts.keys().map(FactId::as_str));
    let otherwise = "use a name from answers/facts.toml".to_owned();
    Err((format!("there is no fact `{name}`"), near.map_or(otherwise, the_nearest)))
}

fn facts_in(text: &str) -> Vec<&str> {
    text.split(FACT.0).skip(1).filter_map(|rest| rest.split(FACT.1).next()).collect()
}

/// `text` with each `{fact:name}` as it is written in `lang`.
pub(super) fn with_facts(text: &str, catalogue: &Catalogue, lang: Lang) -> String {
    let mut filled = text.to_owned();
    for (id, fact) in &catalogue.facts {
        if let Some(value) = fact.values.get(&lang) {
            filled = filled.replace(&format!("{}{}{}", FACT.0, id.as_str(), FACT.1), value);
        }
    }
    filled
}

fn wrong(what: &str, remedy: &str) -> Wrong {
    (what.to_owned(), remedy.to_owned())
}

fn choose_from(word: &str, words: &[&str]) -> String {
    let near = nearest(word, words.iter().copied()).map(the_nearest);
    near.unwrap_or_else(|| format!("choose from: {}", words.join(", ")))
}

fn the_nearest(name: &str) -> String {
    format!("the nearest name is `{name}`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{Date, parse_catalogue};
    use crate::content_files::embedded;
    use std::sync::OnceLock;

    fn catalogue() -> &'static Catalogue {
        static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
        CATALOGUE.get_or_init(|| {
            let parsed = parse_catalogue(&embedded(), Date { year: 2026, month: 11, day: 23 });
            parsed.0.expect("the shipped content")
        })
    }

    fn problem(text: &str) -> Problem {
        let problems = parse_script("a.txt", text, catalogue()).expect_err("a mistake");
        problems.into_iter().next().expect("a problem")
    }

    #[test]
    fn a_script_is_what_is_typed_and_what_is_expected_below_it() {
        let text =
            "# how long\n> hoe lang?\nintent: access-deadline, access-request\nlang: nl\n\n> #2\ndecision: answer\n";
        let script = parse_script("a.txt", text, catalogue()).expect("no mistakes");
        let typed: Vec<_> = script.turns.iter().map(|turn| (turn.line, turn.typed.as_str())).collect();
        assert_eq!(typed, [(2, "hoe lang?"), (6, "#2")]);
        assert_eq!(script.turns[0].expected.len(), 2);
        assert_eq!(script.turns[1].expected, [Expected { line: 7, claim: Claim::Decision("answer".into()) }]);
    }

    #[test]
    fn an_unknown_intent_is_named_with_line_and_nearest_name() {
        let found = problem("> hoe lang?\nintent: access-dedline\n");
        assert_eq!((found.line, found.what.as_str()), (2, "there is no intent `access-dedline`"));
        assert_eq!(found.remedy, "the nearest name is `access-deadline`");
    }

    #[test]
    fn an_unknown_fact_is_named_with_the_nearest_name() {
        let found = problem("> hoe lang?\nsays: binnen {fact:acces-deadline}\n");
        assert_eq!(found.remedy, "the nearest name is `access-deadline`");
    }

    #[test]
    fn every_other_mistake_has_its_own_remedy() {
        for (text, what) in [
            ("intent: help\n", "something is expected before anything is typed"),
            (">\n", "nothing is typed here"),
            ("> #0\n", "buttons count from 1"),
            ("> hoi\nhallo\n", "this line is neither typed nor expected"),
            ("> hoi\nsay: hallo\n", "`say` cannot be expected"),
            ("> hoi\nsays:\n", "nothing stands after `says:`"),
            ("> hoi\ndecision: answr\n", "`answr` is no decision"),
            ("> hoi\nlang: de\n", "`de` is no language of the content"),
            ("> hoi\n", "this script expects nothing"),
        ] {
            let found = problem(text);
            assert_eq!(found.what, what);
            assert!(!found.remedy.is_empty(), "{text}");
        }
    }

    #[test]
    fn all_mistakes_are_told_at_once() {
        let problems = parse_script("a.txt", "> hoi\nlang: de\nintent: nothing\n", catalogue()).expect_err("mistakes");
        assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [2, 3]);
    }

    #[test]
    fn a_fact_is_written_as_in_the_language_of_the_reply() {
        let fact = catalogue().facts.iter().find(|(id, _)| id.as_str() == "access-deadline").expect("the fact").1;
        let filled = with_facts("binnen {fact:access-deadline}", catalogue(), Lang::EN);
        assert_eq!(filled, format!("binnen {}", fact.values[&Lang::EN]));
    }
}
