//! `loket doctor`: looks at everything around the assistant, and says in plain words what is right, what is wrong and what
//! to do about it. Changes nothing that matters, and never shows the token.

mod clock;
mod data;
mod desk;
mod telegram;

use std::io::{self, Write as _};

use serde::Serialize;

use super::exit::{Exit, Failure};
use super::{Common, content};
use crate::service::Clock;
use crate::service::settings::{Settings, SettingsError, Warning};

/// What `doctor` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// One JSON object with all findings, for programs
    #[arg(long)]
    json: bool,
    /// Ask nothing of the network
    #[arg(long)]
    offline: bool,
}

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Sign {
    /// As it should be.
    Right,
    /// Good to know; nothing needs to be done.
    Note,
    /// To be mended.
    Wrong,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Finding {
    sign: Sign,
    about: &'static str,
    what: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    remedy: String,
}

impl Finding {
    fn right(about: &'static str, what: impl Into<String>) -> Self {
        Self { sign: Sign::Right, about, what: what.into(), remedy: String::new() }
    }

    fn note(about: &'static str, what: impl Into<String>) -> Self {
        Self { sign: Sign::Note, ..Self::right(about, what) }
    }

    fn wrong(about: &'static str, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { sign: Sign::Wrong, remedy: remedy.into(), ..Self::right(about, what) }
    }
}

pub(super) fn run(args: &Args, common: &Common) -> Result<Exit, Failure> {
    let findings = match content::load_settings(common) {
        Ok(settings) => look(args, &settings)?,
        Err(error) => of_settings(&error),
    };
    if args.json {
        print_json(&findings)?;
    } else {
        print(&findings)?;
    }
    let wrong = findings.iter().any(|finding| finding.sign == Sign::Wrong);
    Ok(if wrong { Exit::Problems } else { Exit::Done })
}

fn look(args: &Args, settings: &Settings) -> Result<Vec<Finding>, Failure> {
    let mut findings = vec![Finding::right("settings", "they can be read")];
    findings.extend(settings.warnings.iter().map(of_warning));
    let seen = telegram::look(settings, args.offline)?;
    findings.extend(seen.findings);
    findings.extend(clock::look(settings, seen.server_date.as_deref()));
    findings.extend(desk::look(settings, Clock::system().now()));
    findings.extend(data::look(settings));
    findings.push(of_content(settings));
    Ok(findings)
}

fn of_settings(error: &SettingsError) -> Vec<Finding> {
    let problems = error.problems.iter();
    problems
        .map(|problem| {
            let place = [problem.place.to_string(), problem.key.clone()];
            let place: Vec<String> = place.into_iter().filter(|part| !part.is_empty()).collect();
            Finding::wrong("settings", format!("{}: {}", place.join(": "), problem.what), problem.remedy.clone())
        })
        .collect()
}

fn of_warning(warning: &Warning) -> Finding {
    match warning {
        Warning::TokenInVariable(_) => Finding::note("token", warning.to_string()),
        Warning::SecretInVariable(_) => Finding::note("webhook", warning.to_string()),
        Warning::PlainHttp => Finding::wrong("settings", warning.to_string(), "give api-url an https address"),
    }
}

fn of_content(settings: &Settings) -> Finding {
    match content::catalogue(settings.content_dir.as_deref()) {
        Ok(catalogue) => Finding::right("content", format!("{} intents, no errors", catalogue.intents.len())),
        Err(failure) => Finding::wrong("content", failure.what, failure.remedy),
    }
}

fn print_json(findings: &[Finding]) -> io::Result<()> {
    let right = findings.iter().all(|finding| finding.sign != Sign::Wrong);
    let json = serde_json::json!({ "right": right, "findings": findings });
    writeln!(io::stdout(), "{json}")
}

fn print(findings: &[Finding]) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    for Finding { sign, about, what, remedy } in findings {
        let (style, word) = match sign {
            Sign::Right => (anstyle::AnsiColor::Green.on_default(), "right"),
            Sign::Note => (anstyle::AnsiColor::Cyan.on_default(), "note"),
            Sign::Wrong => (anstyle::AnsiColor::Red.on_default().bold(), "WRONG"),
        };
        let what = what.replace('\n', "\n        ");
        writeln!(out, "{style}{word:<5}{style:#}  {about}: {what}")?;
        if !remedy.is_empty() {
            writeln!(out, "        what to do: {remedy}")?;
        }
    }
    match findings.iter().filter(|finding| finding.sign == Sign::Wrong).count() {
        0 => writeln!(out, "\nAll is right."),
        wrong => writeln!(out, "\nTo mend: {wrong}."),
    }
}
