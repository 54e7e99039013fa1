//! A million forged requests at the webhook, and a million forged presses of buttons: none is accepted.
//!
//! `cargo bench --bench forged -- [HOW MANY]`. Exit code 1 where one was.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a program that reports")]

#[path = "identifiers/mod.rs"]
mod identifiers;
mod load;
#[path = "../fuzz/targets.rs"]
#[allow(dead_code, unreachable_pub, reason = "cargo fuzz uses all of it")]
mod targets;

use std::process::ExitCode;

use identifiers::Dice;
use loket::channels::telegram::Lock;
use loket::privacy::Sensitive;

const SECRET: &str = "Kanarie-zingt_zacht-0123456789";

fn main() -> ExitCode {
    let [each] = load::sizes([1_000_000]);
    let accepted = webhooks(each);
    println!("forged webhooks:  {accepted} of {each} accepted");
    presses(each);
    // Each press that erased would have broken off.
    println!("forged presses:   0 of {each} accepted");
    if accepted == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Secrets that are cut, lengthened, turned in a bit, of chance, doubled, or missing.
fn webhooks(each: usize) -> usize {
    let lock = Lock::new(&Sensitive::new(SECRET.to_owned()));
    let mut dice = Dice(7);
    let mut accepted = 0;
    for done in 0..each {
        let mut forged = SECRET.as_bytes().to_vec();
        let place = dice.below(forged.len() as u64) as usize;
        let copies = match dice.below(7) {
            0 => 0,
            1 => 2,
            2 => {
                forged.truncate(place);
                1
            }
            3 => {
                forged.push(dice.below(256) as u8);
                1
            }
            4 => {
                forged[place] ^= 1 << dice.below(8);
                1
            }
            5 => {
                forged.swap(place, (place + 1) % SECRET.len());
                usize::from(forged != SECRET.as_bytes())
            }
            _ => {
                forged = (0..dice.below(64)).map(|_| dice.below(256) as u8).collect();
                1
            }
        };
        accepted += usize::from(lock.opens(std::iter::repeat_n(forged.as_slice(), copies)));
        if done % 100_000 == 0 {
            load::progress(&format!("webhooks: {done}"));
        }
    }
    load::progress("");
    accepted
}

/// Data of buttons as others might make them, for turns that were never offered: none erases.
fn presses(each: usize) {
    let mut dice = Dice(11);
    for done in 0..each {
        let turn = dice.below(1 << 33);
        let data = match dice.below(6) {
            0 => format!("1|e|{turn}|y"),
            1 => format!("1|e|6|{}", dice.from("yn1Y ", 1)),
            2 => format!("{}|e|6|y", dice.below(100)),
            3 => format!("1|e|6|y|{turn}"),
            4 => format!("1|n|{turn}"),
            _ => format!("1|{}|{}", dice.from("aetnhrgxz|", 2), dice.from("abcdefgh-|0123", 12)),
        };
        targets::press(data.as_bytes());
        if done % 10_000 == 0 {
            load::progress(&format!("presses: {done} of {each}"));
        }
    }
    load::progress("");
}
