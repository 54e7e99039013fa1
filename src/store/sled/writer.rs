//! The one thread that writes: takes all requests that wait as one group, and answers when the group is durable.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::copy::{Copying, GIVEN_UP};
use super::disk::Disk;
use super::open::sled_error;
use super::sealed::Sealed;
use super::{Shared, Tree};
use crate::dialogue::Moment;
use crate::failpoint;
use crate::store::backup::Record;
use crate::store::known::Known;
use crate::store::plan::{Changes, Plan};
use crate::store::view::View;
use crate::store::{MissedQuestion, NewUpdate, StoreError, TurnWrite, UpdateId, WideWrite};

/// How many requests go into one group at most.
const GROUP: usize = 1024;
/// Bringing a group onto the platter costs as much as dozens of requests, most of it in waking sled's own threads. So while
/// several ask at the same time, a group begins no sooner after the one before than this;
const GATHERING: Duration = Duration::from_millis(1);
/// and later by so much for each request of that one,
const GATHERING_EACH: Duration = Duration::from_micros(100);
/// but no later than this. Who asks alone never waits,
const GATHERING_AT_MOST: Duration = Duration::from_millis(8);
/// but for updates that come in: they wait as long for their answers, which are on their way and go into the same group then.
/// That saves each a group, and the inbox its row. Where more than a few are on their way it is looked so often for them.
const LOOK: Duration = Duration::from_micros(500);
const FEW: usize = 2;

/// The way back to whoever asked.
pub(super) type Reply<T> = oneshot::Sender<Result<T, StoreError>>;

/// What the writer is asked.
pub(super) enum Request {
    Append {
        updates: Vec<NewUpdate>,
        now: Moment,
        reply: Reply<Vec<UpdateId>>,
    },
    Commit {
        turn: Box<TurnWrite>,
        reply: Reply<u64>,
    },
    Answer {
        turn: Box<TurnWrite>,
        reply: Reply<u64>,
    },
    KeepMissed {
        missed: MissedQuestion,
        reply: Reply<()>,
    },
    ForgetMissed {
        day: i64,
        reply: Reply<()>,
    },
    CommitWide {
        write: Box<WideWrite>,
        reply: Reply<u64>,
    },
    Close {
        reply: Reply<()>,
    },
    /// Begin a copy; answered with the number of the last group in it and a handle: without it the copy is dropped.
    BeginCopy {
        reply: Reply<(u64, Arc<()>)>,
    },
    /// The next piece of the copy.
    CopyMore {
        reply: Reply<Vec<Record>>,
    },
}

impl Request {
    /// How many updates come in with it.
    fn updates(&self) -> usize {
        if let Self::Append { updates, .. } = self { updates.len() } else { 0 }
    }

    /// How many updates it answers.
    fn answers(&self) -> usize {
        if let Self::Answer { turn, .. } = self { turn.handled.len() } else { 0 }
    }
}

/// An outcome that may be told once the group is durable.
enum Outcome {
    Appended(Reply<Vec<UpdateId>>, Result<Vec<UpdateId>, StoreError>),
    Committed(Reply<u64>, Result<u64, StoreError>),
    Done(Reply<()>, Result<(), StoreError>),
    Closed(Reply<()>),
}

impl Outcome {
    /// Who no longer waits for it does not need it.
    fn tell(self) {
        match self {
            Self::Appended(reply, outcome) => reply.send(outcome).map_err(drop).ok(),
            Self::Committed(reply, outcome) => reply.send(outcome).map_err(drop).ok(),
            Self::Done(reply, outcome) => reply.send(outcome).map_err(drop).ok(),
            Self::Closed(reply) => reply.send(Ok(())).map_err(drop).ok(),
        };
    }
}

/// The state of the writing thread.
pub(super) struct Writer {
    shared: Arc<Shared>,
    disk: Disk,
    /// The number of the last group.
    number: u64,
    /// Read when the first group needs it: what cannot be read in the inbox is no reason not to read the rest.
    known: Option<Known>,
    /// When the next group may begin.
    gather_until: Instant,
    copying: Option<Copying>,
}

