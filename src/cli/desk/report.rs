//! What an officer's program reads: one JSON object a line. The fields are described in docs/operations.md, "The desk".

use serde_json::{Value, json};

use crate::desk::{By, Case, ReplyState, Says, Status};
use crate::dialogue::Moment;
use crate::service::Told;
use crate::text::clean;

/// All commands, by their English names.
const COMMANDS: [&str; 15] = [
    "queue",
    "read CODE",
    "take CODE",
    "say TEXT",
    "// TEXT",
    "answer NAME",
    "withdraw NUMBER",
    "pass ROLE",
    "release",
    "close REASON",
    "approve",
    "reject",
    "shift",
    "help",
    "quit",
];

/// What was told.
pub(super) fn told(told: &Told) -> Value {
    match told {
        Told::Hint { hint, words } => json!({"hint": hint, "words": words}),
        Told::Queue(rows) => json!({"queue": rows}),
        Told::Case(found) => json!({"case": case(found)}),
        Told::NoCase => error("no-case"),
        Told::NoOfficer => error("no-officer"),
    }
}

/// The commands that a program may give.
pub(super) fn help() -> Value {
    json!({"help": COMMANDS})
}

/// That nothing was done, and why, as a word.
pub(super) fn error(word: &str) -> Value {
    json!({"error": word})
}

fn case(case: &Case) -> Value {
    let request = &case.request;
    let lines = case.lines.iter().map(|line| {
        let by = match line.by {
            By::Citizen => "citizen",
            By::Officer(_) => "officer",
            By::Note(_) => "note",
        };
        json!({"at": time(line.at), "by": by, "words": clean(&line.words.0), "edited": line.edited})
    });
    let replies = case.replies.iter().map(|reply| {
        let state = match reply.state {
            ReplyState::OnItsWay => "on-its-way",
            ReplyState::Delivered => "delivered",
            ReplyState::Failed => "failed",
            ReplyState::Withdrawn => "withdrawn",
        };
        json!({"number": reply.number, "at": time(reply.at), "state": state})
    });
    let (status, draft) = match &case.status {
        Status::Waiting => ("waiting", Value::Null),
        Status::Taken { .. } => ("taken", Value::Null),
        Status::Drafted { draft, .. } => ("drafted", says(&draft.says)),
        Status::Closed { .. } => ("closed", Value::Null),
    };
    json!({
        "code": case.code, "status": status, "role": case.role.word(), "since": time(case.since),
        "topic": request.topic, "lang": request.lang, "unit": request.unit, "steps": request.steps,
        "lines": lines.collect::<Vec<_>>(), "replies": replies.collect::<Vec<_>>(), "draft": draft,
    })
}

fn says(says: &Says) -> Value {
    match says {
        Says::Words(words) => json!({"words": clean(&words.0)}),
        Says::Answer(intent) => json!({"answer": intent}),
    }
}

/// In UTC, to the second.
fn time(moment: Moment) -> String {
    let stamp = jiff::Timestamp::from_second(moment.0.div_euclid(1000)).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    stamp.to_string()
}
