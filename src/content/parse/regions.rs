//! `answers/regions.toml`.

use super::At;
use super::toml_reader::{Reader, Table, Texts, parse_toml};
use crate::content::SourceFile;
use crate::diagnostic::Diagnostic;

/// The file as read.
#[derive(Clone, Debug, Default)]
pub(in crate::content) struct RawRegions {
    pub(in crate::content) source: Option<At<String>>,
    /// Names that are everyday words too.
    pub(in crate::content) everyday: Vec<At<String>>,
    /// The units: id, name, municipalities.
    pub(in crate::content) units: Vec<RawUnit>,
    /// Other names, and the units they may mean.
    pub(in crate::content) aliases: Vec<(At<String>, Texts)>,
    /// Places, and the municipalities in which there is one of that name.
    pub(in crate::content) places: Vec<(At<String>, Texts)>,
}

/// One unit as read.
#[derive(Clone, Debug)]
pub(in crate::content) struct RawUnit {
    pub(in crate::content) id: At<String>,
    pub(in crate::content) name: Option<At<String>>,
    pub(in crate::content) municipalities: Vec<At<String>>,
}

/// Reads `answers/regions.toml`.
pub(in crate::content) fn parse_regions(source: &SourceFile) -> (RawRegions, Vec<Diagnostic>) {
    let (document, mut reader) = parse_toml(&source.path, &source.text, 0);
    let mut root = reader.root(&document);
    let named = reader.text(&mut root, "source");
    reader.date(&mut root, "checked");
    let everyday = reader.optional_texts(&mut root, "everyday").value;
    let units = parse_units(&mut reader, &mut root);
    let aliases = lists(&mut reader, &mut root, "aliases");
    let places = lists(&mut reader, &mut root, "places");
    reader.finish(&root, false);
    (RawRegions { source: named, everyday, units, aliases, places }, reader.findings())
}

fn parse_units(reader: &mut Reader<'_>, root: &mut Table<'_, '_>) -> Vec<RawUnit> {
    let Some(table) = reader.table(root, "units") else { return Vec::new() };
    let mut units = Vec::new();
    for (id, value) in reader.entries(&table) {
        let Some(mut unit) = reader.as_table(value, &id.value) else { continue };
        let name = reader.text(&mut unit, "name");
        let municipalities = reader.texts(&mut unit, "municipalities").map(|list| list.value).unwrap_or_default();
        reader.finish(&unit, false);
        units.push(RawUnit { id, name, municipalities });
    }
    units
}

fn lists(reader: &mut Reader<'_>, root: &mut Table<'_, '_>, key: &'static str) -> Vec<(At<String>, Texts)> {
    let table = reader.optional_table(root, key);
    table.map(|table| reader.list_entries(&table)).unwrap_or_default()
}
