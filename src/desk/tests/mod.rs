//! Random lives of a desk: citizens, officers, claims, restarts and repeats in whatever order. Nothing crosses (threat T24), and
//! what comes twice has one effect (threat T06).

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::*;
use crate::moment::Moment;

mod acts;
mod ends;

const GROUPS: [GroupId; 2] = [GroupId(-1), GroupId(-2)];
const CITIZENS: usize = 5;
const OFFICERS: [OfficerId; 3] = [OfficerId(11), OfficerId(12), OfficerId(13)];

/// Numbers that come out the same for the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }
}

/// What a citizen's conversation remembers, as the dialogue does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum With {
    Nobody,
    Asked,
    Open(CaseId),
    Closed(CaseId),
}

struct Life {
    desk: Desk,
    rules: Rules,
    now: Moment,
    dice: Dice,
    with: Vec<With>,
    /// Letters on their way, by addressee, in order.
    to_citizens: BTreeMap<usize, VecDeque<FromDesk>>,
    to_desk: BTreeMap<usize, VecDeque<ToDesk>>,
    to_groups: BTreeMap<GroupId, VecDeque<FrontCall>>,
    from_groups: VecDeque<(GroupId, FrontNews)>,
    /// Topics by their number: the group, and the case that officers see in it.
    topics: BTreeMap<i64, (GroupId, CaseId)>,
    owner: BTreeMap<CaseId, usize>,
    messages: i64,
    /// What each citizen got, by the officer's message.
    received: BTreeSet<(usize, String)>,
    last: Option<Input>,
}

