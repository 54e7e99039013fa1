//! Kill -9 at any moment loses nothing that was acknowledged.
//!
//! The process that is killed is this test binary itself, started with [`FOLDER`] set to run [`a_writer_acknowledges`] only.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;

use loket::dialogue::Moment;
use loket::store::sled::SledStore;
use loket::store::{Store, TurnWrite};

use crate::store_support::*;

/// The variable that names the folder to write in until killed.
const FOLDER: &str = "LOKET_TEST_STORE_FOLDER";
const CHATS: usize = 4;
/// After how many acknowledgements each round is killed; 0 is while opening.
const ROUNDS: [usize; 6] = [0, 1, 40, 400, 0, 150];

/// What a chat was told: up to which number its updates were appended, and its turns committed.
type Acknowledged = BTreeMap<String, (u64, u64)>;

#[test]
fn t10_kill_9_loses_nothing_that_was_acknowledged() {
    let kept = tempfile::tempdir().unwrap();
    let folder = kept.path().join("data");
    let mut acknowledged = Acknowledged::new();
    for lines in ROUNDS {
        kill_after(lines, write_in(&folder), &mut acknowledged);
        check(&open(&folder), &acknowledged);
    }
    assert_eq!(acknowledged.len(), CHATS);
}

/// Writes until killed where the variable is set; a short while in a folder of its own otherwise.
#[test]
fn a_writer_acknowledges() {
    match std::env::var_os(FOLDER) {
        Some(folder) => run(write(&open(Path::new(&folder)), u64::MAX, &mut std::io::stdout())),
        None => {
            let mut out = Vec::new();
            let place = OnDisk::new();
            run(write(place.store(), 3, &mut out));
            let mut acknowledged = Acknowledged::new();
            String::from_utf8(out).unwrap().lines().for_each(|line| note(line, &mut acknowledged));
            assert!(acknowledged.values().all(|&told| told == (3, 3)) && acknowledged.len() == CHATS);
            check(place.store(), &acknowledged);
        }
    }
}

/// Each chat gets updates and turns with the numbers 1, 2, 3 …; `turns` of them at once.
async fn write(store: &SledStore, turns: u64, out: &mut impl Write) {
    let out = Mutex::new(out);
    tokio::join!(
        write_chat(store, "a", turns, &out),
        write_chat(store, "b", turns, &out),
        write_chat(store, "c", turns, &out),
        write_chat(store, "d", turns, &out),
    );
}

async fn write_chat<W: Write>(store: &SledStore, name: &str, turns: u64, out: &Mutex<&mut W>) {
    let say = |what: &str, number: u64| writeln!(out.lock().unwrap(), "\n{what} {name} {number}").unwrap();
    let done = revision(store, name).await;
    for number in done + 1..=done.saturating_add(turns) {
        let mut waiting = waiting_of(store, name).await;
        if waiting.is_empty() {
            waiting = store.append(vec![update(update_id(name, number), name)], Moment(0)).await.unwrap();
            say("appended", number);
        }
        let record = conversation(number as u32, number % 2, Some(number as i64));
        store.commit(TurnWrite { handled: waiting, ..turn(name, number - 1, record) }).await.unwrap();
        say("committed", number);
    }
}

fn update_id(name: &str, number: u64) -> i64 {
    i64::from(name.as_bytes()[0]) << 32 | number as i64
}

async fn revision(store: &SledStore, name: &str) -> u64 {
    store.load(&chat(name)).await.unwrap().map_or(0, |conversation| conversation.revision)
}

async fn waiting_of(store: &SledStore, name: &str) -> Vec<loket::store::UpdateId> {
    let waiting = store.waiting().await.unwrap();
    waiting.into_iter().filter(|waiting| waiting.chat == chat(name)).map(|waiting| waiting.id).collect()
}

fn write_in(folder: &Path) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["store_kill::a_writer_acknowledges", "--exact", "--nocapture"]).env(FOLDER, folder);
    command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

/// Kills `writer` after so many acknowledgements, and notes all that it gave.
fn kill_after(lines: usize, mut writer: Child, acknowledged: &mut Acknowledged) {
    let mut seen = 0;
    let out = BufReader::new(writer.stdout.take().unwrap());
    if lines == 0 {
        writer.kill().unwrap();
    }
    for line in out.lines() {
        let before = acknowledged.clone();
        note(&line.unwrap(), acknowledged);
        seen += usize::from(*acknowledged != before);
        if seen == lines {
            writer.kill().unwrap();
        }
    }
    assert!(!writer.wait().unwrap().success());
}

/// A line cut short by the kill names no number, or one that is too low: never one that was not acknowledged.
fn note(line: &str, acknowledged: &mut Acknowledged) {
    let words: Vec<&str> = line.split(' ').collect();
    let [what, name, number] = words[..] else { return };
    let Ok(number) = number.parse::<u64>() else { return };
    let told = acknowledged.entry(name.to_owned()).or_default();
    match what {
        "appended" => told.0 = told.0.max(number),
        "committed" => *told = (told.0.max(number), told.1.max(number)),
        _ => {}
    }
}

/// Every turn that was acknowledged is there, whole; every update is handled or waits.
fn check(store: &SledStore, acknowledged: &Acknowledged) {
    for (name, &(appended, committed)) in acknowledged {
        let stored = run(store.load(&chat(name))).unwrap().unwrap_or_default();
        assert!(
            stored.revision >= committed,
            "{committed} turns of {name} were acknowledged, {} are there",
            stored.revision
        );
        assert_eq!(u64::from(stored.state.turns), stored.revision);
        let waiting = run(waiting_of(store, name)).len() as u64;
        assert!(stored.revision + waiting >= appended, "an update of {name} is gone");
        assert!(waiting <= 1, "a handled update of {name} came back");
        let unsent = run(store.unsent()).unwrap().contains(&chat(name));
        assert_eq!(unsent, stored.revision % 2 == 1);
        let due = run(store.due(Moment(i64::MAX), 99)).unwrap();
        assert!(stored.due.is_none_or(|moment| due.contains(&(moment, chat(name)))));
        assert!(due.iter().filter(|(_, due)| *due == chat(name)).count() <= 1);
    }
}
