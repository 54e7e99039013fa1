//! `loket new`: makes the files of something new with the right shape, so that nobody begins with an empty file.
//!
//! Start with [`run`]. What is missing is asked for on a terminal, and named elsewhere. What was made up is tried together with
//! the content there is before anything is written, and nothing that is there is ever written over.

mod ask;
mod compose;
mod fits;
mod place;

use clap::{Subcommand, ValueEnum};

use super::exit::{Exit, Failure};
use super::{Common, content};
use crate::content::{Date, Lang, SourceFile, outline};
use crate::content_files::{self, Root, today};
use ask::Asker;
use compose::Piece;
use place::Trial;

/// What `new` takes.
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "A text in a language is given as LANG=TEXT, once for each language: --title nl=… --title en=…\n\
    On a terminal, what is missing is asked for."
)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Clone, Debug, Subcommand)]
enum What {
    /// A question that can be asked, with its answer unless there is one of that name
    Intent(IntentArgs),
    /// An answer in every language
    Answer(AnswerArgs),
    /// A term, number or name for answers/facts.toml
    Fact(FactArgs),
    /// A door for answers/contacts.toml
    Contact(ContactArgs),
    /// A page or law article for answers/sources.toml
    Source(SourceArgs),
    /// A conversation for tests/conversations
    Conversation(ConversationArgs),
}

/// What sort of question an intent is.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum KindWord {
    /// On personal data at the police
    #[default]
    Topic,
    /// For another office: short answer and the right door
    Neighbour,
    /// The conversation itself
    Conversation,
}

/// How sure a fact is.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Sure {
    /// Law text, or two sources
    High,
    /// One reasonable source
    Medium,
}

#[derive(Clone, Debug, clap::Args)]
struct IntentArgs {
    /// Its name: small English words with dashes
    id: String,
    /// What sort of question it is
    #[arg(long, value_enum, default_value_t)]
    kind: KindWord,
    /// The intent of which this is a special case
    #[arg(long, value_name = "ID")]
    broader: Option<String>,
    /// An answer that there is already [default: one of the intent's name, made now]
    #[arg(long = "answer", value_name = "ID")]
    existing: Option<String>,
    /// A related topic, offered under the answer (several times)
    #[arg(long, value_name = "ID")]
    follow_up: Vec<String>,
    /// The label of its button, at most 32 characters
    #[arg(long, value_name = "LANG=TEXT", value_parser = in_language)]
    button: Vec<(Lang, String)>,
    /// A message as people write it (three or more for each language)
    #[arg(long, value_name = "LANG=TEXT", value_parser = in_language)]
    example: Vec<(Lang, String)>,
    #[command(flatten)]
    text: AnswerText,
}

#[derive(Clone, Debug, clap::Args)]
struct AnswerArgs {
    /// Its name: that of its intent
    id: String,
    #[command(flatten)]
    text: AnswerText,
}

/// What stands in an answer, in each language.
#[derive(Clone, Debug, clap::Args)]
struct AnswerText {
    /// Its heading
    #[arg(long, value_name = "LANG=TEXT", value_parser = in_language)]
    title: Vec<(Lang, String)>,
    /// The answer in at most three short sentences
    #[arg(long, value_name = "LANG=TEXT", value_parser = in_language)]
    short: Vec<(Lang, String)>,
    /// What it rests on: a name from answers/sources.toml (several times)
    #[arg(long, value_name = "ID")]
    source: Vec<String>,
    /// A door it names, from answers/contacts.toml (several times)
    #[arg(long, value_name = "ID")]
    contact: Vec<String>,
}

#[derive(Clone, Debug, clap::Args)]
struct FactArgs {
    /// Its name: small English words with dashes
    id: String,
    /// Its wording
    #[arg(long, value_name = "LANG=TEXT", value_parser = in_language)]
    value: Vec<(Lang, String)>,
    /// Where it is from: a name from answers/sources.toml
    #[arg(long, value_name = "ID")]
    source: Option<String>,
    /// How sure it is
    #[arg(long, value_enum)]
    certainty: Option<Sure>,
}

#[derive(Clone, Debug, clap::Args)]
struct ContactArgs {
    /// Its name: small English words with dashes
    id: String,
    /// Who it is
    #[arg(long, value_name = "LANG=TEXT", value_parser = in_language)]
    name: Vec<(Lang, String)>,
    /// For what one turns to it
    #[arg(long = "for", value_name = "LANG=TEXT", value_parser = in_language)]
    purpose: Vec<(Lang, String)>,
    /// Telephone number
    #[arg(long)]
    phone: Option<String>,
    /// E-mail address
    #[arg(long)]
    email: Option<String>,
    /// Postal address, on one line
    #[arg(long)]
    post: Option<String>,
    /// Page: https://…
    #[arg(long)]
    web: Option<String>,
    /// Where this is from: a name from answers/sources.toml
    #[arg(long, value_name = "ID")]
    source: Option<String>,
    /// How sure it is
    #[arg(long, value_enum)]
    certainty: Option<Sure>,
}

#[derive(Clone, Debug, clap::Args)]
struct SourceArgs {
    /// Its name: small English words with dashes
    id: String,
    /// What citizens read: "artikel 25 van de Wet politiegegevens"
    #[arg(long, value_name = "LANG=TEXT", value_parser = in_language)]
    name: Vec<(Lang, String)>,
    /// Where it can be read: https://…
    #[arg(long)]
    url: Option<String>,
}

