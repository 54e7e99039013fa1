//! Every code has a fixture that provokes it, and the report is what a maintainer should read.
//!
//! To refresh the reports: `INSTA_UPDATE=always cargo test --test suite content_diagnostics`, then review the diff.

use std::collections::BTreeSet;
use std::fs;

use loket::diagnostic::{Diagnostic, Sources, codes, render_github, render_human, render_json, render_summary};

use crate::content_fixture::{cases, lay, load};

#[test]
fn the_base_has_nothing_wrong_with_it() {
    let content = load(&lay("base"));
    assert_eq!(content.diagnostics, []);
    assert!(content.catalogue.is_some());
}

#[test]
fn every_code_has_a_fixture_and_every_fixture_a_code() {
    let codes: BTreeSet<String> = codes().map(|code| code.name.to_owned()).collect();
    let folders = fs::read_dir(cases()).expect("cases").map(|entry| entry.expect("a case").file_name());
    let folders: BTreeSet<String> = folders.map(|name| name.to_string_lossy().into_owned()).collect();
    let without_base: BTreeSet<String> = folders.into_iter().filter(|name| name != "base").collect();
    assert_eq!(without_base, codes);
}

#[test]
fn each_fixture_is_reported_as_a_maintainer_should_read_it() {
    for code in codes() {
        let folder = lay(code.name);
        let content = load(&folder);
        let found = &content.diagnostics;
        assert!(found.iter().any(|one| one.code == code.name), "{}: {found:#?}", code.name);
        assert_eq!(content.catalogue.is_none(), found.iter().any(Diagnostic::is_error), "{}", code.name);
        let sources = Sources::new("", content.files.iter().map(|file| (file.path.as_str(), file.text.as_str())));
        let report = format!("{}\n\n{}", render_human(found, &sources, false), render_summary(found));
        insta::with_settings!({
            snapshot_path => cases().join(code.name),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!("expected", report) });
    }
}

#[test]
fn every_report_is_also_json_and_annotations() {
    for code in codes() {
        let content = load(&lay(code.name));
        let sources = Sources::new("", content.files.iter().map(|file| (file.path.as_str(), file.text.as_str())));
        let json: serde_json::Value = serde_json::from_str(&render_json(&content.diagnostics, &sources)).expect("JSON");
        assert_eq!(json.as_array().map(Vec::len), Some(content.diagnostics.len()));
        let lines = render_github(&content.diagnostics, &sources);
        assert_eq!(lines.lines().count(), content.diagnostics.len());
        assert!(lines.lines().all(|line| line.starts_with("::error ") || line.starts_with("::warning ")));
    }
}

#[test]
fn every_problem_says_where_and_what_to_do() {
    for code in codes() {
        for one in load(&lay(code.name)).diagnostics {
            assert!(!one.help.is_empty() && !one.places.is_empty(), "{one:#?}");
        }
    }
}
