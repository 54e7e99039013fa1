//! Markdown as far as a chat can show it: to blocks whose placeholders are not filled in yet.
//!
//! Start with [`parse_markdown`]. What cannot be shown becomes a diagnostic and is left out.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::At;
use super::placeholder::{Piece, Spot, read_placeholders};
use super::sort::is_hidden;
use crate::content::Style;
use crate::diagnostic::{Diagnostic, Place, answers, files, prose};
use crate::text::Span;

/// A text before its placeholders are filled in.
pub(in crate::content) type Draft = Vec<DraftBlock>;

/// One block of a draft.
#[derive(Clone, Debug)]
pub(in crate::content) struct DraftBlock {
    pub(in crate::content) sort: BlockSort,
    /// One run of text, or one for each item of a list.
    pub(in crate::content) runs: Vec<Vec<DraftInline>>,
    pub(in crate::content) span: Span,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::content) enum BlockSort {
    /// A heading with one sign, which begins a part of an answer.
    Part,
    Heading,
    Paragraph,
    Bullets,
    Numbers,
}

/// A run of text of one look, or a placeholder.
#[derive(Clone, Debug)]
pub(in crate::content) struct DraftInline {
    pub(in crate::content) filling: Filling,
    pub(in crate::content) style: Style,
    pub(in crate::content) link: Option<String>,
    /// Where it stands; the bytes of a [`Filling::Text`] are the bytes there, but for escapes.
    pub(in crate::content) span: Span,
}

/// What fills an inline.
#[derive(Clone, Debug)]
pub(in crate::content) enum Filling {
    Text(String),
    Fact(At<String>),
    /// A door, whole or one part of it.
    Contact(At<String>, Option<At<String>>),
    Source(At<String>),
}

/// Reads `text`, which begins `shift` bytes into `file`.
pub(in crate::content) fn parse_markdown(file: &str, text: &str, shift: usize) -> (Draft, Vec<Diagnostic>) {
    parse(file, text, shift, true)
}

/// Reads a text without placeholders; braces are just braces.
pub(in crate::content) fn parse_plain_markdown(file: &str, text: &str) -> (Draft, Vec<Diagnostic>) {
    parse(file, text, 0, false)
}

fn parse(file: &str, text: &str, shift: usize, placeholders: bool) -> (Draft, Vec<Diagnostic>) {
    // The extensions are on only to be refused by name instead of being shown as signs.
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS | Options::ENABLE_FOOTNOTES;
    let mut builder = Builder::new(file, text, shift, placeholders);
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        builder.take(event, range);
    }
    builder.end_block();
    (builder.blocks, builder.diagnostics)
}

struct Builder<'f> {
    file: &'f str,
    source: &'f str,
    shift: usize,
    placeholders: bool,
    blocks: Draft,
    diagnostics: Vec<Diagnostic>,
    /// The block being read.
    open: Option<DraftBlock>,
    /// The run being read.
    run: Vec<DraftInline>,
    /// Text not yet searched for placeholders.
    pieces: Vec<Piece>,
    in_item: bool,
    bold: usize,
    italic: usize,
    link: Option<String>,
    /// How deep inside something that cannot be shown.
    skipping: usize,
    /// Whether a stray sign of this run has been reported.
    reported: bool,
}

impl<'f> Builder<'f> {
    fn new(file: &'f str, source: &'f str, shift: usize, placeholders: bool) -> Self {
        Self {
            file,
            source,
            shift,
            placeholders,
            blocks: Vec::new(),
            diagnostics: Vec::new(),
            open: None,
            run: Vec::new(),
            pieces: Vec::new(),
            in_item: false,
            bold: 0,
            italic: 0,
            link: None,
            skipping: 0,
            reported: false,
        }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::from(range.clone()).shifted(self.shift)
    }

