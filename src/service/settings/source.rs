//! The file and the environment as one: finds a key in either, and collects what is wrong with it.

use std::collections::BTreeMap;
use std::fs;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use toml::de::{DeArray, DeTable, DeValue};

use super::problem::{Place, Problem, SettingsError, Warning};
use crate::text::{LineIndex, nearest};

/// All keys there are, tables before the dot.
const KEYS: [&str; 44] = [
    "operator",
    "data-dir",
    "content-dir",
    "api-url",
    "token-file",
    "key-file",
    "idle-days",
    "log-level",
    "sandbox",
    "poll-timeout-seconds",
    "disk.ballast-mib",
    "disk.low-mib",
    "backup.dir",
    "backup.max-age-hours",
    "privacy.remove-personal",
    "privacy.missed-days",
    "pace.overall-per-second",
    "pace.per-chat-per-second",
    "pace.per-chat-burst",
    "pace.per-group-per-minute",
    "webhook.url",
    "webhook.listen",
    "webhook.secret-file",
    "watch.listen",
    "thresholds.answer",
    "thresholds.clarify",
    "thresholds.wrong",
    "desk.officers",
    "desk.seniors",
    "desk.group",
    "desk.privacy-officer-group",
    "desk.data-protection-officer-group",
    "desk.unit-groups",
    "desk.topics",
    "desk.hours",
    "desk.closed",
    "desk.open-on",
    "desk.acknowledge-minutes",
    "desk.answer-minutes",
    "desk.claim-minutes",
    "desk.remind-minutes",
    "desk.reopen-hours",
    "desk.audit-days",
    "desk.delete-topics-days",
];

/// The tables there are.
const TABLES: [&str; 8] = ["pace", "thresholds", "webhook", "watch", "disk", "backup", "privacy", "desk"];

/// Where settings come from.
pub(super) struct Source<'a> {
    lookup: &'a dyn Fn(&str) -> Option<String>,
    /// The folder that paths in the file begin at.
    folder: PathBuf,
    file: BTreeMap<String, Entry>,
    problems: Vec<Problem>,
    warnings: Vec<Warning>,
}

/// A value of the file and its place.
struct Entry {
    place: Place,
    value: Value,
}

/// A value as far as settings know values.
#[derive(Clone)]
enum Value {
    Text(String),
    Number(f64),
    /// Texts and numbers, each as it would be written.
    List(Vec<String>),
    Truth(bool),
    /// Something else, as TOML calls it.
    Other(&'static str),
}

impl<'a> Source<'a> {
    /// Reads the file, if there is one. What is wrong with it is a problem like any other.
    pub(super) fn read(config: Option<&Path>, lookup: &'a dyn Fn(&str) -> Option<String>) -> Self {
        let folder = config.and_then(Path::parent).map(Path::to_owned).unwrap_or_default();
        let (file, problems, warnings) = (BTreeMap::new(), Vec::new(), Vec::new());
        let mut source = Self { lookup, folder, file, problems, warnings };
        if let Some(path) = config {
            source.read_file(path);
        }
        source
    }

    /// The warnings, or all that is wrong; then with `also`, which by itself stops nothing.
    pub(super) fn finish(mut self, also: Option<&Problem>) -> Result<Vec<Warning>, SettingsError> {
        if self.problems.is_empty() {
            return Ok(self.warnings);
        }
        self.problems.extend(also.cloned());
        self.problems.sort_by_key(|problem| problem.place.line);
        Err(SettingsError { problems: self.problems })
    }

    /// A variable of the environment that is not empty.
    pub(super) fn variable(&self, name: &str) -> Option<String> {
        (self.lookup)(name).filter(|value| !value.trim().is_empty())
    }

    /// The text under `key`.
    pub(super) fn text(&mut self, key: &str) -> Option<String> {
        match self.find(key)? {
            Value::Text(text) => Some(text),
            Value::Number(_) => self.wrong_type(key, "a number", "text in quotes"),
            Value::List(_) => self.wrong_type(key, "a list", "text in quotes"),
            Value::Truth(_) => self.wrong_type(key, "true or false", "text in quotes"),
            Value::Other(found) => self.wrong_type(key, found, "text in quotes"),
        }
    }

