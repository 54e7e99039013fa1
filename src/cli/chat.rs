//! `loket chat`: the conversation in the terminal. No token, no network; state in the store, so that closing and
//! reopening goes on.

pub(super) mod lines;
mod news;

use std::io::{IsTerminal as _, Write};

use lines::{Line, Lines};
use news::News;

use super::exit::{Exit, Failure};
use super::json::{TurnJson, messages};
use super::reload::Changes;
use super::{Common, content, explain, store, terminal};
use crate::dialogue::{Effect, House, Input, Message, State, Turn};
use crate::privacy::{self, Sensitive};
use crate::service::{Clock, take_turn};
use crate::store::{ChatKey, Conversation, Outgoing, Store, TurnWrite, sled::SledStore};

/// What `chat` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// One message a line on standard input, one JSON object a turn on standard output
    #[arg(long)]
    json: bool,
    /// Begin anew: forget what was said here before
    #[arg(long)]
    new: bool,
}

pub(super) fn run(args: &Args, common: &Common) -> Result<Exit, Failure> {
    let settings = content::settings(common)?;
    // What is learnt is kept in the folder for data: it must be there first, and be its owner's alone.
    store::make_folder(&settings)?;
    let changes = Changes::of(settings.content_dir.as_deref(), content::keep(&settings));
    let knowledge = content::begin_knowledge(settings.content_dir.clone(), content::keep(&settings));
    std::thread::spawn(privacy::get_ready);
    let store = store::open(&settings)?;
    let knowledge = knowledge.finish()?;
    let house = content::house(&settings);
    // One worker watches the content while this thread waits for a line.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let news = News::watch(knowledge, changes, runtime.handle());
    let chat = Chat { news, house, store, key: ChatKey::new("console", "terminal"), clock: Clock::system() };
    let ended = runtime.block_on(async {
        if args.new {
            chat.forget().await?;
        }
        let talked = if args.json { chat.talk_json().await } else { chat.talk().await };
        let closed = chat.store.close().await.map_err(|error| store::failed(&error));
        talked.and(closed)
    });
    // Content that is being read at this moment must not hold up the end.
    runtime.shutdown_background();
    ended.map(|()| Exit::Done)
}

struct Chat {
    news: News,
    house: House,
    store: SledStore,
    key: ChatKey,
    clock: Clock,
}

/// A turn and the record it left, whose outbox is not shown yet.
struct Turned {
    turn: Turn,
    conversation: Conversation,
}

const HELP: &str = "Typ uw vraag en druk op Enter. Een knop kiest u met zijn nummer.\n\
    /why  waarom dit antwoord?    /help  onderwerpen    /stop  stoppen (of Ctrl-D)\n";

impl Chat {
    async fn talk_json(&self) -> Result<(), Failure> {
        let mut lines = Lines::piped();
        let mut out = std::io::stdout().lock();
        let mut unsent = self.left().await?;
        while let Some(line) = lines.next()? {
            self.note(&line);
            let Turned { turn, conversation } = self.turn(&line).await?;
            // Ticked off before it is written: whoever read the object may end this process at once.
            self.tick_off(conversation).await?;
            let earlier = std::mem::take(&mut unsent);
            let earlier = earlier.iter().filter_map(|outgoing| sent(&outgoing.effect));
            let json = serde_json::to_string(&TurnJson::new(&line.text, &turn).after(earlier));
            writeln!(out, "{}", json.map_err(std::io::Error::from)?)?;
            out.flush()?;
        }
        Ok(())
    }

    /// What an earlier process had still to say. What it had to forget is forgotten now.
    async fn left(&self) -> Result<Vec<Outgoing>, Failure> {
        let left = self.load().await?;
        if is_to_be_forgotten(&left) {
            self.forget().await?;
        }
        Ok(left.outbox)
    }

    /// What is said beside the conversation goes to standard error, for standard output belongs to programs.
    fn note(&self, line: &Line) {
        // With standard error closed there is nobody to tell.
        if let Some(news) = self.news.take() {
            let _ = writeln!(std::io::stderr(), "loket: {news}");
        }
        if line.cut {
            let _ = writeln!(
                std::io::stderr(),
                "loket: a line was longer than {} characters; its end was not read",
                lines::LONGEST
            );
        }
    }

    async fn talk(&self) -> Result<(), Failure> {
        let mut out = anstream::stdout();
        let interactive = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
        let mut lines = if interactive { Lines::edited()? } else { Lines::piped() };
        if interactive {
            writeln!(out, "{HELP}")?;
        }
        self.open(&mut out, interactive).await?;
        let mut last: Option<Turn> = None;
        while let Some(line) = lines.next()? {
            match line.text.trim() {
                "/stop" | "/quit" | "/exit" => break,
                "" => {}
                "/why" | "/waarom" => self.explain(&mut out, last.as_ref())?,
                _ => last = Some(self.say(&mut out, &line).await?),
            }
        }
        Ok(())
    }

