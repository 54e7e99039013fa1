//! The commands, one file each. Start with [`run`].

use std::io::Write as _;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

mod ask;
mod audit;
mod backup;
mod chat;
pub mod check;
mod content;
mod desk;
mod doctor;
mod dumps;
pub mod eval;
mod exit;
mod expiring;
mod explain;
mod facts;
mod json;
mod key;
mod missed;
mod new;
mod person;
mod reload;
mod restore;
mod serve;
mod statistics;
mod store;
mod terminal;
pub mod test;

pub use exit::Exit;

/// An assistant for people with questions about their personal data at the Dutch police.
#[derive(Debug, Parser)]
#[command(name = "loket", version, about, long_about = None, arg_required_else_help = true)]
#[command(after_help = "First steps: `loket chat` opens the conversation here in the terminal; no token is needed.\n\
    Exit codes: 0 done, 1 problems found, 2 could not run (arguments, settings, content), 3 the data folder cannot be \
    used, 4 no token, or one that cannot be used or that Telegram refuses, 5 the store failed while running.")]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

/// What every command takes.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Common {
    /// Folder that holds intents/ and answers/ [default: those in the working directory, else those in the program]
    #[arg(long, global = true, value_name = "DIR")]
    pub content: Option<PathBuf>,
    /// Folder for conversations [default: as the settings say, else ~/.local/share/loket]
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Settings file (TOML); environment variables LOKET_… go before it
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Talk with the assistant in the terminal
    Chat(chat::Args),
    /// Run the Telegram bot
    Serve(serve::Args),
    /// Sit at the desk in this terminal: queue, take, read, reply, note, close
    Desk(desk::Args),
    /// Look at the record of what officers did
    Audit(audit::Args),
    /// Write a backup of all that is stored, also while `serve` runs
    Backup(backup::Args),
    /// Put a backup into the data folder
    Restore(restore::Args),
    /// Write all that is held of one citizen, as JSON
    Export(person::Args),
    /// Erase all that is held of one citizen, for good
    Erase(person::Args),
    /// Say how much of what is kept will go by itself, and when
    Expiring,
    /// List what was asked and not understood, for maintainers; make one an example
    Missed(missed::Args),
    /// Tell what was asked and how it went, without persons
    Statistics(statistics::Args),
    /// Look after the master key, with which all that is stored is sealed
    Key(key::Args),
    /// Look at everything around the assistant and say what to mend
    Doctor(doctor::Args),
    /// Ask one thing, without a conversation
    Ask(ask::Args),
    Check(check::CheckArgs),
    Eval(eval::EvalArgs),
    /// List every fact with its source, its age and where it shows, those to be looked at first
    Facts(facts::Args),
    /// Make the files of something new with the right shape: an intent, an answer, a fact …
    New(new::Args),
    /// Hold the conversations in tests/conversations and tell what goes otherwise
    Test(test::Args),
}

/// Runs a command; returns its exit code.
#[must_use]
pub fn run(arguments: Arguments) -> u8 {
    dumps::switch_off();
    std::panic::set_hook(Box::new(|panic| tell_of_fault(panic.location())));
    let common = &arguments.common;
    let ran = match arguments.command {
        Command::Chat(args) => chat::run(&args, common),
        Command::Serve(args) => serve::run(&args, common),
        Command::Desk(args) => desk::run(&args, common),
        Command::Audit(args) => audit::run(&args, common),
        Command::Backup(args) => backup::run(&args, common),
        Command::Restore(args) => restore::run(&args, common),
        Command::Export(args) => person::export(&args, common),
        Command::Erase(args) => person::erase(&args, common),
        Command::Expiring => expiring::run(common),
        Command::Missed(args) => missed::run(&args, common),
        Command::Statistics(args) => statistics::run(&args, common),
        Command::Key(args) => key::run(&args, common),
        Command::Doctor(args) => doctor::run(&args, common),
        Command::Ask(args) => ask::run(&args, common),
        Command::Check(args) => run_check(args, common),
        Command::Eval(args) => run_eval(&args, common),
        Command::Test(args) => test::run(&args, common),
        Command::Facts(args) => facts::run(&args, common),
        Command::New(args) => new::run(&args, common),
    };
    ran.unwrap_or_else(|failure| failure.report()).code()
}

/// Names the place of a fault in our own code, and nothing else: what a panic says may hold a citizen's words.
fn tell_of_fault(place: Option<&std::panic::Location<'_>>) {
    if crate::store::sled::is_being_opened() {
        // Sled stumbles over damaged files; what that means is told in words where it is caught.
        return;
    }
    let (file, line) = place.map_or(("", 0), |place| (place.file(), place.line()));
    if tracing::dispatcher::has_been_set() {
        tracing::error!(event = "fault", file, line, "a fault in loket itself; please report it");
    } else {
        // Where standard error is gone, nobody can be told.
        let _ = writeln!(std::io::stderr(), "a fault in loket itself, at {file}:{line}; please report it");
    }
}

fn run_check(mut args: check::CheckArgs, common: &Common) -> Result<Exit, exit::Failure> {
    args.content.clone_from(&common.content);
    if args.explain.is_none() {
        let settings = content::settings(common)?;
        args.content.clone_from(&settings.content_dir);
        args.keep = content::keep_if_there(&settings);
    }
    Ok(Exit::from_code(check::run_here(&args)))
}

fn run_eval(args: &eval::EvalArgs, common: &Common) -> Result<Exit, exit::Failure> {
    let settings = content::settings(common)?;
    let catalogue = content::catalogue(settings.content_dir.as_deref())?;
    let keep = content::keep_if_there(&settings);
    let thresholds = content::house(&settings).thresholds;
    let (mut out, mut errors) = (std::io::stdout().lock(), std::io::stderr().lock());
    let code = eval::run(args, catalogue, &keep, &thresholds, &mut out, &mut errors)?;
    Ok(Exit::from_code(code))
}
