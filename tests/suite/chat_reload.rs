//! `loket chat` while someone edits the content: a valid change is in force, a broken one is named.

use std::fs;
use std::path::Path;
use std::time::Instant;

use crate::command_support::{Chat, Desk, PATIENCE, said};
use crate::content_fixture::lay;

const ANSWER: &str = "answers/nl/complaint.md";
const OLD: &str = "Begin bij de politie zelf.";

/// Writes the answer with `new` in the place of its second sentence.
fn edit(content: &Path, new: &str) {
    let text = fs::read_to_string(crate::command_support::base().join(ANSWER)).unwrap();
    assert!(text.contains(OLD), "{text}");
    fs::write(content.join(ANSWER), text.replace(OLD, new)).unwrap();
}

/// Asks until `seen` in what was said and logged, and returns what was said.
fn ask_until(chat: &mut Chat, seen: impl Fn(&str, &str) -> bool) -> String {
    let since = Instant::now();
    loop {
        let text = said(&chat.say("/start complaint"));
        if seen(&text, &chat.log()) {
            return text;
        }
        assert!(since.elapsed() < PATIENCE, "waited in vain; said: {text}; logged: {}", chat.log());
    }
}

#[test]
fn a_valid_edit_is_in_force_a_broken_one_is_named_and_a_mended_one_is_in_force_again() {
    let content = lay("base");
    let desk = Desk::new();
    let mut chat = desk.chat(content.path());
    assert!(said(&chat.say("/start complaint")).contains(OLD));
    edit(content.path(), "Begin bij de gemeente.");
    let written = Instant::now();
    ask_until(&mut chat, |text, _| text.contains("Begin bij de gemeente."));
    println!("chat: a valid edit was in force after {} ms", written.elapsed().as_millis());
    edit(content.path(), "Bel {fact:no-such-fact}.");
    let text = ask_until(&mut chat, |_, log| log.contains("broken"));
    assert!(text.contains("Begin bij de gemeente."), "the former text stays: {text}");
    let log = chat.log();
    assert!(log.contains("answers/nl/complaint.md:8:") && log.contains("[unknown-fact]"), "{log}");
    assert!(log.contains("`loket check`"), "{log}");
    edit(content.path(), "Begin bij de rechter.");
    ask_until(&mut chat, |text, _| text.contains("Begin bij de rechter."));
    assert_eq!(chat.log().lines().count(), 3, "one line a change: {}", chat.log());
    assert_eq!(chat.close(), Some(0));
}

#[test]
fn a_person_reads_of_a_broken_edit_in_the_conversation() {
    let content = lay("base");
    let desk = Desk::new();
    let mut chat = desk.person(content.path());
    chat.hear("/start complaint", "Iets anders");
    edit(content.path(), "Bel {fact:no-such-fact}.");
    let since = Instant::now();
    let heard = loop {
        let heard = chat.hear("/start complaint", "Iets anders");
        if heard.contains("broken") {
            break heard;
        }
        assert!(since.elapsed() < PATIENCE, "{heard}");
    };
    assert!(heard.contains("(the content is broken, the former stays in force: answers/nl/complaint.md:8:"), "{heard}");
    assert!(heard.contains(OLD), "the former text stays: {heard}");
    assert_eq!((chat.log().as_str(), chat.close()), ("", Some(0)));
}
