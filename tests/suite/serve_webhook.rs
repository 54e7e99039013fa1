//! `loket serve` at a webhook, the real binary: whole conversations, stops and kills, and webhooks of others.

use std::net::TcpListener;
use std::time::Duration;

use serde_json::Value;

use crate::bot::{Bot, Start};
use crate::crowd::{INTRODUCTION, QUESTIONS, answers};
use crate::pretend::{Entrance, World};
use crate::serve::Scene;

pub(crate) const URL: &str = "https://loket.example.nl/telegram";
pub(crate) const SECRET: &str = "kanarie_zqxjkvbpw-0123456789";

/// A port that nothing listens at.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Makes a start one at a webhook.
pub(crate) fn at_webhook<'a>(start: Start<'a>, entrance: &Entrance) -> Start<'a> {
    let listen = match entrance {
        Entrance::Tcp(port) => format!("127.0.0.1:{port}"),
        Entrance::Unix(path) => format!("unix:{}", path.display()),
    };
    let start = start.set("LOKET_WEBHOOK_URL", URL).set("LOKET_WEBHOOK_LISTEN", &listen);
    start.set("LOKET_WEBHOOK_SECRET", SECRET)
}

fn start(scene: &Scene, entrance: &Entrance) -> Bot {
    scene.start_with(|start| at_webhook(start, entrance))
}

/// A scene in which the webhook's address leads to a free port.
async fn scene() -> (Scene, Entrance) {
    let scene = Scene::new().await;
    let entrance = Entrance::Tcp(free_port());
    scene.pretend.opens(entrance.clone());
    (scene, entrance)
}

async fn holds_a_conversation(scene: &Scene, entrance: &Entrance) {
    let bot = start(scene, entrance);
    let citizen = scene.pretend.citizen(7);
    citizen.says("kan ik zien wat de politie over mij heeft");
    let texts = scene.texts(7, 2).await;
    assert!(texts[0].starts_with(INTRODUCTION) && texts[1].starts_with("Ja, dat mag."), "{texts:?}");
    citizen.presses("Meer");
    scene.texts(7, 3).await;
    citizen.says("en hoe lang duurt dat?");
    assert!(scene.texts(7, 4).await[3].contains("6 weken"));
    scene.pretend.wait_for_calls("answerCallbackQuery", 1).await;
    assert!(scene.pretend.unanswered_presses().is_empty());
    assert_eq!(scene.pretend.pending_updates(), 0);
    assert!(bot.stop("TERM").await.success());
    assert!(scene.pretend.calls("getUpdates").is_empty());
    assert_eq!(scene.pretend.webhook_url(), URL, "a stop leaves the webhook: another process may take over");
    let log = scene.log();
    assert!(log.contains("webhook_registered") && !log.contains("kanarie"), "{log}");
}

#[tokio::test]
async fn a_whole_conversation_by_webhook_over_tcp() {
    let (scene, entrance) = scene().await;
    holds_a_conversation(&scene, &entrance).await;
    let set = &scene.pretend.calls("setWebhook")[0].params;
    let wanted = serde_json::json!({
        "url": URL, "secret_token": SECRET, "max_connections": 40, "drop_pending_updates": false,
        "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member", "chat_member"],
    });
    assert_eq!(*set, wanted);
}

#[tokio::test]
async fn a_whole_conversation_by_webhook_over_a_unix_socket_also_after_one_was_left_behind() {
    let scene = Scene::new().await;
    let path = scene.folder.path().join("loket.sock");
    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    assert!(path.exists(), "a process that was killed leaves its socket");
    let entrance = Entrance::Unix(path.clone());
    scene.pretend.opens(entrance.clone());
    holds_a_conversation(&scene, &entrance).await;
    assert!(!path.exists(), "one that is stopped does not");
}

const CHATS: std::ops::Range<i64> = 100..120;
const TURNS: usize = 9;

fn all_answered(world: &World) -> Option<()> {
    CHATS.clone().all(|chat| answers(&world.sent_to(chat)).len() > TURNS).then_some(())
}

/// Every chat was answered in order; how many messages came twice.
fn judge(scene: &Scene) -> usize {
    let turns = (0..TURNS).map(|turn| QUESTIONS[turn % QUESTIONS.len()].1);
    let expected: Vec<&str> = std::iter::once(INTRODUCTION).chain(turns).collect();
    let mut repeats = 0;
    for chat in CHATS {
        let sent = scene.pretend.sent(chat);
        assert_eq!(answers(&sent), expected, "chat {chat} is out of order");
        repeats += sent.len() - expected.len();
    }
    repeats
}

fn crowd(scene: &Scene) -> usize {
    scene.pretend.flood(CHATS, TURNS, |_, turn| QUESTIONS[turn % QUESTIONS.len()].0.to_owned());
    CHATS.count() * (TURNS + 1)
}

