//! A valid change of the content is put in force; a broken one is named and changes nothing.

use super::Bot;
use crate::cli::reload::{Change, Changes, Outcome, Problem};

/// Watches the content as long as it is waited for.
pub(super) async fn watch(service: &Bot, mut changes: Changes) {
    loop {
        let Change { files, outcome } = changes.next().await;
        tracing::info!(event = "content_changed", files = files.join(" "));
        match outcome {
            Outcome::Good(knowledge) => {
                service.library().replace(*knowledge);
                tracing::info!(event = "content_in_force");
            }
            Outcome::Broken(problems) => refuse(&problems),
            Outcome::Fault => {
                tracing::error!(
                    event = "content_not_read",
                    "a fault in loket itself; the former content stays in force"
                );
            }
        }
    }
}

/// Names each problem with its place; `loket check` shows them in full.
fn refuse(problems: &[Problem]) {
    for Problem { code, file, line, message, .. } in problems {
        tracing::error!(event = "content_error", code, file, line, "{message}");
    }
    tracing::error!(event = "content_refused", "the former content stays in force; `loket check` shows each remedy");
}
