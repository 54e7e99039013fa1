//! What examples would be taken for if they were not there: what the rest of the content says of each.
//!
//! Start with [`check`], which warns of it beside all else, and [`judged_by`], all of it.

use std::collections::BTreeMap;

use super::learnt::judgements;
use super::{Keep, personal};
use crate::content::{Catalogue, Date, ExamplePlace, IntentId, Lang, SourceFile, example_places};
use crate::content_files::{Content, Root, load_looking};
use crate::diagnostic::{self, Diagnostic, Place, recognition};
use crate::matching::{Corpus, HeldOut, Matcher};
use crate::text::{ascii, clean};

/// From this probability on, what the other examples say is worth a person's while. Chosen on the shipped content:
/// `docs/figures.md` has what lies below it.
const SURE: f32 = 0.99;

/// So many examples of the other intent are shown.
const ALIKE: usize = 2;

/// An example, and what it would be taken for by who had not seen it.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged<'a> {
    /// Its language.
    pub lang: Lang,
    /// Its words.
    pub text: &'a str,
    /// Its intent; none for what nothing should answer.
    pub own: Option<IntentId>,
    /// What it would be taken for, if for anything.
    pub taken_for: Option<IntentId>,
    /// How sure that would be, from 0 to 1.
    pub sure: f32,
    /// Its place among the examples of its intent, the title first.
    place: usize,
}

impl Judged<'_> {
    /// Whether it would be taken for what it is.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.taken_for == self.own
    }
}

/// All that is wrong with the content of `root`: what its files say of each other, what in them is a person's own, and examples
/// that all others would answer otherwise. `keep` is where what is learnt of it is kept.
#[must_use]
pub fn check(root: &Root, today: Date, keep: &Keep) -> Content {
    let mut content = load_looking(root, today, &personal::in_example);
    personal::add_personal_data(&mut content);
    let misplaced = content.catalogue.as_ref().map(|catalogue| check_examples(catalogue, &content.files, keep));
    content.diagnostics.extend(misplaced.into_iter().flatten());
    diagnostic::sort(&mut content.diagnostics);
    content
}

/// Warns of examples that all others would answer otherwise. What is learnt of the content is read if it was learnt before,
/// else learnt now, and kept as `keep` says.
fn check_examples(catalogue: &Catalogue, files: &[SourceFile], keep: &Keep) -> Vec<Diagnostic> {
    let corpus = Corpus::of(catalogue);
    let judgements = judgements(&corpus, keep);
    let languages = corpus.languages.iter().map(|(lang, _)| *lang);
    let doubtful = judged(&corpus, languages.zip(judgements.iter().map(Vec::as_slice)));
    let doubtful = doubtful.iter().filter(|judged| judged.sure >= SURE && is_otherwise(judged, catalogue));
    doubtful.filter_map(|judged| report(judged, files)).collect()
}

/// Every example of the content that `matcher` was made of.
#[must_use]
pub fn judged_by<'a>(matcher: &Matcher, corpus: &Corpus<'a>) -> Vec<Judged<'a>> {
    judged(corpus, matcher.held_out().into_iter())
}

fn judged<'a, 'h>(corpus: &Corpus<'a>, held_out: impl Iterator<Item = (Lang, &'h [HeldOut])>) -> Vec<Judged<'a>> {
    let mut all = Vec::new();
    for (lang, held_out) in held_out {
        let Some((_, texts)) = corpus.languages.iter().find(|(code, _)| *code == lang) else { continue };
        let mut seen: BTreeMap<Option<usize>, usize> = BTreeMap::new();
        let texts: Vec<&str> = texts.all().collect();
        for found in held_out {
            let place = seen.entry(found.own).or_default();
            all.push(judge(lang, found, *place, &texts, corpus));
            *place += 1;
        }
    }
    all
}

fn judge<'a>(lang: Lang, found: &HeldOut, place: usize, texts: &[&'a str], corpus: &Corpus<'_>) -> Judged<'a> {
    let text = texts.get(found.place).copied().unwrap_or_default();
    let likeliest = found.best.first().filter(|(_, score)| *score > found.none);
    // A special case is right when it is taken for itself.
    let taken_for = likeliest.map(|&(intent, _)| found.narrow.unwrap_or(intent));
    let name = |intent: usize| corpus.intents.get(intent).map(|(id, _)| id.clone());
    Judged {
        lang,
        text,
        own: found.own.and_then(name),
        taken_for: taken_for.and_then(name),
        sure: likeliest.map_or(found.none, |(_, score)| *score),
        place,
    }
}

/// Whether it would be answered as something that is no kin of its own intent.
fn is_otherwise(judged: &Judged<'_>, catalogue: &Catalogue) -> bool {
    let broadest = |id: &IntentId| catalogue.lineage(id).into_iter().next();
    match (&judged.own, &judged.taken_for) {
        (Some(own), Some(other)) => broadest(own) != broadest(other),
        (None, Some(_)) => true,
        (_, None) => false,
    }
}

fn report(judged: &Judged<'_>, files: &[SourceFile]) -> Option<Diagnostic> {
    let other = judged.taken_for.as_ref()?;
    let own = judged.own.as_ref().map(IntentId::as_str);
    let stands = places(files, own.unwrap_or("none"), judged.lang).into_iter().nth(judged.place)?;
    if stands.settled {
        return None;
    }
    let alike = nearest(&stands.text, places(files, other.as_str(), judged.lang));
    // A share of a hundred: nothing is lost on the way to a whole number.
    let percent = (judged.sure * 100.0) as u32;
    Some(recognition::misplaced_example(stands.place, (own, other.as_str()), percent, alike))
}

fn places(files: &[SourceFile], intent: &str, lang: Lang) -> Vec<ExamplePlace> {
    let path = format!("intents/{intent}.toml");
    files.iter().find(|file| file.path == path).map(|file| example_places(file, lang)).unwrap_or_default()
}

/// The places of the examples that have the most pairs of letters in common with `text`.
fn nearest(text: &str, examples: Vec<ExamplePlace>) -> Vec<Place> {
    let plain = |text: &str| ascii(&clean(text));
    let text = plain(text);
    let mut alike: Vec<(f64, ExamplePlace)> =
        examples.into_iter().map(|example| (strsim::sorensen_dice(&text, &plain(&example.text)), example)).collect();
    alike.sort_by(|a, b| b.0.total_cmp(&a.0));
    alike.into_iter().take(ALIKE).map(|(_, example)| example.place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content_files::{Root, load, today};
    use std::path::Path;

    #[test]
    fn every_example_is_judged_with_the_words_and_the_place_it_has() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/content/base");
        let content = load(&Root::Folder(folder), today());
        let catalogue = content.catalogue.expect("sound");
        let corpus = Corpus::of(&catalogue);
        let matcher = Matcher::train_on(&corpus);
        let all = judged_by(&matcher, &corpus);
        assert!(all.len() > 50);
        for judged in &all {
            let places = places(&content.files, judged.own.as_ref().map_or("none", IntentId::as_str), judged.lang);
            assert_eq!(places[judged.place].text, judged.text);
        }
    }
}