    /// The entries under `key`; a single one needs no brackets. In a variable a comma stands between them.
    pub(super) fn list(&mut self, key: &str) -> Vec<String> {
        let in_variable = self.override_of(key).is_some();
        match self.find(key) {
            None => Vec::new(),
            Some(Value::List(entries)) => entries,
            Some(Value::Number(number)) => vec![number.to_string()],
            Some(Value::Text(text)) if in_variable => text.split(',').map(|entry| entry.trim().to_owned()).collect(),
            Some(Value::Text(text)) => vec![text],
            Some(Value::Truth(_)) => self.wrong_type(key, "true or false", "a list").unwrap_or_default(),
            Some(Value::Other(found)) => self.wrong_type(key, found, "a list: [\"…\", \"…\"]").unwrap_or_default(),
        }
    }

    /// The path under `key`; one in the file begins at the file's folder.
    pub(super) fn path(&mut self, key: &str) -> Option<PathBuf> {
        let from_variable = self.override_of(key).is_some();
        let path = self.text(key)?;
        Some(if from_variable { PathBuf::from(path) } else { self.folder.join(path) })
    }

    /// The number under `key`, if it lies in `range`.
    pub(super) fn number(&mut self, key: &str, range: RangeInclusive<f64>, default: f64) -> f64 {
        self.number_in(key, &range, false).unwrap_or(default)
    }

    /// The whole number under `key`, if it lies in `range`.
    pub(super) fn whole(&mut self, key: &str, range: RangeInclusive<u32>, default: u32) -> u32 {
        let range = f64::from(*range.start())..=f64::from(*range.end());
        self.number_in(key, &range, true).map_or(default, |number| number as u32)
    }

    /// The number from 0 to 1 under `key`.
    pub(super) fn share(&mut self, key: &str) -> Option<f32> {
        self.number_in(key, &(0.0..=1.0), false).map(|number| number as f32)
    }

    /// Yes or no under `key`.
    pub(super) fn yes_or_no(&mut self, key: &str, default: bool) -> bool {
        let Some(value) = self.find(key) else { return default };
        let truth = match value {
            Value::Truth(truth) => Some(truth),
            Value::Text(text) if self.override_of(key).is_some() => text.trim().parse().ok(),
            Value::Text(_) | Value::Number(_) | Value::List(_) | Value::Other(_) => None,
        };
        truth.unwrap_or_else(|| {
            self.refuse(key, "this is neither true nor false", "write true or false, without quotes");
            default
        })
    }

    /// Whether there is anything under `key`.
    pub(super) fn has(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    /// Where `key` stands: a variable, or a line of the file.
    pub(super) fn place_of(&self, key: &str) -> Place {
        let in_file = || self.file.get(key).map(|entry| entry.place.clone());
        self.override_of(key).map(|(name, _)| Place::from(&*name)).or_else(in_file).unwrap_or_default()
    }

    /// Reports what is wrong with the value of `key`.
    pub(super) fn refuse(&mut self, key: &str, what: impl Into<String>, remedy: impl Into<String>) {
        let place = self.place_of(key);
        self.report(Problem::new(key, what, remedy).at(place));
    }

    pub(super) fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    pub(super) fn warn(&mut self, warning: Warning) {
        self.warnings.push(warning);
    }

    fn find(&self, key: &str) -> Option<Value> {
        let in_file = || self.file.get(key).map(|entry| entry.value.clone());
        self.override_of(key).map(|(_, text)| Value::Text(text)).or_else(in_file)
    }

    /// The variable that overrides `key`, and its value.
    fn override_of(&self, key: &str) -> Option<(String, String)> {
        let own = format!("LOKET_{}", key.to_uppercase().replace(['-', '.'], "_"));
        let usual = (key == "api-url").then(|| "TELOXIDE_API_URL".to_owned());
        let mut names = std::iter::once(own).chain(usual);
        names.find_map(|name| self.variable(&name).map(|value| (name, value)))
    }

    fn number_in(&mut self, key: &str, range: &RangeInclusive<f64>, whole: bool) -> Option<f64> {
        let number = match self.find(key)? {
            Value::Number(number) => number,
            Value::Text(text) if self.override_of(key).is_some() => text.trim().parse().unwrap_or(f64::NAN),
            Value::Text(_) => return self.wrong_type(key, "text", "a number without quotes"),
            Value::List(_) => return self.wrong_type(key, "a list", "a number"),
            Value::Truth(_) => return self.wrong_type(key, "true or false", "a number"),
            Value::Other(found) => return self.wrong_type(key, found, "a number"),
        };
        if range.contains(&number) && (!whole || number.fract() == 0.0) {
            return Some(number);
        }
        let kind = if whole { "whole number" } else { "number" };
        self.refuse(
            key,
            format!("this is no {kind} that can be used"),
            format!("give a {kind} from {} to {}", range.start(), range.end()),
        );
        None
    }

    fn wrong_type<T>(&mut self, key: &str, found: &str, wanted: &str) -> Option<T> {
        self.refuse(key, format!("this is {found}"), format!("write {wanted}"));
        None
    }

    fn read_file(&mut self, path: &Path) {
        match fs::read(path).map(String::from_utf8) {
            Ok(Ok(text)) => self.parse_file(path, &text),
            Ok(Err(_)) => {
                let problem = Problem::new("", "the settings are not UTF-8 text", "save the file as UTF-8");
                self.report(problem.at(&*path.display().to_string()));
            }
            Err(error) => {
                let problem = Problem::new(
                    "",
                    format!("the settings cannot be read: {error}"),
                    "check the path given with --config",
                );
                self.report(problem.at(&*path.display().to_string()));
            }
        }
    }

    fn parse_file(&mut self, path: &Path, text: &str) {
        let lines = LineIndex::new(text);
        let name = path.display().to_string();
        let place = |at: usize| Place { name: name.clone(), line: Some(lines.position(at).line) };
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let at = place(error.span().map_or(0, |span| span.start));
            self.report(Problem::new("", error.message().to_owned(), "mend this line; see https://toml.io").at(at));
        }
        self.add_table("", table.get_ref(), &place);
    }

