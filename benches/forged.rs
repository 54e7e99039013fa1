//! A million forged requests at the webhook, presses of citizens' buttons, and presses of officers' buttons: none is accepted.
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
use loket::desk::{CaseId, GroupId, OfficerId, Seal, Verb};
use loket::dialogue::Moment;
use loket::privacy::Sensitive;

const SECRET: &str = "Kanarie-zingt_zacht-0123456789";

fn main() -> ExitCode {
    let [each] = load::sizes([1_000_000]);
    let mut accepted = 0;
    for (what, forge) in
        [("webhooks", webhooks as Forge), ("citizens' presses", presses), ("officers' presses", officers)]
    {
        let count = forge(each);
        println!("forged {what}: {count} of {each} accepted");
        accepted += count;
    }
    if accepted == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Forges so many, and tells how many were accepted.
type Forge = fn(usize) -> usize;

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
fn presses(each: usize) -> usize {
    let mut dice = Dice(11);
    let mut accepted = 0;
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
        accepted += usize::from(targets::erases(data.as_bytes()));
        if done % 10_000 == 0 {
            load::progress(&format!("presses: {done} of {each}"));
        }
    }
    load::progress("");
    accepted
}

/// Buttons of officers: changed, cut, of another group, officer, secret or time.
fn officers(each: usize) -> usize {
    let mut dice = Dice(13);
    let (seal, other) = (Seal::new(&[7; 32]), Seal::new(&[8; 32]));
    let (group, anna, now) = (GroupId(-1001), OfficerId(5), Moment(1_800_000_000_000));
    let mut accepted = 0;
    for done in 0..each {
        let case = CaseId(dice.below(1 << 40));
        let whose = dice.chance(2).then_some(anna);
        let button = Seal::button(Verb::Take, case, whose, now);
        let real = seal.data(group, &button);
        let pressed = match dice.below(7) {
            0 => changed(&real, &mut dice).is_some_and(|forged| seal.read(group, anna, &forged, now).is_ok()),
            1 => seal.read(group, anna, &real[..dice.below(real.len() as u64) as usize], now).is_ok(),
            2 => seal.read(GroupId(group.0 - 1), anna, &real, now).is_ok(),
            3 => whose.is_some() && seal.read(group, OfficerId(6), &real, now).is_ok(),
            4 => seal.read(group, anna, &other.data(group, &button), now).is_ok(),
            5 => seal.read(group, anna, &real, button.until.plus(1 + dice.below(1 << 40) as i64)).is_ok(),
            _ => seal.read(group, anna, &format!("d1|t|1|a|1|{}", dice.from("0123456789abcdef", 16)), now).is_ok(),
        };
        accepted += usize::from(pressed);
        if done % 100_000 == 0 {
            load::progress(&format!("officers' presses: {done}"));
        }
    }
    load::progress("");
    accepted
}

/// With another sign in one place; `None` if it is no other.
fn changed(real: &str, dice: &mut Dice) -> Option<String> {
    let place = dice.below(real.len() as u64) as usize;
    let sign = dice.from("0123456789abcdefghijklmnopqrstuvwxyz|", 1);
    let forged = format!("{}{sign}{}", &real[..place], &real[place + 1..]);
    (forged != real).then_some(forged)
}