impl Life {
    fn new(seed: u64) -> Self {
        let listed: Vec<String> = OFFICERS.iter().map(|officer| officer.0.to_string()).collect();
        let seniors: Vec<String> = if seed.is_multiple_of(3) { vec!["13".into()] } else { Vec::new() };
        let by_role = BTreeMap::from([(Role::FrontDesk, GROUPS[0]), (Role::PrivacyOfficer, GROUPS[1])]);
        let rules = Rules {
            officers: Officers::parse(&listed, &seniors, &[]).unwrap(),
            groups: Groups { by_role, ..Groups::default() },
            hours: Hours::parse(&["mo-su 00:00-24:00".into()], &[], &[]).unwrap(),
            ..Rules::default()
        };
        Self {
            desk: Desk::default(),
            rules,
            now: Moment(1_795_000_000_000),
            dice: Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1),
            with: vec![With::Nobody; CITIZENS],
            to_citizens: BTreeMap::new(),
            to_desk: BTreeMap::new(),
            to_groups: BTreeMap::new(),
            from_groups: VecDeque::new(),
            topics: BTreeMap::new(),
            owner: BTreeMap::new(),
            messages: 100,
            received: BTreeSet::new(),
            last: None,
        }
    }

    fn key(citizen: usize) -> CitizenKey {
        CitizenKey(format!("t:{citizen}"))
    }

    fn step(&mut self, input: Input) {
        let claimer = match &input {
            Input::Act { case, .. } => self.desk.cases.get(case).and_then(Case::claimer),
            _ => None,
        };
        let acting = match &input {
            Input::Act { by, act, .. } => Some((*by, act.clone())),
            _ => None,
        };
        let outcome = step(&mut self.desk, &self.rules, input, self.now);
        for output in outcome.outputs {
            match output {
                Output::Citizen(to, letter) => {
                    let replies = matches!(letter.body, Body::Reply { .. } | Body::Curated { .. });
                    if let Some((by, act)) = acting.as_ref().filter(|_| replies) {
                        let approved = matches!(act, Act::Approve(_)) && self.rules.officers.may_approve(*by);
                        assert!(claimer == Some(*by) || approved, "only whoever has the case replies");
                    }
                    let citizen = to.0[2..].parse().unwrap();
                    self.owner.entry(letter.case).or_insert(citizen);
                    assert_eq!(self.owner[&letter.case], citizen, "a case is one citizen's for ever");
                    self.to_citizens.entry(citizen).or_default().push_back(letter);
                }
                Output::Front(group, call) => self.to_groups.entry(group).or_default().push_back(*call),
            }
        }
    }

    /// Something happens.
    fn happens(&mut self) {
        match self.dice.roll(20) {
            0..=1 => self.citizen_writes(),
            2..=7 => self.letter_arrives(),
            8..=11 => self.group_shows(),
            12 if self.dice.roll(4) == 0 => self.citizen_leaves(),
            13 if self.dice.roll(2) == 0 => self.time_passes(),
            14 if self.dice.roll(2) == 0 => self.restarts(),
            15 => {
                if let Some(input) = self.last.clone() {
                    self.step(input);
                }
            }
            _ => self.officer_acts(),
        }
    }

    fn citizen_writes(&mut self) {
        let citizen = self.dice.roll(CITIZENS);
        let question = || Some(Words(format!("vraag van {citizen}")));
        let letter = match self.with[citizen] {
            With::Nobody => {
                self.with[citizen] = With::Asked;
                ToDesk::Open(Request { question: question(), ..Request::default() })
            }
            With::Asked => return,
            With::Open(_) if self.dice.roll(6) == 0 => ToDesk::Show,
            With::Open(case) | With::Closed(case) => {
                self.with[citizen] = With::Open(case);
                ToDesk::Said { case, words: Words(format!("nog iets van {citizen}")), edited: false }
            }
        };
        self.to_desk.entry(citizen).or_default().push_back(letter);
    }

    fn citizen_leaves(&mut self) {
        let citizen = self.dice.roll(CITIZENS);
        if let With::Open(case) = self.with[citizen] {
            self.with[citizen] = With::Nobody;
            let letter = ToDesk::Leaves { case, erased: self.dice.roll(2) == 0 };
            self.to_desk.entry(citizen).or_default().push_back(letter);
        }
    }

    fn letter_arrives(&mut self) {
        let first = self.dice.roll(CITIZENS);
        let to_desk = self.dice.roll(2) == 0;
        let waits = |citizen: &usize| match to_desk {
            true => self.to_desk.get(citizen).is_some_and(|letters| !letters.is_empty()),
            false => self.to_citizens.get(citizen).is_some_and(|letters| !letters.is_empty()),
        };
        let Some(citizen) = (first..first + CITIZENS).map(|citizen| citizen % CITIZENS).find(waits) else { return };
        if to_desk {
            if let Some(letter) = self.to_desk.get_mut(&citizen).and_then(VecDeque::pop_front) {
                self.step(Input::Citizen { from: Self::key(citizen), letter });
            }
        } else if let Some(letter) = self.to_citizens.get_mut(&citizen).and_then(VecDeque::pop_front) {
            self.citizen_reads(citizen, letter);
        }
    }

    /// As the dialogue does: a letter about another case than one's own is not read.
    fn citizen_reads(&mut self, citizen: usize, letter: FromDesk) {
        let case = letter.case;
        let own = match self.with[citizen] {
            With::Nobody => false,
            With::Asked => matches!(letter.body, Body::Passed { .. }),
            With::Open(own) | With::Closed(own) => own == case,
        };
        match letter.body {
            Body::Passed { .. } if own => self.with[citizen] = With::Open(case),
            Body::Closed { .. } if own => self.with[citizen] = With::Closed(case),
            Body::Held(held) => {
                let own = format!("van {citizen}");
                let lines = held.iter().flat_map(|held| &held.lines).filter(|line| line.by_citizen);
                assert!(
                    !held.is_empty() && lines.into_iter().all(|line| line.words.0.ends_with(&own)),
                    "another's case"
                );
            }
            Body::Reply { reply, words, .. } => {
                let answer = if own {
                    assert_eq!(words.0.split(' ').next(), Some(&*citizen.to_string()), "a crossed delivery");
                    assert!(self.received.insert((citizen, words.0)), "a reply came twice");
                    ToDesk::Delivered { case, reply, message: Some(self.messages) }
                } else {
                    ToDesk::Failed { case, reply }
                };
                self.to_desk.entry(citizen).or_default().push_back(answer);
            }
            _ => {}
        }
    }

    fn group_shows(&mut self) {
        let group = GROUPS[self.dice.roll(2)];
        if self.dice.roll(2) == 0 {
            if let Some((group, news)) = self.from_groups.pop_front() {
                self.step(Input::Front(group, news));
            }
            return;
        }
        let Some(call) = self.to_groups.get_mut(&group).and_then(VecDeque::pop_front) else { return };
        self.messages += 1;
        let message = self.messages;
        let news = match call {
            FrontCall::Open { case, .. } => {
                self.topics.insert(message, (group, case));
                FrontNews::Opened { case, thread: Some(message) }
            }
            FrontCall::Card { card, .. } => FrontNews::CardShown { case: card.case, message },
            FrontCall::Said { case, .. } if self.dice.roll(12) == 0 => {
                self.topics.retain(|_, (_, shown)| *shown != case);
                FrontNews::Lost(Lost::Place(case))
            }
            FrontCall::Said { case, .. } => FrontNews::Shown { case, message },
            _ => return,
        };
        self.from_groups.push_back((group, news));
    }

    /// An officer does something in a topic, with what they see in it in mind.
    fn officer_acts(&mut self) {
        if self.topics.is_empty() {
            return;
        }
        let place = self.dice.roll(self.topics.len());
        let (thread, (group, seen)) = self.topics.iter().nth(place).map(|(thread, at)| (*thread, *at)).unwrap();
        let Some(case) = self.desk.found_at(group, Some(thread), None) else { return };
        assert_eq!(case, seen, "a topic shows one case for ever");
        // Mostly whoever has it, but not always.
        let claimer = self.desk.cases[&case].claimer().filter(|_| self.dice.roll(4) > 0);
        let by = claimer.unwrap_or(OFFICERS[self.dice.roll(OFFICERS.len())]);
        self.messages += 1;
        let meant = self.owner[&case];
        let words = Words(format!("{meant} antwoord {}", self.messages));
        let act = match self.dice.roll(14) {
            _ if self.desk.cases[&case].waits() && self.dice.roll(3) > 0 => Act::Take,
            0..=2 => Act::Take,
            3..=8 => Act::Reply(words),
            9 => Act::Release,
            10 => Act::Pass(Role::ALL[self.dice.roll(2)]),
            11 => Act::Close(Reason::Answered),
            12 => Act::Note(Words("intern".into())),
            _ => {
                if self.dice.roll(2) == 0 {
                    Act::Approve(None)
                } else {
                    Act::Withdraw(None)
                }
            }
        };
        let input = Input::Act { by, case, act, source: Some(self.messages) };
        self.last = Some(input.clone());
        self.step(input);
    }

    fn time_passes(&mut self) {
        let minutes = u32::try_from(self.dice.roll(90)).unwrap();
        self.now = self.now.plus_minutes(minutes);
        self.step(Input::Time);
    }

    /// Another process reads what this one wrote; letters stay in the inbox.
    fn restarts(&mut self) {
        let read = |case: &Case| serde_json::from_slice::<Case>(&serde_json::to_vec(case).unwrap()).unwrap();
        let cases = self.desk.cases.values().map(|case| (case.id, read(case))).collect();
        let head = serde_json::from_slice(&serde_json::to_vec(&self.desk.head).unwrap()).unwrap();
        self.desk = Desk { cases, head };
        self.step(Input::Started);
    }
}

