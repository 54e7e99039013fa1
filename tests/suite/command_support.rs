//! The real binary as people and programs run it: arguments and standard input in, output and exit code out.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread::spawn;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

/// Generous: a busy machine must not fail a test, a process that hangs must.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// What a process came to.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// Fails unless it ended with `code`, and said all of `words` on standard error and nothing on standard output.
    #[track_caller]
    pub(crate) fn refused(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, Some(code), "{}", self.err);
        assert_eq!(self.out, "");
        for word in words {
            assert!(self.err.contains(word), "no {word:?} in: {}", self.err);
        }
        assert!(!self.err.contains("panicked"), "{}", self.err);
    }

    /// As [`Self::refused`], for a command that may log lines before.
    #[track_caller]
    pub(crate) fn refused_logging(&self, code: i32, words: &[&str]) {
        let err = self.err.lines().filter(|line| !line.starts_with('{')).map(|line| format!("{line}\n")).collect();
        Self { code: self.code, out: self.out.clone(), err }.refused(code, words);
    }

    /// The objects that `--json` printed, one a line.
    #[track_caller]
    pub(crate) fn turns(&self) -> Vec<Value> {
        assert_eq!(self.code, Some(0), "{}", self.err);
        self.out.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect()
    }
}

/// A place of its own: home, working directory and data of what is run in it.
pub(crate) struct Desk(TempDir);

impl Desk {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// `loket` with these arguments, separated by spaces, and none of the environment of the tests.
    pub(crate) fn loket(&self, arguments: &str) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_loket"));
        command.args(arguments.split_whitespace()).current_dir(self.0.path()).env_clear().env("HOME", self.0.path());
        Run { command, input: Vec::new() }
    }

    /// `loket` on the small content, as [`Self::loket`].
    pub(crate) fn small(&self, arguments: &str) -> Run {
        self.loket(arguments).arg("--content").arg(base()).arg("--data").arg(self.data())
    }

    /// A conversation with `loket chat --json`, line by line.
    pub(crate) fn chat(&self, content: &Path) -> Chat {
        self.start("chat --json", content)
    }

    /// A conversation with `loket chat`, as a person has it.
    pub(crate) fn person(&self, content: &Path) -> Chat {
        self.start("chat", content)
    }

    fn start(&self, command: &str, content: &Path) -> Chat {
        let run = self.loket(command).arg("--content").arg(content).arg("--data").arg(self.data());
        Chat::start(run.command, self.path("chat.log"))
    }
}

/// The small content.
pub(crate) fn base() -> PathBuf {
    crate::content_fixture::cases().join("base")
}

/// All that stands in a file so far.
fn text_of(path: &Path) -> String {
    String::from_utf8_lossy(&std::fs::read(path).unwrap_or_default()).into_owned()
}

/// One process to be run.
pub(crate) struct Run {
    command: Command,
    input: Vec<u8>,
}

impl Run {
    pub(crate) fn arg(mut self, argument: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    pub(crate) fn set(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// What it reads on standard input; nothing unless set.
    pub(crate) fn reads(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.input = input.into();
        self
    }

    /// Runs it to its end.
    pub(crate) fn run(mut self) -> Ran {
        let input = std::mem::take(&mut self.input);
        let (reader, mut writer) = std::io::pipe().expect("a pipe");
        // A process that ends before it has read everything breaks the pipe; that is its right.
        spawn(move || writer.write_all(&input));
        self.run_from(reader)
    }

    /// Runs it to its end with this as standard input.
    pub(crate) fn run_from(mut self, input: impl Into<Stdio>) -> Ran {
        self.command.stdin(input).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = self.command.spawn().expect("the binary starts");
        // It holds the ends of the pipes that the child uses.
        drop(self.command);
        let pid = child.id();
        let (done, ended) = channel();
        spawn(move || done.send(child.wait_with_output()));
        let Ok(output) = ended.recv_timeout(PATIENCE) else {
            Command::new("kill").arg("-KILL").arg(pid.to_string()).status().expect("kill runs");
            panic!("it still ran after {PATIENCE:?}");
        };
        let output = output.expect("it ended");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("what it says is text");
        Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Runs it to its end with nobody to read what it says on standard output.
    pub(crate) fn run_unread(self) -> Option<i32> {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let (code, err) = self.run_into(writer);
        assert_eq!(err, "");
        code
    }

    /// Runs it to its end with this as standard output; its exit code and what it says on standard error.
    pub(crate) fn run_into(mut self, output: impl Into<Stdio>) -> (Option<i32>, String) {
        self.command.stdin(Stdio::piped()).stdout(output).stderr(Stdio::piped());
        let mut child = self.command.spawn().expect("the binary starts");
        // A process that does not read breaks the pipe; that is its right.
        child.stdin.take().expect("piped").write_all(&self.input).ok();
        let ended = child.wait_with_output().expect("it ended");
        (ended.status.code(), String::from_utf8(ended.stderr).expect("what it says is text"))
    }
}

/// A running `chat`; killed when dropped.
pub(crate) struct Chat {
    child: Child,
    stdin: Option<ChildStdin>,
    lines: Receiver<String>,
    log: PathBuf,
}

impl Chat {
    fn start(mut command: Command, log: PathBuf) -> Self {
        let stderr = File::options().create(true).append(true).open(&log).expect("a log file");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(stderr);
        let mut child = command.spawn().expect("the binary starts");
        let stdout = BufReader::new(child.stdout.take().expect("piped"));
        let (sender, lines) = channel();
        spawn(move || stdout.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Self { stdin: child.stdin.take(), child, lines, log }
    }

    /// Says `line`, and waits for the turn.
    pub(crate) fn say(&mut self, line: &str) -> Value {
        serde_json::from_str(&self.hear(line, "")).expect("an object a line")
    }

    /// Says `line`, and waits for all that is answered, up to a line with `last`.
    pub(crate) fn hear(&mut self, line: &str, last: &str) -> String {
        let stdin = self.stdin.as_mut().expect("it is open");
        writeln!(stdin, "{line}").and_then(|()| stdin.flush()).expect("it reads");
        let mut heard = String::new();
        loop {
            let line = self.lines.recv_timeout(PATIENCE);
            let line = line.unwrap_or_else(|_| panic!("no answer but {heard:?}; {}", self.log()));
            heard = heard + &line + "\n";
            if line.contains(last) {
                return heard;
            }
        }
    }

    /// What it wrote on standard error.
    pub(crate) fn log(&self) -> String {
        text_of(&self.log)
    }

    /// Ends its input and waits for its end.
    pub(crate) fn close(mut self) -> Option<i32> {
        drop(self.stdin.take());
        // Its end closes standard output.
        while self.lines.recv_timeout(PATIENCE).is_ok() {}
        self.child.wait().expect("it ended").code()
    }

    /// As the operating system kills: nothing can be finished.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ended");
    }
}

impl Drop for Chat {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// All that a turn says.
pub(crate) fn said(turn: &Value) -> String {
    let messages = turn["messages"].as_array().expect("messages");
    messages.iter().map(|message| message["text"].as_str().expect("a text")).collect::<Vec<_>>().join("\n")
}

/// Every file below `folder` with its bytes, by path.
pub(crate) fn files(folder: &Path) -> std::collections::BTreeMap<PathBuf, Vec<u8>> {
    let mut all = std::collections::BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            let mut bytes = Vec::new();
            File::open(&path).and_then(|mut file| file.read_to_end(&mut bytes)).expect("read");
            all.insert(path, bytes);
        }
    }
    all
}
