//! From a checked call to its handler. Long polling is the only one that waits.

use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::time::{Instant, timeout_at};

use super::Shared;
use super::error::ApiError;
use super::sending::chat_id;
use super::world::{ChatKind, Standing, World, bot_json, now};

/// Kinds of updates that a bot may ask for.
const KINDS: [&str; 9] = [
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "my_chat_member",
    "chat_member",
    "message_reaction",
    "message_reaction_count",
];

/// Carries out a call; the result is JSON text.
pub(crate) async fn handle(shared: &Shared, method: &str, params: &Map<String, Value>) -> Result<String, ApiError> {
    if method == "getUpdates" {
        return poll(shared, params).await;
    }
    let result = shared.world().handle(method, params).map(|result| result.to_string());
    if method == "leaveChat" || method == "setWebhook" || method == "deleteWebhook" {
        shared.tell_pollers();
    }
    result
}

impl World {
    fn handle(&mut self, method: &str, params: &Map<String, Value>) -> Result<Value, ApiError> {
        match method {
            "getMe" => Ok(me_json()),
            "sendMessage" => self.send_message(params),
            "editMessageText" => self.edit_message(params),
            "deleteMessage" => self.delete_message(params),
            "answerCallbackQuery" => self.answer_press(params),
            "createForumTopic" => self.create_topic(params),
            "closeForumTopic" => self.turn_topic(params, true),
            "reopenForumTopic" => self.turn_topic(params, false),
            "deleteForumTopic" => self.delete_topic(params),
            "deleteMessages" => self.delete_messages(params),
            "getChatMember" => self.member(params),
            "setMessageReaction" => self.react(params),
            "leaveChat" => self.leave(params),
            "setWebhook" => self.set_webhook(params),
            "deleteWebhook" => Ok(self.delete_webhook(params)),
            "getWebhookInfo" => Ok(self.webhook_info()),
            "setMyCommands" => self.profile.set_commands(params),
            "getMyCommands" => self.profile.commands(params),
            "setMyDescription" => self.profile.set_text("description", 512, params),
            "getMyDescription" => self.profile.text("description", params),
            "setMyShortDescription" => self.profile.set_text("short_description", 120, params),
            "getMyShortDescription" => self.profile.text("short_description", params),
            "setMyName" => self.profile.set_text("name", 64, params),
            "getMyName" => self.profile.text("name", params),
            other => unreachable!("{other} is in the table but has no handler"),
        }
    }

    fn leave(&mut self, params: &Map<String, Value>) -> Result<Value, ApiError> {
        let id = chat_id(params)?;
        if self.open_chat(id)?.kind == ChatKind::Private {
            return Err(ApiError::bad_request("chat member status can't be changed in private chats"));
        }
        self.left.push(id);
        self.change_membership(id, Standing::NotMember, ("member", "left"));
        Ok(true.into())
    }

    /// Changes where the bot stands in a chat, and tells it so.
    pub(crate) fn change_membership(&mut self, id: i64, standing: Standing, (old, new): (&str, &str)) -> i64 {
        self.chats.entry(id).and_modify(|chat| chat.standing = standing);
        let member = |status: &str| match status {
            "kicked" => json!({"status": status, "user": bot_json(), "until_date": 0}),
            _ => json!({"status": status, "user": bot_json()}),
        };
        let from = super::world::user_json(id.abs(), "nl");
        let (chat, date) = (self.chat_json(id), now());
        let change = json!({"chat": chat, "from": from, "date": date, "old_chat_member": member(old), "new_chat_member": member(new)});
        self.queue.push(&json!({"my_chat_member": change}))
    }

    /// From now on only these kinds of updates come, if the call says so.
    pub(super) fn allow_kinds(&mut self, params: &Map<String, Value>) -> Result<(), ApiError> {
        let Some(kinds) = params.get("allowed_updates").and_then(Value::as_array) else { return Ok(()) };
        let kinds: Vec<String> = kinds.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        if let Some(unknown) = kinds.iter().find(|kind| !KINDS.contains(&kind.as_str())) {
            return Err(ApiError::bad_request(format!("unknown kind of update \"{unknown}\"")));
        }
        self.queue.allow(kinds);
        Ok(())
    }

    fn start_poll(&mut self, params: &Map<String, Value>) -> Result<u64, ApiError> {
        if !self.webhook.url.is_empty() {
            let use_delete =
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
            return Err(ApiError::conflict(use_delete));
        }
        self.allow_kinds(params)?;
        self.queue.confirm(params.get("offset").and_then(Value::as_i64).unwrap_or(0));
        self.poll_turn += 1;
        Ok(self.poll_turn)
    }
}

fn me_json() -> Value {
    let mut me = bot_json();
    me["can_join_groups"] = true.into();
    me["can_read_all_group_messages"] = false.into();
    me["supports_inline_queries"] = false.into();
    // Without these two teloxide's dispatcher does not even start.
    me["can_connect_to_business"] = false.into();
    me["has_main_web_app"] = false.into();
    me
}

fn within(
    params: &Map<String, Value>,
    name: &str,
    usual: u64,
    range: std::ops::RangeInclusive<u64>,
) -> Result<u64, ApiError> {
    let value = params.get(name).map_or(Some(usual), Value::as_u64).filter(|value| range.contains(value));
    value.ok_or_else(|| ApiError::bad_request(format!("\"{name}\" is out of range")))
}

async fn poll(shared: &Shared, params: &Map<String, Value>) -> Result<String, ApiError> {
    let limit = within(params, "limit", 100, 1..=100)? as usize;
    let deadline = Instant::now() + Duration::from_secs(within(params, "timeout", 0, 0..=50)?);
    let mut news = shared.news.subscribe();
    let turn = shared.world().start_poll(params)?;
    shared.tell_pollers();
    shared.tell_watchers();
    loop {
        news.borrow_and_update();
        if let Some(list) = look(&shared.world(), turn, limit)? {
            return Ok(list);
        }
        if timeout_at(deadline, news.changed()).await.is_err() {
            return Ok("[]".to_owned());
        }
    }
}

fn look(world: &World, turn: u64, limit: usize) -> Result<Option<String>, ApiError> {
    if world.poll_turn != turn {
        let other = "terminated by other getUpdates request; make sure that only one bot instance is running";
        return Err(ApiError::conflict(other));
    }
    if !world.webhook.url.is_empty() {
        return Err(ApiError::conflict("terminated by setWebhook request"));
    }
    Ok(world.queue.oldest(limit))
}