    fn add_table(&mut self, prefix: &str, table: &DeTable<'_>, place: &dyn Fn(usize) -> Place) {
        for (name, value) in table {
            let key = format!("{prefix}{}", name.get_ref());
            let at = place(name.span().start);
            match value.get_ref() {
                DeValue::Table(inner) if is_table(&key) => self.add_table(&format!("{key}."), inner, place),
                _ if !is_key(&key) => self.report(unknown(&key).at(at)),
                value => drop(self.file.insert(key, Entry { place: at, value: read_value(value) })),
            }
        }
    }
}

fn is_key(key: &str) -> bool {
    KEYS.contains(&key)
}

fn is_table(key: &str) -> bool {
    TABLES.contains(&key)
}

fn unknown(key: &str) -> Problem {
    if key.contains("token") {
        let remedy =
            "put the token alone into a file that only this user may read, and write token-file = \"its path\"";
        return Problem::new(key, "secrets do not stand in the settings", remedy);
    }
    if key.contains("secret") {
        let remedy = "put the secret alone into a file that only this user may read, and write webhook.secret-file = \"its path\"";
        return Problem::new(key, "secrets do not stand in the settings", remedy);
    }
    let remedy = match nearest(key, KEYS.into_iter().chain(TABLES)) {
        Some(name) => format!("the nearest one is {name}"),
        None => format!("there are {}", KEYS.join(", ")),
    };
    Problem::new(key, "there is no such setting", remedy)
}

fn read_list(entries: &DeArray<'_>) -> Value {
    let entry = |value: &DeValue<'_>| match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(integer) if integer.radix() == 10 => Some(integer.as_str().to_owned()),
        _ => None,
    };
    let read: Option<Vec<String>> = entries.iter().map(|value| entry(value.get_ref())).collect();
    read.map_or(Value::Other("a list of something else than texts and whole numbers"), Value::List)
}

fn read_value(value: &DeValue<'_>) -> Value {
    let number = |text: &str| text.parse().map_or(Value::Other("a number of another kind"), Value::Number);
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(integer) if integer.radix() == 10 => number(integer.as_str()),
        DeValue::Float(float) => number(float.as_str()),
        DeValue::Integer(_) => Value::Other("a number of another kind"),
        DeValue::Boolean(truth) => Value::Truth(*truth),
        DeValue::Datetime(_) => Value::Other("a date"),
        DeValue::Array(entries) => read_list(entries),
        DeValue::Table(_) => Value::Other("a table"),
    }
}
