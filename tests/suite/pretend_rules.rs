//! The pretend Bot API server keeps Telegram's rules: asked over a bare socket, without our own client.

use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::pretend::{Fault, On, Pace, Pretend, TABLE, TOKEN};

/// What the server answers to `body` at `path`; `None` when it breaks the connection off.
pub(crate) async fn post(pretend: &Pretend, path: &str, body: &str) -> Option<(u16, Value)> {
    let mut socket = TcpStream::connect(pretend.url().trim_start_matches("http://")).await.unwrap();
    let head = format!("POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n");
    let request = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some((status, serde_json::from_str(body).unwrap_or(Value::Null)))
}

/// The result of a call, or code and description of its refusal.
async fn call(pretend: &Pretend, method: &str, params: Value) -> Result<Value, (u16, String)> {
    let (status, mut answer) =
        post(pretend, &format!("/bot{TOKEN}/{method}"), &params.to_string()).await.expect("an answer");
    if answer["ok"] == true {
        return Ok(answer["result"].take());
    }
    assert_eq!(answer["error_code"], status);
    Err((status, answer["description"].as_str().unwrap().to_owned()))
}

async fn refusal(pretend: &Pretend, method: &str, params: Value) -> (u16, String) {
    call(pretend, method, params).await.expect_err("a refusal")
}

/// Why `sendMessage` to citizen 7 with these parameters is refused; empty when it is not.
async fn why_not_sent(pretend: &Pretend, params: Value) -> String {
    let mut all = json!({"chat_id": 7, "text": "Dag"});
    all.as_object_mut().unwrap().extend(params.as_object().unwrap().clone());
    match call(pretend, "sendMessage", all).await {
        Ok(_) => String::new(),
        Err((400, why)) => why.trim_start_matches("Bad Request: ").to_owned(),
        Err(other) => panic!("{other:?}"),
    }
}

/// Citizen 7 has written.
async fn with_citizen() -> Pretend {
    let pretend = Pretend::start().await;
    pretend.citizen(7).says("Hoi");
    pretend
}

fn ids(updates: &Value) -> Vec<i64> {
    updates.as_array().unwrap().iter().map(|update| update["update_id"].as_i64().unwrap()).collect()
}

