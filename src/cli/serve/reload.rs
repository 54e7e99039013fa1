//! A valid change of the content is put in force; a broken one is named and changes nothing.

use super::Bot;
use crate::cli::reload::{Change, Changes, Outcome, Problem};
use crate::service::Broken;
use crate::service::health::{Component, Condition};
use crate::service::metrics::Reload;

/// Watches the content as long as it is waited for.
pub(super) async fn watch(service: &Bot, mut changes: Changes) {
    loop {
        let Change { files, outcome } = changes.next(service.library()).await;
        if !files.is_empty() {
            tracing::info!(event = "content_changed", files = files.join(" "));
        }
        match outcome {
            Outcome::Good(knowledge) => {
                service.library().replace(*knowledge);
                service.health().set_ok(Component::Content);
                service.metrics().reloads.one(Reload::InForce);
                tracing::info!(event = "content_in_force");
            }
            Outcome::Settled(knowledge) => {
                service.library().settle(*knowledge);
                tracing::info!(event = "content_learnt", "what was learnt of it in haste is replaced");
            }
            Outcome::Broken(problems) => refuse(service, &problems),
            Outcome::Fault => {
                service.metrics().reloads.one(Reload::Fault);
                service.health().set(Component::Content, Condition::Degraded, "a changed content could not be read");
                tracing::error!(
                    event = "content_not_read",
                    "a fault in loket itself; the former content stays in force"
                );
            }
        }
    }
}

/// Names each problem with its place; `loket check` shows them in full.
fn refuse(service: &Bot, problems: &[Problem]) {
    let broken = problems.iter().map(|found| Broken { code: found.code, file: found.file.clone(), line: found.line });
    service.library().refuse(broken.collect());
    service.health().set(Component::Content, Condition::Degraded, "an edit is broken; the former content is in force");
    service.metrics().reloads.one(Reload::Refused);
    for Problem { code, file, line, message, .. } in problems {
        tracing::error!(event = "content_error", code, file, line, "{message}");
    }
    tracing::error!(event = "content_refused", "the former content stays in force; `loket check` shows each remedy");
}
