//! Filling the placeholders of a draft from the ledgers.

use super::ledgers::{Ledgers, inline_in_sentence, inline_part, inline_whole};
use super::parse::{At, BlockSort, DraftBlock, DraftInline, Filling};
use super::{Block, Contact, Inline, Lang, RichText};

/// `draft` as it is read in `lang`. What the ledgers do not have is left out.
pub(super) fn fill(draft: &[DraftBlock], ledgers: &Ledgers, lang: Lang) -> RichText {
    RichText(draft.iter().filter_map(|block| fill_block(block, ledgers, lang)).collect())
}

fn fill_block(block: &DraftBlock, ledgers: &Ledgers, lang: Lang) -> Option<Block> {
    let mut runs: Vec<Vec<Inline>> = block.runs.iter().map(|run| fill_run(run, ledgers, lang)).collect();
    runs.retain(|run| !run.is_empty());
    match block.sort {
        _ if runs.is_empty() => None,
        BlockSort::Part | BlockSort::Heading => Some(Block::Heading(runs.concat())),
        BlockSort::Paragraph => Some(Block::Paragraph(runs.concat())),
        BlockSort::Bullets => Some(Block::Bullets(runs)),
        BlockSort::Numbers => Some(Block::Numbers(runs)),
    }
}

fn fill_run(run: &[DraftInline], ledgers: &Ledgers, lang: Lang) -> Vec<Inline> {
    let filled = match alone(run).and_then(|id| ledgers.contacts.get(id.value.as_str())) {
        Some(contact) => inline_whole(contact, lang),
        None => run.iter().flat_map(|inline| fill_inline(inline, ledgers, lang)).collect(),
    };
    trimmed(joined(filled))
}

/// The contact that has this paragraph or list item to itself, but for a full stop.
fn alone(run: &[DraftInline]) -> Option<&At<String>> {
    let is_filler = |text: &str| text.chars().all(|c| c.is_whitespace() || c == '.');
    let mut weighty = run.iter().filter(|inline| !matches!(&inline.filling, Filling::Text(text) if is_filler(text)));
    match (weighty.next().map(|inline| &inline.filling), weighty.next()) {
        (Some(Filling::Contact(id, None)), None) => Some(id),
        _ => None,
    }
}

fn fill_inline(inline: &DraftInline, ledgers: &Ledgers, lang: Lang) -> Vec<Inline> {
    let styled = |text: &str, link: Option<&String>| Inline {
        text: text.to_owned(),
        style: inline.style,
        link: inline.link.as_ref().or(link).cloned(),
    };
    match &inline.filling {
        Filling::Text(text) => vec![styled(text, None)],
        Filling::Fact(id) => {
            let value = ledgers.facts.get(id.value.as_str()).and_then(|fact| fact.values.get(&lang));
            value.map(|value| styled(value, None)).into_iter().collect()
        }
        Filling::Source(id) => {
            let source = ledgers.sources.get(id.value.as_str());
            let named = source.and_then(|source| Some((source.names.get(&lang)?, source.url.as_ref())));
            named.map(|(name, url)| styled(name, url)).into_iter().collect()
        }
        Filling::Contact(id, part) => {
            let contact = ledgers.contacts.get(id.value.as_str());
            contact.map(|contact| fill_contact(contact, part.as_ref(), inline, lang)).unwrap_or_default()
        }
    }
}

fn fill_contact(contact: &Contact, part: Option<&At<String>>, inline: &DraftInline, lang: Lang) -> Vec<Inline> {
    match part {
        Some(part) => inline_part(contact, &part.value, lang, inline.style).into_iter().collect(),
        None => inline_in_sentence(contact, lang, inline.style),
    }
}

/// Neighbours of one look become one run.
fn joined(run: Vec<Inline>) -> Vec<Inline> {
    let mut whole: Vec<Inline> = Vec::new();
    for inline in run.into_iter().filter(|inline| !inline.text.is_empty()) {
        match whole.last_mut() {
            Some(last) if last.style == inline.style && last.link == inline.link => last.text.push_str(&inline.text),
            _ => whole.push(inline),
        }
    }
    whole
}

/// Without white space at its ends.
fn trimmed(mut run: Vec<Inline>) -> Vec<Inline> {
    if let Some(first) = run.first_mut() {
        first.text = first.text.trim_start().to_owned();
    }
    if let Some(last) = run.last_mut() {
        last.text = last.text.trim_end().to_owned();
    }
    run.retain(|inline| !inline.text.is_empty());
    run
}
