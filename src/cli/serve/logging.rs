//! Logs on standard error: JSON, or lines to read on a terminal. Event names are stable; content and ids never appear.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

/// Starts logging at `level` (`info`, `debug` …) for loket itself; libraries speak from `warn` on.
pub(super) fn start(level: &str) {
    let filter =
        EnvFilter::try_new(format!("warn,loket={level}")).unwrap_or_else(|_| EnvFilter::new("warn,loket=info"));
    // When standard error goes away or its disk is full, the log is lost and the service goes on: telling of it there
    // would end the process.
    let builder =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).log_internal_errors(false);
    // A second subscriber in one process is refused; the first one stays, which is what is wanted.
    let _ = if std::io::stderr().is_terminal() {
        builder.with_target(false).try_init()
    } else {
        builder.json().with_target(false).flatten_event(true).try_init()
    };
}
