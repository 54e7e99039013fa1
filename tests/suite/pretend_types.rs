//! What the pretend server says and what we say to it, read by `frankenstein`, an independent implementation of the Bot API's types.

use std::time::Duration;

use frankenstein::methods::{
    AnswerCallbackQueryParams, DeleteWebhookParams, GetMyCommandsParams, GetMyDescriptionParams, GetMyNameParams,
    GetMyShortDescriptionParams, GetUpdatesParams, LeaveChatParams, SendMessageParams, SetMyCommandsParams,
    SetMyDescriptionParams, SetMyNameParams, SetMyShortDescriptionParams,
};
use frankenstein::response::{ErrorResponse, MethodResponse};
use frankenstein::types::{
    BotCommand, BotDescription, BotName, BotShortDescription, ForumTopic, Message as TheirMessage, User,
};
use frankenstein::updates::{Update, UpdateContent, WebhookInfo};
use loket::channels::Channel as _;
use loket::channels::telegram::{Access, Command, Profile, connect};
use loket::dialogue::{Button, Message, RichText};
use loket::privacy::Sensitive;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::pretend::Pretend;

/// Reads `value` as `T` and writes it again: nothing may be lost or added.
fn round_trip<T: DeserializeOwned + Serialize>(value: &Value) {
    let read: T = serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{error}: {value}"));
    assert_eq!(&serde_json::to_value(&read).unwrap(), value);
}

async fn our_ends(pretend: &Pretend) -> (loket::channels::telegram::TelegramChannel, Vec<Value>) {
    let token = Sensitive::new(pretend.token().to_owned());
    let access = Access { api_url: pretend.url(), ..Access::with_token(token) };
    let (channel, receiver) = connect(&access).unwrap();
    let batch = receiver.poll(Some(0), Duration::ZERO).await.unwrap();
    let updates = batch.updates.iter().map(|update| serde_json::from_slice(update.raw.expose()).unwrap()).collect();
    (channel, updates)
}

fn question() -> Message {
    Message {
        text: RichText::paragraph("Zeker <weten>?"),
        buttons: vec![Button { label: "Ja".into(), data: "yes".into() }],
    }
}

#[tokio::test]
async fn every_deed_of_people_is_an_update_of_the_bot_api() {
    let pretend = Pretend::start().await;
    let citizen = pretend.citizen(7).speaking("en");
    citizen.says("Hoi");
    let (channel, _) = our_ends(&pretend).await;
    channel.send("7", &question()).await.unwrap();
    citizen.edits("Hallo");
    citizen.sends_photo(Some("kijk"));
    citizen.sends_voice();
    citizen.sends_location();
    citizen.sends(&json!({"contact": {"phone_number": "0612345678", "first_name": "B"}}));
    citizen.presses("Ja");
    citizen.forges_press("x");
    citizen.blocks();
    citizen.unblocks();
    let group = pretend.group(-9);
    group.adds_bot();
    group.says(8, "Dag allemaal");
    group.kicks_bot();

    let (_, updates) = our_ends(&pretend).await;
    assert_eq!(updates.len(), 13);
    for update in &updates {
        let read: Update = serde_json::from_value(update.clone()).unwrap_or_else(|error| panic!("{error}: {update}"));
        assert_eq!(u64::from(read.update_id), update["update_id"].as_u64().unwrap());
    }
    let kind = |n: usize| serde_json::from_value::<Update>(updates[n].clone()).unwrap().content;
    assert!(matches!(kind(0), UpdateContent::Message(message) if message.text.as_deref() == Some("Hoi")));
    assert!(matches!(kind(1), UpdateContent::EditedMessage(message) if message.edit_date.is_some()));
    assert!(matches!(kind(2), UpdateContent::Message(message) if message.photo.is_some()));
    assert!(matches!(kind(6), UpdateContent::CallbackQuery(press) if press.data.as_deref() == Some("yes")));
    assert!(matches!(kind(8), UpdateContent::MyChatMember(change) if change.chat.id == 7));
}

/// The body of a refusal or of an answer, as it stands on the wire.
async fn answer(pretend: &Pretend, method: &str, params: Value) -> Value {
    crate::pretend_rules::post(pretend, &format!("/bot{}/{method}", pretend.token()), &params.to_string())
        .await
        .unwrap()
        .1
}

