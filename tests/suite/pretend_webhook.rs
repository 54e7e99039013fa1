//! The pretend Bot API server brings updates to a webhook as Telegram does. A listener of the test is what they come to.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use crate::pretend::{Entrance, Pretend, TOKEN};
use crate::pretend_rules::post;

const URL: &str = "https://bot.example/hook";
const SECRET: &str = "a_secret-0123456789";

async fn call(pretend: &Pretend, method: &str, params: Value) -> (u16, Value) {
    post(pretend, &format!("/bot{TOKEN}/{method}"), &params.to_string()).await.unwrap()
}

async fn set(pretend: &Pretend, fields: Value) -> (u16, String) {
    let mut params = json!({"url": URL, "secret_token": SECRET});
    params.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    let (status, answer) = call(pretend, "setWebhook", params).await;
    (status, answer["description"].as_str().unwrap_or_default().to_owned())
}

/// Takes requests, and answers each as `answer` says once the test lets it.
struct Shop {
    heads: Arc<Mutex<Vec<String>>>,
    ids: Arc<Mutex<Vec<i64>>>,
    leave: Arc<Semaphore>,
    entrance: Entrance,
}

impl Shop {
    async fn open(leaves: usize, answer: impl Fn(usize) -> u16 + Send + Sync + Copy + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let entrance = Entrance::Tcp(listener.local_addr().unwrap().port());
        let shop =
            Self { heads: Arc::default(), ids: Arc::default(), leave: Arc::new(Semaphore::new(leaves)), entrance };
        let (heads, ids, leave) = (Arc::clone(&shop.heads), Arc::clone(&shop.ids), Arc::clone(&shop.leave));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (heads, ids, leave) = (Arc::clone(&heads), Arc::clone(&ids), Arc::clone(&leave));
                tokio::spawn(async move { serve(stream, &heads, &ids, &leave, answer).await });
            }
        });
        shop
    }

    fn ids(&self) -> Vec<i64> {
        self.ids.lock().unwrap().clone()
    }
}

async fn serve(
    mut stream: TcpStream,
    heads: &Mutex<Vec<String>>,
    ids: &Mutex<Vec<i64>>,
    leave: &Semaphore,
    answer: impl Fn(usize) -> u16,
) {
    let mut text = String::new();
    let mut piece = [0; 4096];
    let body = loop {
        let length = stream.read(&mut piece).await.unwrap();
        text.push_str(std::str::from_utf8(&piece[..length]).unwrap());
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let wanted = head.split("Content-Length: ").nth(1).unwrap().split("\r\n").next().unwrap().parse().unwrap();
        if body.len() >= wanted {
            heads.lock().unwrap().push(head.to_owned());
            break body;
        }
    };
    let update: Value = serde_json::from_str(body).unwrap();
    let count = {
        let mut ids = ids.lock().unwrap();
        ids.push(update["update_id"].as_i64().unwrap());
        ids.len()
    };
    leave.acquire().await.unwrap().forget();
    let reply = format!("HTTP/1.1 {} Some words\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", answer(count));
    stream.write_all(reply.as_bytes()).await.unwrap();
}

#[tokio::test]
async fn addresses_secrets_and_numbers_are_checked_as_telegram_does() {
    let pretend = Pretend::start().await;
    for (fields, why) in [
        (json!({"url": "http://bot.example/hook"}), "HTTPS url must be provided"),
        (json!({"url": "https://bot.example:8080/hook"}), "only on ports 80, 88, 443 or 8443"),
        (json!({"secret_token": "a b"}), "unallowed characters"),
        (json!({"secret_token": "x".repeat(257)}), "too long"),
        (json!({"max_connections": 0}), "out of range"),
        (json!({"max_connections": 101}), "out of range"),
        (json!({"allowed_updates": ["gossip"]}), "unknown kind"),
    ] {
        let (status, description) = set(&pretend, fields).await;
        assert_eq!(status, 400);
        assert!(description.contains(why), "{description}");
    }
    assert_eq!(call(&pretend, "getWebhookInfo", json!({})).await.1["result"]["url"], "");
    assert_eq!(set(&pretend, json!({"max_connections": 7})).await.0, 200);
    let info = call(&pretend, "getWebhookInfo", json!({})).await.1["result"].clone();
    assert_eq!((&info["url"], &info["max_connections"]), (&URL.into(), &7.into()));
    assert_eq!(call(&pretend, "getUpdates", json!({})).await.0, 409);
    assert_eq!(call(&pretend, "deleteWebhook", json!({})).await.0, 200);
    assert_eq!(call(&pretend, "getUpdates", json!({})).await.0, 200);
}

#[tokio::test]
async fn an_update_comes_with_the_secret_again_and_again_until_it_is_taken() {
    let pretend = Pretend::start().await;
    let shop = Shop::open(100, |count| [503, 401, 200][count.min(3) - 1]).await;
    let id = pretend.citizen(7).says("Hoi");
    pretend.opens(shop.entrance.clone());
    assert_eq!(shop.ids(), Vec::<i64>::new(), "nothing is brought while no webhook is set");
    set(&pretend, json!({})).await;
    pretend.wait_for_empty_queue().await;
    assert_eq!(shop.ids(), [id, id, id]);
    assert_eq!(pretend.attempts(), [(id, 503), (id, 401), (id, 200)]);
    let heads = shop.heads.lock().unwrap().clone();
    assert!(heads.iter().all(|head| head.starts_with("POST /hook HTTP/1.1\r\n")), "{heads:?}");
    assert!(heads.iter().all(|head| head.contains(&format!("X-Telegram-Bot-Api-Secret-Token: {SECRET}"))));
    let info = call(&pretend, "getWebhookInfo", json!({})).await.1["result"].clone();
    assert!(info["last_error_message"].as_str().unwrap().contains("401"), "{info}");
}

#[tokio::test]
async fn where_nobody_listens_updates_wait() {
    let pretend = Pretend::start().await;
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    pretend.opens(Entrance::Tcp(closed));
    set(&pretend, json!({})).await;
    let id = pretend.citizen(7).says("Hoi");
    pretend.wait_until("an attempt", |world| (!world.webhook.attempts.is_empty()).then_some(())).await;
    assert_eq!(pretend.pending_updates(), 1);
    let shop = Shop::open(100, |_| 200).await;
    pretend.opens(shop.entrance.clone());
    pretend.wait_for_empty_queue().await;
    assert_eq!(shop.ids(), [id]);
}

#[tokio::test]
async fn chats_come_side_by_side_up_to_the_limit_and_one_chat_in_its_order() {
    let pretend = Pretend::start().await.with_patience(Duration::from_secs(60));
    let shop = Shop::open(0, |_| 200).await;
    pretend.opens(shop.entrance.clone());
    pretend.flood(1..6, 3, |chat, turn| format!("{chat} {turn}"));
    set(&pretend, json!({"max_connections": 3})).await;
    while shop.ids().len() < 3 {
        tokio::task::yield_now().await;
    }
    shop.leave.add_permits(15);
    pretend.wait_for_empty_queue().await;
    let ids = shop.ids();
    assert_eq!(ids.len(), 15);
    // Ids were given in turns: 1 2 3 4 5 1 2 …
    for chat in 0..5 {
        let own: Vec<i64> = ids.iter().copied().filter(|id| (id - 900_001) % 5 == chat).collect();
        assert!(own.is_sorted(), "{own:?}");
    }
    assert_eq!(pretend.most_at_once(), 3);
}
