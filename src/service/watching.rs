//! What whoever watches may ask: `/livez`, `/readyz` and `/metrics`, from this machine alone.
//!
//! Start with [`answer_watchers`]. Always holds: no content, no identifier, no address in any answer (threat T36).

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value, json};
use tokio::sync::watch;

use super::Service;
use super::health::{Component, Condition};
use super::http::{self, Listener, Method, Reply, Request, StatusCode};
use super::intake::BACKLOG;
use super::metrics::MetricText;
use crate::channels::telegram::TelegramChannel;
use crate::store::Store;

/// So long may the store take to show a sign of life.
pub const SIGN_OF_LIFE: Duration = Duration::from_secs(5);
/// More connections than any monitor needs.
const CONNECTIONS: usize = 16;
const JSON: &str = "application/json";
const TEXT: &str = "text/plain; charset=utf-8";
/// What Prometheus asks for.
const EXPOSITION: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Answers until `stop` says true.
pub async fn answer_watchers<S: Store>(
    service: Service<S, TelegramChannel>,
    listener: Listener,
    stop: watch::Receiver<bool>,
) {
    let answer = move |request: Request| {
        let service = service.clone();
        async move { answer(&service, &request).await }
    };
    http::serve(listener, CONNECTIONS, answer, stop).await;
}

async fn answer<S: Store>(service: &Service<S, TelegramChannel>, request: &Request) -> Reply {
    if request.method() != Method::GET {
        return http::reply(StatusCode::METHOD_NOT_ALLOWED, TEXT, "");
    }
    match request.uri().path() {
        "/livez" => live(service).await,
        "/readyz" => ready(service).await,
        "/metrics" => http::reply(StatusCode::OK, EXPOSITION, exposition(service)),
        _ => http::reply(StatusCode::NOT_FOUND, TEXT, "/livez, /readyz, /metrics\n"),
    }
}

async fn live<S: Store>(service: &Service<S, TelegramChannel>) -> Reply {
    if service.responds(SIGN_OF_LIFE).await {
        http::reply(StatusCode::OK, TEXT, "alive\n")
    } else {
        http::reply(StatusCode::SERVICE_UNAVAILABLE, TEXT, "the store does not answer\n")
    }
}

async fn ready<S: Store>(service: &Service<S, TelegramChannel>) -> Reply {
    service.responds(SIGN_OF_LIFE).await;
    observe_backlog(service);
    let ready = service.health().is_ready() && !service.is_stopping();
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    http::reply(status, JSON, format!("{}\n", report(service, ready)))
}

fn observe_backlog<S: Store>(service: &Service<S, TelegramChannel>) {
    if service.backlog() > BACKLOG / 2 {
        service.health().set(Component::Backlog, Condition::Degraded, "more comes in than is answered");
    } else {
        service.health().set_ok(Component::Backlog);
    }
}

fn report<S: Store>(service: &Service<S, TelegramChannel>, ready: bool) -> Value {
    let components: Map<String, Value> = Component::ALL
        .into_iter()
        .map(|component| {
            let state = service.health().of(component);
            let (condition, since) = (state.condition.word(), time(state.since));
            (component.word().to_owned(), json!({"condition": condition, "reason": state.reason, "since": since}))
        })
        .collect();
    let content = service.library().in_force();
    let broken = content.broken.iter();
    let broken: Vec<Value> =
        broken.map(|found| json!({"code": found.code, "file": found.file, "line": found.line})).collect();
    json!({
        "ready": ready,
        "condition": service.health().worst().word(),
        "components": components,
        "content": {"fingerprint": content.fingerprint, "since": time(content.since), "broken": broken},
        "backlog": service.backlog(),
        "conversations_at_work": service.at_work(),
    })
}

/// Whole seconds in UTC, as `2026-11-24T09:30:00Z`.
fn time(moment: SystemTime) -> String {
    let timestamp = jiff::Timestamp::from_second(i64::try_from(seconds(moment) as u64).unwrap_or_default());
    timestamp.map(|timestamp| timestamp.to_string()).unwrap_or_default()
}

fn seconds(moment: SystemTime) -> f64 {
    moment.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64()
}

/// All metrics as text.
fn exposition<S: Store>(service: &Service<S, TelegramChannel>) -> String {
    let mut text = MetricText::default();
    service.metrics().render(&mut text);
    render_now(service, &mut text);
    render_store(service, &mut text);
    render_content(service, &mut text);
    render_process(&mut text);
    text.finish()
}

fn render_now<S: Store>(service: &Service<S, TelegramChannel>, text: &mut MetricText) {
    observe_backlog(service);
    let presses = service.channel().unanswered_presses();
    text.total("loket_presses_unanswered_total", "Presses of buttons whose receipt Telegram did not take.", presses);
    text.gauge("loket_backlog", "Updates and deliveries that wait in memory.", service.backlog() as f64);
    text.gauge(
        "loket_conversations_at_work",
        "Conversations in which something is being answered or sent.",
        service.at_work() as f64,
    );
    let conditions = Component::ALL.map(|component| {
        let condition = service.health().of(component).condition;
        (component.word(), f64::from(condition as u8))
    });
    text.gauges("loket_health", "How a part is: 0 well, 1 degraded, 2 failed.", "component", &conditions);
}

fn render_store<S: Store>(service: &Service<S, TelegramChannel>, text: &mut MetricText) {
    let written = service.written();
    text.total("loket_store_groups_total", "Groups of writes that went to the disk together.", written.groups);
    text.total("loket_store_writes_total", "Writes in those groups.", written.writes);
}

fn render_content<S: Store>(service: &Service<S, TelegramChannel>, text: &mut MetricText) {
    let content = service.library().in_force();
    text.info("loket_content_info", "The fingerprint of the content in force.", "fingerprint", &content.fingerprint);
    let since = seconds(content.since);
    text.gauge("loket_content_since_seconds", "Since when it is in force, in seconds since 1970.", since);
    let problems = content.broken.len() as f64;
    text.gauge("loket_content_problems", "What is wrong with a later edit that is not in force.", problems);
}

fn render_process(text: &mut MetricText) {
    text.info("loket_build_info", "The version that runs.", "version", env!("CARGO_PKG_VERSION"));
    text.gauge("process_resident_memory_bytes", "Memory in use.", resident_bytes() as f64);
}

/// What the system says of our memory; the last known where it says nothing.
fn resident_bytes() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.parse().ok());
    if let Some(kib) = line.map(|kib: u64| kib * 1024) {
        LAST.store(kib, Ordering::Relaxed);
    }
    LAST.load(Ordering::Relaxed)
}
