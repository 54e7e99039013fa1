//! What operators are given names only what exists: events of the log, metrics, settings, exit codes, alerts.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use loket::service::metrics::{MetricText, Metrics};
use loket::service::settings::Settings;
use regex::Regex;
use serde_json::Value;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn found(pattern: &str, text: &str) -> BTreeSet<String> {
    Regex::new(pattern).unwrap().captures_iter(text).map(|found| found[1].to_owned()).collect()
}

fn sources(folder: &Path) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.push_str(&sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            all.push_str(&fs::read_to_string(path).unwrap());
        }
    }
    all
}

/// The part of the operators' guide under this heading.
fn section(heading: &str) -> String {
    let guide = text("docs/operations.md");
    let after = guide.split(&format!("\n## {heading}\n")).nth(1).unwrap_or_else(|| panic!("no {heading}"));
    after.split("\n## ").next().unwrap().to_owned()
}

/// Names in backticks in the first column of the tables under this heading.
fn listed(heading: &str) -> BTreeSet<String> {
    let section = section(heading);
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `")?.split(" | ").next());
    rows.flat_map(|cell| found(r"`?([A-Za-z0-9_]+)(?:\{[a-z]+\})?`", cell)).collect()
}

#[test]
fn every_event_of_the_log_is_in_the_operators_guide_and_no_other() {
    let code = sources(&root().join("src"));
    let events = found(r#"event = "([a-z_]+)""#, &code);
    assert!(events.len() > 20, "{events:?}");
    assert_eq!(events, listed("Logs"));
}

#[test]
fn every_line_that_is_logged_has_an_event() {
    let code = sources(&root().join("src"));
    let calls = Regex::new(r"tracing::(?:error|warn|info|debug|trace)!\(\s*([^)]{0,12})").unwrap();
    let without: Vec<&str> = calls
        .captures_iter(&code)
        .map(|call| call.get(1).unwrap().as_str())
        .filter(|a| !a.starts_with("event = \""))
        .collect();
    assert!(without.is_empty(), "{without:?}");
}

/// All metrics there are, from the code that writes them.
fn metrics() -> BTreeSet<String> {
    let mut rendered = MetricText::default();
    Metrics::default().render(&mut rendered);
    let counted = found(r"# TYPE ([a-z_]+) ", &rendered.finish());
    let read = found(r#""((?:loket|process)_[a-z_]+)""#, &text("src/service/watching.rs"));
    counted.union(&read).cloned().collect()
}

/// Names of metrics in an expression, without the endings of histograms.
fn named(expression: &str) -> BTreeSet<String> {
    let names = found(r"\b((?:loket|process)_[a-z_]+)", expression);
    names.into_iter().map(|name| name.trim_end_matches("_bucket").to_owned()).collect()
}

#[test]
fn the_guide_lists_every_metric_and_no_other() {
    assert_eq!(metrics(), listed("Metrics"));
}

#[test]
fn the_dashboard_shows_every_metric_and_no_other() {
    let board: Value = serde_json::from_str(&text("packaging/grafana-dashboard.json")).unwrap();
    let panels = board["panels"].as_array().unwrap();
    let targets = panels.iter().flat_map(|panel| panel["targets"].as_array().unwrap());
    let shown: BTreeSet<String> = targets.flat_map(|target| named(target["expr"].as_str().unwrap())).collect();
    assert_eq!(shown, metrics());
}

#[test]
fn alerts_name_metrics_that_exist_and_each_is_explained() {
    let rules = text("packaging/prometheus-alerts.yml");
    let names = named(&rules);
    let unknown: Vec<&String> = names.difference(&metrics()).map(|name| names.get(name).unwrap()).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    let alerts = found(r"- alert: (\w+)", &rules);
    assert_eq!(alerts.len(), rules.matches("expr:").count());
    assert_eq!(alerts, listed("Alerts"));
}

#[test]
fn alerts_and_dashboard_use_words_of_labels_that_exist() {
    let mut rendered = MetricText::default();
    Metrics::default().render(&mut rendered);
    let known = found(r#"[a-z]+="([a-z_]+)""#, &rendered.finish());
    let health = ["store", "telegram", "content", "disk", "backlog", "desk"].map(str::to_owned);
    let known: BTreeSet<String> = known.into_iter().chain(health).chain(["loket".to_owned()]).collect();
    for path in ["packaging/prometheus-alerts.yml", "packaging/grafana-dashboard.json"] {
        let used = found(r#"\{?[a-z]+=\\?"([a-z_]+)\\?""#, &text(path));
        assert!(used.is_subset(&known), "{path}: {:?}", used.difference(&known).collect::<Vec<_>>());
    }
}

#[test]
fn the_settings_that_are_shipped_can_be_read_also_with_the_webhook() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("loket.toml");
    let shipped = text("packaging/loket.toml");
    let with_webhook = shipped
        .replace("# [webhook]", "[webhook]")
        .replace("# url = ", "url = ")
        .replace("# listen = \"unix", "listen = \"unix");
    for (settings, webhook) in [(shipped, false), (with_webhook, true)] {
        fs::write(&path, settings).unwrap();
        let settings = Settings::load(Some(&path), |_| None).unwrap();
        assert_eq!(settings.webhook.is_some(), webhook);
        assert!(settings.watch_listen.is_some());
    }
}

#[test]
fn the_desk_in_the_settings_that_are_shipped_and_in_the_guide_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("loket.toml");
    let shipped = text("packaging/loket.toml");
    let part = shipped.split("# [desk]").nth(1).unwrap().replace("\n# ", "\n");
    let guide = text("docs/operations.md");
    let example = guide.split("[desk]").nth(1).unwrap().split("```").next().unwrap();
    for part in [part.as_str(), example] {
        fs::write(&path, format!("[desk]{part}")).unwrap();
        let settings = Settings::load(Some(&path), |_| None).unwrap();
        assert!(settings.desk.rules().is_some(), "{:?}", settings.desk);
    }
}

