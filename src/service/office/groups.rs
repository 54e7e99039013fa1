//! The lane of a group of officers: calls in order, paced, each until the group took it or refused it for good.

use std::sync::Arc;

use super::mail;
use super::{Office, lane, words};
use crate::channels::{Channel, OfficerCall, OfficerError, SendError};
use crate::desk::{Card, CaseId, Code, FrontCall, FrontNews, GroupId, Hint, Lost, Seal, Trace, Where, Words};
use crate::dialogue::Message;
use crate::failpoint;
use crate::privacy::Sensitive;
use crate::service::delivery::{let_through, wait_for};
use crate::service::lanes::Job;
use crate::service::pace::{Load, Urgency};
use crate::service::{Fatal, Inner, enqueue, within_limit};
use crate::store::{ChatKey, NewUpdate, Store, StoreError, UpdateId, WideWrite};

/// Whatever happens, nothing is tried more often: at the longest wait that is two days.
const TRIES: u32 = 3000;
/// So many messages can be deleted in one call (Bot API, `deleteMessages`).
const MESSAGES_AT_ONCE: usize = 100;

/// Works off what waits.
pub(super) async fn run<S: Store, C: Channel>(
    inner: &Arc<Inner<S, C>>,
    office: &Arc<Office>,
    chat: &ChatKey,
    group: GroupId,
) {
    while !inner.is_stopping() {
        let Some(job) = inner.lanes.next(chat) else { break };
        let Job::Update(id, raw, _) = job else { continue };
        if let Err(error) = handle(inner, office, group, id, &raw).await {
            tracing::error!(event = "store_failed", %error);
            inner.fail(Fatal::Store(error.to_string()));
        }
    }
}

async fn handle<S: Store, C: Channel>(
    inner: &Arc<Inner<S, C>>,
    office: &Arc<Office>,
    group: GroupId,
    id: UpdateId,
    raw: &Sensitive<Vec<u8>>,
) -> Result<(), StoreError> {
    let seal = {
        let mut held = office.table.lock().await;
        lane::open(inner, &mut held).await?.0.seal.clone()
    };
    let Some(call) = mail::read::<FrontCall>(raw.expose()) else {
        tracing::error!(event = "letter_unreadable", "a call to a group cannot be read and is dropped");
        return settle(inner, id, Vec::new()).await;
    };
    let at_group = AtGroup { inner, office, group, seal: &seal };
    match at_group.carry_out(&call).await {
        Some(news) => settle(inner, id, news.into_iter().map(|news| mail::news(group, news)).collect()).await,
        // The service stops first; the call stays stored.
        None => Ok(()),
    }
}

async fn settle<S: Store, C: Channel>(
    inner: &Arc<Inner<S, C>>,
    id: UpdateId,
    letters: Vec<NewUpdate>,
) -> Result<(), StoreError> {
    failpoint::reach("officers.called");
    let write = WideWrite { handled: vec![id], letters: letters.clone(), ..WideWrite::at(inner.clock.now()) };
    within_limit(inner.store.commit_wide(write)).await?;
    failpoint::reach("officers.ticked");
    for letter in letters {
        enqueue(inner, letter.chat, Job::Update(letter.id, letter.raw, None));
    }
    Ok(())
}

struct AtGroup<'a, S, C> {
    inner: &'a Arc<Inner<S, C>>,
    office: &'a Arc<Office>,
    group: GroupId,
    seal: &'a Seal,
}

