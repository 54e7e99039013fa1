//! One turn of a conversation: the pure step, made into the record that is written.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::content::Lang;
use crate::dialogue::{Effect, House, Input, Knowledge, Message, Moment, State, Turn, step};
use crate::store::{Conversation, Outgoing};

/// What a turn came to.
pub struct TurnOutcome {
    /// The record to write.
    pub conversation: Conversation,
    /// The turn itself; `None` if our own code failed and the citizen gets an apology instead.
    pub turn: Option<Turn>,
}

/// Takes one turn. A bug in the step costs this one message an apology, nothing more.
#[must_use]
pub fn take_turn(
    knowledge: &Knowledge,
    house: &House,
    before: Conversation,
    input: &Input,
    now: Moment,
) -> TurnOutcome {
    let stepped = catch_unwind(AssertUnwindSafe(|| step(knowledge, house, &before.state, input, now)));
    match stepped {
        Ok(turn) => {
            let conversation = record(before, turn.state.clone(), &turn.effects, house, now);
            TurnOutcome { conversation, turn: Some(turn) }
        }
        Err(_) => {
            let (state, effects) = apology(knowledge, &before.state, now);
            TurnOutcome { conversation: record(before, state, &effects, house, now), turn: None }
        }
    }
}

/// The record of a conversation in which so much waits that no more is taken; `None` if the citizen was told already.
pub(super) fn tell_too_many(
    knowledge: &Knowledge,
    house: &House,
    before: Conversation,
    now: Moment,
) -> Option<Conversation> {
    if before.state.told_too_many {
        return None;
    }
    let lang = before.state.lang.unwrap_or_else(|| knowledge.first_language());
    let text = knowledge.catalogue.phrases.say(lang, "too-many", &[]);
    let turns = before.state.turns.wrapping_add(1);
    let state = State { told_too_many: true, last_active: now, turns, ..before.state.clone() };
    Some(record(before, state, &[Effect::Send(Message { text, buttons: Vec::new() })], house, now))
}

fn record(mut before: Conversation, state: State, effects: &[Effect], house: &House, now: Moment) -> Conversation {
    let turn = u64::from(state.turns) << 8;
    let numbered =
        effects.iter().zip(0_u64..).map(|(effect, place)| Outgoing { id: turn | place, effect: effect.clone() });
    before.outbox.extend(numbered);
    let idle = forget_after(house, now);
    let words = state.words_until().filter(|until| *until < idle);
    let (due, forget) = (Some(words.unwrap_or(idle)), words.map(|_| idle));
    Conversation { state, outbox: before.outbox, due, forget, revision: before.revision }
}

fn apology(knowledge: &Knowledge, before: &State, now: Moment) -> (State, Vec<Effect>) {
    let lang = before.lang.unwrap_or(Lang::NL);
    let text = knowledge.catalogue.phrases.say(lang, "apology", &[]);
    let state = State { last_active: now, turns: before.turns.wrapping_add(1), ..before.clone() };
    (state, vec![Effect::Send(Message { text, buttons: Vec::new() })])
}

/// When a conversation that is active `now` is forgotten if nothing follows.
#[must_use]
pub fn forget_after(house: &House, now: Moment) -> Moment {
    now.plus(i64::from(house.idle_days).saturating_mul(Moment::DAY))
}
