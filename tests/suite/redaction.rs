//! What the redactor finds: of made-up identifiers of each kind, and in three hundred messages written by hand.
//!
//! `benches/redact.rs` does the first with a million of each.

use loket::privacy::{Kind, redact};

#[path = "../../benches/identifiers/mod.rs"]
mod identifiers;

use identifiers::{Dice, written};

const EACH: usize = 2_000;
const MESSAGES: &str = include_str!("../fixtures/redaction/messages.tsv");

#[test]
fn t20_of_made_up_identifiers_in_varied_surroundings_none_comes_through() {
    let mut dice = Dice(20);
    for kind in Kind::ALL {
        let missed: Vec<String> =
            (0..EACH).map(|_| written(kind, &mut dice)).filter(|one| !one.is_struck()).map(|one| one.text()).collect();
        assert!(missed.is_empty(), "{kind:?}: {missed:?}");
    }
}

/// A line of the fixture: the message, and the identifiers marked in it.
struct Marked {
    text: String,
    identifiers: Vec<String>,
}

/// From `nl<TAB>mijn bsn is ⟦bsn:111222333⟧`.
fn marked(line: &str) -> Marked {
    let mut rest = line.split_once('\t').expect("a language first").1;
    let mut marked = Marked { text: String::new(), identifiers: Vec::new() };
    while let Some((before, behind)) = rest.split_once('⟦') {
        let (mark, after) = behind.split_once('⟧').expect("a mark ends");
        let identifier = mark.split_once(':').expect("a kind first").1;
        marked.text += before;
        marked.text += identifier;
        marked.identifiers.push(identifier.to_owned());
        rest = after;
    }
    marked.text += rest;
    marked
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1).collect()
}

/// Whether all that is marked is struck, and nothing where nothing is marked.
fn is_right(marked: &Marked) -> bool {
    let redacted = redact(&marked.text);
    if marked.identifiers.is_empty() {
        return redacted.struck.is_empty();
    }
    let left = Kind::ALL.iter().fold(redacted.text, |text, kind| text.replace(kind.token(), " "));
    let around = marked.identifiers.iter().fold(marked.text.clone(), |text, identifier| text.replace(identifier, " "));
    let (left, around) = (words(&left), words(&around));
    let mut parts = marked.identifiers.iter().flat_map(|identifier| words(identifier));
    !parts.any(|part| left.contains(&part) && !around.contains(&part))
}

#[test]
fn t20_of_three_hundred_messages_written_by_hand_99_in_100_are_struck_right() {
    let wrong: Vec<&str> = MESSAGES.lines().filter(|line| !is_right(&marked(line))).collect();
    let all = MESSAGES.lines().count();
    assert!(all >= 300 && wrong.len() * 100 <= all, "{} of {all} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn t20_of_three_hundred_messages_written_by_hand_no_identifier_comes_through() {
    let with_some = MESSAGES.lines().map(marked).filter(|marked| !marked.identifiers.is_empty());
    let missed: Vec<String> = with_some.filter(|marked| !is_right(marked)).map(|marked| marked.text).collect();
    assert!(missed.is_empty(), "{missed:?}");
}
