//! What the desk must not do: with the real binary and the pretend server.

use std::time::Duration;

use serde_json::json;

use crate::bot::Bot;
use crate::desk_life::{ANNA, BRAM, CITIZEN, GROUP, pass_on, start, told, topic, with_group};
use crate::pretend::{Fault, On, World};

#[tokio::test]
async fn t01_t02_t25_nothing_but_an_officers_own_text_reaches_the_citizen() {
    let scene = with_group(true).await;
    let bot = start(&scene, &[]);
    let pretend = &scene.pretend;
    let code = pass_on(pretend, CITIZEN, "Mag ik mijn dossier zien, en hoe dan?").await;
    let thread = topic(pretend, &code).await;
    let group = pretend.group(GROUP);
    let anna = group.officer(ANNA);
    anna.presses("Nemen");
    told(pretend, CITIZEN, "bekijkt nu uw vraag").await;
    let count = pretend.sent(CITIZEN).len();

    let text = |more: serde_json::Value| {
        let mut fields = json!({"message_thread_id": thread, "text": "VERBODEN"});
        fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        fields
    };
    for stranger in [8, 1_087_968_824, 136_817_688, 777_000] {
        group.officer(stranger).sends(&text(json!({})));
    }
    let chat = json!({"id": GROUP, "type": "supergroup", "title": "Groep"});
    let user = json!({"id": 99, "is_bot": false, "first_name": "X"});
    let bot_user = json!({"id": 99, "is_bot": true, "first_name": "X"});
    for fields in [
        json!({"sender_chat": chat}),
        json!({"via_bot": bot_user}),
        json!({"forward_origin": {"type": "user", "sender_user": user, "date": 1}}),
        json!({"forward_origin": {"type": "hidden_user", "sender_user_name": "X", "date": 1}}),
        json!({"from": {"id": ANNA, "is_bot": true, "first_name": "X"}}),
    ] {
        anna.sends(&text(fields));
    }
    // Not in the topic of the case, or in none.
    anna.sends(&json!({"text": "VERBODEN"}));
    anna.sends(&json!({"message_thread_id": thread + 10_000, "text": "VERBODEN"}));
    let file = json!({"file_id": "f", "file_unique_id": "u"});
    let sized = json!({"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9, "duration": 1});
    for (kind, value) in [
        ("photo", json!([{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}])),
        ("document", file.clone()),
        ("voice", sized.clone()),
        ("video", sized.clone()),
        ("video_note", sized.clone()),
        ("audio", sized.clone()),
        ("animation", sized),
        ("sticker", file),
        ("location", json!({"latitude": 1.0, "longitude": 1.0})),
        ("contact", json!({"phone_number": "1", "first_name": "VERBODEN"})),
        ("poll", json!({"id": "1", "question": "VERBODEN"})),
        ("dice", json!({"emoji": "🎲", "value": 1})),
        ("story", json!({})),
        ("new_chat_title", json!("VERBODEN")),
        ("pinned_message", json!({"message_id": 1, "text": "VERBODEN"})),
        ("something_new", json!({"text": "VERBODEN"})),
    ] {
        let mut fields = json!({"message_thread_id": thread, "caption": "VERBODEN"});
        fields[kind] = value;
        anna.sends(&fields);
    }
    for note in ["// VERBODEN", "//VERBODEN", "  // VERBODEN", "/onbekend VERBODEN", "/antwoord verboden-VERBODEN"] {
        anna.writes(thread, note);
    }
    anna.writes(thread, "Dit mag wel.");
    let answer = told(pretend, CITIZEN, "Dit mag wel.").await;
    assert!(!answer.text.contains("VERBODEN"));
    pretend.wait_for_empty_queue().await;
    assert_eq!(pretend.sent(CITIZEN).len(), count + 1, "{:?}", pretend.sent(CITIZEN));
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn t03_whoever_has_left_the_group_or_cannot_be_asked_about_is_refused() {
    let scene = with_group(true).await;
    let bot = start(&scene, &[]);
    let pretend = &scene.pretend;
    let code = pass_on(pretend, CITIZEN, "Mag ik mijn dossier zien, en hoe dan?").await;
    let thread = topic(pretend, &code).await;
    let group = pretend.group(GROUP);
    pretend.fault(On::next("getChatMember"), Fault::ServerError);
    group.officer(ANNA).presses("Nemen");
    pretend
        .wait_until("the press to be answered", |world: &World| world.unanswered_presses().is_empty().then_some(()))
        .await;
    group.officer(ANNA).presses("Nemen");
    told(pretend, CITIZEN, "bekijkt nu uw vraag").await;
    group.loses(ANNA);
    group.officer(ANNA).writes(thread, "Ik hoor er niet meer bij.");
    group.officer(BRAM).writes(thread, "// ik wel");
    pretend.wait_for_empty_queue().await;
    pretend.wait_for_calls("getChatMember", 4).await;
    pretend.citizen(CITIZEN).says("/stop");
    told(pretend, CITIZEN, "U bent weer bij mij").await;
    assert!(!pretend.sent(CITIZEN).iter().any(|sent| sent.text.contains("niet meer bij")));
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn t05_a_button_of_another_group_officer_or_nobody_does_nothing() {
    let scene = with_group(true).await;
    let bot = start(&scene, &[]);
    let pretend = &scene.pretend;
    pass_on(pretend, CITIZEN, "Mag ik mijn dossier zien, en hoe dan?").await;
    let card = told(pretend, GROUP, "Niemand heeft deze vraag").await;
    let group = pretend.group(GROUP);
    let take = card.buttons[0][0].1.clone();
    for forged in [format!("{take}0"), take.replace("|t|", "|a|"), "1|t".to_owned(), String::new(), "d1|t".to_owned()] {
        group.officer(ANNA).presses_data(&card, &forged);
    }
    group.officer(99).presses_data(&card, &take);
    group.officer(ANNA).presses_data(&card, &take);
    told(pretend, CITIZEN, "bekijkt nu uw vraag").await;
    // Anna's own buttons do nothing for Bram.
    let hers = told(pretend, GROUP, "Bij Anna").await;
    group
        .officer(BRAM)
        .presses_data(&hers, &hers.buttons.iter().flatten().find(|(label, _)| label == "Terug in de rij").unwrap().1);
    pretend.wait_until("answers", |world: &World| world.unanswered_presses().is_empty().then_some(())).await;
    assert_eq!(pretend.sent(CITIZEN).iter().filter(|sent| sent.text.contains("weer in de rij")).count(), 0);
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn t26_a_foreign_group_is_left_and_hears_nothing_of_the_desk() {
    let scene = with_group(true).await;
    let bot = start(&scene, &[]);
    let pretend = &scene.pretend;
    pass_on(pretend, CITIZEN, "Mag ik mijn dossier zien, en hoe dan?").await;
    pretend.group(-77).adds_bot();
    pretend.group(-77).says(ANNA, "/wachtrij");
    let left = pretend
        .wait_until("the bot to leave", |world: &World| (!world.left.is_empty()).then(|| world.left.clone()))
        .await;
    assert_eq!(left[0], -77);
    for kind in ["inline_query", "business_message", "channel_post", "guest_message", "chat_join_request"] {
        pretend
            .inject(&json!({ kind: {"id": "1", "from": {"id": 5, "is_bot": false, "first_name": "X"}, "query": "x"} }));
    }
    pretend.wait_for_empty_queue().await;
    assert!(!pretend.sent(-77).iter().any(|sent| sent.text.contains("Open vragen") || sent.text.contains("dossier")));
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn t27_a_group_that_moved_stops_the_hand_over_loudly_and_its_new_number_is_not_followed() {
    const NEW: i64 = -1_002_000_000_999;
    let scene = with_group(true).await;
    let bot = start(&scene, &[]);
    let pretend = &scene.pretend;
    pass_on(pretend, CITIZEN, "Mag ik mijn dossier zien, en hoe dan?").await;
    told(pretend, GROUP, "Niemand heeft deze vraag").await;
    pretend.group(GROUP).moves_to(NEW);
    pretend.citizen(CITIZEN).says("En nog iets over mijn dossier.");
    bot.has_logged("desk_group_lost").await;
    let asks = pretend.citizen(43);
    asks.says("/mens");
    pretend.wait_for(43, 2).await;
    assert!(
        !pretend.sent(43).iter().any(|sent| sent.text.contains("Typ uw vraag in één bericht")),
        "nobody is promised"
    );
    assert!(bot.stop("TERM").await.success());
    assert!(pretend.sent(NEW).is_empty());
    // The operator names the new group: the case and what was said are there.
    let group = pretend.group(NEW);
    group.has_members(&[ANNA, BRAM]);
    group.has_topics(true);
    let bot = start(&scene, &[("LOKET_DESK_GROUP", &NEW.to_string())]);
    told(pretend, NEW, "En nog iets over mijn dossier.").await;
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn t27_a_deleted_topic_is_made_anew_and_nothing_of_the_case_is_lost() {
    let scene = with_group(true).await;
    let bot = start(&scene, &[]);
    let pretend = &scene.pretend;
    let code = pass_on(pretend, CITIZEN, "Mag ik mijn dossier zien, en hoe dan?").await;
    let thread = topic(pretend, &code).await;
    pretend.group(GROUP).officer(ANNA).presses("Nemen");
    told(pretend, CITIZEN, "bekijkt nu uw vraag").await;
    pretend.group(GROUP).deletes_topic(thread);
    pretend.citizen(CITIZEN).says("Bent u daar nog?");
    told(pretend, CITIZEN, "Uw vraag staat weer in de rij").await;
    let again = told(pretend, GROUP, "Bent u daar nog?").await;
    assert_ne!(again.thread, Some(thread));
    assert!(bot.stop("TERM").await.success());
}

/// Where the process dies, and how often that place is passed before.
const DEATHS: [(&str, u32); 14] = [
    ("letters.committed", 1),
    ("letters.committed", 2),
    ("desk.stepped", 2),
    ("desk.stepped", 4),
    ("desk.stepped", 6),
    ("desk.committed", 2),
    ("desk.committed", 4),
    ("desk.committed", 6),
    ("officers.called", 1),
    ("officers.called", 2),
    ("officers.called", 3),
    ("officers.ticked", 2),
    ("sent", 5),
    ("turn.committed", 4),
];

/// Returns once the process is gone.
async fn has_died(bot: &mut Bot) {
    let mut looks = tokio::time::interval(Duration::from_millis(20));
    while !bot.has_ended() {
        looks.tick().await;
    }
}

#[tokio::test]
async fn killed_at_each_step_of_a_case_nothing_is_lost_and_no_reply_is_crossed() {
    for (place, times) in DEATHS {
        let scene = with_group(true).await;
        let mut bot = start(&scene, &[("LOKET_FAILPOINT", &format!("{place}:{times}"))]);
        let life = async {
            let pretend = &scene.pretend;
            let code = pass_on(pretend, CITIZEN, "Mag ik mijn dossier zien, en hoe dan?").await;
            let thread = topic(pretend, &code).await;
            let anna = pretend.group(GROUP).officer(ANNA);
            anna.presses("Nemen");
            told(pretend, CITIZEN, "bekijkt nu uw vraag").await;
            anna.writes(thread, "Ja, dat mag.");
            told(pretend, CITIZEN, "Ja, dat mag.").await;
            pretend.citizen(CITIZEN).says("Fijn, en wanneer krijg ik het?");
            told(pretend, GROUP, "en wanneer krijg ik het?").await;
            told(pretend, GROUP, "Bij Anna").await;
            anna.presses("Sluiten: beantwoord");
            told(pretend, CITIZEN, "heeft uw vraag afgesloten").await;
        };
        tokio::pin!(life);
        loop {
            tokio::select! {
                () = &mut life => break,
                () = has_died(&mut bot) => bot = start(&scene, &[]),
            }
        }
        let texts: Vec<String> = scene.pretend.sent(CITIZEN).into_iter().map(|sent| sent.text).collect();
        for once in ["Ja, dat mag.", "bekijkt nu uw vraag", "heeft uw vraag afgesloten"] {
            let times_seen = texts.iter().filter(|text| text.contains(once)).count();
            assert!((1..=2).contains(&times_seen), "{place}:{times}: {once} came {times_seen} times: {texts:?}");
        }
    }
}
