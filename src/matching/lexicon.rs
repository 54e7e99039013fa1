//! The words training has seen, with their stems and concepts.

use std::collections::BTreeMap;

use rust_stemmers::{Algorithm, Stemmer};
use serde::{Deserialize, Serialize};

use super::corpus::Texts;
use super::strings::Strings;
use super::table::{Hash, Table, hash_text};
use super::words::fold;
use crate::content::Lang;

/// A word as the model sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stem {
    /// The hash of its stem.
    pub(super) hash: u64,
    /// The number of its concept, 0 if it has none.
    pub(super) concept: u32,
}

/// All words of the training examples of one language.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Lexicon {
    lang: Lang,
    concepts: Table,
    /// Per concept, from the first on, whose name it is.
    whose: Vec<Whose>,
    places: Table,
    /// In the order they were learnt.
    words: Strings,
    /// How often examples have each.
    #[serde(with = "super::bytes")]
    counts: Vec<u32>,
    /// The hash of the stem of each.
    #[serde(with = "super::bytes")]
    stems: Vec<u64>,
    /// The number of the concept of each.
    #[serde(with = "super::bytes")]
    concept_of: Vec<u32>,
}

/// Whose name a concept is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Whose {
    /// Ours: what the intents are about.
    Own,
    /// That of a body or firm that no intent is about by itself.
    Other,
    /// Nobody's.
    Nobody,
}

/// Whom a text names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    /// Those whom the intents are about.
    pub(super) own: bool,
    /// A body or firm beside them.
    pub(super) other: bool,
}

impl Named {
    /// Whom one of two texts names, or the other.
    pub(super) fn or(self, text: Self) -> Self {
        Self { own: self.own || text.own, other: self.other || text.other }
    }
}

/// How the names of concepts begin that are names of those whom the intents are about, and of others.
const OWN: &str = "own-";
const OTHER: &str = "other-";

impl Lexicon {
    /// The lexicon of `lang` that knows the words of `folded`, the texts of the language.
    pub(super) fn of(lang: Lang, texts: &Texts<'_>, folded: &[String]) -> Self {
        let mut lexicon = Self::new(lang, &texts.concepts);
        folded.iter().for_each(|text| lexicon.learn(text));
        lexicon.words.shrink();
        lexicon
    }

    /// The lexicon of `lang`, with no word yet.
    pub(super) fn new(lang: Lang, named: &BTreeMap<&str, &str>) -> Self {
        let (places, words) = (Table::default(), Strings::default());
        let (counts, stems, concept_of) = (Vec::new(), Vec::new(), Vec::new());
        let mut names: Vec<&str> = named.values().copied().collect();
        names.sort_unstable();
        names.dedup();
        let whose = names.iter().map(|name| match name {
            name if name.starts_with(OWN) => Whose::Own,
            name if name.starts_with(OTHER) => Whose::Other,
            _ => Whose::Nobody,
        });
        let (concepts, whose) = (Table::default(), whose.collect());
        let mut lexicon = Self { lang, concepts, whose, places, words, counts, stems, concept_of };
        for (word, concept) in named {
            let number = names.partition_point(|name| name < concept) + 1;
            let key = lexicon.concept_key(word);
            lexicon.concepts.insert_as(key, u32::try_from(number).unwrap_or(0));
        }
        lexicon
    }

    /// Whether no number in it points outside it.
    pub(super) fn is_sound(&self) -> bool {
        let count = self.words.len();
        [self.counts.len(), self.stems.len(), self.concept_of.len(), self.places.len()] == [count; 4]
            && self.words.is_sound()
            && self.concepts.is_sound()
            && self.places.is_sound()
            && self.places.entries().all(|(_, place)| (place as usize) < count)
    }

    /// Counts the words of a folded example.
    pub(super) fn learn(&mut self, folded: &str) {
        for word in folded.split(' ').filter(|word| !word.is_empty()) {
            let place = self.places.insert(hash_text(word)) as usize;
            if place == self.words.len() {
                let stem = self.make_stem(word);
                self.words.push(word);
                self.counts.push(0);
                self.stems.push(stem.hash);
                self.concept_of.push(stem.concept);
            }
            self.counts[place] += 1;
        }
    }

