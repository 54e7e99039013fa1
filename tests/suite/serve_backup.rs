//! `loket backup` and `loket doctor` while `loket serve` runs, the real binaries against the pretend server.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::bot::Start;
use crate::command_support::{Desk, Ran, base};
use crate::pretend::Pretend;

/// Runs `loket` beside what this test serves.
async fn loket(desk: &Desk, arguments: &str, data: &Path, pretend: &Pretend) -> Ran {
    let run = desk.loket(arguments).arg("--data").arg(data).arg("--content").arg(base());
    let run = run.set("LOKET_TOKEN", pretend.token()).set("TELOXIDE_API_URL", pretend.url());
    tokio::task::spawn_blocking(move || run.run()).await.unwrap()
}

fn findings(ran: &Ran) -> Vec<(String, String, String)> {
    let json: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{} {}", ran.out, ran.err));
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let findings = json["findings"].as_array().unwrap().iter();
    findings.map(|finding| (text(finding, "about"), text(finding, "sign"), text(finding, "what"))).collect()
}

fn sign_of(findings: &[(String, String, String)], about: &str) -> (String, String) {
    let found = findings.iter().find(|(of, _, _)| of == about).unwrap_or_else(|| panic!("{about} in {findings:?}"));
    (found.1.clone(), found.2.clone())
}

struct Scene {
    pretend: Pretend,
    desk: Desk,
}

impl Scene {
    async fn new() -> Self {
        Self { pretend: Pretend::start().await.with_patience(crate::command_support::PATIENCE), desk: Desk::new() }
    }

    fn start(&self, data: &Path) -> crate::bot::Bot {
        Start::new(self.pretend.url(), self.pretend.token(), data).run()
    }

    fn socket(&self) -> PathBuf {
        self.desk.data().join("control")
    }
}

#[tokio::test]
async fn a_backup_made_while_serving_goes_on_elsewhere_where_it_was() {
    let scene = Scene::new().await;
    let bot = scene.start(&scene.desk.data());
    scene.pretend.citizen(7).says("/start access-request");
    scene.pretend.wait_for(7, 2).await;
    let file = scene.desk.path("a.loket-backup");
    let ran = loket(&scene.desk, &format!("backup {}", file.display()), &scene.desk.data(), &scene.pretend).await;
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("1 conversations") && ran.out.contains("1 update ids"), "{}", ran.out);
    assert_eq!(std::fs::metadata(scene.socket()).unwrap().permissions().mode() & 0o777, 0o600);
    bot.has_logged("backup_made").await;
    assert!(bot.stop("TERM").await.success());
    assert!(!scene.socket().exists(), "the socket is removed at the end");

    let elsewhere = scene.desk.path("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    std::fs::copy(scene.desk.data().join("master.key"), elsewhere.join("master.key")).unwrap();
    let ran = loket(&scene.desk, &format!("restore {}", file.display()), &elsewhere, &scene.pretend).await;
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let bot = scene.start(&elsewhere);
    scene.pretend.citizen(7).says("en hoe lang duurt dat?");
    assert!(scene.pretend.wait_for(7, 3).await[2].text.contains("6 weken"));
    assert!(bot.stop("TERM").await.success());
    assert_eq!(scene.pretend.sent(7).len(), 3, "nothing is said again");
}

