//! 100,000 Bot API calls of the real binary, one in five failing in every way there is.
//!
//! `cargo bench --bench chaos -- CALLS CHATS`. The pretend server refuses what is faster than Telegram's limits, scaled up
//! to the pace that the binary is set to, and counts it. The last line is the verdict.
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
use load::{memory_mib, progress, sizes};
use pretend::{Fault, Pace, Pretend};

/// In turns. A call that hangs costs its chat twenty seconds.
const FAULTS: [Fault; 11] = [
    Fault::RetryAfter(1),
    Fault::Refuse(429, "Too Many Requests"),
    Fault::BadGateway,
    Fault::ServerError,
    Fault::Refuse(404, "Not Found"),
    Fault::Refuse(400, "Bad Request: something else"),
    Fault::Hang,
    Fault::ResetBefore,
    Fault::ResetAfter,
    Fault::Nonsense,
    Fault::HalfAnswer,
];
/// Messages a second, in all and to one chat.
const OVERALL: f64 = 2000.0;
const EACH: f64 = 20.0;
/// So many questions of a chat wait at most; the binary takes a hundred.
const AT_ONCE: usize = 50;

async fn run(calls: usize, chats: i64) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let pretend = Pretend::start().await.with_patience(Duration::from_secs(900));
    let bot = Start::new(pretend.url(), pretend.token(), &data)
        .set("LOKET_PACE_OVERALL_PER_SECOND", &OVERALL.to_string())
        .set("LOKET_PACE_PER_CHAT_PER_SECOND", &EACH.to_string())
        .run();
    // Messages that were spaced well arrive together on a busy machine: room for half a second.
    pretend.enforce(Pace::of((3.0 + EACH / 2.0, EACH), (OVERALL / 2.0, OVERALL)));
    let mut crowd = Crowd::new(1000..1000 + chats);
    crowd.asks(&pretend, 1);
    crowd.until_answered(&pretend).await;
    // One that blocks the bot for good, in the middle of everything.
    let blocker = pretend.citizen(5);
    blocker.says("/start complaint");
    pretend.wait_for(5, 2).await;
    blocker.blocks();
    pretend.fault_every(5, &FAULTS);
    let begun = Instant::now();
    // Four calls in five succeed, so that there are fewer answers than calls.
    let rounds = calls * 4 / 5 / usize::try_from(chats).unwrap() / AT_ONCE;
    for round in 1..=rounds.max(1) {
        blocker.says("/start complaint");
        crowd.asks(&pretend, AT_ONCE);
        crowd.until_answered(&pretend).await;
        progress(&format!("round {round} of {rounds}: {} sent", pretend.sent_total()));
    }
    let memory = memory_mib(bot.pid(), "VmHWM");
    bot.stop("TERM").await;
    let verdict = pretend.judged(|world| crowd.judge(world, &[]));
    let (made, failed, too_fast) =
        pretend.judged(|world| (world.faults.messages(), world.faults.met(), world.too_fast));
    println!();
    println!(
        "calls             {made}, of which {failed} were made to fail, in {:.0} s",
        begun.elapsed().as_secs_f64()
    );
    println!(
        "answers           {} of {chats} chats: {:.2} calls each",
        crowd.questions(),
        made as f64 / crowd.questions() as f64
    );
    println!("peak memory       {memory:.0} MiB");
    println!(
        "lost {}, out of order {}, repeats {}, limits exceeded {too_fast} times",
        verdict.lost, verdict.out_of_order, verdict.repeats
    );
    std::process::exit(i32::from((verdict.lost, verdict.out_of_order, too_fast) != (0, 0, 0)));
}

fn main() {
    let [calls, chats] = sizes([100_000, 200]);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(run(calls, i64::try_from(chats).unwrap()));
}
