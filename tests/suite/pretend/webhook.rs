//! Bringing updates to a webhook, as Telegram does: again until 2xx, the updates of one chat one after the other, those of
//! different chats at the same time, no more at a time than the bot asked for.
//!
//! The address that the bot gives is one of the Internet. [`Entrance`] is the reverse proxy there: where requests end up.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpStream, UnixStream};
use tokio::task::JoinSet;

use super::Shared;
use super::error::ApiError;
use super::world::{World, now};

/// How long after a failure an update is brought again; Telegram takes longer.
const AGAIN: Duration = Duration::from_millis(20);
/// Telegram waits sixty seconds for an answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where requests to the webhook's address end up.
#[derive(Clone, Debug)]
pub(crate) enum Entrance {
    Tcp(u16),
    Unix(PathBuf),
}

/// The webhook as the bot set it.
#[derive(Default)]
pub(crate) struct Webhook {
    pub(crate) url: String,
    pub(crate) secret: Option<String>,
    pub(crate) most: usize,
    pub(crate) entrance: Option<Entrance>,
    /// What was answered to each attempt: the update's id and the status, 0 where there was no answer.
    pub(crate) attempts: Vec<(i64, u16)>,
    /// Most requests at the same time so far.
    pub(crate) most_at_once: usize,
    on_their_way: BTreeSet<i64>,
    error: Option<(u64, String)>,
}

/// An update on its way.
pub(super) struct Parcel {
    id: i64,
    chat: i64,
    text: Arc<str>,
    path: String,
    secret: Option<String>,
    entrance: Entrance,
}

impl World {
    pub(super) fn set_webhook(&mut self, params: &Map<String, Value>) -> Result<Value, ApiError> {
        let url = params.get("url").and_then(Value::as_str).unwrap_or_default().to_owned();
        let secret = params.get("secret_token").and_then(Value::as_str).map(str::to_owned);
        let most = params.get("max_connections").map_or(Some(40), Value::as_u64);
        check_url(&url)?;
        secret.as_deref().map_or(Ok(()), check_secret)?;
        let most = most.filter(|most| (1..=100).contains(most));
        let most = most.ok_or_else(|| ApiError::bad_request("\"max_connections\" is out of range"))?;
        self.allow_kinds(params)?;
        (self.webhook.url, self.webhook.secret, self.webhook.most) = (url, secret, most as usize);
        self.webhook.error = None;
        self.drop_if_asked(params);
        Ok(true.into())
    }

    pub(super) fn delete_webhook(&mut self, params: &Map<String, Value>) -> Value {
        self.webhook.url.clear();
        self.drop_if_asked(params);
        true.into()
    }

    fn drop_if_asked(&mut self, params: &Map<String, Value>) {
        if params.get("drop_pending_updates") == Some(&true.into()) {
            self.queue.clear();
        }
    }

    pub(super) fn webhook_info(&self) -> Value {
        let mut info = json!({
            "url": self.webhook.url, "has_custom_certificate": false, "pending_update_count": self.queue.len(),
            "allowed_updates": self.queue.allowed(),
        });
        if !self.webhook.url.is_empty() {
            info["max_connections"] = self.webhook.most.into();
        }
        if let Some((date, message)) = &self.webhook.error {
            info["last_error_date"] = (*date).into();
            info["last_error_message"] = message.as_str().into();
        }
        info
    }

    /// The next update that may go now, if there is one; from then on it is on its way.
    fn next_parcel(&mut self) -> Option<Parcel> {
        let webhook = &mut self.webhook;
        let entrance = webhook.entrance.clone().filter(|_| !webhook.url.is_empty())?;
        if webhook.on_their_way.len() >= webhook.most {
            return None;
        }
        let (id, chat, text) = self.queue.first_of_other_chats(&webhook.on_their_way)?;
        webhook.on_their_way.insert(chat);
        webhook.most_at_once = webhook.most_at_once.max(webhook.on_their_way.len());
        let path = webhook.url.splitn(4, '/').nth(3).unwrap_or_default();
        Some(Parcel { id, chat, text, path: format!("/{path}"), secret: webhook.secret.clone(), entrance })
    }

