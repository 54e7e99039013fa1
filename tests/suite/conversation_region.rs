//! Where the letter goes: the unit of the police of the place that is named.

use loket::dialogue::Decision;

use crate::talk::{Talk, intents, text};

#[test]
fn a_place_names_the_unit_also_misspelt_and_in_a_sentence() {
    for (said, unit) in [
        ("Ik woon in Hilversm", "Midden-Nederland"),
        ("ik kom uit bussum", "Midden-Nederland"),
        ("I live in Eindhoven", "Oost-Brabant"),
        ("Amersfoort", "Midden-Nederland"),
        ("waar is de privacyfunctionaris voor Zwolle", "Oost-Nederland"),
        ("ik woon in den bosch", "Oost-Brabant"),
    ] {
        let mut talk = Talk::introduced();
        talk.say("hoe vraag ik mijn gegevens op bij de politie");
        let turn = talk.say(said);
        assert!(text(&turn).contains(unit), "{said}: {}", text(&turn));
        assert_eq!(intents(&turn), ["contact-privacy-officer"], "{said}");
    }
}

#[test]
fn a_name_in_several_units_is_asked_back_and_the_choice_is_named() {
    let mut talk = Talk::introduced();
    let turn = talk.say("ik woon in Laren");
    assert!(text(&turn).contains("Laren"), "{}", text(&turn));
    assert!(talk.state.buttons.len() > 2, "{:?}", talk.state.buttons);
    let chosen = talk.say("de eerste");
    assert!(text(&chosen).contains("politie-eenheid"), "{}", text(&chosen));
    let province = Talk::introduced().say("ik woon in Noord-Holland");
    assert!(text(&province).contains("Welke"), "{}", text(&province));
}

#[test]
fn an_answer_with_a_letter_names_the_unit_of_the_place_too() {
    let turn =
        Talk::introduced().say("Ik woon in Almere en wil weten wat de politie over mij heeft. Hoe vraag ik dat op?");
    assert_eq!(intents(&turn).first(), Some(&"access-request"));
    assert!(text(&turn).contains("Midden-Nederland"), "{}", text(&turn));
}

#[test]
fn where_someone_lives_is_never_danger_and_never_the_same_answer_again() {
    for place in ["Haren", "Borne", "ik woon in Diemen", "Ik woon in De Steeg."] {
        let turn = Talk::introduced().say(place);
        assert!(!matches!(turn.decision, Decision::Safety(_)), "{place}: {}", text(&turn));
        assert!(text(&turn).contains("politie-eenheid"), "{place}: {}", text(&turn));
    }
    let mut talk = Talk::introduced();
    talk.say("wat is het adres van de privacyfunctionaris");
    for place in ["ik woon in Tilburg", "Amsterdam", "apeldoorn dus"] {
        let named = text(&talk.say(place));
        assert!(named.contains("hoort bij de politie-eenheid"), "{place}: {named}");
    }
    let mut english = Talk::introduced();
    english.say("where do I send my letter to the privacy officer");
    let named = text(&english.say("I live in The Hague"));
    assert!(named.contains("Den Haag"), "{named}");
}

#[test]
fn a_place_beside_a_word_that_tells_something_is_not_only_where_someone_lives() {
    for message in ["Stabbing in The Hague", "Steekpartij in The Hague", "Steekpartij in Den Haag"] {
        let turn = Talk::introduced().say(message);
        assert!(matches!(turn.decision, Decision::Safety(_)), "{message}: {:?}", turn.decision);
    }
}
