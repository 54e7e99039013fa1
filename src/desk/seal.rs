//! What officers' buttons carry, so that none works that the desk did not make, or elsewhere, for somebody else, or later (threat T05).
//!
//! `d1|verb|case|whose|expiry|seal`: numbers to base 36, the expiry in minutes since 1970. The seal is the first eight bytes of
//! an HMAC-SHA-256 over all of it and the group and officer it is for. Data that are not written exactly as the desk writes
//! them are refused, whatever they mean.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use super::{CaseId, GroupId, OfficerId, Reason, Role};
use crate::moment::Moment;

/// Changes when old buttons can no longer be understood.
const VERSION: &str = "d1";
/// How many bytes of the HMAC stand in a button.
const SEAL: usize = 8;
/// How long a button works, in minutes: a fortnight.
const GOOD_FOR: u32 = 14 * 24 * 60;

/// What a button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    /// Take the case.
    Take,
    /// Let go of it.
    Release,
    /// Pass it to a role.
    Pass(Role),
    /// Close it.
    Close(Reason),
    /// Send the draft of this number.
    Approve(u32),
    /// Do not send it.
    Reject(u32),
    /// Withdraw the reply of this number.
    Withdraw(u32),
    /// Send the suggested answer with this mark.
    Suggest(u16),
}

impl Verb {
    fn word(self) -> String {
        match self {
            Self::Take => "t".to_owned(),
            Self::Release => "r".to_owned(),
            Self::Pass(role) => format!("p{}", place(&Role::ALL, &role)),
            Self::Close(reason) => format!("c{}", place(&Reason::BY_OFFICERS, &reason)),
            Self::Approve(draft) => format!("a{draft}"),
            Self::Reject(draft) => format!("j{draft}"),
            Self::Withdraw(reply) => format!("w{reply}"),
            Self::Suggest(number) => format!("s{number}"),
        }
    }

    fn parse(word: &str) -> Option<Self> {
        let (letter, number) = word.split_at_checked(1)?;
        match letter {
            "t" => Some(Self::Take),
            "r" => Some(Self::Release),
            "p" => Role::ALL.get(number.parse::<usize>().ok()?).copied().map(Self::Pass),
            "c" => Reason::BY_OFFICERS.get(number.parse::<usize>().ok()?).copied().map(Self::Close),
            "a" => number.parse().ok().map(Self::Approve),
            "j" => number.parse().ok().map(Self::Reject),
            "w" => number.parse().ok().map(Self::Withdraw),
            "s" => number.parse().ok().map(Self::Suggest),
            _ => None,
        }
    }
}

fn place<T: PartialEq>(all: &[T], one: &T) -> usize {
    all.iter().position(|known| known == one).unwrap_or(all.len())
}

/// A button as it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Button {
    /// What it does.
    pub verb: Verb,
    /// With which case.
    pub case: CaseId,
    /// For whom; `None`: for any officer of the group.
    pub whose: Option<OfficerId>,
    /// Until when it works.
    pub until: Moment,
}

/// Why a press does nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealError {
    /// Not made by this desk for this officer in this group.
    Forged,
    /// Made so, but its time is over.
    Old,
}

/// Makes and reads what buttons carry.
#[derive(Clone)]
pub struct Seal {
    key: [u8; 64],
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[seal]")
    }
}

impl Seal {
    /// A seal with this secret.
    #[must_use]
    pub fn new(secret: &[u8; 32]) -> Self {
        // HMAC fills a short key with zeros (RFC 2104, 2).
        let mut key = [0; 64];
        key[..32].copy_from_slice(secret);
        Self { key }
    }

    /// What a button in `group` carries.
    #[must_use]
    pub fn data(&self, group: GroupId, button: &Button) -> String {
        let whose = if button.whose.is_some() { "o" } else { "a" };
        let minutes = u64::try_from(button.until.0 / 60_000).unwrap_or_default();
        let head = format!("{VERSION}|{}|{}|{whose}|{}", button.verb.word(), base36(button.case.0), base36(minutes));
        let seal: String = self.mac(group, button.whose, &head).iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{head}|{seal}")
    }

    /// The button made at `now`.
    #[must_use]
    pub fn button(verb: Verb, case: CaseId, whose: Option<OfficerId>, now: Moment) -> Button {
        Button { verb, case, whose, until: Moment(now.plus_minutes(GOOD_FOR).0 / 60_000 * 60_000) }
    }

    /// The button that `officer` pressed in `group` at `now`.
    ///
    /// # Errors
    /// See [`SealError`].
    pub fn read(&self, group: GroupId, officer: OfficerId, data: &str, now: Moment) -> Result<Button, SealError> {
        let button = parse(data, officer).ok_or(SealError::Forged)?;
        let made = self.data(group, &button);
        if !bool::from(made.as_bytes().ct_eq(data.as_bytes())) {
            return Err(SealError::Forged);
        }
        if button.until < now { Err(SealError::Old) } else { Ok(button) }
    }

