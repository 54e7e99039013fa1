//! `loket serve` as whoever watches sees it: health, metrics, systemd.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::net::UnixDatagram;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::bot::{Bot, Start};
use crate::content_fixture::lay;
use crate::pretend::{Entrance, ask};
use crate::serve::Scene;
use crate::serve_webhook::free_port;

/// A bot that is watched.
pub(crate) struct Watched {
    pub(crate) scene: Scene,
    pub(crate) bot: Bot,
    door: Entrance,
    content: tempfile::TempDir,
}

impl Watched {
    async fn new() -> Self {
        Self::start(Scene::new().await, |start| start).await
    }

    /// A bot in `scene` that is started so.
    pub(crate) async fn start(scene: Scene, change: impl FnOnce(Start<'_>) -> Start<'_>) -> Self {
        let (content, port) = (lay("base"), free_port());
        let bot = scene.start_with(|mut start| {
            start.content = content.path().to_owned();
            change(start.set("LOKET_WATCH_LISTEN", &format!("127.0.0.1:{port}")))
        });
        let watched = Self { scene, bot, door: Entrance::Tcp(port), content };
        watched.scene.pretend.wait_for_calls("getUpdates", 1).await;
        watched
    }

    async fn get(&self, path: &str) -> (u16, String) {
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        ask(&self.door, request.as_bytes()).await.expect("an answer")
    }

    async fn readiness(&self) -> (u16, Value) {
        let (status, body) = self.get("/readyz").await;
        (status, serde_json::from_str(&body).expect("JSON"))
    }

    /// Asks until all of these lines are there: a message is counted a moment after it is seen.
    pub(crate) async fn counts(&self, lines: &[&str]) -> String {
        let since = Instant::now();
        loop {
            let exposition = self.get("/metrics").await.1;
            if lines.iter().all(|line| exposition.contains(&format!("{line}\n"))) {
                return exposition;
            }
            assert!(since.elapsed() < Duration::from_secs(60), "never {lines:?}: {exposition}");
        }
    }

    /// Asks until it is in this state.
    pub(crate) async fn is(&self, condition: &str) -> (u16, Value) {
        let since = Instant::now();
        loop {
            let (status, report) = self.readiness().await;
            if report["condition"] == condition {
                return (status, report);
            }
            assert!(since.elapsed() < Duration::from_secs(60), "never {condition}: {report}");
        }
    }
}

#[tokio::test]
async fn it_is_alive_and_ready_once_it_receives() {
    let watched = Watched::new().await;
    let (status, report) = watched.is("ok").await;
    assert_eq!((status, &report["ready"]), (200, &true.into()));
    assert_eq!(watched.get("/livez").await, (200, "alive\n".into()));
    assert_eq!(watched.get("/other").await.0, 404);
    let post = "POST /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    assert_eq!(ask(&watched.door, post.as_bytes()).await.unwrap().0, 405);
    let components: Vec<&String> = report["components"].as_object().unwrap().keys().collect();
    assert_eq!(components, ["backlog", "content", "desk", "disk", "store", "telegram"]);
    assert_eq!(report["content"]["fingerprint"].as_str().unwrap().len(), 16, "{report}");
    assert!(report["content"]["since"].as_str().unwrap().ends_with('Z'), "{report}");
    assert!(watched.bot.stop("TERM").await.success());
}

#[tokio::test]
async fn a_broken_edit_degrades_it_by_code_and_place_without_a_word_of_the_text() {
    let watched = Watched::new().await;
    let before = watched.is("ok").await.1["content"]["fingerprint"].clone();
    let path = watched.content.path().join("answers/nl/complaint.md");
    let sound = fs::read_to_string(&path).unwrap();
    fs::write(&path, sound.replace("Begin bij de politie zelf.", "Kanarie {fact:no-such-fact}.")).unwrap();
    let (status, report) = watched.is("degraded").await;
    assert_eq!(status, 200, "the former content goes on");
    assert_eq!(report["components"]["content"]["condition"], "degraded");
    let broken = &report["content"]["broken"][0];
    assert_eq!(*broken, serde_json::json!({"code": "unknown-fact", "file": "answers/nl/complaint.md", "line": 8}));
    assert!(!report.to_string().to_lowercase().contains("kanarie") && !report.to_string().contains("no-such-fact"));
    let metrics = watched.get("/metrics").await.1;
    assert!(metrics.contains("loket_content_problems 1\n"), "{metrics}");
    assert!(metrics.contains("loket_content_reloads_total{outcome=\"refused\"} 1\n"), "{metrics}");
    assert_eq!(report["content"]["fingerprint"], before);
    fs::write(&path, sound.replace("Begin bij de politie zelf.", "Begin bij de rechter.")).unwrap();
    let (_, report) = watched.is("ok").await;
    assert_ne!(report["content"]["fingerprint"], before);
    assert!(watched.bot.stop("TERM").await.success());
}

#[tokio::test]
async fn while_another_receives_it_is_not_ready() {
    let watched = Watched::new().await;
    watched.is("ok").await;
    watched.scene.pretend.sets_webhook("https://elsewhere.example/hook");
    let (status, report) = watched.is("failed").await;
    assert_eq!(status, 503);
    assert_eq!(report["components"]["telegram"]["reason"], "a webhook receives the updates");
    assert_eq!(watched.get("/livez").await.0, 200, "starting it again would not help");
    assert!(watched.bot.stop("TERM").await.success());
}

/// What may stand in an exposition beside figures: label names with their words. `le`, `fingerprint` and `version` are checked by
/// their form.
fn allowed() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let words = |words: &'static str| words.split(' ').collect::<BTreeSet<_>>();
    BTreeMap::from([
        (
            "outcome",
            words(
                "taken repeated flood ignored unreadable sent gone refused given_up answered conflict failed astray method \
                 unauthorised too_large slow unavailable in_force fault delivered",
            ),
        ),
        ("decision", words("answer clarify fallback flow handoff safety apology")),
        ("reason", words("asked_to_wait temporary")),
        ("kind", words("inbox turn")),
        ("component", words("store telegram content disk backlog desk")),
        ("state", words("waiting taken drafted")),
        ("by", words("acknowledge answer")),
    ])
}

