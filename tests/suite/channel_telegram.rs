//! The Telegram channel against the pretend Bot API server: sending, receiving, and every way in which both go wrong.

use std::time::Duration;

use loket::channels::telegram::{Access, AccessError, Command, PollError, Profile, Receiver, TelegramChannel, connect};
use loket::channels::{Channel as _, SendError};
use loket::dialogue::{Block, Button, Inline, Input, Message, RichText, Style};
use loket::privacy::Sensitive;
use proptest::prelude::*;
use serde_json::json;

use crate::pretend::{Fault, On, Pace, Pretend};

/// Long enough for loopback, short enough for tests that wait for it to pass.
const DEADLINE: Duration = Duration::from_millis(500);

fn access(pretend: &Pretend) -> Access {
    Access { token: Sensitive::new(pretend.token().to_owned()), api_url: pretend.url(), deadline: DEADLINE }
}

fn connected(pretend: &Pretend) -> (TelegramChannel, Receiver) {
    connect(&access(pretend)).expect("the settings are sound")
}

fn plain(text: &str) -> Message {
    Message { text: RichText::paragraph(text), buttons: Vec::new() }
}

fn button(label: &str, data: &str) -> Button {
    Button { label: label.to_owned(), data: data.to_owned() }
}

/// A server whose citizen 7 has written, and our two ends.
async fn with_citizen() -> (Pretend, TelegramChannel, Receiver) {
    let pretend = Pretend::start().await;
    pretend.citizen(7).says("Hoi");
    let (channel, receiver) = connected(&pretend);
    (pretend, channel, receiver)
}

#[tokio::test]
async fn a_message_arrives_with_its_looks_links_and_buttons() {
    let (pretend, channel, _) = with_citizen().await;
    let link = Inline { text: "de lijst".into(), style: Style::Bold, link: Some("https://a.example/?a=1&b=2".into()) };
    let text = RichText(vec![Block::Paragraph(vec![Inline::plain("<Zie> "), link])]);
    let buttons = vec![button("Ja", "yes"), button("Nee", "no"), button("Hoe lang duurt dat?", "i:access-deadline")];
    assert_eq!(channel.send("7", &Message { text, buttons }).await, Ok(()));

    let sent = &pretend.sent(7)[0];
    assert_eq!(sent.text, "<Zie> de lijst");
    let entities: Vec<_> = sent.entities.iter().map(|e| (e.kind, e.offset, e.length, e.url.as_deref())).collect();
    assert_eq!(entities, [("text_link", 6, 8, Some("https://a.example/?a=1&b=2")), ("bold", 6, 8, None)]);
    let labels: Vec<Vec<&str>> =
        sent.buttons.iter().map(|row| row.iter().map(|(label, _)| &**label).collect()).collect();
    assert_eq!(labels, [vec!["Ja", "Nee"], vec!["Hoe lang duurt dat?"]]);
    assert_eq!(pretend.calls("sendMessage")[0].params["link_preview_options"], json!({"is_disabled": true}));
}

#[test]
fn t11_whatever_a_text_holds_its_markup_is_accepted_and_its_words_arrive() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (pretend, channel, _) = runtime.block_on(with_citizen());
    let looks = prop_oneof![Just(Style::Plain), Just(Style::Bold), Just(Style::Italic)];
    let links = prop::option::of("https?://[a-z.]{0,8}.{0,8}");
    proptest!(ProptestConfig::with_cases(200), |(text in "\\PC{0,30}|[<>&;\"'/a b]{1,20}", style in looks, link in links)| {
        let inline = Inline { text: format!("x{text}x"), style, link };
        let message = Message { text: RichText(vec![Block::Paragraph(vec![inline])]), buttons: Vec::new() };
        prop_assert_eq!(runtime.block_on(channel.send("7", &message)), Ok(()));
        let arrived = pretend.log().pop().unwrap();
        let readable: String = text.chars().filter(|&c| !loket::dialogue::is_control(c)).collect();
        prop_assert_eq!(arrived.text, format!("x{readable}x"));
        prop_assert_eq!(arrived.parse_mode.as_deref(), Some("HTML"));
    });
}

#[tokio::test]
async fn a_long_message_goes_in_parts_and_only_the_last_has_the_buttons() {
    let (pretend, channel, _) = with_citizen().await;
    let message =
        Message { text: RichText::paragraph("Dit is een zin. ".repeat(601)), buttons: vec![button("Ja", "y")] };
    assert_eq!(channel.send("7", &message).await, Ok(()));
    let sent = pretend.sent(7);
    assert_eq!(sent.iter().map(|part| part.buttons.len()).collect::<Vec<_>>(), [0, 0, 1]);
    assert!(sent.iter().all(|part| part.text.ends_with("zin.")));
}

