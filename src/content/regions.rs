//! Which regional unit of the police a place belongs to, and which place a message names.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::parse::RawRegions;

/// Names of places have at most so many words.
const WORDS: usize = 5;
/// A misspelt name has at least so many letters.
const MISSPELT_FROM: usize = 5;
/// From so many letters on, two slips may be in a name.
const TWO_SLIPS_FROM: usize = 9;
/// A message of so few words may be a place and nothing else.
const ALONE: usize = 3;
/// What stands before the name of a place, in the languages of the content.
const BEFORE: [&str; 19] = [
    "in",
    "te",
    "uit",
    "bij",
    "van",
    "naar",
    "gemeente",
    "woonplaats",
    "regio",
    "near",
    "from",
    "at",
    "of",
    "for",
    "voor",
    "is",
    "provincie",
    "omgeving",
    "stad",
];

/// What else may stand in a message of a few words that says where someone lives. Beside any other word an everyday word is no
/// place ("echt waar?"), and a word that is like a place's name is a word ("makkelijke woorden").
const LIVING: [&str; 12] = ["ik", "wij", "we", "woon", "wonen", "woont", "kom", "i", "live", "am", "politie", "police"];

/// What stands between those and the name of a region: "in de Achterhoek".
const ARTICLES: [&str; 6] = ["de", "het", "t", "den", "the", "heel"];

/// Where a name may lie: the unit, and what tells it from the others of that name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The name of the unit: `Midden-Nederland`.
    pub unit: String,
    /// The municipality, if the name is that of a place.
    pub municipality: Option<String>,
}

/// A place that a message names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<'a> {
    /// Its name as the file has it.
    pub name: &'a str,
    /// Where it may lie; one for each unit, at least one.
    pub spots: &'a [Spot],
}

/// Municipalities, places and other names with the units they belong to.
#[derive(Clone, Debug, Default)]
pub struct Regions {
    /// By folded name: the name as written and where it may lie.
    names: BTreeMap<String, (String, Vec<Spot>)>,
    everyday: BTreeSet<String>,
    /// Folded names of regions, before which an article may stand.
    aliases: BTreeSet<String>,
}

impl Regions {
    /// What was read. References that lead nowhere, which a check has reported, are left out.
    pub(super) fn of(raw: &RawRegions) -> Self {
        let everyday = raw.everyday.iter().map(|word| fold(&word.value)).collect();
        let mut regions = Self { everyday, ..Self::default() };
        let unit_name = |id: &str| {
            let unit = raw.units.iter().find(|unit| unit.id.value == id)?;
            unit.name.as_ref().map(|name| name.value.clone())
        };
        let mut unit_of: BTreeMap<&str, String> = BTreeMap::new();
        for unit in &raw.units {
            let Some(name) = unit_name(&unit.id.value) else { continue };
            for municipality in &unit.municipalities {
                unit_of.insert(&municipality.value, name.clone());
                regions.add(&municipality.value, Spot { unit: name.clone(), municipality: None });
            }
        }
        for (place, municipalities) in &raw.places {
            regions.names.remove(&fold(&place.value));
            for municipality in &municipalities.value {
                let Some(unit) = unit_of.get(municipality.value.as_str()) else { continue };
                let spot = Spot { unit: unit.clone(), municipality: Some(municipality.value.clone()) };
                regions.add(&place.value, spot);
            }
        }
        for (alias, units) in &raw.aliases {
            regions.aliases.insert(fold(&alias.value));
            for unit in units.value.iter().filter_map(|unit| unit_name(&unit.value)) {
                regions.add(&alias.value, Spot { unit, municipality: None });
            }
        }
        regions
    }

    fn add(&mut self, name: &str, spot: Spot) {
        let (_, spots) = self.names.entry(fold(name)).or_insert_with(|| (name.to_owned(), Vec::new()));
        if !spots.iter().any(|known| known.unit == spot.unit) {
            spots.push(spot);
        }
    }

    /// How many names are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The names of all units, in order, each once.
    #[must_use]
    pub fn units(&self) -> BTreeSet<&str> {
        self.names.values().flat_map(|(_, spots)| spots).map(|spot| spot.unit.as_str()).collect()
    }

