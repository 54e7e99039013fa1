//! What officers read, from the phrases of the content, in its first language.

use super::suggest;
use crate::content::{Block, Inline, Lang, RichText, Style};
use crate::desk::{
    Card, CaseId, Code, Draft, GroupId, Hint, OfficerId, Officers, Reason, Request, Role, Row, Says, Seal, Status,
    Verb, Where, Words,
};
use crate::dialogue::{Button, IntentId, Knowledge, Message, Moment};
use crate::text::clean;

/// Writes for one group.
pub(super) struct Pen<'a> {
    pub(super) knowledge: &'a Knowledge,
    pub(super) officers: &'a Officers,
    pub(super) seal: &'a Seal,
    pub(super) group: GroupId,
    pub(super) now: Moment,
}

/// The suggestion with this mark: a button names what it sends, not the place where it stood.
pub(super) fn suggested(knowledge: &Knowledge, request: &Request, mark: u16) -> Option<IntentId> {
    suggest::for_request(knowledge, request).into_iter().find(|intent| mark_of(intent) == mark)
}

fn mark_of(intent: &IntentId) -> u16 {
    let crc = crc32fast::hash(intent.as_str().as_bytes());
    u16::try_from(crc & 0xffff).unwrap_or_default()
}

/// A hint as one plain line.
pub(super) fn hint(knowledge: &Knowledge, hint: Hint) -> String {
    let word = choice(hint_word(hint));
    knowledge.catalogue.phrases.say(knowledge.first_language(), "officer-hint", &[("hint", &word)]).plain()
}

/// The word as a phrase tells choices apart by it: letters only, for a sign would be escaped.
fn choice(word: &str) -> String {
    word.replace('-', "")
}

/// The word by which the phrase tells hints apart, and programs do.
pub(super) fn hint_word(hint: Hint) -> &'static str {
    match hint {
        Hint::TakenByYou => "taken-by-you",
        Hint::YoursAlready => "yours-already",
        Hint::TakenByOther => "taken-by-other",
        Hint::TakeFirst => "take-first",
        Hint::IsClosed => "is-closed",
        Hint::Released => "released",
        Hint::PassedOn(Role::FrontDesk) => "passed-on-front-desk",
        Hint::PassedOn(Role::PrivacyOfficer) => "passed-on-privacy-officer",
        Hint::PassedOn(Role::DataProtectionOfficer) => "passed-on-data-protection-officer",
        Hint::NoSuchDesk => "no-such-desk",
        Hint::Closed(_) => "closed",
        Hint::Sent => "sent",
        Hint::NotDelivered => "not-delivered",
        Hint::TryAgain => "try-again",
        Hint::WaitsForSenior => "waits-for-senior",
        Hint::OneWaitsAlready => "one-waits-already",
        Hint::SeniorsOnly => "seniors-only",
        Hint::NothingWaits => "nothing-waits",
        Hint::DraftChanged => "draft-changed",
        Hint::Rejected => "rejected",
        Hint::Corrected => "corrected",
        Hint::Withdrawn => "withdrawn",
        Hint::TooLate => "too-late",
        Hint::NotThereYet => "not-there-yet",
        Hint::NoSuchAnswer => "no-such-answer",
        Hint::DraftWaits => "draft-waits",
        Hint::DraftDropped => "draft-dropped",
        Hint::EditIsNote => "edit-is-note",
        Hint::TooLong => "too-long",
        Hint::Noted => "noted",
        Hint::CitizenLeft => "citizen-left",
        Hint::Erased => "erased",
        Hint::DeleteIt => "delete-it",
        Hint::Reopened => "reopened",
        Hint::ClaimOver => "claim-over",
        Hint::OnShift => "on-shift",
        Hint::OffShift => "off-shift",
        Hint::OldButton => "old-button",
        Hint::TextOnly => "text-only",
        Hint::NotForwarded => "not-forwarded",
        Hint::NoCase => "no-case",
        Hint::NoCommand => "no-command",
        Hint::NotSentBefore => "not-sent-before",
        Hint::Help => "help",
    }
}

