//! `loket serve` when receiving goes wrong in the ways that Telegram has: a second poller, ids that start again lower, groups
//! that become other chats, updates that nobody can read.

use serde_json::json;

use crate::pretend::Entrance;
use crate::pretend::{Fault, On, TOKEN};
use crate::pretend_rules::post;
use crate::serve::Scene;
use crate::serve_webhook::{at_webhook, free_port};

#[tokio::test]
async fn t40_a_second_poller_is_named_and_the_first_goes_on_after_it() {
    let scene = Scene::new().await;
    let bot = scene.start();
    scene.pretend.wait_for_calls("getUpdates", 1).await;
    let mut log = String::new();
    // The one that polls meets the other one whenever both ask at the same time.
    while !log.contains("other_poller") {
        post(&scene.pretend, &format!("/bot{TOKEN}/getUpdates"), "{}").await;
        log = bot.logged();
    }
    assert!(log.contains("another process receives the updates of this bot: stop it"), "{log}");
    scene.pretend.citizen(1).says("/start complaint");
    assert_eq!(scene.texts(1, 2).await.len(), 2);
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn t09_after_a_quiet_week_lower_ids_are_answered_too() {
    let scene = Scene::new().await;
    let bot = scene.start();
    scene.pretend.citizen(1).says("/start complaint");
    scene.texts(1, 2).await;
    let unset = |world: &crate::pretend::World| {
        let last = world.calls.iter().rfind(|call| call.method == "getUpdates")?;
        (world.queue.len() == 0 && last.params.get("offset").is_none()).then_some(())
    };
    scene.pretend.wait_until("a poll without offset", unset).await;
    scene.pretend.restart_ids(5);
    scene.pretend.citizen(1).says("/start access-request");
    assert!(scene.texts(1, 3).await[2].starts_with("Ja, dat mag."));
    scene.pretend.wait_for_empty_queue().await;
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn t27_a_group_that_becomes_another_chat_is_not_followed() {
    let scene = Scene::new().await;
    scene.pretend.group(-500).adds_bot();
    scene.pretend.group(-500).moves_to(-1_000_000_000_500);
    scene.pretend.citizen(2).says("/start complaint");
    let bot = scene.start();
    scene.texts(2, 2).await;
    scene.pretend.wait_for_empty_queue().await;
    scene.pretend.citizen(2).says("/start access-request");
    scene.texts(2, 3).await;
    assert!(bot.stop("TERM").await.success());
    assert!(scene.log().contains("\"event\":\"chat_gone\""), "{}", scene.log());
    assert!(scene.pretend.sent(-1_000_000_000_500).is_empty());
    assert!(!scene.log().contains("500500") && !scene.log().contains("-500"));
}

#[tokio::test]
async fn updates_without_sense_hold_up_nothing_and_who_sent_one_is_answered() {
    let scene = Scene::new().await;
    let bot = scene.start();
    scene.pretend.citizen(3).says("/start complaint");
    scene.texts(3, 2).await;
    // An update without an id, one of a kind that does not exist, one whose text is no text.
    scene.pretend.inject_raw(|_| r#"{"no_id":true}"#.to_owned());
    scene.pretend.inject_raw(|id| format!(r#"{{"update_id":{id},"oracle":{{"says":[1,2]}}}}"#));
    let chat = r#""chat":{"id":3,"type":"private"},"from":{"id":3,"is_bot":false}"#;
    scene.pretend.inject_raw(|id| format!(r#"{{"update_id":{id},"message":{{"date":1,{chat},"text":{{"a":1}}}}}}"#));
    assert!(scene.texts(3, 3).await[2].contains("alleen tekst"));
    scene.pretend.citizen(3).says("/start access-request");
    assert!(scene.texts(3, 4).await[3].starts_with("Ja, dat mag."));
    assert!(bot.stop("TERM").await.success());
    assert!(scene.log().contains("updates_unreadable"), "{}", scene.log());
}

#[tokio::test]
async fn who_deleted_the_account_is_given_up_whichever_way_updates_come() {
    let scene = Scene::new().await;
    let entrance = Entrance::Tcp(free_port());
    scene.pretend.opens(entrance.clone());
    scene.pretend.fault(On::chat(1), Fault::Refuse(403, "Forbidden: user is deactivated"));
    let bot = scene.start_with(|start| at_webhook(start, &entrance));
    scene.pretend.citizen(1).says("/start complaint");
    scene.pretend.wait_for_calls("sendMessage", 1).await;
    scene.pretend.citizen(2).says("/start complaint");
    scene.texts(2, 2).await;
    assert!(bot.stop("TERM").await.success());
    let tries = scene.pretend.calls("sendMessage").iter().filter(|call| call.params["chat_id"] == json!(1)).count();
    assert_eq!(tries, 1);
    assert!(scene.log().contains("\"event\":\"chat_gone\""));
}
