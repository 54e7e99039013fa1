//! Who the bot is and what people see of it before they write: name, descriptions, commands.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::json;
use teloxide::payloads::{
    DeleteWebhook, GetMe, GetMyCommands, GetMyDescription, GetMyName, GetMyShortDescription, SetMyCommands,
    SetMyDescription, SetMyName, SetMyShortDescription,
};
use teloxide::requests::Payload;
use teloxide::types::BotCommand;

use super::TelegramChannel;
use super::client::CallError;
use crate::channels::SendError;

/// The account that a token belongs to. Public, like the bot itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Me {
    /// Its id.
    pub id: i64,
    /// Its name after the `@`.
    pub username: String,
}

/// A command in Telegram's menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// Without the slash: 1 to 32 of `a–z 0–9 _`.
    pub name: String,
    /// 1 to 256 characters.
    pub description: String,
}

/// What people of one language see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Two letters; `None` for everybody whose language has no profile of its own.
    pub lang: Option<String>,
    /// The bot's name, at most 64 characters; `None` leaves it as it is.
    pub name: Option<String>,
    /// Shown in the empty chat, at most 512 characters.
    pub description: String,
    /// Shown on the profile page, at most 120 characters.
    pub about: String,
    /// The menu of commands, in order.
    pub commands: Vec<Command>,
}

impl Profile {
    /// What Telegram would not accept of it.
    ///
    /// # Errors
    /// The first limit that is broken.
    pub fn check(&self) -> Result<(), &'static str> {
        let long = |text: &str, most: usize| text.encode_utf16().count() > most;
        match self {
            _ if self.lang.as_ref().is_some_and(|lang| lang.len() != 2) => Err("a language is two letters"),
            _ if self.name.as_ref().is_some_and(|name| long(name, 64)) => Err("the name is longer than 64 characters"),
            _ if long(&self.description, 512) => Err("the description is longer than 512 characters"),
            _ if long(&self.about, 120) => Err("the about text is longer than 120 characters"),
            _ if self.commands.len() > 100 => Err("there are more than 100 commands"),
            _ => self.commands.iter().try_for_each(Command::check),
        }
    }
}

impl Command {
    fn check(&self) -> Result<(), &'static str> {
        let sound = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !(1..=32).contains(&self.name.len()) || !self.name.chars().all(sound) {
            return Err("a command is 1 to 32 of a-z, 0-9 and _");
        }
        if !(1..=256).contains(&self.description.encode_utf16().count()) {
            return Err("a command's description is 1 to 256 characters");
        }
        Ok(())
    }
}

impl TelegramChannel {
    /// Whose token this is; the first call to make.
    ///
    /// # Errors
    /// [`SendError::Unauthorised`] when the token is not accepted; anything temporary is a reason to try again.
    pub async fn me(&self) -> Result<Me, SendError> {
        let result = self.client.call(&GetMe::new(), Duration::ZERO).await.map_err(|error| match error {
            CallError::NotFound => SendError::Unauthorised,
            other => other.into(),
        })?;
        serde_json::from_str(result.get()).map_err(|_| SendError::Temporary("the bot's account cannot be read"))
    }

    /// Ends a webhook, so that updates can be fetched; those that wait are kept.
    ///
    /// # Errors
    /// As for any call.
    pub async fn delete_webhook(&self) -> Result<(), SendError> {
        self.client.call(&DeleteWebhook::new(), Duration::ZERO).await?;
        Ok(())
    }

    /// Makes people see `profiles`. Only what differs is written: Telegram allows few changes of a name a day.
    ///
    /// # Errors
    /// [`SendError::Refused`] when a profile breaks a limit, before anything is written; else as for any call.
    pub async fn set_up(&self, profiles: &[Profile]) -> Result<(), SendError> {
        profiles.iter().try_for_each(Profile::check).map_err(SendError::Refused)?;
        for profile in profiles {
            self.set_up_one(profile).await?;
        }
        Ok(())
    }

    async fn set_up_one(&self, profile: &Profile) -> Result<(), CallError> {
        let lang = || profile.lang.clone();
        let commands: Vec<BotCommand> =
            profile.commands.iter().map(|command| BotCommand::new(&command.name, &command.description)).collect();
        let wanted = json!(commands);
        let get = GetMyCommands { scope: None, language_code: lang() };
        self.write(&get, &wanted, &SetMyCommands { commands, scope: None, language_code: lang() }).await?;

        let wanted = json!({ "description": profile.description });
        let set = SetMyDescription { description: Some(profile.description.clone()), language_code: lang() };
        self.write(&GetMyDescription { language_code: lang() }, &wanted, &set).await?;

        let wanted = json!({ "short_description": profile.about });
        let set = SetMyShortDescription { short_description: Some(profile.about.clone()), language_code: lang() };
        self.write(&GetMyShortDescription { language_code: lang() }, &wanted, &set).await?;

        let Some(name) = &profile.name else { return Ok(()) };
        let set = SetMyName { name: Some(name.clone()), language_code: lang() };
        self.write(&GetMyName { language_code: lang() }, &json!({ "name": name }), &set).await
    }

    /// Calls `set` unless `get` says that all is as `wanted`.
    async fn write<G, S>(&self, get: &G, wanted: &serde_json::Value, set: &S) -> Result<(), CallError>
    where
        G: Payload + Serialize + Sync,
        S: Payload + Serialize + Sync,
    {
        let current = self.client.call(get, Duration::ZERO).await?;
        let current: Option<serde_json::Value> = serde_json::from_str(current.get()).ok();
        if current.as_ref() != Some(wanted) {
            self.client.call(set, Duration::ZERO).await?;
        }
        Ok(())
    }
}
