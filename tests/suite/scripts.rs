//! The conversation scripts of `tests/conversations/`, held on the shipped content as `loket test` holds them.

use std::path::Path;

use loket::cli::test::{judge, parse_script, read_scripts};

use crate::talk::knowledge;

#[test]
fn every_shipped_conversation_goes_as_its_script_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conversations");
    let (scripts, problems) = read_scripts(&folder, &knowledge().catalogue).unwrap();
    assert_eq!(problems, []);
    assert!(scripts.len() >= 60, "only {} scripts", scripts.len());
    let misses: Vec<_> = scripts.iter().flat_map(|script| judge(script, knowledge())).collect();
    assert_eq!(misses, []);
}

#[test]
fn what_goes_otherwise_is_told_with_its_line_and_what_came() {
    let text = "> hoi\nlang: en\ndecision: safety\nsays: zonder dat iemand dit zegt\nbutton: Staat er niet\n\n> #99\n";
    let script = parse_script("a.txt", text, &knowledge().catalogue).unwrap();
    let misses = judge(&script, knowledge());
    assert_eq!(misses.iter().map(|miss| miss.line).collect::<Vec<_>>(), [2, 3, 4, 5, 7]);
    assert_eq!((misses[0].typed.as_str(), misses[0].came.as_str()), ("hoi", "lang: nl"));
    assert_eq!(misses[4].expected, "button #99");
}

#[test]
fn words_may_be_forbidden_and_facts_stand_for_themselves() {
    let text = "> Hoe lang mag de politie doen over mijn inzageverzoek?\nsays: {fact:access-deadline}\nnot: {fact:access-deadline}\n";
    let script = parse_script("a.txt", text, &knowledge().catalogue).unwrap();
    assert_eq!(judge(&script, knowledge()).iter().map(|miss| miss.line).collect::<Vec<_>>(), [3]);
}
