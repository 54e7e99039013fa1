//! A case from the first word to the rating, with the real binary and the pretend server: in a group with topics and in one without.

use crate::bot::{Bot, Start};
use crate::pretend::{Pretend, SentMessage, World};
use crate::serve::Scene;

/// The group of the front desk.
pub(crate) const GROUP: i64 = -1_002_000_000_001;
/// Two officers.
pub(crate) const ANNA: i64 = 7_000_001;
pub(crate) const BRAM: i64 = 7_000_002;
/// A citizen.
pub(crate) const CITIZEN: i64 = 42;

/// A pretend world with a group of officers, which has topics or not.
pub(crate) async fn with_group(topics: bool) -> Scene {
    let scene = Scene::new().await;
    let group = scene.pretend.group(GROUP);
    group.has_members(&[ANNA, BRAM]);
    if topics {
        group.has_topics(true);
    }
    scene
}

/// A bot whose desk is always open.
pub(crate) fn start(scene: &Scene, more: &[(&'static str, &str)]) -> Bot {
    scene.start_with(|start| more.iter().fold(with_desk(start), |start, (name, value)| start.set(name, value)))
}

/// With a desk that is always open.
pub(crate) fn with_desk(start: Start<'_>) -> Start<'_> {
    start
        .set("LOKET_DESK_OFFICERS", "7000001 Anna,7000002 Bram")
        .set("LOKET_DESK_GROUP", &GROUP.to_string())
        .set("LOKET_DESK_HOURS", "mo-su 00:00-24:00")
        .set("LOKET_DESK_OPEN_ON", &holidays())
        .set("LOKET_PACE_PER_GROUP_PER_MINUTE", "6000000")
}

/// All days of this year and the next: the desk of a test is open on public holidays too.
fn holidays() -> String {
    let days = (0..800).map(jiff_day);
    days.collect::<Vec<_>>().join(",")
}

fn jiff_day(ahead: i64) -> String {
    let today = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() / 86_400;
    let days = i64::try_from(today).unwrap() + ahead - 30;
    let day = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
    day.to_string()
}

/// What the bot has sent to `chat` last, once it holds `words`.
pub(crate) async fn told(pretend: &Pretend, chat: i64, words: &str) -> SentMessage {
    let found =
        |world: &World| world.sent_to(chat).into_iter().rev().find(|sent| !sent.deleted && sent.text.contains(words));
    pretend.wait_until(&format!("{words:?} to {chat}"), found).await
}

/// Passes a question on, as citizen `id`; returns the reference.
pub(crate) async fn pass_on(pretend: &Pretend, id: i64, question: &str) -> String {
    let citizen = pretend.citizen(id);
    citizen.says("/mens");
    told(pretend, id, "Typ uw vraag in één bericht").await;
    citizen.says(question);
    told(pretend, id, "Dit geef ik door").await;
    citizen.presses("Zo doorgeven");
    let passed = told(pretend, id, "Uw vraag is doorgegeven").await;
    let code = passed.text.split("code is ").nth(1).unwrap();
    code.split('.').next().unwrap().to_owned()
}

/// The topic of a case.
pub(crate) async fn topic(pretend: &Pretend, code: &str) -> i64 {
    let card = told(pretend, GROUP, code).await;
    card.thread.expect("a card in a topic")
}

#[tokio::test]
async fn a_question_goes_to_an_officer_and_the_answer_comes_back_in_the_same_chat() {
    let scene = with_group(true).await;
    let bot = start(&scene, &[]);
    let (pretend, citizen) = (&scene.pretend, scene.pretend.citizen(CITIZEN));
    citizen.says("/start access-request");
    pretend.wait_for(CITIZEN, 2).await;
    citizen.says("/mens");
    let offered = told(pretend, CITIZEN, "Typ uw vraag in één bericht").await;
    assert!(offered.text.contains("Er wacht nu niemand voor u"), "{}", offered.text);
    citizen.says("Mijn dossier klopt niet, mijn BSN is 123456782. Wat nu?");
    let shown = told(pretend, CITIZEN, "Dit geef ik door").await;
    assert!(shown.text.contains("[bsn]") && !shown.text.contains("123456782"), "{}", shown.text);
    assert!(shown.text.contains("Onderwerp: ") && shown.text.contains("Taal: Nederlands"), "{}", shown.text);
    assert!(pretend.sent(GROUP).is_empty(), "nothing is passed on before the citizen says so");
    citizen.presses("Zo doorgeven");
    let passed = told(pretend, CITIZEN, "Uw vraag is doorgegeven").await;
    let card = told(pretend, GROUP, "Mijn dossier klopt niet").await;
    assert!(card.text.contains("[bsn]") && !card.text.contains("123456782"), "{}", card.text);
    let code = card.text.split_whitespace().next().unwrap().to_owned();
    assert!(passed.text.contains(&code), "{} and {}", passed.text, code);
    let thread = card.thread.expect("in a topic of its own");

    let group = pretend.group(GROUP);
    let (anna, bram) = (group.officer(ANNA), group.officer(BRAM));
    anna.writes(thread, "Ik kijk even.");
    told(pretend, GROUP, "Neem de vraag eerst").await;
    anna.presses("Nemen");
    told(pretend, CITIZEN, "bekijkt nu uw vraag").await;
    told(pretend, GROUP, "Bij Anna").await;
    bram.writes(thread, "Ik weet het ook!");
    told(pretend, GROUP, "Een collega heeft deze vraag").await;
    anna.writes(thread, "/antwoord acces-deadline");
    told(pretend, GROUP, "/antwoord access-deadline").await;
    anna.writes(thread, "/antwoord");
    told(pretend, GROUP, "/antwoord access-request").await;
    anna.writes(thread, "// dit is intern");
    let reply = anna.writes(thread, "U kunt om correctie vragen.");
    let answer = told(pretend, CITIZEN, "U kunt om correctie vragen.").await;
    assert!(answer.text.starts_with("Een medewerker schrijft:"), "{}", answer.text);
    let marked = |world: &World| world.reactions.contains(&(GROUP, reply)).then_some(());
    pretend.wait_until("the mark on the reply", marked).await;

    citizen.says("En hoe lang duurt dat dan?");
    let heard = told(pretend, GROUP, "En hoe lang duurt dat dan?").await;
    assert_eq!(heard.thread, Some(thread));
    anna.presses("Sluiten: beantwoord");
    told(pretend, CITIZEN, "heeft uw vraag afgesloten").await;
    citizen.presses("Ja");
    told(pretend, CITIZEN, "Wilt u er nog iets over zeggen").await;
    citizen.says("fijn geholpen");
    told(pretend, CITIZEN, "Ik ben er weer").await;
    citizen.says("/start complaint");
    pretend.wait_for_empty_queue().await;
    let sent = pretend.sent(CITIZEN);
    for never in ["moet binnen 6 weken", "dit is intern", "Ik weet het ook", "Ik kijk even"] {
        assert!(!sent.iter().any(|sent| sent.text.contains(never)), "{never} reached the citizen");
    }
    assert!(bot.stop("TERM").await.success());
    assert!(pretend.unanswered_presses().is_empty());
    let log = scene.log();
    assert!(!log.contains("7000001") && !log.contains("correctie"), "{log}");
}

#[tokio::test]
async fn in_a_group_without_topics_replies_tell_cases_apart() {
    let scene = with_group(false).await;
    let bot = start(&scene, &[]);
    let pretend = &scene.pretend;
    let first = pass_on(pretend, 51, "Mijn eerste vraag gaat over een brief.").await;
    let second = pass_on(pretend, 52, "Mijn tweede vraag gaat over een foto.").await;
    let card = told(pretend, GROUP, "Mijn eerste vraag").await;
    let other = told(pretend, GROUP, "Mijn tweede vraag").await;
    assert!(card.text.contains(&first) && other.text.contains(&second) && card.thread.is_none());
    let anna = pretend.group(GROUP).officer(ANNA);
    let take = |card: &SentMessage| card.buttons[0][0].1.clone();
    anna.presses_data(&card, &take(&card));
    anna.presses_data(&other, &take(&other));
    told(pretend, 52, "bekijkt nu uw vraag").await;
    anna.replies(card.message_id, "Antwoord over de brief.");
    let reply = anna.replies(other.message_id, "Antwoord over de foto.");
    told(pretend, 51, "Antwoord over de brief.").await;
    told(pretend, 52, "Antwoord over de foto.").await;
    let marked = |world: &World| world.reactions.contains(&(GROUP, reply)).then_some(());
    pretend.wait_until("the mark on the reply", marked).await;
    anna.edits(None, reply, "Beter antwoord over de foto.");
    told(pretend, 52, "Beter antwoord over de foto.").await;
    pretend.citizen(51).says("Dank, en de envelop?");
    let said = told(pretend, GROUP, "en de envelop?").await;
    assert!(said.text.contains(&first), "{}", said.text);
    anna.replies(said.message_id, "Die mag weg.");
    told(pretend, 51, "Die mag weg.").await;
    assert!(!pretend.sent(52).iter().any(|sent| sent.text.contains("brief") || sent.text.contains("mag weg")));
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn every_line_can_be_left_out_and_nothing_is_passed_on_after_never_mind() {
    let scene = with_group(true).await;
    let bot = start(&scene, &[]);
    let (pretend, citizen) = (&scene.pretend, scene.pretend.citizen(CITIZEN));
    citizen.says("/start access-request");
    citizen.says("/mens");
    told(pretend, CITIZEN, "Typ uw vraag").await;
    citizen.presses("Zonder vraag verder");
    told(pretend, CITIZEN, "Geen vraag in woorden").await;
    citizen.presses("Aanpassen");
    told(pretend, CITIZEN, "Wat wilt u veranderen").await;
    citizen.presses("Onderwerp weglaten");
    let count = pretend.sent(CITIZEN).len();
    let shown = pretend.wait_for(CITIZEN, count.max(6)).await.pop().unwrap();
    assert!(shown.text.contains("Taal: Nederlands") && !shown.text.contains("Onderwerp:"), "{}", shown.text);
    citizen.presses("Toch niet");
    told(pretend, CITIZEN, "ik geef niets door").await;
    // The button of what was shown before passes nothing on any more.
    citizen.presses("Zo doorgeven");
    told(pretend, CITIZEN, "Deze knop is oud").await;
    assert!(pretend.sent(GROUP).is_empty());
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn while_an_officer_has_it_the_assistant_only_speaks_of_danger_and_of_leaving() {
    let scene = with_group(true).await;
    let bot = start(&scene, &[]);
    let (pretend, citizen) = (&scene.pretend, scene.pretend.citizen(CITIZEN));
    let code = pass_on(pretend, CITIZEN, "Hoe lang duurt inzage bij mij?").await;
    let thread = topic(pretend, &code).await;
    let count = pretend.sent(CITIZEN).len();
    citizen.says("kan ik zien wat de politie over mij heeft");
    told(pretend, GROUP, "kan ik zien wat de politie over mij heeft").await;
    assert_eq!(pretend.sent(CITIZEN).len(), count, "the assistant keeps silent");
    citizen.sends_photo(None);
    told(pretend, CITIZEN, "gaan niet naar de medewerker").await;
    citizen.says("er staat iemand met een mes voor mijn deur");
    told(pretend, CITIZEN, "112").await;
    told(pretend, GROUP, "met een mes").await;
    citizen.says("/stop");
    told(pretend, CITIZEN, "U bent weer bij mij").await;
    told(pretend, GROUP, "De burger is gestopt").await;
    let closed = |world: &World| world.chats[&GROUP].topics[&thread].then_some(());
    pretend.wait_until("the topic to be closed", closed).await;
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn t04_without_officers_nobody_is_handed_over_and_the_start_says_so() {
    for officers in ["", "anna", "7000001,7000001"] {
        let scene = with_group(true).await;
        let bot = start(&scene, &[("LOKET_DESK_OFFICERS", officers)]);
        bot.has_logged("desk_closed").await;
        scene.pretend.citizen(CITIZEN).says("/mens");
        let offered = scene.pretend.wait_for(CITIZEN, 2).await;
        assert!(!offered.iter().any(|sent| sent.text.contains("Typ uw vraag in één bericht")), "{offered:?}");
        assert!(scene.pretend.sent(GROUP).is_empty());
        assert!(bot.stop("TERM").await.success());
    }
}

#[tokio::test]
async fn t02_a_list_with_an_account_of_many_is_refused_at_the_start() {
    let scene = with_group(true).await;
    let bot = start(&scene, &[("LOKET_DESK_OFFICERS", "1087968824")]);
    let status = bot.ended(std::time::Duration::from_secs(60)).await;
    assert_eq!(status.code(), Some(2), "{}", scene.log());
}
