//! `loket expiring`: when what is kept will go by itself: conversations, closed cases, the record of what officers did. A preview of
//! retention, without persons.

use std::collections::BTreeMap;
use std::io::{self, Write as _};

use super::exit::{Exit, Failure};
use super::{Common, content, store};
use crate::dialogue::Moment;
use crate::service::Clock;
use crate::service::control::{AskError, Expiring, Reply, Request, ask, will_expire};

pub(super) fn run(common: &Common) -> Result<Exit, Failure> {
    let settings = content::settings(common)?;
    let data = settings.require_data_dir().map_err(|error| Failure::new(Exit::Data, error.to_string(), ""))?;
    if !data.join("head").exists() {
        writeln!(io::stdout(), "nothing is stored")?;
        return Ok(Exit::Done);
    }
    let expiring = match ask(data, &Request::Expiring) {
        Ok((Reply::Expiring(expiring), _)) => expiring,
        Err(AskError::Nobody) => {
            let opened = store::open(&settings)?;
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let unattended = settings.desk.rules().is_none().then_some(settings.idle_days);
            let read = runtime.block_on(will_expire(&opened, &settings.desk.terms(), unattended));
            read.map_err(|error| store::failed(&error))?
        }
        Ok(_) | Err(AskError::Silent(_)) => {
            let remedy = "look in the log of `loket serve`, and try again";
            return Err(Failure::new(Exit::CouldNotRun, "the loket that serves did not answer", remedy));
        }
    };
    writeln!(io::stdout(), "{}", listed(&expiring, Clock::system().now()))?;
    Ok(Exit::Done)
}

/// So many of each kind by the day they go on, those that are overdue first.
fn listed(expiring: &Expiring, now: Moment) -> String {
    let mut said = match expiring.conversations.is_empty() {
        true => "no conversation is stored".to_owned(),
        false => by_day(
            "conversations that are erased when nobody writes in them any more:",
            &expiring.conversations,
            now,
            i64::MAX,
        ),
    };
    let desk = [
        ("closed cases of the desk, unless a citizen opens one again:", &expiring.cases),
        ("rows of the record of what officers did:", &expiring.audit),
    ];
    for (title, due) in desk.into_iter().filter(|(_, due)| !due.is_empty()) {
        said = format!("{said}\n{}", by_day(title, due, now, NEAR));
    }
    said
}

/// Days further ahead than this are counted together.
const NEAR: i64 = 30 * 24 * 60 * 60 * 1000;

fn by_day(title: &str, due: &[Moment], now: Moment, near: i64) -> String {
    let mut days: BTreeMap<String, usize> = BTreeMap::new();
    let (mut overdue, mut far) = (0, 0);
    for moment in due {
        match moment.0.saturating_sub(now.0) {
            ..=0 => overdue += 1,
            left if left > near => far += 1,
            _ => *days.entry(day(*moment)).or_default() += 1,
        }
    }
    let some = |count: usize, when: &str| (count > 0).then(|| format!("{count:>8}  {when}"));
    let overdue = some(overdue, "now, with the next sweep");
    let far = some(far, "later than in 30 days");
    let later = days.into_iter().map(|(day, count)| format!("{count:>8}  on {day}"));
    let lines: Vec<String> = overdue.into_iter().chain(later).chain(far).collect();
    format!("{title}\n{}", lines.join("\n"))
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
        let due = vec![Moment(5 * DAY), Moment(1), Moment(5 * DAY + 7), Moment(9 * DAY)];
        let conversations = Expiring { conversations: due, ..Expiring::default() };
        let listed = listed(&conversations, Moment(DAY));
        let lines: Vec<&str> = listed.lines().skip(1).map(str::trim).collect();
        assert_eq!(lines, ["1  now, with the next sweep", "2  on 1970-01-06", "1  on 1970-01-10"]);
        assert_eq!(super::listed(&Expiring::default(), Moment(0)), "no conversation is stored");
    }

    #[test]
    fn t23_cases_and_rows_of_the_audit_are_counted_too_and_the_far_future_together() {
        const DAY: i64 = 86_400_000;
        let audit = vec![Moment(DAY), Moment(3 * DAY), Moment(300 * DAY), Moment(301 * DAY)];
        let expiring = Expiring { conversations: Vec::new(), cases: vec![Moment(4 * DAY)], audit };
        let listed = listed(&expiring, Moment(2 * DAY));
        let lines: Vec<&str> = listed.lines().map(str::trim).collect();
        assert_eq!(lines[1..3], ["closed cases of the desk, unless a citizen opens one again:", "1  on 1970-01-05"]);
        assert_eq!(lines[4..], ["1  now, with the next sweep", "1  on 1970-01-04", "2  later than in 30 days"]);
    }
}
