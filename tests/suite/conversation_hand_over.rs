//! Handing over, as the conversation sees it, on the shipped content.

use std::sync::Arc;

use loket::desk::{Body, CaseId, Code, FromDesk, Held, HeldLine, HeldState, Hours, Reason, Role, Sight, ToDesk, Words};
use loket::dialogue::{Decision, DeskHouse, Effect, HandOver, Input, MediaKind, MessageId, Moment, Pending, Turn};

use crate::talk::{Talk, intents, text};

/// A conversation in a house with a desk, in the night before a Monday.
fn talk(hours: &str) -> Talk {
    let hours = Arc::new(Hours::parse(&[hours.to_owned()], &[], &[]).unwrap());
    let mut talk = Talk::introduced();
    talk.house.desk = Some(DeskHouse { hours, sight: Sight { reachable: true, ..Sight::default() } });
    talk
}

fn letters(turn: &Turn) -> Vec<&ToDesk> {
    let letters = turn.effects.iter().filter_map(|effect| match effect {
        Effect::Desk(letter) => Some(letter),
        _ => None,
    });
    letters.collect()
}

fn desk_says(talk: &mut Talk, case: u64, body: Body) -> Turn {
    talk.take(&Input::Desk(FromDesk { case: CaseId(case), code: Code::of(case, 7), body }))
}

fn with_officer() -> Talk {
    let mut talk = talk("mo-su 00:00-24:00");
    talk.say("/mens");
    talk.say("Waarom duurt mijn verzoek zo lang?");
    talk.press_labelled("Zo doorgeven");
    desk_says(&mut talk, 1, Body::Passed { ahead: 0, usual_minutes: None });
    talk
}

#[test]
fn asking_for_a_human_is_a_hand_over_that_says_when_people_are_there() {
    let mut talk = talk("mo-fr 09:00-17:00");
    let turn = talk.say("ik wil een mens spreken");
    assert!(matches!(turn.decision, Decision::Handoff(_)) && intents(&turn) == ["human-handoff"]);
    assert!(text(&turn).contains("weer vandaag om 9.00 uur"), "{}", text(&turn));
    let english = talk.say("/language english");
    assert!(!text(&english).is_empty());
    let turn = talk.say("/human");
    assert!(text(&turn).contains("back today at 9.00"), "{}", text(&turn));
}

#[test]
fn what_was_not_understood_need_not_be_said_again() {
    let mut talk = talk("mo-su 00:00-24:00");
    talk.say("blorp zwatelt de frunnik om kwart over gisteren");
    talk.say("de frunnik is nog steeds niet gezwateld");
    let turn = talk.say("/mens");
    let shown = text(&turn);
    assert!(shown.contains("blorp zwatelt") && shown.contains("nog steeds niet gezwateld"), "{shown}");
    talk.press_labelled("Toch niet");
    assert!(talk.state.hand_over.is_none() && talk.state.kept.is_none());
}

#[test]
fn words_that_are_kept_have_an_end() {
    let mut talk = talk("mo-su 00:00-24:00");
    talk.say("blorp zwatelt de frunnik om kwart over gisteren");
    let until = talk.state.words_until().expect("they are kept");
    let later = talk.state.clone().without_old_words(until);
    assert!(later.kept.is_none() && later.words_until().is_none());
    talk.say("/mens");
    let until = talk.state.words_until().expect("the draft has them now");
    let json = serde_json::to_string(&talk.state.clone().without_old_words(Moment(until.0))).unwrap();
    assert!(!json.contains("frunnik"), "{json}");
}

#[test]
fn exactly_what_is_shown_is_passed_on() {
    let mut talk = talk("mo-su 00:00-24:00");
    talk.say("hoe vraag ik inzage");
    talk.say("ik woon in Hilversum");
    talk.say("/mens");
    let shown = talk.say("Mijn BSN is 123456782 en ik wacht al maanden.");
    let shown = text(&shown);
    assert!(shown.contains("[bsn]") && !shown.contains("123456782"), "{shown}");
    assert!(shown.contains("Politie-eenheid: Midden-Nederland"), "{shown}");
    talk.press_labelled("Aanpassen");
    let shown = text(&talk.press_labelled("Eenheid weglaten"));
    assert!(!shown.contains("Midden-Nederland"), "{shown}");
    let turn = talk.press_labelled("Zo doorgeven");
    let [ToDesk::Open(request)] = letters(&turn)[..] else { panic!("{:?}", turn.effects) };
    assert_eq!((request.unit.as_deref(), request.lang.as_deref()), (None, Some("nl")));
    let question = request.question.as_ref().unwrap();
    assert!(question.0.contains("[bsn] en ik wacht") && !question.0.contains("123456782"), "{}", question.0);
    assert!(letters(&talk.press_labelled("Zo doorgeven")).is_empty(), "twice is once");
}

