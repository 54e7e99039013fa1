//! A disk that really fills up, under the real binary: a small tmpfs in a mount namespace of its own.
//!
//! `cargo bench --bench disk_full`, as root (it needs `unshare` and `mount`). First the disk fills up slowly: it is told, then nothing
//! is taken, and with room again all is answered without a restart. Then it is filled to the last byte in one go under
//! load, again and again: the process goes on or ends with exit code 5, and once there is room everything is answered.
#![allow(clippy::print_stdout, reason = "a program that reports")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a broken assumption ends the proof")]

#[path = "../tests/suite/bot.rs"]
mod bot;
#[path = "../tests/suite/pretend/mod.rs"]
mod pretend;

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use bot::{Bot, Start};
use pretend::{Pretend, World};

const MIB: u64 = 1 << 20;
/// The size of the disk.
const DISK: u64 = 96;
const ROUNDS: usize = 10;
const CHATS: i64 = 20;
const TURNS: usize = 10;
const QUESTIONS: [&str; 2] = ["/start access-request", "/start access-deadline"];

fn main() {
    match std::env::var_os("LOKET_BENCH_DISK") {
        Some(folder) => on_small_disk(Path::new(&folder)),
        None => {
            let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
            let this = std::env::current_exe().unwrap();
            let ran = Command::new("unshare").arg("-m").arg(this).env("LOKET_BENCH_DISK", folder.path()).status();
            assert!(ran.expect("unshare is there").success());
        }
    }
}

fn on_small_disk(folder: &Path) {
    let disk = folder.join("disk");
    fs::create_dir(&disk).unwrap();
    let size = format!("size={DISK}m");
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&disk).status().unwrap();
    assert!(mounted.success());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(fills_slowly(&disk, &folder.join("slow")));
    fs::remove_dir_all(disk.join("data")).unwrap();
    runtime.block_on(fills_at_once(&disk, &folder.join("quick")));
}

/// A file that takes room away.
struct Filler(PathBuf);

impl Filler {
    /// Leaves so many bytes.
    fn leave(disk: &Path, bytes: u64) -> Self {
        let path = disk.join("filler");
        let mut file = File::create(&path).unwrap();
        let free = loket::store::room::free(disk).unwrap();
        let zeros = vec![0; MIB as usize];
        let mut left = free.saturating_sub(bytes);
        while left > 0 {
            let part = left.min(MIB) as usize;
            // Another may take the last of it.
            if file.write_all(&zeros[..part]).is_err() {
                break;
            }
            left -= part as u64;
        }
        Self(path)
    }
}

impl Drop for Filler {
    fn drop(&mut self) {
        fs::remove_file(&self.0).ok();
    }
}

fn start(pretend: &Pretend, disk: &Path, log: &Path) -> Bot {
    let data = disk.join("data");
    let log = File::options().create(true).append(true).open(log).unwrap();
    let start = Start::new(pretend.url(), pretend.token(), &data);
    start.set("LOKET_DISK_BALLAST_MIB", "8").set("LOKET_DISK_LOW_MIB", "24").run_logging_to(log)
}

async fn logged(log: &Path, event: &str, times: usize) {
    while fs::read_to_string(log).unwrap_or_default().matches(&format!("\"event\":\"{event}\"")).count() < times {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn fills_slowly(disk: &Path, log: &Path) {
    let pretend = Pretend::start().await.with_patience(Duration::from_secs(60));
    let bot = start(&pretend, disk, log);
    pretend.citizen(1).says(QUESTIONS[0]);
    pretend.wait_for(1, 2).await;
    let low = Filler::leave(disk, 20 * MIB);
    logged(log, "disk_low", 1).await;
    pretend.citizen(1).says(QUESTIONS[1]);
    pretend.wait_for(1, 3).await;
    println!("low: told, and goes on");
    drop(low);
    logged(log, "disk_enough", 1).await;
    let full = Filler::leave(disk, 6 * MIB);
    logged(log, "disk_full", 1).await;
    assert!(!disk.join("data/ballast").exists());
    pretend.citizen(2).says(QUESTIONS[0]);
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!((pretend.pending_updates(), pretend.sent(2).len()), (1, 0));
    println!("full: told, nothing is confirmed");
    drop(full);
    pretend.wait_for(2, 2).await;
    assert!(disk.join("data/ballast").exists());
    println!("room again: answered, with the ballast in place, without a restart");
    assert!(bot.stop("TERM").await.success());
}

async fn fills_at_once(disk: &Path, log: &Path) {
    let pretend = Pretend::start().await.with_patience(Duration::from_secs(300));
    let (mut ended, mut codes) = (0, Vec::new());
    let mut bot = start(&pretend, disk, log);
    for round in 1..=ROUNDS {
        pretend.flood(100..100 + CHATS, TURNS, |_, turn| QUESTIONS[turn % 2].to_owned());
        pretend.wait_for_total(sent_before(round) + 20).await;
        let filler = Filler::leave(disk, 0);
        let since = Instant::now();
        while !bot.has_ended() && since.elapsed() < Duration::from_secs(3) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        drop(filler);
        if bot.has_ended() {
            ended += 1;
            codes.push(bot.ended(Duration::from_secs(1)).await.code());
            bot = start(&pretend, disk, log);
        }
        let answered = |world: &World| {
            let all = (100..100 + CHATS).all(|chat| distinct(&world.sent_to(chat)) > round * TURNS);
            all.then_some(())
        };
        pretend.wait_until("every answer", answered).await;
        println!("round {round} of {ROUNDS}: all answered");
    }
    assert!(bot.stop("TERM").await.success());
    assert!(codes.iter().all(|code| *code == Some(5)), "{codes:?}");
    println!(
        "filled to the last byte {ROUNDS} times: it ended by itself {ended} times, always with 5; nothing was lost"
    );
}

fn sent_before(round: usize) -> usize {
    (round - 1) * CHATS as usize * TURNS
}

/// Messages, immediate repeats counted once.
fn distinct(sent: &[pretend::SentMessage]) -> usize {
    let mut texts: Vec<&str> = sent.iter().map(|sent| &*sent.text).collect();
    texts.dedup();
    texts.len()
}
