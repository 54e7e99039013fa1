//! Whatever happens to a file, the content says so and nothing panics.

use loket::content::{SourceFile, parse_catalogue};
use loket::content_files::{Root, read};
use loket::diagnostic::{Diagnostic, Sources, render_github, render_human, render_json};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::content_fixture::{TODAY, cases};

/// What a slip of the hand, an editor or a bad merge leaves behind.
const SCRAPS: [&str; 24] = [
    "{",
    "}",
    "{}",
    "{fact:",
    "{contact:x.}",
    "[",
    "]",
    "[[",
    "\"",
    "\"\"\"",
    "'",
    "+++\n",
    "\n",
    "# ",
    "```\n",
    "<b>",
    "|---|\n",
    "\u{0}",
    "\u{202E}",
    "é🙂",
    "{ $x ->",
    "*[other]",
    "\t",
    "<<<<<<< HEAD\n",
];

/// Something done to one file.
#[derive(Clone, Debug)]
enum Harm {
    Cut(Index),
    Drop(Index, Index),
    Insert(Index, Index),
    Flip(Index, char),
    Repeat(Index),
    Become(Index),
}

fn harm() -> impl Strategy<Value = Harm> {
    let at = any::<Index>;
    prop_oneof![
        at().prop_map(Harm::Cut),
        (at(), at()).prop_map(|(from, to)| Harm::Drop(from, to)),
        (at(), at()).prop_map(|(place, scrap)| Harm::Insert(place, scrap)),
        (at(), any::<char>()).prop_map(|(place, sign)| Harm::Flip(place, sign)),
        at().prop_map(Harm::Repeat),
        at().prop_map(Harm::Become),
    ]
}

fn harmed(text: &str, harm: &Harm, files: &[SourceFile]) -> String {
    let signs: Vec<char> = text.chars().collect();
    let place = |index: &Index| index.index(signs.len() + 1);
    let part = |range: std::ops::Range<usize>| signs[range].iter().collect::<String>();
    match harm {
        Harm::Cut(at) => part(0..place(at)),
        Harm::Drop(from, to) => {
            let (from, to) = (place(from).min(place(to)), place(from).max(place(to)));
            part(0..from) + &part(to..signs.len())
        }
        Harm::Insert(at, scrap) => part(0..place(at)) + scrap.get::<&str>(&SCRAPS) + &part(place(at)..signs.len()),
        Harm::Flip(at, sign) => {
            let at = place(at).min(signs.len().saturating_sub(1));
            signs.iter().enumerate().map(|(i, c)| if i == at { sign } else { c }).collect()
        }
        Harm::Repeat(at) => repeat_line(text, at),
        Harm::Become(other) => other.get(files).text.clone(),
    }
}

fn repeat_line(text: &str, at: &Index) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let again = at.index(lines.len().max(1));
    lines.iter().enumerate().flat_map(|(i, line)| std::iter::repeat_n(*line, 1 + usize::from(i == again))).collect()
}

fn base() -> Vec<SourceFile> {
    read(&Root::Folder(cases().join("base"))).files
}

/// Parses and renders, and gives the diagnostics. Any panic is the test's failure.
fn survive(files: &[SourceFile]) -> Vec<Diagnostic> {
    let (catalogue, found) = parse_catalogue(files, TODAY);
    assert_eq!(catalogue.is_none(), found.iter().any(Diagnostic::is_error), "{found:#?}");
    let shown = &found[..found.len().min(30)];
    let sources = Sources::new("", files.iter().map(|file| (file.path.as_str(), file.text.as_str())));
    assert_eq!(render_human(shown, &sources, true).is_empty(), shown.is_empty());
    assert_eq!(render_github(shown, &sources).lines().count(), shown.len());
    assert!(render_json(shown, &sources).starts_with('['));
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_harm_to_a_file_makes_the_content_panic(which in any::<Index>(), harms in prop::collection::vec(harm(), 1..4)) {
        let mut files = base();
        let others = files.clone();
        let target = which.index(files.len());
        for harm in &harms {
            files[target].text = harmed(&files[target].text, harm, &others);
        }
        survive(&files);
    }
}

#[test]
fn each_file_cut_in_the_middle_is_survived() {
    let files = base();
    for target in 0..files.len() {
        let mut cut = files.clone();
        let text = &files[target].text;
        let middle = (text.len() / 2..).find(|&at| text.is_char_boundary(at)).expect("a boundary");
        cut[target].text = text[..middle].to_owned();
        survive(&cut);
    }
}

#[test]
fn walls_of_signs_do_not_exhaust_the_stack() {
    for path in ["intents/complaint.toml", "answers/facts.toml", "answers/nl/hello.md", "answers/nl/phrases.ftl"] {
        for sign in ["[", "{", "(", "{ ", "> ", "*", "- ", "a.", "[a]", "{a=", "{ F(", "{ a ->\n *[b] "] {
            let mut files = base();
            let file = files.iter_mut().find(|file| file.path == path).expect("there");
            let head = if path.ends_with(".md") { "+++\n+++\n" } else { "a = " };
            file.text = format!("{head}{}", sign.repeat(20_000));
            survive(&files);
        }
    }
}

#[test]
fn no_files_at_all_are_a_missing_folder() {
    let found = survive(&[]);
    assert!(found.iter().all(|one| one.code == "missing-folder" || one.code == "missing-file"), "{found:#?}");
}