#[test]
fn a_button_of_an_earlier_draft_shows_the_draft_as_it_is_and_passes_nothing_on() {
    let mut talk = talk("mo-su 00:00-24:00");
    talk.say("/mens");
    talk.say("Waarom duurt mijn verzoek zo lang?");
    let earlier = data_of(&talk, "Zo doorgeven");
    talk.press_labelled("Aanpassen");
    let turn = talk.press(&earlier);
    let shown = text(&turn);
    assert!(
        letters(&turn).is_empty() && shown.contains("eerdere versie") && shown.contains("verzoek zo lang"),
        "{shown}"
    );
    assert!(matches!(letters(&talk.press_labelled("Zo doorgeven"))[..], [ToDesk::Open(_)]));
}

fn data_of(talk: &Talk, label: &str) -> String {
    talk.state.buttons.iter().find(|button| button.label == label).expect(label).data.clone()
}

#[test]
fn the_unit_of_the_place_in_a_question_is_passed_on_unless_several_could_be_meant() {
    let asked = |question: &str| {
        let mut talk = talk("mo-su 00:00-24:00");
        talk.say("/mens");
        text(&talk.say(question))
    };
    let shown = asked("Ik woon in hilversum en ik wacht al maanden op een brief van jullie.");
    assert!(shown.contains("Politie-eenheid: Midden-Nederland"), "{shown}");
    let shown = asked("Ik woon in Laren en ik wacht al maanden op een brief van jullie.");
    assert!(!shown.contains("Politie-eenheid"), "{shown}");
}

#[test]
fn whoever_left_a_question_where_nobody_is_there_is_not_promised_the_usual_wait_nor_told_to_leave_it_again() {
    for (hours, staffed) in [("mo-fr 09:00-09:01", None), ("mo-su 00:00-24:00", Some(false))] {
        let mut talk = talk(hours);
        let desk = talk.house.desk.as_mut().unwrap();
        desk.sight.staffed = staffed;
        assert!(text(&talk.say("/mens")).contains("achterlaten"));
        talk.say("Waarom duurt mijn verzoek zo lang?");
        talk.press_labelled("Zo doorgeven");
        let passed = text(&desk_says(&mut talk, 1, Body::Passed { ahead: 0, usual_minutes: Some(3) }));
        assert!(passed.contains("Het antwoord komt later") && !passed.contains("achterlaten"), "{passed}");
        assert!(!passed.contains("minuten"), "{passed}");
    }
}

#[test]
fn a_question_in_english_is_shown_in_english_and_its_language_is_passed_on() {
    let mut talk = talk("mo-su 00:00-24:00");
    talk.say("/mens");
    let shown = text(&talk.say("I was stopped by the police last week, can I see what they wrote down about me?"));
    assert!(shown.contains("This is what I pass on") && shown.contains("Language: English"), "{shown}");
    let turn = talk.press_labelled("Pass this on");
    let [ToDesk::Open(request)] = letters(&turn)[..] else { panic!("{:?}", turn.effects) };
    assert_eq!(request.lang.as_deref(), Some("en"));
}

#[test]
fn with_an_officer_words_go_to_them_and_the_assistant_is_silent_but_for_danger() {
    let mut talk = with_officer();
    let turn = talk.say("hoe lang duurt inzage");
    let [ToDesk::Said { words, .. }] = letters(&turn)[..] else { panic!("{:?}", turn.effects) };
    assert_eq!((words.0.as_str(), text(&turn).as_str()), ("hoe lang duurt inzage", ""));
    let turn = talk.say("er staat nu iemand met een mes voor mijn deur");
    assert!(matches!(turn.decision, Decision::Safety(_)) && letters(&turn).len() == 1);
    assert!(text(&turn).contains("112"));
    let turn = talk.say("mijn bsn is 123456782");
    assert!(text(&turn).contains("burgerservicenummer"), "the citizen is told: {}", text(&turn));
    assert!(matches!(letters(&turn)[..], [ToDesk::Said { words, .. }] if !words.0.contains("123456782")));
    let turn = talk.send(MediaKind::Voice, None);
    assert!(letters(&turn).is_empty() && text(&turn).contains("niet naar de medewerker"), "{}", text(&turn));
}

