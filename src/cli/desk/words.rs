//! What the terminal says to an officer, from the phrases of the content, in its first language.

use crate::cli::content;
use crate::cli::exit::Failure;
use crate::content::{Catalogue, Lang};
use crate::desk::{By, Case, Line, Reply, ReplyState, Row, Says, Status};
use crate::dialogue::Moment;
use crate::service::settings::Settings;
use crate::service::{Clock, Told};
use crate::text::clean;

/// From so many minutes on, hours are told.
const HOURS_FROM: u32 = 120;

/// The words of the terminal.
pub(super) struct Spoken {
    catalogue: Catalogue,
    lang: Lang,
}

impl Spoken {
    /// Reads the phrases of the content that the settings name.
    pub(super) fn load(settings: &Settings) -> Result<Self, Failure> {
        let catalogue = content::catalogue(settings.content_dir.as_deref())?;
        let lang = catalogue.languages.first().copied().unwrap_or(Lang::NL);
        Ok(Self { catalogue, lang })
    }

    fn say(&self, id: &str, args: &[(&str, &str)]) -> String {
        self.catalogue.phrases.say(self.lang, id, args).plain()
    }

    /// The commands.
    pub(super) fn help(&self) -> String {
        self.say("terminal-help", &[])
    }

    /// That there is help.
    pub(super) fn first(&self) -> String {
        self.say("terminal-help-first", &[])
    }

    /// Why nothing was done, by its word.
    pub(super) fn refused(&self, why: &str) -> String {
        self.say("terminal-refused", &[("why", &why.replace('-', ""))])
    }

    /// What came of a wish.
    pub(super) fn told(&self, told: &Told) -> String {
        match told {
            Told::NoCase | Told::NoOfficer => self.refused("no-case"),
            Told::Hint { words, .. } => words.clone(),
            Told::Queue(rows) => self.queue(rows),
            Told::Case(case) => self.case(case, Clock::system().now()),
        }
    }

    /// The queue, oldest first.
    fn queue(&self, rows: &[Row]) -> String {
        if rows.is_empty() {
            return self.say("officer-queue-empty", &[]);
        }
        let lines = rows.iter().map(|row| {
            let taken = self.say("terminal-taken", &[("taken", if row.taken { "yes" } else { "no" })]);
            let topic = row.topic.as_deref().unwrap_or("–");
            format!("{}  {:>4} min  {taken:<18}  {topic}", row.code, row.minutes)
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// All of a case.
    fn case(&self, case: &Case, now: Moment) -> String {
        let status = match &case.status {
            Status::Waiting => "waiting",
            Status::Taken { .. } => "taken",
            Status::Drafted { .. } => "drafted",
            Status::Closed { .. } => "closed",
        };
        let mut parts = vec![format!("{}  {}", case.code, self.say("terminal-status", &[("status", status)]))];
        let request = &case.request;
        let steps = (!request.steps.is_empty()).then(|| request.steps.join(", "));
        let facts = [("topic", &request.topic), ("lang", &request.lang), ("unit", &request.unit), ("steps", &steps)];
        parts.extend(facts.map(|(kind, value)| {
            let value = value.as_deref().unwrap_or("–");
            self.say("officer-card-line", &[("kind", kind), ("value", value)])
        }));
        parts.extend(case.lines.iter().map(|line| self.line(line, now)));
        if let Status::Drafted { draft, .. } = &case.status {
            let says = match &draft.says {
                Says::Words(words) => clean(&words.0),
                Says::Answer(intent) => format!("/antwoord {intent}"),
            };
            parts.push(format!("\n[{}]\n{says}", self.say("terminal-draft", &[])));
        }
        parts.extend(case.replies.iter().map(|reply| self.reply(reply)));
        parts.join("\n")
    }

    fn line(&self, line: &Line, now: Moment) -> String {
        let who = match line.by {
            By::Citizen => "citizen",
            By::Officer(_) => "officer",
            By::Note(_) => "note",
        };
        let (unit, ago) = match now.minutes_since(line.at) {
            minutes @ ..HOURS_FROM => ("minutes", minutes),
            minutes => ("hours", minutes / 60),
        };
        let (ago, edited) = (ago.to_string(), if line.edited { "yes" } else { "no" });
        let head = self.say("terminal-line", &[("who", who), ("edited", edited), ("unit", unit), ("ago", &ago)]);
        format!("\n[{head}]\n{}", clean(&line.words.0))
    }

    fn reply(&self, reply: &Reply) -> String {
        let state = match reply.state {
            ReplyState::OnItsWay => "onitsway",
            ReplyState::Delivered => "delivered",
            ReplyState::Failed => "failed",
            ReplyState::Withdrawn => "withdrawn",
        };
        self.say("terminal-reply", &[("number", &reply.number.to_string()), ("state", state)])
    }
}
