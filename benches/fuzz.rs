//! Each target of `fuzz/` on what is made of its corpus by chance: bits turned, pieces doubled, swapped, cut and mixed. For where
//! `cargo fuzz` cannot be had; it knows nothing of coverage. Breaks off with the input where a target panics.
//!
//! `cargo bench --bench fuzz -- [EXECUTIONS EACH] [TARGET …]`. Shows the slowest input of each, wanted below 50 ms.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program that reports and breaks off where it fails"
)]

#[path = "identifiers/mod.rs"]
mod identifiers;
mod load;
#[path = "../fuzz/targets.rs"]
#[allow(dead_code, unreachable_pub, reason = "cargo fuzz uses all of it")]
mod targets;

use std::panic::{catch_unwind, set_hook, take_hook};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use identifiers::Dice;

/// The longest input: an update is not larger.
const LONGEST: usize = 1 << 14;

/// Whether something panicked, also where that was caught on the way.
static PANICKED: AtomicBool = AtomicBool::new(false);

fn main() -> ExitCode {
    let [each] = load::sizes([200_000]);
    let tell = take_hook();
    set_hook(Box::new(move |info| {
        PANICKED.store(true, Ordering::SeqCst);
        tell(info);
    }));
    let mut fine = true;
    let arguments: Vec<String> = std::env::args().collect();
    let is_named = |(name, _): &(&str, _)| arguments.iter().any(|argument| argument == name);
    let all = !targets::ALL.iter().any(is_named);
    for (name, target) in targets::ALL.into_iter().filter(|target| all || is_named(target)) {
        let folder = targets::root().join("fuzz/corpus").join(name);
        let corpus: Vec<Vec<u8>> =
            std::fs::read_dir(folder).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap()).collect();
        let mut dice = Dice(each as u64 ^ name.len() as u64);
        let (mut slowest, start) = (Duration::ZERO, Instant::now());
        // What is made once, at the first call, is no input's doing.
        corpus.iter().for_each(|input| target(input));
        for done in 0..each {
            let input = made_of(&corpus, &mut dice);
            let since = Instant::now();
            if catch_unwind(|| target(&input)).is_err() || PANICKED.load(Ordering::SeqCst) {
                let kept = std::env::temp_dir().join(format!("loket-fuzz-{name}"));
                std::fs::write(&kept, &input).unwrap();
                println!("\n{name}: an input of {} bytes breaks it, kept as {}", input.len(), kept.display());
                return ExitCode::FAILURE;
            }
            let took = since.elapsed();
            if took > slowest {
                slowest = slowest.max(took.min(once_more(target, &input)));
            }
            if done % 10_000 == 0 {
                load::progress(&format!("{name}: {done} of {each}"));
            }
        }
        load::progress("");
        let micros = start.elapsed().as_secs_f64() * 1e6 / each as f64;
        println!("{name:<8} {each} executions, {micros:.1} µs each, slowest {:.1} ms", slowest.as_secs_f64() * 1000.0);
        fine &= slowest < Duration::from_millis(50);
    }
    if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// How long `target` takes for `input`, the faster of two times: a pause that the machine made is no input's doing.
fn once_more(target: fn(&[u8]), input: &[u8]) -> Duration {
    let time = || {
        let since = Instant::now();
        target(input);
        since.elapsed()
    };
    time().min(time())
}

fn made_of(corpus: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut input = one(corpus, dice).clone();
    for _ in 0..=dice.below(6) {
        change(&mut input, corpus, dice);
    }
    input.truncate(LONGEST);
    input
}

fn one<'a>(corpus: &'a [Vec<u8>], dice: &mut Dice) -> &'a Vec<u8> {
    &corpus[dice.below(corpus.len() as u64) as usize]
}

fn change(input: &mut Vec<u8>, corpus: &[Vec<u8>], dice: &mut Dice) {
    let end = input.len() as u64 + 1;
    let (a, b) = (dice.below(end) as usize, dice.below(end) as usize);
    let (from, to) = (a.min(b), a.max(b));
    match dice.below(8) {
        0 if from < input.len() => input[from] ^= 1 << dice.below(8),
        1 if from < input.len() => input[from] = dice.below(256) as u8,
        2 => drop(input.drain(from..to.min(from + 40))),
        3 => {
            let piece = input[from..to.min(from + 200)].to_vec();
            (0..dice.below(20)).for_each(|_| drop(input.splice(from..from, piece.iter().copied())));
        }
        4 => {
            let other = one(corpus, dice);
            let at = dice.below(other.len() as u64 + 1) as usize;
            drop(input.splice(from..to.min(from + 60), other[at..].iter().copied()));
        }
        5 => {
            let sign = dice
                .one(&["\u{202e}", "\0", "é", "1", " ", "\u{200d}", "\n", "🙂", "[", "\"", "\\", "[bsn]", "\u{301}"]);
            drop(input.splice(from..from, sign.bytes()));
        }
        6 => input.truncate(from),
        _ => input[from..to].reverse(),
    }
}
