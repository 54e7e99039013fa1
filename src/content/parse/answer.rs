//! `answers/<lang>/<id>.md`: front matter and Markdown.

use super::At;
use super::markdown::{BlockSort, Draft, DraftBlock, Filling, parse_markdown};
use super::toml_reader::parse_toml;
use crate::content::{Date, SourceFile};
use crate::diagnostic::{Diagnostic, Place, answers, syntax};
use crate::text::Span;

const FENCE: &str = "+++";
const PARTS: [&str; 2] = ["simpler", "law"];

/// An answer as read.
#[derive(Clone, Debug, Default)]
pub(in crate::content) struct RawAnswer {
    pub(in crate::content) file: String,
    pub(in crate::content) id: String,
    pub(in crate::content) title: Option<At<String>>,
    pub(in crate::content) sources: Vec<At<String>>,
    pub(in crate::content) contacts: Vec<At<String>>,
    pub(in crate::content) reviewed: Option<At<Date>>,
    pub(in crate::content) review_by: Option<At<Date>>,
    /// Who looks after it.
    pub(in crate::content) owner: Option<At<String>>,
    /// The first paragraph, or nothing.
    pub(in crate::content) short: Draft,
    pub(in crate::content) more: Draft,
    pub(in crate::content) simpler: Draft,
    pub(in crate::content) law: Draft,
}

impl RawAnswer {
    /// Every part with its name.
    pub(in crate::content) fn parts(&self) -> [(&'static str, &Draft); 4] {
        [("short", &self.short), ("more", &self.more), ("simpler", &self.simpler), ("law", &self.law)]
    }
}

/// Reads the answer `id`.
pub(in crate::content) fn parse_answer(source: &SourceFile, id: &str) -> (RawAnswer, Vec<Diagnostic>) {
    let answer = RawAnswer { file: source.path.clone(), id: id.to_owned(), ..RawAnswer::default() };
    match split(&source.text) {
        Ok((matter, body)) => parse_parts(source, answer, matter, body),
        Err(opened) => (answer, vec![syntax::front_matter(Place::new(&source.path, Span::new(0, 0)), !opened)]),
    }
}

/// The front matter and the body; or whether at least the first fence is there.
fn split(text: &str) -> Result<(Span, usize), bool> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    if first.trim_end() != FENCE {
        return Err(false);
    }
    let mut at = first.len();
    for line in lines {
        if line.trim_end() == FENCE {
            return Ok((Span::new(first.len(), at), at + line.len()));
        }
        at += line.len();
    }
    Err(true)
}

fn parse_parts(source: &SourceFile, mut answer: RawAnswer, matter: Span, body: usize) -> (RawAnswer, Vec<Diagnostic>) {
    let mut diagnostics = parse_matter(source, matter, &mut answer);
    let (blocks, found) = parse_markdown(&source.path, &source.text[body..], body);
    let refused = !found.is_empty();
    diagnostics.extend(found);
    sort_blocks(blocks, &mut answer, &mut diagnostics);
    if answer.short.is_empty() && !refused {
        diagnostics.push(answers::missing_short_answer(Place::new(&source.path, Span::new(body, body))));
    }
    (answer, diagnostics)
}

fn parse_matter(source: &SourceFile, matter: Span, answer: &mut RawAnswer) -> Vec<Diagnostic> {
    let (document, mut reader) = parse_toml(&source.path, &source.text[matter.start..matter.end], matter.start);
    let mut root = reader.root(&document);
    answer.title = reader.text(&mut root, "title");
    answer.sources = reader.texts(&mut root, "sources").map(|list| list.value).unwrap_or_default();
    answer.contacts = reader.optional_texts(&mut root, "contacts").value;
    answer.reviewed = reader.date(&mut root, "reviewed");
    answer.review_by = reader.date(&mut root, "review-by");
    answer.owner = reader.optional_text(&mut root, "owner");
    reader.finish(&root, false);
    reader.findings()
}

/// Puts each block into the part it belongs to.
fn sort_blocks(blocks: Draft, answer: &mut RawAnswer, diagnostics: &mut Vec<Diagnostic>) {
    let mut blocks = blocks.into_iter().peekable();
    answer.short.extend(blocks.next_if(|block| block.sort == BlockSort::Paragraph));
    while let Some(block) = blocks.next_if(|block| block.sort != BlockSort::Part) {
        answer.more.push(block);
    }
    while let Some(heading) = blocks.next() {
        let mut part = Draft::new();
        while let Some(block) = blocks.next_if(|block| block.sort != BlockSort::Part) {
            part.push(block);
        }
        diagnostics.extend(put_part(answer, &heading, part));
    }
}

fn put_part(answer: &mut RawAnswer, heading: &DraftBlock, blocks: Draft) -> Option<Diagnostic> {
    let place = Place::new(&answer.file, heading.span);
    let name = words_of(heading);
    let part = match name.as_str() {
        "simpler" => &mut answer.simpler,
        "law" => &mut answer.law,
        _ => return Some(answers::unknown_part(place, &name, &PARTS)),
    };
    if blocks.is_empty() {
        return Some(answers::odd_part(place, &name, "empty"));
    }
    if !part.is_empty() {
        return Some(answers::odd_part(place, &name, "there twice"));
    }
    *part = blocks;
    None
}

fn words_of(heading: &DraftBlock) -> String {
    let texts = heading.runs.iter().flatten().map(|inline| match &inline.filling {
        Filling::Text(text) => text.as_str(),
        _ => "…",
    });
    texts.collect::<String>().trim().to_owned()
}
