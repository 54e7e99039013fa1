//! Conversations in which the assistant does not understand, or understands wrongly.

use loket::dialogue::Turn;

use crate::talk::{Talk, intents, messages, text};

const VAGUE: &str = "iets met gegevens ofzo";
const ANGRY: [&str; 6] = [
    "wat een zooi is het daar",
    "niemand die je daar helpt met die gegevens",
    "ze doen maar wat met mijn spullen",
    "ik word hier zo moe van die politie",
    "altijd hetzelfde met jullie",
    "en dan ook nog die brief van ze",
];

fn labels(turn: &Turn) -> Vec<String> {
    let buttons = messages(turn).into_iter().flat_map(|message| &message.buttons);
    buttons.map(|button| button.label.clone()).collect()
}

fn has_door(turn: &Turn) -> bool {
    labels(turn).iter().any(|label| label == "Ik wil een mens spreken")
}

#[test]
fn what_was_not_meant_then_can_be_meant_later() {
    let mut talk = Talk::introduced();
    talk.say(VAGUE);
    talk.say("geen van deze");
    assert_eq!(intents(&talk.say("kan ik zien wat de politie over mij heeft")), ["access-request"]);
    let mut talk = Talk::introduced();
    talk.say("hoe lang duurt inzage");
    talk.say("nee dat bedoel ik niet");
    talk.say("hoi");
    assert_eq!(intents(&talk.say("hoeveel weken doen ze over mijn inzageverzoek")), ["access-deadline"]);
}

#[test]
fn the_words_of_a_button_bring_its_answer_even_right_after_it_was_refused() {
    let mut talk = Talk::introduced();
    talk.say("hoe lang duurt inzage");
    talk.say("nee dat bedoel ik niet");
    assert_eq!(intents(&talk.say("hoe lang duurt inzage")), ["access-deadline"]);
}

#[test]
fn neither_danger_nor_small_talk_is_offered_as_what_could_be_meant() {
    let mut talk = Talk::introduced();
    let dull = ["emergency", "crisis", "greeting", "thanks", "goodbye", "help"];
    for said in [VAGUE, "geen van deze", "geen van deze"].iter().chain(&ANGRY) {
        let turn = talk.say(said);
        let offered = messages(&turn).into_iter().flat_map(|message| &message.buttons);
        for button in offered.filter(|button| turn.decision.word() == "clarify" && button.data.contains("|a|")) {
            assert!(!dull.iter().any(|id| button.data.ends_with(&format!("|{id}"))), "{said}: {}", button.label);
        }
    }
}

#[test]
fn the_same_unclear_line_again_and_again_is_asked_back_once_and_then_shown_a_door() {
    let mut talk = Talk::introduced();
    let turns: Vec<Turn> = (0..5).map(|_| talk.say(VAGUE)).collect();
    let words: Vec<&str> = turns.iter().map(|turn| turn.decision.word()).collect();
    assert_eq!(words, ["clarify", "fallback", "fallback", "fallback", "fallback"]);
    assert!(text(&turns[2]).contains("0900-8844"), "{}", text(&turns[2]));
    assert!(turns[1..].iter().all(has_door));
    assert!(turns.windows(2).all(|pair| text(&pair[0]) != text(&pair[1])));
}

#[test]
fn someone_who_is_not_understood_twice_is_shown_a_person_each_time_from_then_on() {
    let mut talk = Talk::introduced();
    let turns: Vec<Turn> = ANGRY.iter().map(|said| talk.say(said)).collect();
    let unclear: Vec<&Turn> =
        turns.iter().filter(|turn| ["clarify", "fallback"].contains(&turn.decision.word())).collect();
    assert!(unclear.len() > 3, "these lines are no longer unclear");
    assert!(unclear[1..].iter().all(|turn| has_door(turn)), "{:?}", unclear.iter().map(|turn| labels(turn)));
    assert!(unclear.windows(2).all(|pair| text(pair[0]) != text(pair[1])));
    assert!(unclear.iter().any(|turn| text(turn).contains("0900-8844")), "no door was opened");
}

#[test]
fn a_follow_up_with_slips_of_the_finger_still_leans_on_the_topic() {
    for said in ["hoelang duurd dat", "hoe lnag duurt dat", "hoelang duur dat dan", "en duurt dat lang"] {
        let mut talk = Talk::introduced();
        talk.say("kan ik zien wat de politie over mij heeft");
        assert_eq!(intents(&talk.say(said)), ["access-deadline"], "{said}");
    }
    let mut talk = Talk::introduced();
    talk.say("hoe laat ik foute gegevens bij de politie verbeteren");
    assert_eq!(intents(&talk.say("hoelang duurd dat")), ["correction-deadline"]);
}

#[test]
fn a_follow_up_that_names_another_topic_leaves_this_one() {
    let mut talk = Talk::introduced();
    talk.say("kan ik zien wat de politie over mij heeft");
    assert_eq!(intents(&talk.say("en hoe lang duurt het verbeteren van gegevens")), ["correction-deadline"]);
}

#[test]
fn a_negative_number_chooses_no_button() {
    let mut talk = Talk::introduced();
    talk.say("/start");
    assert_eq!(talk.say("-1").decision.word(), "fallback");
}

#[test]
fn more_of_what_was_all_is_a_person_and_not_the_same_text_again() {
    let mut talk = Talk::introduced();
    talk.say("kan ik zien wat de politie over mij heeft");
    let more = talk.say("meer");
    let again = talk.say("meer");
    assert!(text(&again).contains("Meer weet ik hier niet over"), "{}", text(&again));
    assert!(has_door(&again));
    assert_eq!(text(&talk.say("nog een keer")), text(&more));
}
