//! One file at a time: from its text to a value with places, and what is wrong with it. Always both.
//!
//! Each `parse_*` gives what could be read, however broken the file is; what refers to other files is checked later
//! (`check`). Start with [`Parsed`], which holds everything read.

mod answer;
mod fluent;
mod intent;
mod ledger;
mod markdown;
mod menu;
mod placeholder;
mod regions;
mod slips;
mod sort;
mod spelled;
mod toml_reader;

pub(super) use answer::{RawAnswer, parse_answer};
pub(super) use fluent::{RawPhrase, RawPhrases, parse_phrases};
pub(super) use intent::{KINDS, RawIntent, RawIntentText, RawNegatives, example_places, parse_intent, parse_negatives};
pub(super) use ledger::{Ledger, RawContact, RawFact, RawSource, parse_contacts, parse_facts, parse_sources};
pub(super) use markdown::{BlockSort, Draft, DraftBlock, DraftInline, Filling, link_problem, parse_plain_markdown};
pub(super) use menu::{
    RawConcept, RawFollowUps, RawPatterns, RawPlainWord, RawSituation, parse_concepts, parse_follow_ups, parse_menu,
    parse_plain_words,
};
pub(super) use regions::{RawRegions, parse_regions};
pub(super) use sort::{CONCEPTS, CONTACTS, FACTS, FOLLOW_UPS, MENU, Parsed, REGIONS, SOURCES, check_name, parse_files};
pub(super) use spelled::Spelled;

use crate::text::Span;

/// A value and where it stands in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct At<T> {
    /// What was read.
    pub(super) value: T,
    /// Where.
    pub(super) span: Span,
}

impl<T> At<T> {
    /// `value` at `span`.
    pub(super) fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}
