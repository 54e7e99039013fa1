//! Watching the room on the disk, so that it is told before anything fails and nothing is taken that cannot be kept.
//!
//! Start with [`watch_room`]. Three levels: enough; low, which is only told; full, at which nothing new is taken (a poll is
//! not confirmed, a webhook is answered 503) and the ballast is released, so that what was taken is still answered. When
//! there is room again the ballast is made anew first; only then new updates are taken.

use std::io;
use std::time::Duration;

use tokio::sync::watch;

use super::Service;
use crate::store::room::Ballast;

/// How often is looked: at full speed some 20 MiB are written in this time, less than the ballast.
const EVERY: Duration = Duration::from_millis(500);

/// Below this nothing is taken, however small the ballast: a group of large updates with what sled writes beside it.
const FULL_AT_LEAST: u64 = 8 << 20;

/// How much room there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Room {
    /// Enough.
    #[default]
    Enough,
    /// Less than the operator wants; all goes on.
    Low,
    /// Too little: nothing new is taken.
    Full,
}

impl Room {
    /// Its word, in logs and in what `doctor` is told.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Enough => "enough",
            Self::Low => "low",
            Self::Full => "full",
        }
    }
}

/// From where on there is too little room, in bytes that may still be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Below this it is told.
    pub low: u64,
    /// Below this nothing new is taken.
    pub full: u64,
}

impl Limits {
    /// Nothing new is taken when as much is left as the ballast has, or 8 MiB; it is told below `low`.
    #[must_use]
    pub fn new(low: u64, ballast: &Ballast) -> Self {
        let full = ballast.bytes().max(FULL_AT_LEAST);
        Self { low: low.max(full.saturating_mul(2)), full }
    }
}

/// Makes room before a store is opened that could not be opened otherwise.
///
/// # Errors
/// When the ballast cannot be removed.
pub fn before_opening(ballast: &Ballast, limits: Limits, free: io::Result<u64>) -> io::Result<()> {
    if free.is_ok_and(|free| free < limits.full) { ballast.release() } else { Ok(()) }
}

/// Watches until the service ends; `free` says how many bytes may still be written, `tell` hears of each change.
pub async fn watch_room<S, C>(
    service: &Service<S, C>,
    ballast: Ballast,
    limits: Limits,
    free: impl Fn() -> io::Result<u64>,
    tell: impl Fn(Room),
) {
    let mut watcher = Watcher { ballast, limits, room: Room::Enough };
    let mut ticks = tokio::time::interval(EVERY);
    loop {
        ticks.tick().await;
        match free() {
            Ok(free) => watcher.look(free, &service.inner.room, &tell),
            Err(error) => {
                tracing::warn!(event = "disk_unknown", kind = %error.kind(), "cannot see how full the disk is");
            }
        }
    }
}

struct Watcher {
    ballast: Ballast,
    limits: Limits,
    room: Room,
}

impl Watcher {
    fn look(&mut self, free: u64, gate: &watch::Sender<Room>, tell: &impl Fn(Room)) {
        let now = self.judge(free);
        match now {
            Room::Full => self.release(),
            // With little room it is made only if it stays enough.
            Room::Low | Room::Enough if !self.ballast.is_made() => self.make(free),
            Room::Low | Room::Enough => {}
        }
        if now != self.room {
            self.room = now;
            report(now, free);
            gate.send_replace(now);
            tell(now);
        }
    }

    /// Out of full it takes more room than into it, and room for the ballast: no to and fro.
    fn judge(&self, free: u64) -> Room {
        let missing = if self.ballast.is_made() { 0 } else { self.ballast.bytes() };
        let free = free.saturating_sub(missing);
        let full = if self.room == Room::Full { self.limits.full * 3 / 2 } else { self.limits.full };
        match free {
            free if free < full => Room::Full,
            free if free < self.limits.low => Room::Low,
            _ => Room::Enough,
        }
    }

    fn release(&self) {
        if let Err(error) = self.ballast.release() {
            tracing::error!(event = "ballast_not_released", kind = %error.kind());
        }
    }

