//! What every store promises. Each sentence is tested over all stores; those that can are reopened in between.

use loket::dialogue::Moment;
use loket::store::{Store, StoreError, TurnWrite, UpdateId};

use crate::store_support::*;

/// Makes each sentence a test per store.
macro_rules! contract {
    ($($sentence:ident)*) => {
        mod memory {
            use super::Place;
            $(#[test] fn $sentence() { super::run(super::$sentence(super::InMemory::new())); })*
        }
        mod sled {
            use super::Place;
            $(#[test] fn $sentence() { super::run(super::$sentence(super::OnDisk::new())); })*
        }
    };
}

contract! {
    updates_wait_in_the_order_they_came_with_all_that_came_with_them
    t08_an_update_that_comes_again_is_dropped
    an_update_handled_before_is_still_dropped_when_it_comes_again
    after_48_hours_an_id_may_mean_another_update
    an_update_that_still_waits_is_never_taken_twice
    t09_ids_that_restart_lower_are_new
    an_id_that_comes_again_later_is_remembered_from_then_on
    a_clock_that_was_far_ahead_does_not_make_ids_known_for_ever
    what_is_committed_is_loaded
    a_turn_over_another_revision_changes_nothing
    of_two_turns_over_the_same_revision_one_is_written
    handled_updates_leave_the_inbox_with_the_turn
    handling_what_does_not_wait_is_no_mistake
    an_update_may_be_answered_while_it_is_still_being_stored
    t08_what_was_answered_before_is_not_answered_again
    neighbours_of_an_id_are_other_updates
    what_is_unsent_is_listed_until_it_is_sent
    what_is_due_is_listed_by_moment_up_to_now
    a_new_due_moment_replaces_the_old_one
    erasing_leaves_nothing_of_a_conversation_but_what_was_said_after
    after_erasing_a_conversation_begins_anew
    erasing_what_is_not_there_is_no_mistake
    thousands_of_old_ids_are_forgotten_bit_by_bit
    a_closed_store_refuses_every_call
}

async fn updates_wait_in_the_order_they_came_with_all_that_came_with_them<P: Place>(mut place: P) {
    place.store().append(updates(&[7, 3], "anna"), Moment(0)).await.unwrap();
    place.reopen();
    place.store().append(updates(&[5], "bram"), Moment(1)).await.unwrap();
    place.reopen();
    let waiting = place.store().waiting().await.unwrap();
    let seen: Vec<_> =
        waiting.iter().map(|update| (update.id.0, &update.chat, update.raw.expose().as_slice())).collect();
    let (anna, bram) = (chat("anna"), chat("bram"));
    assert_eq!(seen, [(7, &anna, &b"raw 7"[..]), (3, &anna, b"raw 3"), (5, &bram, b"raw 5")]);
}

async fn t08_an_update_that_comes_again_is_dropped<P: Place>(mut place: P) {
    let fresh = place.store().append(updates(&[1, 2, 1], "anna"), Moment(0)).await.unwrap();
    assert_eq!(fresh, ids(&[1, 2]));
    place.reopen();
    let fresh = place.store().append(updates(&[2, 3, 1], "anna"), Moment(48 * HOUR)).await.unwrap();
    assert_eq!(fresh, ids(&[3]));
    assert_eq!(waiting_ids(place.store()).await, [1, 2, 3]);
}

async fn an_update_handled_before_is_still_dropped_when_it_comes_again<P: Place>(mut place: P) {
    place.store().append(updates(&[1], "anna"), Moment(0)).await.unwrap();
    handle(place.store(), "anna", 0, &[1]).await;
    place.reopen();
    assert!(place.store().append(updates(&[1], "anna"), Moment(HOUR)).await.unwrap().is_empty());
    assert!(waiting_ids(place.store()).await.is_empty());
}

async fn after_48_hours_an_id_may_mean_another_update<P: Place>(mut place: P) {
    place.store().append(updates(&[1], "anna"), Moment(0)).await.unwrap();
    handle(place.store(), "anna", 0, &[1]).await;
    place.reopen();
    let fresh = place.store().append(updates(&[1], "bram"), Moment(48 * HOUR + 1)).await.unwrap();
    assert_eq!(fresh, ids(&[1]));
    assert_eq!(place.store().waiting().await.unwrap()[0].chat, chat("bram"));
}

async fn an_update_that_still_waits_is_never_taken_twice<P: Place>(mut place: P) {
    place.store().append(updates(&[1], "anna"), Moment(0)).await.unwrap();
    for days in [3, 6, 9] {
        place.reopen();
        assert!(place.store().append(updates(&[1], "anna"), Moment(days * 24 * HOUR)).await.unwrap().is_empty());
    }
    handle(place.store(), "anna", 0, &[1]).await;
    assert!(waiting_ids(place.store()).await.is_empty());
    assert_eq!(place.store().append(updates(&[1], "anna"), Moment(12 * 24 * HOUR)).await.unwrap(), ids(&[1]));
}

async fn t09_ids_that_restart_lower_are_new<P: Place>(mut place: P) {
    place.store().append(updates(&[900_000, 900_001], "anna"), Moment(0)).await.unwrap();
    place.reopen();
    assert_eq!(place.store().append(updates(&[5, -1], "anna"), Moment(HOUR)).await.unwrap(), ids(&[5, -1]));
    assert_eq!(waiting_ids(place.store()).await, [900_000, 900_001, 5, -1]);
}

async fn an_id_that_comes_again_later_is_remembered_from_then_on<P: Place>(mut place: P) {
    for (moment, revision) in [(0, 0), (50 * HOUR, 1)] {
        assert_eq!(place.store().append(updates(&[1], "anna"), Moment(moment)).await.unwrap(), ids(&[1]));
        handle(place.store(), "anna", revision, &[1]).await;
        place.reopen();
    }
    // By now the first time is swept away; the second must stay.
    place.store().append(updates(&[2], "anna"), Moment(60 * HOUR)).await.unwrap();
    assert!(place.store().append(updates(&[1], "anna"), Moment(97 * HOUR)).await.unwrap().is_empty());
}

async fn a_clock_that_was_far_ahead_does_not_make_ids_known_for_ever<P: Place>(mut place: P) {
    place.store().append(updates(&[1], "anna"), Moment(10_000 * HOUR)).await.unwrap();
    handle(place.store(), "anna", 0, &[1]).await;
    place.reopen();
    assert_eq!(place.store().append(updates(&[1], "anna"), Moment(0)).await.unwrap(), ids(&[1]));
}

async fn what_is_committed_is_loaded<P: Place>(mut place: P) {
    assert_eq!(place.store().load(&chat("anna")).await.unwrap(), None);
    assert_eq!(place.store().commit(turn("anna", 0, conversation(1, 2, Some(9)))).await.unwrap(), 1);
    place.reopen();
    assert_eq!(place.store().commit(turn("anna", 1, conversation(2, 1, None))).await.unwrap(), 2);
    place.reopen();
    let loaded = place.store().load(&chat("anna")).await.unwrap().unwrap();
    assert_eq!(loaded.revision, 2);
    assert_eq!((loaded.state, loaded.outbox), (conversation(2, 1, None).state, conversation(2, 1, None).outbox));
}

async fn a_turn_over_another_revision_changes_nothing<P: Place>(mut place: P) {
    place.store().append(updates(&[1], "anna"), Moment(0)).await.unwrap();
    place.store().commit(turn("anna", 0, conversation(1, 0, None))).await.unwrap();
    for loaded in [0, 2] {
        let stale = TurnWrite { handled: ids(&[1]), ..turn("anna", loaded, conversation(9, 9, Some(9))) };
        assert!(matches!(place.store().commit(stale).await, Err(StoreError::Conflict)));
        assert!(matches!(place.store().commit(erasure("anna", loaded)).await, Err(StoreError::Conflict)));
        place.reopen();
    }
    assert_eq!(place.store().load(&chat("anna")).await.unwrap().unwrap().state.turns, 1);
    assert_eq!(waiting_ids(place.store()).await, [1]);
    assert!(place.store().unsent().await.unwrap().is_empty());
    assert!(place.store().due(Moment(99), 9).await.unwrap().is_empty());
}

async fn of_two_turns_over_the_same_revision_one_is_written<P: Place>(place: P) {
    let store = place.store();
    let (first, second, other) = tokio::join!(
        store.commit(turn("anna", 0, conversation(1, 0, None))),
        store.commit(turn("anna", 0, conversation(2, 0, None))),
        store.commit(turn("bram", 0, conversation(3, 0, None))),
    );
    assert_eq!(first.unwrap(), 1);
    assert!(matches!(second, Err(StoreError::Conflict)));
    assert_eq!(other.unwrap(), 1);
    assert_eq!(store.load(&chat("anna")).await.unwrap().unwrap().state.turns, 1);
}

async fn handled_updates_leave_the_inbox_with_the_turn<P: Place>(mut place: P) {
    place.store().append(updates(&[1, 2, 3, 4], "anna"), Moment(0)).await.unwrap();
    handle(place.store(), "anna", 0, &[3, 1]).await;
    place.reopen();
    assert_eq!(waiting_ids(place.store()).await, [2, 4]);
    handle(place.store(), "anna", 1, &[4, 2]).await;
    place.reopen();
    place.store().append(updates(&[5], "anna"), Moment(0)).await.unwrap();
    assert_eq!(waiting_ids(place.store()).await, [5]);
}

async fn handling_what_does_not_wait_is_no_mistake<P: Place>(mut place: P) {
    place.store().append(updates(&[1], "anna"), Moment(0)).await.unwrap();
    handle(place.store(), "anna", 0, &[1]).await;
    // Reopened with an empty inbox, its places are used again: the old id must not take the new update along.
    place.reopen();
    place.store().append(updates(&[2], "anna"), Moment(0)).await.unwrap();
    handle(place.store(), "anna", 1, &[1, 77]).await;
    assert_eq!(waiting_ids(place.store()).await, [2]);
}

async fn an_update_may_be_answered_while_it_is_still_being_stored<P: Place>(mut place: P) {
    let store = place.store();
    let answer = TurnWrite { handled: ids(&[1]), ..turn("anna", 0, conversation(1, 1, None)) };
    let (new, revision) = tokio::join!(store.append(updates(&[1, 2], "anna"), Moment(0)), store.answer(answer));
    assert_eq!((new.unwrap(), revision.unwrap()), (ids(&[1, 2]), 1));
    place.reopen();
    assert_eq!(waiting_ids(place.store()).await, [2]);
    assert_eq!(place.store().load(&chat("anna")).await.unwrap().unwrap().state.turns, 1);
    assert!(place.store().append(updates(&[1], "anna"), Moment(HOUR)).await.unwrap().is_empty());
}

async fn t08_what_was_answered_before_is_not_answered_again<P: Place>(mut place: P) {
    place.store().append(updates(&[1], "anna"), Moment(0)).await.unwrap();
    handle(place.store(), "anna", 0, &[1]).await;
    place.reopen();
    let store = place.store();
    let answer = TurnWrite { handled: ids(&[1]), ..turn("anna", 1, conversation(9, 9, Some(9))) };
    let (new, revision) = tokio::join!(store.append(updates(&[1], "anna"), Moment(HOUR)), store.answer(answer));
    assert!(new.unwrap().is_empty());
    assert!(matches!(revision, Err(StoreError::NotWaiting)));
    assert_eq!(store.load(&chat("anna")).await.unwrap().unwrap().state.turns, 1);
    assert!(store.unsent().await.unwrap().is_empty() && store.due(Moment(99), 9).await.unwrap().is_empty());
}

async fn neighbours_of_an_id_are_other_updates<P: Place>(mut place: P) {
    let all: Vec<i64> = (-70..70).collect();
    let (even, odd): (Vec<i64>, Vec<i64>) = all.iter().partition(|id| *id % 2 == 0);
    assert_eq!(place.store().append(updates(&even, "anna"), Moment(0)).await.unwrap(), ids(&even));
    place.reopen();
    assert_eq!(place.store().append(updates(&all, "anna"), Moment(HOUR)).await.unwrap(), ids(&odd));
    handle(place.store(), "anna", 0, &all).await;
    place.reopen();
    // The even ones were seen an hour earlier.
    assert_eq!(place.store().append(updates(&all, "anna"), Moment(48 * HOUR + 1)).await.unwrap(), ids(&even));
}

async fn what_is_unsent_is_listed_until_it_is_sent<P: Place>(mut place: P) {
    place.store().commit(turn("anna", 0, conversation(1, 2, None))).await.unwrap();
    place.store().commit(turn("bram", 0, conversation(1, 1, None))).await.unwrap();
    place.store().commit(turn("cor", 0, conversation(1, 0, None))).await.unwrap();
    place.reopen();
    // In no order: where they are sealed they stand by pseudonym.
    let mut unsent = place.store().unsent().await.unwrap();
    unsent.sort();
    assert_eq!(unsent, [chat("anna"), chat("bram")]);
    place.store().commit(turn("anna", 1, conversation(1, 1, None))).await.unwrap();
    place.store().commit(turn("bram", 1, conversation(1, 0, None))).await.unwrap();
    place.reopen();
    assert_eq!(place.store().unsent().await.unwrap(), [chat("anna")]);
}

async fn what_is_due_is_listed_by_moment_up_to_now<P: Place>(mut place: P) {
    for (name, due) in [("anna", 30), ("bram", -10), ("cor", 20), ("dirk", 21)] {
        place.store().commit(turn(name, 0, conversation(1, 0, Some(due)))).await.unwrap();
    }
    place.reopen();
    let expected = [(Moment(-10), chat("bram")), (Moment(20), chat("cor")), (Moment(21), chat("dirk"))];
    assert_eq!(place.store().due(Moment(29), 9).await.unwrap(), expected);
    assert_eq!(place.store().due(Moment(30), 9).await.unwrap().len(), 4);
    assert_eq!(place.store().due(Moment(30), 2).await.unwrap(), expected[..2]);
    assert!(place.store().due(Moment(30), 0).await.unwrap().is_empty());
}

async fn a_new_due_moment_replaces_the_old_one<P: Place>(mut place: P) {
    for (loaded, due) in [Some(10), Some(20), Some(20), None, Some(40)].into_iter().enumerate() {
        place.store().commit(turn("anna", loaded as u64, conversation(1, 0, due))).await.unwrap();
        place.reopen();
        let listed: Vec<i64> = place.store().due(Moment(99), 9).await.unwrap().iter().map(|(at, _)| at.0).collect();
        assert_eq!(listed, Vec::from_iter(due));
    }
}

async fn erasing_leaves_nothing_of_a_conversation_but_what_was_said_after<P: Place>(mut place: P) {
    for name in ["anna", "ann"] {
        place.store().commit(turn(name, 0, conversation(1, 1, Some(5)))).await.unwrap();
    }
    place.store().append([updates(&[1, 2], "anna"), updates(&[3], "ann")].concat(), Moment(0)).await.unwrap();
    place.reopen();
    assert_eq!(place.store().commit(erasure("anna", 1)).await.unwrap(), 0);
    place.reopen();
    assert_eq!(place.store().load(&chat("anna")).await.unwrap(), None);
    assert_eq!(waiting_ids(place.store()).await, [1, 2, 3]);
    assert_eq!(place.store().unsent().await.unwrap(), [chat("ann")]);
    assert_eq!(place.store().due(Moment(9), 9).await.unwrap(), [(Moment(5), chat("ann"))]);
}

async fn after_erasing_a_conversation_begins_anew<P: Place>(mut place: P) {
    place.store().commit(turn("anna", 0, conversation(1, 0, None))).await.unwrap();
    place.store().commit(erasure("anna", 1)).await.unwrap();
    place.reopen();
    assert!(matches!(place.store().commit(turn("anna", 1, conversation(2, 0, None))).await, Err(StoreError::Conflict)));
    assert_eq!(place.store().commit(turn("anna", 0, conversation(3, 0, None))).await.unwrap(), 1);
}

async fn erasing_what_is_not_there_is_no_mistake<P: Place>(place: P) {
    place.store().append(updates(&[1, 2], "anna"), Moment(0)).await.unwrap();
    let erasure = TurnWrite { handled: ids(&[1]), ..erasure("anna", 0) };
    assert_eq!(place.store().commit(erasure).await.unwrap(), 0);
    assert_eq!(waiting_ids(place.store()).await, [2]);
}

async fn thousands_of_old_ids_are_forgotten_bit_by_bit<P: Place>(mut place: P) {
    let old: Vec<i64> = (0..3000).collect();
    place.store().append(updates(&old, "anna"), Moment(0)).await.unwrap();
    handle(place.store(), "anna", 0, &old).await;
    place.reopen();
    for step in 0..100 {
        place.store().append(updates(&[10_000 + step], "anna"), Moment(100 * HOUR + step)).await.unwrap();
    }
    // All are gone from memory: with the clock put back they would still be known otherwise.
    assert_eq!(place.store().append(updates(&old, "anna"), Moment(HOUR)).await.unwrap().len(), 3000);
}

async fn a_closed_store_refuses_every_call<P: Place>(mut place: P) {
    place.store().commit(turn("anna", 0, conversation(1, 0, None))).await.unwrap();
    place.store().close().await.unwrap();
    let store = place.store();
    assert_stopped(&store.append(updates(&[1], "anna"), Moment(0)).await);
    assert_stopped(&store.commit(turn("anna", 1, conversation(2, 0, None))).await);
    assert_stopped(&store.waiting().await);
    assert_stopped(&store.load(&chat("anna")).await);
    assert_stopped(&store.unsent().await);
    assert_stopped(&store.due(Moment(0), 1).await);
    assert_stopped(&store.close().await);
    place.reopen();
}

fn assert_stopped<T: std::fmt::Debug>(outcome: &Result<T, StoreError>) {
    assert!(matches!(outcome, Err(StoreError::Stopped(_))), "{outcome:?}");
}

/// A turn of `name` that handles `updates`.
async fn handle(store: &impl Store, name: &str, loaded: u64, updates: &[i64]) {
    let handled: Vec<UpdateId> = ids(updates);
    store.commit(TurnWrite { handled, ..turn(name, loaded, conversation(1, 0, None)) }).await.unwrap();
}
