//! Whole conversations on the shipped content.

use std::collections::BTreeSet;

use loket::dialogue::{Effect, Input, Lang, MediaKind};
use loket::privacy::Sensitive;
use proptest::prelude::*;

use crate::talk::{Talk, intents, knowledge, messages, text};

const ACCESS: &str = "Kan ik mijn gegevens bij de politie inzien?";

#[test]
fn the_first_message_is_answered_after_a_few_lines_on_what_this_is() {
    let mut talk = Talk::new();
    let first = talk.say(ACCESS);
    let [introduction, answer] = messages(&first)[..] else { panic!("two messages expected: {}", text(&first)) };
    for said in ["computerprogramma", "BSN", "112", "/privacy"] {
        assert!(introduction.text.plain().contains(said), "the introduction does not say {said}");
    }
    assert!(!answer.buttons.is_empty());
    assert_eq!(intents(&first), ["access-request"]);
    assert_eq!(messages(&talk.say("hoe lang duurt dat?")).len(), 1, "the introduction comes once");
}

#[test]
fn who_runs_it_is_a_setting() {
    let mut talk = Talk::new();
    talk.house.operator = Some("Stichting Voorbeeld".into());
    assert!(text(&talk.say("/start")).contains("Stichting Voorbeeld"));
    assert!(text(&talk.say("/privacy")).contains("Stichting Voorbeeld"));
}

#[test]
fn start_shows_the_situations_and_a_situation_its_topics() {
    let mut talk = Talk::new();
    talk.say("/start");
    let labels: Vec<String> = talk.state.buttons.iter().map(|button| button.label.clone()).collect();
    for situation in ["Over mijn gegevens", "Camera's en beelden", "Klacht of hulp", "Ik ben een organisatie"] {
        assert!(labels.iter().any(|label| label == situation), "{situation} is missing in {labels:?}");
    }
    talk.press_labelled("Camera's");
    assert_eq!(intents(&talk.say("de eerste")), ["camera-footage"]);
}

#[test]
fn an_answer_names_its_source_and_when_it_was_checked() {
    let answer = text(&Talk::introduced().say(ACCESS));
    assert!(answer.contains("Bron: "), "{answer}");
    assert!(answer.contains("Nagekeken op 23-11-2026"), "{answer}");
}

#[test]
fn a_short_follow_up_leans_on_the_topic() {
    for (opening, follow_up, expected) in [
        (ACCESS, "en hoe lang duurt dat?", "access-deadline"),
        (ACCESS, "waar moet die brief heen", "contact-privacy-officer"),
        ("How can I see what data the police have about me?", "and how long does that take?", "access-deadline"),
    ] {
        let mut talk = Talk::introduced();
        talk.say(opening);
        assert_eq!(intents(&talk.say(follow_up)), [expected], "{opening} {follow_up}");
    }
}

#[test]
fn more_again_and_simpler_are_about_the_last_answer() {
    let mut talk = Talk::introduced();
    let short = text(&talk.say(ACCESS));
    let more = text(&talk.say("vertel me meer"));
    assert_ne!(short, more);
    assert_eq!(text(&talk.say("nog een keer")), more);
    let simpler = text(&talk.say("kan dat simpeler?"));
    assert_ne!(simpler, more);
    let again = talk.say("ik snap het niet");
    assert_ne!(text(&again), simpler, "the same words did not help the first time");
    assert!(messages(&again)[0].buttons.iter().any(|button| button.label.contains("mens")), "a human is offered");
}

#[test]
fn what_was_not_meant_is_not_offered_again() {
    let mut talk = Talk::introduced();
    talk.say(ACCESS);
    let other = talk.say("nee, dat bedoel ik niet");
    assert!(!intents(&other).contains(&"access-request"), "{}", text(&other));
    assert!(!talk.state.buttons.iter().any(|button| button.data.ends_with("|access-request")));
}

