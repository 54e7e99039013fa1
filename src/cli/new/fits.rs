//! What an answer to a question may be, told while it can still be mended.

use super::Desk;
use super::ask::Objection;
use crate::content::{BUTTON_LIMIT, LedgerName};
use crate::text::nearest;

/// So many names are listed rather than left to be looked up.
const LISTED: usize = 12;

fn objection(why: impl Into<String>, possible: impl Into<String>) -> Result<(), Objection> {
    Err(Objection { why: why.into(), possible: possible.into() })
}

/// `name` must be one of `names`, which stand in `place`.
pub(super) fn among<'a>(
    what: &str,
    name: &str,
    names: impl Iterator<Item = &'a str>,
    place: &str,
) -> Result<(), Objection> {
    let names: Vec<&str> = names.collect();
    if names.contains(&name) {
        return Ok(());
    }
    let possible = match nearest(name, names.iter().copied()) {
        Some(near) => format!("the nearest name is `{near}`"),
        None if (1..=LISTED).contains(&names.len()) => format!("the names are {}", names.join(", ")),
        None => format!("the names stand in {place}"),
    };
    objection(format!("there is no {what} `{name}`"), possible)
}

/// An entry of a ledger.
pub(super) fn known(desk: &Desk, ledger: LedgerName, id: &str) -> Result<(), Objection> {
    let names = desk.outline.entries.keys().filter(|entry| entry.ledger == ledger).map(|entry| entry.id.as_str());
    let (what, place) = match ledger {
        LedgerName::Source => ("source", "answers/sources.toml; `loket new source` makes one"),
        LedgerName::Contact => ("contact", "answers/contacts.toml; `loket new contact` makes one"),
        LedgerName::Fact => ("fact", "answers/facts.toml"),
    };
    among(what, id, names, place)
}

/// An intent that there is.
pub(super) fn known_intent(desk: &Desk, id: &str) -> Result<(), Objection> {
    among("intent", id, desk.outline.intents.keys().map(String::as_str), "intents/")
}

/// One of the two words for how sure something is.
pub(super) fn sure(word: &str) -> Result<(), Objection> {
    if ["high", "medium"].contains(&word) {
        return Ok(());
    }
    objection(format!("there is no certainty `{word}`"), "type high or medium; what is less sure is left out")
}

/// A page that is protected on its way.
pub(super) fn link(address: &str) -> Result<(), Objection> {
    let rest = address.strip_prefix("https://");
    if rest.is_some_and(|rest| rest.contains('.') && !rest.contains(char::is_whitespace)) {
        return Ok(());
    }
    objection(format!("`{address}` is no protected address"), "type it whole, with https:// at its beginning")
}

/// The label of a button.
pub(super) fn short_enough(label: &str) -> Result<(), Objection> {
    let length = label.chars().count();
    if length <= BUTTON_LIMIT {
        return Ok(());
    }
    objection(format!("this has {length} characters"), format!("a button shows at most {BUTTON_LIMIT}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_whole_and_protected() {
        assert!(link("https://example.org/x").is_ok());
        for address in ["http://example.org", "example.org", "https://", "https://example.org/a b"] {
            assert!(link(address).is_err(), "{address}");
        }
    }

    #[test]
    fn a_name_that_is_not_there_comes_with_the_nearest_or_with_all() {
        let told = |name| among("source", name, ["wpg-25", "ap"].into_iter(), "x").unwrap_err().possible;
        assert_eq!(told("wpg-26"), "the nearest name is `wpg-25`");
        assert_eq!(told("something"), "the names are wpg-25, ap");
    }
}