    fn mac(&self, group: GroupId, whose: Option<OfficerId>, head: &str) -> [u8; SEAL] {
        let mut mac = Hmac::<Sha256>::new(&self.key.into());
        mac.update(&group.0.to_be_bytes());
        mac.update(&whose.map_or(0, |officer| officer.0).to_be_bytes());
        mac.update(head.as_bytes());
        let whole = mac.finalize().into_bytes();
        let mut first = [0; SEAL];
        first.copy_from_slice(&whole[..SEAL]);
        first
    }
}

fn parse(data: &str, officer: OfficerId) -> Option<Button> {
    let parts: Vec<&str> = data.split('|').collect();
    let [VERSION, verb, case, whose, minutes, _seal] = parts.as_slice() else { return None };
    let number = |text: &str| u64::from_str_radix(text, 36).ok();
    let until = i64::try_from(number(minutes)?).ok()?.checked_mul(60_000)?;
    Some(Button {
        verb: Verb::parse(verb)?,
        case: CaseId(number(case)?),
        whose: (*whose == "o").then_some(officer),
        until: Moment(until),
    })
}

fn base36(mut number: u64) -> String {
    let mut signs = Vec::new();
    loop {
        signs.push(char::from_digit(u32::try_from(number % 36).unwrap_or_default(), 36).unwrap_or('0'));
        number /= 36;
        if number == 0 {
            return signs.iter().rev().collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment(1_795_000_000_000);
    const GROUP: GroupId = GroupId(-1_002_000_000_001);
    const OFFICER: OfficerId = OfficerId(7_000_000_001);

    fn seal() -> Seal {
        Seal::new(&[42; 32])
    }

    fn all() -> Vec<Button> {
        let verbs = [
            Verb::Take,
            Verb::Release,
            Verb::Pass(Role::DataProtectionOfficer),
            Verb::Close(Reason::Elsewhere),
            Verb::Approve(u32::MAX),
            Verb::Reject(u32::MAX),
            Verb::Withdraw(u32::MAX),
            Verb::Suggest(u16::MAX),
        ];
        let whose = [None, Some(OFFICER)];
        let made =
            verbs.into_iter().flat_map(|verb| whose.map(|whose| Seal::button(verb, CaseId(u64::MAX / 3), whose, NOW)));
        made.collect()
    }

    #[test]
    fn every_button_fits_and_comes_back_as_it_was_made() {
        for button in all() {
            let data = seal().data(GROUP, &button);
            assert!((1..=64).contains(&data.len()), "{data}");
            assert_eq!(seal().read(GROUP, OFFICER, &data, NOW), Ok(button));
        }
    }

    #[test]
    fn t05_with_any_bit_flipped_nothing_is_accepted() {
        for button in all() {
            let data = seal().data(GROUP, &button).into_bytes();
            for bit in 0..data.len() * 8 {
                let mut flipped = data.clone();
                flipped[bit / 8] ^= 1 << (bit % 8);
                let Ok(text) = String::from_utf8(flipped) else { continue };
                assert_eq!(seal().read(GROUP, OFFICER, &text, NOW), Err(SealError::Forged), "{text}");
            }
        }
    }

    #[test]
    fn t05_moved_to_another_group_officer_or_key_nothing_is_accepted() {
        for button in all() {
            let data = seal().data(GROUP, &button);
            assert_eq!(seal().read(GroupId(-5), OFFICER, &data, NOW), Err(SealError::Forged));
            let for_another = seal().read(GROUP, OfficerId(8), &data, NOW);
            assert_eq!(for_another.is_ok(), button.whose.is_none(), "{data}");
            assert_eq!(Seal::new(&[43; 32]).read(GROUP, OFFICER, &data, NOW), Err(SealError::Forged));
        }
    }

    #[test]
    fn t05_after_its_time_a_button_is_old() {
        let button = Seal::button(Verb::Take, CaseId(1), None, NOW);
        let data = seal().data(GROUP, &button);
        let later = NOW.plus_minutes(GOOD_FOR + 1);
        assert_eq!(seal().read(GROUP, OFFICER, &data, later), Err(SealError::Old));
    }

    #[test]
    fn t05_what_means_the_same_but_is_written_otherwise_is_not_accepted() {
        let data = seal().data(GROUP, &Seal::button(Verb::Take, CaseId(35), None, NOW));
        for other in
            [data.replace("|z|", "|Z|"), data.replace("|z|", "|0z|"), data.replace("|t|", "|tx|"), format!("{data}|")]
        {
            assert_eq!(seal().read(GROUP, OFFICER, &other, NOW), Err(SealError::Forged), "{other}");
        }
    }
}
