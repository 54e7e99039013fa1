//! `loket serve`, the real binary, against the pretend server: whole conversations, trouble, stops and kills.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::json;
use tempfile::TempDir;

use crate::bot::{Bot, Start, log_of};
use crate::crowd::{INTRODUCTION, QUESTIONS, answers};
use crate::pretend::{Fault, On, Pretend};

/// A pretend server, and a folder for the bot's data.
pub(crate) struct Scene {
    pub(crate) pretend: Pretend,
    pub(crate) folder: TempDir,
}

impl Scene {
    pub(crate) async fn new() -> Self {
        let pretend = Pretend::start().await.with_patience(Duration::from_secs(60));
        Self { pretend, folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn start(&self) -> Bot {
        self.start_with(|start| start)
    }

    pub(crate) fn start_with(&self, change: impl FnOnce(Start<'_>) -> Start<'_>) -> Bot {
        let data = self.data();
        change(Start::new(self.pretend.url(), self.pretend.token(), &data)).run()
    }

    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(log_of(&self.data())).unwrap_or_default()
    }

    pub(crate) async fn texts(&self, chat: i64, n: usize) -> Vec<String> {
        self.pretend.wait_for(chat, n).await.into_iter().map(|sent| sent.text).collect()
    }
}

#[tokio::test]
async fn a_citizen_is_introduced_answered_and_led_on_by_buttons() {
    let scene = Scene::new().await;
    let bot = scene.start();
    let citizen = scene.pretend.citizen(7);
    citizen.says("kan ik zien wat de politie over mij heeft");
    let texts = scene.texts(7, 2).await;
    assert!(texts[0].starts_with(INTRODUCTION), "{texts:?}");
    assert!(texts[1].starts_with("Ja, dat mag."), "{texts:?}");
    citizen.presses("Meer");
    let more = scene.texts(7, 3).await;
    assert!(more[2].contains("Schrijf een brief"), "{more:?}");
    citizen.says("en hoe lang duurt dat?");
    assert!(scene.texts(7, 4).await[3].contains("6 weken"));
    scene.pretend.wait_for_calls("answerCallbackQuery", 1).await;
    assert!(scene.pretend.unanswered_presses().is_empty());
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn a_restart_in_the_middle_goes_on_where_the_conversation_was() {
    let scene = Scene::new().await;
    let bot = scene.start();
    scene.pretend.citizen(7).says("/start access-request");
    scene.pretend.wait_for(7, 2).await;
    assert!(bot.stop("TERM").await.success());
    scene.pretend.citizen(7).says("en hoe lang duurt dat?");
    let bot = scene.start();
    let texts = scene.texts(7, 3).await;
    assert!(texts[2].contains("6 weken"), "the topic was not remembered: {texts:?}");
    assert!(bot.stop("INT").await.success());
    assert_eq!(scene.pretend.sent(7).len(), 3, "nothing is said twice");
}

#[tokio::test]
async fn killed_in_the_middle_of_a_crowd_nothing_is_lost_and_every_chat_keeps_its_order() {
    const CHATS: std::ops::Range<i64> = 100..130;
    const TURNS: usize = 12;
    let scene = Scene::new().await;
    scene.pretend.flood(CHATS, TURNS, |_, turn| QUESTIONS[turn % QUESTIONS.len()].0.to_owned());
    let wanted = CHATS.count() * (TURNS + 1);
    for part in 1..4 {
        let bot = scene.start();
        scene.pretend.wait_for_total(wanted * part / 5).await;
        bot.kill();
    }
    let bot = scene.start();
    let all_answered = |world: &crate::pretend::World| {
        CHATS.clone().all(|chat| answers(&world.sent_to(chat)).len() > TURNS).then_some(())
    };
    scene.pretend.wait_until("an answer to every question", all_answered).await;
    assert!(bot.stop("TERM").await.success());
    for chat in CHATS {
        let sent = scene.pretend.sent(chat);
        let answers = answers(&sent);
        let expected: Vec<&str> =
            std::iter::once(INTRODUCTION).chain((0..TURNS).map(|turn| QUESTIONS[turn % QUESTIONS.len()].1)).collect();
        assert_eq!(answers, expected, "chat {chat} is out of order");
        let repeats = sent.len() - answers.len();
        assert!(repeats <= 3, "three kills may repeat at most three messages, not {repeats}");
    }
}

#[tokio::test]
async fn every_kind_of_trouble_on_the_line_delays_and_loses_nothing() {
    let scene = Scene::new().await;
    let faults = [Fault::BadGateway, Fault::RetryAfter(0), Fault::ResetBefore, Fault::ServerError, Fault::ResetAfter];
    scene.pretend.fault_every(4, &faults);
    scene.pretend.flood(1..11, 3, |_, turn| QUESTIONS[turn].0.to_owned());
    let bot = scene.start();
    let all =
        |world: &crate::pretend::World| (1..11).all(|chat| answers(&world.sent_to(chat)).len() == 4).then_some(());
    scene.pretend.wait_until("every answer", all).await;
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn a_chat_that_must_wait_holds_up_no_other() {
    let scene = Scene::new().await;
    scene.pretend.fault(On::chat(1), Fault::RetryAfter(600));
    let bot = scene.start();
    scene.pretend.citizen(1).says("/start complaint");
    scene.pretend.wait_for_calls("sendMessage", 1).await;
    scene.pretend.citizen(2).says("/start complaint");
    scene.pretend.wait_for(2, 2).await;
    assert!(scene.pretend.sent(1).is_empty());
    assert!(bot.stop("TERM").await.success(), "a wait of ten minutes does not delay the stop");
}

#[tokio::test]
async fn who_blocked_the_bot_is_given_up_and_others_are_answered() {
    let scene = Scene::new().await;
    scene.pretend.citizen(1).says("/start complaint");
    scene.pretend.citizen(1).blocks();
    scene.pretend.citizen(2).says("/start complaint");
    let bot = scene.start();
    scene.pretend.wait_for(2, 2).await;
    scene.pretend.wait_for_empty_queue().await;
    let look = |world: &crate::pretend::World| {
        let tried = world.calls.iter().any(|call| call.method == "sendMessage" && call.params["chat_id"] == json!(1));
        tried.then_some(())
    };
    scene.pretend.wait_until("a try to reach who blocked the bot", look).await;
    assert!(bot.stop("TERM").await.success());
    let tries = scene.pretend.calls("sendMessage").iter().filter(|call| call.params["chat_id"] == json!(1)).count();
    let bot = scene.start();
    scene.pretend.citizen(2).says("/start complaint");
    scene.pretend.wait_for(2, 3).await;
    assert!(bot.stop("TERM").await.success());
    let later = scene.pretend.calls("sendMessage").iter().filter(|call| call.params["chat_id"] == json!(1)).count();
    assert_eq!((tries, later), (1, 1), "one try, and none after a restart");
}

#[tokio::test]
async fn a_group_is_left_after_a_word() {
    let scene = Scene::new().await;
    scene.pretend.group(-500).adds_bot();
    let bot = scene.start();
    let left = |world: &crate::pretend::World| (!world.left.is_empty()).then(|| world.left.clone());
    assert_eq!(scene.pretend.wait_until("the bot to leave", left).await, [-500]);
    assert!(scene.pretend.sent(-500)[0].text.contains("groepen"));
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn what_cannot_be_read_is_answered_in_words() {
    let scene = Scene::new().await;
    let bot = scene.start();
    let citizen = scene.pretend.citizen(3);
    citizen.sends_voice();
    citizen.sends_photo(None);
    citizen.sends_location();
    citizen.sends(&json!({"something_new": {"of": "next year"}}));
    let texts = scene.texts(3, 5).await;
    assert!(texts[1].contains("alleen tekst"), "{texts:?}");
    assert!(texts[2].contains("0900-8844"), "the second in a row gets a door: {texts:?}");
    citizen.says("/start complaint");
    citizen.edits("/start access-request");
    let texts = scene.texts(3, 7).await;
    assert!(texts[6].contains("veranderd") && texts[6].contains("Ja, dat mag."), "{texts:?}");
    citizen.forges_press("0|old");
    assert!(scene.texts(3, 8).await[7].contains("oud"));
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn commands_and_descriptions_are_registered_in_both_languages() {
    let scene = Scene::new().await;
    let bot = scene.start();
    scene.pretend.wait_for_calls("setMyCommands", 3).await;
    let commands: BTreeMap<String, String> = scene
        .pretend
        .calls("setMyCommands")
        .iter()
        .map(|call| {
            (call.params["language_code"].as_str().unwrap_or("").to_owned(), call.params["commands"].to_string())
        })
        .collect();
    assert!(commands["nl"].contains("\"wis\"") && commands[""].contains("\"wis\""), "{commands:?}");
    assert!(commands["en"].contains("\"delete\""), "{commands:?}");
    // The Dutch texts are those for everybody, so only English ones are written beside them.
    scene.pretend.wait_for_calls("setMyShortDescription", 2).await;
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn a_revoked_token_ends_it_with_words_and_a_code_of_its_own() {
    let scene = Scene::new().await;
    scene.pretend.revoke_token();
    let bot = scene.start();
    let status = bot.ended(Duration::from_secs(60)).await;
    assert_eq!(status.code(), Some(4));
    assert!(scene.log().contains("does not accept the token"), "{}", scene.log());
}

#[tokio::test]
async fn without_a_network_it_keeps_trying_and_can_be_stopped() {
    let scene = Scene::new().await;
    let data = scene.data();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let bot = Start::new(format!("http://{closed}"), scene.pretend.token(), &data).run();
    while !bot.logged().contains("telegram_unreachable") {
        tokio::task::yield_now().await;
    }
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn a_webhook_of_another_is_only_ended_when_asked() {
    let scene = Scene::new().await;
    scene.pretend.sets_webhook("https://elsewhere.example/hook");
    let bot = scene.start();
    while !bot.logged().contains("webhook_set") {
        tokio::task::yield_now().await;
    }
    assert!(bot.stop("TERM").await.success());
    assert!(scene.pretend.calls("deleteWebhook").is_empty());
    scene.pretend.citizen(1).says("/start complaint");
    let bot = scene.start_with(|start| start.with("--delete-webhook"));
    scene.pretend.wait_for(1, 2).await;
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn an_idle_conversation_is_kept_and_an_erased_one_is_not() {
    let scene = Scene::new().await;
    let bot = scene.start();
    let citizen = scene.pretend.citizen(5);
    citizen.says("/start complaint");
    scene.pretend.wait_for(5, 2).await;
    citizen.says("/wis");
    scene.pretend.wait_for(5, 3).await;
    citizen.presses("Ja, wissen");
    assert!(scene.texts(5, 4).await[3].contains("gewist"));
    citizen.says("/start complaint");
    let texts = scene.texts(5, 6).await;
    assert!(texts[4].starts_with(INTRODUCTION), "after erasing they are strangers again: {texts:?}");
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn t18_neither_token_nor_words_nor_ids_reach_the_log_at_its_loudest() {
    let scene = Scene::new().await;
    scene.pretend.fault(On::next("getMe"), Fault::BadGateway);
    scene.pretend.fault(On::next("getUpdates"), Fault::HalfAnswer);
    scene.pretend.fault_every(2, &[Fault::BadGateway, Fault::ResetAfter, Fault::HalfAnswer]);
    let bot = scene.start_with(|start| start.set("LOKET_LOG_LEVEL", "trace"));
    let citizen = scene.pretend.citizen(77_123_456_789);
    citizen.says("mijn kanarie zingt zqxjkvbpw");
    scene.pretend.wait_for(77_123_456_789, 2).await;
    scene.pretend.revoke_token();
    let status = bot.ended(Duration::from_secs(60)).await;
    assert_eq!(status.code(), Some(4));
    let log = scene.log();
    assert!(log.contains("\"event\""), "there is a log to look at: {log}");
    for canary in ["canary_token", "zqxjkvbpw", "77123456789"] {
        assert!(!log.contains(canary), "{canary} in {log}");
    }
}

/// What a citizen may try to write into the log, and Telegram's server too: a line of their own, the signs of a terminal.
const FORGED: &str = "regel\n{\"event\":\"forged\"}\r\n\u{1b}[2J\u{202e}\u{0}";

#[tokio::test]
async fn t19_nothing_that_is_said_or_answered_makes_a_line_in_the_log() {
    let scene = Scene::new().await;
    scene.pretend.fault(On::next("sendMessage"), Fault::BadGateway);
    let bot = scene.start_with(|start| start.set("LOKET_LOG_LEVEL", "trace"));
    let citizen = scene.pretend.citizen(6);
    citizen.says(FORGED);
    citizen.says(&format!("/start {FORGED}"));
    citizen.forges_press(FORGED);
    scene.pretend.wait_for(6, 3).await;
    assert!(bot.stop("TERM").await.success());
    let log = scene.log();
    let lines: Vec<serde_json::Value> =
        log.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no event: {line}"))).collect();
    assert!(lines.iter().any(|line| line["event"] == "ready"), "{log}");
    assert!(lines.iter().all(|line| line["event"] != "forged") && !log.contains('\u{1b}'), "{log}");
}

#[tokio::test]
async fn t17_the_token_reaches_neither_the_log_nor_the_environment_of_a_child_nor_any_file() {
    let scene = Scene::new().await;
    for fault in [Fault::BadGateway, Fault::HalfAnswer, Fault::ResetAfter] {
        scene.pretend.fault(On::next("sendMessage"), fault);
    }
    let bot = scene.start_with(|start| start.set("LOKET_LOG_LEVEL", "trace"));
    scene.pretend.citizen(6).says("hoe lang duurt inzage");
    scene.pretend.wait_for(6, 2).await;
    let token = scene.pretend.token().to_owned();
    let secret = token.split_once(':').unwrap().1;
    let arguments = std::fs::read(format!("/proc/{}/cmdline", bot.pid())).unwrap();
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", bot.pid())).unwrap();
    assert!(!String::from_utf8_lossy(&arguments).contains(secret));
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert!(core.split_whitespace().skip(4).take(2).all(|limit| limit == "0"), "a core dump could be made: {core}");
    assert!(bot.stop("TERM").await.success());
    assert!(!scene.log().contains(secret));
    for (path, bytes) in crate::command_support::files(&scene.data()) {
        let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!found, "{}", path.display());
    }
}
