//! Random lives of a desk: citizens, officers, claims, restarts and repeats in whatever order. Nothing crosses (threat T24), and
//! what comes twice has one effect (threat T06).

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::*;
use crate::moment::Moment;

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
fn a_claim_that_rests_too_long_goes_back_and_activity_keeps_it() {
    let (mut life, case) = opened();
    act(&mut life, OFFICERS[0], case, Act::Take, 1);
    life.now = life.now.plus_minutes(50);
    act(&mut life, OFFICERS[0], case, Act::Reply(Words("0 hallo".into())), 2);
    life.now = life.now.plus_minutes(50);
    life.step(Input::Time);
    assert_eq!(life.desk.cases[&case].claimer(), Some(OFFICERS[0]));
    life.now = life.now.plus_minutes(11);
    life.step(Input::Time);
    assert!(life.desk.cases[&case].waits());
    let told: Vec<Body> = life.to_citizens[&0].iter().map(|letter| letter.body.clone()).collect();
    assert_eq!(told.last(), Some(&Body::Returned));
}

#[test]
fn within_two_days_a_reply_can_be_corrected_and_withdrawn_and_then_no_more() {
    let (mut life, case) = opened();
    act(&mut life, OFFICERS[0], case, Act::Take, 1);
    act(&mut life, OFFICERS[0], case, Act::Reply(Words("fout".into())), 2);
    assert_eq!(act(&mut life, OFFICERS[0], case, Act::Edit(Words("goed".into())), 2), Some(Hint::NotThereYet));
    let delivered = ToDesk::Delivered { case, reply: 1, message: Some(77) };
    life.step(Input::Citizen { from: Life::key(0), letter: delivered });
    assert_eq!(act(&mut life, OFFICERS[0], case, Act::Edit(Words("goed".into())), 2), Some(Hint::Corrected));
    assert_eq!(act(&mut life, OFFICERS[0], case, Act::Edit(Words("x".into())), 3), Some(Hint::NotSentBefore));
    assert_eq!(act(&mut life, OFFICERS[0], case, Act::Withdraw(None), 4), Some(Hint::Withdrawn));
    life.now = life.now.plus_minutes(49 * 60);
    assert_eq!(act(&mut life, OFFICERS[0], case, Act::Edit(Words("laat".into())), 2), Some(Hint::TooLate));
}

fn with_senior() -> (Life, CaseId) {
    let (mut life, case) = opened();
    let listed: Vec<String> = OFFICERS.iter().map(|officer| officer.0.to_string()).collect();
    life.rules.officers = Officers::parse(&listed, &["13".into()], &[]).unwrap();
    (life, case)
}

#[test]
fn a_second_reply_does_not_replace_the_one_that_waits_and_that_one_is_not_lost_with_time() {
    let (mut life, case) = with_senior();
    let (junior, senior) = (OFFICERS[0], OFFICERS[2]);
    act(&mut life, junior, case, Act::Take, 1);
    act(&mut life, junior, case, Act::Reply(Words("0 eerste".into())), 2);
    let second = Act::Reply(Words("0 tweede".into()));
    assert_eq!(act(&mut life, junior, case, second, 3), Some(Hint::OneWaitsAlready));
    life.now = life.now.plus_minutes(600);
    life.step(Input::Time);
    assert_eq!(life.desk.cases[&case].claimer(), Some(junior));
    let rule = act(&mut life, senior, case, Act::Approve(None), 4);
    let last = life.desk.cases[&case].lines.last().map(|line| line.words.0.clone());
    assert_eq!((rule, last.as_deref()), (Some(Hint::Sent), Some("0 eerste")));
}

#[test]
fn a_juniors_reply_waits_for_a_senior() {
    let (mut life, case) = with_senior();
    let (junior, senior) = (OFFICERS[0], OFFICERS[2]);
    act(&mut life, junior, case, Act::Take, 1);
    let reply = Act::Reply(Words("0 mag dit".into()));
    assert_eq!(act(&mut life, junior, case, reply, 2), Some(Hint::WaitsForSenior));
    assert!(life.desk.cases[&case].replies.is_empty());
    assert_eq!(act(&mut life, junior, case, Act::Approve(None), 3), Some(Hint::SeniorsOnly));
    assert_eq!(act(&mut life, senior, case, Act::Approve(None), 4), Some(Hint::Sent));
    let sent = &life.desk.cases[&case].replies;
    assert_eq!((sent.len(), sent[0].officer), (1, junior));
    assert_eq!(act(&mut life, senior, case, Act::Approve(None), 5), Some(Hint::NothingWaits), "once");
}

