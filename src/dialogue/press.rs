//! What buttons carry: a version, an action and its object, in at most 64 bytes. What comes back is not trusted: it only
//! ever leads to things the content has.

use super::{Button, Part};
use crate::content::{IntentId, Lang, SituationId};

/// Changes when old buttons can no longer be understood; they are then explained.
const VERSION: &str = "1";

/// What a button does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Press {
    /// Show this part of an answer.
    Show(IntentId, Part),
    /// Show the topics menu.
    Menu,
    /// Show the topics for a situation.
    Situation(SituationId),
    /// None of what turn `0` offered.
    NoneOfThese(u32),
    /// Show the doors to people.
    Human,
    /// Name this unit of the police.
    Unit(String),
    /// Speak this language.
    Language(Lang),
    /// Answer to "shall I erase", asked in this turn.
    Erase(u32, bool),
}

impl Press {
    pub(super) fn data(&self) -> String {
        let rest = match self {
            Self::Show(intent, part) => format!("{}|{intent}", letter(*part)),
            Self::Menu => "t".to_owned(),
            Self::Situation(situation) => format!("t|{situation}"),
            Self::NoneOfThese(turn) => format!("n|{turn}"),
            Self::Human => "h".to_owned(),
            Self::Unit(unit) => format!("r|{unit}"),
            Self::Language(lang) => format!("g|{lang}"),
            Self::Erase(turn, yes) => format!("e|{turn}|{}", if *yes { "y" } else { "n" }),
        };
        format!("{VERSION}|{rest}")
    }

    /// `None` for data of another version, or none of ours.
    pub(super) fn parse(data: &str) -> Option<Self> {
        let mut parts = data.split('|');
        if parts.next()? != VERSION {
            return None;
        }
        let action = parts.next()?;
        let object = parts.next();
        let last = parts.next();
        match (action, object, last) {
            ("t", None, None) => Some(Self::Menu),
            ("t", Some(situation), None) => Some(Self::Situation(situation.into())),
            ("n", Some(turn), None) => Some(Self::NoneOfThese(turn.parse().ok()?)),
            ("h", None, None) => Some(Self::Human),
            ("r", Some(unit), None) => Some(Self::Unit(unit.to_owned())),
            ("g", Some(lang), None) => Some(Self::Language(Lang::parse(lang)?)),
            ("e", Some(turn), Some(yes @ ("y" | "n"))) => Some(Self::Erase(turn.parse().ok()?, yes == "y")),
            (letter, Some(intent), None) => Some(Self::Show(intent.into(), part(letter)?)),
            _ => None,
        }
    }

    pub(super) fn button(&self, label: impl Into<String>) -> Button {
        Button { label: label.into(), data: self.data() }
    }
}

fn letter(part: Part) -> &'static str {
    match part {
        Part::Short => "a",
        Part::More => "m",
        Part::Simpler => "s",
        Part::Law => "l",
    }
}

fn part(letter: &str) -> Option<Part> {
    match letter {
        "a" => Some(Part::Short),
        "m" => Some(Part::More),
        "s" => Some(Part::Simpler),
        "l" => Some(Part::Law),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_press_comes_back_as_it_went_and_fits_a_telegram_button() {
        let longest = IntentId::from("contact-privacy-officer");
        let presses = [
            Press::Show(longest.clone(), Part::Short),
            Press::Show(longest.clone(), Part::More),
            Press::Show(longest.clone(), Part::Simpler),
            Press::Show(longest, Part::Law),
            Press::Menu,
            Press::Situation("complaint-help".into()),
            Press::NoneOfThese(u32::MAX),
            Press::Human,
            Press::Unit("Zeeland-West-Brabant".into()),
            Press::Language(Lang::EN),
            Press::Erase(u32::MAX, true),
            Press::Erase(0, false),
        ];
        for press in presses {
            let data = press.data();
            assert!((1..=64).contains(&data.len()), "{data}");
            assert_eq!(Press::parse(&data), Some(press));
        }
    }

    #[test]
    fn foreign_data_are_not_understood() {
        for data in ["", "1", "0|t", "1|x|y", "1|e|1|maybe", "1|n|-1", "2|t", "1|a|b|c|d", "1|t|a|b"] {
            assert_eq!(Press::parse(data), None, "{data}");
        }
    }
}
