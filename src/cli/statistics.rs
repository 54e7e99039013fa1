//! `loket statistics`: what was asked and how it went, without persons.

use std::io::{self, Write as _};

use serde_json::json;

use super::exit::{Exit, Failure};
use super::{Common, content};
use crate::service::{Clock, counts_in};
use crate::statistics::{LEAST_SHOWN, Line};

/// What `statistics` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Over so many days
    #[arg(long, default_value_t = 30, value_name = "N")]
    days: u32,
    /// For a program
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, common: &Common) -> Result<Exit, Failure> {
    let settings = content::settings(common)?;
    let data = settings.require_data_dir().map_err(|error| Failure::new(Exit::Data, error.to_string(), ""))?;
    let counts = counts_in(data).map_err(|error| {
        let what = format!("the file statistics in {} cannot be read: {error}", data.display());
        Failure::new(Exit::Data, what, "check its permissions; if it is damaged, remove it: only counts are lost")
    })?;
    let now = Clock::system().now();
    let (topics, days) = (counts.by_topic(args.days, now), counts.by_day(args.days, now));
    let mut out = io::stdout();
    if args.json {
        let all = json!({ "days": args.days, "least_shown": LEAST_SHOWN, "by_topic": topics, "by_day": days });
        writeln!(out, "{all:#}")?;
        return Ok(Exit::Done);
    }
    if topics.is_empty() {
        writeln!(out, "nothing was counted in the last {} days", args.days)?;
        return Ok(Exit::Done);
    }
    writeln!(out, "the last {} days, by topic; fewer than {LEAST_SHOWN} is not told\n{}", args.days, table(&topics))?;
    writeln!(out, "\nby day, rounded down to fives\n{}", table(&days))?;
    Ok(Exit::Done)
}

fn table(lines: &[Line]) -> String {
    let count = |line: &Line| line.count.map_or_else(|| format!("<{LEAST_SHOWN}"), |count| count.to_string());
    let rows = lines.iter().map(|line| format!("{:>8}  {:<10} {}", count(line), line.decision, line.of));
    rows.collect::<Vec<_>>().join("\n")
}
