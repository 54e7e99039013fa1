//! `loket desk`: the desk in a terminal, over the control socket of the running service: for officers who may not use Telegram.
//!
//! Same cases, same rights, same audit. What is typed goes nowhere but with a command: nothing reaches a citizen by a slip. With `--json`
//! a program sits there: each command is answered by one line.

mod report;

use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;

use super::chat::lines::Lines;
use super::exit::{Exit, Failure};
use super::{Common, content};
use crate::desk::{Act, By, Case, Code, Reason, ReplyState, Role, Row, Says, Status, Words};
use crate::dialogue::Moment;
use crate::service::control::{AskError, Reply, Request, ask};
use crate::service::settings::environment;
use crate::service::{Clock, Told, Wish};
use crate::text::clean;

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

const HELP: &str = "\
  wachtrij            de open vragen, de oudste eerst (queue)
  lees CODE           een vraag lezen (read)
  neem [CODE]         de vraag nemen (take)
  zeg TEKST           de burger antwoorden (say)
  // TEKST            een notitie, alleen voor medewerkers
  antwoord NAAM       een vast antwoord sturen, in de taal van de burger (answer)
  intrekken [NUMMER]  een antwoord intrekken (withdraw)
  geef ROL            doorgeven: balie, pf of fg (pass)
  terug               terug in de rij (release)
  sluit [REDEN]       sluiten: beantwoord, elders of stil (close)
  goed, afkeuren      een antwoord dat op een senior wacht (approve, reject)
  dienst              uw dienst beginnen of eindigen (shift)
  stop                dit venster sluiten (quit)
Na lees of neem gaan de andere commando's over die vraag.";

pub(super) fn run(args: &Args, common: &Common) -> Result<Exit, Failure> {
    let settings = content::settings(common)?;
    let data = settings.require_data_dir().map_err(|error| Failure::new(Exit::Data, error.to_string(), ""))?;
    let officer = args.officer.or_else(|| environment("LOKET_OFFICER")?.trim().parse().ok()).ok_or_else(|| {
        let remedy = "give your number with --officer; it must stand in the setting desk.officers";
        Failure::new(Exit::CouldNotRun, "who sits here is not known", remedy)
    })?;
    let person = io::stdin().is_terminal() && !args.json;
    let lines = if person { Lines::edited()? } else { Lines::piped() };
    let mut terminal = Terminal { data: data.to_owned(), officer, json: args.json, at: None };
    // Whoever is no officer, or has nobody to ask, hears so at once.
    let queue = terminal.ask(Wish::Queue)?;
    if !args.json {
        terminal.say(&queue)?;
    }
    if person {
        writeln!(io::stdout(), "Typ help voor de commando's.")?;
    }
    terminal.serve(lines)
}

/// A terminal with an officer at it.
struct Terminal {
    data: PathBuf,
    officer: i64,
    /// Whether a program sits at it.
    json: bool,
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
                Asked::Help if self.json => writeln!(io::stdout(), "{}", serde_json::json!({"help": HELP}))?,
                Asked::Help => writeln!(io::stdout(), "{HELP}")?,
                Asked::Quit => return Ok(Exit::Done),
                Asked::NoCase => self.refuse("no-case-at-hand", "Welke vraag? Lees of neem er eerst een: neem CODE")?,
                Asked::Unknown => {
                    self.refuse("unknown-command", "Dat commando ken ik niet; er is niets verstuurd. Typ help.")?;
                }
                Asked::Wish(wish) => self.carry_out(wish)?,
            }
        }
        Ok(Exit::Done)
    }

    /// Says that nothing was done, to a program by a word.
    fn refuse(&self, word: &str, words: &str) -> io::Result<()> {
        match self.json {
            true => writeln!(io::stdout(), "{}", report::error(word)),
            false => writeln!(io::stdout(), "{words}"),
        }
    }

    fn say(&self, told: &Told) -> io::Result<()> {
        match told {
            told if self.json => writeln!(io::stdout(), "{}", report::told(told)),
            Told::NoCase | Told::NoOfficer => writeln!(io::stdout(), "Er is geen vraag met die code."),
            Told::Hint { words, .. } => writeln!(io::stdout(), "{words}"),
            Told::Queue(rows) => show_queue(rows),
            Told::Case(case) => show_case(case),
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
        "antwoord" | "answer" if !rest.is_empty() => Act::Answer(rest.to_owned()),
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

fn show_queue(rows: &[Row]) -> io::Result<()> {
    let mut out = io::stdout();
    if rows.is_empty() {
        return writeln!(out, "Er zijn geen open vragen.");
    }
    for row in rows {
        let topic = row.topic.as_deref().unwrap_or("–");
        let taken = if row.taken { "bij een medewerker" } else { "wacht" };
        writeln!(out, "{}  {:>4} min  {taken:<18}  {topic}", row.code, row.minutes)?;
    }
    Ok(())
}

fn show_case(case: &Case) -> io::Result<()> {
    let mut out = io::stdout();
    let request = &case.request;
    let none = "–";
    let status = match &case.status {
        Status::Waiting => "wacht",
        Status::Taken { .. } => "genomen",
        Status::Drafted { .. } => "een antwoord wacht op een senior",
        Status::Closed { .. } => "gesloten",
    };
    writeln!(out, "{}  {status}", case.code)?;
    writeln!(out, "onderwerp {}", request.topic.as_deref().unwrap_or(none))?;
    writeln!(out, "taal      {}", request.lang.as_deref().unwrap_or(none))?;
    writeln!(out, "eenheid   {}", request.unit.as_deref().unwrap_or(none))?;
    writeln!(out, "gelezen   {}", if request.steps.is_empty() { none.to_owned() } else { request.steps.join(", ") })?;
    let now = Clock::system().now();
    for line in &case.lines {
        let who = match line.by {
            By::Citizen => "burger",
            By::Officer(_) => "medewerker",
            By::Note(_) => "notitie",
        };
        let edited = if line.edited { " (aangepast)" } else { "" };
        writeln!(out, "\n[{}] {who}{edited}:\n{}", ago(now, line.at), clean(&line.words.0))?;
    }
    if let Status::Drafted { draft, .. } = &case.status {
        let says = match &draft.says {
            Says::Words(words) => clean(&words.0),
            Says::Answer(intent) => format!("/antwoord {intent}"),
        };
        writeln!(out, "\n[wacht op een senior: goed of afkeuren]\n{says}")?;
    }
    for reply in &case.replies {
        let state = match reply.state {
            ReplyState::OnItsWay => "onderweg",
            ReplyState::Delivered => "aangekomen",
            ReplyState::Failed => "niet aangekomen",
            ReplyState::Withdrawn => "ingetrokken",
        };
        writeln!(out, "antwoord {}: {state}", reply.number)?;
    }
    Ok(())
}

fn ago(now: Moment, at: Moment) -> String {
    match now.minutes_since(at) {
        minutes if minutes < 120 => format!("{minutes} min geleden"),
        minutes => format!("{} uur geleden", minutes / 60),
    }
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
