//! A conversation on the shipped content, for tests: `Talk::new().say("…")`.

use std::sync::OnceLock;

use loket::content::{Date, parse_catalogue};
use loket::content_files::embedded;
use loket::dialogue::{Effect, House, Input, Knowledge, MediaKind, Message, Moment, State, Turn, step};
use loket::privacy::Sensitive;

/// The shipped content, trained once for all tests.
pub(crate) fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
    KNOWLEDGE.get_or_init(|| {
        let today = Date { year: 2026, month: 11, day: 23 };
        let (catalogue, diagnostics) = parse_catalogue(&embedded(), today);
        Knowledge::new(catalogue.unwrap_or_else(|| panic!("the shipped content is broken: {diagnostics:#?}")))
    })
}

/// One conversation.
pub(crate) struct Talk {
    pub(crate) state: State,
    pub(crate) house: House,
    pub(crate) now: Moment,
}

impl Talk {
    /// A conversation that has not begun.
    pub(crate) fn new() -> Self {
        Self { state: State::default(), house: House::default(), now: Moment(1_795_392_000_000) }
    }

    /// A conversation after the introduction.
    pub(crate) fn introduced() -> Self {
        let mut talk = Self::new();
        talk.state.introduced = true;
        talk
    }

    pub(crate) fn take(&mut self, input: &Input) -> Turn {
        self.now = self.now.plus(60_000);
        let turn = step(knowledge(), &self.house, &self.state, input, self.now);
        self.state = turn.state.clone();
        turn
    }

    pub(crate) fn say(&mut self, text: &str) -> Turn {
        self.take(&Input::Text { text: Sensitive::new(text.to_owned()), app_lang: None, edited: false, message: None })
    }

    pub(crate) fn press(&mut self, data: &str) -> Turn {
        self.take(&Input::Press { data: Sensitive::new(data.to_owned()) })
    }

    pub(crate) fn send(&mut self, kind: MediaKind, caption: Option<&str>) -> Turn {
        let caption = caption.map(|caption| Sensitive::new(caption.to_owned()));
        self.take(&Input::Media { kind, caption, album: None, app_lang: None, message: None })
    }

    /// Presses the button of the last message whose label contains `label`.
    pub(crate) fn press_labelled(&mut self, label: &str) -> Turn {
        let button = self.state.buttons.iter().find(|button| button.label.contains(label));
        let data = button.unwrap_or_else(|| panic!("no button {label:?} in {:?}", self.state.buttons)).data.clone();
        self.press(&data)
    }
}

/// The messages of a turn.
pub(crate) fn messages(turn: &Turn) -> Vec<&Message> {
    let mut messages = Vec::new();
    for effect in &turn.effects {
        if let Effect::Send(message) = effect {
            messages.push(message);
        }
    }
    messages
}

/// All that a turn says, as plain text.
pub(crate) fn text(turn: &Turn) -> String {
    messages(turn).iter().map(|message| message.text.plain()).collect::<Vec<_>>().join("\n\n")
}

/// The names of the intents of a turn's decision.
pub(crate) fn intents(turn: &Turn) -> Vec<&str> {
    turn.decision.intents().iter().map(|intent| intent.as_str()).collect()
}
