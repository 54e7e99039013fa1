//! A thousand deaths of the real binary under load, and the judge of what came out.
//!
//! `cargo bench --bench kills --features failpoints -- KILLS CHATS`. Every second time the process dies at a named step
//! of a message's way (`loket::failpoint`), otherwise it is killed with -9 at a random moment. Before each death every chat
//! asks one question, so that 1,000 kills and 100 chats are 100,000 updates. The last line is the verdict.
#![allow(clippy::print_stdout, reason = "a program that reports")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a broken assumption ends the measurement")]

#[path = "../tests/suite/bot.rs"]
mod bot;
#[path = "../tests/suite/crowd.rs"]
mod crowd;
mod load;
#[path = "../tests/suite/pretend/mod.rs"]
mod pretend;

use std::hash::{BuildHasher, RandomState};
use std::path::Path;
use std::time::{Duration, Instant};

use bot::{Bot, Start};
use crowd::Crowd;
use load::{progress, sizes};
use loket::failpoint;
use pretend::Pretend;

/// A step that is not reached within this time ends with a kill as well.
const PATIENCE: Duration = Duration::from_millis(1500);

fn random(below: u64) -> u64 {
    RandomState::new().hash_one(0_u8) % below
}

struct Scene<'a> {
    pretend: Pretend,
    data: &'a Path,
    at_steps: usize,
}

impl Scene<'_> {
    fn start(&self, failpoint: &str) -> Bot {
        Start::new(self.pretend.url(), self.pretend.token(), self.data).set("LOKET_FAILPOINT", failpoint).run()
    }

    async fn die(&mut self, kill: usize) {
        if kill.is_multiple_of(2) {
            // Erasing begins a conversation anew, which this judge does not know.
            let names: Vec<&str> =
                failpoint::ALL.into_iter().filter(|name| !failpoint::ERASING.contains(name)).collect();
            let name = names[(kill / 2) % names.len()];
            let often = !matches!(name, "fetched" | "stored" | "resumed" | "closing" | "head.synced");
            let bot = self.start(&format!("{name}:{}", if often { 1 + random(40) } else { 1 }));
            self.until_dead(bot, name == "closing").await;
        } else {
            let bot = self.start("");
            tokio::time::sleep(Duration::from_millis(random(400))).await;
            bot.kill();
        }
    }

    async fn until_dead(&mut self, mut bot: Bot, ask: bool) {
        let since = Instant::now();
        if ask {
            tokio::time::sleep(Duration::from_millis(150 + random(200))).await;
            std::process::Command::new("kill").arg("-TERM").arg(bot.pid().to_string()).status().unwrap();
        }
        while !bot.has_ended() {
            if since.elapsed() > PATIENCE {
                return bot.kill();
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        self.at_steps += 1;
    }
}

async fn run(kills: usize, chats: i64) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let pretend = Pretend::start().await.with_patience(Duration::from_secs(600));
    let mut scene = Scene { pretend, data: &data, at_steps: 0 };
    let mut crowd = Crowd::new(1000..1000 + chats);
    let (mut deaths, mut at_once) = (Vec::new(), Vec::new());
    let begun = Instant::now();
    for kill in 0..kills {
        crowd.asks(&scene.pretend, 1);
        scene.die(kill).await;
        at_once.push(scene.pretend.sent_total());
        // What it had put on the wire was sent before it died, whenever it is read.
        scene.pretend.hung_up().await;
        deaths.push(scene.pretend.sent_total());
        progress(&format!(
            "kill {} of {kills}: {} asked, {} sent",
            kill + 1,
            crowd.questions(),
            scene.pretend.sent_total()
        ));
    }
    // Something to answer, so that it is not stopped before it has begun.
    crowd.asks(&scene.pretend, 1);
    let bot = scene.start("");
    crowd.until_answered(&scene.pretend).await;
    bot.stop("TERM").await;
    let verdict = scene.pretend.judged(|world| crowd.judge(world, &deaths));
    let hasty = scene.pretend.judged(|world| crowd.judge(world, &at_once));
    let on_the_wire: usize = deaths.iter().zip(&at_once).map(|(all, read)| all - read).sum();
    println!();
    println!(
        "kills             {kills}, {} of them at a named step, in {:.0} s",
        scene.at_steps,
        begun.elapsed().as_secs_f64()
    );
    println!("updates           {} of {chats} chats", crowd.questions());
    println!(
        "on the wire       {on_the_wire} messages at the moments of death; not waiting for them would count at most {} repeats a chat and kill",
        hasty.most_at_once
    );
    println!(
        "lost {}, out of order {}, repeats {} in all and at most {} a chat and kill (bound 1)",
        verdict.lost, verdict.out_of_order, verdict.repeats, verdict.most_at_once
    );
    let sound = (verdict.lost, verdict.out_of_order) == (0, 0) && verdict.most_at_once <= 1;
    std::process::exit(i32::from(!sound));
}

fn main() {
    if !cfg!(any(debug_assertions, feature = "failpoints")) {
        println!("This build cannot die at a named step: run it with --features failpoints.");
        std::process::exit(2);
    }
    let [kills, chats] = sizes([1000, 100]);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(run(kills, i64::try_from(chats).unwrap()));
}