impl<S: Store, C: Channel> AtGroup<'_, S, C> {
    /// Does what is asked; `None` if the service stops first. What comes of it is told to the desk.
    async fn carry_out(&self, call: &FrontCall) -> Option<Vec<FrontNews>> {
        let knowledge = self.inner.library.current();
        let now = self.inner.clock.now();
        let pen = words::Pen {
            knowledge: &knowledge,
            officers: &self.office.rules.officers,
            seal: self.seal,
            group: self.group,
            now,
        };
        let tidies = matches!(call, FrontCall::Delete { .. } | FrontCall::Close { .. });
        if !tidies && !self.office.rules.groups.has(self.group) {
            // It waited for a group that the settings no longer have. Its case is shown anew where it belongs.
            return Some(Vec::new());
        }
        match call {
            FrontCall::Open { case, code, topic } => {
                let name = pen.topic_name(code, topic.as_deref());
                Some(vec![opened(*case, self.call(&OfficerCall::OpenTopic(name)).await?)])
            }
            FrontCall::Card { at, card, history } => self.show_card(&pen, *at, card, history).await,
            FrontCall::Recard { message, card } => {
                let changed = self.call(&OfficerCall::Change(*message, pen.card(card))).await?;
                Some(self.shown(None, changed))
            }
            FrontCall::Said { case, code, at, words, edited } => {
                self.post(Some(*case), *at, pen.said(code, *at, words, *edited)).await
            }
            FrontCall::Draft { case, code, at, by, draft } => {
                self.post(Some(*case), *at, pen.draft(*case, code, *by, draft)).await
            }
            FrontCall::Hint { case, code, at, hint } => {
                self.post(*case, *at, pen.hint(code.as_ref(), *at, *hint)).await
            }
            FrontCall::Answers { case, code, at, names } => {
                self.post(*case, *at, pen.answers(code.as_ref(), *at, names)).await
            }
            FrontCall::Delete { trace, code } => self.delete(&pen, trace, code.as_ref()).await,
            FrontCall::Mark { message } => self.just(&OfficerCall::Mark(*message)).await,
            FrontCall::Close { thread } => self.just(&OfficerCall::CloseTopic(*thread)).await,
            FrontCall::Reopen { thread } => self.just(&OfficerCall::ReopenTopic(*thread)).await,
            FrontCall::Queue { at, rows, more } => self.just(&OfficerCall::Post(*at, pen.queue(rows, *more))).await,
            FrontCall::Remind { rows, more } => {
                self.just(&OfficerCall::Post(Where::default(), pen.reminder(rows, *more))).await
            }
        }
    }

    /// A call of which nothing follows, whatever comes of it.
    async fn just(&self, call: &OfficerCall) -> Option<Vec<FrontNews>> {
        self.call(call).await?.ok();
        Some(Vec::new())
    }

    async fn post(&self, case: Option<CaseId>, at: Where, message: Message) -> Option<Vec<FrontNews>> {
        let posted = self.call(&OfficerCall::Post(at, message)).await?;
        Some(self.shown(case, posted))
    }

    /// Shows the card of a case, and what was written so far.
    async fn show_card(
        &self,
        pen: &words::Pen<'_>,
        at: Where,
        card: &Card,
        history: &[(bool, Words)],
    ) -> Option<Vec<FrontNews>> {
        let case = card.case;
        let posted = self.call(&OfficerCall::Post(at, pen.card(card))).await?;
        let is_there = posted.is_ok();
        let mut news = self.shown(Some(case), posted);
        if let Some(FrontNews::Shown { message, .. }) = news.last().cloned() {
            // The last part has the buttons: it is the card.
            news.pop();
            news.push(FrontNews::CardShown { case, message });
        }
        if is_there && !history.is_empty() {
            let posted = self.call(&OfficerCall::Post(at, pen.history(card, history))).await?;
            news.extend(self.shown(Some(case), posted));
        }
        Some(news)
    }

    /// Deletes what is left of a case. Where we may not, the topic is closed and officers are asked to do it.
    async fn delete(&self, pen: &words::Pen<'_>, trace: &Trace, code: Option<&Code>) -> Option<Vec<FrontNews>> {
        let Some(thread) = trace.thread else { return self.delete_messages(pen, trace, code).await };
        let outcome = self.call(&OfficerCall::DeleteTopic(thread)).await?;
        if is_done(&outcome) {
            return Some(Vec::new());
        }
        not_deleted();
        let at = Where { thread: Some(thread), reply_to: None };
        if let Some(code) = code {
            // Nobody else can do it, so they are asked where they see it: in the topic, or where that is closed to us, in the group.
            let asked = self.call(&OfficerCall::Post(at, pen.hint(Some(code), at, Hint::DeleteIt))).await?;
            if asked.is_err() {
                let at = Where::default();
                self.just(&OfficerCall::Post(at, pen.hint(Some(code), at, Hint::DeleteIt))).await?;
            }
        }
        self.just(&OfficerCall::CloseTopic(thread)).await
    }

    async fn delete_messages(
        &self,
        pen: &words::Pen<'_>,
        trace: &Trace,
        code: Option<&Code>,
    ) -> Option<Vec<FrontNews>> {
        let mut all_gone = true;
        for messages in [&trace.messages, &trace.theirs] {
            for some in messages.chunks(MESSAGES_AT_ONCE) {
                let outcome = self.call(&OfficerCall::DeleteMessages(some.to_vec())).await?;
                all_gone &= is_done(&outcome);
            }
        }
        if !all_gone {
            not_deleted();
            let at = Where::default();
            if code.is_some() {
                self.just(&OfficerCall::Post(at, pen.hint(code, at, Hint::DeleteIt))).await?;
            }
        }
        Some(Vec::new())
    }

    /// What is told of messages about `case` that are there now, or are not.
    fn shown(&self, case: Option<CaseId>, outcome: Result<Vec<i64>, OfficerError>) -> Vec<FrontNews> {
        match outcome {
            Ok(numbers) => match case {
                Some(case) => numbers.into_iter().map(|message| FrontNews::Shown { case, message }).collect(),
                None => Vec::new(),
            },
            Err(error) => self.loss(case, &error).into_iter().collect(),
        }
    }

    /// What a refusal for good means.
    fn loss(&self, case: Option<CaseId>, error: &OfficerError) -> Option<FrontNews> {
        match error {
            OfficerError::Send(SendError::Gone(_)) => Some(FrontNews::Lost(Lost::Group)),
            OfficerError::NoTopic => case.map(|case| FrontNews::Lost(Lost::Place(case))),
            error => {
                tracing::error!(event = "desk_call_refused", %error, "something was not shown to officers");
                None
            }
        }
    }

    /// One call, until it is taken or refused for good; `None` if the service stops first.
    async fn call(&self, call: &OfficerCall) -> Option<Result<Vec<i64>, OfficerError>> {
        let paced = self.office.paced_as(self.group);
        let calls = match call {
            OfficerCall::Post(_, message) | OfficerCall::Change(_, message) => self.inner.channel.calls(message),
            _ => 1,
        };
        let load = Load { chat: &paced, group: true, calls, urgency: Urgency::Answer };
        let mut tries = 0;
        loop {
            self.inner.unless_stopping(let_through(self.inner, &load)).await?;
            let error = match self.inner.channel.officers(self.group.0, call).await {
                Err(OfficerError::Send(error @ (SendError::RetryAfter(_) | SendError::Temporary(_)))) => error,
                Err(OfficerError::Send(SendError::Unauthorised)) => {
                    self.inner.fail(Fatal::Unauthorised);
                    return None;
                }
                outcome => return Some(outcome),
            };
            tries += 1;
            tracing::debug!(event = "desk_call_retried", tries, %error);
            if tries >= TRIES {
                return Some(Err(OfficerError::Send(error)));
            }
            self.inner.unless_stopping(self.inner.clock.pause(wait_for(&error, tries))).await?;
        }
    }
}

