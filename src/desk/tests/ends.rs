//! How a case ends, and what is left of it.

use super::*;

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
fn a_case_that_opens_again_is_not_shown_in_a_group_that_the_settings_no_longer_have() {
    let (mut life, case) = opened();
    life.step(Input::Front(GROUPS[0], FrontNews::Opened { case, thread: Some(5) }));
    life.step(Input::Front(GROUPS[0], FrontNews::CardShown { case, message: 6 }));
    act(&mut life, OFFICERS[0], case, Act::Take, 7);
    act(&mut life, OFFICERS[0], case, Act::Close(Reason::Answered), 8);
    life.rules.groups = Groups { by_role: BTreeMap::from([(Role::FrontDesk, GroupId(-9))]), ..Groups::default() };
    life.step(Input::Started);
    life.to_groups.clear();
    let said = ToDesk::Said { case, words: Words("toch nog".into()), edited: false };
    life.step(Input::Citizen { from: Life::key(0), letter: said });
    assert_eq!(life.desk.cases[&case].place, Place::Opening(GroupId(-9)));
    assert!(!life.to_groups.contains_key(&GROUPS[0]), "{:?}", life.to_groups);
}

#[test]
fn words_for_a_case_of_which_nothing_is_left_go_back_to_whoever_wrote_them() {
    let (mut life, case) = opened();
    let code = life.desk.cases[&case].code.clone();
    act(&mut life, OFFICERS[0], case, Act::Take, 1);
    act(&mut life, OFFICERS[0], case, Act::Close(Reason::Answered), 2);
    life.now = life.now.plus_minutes(73 * 60);
    life.step(Input::Time);
    life.to_citizens.clear();
    let said = ToDesk::Said { case, words: Words("nog een vraag".into()), edited: false };
    life.step(Input::Citizen { from: Life::key(0), letter: said });
    let back = life.to_citizens[&0].front().unwrap();
    assert_eq!((&back.code, &back.body), (&code, &Body::Gone { words: Words("nog een vraag".into()) }));
}

#[test]
fn a_new_question_of_a_citizen_ends_one_that_their_conversation_no_longer_knows() {
    let (mut life, old) = opened();
    let request = Request { unit: Some("Limburg".into()), question: Some(Words("Nieuw".into())), ..Request::default() };
    life.step(Input::Citizen { from: Life::key(0), letter: ToDesk::Open(request) });
    assert!(life.desk.cases[&old].is_closed());
    let new = life.desk.open_case_of(&Life::key(0)).unwrap();
    assert_eq!(life.desk.cases[&new].request.unit.as_deref(), Some("Limburg"), "what was shown is what is passed on");
}
