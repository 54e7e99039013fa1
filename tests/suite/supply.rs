//! What is built in comes from where it should, and what is known against it is waived for a time, with a reason.
//!
//! Advisories need a copy of the advisory database: `LOKET_ADVISORY_DB=FOLDER`. Without it that test says loudly that it looked
//! at nothing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use loket::content_files::today;
use toml::{Table, Value};

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

fn read(path: &str) -> Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap().parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn text<'a>(table: &'a Value, key: &str) -> &'a str {
    table.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn packages(lock: &Table) -> Vec<Value> {
    lock["package"].as_array().unwrap().iter().filter(|package| text(package, "name") != "loket").cloned().collect()
}

fn list<'a>(table: &'a Table, section: &str, key: &str) -> &'a [Value] {
    table[section][key].as_array().unwrap()
}

/// What is wrong with the sources of `lock`.
fn wrong_with(lock: &Table) -> Vec<String> {
    let deny = read("deny.toml");
    let banned: BTreeSet<&str> = list(&deny, "bans", "deny").iter().map(|ban| text(ban, "crate")).collect();
    let mut wrong = Vec::new();
    for package in packages(lock) {
        let name = text(&package, "name").to_owned();
        if text(&package, "source") != REGISTRY {
            wrong.push(format!("{name} does not come from the registry"));
        }
        if text(&package, "checksum").len() != 64 {
            wrong.push(format!("{name} has no checksum"));
        }
        if banned.contains(&*name) {
            wrong.push(format!("{name} is banned"));
        }
    }
    wrong
}

#[test]
fn t37_every_part_comes_from_the_registry_with_a_checksum_and_none_is_banned() {
    assert_eq!(wrong_with(&read("Cargo.lock")), Vec::<String>::new());
}

#[test]
fn t37_a_part_that_is_banned_or_from_elsewhere_is_noticed() {
    let bad = format!(
        "[[package]]\nname = \"openssl-sys\"\nversion = \"0.9.1\"\nsource = \"{REGISTRY}\"\nchecksum = \"{}\"\n\
         [[package]]\nname = \"fine\"\nversion = \"1.0.0\"\nsource = \"git+https://a.example/fine\"\n",
        "a".repeat(64)
    );
    let wrong = wrong_with(&bad.parse().unwrap());
    assert_eq!(wrong, ["openssl-sys is banned", "fine does not come from the registry", "fine has no checksum"]);
}

/// A waiver of `deny.toml`: the advisory, and the day until which it holds.
fn waivers() -> Vec<(String, String)> {
    let deny = read("deny.toml");
    let of = |waiver: &Value| {
        let until = text(waiver, "reason").rsplit_once("until ").map_or("", |(_, day)| day);
        (text(waiver, "id").to_owned(), until.to_owned())
    };
    list(&deny, "advisories", "ignore").iter().map(of).collect()
}

#[test]
fn t37_every_waiver_names_a_day_that_is_not_over() {
    for (id, until) in waivers() {
        assert_eq!(until.len(), 10, "{id} names no day");
        assert!(until > today().to_string(), "the waiver of {id} is over: look again");
    }
}

/// What stands in an advisory between its first fences.
fn advisory(path: &Path) -> Option<Table> {
    let text = std::fs::read_to_string(path).ok()?;
    text.split("```").nth(1)?.strip_prefix("toml")?.parse().ok()
}

fn version(text: &str) -> [u64; 3] {
    let mut parts =
        text.split(['-', '+']).next().unwrap_or_default().split('.').map(|part| part.trim().parse().unwrap_or(0));
    std::array::from_fn(|_| parts.next().unwrap_or(0))
}

/// Whether `own` is in the range `wanted`, which is written as Cargo writes ranges.
fn is_in(own: [u64; 3], wanted: &str) -> bool {
    wanted.split(',').map(str::trim).all(|bound| {
        let sign: String = bound.chars().take_while(|c| !c.is_ascii_digit()).collect();
        let other = version(bound.trim_start_matches(|c: char| !c.is_ascii_digit()));
        match sign.trim() {
            ">=" => own >= other,
            ">" => own > other,
            "<" => own < other,
            "<=" => own <= other,
            "=" => own == other,
            // Compatible: the first part that is not zero is the same.
            _ => own >= other && own[0] == other[0] && (other[0] > 0 || own[1] == other[1]),
        }
    })
}

fn is_safe(own: [u64; 3], advisory: &Table) -> bool {
    let ranges = ["patched", "unaffected"].into_iter().filter_map(|key| advisory.get("versions")?.get(key)?.as_array());
    ranges.flatten().filter_map(Value::as_str).any(|range| is_in(own, range))
}

/// The advisories in `database` that apply to what is locked.
fn applying(database: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for package in packages(&read("Cargo.lock")) {
        let folder = database.join("crates").join(text(&package, "name"));
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let Some(table) = advisory(&entry.path()) else { continue };
            let about = &table["advisory"];
            if about.get("withdrawn").is_none() && !is_safe(version(text(&package, "version")), &table) {
                found.insert(text(about, "id").to_owned());
            }
        }
    }
    found
}

#[test]
fn t37_what_is_known_against_a_part_is_waived_and_no_waiver_is_left_over() {
    let Some(database) = std::env::var_os("LOKET_ADVISORY_DB").map(PathBuf::from) else {
        println!("ADVISORIES WERE NOT LOOKED AT: set LOKET_ADVISORY_DB to a copy of the advisory database");
        return;
    };
    assert!(database.join("crates").is_dir(), "{} is no copy of the advisory database", database.display());
    let waived: BTreeSet<String> = waivers().into_iter().map(|(id, _)| id).collect();
    assert_eq!(applying(&database), waived);
}

#[test]
fn ranges_of_versions_are_read_as_cargo_writes_them() {
    for (own, wanted) in [("1.2.3", ">= 1.2.3"), ("0.9.4", "^0.9.2"), ("1.9.0", "1.2"), ("1.0.5", ">= 1.0, < 1.1")] {
        assert!(is_in(version(own), wanted), "{own} in {wanted}");
    }
    for (own, wanted) in [("1.2.3", "> 1.2.3"), ("0.10.0", "^0.9.2"), ("2.0.0", "1.2"), ("1.1.0", ">= 1.0, < 1.1")] {
        assert!(!is_in(version(own), wanted), "{own} in {wanted}");
    }
}
