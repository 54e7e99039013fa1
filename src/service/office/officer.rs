//! From what happened in a group to what an officer wants, if it is one and wants something.

use super::members::Membership;
use super::{AtWork, Office, words};
use crate::channels::{Channel, OfficerUpdate, What};
use crate::desk::Hint;
use crate::desk::{
    Act, CaseId, FrontNews, GroupId, Input, Lost, OfficerId, Reason, Role, SealError, Verb, Where, Words,
};
use crate::dialogue::Knowledge;

/// What an update comes to.
pub(super) enum Wanted {
    /// Nothing.
    Nothing,
    /// This goes to the desk; what it tells back goes there.
    Step(Box<Input>, Teller),
    /// Only a word back.
    Word(Hint, Teller),
    /// It replies to a message of ours of which the desk has not heard yet: look again in a moment.
    Later,
}

/// How whoever acted is told something.
#[derive(Clone, Debug)]
pub(super) enum Teller {
    /// Not at all.
    Nobody,
    /// As the answer to this press.
    Press(String),
    /// In the group, as a reply to their message.
    Message(GroupId, Option<CaseId>, Where),
}

/// An officer who may act, and where.
struct Acting<'a> {
    officer: OfficerId,
    group: GroupId,
    case: Option<CaseId>,
    update: &'a OfficerUpdate,
}

impl Acting<'_> {
    fn teller(&self) -> Teller {
        let at = Where { thread: self.update.thread, reply_to: Some(self.update.message) };
        Teller::Message(self.group, self.case, at)
    }

    fn word(&self, hint: Hint) -> Wanted {
        Wanted::Word(hint, self.teller())
    }

    fn act(&self, act: Act) -> Wanted {
        let Some(case) = self.case else { return self.word(Hint::NoCase) };
        let input = Input::Act { by: self.officer, case, act, source: Some(self.update.message) };
        Wanted::Step(Box::new(input), self.teller())
    }
}

/// Whether whoever is behind `update` belongs to the group, asked where it may be about a case. The answer may take seconds: it is
/// asked before the desk is held.
pub(super) async fn membership<C: Channel>(channel: &C, office: &Office, update: &OfficerUpdate) -> Membership {
    let may_concern_us = match &update.what {
        What::Press { .. } => true,
        What::Text { text, edited } => *edited || is_in_place(update) || text.expose().trim_start().starts_with('/'),
        What::Media(_) => is_in_place(update),
        What::Nothing | What::Membership(_) | What::Lost => false,
    };
    match office.rules.officers.authorise(&update.sender).ok().filter(|_| may_concern_us) {
        Some(officer) => office.members.ask(channel, GroupId(update.group), officer).await,
        None => Membership::Stranger,
    }
}

/// Whether it stands where a case may be: in a topic, or as a reply.
fn is_in_place(update: &OfficerUpdate) -> bool {
    update.thread.is_some() || update.reply_to.is_some() || is_reply_to_us(update)
}

/// What `update` wants of the desk.
pub(super) fn read(
    office: &Office,
    table: &AtWork,
    knowledge: &Knowledge,
    now: crate::dialogue::Moment,
    update: &OfficerUpdate,
    membership: Membership,
    again: bool,
) -> Wanted {
    let group = GroupId(update.group);
    match &update.what {
        What::Nothing => return Wanted::Nothing,
        What::Membership(user) => {
            office.members.forget(group, *user);
            return Wanted::Nothing;
        }
        What::Lost => return Wanted::Step(Box::new(Input::Front(group, FrontNews::Lost(Lost::Group))), Teller::Nobody),
        What::Text { .. } | What::Media(_) | What::Press { .. } => {}
    }
    let mut case = table.desk.found_at(group, update.thread, update.reply_to);
    if matches!(&update.what, What::Text { edited: true, .. }) {
        case = case.or_else(|| table.desk.written_about(group, update.message));
    }
    let press = match &update.what {
        What::Press { id, .. } => Some(id.clone()),
        _ => None,
    };
    let officer = match office.rules.officers.authorise(&update.sender) {
        Ok(officer) => officer,
        Err(_) => return refused(update.sender.user, case, press, false),
    };
    if !concerns_us(update, case) {
        return Wanted::Nothing;
    }
    match membership {
        Membership::Member => {}
        Membership::Stranger => return refused(Some(officer.0), case, press, true),
        Membership::NotKnown => return not_known(officer, case, press, update),
    }
    if case.is_none() && is_reply_to_us(update) {
        let at = Where { thread: update.thread, reply_to: Some(update.message) };
        return if again { Wanted::Word(Hint::NoCase, Teller::Message(group, None, at)) } else { Wanted::Later };
    }
    let acting = Acting { officer, group, case, update };
    match &update.what {
        What::Text { text, edited } => written(&acting, text.expose(), *edited),
        What::Media(_) if case.is_some() => acting.word(Hint::TextOnly),
        What::Press { id, data } => pressed(&acting, table, knowledge, now, id, data.expose()),
        _ => Wanted::Nothing,
    }
}

/// Whether it is a reply to a message of ours, in a group where replies tell cases apart. (In a topic the first message counts as
/// replied to by all others.)
fn is_reply_to_us(update: &OfficerUpdate) -> bool {
    update.to_bot && update.thread.is_none() && matches!(update.what, What::Text { .. })
}

/// People talk in their group about other things too.
fn concerns_us(update: &OfficerUpdate, case: Option<CaseId>) -> bool {
    match &update.what {
        What::Press { .. } => true,
        What::Text { text, .. } => {
            case.is_some() || is_reply_to_us(update) || text.expose().trim_start().starts_with('/')
        }
        _ => case.is_some(),
    }
}

