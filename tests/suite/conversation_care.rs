//! Conversations in which someone is in danger, or sends what nobody should send.

use loket::dialogue::{Effect, MediaKind};

use crate::talk::{Talk, intents, messages, text};

const QUESTION: &str = "Kan ik mijn gegevens bij de politie inzien?";

fn first_line(talk: &mut Talk, said: &str) -> String {
    let turn = talk.say(said);
    assert_eq!((turn.decision.word(), intents(&turn)), ("safety", vec!["emergency"]), "{said}");
    messages(&turn)[0].text.plain().lines().next().unwrap_or_default().to_owned()
}

#[test]
fn danger_is_seen_behind_a_slash_too() {
    for said in [
        "/help mijn man slaat me nu",
        "/start er staat iemand met een mes voor de deur",
        "/taal help he has a gun",
        "/112 er wordt nu ingebroken",
        "/foo@loket_bot hij heeft een mes",
        "/mens er staat iemand met een mes voor de deur",
    ] {
        assert!(first_line(&mut Talk::introduced(), said).contains("112"), "{said}");
    }
    assert_eq!(intents(&Talk::new().say("/start ik wil niet meer leven")), ["crisis"]);
}

#[test]
fn a_command_that_tells_of_no_danger_does_what_it_always_did() {
    let mut talk = Talk::introduced();
    assert_eq!(intents(&talk.say("/start camera-footage")), ["camera-footage"]);
    assert_eq!(intents(&talk.say("/help")), ["help"]);
    assert_eq!(intents(&talk.say("/taal engels")), ["language"]);
    assert_eq!(talk.say("/foo").decision.word(), "fallback");
}

#[test]
fn nothing_stands_above_the_line_with_112() {
    let said = "help hij heeft een mes, mijn bsn is 111222333";
    assert!(first_line(&mut Talk::introduced(), said).contains("112"));
    let turn = Talk::introduced().send(MediaKind::Photo, Some("help hij heeft een mes"));
    assert!(messages(&turn)[0].text.plain().lines().next().is_some_and(|line| line.contains("112")), "{}", text(&turn));
}

#[test]
fn a_bsn_without_a_question_gets_the_warning_and_the_menu() {
    for said in [
        "mijn bsn is 111222333",
        "111222333",
        "hier is mijn burgerservicenummer: 111222333",
        "mijn naam is Jan Jansen en mijn bsn is 111222333",
        "my bsn is 111222333",
    ] {
        let mut talk = Talk::introduced();
        let turn = talk.say(said);
        let [message] = messages(&turn)[..] else { panic!("one message expected: {}", text(&turn)) };
        assert!(
            message.text.plain().contains("(BSN)") || message.text.plain().contains("burgerservicenummer"),
            "{said}"
        );
        assert!(!text(&turn).contains("legitimatiebewijs"), "{said}: {}", text(&turn));
        assert!(message.buttons.iter().any(|button| button.data == "1|t|my-data"), "{said}: {:?}", message.buttons);
    }
}

#[test]
fn a_bsn_with_a_question_is_warned_about_and_the_question_answered() {
    for said in ["inzage, 111222333", "mijn bsn is 111222333, hoe lang duurt inzage"] {
        let turn = Talk::introduced().say(said);
        assert!(text(&turn).contains("burgerservicenummer"), "{said}");
        assert!(["answer", "clarify"].contains(&turn.decision.word()), "{said}");
        assert!(intents(&turn).iter().any(|intent| intent.starts_with("access")), "{said}: {:?}", intents(&turn));
    }
}

#[test]
fn the_answer_on_identification_says_where_the_copy_goes_and_where_not() {
    let answer = text(&Talk::introduced().say("moet ik een kopie van mijn paspoort meesturen"));
    assert!(answer.contains("brief"), "{answer}");
    assert!(answer.contains("nooit"), "{answer}");
}

#[test]
fn personal_data_alone_are_named_as_what_they_are() {
    for said in ["NL91ABNA0417164300", "jan.jansen@voorbeeld.nl", "mijn mail is jan.jansen@voorbeeld.nl"] {
        let turn = Talk::introduced().say(said);
        assert!(!text(&turn).contains("Dit bericht kan ik niet lezen"), "{said}");
        assert!(text(&turn).contains("heb ik niet nodig"), "{said}: {}", text(&turn));
    }
}

#[test]
fn a_warning_is_in_the_language_of_the_answer_below_it() {
    for (input, dutch) in
        [("my bsn is 111222333 how do I see my data", "U stuurde"), ("how do I see my police data?", "foto")]
    {
        let mut talk = Talk::new();
        let turn = if dutch == "foto" { talk.send(MediaKind::Photo, Some(input)) } else { talk.say(input) };
        assert_eq!(turn.lang.code(), "en");
        assert!(!text(&turn).contains(dutch), "{}", text(&turn));
    }
}

#[test]
fn a_yes_erases_only_right_after_the_question() {
    for (between, yes) in [("/taal", "ja"), ("/foo", "prima"), ("help hij heeft een mes", "goed"), ("hoi", "ja")] {
        let mut talk = Talk::introduced();
        talk.say(QUESTION);
        talk.say("/wis");
        talk.say(between);
        assert!(!talk.say(yes).effects.contains(&Effect::Forget), "{between}");
    }
    let mut talk = Talk::introduced();
    talk.say("/wis");
    assert!(talk.press_labelled("Ja, wis").effects.contains(&Effect::Forget), "the button right after it");
}

#[test]
fn a_second_message_that_cannot_be_read_gets_a_door() {
    let mut talk = Talk::introduced();
    let first = talk.send(MediaKind::Voice, None);
    let second = talk.send(MediaKind::Voice, None);
    assert_ne!(text(&first), text(&second));
    assert!(text(&second).contains("0900-8844"), "{}", text(&second));
    let mut talk = Talk::introduced();
    assert_ne!(text(&talk.say(" ")), text(&talk.say(" ")));
}
