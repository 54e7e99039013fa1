//! Conversations in which a language was chosen, and another is spoken.

use loket::dialogue::Lang;

use crate::talk::{Talk, intents, messages, text};

#[test]
fn a_question_in_the_other_language_is_understood_and_the_switch_offered() {
    for (chosen, question, language, answered) in [
        ("/taal en", "hoe lang duurt het voordat ik antwoord krijg op mijn inzageverzoek?", "Nederlands", Lang::EN),
        ("/taal nl", "how long may the police take to answer my access request?", "English", Lang::NL),
    ] {
        let mut talk = Talk::introduced();
        talk.say(chosen);
        let turn = talk.say(question);
        assert_eq!(intents(&turn), ["access-deadline"], "{question}");
        assert_eq!(turn.lang, answered, "the language chosen stays");
        let switched = talk.press_labelled(language);
        assert_ne!(switched.lang, answered);
        assert_eq!(messages(&switched).len(), 1, "{}", text(&switched));
        assert!(text(&switched).contains(if answered == Lang::EN { "Bron: " } else { "Source: " }), "the same answer");
    }
}

#[test]
fn the_switch_is_not_offered_to_who_speaks_the_language_chosen() {
    let mut talk = Talk::introduced();
    talk.say("/taal en");
    let turn = talk.say("how long may the police take to answer my access request?");
    assert!(!messages(&turn)[0].buttons.iter().any(|button| button.label == "Nederlands"));
}

#[test]
fn a_language_asked_for_in_passing_is_no_trap() {
    let mut talk = Talk::introduced();
    talk.say("how long may the police take to answer my access request?");
    assert_eq!(talk.say("and in dutch?").lang, Lang::NL);
    let turn = talk.say("and where do i complain if the police refuse to show me my data?");
    assert!(messages(&turn)[0].buttons.iter().any(|button| button.label == "English"), "{}", text(&turn));
}

#[test]
fn choosing_a_language_in_the_first_message_introduces_in_it() {
    let turn = Talk::new().say("/taal english");
    assert!(messages(&turn)[0].text.plain().contains("computer program"), "{}", text(&turn));
}

#[test]
fn a_language_that_there_is_no_answer_in_gets_the_english_words_on_what_there_is() {
    let messages = [
        "Guten Tag, ich möchte wissen, was die Polizei über mich gespeichert hat",
        "Merhaba, polisin hakkımda hangi bilgileri tuttuğunu öğrenmek istiyorum",
        "Bonjour, je voudrais savoir quelles données vous avez sur moi",
        "Dzień dobry, jakie dane ma o mnie policja?",
        "مرحبا، أريد أن أعرف ما هي بياناتي",
        "Добрий день, як отримати мої дані",
    ];
    for message in messages {
        let turn = Talk::introduced().say(message);
        assert_eq!((intents(&turn), turn.lang), (vec!["language"], Lang::EN), "{message}");
    }
}
