//! What the pretend server says and what we say to it, read by `frankenstein`, an independent implementation of the Bot API's types.

use std::time::Duration;

use frankenstein::methods::{
    AnswerCallbackQueryParams, DeleteWebhookParams, GetMyCommandsParams, GetMyDescriptionParams, GetMyNameParams,
    GetMyShortDescriptionParams, GetUpdatesParams, LeaveChatParams, SendMessageParams, SetMyCommandsParams,
    SetMyDescriptionParams, SetMyNameParams, SetMyShortDescriptionParams,
};
use frankenstein::response::{ErrorResponse, MethodResponse};
use frankenstein::types::{
    BotCommand, BotDescription, BotName, BotShortDescription, CallbackQuery, ChatMemberUpdated, ForumTopic,
    Message as TheirMessage, User,
};
use frankenstein::updates::WebhookInfo;
use loket::channels::Channel as _;
use loket::channels::telegram::{Access, Command, Profile, connect};
use loket::dialogue::{Button, Message, RichText};
use loket::privacy::Sensitive;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::pretend::{Fault, On, Pretend};

fn read<T: DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{error}: {value}"))
}

/// Reads `value` as `T` and writes it again: nothing may be lost or added.
fn round_trip<T: DeserializeOwned + Serialize>(value: &Value) {
    assert_eq!(&serde_json::to_value(read::<T>(value)).unwrap(), value);
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
    let kinds: Vec<&str> = updates.iter().map(read_update).collect();
    let mut wanted = vec!["message", "edited_message", "message", "message", "message", "message"];
    wanted.extend(["callback_query", "callback_query", "my_chat_member", "my_chat_member"]);
    wanted.extend(["my_chat_member", "message", "my_chat_member"]);
    assert_eq!(kinds, wanted);
    let photo: TheirMessage = read(&updates[2]["message"]);
    assert_eq!((photo.photo.map(|sizes| sizes.len()), photo.caption.as_deref()), (Some(1), Some("kijk")));
}

/// Reads what the update is about, and tells its kind. One kind at a time: the whole `Update` takes minutes to compile.
fn read_update(update: &Value) -> &str {
    let fields = update.as_object().unwrap();
    assert!(fields.len() == 2 && fields["update_id"].is_u64(), "{update}");
    let (kind, content) = fields.iter().find(|(name, _)| *name != "update_id").unwrap();
    match kind.as_str() {
        "message" => assert!(read::<TheirMessage>(content).edit_date.is_none()),
        "edited_message" => assert!(read::<TheirMessage>(content).edit_date.is_some()),
        "callback_query" => assert!(read::<CallbackQuery>(content).data.is_some()),
        "my_chat_member" => assert_ne!(read::<ChatMemberUpdated>(content).chat.id, 0),
        other => panic!("{other}"),
    }
    kind
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
    let sent: TheirMessage = read(&answer(&pretend, "sendMessage", send).await["result"]);
    assert_eq!((sent.text.as_deref(), sent.entities.map(|all| all.len())), (Some("Dag x"), Some(2)));
    assert!(sent.reply_markup.is_some());
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

    pretend.fault(On::next("getMe"), Fault::RetryAfter(5));
    let too_fast = refusal(&answer(&pretend, "getMe", json!({})).await);
    assert_eq!((too_fast.error_code, too_fast.parameters.unwrap().retry_after), (429, Some(5)));
    pretend.group(-9).moves_to(-10);
    let moved = refusal(&answer(&pretend, "sendMessage", json!({"chat_id": -9, "text": "x"})).await);
    assert_eq!((moved.error_code, moved.parameters.unwrap().migrate_to_chat_id), (400, Some(-10)));
    assert_eq!(refusal(&answer(&pretend, "noSuchMethod", json!({})).await).error_code, 404);
}

/// The bot beside which `benches/serve.rs` measures us is one of teloxide's, and asks who it is before all else.
#[tokio::test]
async fn a_bot_of_teloxide_understands_who_it_is() {
    let pretend = Pretend::start().await;
    let me: teloxide::types::Me = read(&answer(&pretend, "getMe", json!({})).await["result"]);
    assert_eq!((me.username(), me.has_main_web_app), ("loket_pretend_bot", false));
}

fn refusal(answer: &Value) -> ErrorResponse {
    read(answer)
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
