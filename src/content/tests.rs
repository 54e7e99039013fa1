//! The whole way from files to catalogue.

use super::sample::{TODAY, catalogue, catalogue_with, files, files_with};
use super::*;

fn codes(changes: &[(&str, &str)]) -> Vec<&'static str> {
    let (_, diagnostics) = parse_catalogue(&files_with(changes), TODAY);
    diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn the_sample_has_nothing_wrong_with_it() {
    let (catalogue, diagnostics) = parse_catalogue(&files(), TODAY);
    assert_eq!(diagnostics, []);
    let catalogue = catalogue.expect("no errors");
    assert_eq!(catalogue.languages, [Lang::NL, Lang::EN]);
    assert_eq!(catalogue.intents.len(), 13);
}

#[test]
fn a_catalogue_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&catalogue());
}

#[test]
fn placeholders_are_filled_in_for_the_language() {
    let catalogue = catalogue();
    let answer = &catalogue.answers[&Lang::NL]["access-request"];
    assert_eq!(answer.short.plain(), "Ja, dat mag. U krijgt binnen 6 weken antwoord.");
    assert_eq!(
        answer.law.as_ref().map(RichText::plain).as_deref(),
        Some("Dit staat in artikel 25 van de Wet politiegegevens (Wpg) (https://wetten.example/wpg#25).")
    );
    let english = &catalogue.answers[&Lang::EN]["access-request"];
    assert_eq!(english.short.plain(), "Yes, you may. You get an answer within 6 weeks.");
}

#[test]
fn a_contact_alone_is_shown_whole_and_within_a_sentence_in_brackets() {
    let more = catalogue().answers[&Lang::NL]["access-request"].more.clone().expect("has more");
    assert_eq!(
        more.plain(),
        "Zo doet u dat\n\n\
         1. Schrijf een brief.\n\
         2. Stuur hem per post naar Privacyfunctionaris van de politie (0900-8844, privacy@politie.example, \
         politie.example (https://www.politie.example/privacy)).\n\n\
         Meer staat op de site (https://www.politie.example/inzage).\n\n\
         - Privacyfunctionaris van de politie: verzoeken en klachten over uw gegevens\n\
         0900-8844\n\
         privacy@politie.example\n\
         politie.example (https://www.politie.example/privacy)\n\
         Postbus 1, 1000 AA Voorbeeldstad"
    );
}

#[test]
fn an_unknown_name_leaves_no_catalogue_but_says_the_nearest() {
    let broken = "kind = \"topic\"\nanswer = \"acces-request\"\n";
    let (catalogue, diagnostics) = parse_catalogue(&files_with(&[("intents/access-request.toml", broken)]), TODAY);
    assert!(catalogue.is_none());
    let found = diagnostics.iter().find(|found| found.code == "unknown-answer").expect("reported");
    assert_eq!(found.help, "the nearest name is `access-request`");
    assert_eq!(&broken[found.places[0].span.start..found.places[0].span.end], "\"acces-request\"");
}

#[test]
fn t41_an_answer_whose_review_is_overdue_is_flagged_and_still_answers() {
    let (catalogue, diagnostics) = parse_catalogue(&files(), Date { year: 2030, month: 1, day: 1 });
    assert!(catalogue.is_some());
    assert!(diagnostics.iter().all(|found| found.code == "review-overdue"), "{diagnostics:?}");
}

#[test]
fn several_syntax_errors_show_in_one_run_and_do_not_pull_others_along() {
    let broken = "kind = \"topic\nrole = citizen\nfollow-ups = []\n";
    let found = codes(&[("intents/access-request.toml", broken)]);
    assert!(found.len() >= 2, "{found:?}");
    assert!(found.iter().all(|code| *code == "toml-syntax"), "{found:?}");
}

#[test]
fn a_phrase_gets_its_arguments_its_forms_and_the_ledgers() {
    let phrases = catalogue().phrases;
    assert_eq!(
        phrases.say(Lang::NL, "intro", &[("operator", "Gemeente X")]).plain(),
        "Dit is een computerprogramma van Gemeente X. Stuur geen BSN."
    );
    let days = |days| phrases.say(Lang::NL, "privacy", &[("operator", "X"), ("days", days)]).plain();
    assert_eq!(days("1"), "Dit gesprek is van X.\n\nWe bewaren het één dag.");
    assert_eq!(days("30"), "Dit gesprek is van X.\n\nWe bewaren het 30 dagen.");
    assert_eq!(phrases.say(Lang::EN, "fallback-again", &[]).plain(), "I do not know that either. Call 0900-8844.");
    assert_eq!(phrases.label(Lang::NL, "button-law"), "Waar staat dat?");
}

