//! The lane of a group of officers: calls in order, paced, each until the group took it or refused it for good.

use std::sync::Arc;

use super::mail;
use super::{Office, lane, words};
use crate::channels::{Channel, OfficerCall, OfficerError, SendError};
use crate::desk::{CaseId, FrontCall, FrontNews, GroupId, Lost, Seal};
use crate::failpoint;
use crate::privacy::Sensitive;
use crate::service::delivery::{let_through, wait_for};
use crate::service::lanes::Job;
use crate::service::pace::{Load, Urgency};
use crate::service::{Fatal, Inner, enqueue, within_limit};
use crate::store::{ChatKey, Store, StoreError, UpdateId, WideWrite};

/// Whatever happens, nothing is tried more often: at the longest wait that is two days.
const TRIES: u32 = 3000;

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
        return settle(inner, id, None).await;
    };
    let at_group = AtGroup { inner, office, group, seal: &seal };
    match at_group.carry_out(&call).await {
        Some(news) => settle(inner, id, news.map(|news| mail::news(group, news))).await,
        // The service stops first; the call stays stored.
        None => Ok(()),
    }
}

async fn settle<S: Store, C: Channel>(
    inner: &Arc<Inner<S, C>>,
    id: UpdateId,
    news: Option<crate::store::NewUpdate>,
) -> Result<(), StoreError> {
    failpoint::reach("officers.called");
    let letters: Vec<_> = news.into_iter().collect();
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
    async fn carry_out(&self, call: &FrontCall) -> Option<Option<FrontNews>> {
        let knowledge = self.inner.library.current();
        let now = self.inner.clock.now();
        let pen = words::Pen {
            knowledge: &knowledge,
            officers: &self.office.rules.officers,
            seal: self.seal,
            group: self.group,
            now,
        };
        let shown = |case: CaseId| move |message: i64| FrontNews::Shown { case, message };
        match call {
            FrontCall::Open { case, code, topic } => {
                let name = pen.topic_name(code, topic.as_deref());
                Some(Some(opened(*case, self.call(&OfficerCall::OpenTopic(name)).await?)))
            }
            FrontCall::Card { at, card, history } => {
                let case = card.case;
                let message = self.call(&OfficerCall::Post(*at, pen.card(card))).await?;
                if message.is_ok() && !history.is_empty() {
                    self.call(&OfficerCall::Post(*at, pen.history(card, history))).await?.ok();
                }
                Some(self.news(Some(case), message, |message| FrontNews::CardShown { case, message }))
            }
            FrontCall::Recard { message, card } => {
                let changed = self.call(&OfficerCall::Change(*message, pen.card(card))).await?;
                Some(self.news(None, changed, shown(card.case)).filter(is_loss))
            }
            FrontCall::Said { case, code, at, words, edited } => {
                let posted = self.call(&OfficerCall::Post(*at, pen.said(code, *at, words, *edited))).await?;
                Some(self.news(Some(*case), posted, shown(*case)))
            }
            FrontCall::Draft { case, code, at, by } => {
                let posted = self.call(&OfficerCall::Post(*at, pen.draft(*case, code, *by))).await?;
                Some(self.news(Some(*case), posted, shown(*case)))
            }
            FrontCall::Hint { case, code, at, hint } => {
                let posted = self.call(&OfficerCall::Post(*at, pen.hint(code.as_ref(), *at, *hint))).await?;
                Some(case.and_then(|case| self.news(Some(case), posted, shown(case))))
            }
            FrontCall::Mark { message } => {
                self.call(&OfficerCall::Mark(*message)).await?.ok();
                Some(None)
            }
            FrontCall::Close { thread } => {
                self.call(&OfficerCall::CloseTopic(*thread)).await?.ok();
                Some(None)
            }
            FrontCall::Reopen { thread } => {
                self.call(&OfficerCall::ReopenTopic(*thread)).await?.ok();
                Some(None)
            }
            FrontCall::Queue { at, rows, more } => {
                self.call(&OfficerCall::Post(*at, pen.queue(rows, *more))).await?.ok();
                Some(None)
            }
            FrontCall::Remind { rows, more } => {
                self.call(&OfficerCall::Post(crate::desk::Where::default(), pen.reminder(rows, *more))).await?.ok();
                Some(None)
            }
        }
    }

    fn news(
        &self,
        case: Option<CaseId>,
        outcome: Result<Option<i64>, OfficerError>,
        news: impl FnOnce(i64) -> FrontNews,
    ) -> Option<FrontNews> {
        match outcome {
            Ok(message) => message.map(news),
            Err(error) => self.loss(case, &error),
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
    async fn call(&self, call: &OfficerCall) -> Option<Result<Option<i64>, OfficerError>> {
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

fn is_loss(news: &FrontNews) -> bool {
    matches!(news, FrontNews::Lost(_))
}

/// What comes of asking for a topic: without one, the case is shown among others, and waits nowhere for ever.
fn opened(case: CaseId, outcome: Result<Option<i64>, OfficerError>) -> FrontNews {
    let thread = match outcome {
        Ok(thread) => thread,
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
        assert_eq!(opened(case, Ok(Some(7))), FrontNews::Opened { case, thread: Some(7) });
    }
}