    /// The place that `text` names: the longest name that stands alone or behind "in" and the like, else one that
    /// was misspelt there. A name that is an everyday word counts only with a capital, or alone.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Found<'_>> {
        let words: Vec<Word> = words(text);
        let alone = words.len() <= ALONE;
        let mut found: Vec<(usize, &str)> = Vec::new();
        for start in 0..words.len() {
            let behind_article = stands_behind_article(&words, start);
            if !(alone || behind_article || stands_behind(&words, start)) {
                continue;
            }
            for length in 1..=WORDS.min(words.len() - start) {
                let name = joined(&words[start..start + length]);
                let capital = words[start].capital;
                let fits = alone || !behind_article || capital || self.aliases.contains(&name);
                // Every message begins with a capital.
                let named = capital && start > 0;
                if let Some((known, _)) = self.names.get_key_value(&name)
                    && fits
                    && (named || !self.everyday.contains(&name) || only_says_where(&words, start, length))
                {
                    found.push((length, known));
                }
            }
        }
        let longest = found.into_iter().rev().max_by_key(|(length, _)| *length).map(|(_, name)| name);
        longest.or_else(|| self.misspelt(&words, alone)).and_then(|name| self.get(name))
    }

    fn get(&self, folded: &str) -> Option<Found<'_>> {
        self.names.get(folded).map(|(name, spots)| Found { name, spots })
    }

    /// The one name that a word behind "in" is nearest to, or one that stands alone.
    fn misspelt(&self, words: &[Word], alone: bool) -> Option<&str> {
        let places = (0..words.len()).filter(|&at| {
            let placed = at > 0 && BEFORE[..4].contains(&words[at - 1].folded.as_str());
            (placed || alone && only_says_where(words, at, 1)) && words[at].folded.len() >= MISSPELT_FROM
        });
        places.filter_map(|at| self.nearest(&words[at].folded)).next()
    }

    fn nearest(&self, word: &str) -> Option<&str> {
        let slips = if word.len() >= TWO_SLIPS_FROM { 2 } else { 1 };
        let first = word.chars().next()?;
        let alike = |name: &&String| {
            name.len().abs_diff(word.len()) <= slips && name.starts_with(first) && !self.everyday.contains(*name)
        };
        let distances = self.names.keys().filter(alike).map(|name| (strsim::osa_distance(word, name), name));
        let mut near: Vec<_> = distances.filter(|(distance, _)| *distance <= slips).collect();
        near.sort();
        let (best, name) = near.first()?;
        let rivals = near.iter().filter(|(distance, _)| distance == best).map(|(_, name)| &self.names[*name].1);
        let units: BTreeSet<&str> = rivals.flatten().map(|spot| spot.unit.as_str()).collect();
        (units.len() == 1 || near.len() == 1).then_some(name.as_str())
    }
}

/// A word as compared, and whether it was written with a capital.
struct Word {
    folded: String,
    capital: bool,
}

fn words(text: &str) -> Vec<Word> {
    let raw = text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '\u{2019}'));
    let word = |word: &str| Word {
        folded: fold(word),
        capital: word.trim_start_matches(['\'', '\u{2019}']).chars().next().is_some_and(char::is_uppercase),
    };
    raw.map(word).filter(|word| !word.folded.is_empty()).collect()
}

/// Whether "in" or the like stands before the word at `start`.
fn stands_behind(words: &[Word], start: usize) -> bool {
    start > 0 && BEFORE.contains(&words[start - 1].folded.as_str())
}

/// Whether nothing stands beside the name of `length` words at `start` but what says where someone lives.
fn only_says_where(words: &[Word], start: usize, length: usize) -> bool {
    let mut others = words[..start].iter().chain(&words[start + length..]).map(|word| word.folded.as_str());
    others.all(|word| BEFORE.contains(&word) || ARTICLES.contains(&word) || LIVING.contains(&word))
}

/// Whether an article stands in between: "in de Achterhoek".
fn stands_behind_article(words: &[Word], start: usize) -> bool {
    start > 1 && ARTICLES.contains(&words[start - 1].folded.as_str()) && stands_behind(words, start - 1)
}

fn joined(words: &[Word]) -> String {
    words.iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" ")
}

/// `name` as it is compared: lower case, no accents or apostrophes, a space for all other marks.
pub(super) fn fold(name: &str) -> String {
    if name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return name.to_ascii_lowercase();
    }
    let lower = name.to_lowercase();
    let plain = lower.nfd().filter(|&c| !is_combining_mark(c) && !matches!(c, '\'' | '\u{2019}'));
    let spaced: String = plain.map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::SourceFile;
    use crate::content::parse::parse_regions;

    const FILE: &str = r#"
