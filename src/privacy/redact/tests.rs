//! All numbers and names are made up, or published as examples.

use super::*;
use proptest::prelude::*;
use std::fmt::Write;

mod borders;

fn after(text: &str) -> String {
    redact(text).text
}

/// Each text on the left becomes the one on the right.
fn assert_redacts(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(after(text), *expected, "{text}");
    }
}

/// Each text comes through as it is.
fn assert_keeps(texts: &[&str]) {
    for text in texts {
        assert_eq!(redact(text), Redacted { text: (*text).to_owned(), ..Redacted::default() });
    }
}

#[test]
fn t20_a_service_number_is_struck_however_it_is_written() {
    assert_redacts(&[
        ("111222333", "[bsn]"),
        ("mijn bsn is 111222333.", "mijn bsn is [bsn]."),
        ("BSN:111.222.333, en nu?", "BSN:[bsn], en nu?"),
        ("1112.22.333", "[bsn]"),
        ("111 222 333", "[bsn]"),
        ("1 1 1 2 2 2 3 3 3", "[bsn]"),
        ("111-222-333 / 123456782", "[bsn] / [bsn]"),
        ("bsn111222333", "bsn[bsn]"),
        ("111\u{200b}222\u{00ad}333", "[bsn]"),
        ("１１１２２２３３３", "[bsn]"),
        ("٢٢٢٣٣٣٤٤٨? ١١١٢٢٢٣٣٣!", "222333448? [bsn]!"),
        ("1\u{2013}1\u{2013}1222333", "[bsn]"),
        ("12345672", "[bsn]"),
    ]);
}

#[test]
fn t20_beside_its_name_a_service_number_with_a_slip_is_struck_too() {
    assert_redacts(&[
        ("bsn 111222334", "bsn [bsn]"),
        ("mijn burgerservicenummer luidt 123 456 789", "mijn burgerservicenummer luidt [bsn]"),
        ("Sofi-nummer: 1112223334", "Sofi-nummer: [bsn]"),
        ("111222334 is mijn BSN", "[bsn] is mijn BSN"),
        ("my citizen service number is 12345678", "my citizen service number is [bsn]"),
    ]);
    assert_keeps(&["zaaknummer 111222334", "mijn bsn staat op de brief van 12-03-2024", "PL111222333"]);
}

#[test]
fn t20_account_numbers_are_struck() {
    assert_redacts(&[
        ("NL91ABNA0417164300 van mij", "[iban] van mij"),
        ("naar nl91 abna 0417 1643 00.", "naar [iban]."),
        ("BE68 5390 0754 7034 en DE89370400440532013000", "[iban] en [iban]"),
        ("GB29 NWBK 6016 1331 9268 19, graag", "[iban], graag"),
        ("NL92ABNA0417164300 met een slip", "[iban] met een slip"),
        ("NL91-ABNA-0417-1643-00", "[iban]"),
    ]);
    assert_redacts(&[("MT84 MALT 0110 0001 2345 MTLC AST0 01S", "[iban]")]);
    assert_keeps(&[
        "Er 21 stoelen hangen daar",
        "de AB12 is een weg",
        "NL 12 is geen rekening van mij of van een ander",
    ]);
}

#[test]
fn t20_mail_addresses_are_struck() {
    assert_redacts(&[
        ("mail a.b+c@voorbeeld.co.uk!", "mail [e-mail]!"),
        ("jan (at) voorbeeld.nl", "[e-mail]"),
        ("jan apenstaartje voorbeeld punt nl", "[e-mail]"),
        ("José.O'Neill@postbus.example", "[e-mail]"),
    ]);
    assert_keeps(&["ik was at home. echt", "een @ is een apenstaartje"]);
}

#[test]
fn t20_telephone_numbers_are_struck() {
    assert_redacts(&[
        ("bel 0612345678", "bel [telefoon]"),
        ("06-12 34 56 78, avonds", "[telefoon], avonds"),
        ("+31 6 12345678", "[telefoon]"),
        ("+31 (0)6-1234.5678", "[telefoon]"),
        ("0031612345678", "[telefoon]"),
        ("(020) 123 45 67", "([telefoon]"),
        ("0513-123456", "[telefoon]"),
        ("+32 470 12 34 56", "[telefoon]"),
        ("06123456789", "[telefoon]"),
        ("mijn mobiel is 6 1234 5678", "mijn mobiel is [telefoon]"),
    ]);
}

