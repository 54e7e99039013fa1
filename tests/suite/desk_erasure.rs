//! What is left of a case in officers' groups, and of what officers did: gone when its time has come, and at once when the citizen
//! erases. With the real binary and the pretend server.

use std::path::Path;

use loket::desk::audit::{Chain, Deed};
use loket::desk::{Case, CaseId, OfficerId, Reason, Status};
use loket::dialogue::Moment;
use loket::store::sled::SledStore;
use loket::store::{DeskChanges, Store, WideWrite};

use crate::desk_life::{ANNA, BRAM, CITIZEN, GROUP, pass_on, start, told, topic, with_group};
use crate::desk_terminal::loket;
use crate::pretend::{Pretend, World};

const HOUR: i64 = 60 * 60 * 1000;

fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap()
}

async fn erases(pretend: &Pretend, id: i64) {
    let citizen = pretend.citizen(id);
    citizen.says("/wis");
    told(pretend, id, "Wilt u dit gesprek wissen?").await;
    citizen.presses("Ja, wissen");
    told(pretend, id, "Alles is gewist").await;
}

/// Resolves once `thread` is gone from the group, with all that was in it.
async fn is_deleted(pretend: &Pretend, thread: i64) {
    let gone = |world: &World| (!world.chats[&GROUP].topics.contains_key(&thread)).then_some(());
    pretend.wait_until("the topic to be deleted", gone).await;
    let left = pretend.sent(GROUP).into_iter().filter(|sent| sent.thread == Some(thread) && !sent.deleted);
    assert_eq!(left.count(), 0);
}

/// Writes to the store of a bot that is stopped.
async fn change(data: &Path, change: impl FnOnce(&mut DeskChanges, Vec<Case>)) {
    let store = SledStore::open(data).unwrap();
    let cases = store.desk().await.unwrap().cases.into_values().collect();
    let mut desk = DeskChanges::default();
    change(&mut desk, cases);
    store.commit_wide(WideWrite { desk, ..WideWrite::at(Moment(now())) }).await.unwrap();
    store.close().await.unwrap();
}

async fn cases_in(data: &Path) -> usize {
    let store = SledStore::open(data).unwrap();
    let count = store.desk().await.unwrap().cases.len();
    store.close().await.unwrap();
    count
}

#[tokio::test]
async fn whoever_erases_takes_the_topic_with_them_also_of_a_case_that_they_had_left() {
    let scene = with_group(true).await;
    let bot = start(&scene, &[]);
    let pretend = &scene.pretend;
    let first = pass_on(pretend, CITIZEN, "Mag ik mijn dossier zien, en hoe dan?").await;
    let left = topic(pretend, &first).await;
    pretend.citizen(CITIZEN).says("/stop");
    told(pretend, CITIZEN, "U bent weer bij mij").await;
    let citizen = pretend.citizen(CITIZEN);
    citizen.says("/mens");
    citizen.says("En wie heeft er dan in gekeken?");
    told(pretend, CITIZEN, "En wie heeft er dan in gekeken?").await;
    citizen.presses("Zo doorgeven");
    let card = told(pretend, GROUP, "En wie heeft er dan in gekeken?").await;
    let (second, open) = (card.text.split_whitespace().next().unwrap().to_owned(), card.thread.unwrap());
    let other = pass_on(pretend, 43, "Mag ik ook mijn dossier zien, en hoe dan?").await;
    let others = topic(pretend, &other).await;
    erases(pretend, CITIZEN).await;
    is_deleted(pretend, left).await;
    is_deleted(pretend, open).await;
    let said = told(pretend, GROUP, "De burger heeft alles laten wissen").await;
    assert!(said.text.contains(&second) && said.thread.is_none(), "{}", said.text);
    assert!(pretend.judged(|world| world.chats[&GROUP].topics.contains_key(&others)), "nobody else's goes");
    assert!(bot.stop("TERM").await.success());
    assert_eq!(cases_in(&scene.data()).await, 1);
}