#[test]
fn t24_in_ten_thousand_random_lives_no_reply_reaches_the_wrong_citizen_or_comes_twice() {
    let mut received = 0;
    for seed in 0..10_000 {
        let mut life = Life::new(seed);
        for _ in 0..200 {
            life.happens();
        }
        received += life.received.len();
    }
    assert!(received > 10_000, "the lives are lived: {received} replies arrived");
}

#[test]
fn t06_whatever_the_order_and_however_often_pressed_a_case_is_taken_once() {
    for seed in 0..1_000 {
        let mut life = Life::new(seed * 3 + 1);
        life.step(Input::Citizen { from: Life::key(0), letter: ToDesk::Open(Request::default()) });
        life.to_citizens.clear();
        let case = *life.desk.cases.keys().next().unwrap();
        for _ in 0..12 {
            let by = OFFICERS[life.dice.roll(3)];
            life.step(Input::Act { by, case, act: Act::Take, source: None });
        }
        let told = life.to_citizens.remove(&0).unwrap_or_default();
        assert_eq!(told.len(), 1, "{told:?}");
        let rows = life.desk.head.audit.count;
        assert_eq!(rows, 2, "opened and taken, once each");
    }
}

fn opened() -> (Life, CaseId) {
    let mut life = Life::new(1);
    let question = Some(Words("Mijn vraag".into()));
    life.step(Input::Citizen { from: Life::key(0), letter: ToDesk::Open(Request { question, ..Request::default() }) });
    let case = *life.desk.cases.keys().next().unwrap();
    life.to_citizens.clear();
    (life, case)
}

