//! `loket desk`: the desk in a terminal, over the control socket of the running service: for officers who may not use Telegram.
//!
//! Same cases, same rights, same audit. What is typed goes nowhere but with a command: nothing reaches a citizen by a slip. With `--json`
//! a program sits there: each command is answered by one line.

mod report;
mod words;

use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;

use super::chat::lines::Lines;
use super::exit::{Exit, Failure};
use super::{Common, content};
use crate::desk::{Act, Code, Reason, Role, Status, Words};
use crate::service::control::{AskError, Reply, Request, ask};
use crate::service::settings::environment;
use crate::service::{Told, Wish};
use crate::text::clean;
use words::Spoken;

/// What `desk` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Your number in the setting desk.officers [default: LOKET_OFFICER]
    #[arg(long, value_name = "NUMBER")]
    officer: Option<i64>,
    /// Answer each command with one JSON object on a line, for programs
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, common: &Common) -> Result<Exit, Failure> {
    let settings = content::settings(common)?;
    let data = settings.require_data_dir().map_err(|error| Failure::new(Exit::Data, error.to_string(), ""))?;
    let officer = args.officer.or_else(|| environment("LOKET_OFFICER")?.trim().parse().ok()).ok_or_else(|| {
        let remedy = "give your number with --officer; it must stand in the setting desk.officers";
        Failure::new(Exit::CouldNotRun, "who sits here is not known", remedy)
    })?;
    let person = io::stdin().is_terminal() && !args.json;
    let lines = if person { Lines::edited()? } else { Lines::piped() };
    let words = if args.json { None } else { Some(Spoken::load(&settings)?) };
    let mut terminal = Terminal { data: data.to_owned(), officer, words, at: None };
    // Whoever is no officer, or has nobody to ask, hears so at once.
    let queue = terminal.ask(Wish::Queue)?;
    if let Some(words) = &terminal.words {
        writeln!(io::stdout(), "{}", words.told(&queue))?;
        if person {
            writeln!(io::stdout(), "{}", words.first())?;
        }
    }
    terminal.serve(lines)
}

/// A terminal with an officer at it.
struct Terminal {
    data: PathBuf,
    officer: i64,
    /// What it says; nothing in words where a program sits at it.
    words: Option<Spoken>,
    /// The case that was read or taken last.
    at: Option<At>,
}

/// A case at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
struct At {
    code: Code,
    /// The number of the reply that waited for a senior when it was read; 0 where none did.
    draft: u32,
}

/// What a line asks for.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Nothing,
    Help,
    Quit,
    Wish(Wish),
    /// Something that needs a case, and none was read.
    NoCase,
    Unknown,
}

impl Terminal {
    fn serve(&mut self, mut lines: Lines) -> Result<Exit, Failure> {
        while let Some(line) = lines.next()? {
            match asked(&clean(&line.text), self.at.as_ref()) {
                Asked::Nothing => {}
                Asked::Help => self.help()?,
                Asked::Quit => return Ok(Exit::Done),
                Asked::NoCase => self.refuse("no-case-at-hand")?,
                Asked::Unknown => self.refuse("unknown-command")?,
                Asked::Wish(wish) => self.carry_out(wish)?,
            }
        }
        Ok(Exit::Done)
    }

    fn help(&self) -> io::Result<()> {
        match &self.words {
            Some(words) => writeln!(io::stdout(), "{}", words.help()),
            None => writeln!(io::stdout(), "{}", report::help()),
        }
    }

    /// Says that nothing was done, to a program by a word.
    fn refuse(&self, why: &str) -> io::Result<()> {
        match &self.words {
            Some(words) => writeln!(io::stdout(), "{}", words.refused(why)),
            None => writeln!(io::stdout(), "{}", report::error(why)),
        }
    }

    fn say(&self, told: &Told) -> io::Result<()> {
        match &self.words {
            Some(words) => writeln!(io::stdout(), "{}", words.told(told)),
            None => writeln!(io::stdout(), "{}", report::told(told)),
        }
    }

    fn carry_out(&mut self, wish: Wish) -> Result<(), Failure> {
        let at = match &wish {
            Wish::Read(code) | Wish::Do(code, Act::Take) => Some(At { code: code.clone(), draft: 0 }),
            _ => None,
        };
        let told = self.ask(wish)?;
        let draft = draft_in(&told);
        self.say(&told)?;
        self.at = at.map(|at| At { draft, ..at }).or_else(|| self.at.take());
        Ok(())
    }

    fn ask(&self, wish: Wish) -> Result<Told, Failure> {
        match ask(&self.data, &Request::Desk { officer: self.officer, wish }) {
            Ok((Reply::Desk(Told::NoOfficer), _)) => {
                let remedy = "give your own number with --officer; it must stand in the setting desk.officers";
                Err(Failure::new(Exit::CouldNotRun, "this number is no officer's", remedy))
            }
            Ok((Reply::Desk(told), _)) => Ok(told),
            Ok((Reply::Refused(why), _)) => {
                Err(Failure::new(Exit::CouldNotRun, why, "set [desk] in the settings, and start `loket serve` again"))
            }
            Ok(_) => {
                Err(Failure::new(Exit::CouldNotRun, "the answer does not fit the question", "use one version of loket"))
            }
            Err(error @ AskError::Nobody) => {
                let remedy = "start `loket serve`, and name its data folder with --data DIR";
                Err(Failure::new(Exit::CouldNotRun, error.to_string(), remedy))
            }
            Err(error) => Err(Failure::new(Exit::CouldNotRun, error.to_string(), "look in the log of `loket serve`")),
        }
    }
}