#[test]
fn numbers_that_are_nobodys_own_stay() {
    assert_keeps(&[
        "bel 112 of 0900-8844",
        "0900 8844 / 112",
        "bel 0900-8844 / 112",
        "mijn bsn is gelekt, bel ik 0900-8844?",
        "113 of 0800-0113, en 0800 7000",
        "Juridisch Loket 0800-8020",
        "telefoon 0800-1234567",
        "0900 88 44",
    ]);
}

#[test]
fn dates_amounts_laws_and_times_stay() {
    assert_keeps(&[
        "op 12-03-2024 om 14:30 uur",
        "van 01-01-2020 tot 31-12-2021",
        "artikel 25 Wpg en artikel 8 lid 1",
        "6 weken, 4 jaar, 1.250 euro",
        "in 2018 en 2019 is 3 keer gevraagd",
        "mijn zaak PL0900-2024001234",
        "parketnummer 10/960123-24",
    ]);
}

#[test]
fn t20_licence_plates_are_struck() {
    for series in ["AB-12-34", "12-34-AB", "12-ab-34", "AB-12-CD", "AB-CD-12", "12-AB-CD", "12-BCD-3", "1-BCD-23"] {
        assert_eq!(after(&format!("auto {series} staat")), "auto [kenteken] staat", "{series}");
    }
    for series in ["AB-123-C", "A-123-BC", "ABC-12-D", "A-12-BCD", "1-AB-234", "123-AB-4"] {
        assert_eq!(after(series), "[kenteken]", "{series}");
    }
    assert_redacts(&[
        ("mijn kenteken is ab123c", "mijn kenteken is [kenteken]"),
        ("12 AB CD is het kenteken", "[kenteken] is het kenteken"),
    ]);
    assert_keeps(&["de code ab123c", "e-12-a"]);
}

#[test]
fn t20_an_address_is_struck_and_a_postcode_or_a_year_alone_stays() {
    assert_redacts(&[
        ("1234 AB 12", "[adres]"),
        ("Dorpsstraat 12a, 1234AB Utrecht", "Dorpsstraat [adres] Utrecht"),
        ("postcode 1234ab, nr. 5 hs", "postcode [adres]"),
        ("1234 ab huisnummer 5", "[adres]"),
    ]);
    assert_keeps(&["1234 AB", "in 2024 is 3 keer", "sinds 2018 en 2 jaar"]);
}

#[test]
fn t20_names_on_telegram_and_addresses_with_keys_are_struck() {
    assert_redacts(&[
        ("hij heet @anna_99.", "hij heet [account]."),
        ("@anna @bram", "[account] [account]"),
        ("zie https://t.me/anna_99 daar", "zie [link] daar"),
        ("https://voorbeeld.nl/reset?token=a8F3kQ9zLm20xYtR1b", "[link]"),
        ("www.voorbeeld.nl/d/550e8400-e29b-41d4-a716-446655440000", "[link]"),
    ]);
    assert_keeps(&[
        "https://www.politie.nl/themas/wet-politiegegevens-wpg.html",
        "www.autoriteitpersoonsgegevens.nl/een-tip-of-klacht-indienen-bij-de-ap",
        "/start@loket_bot",
    ]);
}

#[test]
fn t20_plates_are_struck_without_dashes_where_nothing_else_has_their_form() {
    assert_redacts(&[
        ("AB123C staat er", "[kenteken] staat er"),
        ("me z999xx", "me [kenteken]"),
        ("motor ZX 00 11 zonder", "motor [kenteken] zonder"),
        ("mijn kenteken is 69.NK.87", "mijn kenteken [kenteken]"),
        ("AB\u{2011}12\u{2011}CD", "[kenteken]"),
        ("Belgische nummerplaat 1-XZX-999", "Belgische nummerplaat [kenteken]"),
    ]);
    assert_keeps(&["artikel 8 AVG 12", "PL0900", "na 2 uur 30", "versie 12ab34 niet"]);
}