#[tokio::test]
async fn parts_that_arrived_are_not_sent_again_when_a_later_one_failed() {
    let (pretend, channel, _) = with_citizen().await;
    let message = plain(&"Dit is een zin. ".repeat(600));
    pretend.fault_every(2, &[Fault::BadGateway]);
    assert!(channel.send("7", &message).await.is_err());
    assert!(channel.send("7", &message).await.is_err());
    assert_eq!(channel.send("7", &message).await, Ok(()));
    let arrived: String = pretend.sent(7).iter().map(|part| format!("{} ", part.text)).collect();
    assert_eq!(arrived, "Dit is een zin. ".repeat(600));

    pretend.fault_every(0, &[]);
    assert_eq!(channel.send("7", &message).await, Ok(()));
    assert_eq!(pretend.sent(7).len(), 6, "said again later it is a message of its own");
}

#[tokio::test]
async fn a_message_whose_markup_is_refused_goes_once_more_as_plain_text() {
    let (pretend, channel, _) = with_citizen().await;
    let no_markup = Fault::Refuse(400, "Bad Request: can't parse entities: Unclosed start tag at byte offset 3");
    pretend.fault(On::chat(7), no_markup);
    assert_eq!(channel.send("7", &plain("a < b")).await, Ok(()));
    let sent = pretend.sent(7);
    assert_eq!((sent[0].text.as_str(), sent[0].parse_mode.as_deref()), ("a < b", None));

    pretend.fault(On::chat(7).times(2), no_markup);
    assert_eq!(channel.send("7", &plain("a < b")).await, Err(SendError::Refused("the markup is not accepted")));
}

#[tokio::test]
async fn a_chat_that_will_never_take_a_message_again_is_gone() {
    let (pretend, channel, _) = with_citizen().await;
    let gone = async |id: &str| matches!(channel.send(id, &plain("Dag")).await, Err(SendError::Gone(_)));
    assert!(gone("8").await, "never wrote");
    assert!(gone("seven").await, "not an id");
    pretend.citizen(7).blocks();
    assert!(gone("7").await, "blocked");
    pretend.citizen(7).unblocks();
    assert!(!gone("7").await, "unblocked");
    pretend.citizen(7).deletes_account();
    assert!(gone("7").await, "deleted");
    pretend.group(-9).adds_bot();
    pretend.group(-9).kicks_bot();
    assert!(gone("-9").await, "kicked");
    pretend.group(-9).moves_to(-10);
    assert!(gone("-9").await, "moved: the new id is not followed");
    assert!(pretend.sent(-10).is_empty());
}

#[tokio::test]
async fn a_message_that_telegram_would_never_take_is_refused_before_or_by_it() {
    let (pretend, channel, _) = with_citizen().await;
    let refused = async |message: Message| matches!(channel.send("7", &message).await, Err(SendError::Refused(_)));
    assert!(refused(plain(" ")).await);
    assert!(refused(Message { buttons: vec![button("Ja", &"x".repeat(65))], ..plain("Dag") }).await);
    assert!(refused(Message { buttons: vec![button("", "x")], ..plain("Dag") }).await);
    assert_eq!(pretend.calls("sendMessage").len(), 0);
    pretend.fault(On::chat(7), Fault::Refuse(400, "Bad Request: something of next year"));
    assert!(refused(plain("Dag")).await);
}

#[tokio::test]
async fn how_long_to_wait_is_what_telegram_says() {
    let (pretend, channel, _) = with_citizen().await;
    pretend.fault(On::chat(7), Fault::RetryAfter(17));
    assert_eq!(channel.send("7", &plain("Dag")).await, Err(SendError::RetryAfter(Duration::from_secs(17))));
    pretend.enforce(Pace::default());
    for _ in 0..5 {
        assert_eq!(channel.send("7", &plain("Dag")).await, Ok(()));
    }
    assert_eq!(channel.send("7", &plain("Dag")).await, Err(SendError::RetryAfter(Duration::from_secs(1))));
}