#[test]
fn t24_a_letter_about_another_case_is_not_read() {
    let mut talk = with_officer();
    let words = Words("Voor een ander".into());
    let turn = desk_says(&mut talk, 2, Body::Reply { reply: 1, role: Role::FrontDesk, words: words.clone() });
    assert_eq!(letters(&turn), [&ToDesk::Failed { case: CaseId(2), reply: 1 }]);
    assert!(!turn.effects.iter().any(|effect| matches!(effect, Effect::Reply { .. } | Effect::Send(_))));
    talk.say("/stop");
    let turn = desk_says(&mut talk, 1, Body::Reply { reply: 1, role: Role::FrontDesk, words });
    assert_eq!(letters(&turn), [&ToDesk::Failed { case: CaseId(1), reply: 1 }], "nor about one that was left");
}

#[test]
fn an_officers_words_come_by_role_and_their_markup_is_no_markup() {
    let mut talk = with_officer();
    let words = Words("**Let op** <b>dit</b> [hier](https://x.example)\n\nEen tweede alinea.".into());
    let turn = desk_says(&mut talk, 1, Body::Reply { reply: 1, role: Role::PrivacyOfficer, words });
    let [Effect::Reply { case, reply, message }] = &turn.effects[..] else { panic!("{:?}", turn.effects) };
    assert_eq!((*case, *reply), (CaseId(1), 1));
    let plain = message.text.plain();
    assert!(plain.starts_with("De privacyfunctionaris schrijft:"), "{plain}");
    assert!(plain.contains("**Let op** <b>dit</b> [hier](https://x.example)"), "{plain}");
}

/// A case that was closed, and opens again within its time.
fn closed() -> Talk {
    let mut talk = with_officer();
    desk_says(&mut talk, 1, Body::Closed { reason: Reason::Answered, until: Moment(i64::MAX) });
    talk
}

#[test]
fn after_closing_a_clear_question_is_answered_with_the_way_to_the_officer_under_it() {
    let mut talk = closed();
    let turn = talk.say("hoe vraag ik inzage in mijn gegevens");
    assert!(matches!(turn.decision, Decision::Answer(_)) && letters(&turn).is_empty(), "{:?}", turn.effects);
    assert!(matches!(talk.state.hand_over, Some(HandOver::Closed { .. })), "the case stays closed");
    let turn = talk.press_labelled("Nog een vraag hierover");
    assert!(text(&turn).contains("gaat dan weer open") && letters(&turn).is_empty(), "{}", text(&turn));
    let turn = talk.say("hoe vraag ik inzage in mijn gegevens");
    assert!(matches!(letters(&turn)[..], [ToDesk::Said { .. }]), "now it is for the officer: {:?}", turn.effects);
    assert!(matches!(talk.state.hand_over, Some(HandOver::Open { .. })));
}

#[test]
fn the_closing_notice_has_a_button_for_more_that_works_until_the_case_is_over() {
    let mut talk = closed();
    talk.press_labelled("Nog een vraag hierover");
    assert!(matches!(letters(&talk.say("dank u wel"))[..], [ToDesk::Said { .. }]), "whatever it says");
    let mut late = with_officer();
    desk_says(&mut late, 1, Body::Closed { reason: Reason::Answered, until: Moment(0) });
    let turn = late.press_labelled("Nog een vraag hierover");
    assert!(text(&turn).contains("Deze knop werkt niet meer"), "{}", text(&turn));
    let mut gone = closed();
    gone.press_labelled("Nog een vraag hierover");
    gone.press_labelled("Klaar");
    assert!(letters(&gone.say("Ik heb toch nog een vraag over die brief van u.")).is_empty());
}

#[test]
fn once_a_citizen_is_done_only_the_button_opens_the_case_again() {
    let mut talk = closed();
    let more = data_of(&talk, "Nog een vraag hierover");
    talk.press_labelled("Ja");
    assert!(matches!(letters(&talk.say("fijn geholpen"))[..], [ToDesk::Remarked { .. }]));
    assert!(letters(&talk.say("blorp zwatelt de frunnik om kwart over gisteren")).is_empty());
    talk.say("hoe vraag ik inzage in mijn gegevens");
    assert!(!talk.state.buttons.iter().any(|button| button.label == "Nog een vraag hierover"));
    assert!(text(&talk.say("/stop")).contains("geen medewerker"), "there is nothing to stop");
    let turn = talk.press(&more);
    assert!(text(&turn).contains("gaat dan weer open"), "{}", text(&turn));
    assert!(matches!(letters(&talk.say("En hoe zit het met die brief?"))[..], [ToDesk::Said { .. }]));
    assert!(matches!(talk.state.hand_over, Some(HandOver::Open { .. })));
}

