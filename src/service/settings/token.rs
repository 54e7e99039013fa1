//! The bot's token, and where it is found.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use super::problem::{Place, Problem, Warning};
use super::source::Source;
use zeroize::Zeroizing;

use crate::privacy::Sensitive;

const SHAPE: &str = "it has to look like 123456789:AAbb…, as @BotFather gives it, and nothing else";

/// The bot's token: who has it is the bot. Shows itself nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Sensitive<String>);

impl Token {
    /// The token in `text`, if it has the shape of one: a number, a colon, letters and digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (number, secret) = text.split_once(':')?;
        let in_secret = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let fits = (1..=20).contains(&number.len())
            && number.chars().all(|c| c.is_ascii_digit())
            && (4..=128).contains(&secret.len())
            && secret.chars().all(in_secret);
        fits.then(|| Self(Sensitive::new(text.to_owned())))
    }

    /// The token itself, for the one place that speaks to Telegram.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        self.0.wipe();
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[token]")
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[token]")
    }
}

/// The first token there is: named file, variables, file of the settings, systemd's credential.
pub(super) fn find(source: &mut Source<'_>) -> Result<Option<Token>, Problem> {
    if let Some(path) = source.variable("LOKET_TOKEN_FILE") {
        return from_file(Path::new(&path), &"LOKET_TOKEN_FILE".into());
    }
    for name in ["LOKET_TOKEN", "TELOXIDE_TOKEN"] {
        if let Some(text) = source.variable(name) {
            source.warn(Warning::TokenInVariable(name));
            return accepted(&text, &name.into());
        }
    }
    if let Some(path) = source.path("token-file") {
        let place = source.place_of("token-file");
        return from_file(&path, &place);
    }
    let Some(credentials) = source.variable("CREDENTIALS_DIRECTORY") else { return Ok(None) };
    let credential = PathBuf::from(credentials).join("token");
    if credential.exists() { from_file(&credential, &"CREDENTIALS_DIRECTORY".into()) } else { Ok(None) }
}

fn from_file(path: &Path, place: &Place) -> Result<Option<Token>, Problem> {
    let bytes = fs::read(path).map(Zeroizing::new).map_err(|error| {
        let what = format!("the token file {} cannot be read: {error}", path.display());
        Problem::new("", what, "name a file that this user may read").at(place.clone())
    })?;
    if is_open_to_all(path) {
        let what = format!("every user of this machine can read the token in {}", path.display());
        let remedy = format!("chmod 600 {}; if others may have read it, let @BotFather revoke it", path.display());
        return Err(Problem::new("", what, remedy).at(place.clone()));
    }
    if bytes.trim_ascii().is_empty() {
        let what = format!("the token file {} is empty", path.display());
        return Err(Problem::new("", what, "put the token in it that @BotFather gives").at(place.clone()));
    }
    accepted(&String::from_utf8_lossy(&bytes), place)
}

fn accepted(text: &str, place: &Place) -> Result<Option<Token>, Problem> {
    match Token::parse(text) {
        None => Err(Problem::new("", "this is no bot token", SHAPE).at(place.clone())),
        token => Ok(token),
    }
}

/// Whether every user of the machine may read the file.
pub(super) fn is_open_to_all(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o004 != 0)
}
