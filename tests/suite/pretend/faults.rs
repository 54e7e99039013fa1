//! Trouble on demand.

use std::collections::VecDeque;

/// What goes wrong with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// 429 with so many seconds; nothing is done.
    RetryAfter(i64),
    /// 502 with an HTML page, as of a proxy; nothing is done.
    BadGateway,
    /// 500 in the Bot API's own form; nothing is done.
    ServerError,
    /// This code and description; nothing is done.
    Refuse(u16, &'static str),
    /// The connection is reset; nothing is done.
    ResetBefore,
    /// The call is carried out, then the connection is reset.
    ResetAfter,
    /// No answer ever; nothing is done.
    Hang,
    /// 200 with something that is no JSON; nothing is done.
    Nonsense,
    /// The call is carried out, and half the answer is sent.
    HalfAnswer,
}

/// Which calls a fault meets.
#[derive(Clone, Debug)]
pub(crate) struct On {
    method: &'static str,
    chat: Option<i64>,
    times: usize,
}

impl On {
    /// The next call of `method`, as the Bot API writes it.
    pub(crate) fn next(method: &'static str) -> Self {
        Self { method, chat: None, times: 1 }
    }

    /// The next message to `chat`.
    pub(crate) fn chat(chat: i64) -> Self {
        Self { chat: Some(chat), ..Self::next("sendMessage") }
    }

    /// The next `times` of them.
    pub(crate) fn times(self, times: usize) -> Self {
        Self { times, ..self }
    }
}

/// The plan.
#[derive(Default)]
pub(crate) struct Faults {
    planned: Vec<(On, Fault)>,
    every: u64,
    rotation: VecDeque<Fault>,
    messages: u64,
    met: u64,
}

impl Faults {
    pub(crate) fn plan(&mut self, on: On, fault: Fault) {
        self.planned.push((on, fault));
    }

    pub(crate) fn plan_every(&mut self, n: u64, faults: &[Fault]) {
        (self.every, self.rotation) = (n, faults.iter().copied().collect());
    }

    /// How many calls of `sendMessage` there were that no single fault was planned for.
    pub(crate) fn messages(&self) -> u64 {
        self.messages
    }

    /// How many of them met one of those that come round and round.
    pub(crate) fn met(&self) -> u64 {
        self.met
    }

    /// What meets this call.
    pub(crate) fn next(&mut self, method: &str, chat: Option<i64>) -> Option<Fault> {
        let meets = |on: &On| on.method == method && on.times > 0 && (on.chat.is_none() || on.chat == chat);
        if let Some((on, fault)) = self.planned.iter_mut().find(|(on, _)| meets(on)) {
            on.times -= 1;
            return Some(*fault);
        }
        self.messages += u64::from(method == "sendMessage");
        if method != "sendMessage"
            || self.every == 0
            || self.rotation.is_empty()
            || !self.messages.is_multiple_of(self.every)
        {
            return None;
        }
        self.met += 1;
        self.rotation.rotate_left(1);
        self.rotation.back().copied()
    }
}
