//! The part of the Bot API that the server knows, and the check of a call against it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::error::ApiError;

/// `tests/fixtures/bot-api/methods.json`.
pub(crate) static TABLE: LazyLock<Table> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../fixtures/bot-api/methods.json")).expect("the table of methods is sound")
});

/// Names with their types: `chat_id!` is required, `Integer|String` is either.
pub(crate) type Fields = BTreeMap<String, String>;

/// Methods with their parameters, and the objects inside parameters.
#[derive(Deserialize)]
pub(crate) struct Table {
    pub(crate) methods: BTreeMap<String, Fields>,
    pub(crate) types: BTreeMap<String, Fields>,
}

impl Table {
    /// The method of this name, in whatever case, as the Bot API writes it.
    pub(crate) fn method(&self, name: &str) -> Option<(&'static str, &Fields)>
    where
        Self: 'static,
    {
        TABLE
            .methods
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(known, fields)| (known.as_str(), fields))
    }

    /// Whether `params` has all that is required, nothing unknown, and each of the right type.
    pub(crate) fn check(&self, fields: &Fields, params: &Map<String, Value>) -> Result<(), ApiError> {
        for name in fields.keys().filter_map(|name| name.strip_suffix('!')) {
            if !params.contains_key(name) {
                return Err(ApiError::bad_request(format!("parameter \"{name}\" is required")));
            }
        }
        for (name, value) in params {
            let types = fields.get(name).or_else(|| fields.get(&format!("{name}!")));
            let types = types.ok_or_else(|| ApiError::bad_request(format!("unknown parameter \"{name}\"")))?;
            if !types.split('|').any(|kind| self.fits(value, kind)) {
                return Err(ApiError::bad_request(format!("parameter \"{name}\" must be of type {types}")));
            }
        }
        Ok(())
    }

    fn fits(&self, value: &Value, kind: &str) -> bool {
        if let Some(inner) = kind.strip_prefix("Array of ") {
            return value.as_array().is_some_and(|items| items.iter().all(|item| self.fits(item, inner)));
        }
        match kind {
            "Integer" => value.is_i64(),
            "String" => value.is_string(),
            "Boolean" => value.is_boolean(),
            // An object that is not in the table is not supported here.
            _ => match (self.types.get(kind), value.as_object()) {
                (Some(fields), Some(object)) => self.check(fields, object).is_ok(),
                _ => false,
            },
        }
    }
}
