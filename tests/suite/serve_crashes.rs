//! `loket serve`, the real binary, dies at each named step of a message's way and is started again: nothing is lost, every
//! chat keeps its order, and at most the one message in flight comes twice. `benches/kills.rs` does it a thousand times.

use std::path::PathBuf;
use std::time::Duration;

use loket::failpoint;
use tempfile::TempDir;

use crate::bot::{Bot, Start};
use crate::crowd::{Crowd, INTRODUCTION};
use crate::pretend::Pretend;

struct Scene {
    pretend: Pretend,
    folder: TempDir,
}

impl Scene {
    async fn new() -> Self {
        let pretend = Pretend::start().await.with_patience(Duration::from_secs(60));
        Self { pretend, folder: tempfile::tempdir().unwrap() }
    }

    fn start(&self, failpoint: &str) -> Bot {
        let data: PathBuf = self.folder.path().join("data");
        Start::new(self.pretend.url(), self.pretend.token(), &data).set("LOKET_FAILPOINT", failpoint).run()
    }
}

/// These are reached once a start, or once for all that waits.
const SELDOM: [&str; 5] = ["fetched", "stored", "resumed", "closing", "head.synced"];

#[tokio::test]
async fn t10_whatever_step_it_dies_at_nothing_is_lost_and_every_chat_keeps_its_order() {
    let scene = Scene::new().await;
    let mut crowd = Crowd::new(100..108);
    let mut deaths = Vec::new();
    // A conversation that is erased begins anew: it has a test of its own.
    let steps = failpoint::ALL.into_iter().filter(|name| !failpoint::ERASING.contains(name));
    for (round, name) in steps.enumerate() {
        crowd.asks(&scene.pretend, 2);
        let times = if SELDOM.contains(&name) { 1 } else { 1 + round % 3 };
        let bot = scene.start(&format!("{name}:{times}"));
        if name == "closing" {
            crowd.until_answered(&scene.pretend).await;
            let asked = std::process::Command::new("kill").arg("-TERM").arg(bot.pid().to_string()).status();
            assert!(asked.unwrap().success());
        }
        bot.dies().await;
        scene.pretend.hung_up().await;
        deaths.push(scene.pretend.sent_total());
    }
    // Something to answer, so that it is not stopped before it has begun.
    crowd.asks(&scene.pretend, 1);
    let bot = scene.start("");
    crowd.until_answered(&scene.pretend).await;
    assert!(bot.stop("TERM").await.success());
    let verdict = scene.pretend.judged(|world| crowd.judge(world, &deaths));
    assert_eq!((verdict.lost, verdict.out_of_order), (0, 0), "{verdict:?}");
    assert!(verdict.most_at_once <= 1, "{verdict:?}");
}

#[tokio::test]
async fn t10_who_had_the_conversation_erased_is_a_stranger_even_if_it_dies_at_any_step_of_it() {
    for step in failpoint::ERASING {
        dies_while_erasing(step).await;
    }
}

async fn dies_while_erasing(step: &str) {
    let scene = Scene::new().await;
    let bot = scene.start(&format!("{step}:1"));
    let citizen = scene.pretend.citizen(5);
    citizen.says("/start complaint");
    scene.pretend.wait_for(5, 2).await;
    citizen.says("/wis");
    scene.pretend.wait_for(5, 3).await;
    citizen.presses("Ja, wissen");
    bot.dies().await;
    let bot = scene.start("");
    citizen.says("/start complaint");
    let texts: Vec<String> = scene.pretend.wait_for(5, 6).await.into_iter().map(|sent| sent.text).collect();
    assert!(texts[3].contains("gewist") && texts[4].starts_with(INTRODUCTION), "{texts:?}");
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn without_the_wish_it_does_not_die() {
    let scene = Scene::new().await;
    let bot = scene.start("sent");
    let mut crowd = Crowd::new(1..3);
    crowd.asks(&scene.pretend, 3);
    crowd.until_answered(&scene.pretend).await;
    assert!(bot.stop("TERM").await.success());
}