/// Whether nothing is left: it was deleted now or before, or the whole group is gone for us.
fn is_done(outcome: &Result<Vec<i64>, OfficerError>) -> bool {
    matches!(outcome, Ok(_) | Err(OfficerError::NoTopic | OfficerError::Send(SendError::Gone(_))))
}

fn not_deleted() {
    tracing::warn!(
        event = "desk_not_deleted",
        "what is left of a case in a group of officers could not be deleted: give the bot the right to delete messages; the officers are asked to do it"
    );
}

/// What comes of asking for a topic: without one, the case is shown among others, and waits nowhere for ever.
fn opened(case: CaseId, outcome: Result<Vec<i64>, OfficerError>) -> FrontNews {
    let thread = match outcome {
        Ok(numbers) => numbers.last().copied(),
        Err(OfficerError::Send(SendError::Gone(_))) => return FrontNews::Lost(Lost::Group),
        Err(OfficerError::NoTopics) => None,
        Err(OfficerError::NoRights) => {
            tracing::warn!(
                event = "desk_no_topics",
                "the bot may not manage topics in a group of officers: make it an administrator with that right; until then replies tell cases apart"
            );
            None
        }
        Err(error) => {
            tracing::error!(event = "desk_call_refused", %error, "a case got no topic of its own");
            None
        }
    };
    FrontNews::Opened { case, thread }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_refuses_a_topic_the_case_gets_a_place() {
        let case = CaseId(1);
        let refusals = [
            OfficerError::NoTopics,
            OfficerError::NoRights,
            OfficerError::NoTopic,
            OfficerError::Send(SendError::Refused("TOPIC_TITLE_INVALID")),
        ];
        for refusal in refusals {
            assert_eq!(opened(case, Err(refusal)), FrontNews::Opened { case, thread: None });
        }
        assert_eq!(opened(case, Ok(vec![7])), FrontNews::Opened { case, thread: Some(7) });
    }
}
