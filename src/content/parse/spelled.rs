//! A phrase as it will read, with the way back from each byte of it to the file.

use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::unicode::unescape_unicode_to_string;

use super::fluent::span_in;
use super::sort::is_hidden;
use crate::text::Span;

/// Stands for what is filled in: one word that means nothing to any check.
const FILLED_IN: &str = "X";

/// So many forms of a phrase are looked at.
const MOST: usize = 64;

/// One form of a phrase: where it chooses between forms, one for each.
#[derive(Clone, Debug, Default)]
pub(in crate::content) struct Spelled {
    /// What is read; what is filled in is a single letter.
    pub(in crate::content) text: String,
    /// The parts of the text that stand in the file: where in the text, and where in the file.
    parts: Vec<(Span, Span)>,
}

impl Spelled {
    /// Where `span` of the text stands in the file; nothing if it is all filled in.
    pub(in crate::content) fn place(&self, span: Span) -> Option<Span> {
        let first = self.parts.iter().find(|(in_text, _)| in_text.end > span.start)?;
        let last = self.parts.iter().rev().find(|(in_text, _)| in_text.start < span.end.max(span.start + 1))?;
        let start = first.1.start + span.start.saturating_sub(first.0.start);
        let end = last.1.start + span.end.min(last.0.end).saturating_sub(last.0.start);
        Some(Span::new(start, end.max(start)))
    }

    /// The first character that is not seen and was written as an escape: as itself it is found in the file.
    pub(in crate::content) fn hidden(&self) -> Option<char> {
        let escaped = |at: usize| !self.parts.iter().any(|(in_text, _)| in_text.start <= at && at < in_text.end);
        self.text.char_indices().find(|(at, c)| is_hidden(*c) && escaped(*at)).map(|(_, found)| found)
    }

    fn push(&mut self, text: &str, file: Option<Span>) {
        let start = self.text.len();
        self.text.push_str(text);
        self.parts.extend(file.map(|file| (Span::new(start, self.text.len()), file)));
    }
}

/// All forms of `pattern`, a part of `source`.
pub(super) fn spell(source: &str, pattern: &Pattern<&str>) -> Vec<Spelled> {
    (0..forms(pattern).min(MOST)).map(|form| spell_form(source, pattern, form)).collect()
}

/// How many forms there are: as many as the longest choice has.
fn forms(pattern: &Pattern<&str>) -> usize {
    let of_element = |element: &PatternElement<&str>| match element {
        PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
            variants.iter().map(|variant| forms(&variant.value)).sum()
        }
        _ => 1,
    };
    pattern.elements.iter().map(of_element).max().unwrap_or(1)
}

fn spell_form(source: &str, pattern: &Pattern<&str>, form: usize) -> Spelled {
    let mut spelled = Spelled::default();
    add(source, pattern, form, &mut spelled);
    spelled
}

fn add(source: &str, pattern: &Pattern<&str>, form: usize, spelled: &mut Spelled) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => spelled.push(value, Some(span_in(source, value))),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => add_inline(source, inline, spelled),
            PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
                let mut left = form;
                for (place, variant) in variants.iter().enumerate() {
                    let own = forms(&variant.value);
                    if left < own || place + 1 == variants.len() {
                        add(source, &variant.value, left.min(own - 1), spelled);
                        break;
                    }
                    left -= own;
                }
            }
        }
    }
}

fn add_inline(source: &str, inline: &InlineExpression<&str>, spelled: &mut Spelled) {
    match inline {
        InlineExpression::StringLiteral { value } => {
            let text = unescape_unicode_to_string(value);
            let verbatim = text == *value;
            spelled.push(&text, verbatim.then(|| span_in(source, value)));
        }
        InlineExpression::NumberLiteral { value } => spelled.push(value, Some(span_in(source, value))),
        _ => spelled.push(FILLED_IN, None),
    }
}
