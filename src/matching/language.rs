//! Which language a message is in, judged by runs of one to three letters in the examples themselves.

use serde::{Deserialize, Serialize};

use super::table::{Hash, Table};
use crate::content::Lang;

/// So much of a message is looked at, in bytes.
const READ: usize = 320;

/// Runs overlap, so that each tells less than if it stood alone.
const DISCOUNT: f32 = 0.35;

/// How much likelier the language spoken so far is before a word is read: nine to one.
const PREFERRED: f32 = 2.2;

/// How much likelier the first language is when none was spoken yet: three to two.
const FIRST: f32 = 0.4;

/// Tells the languages of the content apart.
pub(super) struct Languages {
    langs: Vec<Lang>,
    runs: Table,
    /// Per run the logarithm of its frequency in each language, less that in the first.
    weights: Vec<f32>,
}

/// How often the texts of one language have each run of letters.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Runs {
    numbers: Table,
    #[serde(with = "super::bytes")]
    counts: Vec<u32>,
}

impl Runs {
    /// Counts the runs of folded texts.
    pub(super) fn count<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut runs = Self::default();
        for text in texts {
            each_run(text, &mut |hash| {
                let number = runs.numbers.insert(hash) as usize;
                if number == runs.counts.len() {
                    runs.counts.push(0);
                }
                runs.counts[number] = runs.counts[number].saturating_add(1);
            });
        }
        runs
    }

    /// Whether every run has a count.
    pub(super) fn is_sound(&self) -> bool {
        self.numbers.is_sound() && self.numbers.entries().all(|(_, number)| (number as usize) < self.counts.len())
    }

    fn each(&self) -> impl Iterator<Item = (u64, f32)> {
        self.numbers.entries().map(|(hash, number)| (hash, self.counts[number as usize] as f32))
    }
}

impl Languages {
    /// Tells languages apart by the runs of each.
    pub(super) fn of(languages: &[(Lang, &Runs)]) -> Self {
        let count = languages.len();
        let mut runs = Table::default();
        let mut met: Vec<f32> = Vec::new();
        for (place, (_, counted)) in languages.iter().enumerate() {
            for (hash, times) in counted.each() {
                let number = runs.insert(hash) as usize;
                met.resize(met.len().max((number + 1) * count), 0.0);
                met[number * count + place] = times;
            }
        }
        let total = |(_, counted): &(Lang, &Runs)| counted.counts.iter().map(|&count| count as f32).sum();
        let totals: Vec<f32> = languages.iter().map(total).collect();
        let weights = weights(&met, &totals, runs.len());
        Self { langs: languages.iter().map(|(lang, _)| *lang).collect(), runs, weights }
    }

    /// The place of `lang` among the languages.
    pub(super) fn place(&self, lang: Lang) -> Option<usize> {
        self.langs.iter().position(|&known| known == lang)
    }

    /// The language at `place`.
    pub(super) fn lang(&self, place: usize) -> Lang {
        self.langs.get(place).copied().unwrap_or(Lang::NL)
    }

    /// The likeliest language of a folded text, as its place, and how likely it is.
    pub(super) fn guess(&self, folded: &str, preferred: Option<Lang>) -> (usize, f32) {
        let count = self.langs.len();
        if count == 0 {
            return (0, 0.0);
        }
        let mut sums = vec![0.0_f32; count];
        each_run(&folded[..folded.floor_char_boundary(READ)], &mut |hash| {
            let Some(number) = self.runs.get(hash) else { return };
            let weights = &self.weights[number as usize * count..][..count];
            sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight * DISCOUNT);
        });
        match preferred.and_then(|lang| self.place(lang)) {
            Some(place) => sums[place] += PREFERRED,
            None => sums[0] += FIRST,
        }
        likeliest(&sums)
    }
}

fn weights(met: &[f32], totals: &[f32], runs: usize) -> Vec<f32> {
    let share = |met: f32, total: f32| ((met + 0.5) / (total + 0.5 * runs as f32)).ln();
    let of_run = |met: &[f32]| -> Vec<f32> {
        let first = share(met[0], totals[0]);
        met.iter().zip(totals).map(|(&met, &total)| share(met, total) - first).collect()
    };
    met.chunks_exact(totals.len().max(1)).flat_map(of_run).collect()
}

fn likeliest(sums: &[f32]) -> (usize, f32) {
    let best = (1..sums.len()).fold(0, |best, place| if sums[place] > sums[best] { place } else { best });
    let total: f32 = sums.iter().map(|sum| (sum - sums[best]).exp()).sum();
    (best, 1.0 / total)
}

fn each_run(text: &str, meet: &mut impl FnMut(u64)) {
    let border = std::iter::once(' ');
    let (mut before, mut last) = (0, 0);
    for letter in border.clone().chain(text.chars()).chain(border).map(u64::from) {
        meet(Hash::of_kind(8).with(letter).end());
        if last != 0 {
            meet(Hash::of_kind(8).with(last).with(letter).end());
        }
        if before != 0 {
            meet(Hash::of_kind(8).with(before).with(last).with(letter).end());
        }
        (before, last) = (last, letter);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn languages() -> Languages {
        let nl = ["mag ik mijn gegevens zien", "hoe lang duurt het", "wie kijkt er in mijn dossier"];
        let en = ["may i see my data", "how long does it take", "who looks into my file"];
        let (nl, en) = (Runs::count(nl.into_iter()), Runs::count(en.into_iter()));
        Languages::of(&[(Lang::NL, &nl), (Lang::EN, &en)])
    }

    #[test]
    fn a_sentence_is_read_in_its_own_language_whatever_was_spoken_before() {
        assert_eq!(languages().guess("how long may they look into it", Some(Lang::NL)).0, 1);
        assert_eq!(languages().guess("hoe lang mag het dossier er zijn", Some(Lang::EN)).0, 0);
    }

    #[test]
    fn what_could_be_either_is_read_in_the_language_spoken_before() {
        for text in ["ok", "wpg", ""] {
            assert_eq!(languages().guess(text, Some(Lang::EN)).0, 1, "{text}");
            assert_eq!(languages().guess(text, Some(Lang::NL)).0, 0, "{text}");
        }
    }

    #[test]
    fn without_languages_there_is_no_certainty() {
        assert_eq!(Languages::of(&[]).guess("hoi", None), (0, 0.0));
    }
}
