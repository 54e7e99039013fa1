//! Many texts as one, so that they are kept, read and forgotten at once.

use serde::{Deserialize, Serialize};

/// Texts, one behind the other.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Strings {
    text: String,
    /// Where each ends.
    #[serde(with = "super::bytes")]
    ends: Vec<u32>,
}

impl Strings {
    /// Takes in one more.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    /// Lets go of room that is not needed.
    pub(super) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The one at `place`.
    pub(super) fn get(&self, place: usize) -> &str {
        &self.text[self.start(place)..self.ends[place] as usize]
    }

    /// How many bytes the one at `place` has.
    pub(super) fn length(&self, place: usize) -> usize {
        self.ends[place] as usize - self.start(place)
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|place| self.get(place))
    }

    /// Whether each ends behind the one before it, between two characters, and the last where all ends.
    pub(super) fn is_sound(&self) -> bool {
        self.ends.is_sorted()
            && self.ends.iter().all(|&end| self.text.is_char_boundary(end as usize))
            && self.ends.last().copied().unwrap_or(0) as usize == self.text.len()
    }

    fn start(&self, place: usize) -> usize {
        place.checked_sub(1).map_or(0, |before| self.ends[before] as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_as_they_were_and_ends_within_a_character_are_not_sound() {
        let mut strings = Strings::default();
        ["een", "", "één"].into_iter().for_each(|text| strings.push(text));
        assert_eq!(strings.iter().collect::<Vec<_>>(), ["een", "", "één"]);
        assert_eq!((strings.len(), strings.length(2), strings.is_sound()), (3, 5, true));
        let ends: [&[u32]; 4] = [&[4, 8], &[3, 2, 8], &[3, 7], &[]];
        for ends in ends {
            assert!(!Strings { text: strings.text.clone(), ends: ends.to_vec() }.is_sound(), "{ends:?}");
        }
        assert!(Strings::default().is_sound());
    }
}
