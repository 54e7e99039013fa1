//! Data folders that cannot be used: exit code 3, words on what to do, and nothing in them is lost.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::command_support::{Desk, Run, base, files, said};

/// Every command that keeps data.
fn keepers(desk: &Desk, data: &Path) -> [Run; 3] {
    ["chat", "chat --json", "serve"].map(|command| {
        let run = desk.loket(command).arg("--content").arg(base()).arg("--data").arg(data);
        run.set("LOKET_TOKEN", "123456:TEST").set("TELOXIDE_API_URL", "http://127.0.0.1:9").reads("hoi\n")
    })
}

#[test]
fn a_file_in_the_place_of_the_folder_or_above_it_is_named_and_left_alone() {
    let desk = Desk::new();
    let file = desk.path("file");
    fs::write(&file, "mine").unwrap();
    for data in [file.clone(), file.join("below"), file.join("far/below")] {
        for run in keepers(&desk, &data) {
            run.run().refused_logging(3, &[&data.display().to_string(), "a file in its way", "--data DIR"]);
        }
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn a_folder_that_cannot_be_written_is_named_with_what_the_system_says() {
    let desk = Desk::new();
    fs::create_dir_all(desk.data().join("lock")).unwrap();
    for data in [desk.data(), "/proc/loket".into()] {
        for run in keepers(&desk, &data) {
            run.run()
                .refused_logging(3, &[&data.display().to_string(), "os error", "may make and write", "--data DIR"]);
        }
    }
}

#[test]
fn without_any_folder_for_data_it_says_how_to_name_one() {
    let desk = Desk::new();
    let run = desk.loket("chat").arg("--content").arg(base()).set("HOME", "");
    run.run().refused(3, &["no folder for data", "--data DIR", "LOKET_DATA_DIR"]);
}

#[test]
fn a_folder_in_use_by_a_running_chat_is_refused_and_the_running_one_goes_on() {
    let desk = Desk::new();
    let mut chat = desk.chat(&base());
    chat.say("/start access-request");
    desk.small("chat")
        .reads("/start complaint\n")
        .run()
        .refused(3, &["in use by another loket", "stop the other loket", "--data DIR"]);
    assert!(said(&chat.say("en hoe lang duurt dat?")).contains("6 weken"), "the other one changed the topic");
    assert_eq!(chat.close(), Some(0));
    assert_eq!(desk.small("chat --json").reads("hoi\n").run().turns().len(), 1, "free again");
}

#[test]
fn damaged_data_are_refused_as_often_as_they_are_opened_and_a_copy_put_back_goes_on() {
    let desk = Desk::new();
    desk.small("chat --json").reads("/start complaint\n/start access-request\n").run().turns();
    let backup = files(&desk.data());
    let db = desk.data().join("sled/db");
    fs::File::options().write(true).open(&db).unwrap().set_len(100).unwrap();
    for _ in 0..2 {
        for run in keepers(&desk, &desk.data()) {
            let words = [
                &*desk.data().display().to_string(),
                "damaged",
                "loket restore FILE --replace",
                "move the folder away",
                "a copy",
            ];
            run.run().refused_logging(3, &words);
        }
    }
    fs::remove_dir_all(desk.data()).unwrap();
    for (path, bytes) in backup {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        // As a careful copy keeps it: a master key that others may read is refused.
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
    }
    let turns = desk.small("chat --json").reads("en hoe lang duurt dat?\n").run().turns();
    assert!(said(&turns[0]).contains("6 weken"), "{}", turns[0]);
}

#[test]
fn data_of_a_newer_loket_are_left_as_they_are() {
    let desk = Desk::new();
    desk.small("chat --json").reads("hoi\n").run().turns();
    let mut mark = b"lokethm\0".to_vec();
    mark.extend(u32::MAX.to_le_bytes());
    mark.extend(99u64.to_le_bytes());
    mark.extend(crc32fast::hash(&mark).to_le_bytes());
    fs::write(desk.data().join("head"), mark).unwrap();
    let before = files(&desk.data());
    desk.small("chat").run().refused(3, &["newer loket", "What to do", "backup"]);
    assert_eq!(files(&desk.data()), before);
}