#[derive(Clone, Debug, clap::Args)]
struct ConversationArgs {
    /// Its name: small words with dashes, the language first (nl-kosten)
    name: String,
    /// What the citizen types first
    #[arg(long, value_name = "TEXT")]
    says: Option<String>,
    /// The intent that must answer
    #[arg(long, value_name = "ID")]
    intent: Option<String>,
    /// Words that must stand in the answer
    #[arg(long, value_name = "TEXT")]
    expects: Option<String>,
}

/// A text after the code of its language.
fn in_language(raw: &str) -> Result<(Lang, String), String> {
    let (code, text) = raw.split_once('=').ok_or("write the language before it, as in nl=tekst")?;
    let lang = Lang::parse(code.trim()).ok_or_else(|| format!("{code:?} is no language of two letters, such as nl"))?;
    Ok((lang, text.trim().to_owned()))
}

pub(super) fn run(args: &Args, common: &Common) -> Result<Exit, Failure> {
    let settings = content::settings(common)?;
    let Root::Folder(folder) = content::root(settings.content_dir.as_deref())? else {
        let what = "there is no content folder here to put it in";
        return Err(Failure::new(
            Exit::CouldNotRun,
            what,
            "go to the folder with intents/ and answers/, or name it with --content",
        ));
    };
    let there = content_files::read(&Root::Folder(folder.clone())).files;
    let desk = Desk { outline: outline(&there), today: today() };
    let (pieces, trial) = made_up(&args.what, &desk, &there, &mut Asker::new())?;
    place::put(&folder, &pieces, &trial)
}

/// The pieces of what is new, asked for until they fit what is there.
fn made_up(what: &What, desk: &Desk, there: &[SourceFile], asker: &mut Asker) -> Result<(Vec<Piece>, Trial), Failure> {
    loop {
        let pieces = compose(what.clone(), desk, asker)?;
        asker.finish()?;
        let trial = Trial::of(there, &pieces, desk.today);
        if trial.is_passed() {
            return Ok((pieces, trial));
        }
        if !asker.begins_again(&trial.shown(), &trial.lines()) {
            return Err(trial.refused(asker.is_answered().then_some(&pieces)));
        }
    }
}

fn compose(what: What, desk: &Desk, asker: &mut Asker) -> Result<Vec<Piece>, Failure> {
    match what {
        What::Intent(args) => compose::intent(args, desk, asker),
        What::Answer(args) => compose::answer(args, desk, asker),
        What::Fact(args) => compose::fact(args, desk, asker),
        What::Contact(args) => compose::contact(args, desk, asker),
        What::Source(args) => compose::source(args, desk, asker),
        What::Conversation(args) => compose::conversation(args, desk, asker),
    }
}

/// What the new thing must fit.
struct Desk {
    outline: crate::content::Outline,
    today: Date,
}

impl Desk {
    /// The languages of the content, Dutch first.
    fn languages(&self) -> &[Lang] {
        &self.outline.languages
    }
}

#[cfg(test)]
mod tests {
    use super::ask::tests::typing;
    use super::*;
    use crate::content::sample;

    fn desk() -> Desk {
        Desk { outline: outline(&sample::files()), today: sample::TODAY }
    }

    fn fact() -> What {
        let (value, source, certainty) = (Vec::new(), None, None);
        What::Fact(FactArgs { id: "wait".into(), value, source, certainty })
    }

    #[test]
    fn one_wrong_answer_loses_nothing_of_what_was_typed() {
        let typed = "1 jaar\n1 year\nno-such-source\nwpg-25\nhoog\nhigh\n";
        let (mut asker, screen) = typing(typed);
        let (pieces, _) = made_up(&fact(), &desk(), &sample::files(), &mut asker).unwrap();
        assert!(pieces[0].text.contains("nl = \"1 jaar\"\nen = \"1 year\"\nsource = \"wpg-25\""), "{}", pieces[0].text);
        for told in ["there is no source `no-such-source`", "there is no certainty `hoog`: type high or medium"] {
            assert!(screen.text().contains(told), "{}", screen.text());
        }
    }

    #[test]
    fn what_only_the_check_of_the_whole_refuses_is_asked_again_too() {
        let typed = "**1** jaar\n1 year\nwpg-25\nhigh\n1 jaar\n";
        let (mut asker, screen) = typing(typed);
        let (pieces, _) = made_up(&fact(), &desk(), &sample::files(), &mut asker).unwrap();
        assert!(pieces[0].text.contains("nl = \"1 jaar\"\nen = \"1 year\""), "{}", pieces[0].text);
        assert!(screen.text().contains("fact-with-markup"), "{}", screen.text());
    }

    #[test]
    fn a_conversation_that_must_be_answered_is_not_right_with_a_button() {
        for (intent, decision) in [("complaint", "answer"), ("emergency", "safety"), ("human-handoff", "handoff")] {
            let (mut asker, _) = typing("hallo\n\n");
            let given = Some(intent.to_owned());
            let what =
                What::Conversation(ConversationArgs { name: "nl-x".into(), says: None, intent: given, expects: None });
            let (pieces, _) = made_up(&what, &desk(), &sample::files(), &mut asker).unwrap();
            assert_eq!(pieces[0].text, format!("> hallo\nintent: {intent}\ndecision: {decision}\n"));
        }
    }
}
