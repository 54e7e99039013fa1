//! From a text to Telegram's HTML, in messages that are short enough.
//!
//! Start with [`render`]. The only place where markup is written (threat T11): the text is laid out as runs, cut where it is too
//! long, and only then written, so that a tag is never cut and every text is escaped. Only `<b>`, `<i>` and `<a>` with a web
//! address are written. Control and direction characters do not leave (threat T12).

use crate::dialogue::{Block, Inline, RichText, Style, is_control};

/// The most UTF-16 units in one message, counted without markup.
pub(super) const LIMIT: usize = 4096;

/// Longer addresses are no addresses.
const LINK_LIMIT: usize = 2048;

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// With markup.
    pub(super) html: String,
    /// Without, for when Telegram refuses the markup; links show where they lead.
    pub(super) plain: String,
}

/// `text` as messages, in order; none when there is nothing to read.
pub(super) fn render(text: &RichText) -> Vec<Part> {
    let blocks = text.0.iter().map(lay_out).filter(|block| !is_blank(block));
    fill(blocks.flat_map(cut)).iter().filter(|part| !is_blank(part)).map(|part| write(part)).collect()
}

/// Whether `text` is so short that it is one message, without laying it out.
pub(super) fn fits_surely(text: &RichText) -> bool {
    let bytes = |line: &Vec<Inline>| -> usize {
        line.iter().map(|inline| 8 + inline.text.len() + inline.link.as_ref().map_or(0, String::len)).sum()
    };
    let all: usize = text
        .0
        .iter()
        .map(|block| match block {
            Block::Heading(line) | Block::Paragraph(line) => 2 + bytes(line),
            Block::Bullets(items) | Block::Numbers(items) => items.iter().map(|item| 8 + bytes(item)).sum(),
        })
        .sum();
    all <= LIMIT
}

/// A stretch of text of one look.
#[derive(Clone, Debug)]
struct Run {
    text: String,
    style: Style,
    /// A web address.
    link: Option<String>,
}

impl Run {
    fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), style: Style::Plain, link: None }
    }

    fn from_inline(inline: &Inline) -> Self {
        let mut text: String = inline.text.chars().filter(|&c| !is_control(c)).collect();
        if let Some(address) = inline.link.as_deref().and_then(|link| address_to_show(link, &text)) {
            text = format!("{text} ({address})");
        }
        Self { text, style: inline.style, link: inline.link.as_deref().and_then(web_address) }
    }
}

/// `link` if Telegram takes it as one: it silently drops others.
fn web_address(link: &str) -> Option<String> {
    let rest = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let sound = host.contains('.') && !link.chars().any(|c| c.is_whitespace() || is_control(c));
    (sound && link.len() <= LINK_LIMIT).then(|| link.to_owned())
}

/// Telegram knows no links to mail and telephone, but finds addresses and numbers in the text; so they must stand there.
fn address_to_show<'a>(link: &'a str, text: &str) -> Option<&'a str> {
    let (address, shown) = match link.split_once(':')? {
        ("mailto", address) => (address, text.contains('@')),
        ("tel", number) => (number, text.chars().any(|c| c.is_ascii_digit())),
        _ => return None,
    };
    let sound = !address.chars().any(|c| c.is_whitespace() || is_control(c)) && link.len() <= LINK_LIMIT;
    (sound && !shown).then_some(address)
}

fn lay_out(block: &Block) -> Vec<Run> {
    match block {
        Block::Heading(line) => {
            line.iter().map(|inline| Run { style: Style::Bold, ..Run::from_inline(inline) }).collect()
        }
        Block::Paragraph(line) => line.iter().map(Run::from_inline).collect(),
        Block::Bullets(items) => lay_out_list(items, |_| "• ".to_owned()),
        Block::Numbers(items) => lay_out_list(items, |place| format!("{}. ", place + 1)),
    }
}

