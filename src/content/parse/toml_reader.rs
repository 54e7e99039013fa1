//! Reads TOML with the place of every value, collecting what is wrong instead of stopping at it.
//!
//! A [`Table`] remembers the keys that were asked for; [`Reader::finish`] then names those that nobody asked for.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::At;
use super::slips::{find_slip, line_around};
use super::sort::{first_hidden, is_hidden};
use crate::content::{Date, Lang};
use crate::diagnostic::{Diagnostic, Place, files, recognition, syntax};
use crate::text::Span;

/// A list of texts and where it stands.
pub(super) type Texts = At<Vec<At<String>>>;

/// One file being read.
pub(super) struct Reader<'f> {
    file: &'f str,
    /// What is read.
    text: &'f str,
    shift: usize,
    /// Whether the file has syntax errors: then what seems missing may just not have been understood.
    pub(super) broken: bool,
    /// What the parser stumbled over.
    syntax: Vec<Diagnostic>,
    diagnostics: Vec<Diagnostic>,
}

/// A table and the keys asked of it.
pub(super) struct Table<'t, 'i> {
    entries: &'t DeTable<'i>,
    /// Where it begins: its header or opening brace.
    pub(super) span: Span,
    asked: Vec<&'static str>,
}

impl<'t, 'i> Table<'t, 'i> {
    fn new(entries: &'t DeTable<'i>, span: Span) -> Self {
        Self { entries, span, asked: Vec::new() }
    }

    fn get(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'i>>> {
        self.asked.push(key);
        self.entries.get(key)
    }
}

/// Parses `text`, which begins `shift` bytes into `file`.
pub(super) fn parse_toml<'f>(file: &'f str, text: &'f str, shift: usize) -> (Spanned<DeTable<'f>>, Reader<'f>) {
    let (document, errors) = DeTable::parse_recoverable(text);
    let (broken, syntax, diagnostics) = (!errors.is_empty(), Vec::new(), Vec::new());
    let mut reader = Reader { file, text, shift, broken, syntax, diagnostics };
    // One slip makes several errors on its line; it is told once, in words of its own.
    let mut slipped: BTreeMap<Span, bool> = BTreeMap::new();
    for error in without_repeats(&errors) {
        let span = error.span().map_or_else(|| Span::new(text.len(), text.len()), Span::from);
        let place = |span: Span| reader.place(span.shifted(shift));
        let line = line_around(text, span.start);
        let slip = if slipped.contains_key(&line) { None } else { find_slip(text, line, place) };
        let is_told = *slipped.entry(line).or_insert(slip.is_some());
        let plain = (!is_told).then(|| syntax::toml_syntax(place(span), error.message()));
        reader.syntax.extend(slip.or(plain));
    }
    (document, reader)
}

/// A table that is there twice makes every key in it a duplicate; the first tells it all.
fn without_repeats(errors: &[toml::de::Error]) -> impl Iterator<Item = &toml::de::Error> {
    let is_duplicate = |error: &toml::de::Error| error.message().contains("duplicate key");
    let first = errors.iter().position(is_duplicate);
    errors
        .iter()
        .enumerate()
        .filter(move |(at, error)| Some(*at) == first || !is_duplicate(error))
        .map(|(_, error)| error)
}

