//! `loket new` and `loket facts` as someone uses them who keeps the answers.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::command_support::{Desk, Ran};
use crate::content_fixture::lay;

const TEXTS: [&str; 12] = [
    "--title",
    "nl=Mijn brief is zoekgeraakt",
    "--title",
    "en=My letter got lost",
    "--button",
    "nl=Brief zoekgeraakt",
    "--button",
    "en=Letter lost",
    "--short",
    "nl=Stuur de brief \"opnieuw\". Bewaar een kopie.",
    "--short",
    "en=Send the letter again. Keep a copy.",
];

fn loket(folder: &Path, arguments: &str, more: &[&str]) -> Ran {
    let desk = Desk::new();
    let run = desk.loket(arguments).arg("--content").arg(folder).arg("--data").arg(desk.data());
    more.iter().fold(run, |run, argument| run.arg(argument)).run()
}

fn examples() -> Vec<&'static str> {
    let given = [
        "nl=mijn brief is weg",
        "nl=de post raakte mijn brief kwijt",
        "nl=nooit aangekomen, die brief",
        "en=my letter is gone",
        "en=the post lost my letter",
        "en=it never arrived, my letter",
    ];
    given.into_iter().flat_map(|text| ["--example", text]).collect()
}

/// The name of a source of the small content.
fn source(folder: &TempDir) -> String {
    let text = fs::read_to_string(folder.path().join("answers/sources.toml")).unwrap();
    let line = text.lines().find(|line| line.starts_with('[')).unwrap().to_owned();
    line.trim_matches(['[', ']']).to_owned()
}

#[test]
fn a_new_intent_has_answers_in_every_language_and_nothing_is_wrong_with_it() {
    let folder = lay("base");
    let source = source(&folder);
    let more = [TEXTS.as_slice(), &examples(), &["--source", &source]].concat();
    let ran = loket(folder.path(), "new intent lost-letter", &more);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    for made in ["made intents/lost-letter.toml", "made answers/nl/lost-letter.md", "made answers/en/lost-letter.md"] {
        assert!(ran.out.contains(made), "{}", ran.out);
    }
    assert!(ran.out.contains("twenty or more in each language"), "{}", ran.out);
    let checked = loket(folder.path(), "check", &[]);
    assert_eq!(checked.code, Some(0), "{}", checked.out);
    let before = fs::read(folder.path().join("intents/lost-letter.toml")).unwrap();
    loket(folder.path(), "new intent lost-letter", &more)
        .refused(2, &["an intent `lost-letter` already", "another name"]);
    assert_eq!(fs::read(folder.path().join("intents/lost-letter.toml")).unwrap(), before);
}

#[test]
fn without_a_terminal_all_that_is_missing_is_named_at_once_and_nothing_is_made() {
    let folder = lay("base");
    let ran = loket(folder.path(), "new intent lost-letter", &TEXTS[..2]);
    ran.refused(2, &["--title en=…", "--button nl=…", "--example en=… (3 more)", "--source ID", "on a terminal"]);
    assert!(!folder.path().join("intents/lost-letter.toml").exists());
}

#[test]
fn a_name_that_cannot_be_or_a_text_that_does_not_fit_is_refused_with_the_remedy() {
    let folder = lay("base");
    loket(folder.path(), "new intent", &["Lost Letter"]).refused(2, &["lost-letter"]);
    loket(folder.path(), "new intent ../lost", &[]).refused(2, &["lost"]);
    let long = "nl=Dit is een knop met veel te veel letters erop";
    let source = source(&folder);
    let more = [&["--button", long], TEXTS.as_slice(), &examples(), &["--source", &source]].concat();
    loket(folder.path(), "new intent lost-letter", &more).refused(2, &["45 characters", "at most 32"]);
    assert!(!folder.path().join("answers/nl/lost-letter.md").exists());
    let more = ["--value", "nl=**1** jaar", "--value", "en=1 year", "--source", &source, "--certainty", "high"];
    loket(folder.path(), "new fact wait", &more).refused(1, &["nothing was made", "fact-with-markup"]);
    let more = ["--value", "nl=1 jaar", "--value", "en=1 year", "--source", "no-such", "--certainty", "high"];
    loket(folder.path(), "new fact wait", &more).refused(2, &["there is no source `no-such`"]);
}

#[test]
fn ledger_entries_go_behind_those_that_are_there() {
    let folder = lay("base");
    let source = source(&folder);
    let before = fs::read_to_string(folder.path().join("answers/facts.toml")).unwrap();
    let more = ["--value", "nl=1 jaar", "--value", "en=1 year", "--source", &source, "--certainty", "high"];
    let ran = loket(folder.path(), "new fact wait", &more);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("added to answers/facts.toml") && ran.out.contains("{fact:wait}"), "{}", ran.out);
    assert!(fs::read_to_string(folder.path().join("answers/facts.toml")).unwrap().starts_with(&before));
    loket(folder.path(), "new fact wait", &more).refused(2, &["a fact `wait` already"]);
    let more = ["--name", "nl=Loket", "--name", "en=Desk", "--for", "nl=vragen", "--for", "en=questions"];
    let more =
        [more.as_slice(), &["--web", "https://example.org", "--source", &source, "--certainty", "medium"]].concat();
    assert_eq!(loket(folder.path(), "new contact desk", &more).code, Some(0));
    let more = ["--name", "nl=een pagina", "--name", "en=a page", "--url", "https://example.org/x"];
    assert_eq!(loket(folder.path(), "new source page", &more).code, Some(0));
    let checked = loket(folder.path(), "check", &[]);
    assert_eq!(checked.code, Some(0), "{}", checked.out);
    assert!(checked.out.contains("unused-fact") && checked.out.contains("3 warnings"), "{}", checked.out);
}

#[test]
fn a_conversation_is_a_script_that_can_be_held() {
    let folder = lay("base");
    let more = ["--says", "hoe lang duurt een inzageverzoek", "--intent", "access-deadline"];
    let ran = loket(folder.path(), "new conversation nl-wacht", &more);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let tested = loket(folder.path(), "test --no-examples", &[]);
    assert_eq!((tested.code, tested.out.trim()), (Some(0), "1 of 1 scripts go as expected"));
    let script = fs::read_to_string(folder.path().join("tests/conversations/nl-wacht.txt")).unwrap();
    assert!(script.contains("decision: answer\n"), "{script}");
    loket(folder.path(), "new conversation nl-wacht", &more).refused(2, &["is there already"]);
}

#[test]
fn facts_are_listed_with_age_and_place_and_one_is_told_in_full() {
    let folder = lay("base");
    let all = loket(folder.path(), "facts --review-days 0", &[]);
    assert_eq!(all.code, Some(0), "{}", all.err);
    assert!(all.out.starts_with("1 fact: 1 overdue"), "{}", all.out);
    assert!(all.out.contains("stands in"), "{}", all.out);
    let listed = loket(folder.path(), "facts --json", &[]);
    let found: serde_json::Value = serde_json::from_str(&listed.out).expect("JSON");
    let id = found[0]["id"].as_str().expect("a name");
    let one = loket(folder.path(), "facts", &[id]);
    assert!(one.out.contains("answers/nl/") && one.out.contains("certainty"), "{}", one.out);
    loket(folder.path(), "facts", &[&format!("{id}x")]).refused(2, &["there is no fact", id]);
    let unused = loket(lay("unused-fact").path(), "facts", &[]);
    assert!(unused.out.contains("USED NOWHERE"), "{}", unused.out);
}