    /// The span of something that may run on into the white space after it.
    fn span_of_block(&self, range: &Range<usize>) -> Span {
        let length = self.source.get(range.clone()).map_or(range.len(), |text| text.trim_end().len());
        self.span(&(range.start..range.start + length))
    }

    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.skipping > 0 {
            match event {
                Event::Start(_) => self.skipping += 1,
                Event::End(_) => self.skipping -= 1,
                _ => {}
            }
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, &range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => {
                let verbatim = self.source.get(range.clone()) == Some(&*text);
                if verbatim {
                    self.look_for_signs(&range);
                } else if let Some(found) = text.chars().find(|c| is_hidden(*c)) {
                    // Written as &#x202e; or the like: as itself it is found in the file.
                    self.diagnostics.push(files::hidden_character(Place::new(self.file, self.span(&range)), found));
                }
                self.pieces.push(Piece { text: text.into_string(), span: self.span(&range), verbatim });
            }
            Event::SoftBreak => self.push_break(" ", &range),
            Event::HardBreak => self.push_break("\n", &range),
            other => self.refuse_event(&other, &range),
        }
    }

    /// Reports the first sign of markup in a run that the parser left as text.
    fn look_for_signs(&mut self, range: &Range<usize>) {
        if self.reported || self.link.is_some() {
            return;
        }
        let Some((at, length)) = stray_signs(self.source, range) else { return };
        let place = Place::new(self.file, self.span(&(at..at + length)));
        let signs = &self.source[at..at + length];
        self.reported = true;
        self.diagnostics.push(if signs == "](" {
            prose::broken_link(place)
        } else {
            prose::unbalanced_markup(place, signs)
        });
    }

    fn push_break(&mut self, sign: &str, range: &Range<usize>) {
        self.pieces.push(Piece { text: sign.to_owned(), span: self.span(range), verbatim: false });
    }

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Paragraph if self.in_item => self.separate_paragraphs(range),
            Tag::Paragraph => self.begin_block(BlockSort::Paragraph, range),
            Tag::Heading { level: HeadingLevel::H1, .. } if !self.in_item => self.begin_block(BlockSort::Part, range),
            Tag::Heading { .. } if !self.in_item => self.begin_block(BlockSort::Heading, range),
            Tag::List(None) if !self.in_item => self.begin_block(BlockSort::Bullets, range),
            Tag::List(Some(1)) if !self.in_item => self.begin_block(BlockSort::Numbers, range),
            Tag::Item => self.in_item = true,
            Tag::Strong => self.change_look(|builder| builder.bold += 1),
            Tag::Emphasis => self.change_look(|builder| builder.italic += 1),
            Tag::Link { link_type, dest_url, .. } => self.begin_link(link_type, &dest_url, range),
            other => {
                let (what, remedy) = refusal(&other);
                self.refuse(what, remedy, range);
                self.skipping = 1;
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) if !self.in_item => {
                self.end_run();
                self.end_block();
            }
            TagEnd::Item => {
                self.end_run();
                self.in_item = false;
            }
            TagEnd::List(_) => self.end_block(),
            TagEnd::Strong => self.change_look(|builder| builder.bold = builder.bold.saturating_sub(1)),
            TagEnd::Emphasis => self.change_look(|builder| builder.italic = builder.italic.saturating_sub(1)),
            TagEnd::Link => self.change_look(|builder| builder.link = None),
            _ => {}
        }
    }

    fn begin_block(&mut self, sort: BlockSort, range: &Range<usize>) {
        self.end_block();
        self.open = Some(DraftBlock { sort, runs: Vec::new(), span: self.span_of_block(range) });
    }

    fn end_block(&mut self) {
        self.end_run();
        self.blocks.extend(self.open.take().filter(|block| !block.runs.is_empty()));
    }

    fn end_run(&mut self) {
        self.flush();
        self.reported = false;
        let run = std::mem::take(&mut self.run);
        if let Some(block) = self.open.as_mut().filter(|_| !run.is_empty()) {
            block.runs.push(run);
        }
    }

    /// A second paragraph in a list item goes on a new line.
    fn separate_paragraphs(&mut self, range: &Range<usize>) {
        if !(self.run.is_empty() && self.pieces.is_empty()) {
            self.push_break("\n", &(range.start..range.start));
        }
    }

    fn change_look(&mut self, change: impl FnOnce(&mut Self)) {
        self.flush();
        change(self);
    }

    fn begin_link(&mut self, sort: LinkType, address: &str, range: &Range<usize>) {
        let address = if sort == LinkType::Email { format!("mailto:{address}") } else { address.to_owned() };
        let place = Place::new(self.file, self.span(range));
        let problem = link_problem(place, &address);
        let good = problem.is_none();
        self.diagnostics.extend(problem);
        self.change_look(|builder| builder.link = good.then_some(address));
    }

    fn flush(&mut self) {
        let pieces = std::mem::take(&mut self.pieces);
        let style = match (self.bold, self.italic) {
            (0, 0) => Style::Plain,
            (0, _) => Style::Italic,
            _ => Style::Bold,
        };
        for spot in read_placeholders(pieces, self.placeholders) {
            match spot {
                Spot::Filling(filling, span) => {
                    self.run.push(DraftInline { filling, style, link: self.link.clone(), span });
                }
                Spot::Bad(span, found) => {
                    self.diagnostics.push(answers::bad_placeholder(Place::new(self.file, span), &found));
                }
            }
        }
    }

    fn refuse_event(&mut self, event: &Event<'_>, range: &Range<usize>) {
        let (what, remedy) = match event {
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => ("code", "leave out the signs around it"),
            Event::Html(_) | Event::InlineHtml(_) => ("HTML", "use Markdown: **bold**, *italic*, [text](https://…)"),
            Event::Rule => ("a line across", "use a heading: ## …"),
            Event::TaskListMarker(_) => ("a box to tick", "use a plain list"),
            _ => ("a footnote", "write it in the text, or use {source:name}"),
        };
        self.refuse(what, remedy, range);
    }

    fn refuse(&mut self, what: &str, remedy: &str, range: &Range<usize>) {
        let place = Place::new(self.file, self.span_of_block(range));
        self.diagnostics.push(answers::unsupported_markdown(place, what, remedy));
    }
}

