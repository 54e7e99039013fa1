//! The desk: the life of a question that was handed to officers, as pure state changes.
//!
//! Start with [`step`]: the desk as it is, the rules of the house, what happened and the present moment go in; what is to be told
//! to the citizen, shown to officers and written into the audit comes out. No channel is known here: a group, an officer and
//! a message are numbers that some front gives, and words are carried, never made. Always holds: nothing leaves for a citizen but
//! from the officer who has claimed that citizen's case; what came twice has one effect; every act of an officer leaves a row.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod act;
pub mod audit;
mod case;
mod citizens;
mod clock;
mod code;
mod figures;
mod front;
mod held;
mod holidays;
mod hours;
mod letter;
mod names;
mod officers;
mod places;
mod rules;
mod seal;
mod step;
mod table;

pub use act::{Act, Hint};
pub use case::{By, Card, Case, Draft, Hinted, Line, Place, Reason, Reply, ReplyState, Says, Status, Trace};
pub use code::Code;
pub use figures::Figures;
pub use front::{FrontCall, FrontNews, Lost, Row, Where};
pub use held::{Held, HeldLine, HeldState};
pub use holidays::{holiday, is_holiday};
pub use hours::{Day, Hours, HoursError, Opening};
pub use letter::{Body, FromDesk, Request, ToDesk};
pub use names::{CaseId, CitizenKey, GroupId, OfficerId, Role, Words};
pub use officers::{NotOfficer, Officers, OfficersError, Sender};
pub use rules::{Groups, Rules};
pub use seal::{Button, Seal, SealError, Verb};
pub use step::{Input, Outcome, Output, step};
pub use table::{Desk, Head, Leftover, Sight};

#[cfg(test)]
mod tests;
