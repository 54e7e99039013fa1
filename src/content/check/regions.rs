//! Regions: every unit and municipality that is named exists, and every name says where it is.

use std::collections::BTreeMap;

use crate::content::parse::{At, Parsed, REGIONS, RawRegions, check_name};
use crate::content::regions::fold;
use crate::diagnostic::{Diagnostic, Place, intents, ledgers, regions};

/// All of `answers/regions.toml`.
pub(super) fn check_regions(parsed: &Parsed) -> Vec<Diagnostic> {
    let raw = &parsed.regions;
    let mut findings: Vec<Diagnostic> =
        raw.units.iter().filter_map(|unit| check_name(place(&unit.id), &unit.id.value)).collect();
    findings.extend(check_source(parsed));
    findings.extend(check_municipalities(raw));
    let unit = |name: &str| raw.units.iter().any(|unit| unit.id.value == name);
    let named = raw.aliases.iter().flat_map(|(_, units)| &units.value);
    findings.extend(named.filter(|name| !unit(&name.value)).map(|name| {
        regions::unknown_unit(place(name), &name.value, raw.units.iter().map(|unit| unit.id.value.as_str()))
    }));
    let known: Vec<&str> = municipalities(raw).map(|name| name.value.as_str()).collect();
    let named = raw.places.iter().flat_map(|(_, places)| &places.value);
    let unknown = named.filter(|name| !known.contains(&name.value.as_str()));
    findings.extend(unknown.map(|name| regions::unknown_municipality(place(name), &name.value, known.iter().copied())));
    let names = raw.aliases.iter().chain(&raw.places);
    findings.extend(
        names.filter(|(_, list)| list.value.is_empty()).map(|(name, _)| regions::nowhere(place(name), &name.value)),
    );
    findings
}

fn place(at: &At<impl Clone>) -> Place {
    Place::new(REGIONS, at.span)
}

fn municipalities(raw: &RawRegions) -> impl Iterator<Item = &At<String>> {
    raw.units.iter().flat_map(|unit| &unit.municipalities)
}

fn check_source(parsed: &Parsed) -> Option<Diagnostic> {
    let source = parsed.regions.source.as_ref()?;
    let known = || parsed.sources.entries.iter().map(|known| known.id.value.as_str());
    let missing = !known().any(|known| known == source.value);
    (missing && !parsed.sources.broken)
        .then(|| ledgers::unknown_source(Place::new(REGIONS, source.span), &source.value, known()))
}

/// A municipality lies in one unit.
fn check_municipalities(raw: &RawRegions) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<String, Place> = BTreeMap::new();
    let mut findings = Vec::new();
    for name in municipalities(raw) {
        match seen.get(&fold(&name.value)) {
            Some(first) => findings.push(intents::duplicate_name(place(name), first.clone(), &name.value)),
            None => drop(seen.insert(fold(&name.value), place(name))),
        }
    }
    findings
}
