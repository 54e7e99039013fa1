//! Personal data in the content.

use super::Severity::Warning;
use super::{Code, Diagnostic, Place};

/// The codes of this area.
pub(super) static CODES: &[&Code] = &[&PERSONAL_DATA];

/// `personal-data`
pub static PERSONAL_DATA: Code = Code {
    name: "personal-data",
    severity: Warning,
    title: "a number or an address stands here as a person has it",
    why: "No real person may be found in the content: not in an example either. The content is copied, published and kept for \
          ever. Citizens' own numbers are struck out of a message before the assistant looks at it, so an example with one teaches \
          it nothing. Write the example without it. A number of nine digits can be a BSN by chance: write fewer digits.",
    wrong: "\"mijn bsn is 123456782, staat er iets over mij\"",
    right: "\"hier is mijn bsn, staat er iets over mij\"",
};

/// `what` stands at the place.
#[must_use]
pub fn personal_data(at: Place, what: &str) -> Diagnostic {
    PERSONAL_DATA
        .at(at.saying(what), format!("{what} stands here, as a person has it"))
        .help("write it without: the assistant strikes such things out of a message before it looks at it")
}
