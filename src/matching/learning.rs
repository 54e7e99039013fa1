//! What training gives, as bytes that can be kept: the same content is learnt once.
//!
//! The bytes are checked before they are used: another program, another content, or a damaged file is not taken for
//! knowledge. Whoever can write the file can change what is answered to which question, as with the content itself.

use std::io::{self, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Matcher;
use super::corpus::{Corpus, Texts};
use super::experience::Experience;
use super::language::Runs;
use super::lexicon::Lexicon;
use super::similar::Examples;
use super::training;
use super::vocabulary::Vocabulary;
use super::weights::Packed;

/// The code that learns: its sources and the libraries it uses, as a number.
const ENGINE: &str = env!("LOKET_ENGINE");

/// How many bytes a digest has. It stands behind what it is of.
const DIGEST: usize = 32;

/// An example and what the model made of it that was trained without its fold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeldOut {
    /// Its place in the examples, then negatives, of its language in the corpus.
    pub place: usize,
    /// Its intent in the corpus, none for a negative.
    pub own: Option<usize>,
    /// The likeliest intents, at most three, and how likely each is.
    pub best: Vec<(usize, f32)>,
    /// The special case of the likeliest that it was taken for, if any.
    pub narrow: Option<usize>,
    /// How likely it is that none is meant.
    pub none: f32,
}

/// What was learnt of one language.
#[derive(Clone, Serialize, Deserialize)]
pub struct Learnt {
    pub(super) lexicon: Lexicon,
    pub(super) examples: Examples,
    pub(super) vocabulary: Vocabulary,
    pub(super) runs: Runs,
    /// Of each intent; behind the last intent stands "none of these".
    pub(super) weights: Packed,
    pub(super) experience: Experience,
    /// What each example was taken for by who had not seen it; kept apart, for only a check needs it.
    #[serde(skip)]
    pub(super) held_out: Vec<HeldOut>,
}

impl Learnt {
    /// Trains on the language at `place` of `corpus`. Deterministic; uses as many threads as there are cores, and about a
    /// second. `None` if there is no such language.
    #[must_use]
    pub fn of(corpus: &Corpus<'_>, place: usize) -> Option<Self> {
        training::train(corpus, place)
    }

    /// Trains in a hurry on the language at `place` of `corpus`, which is `before` with a change: how far it is to be trusted
    /// is taken over. `None` if `before` does not know the language.
    #[must_use]
    pub fn in_haste(corpus: &Corpus<'_>, place: usize, before: &Matcher) -> Option<Self> {
        let (lang, _) = corpus.languages.get(place)?;
        training::train_quickly(corpus, place, before.experience(*lang, corpus)?)
    }

    /// Trains on every language of `corpus`.
    #[must_use]
    pub fn all(corpus: &Corpus<'_>) -> Vec<Self> {
        (0..corpus.languages.len()).filter_map(|place| Self::of(corpus, place)).collect()
    }

    /// What each example was taken for by who had not seen it: how the model will do. Empty unless it was learnt just now or
    /// given with [`Self::with_judgements`].
    #[must_use]
    pub fn into_judgements(self) -> Vec<HeldOut> {
        self.held_out
    }

    /// Writes all but the judgements of examples, to be read by [`Self::read`].
    ///
    /// # Errors
    /// What writing fails with.
    pub fn write(&self, to: impl Write) -> io::Result<()> {
        write(self, to)
    }

    /// Writes the judgements of examples, to be read by [`Self::read_judgements`].
    ///
    /// # Errors
    /// What writing fails with.
    pub fn write_judgements(&self, to: impl Write) -> io::Result<()> {
        write(&self.held_out, to)
    }

    /// What [`Self::write`] wrote for the language at `place` of `corpus`; `None` if the bytes are damaged or of another one.
    #[must_use]
    pub fn read(bytes: &[u8], corpus: &Corpus<'_>, place: usize) -> Option<Self> {
        let (_, texts) = corpus.languages.get(place)?;
        let mut learnt = read(bytes).filter(|learnt: &Self| learnt.fits(corpus.intents.len(), texts))?;
        learnt.vocabulary.make_ready(&learnt.lexicon);
        Some(learnt)
    }

    /// What [`Self::write_judgements`] wrote for the language at `place` of `corpus`; `None` if the bytes are damaged or of another
    /// one.
    #[must_use]
    pub fn read_judgements(bytes: &[u8], corpus: &Corpus<'_>, place: usize) -> Option<Vec<HeldOut>> {
        let (_, texts) = corpus.languages.get(place)?;
        read(bytes).filter(|held_out: &Vec<HeldOut>| judge(held_out, corpus.intents.len(), texts))
    }

    /// The same with judgements that were kept apart.
    #[must_use]
    pub fn with_judgements(self, held_out: Vec<HeldOut>) -> Self {
        Self { held_out, ..self }
    }

    /// Forgets the judgements of examples, which take a few megabytes and only a check needs.
    #[must_use]
    pub fn without_judgements(self) -> Self {
        Self { held_out: Vec::new(), ..self }
    }

    /// Whether it is of as many intents and texts, and whether no number in it points outside it.
    fn fits(&self, intents: usize, texts: &Texts<'_>) -> bool {
        let features = self.vocabulary.len();
        self.weights.is_for(features, intents + 1)
            && self.experience.is_sound()
            && self.vocabulary.is_sound()
            && self.runs.is_sound()
            && self.lexicon.is_sound()
            && self.examples.is_sound(texts.examples.len() + texts.negatives.len(), intents)
    }
}

/// Whether they are of these texts, and name no intent beyond `intents`.
fn judge(held_out: &[HeldOut], intents: usize, texts: &Texts<'_>) -> bool {
    let known = |held_out: &HeldOut| held_out.best.iter().all(|&(intent, _)| intent < intents);
    held_out.len() == texts.examples.len() + texts.negatives.len() && held_out.iter().all(known)
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let (value, digest) = bytes.split_at_checked(bytes.len().checked_sub(DIGEST)?)?;
    if Sha256::digest(value).as_slice() != digest {
        return None;
    }
    let (value, rest) = postcard::take_from_bytes(value).ok()?;
    rest.is_empty().then_some(value)
}

fn write(value: &impl Serialize, to: impl Write) -> io::Result<()> {
    let mut to = postcard::to_io(value, Digested { to, hash: Sha256::new() }).map_err(io::Error::other)?;
    let digest = to.hash.finalize();
    to.to.write_all(&digest)?;
    to.to.flush()
}

/// Passes on what is written, and remembers its digest.
struct Digested<W> {
    to: W,
    hash: Sha256,
}

impl<W: Write> Write for Digested<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// A name for what would be learnt of the language at `place` of `corpus` by this program: other words or another program
/// have another.
#[must_use]
pub fn fingerprint(corpus: &Corpus<'_>, place: usize) -> String {
    let mut hash = Sha256::new();
    let mut add = |part: &[u8]| {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    };
    add(ENGINE.as_bytes());
    for (id, kind) in &corpus.intents {
        add(id.as_str().as_bytes());
        add(format!("{kind:?}").as_bytes());
    }
    corpus.broader.iter().for_each(|pair| add(format!("{pair:?}").as_bytes()));
    if let Some((lang, texts)) = corpus.languages.get(place) {
        add(lang.code().as_bytes());
        for (intent, example) in &texts.examples {
            add(&intent.to_le_bytes());
            add(example.as_bytes());
        }
        texts.negatives.iter().for_each(|negative| add(negative.as_bytes()));
        for (word, concept) in &texts.concepts {
            add(word.as_bytes());
            add(concept.as_bytes());
        }
    }
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
