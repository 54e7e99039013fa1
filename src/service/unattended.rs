//! The desk's records where nobody sits at a desk: while nothing serves, and while the settings have none. Whoever erases takes
//! their cases with them all the same, and what is over goes when its time has come.

use super::Service;
use super::office::{letter_of, letters_about, letters_of};
use crate::channels::Channel;
use crate::desk::{CitizenKey, Input, Outcome, Rules, ToDesk, step};
use crate::dialogue::Moment;
use crate::store::{ChatKey, DeskChanges, NewUpdate, Store, StoreError, TurnWrite, Waiting, WideWrite};

/// So many rows of the audit are dropped at a time.
pub(super) const ROWS_AT_ONCE: usize = 500;

/// `turn`, which forgets a conversation, and with it what the desk has of that citizen, in its records and among the letters that
/// are `waiting`. Nobody else may write the desk's records until it is written.
///
/// # Errors
/// When the store cannot be read.
pub async fn erase_with_cases<S: Store>(
    store: &S,
    mut turn: TurnWrite,
    waiting: &[Waiting],
    now: Moment,
) -> Result<WideWrite, StoreError> {
    let mut desk = store.desk().await?;
    let (forgotten, audit) = desk.erase_unattended(&CitizenKey(turn.chat.expose().to_owned()), now);
    turn.handled.extend(letters_about(waiting, &turn.chat, &forgotten));
    let head = (!forgotten.is_empty()).then_some(desk.head);
    let desk = DeskChanges { head, forgotten, audit, ..DeskChanges::default() };
    Ok(WideWrite { turn: Some(turn), desk, ..WideWrite::at(now) })
}

/// The letter to the conversation `chat` that shows what the desk's records hold of that citizen, if they hold anything.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn show_cases<S: Store>(
    store: &S,
    chat: &ChatKey,
    terms: &Rules,
    now: Moment,
) -> Result<Vec<NewUpdate>, StoreError> {
    let mut desk = store.desk().await?;
    let input = Input::Citizen { from: CitizenKey(chat.expose().to_owned()), letter: ToDesk::Show };
    let shown = step(&mut desk, terms, input, now);
    Ok(shown.outputs.into_iter().map(letter_of).collect())
}

impl<S: Store, C: Channel> Service<S, C> {
    /// Does what time demands of the desk's records where the settings have no desk.
    pub(super) async fn tidy_unattended(&self, now: Moment) -> Result<(), StoreError> {
        let _alone = self.inner.unattended.lock().await;
        let (store, rules) = (&self.inner.store, &self.inner.terms);
        let mut desk = store.desk().await?;
        let (forgotten, mut audit) = desk.pass_unattended(rules, self.inner.house.idle_days, now);
        let old = store.audit_before(now.plus(-i64::from(rules.audit_days) * Moment::DAY), ROWS_AT_ONCE).await?;
        let trimmed = match old.is_empty() {
            true => Outcome::default(),
            false => step(&mut desk, rules, Input::OldRows(old), now),
        };
        audit.extend(trimmed.audit);
        if audit.is_empty() {
            return Ok(());
        }
        let handled = letters_of(&store.waiting().await?, &forgotten);
        let changes =
            DeskChanges { head: Some(desk.head), forgotten, audit, dropped: trimmed.dropped, ..DeskChanges::default() };
        store.commit_wide(WideWrite { handled, desk: changes, ..WideWrite::at(now) }).await.map(drop)
    }
}
