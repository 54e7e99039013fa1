//! Text as people type it: made safe, measured and compared. Knows nothing of content or conversations.
//!
//! Start with [`clean`], through which every message from outside goes first.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod ascii;
mod nearest;
mod position;
mod safe;

pub use ascii::{ascii, unaccented};
pub use nearest::nearest;
pub use position::{LineIndex, Position, Span};
pub use safe::{clean, is_control};