source = "cbs"
checked = 2026-11-23
everyday = ["een", "buren"]
[units.midden-nederland]
name = "Midden-Nederland"
municipalities = ["Hilversum", "Gooise Meren", "Laren", "Buren"]
[units.oost-nederland]
name = "Oost-Nederland"
municipalities = ["Lochem", "Ede"]
[units.den-haag]
name = "Den Haag"
municipalities = ["'s-Gravenhage"]
[aliases]
"Den Haag" = ["den-haag"]
"Het midden" = ["midden-nederland", "oost-nederland"]
[places]
"Bussum" = ["Gooise Meren"]
"Laren" = ["Laren", "Lochem"]
"Een" = ["Ede"]
"#;

    fn regions() -> Regions {
        let (raw, findings) = parse_regions(&SourceFile::new("answers/regions.toml", FILE));
        assert!(findings.is_empty(), "{findings:?}");
        Regions::of(&raw)
    }

    fn found(text: &str) -> Option<(String, Vec<String>)> {
        let regions = regions();
        let found = regions.find(text)?;
        Some((found.name.to_owned(), found.spots.iter().map(|spot| spot.unit.clone()).collect()))
    }

    #[test]
    fn an_article_may_stand_before_a_region_and_before_a_place_with_a_capital() {
        let both = vec!["Midden-Nederland".to_owned(), "Oost-Nederland".to_owned()];
        let region = Some(("Het midden".to_owned(), both));
        assert_eq!(found("ik woon al heel lang in het midden"), region);
        assert_eq!(found("de agent die ik sprak kwam uit de Bussum"), one("Bussum", "Midden-Nederland"));
        assert_eq!(found("de agent die ik sprak zat in de bussum"), None);
        assert_eq!(found("dat weet ik van de buren hier naast mij"), None);
    }

    fn one(name: &str, unit: &str) -> Option<(String, Vec<String>)> {
        Some((name.to_owned(), vec![unit.to_owned()]))
    }

    #[test]
    fn a_place_is_found_in_a_sentence_misspelt_or_alone() {
        assert_eq!(found("Ik woon in Hilversm, waar moet de brief heen?"), one("Hilversum", "Midden-Nederland"));
        assert_eq!(found("hilversum"), one("Hilversum", "Midden-Nederland"));
        assert_eq!(found("ik kom uit bussum"), one("Bussum", "Midden-Nederland"));
        assert_eq!(found("I live in den haag"), one("Den Haag", "Den Haag"));
        assert_eq!(found("'s-gravenhage"), one("'s-Gravenhage", "Den Haag"));
    }

    #[test]
    fn an_everyday_word_is_no_place_unless_it_looks_like_one() {
        assert_eq!(found("ik zit in een systeem en wil dat zien"), None);
        assert_eq!(found("klacht over de camera van mijn buren"), None);
        assert_eq!(found("wij wonen in Buren en willen inzage"), one("Buren", "Midden-Nederland"));
        assert_eq!(found("hoe lang duurt het in ede"), one("Ede", "Oost-Nederland"));
        assert_eq!(found("buren"), one("Buren", "Midden-Nederland"));
        assert_eq!(found("ik woon in buren"), one("Buren", "Midden-Nederland"));
        assert_eq!(found("Gemeente Buren"), one("Buren", "Midden-Nederland"));
        for said in ["een vraag", "Een vraag", "Buren hier", "mijn buren"] {
            assert_eq!(found(said), None, "{said}");
        }
    }

    #[test]
    fn a_word_like_the_name_of_a_place_is_none_beside_other_words() {
        assert_eq!(found("Hilversm"), one("Hilversum", "Midden-Nederland"));
        assert_eq!(found("ik woon hilversm"), one("Hilversum", "Midden-Nederland"));
        assert_eq!(found("lochen gelezen"), None);
        assert_eq!(found("makkelijke bussem"), None);
    }

    #[test]
    fn a_name_in_several_units_tells_them_all() {
        let regions = regions();
        let found = regions.find("in Laren").unwrap();
        let municipalities: Vec<_> = found.spots.iter().map(|spot| spot.municipality.as_deref()).collect();
        assert_eq!(municipalities, [Some("Laren"), Some("Lochem")]);
        assert_eq!(regions.find("het midden").unwrap().spots.len(), 2);
    }

    #[test]
    fn a_text_that_names_no_place_gives_none() {
        for text in ["", "in", "in '", "İn İ", "in \u{301}", "in Gooise"] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
