//! Commands: `/start`, `/help`, `/privacy`, `/mijngegevens`, `/taal`, `/mens`, `/wis`, by their Dutch and English names.

use crate::content::Lang;

/// What a command asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Command<'t> {
    /// `/start`, with the payload of a deep link.
    Start(&'t str),
    /// `/help`
    Help,
    /// `/privacy`
    Privacy,
    /// `/mijngegevens`, `/mydata`
    MyData,
    /// `/taal`, `/language`, with the language named.
    Language(&'t str),
    /// `/mens`, `/human`
    Human,
    /// `/wis`, `/delete`
    Erase,
    /// `/stop`: leave the officer
    Stop,
    /// One that does not exist.
    Unknown,
}

/// The names in each language, as registered with Telegram; the first of a row is the Dutch one.
pub const COMMANDS: [(&str, &str, &str); 8] = [
    ("start", "start", "command-start"),
    ("help", "help", "command-help"),
    ("privacy", "privacy", "command-privacy"),
    ("mijngegevens", "mydata", "command-data"),
    ("taal", "language", "command-language"),
    ("mens", "human", "command-human"),
    ("stop", "stop", "command-stop"),
    ("wis", "delete", "command-delete"),
];

impl<'t> Command<'t> {
    /// The command that `text` is; `None` for ordinary text.
    pub(super) fn parse(text: &'t str) -> Option<Self> {
        let rest = text.trim().strip_prefix('/')?;
        let (word, argument) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let (name, _bot) = word.split_once('@').unwrap_or((word, ""));
        let argument = argument.trim();
        Some(match name.to_lowercase().as_str() {
            "start" => Self::Start(argument),
            "help" | "hulp" | "menu" | "onderwerpen" | "topics" => Self::Help,
            "privacy" => Self::Privacy,
            "mijngegevens" | "gegevens" | "mydata" | "data" => Self::MyData,
            "taal" | "language" | "lang" => Self::Language(argument),
            "mens" | "human" | "medewerker" => Self::Human,
            "stop" => Self::Stop,
            "wis" | "delete" | "erase" | "verwijder" => Self::Erase,
            _ => Self::Unknown,
        })
    }

    /// What the line `text` of this command says beside it. Where the name may be a word of what is said, all of it:
    /// "/help hij heeft een mes".
    pub(super) fn words<'l>(&self, text: &'l str) -> &'l str {
        let line = text.trim().trim_start_matches('/');
        let argument = line.split_once(char::is_whitespace).map_or("", |(_, argument)| argument.trim());
        match self {
            Self::Unknown => line,
            Self::Help if !argument.is_empty() => line,
            _ => argument,
        }
    }

    /// The language whose own name for a command this is, when it differs.
    pub(super) fn hint(text: &str) -> Option<Lang> {
        let name = text.trim().strip_prefix('/')?.split(['@', ' ']).next()?;
        let differing = COMMANDS.iter().filter(|(nl, en, _)| nl != en);
        differing.copied().find_map(|(nl, en, _)| match name {
            _ if name == nl => Some(Lang::NL),
            _ if name == en => Some(Lang::EN),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_names_and_the_bots_own_name_are_understood() {
        assert_eq!(Command::parse("/mens"), Some(Command::Human));
        assert_eq!(Command::parse(" /human@loket_bot "), Some(Command::Human));
        assert_eq!(Command::parse("/start access-request"), Some(Command::Start("access-request")));
        assert_eq!(Command::parse("/taal english"), Some(Command::Language("english")));
        assert_eq!(Command::parse("/xyz"), Some(Command::Unknown));
        assert_eq!(Command::parse("en/of"), None);
    }

    #[test]
    fn the_name_of_a_command_tells_the_language_where_it_differs() {
        assert_eq!(Command::hint("/wis"), Some(Lang::NL));
        assert_eq!(Command::hint("/delete@x"), Some(Lang::EN));
        assert_eq!(Command::hint("/start"), None);
    }
}
