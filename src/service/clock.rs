//! The present moment and waiting for a later one, injected: tests jump, and do not wait.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::dialogue::Moment;

/// Tells the time.
#[derive(Clone)]
pub struct Clock {
    now: Arc<dyn Fn() -> Moment + Send + Sync>,
    wait: fn(Duration) -> Duration,
}

impl Clock {
    /// The system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::from_fn(system_now)
    }

    /// A clock that says what `now` says.
    #[must_use]
    pub fn from_fn(now: impl Fn() -> Moment + Send + Sync + 'static) -> Self {
        Self { now: Arc::new(now), wait: |wait| wait }
    }

    /// This clock, on which a wait takes as long as `wait` makes of it.
    #[must_use]
    pub fn waiting(self, wait: fn(Duration) -> Duration) -> Self {
        Self { wait, ..self }
    }

    /// Waits before the next try.
    pub(super) async fn pause(&self, wait: Duration) {
        tokio::time::sleep((self.wait)(wait)).await;
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Moment {
        (self.now)()
    }
}

fn system_now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