/// Where in `range` of `source` signs of markup stand as text, and how many bytes of them.
fn stray_signs(source: &str, range: &Range<usize>) -> Option<(usize, usize)> {
    let bytes = source.as_bytes();
    let is_word =
        |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(|b| b.is_ascii_alphanumeric() || !b.is_ascii());
    let mut at = range.start;
    while at < range.end {
        let run = bytes[at..].iter().take_while(|b| **b == bytes[at]).count();
        let (before, after) = (is_word(at.checked_sub(1)), is_word(Some(at + run)));
        let stray = match bytes[at] {
            b'*' | b'`' => true,
            b'_' => run < 3 && before != after,
            b']' => bytes.get(at + 1) == Some(&b'('),
            _ => false,
        };
        let escaped = at > 0 && bytes[at - 1] == b'\\';
        if stray && !escaped {
            return Some((at, if bytes[at] == b']' { 2 } else { run }));
        }
        at += run;
    }
    None
}

fn refusal(tag: &Tag<'_>) -> (&'static str, &'static str) {
    match tag {
        Tag::List(None) => ("a list within a list", "make one list of it, or a paragraph and a list"),
        Tag::List(Some(_)) => ("a list that is within another or does not begin at 1", "begin at 1, or use bullets"),
        Tag::Heading { .. } => ("a heading within a list", "use **bold**"),
        Tag::BlockQuote(_) => ("a quotation", "write it as a paragraph"),
        Tag::CodeBlock(_) => ("code, or a text indented by four spaces", "write it as a paragraph without indent"),
        Tag::HtmlBlock => ("HTML", "use Markdown: **bold**, *italic*, [text](https://…)"),
        Tag::Image { .. } => ("a picture", "describe it, or use a link"),
        Tag::Strikethrough => ("text that is struck through", "leave it out"),
        Tag::Table(_) => ("a table", "use a list: one item for each row"),
        _ => ("this sign", "use paragraphs, lists, **bold**, *italic* and links only"),
    }
}

/// What is wrong with `address` as a link, if anything.
pub(in crate::content) fn link_problem(at: Place, address: &str) -> Option<Diagnostic> {
    if address.starts_with("http:") {
        return Some(answers::http_not_https(at, address));
    }
    let rest = ["https://", "mailto:", "tel:"].iter().find_map(|sort| address.strip_prefix(sort));
    let whole = rest
        .is_some_and(|rest| !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || "<>\"{}".contains(c)));
    if whole { None } else { Some(answers::bad_link(at, address)) }
}
