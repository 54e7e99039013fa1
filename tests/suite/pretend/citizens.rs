//! What people do, as tests write it.

use serde_json::{Value, json};

use super::Pretend;
use super::world::{ChatKind, SentMessage, Standing, World, now, user_json};

/// A person in a private chat with the bot. Each deed returns the id of its update.
pub(crate) struct Citizen<'a> {
    pretend: &'a Pretend,
    id: i64,
    lang: &'static str,
}

impl<'a> Citizen<'a> {
    pub(super) fn new(pretend: &'a Pretend, id: i64) -> Self {
        Self { pretend, id, lang: "nl" }
    }

    /// The language of the app: Dutch unless set.
    pub(crate) fn speaking(self, lang: &'static str) -> Self {
        Self { lang, ..self }
    }

    pub(crate) fn says(&self, text: &str) -> i64 {
        self.act(|world| world.citizen_says(self.id, self.lang, text))
    }

    /// Sends a message with these fields instead of text: `{"voice": {…}}`.
    pub(crate) fn sends(&self, fields: &Value) -> i64 {
        self.act(|world| {
            let message = self.message(world, fields);
            world.queue.push(&json!({"message": message}))
        })
    }

    pub(crate) fn sends_photo(&self, caption: Option<&str>) -> i64 {
        let photo = json!([{"file_id": "f", "file_unique_id": "u", "width": 90, "height": 60}]);
        match caption {
            Some(caption) => self.sends(&json!({"photo": photo, "caption": caption})),
            None => self.sends(&json!({"photo": photo})),
        }
    }

    pub(crate) fn sends_voice(&self) -> i64 {
        self.sends(&json!({"voice": {"file_id": "f", "file_unique_id": "u", "duration": 3}}))
    }

    pub(crate) fn sends_location(&self) -> i64 {
        self.sends(&json!({"location": {"latitude": 52.09, "longitude": 5.12}}))
    }

    /// Changes the last message of the chat into this.
    pub(crate) fn edits(&self, text: &str) -> i64 {
        self.act(|world| {
            let last = world.chat(self.id, ChatKind::Private).last_message;
            let mut message = self.message(world, &json!({"text": text, "edit_date": now()}));
            message["message_id"] = last.into();
            world.queue.push(&json!({"edited_message": message}))
        })
    }

    /// Presses the newest button that has this label or these data.
    pub(crate) fn presses(&self, label_or_data: &str) -> i64 {
        let sent = self.pretend.sent(self.id);
        let fits = |(label, data): &&(String, String)| label == label_or_data || data == label_or_data;
        let found = sent.iter().rev().find_map(|message| Some((message, message.buttons.iter().flatten().find(fits)?)));
        let Some((message, (_, data))) = found else { panic!("no button {label_or_data:?} was sent to {}", self.id) };
        self.press(Some(message), data)
    }

    /// Presses a button with these data that the bot never sent, under a message that is too old to be shown.
    pub(crate) fn forges_press(&self, data: &str) -> i64 {
        self.press(None, data)
    }

    fn press(&self, message: Option<&SentMessage>, data: &str) -> i64 {
        self.act(|world| {
            let press_id = (4_382_749_001_i64 + i64::try_from(world.presses.len()).unwrap_or_default()).to_string();
            world.presses.insert(press_id.clone(), false);
            world.chat(self.id, ChatKind::Private);
            let message = match message {
                Some(message) => world.message_json(message),
                None => json!({"message_id": 1, "date": 0, "chat": world.chat_json(self.id)}),
            };
            let from = user_json(self.id, self.lang);
            let press = json!({"id": press_id, "from": from, "message": message, "chat_instance": "1", "data": data});
            world.queue.push(&json!({"callback_query": press}))
        })
    }

    pub(crate) fn blocks(&self) -> i64 {
        self.act(|world| world.change_membership(self.id, Standing::Blocked, ("member", "kicked")))
    }

    pub(crate) fn unblocks(&self) -> i64 {
        self.act(|world| world.change_membership(self.id, Standing::Open, ("kicked", "member")))
    }

    /// The account is gone; Telegram says nothing of it.
    pub(crate) fn deletes_account(&self) {
        self.pretend.world().chat(self.id, ChatKind::Private).standing = Standing::Deleted;
    }

    fn message(&self, world: &mut World, fields: &Value) -> Value {
        world.chat(self.id, ChatKind::Private);
        let mut message = world.citizen_message(self.id, self.lang);
        let all = message.as_object_mut().expect("a message is an object");
        all.extend(fields.as_object().cloned().unwrap_or_default());
        message
    }

    fn act(&self, deed: impl FnOnce(&mut World) -> i64) -> i64 {
        let id = deed(&mut self.pretend.world());
        self.pretend.shared.tell_pollers();
        id
    }
}

/// A group; its id is below zero.
pub(crate) struct Group<'a> {
    pretend: &'a Pretend,
    id: i64,
}

impl<'a> Group<'a> {
    pub(super) fn new(pretend: &'a Pretend, id: i64) -> Self {
        assert!(id < 0, "ids of groups are below zero");
        Self { pretend, id }
    }

    /// Somebody adds the bot.
    pub(crate) fn adds_bot(&self) -> i64 {
        self.act(|world| {
            world.chat(self.id, ChatKind::Supergroup);
            world.change_membership(self.id, Standing::Open, ("left", "member"))
        })
    }

    pub(crate) fn kicks_bot(&self) -> i64 {
        self.act(|world| world.change_membership(self.id, Standing::Kicked, ("member", "kicked")))
    }

