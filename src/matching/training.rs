//! From a corpus to a model per language, on all cores.
//!
//! First every language by itself is read and counted; then blocks of sixteen intents are trained, each first on all
//! examples and then, from there, on all but one fold after another; what the models say of the fold left out
//! calibrates them. The outcome does not depend on how many cores there are.

use std::collections::BTreeMap;

use super::calibration::{Calibration, Evidence};
use super::corpus::{Corpus, Texts};
use super::experience::Experience;
use super::language::Runs;
use super::learning::{HeldOut, Learnt};
use super::lexicon::{Lexicon, Named};
use super::similar::Examples;
use super::special::SpecialCases;
use super::svm::{LANES, Lane, Machines, Own, PIECE, Rows};
use super::vocabulary::{FOLDS, Met, Unseen, Vocabulary};
use super::weights::Packed;
use super::words::read;
use crate::content::Lang;
use crate::cores::{both, each, in_parallel};

/// How many words a text has of which nothing else is known: that none is meant is not to be told by its length.
const TYPICAL: usize = 10;

/// So many examples of an intent that stand one after the other are in one fold.
const NEIGHBOURS: usize = 8;

/// At most so many passes over all examples.
const PASSES: usize = 12;

/// At most so many passes after a fold was taken away; most is known already.
const PASSES_AGAIN: usize = 5;

/// One language, read and counted.
struct Prepared {
    lexicon: Lexicon,
    examples: Examples,
    own: Vec<Option<usize>>,
    vocabulary: Vocabulary,
    rows: Rows,
    runs: Runs,
    /// How each row looks to who never met its fold; nothing if that is not asked for.
    folds: Folds,
}

/// Per row, what is needed to see how a model does on it that has not seen it.
#[derive(Default)]
struct Folds {
    fold: Vec<u8>,
    /// How many words it has.
    lengths: Vec<usize>,
    /// Whom it names.
    named: Vec<Named>,
    /// How it looks to who never met its fold.
    unseen: Vec<Unseen>,
}

/// Whether it is to be seen how a model does on what it has not seen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trial {
    Folds,
    None,
}

impl Prepared {
    /// Every row.
    fn all(&self) -> Vec<u32> {
        (0..u32::try_from(self.rows.len()).unwrap_or(u32::MAX)).collect()
    }
}

/// What training sixteen intents of one language gave.
struct Block {
    weights: Packed,
    /// What each row scored while its fold was left out: in all, and by its words.
    held_out: Vec<(Lane, Lane)>,
}

/// Trains on the language at `place` of `corpus`; all cores take part.
///
/// One language after the other: what a language is read into is by far the largest thing in memory while it is trained.
pub(super) fn train(corpus: &Corpus<'_>, place: usize) -> Option<Learnt> {
    let (lang, texts) = corpus.languages.get(place)?;
    let prepared = prepare(*lang, texts, Trial::Folds);
    let blocks = in_parallel(blocks(corpus), |block| train_block(&prepared, block, corpus));
    Some(finish(prepared, blocks, corpus))
}

/// Trains on the language at `place` once, without seeing how it does on what it has not seen: how far it is to be trusted
/// is taken over from `experience`. Takes a third of the time.
pub(super) fn train_quickly(corpus: &Corpus<'_>, place: usize, experience: Experience) -> Option<Learnt> {
    let (lang, texts) = corpus.languages.get(place)?;
    let prepared = prepare(*lang, texts, Trial::None);
    let weights = in_parallel(blocks(corpus), |block| {
        let own: Vec<Own> = prepared.own.iter().map(|own| lanes_of(*own, block, corpus)).collect();
        let mut machines = Machines::new(&prepared.rows, &own, prepared.vocabulary.len());
        machines.train(&prepared.all(), PASSES);
        Packed::of(machines.weights)
    });
    let weights = Packed::of_all(&weights);
    let Prepared { lexicon, examples, vocabulary, runs, .. } = prepared;
    Some(Learnt { lexicon, examples, vocabulary, runs, weights, experience, held_out: Vec::new() })
}

