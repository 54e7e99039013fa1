//! The present moment, as an injected function: tests jump.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::content::Date;
use crate::dialogue::Moment;

/// Tells the time.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Moment + Send + Sync>);

impl Clock {
    /// The system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::from_fn(system_now)
    }

    /// A clock that says what `now` says.
    #[must_use]
    pub fn from_fn(now: impl Fn() -> Moment + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Moment {
        (self.0)()
    }

    /// Today in the Netherlands' calendar as far as UTC tells; review dates need no better.
    #[must_use]
    pub fn today(&self) -> Date {
        let date = jiff::Timestamp::from_millisecond(self.now().0).map_or_else(
            |_| jiff::civil::Date::constant(1970, 1, 1),
            |now| jiff::tz::Offset::UTC.to_datetime(now).date(),
        );
        let small = |number: i8| u8::try_from(number).unwrap_or(1);
        Date { year: u16::try_from(date.year()).unwrap_or(1970), month: small(date.month()), day: small(date.day()) }
    }
}

fn system_now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn today_is_the_day_of_the_moment() {
        let clock = Clock::from_fn(|| Moment(1_795_392_000_000));
        assert_eq!(clock.today(), Date { year: 2026, month: 11, day: 23 });
    }
}
