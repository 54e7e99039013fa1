//! `loket serve`: the Telegram bot, by long polling.

mod logging;
mod profile;
mod reload;

use std::time::Duration;

use tokio::sync::watch;

use super::exit::{Exit, Failure};
use super::reload::Changes;
use super::{Common, content, store};
use crate::channels::SendError;
use crate::channels::telegram::{self, Access, Me, Receiver, TelegramChannel};
use crate::failpoint;
use crate::privacy::Sensitive;
use crate::service::settings::{Settings, environment};
use crate::service::{Clock, Fatal, Library, Parts, Polling, Service, Stopped, poll_until};
use crate::store::sled::SledStore;

/// Telegram and systemd give a process ten seconds; the store wants the last of them.
const PATIENCE: Duration = Duration::from_secs(8);
/// How often is looked at what time demands.
const TICK: Duration = Duration::from_secs(60);
/// The longest wait before asking again who we are.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// What `serve` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// End a webhook that is set for this bot, so that this process can receive
    #[arg(long)]
    delete_webhook: bool,
}

pub(super) fn run(args: &Args, common: &Common) -> Result<Exit, Failure> {
    let settings = content::settings(common)?;
    failpoint::arm(&environment("LOKET_FAILPOINT").unwrap_or_default());
    logging::start(settings.log_level.word());
    for warning in &settings.warnings {
        tracing::warn!(event = "setting", "{warning}");
    }
    let (channel, receiver) = connect(&settings)?;
    let store = store::open(&settings)?;
    let changes = Changes::of(settings.content_dir.as_deref(), content::keep(&settings));
    let knowledge = content::knowledge(settings.content_dir.clone(), content::keep(&settings))?;
    let house = content::house(&settings);
    let service = Service::new(Parts {
        store,
        channel,
        reader: |raw| telegram::read(raw).map(|incoming| incoming.input),
        library: Library::new(knowledge),
        house,
        clock: Clock::system(),
        pace: settings.pace,
    });
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let ended = runtime.block_on(serve(args, &settings, service, receiver, changes));
    // Content that is being read at this moment must not hold up the end.
    runtime.shutdown_background();
    ended
}

type Bot = Service<SledStore, TelegramChannel>;

fn connect(settings: &Settings) -> Result<(TelegramChannel, Receiver), Failure> {
    let token = settings.require_token().map_err(|error| {
        Failure::new(Exit::Token, error.to_string(), "without a token, `loket chat` is the same conversation")
    })?;
    let token = Sensitive::new(token.expose().to_owned());
    let access = Access { api_url: settings.api_url.clone(), ..Access::with_token(token) };
    telegram::connect(&access).map_err(|error| {
        Failure::new(Exit::Token, error.to_string(), "check the token file and the address in the settings")
    })
}

async fn serve(
    args: &Args,
    settings: &Settings,
    service: Bot,
    receiver: Receiver,
    changes: Changes,
) -> Result<Exit, Failure> {
    let stop = stop_signal()?;
    let (waiting, unsent) = service.resume().await.map_err(|error| store::failed(&error))?;
    tracing::info!(event = "resumed", updates_waiting = waiting, conversations_unsent = unsent);
    let ended = tokio::select! {
        ended = receive(args, settings, &service, &receiver, stop.clone()) => ended,
        () = every_minute(&service) => Stopped::Asked,
        () = reload::watch(&service, changes) => Stopped::Asked,
    };
    let closed = service.stop(PATIENCE).await;
    tracing::info!(event = "stopped");
    match ended {
        Stopped::Asked => closed.map(|()| Exit::Done).map_err(|error| store::failed(&error)),
        Stopped::Fatal(fatal) => Err(failure(fatal)),
    }
}

fn failure(fatal: Fatal) -> Failure {
    match fatal {
        Fatal::Store(what) => Failure::new(
            Exit::StoreFailed,
            format!("the store failed: {what}"),
            "check the disk; everything acknowledged is stored, and a restart goes on where this stopped",
        ),
        Fatal::Unauthorised => Failure::new(
            Exit::Token,
            "Telegram does not accept the token",
            "it may have been revoked: ask @BotFather for the current one and put it in the token file",
        ),
    }
}

async fn receive(
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
    let polling = Polling { timeout: Duration::from_secs(settings.poll_timeout_seconds.into()) };
    poll_until(service, receiver, polling, stop).await
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
            }
        }
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

async fn every_minute(service: &Bot) {
    let mut ticks = tokio::time::interval(TICK);
    loop {
        ticks.tick().await;
        if let Err(error) = service.tick(service.clock().now()).await {
            tracing::error!(event = "due_not_read", %error);
        }
    }
}

/// Becomes true at SIGTERM or SIGINT.
fn stop_signal() -> Result<watch::Receiver<bool>, Failure> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let (sender, receiver) = watch::channel(false);
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!(event = "stopping");
        sender.send_replace(true);
    });
    Ok(receiver)
}
