//! Records as bytes: a version, then the rest. A version once released opens for ever; its fixture stands in
//! `tests/fixtures/records/`.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::known::Before;
use super::seen::{self, Block};
use super::{ChatKey, Conversation, MissedQuestion, StoreError, UpdateId, Waiting};
use crate::dialogue::Moment;
use crate::privacy::Sensitive;

/// The version of [`Conversation`] that is written: JSON.
const CONVERSATION: u8 = 1;
/// The version of a waiting update that is written: id, length of the chat's key, that key, the raw update.
const WAITING: u8 = 1;
/// The version of an entry of one seen update, before format 3 of the folder.
const SEEN: u8 = 1;
/// The version of a [`Block`] of seen updates that is written.
const BLOCK: u8 = 2;
/// That of a row of few seen updates, in format 3 of the folder.
const FEW: u8 = 1;

/// Why bytes are not a record. Holds nothing of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RecordFault {
    /// A version this loket does not know, and the one it knows.
    TooNew(u8, u8),
    /// No record, or not a whole one; what it should have been.
    Broken(&'static str),
}

impl RecordFault {
    /// This fault as found in `folder`.
    pub(super) fn found_in(self, folder: &str) -> StoreError {
        let folder = folder.to_owned();
        match self {
            Self::TooNew(found, known) => StoreError::TooNew { folder, found: found.into(), known: known.into() },
            Self::Broken(record) => {
                let what = format!("{record} cannot be read. {}", super::REMEDY);
                StoreError::Damaged { folder, what }
            }
        }
    }
}

/// What a write must know of the record it replaces, as it stands in it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Replaced {
    revision: u64,
    due: Option<Moment>,
    outbox: Vec<IgnoredAny>,
}

pub(super) fn write_conversation(conversation: &Conversation) -> Result<Vec<u8>, RecordFault> {
    let mut bytes = vec![CONVERSATION];
    serde_json::to_writer(&mut bytes, conversation).map_err(|_| RecordFault::Broken("a new conversation"))?;
    Ok(bytes)
}

pub(super) fn read_conversation(bytes: &[u8]) -> Result<Conversation, RecordFault> {
    read_json(bytes)
}

/// The few fields of a conversation that replacing it needs, without building the rest.
pub(super) fn read_before(bytes: &[u8]) -> Result<Before, RecordFault> {
    let Replaced { revision, due, outbox } = read_json(bytes)?;
    Ok(Before { revision, due, unsent: !outbox.is_empty() })
}

fn read_json<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, RecordFault> {
    let json = unwrap_version(bytes, CONVERSATION, "a conversation")?;
    serde_json::from_slice(json).map_err(|_| RecordFault::Broken("a conversation"))
}

pub(super) fn write_waiting(id: UpdateId, chat: &ChatKey, raw: &[u8]) -> Vec<u8> {
    let chat = chat.expose().as_bytes();
    let length = u32::try_from(chat.len()).unwrap_or(u32::MAX).to_be_bytes();
    [&[WAITING], &id.0.to_be_bytes()[..], &length, chat, raw].concat()
}

pub(super) fn read_waiting(bytes: &[u8]) -> Result<Waiting, RecordFault> {
    let body = unwrap_version(bytes, WAITING, "a waiting update")?;
    split_waiting(body).ok_or(RecordFault::Broken("a waiting update"))
}

fn split_waiting(body: &[u8]) -> Option<Waiting> {
    let (id, body) = body.split_first_chunk()?;
    let (length, body) = body.split_first_chunk()?;
    let (chat, raw) = body.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    Some(Waiting {
        id: UpdateId(i64::from_be_bytes(*id)),
        chat: ChatKey::from_stored(std::str::from_utf8(chat).ok()?),
        raw: Sensitive::new(raw.to_vec()),
    })
}

/// The version of a question that was not understood: its language in two letters, its words.
const MISSED: u8 = 1;

pub(super) fn write_missed(missed: &MissedQuestion) -> Vec<u8> {
    let mut lang = missed.lang.as_bytes().to_vec();
    lang.resize(2, b' ');
    [&[MISSED][..], &lang, missed.words.expose().as_bytes()].concat()
}

pub(super) fn read_missed(day: i64, bytes: &[u8]) -> Result<MissedQuestion, RecordFault> {
    let body = unwrap_version(bytes, MISSED, "a question")?;
    let (lang, words) = body.split_at_checked(2).ok_or(RecordFault::Broken("a question"))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok(MissedQuestion { day, lang: text(lang), words: Sensitive::new(text(words)) })
}

pub(super) fn write_block(block: &Block) -> Vec<u8> {
    [&[BLOCK][..], &block.to_bytes()].concat()
}

pub(super) fn read_block(bytes: &[u8]) -> Result<Block, RecordFault> {
    Block::from_bytes(unwrap_block(bytes)?)
}

