//! Text with a little structure, as answers have it, whatever the channel: paragraphs, lists, bold, links.

use serde::{Deserialize, Serialize};

/// How a run of text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Style {
    /// As it is.
    #[default]
    Plain,
    /// **Bold**.
    Bold,
    /// *Italic*.
    Italic,
}

/// A run of text of one look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inline {
    /// What is read.
    pub text: String,
    /// How it looks.
    #[serde(default, skip_serializing_if = "is_plain")]
    pub style: Style,
    /// Where it leads: an `https://…`, `mailto:…` or `tel:…` address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

fn is_plain(style: &Style) -> bool {
    *style == Style::Plain
}

impl Inline {
    /// A plain run.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), style: Style::Plain, link: None }
    }
}

/// One block of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// A line that heads what follows.
    Heading(Vec<Inline>),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list with bullets.
    Bullets(Vec<Vec<Inline>>),
    /// A list with numbers, from one.
    Numbers(Vec<Vec<Inline>>),
}

/// A text of blocks. `Default` is the empty text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RichText(pub Vec<Block>);

impl RichText {
    /// One plain paragraph.
    #[must_use]
    pub fn paragraph(text: impl Into<String>) -> Self {
        Self(vec![Block::Paragraph(vec![Inline::plain(text)])])
    }

    /// This text followed by `other`.
    #[must_use]
    pub fn then(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Whether there is nothing to read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text without looks: blocks apart by an empty line, list items by a line, links as `words (address)`.
    #[must_use]
    pub fn plain(&self) -> String {
        let blocks: Vec<String> = self.0.iter().map(plain_block).collect();
        blocks.join("\n\n")
    }
}

fn plain_block(block: &Block) -> String {
    let listed = |items: &[Vec<Inline>], mark: &dyn Fn(usize) -> String| {
        let lines: Vec<String> =
            items.iter().enumerate().map(|(i, item)| format!("{}{}", mark(i), plain_run(item))).collect();
        lines.join("\n")
    };
    match block {
        Block::Heading(run) | Block::Paragraph(run) => plain_run(run),
        Block::Bullets(items) => listed(items, &|_| "- ".to_owned()),
        Block::Numbers(items) => listed(items, &|i| format!("{}. ", i + 1)),
    }
}

fn plain_run(run: &[Inline]) -> String {
    run.iter().map(plain_inline).collect()
}

fn plain_inline(inline: &Inline) -> String {
    match &inline.link {
        Some(link) if link.starts_with("https:") && *link != inline.text => format!("{} ({link})", inline.text),
        _ => inline.text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_keeps_lists_and_shows_where_links_lead() {
        let text = RichText(vec![
            Block::Paragraph(vec![
                Inline::plain("Zie "),
                Inline { text: "de lijst".into(), style: Style::Bold, link: Some("https://a.example".into()) },
            ]),
            Block::Numbers(vec![vec![Inline::plain("een")], vec![Inline::plain("twee")]]),
        ]);
        assert_eq!(text.plain(), "Zie de lijst (https://a.example)\n\n1. een\n2. twee");
    }
}
