//! `loket expiring`: when conversations will be erased by themselves. A preview of retention, without persons.

use std::collections::BTreeMap;
use std::io::{self, Write as _};

use super::exit::{Exit, Failure};
use super::{Common, content, store};
use crate::dialogue::Moment;
use crate::service::Clock;
use crate::service::control::{AskError, Reply, Request, ask};
use crate::store::Store as _;

pub(super) fn run(common: &Common) -> Result<Exit, Failure> {
    let settings = content::settings(common)?;
    let data = settings.require_data_dir().map_err(|error| Failure::new(Exit::Data, error.to_string(), ""))?;
    if !data.join("head").exists() {
        writeln!(io::stdout(), "nothing is stored")?;
        return Ok(Exit::Done);
    }
    let due = match ask(data, &Request::Expiring) {
        Ok((Reply::Expiring(due), _)) => due,
        Err(AskError::Nobody) => {
            let opened = store::open(&settings)?;
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let due = runtime.block_on(opened.due(Moment(i64::MAX), usize::MAX));
            due.map_err(|error| store::failed(&error))?.into_iter().map(|(moment, _)| moment).collect()
        }
        Ok(_) | Err(AskError::Silent(_)) => {
            let remedy = "look in the log of `loket serve`, and try again";
            return Err(Failure::new(Exit::CouldNotRun, "the loket that serves did not answer", remedy));
        }
    };
    writeln!(io::stdout(), "{}", listed(&due, Clock::system().now()))?;
    Ok(Exit::Done)
}

/// So many conversations by the day they are erased on; those that are overdue first.
fn listed(due: &[Moment], now: Moment) -> String {
    let mut days: BTreeMap<String, usize> = BTreeMap::new();
    for moment in due {
        let day = if *moment <= now { "now".to_owned() } else { day(*moment) };
        *days.entry(day).or_default() += 1;
    }
    let overdue = days.remove("now").map(|count| format!("{count:>8}  now, with the next sweep"));
    let later = days.into_iter().map(|(day, count)| format!("{count:>8}  on {day}"));
    let lines: Vec<String> = overdue.into_iter().chain(later).collect();
    match lines.is_empty() {
        true => "no conversation is stored".to_owned(),
        false => format!("conversations that are erased when nobody writes in them any more:\n{}", lines.join("\n")),
    }
}

fn day(moment: Moment) -> String {
    let stamp = jiff::Timestamp::from_millisecond(moment.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    stamp.strftime("%Y-%m-%d").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t23_what_expires_is_counted_by_day_and_what_is_overdue_stands_first() {
        const DAY: i64 = 86_400_000;
        let due = [Moment(5 * DAY), Moment(1), Moment(5 * DAY + 7), Moment(9 * DAY)];
        let listed = listed(&due, Moment(DAY));
        let lines: Vec<&str> = listed.lines().skip(1).map(str::trim).collect();
        assert_eq!(lines, ["1  now, with the next sweep", "2  on 1970-01-06", "1  on 1970-01-10"]);
        assert_eq!(super::listed(&[], Moment(0)), "no conversation is stored");
    }
}
