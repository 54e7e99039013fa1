//! `loket facts`: the ledger of facts as who keeps it needs it: what must be looked at again, and where each fact shows.

use std::io::{self, Write};

use serde::Serialize;

use super::check::shown_in;
use super::exit::{Exit, Failure};
use super::{Common, content};
use crate::content::{Date, Entry, EntryId, Lang, LedgerName, Outline, Use, outline};
use crate::content_files::{self, today};
use crate::text::nearest;

/// What `facts` takes.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Args {
    /// One fact, in full
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// A fact must be looked at again after so many days
    #[arg(long, value_name = "DAYS", default_value_t = 180)]
    review_days: u32,
    /// One JSON array instead of text
    #[arg(long)]
    json: bool,
}

/// A fact as it is listed.
#[derive(Debug, Serialize)]
struct Listed<'a> {
    id: &'a str,
    values: Vec<(&'a str, &'a str)>,
    source: &'a str,
    /// What the source is called, in the first language.
    source_name: &'a str,
    certainty: &'a str,
    checked: String,
    /// Days since it was compared with its source.
    age: i64,
    /// Days until it must be again; below zero if that day is past.
    due_in: i64,
    uses: &'a [Use],
}

pub(super) fn run(args: &Args, common: &Common) -> Result<Exit, Failure> {
    let settings = content::settings(common)?;
    let files = content_files::read(&content::root(settings.content_dir.as_deref())?).files;
    let outline = outline(&files);
    let mut facts = listed(&outline, today(), i64::from(args.review_days));
    if let Some(id) = &args.id {
        facts.retain(|fact| fact.id == id);
        if facts.is_empty() {
            return Err(unknown(id, &outline));
        }
    }
    let mut out = anstream::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&facts).map_err(io::Error::from)?)?;
    } else if args.id.is_some() {
        facts.iter().try_for_each(|fact| write_in_full(fact, &mut out))?;
    } else {
        write(&facts, args.review_days, &mut out)?;
    }
    Ok(Exit::Done)
}

/// The facts, the longest overdue first.
fn listed(outline: &Outline, today: Date, review_days: i64) -> Vec<Listed<'_>> {
    let facts = outline.entries.iter().filter(|(id, _)| id.ledger == LedgerName::Fact);
    let mut listed: Vec<Listed<'_>> = facts.map(|(id, fact)| list(outline, id, fact, today, review_days)).collect();
    listed.sort_by_key(|fact| fact.due_in);
    listed
}

fn list<'a>(outline: &'a Outline, id: &'a EntryId, fact: &'a Entry, today: Date, review_days: i64) -> Listed<'a> {
    let value = |key: &str| fact.values.get(key).map_or("", String::as_str);
    let values = fact.values.iter().filter(|(key, _)| Lang::parse(key).is_some());
    let age = fact.checked.map_or(0, |checked| checked.days_until(today));
    let source = EntryId { ledger: LedgerName::Source, id: value("source").to_owned() };
    let name = outline.entries.get(&source).and_then(|source| source.values.get(Lang::NL.code()));
    Listed {
        id: &id.id,
        values: values.map(|(lang, text)| (lang.as_str(), text.as_str())).collect(),
        source: value("source"),
        source_name: name.map_or("", String::as_str),
        certainty: value("certainty"),
        checked: value("checked").to_owned(),
        age,
        due_in: review_days - age,
        uses: &fact.uses,
    }
}

fn unknown(id: &str, outline: &Outline) -> Failure {
    let names = outline.entries.keys().filter(|entry| entry.ledger == LedgerName::Fact).map(|entry| entry.id.as_str());
    let remedy = match nearest(id, names) {
        Some(near) => format!("the nearest name is `{near}`; `loket facts` lists all"),
        None => "`loket facts` lists all".to_owned(),
    };
    Failure::new(Exit::CouldNotRun, format!("there is no fact `{id}`"), remedy)
}

fn write(facts: &[Listed<'_>], review_days: u32, out: &mut impl Write) -> io::Result<()> {
    let overdue = facts.iter().filter(|fact| fact.due_in < 0).count();
    let unused = facts.iter().filter(|fact| fact.uses.is_empty()).count();
    writeln!(
        out,
        "{} {}: {overdue} overdue (compared with the source more than {review_days} days ago), {unused} used nowhere",
        facts.len(),
        if facts.len() == 1 { "fact" } else { "facts" }
    )?;
    facts.iter().try_for_each(|fact| write_short(fact, out))
}

fn write_short(fact: &Listed<'_>, out: &mut impl Write) -> io::Result<()> {
    let values: Vec<String> = fact.values.iter().map(|(lang, text)| format!("{lang} {text}")).collect();
    let unused = if fact.uses.is_empty() { "  USED NOWHERE" } else { "" };
    writeln!(out, "\n{}  {}{unused}", fact.id, due(fact.due_in))?;
    writeln!(out, "  {}", values.join(" | "))?;
    let Listed { source, certainty, checked, age, .. } = fact;
    writeln!(out, "  source {source}, certainty {certainty}, checked {checked} ({} ago)", in_days(*age))?;
    writeln!(out, "  {}", shown_in(fact.uses))
}

fn write_in_full(fact: &Listed<'_>, out: &mut impl Write) -> io::Result<()> {
    let Listed { source, source_name, certainty, checked, age, .. } = fact;
    writeln!(out, "{}  {}", fact.id, due(fact.due_in))?;
    fact.values.iter().try_for_each(|(lang, text)| writeln!(out, "  {lang}         {text}"))?;
    writeln!(out, "  source     {source}: {source_name}")?;
    writeln!(out, "  certainty  {certainty}")?;
    writeln!(out, "  checked    {checked} ({} ago)", in_days(*age))?;
    if fact.uses.is_empty() {
        writeln!(out, "  used nowhere: remove it, or use it as {{fact:{}}}", fact.id)?;
    }
    fact.uses.iter().try_for_each(|place| match place {
        Use::Answer { answer, lang, part } => writeln!(out, "  used in    answers/{lang}/{answer}.md, {part}"),
        Use::Phrase { phrase, lang } => writeln!(out, "  used in    answers/{lang}/phrases.ftl, {phrase}"),
    })
}

fn due(days: i64) -> String {
    match days {
        days if days < 0 => format!("OVERDUE by {}", in_days(-days)),
        0 => "due today".to_owned(),
        days => format!("due in {}", in_days(days)),
    }
}

fn in_days(days: i64) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_day_is_one_day() {
        assert_eq!(
            [due(-1), due(0), due(1), due(-2)],
            ["OVERDUE by 1 day", "due today", "due in 1 day", "OVERDUE by 2 days"]
        );
    }
}