#[test]
fn t20_dates_of_birth_are_struck_and_other_days_stay() {
    assert_redacts(&[
        ("geboren op 12-03-1985 te Delft", "geboren op [geboortedatum] te Delft"),
        ("geb. 1 jan '62", "geb. [geboortedatum]"),
        ("geboortedatum: 12 maart 1985", "geboortedatum: [geboortedatum]"),
        ("born on March 12, 1985.", "born on [geboortedatum]."),
        ("DOB 19850312", "DOB [geboortedatum]"),
        ("1-2-1990 is mijn geboortedatum", "[geboortedatum] is mijn geboortedatum"),
        ("geboren drie mei negentienhonderd tweeënzestig", "geboren [geboortedatum]"),
        ("mijn zoon (2 sept 2009) dus", "mijn zoon ([geboortedatum]) dus"),
        ("geboortedatum 03-12-1987, moet zijn 12-03-1987", "geboortedatum [geboortedatum], moet zijn [geboortedatum]"),
        ("01-02-1990 0612345678", "[geboortedatum] [telefoon]"),
    ]);
    assert_keeps(&["aangehouden op 12-03-2024", "geboren in 1985", "op 3 mei is mijn zoon aangehouden door 2 agenten"]);
}

#[test]
fn t20_numbers_of_documents_are_struck() {
    assert_redacts(&[
        ("SPECI2014", "[document]"),
        ("mijn paspoort is nx12k3456", "mijn paspoort is [document]"),
        ("rijbewijs 1234567890", "rijbewijs [document]"),
        ("V-nummer 277.123.4567", "V-nummer [document]"),
        ("P<NLDDE<BRUIJN<<WILLEKE<LISELOTTE<<<<<<<<<<<", "[document]"),
        ("ID-kaart: IS 12K 345 6", "ID-kaart: [document]"),
    ]);
    assert_keeps(&[
        "mijn paspoort is verlopen in 2024",
        "no passport since 1998",
        "COVID2019",
        "ARTIKEL25",
        "rijbewijs sinds 01-01-2020",
    ]);
}

#[test]
fn t20_numbers_of_cards_are_struck() {
    assert_redacts(&[
        ("4242 4242 4242 4242 12/27", "[kaart] 12/27"),
        ("378282246310005", "[kaart]"),
        ("creditcard 1234 5678 9012 3456", "creditcard [kaart]"),
    ]);
    assert_keeps(&["kenmerk 1234567890123456", "PL0600-2024000123"]);
}

#[test]
fn t20_numbers_that_were_dictated_are_struck() {
    assert_redacts(&[
        ("bsn een een een twee twee twee drie drie drie", "bsn [bsn]"),
        ("bel nul zes een twee drie vier vijf zes zeven acht", "bel [telefoon]"),
        ("nul zes twaalf vierendertig 56 78", "[telefoon]"),
    ]);
    assert_keeps(&["een of twee keer, drie jaar, vier agenten", "een twee drie vier"]);
}

#[test]
fn t20_what_hides_between_the_signs_hides_nothing() {
    assert_redacts(&[
        ("1\u{fe0f}\u{20e3}1\u{fe0f}\u{20e3}1222333", "[bsn]"),
        ("0\u{338}612345678", "[telefoon]"),
        ("\u{967}\u{967}\u{967}\u{968}\u{968}\u{968}\u{969}\u{969}\u{969}", "[bsn]"),
        ("bsn 11l222333", "bsn [bsn]"),
        ("NL91\u{3164}ABNA0417164300", "[iban]"),
    ]);
}

#[test]
fn t20_addresses_are_struck_in_every_order() {
    assert_redacts(&[
        ("huisnummer 12, postcode 1234AB", "huisnummer [adres]"),
        ("1234AB12", "[adres]"),
        ("1234 BV 3", "[adres]"),
        ("jan punt jansen at voorbeeld punt nl", "[e-mail]"),
        ("jan@gmail, graag", "[e-mail], graag"),
        ("mijn telegram is jan_99", "mijn telegram is [account]"),
        ("https://voorbeeld.nl/s/Zx81kTTq0w9", "[link]"),
        ("zie wa.me/31612345678", "zie [link]"),
    ]);
    assert_keeps(&["mijn telegram is gehackt", "hij verdiende 1500 of 2000 euro"]);
}

#[test]
fn t21_where_striking_fails_nothing_of_the_text_comes_through() {
    let withheld = Redacted { text: CUT.to_owned(), struck: vec![], withheld: true };
    let faults: [fn(&str) -> Vec<Strike>; 4] = [
        |text| panic!("{}", text.len()),
        |_| vec![Strike { start: 1, end: 2, kind: Kind::Bsn }],
        |text| vec![Strike { start: 0, end: text.len() + 1, kind: Kind::Bsn }],
        // Finds something in whatever stands there, for ever.
        |text| vec![Strike { start: 0, end: text.len(), kind: Kind::Bsn }],
    ];
    for fault in faults {
        assert_eq!(redact_with(fault, "é, mijn bsn is 111222333"), withheld);
    }
}

