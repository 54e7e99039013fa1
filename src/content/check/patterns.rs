//! Regular expressions: readable, small, and choosy.

use regex::{Error, RegexBuilder};

use crate::content::PATTERN_LIMIT;
use crate::content::parse::{At, FOLLOW_UPS, Parsed};
use crate::diagnostic::{Diagnostic, Place, intents};

/// Tries every pattern of intents and follow-ups.
pub(super) fn check_patterns(parsed: &Parsed) -> Vec<Diagnostic> {
    let intents = parsed.intents.values().flat_map(|intent| {
        intent.texts.values().flat_map(|text| &text.patterns).map(|pattern| (intent.file.as_str(), pattern))
    });
    let acts = parsed.follow_ups.acts.iter().flat_map(|act| act.texts.values());
    let aspects = parsed.follow_ups.aspects.iter().flat_map(|aspect| aspect.texts.values());
    let follow_ups = acts.chain(aspects).flatten().map(|pattern| (FOLLOW_UPS, pattern));
    intents.chain(follow_ups).filter_map(|(file, pattern)| check_pattern(file, pattern)).collect()
}

fn check_pattern(file: &str, pattern: &At<String>) -> Option<Diagnostic> {
    let place = Place::new(file, pattern.span);
    match RegexBuilder::new(&pattern.value).size_limit(PATTERN_LIMIT).build() {
        Ok(regex) => regex.is_match("").then(|| intents::regex_matches_empty(place)),
        Err(Error::CompiledTooBig(_)) => Some(intents::regex_too_large(place)),
        Err(error) => Some(intents::bad_regex(place, &last_line(&error.to_string()))),
    }
}

/// The regex crate draws the pattern first; its last line says what is wrong.
fn last_line(complaint: &str) -> String {
    let line = complaint.lines().last().unwrap_or("it cannot be read");
    line.trim().trim_start_matches("error: ").to_owned()
}
