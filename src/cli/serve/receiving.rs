//! Receiving updates the way the settings say: by long polling, or at a webhook.

use std::time::Duration;

use tokio::sync::watch;

use super::{Args, Bot, notify, profile};
use crate::channels::SendError;
use crate::channels::telegram::{Lock, Me, Receiver, TelegramChannel};
use crate::cli::exit::{Exit, Failure};
use crate::privacy::Sensitive;
use crate::service::health::Component;
use crate::service::settings::{Settings, Webhook};
use crate::service::{Door, Fatal, Listener, Polling, Registration, Stopped, Unregistered, keep_watch, poll_until};

/// How often Telegram is asked how deliveries go.
const LOOK: Duration = Duration::from_secs(60);
/// The longest wait before asking again who we are.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// How updates come in.
pub(super) enum Way {
    /// They are fetched.
    Polling(Polling),
    /// They are brought.
    Webhook(Box<Hook>),
}

/// What a webhook needs.
pub(super) struct Hook {
    webhook: Webhook,
    secret: Sensitive<String>,
    listener: Listener,
    take_over: bool,
}

impl Way {
    /// The way that the settings say. Listens already, so that nothing Telegram brings is turned away.
    pub(super) async fn of(args: &Args, settings: &Settings) -> Result<Self, Failure> {
        let Some(webhook) = &settings.webhook else {
            return if args.take_over_webhook {
                Err(misused("--take-over-webhook is for receiving at a webhook", "set webhook.url and webhook.listen"))
            } else {
                let timeout = Duration::from_secs(settings.poll_timeout_seconds.into());
                Ok(Self::Polling(Polling { timeout }))
            };
        };
        if args.delete_webhook {
            let remedy = "leave the option out, or take webhook.url and webhook.listen out of the settings to poll";
            return Err(misused("--delete-webhook is for polling, and the settings say webhook", remedy));
        }
        let secret = webhook.require_secret().map_err(|error| misused(&error.to_string(), ""))?;
        let secret = Sensitive::new(secret.expose().to_owned());
        let listener = listen(&webhook.listen, "webhook.listen").await?;
        let take_over = args.take_over_webhook;
        Ok(Self::Webhook(Box::new(Hook { webhook: webhook.clone(), secret, listener, take_over })))
    }
}

fn misused(what: &str, remedy: &str) -> Failure {
    Failure::new(Exit::CouldNotRun, what, remedy)
}

/// Listens where the setting `key` says.
pub(super) async fn listen(at: &crate::service::settings::Listen, key: &str) -> Result<Listener, Failure> {
    Listener::bind(at).await.map_err(|error| {
        let remedy = "free it, or choose another port or path; a Unix socket needs a folder that this user may write";
        misused(&format!("{key}: cannot listen at {at}: {error}"), remedy)
    })
}

/// Receives until `stop` says true or the service cannot go on.
pub(super) async fn receive(
    way: Way,
    args: &Args,
    settings: &Settings,
    service: &Bot,
    receiver: &Receiver,
    mut stop: watch::Receiver<bool>,
) -> Stopped {
    let introduced = tokio::select! {
        me = introduce(service.channel(), settings, args.delete_webhook) => me,
        _ = stop.wait_for(|stop| *stop) => return Stopped::Asked,
    };
    match introduced {
        Ok(me) => tracing::info!(event = "ready", bot = me.username),
        Err(fatal) => return Stopped::Fatal(fatal),
    }
    tokio::spawn(profile::publish(service.clone()));
    match way {
        Way::Polling(polling) => {
            notify::ready();
            poll_until(service, receiver, polling, stop).await
        }
        Way::Webhook(hook) => at_webhook(*hook, service, stop).await,
    }
}

async fn at_webhook(hook: Hook, service: &Bot, stop: watch::Receiver<bool>) -> Stopped {
    let Hook { webhook, secret, listener, take_over } = hook;
    let door = Door::new(service.clone(), webhook.path().to_owned(), Lock::new(&secret), stop);
    let registration = Registration { url: webhook.url, secret, take_over };
    // The door ends when the process is asked to stop, after the answers that are on their way.
    tokio::select! {
        () = door.keep_open(listener) => Stopped::Asked,
        fatal = service.fatal() => Stopped::Fatal(fatal),
        fatal = register_and_watch(&registration, service) => Stopped::Fatal(fatal),
    }
}

async fn register_and_watch(registration: &Registration, service: &Bot) -> Fatal {
    match registration.register(service.channel(), notify::still_starting).await {
        Ok(()) => {}
        Err(Unregistered::Unauthorised) => return Fatal::Unauthorised,
        Err(unregistered) => return Fatal::Webhook(unregistered),
    }
    tracing::info!(event = "webhook_registered");
    service.health().set_ok(Component::Telegram);
    notify::ready();
    keep_watch(service, &registration.url, LOOK).await
}

/// Asks Telegram who we are until it answers: no network at the start is no reason to end.
async fn introduce(channel: &TelegramChannel, settings: &Settings, delete_webhook: bool) -> Result<Me, Fatal> {
    let mut wait = Duration::from_millis(500);
    loop {
        let asked = async {
            if delete_webhook {
                channel.delete_webhook().await?;
            }
            channel.me().await
        };
        match asked.await {
            Ok(me) => return Ok(me),
            Err(SendError::Unauthorised) => return Err(Fatal::Unauthorised),
            Err(error) => {
                let (server, seconds) = (&settings.api_url, wait.as_secs_f32());
                tracing::warn!(
                    event = "telegram_unreachable",
                    %error,
                    "no answer from {server}: check the network and the address; trying again in {seconds} s"
                );
                notify::still_starting();
            }
        }
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

/// What to say of a webhook that Telegram does not serve.
pub(super) fn webhook_failure(unregistered: &Unregistered) -> Failure {
    match unregistered {
        Unregistered::Elsewhere(host) => misused(
            &format!("Telegram delivers this bot's updates at another address, at {host}"),
            "if that one is to end, start once with --take-over-webhook; else give this one a token of its own",
        ),
        Unregistered::Refused(why) => misused(
            &format!("Telegram does not accept the webhook: {why}"),
            "check webhook.url: https, port 443, 80, 88 or 8443, a host name that the whole Internet can find",
        ),
        Unregistered::Unauthorised => super::failure(Fatal::Unauthorised),
    }
}