fn act(life: &mut Life, by: OfficerId, case: CaseId, act: Act, source: i64) -> Option<Hint> {
    let source = Some(source);
    step(&mut life.desk, &life.rules, Input::Act { by, case, act, source }, life.now).told
}

#[test]
fn t27_the_cases_of_a_lost_group_are_shown_in_the_one_that_is_next_for_them() {
    let mut life = Life::new(1);
    life.rules.groups.by_topic = BTreeMap::from([("complaint".to_owned(), Role::PrivacyOfficer)]);
    let request = Request { topic: Some("complaint".into()), ..Request::default() };
    life.step(Input::Citizen { from: Life::key(0), letter: ToDesk::Open(request) });
    let case = *life.desk.cases.keys().next().unwrap();
    assert_eq!(life.desk.cases[&case].place, Place::Opening(GROUPS[1]));
    life.step(Input::Front(GROUPS[1], FrontNews::Lost(Lost::Group)));
    assert_eq!(life.desk.cases[&case].place, Place::Opening(GROUPS[0]));
    assert_eq!(life.desk.cases[&case].role, Role::PrivacyOfficer, "it stays for whom it is");
    life.step(Input::Act { by: OFFICERS[0], case, act: Act::Take, source: None });
    let passed = step(
        &mut life.desk,
        &life.rules,
        Input::Act { by: OFFICERS[0], case, act: Act::Pass(Role::PrivacyOfficer), source: None },
        life.now,
    );
    assert_eq!(passed.told, Some(Hint::NoSuchDesk), "nobody passes to a group that is lost");
}

#[test]
fn what_waits_too_long_is_told_in_one_message_and_not_again_at_once() {
    let (mut life, _) = opened();
    for citizen in 1..CITIZENS {
        life.step(Input::Citizen { from: Life::key(citizen), letter: ToDesk::Open(Request::default()) });
    }
    life.now = life.now.plus_minutes(20);
    life.step(Input::Time);
    life.now = life.now.plus_minutes(1);
    life.step(Input::Time);
    let calls = &life.to_groups[&GROUPS[0]];
    let reminders: Vec<usize> = calls
        .iter()
        .filter_map(|call| match call {
            FrontCall::Remind { rows, .. } => Some(rows.len()),
            _ => None,
        })
        .collect();
    assert_eq!(reminders, [CITIZENS]);
}

#[test]
fn the_figures_count_what_waits_and_what_is_late_in_opening_hours() {
    let (mut life, case) = opened();
    life.step(Input::Citizen { from: Life::key(1), letter: ToDesk::Open(Request::default()) });
    life.step(Input::Shift(OFFICERS[0]));
    act(&mut life, OFFICERS[0], case, Act::Take, 1);
    let now = life.now;
    let at = |life: &Life, minutes| life.desk.figures(&life.rules, now.plus_minutes(minutes));
    let fresh = Figures { waiting: 1, taken: 1, on_shift: 1, ..Figures::default() };
    assert_eq!(at(&life, 0), fresh);
    let late = Figures { longest_wait_seconds: 900, late_to_acknowledge: 1, ..fresh };
    assert_eq!(at(&life, 15), late);
    assert_eq!(at(&life, 240), Figures { longest_wait_seconds: 14_400, late_to_answer: 2, ..late });
    life.rules.hours = Hours::default();
    let closed = Figures { longest_wait_seconds: 900, ..fresh };
    assert_eq!(at(&life, 15), closed, "while the desk is closed nobody is late");
    life.rules.officers = Officers::parse(&["11".into(), "13".into()], &["13".into()], &[]).unwrap();
    act(&mut life, OFFICERS[0], case, Act::Reply(Words("0 ja".into())), 2);
    life.step(Input::Front(GROUPS[0], FrontNews::Lost(Lost::Group)));
    assert_eq!(at(&life, 0), Figures { waiting: 1, drafted: 1, on_shift: 1, lost: 1, ..Figures::default() });
}

