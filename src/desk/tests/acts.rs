//! What officers do with a case, one after the other.

use super::*;

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
fn whoever_cannot_reply_is_told_once_in_a_while_and_anew_when_the_case_changes_hands() {
    let (mut life, case) = opened();
    let [anna, bram, chris] = OFFICERS;
    let says =
        |life: &mut Life, by: OfficerId, source: i64| act(life, by, case, Act::Reply(Words("0 x".into())), source);
    assert_eq!(says(&mut life, bram, 1), Some(Hint::TakeFirst));
    assert_eq!(says(&mut life, bram, 2), None, "not twice in a row");
    act(&mut life, anna, case, Act::Take, 3);
    assert_eq!(says(&mut life, bram, 4), Some(Hint::TakenByOther));
    assert_eq!(says(&mut life, chris, 5), Some(Hint::TakenByOther), "who did not write before");
    act(&mut life, anna, case, Act::Release, 6);
    assert_eq!(says(&mut life, anna, 7), Some(Hint::TakeFirst));
    assert_eq!(says(&mut life, anna, 8), None);
    life.now = life.now.plus_minutes(5);
    assert_eq!(says(&mut life, anna, 9), Some(Hint::TakeFirst));
}

#[test]
fn t25_an_officer_who_presses_a_colleagues_button_is_told_so_and_a_stranger_is_told_nothing() {
    let (mut life, case) = opened();
    act(&mut life, OFFICERS[0], case, Act::Take, 1);
    let told = |life: &mut Life, who: i64| {
        let input = Input::Refused { who: Some(OfficerId(who)), case: Some(case), was_officer: false };
        step(&mut life.desk, &life.rules, input, life.now).told
    };
    assert_eq!(told(&mut life, OFFICERS[1].0), Some(Hint::TakenByOther));
    assert_eq!(told(&mut life, 99), None);
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

fn letters(life: &mut Life) -> Vec<Body> {
    life.to_citizens.remove(&0).unwrap_or_default().into_iter().map(|letter| letter.body).collect()
}

#[test]
fn nobody_speaks_as_an_officer_that_the_house_does_not_have() {
    let (mut life, case) = opened();
    act(&mut life, OFFICERS[0], case, Act::Take, 1);
    let dpo = Role::DataProtectionOfficer;
    assert_eq!(act(&mut life, OFFICERS[0], case, Act::Pass(dpo), 2), Some(Hint::NoSuchDesk));
    act(&mut life, OFFICERS[0], case, Act::Release, 3);
    life.desk.cases.get_mut(&case).unwrap().role = dpo;
    letters(&mut life);
    life.step(Input::Act { by: OFFICERS[0], case, act: Act::Take, source: None });
    life.step(Input::Act { by: OFFICERS[0], case, act: Act::Reply(Words("0 ja".into())), source: Some(4) });
    let told = letters(&mut life);
    assert_eq!(told[0], Body::Taken(Role::FrontDesk), "the front desk stands in");
    assert!(matches!(told[1], Body::Reply { role: Role::FrontDesk, .. }), "{told:?}");
}

#[test]
fn an_officer_withdraws_what_waits_first_and_then_only_their_own_replies() {
    let (mut life, case) = with_senior();
    let (junior, senior) = (OFFICERS[0], OFFICERS[2]);
    act(&mut life, senior, case, Act::Take, 1);
    act(&mut life, senior, case, Act::Reply(Words("0 van de senior".into())), 2);
    life.step(Input::Citizen { from: Life::key(0), letter: ToDesk::Delivered { case, reply: 1, message: Some(77) } });
    act(&mut life, senior, case, Act::Release, 3);
    act(&mut life, junior, case, Act::Take, 4);
    assert_eq!(act(&mut life, junior, case, Act::Withdraw(None), 5), Some(Hint::NotSentBefore));
    assert_eq!(act(&mut life, junior, case, Act::Withdraw(Some(1)), 6), Some(Hint::NotSentBefore));
    act(&mut life, junior, case, Act::Reply(Words("0 concept".into())), 7);
    assert_eq!(act(&mut life, junior, case, Act::Withdraw(None), 8), Some(Hint::DraftDropped));
    assert_eq!(act(&mut life, senior, case, Act::Approve(None), 9), Some(Hint::NothingWaits));
    assert_eq!(life.desk.cases[&case].claimer(), Some(junior));
}

#[test]
fn what_waits_for_a_senior_is_not_lost_with_the_case_nor_with_its_place() {
    let (mut life, case) = with_senior();
    let junior = OFFICERS[0];
    act(&mut life, junior, case, Act::Take, 1);
    act(&mut life, junior, case, Act::Reply(Words("0 concept".into())), 2);
    for gone in [Act::Close(Reason::Answered), Act::Release, Act::Pass(Role::PrivacyOfficer)] {
        assert_eq!(act(&mut life, junior, case, gone, 3), Some(Hint::DraftWaits));
    }
    life.step(Input::Front(GROUPS[0], FrontNews::Lost(Lost::Group)));
    assert_eq!(act(&mut life, OFFICERS[2], case, Act::Approve(None), 4), Some(Hint::Sent));
}

#[test]
fn a_case_that_nobody_could_do_anything_with_is_freed() {
    let (mut life, case) = with_senior();
    act(&mut life, OFFICERS[0], case, Act::Take, 1);
    act(&mut life, OFFICERS[0], case, Act::Reply(Words("0 concept".into())), 2);
    life.rules.officers = Officers::parse(&["11".into(), "12".into()], &[], &[]).unwrap();
    life.step(Input::Time);
    assert!(
        matches!(life.desk.cases[&case].status, Status::Taken { by, .. } if by == OFFICERS[0]),
        "no senior is left"
    );
    life.rules.officers = Officers::parse(&["12".into()], &[], &[]).unwrap();
    life.step(Input::Time);
    assert!(life.desk.cases[&case].waits(), "and then the officer neither");
}

#[test]
fn t06_a_suggestion_pressed_twice_is_one_reply_and_later_it_is_another() {
    let (mut life, case) = opened();
    act(&mut life, OFFICERS[0], case, Act::Take, 1);
    letters(&mut life);
    let press = || Input::Act { by: OFFICERS[0], case, act: Act::Answer("complaint".into()), source: None };
    life.step(press());
    life.step(press());
    assert_eq!(letters(&mut life).len(), 1);
    life.now = life.now.plus_minutes(1);
    life.step(press());
    assert_eq!(letters(&mut life).len(), 1);
}

#[test]
fn an_edit_that_is_too_long_or_a_note_changes_nothing_and_is_told() {
    let (mut life, case) = opened();
    act(&mut life, OFFICERS[0], case, Act::Take, 1);
    act(&mut life, OFFICERS[0], case, Act::Reply(Words("0 kort".into())), 2);
    life.step(Input::Citizen { from: Life::key(0), letter: ToDesk::Delivered { case, reply: 1, message: Some(77) } });
    letters(&mut life);
    assert_eq!(act(&mut life, OFFICERS[0], case, Act::Edit(Words("x".repeat(3801))), 2), Some(Hint::TooLong));
    assert_eq!(act(&mut life, OFFICERS[0], case, Act::EditAway, 2), Some(Hint::EditIsNote));
    assert_eq!(act(&mut life, OFFICERS[0], case, Act::EditAway, 3), None, "a note that was one");
    assert_eq!(letters(&mut life), []);
}

#[test]
fn what_a_citizen_wrote_before_the_card_stood_there_is_shown_though_somebody_replied_at_the_terminal() {
    let (mut life, case) = opened();
    life.step(Input::Front(GROUPS[0], FrontNews::Opened { case, thread: None }));
    let said = ToDesk::Said { case, words: Words("en nog iets".into()), edited: false };
    life.step(Input::Citizen { from: Life::key(0), letter: said });
    life.step(Input::Act { by: OFFICERS[0], case, act: Act::Take, source: None });
    life.step(Input::Act { by: OFFICERS[0], case, act: Act::Reply(Words("0 ja".into())), source: None });
    life.step(Input::Front(GROUPS[0], FrontNews::CardShown { case, message: 6 }));
    let calls = &life.to_groups[&GROUPS[0]];
    let shown = calls.iter().filter(|call| matches!(call, FrontCall::Said { words, .. } if words.0 == "en nog iets"));
    assert_eq!(shown.count(), 1, "{calls:?}");
}

#[test]
fn a_reply_at_the_terminal_goes_along_where_the_citizen_passed_no_question_on() {
    let mut life = Life::new(1);
    life.step(Input::Citizen { from: Life::key(0), letter: ToDesk::Open(Request::default()) });
    let case = *life.desk.cases.keys().next().unwrap();
    life.step(Input::Act { by: OFFICERS[0], case, act: Act::Take, source: None });
    life.step(Input::Act { by: OFFICERS[0], case, act: Act::Reply(Words("0 dag".into())), source: None });
    life.step(Input::Front(GROUPS[0], FrontNews::Opened { case, thread: Some(5) }));
    let calls = &life.to_groups[&GROUPS[0]];
    let told = |call: &FrontCall| matches!(call, FrontCall::Card { history, .. } if history.len() == 1);
    assert!(calls.iter().any(told), "{calls:?}");
}
