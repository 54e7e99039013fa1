//! A valid change of the content is put in force; a broken one is named and changes nothing.

use std::path::PathBuf;

use super::Bot;
use crate::content_files::{Root, Watcher, load, locate, today};
use crate::diagnostic::Diagnostic;
use crate::dialogue::Knowledge;

/// Watches the content as long as it is waited for.
pub(super) async fn watch(service: &Bot, content: Option<PathBuf>) {
    let root = locate(content.as_deref());
    let mut watcher = Watcher::new(&root);
    loop {
        let changed = watcher.changed().await;
        tracing::info!(event = "content_changed", files = changed.join(" "));
        reload(service, root.clone()).await;
    }
}

async fn reload(service: &Bot, root: Root) {
    let made = tokio::task::spawn_blocking(move || {
        let loaded = load(&root, today());
        loaded.catalogue.map(Knowledge::new).ok_or(loaded.diagnostics)
    });
    match made.await {
        Ok(Ok(knowledge)) => {
            service.library().replace(knowledge);
            tracing::info!(event = "content_in_force");
        }
        Ok(Err(diagnostics)) => refuse(&diagnostics),
        Err(_) => {
            tracing::error!(event = "content_not_read", "a fault in loket itself; the former content stays in force");
        }
    }
}

/// Names each error, in file and place; `loket check` shows them in full.
fn refuse(diagnostics: &[Diagnostic]) {
    for error in diagnostics.iter().filter(|found| found.is_error()) {
        let file = error.places.first().map_or("", |place| place.file.as_str());
        tracing::error!(event = "content_error", code = error.code, file, "{}", error.message);
    }
    tracing::error!(event = "content_refused", "the former content stays in force; `loket check` shows each remedy");
}
