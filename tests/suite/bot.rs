//! The real binary as a child process, run against the pretend server.
#![allow(dead_code, reason = "each program that includes this uses a part of it")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "test code: a broken assumption ends the test")]

use std::fs::File;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

/// How a bot is started.
pub(crate) struct Start<'a> {
    pub(crate) api_url: String,
    pub(crate) token: &'a str,
    pub(crate) data: &'a Path,
    pub(crate) content: PathBuf,
    pub(crate) arguments: Vec<String>,
    pub(crate) variables: Vec<(&'a str, String)>,
}

impl<'a> Start<'a> {
    /// `serve` on small content, as fast as it can.
    pub(crate) fn new(api_url: String, token: &'a str, data: &'a Path) -> Self {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/content/base");
        Self { api_url, token, data, content, arguments: Vec::new(), variables: Vec::new() }
    }

    pub(crate) fn with(mut self, argument: &str) -> Self {
        self.arguments.push(argument.to_owned());
        self
    }

    pub(crate) fn set(mut self, name: &'a str, value: &str) -> Self {
        self.variables.push((name, value.to_owned()));
        self
    }

    /// Starts it. What it logs goes to `log` in its data folder's parent, all starts together.
    pub(crate) fn run(&self) -> Bot {
        let stderr = File::options().create(true).append(true).open(log_of(self.data)).expect("a log file");
        self.run_logging_to(stderr)
    }

    /// Starts it with this as standard error.
    pub(crate) fn run_logging_to(&self, stderr: impl Into<Stdio>) -> Bot {
        let log = log_of(self.data);
        let child = Command::new(env!("CARGO_BIN_EXE_loket"))
            .arg("serve")
            .args(&self.arguments)
            .arg("--data")
            .arg(self.data)
            .arg("--content")
            .arg(&self.content)
            .env_clear()
            .env("LOKET_TOKEN", self.token)
            .env("TELOXIDE_API_URL", &self.api_url)
            .env("LOKET_POLL_TIMEOUT_SECONDS", "1")
            .env("LOKET_PACE_OVERALL_PER_SECOND", "100000")
            .env("LOKET_PACE_PER_CHAT_PER_SECOND", "100000")
            .envs(self.variables.iter().map(|(name, value)| (*name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(stderr)
            .spawn()
            .expect("the binary starts");
        Bot { child, log }
    }
}

/// Where a bot with this data folder logs.
pub(crate) fn log_of(data: &Path) -> PathBuf {
    data.with_extension("log")
}

/// A running bot; killed when dropped.
pub(crate) struct Bot {
    child: Child,
    log: PathBuf,
}

impl Bot {
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// As the operating system kills: nothing can be finished.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ended");
    }

    /// Asks it to stop with `signal` (`TERM`, `INT`) and waits for the end, at most ten seconds.
    pub(crate) async fn stop(self, signal: &str) -> ExitStatus {
        let sent = Command::new("kill").arg(format!("-{signal}")).arg(self.pid().to_string()).status();
        assert!(sent.expect("kill runs").success());
        self.ended(Duration::from_secs(10)).await
    }

    /// Waits for it to die at a failpoint.
    pub(crate) async fn dies(self) {
        let status = self.ended(Duration::from_secs(60)).await;
        assert_eq!(status.signal(), Some(6), "it was to abort, and ended with {status}");
    }

    /// Whether it has ended by itself.
    pub(crate) fn has_ended(&mut self) -> bool {
        self.child.try_wait().expect("it can be asked").is_some()
    }

    /// Waits for its end, at most `limit`.
    pub(crate) async fn ended(mut self, limit: Duration) -> ExitStatus {
        let mut child = std::mem::replace(&mut self.child, nobody());
        let pid = child.id();
        let (done, ended) = oneshot::channel();
        std::thread::spawn(move || done.send(child.wait()));
        match tokio::time::timeout(limit, ended).await {
            Ok(status) => status.expect("the waiter lives").expect("it ended"),
            Err(_) => {
                Command::new("kill").arg("-KILL").arg(pid.to_string()).status().ok();
                panic!("it still ran after {limit:?}; its log: {}", self.logged());
            }
        }
    }

    /// What it has logged, once it has logged of this event.
    pub(crate) async fn has_logged(&self, event: &str) -> String {
        let since = Instant::now();
        loop {
            let log = self.logged();
            if log.lines().any(|line| line.ends_with('}') && line.contains(&format!("\"event\":\"{event}\""))) {
                return log;
            }
            assert!(since.elapsed() < Duration::from_secs(60), "no {event} in {log}");
            tokio::task::yield_now().await;
        }
    }

    pub(crate) fn logged(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }
}

/// A process that has already ended, to stand in for one that was taken away.
fn nobody() -> Child {
    let mut child = Command::new("true").spawn().expect("true runs");
    child.wait().expect("it ended");
    child
}

impl Drop for Bot {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
