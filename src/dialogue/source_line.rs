//! The line below an answer that says what it rests on: "Bron: …, nagekeken op …", the source being a link.
//!
//! Made once per content: every answer has one, and reading its Markdown anew took longer than finding the answer.

use std::collections::BTreeMap;

use crate::content::{Answer, AnswerId, Block, Catalogue, Inline, Lang, RichText, Source, Style};

/// Stands in the phrase `source-line` where the linked name of the source goes.
const SOURCE_PLACE: char = '\u{FFFC}';

/// The lines of all answers that rest on a source.
pub(super) struct SourceLines(BTreeMap<Lang, BTreeMap<AnswerId, RichText>>);

impl SourceLines {
    /// Those of all answers of `catalogue`.
    pub(super) fn new(catalogue: &Catalogue) -> Self {
        let line = |lang, answer: &Answer| Some((answer.id.clone(), source_line(catalogue, lang, answer)?));
        let of = |lang, answers: &BTreeMap<AnswerId, Answer>| {
            answers.values().filter_map(|answer| line(lang, answer)).collect()
        };
        Self(catalogue.answers.iter().map(|(lang, answers)| (*lang, of(*lang, answers))).collect())
    }

    /// The line of an answer; none where it rests on nothing.
    pub(super) fn of(&self, lang: Lang, answer: &AnswerId) -> Option<&RichText> {
        self.0.get(&lang)?.get(answer)
    }
}

fn source_line(catalogue: &Catalogue, lang: Lang, answer: &Answer) -> Option<RichText> {
    let source = answer.sources.first().and_then(|id| catalogue.sources.get(id))?;
    let place = SOURCE_PLACE.to_string();
    let args = [("source", place.as_str()), ("date", &answer.reviewed.to_string())];
    let line = catalogue.phrases.say(lang, "source-line", &args);
    let name = source_name(source, lang);
    Some(RichText(line.0.into_iter().map(|block| fill_in(block, &name)).collect()))
}

fn source_name(source: &Source, lang: Lang) -> Inline {
    let text = source.names.get(&lang).cloned().unwrap_or_default();
    Inline { text, style: Style::Plain, link: source.url.clone() }
}

fn fill_in(block: Block, name: &Inline) -> Block {
    let Block::Paragraph(run) = block else { return block };
    Block::Paragraph(run.into_iter().flat_map(|inline| split_at_place(inline, name)).collect())
}

fn split_at_place(inline: Inline, name: &Inline) -> Vec<Inline> {
    let Some((before, after)) = inline.text.split_once(SOURCE_PLACE) else {
        return vec![inline];
    };
    let with = |text: &str| Inline { text: text.to_owned(), style: inline.style, link: None };
    let middle = Inline { style: inline.style, ..name.clone() };
    [with(before), middle, with(after)].into_iter().filter(|run| !run.text.is_empty()).collect()
}