    /// Shows what an earlier process had still to say; on a terminal, also where the conversation was or how it begins.
    async fn open(&self, out: &mut impl Write, interactive: bool) -> Result<(), Failure> {
        let conversation = self.load().await?;
        for message in conversation.outbox.iter().filter_map(|outgoing| sent(&outgoing.effect)) {
            terminal::print_message(out, message)?;
        }
        self.tick_off(conversation.clone()).await?;
        if !interactive {
            return Ok(());
        }
        if conversation.state == State::default() {
            let start = Line::from("/start");
            self.say(out, &start).await.map(drop)
        } else {
            writeln!(out, "(Dit gesprek gaat verder. `loket chat --new` begint opnieuw.)\n").map_err(Failure::from)
        }
    }

    fn explain(&self, out: &mut impl Write, last: Option<&Turn>) -> Result<(), Failure> {
        let limits = self.news.library().current().matcher.settle(&self.house.thresholds);
        let text = last.map_or_else(|| "nothing was said yet\n".to_owned(), |turn| explain::explanation(turn, &limits));
        writeln!(out, "{text}").map_err(Failure::from)
    }

    async fn say(&self, out: &mut impl Write, line: &Line) -> Result<Turn, Failure> {
        if let Some(news) = self.news.take() {
            writeln!(out, "({news})\n")?;
        }
        if line.cut {
            writeln!(out, "(Uw bericht was te lang; ik las de eerste {} tekens.)", lines::LONGEST)?;
        }
        let Turned { turn, conversation } = self.turn(line).await?;
        for message in messages(&turn.effects) {
            terminal::print_message(out, message)?;
        }
        out.flush()?;
        self.tick_off(conversation).await?;
        Ok(turn)
    }

    /// One turn, stored before it is shown.
    async fn turn(&self, line: &Line) -> Result<Turned, Failure> {
        let before = self.load().await?;
        let input = input(line, &before.state);
        let outcome = take_turn(&self.news.library().current(), &self.house, before, &input, self.clock.now());
        let turn = outcome.turn.ok_or_else(|| {
            Failure::new(
                Exit::CouldNotRun,
                "this message met a fault in loket itself",
                "please report how it began; nothing is lost",
            )
        })?;
        let conversation = self.write(outcome.conversation).await?;
        Ok(Turned { turn, conversation })
    }

    async fn load(&self) -> Result<Conversation, Failure> {
        let loaded = self.store.load(&self.key).await.map_err(|error| store::failed(&error))?;
        Ok(loaded.unwrap_or_default().as_of(self.clock.now()))
    }

    async fn write(&self, conversation: Conversation) -> Result<Conversation, Failure> {
        let write = TurnWrite {
            chat: self.key.clone(),
            loaded: conversation.revision,
            conversation: Some(conversation.clone()),
            handled: Vec::new(),
        };
        let revision = self.store.commit(write).await.map_err(|error| store::failed(&error))?;
        Ok(Conversation { revision, ..conversation })
    }

    /// What stands in the outbox was shown: it is not to be shown again, and what was to follow it follows.
    async fn tick_off(&self, mut conversation: Conversation) -> Result<(), Failure> {
        if conversation.outbox.is_empty() {
            return Ok(());
        }
        if is_to_be_forgotten(&conversation) {
            return self.forget().await;
        }
        conversation.outbox.clear();
        self.write(conversation).await.map(drop)
    }

    async fn forget(&self) -> Result<(), Failure> {
        let loaded = self.load().await?.revision;
        let write = TurnWrite { chat: self.key.clone(), conversation: None, loaded, handled: Vec::new() };
        self.store.commit(write).await.map_err(|error| store::failed(&error)).map(drop)
    }
}

fn is_to_be_forgotten(conversation: &Conversation) -> bool {
    conversation.outbox.iter().any(|outgoing| outgoing.effect == Effect::Forget)
}

fn sent(effect: &Effect) -> Option<&Message> {
    match effect {
        Effect::Send(message) | Effect::Reply { message, .. } => Some(message),
        Effect::Remove(_) | Effect::Leave | Effect::Forget | Effect::Desk(_) | Effect::Correct { .. } => None,
    }
}

/// `#2` presses the second button of the last message that has buttons; all else is said.
fn input(line: &Line, state: &State) -> Input {
    let Some(number) = line.text.trim().strip_prefix('#').filter(|number| is_number(number)) else {
        return Input::Text { text: Sensitive::new(line.text.clone()), app_lang: None, edited: false, message: None };
    };
    let place = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let button = place.and_then(|place| state.buttons.get(place));
    // A button that is not there is answered like an old one.
    Input::Press { data: Sensitive::new(button.map(|button| button.data.clone()).unwrap_or_default()) }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
