//! Personal data: kept from logs by type, struck out of text.
//!
//! Start with [`Sensitive`] and [`redact`]. Knows no storage and no channel.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod redact;
mod sensitive;

pub use redact::{Kind, Redacted, get_ready, may_identify, redact};
pub use sensitive::Sensitive;