#[tokio::test]
async fn t10_killed_in_the_middle_of_a_crowd_what_was_taken_is_answered_in_order() {
    let (scene, entrance) = scene().await;
    let wanted = crowd(&scene);
    for part in 1..3 {
        let bot = start(&scene, &entrance);
        scene.pretend.wait_for_total(wanted * part / 4).await;
        bot.kill();
    }
    let bot = start(&scene, &entrance);
    scene.pretend.wait_until("an answer to every question", all_answered).await;
    assert!(bot.stop("TERM").await.success());
    let repeats = judge(&scene);
    assert!(repeats <= 2 * CHATS.count(), "two kills may repeat one message a chat each, not {repeats}");
}

#[tokio::test]
async fn stopped_in_the_middle_of_a_crowd_nothing_is_lost_or_said_twice() {
    let (scene, entrance) = scene().await;
    let wanted = crowd(&scene);
    let bot = start(&scene, &entrance);
    scene.pretend.wait_for_total(wanted / 3).await;
    assert!(bot.stop("TERM").await.success());
    let taken = |attempts: &[(i64, u16)]| attempts.iter().filter(|(_, status)| *status == 200).count();
    let before = taken(&scene.pretend.attempts());
    assert!(before > 0);
    let bot = start(&scene, &entrance);
    scene.pretend.wait_until("an answer to every question", all_answered).await;
    assert!(bot.stop("TERM").await.success());
    assert_eq!(judge(&scene), 0);
}

#[tokio::test]
async fn a_webhook_of_another_is_named_and_only_taken_over_when_asked() {
    let (scene, entrance) = scene().await;
    scene.pretend.sets_webhook("https://elsewhere.example:8443/canary_path");
    let status = start(&scene, &entrance).ended(Duration::from_secs(60)).await;
    assert_eq!(status.code(), Some(2));
    let log = scene.log();
    assert!(log.contains("elsewhere.example:8443") && log.contains("--take-over-webhook"), "{log}");
    assert!(!log.contains("canary"), "{log}");
    assert!(scene.pretend.calls("setWebhook").is_empty() && scene.pretend.calls("deleteWebhook").is_empty());

    let bot = scene.start_with(|start| at_webhook(start, &entrance).with("--take-over-webhook"));
    scene.pretend.citizen(7).says("/start complaint");
    scene.texts(7, 2).await;
    assert!(bot.stop("TERM").await.success());
    assert!(scene.pretend.calls("deleteWebhook").is_empty());
}

#[tokio::test]
async fn what_does_not_fit_together_is_refused_in_words() {
    let (scene, entrance) = scene().await;
    let refused = async |change: fn(Start<'_>) -> Start<'_>, words: &str| {
        let bot = scene.start_with(|start| change(at_webhook(start, &entrance)));
        assert_eq!(bot.ended(Duration::from_secs(60)).await.code(), Some(2));
        assert!(scene.log().contains(words), "no {words:?} in {}", scene.log());
    };
    refused(|start| start.with("--delete-webhook"), "is for polling").await;
    refused(|start| start.set("LOKET_WEBHOOK_SECRET", ""), "there is no secret for the webhook").await;
    refused(|start| start.set("LOKET_WEBHOOK_LISTEN", "0.0.0.0:80"), "other machines could reach it").await;
    let Entrance::Tcp(port) = entrance else { panic!("a port") };
    let _taken = TcpListener::bind(("127.0.0.1", port)).unwrap();
    refused(|start| start, "cannot listen at 127.0.0.1").await;
    let bot = scene.start_with(|start| start.with("--take-over-webhook"));
    assert_eq!(bot.ended(Duration::from_secs(60)).await.code(), Some(2));
    assert!(scene.pretend.calls("setWebhook").is_empty());
}

#[tokio::test]
async fn from_a_webhook_back_to_polling_and_the_other_way_round_nothing_is_lost() {
    let (scene, entrance) = scene().await;
    let bot = start(&scene, &entrance);
    scene.pretend.citizen(7).says("/start access-request");
    scene.texts(7, 2).await;
    assert!(bot.stop("TERM").await.success());
    scene.pretend.citizen(7).says("en hoe lang duurt dat?");
    let bot = scene.start_with(|start| start.with("--delete-webhook"));
    assert!(scene.texts(7, 3).await[2].contains("6 weken"));
    scene.pretend.wait_for_empty_queue().await;
    assert!(bot.stop("TERM").await.success());
    scene.pretend.citizen(7).says("/start complaint");
    let bot = start(&scene, &entrance);
    assert!(scene.texts(7, 4).await[3].starts_with("U kunt klagen."));
    assert!(bot.stop("TERM").await.success());
    let calls: Vec<Value> = scene.pretend.calls("setWebhook").into_iter().map(|call| call.params).collect();
    assert!(calls.iter().all(|params| params["drop_pending_updates"] == false), "{calls:?}");
}
