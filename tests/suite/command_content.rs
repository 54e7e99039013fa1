//! Content that is not there or is broken: exit code 2 (1 for `check`), the place, and what to do.

use std::fs;
use std::path::Path;

use crate::command_support::{Desk, Run, base};

/// Every command that needs content to run.
fn users(desk: &Desk, content: &Path) -> [Run; 5] {
    fs::write(desk.path("questions.tsv"), "text\tlang\tintent\nhoi\tnl\tnone\n").unwrap();
    ["chat", "chat --json", "ask hoi", "eval questions.tsv", "serve"].map(|command| {
        let run = desk.loket(command).arg("--content").arg(content).arg("--data").arg(desk.data());
        run.set("LOKET_TOKEN", "123456:TEST").set("TELOXIDE_API_URL", "http://127.0.0.1:9").reads("hoi\n")
    })
}

fn check(desk: &Desk, content: &Path) -> Run {
    desk.loket("check").arg("--content").arg(content)
}

/// The small content with a line before the first of `intents/complaint.toml` that is no TOML.
fn broken(desk: &Desk) -> std::path::PathBuf {
    let content = desk.path("broken");
    for (path, bytes) in crate::command_support::files(&base()) {
        let path = content.join(path.strip_prefix(base()).unwrap());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let file = content.join("intents/complaint.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(file, format!("kind = \"topic\"\nfollow-ups = [\n{text}")).unwrap();
    content
}

#[test]
fn a_folder_that_is_not_there_or_is_a_file_is_named_with_what_to_give_instead() {
    let desk = Desk::new();
    fs::write(desk.path("file"), "").unwrap();
    for content in [desk.path("nowhere"), desk.path("file")] {
        let place = content.display().to_string();
        for run in users(&desk, &content) {
            run.run().refused_logging(2, &[&place, "is not there", "intents/ and answers/", "in the program"]);
        }
        check(&desk, &content).run().refused(2, &[&place, "is not a folder", "intents/ and answers/"]);
    }
}

#[test]
fn a_folder_without_content_names_what_is_missing_and_the_command_that_tells_more() {
    let desk = Desk::new();
    fs::create_dir(desk.path("empty")).unwrap();
    for run in users(&desk, &desk.path("empty")) {
        run.run().refused_logging(2, &["answers/facts.toml: the file", "intents/ is missing", "loket check --content"]);
    }
    let checked = check(&desk, &desk.path("empty")).run();
    assert_eq!(checked.code, Some(1));
    assert!(checked.out.contains("error[missing-folder]"), "{}", checked.out);
}

#[test]
fn broken_content_is_named_with_file_and_line_and_the_command_that_tells_more() {
    let desk = Desk::new();
    let content = broken(&desk);
    for run in users(&desk, &content) {
        let more = format!("loket check --content {}", content.display());
        run.run().refused_logging(2, &["intents/complaint.toml:3:", "[toml-syntax]", "What to do", &more]);
    }
    let checked = check(&desk, &content).run();
    assert_eq!((checked.code, checked.err.as_str()), (Some(1), ""));
    assert!(checked.out.contains("broken/intents/complaint.toml:3:"), "{}", checked.out);
}

#[test]
fn of_very_many_problems_the_first_are_named_and_the_others_counted() {
    let desk = Desk::new();
    let content = broken(&desk);
    fs::remove_dir_all(content.join("answers")).unwrap();
    let ran = desk.loket("ask hoi").arg("--content").arg(&content).run();
    assert_eq!(ran.err.lines().count(), 1 + 5 + 1 + 1, "{}", ran.err);
    assert!(ran.err.contains("more\n"), "{}", ran.err);
}

#[test]
fn a_setting_that_names_the_content_is_refused_like_the_argument() {
    let desk = Desk::new();
    fs::write(desk.path("loket.toml"), "content-dir = 'nowhere'\n").unwrap();
    desk.loket("ask hoi --config loket.toml").run().refused(2, &["nowhere", "is not there"]);
}

