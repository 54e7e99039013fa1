//! The desk's own lane: one thing at a time, each written as a whole.

use std::sync::Arc;
use std::time::Duration;

use super::mail::{self, Mail};
use super::members::Membership;
use super::officer::{self, Teller, Wanted};
use super::{AtWork, Office, Order, Told, Wish, suggest, words};
use crate::channels::Channel;
use crate::desk::audit::Deed;
use crate::desk::{Act, Case, CaseId, FrontCall, GroupId, Hint, Input, OfficerId, Outcome, Row, Seal, Where, step};
use crate::dialogue::{IntentId, Knowledge, Moment};
use crate::failpoint;
use crate::privacy::Sensitive;
use crate::service::lanes::Job;
use crate::service::metrics::{Metrics, ReplyOutcome};
use crate::service::unattended::ROWS_AT_ONCE;
use crate::service::{Fatal, Inner, enqueue, within_limit};
use crate::store::{ChatKey, DeskChanges, NewUpdate, Store, StoreError, UpdateId, WideWrite};

/// After so long the desk has heard of a message that its group has taken.
const A_MOMENT: Duration = Duration::from_millis(500);

/// Works off what waits.
pub(super) async fn run<S: Store, C: Channel>(inner: &Arc<Inner<S, C>>, office: &Arc<Office>, chat: &ChatKey) {
    while !inner.is_stopping() {
        let Some(job) = inner.lanes.next(chat) else { break };
        if let Err(error) = handle(inner, office, job).await {
            tracing::error!(event = "store_failed", %error);
            inner.fail(Fatal::Store(error.to_string()));
        }
    }
}

/// Makes sure that the desk is in memory, and has a secret.
pub(super) async fn open<'a, S: Store, C>(
    inner: &Arc<Inner<S, C>>,
    table: &'a mut Option<AtWork>,
) -> Result<(&'a mut AtWork, bool), StoreError> {
    if table.is_some() {
        // What was just found to be there.
        let found = table.as_mut().ok_or_else(|| StoreError::Stopped("the desk is gone".into()))?;
        return Ok((found, false));
    }
    let mut desk = within_limit(inner.store.desk()).await?;
    let secret = match read_secret(&desk.head.secret) {
        Some(secret) => secret,
        None => {
            let mut secret = [0; 32];
            getrandom::fill(&mut secret).map_err(|_| StoreError::Stopped("the system gives no randomness".into()))?;
            desk.head.secret = secret.iter().map(|byte| format!("{byte:02x}")).collect();
            desk.head.seed = mail::random();
            let changes = DeskChanges { head: Some(desk.head.clone()), ..DeskChanges::default() };
            let write = WideWrite { desk: changes, ..WideWrite::at(inner.clock.now()) };
            within_limit(inner.store.commit_wide(write)).await?;
            secret
        }
    };
    Ok((table.insert(AtWork { desk, seal: Seal::new(&secret) }), true))
}

fn read_secret(digits: &str) -> Option<[u8; 32]> {
    let mut secret = [0; 32];
    let pairs = digits.as_bytes().chunks_exact(2);
    if pairs.len() != secret.len() {
        return None;
    }
    for (byte, pair) in secret.iter_mut().zip(pairs) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(secret)
}

async fn handle<S: Store, C: Channel>(
    inner: &Arc<Inner<S, C>>,
    office: &Arc<Office>,
    job: Job,
) -> Result<(), StoreError> {
    let membership = membership(inner, office, &job).await;
    let mut held = office.table.lock().await;
    let (table, is_new) = open(inner, &mut held).await?;
    let mut desk = AtDesk { inner, office, table };
    if is_new {
        desk.take(Input::Started, &Teller::Nobody, None).await?;
    }
    match job {
        Job::Update(id, raw, _) if id.is_letter() => desk.letter(id, raw.expose()).await,
        Job::Update(id, raw, _) => desk.update(id, &raw, membership, false).await,
        Job::Again(id, raw) => desk.update(id, &raw, membership, true).await,
        Job::Due => {
            desk.take(Input::Time, &Teller::Nobody, None).await?;
            desk.drop_old_rows().await
        }
        Job::Order(order) => desk.order(*order).await,
        Job::Deliver | Job::TooMany | Job::Erase(_) => Ok(()),
    }
}

