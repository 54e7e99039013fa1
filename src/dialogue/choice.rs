//! Choosing a button by typing: "2", "de tweede", or part of its label.

use super::Button;
use crate::text::clean;

/// The words a language has for choosing, from its phrases.
pub(super) struct ChoiceWords {
    /// Per place, from the first: the words that name it ("tweede", "twee").
    pub(super) places: Vec<Vec<String>>,
    /// Words for the last one.
    pub(super) last: Vec<String>,
    /// Words around a choice that say nothing: "de", "nummer", "doe maar".
    pub(super) fillers: Vec<String>,
}

impl ChoiceWords {
    /// Reads the phrases: `places` has a place a `|`, words apart by spaces.
    pub(super) fn parse(places: &str, last: &str, fillers: &str) -> Self {
        let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
        Self { places: places.split('|').map(words).collect(), last: words(last), fillers: words(fillers) }
    }

    /// Which of `count` buttons `text` names by its place.
    pub(super) fn place(&self, text: &str, count: usize) -> Option<usize> {
        let lower = clean(text).to_lowercase();
        if is_signed(&lower) {
            return None;
        }
        let mut words = lower
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty() && !self.fillers.iter().any(|filler| filler == word));
        let (word, None) = (words.next()?, words.next()) else {
            return None;
        };
        self.place_of(word, count).filter(|&place| place < count)
    }

    fn place_of(&self, word: &str, count: usize) -> Option<usize> {
        if let Ok(number) = word.parse::<usize>() {
            return number.checked_sub(1);
        }
        if self.last.iter().any(|last| last == word) {
            return count.checked_sub(1);
        }
        self.places.iter().position(|names| names.iter().any(|name| name == word))
    }
}

/// Whether a number in `text` has a sign before it: an amount or a temperature, and no place.
fn is_signed(text: &str) -> bool {
    let signed = |word: &str| {
        let number = word.strip_prefix(['-', '−', '–', '+', '€', '$']);
        number.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    text.split_whitespace().any(signed)
}

/// Which button `text` names by (a telling part of) its label, if it fits exactly one.
pub(super) fn labelled(text: &str, buttons: &[Button]) -> Option<usize> {
    let said = plain(text);
    if said.chars().count() < 4 {
        return None;
    }
    let fits = |button: &Button| {
        let label = plain(&button.label);
        label.contains(&said) || close(&label, &said)
    };
    let mut found = buttons.iter().enumerate().filter(|(_, button)| fits(button)).map(|(place, _)| place);
    match (found.next(), found.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// Labels are short, so a few wrong letters in the whole are still that label.
fn close(label: &str, said: &str) -> bool {
    said.chars().count() <= 48 && strsim::normalized_damerau_levenshtein(label, said) >= 0.8
}

/// The words of `text` in lower case, with a space on each side.
pub(super) fn plain(text: &str) -> String {
    let lower = clean(text).to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    format!(" {} ", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> ChoiceWords {
        ChoiceWords::parse("eerste een|tweede twee|derde drie", "laatste", "de het die nummer doe maar graag")
    }

    fn buttons(labels: &[&str]) -> Vec<Button> {
        labels.iter().map(|&label| Button { label: label.into(), data: label.into() }).collect()
    }

    #[test]
    fn a_place_can_be_said_in_figures_and_words() {
        for (said, place) in [("2", 1), ("de tweede", 1), ("Nummer 3 graag!", 2), ("doe maar de laatste", 2)] {
            assert_eq!(words().place(said, 3), Some(place), "{said}");
        }
    }

    #[test]
    fn a_place_that_is_not_there_is_no_choice() {
        for said in ["-1", "nummer -1", "€2", "4", "0", "de derde week", "twee boetes", "", "99999999999999999999999"]
        {
            assert_eq!(words().place(said, 3), None, "{said}");
        }
    }

    #[test]
    fn part_of_one_label_chooses_it_and_part_of_two_does_not() {
        let buttons = buttons(&["Hoe lang duurt inzage?", "Mijn gegevens inzien", "Hoe lang duurt correctie?"]);
        assert_eq!(labelled("gegevens inzien", &buttons), Some(1));
        assert_eq!(labelled("mijn gegevns inzien", &buttons), Some(1));
        assert_eq!(labelled("hoe lang duurt", &buttons), None);
        assert_eq!(labelled("inz", &buttons), None);
    }
}
