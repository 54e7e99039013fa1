//! `docs/privacy.md` names every field, table and file that is stored, and none that is not.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use loket::dialogue::Moment;
use loket::store::{Conversation, Store};

use crate::store_support::*;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What stands between backticks in the first column of the tables of the guide.
fn named() -> BTreeSet<String> {
    let guide = read("docs/privacy.md");
    let first = guide.lines().filter_map(|line| line.strip_prefix("| ")?.split('|').next().map(str::to_owned));
    first.flat_map(|cell| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// The fields of the record of a conversation.
fn fields() -> BTreeSet<String> {
    let record = serde_json::to_value(Conversation::default()).unwrap();
    let names = |of: &serde_json::Value, prefix: &str| -> Vec<String> {
        of.as_object().unwrap().keys().map(|name| format!("{prefix}.{name}")).collect()
    };
    names(&record, "conversation").into_iter().chain(names(&record["state"], "state")).collect()
}

/// The tables that the headers of the modules name.
fn tables() -> BTreeSet<String> {
    let headers = read("src/store/keys.rs") + &read("src/store/sled/sealed.rs");
    let rows = headers.lines().filter_map(|line| line.strip_prefix("//! | `"));
    rows.flat_map(|row| {
        row.split('|').next().unwrap_or_default().split('`').step_by(2).map(str::to_owned).collect::<Vec<_>>()
    })
    .filter(|name| name.len() == 1)
    .collect()
}

#[test]
fn every_field_of_a_conversation_stands_in_the_guide_with_its_purpose() {
    let in_guide: BTreeSet<String> =
        named().into_iter().filter(|name| name.contains('.') && !name.contains(".key")).collect();
    assert_eq!(in_guide, fields());
}

#[test]
fn every_table_of_the_store_stands_in_the_guide() {
    let in_guide: BTreeSet<String> = named().into_iter().filter(|name| name.len() == 1).collect();
    assert_eq!(in_guide, tables());
}

#[test]
fn every_file_of_a_used_folder_stands_in_the_guide() {
    let mut place = OnDisk::new();
    run(async {
        place.store().append(updates(&[1], "anna"), Moment(0)).await.unwrap();
        place.store().commit(turn("anna", 0, conversation(1, 1, Some(5)))).await.unwrap();
        place.store().commit(erasure("anna", 1)).await.unwrap();
    });
    place.reopen();
    let named = named();
    let files = std::fs::read_dir(place.folder()).unwrap().map(|entry| PathBuf::from(entry.unwrap().file_name()));
    let unnamed: Vec<PathBuf> = files.filter(|file| !named.contains(&file.display().to_string())).collect();
    assert!(unnamed.is_empty(), "{unnamed:?} not in docs/privacy.md");
}
