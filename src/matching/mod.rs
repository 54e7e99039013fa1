//! From a message to ranked intents, with reasons and a confidence that means what it says.
//!
//! Start with [`Matcher::train`] and [`Matcher::rank`]. Knows nothing of conversations: what a ranking leads to is
//! decided by [`zone`] and the dialogue. Always holds: the same content and message give the same ranking.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod bytes;
mod calibration;
mod corpus;
mod experience;
mod features;
mod foreign;
mod language;
mod learning;
mod lexicon;
mod model;
mod ranking;
mod repair;
mod rules;
mod sentences;
mod similar;
mod special;
mod strings;
mod svm;
mod table;
mod training;
mod vocabulary;
mod weights;
mod words;

pub use corpus::{Corpus, Texts};
pub use learning::{HeldOut, Learnt, fingerprint};
pub use ranking::{Candidate, Fired, Ranking, Repair, Thresholds, Why, Zone, why, zone};
pub use rules::Patterns;

use std::sync::{Mutex, PoisonError};

use crate::content::{Catalogue, IntentId, Kind, Lang};
use crate::cores::in_parallel;
use crate::text::clean;
use calibration::Judged;
use experience::{Experience, SHARES, STRAY_AT_MOST};
use foreign::Foreign;
use language::Languages;
use model::Model;
use ranking::CLEAR;
use rules::Rule;
use sentences::{Sentence, sentences};
use words::{plain, read, words_in};

/// Candidates that are less likely than this are left out, unless there are fewer than [`SHOWN`].
const NOTICEABLE: f32 = 0.01;

/// At least so many candidates are given where there are so many.
const SHOWN: usize = 5;

/// How much likelier a pattern of the editors makes its intent.
const PATTERN_ODDS: f32 = 20.0;

/// So sure it is that none is meant where an editors' pattern for that fires, and none of an intent.
const STRAY: f32 = 0.8;

/// How sure a message is that is word for word an example; and one that nearly is.
const SAME: f32 = 0.99;
const NEARLY: f32 = 0.93;

/// So sure of another language is enough where the words known do not tell.
const CLEARLY: f32 = 0.9;

/// From this probability of danger on, of one kind or another, a message goes before all else without any rule.
const DANGER: f32 = 0.6;

/// A sentence among others must be surer, for there are more of them.
const DANGER_IN_PART: f32 = 0.85;

/// Fewer words than this tell no danger, unless a rule says so, or they are an example of it; just as many must be surer, like a
/// sentence among others: "en nu?", "mijn ex" and "de deur" are in many a cry for help and are none by themselves.
const HEARD_FROM: usize = 2;

/// The intent that tells which languages there are, and how sure it is meant by a text in none of them.
const LANGUAGE: &str = "language";
const FOREIGN: f32 = 0.9;

/// A sentence and what it means by itself.
struct Part {
    asks: bool,
    words: usize,
    judged: Judged,
}

/// A trained matcher for one catalogue.
pub struct Matcher {
    intents: Vec<(IntentId, Kind)>,
    languages: Languages,
    foreign: Foreign,
    models: Vec<Model>,
}

impl Matcher {
    /// Trains on all examples of `catalogue`. Deterministic; uses as many threads as there are cores.
    #[must_use]
    pub fn train(catalogue: &Catalogue) -> Self {
        Self::train_on(&Corpus::of(catalogue))
    }

    /// Trains on `corpus`, as [`Self::train`] does on a catalogue.
    #[must_use]
    pub fn train_on(corpus: &Corpus<'_>) -> Self {
        Self::new(corpus, Learnt::all(corpus))
    }

    /// The matcher of `corpus` with what was learnt of each of its languages.
    #[must_use]
    pub fn new(corpus: &Corpus<'_>, learnt: Vec<Learnt>) -> Self {
        let languages = &corpus.languages;
        let counted: Vec<_> = languages.iter().zip(&learnt).map(|((lang, _), learnt)| (*lang, &learnt.runs)).collect();
        let heard = Languages::of(&counted);
        let learnt: Vec<_> = learnt.into_iter().map(|learnt| Mutex::new(Some(learnt))).collect();
        let models = in_parallel(languages.len().min(learnt.len()), |at| {
            let learnt = learnt[at].lock().unwrap_or_else(PoisonError::into_inner).take();
            learnt.map(|learnt| Model::new(&languages[at].1, learnt, corpus))
        });
        let models: Vec<Model> = models.into_iter().flatten().collect();
        let codes: Vec<&str> = corpus.languages.iter().map(|(lang, _)| lang.code()).collect();
        Self { intents: corpus.intents.clone(), languages: heard, foreign: Foreign::beside(&codes), models }
    }

