//! `loket serve`, the real binary: how it has its memory.

use std::fs;

use crate::bot::Start;
use crate::pretend::Pretend;

/// The words in a file of `/proc` about a process.
fn words(pid: u32, file: &str) -> Vec<String> {
    let bytes = fs::read(format!("/proc/{pid}/{file}")).unwrap();
    bytes.split(|byte| *byte == 0).map(|word| String::from_utf8_lossy(word).into_owned()).collect()
}

#[tokio::test]
async fn it_begins_itself_anew_with_two_heaps_as_the_same_process_and_command() {
    let pretend = Pretend::start().await;
    let folder = tempfile::tempdir().unwrap();
    let bot = Start::new(pretend.url(), pretend.token(), &folder.path().join("data")).run();
    pretend.wait_for_calls("getUpdates", 1).await;
    assert!(words(bot.pid(), "environ").contains(&"MALLOC_ARENA_MAX=2".into()));
    let command = words(bot.pid(), "cmdline");
    assert!(command[0].ends_with("loket") && command[1] == "serve", "{command:?}");
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn what_the_operator_sets_for_the_heap_stays() {
    let pretend = Pretend::start().await;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let bot = Start::new(pretend.url(), pretend.token(), &data).set("MALLOC_ARENA_MAX", "7").run();
    pretend.wait_for_calls("getUpdates", 1).await;
    let heap: Vec<String> = words(bot.pid(), "environ").into_iter().filter(|word| word.starts_with("MALLOC")).collect();
    assert_eq!(heap, ["MALLOC_ARENA_MAX=7"]);
    assert!(bot.stop("TERM").await.success());
}
