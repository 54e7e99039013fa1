//! `loket chat` closed, killed and reopened: the conversation goes on, and what was not shown is shown.

use loket::content::Lang;
use loket::dialogue::{Effect, Message, RichText, State};
use loket::store::sled::SledStore;
use loket::store::{ChatKey, Conversation, Outgoing, Store as _, TurnWrite};

use crate::command_support::{Desk, base, said};
use crate::store_support::run;

#[test]
fn closed_or_killed_and_opened_again_the_conversation_goes_on() {
    let desk = Desk::new();
    let mut chat = desk.chat(&base());
    let first = chat.say("/start access-request");
    assert!(said(&first).starts_with("Dit is een computerprogramma"), "{first}");
    assert_eq!(chat.close(), Some(0));
    let mut chat = desk.chat(&base());
    let followed_up = chat.say("en hoe lang duurt dat?");
    assert!(said(&followed_up).contains("6 weken"), "the topic was not remembered: {followed_up}");
    assert!(!said(&followed_up).contains("computerprogramma"), "introduced twice: {followed_up}");
    chat.say("/start complaint");
    chat.kill();
    let mut chat = desk.chat(&base());
    let more = chat.say("#1");
    assert_eq!(more["intents"], serde_json::json!(["complaint"]), "the buttons were not remembered: {more}");
    assert_eq!(more["messages"].as_array().map(Vec::len), Some(1), "said again: {more}");
    assert_eq!(chat.close(), Some(0));
}

#[test]
fn a_new_conversation_begins_when_asked_for_and_after_erasing() {
    let desk = Desk::new();
    let said_by = |arguments: &str, lines: &str| {
        let turns = desk.small(arguments).reads(lines).run().turns();
        turns.iter().map(said).collect::<Vec<_>>().join("\n")
    };
    let is_introduced = |text: &str| text.contains("computerprogramma");
    assert!(is_introduced(&said_by("chat --json", "hoi\n")));
    assert!(!is_introduced(&said_by("chat --json", "hoi\n")));
    assert!(is_introduced(&said_by("chat --json --new", "hoi\n")));
    assert!(said_by("chat --json", "/wis\n#1\n").contains("Alles is gewist."));
    assert!(is_introduced(&said_by("chat --json", "hoi\n")));
}

#[test]
fn an_answer_that_nobody_could_read_is_shown_the_next_time() {
    let desk = Desk::new();
    assert_eq!(desk.small("chat").reads("/start complaint\n").run_unread(), Some(0), "a reader may go away");
    let next = desk.small("chat").reads("/stop\n").run();
    assert!(next.out.contains("U kunt klagen."), "lost: {}", next.out);
    let after = desk.small("chat").reads("/stop\n").run();
    assert_eq!(after.out, "", "shown again and again");
}

/// Leaves what a process leaves that was killed after writing its turn and before showing it.
fn killed_before_showing(desk: &Desk, effects: &[Effect]) {
    let store = SledStore::open(&desk.data()).unwrap();
    let outbox = (1..).zip(effects).map(|(id, effect)| Outgoing { id, effect: effect.clone() }).collect();
    let state = State { introduced: true, lang: Some(Lang::NL), ..State::default() };
    let conversation = Some(Conversation { state, outbox, ..Conversation::default() });
    let chat = ChatKey::new("console", "terminal");
    run(store.commit(TurnWrite { chat, conversation, loaded: 0, handled: Vec::new() })).unwrap();
    run(store.close()).unwrap();
}

fn unshown() -> Effect {
    Effect::Send(Message { text: RichText::paragraph("Nog niet gezien."), buttons: Vec::new() })
}

#[test]
fn what_a_killed_process_had_still_to_say_comes_before_the_next_turn_and_only_once() {
    let desk = Desk::new();
    killed_before_showing(&desk, &[unshown()]);
    let turns = desk.small("chat --json").reads("hoi\nhoi\n").run().turns();
    assert_eq!(turns[0]["messages"][0]["text"], "Nog niet gezien.");
    assert_eq!(turns[0]["messages"].as_array().map(Vec::len), Some(2), "and the turn's own: {}", turns[0]);
    assert!(!said(&turns[1]).contains("Nog niet gezien."));
}

#[test]
fn what_a_killed_process_had_still_to_forget_is_forgotten() {
    for json in ["chat --json", "chat"] {
        let desk = Desk::new();
        killed_before_showing(&desk, &[unshown(), Effect::Forget]);
        let ran = desk.small(json).reads("hoi\n").run();
        assert!(ran.out.contains("Nog niet gezien.") && ran.out.contains("computerprogramma"), "{json}: {}", ran.out);
    }
}
