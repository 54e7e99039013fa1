//! The token, and what Telegram says to it.

use std::time::Duration;

use super::Finding;
use crate::channels::SendError;
use crate::channels::telegram::{self, Access, TelegramChannel, WebhookInfo};
use crate::cli::exit::Failure;
use crate::privacy::Sensitive;
use crate::service::settings::Settings;

/// How long an answer may take.
const DEADLINE: Duration = Duration::from_secs(5);

/// What was found, and what the server says the time is.
pub(super) struct Seen {
    pub(super) findings: Vec<Finding>,
    pub(super) server_date: Option<String>,
}

pub(super) fn look(settings: &Settings, offline: bool) -> Result<Seen, Failure> {
    let mut seen = Seen { findings: Vec::new(), server_date: None };
    let channel = match connect(settings) {
        Ok(channel) => channel,
        Err(finding) => {
            seen.findings.push(finding);
            return Ok(seen);
        }
    };
    seen.findings.push(Finding::right("token", "it has the form that @BotFather gives"));
    if offline {
        return Ok(seen);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(ask(&channel, settings, &mut seen));
    Ok(seen)
}

fn connect(settings: &Settings) -> Result<TelegramChannel, Finding> {
    let token = settings.require_token().map_err(|error| {
        let problem = error.problems.first();
        let remedy = problem.map(|problem| problem.remedy.clone()).unwrap_or_default();
        Finding::wrong("token", problem.map(|problem| problem.what.clone()).unwrap_or_default(), remedy)
    })?;
    let access = Access {
        api_url: settings.api_url.clone(),
        deadline: DEADLINE,
        ..Access::with_token(Sensitive::new(token.expose().to_owned()))
    };
    let connected = telegram::connect(&access);
    connected
        .map(|(channel, _)| channel)
        .map_err(|error| Finding::wrong("token", error.to_string(), "check token and api-url"))
}

async fn ask(channel: &TelegramChannel, settings: &Settings, seen: &mut Seen) {
    let server = &settings.api_url;
    match channel.me().await {
        Ok(me) => {
            seen.findings.push(Finding::right("telegram", format!("{server} knows the bot as @{}", me.username)));
            if let Some(rules) = settings.desk.rules() {
                seen.findings.extend(super::desk::ask(channel, rules, me.id).await);
            }
        }
        Err(SendError::Unauthorised) => {
            let remedy = "it may have been revoked: ask @BotFather for the current one and put it in the token file";
            seen.findings.push(Finding::wrong("telegram", format!("{server} does not accept the token"), remedy));
            return;
        }
        Err(error) => {
            let what = format!("{server} gives no answer ({error}), so token and webhook were not tried");
            seen.findings.push(Finding::note("telegram", what));
            return;
        }
    }
    seen.findings.push(webhook(channel, settings).await);
    seen.server_date = channel.server_date().await;
}

/// Whether updates reach the way that the settings choose.
async fn webhook(channel: &TelegramChannel, settings: &Settings) -> Finding {
    let info = match channel.webhook().await {
        Ok(info) => info,
        Err(error) => return Finding::note("webhook", format!("its state could not be asked ({error})")),
    };
    let pending = info.pending;
    match &settings.webhook {
        None if info.url.is_empty() => {
            Finding::right("webhook", format!("none is set, as polling needs; {pending} updates wait at Telegram"))
        }
        None => Finding::wrong(
            "webhook",
            format!("one is set for this bot, at {}, so nothing can be fetched by polling", info.host()),
            "start once with `loket serve --delete-webhook`, if no other process of yours receives there",
        ),
        Some(wanted) if info.url == wanted.url => delivered(&info),
        Some(_) if info.url.is_empty() => {
            Finding::note("webhook", "none is set yet; `loket serve` sets it when it starts")
        }
        Some(_) => Finding::wrong(
            "webhook",
            format!("Telegram brings updates to {}, not to the address in the settings", info.host()),
            "start with `loket serve --take-over-webhook`, if no other process of yours receives there",
        ),
    }
}

fn delivered(info: &WebhookInfo) -> Finding {
    let pending = info.pending;
    match info.last_error {
        Some((_, why)) if pending > 0 => Finding::wrong(
            "webhook",
            format!("Telegram could not deliver lately: {why}; {pending} updates wait"),
            "look whether `loket serve` runs, and whether the proxy passes requests on to it",
        ),
        _ => Finding::right("webhook", format!("it is set at {}; {pending} updates wait at Telegram", info.host())),
    }
}