#[tokio::test]
async fn t30_what_may_pass_is_temporary_whether_or_not_the_message_arrived() {
    let (pretend, channel, _) = with_citizen().await;
    for (fault, why, arrives) in [
        (Fault::BadGateway, "the reply is not of Telegram's form", false),
        (Fault::ServerError, "a server error", false),
        (Fault::ResetBefore, "the connection broke", false),
        (Fault::ResetAfter, "the connection broke", true),
        (Fault::HalfAnswer, "the reply broke off", true),
        (Fault::Hang, "no reply in time", false),
    ] {
        let before = pretend.sent_total();
        pretend.fault(On::chat(7), fault);
        assert_eq!(channel.send("7", &plain("Dag")).await, Err(SendError::Temporary(why)), "{fault:?}");
        assert_eq!(pretend.sent_total() - before, usize::from(arrives), "{fault:?}");
        assert_eq!(channel.send("7", &plain("Dag")).await, Ok(()), "after {fault:?}");
    }
}

#[tokio::test]
async fn no_network_is_temporary() {
    let access = access(&Pretend::start().await);
    let (channel, receiver) = connect(&access).unwrap();
    assert_eq!(channel.send("7", &plain("Dag")).await, Err(SendError::Temporary("no connection")));
    assert_eq!(receiver.poll(None, Duration::ZERO).await.unwrap_err(), PollError::Temporary("no connection"));
}

#[tokio::test]
async fn a_revoked_token_is_named_as_such() {
    let (pretend, channel, receiver) = with_citizen().await;
    pretend.revoke_token();
    assert_eq!(channel.send("7", &plain("Dag")).await, Err(SendError::Unauthorised));
    assert_eq!(channel.me().await, Err(SendError::Unauthorised));
    assert_eq!(receiver.poll(None, Duration::ZERO).await.unwrap_err(), PollError::Unauthorised);
}