/// Somebody who may not: written down where it was about a case, and never answered but by the end of a press's waiting.
fn refused(who: Option<i64>, case: Option<CaseId>, press: Option<String>, was_officer: bool) -> Wanted {
    if case.is_none() && press.is_none() {
        return Wanted::Nothing;
    }
    let input = Input::Refused { who: who.map(OfficerId), case, was_officer };
    Wanted::Step(Box::new(input), press.map_or(Teller::Nobody, Teller::Press))
}

/// An officer of whom it could not be found out whether they still belong to the group: nothing is done, and they are told.
fn not_known(officer: OfficerId, case: Option<CaseId>, press: Option<String>, update: &OfficerUpdate) -> Wanted {
    let at = Where { thread: update.thread, reply_to: Some(update.message) };
    let teller = press.map_or(Teller::Message(GroupId(update.group), case, at), Teller::Press);
    Wanted::Step(Box::new(Input::NotKnown { officer, case }), teller)
}

fn written(acting: &Acting<'_>, text: &str, edited: bool) -> Wanted {
    let text = text.trim();
    if let Some(note) = text.strip_prefix("//") {
        return if acting.case.is_none() {
            Wanted::Nothing
        } else if edited {
            acting.act(Act::EditAway)
        } else {
            acting.act(Act::Note(Words(note.trim().to_owned())))
        };
    }
    if let Some(command) = text.strip_prefix('/') {
        return match edited {
            true if acting.case.is_none() => Wanted::Nothing,
            true => acting.act(Act::EditAway),
            false => commanded(acting, command),
        };
    }
    if acting.update.sender.forwarded {
        return acting.word(Hint::NotForwarded);
    }
    let words = Words(text.to_owned());
    acting.act(if edited { Act::Edit(words) } else { Act::Reply(words) })
}

fn commanded(acting: &Acting<'_>, command: &str) -> Wanted {
    let (word, argument) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
    let name = word.split('@').next().unwrap_or_default().to_lowercase();
    let at = Where { thread: acting.update.thread, reply_to: Some(acting.update.message) };
    match name.as_str() {
        "wachtrij" | "queue" => Wanted::Step(Box::new(Input::Queue(acting.group, at)), Teller::Nobody),
        "dienst" | "shift" => Wanted::Step(Box::new(Input::Shift(acting.officer)), acting.teller()),
        "help" | "hulp" => acting.word(Hint::Help),
        _ => match act_of(&name, argument.trim()) {
            Some(act) => acting.act(act),
            // Other programs have commands too.
            None if acting.case.is_none() => Wanted::Nothing,
            None => acting.word(Hint::NoCommand),
        },
    }
}

/// The act that a command names, in Dutch or English.
pub(super) fn act_of(name: &str, argument: &str) -> Option<Act> {
    Some(match name {
        "neem" | "take" => Act::Take,
        "terug" | "release" => Act::Release,
        "geef" | "pass" => Act::Pass(role_of(argument)?),
        "sluit" | "close" => Act::Close(reason_of(argument)?),
        "antwoord" | "answer" => Act::Answer(argument.to_lowercase()),
        "intrekken" | "withdraw" if argument.is_empty() => Act::Withdraw(None),
        "intrekken" | "withdraw" => Act::Withdraw(Some(argument.parse().ok()?)),
        "goed" | "approve" => Act::Approve(None),
        "afkeuren" | "reject" => Act::Reject(None),
        _ => return None,
    })
}

fn role_of(word: &str) -> Option<Role> {
    match word.to_lowercase().as_str() {
        "balie" | "front" | "front-desk" => Some(Role::FrontDesk),
        "pf" | "privacyfunctionaris" | "privacy-officer" => Some(Role::PrivacyOfficer),
        "fg" | "dpo" | "data-protection-officer" => Some(Role::DataProtectionOfficer),
        _ => None,
    }
}

fn reason_of(word: &str) -> Option<Reason> {
    match word.to_lowercase().as_str() {
        "" | "beantwoord" | "answered" => Some(Reason::Answered),
        "elders" | "elsewhere" => Some(Reason::Elsewhere),
        "stil" | "no-reaction" => Some(Reason::NoReaction),
        _ => None,
    }
}

fn pressed(
    acting: &Acting<'_>,
    table: &AtWork,
    knowledge: &Knowledge,
    now: crate::dialogue::Moment,
    id: &str,
    data: &str,
) -> Wanted {
    let teller = Teller::Press(id.to_owned());
    let button = match table.seal.read(acting.group, acting.officer, data, now) {
        Ok(button) => button,
        Err(SealError::Old) => return Wanted::Word(Hint::OldButton, teller),
        Err(SealError::Forged) => {
            // A button of a colleague's, or nobody's: the one is told, the other written down, and neither does anything.
            let input = Input::Refused { who: Some(acting.officer), case: acting.case, was_officer: false };
            return Wanted::Step(Box::new(input), teller);
        }
    };
    let act = match button.verb {
        Verb::Take => Act::Take,
        Verb::Release => Act::Release,
        Verb::Pass(role) => Act::Pass(role),
        Verb::Close(reason) => Act::Close(reason),
        Verb::Approve(draft) => Act::Approve(Some(draft)),
        Verb::Reject(draft) => Act::Reject(Some(draft)),
        Verb::Withdraw(number) => Act::Withdraw(Some(number)),
        Verb::Suggest(mark) => {
            let request = table.desk.cases.get(&button.case).map(|case| case.to_card().request);
            match request.and_then(|request| words::suggested(knowledge, &request, mark)) {
                Some(intent) => Act::Answer(intent.to_string()),
                None => return Wanted::Word(Hint::NoSuchAnswer, teller),
            }
        }
    };
    let input = Input::Act { by: acting.officer, case: button.case, act, source: None };
    Wanted::Step(Box::new(input), teller)
}