#[tokio::test]
async fn where_the_bot_may_not_delete_the_topic_is_closed_and_officers_are_asked_to() {
    let scene = with_group(true).await;
    scene.pretend.group(GROUP).forbids_deleting();
    let bot = start(&scene, &[]);
    let pretend = &scene.pretend;
    let code = pass_on(pretend, CITIZEN, "Mag ik mijn dossier zien, en hoe dan?").await;
    let thread = topic(pretend, &code).await;
    erases(pretend, CITIZEN).await;
    let asked = told(pretend, GROUP, "Verwijder zelf het onderwerp").await;
    assert_eq!(asked.thread, Some(thread));
    let closed = |world: &World| world.chats[&GROUP].topics[&thread].then_some(());
    pretend.wait_until("the topic to be closed", closed).await;
    bot.has_logged("desk_not_deleted").await;
    assert!(!scene.log().contains("desk_group_lost"), "the group is there all the same");
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn in_a_group_without_topics_the_messages_about_the_case_go_and_no_others() {
    let scene = with_group(false).await;
    let bot = start(&scene, &[]);
    let pretend = &scene.pretend;
    pass_on(pretend, CITIZEN, "Mijn eerste vraag gaat over een brief.").await;
    pass_on(pretend, 43, "Mijn tweede vraag gaat over een foto.").await;
    let card = told(pretend, GROUP, "Mijn eerste vraag").await;
    told(pretend, GROUP, "Mijn tweede vraag").await;
    let anna = pretend.group(GROUP).officer(ANNA);
    anna.presses_data(&card, &card.buttons[0][0].1);
    told(pretend, CITIZEN, "bekijkt nu uw vraag").await;
    let reply = anna.replies(card.message_id, "Die brief mag u inzien.");
    told(pretend, CITIZEN, "Die brief mag u inzien.").await;
    pretend.citizen(CITIZEN).says("En de envelop?");
    let said = told(pretend, GROUP, "En de envelop?").await;
    erases(pretend, CITIZEN).await;
    let gone = |world: &World| {
        let ours = world.sent_to(GROUP).into_iter().filter(|sent| sent.deleted).map(|sent| sent.message_id);
        let ours: Vec<i64> = ours.collect();
        let all = [card.message_id, said.message_id].iter().all(|message| ours.contains(message));
        (all && world.removed.contains(&(GROUP, reply))).then_some(())
    };
    pretend.wait_until("the messages to be deleted", gone).await;
    let other = told(pretend, GROUP, "Mijn tweede vraag").await;
    assert!(!other.deleted);
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn a_bot_that_may_not_make_topics_goes_on_by_replies_and_the_group_is_not_lost() {
    let scene = with_group(false).await;
    scene.pretend.group(GROUP).has_topics(false);
    let bot = start(&scene, &[]);
    let pretend = &scene.pretend;
    let code = pass_on(pretend, CITIZEN, "Mag ik mijn dossier zien, en hoe dan?").await;
    let card = told(pretend, GROUP, &code).await;
    assert!(card.thread.is_none());
    bot.has_logged("desk_no_topics").await;
    assert!(!scene.log().contains("desk_group_lost"), "{}", scene.log());
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn a_closed_cases_topic_is_deleted_when_its_time_has_come() {
    let scene = with_group(true).await;
    let bot = start(&scene, &[]);
    let pretend = &scene.pretend;
    let code = pass_on(pretend, CITIZEN, "Mag ik mijn dossier zien, en hoe dan?").await;
    let thread = topic(pretend, &code).await;
    pretend.citizen(CITIZEN).says("/stop");
    told(pretend, CITIZEN, "U bent weer bij mij").await;
    told(pretend, GROUP, "De burger is gestopt").await;
    assert!(bot.stop("TERM").await.success());
    let closed_for = async |hours: i64| {
        let at = Moment(now() - hours * HOUR);
        let closed = |case: Case| Case { status: Status::Closed { at, reason: Reason::Left }, ..case };
        change(&scene.data(), |desk, cases| desk.cases = cases.into_iter().map(closed).collect()).await;
    };
    closed_for(71).await;
    let bot = start(&scene, &[]);
    pretend.group(GROUP).officer(BRAM).sends(&serde_json::json!({"text": "/wachtrij"}));
    told(pretend, GROUP, "Er zijn geen open vragen").await;
    assert!(pretend.judged(|world| world.chats[&GROUP].topics.contains_key(&thread)), "it may still open again");
    assert!(bot.stop("TERM").await.success());
    closed_for(73).await;
    let (_, expiring, _) = loket(&scene, &["expiring"], "").await;
    assert!(expiring.contains("closed cases of the desk"), "{expiring}");
    let bot = start(&scene, &[]);
    is_deleted(pretend, thread).await;
    assert!(bot.stop("TERM").await.success());
    assert_eq!(cases_in(&scene.data()).await, 0);
}

#[tokio::test]
async fn erasing_while_nothing_serves_takes_cases_too_and_their_topics_at_the_next_start() {
    let scene = with_group(true).await;
    let bot = start(&scene, &[]);
    let pretend = &scene.pretend;
    let code = pass_on(pretend, CITIZEN, "Mag ik mijn dossier zien, en hoe dan?").await;
    let thread = topic(pretend, &code).await;
    told(pretend, GROUP, "Niemand heeft deze vraag").await;
    assert!(bot.stop("TERM").await.success());
    let (status, out, _) = loket(&scene, &["erase", &CITIZEN.to_string()], "").await;
    assert_eq!(status, Some(0), "{out}");
    assert!(out.contains("its cases at the desk"), "{out}");
    let (_, held, _) = loket(&scene, &["export", &CITIZEN.to_string()], "").await;
    let held: serde_json::Value = serde_json::from_str(&held).unwrap();
    assert_eq!((&held["conversation"], &held["cases"]), (&serde_json::Value::Null, &serde_json::json!([])));
    let (status, out, _) = loket(&scene, &["audit", "verify"], "").await;
    assert_eq!(status, Some(0), "the record of what was done goes on: {out}");
    let bot = start(&scene, &[]);
    is_deleted(pretend, thread).await;
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn erasing_takes_cases_too_where_the_settings_no_longer_have_a_desk() {
    let scene = with_group(true).await;
    let bot = start(&scene, &[]);
    let pretend = &scene.pretend;
    for id in [CITIZEN, 43] {
        let code = pass_on(pretend, id, "Mag ik mijn dossier zien, en hoe dan?").await;
        topic(pretend, &code).await;
    }
    assert!(bot.stop("TERM").await.success());
    let bot = scene.start();
    erases(pretend, CITIZEN).await;
    assert!(bot.stop("TERM").await.success());
    assert_eq!(cases_in(&scene.data()).await, 1, "nobody else's goes");
    let (status, out, _) = loket(&scene, &["audit", "verify"], "").await;
    assert_eq!(status, Some(0), "{out}");
}

#[tokio::test]
async fn a_question_that_was_on_its_way_to_the_desk_when_it_was_erased_does_not_arrive() {
    let scene = with_group(true).await;
    let bot = start(&scene, &[("LOKET_FAILPOINT", "letters.committed:1")]);
    let pretend = &scene.pretend;
    let citizen = pretend.citizen(CITIZEN);
    citizen.says("/mens");
    told(pretend, CITIZEN, "Typ uw vraag in één bericht").await;
    citizen.says("Mag ik mijn dossier zien, en hoe dan?");
    told(pretend, CITIZEN, "Dit geef ik door").await;
    citizen.presses("Zo doorgeven");
    bot.dies().await;
    let (status, out, _) = loket(&scene, &["erase", &CITIZEN.to_string()], "").await;
    assert_eq!(status, Some(0), "{out}");
    let bot = start(&scene, &[]);
    pretend.group(GROUP).officer(BRAM).sends(&serde_json::json!({"text": "/wachtrij"}));
    told(pretend, GROUP, "Er zijn geen open vragen").await;
    assert_eq!(pretend.sent(GROUP).len(), 1, "{:?}", pretend.sent(GROUP));
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn t34_rows_of_a_year_ago_are_dropped_and_the_record_still_proves_the_rest() {
    let scene = with_group(true).await;
    let bot = start(&scene, &[]);
    scene.pretend.wait_for_calls("getUpdates", 1).await;
    assert!(bot.stop("TERM").await.success());
    let store = SledStore::open(&scene.data()).unwrap();
    let mut head = store.desk().await.unwrap().head;
    let mut chain = Chain::default();
    let days = [400, 380, 366, 364, 10].map(|days| Moment(now() - days * 24 * HOUR));
    let audit = days.map(|at| chain.add(at, Some(OfficerId(ANNA)), Deed::Noted, Some(CaseId(1)))).to_vec();
    head.audit = chain;
    let desk = DeskChanges { head: Some(head), audit, ..DeskChanges::default() };
    store.commit_wide(WideWrite { desk, ..WideWrite::at(Moment(now())) }).await.unwrap();
    store.close().await.unwrap();
    drop(store);
    let bot = start(&scene, &[]);
    scene.pretend.citizen(9).says("/help");
    scene.pretend.wait_for(9, 1).await;
    let mut out = String::new();
    while !out.contains("3 older rows were dropped") {
        let (status, said, _) = loket(&scene, &["audit", "verify"], "").await;
        assert_eq!(status, Some(0), "{said}");
        out = said;
    }
    assert!(out.contains("3 rows, each as it was written"), "two that are young, and one that says it: {out}");
    let (_, expiring, _) = loket(&scene, &["expiring"], "").await;
    assert!(expiring.contains("rows of the record of what officers did:"), "{expiring}");
    assert!(expiring.contains("2  later than in 30 days"), "{expiring}");
    assert!(bot.stop("TERM").await.success());
    let (status, stopped, _) = loket(&scene, &["audit", "verify"], "").await;
    assert_eq!((status, stopped), (Some(0), out), "the same without a process");
}