#[test]
fn a_draft_that_was_edited_is_another_and_an_old_button_does_not_send_it() {
    let (mut life, case) = with_senior();
    let (junior, senior) = (OFFICERS[0], OFFICERS[2]);
    act(&mut life, junior, case, Act::Take, 1);
    act(&mut life, junior, case, Act::Reply(Words("0 zoals getoond".into())), 2);
    let edit = Act::Edit(Words("0 heel iets anders".into()));
    assert_eq!(act(&mut life, junior, case, edit, 2), Some(Hint::WaitsForSenior));
    let rows = life.desk.head.audit.count;
    assert_eq!(rows, 4, "opened, taken, drafted, and drafted anew");
    for old in [Some(1), Some(0), None] {
        assert_eq!(act(&mut life, senior, case, Act::Approve(old), 3), Some(Hint::DraftChanged), "{old:?}");
    }
    assert_eq!(act(&mut life, senior, case, Act::Reject(Some(1)), 3), Some(Hint::DraftChanged));
    assert!(life.desk.cases[&case].replies.is_empty());
    assert_eq!(act(&mut life, senior, case, Act::Approve(Some(2)), 4), Some(Hint::Sent));
    let last = life.desk.cases[&case].lines.last().map(|line| line.words.0.clone());
    assert_eq!(last.as_deref(), Some("0 heel iets anders"));
}

#[test]
fn the_number_of_a_draft_is_not_used_again() {
    let (mut life, case) = with_senior();
    let (junior, senior) = (OFFICERS[0], OFFICERS[2]);
    act(&mut life, junior, case, Act::Take, 1);
    act(&mut life, junior, case, Act::Reply(Words("0 eerste".into())), 2);
    assert_eq!(act(&mut life, senior, case, Act::Reject(Some(1)), 3), Some(Hint::Rejected));
    act(&mut life, junior, case, Act::Reply(Words("0 tweede".into())), 4);
    assert_eq!(act(&mut life, senior, case, Act::Approve(Some(1)), 5), Some(Hint::DraftChanged));
}