    /// What the model of each language says of its own examples when it is trained without them: how it will do. Empty for
    /// a language of which that was not asked for.
    #[must_use]
    pub fn held_out(&self) -> Vec<(Lang, &[HeldOut])> {
        let models = self.models.iter().enumerate();
        models.map(|(place, model)| (self.languages.lang(place), model.held_out.as_slice())).collect()
    }

    /// `thresholds` with the place from which on to answer, if what is given is how much may be answered wrong. Each language's
    /// own examples tell, judged by models that have not seen them and so know less: messages do better than that.
    #[must_use]
    pub fn settle(&self, thresholds: &Thresholds) -> Thresholds {
        let Some(wanted) = thresholds.wrong else { return *thresholds };
        let enough = |hundredth: &usize| self.models.iter().all(|model| model.experience.wrong[*hundredth] <= wanted);
        let from = (0..SHARES).find(enough).unwrap_or(SHARES - 1);
        let answer = (from as f32 / 100.0).max(thresholds.clarify);
        Thresholds { answer, wrong: None, ..*thresholds }
    }

    /// How far what is learnt of `lang` is to be trusted, for the intents of another state of the content.
    fn experience(&self, lang: Lang, corpus: &Corpus<'_>) -> Option<Experience> {
        let model = self.models.get(self.languages.place(lang)?)?;
        let before = |(id, _): &(IntentId, Kind)| self.intents.iter().position(|(known, _)| known == id);
        Some(model.experience.carried_over(&corpus.intents.iter().map(before).collect::<Vec<_>>()))
    }

    /// Ranks the intents for `message`; `preferred` is the language spoken so far or chosen, `fixed` that no other is tried.
    #[must_use]
    pub fn rank(&self, message: &str, preferred: Option<Lang>, fixed: bool) -> Ranking {
        let cleaned = clean(message);
        let folded = read(&cleaned);
        let foreign = !fixed && self.is_foreign(&folded);
        let (place, lang_confidence) = match self.languages.place(Lang::EN).filter(|_| foreign) {
            Some(english) => (english, FOREIGN),
            None => self.language(&folded, preferred, fixed),
        };
        let normalised = cleaned.trim().to_lowercase();
        let lang = self.languages.lang(place);
        let Some(model) = self.models.get(place) else {
            return nothing(lang, normalised);
        };
        let repairs = model.repairs(&folded);
        let mut judged = model.judge(&folded, &repairs);
        let mut fired = self.fire(model, &plain(&cleaned), &mut judged);
        if fired.is_empty() && !repairs.is_empty() {
            fired = self.fire_danger(&repair::repaired(&folded, &repairs));
        }
        let parts = if foreign { Vec::new() } else { self.judge_parts(model, &cleaned) };
        if fired.is_empty() {
            fired.extend(self.stray(model, &plain(&cleaned), &parts, &mut judged));
        }
        self.compare(model, &folded, &mut judged, &mut fired);
        if foreign {
            self.answer_in_english(&mut judged);
        }
        self.look_for_danger(&folded, &judged, &parts, &mut fired);
        if words_in(&folded) <= HEARD_FROM && !fired.iter().any(|fired| self.names_danger(fired)) {
            judged.hush(|intent| self.intents[intent].1 == Kind::Safety);
        }
        let candidates = self.candidates(&judged);
        let asked = self.asked(&parts);
        let Judged { confidence, none, .. } = judged;
        let stray = model.experience.stray;
        Ranking { lang, lang_confidence, normalised, repairs, fired, candidates, asked, confidence, none, stray }
    }

    /// Whether a folded text is in a language that there is no model of.
    fn is_foreign(&self, folded: &str) -> bool {
        let known = |word: &str| self.models.iter().any(|model| model.known_words(word) > 0);
        let example = || self.models.iter().any(|model| model.examples.has(folded));
        self.foreign.is(folded, known) && !example()
    }

    /// Nothing that a foreign text seems to say counts: it is told what there is.
    fn answer_in_english(&self, judged: &mut Judged) {
        *judged = Judged::nothing(self.intents.len());
        let language = self.intents.iter().position(|(id, _)| id.as_str() == LANGUAGE);
        judged.settle(language, FOREIGN);
    }

