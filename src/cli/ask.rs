//! `loket ask`: one message, no conversation, nothing stored.

use std::io::Write as _;

use super::exit::{Exit, Failure};
use super::json::TurnJson;
use super::{Common, content, explain, terminal};
use crate::dialogue::{Input, State, Turn, step};
use crate::privacy::Sensitive;
use crate::service::Clock;

/// What `ask` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The message
    message: String,
    /// Show why: words, patterns, candidates, zone
    #[arg(long)]
    explain: bool,
    /// One JSON object instead of text
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, common: &Common) -> Result<Exit, Failure> {
    let (knowledge, house) = content::load(common)?;
    let input =
        Input::Text { text: Sensitive::new(args.message.clone()), app_lang: None, edited: false, message: None };
    let state = State { introduced: true, ..State::default() };
    let turn = step(&knowledge, &house, &state, &input, Clock::system().now());
    let mut out = anstream::stdout().lock();
    if args.json {
        let json = serde_json::to_string(&TurnJson::new(&args.message, &turn)).map_err(std::io::Error::from)?;
        writeln!(out, "{json}")?;
    } else {
        print(&mut out, &turn)?;
    }
    if args.explain && !args.json {
        let limits = knowledge.matcher.settle(&house.thresholds);
        writeln!(out, "\n{}", explain::explanation(&turn, &limits).trim_end())?;
    }
    Ok(Exit::Done)
}

fn print(out: &mut impl std::io::Write, turn: &Turn) -> std::io::Result<()> {
    let intents: Vec<&str> = turn.decision.intents().iter().map(|intent| intent.as_str()).collect();
    writeln!(out, "{} {} ({:.0} %)\n", turn.decision.word(), intents.join(", "), turn.confidence * 100.0)?;
    super::json::messages(&turn.effects).try_for_each(|message| terminal::print_message(out, message))
}
