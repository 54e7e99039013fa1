//! What buttons carry: a version, an action and its object, in at most 64 bytes. What comes back is not trusted: it only
//! ever leads to things the content has.

use super::{Button, Part};
use crate::content::{IntentId, Lang, SituationId};
use crate::desk::CaseId;

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
    /// Something about a hand-over to an officer.
    Hand(Handing),
}

/// What a button about a hand-over does; numbers are turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Handing {
    /// Pass on what that turn showed.
    Send(u32),
    /// Change it.
    Edit(u32),
    /// Leave this line out.
    Drop(u32, Line),
    /// Type the question anew.
    Retype(u32),
    /// Pass on without a question.
    Without(u32),
    /// Show it again as it is.
    Back(u32),
    /// Pass nothing on.
    Cancel,
    /// Leave the officer.
    Leave,
    /// How content the citizen is with this case.
    Rate(CaseId, u8),
    /// More for the officer who had this case.
    More(CaseId),
    /// Nothing more to say.
    Done,
}

/// A line of what would be passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    Topic,
    Lang,
    Unit,
    Steps,
    Question,
}

impl Line {
    const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Topic, "t", "button-hand-over-drop-topic"),
        (Self::Lang, "l", "button-hand-over-drop-lang"),
        (Self::Unit, "u", "button-hand-over-drop-unit"),
        (Self::Steps, "s", "button-hand-over-drop-steps"),
        (Self::Question, "q", "button-hand-over-drop-question"),
    ];

    fn letter(self) -> &'static str {
        Self::ALL.into_iter().find(|(line, ..)| *line == self).map_or("", |(_, letter, _)| letter)
    }

    /// The label of the button that leaves it out.
    pub(super) fn label(self) -> &'static str {
        Self::ALL.into_iter().find(|(line, ..)| *line == self).map_or("", |(.., label)| label)
    }
}

impl Handing {
    fn data(self) -> String {
        match self {
            Self::Send(turn) => format!("s|{turn}"),
            Self::Edit(turn) => format!("e|{turn}"),
            Self::Drop(turn, line) => format!("d{}|{turn}", line.letter()),
            Self::Retype(turn) => format!("q|{turn}"),
            Self::Without(turn) => format!("w|{turn}"),
            Self::Back(turn) => format!("b|{turn}"),
            Self::Cancel => "x".to_owned(),
            Self::Leave => "l".to_owned(),
            Self::Rate(case, mark) => format!("r{mark}|{}", case.0),
            Self::More(case) => format!("m|{}", case.0),
            Self::Done => "k".to_owned(),
        }
    }

    fn parse(word: &str, number: Option<&str>) -> Option<Self> {
        let turn = || number?.parse().ok();
        match word {
            "x" => number.is_none().then_some(Self::Cancel),
            "l" => number.is_none().then_some(Self::Leave),
            "k" => number.is_none().then_some(Self::Done),
            "s" => turn().map(Self::Send),
            "e" => turn().map(Self::Edit),
            "q" => turn().map(Self::Retype),
            "w" => turn().map(Self::Without),
            "b" => turn().map(Self::Back),
            "m" => Some(Self::More(CaseId(number?.parse().ok()?))),
            _ => Self::parse_longer(word, number),
        }
    }

    fn parse_longer(word: &str, number: Option<&str>) -> Option<Self> {
        if let Some(letter) = word.strip_prefix('d') {
            let (line, ..) = Line::ALL.into_iter().find(|(_, known, _)| *known == letter)?;
            return Some(Self::Drop(number?.parse().ok()?, line));
        }
        let mark = word.strip_prefix('r')?.parse().ok().filter(|mark| (1..=3).contains(mark))?;
        Some(Self::Rate(CaseId(number?.parse().ok()?), mark))
    }
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
            Self::Hand(handing) => format!("o|{}", handing.data()),
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
            ("o", Some(word), number) => Some(Self::Hand(Handing::parse(word, number)?)),
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
            Press::Hand(Handing::Send(u32::MAX)),
            Press::Hand(Handing::Drop(7, Line::Question)),
            Press::Hand(Handing::Cancel),
            Press::Hand(Handing::Rate(CaseId(u64::MAX), 3)),
            Press::Hand(Handing::More(CaseId(u64::MAX))),
            Press::Hand(Handing::Done),
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
