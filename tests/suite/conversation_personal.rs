//! What should not have been sent: it is said kindly, taken out of the chat, and the question is answered all the same.

use loket::dialogue::{Effect, Input, MediaKind, MessageId, Turn};
use loket::privacy::Sensitive;

use super::talk::{Talk, intents, text};

const QUESTION: &str = "hoe lang duurt inzage";
const ID: MessageId = MessageId(77);

fn written(talk: &mut Talk, said: &str) -> Turn {
    let text = Sensitive::new(said.to_owned());
    talk.take(&Input::Text { text, app_lang: None, edited: false, message: Some(ID) })
}

fn sent(talk: &mut Talk, kind: MediaKind, caption: Option<&str>, album: Option<&str>) -> Turn {
    let caption = caption.map(|caption| Sensitive::new(caption.to_owned()));
    let album = album.map(str::to_owned);
    talk.take(&Input::Media { kind, caption, album, app_lang: None, message: Some(ID) })
}

fn removes(turn: &Turn) -> bool {
    turn.effects.contains(&Effect::Remove(ID))
}

#[test]
fn t20_a_message_with_a_number_of_a_person_is_taken_out_and_its_question_answered() {
    for (number, named) in [
        ("mijn bsn is 111222333", "burgerservicenummer"),
        ("mijn paspoort is SPECI2014", "identiteitsbewijs"),
        ("mijn pas is 4242 4242 4242 4242", "betaalkaart"),
    ] {
        let turn = written(&mut Talk::introduced(), &format!("{number}. {QUESTION}"));
        let said = text(&turn);
        assert!(said.contains(named) && said.contains("haal dat bericht daarom uit deze chat"), "{said}");
        assert_eq!(intents(&turn), ["access-deadline"], "{number}");
        assert_eq!(turn.effects.last(), Some(&Effect::Remove(ID)), "what is said goes first");
    }
}

#[test]
fn an_ordinary_message_stays_where_it_is() {
    for said in [QUESTION, "mail mij op anna@voorbeeld.nl", "/start"] {
        assert!(!removes(&written(&mut Talk::introduced(), said)), "{said}");
    }
    for kind in [MediaKind::Voice, MediaKind::Sticker, MediaKind::Location, MediaKind::Video] {
        assert!(!removes(&sent(&mut Talk::introduced(), kind, None, None)), "{kind:?}");
    }
}

#[test]
fn t20_a_picture_or_a_file_is_taken_out_of_the_chat_with_a_word_about_why() {
    for kind in [MediaKind::Photo, MediaKind::Document] {
        let turn = sent(&mut Talk::introduced(), kind, None, None);
        assert!(removes(&turn) && text(&turn).contains("uit deze chat, voor uw veiligheid"), "{}", text(&turn));
        let turn = sent(&mut Talk::introduced(), kind, Some(QUESTION), None);
        assert!(removes(&turn) && text(&turn).contains("uit deze chat"), "{}", text(&turn));
        assert_eq!(intents(&turn), ["access-deadline"]);
    }
}

#[test]
fn t20_every_picture_of_an_album_is_taken_out_though_only_one_is_answered() {
    let mut talk = Talk::introduced();
    assert!(removes(&sent(&mut talk, MediaKind::Photo, None, Some("a"))));
    let second = sent(&mut talk, MediaKind::Photo, None, Some("a"));
    assert_eq!(second.effects, [Effect::Remove(ID)]);
}

#[test]
fn nothing_is_taken_out_where_the_operator_does_not_want_it_or_the_channel_cannot() {
    let mut talk = Talk::introduced();
    talk.house.remove_personal = false;
    let turn = written(&mut talk, "mijn bsn is 111222333");
    assert!(!removes(&turn) && text(&turn).contains("Verwijder dat bericht ook zelf"), "{}", text(&turn));
    let turn = Talk::introduced().say("mijn bsn is 111222333");
    assert!(text(&turn).contains("Verwijder dat bericht ook zelf"), "{}", text(&turn));
}