#[tokio::test]
async fn every_answer_is_one_of_the_bot_api() {
    let pretend = Pretend::start().await;
    pretend.citizen(7).says("Hoi");
    pretend.group(-9).adds_bot();
    pretend.group(-9).has_topics(true);
    let markup = json!({"inline_keyboard": [[{"text": "Ja", "callback_data": "y"}]]});
    let text = "<b>Dag</b> <a href=\"https://a.example\">x</a>";
    let send = json!({"chat_id": 7, "text": text, "parse_mode": "HTML", "reply_markup": markup});
    round_trip::<MethodResponse<TheirMessage>>(&answer(&pretend, "sendMessage", send).await);
    round_trip::<MethodResponse<User>>(&answer(&pretend, "getMe", json!({})).await);
    round_trip::<MethodResponse<ForumTopic>>(
        &answer(&pretend, "createForumTopic", json!({"chat_id": -9, "name": "Z"})).await,
    );
    round_trip::<MethodResponse<Vec<BotCommand>>>(&answer(&pretend, "getMyCommands", json!({})).await);
    round_trip::<MethodResponse<BotName>>(&answer(&pretend, "getMyName", json!({})).await);
    round_trip::<MethodResponse<BotDescription>>(&answer(&pretend, "getMyDescription", json!({})).await);
    round_trip::<MethodResponse<BotShortDescription>>(&answer(&pretend, "getMyShortDescription", json!({})).await);
    round_trip::<MethodResponse<WebhookInfo>>(&answer(&pretend, "getWebhookInfo", json!({})).await);
    round_trip::<MethodResponse<bool>>(&answer(&pretend, "deleteWebhook", json!({})).await);
    let updates = answer(&pretend, "getUpdates", json!({})).await;
    assert_eq!(serde_json::from_value::<MethodResponse<Vec<Update>>>(updates).unwrap().result.len(), 2);

    pretend.fault(crate::pretend::On::next("getMe"), crate::pretend::Fault::RetryAfter(5));
    round_trip::<ErrorResponse>(&answer(&pretend, "getMe", json!({})).await);
    pretend.group(-9).moves_to(-10);
    round_trip::<ErrorResponse>(&answer(&pretend, "sendMessage", json!({"chat_id": -9, "text": "x"})).await);
    round_trip::<ErrorResponse>(&answer(&pretend, "noSuchMethod", json!({})).await);
}

#[tokio::test]
async fn every_request_of_ours_is_one_of_the_bot_api() {
    let pretend = Pretend::start().await;
    pretend.citizen(7).says("Hoi");
    let (channel, _) = our_ends(&pretend).await;
    channel.send("7", &question()).await.unwrap();
    pretend.citizen(7).presses("Ja");
    channel.answer_press(&pretend.unanswered_presses()[0]).await;
    pretend.group(-9).adds_bot();
    channel.leave("-9").await.unwrap();
    channel.delete_webhook().await.unwrap();
    let commands = vec![Command { name: "start".into(), description: "Begin".into() }];
    let texts = |lang: &str| Profile {
        lang: Some(lang.to_owned()),
        name: Some(lang.to_owned()),
        description: lang.to_owned(),
        about: lang.to_owned(),
        commands: commands.clone(),
    };
    channel.set_up(&[texts("nl"), Profile { lang: None, ..texts("en") }]).await.unwrap();

    check::<GetUpdatesParams>(&pretend, "getUpdates", 1);
    check::<SendMessageParams>(&pretend, "sendMessage", 1);
    check::<AnswerCallbackQueryParams>(&pretend, "answerCallbackQuery", 1);
    check::<LeaveChatParams>(&pretend, "leaveChat", 1);
    check::<DeleteWebhookParams>(&pretend, "deleteWebhook", 1);
    check::<GetMyCommandsParams>(&pretend, "getMyCommands", 2);
    check::<SetMyCommandsParams>(&pretend, "setMyCommands", 2);
    check::<GetMyNameParams>(&pretend, "getMyName", 2);
    check::<SetMyNameParams>(&pretend, "setMyName", 2);
    check::<GetMyDescriptionParams>(&pretend, "getMyDescription", 2);
    check::<SetMyDescriptionParams>(&pretend, "setMyDescription", 2);
    check::<GetMyShortDescriptionParams>(&pretend, "getMyShortDescription", 2);
    check::<SetMyShortDescriptionParams>(&pretend, "setMyShortDescription", 2);
}

fn check<T: DeserializeOwned + Serialize>(pretend: &Pretend, method: &str, times: usize) {
    let calls = pretend.calls(method);
    assert_eq!(calls.len(), times, "{method}");
    for call in calls {
        round_trip::<T>(&call.params);
    }
}
