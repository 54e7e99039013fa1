//! loket: an assistant for people with questions about their personal data at the Dutch police.
//!
//! Start reading in `ARCHITECTURE.md`: it walks one message through the modules below. An arrow between
//! modules may only point upward in this list; `tests/suite/fences.rs` fails on any other.

pub mod cores;
pub mod moment;
pub mod text;

pub mod diagnostic;
pub mod failpoint;
pub mod privacy;

pub mod content;
pub mod desk;
pub mod matching;

pub mod dialogue;

pub mod statistics;

pub mod channels;
pub mod content_files;
pub mod store;

pub mod service;

pub mod cli;
