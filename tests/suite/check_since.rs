//! `loket check --since`: what an edit changes, told before it is published; and what cannot be compared, with what to do.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::command_support::{Desk, Ran};
use crate::content_fixture::lay;

fn git(folder: &Path, arguments: &str) {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["-c", "user.name=x", "-c", "user.email=x@example.org"]);
    command.args(arguments.split_whitespace()).env("GIT_CONFIG_GLOBAL", "/dev/null");
    let output = command.output().expect("git runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The small content under git, with one conversation.
fn repository() -> TempDir {
    let folder = lay("base");
    let scripts = folder.path().join("tests/conversations");
    fs::create_dir_all(&scripts).unwrap();
    fs::write(scripts.join("nl-wacht.txt"), "> hoe lang duurt een inzageverzoek\nintent: access-deadline\n").unwrap();
    git(folder.path(), "init --quiet");
    git(folder.path(), "add .");
    git(folder.path(), "commit --quiet -m then");
    folder
}

fn edit(folder: &TempDir, file: &str, from: &str, to: &str) {
    let path = folder.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{text}");
    fs::write(path, text.replace(from, to)).unwrap();
}

fn since(folder: &TempDir, arguments: &str) -> Ran {
    let desk = Desk::new();
    let binary = desk.loket(&format!("check {arguments}")).arg("--content").arg(folder.path());
    binary.set("PATH", std::env::var("PATH").unwrap_or_default()).run()
}

#[test]
fn a_changed_fact_is_told_with_the_answers_and_conversations_it_shows_in() {
    let folder = repository();
    edit(&folder, "answers/facts.toml", "\"6 weken\"", "\"8 weken\"");
    let ran = since(&folder, "--since HEAD");
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    for told in
        ["Since HEAD: 1 fact changed: it stands in", "1 conversation changes", "nl: 6 weken → 8 weken", "[6 → 8]"]
    {
        assert!(ran.out.contains(told), "no {told:?} in {}", ran.out);
    }
    let ran = since(&folder, "--since HEAD --json");
    let found: Value = serde_json::from_str(&ran.out).expect("one object");
    assert_eq!(found["entries"][0]["ledger"], "fact");
    assert_eq!(found["conversations"]["changed"], 1);
    assert_eq!(found["answers"], serde_json::json!([]), "the text of the answer itself is as it was");
}

#[test]
fn nothing_changed_is_told_as_such() {
    let ran = since(&repository(), "--since HEAD");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.starts_with("Since HEAD: nothing that citizens or the assistant notice changed"), "{}", ran.out);
}

#[test]
fn a_conversation_that_goes_wrong_now_and_a_new_collision_are_told() {
    let folder = repository();
    let moved = "\n    \"hoe lang duurt een inzageverzoek\",";
    edit(&folder, "intents/access-deadline.toml", moved, "");
    edit(&folder, "intents/complaint.toml", "examples = [\n    \"ik", &format!("examples = [{moved}\n    \"ik"));
    let ran = since(&folder, "--since HEAD");
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("nl-wacht.txt no longer goes as it says"), "{}", ran.out);
    assert!(ran.out.contains("access-deadline (nl): 1 example went"), "{}", ran.out);
}

#[test]
fn questions_that_come_out_otherwise_are_told_with_how() {
    let folder = repository();
    let desk = Desk::new();
    let questions = desk.path("q.tsv");
    fs::write(&questions, "text\tlang\tintent\nhoe lang duurt een inzageverzoek\tnl\taccess-deadline\n").unwrap();
    edit(&folder, "intents/access-deadline.toml", "hoe lang duurt een inzageverzoek", "mijn geduld raakt op");
    edit(&folder, "intents/complaint.toml", "waar kan ik klagen over mijn privacy", "hoe lang duurt een inzageverzoek");
    let ran = since(&folder, &format!("--since HEAD --questions {}", questions.display()));
    assert!(ran.out.contains("Questions: 1 of 1 change, 0 better, 1 worse"), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("was answered right, is answered wrong: complaint"), "{}", ran.out);
}