#[test]
fn eval_names_files_and_rows_that_it_cannot_use() {
    let desk = Desk::new();
    desk.small("eval nowhere.tsv").run().refused(2, &["cannot read nowhere.tsv", "help:", "tab-separated"]);
    fs::write(desk.path("rows.tsv"), "text\tlang\tintent\nhoi\tnl\tgreeting\nx\tnl\tno-such\n").unwrap();
    let ran = desk.small("eval rows.tsv").run();
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("rows.tsv:3: there is no intent `no-such`"), "{}", ran.err);
    let ran = desk.small("eval rows.tsv --predictions rows.tsv/out.tsv").run();
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("cannot write rows.tsv/out.tsv") && ran.err.contains("help:"), "{}", ran.err);
}

#[test]
fn eval_tells_what_changed_since_an_earlier_run() {
    let desk = Desk::new();
    fs::write(desk.path("rows.tsv"), "text\tlang\tintent\nhoi\tnl\tgreeting\n").unwrap();
    let old = "text\tlang\tdecision\tpredicted\nhoi\tnl\tfallback\t\n";
    fs::write(desk.path("old.tsv"), old).unwrap();
    let ran = desk.small("eval rows.tsv --compare old.tsv").run();
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    for part in ["1 questions in both", "became right: 1", "fallback → answer", "by chance"] {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
    let ran = desk.small("eval rows.tsv --compare old.tsv --json").run();
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["compared"]["changed"][0]["is"], "right");
    desk.small("eval rows.tsv --compare nowhere.tsv").run().refused(2, &["cannot read nowhere.tsv", "--predictions"]);
    desk.small("eval rows.tsv --compare rows.tsv").run().refused(2, &["`decision`", "help:"]);
}

#[test]
fn eval_holds_labelled_conversations_and_names_the_turns_that_went_otherwise() {
    let desk = Desk::new();
    let turns = r#"[{"say": "hoi", "expect": ["greeting"]}, {"say": "hoi", "expect": ["none"]}]"#;
    let line = format!(r#"{{"id": "d1", "lang": "nl", "turns": {turns}}}"#);
    fs::write(desk.path("held.jsonl"), format!("{line}\n{{}}\n")).unwrap();
    let ran = desk.small("eval --dialogues held.jsonl").run();
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("held.jsonl:2: no conversation"), "{}", ran.err);
    assert!(ran.out.contains("1 conversations, 2 turns") && ran.out.contains("d1 turn 2: hoi"), "{}", ran.out);
    let ran = desk.small("eval --dialogues held.jsonl --json").run();
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["turns"]["as_expected"]["count"], 1);
    desk.small("eval --dialogues nowhere.jsonl").run().refused(2, &["cannot read nowhere.jsonl", "help:"]);
}

#[test]
fn where_there_is_no_content_the_check_says_that_it_looked_at_the_texts_in_the_program() {
    let desk = Desk::new();
    let ran = desk.loket("check").run();
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    for told in ["the content in the program can be used", "no intents/ and answers/ in this folder", "--content"] {
        assert!(ran.out.contains(told), "no {told:?} in {}", ran.out);
    }
    let ran = desk.loket("check --json").run();
    let found: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert!(ran.err.contains("the texts in the program itself"), "{}", ran.err);
    assert_eq!(found, serde_json::json!([]), "the shipped content, with all that only `check` looks at");
}

#[test]
fn a_setting_that_names_the_content_is_what_is_checked() {
    let desk = Desk::new();
    fs::write(desk.path("loket.toml"), format!("content-dir = '{}'\n", base().display())).unwrap();
    let ran = desk.loket("check --config loket.toml").run();
    assert!(ran.out.contains(&format!("the content in {} can be used", base().display())), "{}{}", ran.out, ran.err);
}

#[test]
fn without_conversations_the_test_says_how_to_make_one_and_questions_how_they_begin() {
    let desk = Desk::new();
    desk.small("test").run().refused(2, &["tests/conversations", "loket new conversation"]);
    fs::write(desk.path("rows.tsv"), "hoi\tnl\tgreeting\n").unwrap();
    let ran = desk.small("eval rows.tsv").run();
    assert!(ran.err.contains("text<TAB>lang<TAB>intent"), "{}", ran.err);
}
