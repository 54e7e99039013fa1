//! How the parts of the running service are: what `/readyz` shows, and what whoever runs a part says of it.
//!
//! Start with [`Health`]: a cheap handle that any task may hold and set. A [`State`] speaks in fixed words, so that no content and
//! no identifier can be in it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

/// A part that can fail by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Component {
    /// Whether what is written becomes durable.
    Store,
    /// Whether updates reach us and messages get out.
    Telegram,
    /// Whether the content in force is the one in the folder.
    Content,
    /// Whether there is room to store more.
    Disk,
    /// Whether what came in is worked off.
    Backlog,
    /// Whether officers can be reached, where there is a desk.
    Desk,
}

impl Component {
    /// All of them, in the order they are shown in.
    pub const ALL: [Self; 6] = [Self::Store, Self::Telegram, Self::Content, Self::Disk, Self::Backlog, Self::Desk];

    /// Its name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Store => "store",
            Self::Telegram => "telegram",
            Self::Content => "content",
            Self::Disk => "disk",
            Self::Backlog => "backlog",
            Self::Desk => "desk",
        }
    }
}

/// How well a part does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    /// All is well.
    Ok,
    /// The service does its work, but someone should look at this.
    Degraded,
    /// The service cannot do its work.
    Failed,
}

impl Condition {
    /// Its name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Degraded => "degraded",
            Self::Failed => "failed",
        }
    }
}

/// How a part is, why, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// How well it does.
    pub condition: Condition,
    /// Why, in words of our own; empty when all is well.
    pub reason: &'static str,
    /// Since when it is so.
    pub since: SystemTime,
}

/// How all parts are. Cheap to clone; all clones see a change.
#[derive(Clone)]
pub struct Health(Arc<Mutex<[State; Component::ALL.len()]>>);

impl Default for Health {
    /// All is well, but nothing was heard of Telegram yet.
    fn default() -> Self {
        let well = State { condition: Condition::Ok, reason: "", since: SystemTime::now() };
        let health = Self(Arc::new(Mutex::new([well; Component::ALL.len()])));
        health.set(Component::Telegram, Condition::Failed, "not connected yet");
        health
    }
}

impl Health {
    /// Says how `component` is, and why. Saying the same again changes nothing.
    pub fn set(&self, component: Component, condition: Condition, reason: &'static str) {
        let mut states = self.lock();
        if let Some(state) = states.get_mut(component as usize)
            && (state.condition, state.reason) != (condition, reason)
        {
            *state = State { condition, reason, since: SystemTime::now() };
        }
    }

    /// Says that `component` is well.
    pub fn set_ok(&self, component: Component) {
        self.set(component, Condition::Ok, "");
    }

    /// How `component` is.
    #[must_use]
    pub fn of(&self, component: Component) -> State {
        self.lock()[component as usize]
    }

    /// Whether the service can do its work: no part has failed.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.worst() < Condition::Failed
    }

    /// How the part is that does worst.
    #[must_use]
    pub fn worst(&self) -> Condition {
        self.lock().iter().map(|state| state.condition).max().unwrap_or(Condition::Ok)
    }

    fn lock(&self) -> MutexGuard<'_, [State; Component::ALL.len()]> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_ready_once_telegram_was_reached_and_while_nothing_has_failed() {
        let health = Health::default();
        assert!(!health.is_ready());
        health.set_ok(Component::Telegram);
        assert!(health.is_ready());
        health.set(Component::Content, Condition::Degraded, "an edit is broken");
        assert!(health.is_ready());
        assert_eq!(health.worst(), Condition::Degraded);
        health.clone().set(Component::Disk, Condition::Failed, "full");
        assert!(!health.is_ready());
    }

    #[test]
    fn saying_the_same_again_keeps_the_moment_it_began() {
        let health = Health::default();
        let before = health.of(Component::Telegram);
        health.set(Component::Telegram, before.condition, before.reason);
        assert_eq!(health.of(Component::Telegram), before);
    }
}
