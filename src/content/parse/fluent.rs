//! `answers/<lang>/phrases.ftl`: which phrases there are, what they use and refer to.

use std::collections::BTreeMap;
use std::sync::Arc;

use fluent_bundle::FluentResource;
use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement};

use super::At;
use super::spelled::{Spelled, spell};
use crate::content::SourceFile;
use crate::diagnostic::{Diagnostic, Place, phrases, syntax};
use crate::text::Span;

/// How deep braces may nest. The Fluent parser calls itself for each, so that a wall of braces would exhaust its stack.
const DEPTH: usize = 32;

/// One phrase as read.
#[derive(Clone, Debug)]
pub(in crate::content) struct RawPhrase {
    /// Its name; that of a term begins with a dash.
    pub(in crate::content) id: At<String>,
    /// The variables in it.
    pub(in crate::content) variables: Vec<At<String>>,
    /// The phrases it refers to; terms begin with a dash.
    pub(in crate::content) references: Vec<At<String>>,
    /// How it reads, in each form it has.
    pub(in crate::content) forms: Vec<Spelled>,
}

/// The phrases of one language as read.
pub(in crate::content) struct RawPhrases {
    pub(in crate::content) file: String,
    /// Whether the file has syntax errors.
    pub(in crate::content) broken: bool,
    pub(in crate::content) phrases: Vec<RawPhrase>,
    /// What formats them.
    pub(in crate::content) resource: Arc<FluentResource>,
}

/// Reads a file of phrases.
pub(in crate::content) fn parse_phrases(source: &SourceFile) -> (RawPhrases, Vec<Diagnostic>) {
    let place = |span| Place::new(&source.path, span);
    let mut diagnostics = Vec::new();
    let deep = too_deep(&source.text);
    diagnostics.extend(deep.map(|at| syntax::fluent_syntax(place(Span::new(at, at + 1)), "braces nest too deep")));
    let text = if deep.is_some() { String::new() } else { source.text.clone() };
    let (resource, errors) = FluentResource::try_new(text).map_or_else(|both| both, |resource| (resource, Vec::new()));
    for error in errors {
        diagnostics.push(syntax::fluent_syntax(place(error.pos.into()), &error.kind.to_string().to_lowercase()));
    }
    let phrases = read_entries(&resource);
    let broken = !diagnostics.is_empty();
    diagnostics.extend(repeated(&source.path, &phrases));
    (RawPhrases { file: source.path.clone(), broken, phrases, resource: Arc::new(resource) }, diagnostics)
}

/// Where brackets of one entry nest deeper than [`DEPTH`].
fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut line_start = true;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' | b'(' => depth += 1,
            b'}' | b')' => depth = depth.saturating_sub(1),
            b'a'..=b'z' | b'A'..=b'Z' | b'-' if line_start => depth = 0,
            _ => {}
        }
        if depth > DEPTH {
            return Some(at);
        }
        line_start = byte == b'\n';
    }
    None
}

fn repeated(file: &str, all: &[RawPhrase]) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for phrase in all {
        let (name, span) = (phrase.id.value.as_str(), phrase.id.span);
        match seen.get(name) {
            Some(first) => {
                diagnostics.push(phrases::duplicate_phrase(Place::new(file, span), Place::new(file, *first), name));
            }
            None => {
                seen.insert(name, span);
            }
        }
    }
    diagnostics
}

fn read_entries(resource: &FluentResource) -> Vec<RawPhrase> {
    let source = resource.source();
    let mut phrases = Vec::new();
    for entry in resource.entries() {
        let (dash, name, pattern) = match entry {
            Entry::Message(message) => ("", message.id.name, message.value.as_ref()),
            Entry::Term(term) => ("-", term.id.name, Some(&term.value)),
            _ => continue,
        };
        let Some(pattern) = pattern else { continue };
        let mut walk = Walk { source, variables: Vec::new(), references: Vec::new() };
        walk.pattern(pattern);
        let id = At::new(format!("{dash}{name}"), walk.span(name));
        let forms = spell(source, pattern);
        phrases.push(RawPhrase { id, variables: walk.variables, references: walk.references, forms });
    }
    phrases
}

/// Where `slice`, a part of `source`, stands in it.
pub(super) fn span_in(source: &str, slice: &str) -> Span {
    let start = (slice.as_ptr() as usize).saturating_sub(source.as_ptr() as usize);
    Span::new(start, start + slice.len())
}

/// Collects what a pattern uses.
struct Walk<'s> {
    source: &'s str,
    variables: Vec<At<String>>,
    references: Vec<At<String>>,
}

impl Walk<'_> {
    fn span(&self, slice: &str) -> Span {
        span_in(self.source, slice)
    }

    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.expression(expression);
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                for variant in variants {
                    self.pattern(&variant.value);
                }
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.variables.push(At::new(id.name.to_owned(), self.span(id.name)));
            }
            InlineExpression::MessageReference { id, .. } => self.refer("", id.name),
            InlineExpression::TermReference { id, arguments, .. } => {
                self.refer("-", id.name);
                self.arguments(arguments.as_ref());
            }
            InlineExpression::FunctionReference { arguments, .. } => self.arguments(Some(arguments)),
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        }
    }

    fn refer(&mut self, dash: &str, name: &str) {
        self.references.push(At::new(format!("{dash}{name}"), self.span(name)));
    }

    fn arguments(&mut self, arguments: Option<&CallArguments<&str>>) {
        let Some(arguments) = arguments else { return };
        for argument in &arguments.positional {
            self.inline(argument);
        }
        for argument in &arguments.named {
            self.inline(&argument.value);
        }
    }
}
