//! What people see of the bot before they write: commands, name, descriptions, each per language.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::error::ApiError;
use super::sending::{units, word};

/// Texts by what they are and language; `""` is the language of everybody else.
#[derive(Default)]
pub(crate) struct Profile {
    texts: BTreeMap<(&'static str, String), String>,
    commands: BTreeMap<String, Value>,
}

impl Profile {
    /// Sets the text `key`, of at most `limit` characters; an empty one is removed.
    pub(crate) fn set_text(
        &mut self,
        key: &'static str,
        limit: usize,
        params: &Map<String, Value>,
    ) -> Result<Value, ApiError> {
        let (lang, text) = (lang(params)?, word(params, key));
        if units(text) > limit {
            return Err(ApiError::bad_request(format!("{key} is too long")));
        }
        match text {
            "" => self.texts.remove(&(key, lang)),
            _ => self.texts.insert((key, lang), text.to_owned()),
        };
        Ok(true.into())
    }

    /// The text for a language, or else for everybody.
    pub(crate) fn text(&self, key: &'static str, params: &Map<String, Value>) -> Result<Value, ApiError> {
        let own = self.texts.get(&(key, lang(params)?)).or_else(|| self.texts.get(&(key, String::new())));
        Ok(Value::Object(Map::from_iter([(key.to_owned(), own.cloned().unwrap_or_default().into())])))
    }

    pub(crate) fn set_commands(&mut self, params: &Map<String, Value>) -> Result<Value, ApiError> {
        let lang = lang(params)?;
        let commands = params.get("commands").cloned().unwrap_or_else(|| json!([]));
        let list = commands.as_array().map_or(&[][..], Vec::as_slice);
        if list.len() > 100 {
            return Err(ApiError::bad_request("BOT_COMMANDS_TOO_MUCH"));
        }
        list.iter().try_for_each(check_command)?;
        self.commands.insert(lang, commands);
        Ok(true.into())
    }

    pub(crate) fn commands(&self, params: &Map<String, Value>) -> Result<Value, ApiError> {
        Ok(self.commands.get(&lang(params)?).cloned().unwrap_or_else(|| json!([])))
    }
}

fn check_command(command: &Value) -> Result<(), ApiError> {
    let name = command["command"].as_str().unwrap_or_default();
    let sound = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !(1..=32).contains(&name.len()) || !name.chars().all(sound) {
        return Err(ApiError::bad_request("BOT_COMMAND_INVALID"));
    }
    if !(1..=256).contains(&units(command["description"].as_str().unwrap_or_default())) {
        return Err(ApiError::bad_request("BOT_COMMAND_DESCRIPTION_INVALID"));
    }
    Ok(())
}

fn lang(params: &Map<String, Value>) -> Result<String, ApiError> {
    let lang = word(params, "language_code");
    let sound = lang.is_empty() || (lang.len() == 2 && lang.chars().all(|c| c.is_ascii_lowercase()));
    if sound { Ok(lang.to_owned()) } else { Err(ApiError::bad_request("LANGUAGE_CODE_INVALID")) }
}
