//! The keys under which everything is stored, made so that their order is the order it is read in.
//!
//! | key | value |
//! | --- | --- |
//! | `i` place | an update that waits |
//! | `w` number | when many neighbouring update ids were seen |
//! | `c` chat | the conversation record |
//! | `u` chat | – (something is unsent) |
//! | `d` moment, chat | – (something is due) |
//! | `n` day, chance | a question that was not understood |
//! | `q` case | a case of the desk |
//! | `h` | what the desk knows beside its cases |
//! | `a` number | a row of the desk's audit |
//! | `m` name | about the store itself |
//!
//! Before format 4 there was a row `b` for a few neighbouring ids; before format 3 a row `s` for each id, and a row `t` with the
//! moment at which to forget it.

use super::{ChatKey, UpdateId};
use crate::desk::CaseId;
use crate::dialogue::Moment;

/// Updates that wait.
pub(super) const INBOX: &[u8] = b"i";
/// Seen updates.
pub(super) const SEEN: &[u8] = b"w";
/// A few seen updates each, in format 3.
pub(super) const SEEN_FEW: &[u8] = b"b";
/// Seen updates one by one, before format 3.
pub(super) const SEEN_EACH: &[u8] = b"s";
/// The same by moment.
pub(super) const SEEN_AT: &[u8] = b"t";
/// Conversations with something unsent.
pub(super) const UNSENT: &[u8] = b"u";
/// Conversations by the moment something is due.
pub(super) const DUE: &[u8] = b"d";
/// Cases of the desk.
pub(super) const CASES: &[u8] = b"q";
/// What the desk knows beside them.
pub(super) const DESK: &[u8] = b"h";
/// The desk's audit.
pub(super) const AUDIT: &[u8] = b"a";
/// The number of the last group of writes.
pub(super) const COMMIT: &[u8] = b"mcommit";

/// Questions that were not understood.
pub(super) const MISSED: &[u8] = b"n";

/// A question of `day`; `chance` tells it from others, and nothing of when it came.
pub(super) fn missed(day: i64, chance: [u8; 8]) -> Vec<u8> {
    [MISSED, &sortable(day), &chance].concat()
}

/// The day in a key of [`missed`].
pub(super) fn read_missed(key: &[u8]) -> Option<i64> {
    Some(unsortable(*key.strip_prefix(MISSED)?.first_chunk()?))
}

pub(super) fn inbox(place: u64) -> Vec<u8> {
    [INBOX, &place.to_be_bytes()].concat()
}

pub(super) fn seen(row: i64) -> Vec<u8> {
    [SEEN, &sortable(row)[..]].concat()
}

pub(super) fn conversation(chat: &ChatKey) -> Vec<u8> {
    [b"c", chat.expose().as_bytes()].concat()
}

pub(super) fn unsent(chat: &ChatKey) -> Vec<u8> {
    [UNSENT, chat.expose().as_bytes()].concat()
}

pub(super) fn due(moment: Moment, chat: &ChatKey) -> Vec<u8> {
    [DUE, &sortable(moment.0)[..], chat.expose().as_bytes()].concat()
}

pub(super) fn case(id: CaseId) -> Vec<u8> {
    [CASES, &id.0.to_be_bytes()].concat()
}

pub(super) fn audit(number: u64) -> Vec<u8> {
    [AUDIT, &number.to_be_bytes()].concat()
}

/// The place in a key of [`inbox`].
pub(super) fn read_inbox(key: &[u8]) -> Option<u64> {
    Some(u64::from_be_bytes(key.strip_prefix(INBOX)?.try_into().ok()?))
}

/// The number in a key of [`SEEN_FEW`].
pub(super) fn read_seen_few(key: &[u8]) -> Option<i64> {
    Some(unsortable(key.strip_prefix(SEEN_FEW)?.try_into().ok()?))
}

/// The id in a key of [`SEEN_EACH`].
pub(super) fn read_seen_each(key: &[u8]) -> Option<UpdateId> {
    Some(UpdateId(unsortable(key.strip_prefix(SEEN_EACH)?.try_into().ok()?)))
}

/// The chat in a key of [`unsent`].
pub(super) fn read_unsent(key: &[u8]) -> Option<ChatKey> {
    read_chat(key.strip_prefix(UNSENT)?)
}

/// The parts of a key of [`due`].
pub(super) fn read_due(key: &[u8]) -> Option<(Moment, ChatKey)> {
    let (moment, chat) = key.strip_prefix(DUE)?.split_first_chunk()?;
    Some((Moment(unsortable(*moment)), read_chat(chat)?))
}

fn read_chat(bytes: &[u8]) -> Option<ChatKey> {
    std::str::from_utf8(bytes).ok().map(ChatKey::from_stored)
}

/// Bytes that sort as the number does, negative ones first.
fn sortable(number: i64) -> [u8; 8] {
    (number.cast_unsigned() ^ (1 << 63)).to_be_bytes()
}

fn unsortable(bytes: [u8; 8]) -> i64 {
    (u64::from_be_bytes(bytes) ^ (1 << 63)).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn due_keys_sort_by_moment_and_read_back(a: i64, b: i64) {
            let chat = ChatKey::new("console", "x");
            let key = |moment| due(Moment(moment), &chat);
            prop_assert_eq!(key(a).cmp(&key(b)), a.cmp(&b));
            prop_assert_eq!(read_due(&key(a)), Some((Moment(a), chat)));
        }

        #[test]
        fn keys_of_seen_ids_sort_by_their_numbers(a: i64, b: i64) {
            prop_assert_eq!(seen(a).cmp(&seen(b)), a.cmp(&b));
        }
    }
}
