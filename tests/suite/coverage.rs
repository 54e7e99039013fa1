//! `docs/coverage.md`: each statement of the page from which the assistant began is carried by an answer, in every language.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The sections of the page: the introduction, thirteen questions, the tools.
const SECTIONS: [&str; 15] =
    ["G", "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9", "S10", "S11", "S12", "S13", "T"];

const TELLING: &str = "telling word (";

/// One statement.
struct Row {
    line: usize,
    section: String,
    answer: String,
    /// Language and the word that its answer must have.
    telling: Vec<(String, String)>,
}

#[test]
fn every_section_of_the_page_has_statements() {
    let rows = rows();
    let covered: BTreeSet<&str> = rows.iter().map(|row| row.section.as_str()).collect();
    let missing: Vec<&&str> = SECTIONS.iter().filter(|section| !covered.contains(*section)).collect();
    assert!(missing.is_empty(), "no rows for {missing:?}");
    let unknown: Vec<&&str> = covered.iter().filter(|section| !SECTIONS.contains(section)).collect();
    assert!(unknown.is_empty(), "not a section of the page: {unknown:?}");
}

#[test]
fn every_statement_names_an_answer_and_a_telling_word_in_every_language() {
    let languages = languages();
    for row in rows() {
        let told: BTreeSet<String> = row.telling.iter().map(|(language, _)| language.clone()).collect();
        assert_eq!(told, languages, "line {}: one telling word per language of answers/", row.line);
        for language in &languages {
            assert!(file(language, &row.answer).is_file(), "line {}: no {language} answer `{}`", row.line, row.answer);
        }
    }
}

#[test]
fn every_statement_is_made_by_its_answer_in_every_language() {
    let lost: Vec<String> = rows().iter().flat_map(lost).collect();
    assert!(lost.is_empty(), "docs/coverage.md promises what an answer does not say:\n{}", lost.join("\n"));
}

/// What the answers do not say of a statement, a line for each language.
fn lost(row: &Row) -> Vec<String> {
    let missing = row.telling.iter().filter(|(language, word)| !body(language, &row.answer).contains(word.as_str()));
    missing.map(|(language, word)| format!("line {}: {language} `{}` lacks \"{word}\"", row.line, row.answer)).collect()
}

fn rows() -> Vec<Row> {
    let text = fs::read_to_string(root().join("docs/coverage.md")).unwrap();
    let (mut section, mut header, mut rows) = (String::new(), Vec::new(), Vec::new());
    for (line, text) in text.lines().enumerate() {
        if let Some(heading) = text.strip_prefix("## ") {
            section = heading.split(':').next().unwrap_or_default().to_owned();
        }
        let cells = cells(text);
        match cells.first().copied() {
            None => {}
            Some("statement") => header = cells,
            Some(rule) if rule.starts_with("---") => {}
            Some(_) => rows.push(row(line + 1, &section, &header, &cells)),
        }
    }
    rows
}

fn row(line: usize, section: &str, header: &[&str], cells: &[&str]) -> Row {
    assert_eq!(header.len(), cells.len(), "line {line}: as many cells as the heading");
    let named = || header.iter().zip(cells);
    let answer = named().find(|(name, _)| **name == "answer").unwrap().1.trim_matches('`').to_owned();
    let telling = named().filter_map(|(name, cell)| Some((language(name)?, (*cell).to_owned())));
    let telling: Vec<_> = telling.collect();
    assert!(telling.iter().all(|(_, word)| !word.is_empty()), "line {line}: a telling word is empty");
    Row { line, section: section.to_owned(), answer, telling }
}

/// The language of a column with telling words: `telling word (nl)`.
fn language(name: &str) -> Option<String> {
    Some(name.strip_prefix(TELLING)?.trim_end_matches(')').to_owned())
}

/// The cells of a table line; nothing if it is another line.
fn cells(line: &str) -> Vec<&str> {
    let inner = line.strip_prefix('|').and_then(|rest| rest.strip_suffix('|'));
    inner.map(|inner| inner.split('|').map(str::trim).collect()).unwrap_or_default()
}

/// What a citizen can read of an answer, with placeholders: all but its heading.
fn body(language: &str, answer: &str) -> String {
    let text = fs::read_to_string(file(language, answer)).unwrap();
    let body = text.splitn(3, "+++").nth(2).unwrap();
    body.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn languages() -> BTreeSet<String> {
    let entries = fs::read_dir(root().join("answers")).unwrap().map(Result::unwrap);
    entries.filter(|entry| entry.path().is_dir()).map(|entry| entry.file_name().into_string().unwrap()).collect()
}

fn file(language: &str, answer: &str) -> PathBuf {
    root().join("answers").join(language).join(format!("{answer}.md"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