#[test]
fn a_typed_answer_to_the_closing_notice_is_the_rating_and_no_new_message() {
    let mut talk = closed();
    let turn = talk.say("een beetje");
    assert_eq!(letters(&turn), [&ToDesk::Rated { case: CaseId(1), mark: 2 }]);
}

#[test]
fn after_closing_an_edit_opens_nothing() {
    let mut talk = closed();
    let turn = talk.take(&written("Ik heb toch nog een vraag over die brief van u.", true, 3));
    assert!(letters(&turn).is_empty(), "{:?}", turn.effects);
}

/// A message with its number.
fn written(text: &str, edited: bool, number: i64) -> Input {
    let text = loket::privacy::Sensitive::new(text.to_owned());
    Input::Text { text, app_lang: None, edited, message: Some(MessageId(number)) }
}

#[test]
fn an_edit_of_what_was_said_before_the_hand_over_does_not_go_to_the_officer() {
    let mut talk = talk("mo-su 00:00-24:00");
    talk.take(&written("hoe vraag ik inzage", false, 10));
    talk.take(&written("/mens", false, 12));
    talk.take(&written("Waarom duurt mijn verzoek zo lang?", false, 14));
    talk.press_labelled("Zo doorgeven");
    desk_says(&mut talk, 1, Body::Passed { ahead: 0, usual_minutes: None });
    talk.take(&written("Ik wacht al drie maanden.", false, 16));
    for before in [10, 14] {
        let turn = talk.take(&written("Mijn buurman heet Kanarie.", true, before));
        assert!(letters(&turn).is_empty(), "{before}: {:?}", turn.effects);
        assert!(text(&turn).contains("vóór het doorgeven"), "{}", text(&turn));
    }
    let turn = talk.take(&written("Ik wacht al vier maanden.", true, 16));
    assert!(matches!(letters(&turn)[..], [ToDesk::Said { edited: true, .. }]), "{:?}", turn.effects);
    let turn = talk.take(&written("er staat nu iemand met een mes voor mijn deur", true, 10));
    assert!(matches!(turn.decision, Decision::Safety(_)), "danger is heard all the same");
}

#[test]
fn an_edit_of_the_message_that_opened_a_case_again_goes_to_the_officer() {
    let mut talk = closed();
    talk.take(&written("Ik heb toch nog een vraag over die brief van u.", false, 20));
    desk_says(&mut talk, 1, Body::Reopened);
    let turn = talk.take(&written("Ik heb toch nog een vraag over die ene brief van u.", true, 20));
    assert!(matches!(letters(&turn)[..], [ToDesk::Said { edited: true, .. }]), "{:?}", turn.effects);
}

#[test]
fn whoever_asks_what_is_held_gets_what_the_desk_holds_as_well() {
    let mut talk = with_officer();
    assert_eq!(letters(&talk.say("/mijngegevens")), [&ToDesk::Show]);
    let line =
        |words: &str, by_citizen| HeldLine { at: Moment(1), by_citizen, words: Words(words.into()), edited: false };
    let held = Held {
        code: Code::of(1, 7),
        state: HeldState::Closed,
        until: Some(Moment(1_795_392_000_000)),
        topic: Some("access-request".into()),
        lang: Some("nl".into()),
        unit: Some("Limburg".into()),
        steps: Vec::new(),
        messages: 2,
        lines: vec![line("Waarom duurt mijn verzoek zo lang?", true), line("Dat ligt aan de drukte.", false)],
        left_out: 0,
        notes: 1,
        rating: Some(3),
    };
    let turn = desk_says(&mut talk, 1, Body::Held(vec![held]));
    let said = text(&turn);
    for wanted in
        ["afgesloten", "Limburg", "23-11-2026", "Notities van medewerkers: 1", "Waarom duurt mijn", "de drukte"]
    {
        assert!(said.contains(wanted), "no {wanted} in {said}");
    }
    talk.say("/stop");
    assert_eq!(letters(&talk.say("/mydata")), [&ToDesk::Show], "what was left is held as well");
}

