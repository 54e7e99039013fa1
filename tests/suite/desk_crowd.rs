//! Many citizens and a few officers at once: every reply arrives once, in order, and at nobody else.
#![allow(dead_code, reason = "each program that includes this uses a part of it")]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::pretend::{Pretend, SentMessage};

/// The officers' group.
pub(crate) const GROUP: i64 = -1_002_000_000_001;
/// How many replies each citizen gets.
const REPLIES: usize = 3;

/// A day at the desk.
pub(crate) struct Crowd<'a> {
    pretend: &'a Pretend,
    citizens: std::ops::Range<i64>,
    officers: &'a [i64],
    /// How much of what was sent has been looked at.
    seen: usize,
    threads: BTreeMap<i64, i64>,
    replied: BTreeMap<i64, usize>,
    written: BTreeMap<(i64, usize), Instant>,
    /// How long each reply was on its way.
    pub(crate) waits: Vec<Duration>,
    closed: usize,
    /// Whether cases are closed once they are answered.
    closes: bool,
}

impl<'a> Crowd<'a> {
    pub(crate) fn new(pretend: &'a Pretend, citizens: std::ops::Range<i64>, officers: &'a [i64], closes: bool) -> Self {
        Self {
            pretend,
            citizens,
            officers,
            seen: 0,
            threads: BTreeMap::new(),
            replied: BTreeMap::new(),
            written: BTreeMap::new(),
            waits: Vec::new(),
            closed: 0,
            closes,
        }
    }

    /// All ask for a human, and the officers answer, until `done` says so.
    pub(crate) async fn lives(&mut self, done: impl Fn(&Self) -> bool, mut tell: impl FnMut(&Self)) {
        if self.seen == 0 {
            for citizen in self.citizens.clone() {
                self.pretend.citizen(citizen).says("/mens");
            }
        }
        while !done(self) {
            self.pretend.wait_for_total(self.seen + 1).await;
            let new = self.pretend.judged(|world| world.log[self.seen..].to_vec());
            self.seen += new.len();
            for sent in new {
                if sent.chat == GROUP { self.officers_see(&sent) } else { self.citizen_sees(&sent) }
            }
            tell(self);
        }
    }

    /// How many have their case closed.
    pub(crate) fn closed(&self) -> usize {
        self.closed
    }

    /// How many have had the first reply.
    pub(crate) fn answered(&self) -> usize {
        self.replied.values().filter(|count| **count > 0).count()
    }

    fn officer(&self, citizen: i64) -> i64 {
        self.officers[usize::try_from(citizen).unwrap() % self.officers.len()]
    }

    fn citizen_sees(&mut self, sent: &SentMessage) {
        let id = sent.chat;
        let citizen = self.pretend.citizen(id);
        if sent.text.contains("Typ uw vraag") {
            citizen.says(&format!("Dit is vraag nummer {id}x over mijn dossier."));
        } else if sent.text.contains("Dit geef ik door") {
            citizen.presses("Zo doorgeven");
        } else if sent.text.contains("bekijkt nu uw vraag") {
            self.officer_replies(id, 0);
        } else if let Some(reply) = sent.text.split("antwoord ").nth(1) {
            let count = *self.replied.get(&id).unwrap_or(&0);
            assert_eq!(reply, format!("{count} aan {id}x"), "crossed, repeated or out of order at {id}");
            self.replied.insert(id, count + 1);
            self.waits.push(sent.at.duration_since(self.written[&(id, count)]));
            if !self.closes {
            } else if count + 1 < REPLIES {
                self.officer_replies(id, count + 1);
            } else {
                citizen.says(&format!("Dank, dat was vervolg {id}x."));
            }
        } else if sent.text.contains("heeft uw vraag afgesloten") {
            self.closed += 1;
        }
    }

    /// An officer replies to this citizen, for the time after so many.
    pub(crate) fn officer_replies(&mut self, id: i64, count: usize) {
        let officer = self.officer(id);
        self.written.insert((id, count), Instant::now());
        self.pretend.group(GROUP).officer(officer).writes(self.threads[&id], &format!("antwoord {count} aan {id}x"));
    }

    fn officers_see(&mut self, sent: &SentMessage) {
        let about = |words: &str| -> Option<i64> { sent.text.split(words).nth(1)?.split('x').next()?.parse().ok() };
        if let (Some(id), Some((label, data))) = (about("vraag nummer "), sent.buttons.iter().flatten().next()) {
            if label == "Nemen" {
                self.threads.insert(id, sent.thread.expect("a topic"));
                self.pretend.group(GROUP).officer(self.officer(id)).presses_data(sent, data);
            }
        } else if let Some(id) = about("vervolg ") {
            assert_eq!(sent.thread, Some(self.threads[&id]), "a citizen's words in another's topic");
            self.pretend.group(GROUP).officer(self.officer(id)).writes(self.threads[&id], "/sluit");
        }
    }
}
