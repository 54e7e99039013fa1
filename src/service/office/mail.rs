//! Letters within the house: how they are addressed, written and read.

use std::hash::{BuildHasher as _, RandomState};

use serde::{Deserialize, Serialize};

use super::{GROUP, Lane, Office};
use crate::desk::{CaseId, CitizenKey, FromDesk, FrontCall, FrontNews, GroupId, Output, ToDesk};
use crate::dialogue::Input;
use crate::privacy::Sensitive;
use crate::store::{ChatKey, NewUpdate, UpdateId, Waiting};

/// A letter to the desk.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Mail {
    /// From a conversation.
    Citizen(CitizenKey, ToDesk),
    /// From the lane of a group.
    Front(GroupId, FrontNews),
}

/// The letter of the conversation `from` to the desk.
pub(in crate::service) fn letter_to_desk(from: &ChatKey, letter: ToDesk) -> NewUpdate {
    write(Office::key(), &Mail::Citizen(CitizenKey(from.expose().to_owned()), letter))
}

/// What the lane of a group tells the desk.
pub(super) fn news(group: GroupId, news: FrontNews) -> NewUpdate {
    write(Office::key(), &Mail::Front(group, news))
}

/// What the desk wants to happen, as a letter to whom it concerns.
pub(in crate::service) fn letter_of(output: Output) -> NewUpdate {
    match output {
        Output::Citizen(to, letter) => write(ChatKey::from_stored(&to.0), &letter),
        Output::Front(group, call) => call_to(group, &call),
    }
}

/// A call to a group.
pub(super) fn call_to(group: GroupId, call: &FrontCall) -> NewUpdate {
    write(ChatKey::new(GROUP, &group.0.to_string()), call)
}

/// Letters among `waiting` that carry words of the citizen `chat`, to the desk or of it: what they wrote, and what is to be shown of
/// their `cases`. For erasing while nothing is at work.
#[must_use]
pub(in crate::service) fn letters_about(waiting: &[Waiting], chat: &ChatKey, cases: &[CaseId]) -> Vec<UpdateId> {
    let about = |letter: &&Waiting| match super::lane_of(&letter.chat) {
        Some(Lane::Desk) => {
            matches!(read(letter.raw.expose()), Some(Mail::Citizen(from, _)) if from.0 == chat.expose())
        }
        Some(Lane::Group(_)) => {
            let call: Option<FrontCall> = read(letter.raw.expose());
            call.and_then(|call| call.case()).is_some_and(|case| cases.contains(&case))
        }
        None => false,
    };
    waiting.iter().filter(about).map(|letter| letter.id).collect()
}

/// Letters among `waiting` about one of `cases`, to the desk or of it to groups.
pub(in crate::service) fn letters_of(waiting: &[Waiting], cases: &[CaseId]) -> Vec<UpdateId> {
    let case_of = |letter: &Waiting| match super::lane_of(&letter.chat)? {
        Lane::Desk => match read(letter.raw.expose())? {
            Mail::Citizen(_, letter) => letter.case(),
            Mail::Front(..) => None,
        },
        Lane::Group(_) => read::<FrontCall>(letter.raw.expose())?.case(),
    };
    let about = waiting.iter().filter(|letter| case_of(letter).is_some_and(|case| cases.contains(&case)));
    about.map(|letter| letter.id).collect()
}

/// The letter of the desk to a conversation; `None` if it is none.
pub(in crate::service) fn read_letter(raw: &[u8]) -> Option<Input> {
    serde_json::from_slice::<FromDesk>(raw).ok().map(Input::Desk)
}

/// What the desk is written, and what a group is to be shown.
pub(super) fn read<T: for<'a> Deserialize<'a>>(raw: &[u8]) -> Option<T> {
    serde_json::from_slice(raw).ok()
}

fn write(chat: ChatKey, body: &impl Serialize) -> NewUpdate {
    // Letters are made of texts and numbers, which JSON can always write.
    let raw = serde_json::to_vec(body).unwrap_or_default();
    NewUpdate { id: UpdateId::of_letter(random()), chat, raw: Sensitive::new(raw) }
}

/// Not to be guessed by anybody; where the system gives no randomness, at least different each time.
pub(super) fn random() -> u64 {
    getrandom::u64().unwrap_or_else(|_| RandomState::new().hash_one(0_u8))
}