/// How many times sixteen classes there are; behind the last intent stands "none of these".
fn blocks(corpus: &Corpus<'_>) -> usize {
    (corpus.intents.len() + 1).div_ceil(LANES)
}

fn prepare(lang: Lang, texts: &Texts<'_>, trial: Trial) -> Prepared {
    let (folded, own) = fold_all(texts);
    let fold = folds(&own);
    let (lexicon, (examples, runs)) = both(
        || Lexicon::of(lang, texts, &folded),
        || (Examples::new(&folded, &own), Runs::count(folded.iter().map(String::as_str))),
    );
    let (mut vocabulary, met) = Vocabulary::of(&folded, &fold, &lexicon);
    vocabulary.make_ready(&lexicon);
    let (rows, unseen) = read_rows(&folded, &fold, &vocabulary, &lexicon, trial, &met);
    let lengths = folded.iter().map(|text| text.split(' ').count()).collect();
    let named = match trial {
        Trial::Folds => each(&folded, |_, text| lexicon.named(text)),
        Trial::None => Vec::new(),
    };
    Prepared { lexicon, examples, own, vocabulary, rows, runs, folds: Folds { fold, lengths, named, unseen } }
}

/// The vectors of all texts, and how each looks to who never met its fold if there is a `trial` of that.
fn read_rows(
    folded: &[String],
    folds: &[u8],
    vocabulary: &Vocabulary,
    lexicon: &Lexicon,
    trial: Trial,
    met: &[Met],
) -> (Rows, Vec<Unseen>) {
    let pieces: Vec<_> = folded.chunks(PIECE).zip(folds.chunks(PIECE)).collect();
    let read = in_parallel(pieces.len(), |piece| {
        let (texts, folds) = pieces[piece];
        let rows = Rows::of(texts.iter().map(|text| vocabulary.vector(text, lexicon)));
        let unseen = |(row, (text, fold)): (usize, (&String, &u8))| {
            vocabulary.unseen(&rows.row(row), text, lexicon, met, usize::from(*fold))
        };
        let looked_at = if trial == Trial::Folds { texts.len() } else { 0 };
        let unseen: Vec<Unseen> = texts.iter().zip(folds).take(looked_at).enumerate().map(unseen).collect();
        (rows, unseen)
    });
    let mut rows = Rows::default();
    let mut all_unseen = Vec::with_capacity(folded.len());
    for (piece, unseen) in read {
        rows.append(piece);
        all_unseen.extend(unseen);
    }
    (rows, all_unseen)
}

/// The fold of each example: a few neighbours of its intent stay together. Who writes a few in a row avoids to repeat
/// himself, so that an example is most like those further off, and a model that lacks a fold knows nearly as much as the
/// model in use. An example that is added moves few others to another fold, so that few are judged anew.
fn folds(own: &[Option<usize>]) -> Vec<u8> {
    let mut counts: BTreeMap<Option<usize>, usize> = BTreeMap::new();
    own.iter().for_each(|own| *counts.entry(*own).or_default() += 1);
    let mut met: BTreeMap<Option<usize>, usize> = BTreeMap::new();
    let fold = |own: &Option<usize>| {
        let place = met.entry(*own).or_default();
        *place += 1;
        // An intent of few examples is divided evenly all the same.
        let together = counts[own].div_ceil(FOLDS).min(NEIGHBOURS);
        u8::try_from((*place - 1) / together % FOLDS).unwrap_or(0)
    };
    own.iter().map(fold).collect()
}

/// The examples and the negatives as they are compared, and the intent of each.
fn fold_all(texts: &Texts<'_>) -> (Vec<String>, Vec<Option<usize>>) {
    let own = texts.examples.iter().map(|(intent, _)| Some(*intent)).chain(texts.negatives.iter().map(|_| None));
    let all: Vec<&str> = texts.all().collect();
    (each(&all, |_, text| read(text)), own.collect())
}