#[test]
fn proxies_pass_on_the_path_and_the_socket_of_the_shipped_settings() {
    let settings = text("packaging/loket.toml");
    let path = found(r"https://loket\.example\.nl(/[a-z0-9-]+)", &settings).pop_first().unwrap();
    let socket = found(r"unix:(/[a-z/.]+)", &settings).pop_first().unwrap();
    for (file, place) in
        [("packaging/nginx.conf", format!("unix:{socket}")), ("packaging/Caddyfile", format!("unix/{socket}"))]
    {
        let text = text(file);
        assert!(text.contains(&path) && text.contains(&place), "{file}: {path} {place}");
    }
}

#[test]
fn the_unit_starts_again_after_no_code_that_needs_a_human() {
    let unit = text("packaging/loket.service");
    let prevented = found(r"RestartPreventExitStatus=([0-9 ]+)", &unit).pop_first().unwrap();
    assert_eq!(prevented, "2 3 4");
    for setting in ["Type=notify", "WatchdogSec=", "ProtectSystem=strict", "NoNewPrivileges=yes", "LimitCORE=0"] {
        assert!(unit.contains(setting), "{setting}");
    }
    let guide = section("Exit codes");
    for (code, again) in [("2", "no"), ("3", "no"), ("4", "no"), ("5", "yes")] {
        let row = guide.lines().find(|line| line.starts_with(&format!("| {code} |"))).unwrap();
        assert!(row.rsplit(" | ").next().unwrap().starts_with(again), "{row}");
    }
}

#[test]
fn neither_image_nor_unit_holds_a_secret_and_neither_runs_as_root() {
    let image = text("packaging/Containerfile");
    assert!(image.contains("USER 10001") && image.contains("LOKET_TOKEN_FILE=/run/secrets/token"));
    let token = Regex::new(r"[0-9]{6,}:[A-Za-z0-9_-]{20,}").unwrap();
    for entry in fs::read_dir(root().join("packaging")).unwrap() {
        let path = entry.unwrap().path();
        assert!(!token.is_match(&fs::read_to_string(&path).unwrap()), "{}", path.display());
    }
    assert!(text("packaging/loket.service").contains("User=loket"));
}