impl Reader<'_> {
    /// The whole document as a table.
    pub(super) fn root<'t, 'i>(&self, document: &'t Spanned<DeTable<'i>>) -> Table<'t, 'i> {
        Table::new(document.get_ref(), Span::new(self.shift, self.shift))
    }

    /// A place in the file read.
    pub(super) fn place(&self, span: Span) -> Place {
        Place::new(self.file, span)
    }

    /// All that was found wrong. After a syntax error, what seems missing or of the wrong sort may only have been
    /// misunderstood, and is left out.
    pub(super) fn findings(self) -> Vec<Diagnostic> {
        let doubtful = [
            &syntax::MISSING_KEY,
            &syntax::WRONG_TYPE,
            &syntax::EMPTY_TEXT,
            &syntax::BAD_DATE,
            &recognition::EMPTY_EXAMPLES,
        ];
        let doubtful = |one: &Diagnostic| self.broken && doubtful.iter().any(|code| code.name == one.code);
        self.syntax.iter().chain(self.diagnostics.iter().filter(|one| !doubtful(one))).cloned().collect()
    }

    /// Notes a problem.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn span<T>(&self, value: &Spanned<T>) -> Span {
        Span::from(value.span()).shifted(self.shift)
    }

    fn required<'t, 'i>(
        &mut self,
        table: &mut Table<'t, 'i>,
        key: &'static str,
        example: &str,
    ) -> Option<&'t Spanned<DeValue<'i>>> {
        let found = table.get(key);
        if found.is_none() {
            self.report(syntax::missing_key(self.place(table.span), key, example));
        }
        found
    }

    /// The text of `key`, which must be there.
    pub(super) fn text(&mut self, table: &mut Table<'_, '_>, key: &'static str) -> Option<At<String>> {
        let value = self.required(table, key, "\"…\"")?;
        self.as_text(value, key)
    }

    /// The text of `key`, if it is there.
    pub(super) fn optional_text(&mut self, table: &mut Table<'_, '_>, key: &'static str) -> Option<At<String>> {
        let value = table.get(key)?;
        self.as_text(value, key)
    }

    fn as_text(&mut self, value: &Spanned<DeValue<'_>>, key: &str) -> Option<At<String>> {
        let span = self.span(value);
        match value.get_ref() {
            DeValue::String(text) if text.trim().is_empty() => {
                self.report(syntax::empty_text(self.place(span), key));
                None
            }
            DeValue::String(text) => {
                self.look_for_hidden(text, span);
                Some(At::new(text.trim().to_owned(), span))
            }
            other => {
                self.report(syntax::wrong_type(self.place(span), key, "a text", sort_of(other), "\"…\""));
                None
            }
        }
    }

    /// Reports what is not seen and was written as an escape: as itself it is found in the file.
    fn look_for_hidden(&mut self, text: &str, span: Span) {
        if first_hidden(text).is_none() {
            return;
        }
        let written = span.start.checked_sub(self.shift).zip(span.end.checked_sub(self.shift));
        let written = written.and_then(|(start, end)| self.text.get(start..end)).unwrap_or_default();
        let hidden = text.chars().find(|c| is_hidden(*c) && !written.contains(*c));
        self.diagnostics.extend(hidden.map(|found| files::hidden_character(self.place(span), found)));
    }

    /// The list of texts of `key`, which must be there; its place is that of the list.
    pub(super) fn texts(&mut self, table: &mut Table<'_, '_>, key: &'static str) -> Option<Texts> {
        let value = self.required(table, key, "[]")?;
        self.as_texts(value, key)
    }

    /// The list of texts of `key`, empty if it is not there.
    pub(super) fn optional_texts(&mut self, table: &mut Table<'_, '_>, key: &'static str) -> Texts {
        let found = table.get(key).and_then(|value| self.as_texts(value, key));
        found.unwrap_or_else(|| At::new(Vec::new(), table.span))
    }

    fn as_texts(&mut self, value: &Spanned<DeValue<'_>>, key: &str) -> Option<Texts> {
        let span = self.span(value);
        let DeValue::Array(items) = value.get_ref() else {
            let sort = sort_of(value.get_ref());
            self.report(syntax::wrong_type(self.place(span), key, "a list of texts", sort, "[\"…\"]"));
            return None;
        };
        Some(At::new(items.iter().filter_map(|item| self.as_text(item, key)).collect(), span))
    }

    /// The date of `key`, which must be there.
    pub(super) fn date(&mut self, table: &mut Table<'_, '_>, key: &'static str) -> Option<At<Date>> {
        let value = self.required(table, key, "2026-11-23")?;
        let span = self.span(value);
        let DeValue::Datetime(found) = value.get_ref() else {
            self.report(syntax::bad_date(self.place(span), key, &format!("this is {}", sort_of(value.get_ref()))));
            return None;
        };
        match (found.date, found.time) {
            (Some(day), None) => Some(At::new(Date { year: day.year, month: day.month, day: day.day }, span)),
            _ => {
                self.report(syntax::bad_date(self.place(span), key, "this has a time"));
                None
            }
        }
    }

    /// The value of `key` as one of the words `known`, which must be there; `unknown` names the problem.
    pub(super) fn word<T: Copy>(
        &mut self,
        table: &mut Table<'_, '_>,
        key: &'static str,
        known: &[(&str, T)],
        unknown: fn(Place, &str, &[&str]) -> Diagnostic,
    ) -> Option<At<T>> {
        let text = self.text(table, key)?;
        self.one_of(&text, known, unknown).map(|value| At::new(value, text.span))
    }

    /// The value of `text` in the table `known`.
    pub(super) fn one_of<T: Copy>(
        &mut self,
        text: &At<String>,
        known: &[(&str, T)],
        unknown: fn(Place, &str, &[&str]) -> Diagnostic,
    ) -> Option<T> {
        let found = known.iter().find(|(word, _)| *word == text.value).map(|(_, value)| *value);
        if found.is_none() {
            let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
            self.report(unknown(self.place(text.span), &text.value, &words));
        }
        found
    }

    /// The table of `key`, which must be there.
    pub(super) fn table<'t, 'i>(&mut self, table: &mut Table<'t, 'i>, key: &'static str) -> Option<Table<'t, 'i>> {
        let value = self.required(table, key, "{ … }")?;
        self.as_table(value, key)
    }

    /// The table of `key`, if it is there.
    pub(super) fn optional_table<'t, 'i>(
        &mut self,
        table: &mut Table<'t, 'i>,
        key: &'static str,
    ) -> Option<Table<'t, 'i>> {
        let value = table.get(key)?;
        self.as_table(value, key)
    }

    /// `value` as a table.
    pub(super) fn as_table<'t, 'i>(&mut self, value: &'t Spanned<DeValue<'i>>, key: &str) -> Option<Table<'t, 'i>> {
        let span = self.span(value);
        match value.get_ref() {
            DeValue::Table(entries) => Some(Table::new(entries, span)),
            other => {
                let problem = syntax::wrong_type(self.place(span), key, "a table", sort_of(other), "{ … }");
                self.report(problem);
                None
            }
        }
    }

    /// The tables under `[[key]]`, in the order of the file.
    pub(super) fn tables<'t, 'i>(&mut self, table: &mut Table<'t, 'i>, key: &'static str) -> Vec<Table<'t, 'i>> {
        let Some(value) = self.required(table, key, "[{ … }]") else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            let sort = sort_of(value.get_ref());
            self.report(syntax::wrong_type(self.place(self.span(value)), key, "a list of tables", sort, "[{ … }]"));
            return Vec::new();
        };
        items.iter().filter_map(|item| self.as_table(item, key)).collect()
    }

    /// All entries of a table whose keys are free, as key with its value, in the order of the file.
    pub(super) fn entries<'t, 'i>(&self, table: &Table<'t, 'i>) -> Vec<(At<String>, &'t Spanned<DeValue<'i>>)> {
        let keys = table.entries.iter().map(|(key, value)| (self.key(key), value));
        let mut entries: Vec<_> = keys.collect();
        entries.sort_by_key(|(key, _)| key.span);
        entries
    }

    /// The entries of a table whose keys are free and whose values are texts.
    pub(super) fn text_entries(&mut self, table: &Table<'_, '_>) -> Vec<(At<String>, At<String>)> {
        let entries = self.entries(table);
        entries.into_iter().filter_map(|(key, value)| self.as_text(value, &key.value).map(|text| (key, text))).collect()
    }

    /// The entries of a table whose keys are free and whose values are lists of texts.
    pub(super) fn list_entries(&mut self, table: &Table<'_, '_>) -> Vec<(At<String>, Texts)> {
        let entries = self.entries(table);
        entries
            .into_iter()
            .filter_map(|(key, value)| self.as_texts(value, &key.value).map(|list| (key, list)))
            .collect()
    }

    fn key(&self, key: &Spanned<std::borrow::Cow<'_, str>>) -> At<String> {
        At::new(key.get_ref().to_string(), self.span(key))
    }

    /// The entries of `table` that are language codes and were not asked for as keys (`id` is Indonesian too).
    pub(super) fn languages<'t, 'i>(
        &self,
        table: &Table<'t, 'i>,
    ) -> BTreeMap<Lang, (At<String>, &'t Spanned<DeValue<'i>>)> {
        let entries = self.entries(table).into_iter().filter(|(key, _)| !table.asked.contains(&key.value.as_str()));
        entries.filter_map(|(key, value)| Lang::parse(&key.value).map(|lang| (lang, (key, value)))).collect()
    }

    /// The texts per language that stand in `table` itself: `nl = "…"`.
    pub(super) fn text_per_language(&mut self, table: &Table<'_, '_>) -> BTreeMap<Lang, At<String>> {
        let languages = self.languages(table);
        let mut texts = BTreeMap::new();
        for (lang, (key, value)) in languages {
            texts.extend(self.as_text(value, &key.value).map(|text| (lang, text)));
        }
        texts
    }

    /// Names the keys of `table` that were not asked for. Language codes pass: they are checked against the folders.
    pub(super) fn finish(&mut self, table: &Table<'_, '_>, languages: bool) {
        for (key, _) in self.entries(table) {
            let known = table.asked.contains(&key.value.as_str()) || (languages && Lang::parse(&key.value).is_some());
            if !known {
                self.report(syntax::unknown_key(self.place(key.span), &key.value, &table.asked));
            }
        }
    }
}

fn sort_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
