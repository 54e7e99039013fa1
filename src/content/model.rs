//! The types of checked content.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Regions, RichText};

macro_rules! name_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The name as written in the files.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl From<&str> for $name {
            fn from(name: &str) -> Self {
                Self(Arc::from(name))
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }
        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

name_type!(
    /// The name of an intent: `access-request`. The names of the catalogue never change.
    IntentId
);
name_type!(
    /// The name of an answer: the file `answers/<lang>/<name>.md`.
    AnswerId
);
name_type!(
    /// The name of a fact in `answers/facts.toml`.
    FactId
);
name_type!(
    /// The name of a door in `answers/contacts.toml`.
    ContactId
);
name_type!(
    /// The name of a page or law article in `answers/sources.toml`.
    SourceId
);
name_type!(
    /// The name of something one can ask about a topic without naming it, `how-long`: see `intents/follow-ups.toml`.
    AspectId
);
name_type!(
    /// The name of a citizen's situation in `intents/menu.toml`.
    SituationId
);

/// A language by its two-letter code of ISO 639-1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Lang([u8; 2]);

impl Lang {
    /// Dutch, the first language: what every content has.
    pub const NL: Self = Self(*b"nl");
    /// English.
    pub const EN: Self = Self(*b"en");

    /// The language with this code of two lower-case letters, if `code` is one.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        match *code.as_bytes() {
            [a, b] if a.is_ascii_lowercase() && b.is_ascii_lowercase() => Some(Self([a, b])),
            _ => None,
        }
    }

    /// The two letters.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("nl")
    }
}

impl TryFrom<String> for Lang {
    type Error = String;
    fn try_from(code: String) -> Result<Self, String> {
        Self::parse(&code).ok_or_else(|| format!("{code:?} is no language code"))
    }
}
impl From<Lang> for String {
    fn from(lang: Lang) -> Self {
        lang.code().to_owned()
    }
}
impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}
impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// A day of the Gregorian calendar, as written in the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Year of the common era.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

impl Date {
    /// How many days lie between this day and `other`: positive if `other` is later.
    #[must_use]
    pub fn days_until(self, other: Self) -> i64 {
        other.number() - self.number()
    }

    /// The days since the first of March of the year 0, as a year then ends with its leap day.
    fn number(self) -> i64 {
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let month_from_march = (month + 9) % 12;
        365 * year + year / 4 - year / 100 + year / 400 + (153 * month_from_march + 2) / 5 + day
    }
}

impl fmt::Display for Date {
    /// As `23-11-2026`, the order both languages' readers here are used to.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", self.day, self.month, self.year)
    }
}

/// What sort of question an intent is; it decides how the dialogue reacts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A question on personal data at the police.
    Topic,
    /// Not our subject, but asked all the same: short answer and the right door.
    Neighbour,
    /// The conversation itself: greeting, thanks, help.
    Conversation,
    /// Danger to life: goes before everything.
    Safety,
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    /// Someone about their own data.
    Citizen,
    /// Someone for a company, school, institution.
    Organisation,
}

/// One thing a citizen can want to know.
#[derive(Clone, Debug)]
pub struct Intent {
    /// Its name, also the name of its file.
    pub id: IntentId,
    /// What sort it is.
    pub kind: Kind,
    /// The intent of which this is a special case, which itself is none: who asks this, asks that as well.
    pub broader: Option<IntentId>,
    /// Its answer.
    pub answer: AnswerId,
    /// Who asks this, if only one role does.
    pub role: Option<Role>,
    /// Related topics, offered as buttons under the answer, most useful first.
    pub follow_ups: Vec<IntentId>,
    /// What an elliptical question leads to while this topic is in focus: `how-long` → `access-deadline`.
    pub aspects: BTreeMap<AspectId, IntentId>,
    /// Its words per language.
    pub texts: BTreeMap<Lang, IntentText>,
}

/// The words of an intent in one language.
#[derive(Clone, Debug)]
pub struct IntentText {
    /// What it is about, in a few words; counts as an example too.
    pub title: String,
    /// The label of its button, at most 32 characters.
    pub button: String,
    /// Messages as people write them.
    pub examples: Vec<String>,
    /// Regular expressions that fire on this intent alone (tried on the cleaned, lower-case message).
    pub patterns: Vec<String>,
}

/// A message that no intent should answer.
#[derive(Clone, Debug)]
pub struct Negative {
    /// The message.
    pub text: String,
    /// Whether it is about the police or privacy all the same.
    pub near: bool,
}

/// A curated answer in one language; facts and contacts already filled in.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its name.
    pub id: AnswerId,
    /// Its heading.
    pub title: String,
    /// The answer in at most three sentences: the first paragraph.
    pub short: RichText,
    /// The rest: steps, terms, doors.
    pub more: Option<RichText>,
    /// The same in very short sentences (the part `# simpler`).
    pub simpler: Option<RichText>,
    /// Where it is written in law (the part `# law`).
    pub law: Option<RichText>,
    /// What it rests on, the most important first.
    pub sources: Vec<SourceId>,
    /// The doors it names.
    pub contacts: Vec<ContactId>,
    /// When a person last compared it with its sources.
    pub reviewed: Date,
    /// When that must happen again.
    pub review_by: Date,
}