#[test]
fn only_so_many_waiting_cases_are_shown_and_the_rest_comes_when_there_is_room() {
    let mut life = Life::new(1);
    for citizen in 0..50 {
        let letter = ToDesk::Open(Request::default());
        life.step(Input::Citizen { from: Life::key(citizen), letter });
    }
    let open = |life: &Life| {
        let calls = life.to_groups[&GROUPS[0]].iter();
        calls.filter(|call| matches!(call, FrontCall::Open { .. })).count()
    };
    assert_eq!(open(&life), 10);
    let first = *life.desk.cases.keys().next().unwrap();
    life.step(Input::Act { by: OFFICERS[0], case: first, act: Act::Take, source: None });
    assert_eq!(open(&life), 11);
}

#[test]
fn t27_a_lost_group_gives_its_cases_back_to_the_queue_and_gets_nothing_more() {
    let (mut life, case) = opened();
    act(&mut life, OFFICERS[0], case, Act::Take, 1);
    life.to_groups.clear();
    let lost = step(&mut life.desk, &life.rules, Input::Front(GROUPS[0], FrontNews::Lost(Lost::Group)), life.now);
    assert_eq!(lost.lost, [GROUPS[0]]);
    assert!(life.desk.cases[&case].waits());
    life.step(Input::Time);
    assert!(life.to_groups.is_empty(), "nothing is shown in a lost group");
    life.step(Input::Started);
    assert_eq!(life.to_groups[&GROUPS[0]].len(), 1, "at the next start it is tried again");
}

#[test]
fn t03_whose_membership_cannot_be_found_out_is_told_so_and_it_has_a_row_of_its_own() {
    let (mut life, case) = opened();
    let input = Input::NotKnown { officer: OFFICERS[0], case: Some(case) };
    let outcome = step(&mut life.desk, &life.rules, input, life.now);
    assert_eq!(outcome.told, Some(Hint::TryAgain));
    assert_eq!(outcome.audit.iter().map(|row| row.deed).collect::<Vec<_>>(), [audit::Deed::NotKnown]);
    assert!(outcome.outputs.is_empty() && life.desk.cases[&case].waits());
}

#[test]
fn at_a_start_a_place_whose_answer_is_lost_is_asked_for_anew_and_one_just_asked_for_is_not() {
    let (mut life, case) = opened();
    assert_eq!(life.desk.cases[&case].place, Place::Opening(GROUPS[0]));
    life.step(Input::Started);
    assert_eq!(life.to_groups[&GROUPS[0]].len(), 1, "its call waits still");
    life.now = life.now.plus_minutes(15);
    life.step(Input::Started);
    assert_eq!(life.to_groups[&GROUPS[0]].len(), 2);
}

#[test]
fn the_usual_wait_leaves_the_night_out() {
    let (mut life, case) = opened();
    life.rules.hours = Hours::parse(&["mo-su 09:00-17:00".into()], &[], &[]).unwrap();
    // Wednesday 18 November 2026, 16.00 in the Netherlands, and ten the next morning.
    let since = Moment(1_795_014_000_000);
    life.desk.cases.get_mut(&case).unwrap().since = since;
    life.now = since.plus_minutes(18 * 60);
    act(&mut life, OFFICERS[0], case, Act::Take, 1);
    assert_eq!(life.desk.head.waits, [120]);
}