#[test]
fn what_follows_that_is_not_what_i_mean_is_understood() {
    let mut talk = Talk::introduced();
    talk.say(ACCESS);
    let turn = talk.say("nee dat bedoel ik niet, ik wil mijn gegevens laten verwijderen");
    assert!(intents(&turn).contains(&"correction"), "{:?}", turn.decision);
}

#[test]
fn two_misses_in_a_row_end_in_a_door_and_no_words_are_said_twice_in_a_row() {
    let mut talk = Talk::introduced();
    let mut last = String::new();
    for (place, gibberish) in
        ["qwzx plfk", "vvvv jjjjk", "zxzx qqq", "xkcvb wqrt", "hjkl mnbv", "zzgh ttrw"].iter().enumerate()
    {
        let turn = talk.say(gibberish);
        assert_eq!(turn.decision.word(), "fallback");
        let said = text(&turn);
        assert_ne!(said, last);
        if place == 1 {
            assert!(said.contains("0900-8844"), "the second miss names a door: {said}");
        }
        last = said;
    }
}

#[test]
fn danger_goes_before_all_and_the_conversation_goes_on_after() {
    let mut talk = Talk::new();
    talk.say(ACCESS);
    let turn = talk.say("help er staat nu iemand met een mes voor mijn deur");
    assert_eq!((turn.decision.word(), intents(&turn)), ("safety", vec!["emergency"]));
    assert!(messages(&turn)[0].text.plain().chars().take(80).collect::<String>().contains("112"));
    assert_eq!(intents(&talk.say("en hoe lang duurt dat?")), ["access-deadline"]);
}

#[test]
fn a_first_message_in_danger_is_answered_without_an_introduction_before_it() {
    let turn = Talk::new().say("ik wil niet meer leven");
    assert_eq!(intents(&turn), ["crisis"]);
    assert!(messages(&turn)[0].text.plain().contains("113"));
}

#[test]
fn a_number_that_may_be_a_bsn_is_answered_with_a_warning_and_kept_nowhere() {
    let mut talk = Talk::introduced();
    let turn = talk.say("111222333. Kan ik mijn gegevens bij de politie inzien?");
    assert!(text(&turn).contains("burgerservicenummer"));
    assert_eq!(intents(&turn), ["access-request"]);
    let kept = serde_json::to_string(&talk.state).unwrap() + &serde_json::to_string(&turn.effects).unwrap();
    assert!(!kept.contains("111222333"));
}

#[test]
fn the_language_follows_the_message_until_it_is_chosen() {
    let mut talk = Talk::introduced();
    assert_eq!(talk.say(ACCESS).lang, Lang::NL);
    assert_eq!(talk.say("how long may the police take to answer my access request?").lang, Lang::EN);
    assert_eq!(talk.say("/taal nederlands").lang, Lang::NL);
    assert_eq!(talk.say("how long may the police take to answer my access request?").lang, Lang::NL, "chosen");
    let switched = talk.say("in English please");
    assert_eq!(switched.lang, Lang::EN);
    assert!(text(&switched).contains("we go on in English"));
}

#[test]
fn choosing_a_language_says_the_last_answer_again_in_it() {
    let mut talk = Talk::introduced();
    talk.say(ACCESS);
    talk.say("/taal");
    let turn = talk.press_labelled("English");
    assert!(text(&turn).contains("Source: "), "{}", text(&turn));
}

#[test]
fn erasing_asks_first_and_then_forgets() {
    let mut talk = Talk::introduced();
    talk.say(ACCESS);
    talk.say("/wis");
    let kept = talk.say("nee");
    assert!(!kept.effects.contains(&Effect::Forget));
    talk.say("/delete");
    let erased = talk.say("ja graag");
    assert_eq!(erased.effects.last(), Some(&Effect::Forget));
}