/// Trains without each fold in turn, going on from what is known, and at last with all.
fn train_block(prepared: &Prepared, block: usize, corpus: &Corpus<'_>) -> Block {
    let own: Vec<Own> = prepared.own.iter().map(|own| lanes_of(*own, block, corpus)).collect();
    let mut machines = Machines::new(&prepared.rows, &own, prepared.vocabulary.len());
    let all = prepared.all();
    let mut held_out = vec![([0.0; LANES], [0.0; LANES]); all.len()];
    for fold in 0..FOLDS {
        let (out, rest): (Vec<u32>, Vec<u32>) =
            all.iter().partition(|&&row| usize::from(prepared.folds.fold[row as usize]) == fold);
        out.iter().for_each(|&row| machines.forget(row as usize));
        machines.train(&rest, if fold == 0 { PASSES } else { PASSES_AGAIN });
        for row in out {
            let row = row as usize;
            let entries = prepared.vocabulary.as_unseen(&prepared.rows.row(row), &prepared.folds.unseen[row]);
            let words = &entries[..prepared.vocabulary.first_letters(&entries)];
            held_out[row] = (machines.weights.scores(&entries), machines.weights.scores(words));
        }
    }
    machines.train(&all, PASSES_AGAIN);
    Block { weights: Packed::of(machines.weights), held_out }
}

/// What an example of `own` says to the classes of `block`. A special case says nothing to its broader intent: as an
/// example of it, it would draw all else towards that intent; as one of something else, push its own kind away.
fn lanes_of(own: Option<usize>, block: usize, corpus: &Corpus<'_>) -> Own {
    let class = own.unwrap_or(corpus.intents.len());
    let bit = |class: usize| class.checked_sub(block * LANES).filter(|&lane| lane < LANES).map_or(0, |lane| 1 << lane);
    let broader = own.and_then(|own| corpus.broader.get(&own));
    Own { is: bit(class), open: broader.map_or(0, |&broader| bit(broader)) }
}

fn finish(prepared: Prepared, blocks: Vec<Block>, corpus: &Corpus<'_>) -> Learnt {
    let Prepared { lexicon, examples, own, vocabulary, rows, runs, folds } = prepared;
    drop(rows);
    let special = SpecialCases::of(corpus);
    let classes = corpus.intents.len() + 1;
    let (weights, unseen): (Vec<_>, Vec<_>) = blocks.into_iter().map(|block| (block.weights, block.held_out)).unzip();
    let raw = |row: usize| unseen.iter().flat_map(|block| block[row].0).take(classes).collect::<Vec<f32>>();
    let words = |row: usize| unseen.iter().flat_map(|block| block[row].1).take(classes).collect::<Vec<f32>>();
    let scores = each(&own, |row, _| (special.only_broadest(raw(row)), special.only_broadest(words(row))));
    let evidence = |row: usize| Evidence {
        scores: &scores[row].0,
        by_words: &scores[row].1,
        seen: folds.unseen[row].seen,
        length: folds.lengths[row],
        named: folds.named[row],
    };
    let broadest = |own: &Option<usize>| own.map(|own| corpus.broadest(own));
    let labelled: Vec<_> = own.iter().enumerate().map(|(row, own)| (evidence(row), broadest(own))).collect();
    let weights = Packed::of_all(&weights);
    let (mut nothing, _) = weights.scores(&[], 0);
    nothing.truncate(classes);
    let nothing: Vec<f32> = special.only_broadest(nothing);
    let nothing =
        Evidence { scores: &nothing, by_words: &nothing, seen: 0.0, length: TYPICAL, named: Named::default() };
    let calibration = Calibration::learn(&labelled, nothing);
    let held_out = each(&labelled, |place, (evidence, _)| {
        let judged = calibration.judge(evidence);
        // A vector of its own, for the whole one would stay in memory behind each example.
        let best: Vec<(usize, f32)> = judged.intents[..judged.intents.len().min(3)].to_vec();
        let narrow = best.first().and_then(|&(broad, _)| special.choose(broad, &raw(place)));
        HeldOut { place, own: own[place], best, narrow, none: judged.none }
    });
    let experience = Experience::of(calibration, &held_out, corpus);
    Learnt { lexicon, examples, vocabulary, runs, weights, experience, held_out }
}
