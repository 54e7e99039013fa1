//! Regions: municipalities and places to units of the police.

use super::Severity::Error;
use super::words::instead;
use super::{Code, Diagnostic, Place};

/// The codes of this area.
pub(super) static CODES: &[&Code] = &[&UNKNOWN_UNIT, &UNKNOWN_MUNICIPALITY, &NOWHERE];

/// `unknown-unit`
pub static UNKNOWN_UNIT: Code = Code {
    name: "unknown-unit",
    severity: Error,
    title: "this names a unit of the police that the file does not have",
    why: "Under [aliases] each name leads to one or more units, by the name between the brackets of [units.<name>].",
    wrong: "\"Den Bosch\" = [\"oost-brabandt\"]",
    right: "\"Den Bosch\" = [\"oost-brabant\"]",
};

/// No unit is called `name`.
#[must_use]
pub fn unknown_unit<'a>(at: Place, name: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let message = format!("there is no unit `{name}`");
    UNKNOWN_UNIT.at(at.saying("no such unit"), message).help(instead(name, known, "answers/regions.toml"))
}

/// `unknown-municipality`
pub static UNKNOWN_MUNICIPALITY: Code = Code {
    name: "unknown-municipality",
    severity: Error,
    title: "a place lies in a municipality that no unit has",
    why: "Under [places] each place leads to its municipality, which must stand in the list of one of the units.",
    wrong: "\"Bussum\" = [\"Gooise meren\"]",
    right: "\"Bussum\" = [\"Gooise Meren\"]",
};

/// No unit has the municipality `name`.
#[must_use]
pub fn unknown_municipality<'a>(at: Place, name: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let message = format!("there is no municipality `{name}` in any unit");
    UNKNOWN_MUNICIPALITY.at(at.saying("in no unit"), message).help(instead(name, known, "answers/regions.toml"))
}

/// `place-nowhere`
pub static NOWHERE: Code = Code {
    name: "place-nowhere",
    severity: Error,
    title: "a name of a place leads nowhere",
    why: "The assistant names the unit of the police for a place. A name with an empty list has none.",
    wrong: "\"Bussum\" = []",
    right: "\"Bussum\" = [\"Gooise Meren\"]",
};

/// The list behind `name` is empty.
#[must_use]
pub fn nowhere(at: Place, name: &str) -> Diagnostic {
    NOWHERE
        .at(at.saying("where is this?"), format!("`{name}` leads nowhere"))
        .help("name its municipality, or remove the line")
}
