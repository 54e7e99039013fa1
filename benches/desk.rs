//! 200 citizens and 5 officers at once, and how long a reply is on its way while 50 cases are open.
//!
//! `cargo bench --bench desk -- CITIZENS OFFICERS OPEN`. Every reply must arrive once, in order, and at nobody else; the pretend
//! server refuses what is faster than the group's limit, scaled up to the pace that the binary is set to. The last lines are the figures.
#![allow(clippy::print_stdout, reason = "a program that reports")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a broken assumption ends the measurement")]

#[path = "../tests/suite/bot.rs"]
mod bot;
#[path = "../tests/suite/desk_crowd.rs"]
mod desk_crowd;
mod load;
#[path = "../tests/suite/pretend/mod.rs"]
mod pretend;

use std::time::{Duration, Instant};

use bot::{Bot, Start};
use desk_crowd::{Crowd, GROUP};
use load::{progress, sizes};
use pretend::{Pace, Pretend};

/// Calls a minute in the group.
const GROUP_PACE: f64 = 6000.0;

struct Day {
    pretend: Pretend,
    folder: tempfile::TempDir,
    officers: Vec<i64>,
}

impl Day {
    async fn begins(officers: usize) -> Self {
        let pretend = Pretend::start().await.with_patience(Duration::from_secs(300));
        let officers: Vec<i64> = (1..=i64::try_from(officers).unwrap()).map(|number| 7_000_000 + number).collect();
        let group = pretend.group(GROUP);
        group.has_members(&officers);
        group.has_topics(true);
        pretend.enforce(Pace::of((1e6, 1e6), (1e6, 1e6)).with_group(GROUP_PACE, GROUP_PACE / 60.0));
        Self { pretend, folder: tempfile::tempdir().unwrap(), officers }
    }

    fn bot(&self) -> Bot {
        let listed: Vec<String> = self.officers.iter().map(ToString::to_string).collect();
        let data = self.folder.path().join("data");
        Start::new(self.pretend.url(), self.pretend.token(), &data)
            .set("LOKET_DESK_OFFICERS", &listed.join(","))
            .set("LOKET_DESK_GROUP", &GROUP.to_string())
            .set("LOKET_DESK_HOURS", "mo-su 00:00-24:00")
            .set("LOKET_PACE_PER_GROUP_PER_MINUTE", &GROUP_PACE.to_string())
            .run()
    }

    fn too_fast(&self) -> usize {
        self.pretend.judged(|world| world.too_fast)
    }
}

async fn crowd(citizens: i64, officers: usize) {
    let day = Day::begins(officers).await;
    let bot = day.bot();
    let begun = Instant::now();
    let mut crowd = Crowd::new(&day.pretend, 1000..1000 + citizens, &day.officers, true);
    let all = usize::try_from(citizens).unwrap();
    crowd.lives(|crowd| crowd.closed() == all, |crowd| progress(&format!("{} of {all} closed", crowd.closed()))).await;
    let seconds = begun.elapsed().as_secs_f64();
    println!();
    println!(
        "{citizens} citizens, {officers} officers: all closed in {seconds:.1} s, {} replies once and in order, {} calls refused as too fast",
        crowd.waits.len(),
        day.too_fast()
    );
    drop(bot);
}

async fn latency(open: i64, officers: usize) {
    let day = Day::begins(officers).await;
    let bot = day.bot();
    let all = usize::try_from(open).unwrap();
    let mut crowd = Crowd::new(&day.pretend, 1000..1000 + open, &day.officers, false);
    crowd
        .lives(|crowd| crowd.answered() == all, |crowd| progress(&format!("{} of {all} open", crowd.answered())))
        .await;
    crowd.waits.clear();
    for round in 1..=4 {
        for citizen in 1000..1000 + open {
            crowd.officer_replies(citizen, round);
            let wanted = crowd.waits.len() + 1;
            crowd.lives(|crowd| crowd.waits.len() == wanted, |_| {}).await;
        }
        progress(&format!("round {round} of 4"));
    }
    let mut waits = crowd.waits.clone();
    waits.sort_unstable();
    let at = |share: usize| waits[(waits.len() - 1) * share / 100].as_secs_f64() * 1000.0;
    println!();
    println!(
        "a reply at {open} open cases: median {:.1} ms, 99 of 100 within {:.1} ms, longest {:.1} ms",
        at(50),
        at(99),
        at(100)
    );
    drop(bot);
}

fn main() {
    let sizes = sizes([200, 5, 50]);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        crowd(i64::try_from(sizes[0]).unwrap(), sizes[1]).await;
        latency(i64::try_from(sizes[2]).unwrap(), sizes[1]).await;
    });
}
