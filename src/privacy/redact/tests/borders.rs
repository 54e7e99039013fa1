//! Where a strike begins and ends to be one: what is just near enough, long enough or written so, and what is just not.

use super::super::{Kind, Strike, merge};
use super::{after, assert_keeps, assert_redacts};

#[test]
fn t20_a_word_speaks_of_the_number_beside_it_and_of_none_further_on() {
    assert_keeps(&[
        "Mijn BSN geef ik u niet, want daar heeft u volgens mij helemaal niets aan. Dossier 123456780 is van mij",
        "Mijn BSN geef ik u niet, want daar heeft u volgens mij helemaal niets aan. Code 12E4S67B9 is van mij",
    ]);
    assert_redacts(&[("123456780, zo luidt mijn bsn", "[bsn], zo luidt mijn bsn")]);
}

#[test]
fn t20_a_day_is_of_birth_where_it_touches_what_else_is_told_of_a_person() {
    assert_redacts(&[
        ("0612345678, 12-03-1985", "[telefoon], [geboortedatum]"),
        ("12-03-1985, 0612345678", "[geboortedatum], [telefoon]"),
    ]);
    assert_keeps(&["op 12-03-2020 schreef ik"]);
    assert_eq!(after("op 12-03-2020 belde ik met 0612345678"), "op 12-03-2020 belde ik met [telefoon]");
    assert_eq!(after("met 0612345678 belde ik op 12-03-2020"), "met [telefoon] belde ik op 12-03-2020");
}

#[test]
fn t20_times_are_no_service_number_unless_a_word_says_so() {
    assert_keeps(&["de code 123:456:782 staat erop"]);
    assert_redacts(&[("mijn bsn is 123:456:782", "mijn bsn is [bsn]")]);
}

#[test]
fn t20_letters_for_digits_count_with_five_digits_beside_a_word_for_it() {
    assert_redacts(&[("bsn 12345OOOO", "bsn [bsn]"), ("bsn 1234S678O", "bsn [bsn]")]);
    assert_keeps(&["bsn 1234OOOOO", "bsn OOOOOOOOO"]);
}

#[test]
fn t20_digits_belong_together_over_three_signs_that_are_no_letters() {
    assert_redacts(&[("123 - 456 - 782 graag", "[bsn] graag")]);
    assert_keeps(&["lokaal 12of3456782 is dicht", "1234 ----- 56782 graag"]);
}

#[test]
fn t20_a_word_in_capitals_and_a_bare_number_are_no_document() {
    assert_keeps(&["mijn paspoort is VERDWENEN", "mijn paspoort lag 1234567 dagen daar"]);
    assert_redacts(&[("mijn paspoort is NXBCDFGH1", "mijn paspoort is [document]")]);
}

#[test]
fn t20_a_public_number_stays_and_a_private_one_beside_it_goes() {
    assert_keeps(&["geef uw bsn niet aan 09008844"]);
    assert_redacts(&[(
        "de politie is 0900-8844, mijn mobiel is 12 34 56 78",
        "de politie is 0900-8844, mijn mobiel is [telefoon]",
    )]);
}

#[test]
fn t20_a_day_further_on_in_a_text_is_no_nearer_to_a_number() {
    let text = "in de brief die ik op 12-03-2020 schreef staat 0612345678";
    assert_eq!(after(text), "in de brief die ik op 12-03-2020 schreef staat [telefoon]");
}

#[test]
fn t20_strikes_that_overlap_are_one_and_those_that_touch_are_two() {
    let strike = |start, end, kind| Strike { start, end, kind };
    let (one, other) = (strike(0, 4, Kind::Bsn), strike(4, 9, Kind::Phone));
    assert_eq!(merge(vec![other, one]), [one, other]);
    assert_eq!(merge(vec![strike(3, 9, Kind::Phone), one]), [strike(0, 9, Kind::Phone)]);
}

#[test]
fn t20_an_address_holds_a_key_where_no_title_is_written_so() {
    assert_keeps(&[
        "zie https://www.politie.nl/informatie/klachten-en-verzoeken-2024",
        "zie https://www.politie.nl/informatie/Klachten-En-Verzoeken",
        "zie https://www.politie.nl/nieuws/2024123",
    ]);
    assert_redacts(&[
        ("zie https://www.politie.nl/d/aaaa1111222233334444", "zie [link]"),
        ("zie https://www.politie.nl/d/ABCDEFGHIJKLMNOPQR", "zie [link]"),
        ("zie https://www.politie.nl/d/aBcDeFgH", "zie [link]"),
    ]);
}

#[test]
fn t20_number_words_make_an_identifier_from_seven_digits_on_long_ones_being_two() {
    assert_keeps(&["een, drie, vijf, zeven en negen", "een drie vijf zeven negen", "twaalf twaalf een drie vijf"]);
    assert_redacts(&[("mijn nummer is twintig eenendertig vijf zes twee dus", "mijn nummer is [telefoon] dus")]);
}