#[test]
fn after_closing_small_talk_opens_nothing_and_what_is_no_clear_question_does() {
    let mut talk = closed();
    assert!(letters(&talk.say("dank u wel")).is_empty());
    let turn = talk.say("Ik heb toch nog een vraag over die brief van u.");
    assert!(matches!(letters(&turn)[..], [ToDesk::Said { .. }]), "{:?}", turn.effects);
    assert!(matches!(talk.state.hand_over, Some(HandOver::Open { .. })));
}

#[test]
fn erasing_is_one_effect_and_without_a_desk_nobody_is_promised() {
    let mut talk = with_officer();
    talk.say("/wis");
    let turn = talk.press_labelled("Ja, wis");
    // Whoever carries it out tells the desk: `desk_erasure` proves it.
    assert!(turn.effects.contains(&Effect::Forget) && letters(&turn).is_empty(), "{:?}", turn.effects);
    let mut talk = with_officer();
    talk.house.desk = None;
    let turn = talk.say("hoe lang duurt inzage");
    assert!(text(&turn).contains("geen medewerker meer") && letters(&turn).is_empty(), "{}", text(&turn));
    assert!(talk.state.hand_over.is_none());
}

#[test]
fn whoever_asks_what_is_held_sees_words_for_an_officer_and_the_case_they_became() {
    let mut talk = talk("mo-su 00:00-24:00");
    talk.say("blorp zwatelt de frunnik om kwart over gisteren");
    let said = text(&talk.say("/mijngegevens"));
    assert!(said.contains("hooguit een uur") && said.contains("frunnik"), "{said}");
    let mut talk = with_officer();
    let said = text(&talk.say("/mijngegevens"));
    assert!(said.contains(&format!("{}, doorgegeven", Code::of(1, 7))), "{said}");
    assert!(said.contains("geen woorden"), "{said}");
}

#[test]
fn a_typed_yes_to_erasing_erases_though_an_officer_has_the_case() {
    let forgets = |turn: &Turn| turn.effects.contains(&Effect::Forget);
    let mut typed = with_officer();
    typed.say("/wis");
    let turn = typed.say("ja");
    assert!(forgets(&turn), "{:?}", turn.effects);
    assert!(!letters(&turn).iter().any(|letter| matches!(letter, ToDesk::Said { .. })), "yes is no word to an officer");
    let mut kept = with_officer();
    kept.say("/wis");
    let turn = kept.say("nee");
    assert!(!forgets(&turn) && letters(&turn).is_empty(), "{:?}", turn.effects);
    let mut other = with_officer();
    other.say("/wis");
    assert!(matches!(letters(&other.say("wanneer hoor ik iets"))[..], [ToDesk::Said { .. }]));
    let mut danger = with_officer();
    danger.say("/wis");
    let turn = danger.say("er staat nu iemand met een mes voor mijn deur");
    assert!(matches!(turn.decision, Decision::Safety(_)) && !forgets(&turn));
}

#[test]
fn a_letter_of_the_desk_leaves_the_question_whether_to_erase_open() {
    for answer in ["ja", "button"] {
        let mut talk = with_officer();
        talk.say("/wis");
        desk_says(&mut talk, 1, Body::Taken(Role::FrontDesk));
        desk_says(&mut talk, 1, Body::Reopened);
        let turn = if answer == "ja" { talk.say("ja") } else { talk.press_labelled("Ja, wis") };
        assert!(turn.effects.contains(&Effect::Forget), "{answer}: {:?}", turn.effects);
    }
}

#[test]
fn while_a_draft_is_changed_a_typed_yes_passes_nothing_on_and_shows_it_again() {
    let mut talk = talk("mo-su 00:00-24:00");
    talk.say("/mens");
    talk.say("Waarom duurt mijn verzoek zo lang?");
    talk.press_labelled("Aanpassen");
    let turn = talk.say("ja");
    assert!(letters(&turn).is_empty(), "{:?}", turn.effects);
    assert!(text(&turn).contains("Waarom duurt mijn verzoek"), "{}", text(&turn));
    assert!(matches!(letters(&talk.say("ja"))[..], [ToDesk::Open(_)]), "what is shown may be said yes to");
}

