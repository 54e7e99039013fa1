//! Whether an officer still belongs to the group, asked at the moment they act and remembered for a short while. What cannot be
//! found out lets nobody act either (threat T03), but whoever acted is told so.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::channels::Channel;
use crate::desk::{GroupId, OfficerId};

/// So long a yes holds.
const HOLDS: Duration = Duration::from_secs(30);
/// So long an answer may take; officers wait for it.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is known of an officer and a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Membership {
    /// They belong to it.
    Member,
    /// They do not.
    Stranger,
    /// That could not be found out now.
    NotKnown,
}

/// Yeses that hold still.
#[derive(Default)]
pub(super) struct Members {
    known: Mutex<HashMap<(GroupId, OfficerId), Instant>>,
}

impl Members {
    /// Whether `officer` belongs to `group` now.
    pub(super) async fn ask<C: Channel>(&self, channel: &C, group: GroupId, officer: OfficerId) -> Membership {
        let since = self.known().get(&(group, officer)).copied();
        if since.is_some_and(|since| since.elapsed() < HOLDS) {
            return Membership::Member;
        }
        match tokio::time::timeout(PATIENCE, channel.is_member(group.0, officer.0)).await {
            Ok(Ok(true)) => {
                self.known().insert((group, officer), Instant::now());
                Membership::Member
            }
            Ok(Ok(false)) => Membership::Stranger,
            Ok(Err(error)) => {
                tracing::warn!(event = "member_not_known", %error, "an officer's act was refused");
                Membership::NotKnown
            }
            Err(_) => {
                tracing::warn!(event = "member_not_known", "no answer in time; an officer's act was refused");
                Membership::NotKnown
            }
        }
    }

    /// Something changed about `user` in `group`: it is asked anew.
    pub(super) fn forget(&self, group: GroupId, user: i64) {
        self.known().remove(&(group, OfficerId(user)));
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<(GroupId, OfficerId), Instant>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