/// How sure a fact is. What is less sure than this is not shown, so the files cannot say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// Law text or two sources.
    High,
    /// One reasonable or older source.
    Medium,
}

/// A term, number or name that answers use as `{fact:<id>}`.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Its wording per language.
    pub values: BTreeMap<Lang, String>,
    /// Where it is from.
    pub source: SourceId,
    /// When that was last looked at.
    pub checked: Date,
    /// How sure it is.
    pub certainty: Certainty,
}

/// A door: an organisation or officer to turn to. Answers use `{contact:<id>}` for the whole of it
/// and `{contact:<id>.phone}` (or `email`, `post`, `web`, `name`) for one part.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Who, per language.
    pub names: BTreeMap<Lang, String>,
    /// For what, per language.
    pub purposes: BTreeMap<Lang, String>,
    /// Telephone number as shown.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Postal address, one line.
    pub post: Option<String>,
    /// Page, `https://…`.
    pub web: Option<String>,
    /// Where this is from.
    pub source: SourceId,
    /// When that was last looked at.
    pub checked: Date,
    /// How sure it is.
    pub certainty: Certainty,
}

/// A page or law article that answers rest on.
#[derive(Clone, Debug)]
pub struct Source {
    /// What citizens read, per language: "artikel 25 van de Wet politiegegevens".
    pub names: BTreeMap<Lang, String>,
    /// Where it can be read, `https://…`, if public.
    pub url: Option<String>,
    /// When it was last looked at.
    pub checked: Date,
}

/// One button of the topics menu: what someone's situation is, and the topics for it.
#[derive(Clone, Debug)]
pub struct Situation {
    /// Its name.
    pub id: SituationId,
    /// The situation under which it is shown; in the first menu if there is none.
    pub under: Option<SituationId>,
    /// The label per language.
    pub labels: BTreeMap<Lang, String>,
    /// The topics, in the order shown.
    pub intents: Vec<IntentId>,
}

/// Something people say that means something only after what came before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// "nog een keer"
    Again,
    /// "kan dat simpeler", "ik snap het niet"
    Simpler,
    /// "vertel meer"
    More,
    /// "waar staat dat?"
    Law,
    /// "nee, dat bedoel ik niet"
    NotThat,
    /// "geen van deze"
    NoneOfThese,
    /// "ja"
    Yes,
    /// "nee"
    No,
}

impl Act {
    /// Every act with its name in `intents/follow-ups.toml`.
    pub const ALL: [(&'static str, Self); 8] = [
        ("again", Self::Again),
        ("simpler", Self::Simpler),
        ("more", Self::More),
        ("law", Self::Law),
        ("not-that", Self::NotThat),
        ("none-of-these", Self::NoneOfThese),
        ("yes", Self::Yes),
        ("no", Self::No),
    ];
}

/// The regular expressions of `intents/follow-ups.toml`, per language, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct FollowUpPatterns {
    /// What an act sounds like.
    pub acts: BTreeMap<Act, BTreeMap<Lang, Vec<String>>>,
    /// What asking after an aspect sounds like.
    pub aspects: BTreeMap<AspectId, BTreeMap<Lang, Vec<String>>>,
}

/// All content, checked: every reference leads somewhere, every language has every text.
pub struct Catalogue {
    /// The languages, Dutch first.
    pub languages: Vec<Lang>,
    /// All intents.
    pub intents: BTreeMap<IntentId, Intent>,
    /// Messages of `intents/none.toml`, per language.
    pub negatives: BTreeMap<Lang, Vec<Negative>>,
    /// Regular expressions there for what no intent should answer, per language.
    pub stray_patterns: BTreeMap<Lang, Vec<String>>,
    /// All answers.
    pub answers: BTreeMap<Lang, BTreeMap<AnswerId, Answer>>,
    /// The ledger.
    pub facts: BTreeMap<FactId, Fact>,
    /// The doors.
    pub contacts: BTreeMap<ContactId, Contact>,
    /// What answers rest on.
    pub sources: BTreeMap<SourceId, Source>,
    /// The topics menu.
    pub menu: Vec<Situation>,
    /// What is said in context.
    pub follow_ups: FollowUpPatterns,
    /// Words that mean the same to a citizen, per language: word → concept.
    pub concepts: BTreeMap<Lang, BTreeMap<String, String>>,
    /// What the assistant itself says.
    pub phrases: super::Phrases,
    /// Which unit of the police a place belongs to; empty where the content has no such file.
    pub regions: Regions,
    /// Sixteen hexadecimal digits that change with any change of any file.
    pub fingerprint: String,
}

impl Catalogue {
    /// The intents that a message for `id` means: the broader one first if it is a special case, then itself.
    #[must_use]
    pub fn lineage(&self, id: &IntentId) -> Vec<IntentId> {
        let broader = self.intents.get(id).and_then(|intent| intent.broader.clone());
        broader.into_iter().chain([id.clone()]).collect()
    }
}