#[test]
fn t21_a_text_that_is_meant_to_be_slow_is_struck_all_the_same() {
    for part in ["1 ", "NL91 ", "a@", "geboren 1-", "een twee ", "+0", "\u{e9}1"] {
        let text = part.repeat(LENGTH);
        assert!(!redact(&text).withheld, "{part}");
    }
}

#[test]
fn what_was_struck_is_told_in_order() {
    let redacted = redact("bsn 111222333, mail a@b.nl of bel 0612345678");
    assert_eq!(redacted.text, "bsn [bsn], mail [e-mail] of bel [telefoon]");
    assert_eq!(redacted.struck, [Kind::Bsn, Kind::Email, Kind::Phone]);
}

#[test]
fn a_number_that_another_hides_by_running_into_it_is_struck_as_well() {
    let redacted = redact("geo1643 00 en 06-1234567803-1985, paspoort SPECI2014");
    assert_eq!(redacted.text, "[document] 00 en [telefoon]-1985, paspoort [document]");
    assert_eq!(redacted.struck, [Kind::Phone, Kind::Document, Kind::Document]);
    assert_eq!(after("wij zijn @anna@bart@carla@dirk@els@frits@gijs@henk@ineke"), "wij zijn [account]");
}

#[test]
fn what_lies_beyond_the_limit_does_not_come_through() {
    let text = "a ".repeat(LENGTH) + "111222333";
    let redacted = after(&text);
    assert!(redacted.ends_with(CUT) && redacted.chars().count() == LENGTH + CUT.chars().count());
}

#[test]
fn every_sign_that_stands_for_a_strike_is_left_alone_by_the_next_round() {
    for kind in Kind::ALL {
        assert_keeps(&[kind.token(), &format!("{} 111222334", kind.token())]);
    }
}

/// A number that passes the eleven test, made from its first eight digits, if there is one.
fn bsn_from(first: u32) -> Option<String> {
    let digits = format!("{first:08}");
    let weights = [9, 8, 7, 6, 5, 4, 3, 2];
    let sum: u32 = digits.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    (sum % 11 < 10).then(|| format!("{digits}{}", sum % 11))
}

fn bsn() -> impl Strategy<Value = String> {
    (1_000_000u32..100_000_000).prop_filter_map("no ninth digit passes", bsn_from)
}

