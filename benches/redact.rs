//! What the redactor finds of a million made-up identifiers of each kind, what it strikes of questions that hold none, and
//! how long it takes.
//!
//! `cargo bench --bench redact -- [HOW MANY OF EACH KIND] [QUESTIONS.tsv …] [--set MARKED.tsv]`. Exit code 1 where one came
//! through, or 1 % of the questions lost something.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement shows its figures and breaks off where it fails"
)]

mod identifiers;
mod load;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use identifiers::{Dice, written};
use loket::privacy::{Kind, redact};

fn main() -> ExitCode {
    let [each] = load::sizes([1_000_000]);
    let missed: usize = Kind::ALL.into_iter().map(|kind| measure(kind, each)).sum();
    let files: Vec<String> = std::env::args().filter(|argument| argument.ends_with(".tsv")).collect();
    let share = false_strikes(&files);
    println!("slowest of the worst inputs: {:.2} ms", worst().as_secs_f64() * 1000.0);
    if missed == 0 && share < 0.01 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// How many of `each` came through.
fn measure(kind: Kind, each: usize) -> usize {
    let mut dice = Dice(0x10_4e7 ^ kind as u64);
    let start = Instant::now();
    let mut missed = Vec::new();
    for done in 0..each {
        let one = written(kind, &mut dice);
        if !one.is_struck() {
            missed.push(one.text());
        }
        if done % 50_000 == 0 {
            load::progress(&format!("{kind:?}: {done} of {each}"));
        }
    }
    let recall = 100.0 * (each - missed.len()) as f64 / each as f64;
    let micros = start.elapsed().as_secs_f64() * 1e6 / each as f64;
    load::progress("");
    println!("{:<10} {recall:>8.4} % of {each}, {micros:.1} µs each", format!("{kind:?}"));
    for text in missed.iter().take(5) {
        println!("    came through: {text:?}  ->  {:?}", redact(text).text);
    }
    missed.len()
}

/// The share of the questions that lose something.
fn false_strikes(files: &[String]) -> f64 {
    let (mut questions, mut struck) = (0_usize, 0_usize);
    let mut took = Duration::ZERO;
    for file in files {
        for line in std::fs::read_to_string(file).unwrap().lines().skip(1) {
            questions += 1;
            let start = Instant::now();
            let redacted = redact(line.split('\t').next().unwrap_or_default());
            took += start.elapsed();
            if !redacted.struck.is_empty() {
                struck += 1;
                println!("    struck {:?}: {}", redacted.struck, redacted.text);
            }
        }
    }
    let share = if questions == 0 { 0.0 } else { struck as f64 / questions as f64 };
    let each = took.as_secs_f64() * 1e6 / questions.max(1) as f64;
    println!("false strikes: {struck} of {questions} questions = {:.3} %, {each:.1} µs each", share * 100.0);
    share
}

/// How long the slowest of some inputs takes that are meant to be slow.
fn worst() -> Duration {
    let parts = [
        "1 ",
        "1",
        "NL91 ",
        "a@",
        "a.",
        "@a",
        "geboren 1-",
        "bsn 1 ",
        "0 ",
        "1234ab 1 ",
        "<<A",
        "www.a/",
        "é1",
        "+0",
        "kenteken a-1",
        "12-ab-",
    ];
    let took = |part: &&str| {
        let text = part.repeat(8192 / part.chars().count());
        let start = Instant::now();
        let _ = redact(&text);
        start.elapsed()
    };
    parts.iter().map(|part| parts.iter().map(|_| took(part)).min().unwrap()).max().unwrap()
}
