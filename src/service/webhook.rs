//! The webhook's door: Telegram brings updates, by way of a reverse proxy on this machine.
//!
//! Start with [`Door`]; `registration` tells Telegram where it is. Always holds: nothing of a body is read before the path, the
//! method and the secret were right; 200 is only said of what is on disk; whatever else is said, Telegram comes again.

mod registration;

pub use registration::{Registration, Unregistered, keep_watch};

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::Service;
use super::http::{self, Listener, Method, Reply, Request, StatusCode, Unread};
use super::intake::{BACKLOG, store_failed, take_in};
use super::metrics::{Knock, Received};
use crate::channels::telegram::{Lock, RawUpdate, SECRET_HEADER, TelegramChannel};
use crate::store::{Store, StoreError};

/// Larger than any update.
const BODY_SIZE: usize = 256 * 1024;
/// So long may a body take.
const BODY_TIME: Duration = Duration::from_secs(10);
/// More than Telegram opens at a time.
const CONNECTIONS: usize = 128;

/// Where Telegram's requests come in.
pub struct Door<S> {
    service: Service<S, TelegramChannel>,
    path: String,
    lock: Lock,
    stop: watch::Receiver<bool>,
}

impl<S: Store> Door<S> {
    /// A door at `path` that closes when `stop` says true.
    #[must_use]
    pub fn new(service: Service<S, TelegramChannel>, path: String, lock: Lock, stop: watch::Receiver<bool>) -> Self {
        Self { service, path, lock, stop }
    }

    /// Lets updates in until it closes.
    pub async fn keep_open(self, listener: Listener) {
        let stop = self.stop.clone();
        let door = Arc::new(self);
        let answer = move |request| {
            let door = Arc::clone(&door);
            async move { door.answer(request).await }
        };
        http::serve(listener, CONNECTIONS, answer, stop).await;
    }

    async fn answer(&self, request: Request) -> Reply {
        let knock = self.let_in(request).await.map_or_else(|refused| refused, |()| Knock::Taken);
        self.service.metrics().knocks.one(knock);
        http::reply(status(knock), "text/plain", "")
    }

    async fn let_in(&self, request: Request) -> Result<(), Knock> {
        self.check_head(&request)?;
        self.check_open()?;
        let body = http::body(request, BODY_SIZE, BODY_TIME).await.map_err(knock_of)?;
        let update = RawUpdate::parse(&body).ok_or_else(|| self.unreadable())?;
        self.check_open()?;
        self.take(update).await
    }

    fn check_head(&self, request: &Request) -> Result<(), Knock> {
        if request.uri().path() != self.path {
            return Err(Knock::Astray);
        }
        if request.method() != Method::POST {
            return Err(Knock::Method);
        }
        let given = request.headers().get_all(SECRET_HEADER).iter().map(http::HeaderValue::as_bytes);
        if self.lock.opens(given) { Ok(()) } else { Err(Knock::Unauthorised) }
    }

    /// Whether an update could be stored and answered now; if not, Telegram keeps it.
    fn check_open(&self) -> Result<(), Knock> {
        let full = !self.service.is_taking();
        let closed = *self.stop.borrow() || self.service.is_stopping() || self.service.backlog() > BACKLOG || full;
        if closed { Err(Knock::Unavailable) } else { Ok(()) }
    }

    fn unreadable(&self) -> Knock {
        self.service.metrics().updates.one(Received::Unreadable);
        tracing::warn!(event = "updates_unreadable", count = 1);
        Knock::Unreadable
    }

    async fn take(&self, update: RawUpdate) -> Result<(), Knock> {
        let service = self.service.clone();
        // In a task of its own: when Telegram hangs up halfway, what was stored must still find its lane.
        let taken = tokio::spawn(async move {
            let taken = take_in(&service, vec![update]).await;
            taken.map_err(|error| match error {
                // It passes by itself, and Telegram keeps the update meanwhile.
                StoreError::NoRoom => {}
                error => service.fail(store_failed(&error)),
            })
        });
        match taken.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(())) | Err(_) => Err(Knock::Unavailable),
        }
    }
}

fn knock_of(unread: Unread) -> Knock {
    match unread {
        Unread::TooLarge => Knock::TooLarge,
        Unread::Slow => Knock::Slow,
        Unread::Broken => Knock::Unreadable,
    }
}

fn status(knock: Knock) -> StatusCode {
    match knock {
        Knock::Taken => StatusCode::OK,
        Knock::Astray => StatusCode::NOT_FOUND,
        Knock::Method => StatusCode::METHOD_NOT_ALLOWED,
        Knock::Unauthorised => StatusCode::UNAUTHORIZED,
        Knock::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Knock::Slow => StatusCode::REQUEST_TIMEOUT,
        Knock::Unreadable => StatusCode::BAD_REQUEST,
        Knock::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
    }
}
