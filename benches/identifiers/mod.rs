//! Identifiers that nobody has, each in words that might stand around it: what the redactor is measured on.
//!
//! Start with [`written`]. All is made from a seed; checksums are right where the kind has one.
#![allow(dead_code, reason = "each program that includes this uses a part of it")]

mod kinds;

use loket::privacy::{Kind, redact};

/// Numbers that look random and are the same each time (SplitMix64).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number below `sides`.
    pub(crate) fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % sides
    }

    pub(crate) fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        let place = self.below(of.len() as u64);
        of[usize::try_from(place).unwrap_or_default()]
    }

    pub(crate) fn digits(&mut self, how_many: usize) -> String {
        (0..how_many).map(|_| char::from(b'0' + u8::try_from(self.below(10)).unwrap_or_default())).collect()
    }

    pub(crate) fn from(&mut self, signs: &str, how_many: usize) -> String {
        let signs: Vec<char> = signs.chars().collect();
        (0..how_many).map(|_| signs[usize::try_from(self.below(signs.len() as u64)).unwrap_or_default()]).collect()
    }

    pub(crate) fn chance(&mut self, of: u64) -> bool {
        self.below(of) == 0
    }
}

/// A message with an identifier in it.
pub(crate) struct Written {
    pub(crate) before: &'static str,
    pub(crate) identifier: String,
    pub(crate) after: &'static str,
}

impl Written {
    pub(crate) fn text(&self) -> String {
        format!("{}{}{}", self.before, self.identifier, self.after)
    }

    /// Whether nothing of the identifier is left in the text once it is struck: no digit, and no part of two signs or more
    /// that does not stand in the words around it as well.
    pub(crate) fn is_struck(&self) -> bool {
        let left = redact(&self.text()).text;
        let around = format!("{} {}", self.before, self.after);
        let tokens = Kind::ALL.iter().fold(left, |text, kind| text.replace(kind.token(), " "));
        let mut parts = self.identifier.split(|c: char| !c.is_alphanumeric()).filter(|part| part.len() > 1);
        !tokens.contains(|c: char| c.is_numeric()) && !parts.any(|part| tokens.contains(part) && !around.contains(part))
    }
}

/// One message with an identifier of `kind`.
pub(crate) fn written(kind: Kind, dice: &mut Dice) -> Written {
    let (identifier, surroundings) = match kind {
        Kind::Bsn => kinds::bsn(dice),
        Kind::Iban => kinds::iban(dice),
        Kind::Email => kinds::email(dice),
        Kind::Phone => kinds::phone(dice),
        Kind::Plate => kinds::plate(dice),
        Kind::Address => kinds::address(dice),
        Kind::BirthDate => kinds::birth_date(dice),
        Kind::Document => kinds::document(dice),
        Kind::Card => kinds::card(dice),
        Kind::Handle => kinds::handle(dice),
        Kind::Link => kinds::link(dice),
    };
    let (before, after) = surroundings;
    Written { before, identifier, after }
}
