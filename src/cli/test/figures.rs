//! How each intent's examples are recognised by who has not seen them, and what is mistaken for what.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::content::Catalogue;
use crate::matching::{Corpus, HeldOut, Matcher};

/// So many confusions are shown, each with so many examples.
const CONFUSIONS: usize = 10;
const LINES: usize = 3;
/// What stands for "no intent" in reports.
const NONE: &str = "(none)";

/// The figures of all examples, in all languages.
#[derive(Debug, Default, Serialize)]
pub(super) struct Figures {
    /// Per intent, in the order of names; the lines that belong to none last.
    pub(super) intents: Vec<IntentFigures>,
    /// The worst first.
    pub(super) confusions: Vec<Confusion>,
}

/// The figures of one intent.
#[derive(Debug, Default, Serialize)]
pub(super) struct IntentFigures {
    pub(super) intent: String,
    pub(super) examples: usize,
    pub(super) first: usize,
    pub(super) among_three: usize,
    pub(super) none: usize,
}

/// Examples of one intent that are taken for another.
#[derive(Debug, Serialize)]
pub(super) struct Confusion {
    pub(super) intent: String,
    pub(super) taken_for: String,
    pub(super) count: usize,
    pub(super) examples: Vec<String>,
}

impl Figures {
    /// What `matcher`, trained on `catalogue`, makes of its examples.
    pub(super) fn of(matcher: &Matcher, catalogue: &Catalogue) -> Self {
        let corpus = Corpus::of(catalogue);
        let mut tally = Tally::default();
        for (lang, held_out) in matcher.held_out() {
            let texts = corpus.languages.iter().find(|(code, _)| *code == lang);
            // The examples come first, what belongs to none behind them.
            let texts: Vec<&str> = texts.map(|(_, texts)| texts.all().collect()).unwrap_or_default();
            for held_out in held_out {
                tally.add(held_out, texts.get(held_out.place).copied().unwrap_or_default(), &corpus);
            }
        }
        tally.figures(&corpus)
    }
}

/// What is counted while going through the examples; `None` is no intent.
#[derive(Default)]
struct Tally<'a> {
    intents: BTreeMap<Option<usize>, IntentFigures>,
    confused: BTreeMap<(Option<usize>, Option<usize>), Vec<&'a str>>,
}

impl<'a> Tally<'a> {
    fn add(&mut self, held_out: &HeldOut, text: &'a str, corpus: &Corpus<'_>) {
        let broad = held_out.own.map(|own| corpus.broader.get(&own).copied().unwrap_or(own));
        let likeliest = held_out.best.first().filter(|(_, score)| *score > held_out.none);
        // A special case is right when it is taken for itself; among the three stand only the broader ones.
        let taken_for = likeliest.map(|&(intent, _)| held_out.narrow.unwrap_or(intent));
        let among = held_out.best.iter().any(|(intent, _)| Some(*intent) == broad);
        let figures = self.intents.entry(held_out.own).or_default();
        figures.examples += 1;
        figures.first += usize::from(taken_for == held_out.own);
        figures.among_three += usize::from(if broad.is_some() { among } else { taken_for.is_none() });
        figures.none += usize::from(taken_for.is_none());
        if taken_for != held_out.own {
            self.confused.entry((held_out.own, taken_for)).or_default().push(text);
        }
    }

    fn figures(self, corpus: &Corpus<'_>) -> Figures {
        let name = |intent: Option<usize>| intent.map_or(NONE, |intent| corpus.intents[intent].0.as_str()).to_owned();
        let mut intents: Vec<IntentFigures> =
            self.intents.into_iter().map(|(own, figures)| IntentFigures { intent: name(own), ..figures }).collect();
        let belongs_to_none = intents.first().is_some_and(|figures| figures.intent == NONE);
        intents.rotate_left(usize::from(belongs_to_none));
        let mut confusions: Vec<Confusion> =
            self.confused.into_iter().map(|((own, best), texts)| confusion(name(own), name(best), &texts)).collect();
        confusions.sort_by_key(|confusion| std::cmp::Reverse(confusion.count));
        confusions.truncate(CONFUSIONS);
        Figures { intents, confusions }
    }
}

fn confusion(intent: String, taken_for: String, texts: &[&str]) -> Confusion {
    let examples = texts.iter().take(LINES).map(|&text| text.to_owned()).collect();
    Confusion { intent, taken_for, count: texts.len(), examples }
}
