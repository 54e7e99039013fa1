//! The clock: retention and remembered updates go by it.

use std::time::UNIX_EPOCH;

use super::Finding;
use crate::service::Clock;
use crate::service::settings::Settings;

/// The server's date has whole seconds, and took its time to come.
const APART: i64 = 30;
/// A file of the store may be so many seconds ahead, for file systems on other machines.
const AHEAD: i64 = 120;

pub(super) fn look(settings: &Settings, server_date: Option<&str>) -> Vec<Finding> {
    let now = Clock::system().now().0 / 1000;
    let zone = Finding::right("time zone", "loket reckons in UTC; the zone of this machine does not matter");
    vec![backward(settings, now).unwrap_or_else(|| compared(now, server_date)), zone]
}

/// The store was written in the future: the clock went back, or was far ahead once.
fn backward(settings: &Settings, now: i64) -> Option<Finding> {
    let head = settings.data_dir.as_ref()?.join("head");
    let written = std::fs::metadata(head).ok()?.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_secs();
    let ahead = i64::try_from(written).ok()?.saturating_sub(now);
    (ahead > AHEAD).then(|| {
        let what = format!("the data were written {ahead} seconds in the future of this clock");
        Finding::wrong(
            "clock",
            what,
            "let the clock be set from the network (timedatectl set-ntp true); conversations are kept longer till then",
        )
    })
}

fn compared(now: i64, server_date: Option<&str>) -> Finding {
    let Some(server) = server_date.and_then(seconds_of) else {
        return Finding::note("clock", "it could not be compared with another");
    };
    match now - server {
        apart if apart.abs() <= APART => Finding::right("clock", "it agrees with the server's"),
        apart => {
            let what = format!("it differs from the server's by {} seconds", apart.abs());
            Finding::wrong("clock", what, "let it be set from the network (timedatectl set-ntp true)")
        }
    }
}

fn seconds_of(date: &str) -> Option<i64> {
    jiff::fmt::rfc2822::parse(date).ok().map(|moment| moment.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::doctor::Sign;

    const DATE: &str = "Sun, 29 Nov 2026 12:00:00 GMT";

    #[test]
    fn a_clock_near_the_servers_is_right_and_another_is_not() {
        let noon = seconds_of(DATE).unwrap();
        assert_eq!(compared(noon + 2, Some(DATE)).sign, Sign::Right);
        for wrong in [noon - 3600, noon + 31] {
            let finding = compared(wrong, Some(DATE));
            assert_eq!(finding.sign, Sign::Wrong);
            assert!(!finding.remedy.is_empty());
        }
        assert_eq!(compared(noon, None).sign, Sign::Note);
        assert_eq!(compared(noon, Some("yesterday")).sign, Sign::Note);
    }
}