/// Whether whoever acts belongs to the group.
async fn membership<S: Store, C: Channel>(inner: &Arc<Inner<S, C>>, office: &Arc<Office>, job: &Job) -> Membership {
    let raw = match job {
        Job::Update(id, raw, _) if !id.is_letter() => raw,
        Job::Again(_, raw) => raw,
        _ => return Membership::Stranger,
    };
    match (office.reader)(raw.expose()) {
        Some(update) => officer::membership(&inner.channel, office, &update).await,
        None => Membership::Stranger,
    }
}

/// The desk with all around it, for one job.
struct AtDesk<'a, S, C> {
    inner: &'a Arc<Inner<S, C>>,
    office: &'a Arc<Office>,
    table: &'a mut AtWork,
}

impl<S: Store, C: Channel> AtDesk<'_, S, C> {
    async fn letter(&mut self, id: UpdateId, raw: &[u8]) -> Result<(), StoreError> {
        let input = match mail::read(raw) {
            Some(Mail::Citizen(from, letter)) => Input::Citizen { from, letter },
            Some(Mail::Front(group, news)) => Input::Front(group, news),
            None => {
                tracing::error!(event = "letter_unreadable", "a letter to the desk cannot be read and is dropped");
                return self.write(Outcome::default(), None, Some(id), Vec::new()).await;
            }
        };
        self.take(input, &Teller::Nobody, Some(id)).await.map(drop)
    }

    async fn update(
        &mut self,
        id: UpdateId,
        raw: &Sensitive<Vec<u8>>,
        membership: Membership,
        again: bool,
    ) -> Result<(), StoreError> {
        let Some(update) = (self.office.reader)(raw.expose()) else {
            return self.write(Outcome::default(), None, Some(id), Vec::new()).await;
        };
        let (knowledge, now) = (self.inner.library.current(), self.inner.clock.now());
        let wanted = officer::read(self.office, self.table, &knowledge, now, &update, membership, again);
        match wanted {
            Wanted::Nothing => self.write(Outcome::default(), None, Some(id), Vec::new()).await,
            Wanted::Later => {
                self.look_again(id, raw.clone());
                Ok(())
            }
            Wanted::Word(hint, teller) => self.tell_only(hint, &teller, id).await,
            Wanted::Step(input, teller) => match unknown_answer(&knowledge, &input) {
                Some((case, asked)) => {
                    let names = self.meant_answers(&knowledge, case, asked);
                    match (&names[..], &teller) {
                        ([_, ..], Teller::Message(group, case, at)) => {
                            let told = self.listing(*group, *case, *at, &names);
                            self.write(Outcome::default(), None, Some(id), vec![told]).await
                        }
                        _ => self.tell_only(Hint::NoSuchAnswer, &teller, id).await,
                    }
                }
                None => self.take(*input, &teller, Some(id)).await.map(drop),
            },
        }
    }

    /// The answers that may be meant by `asked`, which is the name of none; where nothing was asked, those that fit the case.
    fn meant_answers(&self, knowledge: &Knowledge, case: CaseId, asked: &str) -> Vec<IntentId> {
        if !asked.is_empty() {
            return suggest::named_like(knowledge, asked);
        }
        let card = self.table.desk.cases.get(&case).map(Case::to_card);
        card.map(|card| suggest::for_request(knowledge, &card.request)).unwrap_or_default()
    }

    fn listing(&self, group: GroupId, case: Option<CaseId>, at: Where, names: &[IntentId]) -> NewUpdate {
        let code = case.and_then(|id| self.table.desk.cases.get(&id)).map(|case| case.code.clone());
        let names = names.iter().map(ToString::to_string).collect();
        mail::call_to(group, &FrontCall::Answers { case, code, at, names })
    }

    /// Puts an update back into the lane, a moment later. It stays in the inbox meanwhile.
    fn look_again(&self, id: UpdateId, raw: Sensitive<Vec<u8>>) {
        let inner = Arc::clone(self.inner);
        tokio::spawn(async move {
            inner.clock.pause(A_MOMENT).await;
            enqueue(&inner, Office::key(), Job::Again(id, raw));
        });
    }

    async fn tell_only(&mut self, hint: Hint, teller: &Teller, id: UpdateId) -> Result<(), StoreError> {
        let told = self.telling(Some(hint), teller);
        self.write(Outcome::default(), None, Some(id), told).await?;
        self.answer_press(Some(hint), teller);
        Ok(())
    }

    /// Takes a step and writes what follows; then whoever acted is told, which is what comes back.
    async fn take(&mut self, input: Input, teller: &Teller, id: Option<UpdateId>) -> Result<Option<Hint>, StoreError> {
        let before = self.table.desk.head.clone();
        let outcome = step(&mut self.table.desk, &self.office.rules, input, self.inner.clock.now());
        failpoint::reach("desk.stepped");
        let told = outcome.told;
        let words = self.telling(told, teller);
        let head = (self.table.desk.head != before).then(|| self.table.desk.head.clone());
        self.write(outcome, head, id, words).await?;
        failpoint::reach("desk.committed");
        self.answer_press(told, teller);
        Ok(told)
    }

    /// Drops rows of the audit whose time is over.
    async fn drop_old_rows(&mut self) -> Result<(), StoreError> {
        let kept = i64::from(self.office.rules.audit_days).saturating_mul(Moment::DAY);
        let before = self.inner.clock.now().plus(kept.saturating_neg());
        let old = within_limit(self.inner.store.audit_before(before, ROWS_AT_ONCE)).await?;
        if old.is_empty() {
            return Ok(());
        }
        self.take(Input::OldRows(old), &Teller::Nobody, None).await.map(drop)
    }

    async fn write(
        &mut self,
        outcome: Outcome,
        head: Option<crate::desk::Head>,
        handled: Option<UpdateId>,
        mut letters: Vec<NewUpdate>,
    ) -> Result<(), StoreError> {
        for _ in &outcome.lost {
            tracing::error!(
                event = "desk_group_lost",
                "a group of officers is lost: nothing is handed over there; its cases wait. Name the right group in the settings and start again"
            );
        }
        if let Some(broken) = &outcome.broken {
            tracing::error!(
                event = "audit_broken",
                %broken,
                "the record of what officers did is not as it was written; see `loket audit verify`. Rows whose time is over stay"
            );
        }
        let rows: Vec<Deed> = outcome.audit.iter().map(|row| row.deed).collect();
        letters.splice(0..0, outcome.outputs.into_iter().map(mail::letter_of));
        let cases = outcome.changed.iter().filter_map(|id| self.table.desk.cases.get(id)).cloned().collect();
        let forgotten = outcome.forgotten.into_iter().collect();
        let desk = DeskChanges { head, cases, forgotten, audit: outcome.audit, dropped: outcome.dropped };
        let write = WideWrite {
            handled: handled.into_iter().collect(),
            letters: letters.clone(),
            desk,
            ..WideWrite::at(self.inner.clock.now())
        };
        self.office.see(self.inner, &self.table.desk);
        if write.is_empty() {
            return Ok(());
        }
        within_limit(self.inner.store.commit_wide(write)).await?;
        count_replies(&self.inner.metrics, &rows);
        for letter in letters {
            enqueue(self.inner, letter.chat, Job::Update(letter.id, letter.raw, None));
        }
        Ok(())
    }

    /// The words in the group for whoever wrote there.
    fn telling(&self, told: Option<Hint>, teller: &Teller) -> Vec<NewUpdate> {
        let (Some(hint), Teller::Message(group, case, at)) = (told.filter(|hint| is_news(*hint)), teller) else {
            return Vec::new();
        };
        let code = case.and_then(|id| self.table.desk.cases.get(&id)).map(|case| case.code.clone());
        vec![mail::call_to(*group, &FrontCall::Hint { case: *case, code, at: *at, hint })]
    }

    /// The words over the button for whoever pressed it. Lost with the process, like the press itself.
    fn answer_press(&self, told: Option<Hint>, teller: &Teller) {
        let Teller::Press(press) = teller else { return };
        let (inner, press) = (Arc::clone(self.inner), press.clone());
        let words = told.map(|hint| words::hint(&inner.library.current(), hint)).unwrap_or_default();
        tokio::spawn(async move { inner.channel.answer(&press, &words).await });
    }

    async fn order(&mut self, order: Order) -> Result<(), StoreError> {
        let told = self.carry_out(order.by, order.wish).await?;
        // Whoever no longer waits for it does not need it.
        order.reply.send(told).ok();
        Ok(())
    }

    async fn carry_out(&mut self, by: OfficerId, wish: Wish) -> Result<Told, StoreError> {
        if !self.office.rules.officers.has(by) {
            let input = Input::Refused { who: Some(by), case: None, was_officer: false };
            self.take(input, &Teller::Nobody, None).await?;
            return Ok(Told::NoOfficer);
        }
        let now = self.inner.clock.now();
        match wish {
            Wish::Queue => {
                let rows: Vec<Row> = self.table.desk.queue(None).into_iter().map(|case| case.to_row(now)).collect();
                Ok(Told::Queue(rows))
            }
            Wish::Shift => self.acted(Input::Shift(by)).await,
            Wish::Read(code) => {
                let Some(case) = self.table.desk.by_code(&code).cloned() else { return Ok(Told::NoCase) };
                self.take(Input::Read(by, case.id), &Teller::Nobody, None).await?;
                Ok(Told::Case(Box::new(case)))
            }
            Wish::Do(code, act) => {
                let Some(case) = self.table.desk.by_code(&code).map(|case| case.id) else { return Ok(Told::NoCase) };
                let input = Input::Act { by, case, act, source: None };
                let knowledge = self.inner.library.current();
                let Some((case, asked)) = unknown_answer(&knowledge, &input) else { return self.acted(input).await };
                let names = self.meant_answers(&knowledge, case, asked);
                Ok(match self.in_words(Some(Hint::NoSuchAnswer)) {
                    Told::Hint { hint, .. } if !names.is_empty() => {
                        Told::Hint { hint, words: suggest::listed(&knowledge, &names).plain() }
                    }
                    told => told,
                })
            }
        }
    }

    async fn acted(&mut self, input: Input) -> Result<Told, StoreError> {
        let told = self.take(input, &Teller::Nobody, None).await?;
        Ok(self.in_words(told))
    }

    fn in_words(&self, told: Option<Hint>) -> Told {
        let hint = told.map(words::hint_word).unwrap_or_default().to_owned();
        let words = told.map(|hint| words::hint(&self.inner.library.current(), hint)).unwrap_or_default();
        Told::Hint { hint, words }
    }
}

/// Counts what became of replies: the audit has a row for each.
fn count_replies(metrics: &Metrics, rows: &[Deed]) {
    for deed in rows {
        match deed {
            Deed::Delivered => metrics.replies.one(ReplyOutcome::Delivered),
            Deed::Failed => metrics.replies.one(ReplyOutcome::Failed),
            _ => {}
        }
    }
}

/// What was asked for, and for which case, where an answer is to be sent that the content does not have.
fn unknown_answer<'a>(knowledge: &Knowledge, input: &'a Input) -> Option<(CaseId, &'a str)> {
    match input {
        Input::Act { act: Act::Answer(name), case, .. } => {
            let known = suggest::has_answer(knowledge, &IntentId::from(name.as_str()));
            (!known).then_some((*case, name.as_str()))
        }
        _ => None,
    }
}

/// Whether a hint is worth a message in the group: what the card or a mark shows is not.
fn is_news(hint: Hint) -> bool {
    !matches!(
        hint,
        Hint::Sent
            | Hint::Noted
            | Hint::TakenByYou
            | Hint::Released
            | Hint::Closed(_)
            | Hint::PassedOn(_)
            | Hint::WaitsForSenior
            | Hint::Rejected
    )
}