    fn brought(&mut self, id: i64, status: u16) {
        self.webhook.attempts.push((id, status));
        match status {
            200..300 => self.queue.remove(id),
            0 => self.webhook.error = Some((now(), "Connection refused".to_owned())),
            status => {
                self.webhook.error = Some((now(), format!("Wrong response from the webhook: {status} Some words")));
            }
        }
    }
}

fn check_url(url: &str) -> Result<(), ApiError> {
    if url.is_empty() {
        return Ok(());
    }
    let bad = |what: &str| Err(ApiError::bad_request(format!("bad webhook: {what}")));
    let Some(rest) = url.strip_prefix("https://") else { return bad("HTTPS url must be provided for webhook") };
    let port = rest.split('/').next().and_then(|authority| authority.split_once(':')).map_or("443", |(_, port)| port);
    if !["80", "88", "443", "8443"].contains(&port) {
        return bad("Webhook can be set up only on ports 80, 88, 443 or 8443");
    }
    Ok(())
}

fn check_secret(secret: &str) -> Result<(), ApiError> {
    if !(1..=256).contains(&secret.len()) {
        return Err(ApiError::bad_request("secret token is too long"));
    }
    if !secret.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')) {
        return Err(ApiError::bad_request("secret token contains unallowed characters"));
    }
    Ok(())
}

/// Brings updates as long as the server runs.
pub(super) async fn bring(shared: Arc<Shared>) {
    let mut news = shared.news.subscribe();
    let mut couriers = JoinSet::new();
    loop {
        news.borrow_and_update();
        loop {
            let parcel = shared.world().next_parcel();
            let Some(parcel) = parcel else { break };
            couriers.spawn(hand_over(Arc::clone(&shared), parcel));
        }
        tokio::select! {
            changed = news.changed() => if changed.is_err() { return },
            Some(_) = couriers.join_next() => {}
        }
    }
}

async fn hand_over(shared: Arc<Shared>, parcel: Parcel) {
    let status = tokio::time::timeout(PATIENCE, post(&parcel)).await.ok().flatten().unwrap_or(0);
    shared.world().brought(parcel.id, status);
    shared.tell_watchers();
    if !(200..300).contains(&status) {
        tokio::time::sleep(AGAIN).await;
    }
    shared.world().webhook.on_their_way.remove(&parcel.chat);
}

async fn post(parcel: &Parcel) -> Option<u16> {
    let secret = parcel.secret.iter().map(|secret| format!("X-Telegram-Bot-Api-Secret-Token: {secret}\r\n"));
    let secret: String = secret.collect();
    let (path, text) = (&parcel.path, &parcel.text);
    let head = format!("POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n");
    let request = format!("{head}{secret}Content-Length: {}\r\n\r\n{text}", text.len());
    let (status, _) = ask(&parcel.entrance, request.as_bytes()).await?;
    Some(status)
}

/// What is answered to the bytes of `request`: status and body; `None` when nothing is.
pub(crate) async fn ask(entrance: &Entrance, request: &[u8]) -> Option<(u16, String)> {
    match entrance {
        Entrance::Tcp(port) => converse(TcpStream::connect(("127.0.0.1", *port)).await.ok()?, request).await,
        Entrance::Unix(path) => converse(UnixStream::connect(path).await.ok()?, request).await,
    }
}

async fn converse(mut stream: impl AsyncRead + AsyncWrite + Unpin, request: &[u8]) -> Option<(u16, String)> {
    // Who is refused by its head may be answered before all was sent.
    let _ = stream.write_all(request).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    let answer = String::from_utf8(answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    Some((head.split(' ').nth(1)?.parse().ok()?, body.to_owned()))
}
