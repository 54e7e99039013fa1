//! `loket serve` while someone edits the content: a valid change is in force without a restart, a broken one changes nothing.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::bot::{Bot, Start};
use crate::command_support::base;
use crate::content_fixture::lay;
use crate::pretend::Pretend;

const ANSWER: &str = "answers/nl/complaint.md";
const OLD: &str = "Begin bij de politie zelf.";
const CITIZEN: i64 = 7;
const PATIENCE: Duration = Duration::from_secs(60);

/// A running bot, its content, and one citizen who asks the same thing again and again.
struct Scene {
    pretend: Pretend,
    content: TempDir,
    bot: Bot,
    _data: TempDir,
}

impl Scene {
    async fn new() -> Self {
        let pretend = Pretend::start().await.with_patience(PATIENCE);
        let (content, folder) = (lay("base"), tempfile::tempdir().unwrap());
        let data = folder.path().join("data");
        let mut start = Start::new(pretend.url(), pretend.token(), &data);
        start.content = content.path().to_owned();
        let bot = start.run();
        let scene = Self { pretend, content, bot, _data: folder };
        scene.pretend.citizen(CITIZEN).says("hoi");
        scene.pretend.wait_for(CITIZEN, 2).await;
        scene
    }

    fn path(&self) -> PathBuf {
        self.content.path().join(ANSWER)
    }

    /// The answer with `new` in the place of its second sentence.
    fn edited(new: &str) -> String {
        let text = fs::read_to_string(base().join(ANSWER)).unwrap();
        assert!(text.contains(OLD), "{text}");
        text.replace(OLD, new)
    }

    fn write(&self, new: &str) {
        fs::write(self.path(), Self::edited(new)).unwrap();
    }

    /// What the citizen is answered now.
    async fn answer(&self) -> String {
        let before = self.pretend.sent(CITIZEN).len();
        self.pretend.citizen(CITIZEN).says("/start complaint");
        let sent = self.pretend.wait_for(CITIZEN, before + 1).await;
        assert_eq!(sent.len(), before + 1, "one question, one answer");
        sent.last().unwrap().text.clone()
    }

    /// Asks until the answer has `words` in it; how long that took.
    async fn asks_until(&self, words: &str) -> Duration {
        let since = Instant::now();
        while !self.answer().await.contains(words) {
            assert!(since.elapsed() < PATIENCE, "{words:?} never came in force: {}", self.bot.logged());
        }
        since.elapsed()
    }

    /// The lines of the log that tell of this event.
    fn events(&self, event: &str) -> Vec<Value> {
        let log = self.bot.logged();
        // The last line may be half written.
        let lines = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        lines.filter(|line| line["event"] == event).collect()
    }

    /// Asks, always answered with `words`, until the log tells of this event for the `n`-th time.
    async fn is_answered_until(&self, words: &str, event: &str, n: usize) {
        let since = Instant::now();
        while self.events(event).len() < n {
            let answer = self.answer().await;
            assert!(answer.contains(words), "{answer}");
            assert!(since.elapsed() < PATIENCE, "no {event}: {}", self.bot.logged());
        }
        assert!(self.answer().await.contains(words), "after it too");
    }

    async fn stops(self) {
        assert!(self.bot.stop("TERM").await.success());
    }
}

#[tokio::test]
async fn a_valid_edit_is_in_force_for_new_messages_without_a_restart() {
    let scene = Scene::new().await;
    assert!(scene.answer().await.contains(OLD));
    scene.write("Begin bij de gemeente.");
    let took = scene.asks_until("Begin bij de gemeente.").await;
    println!("serve: a valid edit was in force after {} ms", took.as_millis());
    assert_eq!(scene.events("content_changed")[0]["files"], ANSWER);
    assert!(scene.events("content_error").is_empty());
    scene.stops().await;
}

#[tokio::test]
async fn a_broken_edit_changes_nothing_for_citizens_names_its_place_and_can_be_mended() {
    let scene = Scene::new().await;
    scene.write("Bel {fact:no-such-fact}.");
    scene.is_answered_until(OLD, "content_refused", 1).await;
    let error = &scene.events("content_error")[0];
    assert_eq!((&error["file"], &error["line"], &error["code"]), (&ANSWER.into(), &8.into(), &"unknown-fact".into()));
    assert!(error["message"].as_str().is_some_and(|message| message.contains("no-such-fact")), "{error}");
    scene.write("Begin bij de rechter.");
    scene.asks_until("Begin bij de rechter.").await;
    assert_eq!(scene.events("content_error").len(), 1, "named once");
    scene.stops().await;
}

#[tokio::test]
async fn a_file_written_in_two_parts_never_takes_the_service_down() {
    let scene = Scene::new().await;
    let text = Scene::edited("Begin bij de burgemeester.");
    let (first, second) = text.split_at(text.find("reviewed").unwrap());
    let mut file = fs::File::create(scene.path()).unwrap();
    file.write_all(first.as_bytes()).unwrap();
    file.sync_all().unwrap();
    scene.is_answered_until(OLD, "content_refused", 1).await;
    file.write_all(second.as_bytes()).unwrap();
    file.sync_all().unwrap();
    scene.asks_until("Begin bij de burgemeester.").await;
    scene.stops().await;
}

#[tokio::test]
async fn folders_moved_away_and_files_that_are_no_text_change_nothing_until_they_are_mended() {
    let scene = Scene::new().await;
    let (answers, aside) = (scene.content.path().join("answers"), scene.content.path().join("aside"));
    fs::rename(&answers, &aside).unwrap();
    scene.is_answered_until(OLD, "content_refused", 1).await;
    fs::rename(&aside, &answers).unwrap();
    fs::write(scene.path(), b"\xff\xfe\0 no text").unwrap();
    scene.is_answered_until(OLD, "content_refused", 2).await;
    // As editors save: a new file beside it, then put in its place.
    let beside = scene.path().with_extension("md~");
    fs::write(&beside, Scene::edited("Begin bij de notaris.")).unwrap();
    fs::rename(&beside, scene.path()).unwrap();
    scene.asks_until("Begin bij de notaris.").await;
    scene.stops().await;
}