#[tokio::test]
async fn an_update_keeps_its_text_to_the_letter_and_comes_again_until_confirmed() {
    let (pretend, _, receiver) = with_citizen().await;
    let odd = pretend.inject_raw(|id| format!(r#"{{ "update_id": {id},  "of_next_year": {{"x": 1.50}} }}"#));
    for _ in 0..2 {
        let batch = receiver.poll(None, Duration::ZERO).await.unwrap();
        let last = batch.updates.last().unwrap();
        assert_eq!((batch.updates.len(), last.id), (2, odd));
        let raw = format!(r#"{{ "update_id": {odd},  "of_next_year": {{"x": 1.50}} }}"#);
        assert_eq!(last.raw.expose(), raw.as_bytes());
        let first = batch.updates[0].read().unwrap();
        assert_eq!(first.chat_id, "7");
        assert!(matches!(first.input, Input::Text { text, .. } if text.expose() == "Hoi"));
    }
    let after = receiver.poll(Some(odd + 1), Duration::ZERO).await.unwrap();
    assert!(after.updates.is_empty());
    assert_eq!(pretend.pending_updates(), 0);
}

#[tokio::test]
async fn an_update_without_an_id_is_counted_and_hides_no_other() {
    let (pretend, _, receiver) = with_citizen().await;
    pretend.inject_raw(|_| r#"{"message":{"chat":{"id":7}}}"#.to_owned());
    pretend.citizen(7).says("en nog iets");
    let batch = receiver.poll(None, Duration::ZERO).await.unwrap();
    assert_eq!((batch.updates.len(), batch.unreadable), (2, 1));
}

#[tokio::test]
async fn t09_ids_that_restart_lower_are_received() {
    let (pretend, _, receiver) = with_citizen().await;
    let last = receiver.poll(None, Duration::ZERO).await.unwrap().updates[0].id;
    assert!(receiver.poll(Some(last + 1), Duration::ZERO).await.unwrap().updates.is_empty());
    pretend.restart_ids(5);
    pretend.citizen(7).says("na een stille week");
    let batch = receiver.poll(Some(last + 1), Duration::ZERO).await.unwrap();
    assert_eq!(batch.updates[0].id, 5);
    assert!(receiver.poll(Some(6), Duration::ZERO).await.unwrap().updates.is_empty());
    assert_eq!(pretend.pending_updates(), 0);
}

#[tokio::test]
async fn a_poll_waits_for_the_first_update() {
    let pretend = Pretend::start().await;
    let (_, receiver) = connected(&pretend);
    let poll = tokio::spawn(async move { receiver.poll(None, Duration::from_secs(30)).await });
    pretend.wait_for_calls("getUpdates", 1).await;
    pretend.citizen(7).says("Hoi");
    assert_eq!(poll.await.unwrap().unwrap().updates.len(), 1);
}

#[tokio::test]
async fn a_poll_that_is_dropped_loses_nothing() {
    let pretend = Pretend::start().await;
    let (_, receiver) = connected(&pretend);
    tokio::select! {
        _ = receiver.poll(None, Duration::from_secs(30)) => panic!("nothing was said"),
        () = pretend.wait_for_calls("getUpdates", 1) => {}
    }
    pretend.citizen(7).says("Hoi");
    assert_eq!(receiver.poll(None, Duration::from_secs(30)).await.unwrap().updates.len(), 1);
}

#[tokio::test]
async fn only_what_we_read_is_asked_for() {
    let (pretend, _, receiver) = with_citizen().await;
    receiver.poll(None, Duration::ZERO).await.unwrap();
    let kinds = json!(["message", "edited_message", "callback_query", "my_chat_member", "chat_member"]);
    assert_eq!(pretend.calls("getUpdates")[0].params["allowed_updates"], kinds);
}

#[tokio::test]
async fn t40_a_second_poller_and_a_webhook_are_told_apart() {
    let pretend = Pretend::start().await;
    let (channel, receiver) = connected(&pretend);
    let first = tokio::spawn(async move { receiver.poll(None, Duration::from_secs(30)).await });
    pretend.wait_for_calls("getUpdates", 1).await;
    let (_, second) = connected(&pretend);
    second.poll(None, Duration::ZERO).await.unwrap();
    assert_eq!(first.await.unwrap().unwrap_err(), PollError::OtherPoller);

    pretend.sets_webhook("https://bot.example/hook");
    assert_eq!(second.poll(None, Duration::ZERO).await.unwrap_err(), PollError::WebhookSet);
    assert_eq!(channel.delete_webhook().await, Ok(()));
    assert!(second.poll(None, Duration::ZERO).await.is_ok());
}

#[tokio::test]
async fn t30_a_poll_that_goes_wrong_may_be_repeated() {
    let (pretend, _, receiver) = with_citizen().await;
    for fault in [Fault::BadGateway, Fault::ServerError, Fault::ResetBefore, Fault::HalfAnswer, Fault::Hang] {
        pretend.fault(On::next("getUpdates"), fault);
        let error = receiver.poll(None, Duration::ZERO).await.unwrap_err();
        assert!(matches!(error, PollError::Temporary(_)), "{fault:?}");
    }
    pretend.fault(On::next("getUpdates"), Fault::RetryAfter(3));
    let error = receiver.poll(None, Duration::ZERO).await.unwrap_err();
    assert_eq!(error, PollError::RetryAfter(Duration::from_secs(3)));
    assert_eq!(receiver.poll(None, Duration::ZERO).await.unwrap().updates.len(), 1);
}

#[tokio::test]
async fn a_press_is_answered_and_a_failure_only_counted() {
    let (pretend, channel, receiver) = with_citizen().await;
    channel.send("7", &Message { buttons: vec![button("Ja", "yes")], ..plain("Zeker?") }).await.unwrap();
    pretend.citizen(7).presses("Ja");
    let batch = receiver.poll(None, Duration::ZERO).await.unwrap();
    let press = batch.updates[1].read().unwrap();
    assert!(matches!(press.input, Input::Press { data } if data.expose() == "yes"));
    let press_id = press.press_id.unwrap();

    channel.answer_press(&press_id).await;
    assert!(pretend.unanswered_presses().is_empty());
    assert_eq!(channel.unanswered_presses(), 0);
    channel.answer_press(&press_id).await;
    assert_eq!(channel.unanswered_presses(), 1);
}

#[tokio::test]
async fn t26_a_group_is_left_once_and_leaving_again_is_no_error() {
    let pretend = Pretend::start().await;
    let (channel, receiver) = connected(&pretend);
    pretend.group(-9).adds_bot();
    let batch = receiver.poll(None, Duration::ZERO).await.unwrap();
    let incoming = batch.updates[0].read().unwrap();
    assert!(matches!(incoming.input, Input::Group));
    assert_eq!(channel.leave(&incoming.chat_id).await, Ok(()));
    assert_eq!(channel.leave(&incoming.chat_id).await, Ok(()));
    assert_eq!(pretend.left(), [-9]);
    let after = receiver.poll(Some(batch.updates[0].id + 1), Duration::ZERO).await.unwrap();
    assert!(after.updates[0].read().is_none(), "our own leaving asks nothing of us");
}

fn profile(lang: Option<&str>) -> Profile {
    Profile {
        lang: lang.map(str::to_owned),
        name: Some("Loket".into()),
        description: "Vragen over uw gegevens".into(),
        about: "Een computerprogramma".into(),
        commands: vec![Command { name: "start".into(), description: "Opnieuw beginnen".into() }],
    }
}

#[tokio::test]
async fn what_people_see_is_written_once_and_then_only_when_it_differs() {
    let pretend = Pretend::start().await;
    let (channel, _) = connected(&pretend);
    let me = channel.me().await.unwrap();
    assert_eq!((me.id, me.username.as_str()), (110_201_543, "loket_pretend_bot"));

    let english = Profile { description: "Questions about your data".into(), ..profile(Some("en")) };
    let profiles = [profile(None), english];
    assert_eq!(channel.set_up(&profiles).await, Ok(()));
    let written =
        || ["setMyCommands", "setMyDescription", "setMyShortDescription", "setMyName"].map(|m| pretend.calls(m).len());
    assert_eq!(written(), [2, 2, 1, 1]);
    assert_eq!(pretend.calls("setMyDescription")[1].params["language_code"], "en");
    assert_eq!(channel.set_up(&profiles).await, Ok(()));
    assert_eq!(written(), [2, 2, 1, 1]);
}

#[tokio::test]
async fn what_breaks_telegrams_limits_is_refused_before_anything_is_written() {
    let pretend = Pretend::start().await;
    let (channel, _) = connected(&pretend);
    let command =
        |name: &str, description: &str| vec![Command { name: name.to_owned(), description: description.to_owned() }];
    for wrong in [
        Profile { lang: Some("nld".into()), ..profile(None) },
        Profile { name: Some("x".repeat(65)), ..profile(None) },
        Profile { description: "x".repeat(513), ..profile(None) },
        Profile { about: "x".repeat(121), ..profile(None) },
        Profile { commands: command("Start", "x"), ..profile(None) },
        Profile { commands: command("", "x"), ..profile(None) },
        Profile { commands: command(&"x".repeat(33), "x"), ..profile(None) },
        Profile { commands: command("start", ""), ..profile(None) },
        Profile { commands: command("start", &"x".repeat(257)), ..profile(None) },
    ] {
        assert!(matches!(channel.set_up(&[profile(None), wrong]).await, Err(SendError::Refused(_))));
    }
    assert!(pretend.calls("setMyCommands").is_empty());
}

#[test]
fn settings_that_cannot_be_right_are_refused_at_once() {
    let with = |token: &str, api_url: &str| {
        let token = Sensitive::new(token.to_owned());
        connect(&Access { api_url: api_url.to_owned(), ..Access::with_token(token) }).err()
    };
    assert_eq!(with("", "https://api.telegram.org"), Some(AccessError::Token));
    assert_eq!(with("1:a/../b", "https://api.telegram.org"), Some(AccessError::Token));
    assert_eq!(with("1:a", "api.telegram.org"), Some(AccessError::Url));
    assert_eq!(with("1:a", "mailto:x@a.example"), Some(AccessError::Url));
    assert_eq!(with(" 1:a\n", "https://api.telegram.org/"), None);
}

#[tokio::test]
async fn t17_no_error_shows_the_token() {
    let (pretend, channel, receiver) = with_citizen().await;
    let mut shown = format!("{:?}", access(&pretend));
    for fault in [
        Fault::BadGateway,
        Fault::ServerError,
        Fault::ResetBefore,
        Fault::HalfAnswer,
        Fault::Hang,
        Fault::RetryAfter(1),
        Fault::Refuse(400, "Bad Request: bot110201543:AAH-canary_token_of_the_pretend_bot"),
        Fault::Refuse(403, "Forbidden: 110201543:AAH-canary_token_of_the_pretend_bot"),
        Fault::Refuse(409, "Conflict: AAH-canary_token_of_the_pretend_bot"),
    ] {
        pretend.fault(On::chat(7), fault);
        let error = channel.send("7", &plain("Dag")).await.unwrap_err();
        pretend.fault(On::next("getUpdates"), fault);
        let poll = receiver.poll(None, Duration::ZERO).await.unwrap_err();
        shown.push_str(&format!("{error} {error:?} {poll} {poll:?}\n"));
    }
    drop(pretend);
    let error = channel.send("7", &plain("Dag")).await.unwrap_err();
    let misspelt = connect(&Access::with_token(Sensitive::new("AAH-canary_token".to_owned()))).err().unwrap();
    shown.push_str(&format!("{error} {error:?} {misspelt} {misspelt:?}"));
    assert!(!shown.contains("canary") && !shown.contains("110201543"), "{shown}");
}
