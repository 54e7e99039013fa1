//! The JSON of `ask --json` and `chat --json`: the contract of the README, field by field, and the buttons.

use serde_json::{Value, json};

use crate::command_support::{Desk, base, said};

const FIELDS: [&str; 7] = ["candidates", "confidence", "decision", "intents", "lang", "messages", "say"];

/// Fails unless `turn` has the fields of the contract, of their types, and no others.
#[track_caller]
fn keeps_contract(turn: &Value) {
    assert_eq!(keys(turn), FIELDS);
    assert!(turn["say"].is_string() && turn["lang"].as_str().is_some_and(|lang| lang.len() == 2), "{turn}");
    assert!(turn["intents"].as_array().is_some_and(|intents| intents.iter().all(Value::is_string)), "{turn}");
    assert!(is_share(&turn["confidence"]), "{turn}");
    let candidates = turn["candidates"].as_array().expect("candidates");
    assert!(candidates.iter().all(|one| keys(one) == ["intent", "score"] && is_share(&one["score"])), "{turn}");
    let scores: Vec<f64> = candidates.iter().filter_map(|one| one["score"].as_f64()).collect();
    assert!(scores.len() <= 5 && scores.is_sorted_by(|a, b| a >= b), "the best first: {turn}");
    for message in turn["messages"].as_array().expect("messages") {
        assert_eq!(keys(message), ["buttons", "text"]);
        assert!(message["text"].as_str().is_some_and(|text| !text.is_empty()), "{turn}");
        for button in message["buttons"].as_array().expect("buttons") {
            assert_eq!(keys(button), ["data", "label"]);
            assert!(!button["label"].as_str().expect("a label").is_empty());
            assert!((1..=64).contains(&button["data"].as_str().expect("data").len()), "{button}");
        }
    }
}

/// The keys, sorted.
fn keys(object: &Value) -> Vec<&str> {
    object.as_object().expect("an object").keys().map(String::as_str).collect()
}

fn is_share(number: &Value) -> bool {
    number.as_f64().is_some_and(|number| (0.0..=1.0).contains(&number))
}

/// The buttons of the last message that has some.
fn labels(turn: &Value) -> Vec<&str> {
    let messages = turn["messages"].as_array().expect("messages");
    let buttons = messages.iter().rev().find_map(|message| message["buttons"].as_array().filter(|all| !all.is_empty()));
    buttons.into_iter().flatten().filter_map(|button| button["label"].as_str()).collect()
}

#[test]
fn every_decision_comes_in_the_same_seven_fields_with_its_intents() {
    let lines = "/start complaint\nkan ik zien\nxqzw\n/wis\n/mens\ner staat iemand met een mes voor mijn deur\n";
    let turns = Desk::new().small("chat --json").reads(lines).run().turns();
    turns.iter().for_each(keeps_contract);
    let said: Vec<&str> = turns.iter().filter_map(|turn| turn["say"].as_str()).collect();
    assert_eq!(said.join("\n") + "\n", lines);
    let decisions: Vec<&str> = turns.iter().filter_map(|turn| turn["decision"].as_str()).collect();
    assert_eq!(decisions, ["answer", "clarify", "fallback", "flow", "handoff", "safety"]);
    let intents: Vec<&Value> = turns.iter().map(|turn| &turn["intents"]).collect();
    assert_eq!(intents[0], &json!(["complaint"]));
    assert_eq!((intents[2], intents[3]), (&json!([]), &json!([])));
    assert_eq!((intents[4], intents[5]), (&json!(["human-handoff"]), &json!(["emergency"])));
}

#[test]
fn the_intents_of_a_clarification_are_those_of_its_buttons_and_its_candidates() {
    let turn = &Desk::new().small("ask --json").arg("iets met de politie en mijn spullen").run().turns()[0];
    keeps_contract(turn);
    assert_eq!(turn["decision"], "clarify");
    let offered: Vec<String> = turn["messages"][0]["buttons"]
        .as_array()
        .expect("buttons")
        .iter()
        .filter_map(|button| button["data"].as_str()?.strip_prefix("1|a|").map(str::to_owned))
        .collect();
    assert_eq!(turn["intents"], json!(offered));
    assert_eq!(turn["candidates"][0]["intent"], turn["intents"][0]);
    assert_eq!(turn["candidates"][0]["score"], turn["confidence"]);
}

#[test]
fn ask_is_one_object_without_introduction_and_follows_the_language_of_the_message() {
    let desk = Desk::new();
    let ran = desk.small("ask --json --explain").arg("where do i complain about my privacy").run();
    let turns = ran.turns();
    assert_eq!(turns.len(), 1, "an explanation is no part of the JSON: {}", ran.out);
    keeps_contract(&turns[0]);
    assert_eq!((&turns[0]["lang"], &turns[0]["intents"]), (&json!("en"), &json!(["complaint"])));
    assert!(said(&turns[0]).starts_with("You can complain."), "{}", turns[0]);
    let plain = desk.small("ask").arg("where do i complain about my privacy").run();
    assert!(plain.out.starts_with("answer complaint (") && plain.out.contains("You can complain."), "{}", plain.out);
}

#[test]
fn a_number_sign_presses_the_button_of_that_number() {
    let desk = Desk::new();
    let mut chat = desk.chat(&base());
    let menu = chat.say("/help");
    assert_eq!(labels(&menu), ["Over mijn gegevens", "Klacht of hulp", "Een mens spreken"]);
    let second = chat.say("#2");
    assert_eq!(labels(&second)[0], "Klacht over mijn gegevens", "{second}");
    let answer = chat.say(" #1 ");
    assert_eq!(answer["intents"], json!(["complaint"]));
    assert_eq!((&answer["say"], &answer["decision"]), (&json!(" #1 "), &json!("answer")));
    assert!(said(&answer).starts_with("U kunt klagen."), "{answer}");
    assert_eq!(chat.close(), Some(0));
}

#[test]
fn a_button_that_is_not_there_is_answered_and_the_topic_is_kept() {
    let desk = Desk::new();
    let mut chat = desk.chat(&base());
    chat.say("/start access-request");
    for absent in ["#9", "#0", "#99999999999999999999999"] {
        let turn = chat.say(absent);
        keeps_contract(&turn);
        assert_eq!((&turn["decision"], said(&turn).as_str()), (&json!("flow"), "Deze knop is oud."));
        assert_eq!(labels(&turn).len(), 3, "there is a way on");
    }
    let turn = chat.say("en hoe lang duurt dat?");
    assert!(said(&turn).contains("6 weken"), "the topic was lost: {turn}");
    assert_eq!(chat.close(), Some(0));
}
