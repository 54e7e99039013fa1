//! What the operator decides: read from a TOML file, overridden by environment variables, with a default for the rest.
//!
//! Start with [`Settings::load`]. Everything wrong is reported in one run, each with its place and a remedy. The key
//! `pace.per-chat-burst` of the file is the variable `LOKET_PACE_PER_CHAT_BURST`, and so for every key; an empty variable
//! counts as none. The process environment is read in [`environment`] and nowhere else.

mod desk;
mod key;
mod listen;
mod privacy;
mod problem;
mod source;
mod token;
mod webhook;

use std::path::{Path, PathBuf};
use std::str::FromStr;

pub use desk::Desk;
pub use listen::Listen;
pub use privacy::Privacy;
pub use problem::{Place, Problem, SettingsError, Warning};
pub use token::Token;
pub use webhook::{Webhook, WebhookSecret};

use source::Source;

use crate::store::vault::KeyPlace;

/// The settings of one process.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `operator`: who runs this assistant, as citizens read it. Default: nobody is named.
    pub operator: Option<String>,
    /// `data-dir`: where conversations are kept. Default: `$STATE_DIRECTORY` (systemd), `$XDG_DATA_HOME/loket` or
    /// `~/.local/share/loket`; `None` where there is none of them, see [`Settings::require_data_dir`].
    pub data_dir: Option<PathBuf>,
    /// `content-dir`: the folder that has `intents/` and `answers/`. Default: beside the working folder, or built in.
    pub content_dir: Option<PathBuf>,
    /// `api-url`, also `TELOXIDE_API_URL`: the Bot API server, without a slash at the end. Default: Telegram's.
    pub api_url: String,
    /// From `LOKET_TOKEN_FILE`, `LOKET_TOKEN`, `TELOXIDE_TOKEN`, `token-file` or the systemd credential `token`; the first
    /// one there is. Never from the file itself, which is made to be shown around.
    pub token: Option<Token>,
    /// What is wrong with the token that was given. Not everything needs one, so that it is only refused by
    /// [`Settings::require_token`], or together with all else that is wrong.
    token_problem: Option<Problem>,
    /// `key-file` (`LOKET_KEY_FILE`), or the systemd credential `master-key`: the master key, with which all that is stored is
    /// sealed. Default: `master.key` in the folder for data.
    pub key: KeyPlace,
    /// `sandbox`: whether `serve` lets go of all files but its own, where the kernel can. Default: true.
    pub sandbox: bool,
    /// `idle-days`: after so many days without a message a conversation is erased, 1 to 3650. Default: 30.
    pub idle_days: u32,
    /// `[pace]`: how fast messages are sent.
    pub pace: Pace,
    /// `thresholds.answer`: from this confidence on, 0 to 1, a question is answered. Default: what was measured.
    pub answer_threshold: Option<f32>,
    /// `thresholds.wrong`: instead of `thresholds.answer`, the share of messages, 0 to 1, that may be answered wrong as the
    /// content's own examples foretell it.
    pub wrong_at_most: Option<f32>,
    /// `thresholds.clarify`: from this confidence on, 0 to 1, buttons are offered. Default: what was measured.
    pub clarify_threshold: Option<f32>,
    /// `log-level`: `error`, `warn`, `info`, `debug` or `trace`. Default: `info`.
    pub log_level: LogLevel,
    /// `poll-timeout-seconds`: how long Telegram may keep a question for updates waiting, 1 to 50. Default: 30.
    pub poll_timeout_seconds: u32,
    /// `[webhook]`: receiving at a webhook instead of polling. Default: polling.
    pub webhook: Option<Webhook>,
    /// `watch.listen`: where `/livez`, `/readyz` and `/metrics` are answered. Default: nowhere.
    pub watch_listen: Option<Listen>,
    /// `[privacy]`: what happens with what should not have been sent.
    pub privacy: Privacy,
    /// `[disk]`: how room on the disk is watched.
    pub disk: Disk,
    /// `[backup]`: where backups are to be, for `loket backup` and `loket doctor`.
    pub backup: Backup,
    /// `[desk]`: who sits at the desk, where and when. Default: nobody.
    pub desk: Desk,
    /// What works but should be mended; to be logged at the start.
    pub warnings: Vec<Warning>,
}

