//! `{fact:access-deadline}` and its like within a run of text.

use super::At;
use super::markdown::Filling;
use crate::text::Span;

/// Text as the Markdown parser gave it.
pub(super) struct Piece {
    pub(super) text: String,
    /// Where it stands in the file.
    pub(super) span: Span,
    /// Whether its bytes are those of the file, rather than an escape read or a line break.
    pub(super) verbatim: bool,
}

/// What a run of text turned out to hold.
pub(super) enum Spot {
    Filling(Filling, Span),
    /// Braces that are no placeholder.
    Bad(Span, String),
}

/// Splits `pieces` into texts and placeholders. A placeholder never goes over a line break.
pub(super) fn read_placeholders(pieces: Vec<Piece>, placeholders: bool) -> Vec<Spot> {
    let mut spots = Vec::new();
    for piece in joined(pieces) {
        if piece.verbatim && placeholders {
            read_piece(&piece, &mut spots);
        } else {
            spots.push(Spot::Filling(Filling::Text(piece.text), piece.span));
        }
    }
    spots
}

/// Neighbours in the file become one piece: the parser splits text at signs that might have meant something.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut whole: Vec<Piece> = Vec::new();
    for piece in pieces {
        match whole.last_mut() {
            Some(last) if last.verbatim && piece.verbatim && last.span.end == piece.span.start => {
                last.text.push_str(&piece.text);
                last.span.end = piece.span.end;
            }
            _ => whole.push(piece),
        }
    }
    whole
}

fn read_piece(piece: &Piece, spots: &mut Vec<Spot>) {
    let text = piece.text.as_str();
    let mut at = 0;
    while let Some(brace) = text[at..].find(['{', '}']).map(|found| at + found) {
        push_text(piece, at..brace, spots);
        at = read_brace(piece, brace, spots);
    }
    push_text(piece, at..text.len(), spots);
}

fn push_text(piece: &Piece, range: std::ops::Range<usize>, spots: &mut Vec<Spot>) {
    if !range.is_empty() {
        let span = Span::from(range.clone()).shifted(piece.span.start);
        spots.push(Spot::Filling(Filling::Text(piece.text[range].to_owned()), span));
    }
}

/// Reads from the brace at `start` and gives where to go on.
fn read_brace(piece: &Piece, start: usize, spots: &mut Vec<Spot>) -> usize {
    let inner = start + 1;
    let rest = &piece.text[inner..];
    let length = rest.find(['{', '}', ' ', '\t']).filter(|&at| rest[at..].starts_with('}'));
    let closed = length.filter(|_| piece.text[start..].starts_with('{'));
    let end = closed.map_or(inner, |length| inner + length + 1);
    let span = Span::new(start, end).shifted(piece.span.start);
    let filling = closed.and_then(|length| read_inner(&rest[..length], inner + piece.span.start));
    spots.push(match filling {
        Some(filling) => Spot::Filling(filling, span),
        None => Spot::Bad(span, piece.text[start..end].to_owned()),
    });
    end
}

fn read_inner(inner: &str, start: usize) -> Option<Filling> {
    let (sort, rest) = inner.split_once(':')?;
    let rest_start = start + sort.len() + 1;
    let (id, part) = rest.split_once('.').map_or((rest, None), |(id, part)| (id, Some(part)));
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    if !is_name(id) || !part.is_none_or(is_name) {
        return None;
    }
    let at = |text: &str, start: usize| At::new(text.to_owned(), Span::new(start, start + text.len()));
    let name = at(id, rest_start);
    match (sort, part) {
        ("fact", None) => Some(Filling::Fact(name)),
        ("source", None) => Some(Filling::Source(name)),
        ("contact", part) => Some(Filling::Contact(name, part.map(|part| at(part, rest_start + id.len() + 1)))),
        _ => None,
    }
}