#[test]
fn an_older_copy_of_the_folder_does_as_well_and_broken_content_shows_what_it_can() {
    let folder = repository();
    let copy = lay("unknown-answer");
    edit(&folder, "answers/nl/access-deadline.md", "+++\n", "+++\n");
    let ran = since(&folder, &format!("--since {}", copy.path().display()));
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("Problems that are gone"), "{}", ran.out);
    assert!(ran.out.contains("the content of then has 1 error"), "{}", ran.out);
}

#[test]
fn what_cannot_be_compared_is_refused_with_what_to_do() {
    since(&repository(), "--since no-such-revision").refused(2, &["no revision `no-such-revision`", "HEAD~1"]);
    since(&lay("base"), "--since HEAD").refused(2, &["in no git repository", "--since FOLDER"]);
    for folder in [repository(), lay("base")] {
        since(&folder, "--since ../missing").refused(2, &["there is no folder ../missing", "intents/ and answers/"]);
        let empty = tempfile::tempdir().unwrap();
        let place = empty.path().display().to_string();
        since(&folder, &format!("--since {place}")).refused(2, &[&place, "holds no intents/ and no answers/"]);
    }
    let desk = Desk::new();
    let folder = repository();
    let ran = desk.loket("check --since HEAD").arg("--content").arg(folder.path()).set("PATH", "/nowhere").run();
    ran.refused(2, &["git could not be started", "install git"]);
    since(&folder, "--since --output=x").refused(2, &[]);
}

#[test]
fn what_is_new_is_told_as_new_and_where_it_stands() {
    let folder = repository();
    let facts = "[wait]\nnl = \"1 jaar\"\nen = \"1 year\"\nsource = \"wpg-25\"\nchecked = 2026-11-23\ncertainty = \"high\"\n\n[access-deadline]";
    edit(&folder, "answers/facts.toml", "[access-deadline]", facts);
    let complaint = fs::read_to_string(folder.path().join("intents/complaint.toml")).unwrap();
    let other =
        complaint.replace("  \"", "  \"nieuw ").replace("= \"Klacht", "= \"Nieuw").replace("= \"Compl", "= \"New");
    let other = other
        .replace("follow-ups", "answer = \"complaint\"\nfollow-ups")
        .replace("['\\bklacht over", "['\\bnieuw over");
    fs::write(folder.path().join("intents/other.toml"), other).unwrap();
    let ran = since(&folder, "--since HEAD");
    for told in [
        "1 fact is new: it stands nowhere",
        "1 intent is new",
        "fact wait is new",
        "other is new, with examples: 2 en, 3 nl",
    ] {
        assert!(ran.out.contains(told), "no {told:?} in {}{}", ran.out, ran.err);
    }
    assert!(!ran.out.contains("0 went") && !ran.out.contains("changed"), "{}", ran.out);
}

#[test]
fn a_button_is_told_as_it_was_and_is() {
    let folder = repository();
    edit(&folder, "intents/complaint.toml", "Klacht over mijn gegevens", "Ik wil klagen");
    let ran = since(&folder, "--since HEAD");
    for told in ["1 button reads otherwise", "complaint (nl): button: Klacht over mijn gegevens → Ik wil klagen"] {
        assert!(ran.out.contains(told), "no {told:?} in {}{}", ran.out, ran.err);
    }
}

#[test]
fn a_passage_that_changes_in_many_conversations_is_shown_once_and_counted() {
    let folder = repository();
    let script = fs::read_to_string(folder.path().join("tests/conversations/nl-wacht.txt")).unwrap();
    fs::write(folder.path().join("tests/conversations/nl-wacht-2.txt"), script).unwrap();
    edit(&folder, "answers/facts.toml", "\"6 weken\"", "\"8 weken\"");
    let ran = since(&folder, "--since HEAD");
    assert!(ran.out.contains("2 conversations, such as"), "{}{}", ran.out, ran.err);
    assert_eq!(ran.out.matches("[6 → 8]").count(), 1, "{}", ran.out);
}
