//! `loket new`: makes the files of something new with the right shape, so that nobody begins with an empty file.
//!
//! Start with [`run`]. What is missing is asked for on a terminal, and named elsewhere. What was made up is tried together with
//! the content there is before anything is written, and nothing that is there is ever written over.

mod ask;
mod compose;
mod place;

use clap::{Subcommand, ValueEnum};

use super::exit::{Exit, Failure};
use super::{Common, content};
use crate::content::{Date, Lang, outline};
use crate::content_files::{self, Root, today};
use ask::Asker;

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

pub(super) fn run(args: Args, common: &Common) -> Result<Exit, Failure> {
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
    let mut asker = Asker::new();
    let pieces = match args.what {
        What::Intent(args) => compose::intent(args, &desk, &mut asker),
        What::Answer(args) => compose::answer(args, &desk, &mut asker),
        What::Fact(args) => compose::fact(args, &desk, &mut asker),
        What::Contact(args) => compose::contact(args, &desk, &mut asker),
        What::Source(args) => compose::source(args, &desk, &mut asker),
        What::Conversation(args) => compose::conversation(args, &desk, &mut asker),
    }?;
    asker.finish()?;
    place::put(&folder, &there, &pieces, desk.today)
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
