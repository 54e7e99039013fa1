//! `loket doctor` where things are broken: every finding says what to do, and the token is never shown.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::command_support::{Desk, Ran, base};

const TOKEN: &str = "123456:TEST_canary_token";

fn doctor(desk: &Desk, change: impl FnOnce(crate::command_support::Run) -> crate::command_support::Run) -> Ran {
    let run = desk.small("doctor --offline").set("LOKET_TOKEN", TOKEN);
    let ran = change(run).run();
    assert!(!ran.out.contains("canary_token") && !ran.err.contains("canary_token"), "{}", ran.out);
    ran
}

#[track_caller]
fn says(ran: &Ran, code: i32, words: &[&str]) {
    assert_eq!(ran.code, Some(code), "{}{}", ran.out, ran.err);
    for word in words {
        assert!(ran.out.contains(word), "no {word:?} in {}", ran.out);
    }
}

#[test]
fn before_the_first_start_there_is_nothing_to_mend() {
    let desk = Desk::new();
    says(&doctor(&desk, |run| run), 0, &["is not there yet", "All is right."]);
    assert!(!desk.data().exists(), "it makes nothing");
}

#[test]
fn wrong_settings_are_named_one_by_one() {
    let desk = Desk::new();
    let config = desk.path("loket.toml");
    fs::write(&config, "idle-dayz = 3\n[disk]\nlow-mib = 0\n").unwrap();
    let ran = doctor(&desk, |run| run.arg("--config").arg(&config));
    says(
        &ran,
        1,
        &["loket.toml:1: idle-dayz", "nearest one is idle-days", "loket.toml:3: disk.low-mib", "To mend: 2."],
    );
}

#[test]
fn a_token_that_is_none_and_a_file_for_all_to_read_are_named() {
    let desk = Desk::new();
    let file = desk.path("token");
    fs::write(&file, "no token").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let ran = doctor(&desk, |run| run.set("LOKET_TOKEN_FILE", &file));
    says(&ran, 1, &["every user of this machine", "@BotFather", "chmod 600"]);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let ran = doctor(&desk, |run| run.set("LOKET_TOKEN_FILE", &file));
    says(&ran, 1, &["no bot token", "@BotFather"]);
    says(&doctor(&desk, |run| run.set("LOKET_TOKEN", "")), 1, &["there is no bot token", "LOKET_TOKEN_FILE"]);
}

#[test]
fn a_damaged_store_a_broken_restore_and_a_clock_gone_back_are_named() {
    let desk = Desk::new();
    desk.small("chat --json").reads("hoi\n").run().turns();
    fs::create_dir(desk.data().join("restoring")).unwrap();
    fs::create_dir(desk.data().join("before-restore-x")).unwrap();
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(3600);
    let head = fs::File::options().write(true).open(desk.data().join("head")).unwrap();
    head.set_modified(later).unwrap();
    let ran = doctor(&desk, |run| run);
    says(&ran, 1, &["restore broke off", "before-restore-x holds", "in the future", "it can be read as a whole"]);
    fs::File::options().write(true).open(desk.data().join("sled/db")).unwrap().set_len(100).unwrap();
    says(&doctor(&desk, |run| run), 1, &["damaged", "loket restore FILE --replace"]);
}

#[test]
fn a_file_for_a_folder_and_broken_content_are_named() {
    let desk = Desk::new();
    fs::write(desk.data(), "").unwrap();
    says(&doctor(&desk, |run| run), 1, &["a file in the place", "data-dir"]);
    let broken = crate::content_fixture::cases().join("broken-phrase");
    let run = desk.loket("doctor --offline").set("LOKET_TOKEN", TOKEN).arg("--data").arg(desk.path("other"));
    says(&run.arg("--content").arg(broken).run(), 1, &["content:", "loket check"]);
}

#[test]
fn backups_that_are_missing_old_or_open_to_all_are_named() {
    let desk = Desk::new();
    desk.small("chat --json").reads("hoi\n").run().turns();
    let folder = desk.path("backups");
    fs::create_dir(&folder).unwrap();
    let look = || doctor(&desk, |run| run.set("LOKET_BACKUP_DIR", &folder));
    says(&look(), 1, &["there is none in", "loket backup"]);
    let file = folder.join("a.loket-backup");
    assert_eq!(desk.small("backup").arg(&file).run().code, Some(0));
    says(&look(), 0, &["the newest was made"]);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    says(&look(), 1, &["others may read", "chmod 600"]);
    fs::write(&file, "x").unwrap();
    says(&look(), 1, &["no backup that can be read", "--verify"]);
}

#[test]
fn programs_get_one_object() {
    let desk = Desk::new();
    let ran = doctor(&desk, |run| run.arg("--json"));
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["right"], true);
    assert!(json["findings"].as_array().unwrap().iter().all(|finding| finding["about"].is_string()));
    assert!(base().is_dir());
}
