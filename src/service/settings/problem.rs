//! What is wrong with the settings, in words for the operator. Never holds a value: it might be a secret.

use std::fmt;

/// A place where a setting can stand. The default is nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The file, or the name of the variable.
    pub name: String,
    /// The line in the file, from 1.
    pub line: Option<usize>,
}

impl From<&str> for Place {
    fn from(name: &str) -> Self {
        Self { name: name.to_owned(), line: None }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        self.line.map_or(Ok(()), |line| write!(f, ":{line}"))
    }
}

/// One thing wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// The key at fault; empty where it is the whole file.
    pub key: String,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

impl Problem {
    /// A problem that stands nowhere.
    pub(super) fn new(key: &str, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { place: Place::default(), key: key.to_owned(), what: what.into(), remedy: remedy.into() }
    }

    /// This problem as found at `place`.
    pub(super) fn at(self, place: impl Into<Place>) -> Self {
        Self { place: place.into(), ..self }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [self.place.to_string(), self.key.clone()];
        for part in parts.iter().filter(|part| !part.is_empty()) {
            write!(f, "{part}: ")?;
        }
        write!(f, "{}; {}", self.what, self.remedy)
    }
}

/// All that is wrong with the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsError {
    /// At least one; those of the file in its order, after all others.
    pub problems: Vec<Problem>,
}

impl From<Problem> for SettingsError {
    fn from(problem: Problem) -> Self {
        Self { problems: vec![problem] }
    }
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.problems.iter().map(Problem::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for SettingsError {}

/// Something that works but should be mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The token stands in the variable of this name.
    TokenInVariable(&'static str),
    /// The webhook's secret stands in the variable of this name.
    SecretInVariable(&'static str),
    /// The Bot API server is another machine and is spoken to without encryption.
    PlainHttp,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TokenInVariable(name) => {
                write!(
                    f,
                    "{name} holds the token, where programs of the same user can read it; a file is safer: set LOKET_TOKEN_FILE"
                )
            }
            Self::SecretInVariable(name) => {
                write!(
                    f,
                    "{name} holds the webhook's secret, where programs of the same user can read it; a file is safer: set LOKET_WEBHOOK_SECRET_FILE"
                )
            }
            Self::PlainHttp => {
                write!(f, "api-url is another machine without encryption; the token goes over the network readable")
            }
        }
    }
}
