//! A million updates: memory and the data folder must not grow with them.
//!
//! `cargo bench --bench soak -- UPDATES CHATS RATE AT_ONCE`. The small content, RATE updates a second (0: without a pause), of which
//! AT_ONCE people write at the same moment, and are answered before the next ones do. The last line
//! is the verdict: memory after the first tenth against memory at the end, and the largest the folder was.
#![allow(clippy::print_stdout, reason = "a program that reports")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a broken assumption ends the measurement")]

#[path = "../tests/suite/bot.rs"]
mod bot;
#[path = "../tests/suite/crowd.rs"]
mod crowd;
mod load;
#[path = "../tests/suite/pretend/mod.rs"]
mod pretend;

use std::time::{Duration, Instant};

use bot::Start;
use crowd::Crowd;
use load::{folder_mib, memory_mib, progress, sizes};
use pretend::Pretend;

/// How many rounds; after each is measured.
const ROUNDS: usize = 20;
/// Memory may grow by so much after the first tenth.
const BOUND: f64 = 1.05;

/// So many people write at the same moment if nothing is said: people do not write in step.
const AT_ONCE: usize = 50;

/// How many updates a second come if nothing is said: a hundred times what Telegram lets a bot answer.
const RATE: usize = 3000;

async fn run(updates: usize, chats: i64, rate: usize, at_once: usize) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let pretend = Pretend::start().await.with_patience(Duration::from_secs(3600));
    let bot = Start::new(pretend.url(), pretend.token(), &data).run();
    let turns = (updates / ROUNDS / usize::try_from(chats).unwrap()).max(1);
    let everyone = 1000..1000 + chats;
    let some = |first: i64| Crowd::new(first..(first + at_once as i64).min(everyone.end));
    let mut crowds: Vec<Crowd> = everyone.clone().step_by(at_once).map(some).collect();
    let mut asked = 0;
    let begun = Instant::now();
    let (mut memory, mut largest) = (Vec::new(), Vec::new());
    for round in 1..=ROUNDS {
        for _ in 0..turns {
            for crowd in &mut crowds {
                crowd.asks(&pretend, 1);
                crowd.until_answered(&pretend).await;
                asked += crowd.people();
                let wanted = (asked * 1_000_000).checked_div(rate).unwrap_or_default();
                tokio::time::sleep_until((begun + Duration::from_micros(wanted as u64)).into()).await;
            }
        }
        memory.push(memory_mib(bot.pid(), "VmRSS"));
        largest.push(folder_mib(&data));
        pretend.forget_texts();
        progress(&format!(
            "round {round} of {ROUNDS}: {} updates, {:.1} MiB in memory, {:.1} MiB on disk",
            asked,
            memory[round - 1],
            largest[round - 1]
        ));
    }
    bot.stop("TERM").await;
    let early = memory[ROUNDS / 10 - 1];
    let late = memory[ROUNDS / 10..].iter().copied().fold(0.0, f64::max);
    println!();
    println!("updates           {asked} of {chats} chats in {:.0} s", begun.elapsed().as_secs_f64());
    println!(
        "data folder       {:.1} MiB after a tenth, {:.1} MiB after half, {:.1} MiB at the end",
        largest[1],
        largest[ROUNDS / 2 - 1],
        largest[ROUNDS - 1]
    );
    println!(
        "memory            {early:.1} MiB after a tenth, {late:.1} MiB at most after: {:.3} × (bound {BOUND})",
        late / early
    );
    std::process::exit(i32::from(late > early * BOUND));
}

fn main() {
    let [updates, chats, rate, at_once] = sizes([1_000_000, 1000, RATE, AT_ONCE]);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(run(updates, i64::try_from(chats).unwrap(), rate, at_once.max(1)));
}