#[test]
fn without_a_desk_a_draft_and_a_closed_case_end_with_words() {
    let mut closed = with_officer();
    desk_says(&mut closed, 1, Body::Closed { reason: Reason::Answered, until: Moment(i64::MAX) });
    let mut drafted = talk("mo-su 00:00-24:00");
    drafted.say("/mens");
    drafted.say("Waarom duurt mijn verzoek zo lang?");
    for mut talk in [closed, drafted] {
        talk.house.desk = None;
        let turn = talk.say("hoe lang duurt inzage");
        assert!(text(&turn).contains("geen medewerker meer") && letters(&turn).is_empty(), "{}", text(&turn));
        assert!(talk.state.hand_over.is_none() && talk.state.pending != Some(Pending::HandOver));
        assert!(!text(&talk.say("hoe lang duurt inzage")).contains("geen medewerker meer"), "once");
    }
}

#[test]
fn words_that_reached_nobody_can_be_passed_on_anew() {
    let mut talk = closed();
    talk.press_labelled("Nog een vraag hierover");
    talk.say("En hoe zit het met die brief?");
    let words = Words("En hoe zit het met die brief?".into());
    let turn = desk_says(&mut talk, 1, Body::Gone { words });
    assert!(text(&turn).contains("ging naar niemand") && talk.state.hand_over.is_none(), "{}", text(&turn));
    let shown = text(&talk.say("/mens"));
    assert!(shown.contains("hoe zit het met die brief"), "{shown}");
}

#[test]
fn old_buttons_do_nothing_while_an_officer_has_the_case_but_say_so() {
    let mut talk = talk("mo-su 00:00-24:00");
    talk.say("/mens");
    talk.say("Waarom duurt mijn verzoek zo lang?");
    let send = data_of(&talk, "Zo doorgeven");
    talk.press(&send);
    assert!(text(&talk.press(&send)).contains("Een ogenblik"), "pressed twice");
    desk_says(&mut talk, 1, Body::Passed { ahead: 0, usual_minutes: None });
    assert!(text(&talk.press(&send)).contains("heeft uw vraag al"));
    desk_says(&mut talk, 1, Body::Closed { reason: Reason::Answered, until: Moment(i64::MAX) });
    let done = data_of(&talk, "Klaar");
    talk.press_labelled("Nog een vraag hierover");
    talk.say("En die brief?");
    let turn = talk.press(&done);
    assert!(text(&turn).contains("heeft uw vraag al"), "{}", text(&turn));
    assert!(matches!(letters(&talk.say("hoe lang duurt inzage"))[..], [ToDesk::Said { .. }]));
}

#[test]
fn a_photo_before_the_words_does_not_lose_them_for_the_officer() {
    let mut talk = closed();
    talk.press_labelled("Nog een vraag hierover");
    talk.send(MediaKind::Photo, None);
    assert!(matches!(letters(&talk.say("hoe lang duurt inzage"))[..], [ToDesk::Said { .. }]));
    let mut talk = with_officer();
    let turn = talk.send(MediaKind::Photo, Some("dit is de brief die ik kreeg"));
    assert!(matches!(letters(&turn)[..], [ToDesk::Said { .. }]));
    assert!(text(&turn).contains("Uw woorden zijn doorgegeven"), "{}", text(&turn));
}

#[test]
fn the_language_that_is_passed_on_is_the_one_that_was_shown() {
    let mut talk = talk("mo-su 00:00-24:00");
    talk.say("/mens");
    talk.say("Waarom duurt mijn verzoek zo lang?");
    let send = data_of(&talk, "Zo doorgeven");
    talk.say("/taal english");
    let turn = talk.press(&send);
    assert!(letters(&turn).is_empty() && text(&turn).contains("Language: English"), "{}", text(&turn));
    assert!(matches!(letters(&talk.press_labelled("Pass this on"))[..], [ToDesk::Open(_)]));
}

#[test]
fn a_question_that_the_desk_never_confirmed_does_not_keep_the_citizen_waiting_for_ever() {
    let mut talk = talk("mo-su 00:00-24:00");
    talk.say("/mens");
    talk.say("Waarom duurt mijn verzoek zo lang?");
    talk.press_labelled("Zo doorgeven");
    assert!(text(&talk.say("hallo?")).contains("Een ogenblik"));
    talk.now = talk.now.plus_minutes(15);
    let turn = talk.say("hoe lang duurt inzage");
    assert!(text(&turn).contains("niet bij de medewerker aangekomen"), "{}", text(&turn));
    assert!(matches!(turn.decision, Decision::Answer(_)) && talk.state.hand_over.is_none());
}