#[test]
fn an_old_button_is_explained() {
    let mut talk = Talk::introduced();
    talk.say("/wis");
    let yes = talk.state.buttons[0].data.clone();
    talk.say(ACCESS);
    for data in [yes.as_str(), "0|x", "", "1|a|no-such-topic", "1|t|nowhere"] {
        let turn = talk.press(data);
        assert!(text(&turn).contains("Deze knop werkt niet meer"), "{data}: {}", text(&turn));
        assert!(!turn.effects.contains(&Effect::Forget));
    }
}

#[test]
fn what_cannot_be_read_is_answered_in_words() {
    use MediaKind::{Contact, Document, Location, Other, Photo, Sticker, Video, Voice};
    for kind in [Photo, Voice, Video, Document, Sticker, Location, Contact, Other] {
        let turn = Talk::introduced().send(kind, None);
        assert!(text(&turn).contains("kies een onderwerp"), "{kind:?}: {}", text(&turn));
    }
    let turn = Talk::introduced().send(Photo, Some(ACCESS));
    assert_eq!(intents(&turn), ["access-request"], "the words under a photo are answered");
}

#[test]
fn an_edited_message_is_read_again() {
    let input = Input::Text { text: Sensitive::new(ACCESS.into()), app_lang: None, edited: true, message: None };
    let turn = Talk::introduced().take(&input);
    assert_eq!(intents(&turn), ["access-request"]);
    assert!(text(&turn).contains("opnieuw gelezen"));
}

#[test]
fn a_group_is_left_politely() {
    let turn = Talk::new().take(&Input::Group);
    assert!(text(&turn).contains("verlaat"));
    assert!(turn.effects.contains(&Effect::Leave));
}

#[test]
fn a_person_is_one_word_away() {
    for said in ["/mens", "/human", "ik wil een medewerker spreken"] {
        let turn = Talk::introduced().say(said);
        assert_eq!(turn.decision.word(), "handoff", "{said}");
        assert!(text(&turn).contains("0900-8844"));
    }
}

#[test]
fn every_button_that_can_be_reached_leads_somewhere() {
    for lang in ["nl", "en"] {
        let mut talk = Talk::introduced();
        talk.say(&format!("/taal {}", if lang == "nl" { "nederlands" } else { "english" }));
        talk.say("/start");
        let dead = if lang == "nl" { "Deze knop werkt niet meer" } else { "This button no longer works" };
        let mut seen = BTreeSet::new();
        let mut waiting: Vec<String> = talk.state.buttons.iter().map(|button| button.data.clone()).collect();
        while let Some(data) = waiting.pop() {
            if data.contains("|n|") || !seen.insert(data.clone()) {
                continue;
            }
            let turn = talk.press(&data);
            assert!(!text(&turn).contains(dead), "{data}");
            let all: Vec<_> = messages(&turn).iter().flat_map(|message| message.buttons.clone()).collect();
            assert!(all.iter().all(|button| (1..=64).contains(&button.data.len())));
            waiting.extend(all.into_iter().map(|button| button.data));
        }
        let topics = knowledge().catalogue.intents.keys().filter(|id| seen.contains(&format!("1|a|{id}"))).count();
        assert!(topics >= 30, "only {topics} topics can be reached by buttons");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn whatever_is_typed_gets_an_answer_that_fits_and_is_not_kept(
        said in proptest::collection::vec("\\PC{0,60}|[a-z ]{0,200}|/[a-z]{0,9}|[0-9#]{0,4}", 1..5),
    ) {
        let mut talk = Talk::new();
        for text in said {
            let marked = format!("{text} zqxjkvbpw");
            let turn = talk.say(&marked);
            prop_assert!(!messages(&turn).is_empty());
            for message in messages(&turn) {
                let length = message.text.plain().encode_utf16().count();
                prop_assert!((1..=4096).contains(&length));
            }
            let kept = serde_json::to_string(&talk.state).unwrap() + &serde_json::to_string(&turn.effects).unwrap();
            prop_assert!(!kept.contains("zqxjkvbpw"));
        }
    }
}