    /// What each sentence of a message of several means by itself.
    fn judge_parts(&self, model: &Model, cleaned: &str) -> Vec<Part> {
        let judge = |sentence: Sentence<'_>| {
            let folded = read(sentence.text);
            let mut judged = model.judge(&folded, &model.repairs(&folded));
            if self.danger_in(&judged) < DANGER_IN_PART && model.strays.fired(&plain(sentence.text)).next().is_some() {
                judged.settle(None, STRAY);
            }
            Part { asks: sentence.asks, words: words_in(&folded), judged }
        };
        sentences(cleaned).into_iter().map(judge).collect()
    }

    /// The questions among `parts`, in the order asked, each once: none unless there are several.
    fn asked(&self, parts: &[Part]) -> Vec<Candidate> {
        let mut asked: Vec<Candidate> = Vec::new();
        for part in parts.iter().filter(|part| part.asks) {
            let Some(&(intent, score)) = part.judged.intents.first() else { continue };
            let id = &self.intents[intent].0;
            if self.is_question(intent) && !asked.iter().any(|before| before.intent == *id) {
                let narrow = part.judged.narrow.get(&intent).map(|&narrow| self.intents[narrow].0.clone());
                asked.push(Candidate { intent: id.clone(), narrow, score });
            }
        }
        if asked.len() < 2 { Vec::new() } else { asked }
    }

    /// How much each word of `message` speaks for the first candidate of `ranking`, made from it.
    #[must_use]
    pub fn explain(&self, message: &str, ranking: &Ranking) -> Vec<(String, f32)> {
        let model = self.languages.place(ranking.lang).and_then(|place| self.models.get(place));
        let best =
            ranking.candidates.first().and_then(|best| self.intents.iter().position(|(id, _)| *id == best.intent));
        let (Some(model), Some(best)) = (model, best) else { return Vec::new() };
        model.reasons(&repair::repaired(&read(&clean(message)), &ranking.repairs), best)
    }

    fn language(&self, folded: &str, preferred: Option<Lang>, fixed: bool) -> (usize, f32) {
        match preferred.filter(|_| fixed).and_then(|lang| self.languages.place(lang)) {
            Some(place) => (place, 1.0),
            None => self.hear(folded, preferred),
        }
    }

    /// The language a folded text is in. Letters decide where they are clear; else the words each language knows, then what
    /// was spoken so far: "foto" or "12" is no reason to change.
    fn hear(&self, folded: &str, preferred: Option<Lang>) -> (usize, f32) {
        let (heard, sure) = self.languages.guess(folded, preferred);
        let before = preferred.and_then(|lang| self.languages.place(lang)).unwrap_or(0);
        if heard == before {
            return (heard, sure);
        }
        let known = |place: usize| self.models.get(place).map_or(0, |model| model.known_words(folded));
        let same = |place: usize| self.models.get(place).is_some_and(|model| model.examples.has(folded));
        let switch = match (same(heard), same(before)) {
            (true, false) => true,
            (false, true) => false,
            _ => known(heard) > known(before) || (sure >= CLEARLY && known(heard) >= known(before)),
        };
        if switch { (heard, sure) } else { (before, 1.0 - sure) }
    }

    /// Tries the patterns: those for danger in every language, the others in that of the message.
    fn fire(&self, model: &Model, plain: &str, judged: &mut Judged) -> Vec<Fired> {
        let mut fired = self.fire_danger(plain);
        let raised: Vec<&Rule> = model.rules.fired(plain).collect();
        if !raised.is_empty() {
            let broadest = raised.iter().map(|rule| model.broadest(rule.intent));
            judged.raise(&broadest.collect::<Vec<_>>(), PATTERN_ODDS);
            for rule in &raised {
                self.narrow_to(model, rule.intent, judged);
            }
        }
        fired.extend(
            raised.iter().map(|rule| Fired::Pattern(self.intents[rule.intent].0.clone(), rule.pattern.clone())),
        );
        fired
    }

    /// Whether a rule fired for danger, or an example of it is the message.
    fn names_danger(&self, fired: &Fired) -> bool {
        match fired {
            Fired::Safety(_) => true,
            Fired::Example(id, _) => self.intents.iter().any(|(known, kind)| known == id && *kind == Kind::Safety),
            Fired::Pattern(..) | Fired::Stray(_) => false,
        }
    }

    /// How likely danger of one kind or another is meant.
    fn danger_in(&self, judged: &Judged) -> f32 {
        let danger = judged.intents.iter().filter(|(intent, _)| self.intents[*intent].1 == Kind::Safety);
        danger.map(|(_, score)| score).sum()
    }

    /// Whether an intent answers a question; the others are danger and small talk.
    fn is_question(&self, intent: usize) -> bool {
        matches!(self.intents[intent].1, Kind::Topic | Kind::Neighbour)
    }

    /// Tries the patterns for what no intent is about. Danger that the model hears goes before them, and a clear question in
    /// another sentence.
    fn stray(&self, model: &Model, plain: &str, parts: &[Part], judged: &mut Judged) -> Option<Fired> {
        let rule = model.strays.fired(plain).next()?;
        let clear = |part: &Part| {
            let question = part.judged.intents.first().is_some_and(|(intent, _)| self.is_question(*intent));
            question && part.judged.confidence >= CLEAR
        };
        if self.danger_in(judged) < DANGER && !parts.iter().any(clear) {
            judged.settle(None, STRAY);
        }
        Some(Fired::Stray(rule.pattern.clone()))
    }

    /// What the patterns for danger find, in every language.
    fn fire_danger(&self, plain: &str) -> Vec<Fired> {
        let rules = self.models.iter().flat_map(|model| model.danger.fired(plain));
        let both = |rule: &Rule| {
            let danger = self.intents[rule.intent].0.clone();
            [Fired::Safety(danger.clone()), Fired::Pattern(danger, rule.pattern.clone())]
        };
        rules.flat_map(both).collect()
    }

    /// Compares with the examples: one that is the message decides, unless it speaks of danger.
    fn compare(&self, model: &Model, folded: &str, judged: &mut Judged, fired: &mut Vec<Fired>) {
        let Some(found) = model.examples.find(folded) else { return };
        let sure = if found.similarity >= 1.0 { SAME } else { NEARLY };
        judged.settle(found.own.map(|own| model.broadest(own)), sure);
        if let Some(own) = found.own {
            judged.narrow.remove(&model.broadest(own));
            self.narrow_to(model, own, judged);
            fired.push(Fired::Example(self.intents[own].0.clone(), found.text.to_owned()));
        }
    }

    /// Lets `intent` be what is meant by the intent it is a special case of.
    fn narrow_to(&self, model: &Model, intent: usize, judged: &mut Judged) {
        let broad = model.broadest(intent);
        if broad != intent {
            judged.narrow.insert(broad, intent);
        }
    }

    /// Puts the danger that is meant first among what fired: of those that rules see the likeliest, else what the model
    /// hears in the whole or in one sentence.
    fn look_for_danger(&self, folded: &str, judged: &Judged, parts: &[Part], fired: &mut Vec<Fired>) {
        let ruled: Vec<IntentId> = fired.iter().filter_map(safety).cloned().collect();
        let heard = |judged: &Judged, words: usize, least: f32| {
            let first = judged.intents.iter().find(|(intent, _)| self.intents[*intent].1 == Kind::Safety);
            first.filter(|_| words >= HEARD_FROM && self.danger_in(judged) >= least).map(|(intent, _)| *intent)
        };
        let meant = if ruled.is_empty() {
            let in_part = || parts.iter().find_map(|part| heard(&part.judged, part.words, DANGER_IN_PART));
            let words = words_in(folded);
            let least = if words == HEARD_FROM { DANGER_IN_PART } else { DANGER };
            heard(judged, words, least).or_else(in_part)
        } else {
            judged.intents.iter().map(|(intent, _)| *intent).find(|intent| ruled.contains(&self.intents[*intent].0))
        };
        if let Some(intent) = meant {
            fired.retain(|fired| safety(fired).is_none());
            fired.insert(0, Fired::Safety(self.intents[intent].0.clone()));
        }
    }

    fn candidates(&self, judged: &Judged) -> Vec<Candidate> {
        let noticeable =
            judged.intents.iter().enumerate().filter(|(place, (_, score))| *place < SHOWN || *score >= NOTICEABLE);
        let id = |place: usize| self.intents[place].0.clone();
        let narrow = |intent| judged.narrow.get(&intent).map(|&narrow| id(narrow));
        noticeable
            .map(|(_, &(intent, score))| Candidate { intent: id(intent), narrow: narrow(intent), score })
            .collect()
    }
}

fn safety(fired: &Fired) -> Option<&IntentId> {
    match fired {
        Fired::Safety(intent) => Some(intent),
        _ => None,
    }
}

fn nothing(lang: Lang, normalised: String) -> Ranking {
    Ranking {
        lang,
        lang_confidence: 0.0,
        normalised,
        repairs: Vec::new(),
        fired: Vec::new(),
        candidates: Vec::new(),
        asked: Vec::new(),
        confidence: 0.0,
        none: 1.0,
        stray: STRAY_AT_MOST,
    }
}