fn lay_out_list(items: &[Vec<Inline>], mark: impl Fn(usize) -> String) -> Vec<Run> {
    let mut runs = Vec::new();
    for (place, item) in items.iter().enumerate() {
        let line_break = if place == 0 { "" } else { "\n" };
        runs.push(Run::plain(&format!("{line_break}{}", mark(place))));
        runs.extend(item.iter().map(Run::from_inline));
    }
    runs
}

fn text_of(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

fn is_blank(runs: &[Run]) -> bool {
    runs.iter().all(|run| run.text.trim().is_empty())
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Blocks together as long as they fit, an empty line between them.
fn fill(blocks: impl Iterator<Item = Vec<Run>>) -> Vec<Vec<Run>> {
    let mut parts: Vec<Vec<Run>> = Vec::new();
    let mut used = 0;
    for block in blocks {
        let more = units(&text_of(&block));
        match parts.last_mut() {
            Some(part) if used + 2 + more <= LIMIT => {
                part.push(Run::plain("\n\n"));
                part.extend(block);
                used += 2 + more;
            }
            _ => {
                parts.push(block);
                used = more;
            }
        }
    }
    parts
}

/// A block in pieces that each fit into a message.
fn cut(block: Vec<Run>) -> Vec<Vec<Run>> {
    let mut pieces = Vec::new();
    let mut rest = block;
    while let Some(place) = cut_place(&text_of(&rest)) {
        let (piece, after) = split(rest, place);
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    pieces
}

/// Where to cut `text`, in bytes, if it is too long: after a line, else a sentence, else a word, if that fills at least half
/// of the message; else in the middle of a word.
fn cut_place(text: &str) -> Option<usize> {
    let mut room = 0;
    let (end, _) = text.char_indices().find(|(_, c)| {
        room += c.len_utf16();
        room > LIMIT
    })?;
    let window = &text[..end];
    let after = |mark: &str| window.rfind(mark).map(|at| at + mark.len());
    let sentence = [". ", "! ", "? "].iter().filter_map(|mark| after(mark)).max();
    [after("\n"), sentence, after(" ")].into_iter().flatten().find(|&place| place > end / 2).or(Some(end))
}

/// Both sides of `place`, a byte of the whole text.
fn split(runs: Vec<Run>, place: usize) -> (Vec<Run>, Vec<Run>) {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    let mut start = 0;
    for run in runs {
        let end = start + run.text.len();
        let at = place.clamp(start, end) - start;
        let (left, right) = run.text.split_at(at);
        before.extend((!left.is_empty()).then(|| Run { text: left.to_owned(), ..run.clone() }));
        after.extend((!right.is_empty()).then(|| Run { text: right.to_owned(), ..run.clone() }));
        start = end;
    }
    (before, after)
}

fn write(runs: &[Run]) -> Part {
    let html = runs.iter().map(write_html).collect();
    let plain = write_plain(runs);
    Part { html, plain: if units(&plain) <= LIMIT { plain } else { text_of(runs) } }
}

fn write_html(run: &Run) -> String {
    let text = escape(&run.text);
    let linked = match &run.link {
        Some(link) => format!("<a href=\"{}\">{text}</a>", escape(link)),
        None => text,
    };
    match run.style {
        Style::Plain => linked,
        Style::Bold => format!("<b>{linked}</b>"),
        Style::Italic => format!("<i>{linked}</i>"),
    }
}

/// The four characters that mean something to Telegram.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn write_plain(runs: &[Run]) -> String {
    let mut plain = String::new();
    for (place, run) in runs.iter().enumerate() {
        plain.push_str(&run.text);
        let goes_on = runs.get(place + 1).is_some_and(|next| next.link == run.link);
        if let Some(link) = run.link.as_ref().filter(|link| !goes_on && **link != run.text) {
            plain.push_str(&format!(" ({link})"));
        }
    }
    plain
}

#[cfg(test)]
mod tests;