/// What `line` asks for, with the case `at` hand.
fn asked(line: &str, at: Option<&At>) -> Asked {
    let line = line.trim();
    if let Some(note) = line.strip_prefix("//") {
        return with_case(at, Act::Note(Words(note.trim().to_owned())));
    }
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let (word, rest) = (word.trim_start_matches('/').to_lowercase(), rest.trim());
    match word.as_str() {
        "" => Asked::Nothing,
        "help" | "hulp" | "?" => Asked::Help,
        "stop" | "quit" | "exit" | "einde" => Asked::Quit,
        "wachtrij" | "queue" => Asked::Wish(Wish::Queue),
        "dienst" | "shift" => Asked::Wish(Wish::Shift),
        "lees" | "read" => named(rest, at).map_or(Asked::NoCase, |code| Asked::Wish(Wish::Read(code))),
        "neem" | "take" => named(rest, at).map_or(Asked::NoCase, |code| Asked::Wish(Wish::Do(code, Act::Take))),
        "zeg" | "say" if !rest.is_empty() => with_case(at, Act::Reply(Words(rest.to_owned()))),
        _ => act(&word, rest, at).map_or(Asked::Unknown, |act| with_case(at, act)),
    }
}

/// The number of the reply that waits for a senior in what was told.
fn draft_in(told: &Told) -> u32 {
    match told {
        Told::Case(case) => match &case.status {
            Status::Drafted { draft, .. } => draft.version,
            _ => 0,
        },
        _ => 0,
    }
}

fn named(rest: &str, at: Option<&At>) -> Option<Code> {
    if rest.is_empty() { at.map(|at| at.code.clone()) } else { Code::parse(rest) }
}

fn with_case(at: Option<&At>, act: Act) -> Asked {
    at.map_or(Asked::NoCase, |at| Asked::Wish(Wish::Do(at.code.clone(), act)))
}

fn act(word: &str, rest: &str, at: Option<&At>) -> Option<Act> {
    // What is approved here is what was read last, and nothing that came after.
    let draft = Some(at.map_or(0, |at| at.draft));
    Some(match word {
        "terug" | "release" => Act::Release,
        "antwoord" | "answer" => Act::Answer(rest.to_lowercase()),
        "intrekken" | "withdraw" if rest.is_empty() => Act::Withdraw(None),
        "intrekken" | "withdraw" => Act::Withdraw(Some(rest.parse().ok()?)),
        "goed" | "approve" => Act::Approve(draft),
        "afkeuren" | "reject" => Act::Reject(draft),
        "geef" | "pass" => Act::Pass(match rest {
            "balie" | "front-desk" => Role::FrontDesk,
            "pf" | "privacy-officer" => Role::PrivacyOfficer,
            "fg" | "dpo" | "data-protection-officer" => Role::DataProtectionOfficer,
            _ => return None,
        }),
        "sluit" | "close" => Act::Close(match rest {
            "" | "beantwoord" | "answered" => Reason::Answered,
            "elders" | "elsewhere" => Reason::Elsewhere,
            "stil" | "no-reaction" => Reason::NoReaction,
            _ => return None,
        }),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_sent_without_a_command_and_a_case() {
        let code = Code::parse("K7-M4Q").unwrap();
        let at = At { code: code.clone(), draft: 0 };
        assert_eq!(asked("Goedemiddag mevrouw", Some(&at)), Asked::Unknown);
        assert_eq!(asked("zeg Goedemiddag", None), Asked::NoCase);
        let reply = Wish::Do(code.clone(), Act::Reply(Words("Goedemiddag".into())));
        assert_eq!(asked("zeg  Goedemiddag ", Some(&at)), Asked::Wish(reply));
    }

    #[test]
    fn a_case_is_named_or_the_one_at_hand() {
        let code = Code::parse("K7-M4Q").unwrap();
        let at = At { code: code.clone(), draft: 3 };
        let take = Asked::Wish(Wish::Do(code.clone(), Act::Take));
        assert_eq!(asked("neem k7m4q", None), take);
        assert_eq!(asked("neem", Some(&at)), take);
        assert_eq!(asked("neem", None), Asked::NoCase);
        assert_eq!(asked("sluit morgen", Some(&at)), Asked::Unknown);
        assert_eq!(asked("// let op", Some(&at)), with_case(Some(&at), Act::Note(Words("let op".into()))));
        assert_eq!(asked("goed", Some(&at)), with_case(Some(&at), Act::Approve(Some(3))), "what was read last");
    }
}