    fn make(&self, free: u64) {
        if let Err(error) = self.ballast.make() {
            tracing::warn!(event = "ballast_not_made", kind = %error.kind(), free_mib = free >> 20);
        }
    }
}

fn report(room: Room, free: u64) {
    let free_mib = free >> 20;
    match room {
        Room::Enough => tracing::info!(event = "disk_enough", free_mib, "there is room on the disk again"),
        Room::Low => tracing::warn!(event = "disk_low", free_mib, "the disk gets full: make room"),
        Room::Full => tracing::error!(
            event = "disk_full",
            free_mib,
            "the disk is full: nothing new is taken, what was taken is answered; make room, no restart is needed"
        ),
    }
}

impl<S, C> Service<S, C> {
    /// How much room there is on the disk, to be followed.
    #[must_use]
    pub fn room(&self) -> watch::Receiver<Room> {
        self.inner.room.subscribe()
    }

    /// Whether new updates are taken.
    #[must_use]
    pub fn is_taking(&self) -> bool {
        *self.inner.room.borrow() != Room::Full
    }

    /// Resolves when new updates are taken.
    pub async fn taking(&self) {
        // The sender lives as long as `self`.
        self.room().wait_for(|room| *room != Room::Full).await.ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    const MIB: u64 = 1 << 20;

    struct Disk {
        watcher: Watcher,
        gate: watch::Sender<Room>,
        told: RefCell<Vec<Room>>,
        _folder: tempfile::TempDir,
    }

    impl Disk {
        fn new(ballast: u64) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let ballast = Ballast::new(folder.path(), ballast);
            let limits = Limits::new(100 * MIB, &ballast);
            let watcher = Watcher { ballast, limits, room: Room::Enough };
            Self { watcher, gate: watch::Sender::new(Room::Enough), told: RefCell::default(), _folder: folder }
        }

        fn has(&mut self, mib: u64) -> Room {
            self.watcher.look(mib * MIB, &self.gate, &|room| self.told.borrow_mut().push(room));
            *self.gate.borrow()
        }
    }

    #[test]
    fn t31_it_is_told_before_anything_fails_then_nothing_is_taken_and_the_ballast_goes() {
        let mut disk = Disk::new(10 * MIB);
        assert_eq!(disk.has(500), Room::Enough);
        assert!(disk.watcher.ballast.is_made());
        assert_eq!(disk.has(90), Room::Low);
        assert!(disk.watcher.ballast.is_made());
        assert_eq!(disk.has(9), Room::Full);
        assert!(!disk.watcher.ballast.is_made());
        assert_eq!(*disk.told.borrow(), [Room::Low, Room::Full]);
    }

    #[test]
    fn t31_the_room_of_the_ballast_itself_does_not_open_the_gate() {
        let mut disk = Disk::new(10 * MIB);
        disk.has(500);
        disk.has(9);
        // What the ballast gave back, and a little more.
        assert_eq!(disk.has(19), Room::Full);
        assert_eq!(disk.has(24), Room::Full);
        assert_eq!(disk.has(26), Room::Low);
        assert!(disk.watcher.ballast.is_made());
        assert_eq!(disk.has(500), Room::Enough);
    }

    #[test]
    fn without_a_ballast_eight_mib_are_the_limit() {
        let mut disk = Disk::new(0);
        assert_eq!(disk.has(9), Room::Low);
        assert_eq!(disk.has(7), Room::Full);
        assert_eq!(disk.has(13), Room::Low);
    }

    #[test]
    fn a_start_on_a_full_disk_releases_the_ballast_first() {
        let folder = tempfile::tempdir().unwrap();
        let ballast = Ballast::new(folder.path(), 9 * MIB);
        ballast.make().unwrap();
        let limits = Limits::new(0, &ballast);
        before_opening(&ballast, limits, Ok(50 * MIB)).unwrap();
        assert!(ballast.is_made());
        before_opening(&ballast, limits, Ok(MIB)).unwrap();
        assert!(!ballast.is_made());
    }
}
