//! Telling systemd how it goes, in the protocol of `sd_notify(3)`: a datagram to the socket that it names.
//!
//! Our own, because it is a few lines. Without systemd nothing is said to anyone.

use std::io;
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::time::Duration;

use super::Bot;
use crate::service::SIGN_OF_LIFE;
use crate::service::settings::environment;

/// How much longer systemd is asked to wait at the start while Telegram cannot be reached.
const LONGER: Duration = Duration::from_secs(180);

/// Updates are received.
pub(super) fn ready() {
    send("READY=1\nSTATUS=receiving updates");
}

/// Telegram does not answer yet: that is no reason to be ended.
pub(super) fn still_starting() {
    send(&format!("EXTEND_TIMEOUT_USEC={}\nSTATUS=waiting for an answer from Telegram", LONGER.as_micros()));
}

/// The service is on its way to its end.
pub(super) fn stopping() {
    send("STOPPING=1\nSTATUS=finishing what is being answered");
}

/// Shows a sign of life as often as systemd asks for one, and only while lanes and store answer. Never ends.
pub(super) async fn keep_alive(service: &Bot) {
    let Some(limit) = watchdog_limit() else { return std::future::pending().await };
    let mut ticks = tokio::time::interval(limit / 2);
    loop {
        ticks.tick().await;
        if service.responds(SIGN_OF_LIFE.min(limit / 4)).await {
            send("WATCHDOG=1");
        } else {
            tracing::error!(event = "no_sign_of_life", "the store does not answer; systemd will start loket again");
        }
    }
}

/// After how long without a sign of life systemd ends this process.
fn watchdog_limit() -> Option<Duration> {
    let for_us = environment("WATCHDOG_PID").is_none_or(|pid| pid == std::process::id().to_string());
    let micros = environment("WATCHDOG_USEC")?.parse().ok().filter(|micros| for_us && *micros > 0)?;
    Some(Duration::from_micros(micros))
}

fn send(message: &str) {
    let Some(socket) = environment("NOTIFY_SOCKET").filter(|socket| !socket.is_empty()) else { return };
    if let Err(error) = send_to(&socket, message) {
        tracing::debug!(event = "systemd_not_told", reason = %error.kind());
    }
}

fn send_to(socket: &str, message: &str) -> io::Result<()> {
    let address = match socket.strip_prefix('@') {
        Some(name) => SocketAddr::from_abstract_name(name)?,
        None => SocketAddr::from_pathname(socket)?,
    };
    UnixDatagram::unbound()?.send_to_addr(message.as_bytes(), &address).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(socket: &UnixDatagram) -> String {
        let mut message = [0; 100];
        let length = socket.recv(&mut message).unwrap();
        String::from_utf8(message[..length].to_vec()).unwrap()
    }

    #[test]
    fn systemd_hears_it_at_a_path_and_at_an_abstract_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notify");
        let socket = UnixDatagram::bind(&path).unwrap();
        send_to(path.to_str().unwrap(), "READY=1").unwrap();
        assert_eq!(heard(&socket), "READY=1");

        let name = format!("loket-test-{}", std::process::id());
        let socket = UnixDatagram::bind_addr(&SocketAddr::from_abstract_name(&name).unwrap()).unwrap();
        send_to(&format!("@{name}"), "STOPPING=1").unwrap();
        assert_eq!(heard(&socket), "STOPPING=1");
    }
}