#[test]
fn a_draft_from_the_terminal_is_shown_with_its_words_once_there_is_a_card() {
    let (mut life, case) = with_senior();
    act(&mut life, OFFICERS[0], case, Act::Take, 1);
    let reply = Input::Act { by: OFFICERS[0], case, act: Act::Reply(Words("0 uit de terminal".into())), source: None };
    life.step(reply);
    life.step(Input::Front(GROUPS[0], FrontNews::Opened { case, thread: Some(5) }));
    life.step(Input::Front(GROUPS[0], FrontNews::CardShown { case, message: 6 }));
    let drafts = life.to_groups[&GROUPS[0]].iter().filter_map(|call| match call {
        FrontCall::Draft { draft, .. } => Some(draft.says.clone()),
        _ => None,
    });
    assert_eq!(drafts.collect::<Vec<_>>(), [Says::Words(Words("0 uit de terminal".into()))]);
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
    assert_eq!(at(&life, 0), Figures { waiting: 2, on_shift: 1, lost: 1, ..Figures::default() });
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
fn closing_ends_and_a_message_opens_again_until_nothing_is_left() {
    let (mut life, case) = opened();
    act(&mut life, OFFICERS[0], case, Act::Take, 1);
    act(&mut life, OFFICERS[0], case, Act::Close(Reason::Answered), 2);
    assert_eq!(act(&mut life, OFFICERS[0], case, Act::Reply(Words("0 te laat".into())), 3), Some(Hint::IsClosed));
    let said = ToDesk::Said { case, words: Words("toch nog".into()), edited: false };
    life.step(Input::Citizen { from: Life::key(0), letter: said });
    assert!(life.desk.cases[&case].waits());
    act(&mut life, OFFICERS[0], case, Act::Take, 4);
    act(&mut life, OFFICERS[0], case, Act::Close(Reason::Answered), 5);
    life.now = life.now.plus_minutes(73 * 60);
    life.step(Input::Time);
    assert!(life.desk.cases.is_empty());
}

/// What is to be deleted in groups.
fn deleted(life: &Life) -> Vec<(GroupId, Option<i64>, Vec<i64>)> {
    let calls = life.to_groups.iter().flat_map(|(group, calls)| calls.iter().map(|call| (*group, call)));
    let traces = calls.filter_map(|(group, call)| match call {
        FrontCall::Delete { trace, .. } => Some((group, trace.thread, [&*trace.messages, &*trace.theirs].concat())),
        _ => None,
    });
    traces.collect()
}

#[test]
fn what_groups_show_of_a_case_is_deleted_with_it_and_where_it_was_before_too() {
    let (mut life, case) = opened();
    life.step(Input::Front(GROUPS[0], FrontNews::Opened { case, thread: Some(5) }));
    life.step(Input::Front(GROUPS[0], FrontNews::CardShown { case, message: 6 }));
    act(&mut life, OFFICERS[0], case, Act::Take, 7);
    act(&mut life, OFFICERS[0], case, Act::Pass(Role::PrivacyOfficer), 8);
    life.step(Input::Front(GROUPS[1], FrontNews::Opened { case, thread: None }));
    life.step(Input::Front(GROUPS[1], FrontNews::CardShown { case, message: 9 }));
    act(&mut life, OFFICERS[1], case, Act::Take, 10);
    act(&mut life, OFFICERS[1], case, Act::Reply(Words("0 ja".into())), 11);
    act(&mut life, OFFICERS[1], case, Act::Close(Reason::Answered), 12);
    life.now = life.now.plus_minutes(71 * 60);
    life.step(Input::Time);
    assert_eq!(deleted(&life), [], "a message may open it again");
    life.now = life.now.plus_minutes(60);
    life.step(Input::Time);
    let gone = deleted(&life);
    assert_eq!(gone, [(GROUPS[1], None, vec![9, 10, 11, 12]), (GROUPS[0], Some(5), vec![])]);
    assert!(life.desk.cases.is_empty() && life.desk.head.leftovers.is_empty());
}

#[test]
fn topics_can_be_kept_longer_than_the_case_and_erasing_takes_them_at_once() {
    let (mut life, case) = opened();
    life.rules.topic_days = 30;
    life.step(Input::Front(GROUPS[0], FrontNews::Opened { case, thread: Some(5) }));
    act(&mut life, OFFICERS[0], case, Act::Take, 7);
    act(&mut life, OFFICERS[0], case, Act::Close(Reason::Answered), 8);
    life.now = life.now.plus_minutes(29 * 24 * 60);
    life.step(Input::Time);
    assert!(life.desk.cases.is_empty() && deleted(&life).is_empty());
    life.now = life.now.plus_minutes(24 * 60);
    life.step(Input::Time);
    assert_eq!(deleted(&life), [(GROUPS[0], Some(5), vec![])]);

    let (mut life, case) = opened();
    life.rules.topic_days = 30;
    life.step(Input::Front(GROUPS[0], FrontNews::Opened { case, thread: Some(5) }));
    life.step(Input::Citizen { from: Life::key(0), letter: ToDesk::Erase });
    assert_eq!(deleted(&life), [(GROUPS[0], Some(5), vec![])]);
}

#[test]
fn what_is_shown_of_an_erased_case_a_moment_later_goes_again() {
    let (mut life, case) = opened();
    life.step(Input::Citizen { from: Life::key(0), letter: ToDesk::Erase });
    life.step(Input::Front(GROUPS[0], FrontNews::Opened { case, thread: Some(5) }));
    life.step(Input::Front(GROUPS[0], FrontNews::Shown { case, message: 9 }));
    assert_eq!(deleted(&life), [(GROUPS[0], Some(5), vec![]), (GROUPS[0], None, vec![9])]);
}

#[test]
fn in_a_lost_group_it_is_deleted_once_that_is_there_again_and_what_was_erased_meanwhile_too() {
    let (mut life, case) = opened();
    life.step(Input::Front(GROUPS[0], FrontNews::Opened { case, thread: Some(5) }));
    life.step(Input::Front(GROUPS[0], FrontNews::Lost(Lost::Group)));
    let (ids, rows) = life.desk.erase_unattended(&Life::key(0), life.now);
    assert_eq!((ids, rows.len(), life.desk.cases.len()), (vec![case], 1, 0));
    life.step(Input::Time);
    assert_eq!(deleted(&life), []);
    life.step(Input::Started);
    assert_eq!(deleted(&life), [(GROUPS[0], Some(5), vec![])]);
}

#[test]
fn t34_old_rows_are_dropped_and_the_rest_still_verifies() {
    let (mut life, case) = opened();
    let mut rows = Vec::new();
    for source in 1..6 {
        let input = Input::Act { by: OFFICERS[0], case, act: Act::Note(Words("x".into())), source: Some(source) };
        rows.extend(step(&mut life.desk, &life.rules, input, life.now).audit);
    }
    // The first row, of the opening, came before these.
    let opening = audit::Chain::default().add(life.now, None, audit::Deed::Opened, Some(case));
    rows.insert(0, opening);
    let dropped = step(&mut life.desk, &life.rules, Input::OldRows(rows[..4].to_vec()), life.now);
    assert_eq!(dropped.dropped, [1, 2, 3, 4]);
    let left: Vec<audit::Row> = rows[4..].iter().cloned().chain(dropped.audit).collect();
    let head = &life.desk.head;
    assert_eq!(audit::verify(left.clone(), &head.audit_start, &head.audit), Ok(3));
    let mut forged = left.clone();
    forged[0].who = Some(OFFICERS[1]);
    let kept = step(&mut life.desk, &life.rules, Input::OldRows(forged), life.now);
    assert_eq!((kept.broken, kept.dropped.len()), (Some(audit::Broken::Row(5)), 0), "a broken row stays as a proof");
}

#[test]
fn a_citizen_is_told_what_is_held_of_them_without_notes_and_nothing_of_others() {
    let (mut life, case) = opened();
    life.step(Input::Citizen { from: Life::key(1), letter: ToDesk::Open(Request::default()) });
    act(&mut life, OFFICERS[0], case, Act::Take, 1);
    act(&mut life, OFFICERS[0], case, Act::Note(Words("lastig".into())), 2);
    act(&mut life, OFFICERS[0], case, Act::Reply(Words("0 ja".into())), 3);
    life.to_citizens.clear();
    life.step(Input::Citizen { from: Life::key(0), letter: ToDesk::Show });
    life.step(Input::Citizen { from: Life::key(2), letter: ToDesk::Show });
    assert_eq!(life.to_citizens.keys().collect::<Vec<_>>(), [&0], "who has no case hears nothing");
    let Body::Held(held) = &life.to_citizens[&0][0].body else { panic!("{:?}", life.to_citizens) };
    let [held] = &held[..] else { panic!("{held:?}") };
    let words: Vec<&str> = held.lines.iter().map(|line| line.words.0.as_str()).collect();
    assert_eq!((words, held.messages, held.notes), (vec!["Mijn vraag", "0 ja"], 2, 1));
    assert_eq!((held.state, held.until), (HeldState::Taken, None));
    act(&mut life, OFFICERS[0], case, Act::Close(Reason::Answered), 4);
    let until = life.desk.cases[&case].to_held(&life.rules).until;
    assert_eq!(until, Some(life.now.plus_minutes(72 * 60)));
}

#[test]
fn a_letter_about_another_citizens_case_does_nothing() {
    let (mut life, case) = opened();
    for letter in [
        ToDesk::Said { case, words: Words("ik ben een ander".into()), edited: false },
        ToDesk::Leaves { case, erased: true },
    ] {
        life.step(Input::Citizen { from: Life::key(1), letter });
    }
    assert!(life.desk.cases[&case].waits() && life.desk.cases[&case].lines.len() == 1);
}

#[test]
fn erasing_forgets_every_case_of_the_citizen_and_nobody_elses() {
    let (mut life, case) = opened();
    life.step(Input::Citizen { from: Life::key(0), letter: ToDesk::Leaves { case, erased: false } });
    life.step(Input::Citizen { from: Life::key(0), letter: ToDesk::Open(Request::default()) });
    life.step(Input::Citizen { from: Life::key(1), letter: ToDesk::Open(Request::default()) });
    assert_eq!(life.desk.cases.len(), 3);
    life.step(Input::Citizen { from: Life::key(0), letter: ToDesk::Erase });
    let left: Vec<&CitizenKey> = life.desk.cases.values().map(|case| &case.citizen).collect();
    assert_eq!(left, [&Life::key(1)]);
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