impl Writer {
    /// A writer over `disk`, whose last group was `number`.
    pub(super) fn new(shared: Arc<Shared>, disk: Disk, number: u64) -> Self {
        Self { shared, disk, number, known: None, gather_until: Instant::now(), copying: None }
    }

    /// Serves until closed, until nobody can ask any more, or until something fails; then nothing more is served.
    pub(super) fn run(mut self, requests: &Receiver<Request>) {
        let shared = Arc::clone(&self.shared);
        let end = catch_unwind(AssertUnwindSafe(|| self.serve(requests)));
        shared.stop(match end {
            Ok(Ok(())) => "it was closed".into(),
            Ok(Err(error)) => error.to_string(),
            Err(_) => "the writer broke off".into(),
        });
    }

    fn serve(&mut self, requests: &Receiver<Request>) -> Result<(), StoreError> {
        while let Some(first) = self.next(requests)? {
            sleep(self.gather_until.saturating_duration_since(Instant::now()));
            let mut group = vec![first];
            group.extend(requests.try_iter().take(GROUP - 1));
            await_answers(&mut group, requests);
            if self.write_group(group)? {
                break;
            }
        }
        Ok(())
    }

    /// The next request; syncs the head mark meanwhile, and when there is no next one.
    fn next(&mut self, requests: &Receiver<Request>) -> Result<Option<Request>, StoreError> {
        while let Some(patience) = self.disk.patience() {
            match requests.recv_timeout(patience) {
                Ok(request) if !patience.is_zero() => return Ok(Some(request)),
                Ok(request) => {
                    self.sync_head()?;
                    return Ok(Some(request));
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => self.sync_head()?,
            }
        }
        Ok(requests.recv().ok())
    }

    /// Writes `group` and answers; says whether it was asked to close.
    fn write_group(&mut self, group: Vec<Request>) -> Result<bool, StoreError> {
        let mut outcomes = Vec::new();
        let shared = Arc::clone(&self.shared);
        let (tree, sealed) = (&shared.tree, shared.sealed());
        if self.known.is_none() {
            let known = Known::read(&sealed).inspect_err(|error| shared.stop(error.to_string()))?;
            self.known = Some(known);
        }
        let mut plan = Plan::new(&sealed, self.known.get_or_insert_default());
        for request in group {
            // What a copy shows is from before this group, so durable already.
            if let Some(outcome) = carry_out(request, &mut plan, &mut self.copying, tree, self.number) {
                outcomes.push(outcome);
            }
            if matches!(outcomes.last(), Some(Outcome::Closed(_))) {
                break;
            }
        }
        let group = plan.finish();
        if !group.changes.is_empty() {
            self.number += 1;
            let group = sealed.seal(group, self.number).inspect_err(|error| shared.stop(error.to_string()))?;
            self.keep_for_copy(&group.changes);
            self.shared.groups.fetch_add(1, Ordering::Relaxed);
            self.shared.writes.fetch_add(outcomes.len() as u64, Ordering::Relaxed);
            // Stopped before the outcomes are dropped: whoever hears that a write failed finds the store stopped.
            self.disk.write(self.number, group, &shared.vault).map_err(|error| self.stop(error))?;
        }
        self.gather_until = Instant::now() + gathering(outcomes.len());
        let closing = matches!(outcomes.last(), Some(Outcome::Closed(_)));
        if closing {
            failpoint::reach("closing");
            self.sync_head()?;
            self.shared.stop("it was closed".into());
        }
        outcomes.into_iter().for_each(Outcome::tell);
        failpoint::reach("group.told");
        Ok(closing)
    }

    /// What cannot be kept ends the copy, never the writing.
    fn keep_for_copy(&mut self, changes: &Changes) {
        let Some(copying) = self.copying.as_mut().filter(|copying| copying.is_wanted()) else {
            self.copying = None;
            return;
        };
        if copying.keep(&self.shared.tree, changes).is_err() {
            self.copying = None;
        }
    }

    fn sync_head(&mut self) -> Result<(), StoreError> {
        self.disk.sync_head().map_err(|error| self.stop(error.into()))
    }

    /// Lets nobody read or write any more, for what is on the platter is no longer known.
    fn stop(&self, error: ::sled::Error) -> StoreError {
        let error = sled_error(self.shared.tree.folder(), "write", error);
        self.shared.stop(error.to_string());
        error
    }
}

/// Lets the answers to the updates in `group` come along, where they come soon.
fn await_answers(group: &mut Vec<Request>, requests: &Receiver<Request>) {
    let mut left = unanswered(group);
    let until = Instant::now() + gathering(left.max(FEW));
    while left > 0 && group.len() < GROUP {
        let patience = until.saturating_duration_since(Instant::now());
        if patience.is_zero() {
            return;
        }
        if left > FEW {
            sleep(LOOK.min(patience));
        } else if let Ok(request) = requests.recv_timeout(patience) {
            group.push(request);
        }
        group.extend(requests.try_iter().take(GROUP - group.len()));
        left = unanswered(group);
    }
}

/// How many updates come in with `group` whose answers are not in it.
fn unanswered(group: &[Request]) -> usize {
    let updates: usize = group.iter().map(Request::updates).sum();
    updates.saturating_sub(group.iter().map(Request::answers).sum())
}

/// How long to gather after a group of so many requests.
fn gathering(requests: usize) -> Duration {
    if requests < 2 {
        return Duration::ZERO;
    }
    let each = GATHERING_EACH * u32::try_from(requests).unwrap_or(u32::MAX);
    (GATHERING + each).min(GATHERING_AT_MOST)
}

fn carry_out(
    request: Request,
    plan: &mut Plan<'_, Sealed<'_>>,
    copying: &mut Option<Copying>,
    tree: &Tree,
    number: u64,
) -> Option<Outcome> {
    match request {
        Request::Append { updates, now, reply } => Some(Outcome::Appended(reply, plan.append(&updates, now))),
        Request::Commit { turn, reply } => Some(Outcome::Committed(reply, plan.commit(*turn))),
        Request::Answer { turn, reply } => Some(Outcome::Committed(reply, plan.answer(*turn))),
        Request::KeepMissed { missed, reply } => Some(Outcome::Done(reply, keep_missed(plan, &missed, tree))),
        Request::ForgetMissed { day, reply } => Some(Outcome::Done(reply, plan.forget_missed(day))),
        Request::CommitWide { write, reply } => Some(Outcome::Committed(reply, plan.commit_wide(*write))),
        Request::Close { reply } => Some(Outcome::Closed(reply)),
        Request::BeginCopy { reply } => {
            reply.send(begin_copy(copying).map(|handle| (number, handle))).ok();
            None
        }
        Request::CopyMore { reply } => {
            reply.send(copying.as_mut().ok_or(GIVEN_UP).and_then(|copying| copying.next(tree))).ok();
            None
        }
    }
}

/// Its key has a part of chance: the order in which questions came would tell who asked what.
fn keep_missed(plan: &mut Plan<'_, Sealed<'_>>, missed: &MissedQuestion, tree: &Tree) -> Result<(), StoreError> {
    let mut chance = [0; 8];
    let folder = || tree.folder.clone();
    getrandom::fill(&mut chance).map_err(|_| StoreError::Stopped(format!("no random numbers for {}", folder())))?;
    plan.keep_missed(missed, chance);
    Ok(())
}

fn begin_copy(copying: &mut Option<Copying>) -> Result<Arc<()>, StoreError> {
    if copying.as_ref().is_some_and(Copying::is_wanted) {
        return Err(StoreError::NoCopy("another one is being made"));
    }
    let (begun, handle) = Copying::begin();
    *copying = Some(begun);
    Ok(handle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_alone_never_waits_and_many_wait_a_little() {
        assert_eq!((gathering(0), gathering(1)), (Duration::ZERO, Duration::ZERO));
        assert!(gathering(2) < gathering(20));
        assert_eq!(gathering(GROUP), GATHERING_AT_MOST);
    }
}
