//! From a corpus to a model per language, on all cores.
//!
//! First every language by itself is read and counted; then blocks of sixteen intents are trained, each first on all
//! examples and then, from there, on all but one fold after another; what the models say of the fold left out
//! calibrates them. The outcome does not depend on how many cores there are.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::calibration::{Calibration, Evidence};
use super::corpus::{Corpus, Texts};
use super::lexicon::Lexicon;
use super::model::Model;
use super::repair::Repairer;
use super::rules::{Rule, Rules};
use super::similar::Examples;
use super::svm::{LANES, Lane, Machines, Rows, Weights};
use super::table::hash_text;
use super::vocabulary::{Census, FOLDS, Unseen, Vocabulary};
use super::words::read;
use crate::content::{Kind, Lang};

/// At most so many passes over all examples.
const PASSES: usize = 12;

/// At most so many passes after a fold was taken away; most is known already.
const PASSES_AGAIN: usize = 5;

/// An example and what the model made of it that was trained without its fold.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldOut {
    /// Its place in the examples, then negatives, of its language in the corpus.
    pub place: usize,
    /// Its intent in the corpus, none for a negative.
    pub own: Option<usize>,
    /// The likeliest intents, at most three, and how likely each is.
    pub best: Vec<(usize, f32)>,
    /// How likely it is that none is meant.
    pub none: f32,
}

/// One language, read and counted.
struct Prepared {
    folded: Vec<String>,
    own: Vec<Option<usize>>,
    folds: Vec<u8>,
    lexicon: Lexicon,
    vocabulary: Vocabulary,
    rows: Rows,
    /// Per row, how it looks to who never met its fold.
    unseen: Vec<Unseen>,
}

/// What training sixteen intents of one language gave.
struct Block {
    weights: Weights,
    held_out: Vec<Lane>,
}

/// Trains a model for every language of `corpus`; and what each makes of its examples unseen.
pub(super) fn train(corpus: &Corpus<'_>) -> Vec<(Model, Vec<HeldOut>)> {
    let languages = &corpus.languages;
    let prepared = in_parallel(languages.len(), |at| prepare(languages[at].0, &languages[at].1));
    let blocks = (corpus.intents.len() + 1).div_ceil(LANES);
    let mut trained = in_parallel(languages.len() * blocks, |job| {
        train_block(&prepared[job / blocks], job % blocks, corpus.intents.len())
    })
    .into_iter();
    let finish = |(prepared, (_, texts)): (Prepared, &(Lang, Texts<'_>))| {
        finish(prepared, trained.by_ref().take(blocks).collect(), texts, corpus)
    };
    prepared.into_iter().zip(languages).map(finish).collect()
}

/// Does `job` for 0 up to `count` on all cores; the outcomes in order.
fn in_parallel<T: Send>(count: usize, job: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(count));
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= count {
                break;
            }
            let outcome = job(at);
            done.lock().unwrap_or_else(PoisonError::into_inner).push((at, outcome));
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get).min(count);
    std::thread::scope(|scope| {
        for _ in 1..cores {
            scope.spawn(work);
        }
        work();
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, outcome)| outcome).collect()
}

fn prepare(lang: Lang, texts: &Texts<'_>) -> Prepared {
    let examples = texts.examples.iter().map(|&(intent, text)| (read(text), Some(intent)));
    let negatives = texts.negatives.iter().map(|text| (read(text), None));
    let (folded, own): (Vec<String>, Vec<Option<usize>>) = examples.chain(negatives).unzip();
    let folds: Vec<u8> = folded.iter().map(|text| (hash_text(text) >> 32) as u8 % FOLDS as u8).collect();
    let mut lexicon = Lexicon::new(lang, &texts.concepts);
    folded.iter().for_each(|text| lexicon.learn(text));
    let mut census = Census::default();
    for (text, &fold) in folded.iter().zip(&folds) {
        census.add(text, &lexicon, usize::from(fold));
    }
    let (vocabulary, met) = census.finish();
    let rows = Rows::of(folded.iter().map(|text| vocabulary.vector(text, &lexicon)));
    let unseen =
        |(row, text): (usize, &String)| vocabulary.unseen(rows.row(row), text, &lexicon, &met, usize::from(folds[row]));
    let unseen = folded.iter().enumerate().map(unseen).collect();
    Prepared { folded, own, folds, lexicon, vocabulary, rows, unseen }
}

