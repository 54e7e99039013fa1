//! `loket backup` and `loket restore`, the real binary: what is saved comes back, and everything wrong is named.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use crate::command_support::{Desk, Run, base, files, said};

impl Desk {
    fn on(&self, data: &str, arguments: &str) -> Run {
        self.loket(arguments).arg("--content").arg(base()).arg("--data").arg(self.path(data))
    }
}

/// A desk with one conversation and a backup of it.
fn backed_up() -> (Desk, PathBuf) {
    let desk = Desk::new();
    desk.on("data", "chat --json").reads("/start access-request\n").run().turns();
    let file = desk.path("a.loket-backup");
    let ran = desk.on("data", "backup").arg(&file).run();
    assert_eq!((ran.code, &*ran.err), (Some(0), ""), "{}", ran.out);
    assert!(ran.out.contains("1 conversations"), "{}", ran.out);
    (desk, file)
}

fn asks_on(desk: &Desk, data: &str) -> String {
    let turns = desk.on(data, "chat --json").reads("en hoe lang duurt dat?\n").run().turns();
    said(&turns[0])
}

#[test]
fn a_conversation_goes_on_in_a_folder_that_was_restored() {
    let (desk, file) = backed_up();
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    desk.on("elsewhere", "restore").arg(&file).run().refused(3, &["master key", "key-file"]);
    fs::copy(desk.data().join("master.key"), desk.path("elsewhere").join("master.key")).unwrap();
    let ran = desk.on("elsewhere", "restore").arg(&file).run();
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("1 conversations"), "{}", ran.out);
    assert!(asks_on(&desk, "elsewhere").contains("6 weken"));
}

#[test]
fn a_folder_with_conversations_is_replaced_only_when_asked_and_the_old_ones_are_kept() {
    let (desk, file) = backed_up();
    desk.on("data", "chat --json").reads("/start complaint\n").run().turns();
    let before = files(&desk.data());
    desk.on("data", "restore").arg(&file).run().refused(3, &["conversations in", "--replace", "--data DIR"]);
    assert_eq!(files(&desk.data()), before);
    let ran = desk.on("data", "restore --replace").arg(&file).run();
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(asks_on(&desk, "data").contains("6 weken"), "the topic of the backup");
    let aside =
        ran.out.lines().find_map(|line| line.split("is in ").nth(1)?.split(';').next()).expect("a name").to_owned();
    let kept = PathBuf::from(aside);
    assert!(kept.starts_with(desk.data()), "{kept:?}");
    let of_store = |(path, _): &(&PathBuf, &Vec<u8>)| {
        path.ends_with("head") || path.ends_with("slots") || path.display().to_string().contains("/sled/")
    };
    let old: Vec<&Vec<u8>> = before.iter().filter(of_store).map(|(_, bytes)| bytes).collect();
    let kept = files(&kept);
    assert_eq!(kept.values().collect::<Vec<_>>(), old, "the data from after the backup");
}

#[test]
fn a_damaged_folder_names_the_command_that_mends_it_and_that_command_mends_it() {
    let (desk, file) = backed_up();
    fs::File::options().write(true).open(desk.data().join("sled/db")).unwrap().set_len(100).unwrap();
    desk.on("data", "chat").reads("hoi\n").run().refused(3, &["damaged", "loket restore FILE --replace"]);
    assert_eq!(desk.on("data", "restore --replace").arg(&file).run().code, Some(0));
    assert!(asks_on(&desk, "data").contains("6 weken"));
}

#[test]
fn a_backup_is_verified_and_a_broken_one_is_named_and_restores_nothing() {
    let (desk, file) = backed_up();
    let ran = desk.loket("backup --verify").arg(&file).run();
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.starts_with("whole: ") && ran.out.contains("1 conversations"), "{}", ran.out);
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&file, &bytes).unwrap();
    desk.loket("backup --verify").arg(&file).run().refused(1, &["damaged", "What to do"]);
    desk.on("elsewhere", "restore").arg(&file).run().refused(2, &["damaged", "What to do"]);
    assert!(!desk.path("elsewhere").exists());
    fs::write(&file, "something else").unwrap();
    desk.loket("backup --verify").arg(&file).run().refused(1, &["no backup of loket"]);
    desk.loket("backup --verify nowhere").run().refused(2, &["cannot be read", "check the path"]);
}

#[test]
fn in_a_folder_each_backup_gets_a_name_of_its_own_and_no_file_is_written_over() {
    let (desk, file) = backed_up();
    let folder = desk.path("backups");
    fs::create_dir(&folder).unwrap();
    let ran = desk.on("data", "backup").set("LOKET_BACKUP_DIR", &folder).run();
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(files(&folder).len(), 1, "and no draft of it");
    let before = fs::read(&file).unwrap();
    desk.on("data", "backup").arg(&file).run().refused(2, &["already", "another name"]);
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn without_data_a_place_or_a_folder_it_says_what_to_give() {
    let desk = Desk::new();
    desk.on("data", "backup").arg(desk.path("b")).run().refused(3, &["nothing to back up", "--data DIR"]);
    assert!(!desk.data().exists());
    let (desk, _) = backed_up();
    desk.on("data", "backup").run().refused(2, &["where the backup is to go", "backup.dir"]);
    desk.on("data", "backup").arg(desk.path("not/there")).run().refused(2, &["cannot be written", "What to do"]);
}

#[test]
fn a_running_chat_is_not_disturbed() {
    let desk = Desk::new();
    let mut chat = desk.chat(&base());
    chat.say("/start access-request");
    desk.on("data", "backup").arg(desk.path("b")).run().refused(3, &["in use by another loket"]);
    assert!(said(&chat.say("en hoe lang duurt dat?")).contains("6 weken"));
    assert_eq!(files(&desk.path("")).keys().filter(|path| path.display().to_string().contains(".part")).count(), 0);
    assert_eq!(chat.close(), Some(0));
}
