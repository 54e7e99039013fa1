//! Who is an officer: a list of numbers, and nobody else, however they look (threats T01, T02, T04).

use std::collections::{BTreeMap, BTreeSet};

use super::OfficerId;

/// Why there can be no hand-over with this list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OfficersError {
    /// Nobody stands in it.
    #[error("nobody is listed")]
    Empty,
    /// The entry at this place, from 1, is no number of a person.
    #[error("entry {0} is no number of a person")]
    NotANumber(usize),
    /// The entry at this place stands there twice.
    #[error("entry {0} stands there twice")]
    Twice(usize),
    /// The entry at this place is an account that many people speak through.
    #[error("entry {0} is no person: many people speak through that account")]
    NoPerson(usize),
    /// A senior who is no officer.
    #[error("senior {0} is not among the officers")]
    UnknownSenior(usize),
}

/// The officers of the house.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Officers {
    all: BTreeMap<OfficerId, String>,
    seniors: BTreeSet<OfficerId>,
}

/// Who seems to speak, as the front tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sender {
    /// The number of the account.
    pub user: Option<i64>,
    /// Whether it is a program.
    pub is_bot: bool,
    /// Whether it speaks as a chat: an anonymous administrator, a channel.
    pub as_chat: bool,
    /// Whether a program wrote it for the sender.
    pub via_bot: bool,
    /// Whether it was forwarded, so that others' words come along.
    pub forwarded: bool,
}

/// Why somebody is not taken for an officer. They are told nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotOfficer {
    /// A program, or written by one.
    Program,
    /// Speaks as a chat, so nobody knows who it is.
    Anonymous,
    /// Is not listed.
    Unlisted,
}

impl Officers {
    /// The officers listed, with those who approve the others' replies; `no_persons` are accounts of the front that many
    /// people speak through.
    ///
    /// # Errors
    /// See [`OfficersError`]; then nobody is an officer.
    pub fn parse(listed: &[String], seniors: &[String], no_persons: &[i64]) -> Result<Self, OfficersError> {
        let all = read(listed, no_persons)?;
        if all.is_empty() {
            return Err(OfficersError::Empty);
        }
        let seniors: BTreeSet<OfficerId> = read(seniors, no_persons)?.into_keys().collect();
        match seniors.iter().position(|senior| !all.contains_key(senior)) {
            Some(place) => Err(OfficersError::UnknownSenior(place + 1)),
            None => Ok(Self { all, seniors }),
        }
    }

    /// Whether `officer` is one.
    #[must_use]
    pub fn has(&self, officer: OfficerId) -> bool {
        self.all.contains_key(&officer)
    }

    /// Whether replies of `officer` wait for a senior.
    #[must_use]
    pub fn needs_approval(&self, officer: OfficerId) -> bool {
        !self.seniors.is_empty() && !self.seniors.contains(&officer)
    }

    /// Whether `officer` may approve others' replies.
    #[must_use]
    pub fn may_approve(&self, officer: OfficerId) -> bool {
        self.seniors.contains(&officer)
    }

    /// The officer that `sender` is. Whether they still belong to the group is asked of the front as well.
    ///
    /// # Errors
    /// See [`NotOfficer`].
    pub fn authorise(&self, sender: &Sender) -> Result<OfficerId, NotOfficer> {
        if sender.is_bot || sender.via_bot {
            return Err(NotOfficer::Program);
        }
        if sender.as_chat {
            return Err(NotOfficer::Anonymous);
        }
        let officer = sender.user.map(OfficerId).filter(|officer| self.has(*officer));
        officer.ok_or(NotOfficer::Unlisted)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = OfficerId> + '_ {
        self.all.keys().copied()
    }

    /// What colleagues call `officer`: as listed, else the end of the number.
    #[must_use]
    pub fn name(&self, officer: OfficerId) -> String {
        match self.all.get(&officer).filter(|name| !name.is_empty()) {
            Some(name) => name.clone(),
            None => format!("…{:03}", officer.0 % 1000),
        }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.all.len()
    }
}

/// Each entry is a number, and what colleagues call that officer, if anything: `123456789 Anna`.
fn read(listed: &[String], no_persons: &[i64]) -> Result<BTreeMap<OfficerId, String>, OfficersError> {
    let mut all = BTreeMap::new();
    for (text, place) in listed.iter().zip(1..) {
        let (number, name) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        let number: i64 = number.parse().map_err(|_| OfficersError::NotANumber(place))?;
        if no_persons.contains(&number) {
            return Err(OfficersError::NoPerson(place));
        }
        if number <= 0 {
            return Err(OfficersError::NotANumber(place));
        }
        if all.insert(OfficerId(number), name.trim().to_owned()).is_some() {
            return Err(OfficersError::Twice(place));
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NO_PERSONS: [i64; 2] = [1_087_968_824, 777_000];

    fn list(entries: &[&str]) -> Vec<String> {
        entries.iter().map(|entry| (*entry).to_owned()).collect()
    }

    fn parse(entries: &[&str]) -> Result<Officers, OfficersError> {
        Officers::parse(&list(entries), &[], &NO_PERSONS)
    }

    #[test]
    fn t04_an_empty_wrong_or_doubled_list_makes_nobody_an_officer() {
        assert_eq!(parse(&[]), Err(OfficersError::Empty));
        assert_eq!(parse(&["7", "anna"]), Err(OfficersError::NotANumber(2)));
        assert_eq!(parse(&["-100555"]), Err(OfficersError::NotANumber(1)));
        assert_eq!(parse(&["7", "8", "7"]), Err(OfficersError::Twice(3)));
        assert_eq!(Officers::parse(&list(&["7"]), &list(&["8"]), &[]), Err(OfficersError::UnknownSenior(1)));
        assert!(parse(&["7", " 8 "]).is_ok_and(|officers| officers.count() == 2));
    }

    #[test]
    fn t02_accounts_that_many_speak_through_cannot_be_listed_and_do_not_pass() {
        assert_eq!(parse(&["1087968824"]), Err(OfficersError::NoPerson(1)));
        assert_eq!(parse(&["7", "777000"]), Err(OfficersError::NoPerson(2)));
        let officers = parse(&["7"]).unwrap();
        let seven = Sender { user: Some(7), ..Sender::default() };
        assert_eq!(officers.authorise(&seven), Ok(OfficerId(7)));
        assert_eq!(officers.authorise(&Sender { as_chat: true, ..seven }), Err(NotOfficer::Anonymous));
        assert_eq!(officers.authorise(&Sender { is_bot: true, ..seven }), Err(NotOfficer::Program));
        assert_eq!(officers.authorise(&Sender { via_bot: true, ..seven }), Err(NotOfficer::Program));
        assert_eq!(officers.authorise(&Sender { user: None, ..seven }), Err(NotOfficer::Unlisted));
    }

    proptest! {
        #[test]
        fn t01_nobody_but_a_listed_person_speaking_for_themselves_is_an_officer(
            user in prop::option::of(prop_oneof![Just(7), Just(8), any::<i64>()]),
            is_bot: bool, as_chat: bool, via_bot: bool, forwarded: bool,
        ) {
            let officers = parse(&["7", "8"]).unwrap();
            let sender = Sender { user, is_bot, as_chat, via_bot, forwarded };
            let plain = !is_bot && !as_chat && !via_bot;
            let listed = user.is_some_and(|user| [7, 8].contains(&user));
            prop_assert_eq!(officers.authorise(&sender).is_ok(), plain && listed);
        }
    }
}
