//! Whatever bytes stand on standard input: one answer a line, nothing breaks, the conversation goes on.

use crate::command_support::{Desk, Ran, said};

const LONGEST: usize = 4096;

/// One start of `chat --json` for these lines, and a line that shows that the conversation goes on.
fn answered(lines: &[&[u8]]) -> (Ran, Vec<serde_json::Value>) {
    let mut input = lines.join(&b"\n"[..]);
    input.extend_from_slice(b"\n/start complaint\n");
    let ran = Desk::new().small("chat --json").reads(input).run();
    let turns = ran.turns();
    assert_eq!(turns.len(), lines.len() + 1, "one object a line: {}", ran.out);
    assert!(turns.iter().all(|turn| !said(turn).is_empty()), "every line is answered");
    let last = turns.last().expect("a turn");
    assert_eq!(last["intents"], serde_json::json!(["complaint"]), "{last}");
    (ran, turns)
}

#[test]
fn empty_lines_emoji_control_and_direction_characters_and_bytes_that_are_no_text_are_each_answered() {
    let lines: [&[u8]; 9] = [
        b"",
        b" \t ",
        "😀👍🏽👨‍👩‍👧".as_bytes(),
        b"\0",
        b"\x01\x07\x1b[31m\x1b]0;x\x07\x7f",
        "\u{202e}\u{2066}\u{200f}".as_bytes(),
        b"\xff\xfe\xc3\x28\xed\xa0\x80",
        b"\r",
        b"#",
    ];
    let (ran, turns) = answered(&lines);
    for turn in &turns[..lines.len()] {
        assert_eq!(turn["decision"], "fallback", "{turn}");
    }
    assert!(!ran.out.contains(['\0', '\u{1b}', '\u{7}']), "nothing that steers a terminal is passed on");
    assert_eq!(turns[1]["say"], " \t ");
    assert_eq!(turns[6]["say"], "\u{fffd}\u{fffd}\u{fffd}(\u{fffd}\u{fffd}\u{fffd}");
    assert_eq!(ran.err, "");
}

#[test]
fn words_between_direction_and_control_characters_are_understood_as_if_these_were_not_there() {
    let (_, turns) = answered(&["\u{202e}ho\0i\u{202c}".as_bytes()]);
    assert_eq!(turns[0]["intents"], serde_json::json!(["greeting"]), "{}", turns[0]);
}

#[test]
fn as_long_as_telegram_lets_one_be_is_read_whole_and_a_megabyte_is_cut_with_a_word() {
    let whole = "é".repeat(LONGEST);
    let megabyte = "b".repeat(1 << 20);
    let (ran, turns) = answered(&[whole.as_bytes(), megabyte.as_bytes()]);
    assert_eq!(turns[0]["say"], whole);
    assert_eq!(turns[1]["say"], "b".repeat(LONGEST));
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    assert!(ran.err.contains("longer than 4096 characters"), "{}", ran.err);
}

#[test]
fn a_person_is_told_in_the_conversation_that_a_line_was_cut() {
    let ran = Desk::new().small("chat").reads(vec![b'b'; 1 << 20]).run();
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert!(ran.out.contains("te lang; ik las de eerste 4096 tekens"), "{}", ran.out);
}

#[test]
fn a_line_without_its_end_is_answered_and_no_line_at_all_is_no_failure() {
    let desk = Desk::new();
    let turns = desk.small("chat --json").reads("hoi").run().turns();
    assert_eq!(turns[0]["intents"], serde_json::json!(["greeting"]));
    assert!(desk.small("chat --json").run().turns().is_empty());
    assert_eq!(desk.small("chat").reads("\n\n \n").run().out, "", "a person who only presses Enter hears nothing");
}

#[test]
fn input_that_cannot_be_read_is_named() {
    let desk = Desk::new();
    let folder = std::fs::File::open(desk.path(".")).expect("a folder");
    let ran = desk.small("chat").run_from(folder);
    ran.refused(2, &["cannot read standard input", "What to do", "loket chat < file"]);
}

#[test]
fn ask_answers_what_chat_answers_and_refuses_bytes_that_are_no_text() {
    use std::os::unix::ffi::OsStrExt as _;
    let desk = Desk::new();
    let long = "a".repeat(100_000);
    for odd in ["", "  ", "😀", "\u{202e}", "\u{1b}[31m", "-1", &long] {
        let ran = desk.small("ask --json").arg("--").arg(odd).run();
        let turns = ran.turns();
        assert_eq!((turns.len(), &turns[0]["say"]), (1, &serde_json::json!(odd)));
        assert!(!said(&turns[0]).is_empty());
    }
    let ran = desk.small("ask").arg(std::ffi::OsStr::from_bytes(b"\xff\xfe")).run();
    ran.refused(2, &["invalid UTF-8", "--help"]);
    assert!(!desk.data().exists(), "ask stores nothing");
}
