//! From a message to ranked intents, with reasons and a confidence that means what it says.
//!
//! Start with [`Matcher::train`] and [`Matcher::rank`]. Knows nothing of conversations: what a ranking leads to is
//! decided by [`zone`] and the dialogue. Always holds: the same content and message give the same ranking.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod ranking;

pub use ranking::{Candidate, Fired, Ranking, Repair, Thresholds, Zone, zone};

use crate::content::{Catalogue, Lang};

/// A trained matcher for one catalogue.
pub struct Matcher {}

impl Matcher {
    /// Trains on all examples of `catalogue`. Deterministic; uses as many threads as there are cores.
    #[must_use]
    pub fn train(catalogue: &Catalogue) -> Self {
        let _ = catalogue;
        Self {}
    }

    /// Ranks the intents for `message`; `preferred` is the language spoken so far or chosen, `fixed` that no other is tried.
    #[must_use]
    pub fn rank(&self, message: &str, preferred: Option<Lang>, fixed: bool) -> Ranking {
        let _ = (message, preferred, fixed);
        Ranking {
            lang: Lang::NL,
            lang_confidence: 0.0,
            normalised: String::new(),
            repairs: Vec::new(),
            fired: Vec::new(),
            candidates: Vec::new(),
            confidence: 0.0,
            none: 1.0,
        }
    }
}