/// `digits` with one of `apart` behind each of them.
fn spread(digits: &str, apart: &[&str]) -> String {
    digits.chars().zip(apart).fold(String::new(), |mut text, (digit, apart)| {
        let _ = write!(text, "{digit}{apart}");
        text
    })
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

const APART: [&str; 9] = ["", "", "", " ", ".", "-", " - ", "/", "\u{200b}"];

/// What texts are put together of that a redactor may find something in, and what keeps it apart.
const PIECES: [&str; 52] = [
    "jan",
    "info",
    "politie",
    ".nl",
    ".com",
    "@",
    " at ",
    "(at)",
    "[AT]",
    "{at}",
    "<at>",
    " apenstaartje ",
    "apenstaart",
    " punt ",
    " dot ",
    "(punt)",
    "gmail",
    "nul",
    "zes",
    "een",
    "één",
    "twee",
    "DRIE",
    "vier",
    "vijf",
    "achtentwintig",
    "oh",
    "seven",
    "forty-two",
    "dubbel ",
    "0",
    "7",
    "06",
    "１",
    "٣",
    "bsn",
    "bel",
    "NL91",
    "ABNA",
    "kaart",
    "paspoort",
    "geboren",
    "03-1985",
    "12345678",
    "SPECI2014",
    "AB-12-CD",
    "1234 AB 5",
    "@jan",
    "\u{200b}",
    "\u{ad}",
    "ｎｕｌ",
    "\t",
];

#[test]
fn what_hints_at_a_number_or_an_address_is_looked_at_and_a_plain_question_is_not() {
    for text in ["06", "jan apenstaartje live", "jan at live dot nl", "nul zes een twee drie", "één", "a\u{200b}b"] {
        assert!(may_identify(text), "{text}");
    }
    for text in ["hoe lang duurt inzage", "een of twee keer, dat is de punt", "who is at the door?"] {
        assert!(!may_identify(text), "{text}");
    }
}

proptest! {
    #[test]
    fn t20_what_may_identify_nobody_holds_no_number_and_no_address(
        pieces in prop::collection::vec((prop::sample::select(&PIECES[..]), prop::sample::select(&["", " ", "-", ", ", "\n"][..])), 0..16),
    ) {
        let text: String = pieces.into_iter().flat_map(|(piece, apart)| [piece, apart]).collect();
        let kinds = [Kind::Email, Kind::Iban, Kind::Card, Kind::Phone, Kind::Bsn, Kind::Address];
        let struck = redact(&text).struck;
        prop_assert!(may_identify(&text) || !struck.iter().any(|kind| kinds.contains(kind)), "{} holds {:?}", text, struck);
    }

    #[test]
    fn t20_no_digit_of_a_valid_service_number_survives(
        bsn in bsn(),
        apart in prop::collection::vec(prop::sample::select(&APART[..]), 9),
        before in prop::sample::select(&["", "mijn nummer is ", "BSN: ", "ik ben ("][..]),
        after_it in prop::sample::select(&["", ".", " graag", "\nen nu?", ")"][..]),
    ) {
        let mut apart = apart;
        apart[8] = "";
        let redacted = redact(&format!("{before}{}{after_it}", spread(&bsn, &apart)));
        prop_assert_eq!(digits_of(&redacted.text), "", "{}", redacted.text);
        prop_assert_eq!(redacted.struck.len(), 1);
    }

    #[test]
    fn t20_nine_digits_beside_the_word_bsn_never_survive(
        number in 0u32..1_000_000_000,
        apart in prop::collection::vec(prop::sample::select(&APART[..]), 9),
    ) {
        let redacted = redact(&format!("mijn bsn is {}", spread(&format!("{number:09}"), &apart)));
        prop_assert_eq!(digits_of(&redacted.text), "", "{}", redacted.text);
    }

    #[test]
    fn t20_no_digit_of_a_valid_account_number_survives(account in 0u64..10_000_000_000, spaced: bool) {
        let head = format!("ABNA{account:010}");
        let rest = format!("{head}NL00").chars().fold(0, |rest, c| {
            let value = c.to_digit(36).unwrap();
            (rest * if value > 9 { 100 } else { 10 } + value) % 97
        });
        let iban = format!("NL{:02}{head}", 98 - rest);
        let groups: Vec<&str> = (0..iban.len()).step_by(4).map(|at| &iban[at..iban.len().min(at + 4)]).collect();
        let text = if spaced { groups.join(" ") } else { iban.clone() };
        prop_assert_eq!(after(&format!("rekening {text} graag")), "rekening [iban] graag");
    }

    #[test]
    fn t20_no_digit_of_a_mobile_number_survives(
        number in 0u32..100_000_000,
        apart in prop::collection::vec(prop::sample::select(&APART[..]), 8),
        prefix in prop::sample::select(&["06", "06-", "+316", "+31 6 ", "0031 6", "+31(0)6 "][..]),
    ) {
        let text = after(&format!("bereik mij op {prefix}{}", spread(&format!("{number:08}"), &apart)));
        prop_assert_eq!(digits_of(&text), "", "{}", text);
    }

    #[test]
    fn a_second_round_strikes_nothing_more(text in ".{0,200}") {
        let once = redact(&text);
        let twice = redact(&once.text);
        prop_assert_eq!(twice.text, once.text);
    }

    #[test]
    fn a_second_round_strikes_nothing_more_where_much_is_found(
        pieces in prop::collection::vec((prop::sample::select(&PIECES[..]), prop::sample::select(&["", " ", "-", ", ", "\n"][..])), 0..24),
    ) {
        let text: String = pieces.into_iter().flat_map(|(piece, apart)| [piece, apart]).collect();
        let once = redact(&text);
        prop_assert!(!once.withheld, "{}", text);
        prop_assert_eq!(redact(&once.text).text, once.text);
    }

    #[test]
    fn text_without_digits_and_signs_comes_through(text in "[a-zA-Z ,?!]{0,200}") {
        prop_assert_eq!(after(&text), text);
    }
}
