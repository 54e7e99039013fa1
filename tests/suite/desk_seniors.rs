//! Replies that wait for a senior: with the real binary and the pretend server.

use crate::bot::Bot;
use crate::desk_life::{ANNA, BRAM, CITIZEN, GROUP, pass_on, start, told, topic, with_group};
use crate::pretend::{Pretend, SentMessage, World};
use crate::serve::Scene;

/// A case that Anna has, whose replies wait for Bram; returns its topic.
async fn taken_by_a_junior(scene: &Scene) -> (Bot, i64) {
    let bot = start(scene, &[("LOKET_DESK_SENIORS", "7000002")]);
    let code = pass_on(&scene.pretend, CITIZEN, "Mag ik mijn dossier zien, en hoe dan?").await;
    let thread = topic(&scene.pretend, &code).await;
    scene.pretend.group(GROUP).officer(ANNA).presses("Nemen");
    told(&scene.pretend, CITIZEN, "bekijkt nu uw vraag").await;
    (bot, thread)
}

/// The data of the button of `message` with this label.
fn button(message: &SentMessage, label: &str) -> String {
    let found = message.buttons.iter().flatten().find(|(known, _)| known == label);
    found.unwrap_or_else(|| panic!("no button {label} under {:?}", message.text)).1.clone()
}

/// All that was told over pressed buttons, once every press is answered.
async fn answered(pretend: &Pretend) -> String {
    let all = |world: &World| {
        let answers = world.calls.iter().filter(|call| call.method == "answerCallbackQuery");
        let told = answers.map(|call| call.params["text"].to_string()).collect::<Vec<_>>().join(" ");
        world.unanswered_presses().is_empty().then_some(told)
    };
    pretend.wait_until("every press to be answered", all).await
}

fn times(pretend: &Pretend, words: &str) -> usize {
    pretend.sent(CITIZEN).iter().filter(|sent| sent.text.contains(words)).count()
}

#[tokio::test]
async fn a_juniors_reply_waits_for_a_seniors_button_and_reaches_the_citizen_once() {
    let scene = with_group(true).await;
    let (bot, thread) = taken_by_a_junior(&scene).await;
    let (pretend, group) = (&scene.pretend, scene.pretend.group(GROUP));
    let (anna, bram) = (group.officer(ANNA), group.officer(BRAM));
    let reply = anna.writes(thread, "U kunt om verbetering vragen.");
    let waits = told(pretend, GROUP, "dit antwoord van Anna wacht op een senior").await;
    assert!(waits.text.contains("U kunt om verbetering vragen."), "the senior sees what they approve: {}", waits.text);
    assert_eq!(waits.thread, Some(thread));
    let send = button(&waits, "Versturen");
    anna.presses_data(&waits, &send);
    assert!(answered(pretend).await.contains("alleen een senior"));
    assert_eq!(times(pretend, "verbetering"), 0, "a junior sends nothing by themselves");
    bram.presses_data(&waits, &send);
    bram.presses_data(&waits, &send);
    told(pretend, CITIZEN, "U kunt om verbetering vragen.").await;
    assert!(answered(pretend).await.contains("geen antwoord"));
    let marked = |world: &World| world.reactions.contains(&(GROUP, reply)).then_some(());
    pretend.wait_until("the mark on the junior's message", marked).await;
    assert_eq!(times(pretend, "verbetering"), 1);
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn t25_a_senior_cannot_approve_what_was_edited_after_the_button_was_shown() {
    let scene = with_group(true).await;
    let (bot, thread) = taken_by_a_junior(&scene).await;
    let (pretend, group) = (&scene.pretend, scene.pretend.group(GROUP));
    let (anna, bram) = (group.officer(ANNA), group.officer(BRAM));
    let reply = anna.writes(thread, "U kunt om verbetering vragen.");
    let shown = told(pretend, GROUP, "dit antwoord van Anna wacht op een senior").await;
    anna.edits(thread, reply, "U kunt nergens om vragen.");
    let anew = told(pretend, GROUP, "Anna heeft dit antwoord aangepast").await;
    assert!(anew.text.contains("U kunt nergens om vragen.") && anew.message_id != shown.message_id, "{}", anew.text);
    bram.presses_data(&shown, &button(&shown, "Versturen"));
    assert!(answered(pretend).await.contains("intussen aangepast"));
    bram.writes(thread, "/goed");
    told(pretend, GROUP, "Het antwoord is intussen aangepast").await;
    assert_eq!(times(pretend, "U kunt"), 0, "{:?}", pretend.sent(CITIZEN));
    bram.presses_data(&anew, &button(&anew, "Versturen"));
    told(pretend, CITIZEN, "U kunt nergens om vragen.").await;
    assert_eq!(times(pretend, "U kunt"), 1);
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn what_a_senior_rejects_reaches_nobody_and_the_next_reply_waits_again() {
    let scene = with_group(true).await;
    let (bot, thread) = taken_by_a_junior(&scene).await;
    let (pretend, group) = (&scene.pretend, scene.pretend.group(GROUP));
    let (anna, bram) = (group.officer(ANNA), group.officer(BRAM));
    anna.writes(thread, "Dat weet ik niet.");
    let shown = told(pretend, GROUP, "dit antwoord van Anna wacht op een senior").await;
    bram.presses_data(&shown, &button(&shown, "Niet versturen"));
    told(pretend, GROUP, "Een senior heeft het antwoord afgekeurd").await;
    anna.writes(thread, "Dat staat in artikel 25.");
    let next = told(pretend, GROUP, "Dat staat in artikel 25.").await;
    bram.presses_data(&shown, &button(&shown, "Versturen"));
    assert!(answered(pretend).await.contains("intussen aangepast"));
    bram.presses_data(&next, &button(&next, "Versturen"));
    told(pretend, CITIZEN, "Dat staat in artikel 25.").await;
    assert_eq!(times(pretend, "Dat weet ik niet."), 0);
    assert!(bot.stop("TERM").await.success());
}
