//! Taking updates in, whichever way they came: read whose they are, store them, answer presses.

use super::metrics::Received;
use super::office::Office;
use super::polling::TELEGRAM;
use super::{Fatal, Service};
use crate::channels::telegram::{RawUpdate, TelegramChannel, group_of};
use crate::store::{ChatKey, NewUpdate, Store, StoreError, UpdateId};

/// No more is taken in while this many updates wait in memory: about a second of work, and with the longest messages some 20 MiB.
pub(super) const BACKLOG: usize = 4_000;

/// Stores `updates` durably. When this returns, the sender may forget them; a press is answered once it is stored.
///
/// # Errors
/// When the store cannot take them: the sender must keep them.
pub(super) async fn take_in<S: Store>(
    service: &Service<S, TelegramChannel>,
    updates: Vec<RawUpdate>,
) -> Result<(), StoreError> {
    let count = updates.len();
    let mut presses = Vec::new();
    let mut new = Vec::with_capacity(count);
    for update in updates {
        if let Some(group) = officers_group(service, &update) {
            new.push(NewUpdate { id: UpdateId(update.id), chat: group, raw: update.raw });
        } else if let Some(incoming) = update.read().filter(|_| !UpdateId(update.id).is_letter()) {
            presses.extend(incoming.press_id);
            let chat = ChatKey::new(TELEGRAM, &incoming.chat_id);
            new.push(NewUpdate { id: UpdateId(update.id), chat, raw: update.raw });
        }
    }
    service.metrics().updates.add(Received::Ignored, count - new.len());
    service.accept(new).await?;
    for press in presses {
        let service = service.clone();
        tokio::spawn(async move { service.channel().answer_press(&press).await });
    }
    Ok(())
}

/// The desk's lane, where `update` is from a group of officers. There presses are answered when the desk knows what to say.
fn officers_group<S: Store>(service: &Service<S, TelegramChannel>, update: &RawUpdate) -> Option<ChatKey> {
    if !service.has_desk() || UpdateId(update.id).is_letter() {
        return None;
    }
    let group = group_of(update.raw.expose())?;
    service.is_officers_group(group).then(Office::key)
}

/// The end of the service after a store that could not take updates in.
pub(super) fn store_failed(error: &StoreError) -> Fatal {
    Fatal::Store(error.to_string())
}
