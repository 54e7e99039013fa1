//! `loket serve`: the Telegram bot, by long polling or at a webhook.

mod logging;
mod notify;
mod profile;
mod receiving;
mod reload;
mod room;
mod sandbox;

use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::watch;

use super::exit::{Exit, Failure};
use super::reload::Changes;
use super::{Common, content, store};
use crate::channels::telegram::{self, Access, Receiver, TelegramChannel};
use crate::failpoint;
use crate::privacy::{self, Sensitive};
use crate::service::control::{self, Socket};
use crate::service::settings::{Desk, Settings, environment};
use crate::service::{
    Clock, Fatal, Library, Listener, OfficeParts, Parts, Service, Stopped, TELEGRAM, answer_watchers,
};
use crate::store::sled::SledStore;

/// Telegram and systemd give a process ten seconds; the store wants the last of them.
const PATIENCE: Duration = Duration::from_secs(8);
/// How often is looked at what time demands.
const TICK: Duration = Duration::from_secs(60);

/// What `serve` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// End a webhook that is set for this bot, so that this process can receive
    #[arg(long)]
    delete_webhook: bool,
    /// Replace a webhook that is set at another address, so that updates come here
    #[arg(long)]
    take_over_webhook: bool,
}

pub(super) fn run(args: &Args, common: &Common) -> Result<Exit, Failure> {
    let settings = content::settings(common)?;
    failpoint::arm(&environment("LOKET_FAILPOINT").unwrap_or_default());
    logging::start(settings.log_level.word());
    for warning in &settings.warnings {
        tracing::warn!(event = "setting", "{warning}");
    }
    let (channel, receiver) = connect(&settings)?;
    store::make_folder(&settings)?;
    sandbox::enter(&settings);
    room::before_opening(&settings)?;
    let store = store::open(&settings)?;
    let changes = Changes::of(settings.content_dir.as_deref(), content::keep(&settings));
    std::thread::spawn(privacy::get_ready);
    let knowledge = content::knowledge(settings.content_dir.clone(), content::keep(&settings))?;
    let house = content::house(&settings);
    let parts = Parts {
        store,
        channel,
        reader: |raw| telegram::read(raw).map(|incoming| incoming.input),
        library: Library::new(knowledge),
        house,
        clock: Clock::system(),
        pace: settings.pace,
    };
    let service = Service::with_desk(parts, desk(&settings), settings.desk.terms());
    keep_statistics(&service, &settings);
    // One thread answers more than Telegram lets a bot send, and several would spend a good part of it on waking each other. The
    // store writes, and content is read, on threads of their own.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let ended = runtime.block_on(serve(args, &settings, service, receiver, changes));
    // Content that is being read at this moment must not hold up the end.
    runtime.shutdown_background();
    ended
}

/// The desk that the settings have; what keeps it closed is said loudly.
fn desk(settings: &Settings) -> Option<OfficeParts> {
    if let Desk::Off(why, _) = &settings.desk {
        tracing::error!(event = "desk_closed", "nobody is handed over to officers: {why}");
    }
    let rules = settings.desk.rules()?.clone();
    let (officers, groups) = (rules.officers.count(), rules.groups.iter().count());
    tracing::info!(event = "desk_open", officers, groups);
    Some(OfficeParts { rules, reader: telegram::read_officer, channel: TELEGRAM })
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
    let way = receiving::Way::of(args, settings).await?;
    let watched = match &settings.watch_listen {
        Some(listen) => Some(receiving::listen(listen, "watch.listen").await?),
        None => None,
    };
    let (waiting, unsent) = service.resume().await.map_err(|error| store::failed(&error))?;
    tracing::info!(event = "resumed", updates_waiting = waiting, conversations_unsent = unsent);
    let control = tokio::spawn(answer_commands(service.clone(), settings.data_dir.clone()));
    let ended = tokio::select! {
        ended = receiving::receive(way, args, settings, &service, &receiver, stop.clone()) => ended,
        () = be_watched(&service, watched, &stop) => Stopped::Asked,
        () = notify::keep_alive(&service) => Stopped::Asked,
        () = every_minute(&service) => Stopped::Asked,
        () = reload::watch(&service, changes) => Stopped::Asked,
        () = room::watch(&service, settings) => Stopped::Asked,
    };
    control.abort();
    // Then its socket is gone from the folder.
    control.await.ok();
    let closed = service.stop(PATIENCE).await;
    save_statistics(&service);
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
        Fatal::Webhook(unregistered) => receiving::webhook_failure(&unregistered),
    }
}

/// Answers whoever watches, where the settings say so. Never ends.
async fn be_watched(service: &Bot, listener: Option<Listener>, stop: &watch::Receiver<bool>) {
    if let Some(listener) = listener {
        answer_watchers(service.clone(), listener, stop.clone()).await;
    }
    std::future::pending::<()>().await;
}

/// Lets `loket backup` and `loket doctor` ask this process; without that it serves all the same.
async fn answer_commands(service: Bot, data: Option<PathBuf>) {
    match data.map(|data| Socket::open(&data)) {
        Some(Ok(socket)) => control::listen(service, socket).await,
        Some(Err(error)) => tracing::warn!(
            event = "control_unavailable",
            kind = %error.kind(),
            "`loket backup` and `loket doctor` cannot ask this process; a data folder with a shorter path may help"
        ),
        None => {}
    }
}

async fn every_minute(service: &Bot) {
    let mut ticks = tokio::time::interval(TICK);
    loop {
        ticks.tick().await;
        if let Err(error) = service.tick(service.clock().now()).await {
            tracing::error!(event = "due_not_read", %error);
        }
        save_statistics(service);
    }
}

/// Without them it serves all the same.
fn keep_statistics(service: &Bot, settings: &Settings) {
    if let Some(Err(error)) = settings.data_dir.as_deref().map(|data| service.keep_statistics(data)) {
        tracing::warn!(event = "statistics_not_kept", kind = %error.kind(), "the file statistics in the data folder");
    }
}

fn save_statistics(service: &Bot) {
    if let Err(error) = service.save_statistics() {
        tracing::warn!(event = "statistics_not_kept", kind = %error.kind(), "the file statistics in the data folder");
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
        notify::stopping();
        sender.send_replace(true);
    });
    Ok(receiver)
}