/// Trains without each fold in turn, going on from what is known, and at last with all.
fn train_block(prepared: &Prepared, block: usize, intents: usize) -> Block {
    let lane_of = |own: &Option<usize>| own.unwrap_or(intents).checked_sub(block * LANES).filter(|&lane| lane < LANES);
    let own: Vec<Option<usize>> = prepared.own.iter().map(lane_of).collect();
    let mut machines = Machines::new(&prepared.rows, &own, prepared.vocabulary.len());
    let all: Vec<u32> = (0..u32::try_from(prepared.rows.len()).unwrap_or(u32::MAX)).collect();
    let mut held_out = vec![[0.0; LANES]; all.len()];
    for fold in 0..FOLDS {
        let (out, rest): (Vec<u32>, Vec<u32>) =
            all.iter().partition(|&&row| usize::from(prepared.folds[row as usize]) == fold);
        out.iter().for_each(|&row| machines.forget(row as usize));
        machines.train(&rest, if fold == 0 { PASSES } else { PASSES_AGAIN });
        for row in out {
            let row = row as usize;
            let entries = prepared.vocabulary.as_unseen(prepared.rows.row(row), &prepared.unseen[row]);
            held_out[row] = machines.weights.scores(&entries);
        }
    }
    machines.train(&all, PASSES_AGAIN);
    Block { weights: machines.weights, held_out }
}

fn finish(prepared: Prepared, blocks: Vec<Block>, texts: &Texts<'_>, corpus: &Corpus<'_>) -> (Model, Vec<HeldOut>) {
    let intents = corpus.intents.len();
    let scores_of = |row: usize| blocks.iter().flat_map(|block| block.held_out[row]).take(intents + 1).collect();
    let scores: Vec<Vec<f32>> = (0..prepared.own.len()).map(scores_of).collect();
    let evidence = |row: usize| Evidence { scores: &scores[row], seen: prepared.unseen[row].seen };
    let labelled: Vec<_> = prepared.own.iter().enumerate().map(|(row, &own)| (evidence(row), own)).collect();
    let nothing: Vec<f32> = blocks.iter().flat_map(|block| block.weights.scores(&[])).take(intents + 1).collect();
    let calibration = Calibration::learn(&labelled, Evidence { scores: &nothing, seen: 0.0 });
    let unseen = |(place, (evidence, own)): (usize, &(Evidence<'_>, Option<usize>))| {
        let judged = calibration.judge(evidence);
        let best = judged.intents.into_iter().take(3).collect();
        HeldOut { place, own: *own, best, none: judged.none }
    };
    let held_out = labelled.iter().enumerate().map(unseen).collect();
    let model = Model {
        repairer: Repairer::new(&prepared.lexicon),
        examples: Examples::new(prepared.folded.iter().map(String::as_str).zip(prepared.own.iter().copied())),
        danger: compile_rules(texts, |intent| corpus.intents[intent].1 == Kind::Safety),
        rules: compile_rules(texts, |intent| corpus.intents[intent].1 != Kind::Safety),
        lexicon: prepared.lexicon,
        vocabulary: prepared.vocabulary,
        weights: blocks.into_iter().map(|block| block.weights).collect(),
        calibration,
        intents,
    };
    (model, held_out)
}

fn compile_rules(texts: &Texts<'_>, wanted: impl Fn(usize) -> bool) -> Rules {
    let rules = texts.patterns.iter().filter(|(intent, _)| wanted(*intent));
    Rules::compile(rules.map(|&(intent, pattern)| Rule { intent, pattern: pattern.to_owned() }).collect())
}