    /// Member `from` writes.
    pub(crate) fn says(&self, from: i64, text: &str) -> i64 {
        self.act(|world| {
            let message_id = world.new_message_id(self.id);
            let chat = world.chat_json(self.id);
            let message = json!({"message_id": message_id, "from": user_json(from, "nl"), "chat": chat, "date": now(), "text": text});
            world.queue.push(&json!({"message": message}))
        })
    }

    /// These people are in it; who is not, has left.
    pub(crate) fn has_members(&self, members: &[i64]) {
        self.pretend.world().chat(self.id, ChatKind::Supergroup).members = members.iter().copied().collect();
    }

    /// A member leaves; the bot is told.
    pub(crate) fn loses(&self, member: i64) -> i64 {
        self.act(|world| {
            world.chat(self.id, ChatKind::Supergroup).members.remove(&member);
            let status = |word: &str| json!({"status": word, "user": user_json(member, "nl")});
            let chat = world.chat_json(self.id);
            let change = json!({"chat": chat, "from": user_json(member, "nl"), "date": now(), "old_chat_member": status("member"), "new_chat_member": status("left")});
            world.queue.push(&json!({"chat_member": change}))
        })
    }

    /// An officer.
    pub(crate) fn officer(&self, id: i64) -> Officer<'a> {
        Officer { pretend: self.pretend, group: self.id, id }
    }

    /// A topic is deleted; Telegram says nothing of it.
    pub(crate) fn deletes_topic(&self, thread: i64) {
        self.pretend.world().chat(self.id, ChatKind::Supergroup).topics.remove(&thread);
    }

    /// From now on the bot may not delete there.
    pub(crate) fn forbids_deleting(&self) {
        self.pretend.world().chat(self.id, ChatKind::Supergroup).may_delete = false;
    }

    /// From now on it has topics, which the bot may manage or not.
    pub(crate) fn has_topics(&self, bot_may_manage: bool) {
        self.pretend.world().chat(self.id, ChatKind::Supergroup).forum = Some(bot_may_manage);
    }

    /// The group gets another id; the old one answers with `migrate_to_chat_id`.
    pub(crate) fn moves_to(&self, new: i64) {
        let mut world = self.pretend.world();
        world.chat(self.id, ChatKind::Group).standing = Standing::MovedTo(new);
        world.chat(new, ChatKind::Supergroup);
    }

    fn act(&self, deed: impl FnOnce(&mut World) -> i64) -> i64 {
        let id = deed(&mut self.pretend.world());
        self.pretend.shared.tell_pollers();
        id
    }
}

/// A member of a group of officers.
pub(crate) struct Officer<'a> {
    pretend: &'a Pretend,
    group: i64,
    id: i64,
}

impl Officer<'_> {
    /// Writes in the topic `thread`; returns the number of the message.
    pub(crate) fn writes(&self, thread: i64, text: &str) -> i64 {
        self.sends(&json!({"message_thread_id": thread, "is_topic_message": true, "text": text}))
    }

    /// Writes in reply to a message of the bot.
    pub(crate) fn replies(&self, to: i64, text: &str) -> i64 {
        let replied = json!({"message_id": to, "from": super::world::bot_json(), "chat": {"id": self.group, "type": "supergroup"}, "date": now()});
        self.sends(&json!({"reply_to_message": replied, "text": text}))
    }

    /// Sends a message with these fields; returns its number.
    pub(crate) fn sends(&self, fields: &Value) -> i64 {
        let number = {
            let mut world = self.pretend.world();
            let number = world.new_message_id(self.group);
            let chat = world.chat_json(self.group);
            let mut message =
                json!({"message_id": number, "from": user_json(self.id, "nl"), "chat": chat, "date": now()});
            message.as_object_mut().expect("an object").extend(fields.as_object().cloned().unwrap_or_default());
            world.queue.push(&json!({"message": message}));
            number
        };
        self.pretend.shared.tell_pollers();
        number
    }

    /// Changes the message `number` in the topic `thread`.
    pub(crate) fn edits(&self, thread: impl Into<Option<i64>>, number: i64, text: &str) {
        let thread = thread.into();
        {
            let mut world = self.pretend.world();
            let chat = world.chat_json(self.group);
            let mut message = json!({"message_id": number, "from": user_json(self.id, "nl"), "chat": chat, "date": now(), "edit_date": now(), "text": text});
            if let Some(thread) = thread {
                (message["message_thread_id"], message["is_topic_message"]) = (thread.into(), true.into());
            }
            world.queue.push(&json!({"edited_message": message}));
        }
        self.pretend.shared.tell_pollers();
    }

    /// Presses the newest button of the group with this label.
    pub(crate) fn presses(&self, label: &str) {
        let sent = self.pretend.sent(self.group);
        let with = |message: &&SentMessage| message.buttons.iter().flatten().any(|(known, _)| known == label);
        let message = sent.iter().rev().find(with).unwrap_or_else(|| panic!("no button {label:?} in the group"));
        let (_, data) = message.buttons.iter().flatten().find(|(known, _)| known == label).expect("found above");
        self.presses_data(message, data);
    }

    /// Presses a button with these data under `message`.
    pub(crate) fn presses_data(&self, message: &SentMessage, data: &str) {
        {
            let mut world = self.pretend.world();
            let press_id = (5_382_749_001_i64 + i64::try_from(world.presses.len()).unwrap_or_default()).to_string();
            world.presses.insert(press_id.clone(), false);
            let shown = world.message_json(message);
            let press = json!({"id": press_id, "from": user_json(self.id, "nl"), "message": shown, "chat_instance": "1", "data": data});
            world.queue.push(&json!({"callback_query": press}));
        }
        self.pretend.shared.tell_pollers();
    }
}