/// Name, labels and value of a line.
fn sample(line: &str) -> (&str, Vec<(&str, &str)>, f64) {
    let (series, value) = line.rsplit_once(' ').unwrap();
    let (name, labels) = series.split_once('{').unwrap_or((series, "}"));
    let labels = labels.strip_suffix('}').unwrap();
    let pairs = labels.split(',').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap()).map(|(label, word)| (label, word.trim_matches('"')));
    (name, pairs.collect(), value.parse().unwrap())
}

#[tokio::test]
async fn t36_metrics_have_fixed_labels_and_nothing_of_anybody() {
    let watched = Watched::new().await;
    let citizen = watched.scene.pretend.citizen(77_123_456_789);
    citizen.says("mijn kanarie zingt zqxjkvbpw");
    citizen.says("/start complaint");
    watched.scene.texts(77_123_456_789, 3).await;
    let counted = [
        "loket_updates_total{outcome=\"taken\"} 2",
        "loket_updates_handled_total 2",
        "loket_messages_total{outcome=\"sent\"} 3",
        "loket_answer_seconds_count 2",
    ];
    let exposition = watched.counts(&counted).await;
    for canary in ["kanarie", "zqxjkvbpw", "77123456789", "canary", "complaint", "telegram.org", "127.0.0.1"] {
        assert!(!exposition.contains(canary), "{canary} in {exposition}");
    }
    let allowed = allowed();
    let mut declared = BTreeSet::new();
    for line in exposition.lines() {
        if let Some(about) = line.strip_prefix("# ") {
            declared.extend(about.strip_prefix("TYPE ").and_then(|rest| rest.split(' ').next()));
            continue;
        }
        let (name, labels, value) = sample(line);
        assert!(value >= 0.0 && value.is_finite(), "{line}");
        let base = ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end));
        assert!(declared.contains(name) || base.is_some_and(|base| declared.contains(base)), "{line}");
        for (label, word) in labels {
            let fits = match label {
                "le" => word == "+Inf" || word.parse::<f64>().is_ok(),
                "fingerprint" => word.len() == 16 && word.chars().all(|c| c.is_ascii_hexdigit()),
                "version" => word == env!("CARGO_PKG_VERSION"),
                label => allowed.get(label).is_some_and(|words| words.contains(word)),
            };
            assert!(fits, "a label that is not allowed: {line}");
        }
    }
    assert!(watched.bot.stop("TERM").await.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn systemd_hears_of_the_start_of_life_and_of_the_end() {
    let scene = Scene::new().await;
    let path = scene.folder.path().join("notify");
    let socket = UnixDatagram::bind(&path).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let heard = || {
        let mut message = [0; 512];
        let length = socket.recv(&mut message).expect("systemd is told");
        String::from_utf8(message[..length].to_vec()).unwrap()
    };
    let bot =
        scene.start_with(|start| start.set("NOTIFY_SOCKET", path.to_str().unwrap()).set("WATCHDOG_USEC", "2000000"));
    let (mut ready, mut alive) = (false, 0);
    tokio::task::block_in_place(|| {
        while !ready || alive < 2 {
            let message = heard();
            ready |= message.starts_with("READY=1");
            alive += usize::from(message == "WATCHDOG=1");
        }
    });
    assert!(bot.stop("TERM").await.success());
    let rest: Vec<String> = std::iter::from_fn(|| Some(heard())).take_while(|m| !m.starts_with("STOPPING=1")).collect();
    assert!(rest.iter().all(|message| message == "WATCHDOG=1"), "{rest:?}");
}