#[test]
fn danger_is_answered_first_whatever_came_with_it() {
    let turn = written(&mut Talk::introduced(), "help hij heeft een mes, mijn bsn is 111222333");
    assert_eq!(turn.decision.word(), "safety");
    assert!(matches!(turn.effects.first(), Some(Effect::Send(_))) && removes(&turn));
}

#[test]
fn what_was_sent_by_accident_is_told_in_english_too() {
    let mut talk = Talk::introduced();
    talk.say("/language english");
    let turn = written(&mut talk, "my bsn is 111222333");
    assert!(text(&turn).contains("I take that message out of this chat"), "{}", text(&turn));
}

#[test]
fn whoever_asks_what_is_held_sees_all_of_it_in_words_and_as_data() {
    for (command, words) in [("/mijngegevens", "Dit is alles wat ik"), ("/mydata", "This is all I have")] {
        let mut talk = Talk::introduced();
        talk.say(QUESTION);
        talk.say("hoe dien ik een klacht in");
        if command == "/mydata" {
            talk.say("/language english");
        }
        let turn = talk.say(command);
        let said = text(&turn);
        assert!(said.contains(words), "{said}");
        let data = said.split_once('{').map(|(_, data)| format!("{{{data}")).expect("data follow");
        let held: loket::dialogue::State = serde_json::from_str(&data).expect("it is the record itself");
        assert_eq!(held.earlier, talk.state.earlier);
        assert_eq!(held.focus, talk.state.focus);
    }
    let turn = Talk::introduced().say("/mijngegevens");
    assert!(text(&turn).contains("Onderwerp: geen"), "{}", text(&turn));
}

#[test]
fn t42_erasing_is_confirmed_with_what_went_and_without_a_word_of_what_was_said() {
    let mut talk = Talk::introduced();
    talk.say(QUESTION);
    talk.say("/wis");
    let turn = talk.press_labelled("Ja");
    assert!(text(&turn).contains("2 keer iets vroeg"), "{}", text(&turn));
    assert_eq!(turn.effects.last(), Some(&Effect::Forget));
}

#[test]
fn what_is_kept_and_for_how_long_is_told_as_the_settings_have_it() {
    let mut talk = Talk::introduced();
    talk.house.operator = Some("Gemeente Voorbeeld".into());
    talk.house.idle_days = 12;
    let said = text(&talk.say("/privacy"));
    for words in ["Gemeente Voorbeeld", "12 dagen", "versleuteld", "niet eind-tot-eind", "/wis", "/mijngegevens"] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn t28_a_link_with_an_unknown_payload_is_a_plain_start_and_changes_nothing_else() {
    let plain = Talk::introduced().say("/start");
    for payload in ["x", "1|e|6|y", "../../etc/passwd", "ACCESS-REQUEST", "admin=1", "\u{202e}x", &"a".repeat(64)] {
        let mut talk = Talk::introduced();
        let turn = talk.say(&format!("/start {payload}"));
        assert_eq!(text(&turn), text(&plain), "{payload}");
        assert_eq!(talk.state.focus, None);
        assert!(!turn.effects.contains(&Effect::Forget));
    }
}

#[test]
fn a_question_that_is_not_understood_is_kept_only_where_it_was_told_before_and_then_struck() {
    let unknown = "qwrtp zxcvb mnbvc lkjhg, bel 0612345678";
    let mut talk = Talk::new();
    assert!(talk.say("hallo").missed.is_none() && talk.say(unknown).missed.is_none(), "it is off");
    let mut talk = Talk::new();
    talk.house.missed_days = 14;
    let first = talk.say(unknown);
    assert!(first.missed.is_none(), "it was told only now");
    assert!(text(&first).contains("14 dagen"), "{}", text(&first));
    let kept = talk.say(unknown).missed.expect("kept");
    assert!(kept.words.expose().contains("qwrtp") && !kept.words.expose().contains("0612345678"));
    assert!(talk.say(QUESTION).missed.is_none(), "what is understood is not kept");
}
