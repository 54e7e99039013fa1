//! The names of what the desk deals with. Numbers of groups, officers and messages are a front's own; nothing is read into them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Names a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaseId(pub u64);

/// An officer, by the number their front knows them by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OfficerId(pub i64);

impl fmt::Debug for OfficerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[officer]")
    }
}

/// A group of officers, by its front's number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GroupId(pub i64);

impl fmt::Debug for GroupId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[group]")
    }
}

/// A citizen's conversation, by the stored form of its key. An identifier, so it never shows in `Debug`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CitizenKey(pub String);

impl fmt::Debug for CitizenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[citizen]")
    }
}

/// What somebody wrote: a citizen's with personal data struck out, or an officer's. Never shows in `Debug`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Words(pub String);

impl Words {
    /// At most `most` characters of `text`, with an ellipsis where it was cut.
    #[must_use]
    pub fn cut(text: &str, most: usize) -> Self {
        match text.char_indices().nth(most) {
            Some((end, _)) => Self(format!("{}…", &text[..end])),
            None => Self(text.to_owned()),
        }
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[words]")
    }
}

/// Which desk a case is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Whoever answers first.
    #[default]
    FrontDesk,
    /// The privacy officer of a unit (Wpg art. 34).
    PrivacyOfficer,
    /// The data protection officer (Wpg art. 36).
    DataProtectionOfficer,
}

impl Role {
    /// All there are.
    pub const ALL: [Self; 3] = [Self::FrontDesk, Self::PrivacyOfficer, Self::DataProtectionOfficer];

    /// Its word in settings, phrases and commands.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::FrontDesk => "front-desk",
            Self::PrivacyOfficer => "privacy-officer",
            Self::DataProtectionOfficer => "data-protection-officer",
        }
    }

    /// The role of this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_names_a_person_or_holds_words_shows_in_debug() {
        let all = (OfficerId(77_001), GroupId(-100_555), CitizenKey("telegram:42".into()), Words("mijn zaak".into()));
        let shown = format!("{all:?}");
        assert_eq!(shown, "([officer], [group], [citizen], [words])");
    }

    #[test]
    fn words_are_cut_between_characters() {
        assert_eq!(Words::cut("één twee", 3).0, "één…");
        assert_eq!(Words::cut("één", 3).0, "één");
    }
}
