//! What training gives, as bytes that can be kept: the same content is learnt once.
//!
//! The bytes are checked before they are used: another program, another content, or a damaged file is not taken for
//! knowledge. Whoever can write the file can change what is answered to which question, as with the content itself.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::corpus::{Corpus, Texts};
use super::training::{self, HeldOut, Learnt};
use super::words::read;

/// The code that learns: its sources and the libraries it uses, as a number.
const ENGINE: &str = env!("LOKET_ENGINE");

/// How many bytes a digest has.
const DIGEST: usize = 32;

/// What was learnt of each language of a corpus.
#[derive(Serialize, Deserialize)]
pub struct Learning(pub(super) Vec<Learnt>);

impl Learning {
    /// Trains on `corpus`. Deterministic; uses as many threads as there are cores, and about a second.
    #[must_use]
    pub fn of(corpus: &Corpus<'_>) -> Self {
        Self(training::train(corpus))
    }

    /// What each example was taken for by who had not seen it, per language of the corpus.
    pub fn held_out(&self) -> impl Iterator<Item = &[HeldOut]> {
        self.0.iter().map(|learnt| learnt.held_out.as_slice())
    }

    /// All of it, to be read by [`Self::read`]; `None` if it cannot be written down.
    #[must_use]
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        let mut bytes = postcard::to_extend(self, vec![0; DIGEST]).ok()?;
        let digest = Sha256::digest(&bytes[DIGEST..]);
        bytes[..DIGEST].copy_from_slice(&digest);
        Some(bytes)
    }

    /// What [`Self::to_bytes`] gave for this very `corpus`; `None` if the bytes are damaged or of another one.
    #[must_use]
    pub fn read(bytes: &[u8], corpus: &Corpus<'_>) -> Option<Self> {
        let (digest, learnt) = bytes.split_at_checked(DIGEST)?;
        if Sha256::digest(learnt).as_slice() != digest {
            return None;
        }
        let learning: Self = postcard::from_bytes(learnt).ok()?;
        let fits = |(learnt, (_, texts)): (&Learnt, &(_, Texts<'_>))| learnt.fits(corpus.intents.len(), texts);
        let same = learning.0.len() == corpus.languages.len() && learning.0.iter().zip(&corpus.languages).all(fits);
        same.then_some(learning)
    }
}

/// A name for what would be learnt of `corpus` by this program: another content or program has another.
#[must_use]
pub fn fingerprint(corpus: &Corpus<'_>) -> String {
    let mut hash = Sha256::new();
    let mut add = |part: &str| {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    };
    add(ENGINE);
    for (id, kind) in &corpus.intents {
        add(id.as_str());
        add(&format!("{kind:?}"));
    }
    corpus.broader.iter().for_each(|pair| add(&format!("{pair:?}")));
    for (lang, texts) in &corpus.languages {
        add(lang.code());
        for (intent, example) in &texts.examples {
            add(&intent.to_string());
            add(&read(example));
        }
        texts.negatives.iter().for_each(|negative| add(&read(negative)));
        for (word, concept) in &texts.concepts {
            add(word);
            add(concept);
        }
    }
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
