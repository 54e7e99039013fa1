//! Telling Telegram what the bot is: commands, description and about text in every language.

use std::time::Duration;

use super::Bot;
use crate::channels::telegram::{Command, Profile};
use crate::content::Lang;
use crate::dialogue::{COMMANDS, Knowledge};

/// How long after a failure it is tried again.
const AGAIN: Duration = Duration::from_secs(60);

/// Publishes once; failing, tries again. The bot works without.
pub(super) async fn publish(service: Bot) {
    let profiles = profiles(&service.library().current());
    loop {
        match service.channel().set_up(&profiles).await {
            Ok(()) => {
                tracing::info!(event = "profile_published");
                return;
            }
            Err(error) => tracing::warn!(event = "profile_not_published", %error),
        }
        tokio::time::sleep(AGAIN).await;
    }
}

/// The first language for everybody, and each language for its own people.
fn profiles(knowledge: &Knowledge) -> Vec<Profile> {
    let languages = &knowledge.catalogue.languages;
    let own = languages.iter().map(|lang| profile(knowledge, *lang, Some(lang.code().to_owned())));
    std::iter::once(profile(knowledge, knowledge.first_language(), None)).chain(own).collect()
}

fn profile(knowledge: &Knowledge, lang: Lang, code: Option<String>) -> Profile {
    let label = |id: &str| knowledge.catalogue.phrases.label(lang, id);
    let commands = COMMANDS.iter().map(|(dutch, english, phrase)| Command {
        name: (if lang == Lang::NL { *dutch } else { *english }).to_owned(),
        description: label(phrase),
    });
    Profile {
        lang: code,
        name: None,
        description: label("bot-description"),
        about: label("bot-about"),
        commands: commands.collect(),
    }
}
