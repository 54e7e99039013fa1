//! A moment, as every module measures time. Nobody here knows what time it is: the present moment is always an argument.

use serde::{Deserialize, Serialize};

/// A moment in milliseconds since 1970 in UTC, as the shell's clock says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

impl Moment {
    /// A day, in milliseconds.
    pub const DAY: i64 = 24 * 60 * 60 * 1000;

    /// This moment `milliseconds` later.
    #[must_use]
    pub fn plus(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }

    /// This moment so many minutes later.
    #[must_use]
    pub fn plus_minutes(self, minutes: u32) -> Self {
        self.plus(i64::from(minutes) * 60_000)
    }

    /// Whole minutes from `earlier` to this moment, none if it lies after.
    #[must_use]
    pub fn minutes_since(self, earlier: Self) -> u32 {
        u32::try_from(self.0.saturating_sub(earlier.0).max(0) / 60_000).unwrap_or(u32::MAX)
    }
}
