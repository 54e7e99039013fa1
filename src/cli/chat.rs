//! `loket chat`: the conversation in the terminal. No token, no network; state in the store, so that closing and
//! reopening goes on.

mod lines;

use std::io::{IsTerminal as _, Write};

use lines::{Line, Lines};

use super::exit::{Exit, Failure};
use super::json::{TurnJson, messages};
use super::{Common, content, explain, store, terminal};
use crate::dialogue::{Effect, House, Input, Knowledge, Message, State, Turn};
use crate::privacy::Sensitive;
use crate::service::{Clock, take_turn};
use crate::store::{ChatKey, Conversation, Store, TurnWrite, sled::SledStore};

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
    let store = store::open(&settings)?;
    let knowledge = content::knowledge(settings.content_dir.clone())?;
    let house = content::house(&settings);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let chat = Chat { knowledge, house, store, key: ChatKey::new("console", "terminal"), clock: Clock::system() };
    runtime.block_on(async {
        if args.new {
            chat.forget().await?;
        }
        let talked = if args.json { chat.talk_json().await } else { chat.talk().await };
        let closed = chat.store.close().await.map_err(|error| store::failed(&error));
        talked.and(closed)
    })?;
    Ok(Exit::Done)
}

struct Chat {
    knowledge: Knowledge,
    house: House,
    store: SledStore,
    key: ChatKey,
    clock: Clock,
}

const HELP: &str = "Typ uw vraag en druk op Enter. Een knop kiest u met zijn nummer.\n\
    /why  waarom dit antwoord?    /help  onderwerpen    /stop  stoppen (of Ctrl-D)\n";

impl Chat {
    async fn talk_json(&self) -> Result<(), Failure> {
        let mut lines = Lines::piped();
        let mut out = std::io::stdout().lock();
        while let Some(line) = lines.next()? {
            let turn = self.turn(&line).await?;
            let json = serde_json::to_string(&TurnJson::new(&line.text, &turn)).map_err(std::io::Error::from)?;
            writeln!(out, "{json}")?;
            out.flush()?;
        }
        Ok(())
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
        let text =
            last.map_or_else(|| "nothing was said yet\n".to_owned(), |turn| explain::explanation(turn, &self.house));
        writeln!(out, "{text}").map_err(Failure::from)
    }

    async fn say(&self, out: &mut impl Write, line: &Line) -> Result<Turn, Failure> {
        if line.cut {
            writeln!(out, "(Uw bericht was te lang; ik las de eerste {} tekens.)", lines::LONGEST)?;
        }
        let turn = self.turn(line).await?;
        for message in messages(&turn.effects) {
            terminal::print_message(out, message)?;
        }
        out.flush()?;
        Ok(turn)
    }

    /// One turn, stored before it is shown and ticked off at once: the terminal takes everything.
    async fn turn(&self, line: &Line) -> Result<Turn, Failure> {
        let before = self.load().await?;
        let input = input(line, &before.state);
        let outcome = take_turn(&self.knowledge, &self.house, before, &input, self.clock.now());
        let turn = outcome.turn.ok_or_else(|| {
            Failure::new(
                Exit::CouldNotRun,
                "this message met a fault in loket itself",
                "please report how it began; nothing is lost",
            )
        })?;
        let conversation = self.write(outcome.conversation).await?;
        if turn.effects.contains(&Effect::Forget) {
            self.forget().await?;
        } else {
            self.tick_off(conversation).await?;
        }
        Ok(turn)
    }

    async fn load(&self) -> Result<Conversation, Failure> {
        let loaded = self.store.load(&self.key).await.map_err(|error| store::failed(&error))?;
        Ok(loaded.unwrap_or_default())
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

    async fn tick_off(&self, mut conversation: Conversation) -> Result<(), Failure> {
        if conversation.outbox.is_empty() {
            return Ok(());
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

fn sent(effect: &Effect) -> Option<&Message> {
    match effect {
        Effect::Send(message) => Some(message),
        Effect::Leave | Effect::Forget => None,
    }
}

/// `#2` presses the second button of the last message that has buttons; all else is said.
fn input(line: &Line, state: &State) -> Input {
    let place = line.text.trim().strip_prefix('#').and_then(|number| number.parse::<usize>().ok());
    let button = place.and_then(|place| state.buttons.get(place.checked_sub(1)?));
    match (place, button) {
        (Some(_), Some(button)) => Input::Press { data: Sensitive::new(button.data.clone()) },
        // A button that is not there is answered like an old one.
        (Some(_), None) => Input::Press { data: Sensitive::new(String::new()) },
        (None, _) => Input::Text { text: Sensitive::new(line.text.clone()), app_lang: None, edited: false },
    }
}