/// How room on the disk is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disk {
    /// `disk.ballast-mib`: the size of the file that keeps room for the worst moment, 0 (none) to 4096. Default: 32.
    pub ballast_mib: u32,
    /// `disk.low-mib`: below so much free room it is told, 1 to 1,048,576. Default: 256.
    pub low_mib: u32,
}

/// Where backups are to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// `backup.dir`: the folder for them. Default: none.
    pub dir: Option<PathBuf>,
    /// `backup.max-age-hours`: the newest one may be so old, 1 to 8760. Default: 26.
    pub max_age_hours: u32,
}

/// How fast messages are sent; Telegram's own limits are the defaults.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// `pace.overall-per-second`: messages a second to all chats together, 0.1 to 100,000. Default: 30.
    pub overall_per_second: f64,
    /// `pace.per-chat-per-second`: messages a second to one chat in the long run, 0.01 to 100,000. Default: 1.
    pub per_chat_per_second: f64,
    /// `pace.per-chat-burst`: messages to one chat that may go at once after a silence, 1 to 1000. Default: 3.
    pub per_chat_burst: u32,
    /// `pace.per-group-per-minute`: messages a minute to one group, edits and new topics counted, 1 to 6,000,000. Default: 20.
    pub per_group_per_minute: u32,
}

/// The least important kind of line that is still logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLevel {
    /// What failed.
    Error,
    /// What should be mended.
    Warn,
    /// What happened.
    Info,
    /// How it happened.
    Debug,
    /// Every step.
    Trace,
}

impl LogLevel {
    const ALL: [Self; 5] = [Self::Error, Self::Warn, Self::Info, Self::Debug, Self::Trace];

    /// Its word in the settings.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
            Self::Trace => "trace",
        }
    }
}

impl FromStr for LogLevel {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|level| level.word().eq_ignore_ascii_case(word)).ok_or(())
    }
}

/// A variable of the process environment; one that is not Unicode counts as none.
#[must_use]
pub fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

impl Settings {
    /// Reads the settings from the file `config`, if there is one, and the variables that `lookup` knows.
    ///
    /// # Errors
    /// All that is wrong, in one [`SettingsError`].
    pub fn load(config: Option<&Path>, lookup: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let mut source = Source::read(config, &lookup);
        let api_url = api_url(&mut source);
        let (token, token_problem) = match token::find(&mut source) {
            Ok(token) => (token, None),
            Err(problem) => (None, Some(problem)),
        };
        let settings = Self {
            operator: source.text("operator"),
            data_dir: source.path("data-dir").or_else(|| usual_data_dir(&source)),
            content_dir: source.path("content-dir"),
            api_url,
            token,
            token_problem,
            key: key::find(&mut source),
            sandbox: source.yes_or_no("sandbox", true),
            idle_days: source.whole("idle-days", 1..=3650, 30),
            pace: pace(&mut source),
            answer_threshold: source.share("thresholds.answer"),
            wrong_at_most: source.share("thresholds.wrong"),
            clarify_threshold: source.share("thresholds.clarify"),
            log_level: log_level(&mut source),
            poll_timeout_seconds: source.whole("poll-timeout-seconds", 1..=50, 30),
            webhook: webhook::find(&mut source),
            watch_listen: listen::find(&mut source, "watch.listen"),
            privacy: Privacy::find(&mut source),
            disk: Disk {
                ballast_mib: source.whole("disk.ballast-mib", 0..=4096, 32),
                low_mib: source.whole("disk.low-mib", 1..=1 << 20, 256),
            },
            backup: Backup {
                dir: source.path("backup.dir"),
                max_age_hours: source.whole("backup.max-age-hours", 1..=8760, 26),
            },
            desk: desk::find(&mut source),
            warnings: Vec::new(),
        };
        settings.check_thresholds(&mut source);
        let warnings = source.finish(settings.token_problem.as_ref())?;
        Ok(Self { warnings, ..settings })
    }