    /// Whether examples have this word.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.place(word).is_some()
    }

    /// All words, in the order they were learnt.
    pub(super) fn words(&self) -> &Strings {
        &self.words
    }

    /// How often examples have the word at `place`.
    pub(super) fn count(&self, place: usize) -> u32 {
        self.counts[place]
    }

    /// The stem of any word.
    pub(super) fn stem(&self, word: &str) -> Stem {
        self.place(word).map_or_else(|| self.make_stem(word), |place| self.stem_at(place))
    }

    /// The place of a word that examples have.
    pub(super) fn place(&self, word: &str) -> Option<usize> {
        self.places.get(hash_text(word)).map(|place| place as usize)
    }

    /// The stem of the word at `place`.
    pub(super) fn stem_at(&self, place: usize) -> Stem {
        Stem { hash: self.stems[place], concept: self.concept_of[place] }
    }

    /// The concept that two adjacent stems name together, 0 if none.
    pub(super) fn concept_of_pair(&self, first: Stem, second: Stem) -> u32 {
        if self.concepts.len() == 0 {
            return 0;
        }
        self.concepts.get(pair_key(first.hash, second.hash)).unwrap_or(0)
    }

    /// Whom a folded text names.
    pub(super) fn named(&self, folded: &str) -> Named {
        let mut named = Named::default();
        let mut before = None;
        for word in folded.split(' ').filter(|word| !word.is_empty()) {
            let stem = self.stem(word);
            let pair = before.map_or(0, |before| self.concept_of_pair(before, stem));
            for concept in [stem.concept, pair] {
                let whose = (concept as usize).checked_sub(1).and_then(|place| self.whose.get(place));
                named.own |= whose == Some(&Whose::Own);
                named.other |= whose == Some(&Whose::Other);
            }
            before = Some(stem);
        }
        named
    }

    fn make_stem(&self, word: &str) -> Stem {
        let hash = self.stem_hash(word);
        Stem { hash, concept: self.concepts.get(hash).unwrap_or(0) }
    }

    fn stem_hash(&self, word: &str) -> u64 {
        let stemmer = algorithm(self.lang).map(Stemmer::create);
        stemmer.map_or_else(|| hash_text(word), |stemmer| hash_text(&stemmer.stem(word)))
    }

    /// Concepts are words or pairs of words; of longer ones the first two words count.
    fn concept_key(&self, words: &str) -> u64 {
        let folded = fold(words);
        let mut stems = folded.split(' ').map(|word| self.stem_hash(word));
        match (stems.next(), stems.next()) {
            (Some(first), Some(second)) => pair_key(first, second),
            (first, _) => first.unwrap_or(1),
        }
    }
}

fn pair_key(first: u64, second: u64) -> u64 {
    Hash::of_kind(1).with(first).with(second).end()
}

/// The Snowball algorithm of a language; without one, words count as they are.
fn algorithm(lang: Lang) -> Option<Algorithm> {
    Some(match lang.code() {
        "nl" => Algorithm::Dutch,
        "en" => Algorithm::English,
        "de" => Algorithm::German,
        "fr" => Algorithm::French,
        "es" => Algorithm::Spanish,
        "it" => Algorithm::Italian,
        "pt" => Algorithm::Portuguese,
        "tr" => Algorithm::Turkish,
        "ar" => Algorithm::Arabic,
        "ru" => Algorithm::Russian,
        "ro" => Algorithm::Romanian,
        "hu" => Algorithm::Hungarian,
        "sv" => Algorithm::Swedish,
        "da" => Algorithm::Danish,
        "no" => Algorithm::Norwegian,
        "fi" => Algorithm::Finnish,
        "el" => Algorithm::Greek,
        "ta" => Algorithm::Tamil,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_concept_share_it_in_every_inflection_and_as_a_pair() {
        let concepts = BTreeMap::from([("politieman", "officer"), ("agent", "officer"), ("blauwe pet", "officer")]);
        let lexicon = Lexicon::new(Lang::NL, &concepts);
        let concept = lexicon.stem("agent").concept;
        assert_ne!(concept, 0);
        assert_eq!(lexicon.stem("agenten").concept, concept);
        assert_eq!(lexicon.concept_of_pair(lexicon.stem("blauwe"), lexicon.stem("petten")), concept);
        assert_eq!(lexicon.stem("brief").concept, 0);
    }

    #[test]
    fn whom_a_text_names_is_told_by_how_the_name_of_the_concept_begins() {
        let concepts =
            BTreeMap::from([("politie", "own-police"), ("zalando", "other-shop"), ("albert heijn", "other-shop")]);
        let lexicon = Lexicon::new(Lang::NL, &concepts);
        let named = |text| lexicon.named(text);
        assert_eq!(named("wat weet zalando van mij"), Named { own: false, other: true });
        assert_eq!(named("de politie was bij de albert heijn"), Named { own: true, other: true });
        assert_eq!(named("albert weet het"), Named::default());
    }

    #[test]
    fn a_known_word_has_the_stem_it_would_have_unknown() {
        let mut lexicon = Lexicon::new(Lang::NL, &BTreeMap::new());
        let before = lexicon.stem("gegevens");
        lexicon.learn("mijn gegevens gegevens");
        assert_eq!(lexicon.stem("gegevens"), before);
        assert_eq!((lexicon.words().get(1), lexicon.count(1)), ("gegevens", 2));
        assert!(lexicon.is_sound());
    }
}
