//! All codes in one list.

use super::{Code, answers, dates, files, intents, ledgers, personal, phrases, prose, recognition, regions, syntax};

static AREAS: [&[&Code]; 11] = [
    syntax::CODES,
    intents::CODES,
    recognition::CODES,
    answers::CODES,
    prose::CODES,
    dates::CODES,
    ledgers::CODES,
    regions::CODES,
    phrases::CODES,
    personal::CODES,
    files::CODES,
];

/// Every code there is, by area.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    AREAS.iter().flat_map(|area| area.iter().copied())
}

/// The code of this name.
#[must_use]
pub fn find_code(name: &str) -> Option<&'static Code> {
    codes().find(|code| code.name == name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_code_is_there_once() {
        let names: BTreeSet<_> = codes().map(|code| code.name).collect();
        assert_eq!(names.len(), codes().count());
    }

    #[test]
    fn a_code_is_a_lower_case_phrase_and_is_explained() {
        for code in codes() {
            assert!(code.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", code.name);
            for text in [code.title, code.why, code.wrong, code.right] {
                assert!(!text.trim().is_empty(), "{}", code.name);
            }
        }
    }
}