/// A value of this type, wherever it is allowed to be anything.
fn sample(types: &str) -> Value {
    match types.split('|').next().unwrap() {
        "Integer" => json!(7),
        "Boolean" => json!(true),
        "String" => json!("x"),
        "InlineKeyboardMarkup" => json!({"inline_keyboard": []}),
        "LinkPreviewOptions" => json!({"is_disabled": true}),
        list if list.starts_with("Array of String") => json!(["message"]),
        list if list.starts_with("Array of ") => json!([]),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn every_method_of_the_table_is_handled_and_its_parameters_are_checked() {
    let pretend = with_citizen().await;
    assert_eq!(TABLE.methods.len(), 25);
    for (method, fields) in &TABLE.methods {
        let required: Map<String, Value> = fields
            .iter()
            .filter_map(|(name, types)| Some((name.strip_suffix('!')?.to_owned(), sample(types))))
            .collect();
        let outcome = call(&pretend, method, Value::Object(required.clone())).await;
        assert!(
            outcome.is_ok() || outcome.is_err_and(|(code, why)| code == 400 && !why.contains("parameter")),
            "{method}"
        );
        for name in required.keys() {
            let mut lacking = required.clone();
            lacking.remove(name);
            let (code, why) = refusal(&pretend, method, Value::Object(lacking)).await;
            assert_eq!((code, why), (400, format!("Bad Request: parameter \"{name}\" is required")), "{method}");
        }
        let mut unknown = required.clone();
        unknown.insert("colour".into(), json!("red"));
        let (_, why) = refusal(&pretend, method, Value::Object(unknown)).await;
        assert!(why.contains("unknown parameter \"colour\""), "{method}: {why}");
        for name in fields.keys().map(|name| name.trim_end_matches('!')) {
            let mut wrong = required.clone();
            wrong.insert(name.to_owned(), Value::Null);
            let (_, why) = refusal(&pretend, method, Value::Object(wrong)).await;
            assert!(why.contains(&format!("parameter \"{name}\" must be of type")), "{method}: {why}");
        }
        if method == "setWebhook" {
            call(&pretend, "deleteWebhook", json!({})).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_wrong_token_a_wrong_method_and_a_wrong_address_differ() {
    let pretend = Pretend::start().await;
    for (path, code) in [
        ("/bot1:wrong/getMe", 401),
        ("/botwrong/getMe", 404),
        ("/getMe", 404),
        (&format!("/bot{TOKEN}/getme"), 200),
        (&format!("/bot{TOKEN}/get_me"), 404),
        (&format!("/bot{TOKEN}/banEverybody"), 404),
    ] {
        let (status, answer) = post(&pretend, path, "").await.unwrap();
        assert_eq!(status, code, "{path}");
        assert_eq!(answer["ok"], code == 200);
    }
    let (status, _) = post(&pretend, &format!("/bot{TOKEN}/getMe"), "[1").await.unwrap();
    assert_eq!(status, 400);
    pretend.revoke_token();
    assert_eq!(refusal(&pretend, "getMe", json!({})).await.0, 401);
}

#[tokio::test]
async fn updates_come_again_until_an_offset_above_them_and_then_never() {
    let pretend = Pretend::start().await;
    let all: Vec<i64> = (0..5).map(|n| pretend.citizen(7).says(&n.to_string())).collect();
    let poll = async |params: Value| ids(&call(&pretend, "getUpdates", params).await.unwrap());
    assert_eq!(poll(json!({})).await, all);
    assert_eq!(poll(json!({"limit": 2})).await, all[..2]);
    assert_eq!(poll(json!({"offset": all[0]})).await, all);
    assert_eq!(poll(json!({"offset": all[2]})).await, all[2..]);
    assert_eq!(poll(json!({"offset": 0})).await, all[2..]);
    assert_eq!(poll(json!({"offset": 1})).await, all[2..]);
    assert_eq!(poll(json!({"offset": -1})).await, all[4..]);
    assert_eq!(poll(json!({"offset": all[4] + 1000})).await, all[4..], "an offset in the far future confirms nothing");
    assert!(poll(json!({"offset": all[4] + 1})).await.is_empty());
    pretend.restart_ids(3);
    pretend.citizen(7).says("na een week");
    assert_eq!(poll(json!({"offset": all[4] + 1})).await, [3]);
    assert_eq!(poll(json!({"offset": all[4] + 1})).await, [3]);
}

#[tokio::test]
async fn limits_and_time_outs_have_their_range() {
    let pretend = Pretend::start().await;
    for wrong in [json!({"limit": 0}), json!({"limit": 101}), json!({"timeout": -1}), json!({"timeout": 51})] {
        assert_eq!(refusal(&pretend, "getUpdates", wrong).await.0, 400);
    }
    let (code, why) = refusal(&pretend, "getUpdates", json!({"allowed_updates": ["message", "gossip"]})).await;
    assert!(code == 400 && why.contains("gossip"));
}

#[tokio::test]
async fn the_kinds_once_asked_for_stay_in_force() {
    let pretend = Pretend::start().await;
    call(&pretend, "getUpdates", json!({"allowed_updates": ["callback_query"]})).await.unwrap();
    pretend.citizen(7).says("ongehoord");
    pretend.citizen(7).forges_press("x");
    let updates = call(&pretend, "getUpdates", json!({})).await.unwrap();
    assert_eq!(updates.as_array().unwrap().len(), 1);
    call(&pretend, "getUpdates", json!({"allowed_updates": []})).await.unwrap();
    pretend.citizen(7).says("gehoord");
    assert_eq!(call(&pretend, "getUpdates", json!({})).await.unwrap().as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_poll_that_waits_ends_with_409_when_another_starts_or_a_webhook_is_set() {
    let pretend = std::sync::Arc::new(Pretend::start().await);
    let wait = |pretend: &std::sync::Arc<Pretend>| {
        let pretend = std::sync::Arc::clone(pretend);
        tokio::spawn(async move { refusal(&pretend, "getUpdates", json!({"timeout": 50})).await })
    };
    let first = wait(&pretend);
    pretend.wait_for_calls("getUpdates", 1).await;
    call(&pretend, "getUpdates", json!({})).await.unwrap();
    let (code, why) = first.await.unwrap();
    assert!(code == 409 && why.starts_with("Conflict: terminated by other getUpdates request"), "{why}");

    let second = wait(&pretend);
    pretend.wait_for_calls("getUpdates", 3).await;
    call(&pretend, "setWebhook", json!({"url": "https://bot.example"})).await.unwrap();
    assert_eq!(second.await.unwrap().0, 409);
    assert_eq!(refusal(&pretend, "getUpdates", json!({})).await.0, 409);
    assert_eq!(call(&pretend, "getWebhookInfo", json!({})).await.unwrap()["url"], "https://bot.example");
    call(&pretend, "deleteWebhook", json!({})).await.unwrap();
    call(&pretend, "getUpdates", json!({})).await.unwrap();
}

#[tokio::test]
async fn a_text_is_one_to_4096_utf16_units_once_its_markup_is_read() {
    let pretend = with_citizen().await;
    assert_eq!(why_not_sent(&pretend, json!({"text": "x".repeat(4096)})).await, "");
    assert_eq!(why_not_sent(&pretend, json!({"text": "x".repeat(4097)})).await, "message is too long");
    assert_eq!(why_not_sent(&pretend, json!({"text": "😀".repeat(2049)})).await, "message is too long");
    assert_eq!(why_not_sent(&pretend, json!({"text": " \n"})).await, "message text is empty");
    let bold = format!("<b>{}</b>", "&lt;".repeat(4096));
    assert_eq!(why_not_sent(&pretend, json!({"text": bold, "parse_mode": "HTML"})).await, "");
    assert_eq!(why_not_sent(&pretend, json!({"text": "<b></b>", "parse_mode": "HTML"})).await, "message text is empty");
    assert_eq!(why_not_sent(&pretend, json!({"parse_mode": "Markdown"})).await, "unsupported parse_mode");
}

#[tokio::test]
async fn markup_is_read_as_telegram_does_and_stricter() {
    let pretend = with_citizen().await;
    for (html, wanted) in [
        ("<b>vet <i>en schuin</i></b> &lt;x&gt; &amp; &quot;y&quot; &#233;&#xe9;", ""),
        ("<a href=\"https://a.example/?a=1&amp;b=2\">x</a> <code>c</code> <u>u</u> <s>s</s>", ""),
        ("<span class=\"tg-spoiler\">s</span><blockquote>q</blockquote><pre>p</pre>", ""),
        ("<h1>x</h1>", "Unsupported start tag \"h1\" at byte offset 0"),
        ("é<p>x</p>", "Unsupported start tag \"p\" at byte offset 2"),
        ("<b>x", "Can't find end tag corresponding to start tag \"b\""),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", "Unmatched end tag at byte offset 7, expected \"</i>\", found \"</b>\""),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("a & b", "Unknown entity at byte offset 2"),
        ("a &nbsp; b", "Unknown entity at byte offset 2"),
        ("a > b", "Unescaped character \">\" at byte offset 2"),
        ("<b class=\"x\">x</b>", "Unsupported start tag \"b\" at byte offset 0"),
        ("<a href=\"mailto:x@a.example\">x</a>", "Unsupported address at byte offset 0"),
        ("<a href=\"https://intranet\">x</a>", "Unsupported address at byte offset 0"),
        ("<a>x</a>", "Unsupported start tag \"a\" at byte offset 0"),
    ] {
        let why = why_not_sent(&pretend, json!({"text": html, "parse_mode": "HTML"})).await;
        assert_eq!(why.trim_start_matches("can't parse entities: "), wanted, "{html}");
    }
    let sent = &pretend.sent(7)[0];
    assert_eq!(sent.text, "vet en schuin <x> & \"y\" éé");
    let places: Vec<_> = sent.entities.iter().map(|entity| (entity.kind, entity.offset, entity.length)).collect();
    assert_eq!(places, [("italic", 4, 9), ("bold", 0, 13)]);
}

#[tokio::test]
async fn buttons_have_labels_data_of_1_to_64_bytes_and_places_for_a_hundred() {
    let pretend = with_citizen().await;
    let keyboard = |rows: Value| json!({"reply_markup": {"inline_keyboard": rows}});
    let key = |data: &str| json!({"text": "Ja", "callback_data": data});
    assert_eq!(why_not_sent(&pretend, keyboard(json!([[key(&"x".repeat(64))]]))).await, "");
    assert_eq!(why_not_sent(&pretend, keyboard(json!([vec![key("x"); 8]]))).await, "");
    assert_eq!(why_not_sent(&pretend, keyboard(json!([[key("")]]))).await, "BUTTON_DATA_INVALID");
    assert_eq!(why_not_sent(&pretend, keyboard(json!([[key(&"é".repeat(33))]]))).await, "BUTTON_DATA_INVALID");
    assert_eq!(why_not_sent(&pretend, keyboard(json!(vec![[key("x")]; 101]))).await, "reply markup is too long");
    for wrong in [
        json!([vec![key("x"); 9]]),
        json!([[]]),
        json!([[{"text": " ", "callback_data": "x"}]]),
        json!([[{"text": "Ja"}]]),
        json!([[{"text": "Ja", "callback_data": "x", "url": "https://a.example"}]]),
        json!([[{"text": "Ja", "callback_data": "x", "colour": "red"}]]),
    ] {
        assert_ne!(why_not_sent(&pretend, keyboard(wrong.clone())).await, "", "{wrong}");
    }
}

#[tokio::test]
async fn a_press_can_be_answered_once() {
    let pretend = with_citizen().await;
    let markup = json!({"inline_keyboard": [[{"text": "Ja", "callback_data": "y"}]]});
    assert_eq!(why_not_sent(&pretend, json!({"reply_markup": markup})).await, "");
    pretend.citizen(7).presses("Ja");
    let press = pretend.unanswered_presses().remove(0);
    call(&pretend, "answerCallbackQuery", json!({"callback_query_id": press})).await.unwrap();
    assert!(pretend.unanswered_presses().is_empty());
    for again in [press.as_str(), "12345"] {
        let (code, why) = refusal(&pretend, "answerCallbackQuery", json!({"callback_query_id": again})).await;
        assert!(code == 400 && why.contains("query is too old"), "{why}");
    }
}

#[tokio::test]
async fn what_can_be_written_to_depends_on_who_lets_us() {
    let pretend = with_citizen().await;
    let send = async |chat: i64| refusal(&pretend, "sendMessage", json!({"chat_id": chat, "text": "Dag"})).await;
    assert_eq!(send(8).await, (400, "Bad Request: chat not found".to_owned()));
    pretend.citizen(7).blocks();
    assert_eq!(send(7).await, (403, "Forbidden: bot was blocked by the user".to_owned()));
    pretend.citizen(7).deletes_account();
    assert_eq!(send(7).await, (403, "Forbidden: user is deactivated".to_owned()));
    pretend.group(-9).adds_bot();
    pretend.group(-9).kicks_bot();
    assert_eq!(send(-9).await, (403, "Forbidden: bot was kicked from the supergroup chat".to_owned()));
    pretend.group(-10).moves_to(-11);
    let params = json!({"chat_id": -10, "text": "Dag"}).to_string();
    let (_, answer) = post(&pretend, &format!("/bot{TOKEN}/sendMessage"), &params).await.unwrap();
    assert_eq!(answer["parameters"]["migrate_to_chat_id"], -11);
}

#[tokio::test]
async fn a_group_is_left_once() {
    let pretend = with_citizen().await;
    pretend.group(-9).adds_bot();
    call(&pretend, "leaveChat", json!({"chat_id": -9})).await.unwrap();
    assert_eq!(refusal(&pretend, "leaveChat", json!({"chat_id": -9})).await.0, 403);
    assert_eq!(refusal(&pretend, "leaveChat", json!({"chat_id": 7})).await.0, 400);
    assert_eq!(pretend.left(), [-9]);
}

#[tokio::test]
async fn topics_belong_to_forums_and_threads_must_exist() {
    let pretend = Pretend::start().await;
    let group = pretend.group(-9);
    group.adds_bot();
    let create = async |name: &str| call(&pretend, "createForumTopic", json!({"chat_id": -9, "name": name})).await;
    assert_eq!(create("Zaak").await.unwrap_err().1, "Bad Request: the chat is not a forum");
    group.has_topics(false);
    assert_eq!(create("Zaak").await.unwrap_err().1, "Bad Request: not enough rights to create a topic");
    group.has_topics(true);
    assert!(create("").await.is_err() && create(&"x".repeat(129)).await.is_err());
    let thread = create("Zaak").await.unwrap()["message_thread_id"].clone();
    let send = async |thread: &Value| {
        call(&pretend, "sendMessage", json!({"chat_id": -9, "text": "Dag", "message_thread_id": thread})).await
    };
    assert_eq!(send(&thread).await.unwrap()["message_thread_id"], thread);
    assert_eq!(send(&json!(999)).await.unwrap_err().1, "Bad Request: message thread not found");
    let close = json!({"chat_id": -9, "message_thread_id": thread});
    call(&pretend, "closeForumTopic", close.clone()).await.unwrap();
    assert_eq!(refusal(&pretend, "closeForumTopic", close.clone()).await.1, "Bad Request: TOPIC_NOT_MODIFIED");
    call(&pretend, "deleteForumTopic", close.clone()).await.unwrap();
    assert!(pretend.sent(-9)[0].deleted, "with all that is in it");
    assert_eq!(refusal(&pretend, "deleteForumTopic", close.clone()).await.1, "Bad Request: message thread not found");
    group.forbids_deleting();
    let no_rights = "Bad Request: not enough rights to delete the topic";
    assert_eq!(refusal(&pretend, "deleteForumTopic", close).await.1, no_rights);
}

#[tokio::test]
async fn messages_are_deleted_in_groups_of_a_hundred_and_others_only_with_the_right() {
    let pretend = Pretend::start().await;
    let group = pretend.group(-9);
    group.adds_bot();
    let ours = call(&pretend, "sendMessage", json!({"chat_id": -9, "text": "Dag"})).await.unwrap();
    let theirs = group.officer(7).sends(&json!({"text": "Hallo"}));
    let delete = |numbers: Value| json!({"chat_id": -9, "message_ids": numbers});
    group.forbids_deleting();
    let both = delete(json!([ours["message_id"], theirs]));
    assert_eq!(refusal(&pretend, "deleteMessages", both).await.1, "Bad Request: message can't be deleted for everyone");
    assert!(!pretend.sent(-9)[0].deleted, "all or none");
    call(&pretend, "deleteMessages", delete(json!([ours["message_id"]]))).await.unwrap();
    assert!(pretend.sent(-9)[0].deleted);
    let many: Vec<i64> = (1..=101).collect();
    assert_eq!(refusal(&pretend, "deleteMessages", delete(json!(many))).await.0, 400);
}

#[tokio::test]
async fn messages_can_be_edited_into_something_else_and_deleted_once() {
    let pretend = with_citizen().await;
    let sent = call(&pretend, "sendMessage", json!({"chat_id": 7, "text": "Dag"})).await.unwrap();
    let edit = |text: &str| json!({"chat_id": 7, "message_id": sent["message_id"], "text": text});
    assert_eq!(call(&pretend, "editMessageText", edit("Hallo")).await.unwrap()["text"], "Hallo");
    assert_eq!(refusal(&pretend, "editMessageText", edit("Hallo")).await.0, 400);
    assert_eq!(pretend.sent(7)[0].text, "Hallo");
    let delete = json!({"chat_id": 7, "message_id": sent["message_id"]});
    call(&pretend, "deleteMessage", delete.clone()).await.unwrap();
    assert!(pretend.sent(7)[0].deleted);
    assert_eq!(refusal(&pretend, "editMessageText", edit("Hoi")).await.1, "Bad Request: message to edit not found");
    let other = json!({"chat_id": 7, "message_id": 999});
    assert_eq!(refusal(&pretend, "deleteMessage", other).await.1, "Bad Request: message to delete not found");
}

#[tokio::test]
async fn names_descriptions_and_commands_have_their_limits_and_languages() {
    let pretend = Pretend::start().await;
    for (method, key, limit) in [
        ("MyName", "name", 64),
        ("MyDescription", "description", 512),
        ("MyShortDescription", "short_description", 120),
    ] {
        let set = |text: String| json!({key: text, "language_code": "nl"});
        assert_eq!(refusal(&pretend, &format!("set{method}"), set("x".repeat(limit + 1))).await.0, 400);
        call(&pretend, &format!("set{method}"), set("x".repeat(limit))).await.unwrap();
        let get = format!("get{method}");
        assert_eq!(call(&pretend, &get, json!({"language_code": "nl"})).await.unwrap()[key], "x".repeat(limit));
        assert_eq!(call(&pretend, &get, json!({"language_code": "en"})).await.unwrap()[key], "");
        assert_eq!(refusal(&pretend, &get, json!({"language_code": "nld"})).await.0, 400);
    }
    let commands = |name: &str, text: &str| json!({"commands": [{"command": name, "description": text}]});
    for wrong in [commands("Start", "x"), commands("", "x"), commands(&"x".repeat(33), "x"), commands("a", "")] {
        assert_eq!(refusal(&pretend, "setMyCommands", wrong).await.0, 400);
    }
    call(&pretend, "setMyCommands", commands("start_1", &"x".repeat(256))).await.unwrap();
    assert_eq!(call(&pretend, "getMyCommands", json!({})).await.unwrap()[0]["command"], "start_1");
}

#[tokio::test]
async fn who_writes_too_fast_is_told_how_long_to_wait() {
    let pretend = with_citizen().await;
    pretend.group(-9).adds_bot();
    pretend.enforce(Pace::default().with_group(2.0, 0.5));
    let send = async |chat: i64| {
        let params = json!({"chat_id": chat, "text": "Dag"}).to_string();
        post(&pretend, &format!("/bot{TOKEN}/sendMessage"), &params).await.unwrap()
    };
    for _ in 0..2 {
        assert_eq!(send(-9).await.0, 200);
    }
    let (status, answer) = send(-9).await;
    assert_eq!((status, answer["parameters"]["retry_after"].as_i64()), (429, Some(2)));
    assert_eq!(send(7).await.0, 200, "other chats go on");
}

#[tokio::test]
async fn faults_strike_as_planned_and_no_more() {
    let pretend = with_citizen().await;
    let send = async || post(&pretend, &format!("/bot{TOKEN}/sendMessage"), r#"{"chat_id":7,"text":"Dag"}"#).await;
    for (fault, status, arrives) in [
        (Fault::BadGateway, Some(502), 0),
        (Fault::ServerError, Some(500), 0),
        (Fault::RetryAfter(9), Some(429), 0),
        (Fault::Refuse(403, "Forbidden: x"), Some(403), 0),
        (Fault::ResetBefore, None, 0),
        (Fault::ResetAfter, None, 1),
    ] {
        let before = pretend.sent_total();
        pretend.fault(On::chat(8).times(5), fault);
        pretend.fault(On::next("sendMessage"), fault);
        assert_eq!(send().await.map(|(status, _)| status), status, "{fault:?}");
        assert_eq!(pretend.sent_total() - before, arrives, "{fault:?}");
        assert_eq!(send().await.map(|(status, _)| status), Some(200));
    }
    pretend.fault(On::next("sendMessage"), Fault::HalfAnswer);
    let half = send().await;
    assert!(half.is_none_or(|(status, answer)| status == 200 && answer.is_null()));
    pretend.fault(On::next("sendMessage"), Fault::Hang);
    assert!(tokio::time::timeout(Duration::from_millis(100), send()).await.is_err());
    pretend.fault_every(2, &[Fault::BadGateway, Fault::ServerError]);
    let mut seen = Vec::new();
    for _ in 0..6 {
        seen.push(send().await.unwrap().0);
    }
    assert_eq!(seen, [200, 502, 200, 500, 200, 502]);
}

#[tokio::test]
async fn a_flood_comes_in_turns_and_in_order() {
    let pretend = Pretend::start().await;
    pretend.flood(100..103, 2, |chat, turn| format!("{chat}-{turn}"));
    let updates = call(&pretend, "getUpdates", json!({})).await.unwrap();
    let said: Vec<&str> = updates.as_array().unwrap().iter().map(|u| u["message"]["text"].as_str().unwrap()).collect();
    assert_eq!(said, ["100-0", "101-0", "102-0", "100-1", "101-1", "102-1"]);
}

#[tokio::test]
async fn what_somebody_put_on_the_wire_and_died_is_sent_once_all_have_hung_up() {
    let pretend = with_citizen().await;
    for number in 1..=50 {
        let mut socket = TcpStream::connect(pretend.url().trim_start_matches("http://")).await.unwrap();
        let body = json!({"chat_id": 7, "text": format!("Dag {number}")}).to_string();
        let head = format!("POST /bot{TOKEN}/sendMessage HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n");
        let request = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
        socket.write_all(request.as_bytes()).await.unwrap();
        drop(socket);
        pretend.hung_up().await;
        assert_eq!(pretend.sent_total(), number);
    }
}
