//! When sending fails in many conversations in a row, the trouble is not theirs: then one probe at a time, until one passes.
//!
//! So an outage costs a call every half minute instead of one for every conversation that waits (threat T30), and afterwards
//! all go on at their usual pace. One conversation in trouble never opens it.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::delivery::jittered;
use crate::store::ChatKey;

/// So many different conversations fail, and none succeeds in between, before it opens.
const MANY: usize = 10;
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Closed while sending works.
#[derive(Default)]
pub(super) struct Circuit {
    state: Mutex<State>,
    probing: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    /// Conversations that failed since the last success.
    failed: BTreeSet<ChatKey>,
    open: Option<Open>,
}

#[derive(Clone, Copy)]
struct Open {
    wait: Duration,
    probe_at: Instant,
}

/// The right to make the one call that is made while the circuit is open.
pub(super) struct Probe<'a>(
    #[expect(dead_code, reason = "held, and let go of when dropped")] tokio::sync::MutexGuard<'a, ()>,
);

impl Circuit {
    /// Waits while others probe. `None` where all may send.
    pub(super) async fn pass(&self) -> Option<Probe<'_>> {
        self.next_probe()?;
        let probe = self.probing.lock().await;
        // It may have closed meanwhile.
        sleep_until(self.next_probe()?).await;
        Some(Probe(probe))
    }

    pub(super) fn is_open(&self) -> bool {
        self.next_probe().is_some()
    }

    /// The channel answered, whatever it said.
    pub(super) fn answered(&self) {
        let mut state = self.lock();
        state.failed.clear();
        if state.open.take().is_some() {
            tracing::info!(event = "circuit_closed");
        }
    }

    /// A call for `chat` failed, and others may fail as well. Says whether this opened the circuit.
    pub(super) fn failed(&self, chat: &ChatKey, probe: bool) -> bool {
        let mut state = self.lock();
        match state.open {
            Some(open) if probe => state.open = Some(Open::after((open.wait * 2).min(LONGEST_WAIT))),
            Some(_) => {}
            None => {
                state.failed.insert(chat.clone());
                if state.failed.len() >= MANY {
                    state.failed.clear();
                    state.open = Some(Open::after(FIRST_WAIT));
                    return true;
                }
            }
        }
        false
    }

    fn next_probe(&self) -> Option<Instant> {
        self.lock().open.map(|open| open.probe_at)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    fn after(wait: Duration) -> Self {
        Self { wait, probe_at: Instant::now() + jittered(wait) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fail(circuit: &Circuit, chats: std::ops::Range<usize>) -> bool {
        chats.fold(false, |_, id| circuit.failed(&ChatKey::new("t", &id.to_string()), false))
    }

    #[test]
    fn t30_many_conversations_in_trouble_open_it_and_one_alone_does_not() {
        let circuit = Circuit::default();
        for _ in 0..100 {
            assert!(!fail(&circuit, 0..1));
        }
        assert!(!fail(&circuit, 0..MANY - 1));
        circuit.answered();
        assert!(!fail(&circuit, 0..MANY - 1), "a success between them begins the count anew");
        assert!(fail(&circuit, 90..91) && circuit.is_open());
    }

    #[tokio::test]
    async fn t30_while_it_is_open_there_is_one_call_at_a_time() {
        let circuit = Circuit::default();
        fail(&circuit, 0..MANY);
        circuit.lock().open = Some(Open { wait: FIRST_WAIT, probe_at: Instant::now() });
        let probe = circuit.pass().await.expect("a probe");
        let mut others = std::pin::pin!(circuit.pass());
        tokio::select! {
            biased;
            _ = &mut others => panic!("a second call beside the probe"),
            () = tokio::task::yield_now() => {}
        }
        circuit.answered();
        drop(probe);
        assert!(others.await.is_none(), "after a success everybody sends again");
    }

    #[test]
    fn t30_probes_become_ever_more_seldom_and_others_that_fail_do_not_count() {
        let circuit = Circuit::default();
        fail(&circuit, 0..MANY);
        let mut waits = Vec::new();
        for _ in 0..7 {
            fail(&circuit, 0..5);
            waits.push(circuit.lock().open.map(|open| open.wait.as_secs()));
            circuit.failed(&ChatKey::new("t", "probe"), true);
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 30, 30].map(Some));
    }
}