    /// The folder for data.
    ///
    /// # Errors
    /// Where there is none, with what to set.
    pub fn require_data_dir(&self) -> Result<&Path, SettingsError> {
        self.data_dir.as_deref().ok_or_else(|| {
            let what = "there is no folder for data: neither a setting, nor a home folder";
            Problem::new("data-dir", what, "give --data DIR, or set LOKET_DATA_DIR").into()
        })
    }

    /// The bot's token.
    ///
    /// # Errors
    /// Where there is none or one that cannot be used, with how to get and give one.
    pub fn require_token(&self) -> Result<&Token, SettingsError> {
        if let Some(problem) = &self.token_problem {
            return Err(problem.clone().into());
        }
        self.token.as_ref().ok_or_else(|| {
            let remedy = "ask @BotFather on Telegram for one, and set LOKET_TOKEN_FILE to a file that holds it, or TELOXIDE_TOKEN";
            Problem::new("token", "there is no bot token", remedy).into()
        })
    }

    fn check_thresholds(&self, source: &mut Source<'_>) {
        if let (Some(answer), Some(clarify)) = (self.answer_threshold, self.clarify_threshold)
            && clarify > answer
        {
            let what = "is higher than thresholds.answer, so that nothing would ever be asked";
            source.refuse("thresholds.clarify", what, "make it the lower one of the two");
        }
        if self.answer_threshold.is_some() && self.wrong_at_most.is_some() {
            let what = "is given beside thresholds.answer, and each decides from where on is answered";
            source.refuse("thresholds.wrong", what, "keep one of the two");
        }
    }
}

fn pace(source: &mut Source<'_>) -> Pace {
    Pace {
        overall_per_second: source.number("pace.overall-per-second", 0.1..=100_000.0, 30.0),
        per_chat_per_second: source.number("pace.per-chat-per-second", 0.01..=100_000.0, 1.0),
        per_chat_burst: source.whole("pace.per-chat-burst", 1..=1000, 3),
        per_group_per_minute: source.whole("pace.per-group-per-minute", 1..=6_000_000, 20),
    }
}

fn log_level(source: &mut Source<'_>) -> LogLevel {
    let Some(word) = source.text("log-level") else { return LogLevel::Info };
    word.parse().unwrap_or_else(|()| {
        source.refuse("log-level", "is no level of the log", "take error, warn, info, debug or trace");
        LogLevel::Info
    })
}

fn api_url(source: &mut Source<'_>) -> String {
    let url = source.text("api-url").unwrap_or_else(|| "https://api.telegram.org".to_owned());
    let url = url.trim_end_matches('/').to_owned();
    match host_of(&url) {
        None => source.refuse("api-url", "is no web address", "write it as https://api.telegram.org"),
        Some(host) if url.starts_with("http:") && !is_this_machine(host) => source.warn(Warning::PlainHttp),
        Some(_) => {}
    }
    url
}

/// The host in a web address of which there is nothing to say.
fn host_of(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let authority = rest.split('/').next()?;
    let clean = !url.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '@' | '?' | '#' | '\\'));
    let host = match authority.strip_prefix('[') {
        Some(bracketed) => bracketed.split(']').next()?,
        None => authority.split(':').next()?,
    };
    (clean && !host.is_empty()).then_some(host)
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn usual_data_dir(source: &Source<'_>) -> Option<PathBuf> {
    let state = || source.variable("STATE_DIRECTORY")?.split(':').next().map(PathBuf::from);
    let xdg = || source.variable("XDG_DATA_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || source.variable("HOME").map(|home| Path::new(&home).join(".local").join("share"));
    state().or_else(|| xdg().or_else(home).map(|share| share.join("loket")))
}

#[cfg(test)]
mod tests;
