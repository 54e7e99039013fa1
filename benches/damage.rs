//! A thousand damaged images of a store: bits turned, files cut, overwritten, lengthened, removed, blocks swapped and zeroed.
//!
//! `cargo bench --bench damage`; `-- IMAGES FIRST-SEED` changes the number. Each must open with every record as it was written, or
//! be refused with what to do; no panic may be heard, nothing may hang. Ends with 1 when one is not so.
#![allow(clippy::print_stdout, reason = "a program that reports")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a broken assumption ends the proof")]

#[path = "../tests/suite/damage.rs"]
mod damage;

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::atomic::Ordering;

use damage::{Image, Outcome, count_panics};

fn main() -> ExitCode {
    let mut numbers = std::env::args().skip(1).filter_map(|argument| argument.parse::<u64>().ok());
    let (images, first) = (numbers.next().unwrap_or(1000), numbers.next().unwrap_or(1));
    let panics = count_panics();
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let image = Image::make(&folder.path().join("whole"), 300);
    let (mut whole, mut refused, mut bad) = (0, 0, 0);
    for seed in first..first + images {
        let damaged = folder.path().join("damaged");
        let how = image.damaged(&damaged, seed);
        match image.judge(&damaged) {
            Outcome::Whole => whole += 1,
            Outcome::Refused => refused += 1,
            outcome => {
                bad += 1;
                println!("\rseed {seed}, {how}: {outcome:?}");
            }
        }
        print!("\r{} of {images}: {whole} whole, {refused} refused, {bad} bad", seed - first + 1);
        std::io::stdout().flush().unwrap();
        std::fs::remove_dir_all(&damaged).unwrap();
    }
    let panics = panics.load(Ordering::SeqCst);
    println!("\n{panics} panics heard");
    if bad == 0 && panics == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