/// Whether nothing in a [`Block`] need be remembered any more, without building it.
pub(super) fn is_over(block: &[u8], now: Moment) -> Result<bool, RecordFault> {
    seen::is_over(unwrap_block(block)?, now)
}

fn unwrap_block(bytes: &[u8]) -> Result<&[u8], RecordFault> {
    unwrap_version(bytes, BLOCK, "a row of seen updates")
}

/// The ids in the row with this number as it was written in format 3, and when each was seen.
pub(super) fn read_few(row: i64, bytes: &[u8]) -> Result<Vec<(UpdateId, Moment)>, RecordFault> {
    seen::of_few(row, unwrap_version(bytes, FEW, "a row of seen updates")?)
}

/// When an update was seen, as it was written before there were blocks: the moment, then a place in the inbox.
pub(super) fn read_seen(bytes: &[u8]) -> Result<Moment, RecordFault> {
    let body = unwrap_version(bytes, SEEN, "a seen update")?;
    let at = body.first_chunk().filter(|_| body.len() == 16).ok_or(RecordFault::Broken("a seen update"))?;
    Ok(Moment(i64::from_be_bytes(*at)))
}

pub(super) fn unwrap_version<'a>(bytes: &'a [u8], known: u8, record: &'static str) -> Result<&'a [u8], RecordFault> {
    match bytes.split_first() {
        Some((&version, _)) if version > known => Err(RecordFault::TooNew(version, known)),
        Some((&version, body)) if version == known => Ok(body),
        _ => Err(RecordFault::Broken(record)),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::dialogue::{Effect, Lang, Message, RichText};
    use crate::store::Outgoing;

    /// The record of this version as it was written then.
    pub(in crate::store) fn fixture(name: &str, version: u8) -> Vec<u8> {
        let path = format!("{}/tests/fixtures/records/{name}.v{version}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    #[test]
    fn every_version_of_a_conversation_opens() {
        for version in 1..=CONVERSATION {
            let conversation = read_conversation(&fixture("conversation", version)).expect("opens");
            assert_eq!(conversation.revision, 7);
            assert_eq!(conversation.state.lang, Some(Lang::NL));
            assert_eq!(conversation.state.turns, 7);
            assert_eq!(conversation.due, Some(Moment(1_800_000_000_000)));
            let effect = Effect::Send(Message { text: RichText::paragraph("Goedemiddag."), buttons: vec![] });
            assert_eq!(conversation.outbox.last(), Some(&Outgoing { id: 71, effect }));
        }
    }

    #[test]
    fn every_version_of_a_waiting_update_opens() {
        for version in 1..=WAITING {
            let waiting = read_waiting(&fixture("waiting", version)).expect("opens");
            assert_eq!((waiting.id, waiting.chat), (UpdateId(-5), ChatKey::new("telegram", "42")));
            assert_eq!(waiting.raw.expose(), b"{\"update_id\":-5}");
        }
    }

    #[test]
    fn every_version_of_a_seen_entry_opens() {
        for version in 1..=SEEN {
            assert_eq!(read_seen(&fixture("seen", version)), Ok(Moment(1_700_000_000_000)));
        }
    }

    #[test]
    fn every_version_of_a_row_of_seen_updates_opens() {
        let seen = |place| (UpdateId(place), Moment(1_700_000_000_000));
        let few = read_few(0, &fixture("seen-block", 1)).expect("opens");
        assert_eq!(few, [seen(3), seen(4), (UpdateId(31), Moment(-7))]);
        let block = read_block(&fixture("seen-block", 2)).expect("opens");
        let end_of_minute = Moment(1_700_000_040_000);
        assert_eq!((block.count(), block.at(3), block.at(1023)), (3, Some(end_of_minute), Some(Moment(0))));
    }

    #[test]
    fn what_a_write_replaces_is_read_without_the_rest() {
        let before = read_before(&fixture("conversation", 1)).expect("opens");
        assert_eq!(before, Before { revision: 7, due: Some(Moment(1_800_000_000_000)), unsent: true });
    }

    #[test]
    fn a_newer_version_is_named_and_anything_else_is_broken() {
        assert_eq!(read_conversation(&[2, b'{', b'}']).unwrap_err(), RecordFault::TooNew(2, 1));
        assert_eq!(read_waiting(&[9]).unwrap_err(), RecordFault::TooNew(9, 1));
        for bytes in [&[][..], &[0], &[1, b'{'], &[1, 0xff]] {
            assert_eq!(read_conversation(bytes).unwrap_err(), RecordFault::Broken("a conversation"));
        }
        let whole = write_waiting(UpdateId(1), &ChatKey::new("telegram", "1"), b"");
        for end in 1..whole.len() {
            assert_eq!(read_waiting(&whole[..end]).unwrap_err(), RecordFault::Broken("a waiting update"));
        }
    }
}