impl Pen<'_> {
    fn lang(&self) -> Lang {
        self.knowledge.first_language()
    }

    fn say(&self, id: &str, args: &[(&str, &str)]) -> RichText {
        self.knowledge.catalogue.phrases.say(self.lang(), id, args)
    }

    fn label(&self, id: &str) -> String {
        self.knowledge.catalogue.phrases.label(self.lang(), id)
    }

    /// The title of a topic of the content.
    fn title(&self, topic: Option<&str>) -> String {
        let Some(topic) = topic else { return "–".to_owned() };
        let intent = self.knowledge.catalogue.intents.get(&IntentId::from(topic));
        let text = intent.and_then(|intent| intent.texts.get(&self.lang()));
        text.map_or_else(|| topic.to_owned(), |text| text.title.clone())
    }

    /// The name of the topic in the group.
    pub(super) fn topic_name(&self, code: &Code, topic: Option<&str>) -> String {
        match topic {
            Some(_) => format!("{code} {}", self.title(topic)),
            None => code.to_string(),
        }
    }

    /// The card of a case, with what can be done.
    pub(super) fn card(&self, card: &Card) -> Message {
        let request = &card.request;
        let minutes = self.now.minutes_since(card.since).to_string();
        let mut text = self.say("officer-card", &[("code", card.code.as_str()), ("role", &choice(card.role.word()))]);
        let none = || "–".to_owned();
        let lang = request.lang.as_deref().and_then(Lang::parse);
        let lang = lang.map_or_else(none, |lang| self.knowledge.catalogue.phrases.label(lang, "language-name"));
        let steps: Vec<String> = request.steps.iter().map(|step| self.title(Some(step))).collect();
        let steps = if steps.is_empty() { none() } else { steps.join(", ") };
        let facts = [
            ("topic", self.title(request.topic.as_deref())),
            ("lang", lang),
            ("unit", request.unit.clone().unwrap_or_else(none)),
            ("steps", steps),
            ("minutes", minutes),
        ];
        let lines =
            facts.iter().map(|(kind, value)| line(self.say("officer-card-line", &[("kind", kind), ("value", value)])));
        text = text.then(RichText(vec![Block::Bullets(lines.collect())]));
        if let Some(question) = &request.question {
            text = text.then(self.say("officer-question", &[])).then(quoted(question));
        }
        let missing = missing(card);
        if !missing.is_empty() {
            text = text.then(self.say("officer-missing", &[("what", missing)]));
        }
        text = text.then(self.status(&card.status));
        Message { text, buttons: self.buttons(card) }
    }

    fn status(&self, status: &Status) -> RichText {
        let (word, officer) = match status {
            Status::Waiting => ("waiting", None),
            Status::Taken { by, .. } => ("taken", Some(*by)),
            Status::Drafted { by, .. } => ("drafted", Some(*by)),
            Status::Closed { reason, .. } => (reason.word(), None),
        };
        let name = officer.map(|officer| self.officers.name(officer)).unwrap_or_default();
        let name = if name.is_empty() { "–".to_owned() } else { name };
        self.say("officer-status", &[("status", &choice(word)), ("officer", &name)])
    }

    fn buttons(&self, card: &Card) -> Vec<Button> {
        match &card.status {
            Status::Waiting => vec![self.button("button-officer-take", Verb::Take, card.case, None)],
            // A draft has its buttons where its words stand.
            Status::Closed { .. } | Status::Drafted { .. } => Vec::new(),
            Status::Taken { by, .. } => self.buttons_of_claimer(card, *by),
        }
    }

    fn buttons_of_claimer(&self, card: &Card, by: OfficerId) -> Vec<Button> {
        let suggested = suggest::for_request(self.knowledge, &card.request);
        let mut buttons: Vec<Button> = suggested
            .iter()
            .map(|intent| {
                let label = format!("→ {}", self.title(Some(intent.as_str())));
                self.labelled(label, Verb::Suggest(mark_of(intent)), card.case, Some(by))
            })
            .collect();
        buttons.push(self.button("button-officer-release", Verb::Release, card.case, Some(by)));
        for role in Role::ALL.into_iter().filter(|role| *role != card.role) {
            let id = match role {
                Role::FrontDesk => "button-officer-pass-front",
                Role::PrivacyOfficer => "button-officer-pass-privacy",
                Role::DataProtectionOfficer => "button-officer-pass-dpo",
            };
            buttons.push(self.button(id, Verb::Pass(role), card.case, Some(by)));
        }
        for reason in Reason::BY_OFFICERS {
            let id = match reason {
                Reason::Answered | Reason::Left => "button-officer-close-answered",
                Reason::Elsewhere => "button-officer-close-elsewhere",
                Reason::NoReaction => "button-officer-close-silent",
            };
            buttons.push(self.button(id, Verb::Close(reason), card.case, Some(by)));
        }
        buttons
    }

    fn button(&self, label: &str, verb: Verb, case: CaseId, whose: Option<OfficerId>) -> Button {
        self.labelled(self.label(label), verb, case, whose)
    }

    fn labelled(&self, label: String, verb: Verb, case: CaseId, whose: Option<OfficerId>) -> Button {
        let button = Seal::button(verb, case, whose, self.now);
        Button { label, data: self.seal.data(self.group, &button) }
    }

    /// What was written in another group.
    pub(super) fn history(&self, card: &Card, lines: &[(bool, Words)]) -> Message {
        let mut text = self.say("officer-history", &[("code", card.code.as_str())]);
        for (by_citizen, words) in lines {
            let who = if *by_citizen { "citizen" } else { "officer" };
            text =
                text.then(self.say("officer-said", &[("who", who), ("code", card.code.as_str())])).then(quoted(words));
        }
        Message { text, buttons: Vec::new() }
    }

    /// What the citizen wrote.
    pub(super) fn said(&self, code: &Code, at: Where, words: &Words, edited: bool) -> Message {
        let who = match (edited, at.thread.is_some()) {
            (true, _) => "citizen-edited",
            (false, true) => "citizen-here",
            (false, false) => "citizen",
        };
        let text = self.say("officer-said", &[("who", &choice(who)), ("code", code.as_str())]).then(quoted(words));
        Message { text, buttons: Vec::new() }
    }

    /// A reply waits for a senior: its words, and buttons for this very draft.
    pub(super) fn draft(&self, case: CaseId, code: &Code, by: OfficerId, draft: &Draft) -> Message {
        let name = self.officers.name(by);
        let edited = if draft.edited { "yes" } else { "no" };
        let args = [("code", code.as_str()), ("officer", &*name), ("edited", edited)];
        let words = match &draft.says {
            Says::Words(words) => quoted(words),
            Says::Answer(intent) => RichText::paragraph(format!("→ {}", self.title(Some(intent)))),
        };
        let buttons = vec![
            self.button("button-officer-approve", Verb::Approve(draft.version), case, None),
            self.button("button-officer-reject", Verb::Reject(draft.version), case, None),
        ];
        Message { text: self.say("officer-draft", &args).then(words), buttons }
    }

    /// A word about a case.
    pub(super) fn hint(&self, code: Option<&Code>, at: Where, hint: Hint) -> Message {
        self.about(code, at, self.say("officer-hint", &[("hint", &choice(hint_word(hint)))]))
    }

    /// Answers that may be meant, about a case.
    pub(super) fn answers(&self, code: Option<&Code>, at: Where, names: &[String]) -> Message {
        let names: Vec<IntentId> = names.iter().map(|name| IntentId::from(name.as_str())).collect();
        self.about(code, at, suggest::listed(self.knowledge, &names))
    }

    /// `text`, with the case's reference where its place does not tell which it is.
    fn about(&self, code: Option<&Code>, at: Where, text: RichText) -> Message {
        let text = match code.filter(|_| at.thread.is_none()) {
            Some(code) => self.say("officer-about", &[("code", code.as_str())]).then(text),
            None => text,
        };
        Message { text, buttons: Vec::new() }
    }

    /// The queue, as was asked for.
    pub(super) fn queue(&self, rows: &[Row], more: u32) -> Message {
        let id = if rows.is_empty() { "officer-queue-empty" } else { "officer-queue" };
        self.list(id, rows, more)
    }

    /// What waits too long.
    pub(super) fn reminder(&self, rows: &[Row], more: u32) -> Message {
        self.list("officer-reminder", rows, more)
    }

    fn list(&self, id: &str, rows: &[Row], more: u32) -> Message {
        let lines = rows.iter().map(|row| {
            let (minutes, taken) = (row.minutes.to_string(), if row.taken { "yes" } else { "no" });
            let topic = self.title(row.topic.as_deref());
            let args = [("code", row.code.as_str()), ("topic", &*topic), ("minutes", &*minutes), ("taken", taken)];
            line(self.say("officer-row", &args))
        });
        let list = RichText(vec![Block::Bullets(lines.collect())]);
        let mut text = self.say(id, &[]);
        if !rows.is_empty() {
            text = text.then(list);
        }
        if more > 0 {
            text = text.then(self.say("officer-more", &[("more", &more.to_string())]));
        }
        Message { text, buttons: Vec::new() }
    }
}

/// What an officer would want to know and was not told: the word by which the phrase tells it.
fn missing(card: &Card) -> &'static str {
    let request = &card.request;
    match (request.question.is_some(), request.unit.is_some()) {
        (true, true) => "",
        (true, false) => "unit",
        (false, true) => "question",
        (false, false) => "both",
    }
}

/// The runs of a text of one paragraph.
pub(super) fn line(text: RichText) -> Vec<Inline> {
    text.0
        .into_iter()
        .flat_map(|block| match block {
            Block::Heading(run) | Block::Paragraph(run) => run,
            Block::Bullets(items) | Block::Numbers(items) => items.into_iter().flatten().collect(),
        })
        .collect()
}

/// Somebody's words as they are, and no markup of theirs.
fn quoted(words: &Words) -> RichText {
    let cleaned = clean(&words.0);
    let paragraphs = cleaned.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty());
    let plain = |text: &str| Inline { text: text.to_owned(), style: Style::Plain, link: None };
    RichText(paragraphs.map(|paragraph| Block::Paragraph(vec![plain(paragraph.trim())])).collect())
}