#[test]
fn an_argument_is_text_whatever_stands_in_it() {
    let nasty = "**a** [b](https://evil.example) <b>c</b>\n\n# d `e` 1. {fact:x} &amp; \\";
    let said = catalogue().phrases.say(Lang::NL, "menu-situation", &[("situation", nasty)]);
    let flat = "**a** [b](https://evil.example) <b>c</b>  # d `e` 1. {fact:x} &amp; \\: kies een onderwerp.";
    assert_eq!(said, RichText::paragraph(flat));
}

#[test]
fn an_unknown_language_is_spoken_in_dutch() {
    let other = Lang::parse("tr").expect("a code");
    assert_eq!(catalogue().phrases.label(other, "button-more"), "Meer");
}

#[test]
fn another_intent_can_be_laid_over_the_sample() {
    let thanks = "kind = \"conversation\"\nanswer = \"hello\"\n\
                  [nl]\ntitle = \"Danken\"\nbutton = \"Bedankt\"\nexamples = [\"bedankt\"]\n\
                  [en]\ntitle = \"Thanking\"\nbutton = \"Thanks\"\nexamples = [\"thanks\"]\n";
    let catalogue = catalogue_with(&[("intents/thanks.toml", thanks)]);
    assert_eq!(catalogue.intents["thanks"].texts[&Lang::NL].examples, ["bedankt"]);
}

#[test]
fn a_misnamed_or_missing_file_is_told_once_and_nothing_else_because_of_it() {
    let told = |change: &dyn Fn(&mut Vec<SourceFile>)| {
        let mut files = files();
        change(&mut files);
        let (_, found) = parse_catalogue(&files, TODAY);
        found.iter().map(|one| (one.code, one.places[0].file.clone())).collect::<Vec<_>>()
    };
    let rename = |files: &mut Vec<SourceFile>, from: &str, to: &str| {
        files.iter_mut().filter(|file| file.path == from).for_each(|file| file.path = to.to_owned());
    };
    let one = |code, file: &str| vec![(code, file.to_owned())];
    for (from, to) in [
        ("intents/access-request.toml", "intents/Access_Request.toml"),
        ("intents/menu.toml", "intents/Menu.toml"),
        ("answers/nl/hello.md", "answers/nl/Hello.md"),
        ("answers/en/phrases.ftl", "answers/en/Phrases.ftl"),
    ] {
        assert_eq!(told(&|files| rename(files, from, to)), one("file-name", to));
    }
    for path in ["intents/follow-ups.toml", "answers/facts.toml", "answers/contacts.toml"] {
        assert_eq!(told(&|files| files.retain(|file| file.path != path)), one("missing-file", path));
    }
    let stray = SourceFile::new("answers/fr/x.md", "+++\n+++\nNon.");
    let french = told(&|files| files.push(stray.clone()));
    assert!(french.iter().all(|(_, file)| file.starts_with("answers/fr/")), "{french:?}");
}

#[test]
fn an_intent_whose_file_is_gone_is_missed_where_it_is_named_and_its_answer_is_no_orphan() {
    let mut files = files();
    files.retain(|file| file.path != "intents/access-request.toml");
    let (_, found) = parse_catalogue(&files, TODAY);
    let codes: Vec<&str> = found.iter().map(|one| one.code).collect();
    assert_eq!(codes, ["unknown-intent", "unknown-intent"], "{found:#?}");
    assert_eq!(found[0].message, "there is no intent `access-request`, but an answer of that name");
}

#[test]
fn a_name_that_is_wrong_in_many_places_is_told_once_with_their_number() {
    let broken = "Bel {contact:polise}, {contact:polise}, {contact:polise}, {contact:polise} of {contact:polise}.";
    let file = files().into_iter().find(|file| file.path == "answers/nl/hello.md").expect("there");
    let text = file.text.replace("Waarmee", &format!("{broken} Waarmee"));
    let (_, found) = parse_catalogue(&files_with(&[("answers/nl/hello.md", &text)]), TODAY);
    let told: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(told, ["there is no contact `polise` (the same in 4 more places)"]);
}

#[test]
fn days_are_counted_over_months_and_leap_years() {
    let day = |year, month, day| Date { year, month, day };
    assert_eq!(day(2026, 11, 23).days_until(day(2026, 12, 23)), 30);
    assert_eq!(day(2024, 2, 28).days_until(day(2024, 3, 1)), 2);
    assert_eq!(day(2026, 2, 28).days_until(day(2026, 3, 1)), 1);
    assert_eq!(day(2026, 1, 1).days_until(day(2028, 1, 1)), 730);
    assert_eq!(day(2026, 1, 1).days_until(day(2025, 12, 31)), -1);
}
