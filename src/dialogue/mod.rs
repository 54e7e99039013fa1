//! The conversation with a citizen, as a value machine: state, input, moment and content in; new state and effects out.
//!
//! Start with [`step`]. No clock, file, network, randomness or `async` here: the present moment is an argument, and what
//! is to happen comes back as [`Effect`]s. Always holds: every word sent comes from the content; the citizen's words are
//! neither kept nor repeated; two misses in a row end in a door.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod answering;
mod choice;
mod clarify;
mod command;
mod context;
mod erasing;
mod fallback;
mod follow_up;
mod hand_over;
mod held;
mod input;
mod knowledge;
mod language;
mod leaning;
mod media;
mod menu;
mod message;
mod press;
mod region;
mod scene;
mod source_line;
mod state;
mod step;
mod struck;
mod understanding;
mod weighing;

pub use command::COMMANDS;
pub use hand_over::{Draft, HandOver, Kept};
pub use knowledge::{DeskHouse, House, Knowledge};
pub use step::step;

pub use input::{Input, MediaKind, MessageId};
pub use message::{Button, Decision, Effect, Message, Missed, Turn};
pub use state::{Focus, Part, Pending, Reached, Shown, State};

pub use crate::content::{Block, Inline, IntentId, Lang, RichText, Style};
pub use crate::moment::Moment;
pub use crate::text::is_control;
