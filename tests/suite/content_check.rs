//! `loket check` as someone in a terminal or a workflow uses it.

use std::path::{Path, PathBuf};

use loket::cli::check::{CheckArgs, run};
use loket::content::{SENTENCE_LIMIT, measure, parse_catalogue};
use loket::content_files::embedded;
use loket::matching::Patterns;
use proptest::prelude::*;

use crate::content_fixture::{TODAY, lay};

struct Outcome {
    code: u8,
    out: String,
    err: String,
}

fn check(args: &CheckArgs) -> Outcome {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = run(args, &mut out, &mut err);
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Outcome { code, out: text(out), err: text(err) }
}

fn at(folder: &Path) -> CheckArgs {
    CheckArgs { content: Some(folder.to_owned()), ..CheckArgs::default() }
}

#[test]
fn clean_content_is_one_line_with_counts() {
    let folder = lay("base");
    let outcome = check(&at(folder.path()));
    assert_eq!(outcome.code, 0, "{}", outcome.out);
    let counts = "13 intents, 10 answers, 57 examples, 1 facts, 2 contacts; languages nl, en";
    assert_eq!(outcome.out, format!("the content in {} can be used: {counts}\n", folder.path().display()));
    assert_eq!(outcome.err, "");
}

#[test]
fn an_error_is_shown_with_the_path_as_given_and_code_one() {
    let folder = lay("unknown-answer");
    let outcome = check(&at(folder.path()));
    assert_eq!(outcome.code, 1);
    assert!(outcome.out.contains("error[unknown-answer]: there is no answer `helo`"), "{}", outcome.out);
    let path = folder.path().join("intents/greeting.toml");
    assert!(outcome.out.contains(&format!("{}:2:10", path.display())), "{}", outcome.out);
    let summary = format!("1 error in 1 file of {}", folder.path().display());
    assert!(outcome.out.contains(&summary), "{}", outcome.out);
}

#[test]
fn warnings_alone_are_problems_only_when_strict() {
    let folder = lay("unused-fact");
    assert_eq!(check(&at(folder.path())).code, 0);
    assert_eq!(check(&CheckArgs { strict: true, ..at(folder.path()) }).code, 1);
}

#[test]
fn json_lists_each_problem_and_with_figures_names_what_was_checked() {
    let folder = lay("bad-link");
    let outcome = check(&CheckArgs { json: true, ..at(folder.path()) });
    let found: serde_json::Value = serde_json::from_str(&outcome.out).expect("JSON");
    let problems = found.as_array().expect("problems");
    assert!(problems.iter().any(|one| one["code"] == "bad-link" && one["line"].as_u64() > Some(1)));
    assert_eq!(outcome.code, 1);
    let outcome = check(&CheckArgs { json: true, statistics: true, ..at(folder.path()) });
    let found: serde_json::Value = serde_json::from_str(&outcome.out).expect("JSON");
    assert_eq!(found["checked"]["folder"], folder.path().display().to_string());
    assert_eq!((&found["checked"]["in"], &found["usable"]), (&"folder".into(), &false.into()));
}

#[test]
fn figures_come_as_a_table_and_within_the_json() {
    let folder = lay("base");
    let table = check(&CheckArgs { statistics: true, ..at(folder.path()) });
    assert!(table.out.contains("examples per intent: 2 to 3, median 2"), "{}", table.out);
    let args = CheckArgs { statistics: true, json: true, ..at(folder.path()) };
    let found: serde_json::Value = serde_json::from_str(&check(&args).out).expect("JSON");
    assert_eq!(found["problems"], serde_json::json!([]));
    assert_eq!(found["statistics"][0]["parts"][0]["part"], "short");
}

/// What is due depends on the day; everything else must be right on any.
#[test]
fn the_shipped_content_has_no_error_and_no_warning() {
    let (_, mut found) = parse_catalogue(&embedded(), TODAY);
    let of_dates = ["review-overdue", "review-near", "review-by-too-far", "date-in-future"];
    found.retain(|one| !of_dates.contains(&one.code));
    assert_eq!(found, []);
}

#[test]
fn shipped_answers_are_in_short_sentences() {
    for language in measure(&embedded()) {
        let all = language.parts.iter().find(|part| part.part == "all").expect("there");
        assert!(all.sentences > 1000 && all.mean <= 12.0 && all.longest <= SENTENCE_LIMIT, "{language:?}");
    }
}

#[test]
fn annotations_are_lines_for_the_workflow_and_clean_content_has_none() {
    let outcome = check(&CheckArgs { github: true, ..at(lay("bad-link").path()) });
    assert!(outcome.out.lines().all(|line| line.starts_with("::error file=")), "{}", outcome.out);
    assert_eq!(check(&CheckArgs { github: true, ..at(lay("base").path()) }).out, "");
}

#[test]
fn a_code_is_explained_and_an_unknown_one_names_the_nearest() {
    let explain = |code: &str| check(&CheckArgs { explain: Some(code.to_owned()), ..CheckArgs::default() });
    let known = explain("unknown-answer");
    assert_eq!(known.code, 0);
    assert!(known.out.contains("Wrong:") && known.out.contains("Right:"));
    let unknown = explain("unknown-anser");
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("the nearest is `unknown-answer`"), "{}", unknown.err);
}

#[test]
fn a_folder_that_is_not_there_cannot_be_checked() {
    let outcome = check(&at(&PathBuf::from("/nowhere/at/all")));
    assert_eq!((outcome.code, outcome.out.as_str()), (2, ""));
    assert!(outcome.err.contains("/nowhere/at/all is not a folder"), "{}", outcome.err);
}

#[test]
fn a_folder_without_content_says_which_folders_are_missing() {
    let folder = tempfile::tempdir().expect("a folder");
    let outcome = check(&at(folder.path()));
    assert_eq!(outcome.code, 1);
    assert!(outcome.out.contains("error[missing-folder]: the folder intents/ is missing"), "{}", outcome.out);
}

proptest! {
    /// What `check` tries patterns on is what they are tried on when someone asks.
    #[test]
    fn check_reads_a_message_as_matching_does(raw in "\\PC{1,30}|[a-zÀ-ž'’ ]{1,30}") {
        let read = loket::text::ascii(&raw);
        let same = Patterns::compile(vec![format!("^{}$", regex::escape(&read))]);
        prop_assert_eq!(same.fired(&raw), [0]);
    }
}
