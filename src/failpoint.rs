//! Named places at which the process dies on request, to prove that nothing is lost whatever moment it dies at.
//!
//! `LOKET_FAILPOINT=turn.committed:3` aborts when `turn.committed` is reached for the third time. Only debug builds and those with
//! the feature `failpoints` know the variable; in a release the whole of this comes to nothing. `ALL` has the names, in
//! the order in which a message passes them.

/// Every name there is that a conversation without officers passes.
pub const ALL: [&str; 19] = [
    "fetched",
    "slots.written",
    "group.applied",
    "group.flushed",
    "group.synced",
    "erasure.listed",
    "slots.burnt",
    "head.half",
    "head.marked",
    "head.synced",
    "group.told",
    "stored",
    "turn.taken",
    "turn.committed",
    "sent",
    "ticked",
    "erased",
    "resumed",
    "closing",
];

/// Those that only a hand-over to officers passes, in their order.
pub const DESK: [&str; 5] =
    ["letters.committed", "desk.stepped", "desk.committed", "officers.called", "officers.ticked"];

/// Those that only an erasure passes.
pub const ERASING: [&str; 3] = ["erasure.listed", "slots.burnt", "erased"];

#[cfg(any(debug_assertions, feature = "failpoints"))]
mod armed {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU32, Ordering};

    static ARMED: OnceLock<Armed> = OnceLock::new();

    struct Armed {
        name: String,
        left: AtomicU32,
    }

    /// Lets the process die as `wish` says: a name, a colon, and at which time. Anything else is no wish.
    pub fn arm(wish: &str) {
        if let Some((name, times)) = wish.split_once(':')
            && let Ok(times) = times.parse()
        {
            ARMED.set(Armed { name: name.to_owned(), left: AtomicU32::new(times) }).ok();
        }
    }

    /// Whether the process dies when `name` is reached now.
    pub(crate) fn is_last(name: &str) -> bool {
        let armed = ARMED.get().filter(|armed| armed.name == name);
        armed.is_some_and(|armed| armed.left.fetch_sub(1, Ordering::Relaxed) == 1)
    }
}

#[cfg(not(any(debug_assertions, feature = "failpoints")))]
mod armed {
    /// This build cannot.
    pub fn arm(_: &str) {}

    /// Never.
    #[inline(always)]
    pub(crate) const fn is_last(_: &str) -> bool {
        false
    }
}

pub use armed::arm;
pub(crate) use armed::is_last;

/// Dies here if that was wished for: no destructor runs, nothing is flushed.
#[inline(always)]
pub(crate) fn reach(name: &str) {
    if is_last(name) {
        std::process::abort();
    }
}