#[tokio::test]
async fn a_socket_left_by_a_killed_process_is_no_hindrance() {
    let scene = Scene::new().await;
    let bot = scene.start(&scene.desk.data());
    scene.pretend.citizen(7).says("/start complaint");
    scene.pretend.wait_for(7, 2).await;
    bot.kill();
    assert!(scene.socket().exists());
    let file = scene.desk.path("a");
    let ran = loket(&scene.desk, &format!("backup {}", file.display()), &scene.desk.data(), &scene.pretend).await;
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let bot = scene.start(&scene.desk.data());
    scene.pretend.citizen(7).says("/start complaint");
    scene.pretend.wait_for(7, 3).await;
    let ran = loket(&scene.desk, "doctor --json", &scene.desk.data(), &scene.pretend).await;
    let (sign, what) = sign_of(&findings(&ran), "store");
    assert!(sign == "right" && what.contains("in use by loket"), "{what}");
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn doctor_finds_all_right_where_it_is_and_what_is_not() {
    let scene = Scene::new().await;
    let bot = scene.start(&scene.desk.data());
    scene.pretend.citizen(7).says("/start complaint");
    scene.pretend.wait_for(7, 2).await;
    assert!(bot.stop("TERM").await.success());
    let ran = loket(&scene.desk, "doctor", &scene.desk.data(), &scene.pretend).await;
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.out.ends_with("All is right.\n"), "{}", ran.out);
    let ran = loket(&scene.desk, "doctor --json", &scene.desk.data(), &scene.pretend).await;
    let found = findings(&ran);
    for about in ["settings", "telegram", "webhook", "clock", "time zone", "data folder", "disk", "store", "content"] {
        assert_eq!(sign_of(&found, about).0, "right", "{found:?}");
    }
    assert!(sign_of(&found, "store").1.contains("1 conversations"));
    assert_eq!(sign_of(&found, "backup").0, "note");
    assert!(!ran.out.contains(scene.pretend.token()) && !ran.out.contains("canary"));

    scene.pretend.sets_webhook("https://elsewhere.example/hook");
    std::fs::set_permissions(scene.desk.data(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let ran = loket(&scene.desk, "doctor", &scene.desk.data(), &scene.pretend).await;
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    for words in ["--delete-webhook", "chmod 700", "To mend: 2."] {
        assert!(ran.out.contains(words), "{words} in {}", ran.out);
    }
    assert!(ran.out.contains("elsewhere.example"), "{}", ran.out);
    assert!(!ran.out.contains("elsewhere.example/"), "the path of a webhook may hold a secret");
    scene.pretend.revoke_token();
    let ran = loket(&scene.desk, "doctor", &scene.desk.data(), &scene.pretend).await;
    assert!(ran.code == Some(1) && ran.out.contains("does not accept the token"), "{}", ran.out);
}

#[tokio::test]
async fn t22_what_is_held_of_a_citizen_is_exported_and_erased_for_good_while_serving() {
    let scene = Scene::new().await;
    let bot = scene.start(&scene.desk.data());
    for citizen in [700_000_777, 8] {
        scene.pretend.citizen(citizen).says("/start access-request");
        scene.pretend.wait_for(citizen, 2).await;
    }
    let run = async |arguments: &str| loket(&scene.desk, arguments, &scene.desk.data(), &scene.pretend).await;
    let held: Value = serde_json::from_str(&run("export 700000777").await.out).unwrap();
    assert_eq!(held["conversation"]["state"]["focus"]["intent"], "access-request");
    assert!(run("expiring").await.out.contains("2  on "), "a preview of what expires");
    let since = std::time::Instant::now();
    assert!(run("erase 700000777").await.out.contains("erased"));
    let took = since.elapsed();
    assert!(took < std::time::Duration::from_secs(5), "{took:?}");
    assert!(run("erase 700000777").await.out.contains("nothing is held"));
    let held: Value = serde_json::from_str(&run("export 700000777").await.out).unwrap();
    assert!(held["conversation"].is_null() && held["waiting"].as_array().unwrap().is_empty());
    assert!(bot.stop("TERM").await.success());
    // The same where nobody serves.
    assert!(run("expiring").await.out.contains("1  on "));
    assert!(run("erase 8").await.out.contains("erased"));
    assert!(run("expiring").await.out.contains("no conversation is stored"));
    for (path, bytes) in crate::command_support::files(&scene.desk.data()) {
        let found = bytes.windows(9).any(|window| window == b"700000777");
        assert!(!found, "{}", path.display());
    }
}
