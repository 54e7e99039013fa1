//! The `loket` command: parses arguments, runs one command, gives its exit code.

use std::process::ExitCode;

use clap::Parser;
use loket::cli::Arguments;

fn main() -> ExitCode {
    ExitCode::from(loket::cli::run(Arguments::parse()))
}
