//! Every row of the threat table is proven by a test whose name begins with its number, or stands below with the reason.
//!
//! `cargo test --test suite threats -- --nocapture` prints how many rows are proven.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use regex::Regex;

/// The rows: T01 to T42.
const ROWS: u32 = 42;

/// Rows that concern nothing that exists yet.
const WITHOUT: [(u32, &str); 1] = [(35, "the workbench does not exist")];

/// Rows that apply and are not proven yet: work to be done, counted against us.
const OPEN: [(u32, &str); 0] = [];

fn sources(folder: &Path, all: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            all.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// How many tests each row has.
fn proven() -> BTreeMap<u32, usize> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = String::new();
    for folder in ["src", "tests/suite"] {
        sources(&root.join(folder), &mut all);
    }
    let mut rows = BTreeMap::new();
    // A test may prove several: `t01_t02_t25_nothing_but_…`.
    for found in Regex::new(r"\bfn ((?:t[0-9]{2}_)+)[a-z0-9_]+").unwrap().captures_iter(&all) {
        for row in found[1].split_terminator('_') {
            *rows.entry(row[1..].parse().unwrap()).or_default() += 1;
        }
    }
    rows
}

#[test]
fn every_row_of_the_threat_table_is_proven_or_has_a_reason() {
    let proven = proven();
    let without: BTreeSet<u32> = WITHOUT.iter().chain(&OPEN).map(|(row, _)| *row).collect();
    let neither: Vec<u32> = (1..=ROWS).filter(|row| !proven.contains_key(row) && !without.contains(row)).collect();
    let apply =
        (1..=ROWS).filter(|row| proven.contains_key(row) || WITHOUT.iter().all(|(other, _)| other != row)).count();
    println!("threats: {} rows proven of {apply} that apply, {} tests", proven.len(), proven.values().sum::<usize>());
    for (row, reason) in WITHOUT.iter().filter(|(row, _)| !proven.contains_key(row)) {
        println!("T{row:02} does not apply: {reason}");
    }
    for (row, reason) in OPEN.iter().filter(|(row, _)| !proven.contains_key(row)) {
        println!("T{row:02} IS NOT PROVEN: {reason}");
    }
    assert!(neither.is_empty(), "rows without a test and without a reason: {neither:?}");
    let beyond: Vec<&u32> = proven.keys().filter(|row| **row < 1 || **row > ROWS).collect();
    assert!(beyond.is_empty(), "tests of rows that there are not: {beyond:?}");
}
