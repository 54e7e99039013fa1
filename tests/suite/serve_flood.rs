//! `loket serve`, the real binary, while one chat sends far more than anyone can read: nobody else notices, nothing is
//! lost, and the chat hears once that it is too much.

use std::time::Duration;

use tempfile::TempDir;

use crate::bot::{Bot, Start};
use crate::pretend::{Fault, On, Pretend, SentMessage, World};

const FLOODER: i64 = 1;
const OTHERS: std::ops::Range<i64> = 2..12;
/// More than once filled the whole backlog.
const FLOOD: usize = 5_200;
/// So many updates of one chat are answered whatever comes after them.
const ANSWERED: usize = 100;

const NOTICE: &str = "Dat zijn veel berichten";
const FIRST: &str = "Ja, dat mag.";
const SECOND: &str = "De politie moet binnen";
const LAST: &str = "U kunt klagen.";

struct Scene {
    pretend: Pretend,
    folder: TempDir,
}

impl Scene {
    async fn new() -> Self {
        let pretend = Pretend::start().await.with_patience(Duration::from_secs(60));
        Self { pretend, folder: tempfile::tempdir().unwrap() }
    }

    fn start(&self) -> Bot {
        let data = self.folder.path().join("data");
        Start::new(self.pretend.url(), self.pretend.token(), &data).run()
    }

    /// One chat asks one thing, whose answer cannot be sent, and goes on without end.
    async fn flooded(&self) {
        self.pretend.fault(On::chat(FLOODER), Fault::RetryAfter(600));
        self.pretend.citizen(FLOODER).says("/start access-request");
        self.pretend.wait_for_calls("sendMessage", 1).await;
        let text = |_, turn: usize| ["/start access-deadline", "/start access-request"][turn % 2].to_owned();
        self.pretend.flood(FLOODER..FLOODER + 1, FLOOD, text);
    }

    /// Everyone else asks something and is answered.
    async fn others_are_answered(&self) {
        for chat in OTHERS {
            self.pretend.citizen(chat).says("/start complaint");
        }
        for chat in OTHERS {
            let sent = self.pretend.wait_for(chat, 2).await;
            assert!(sent[1].text.starts_with(LAST), "{sent:?}");
        }
    }

    /// The flooder asks once more, and is answered; all that was sent to them before that.
    async fn until_answered_again(&self) -> Vec<SentMessage> {
        self.pretend.wait_for(FLOODER, ANSWERED + 2).await;
        self.pretend.citizen(FLOODER).says("/start complaint");
        let last = |world: &World| {
            let sent = world.sent_to(FLOODER);
            sent.last().is_some_and(|sent| sent.text.starts_with(LAST)).then_some(sent)
        };
        let mut sent = self.pretend.wait_until("an answer after the flood", last).await;
        sent.pop();
        sent
    }
}

fn is_notice(sent: &SentMessage) -> bool {
    sent.text.starts_with(NOTICE)
}

/// The answers come in the order of the questions, which took turns.
fn assert_in_order(answers: &[SentMessage]) {
    for (place, sent) in answers.iter().enumerate() {
        let expected = [FIRST, SECOND][place % 2];
        assert!(sent.text.starts_with(expected), "answer {place} of {} is {}", answers.len(), sent.text);
    }
}

#[tokio::test]
async fn t29_a_flood_from_one_chat_holds_up_no_other() {
    let scene = Scene::new().await;
    let bot = scene.start();
    scene.flooded().await;
    scene.others_are_answered().await;
    scene.pretend.wait_for_empty_queue().await;
    assert!(scene.pretend.sent(FLOODER).is_empty(), "the flooder still waits");
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn t29_a_flood_is_answered_up_to_its_bound_in_order_and_told_so_once_even_after_a_kill() {
    let scene = Scene::new().await;
    let bot = scene.start();
    scene.flooded().await;
    scene.pretend.wait_for_empty_queue().await;
    bot.kill();
    let bot = scene.start();
    let mut sent = scene.until_answered_again().await;
    assert_eq!(sent.iter().filter(|sent| is_notice(sent)).count(), 1, "one notice, then silence");
    let notice = sent.iter().position(is_notice).unwrap();
    assert!(notice < ANSWERED / 2, "it comes at once, not after {notice} answers");
    sent.retain(|sent| !is_notice(sent));
    let introduction = sent.remove(0);
    assert!(introduction.text.contains("computerprogramma"), "{introduction:?}");
    assert_in_order(&sent);
    assert!((ANSWERED + 1..ANSWERED * 3).contains(&sent.len()), "{} answers", sent.len());
    let before = scene.pretend.sent(FLOODER).len();
    assert!(bot.stop("TERM").await.success());
    let bot = scene.start();
    scene.others_are_answered().await;
    assert_eq!(scene.pretend.sent(FLOODER).len(), before, "nothing is left of the flood");
    assert!(bot.stop("TERM").await.success());
}
