//! Figures on the content: how long its sentences are, how many examples there are, how plain the words.
//!
//! Sentences are counted in running text and lists. Headings, lines that are all bold and a contact by itself are none.

use std::collections::BTreeMap;

use serde::Serialize;

use super::check::wording::PlainWords;
use super::parse::{BlockSort, Draft, DraftBlock, DraftInline, Parsed, RawAnswer, parse_files};
use super::sentences::{Word, sentences, words};
use super::{Lang, SourceFile, Style};

/// The figures of one language.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Measures {
    /// The language.
    pub lang: Lang,
    /// How many answers there are.
    pub answers: usize,
    /// Each part of an answer, in the order it is shown, and `all` of them together.
    pub parts: Vec<PartMeasures>,
    /// How many examples an intent has.
    pub examples: ExampleMeasures,
    /// The share of words on the list of hard words, from 0 to 1.
    pub hard_share: f64,
}

/// The figures of one part of all answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PartMeasures {
    /// `short`, `more`, `simpler`, `law` or `all`.
    pub part: &'static str,
    /// In how many answers it is there.
    pub answers: usize,
    /// How many sentences it has in all.
    pub sentences: usize,
    /// How many words a sentence has on average.
    pub mean: f64,
    /// How many words the longest sentence has.
    pub longest: usize,
}

/// How many examples an intent has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ExampleMeasures {
    /// The intent with the fewest.
    pub min: usize,
    /// The one in the middle.
    pub median: usize,
    /// The one with the most.
    pub max: usize,
}

/// Measures all of `files`, whatever is wrong with them.
#[must_use]
pub fn measure(files: &[SourceFile]) -> Vec<Measures> {
    let (parsed, _) = parse_files(files);
    parsed.languages.iter().map(|lang| measure_language(&parsed, *lang)).collect()
}

fn measure_language(parsed: &Parsed, lang: Lang) -> Measures {
    let none = BTreeMap::new();
    let answers = parsed.answers.get(&lang).unwrap_or(&none);
    let plain_words = PlainWords::of(parsed, lang);
    let mut counts: Vec<Count> = Vec::new();
    for answer in answers.values() {
        count_answer(answer, &plain_words, &mut counts);
    }
    let all = counts.iter().fold(Count { part: "all", answers: answers.len(), ..Count::default() }, Count::plus);
    let hard_share = share(all.hard, all.words);
    let parts = counts.iter().chain([&all]).map(Count::figures).collect();
    Measures { lang, answers: answers.len(), parts, examples: measure_examples(parsed, lang), hard_share }
}

/// What is counted of one part.
#[derive(Clone, Copy, Default)]
struct Count {
    part: &'static str,
    answers: usize,
    sentences: usize,
    words: usize,
    longest: usize,
    hard: usize,
}

impl Count {
    /// This and `other`; the answers stay those of this.
    fn plus(self, other: &Self) -> Self {
        Self {
            sentences: self.sentences + other.sentences,
            words: self.words + other.words,
            longest: self.longest.max(other.longest),
            hard: self.hard + other.hard,
            ..self
        }
    }

    fn figures(&self) -> PartMeasures {
        let mean = share(self.words, self.sentences);
        PartMeasures { part: self.part, answers: self.answers, sentences: self.sentences, mean, longest: self.longest }
    }
}

/// `part` of `whole`; 0 of nothing.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn count_answer(answer: &RawAnswer, plain_words: &PlainWords<'_>, counts: &mut Vec<Count>) {
    for (place, (part, draft)) in answer.parts().into_iter().enumerate() {
        if counts.len() <= place {
            counts.push(Count { part, ..Count::default() });
        }
        counts[place] = counts[place].plus(&count_draft(draft, plain_words));
        counts[place].answers += usize::from(!draft.is_empty());
    }
}

fn count_draft(draft: &Draft, plain_words: &PlainWords<'_>) -> Count {
    let mut count = Count::default();
    for words in draft.iter().flat_map(running).map(|run| words(run)) {
        for sentence in sentences(&words).filter(|sentence| is_sentence(sentence)) {
            count.sentences += 1;
            count.words += sentence.len();
            count.longest = count.longest.max(sentence.len());
            count.hard += plain_words.find(sentence).iter().map(|(_, count, _)| count).sum::<usize>();
        }
    }
    count
}

/// The runs of `block` that are running text.
fn running(block: &DraftBlock) -> impl Iterator<Item = &Vec<DraftInline>> {
    let heading = matches!(block.sort, BlockSort::Part | BlockSort::Heading);
    block.runs.iter().filter(move |run| !heading && run.iter().any(|inline| inline.style != Style::Bold))
}

/// A placeholder by itself is no sentence.
fn is_sentence(words: &[Word<'_>]) -> bool {
    words.iter().any(|word| word.text.is_some())
}

fn measure_examples(parsed: &Parsed, lang: Lang) -> ExampleMeasures {
    let texts = parsed.intents.values().filter_map(|intent| intent.texts.get(&lang));
    let mut counts: Vec<usize> = texts.map(|text| text.examples.len()).collect();
    counts.sort_unstable();
    let at = |place: usize| counts.get(place).copied().unwrap_or_default();
    ExampleMeasures { min: at(0), median: at(counts.len() / 2), max: at(counts.len().saturating_sub(1)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::sample::files_with;

    #[test]
    fn sentences_are_counted_without_headings_bold_lines_and_lone_contacts() {
        let answer = "+++\n+++\nEen twee drie. Vier vijf!\n\n## Kop hier\n\n**Vet hier.**\n\n- {contact:emergency}\n- Zes {fact:x} acht: aanvang tien\n";
        let files =
            files_with(&[("answers/nl/hello.md", answer), ("answers/nl/plain-words.toml", "aanvang = \"begin\"")]);
        let dutch_only =
            files.into_iter().filter(|file| !file.path.ends_with(".md") || file.path.ends_with("nl/hello.md"));
        let measures = measure(&dutch_only.collect::<Vec<_>>());
        let part = |part| measures[0].parts.iter().find(|one| one.part == part).expect("there");
        assert_eq!((part("short").sentences, part("short").longest), (2, 3));
        assert_eq!((part("more").sentences, part("more").longest), (2, 3));
        assert_eq!((part("all").mean, measures[0].hard_share), (2.5, 0.1));
        assert_eq!(measures[0].examples, ExampleMeasures { min: 2, median: 2, max: 3 });
    }
}
