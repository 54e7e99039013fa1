//! What the operator decides about personal data.

use super::source::Source;

/// What happens with what should not have been sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Privacy {
    /// `privacy.remove-personal`: whether a message with a citizen service number, a number of a document or card, a picture
    /// or a file is deleted from the chat, where Telegram allows. The citizen is told. Default: true.
    pub remove_personal: bool,
    /// `privacy.missed-days`: for how many days questions that were not understood are kept, struck and without who asked,
    /// 0 (not at all) to 90. Citizens are told. Default: 0.
    pub missed_days: u32,
}

impl Privacy {
    pub(super) fn find(source: &mut Source<'_>) -> Self {
        Self {
            remove_personal: source.yes_or_no("privacy.remove-personal", true),
            missed_days: source.whole("privacy.missed-days", 0..=90, 0),
        }
    }
}
