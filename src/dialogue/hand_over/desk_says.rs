//! What the desk writes to a conversation. A letter about another case than the conversation's own is not read (threat T24).

use super::HandOver;
use crate::content::{Block, Inline, IntentId, RichText, Style};
use crate::desk::{Body, CaseId, FromDesk, Role, ToDesk, Words};
use crate::dialogue::press::{Handing, Press};
use crate::dialogue::scene::Scene;
use crate::dialogue::{Decision, Effect, Message};
use crate::text::clean;

/// Reads a letter.
pub(in crate::dialogue) fn read(scene: &mut Scene<'_>, letter: &FromDesk) -> Decision {
    if let Body::Held(held) = &letter.body {
        // Of all the citizen's cases, also of those that this conversation no longer knows of: the desk addresses it to nobody else.
        crate::dialogue::held::show_cases(scene, held);
        return Decision::Flow;
    }
    let own = match &scene.state.hand_over {
        Some(HandOver::Requested { .. }) => matches!(letter.body, Body::Passed { .. }),
        Some(hand_over) => hand_over.case() == Some(letter.case),
        None => false,
    };
    if own {
        take(scene, letter);
    } else {
        return_to_sender(scene, letter);
    }
    Decision::Flow
}

/// The citizen has left meanwhile: a reply is not delivered, and a case that nobody waits for is left.
fn return_to_sender(scene: &mut Scene<'_>, letter: &FromDesk) {
    let case = letter.case;
    match letter.body {
        Body::Reply { reply, .. } | Body::Curated { reply, .. } => {
            scene.effect(Effect::Desk(ToDesk::Failed { case, reply }));
        }
        // Nobody waits for what comes of it.
        Body::Passed { .. } | Body::Taken(_) | Body::Returned | Body::PassedOn(_) | Body::Reopened => {
            scene.effect(Effect::Desk(ToDesk::Leaves { case, erased: false }));
        }
        _ => {}
    }
}

fn take(scene: &mut Scene<'_>, letter: &FromDesk) {
    let case = letter.case;
    let code = letter.code.clone();
    match &letter.body {
        Body::Passed { ahead, usual_minutes } => {
            scene.state.hand_over = Some(HandOver::Open { case, code });
            passed(scene, letter.code.as_str(), *ahead, *usual_minutes);
        }
        Body::Taken(role) => scene.say("hand-over-taken", &[("role", &choice(role.word()))], Vec::new()),
        Body::Returned => scene.say("hand-over-returned", &[], Vec::new()),
        Body::PassedOn(role) => scene.say("hand-over-passed-on", &[("role", &choice(role.word()))], Vec::new()),
        Body::Reply { reply, role, words } => {
            let message = Message { text: from_officer(scene, *role, words), buttons: Vec::new() };
            scene.effect(Effect::Reply { case, reply: *reply, message });
        }
        Body::Curated { reply, role, intent } => curated(scene, case, *reply, *role, intent),
        Body::Corrected { message, role, words } => {
            let text = from_officer(scene, *role, words).then(scene.phrase("hand-over-corrected", &[]));
            scene.effect(Effect::Correct { message: *message, text: Message { text, buttons: Vec::new() } });
        }
        Body::Withdrawn { message } => {
            let text = scene.phrase("hand-over-withdrawn", &[]);
            scene.effect(Effect::Correct { message: *message, text: Message { text, buttons: Vec::new() } });
        }
        Body::Closed { reason, until } => {
            scene.state.hand_over = Some(HandOver::Closed { case, code, until: *until, remark: false, done: false });
            closed(scene, case, &choice(reason.word()));
        }
        Body::Gone { words } => {
            scene.state.hand_over = None;
            scene.state.pending = None;
            super::draft::keep_words(scene, words);
            let buttons = vec![scene.button("button-human", &Press::Human), super::menu_button(scene)];
            scene.say("hand-over-forgotten", &[("code", letter.code.as_str())], buttons);
        }
        Body::Held(_) => {}
        Body::Reopened => {
            scene.state.hand_over = Some(HandOver::Open { case, code });
            let buttons = vec![scene.button("button-hand-over-leave", &Press::Hand(Handing::Leave))];
            scene.say("hand-over-reopened", &[("code", letter.code.as_str())], buttons);
        }
    }
}

/// The word as a phrase tells choices apart by it: letters only, for a sign would be escaped.
fn choice(word: &str) -> String {
    word.replace('-', "")
}

fn passed(scene: &mut Scene<'_>, code: &str, ahead: u32, usual_minutes: Option<u32>) {
    let ahead = ahead.to_string();
    let mut text = scene.phrase("hand-over-passed", &[("code", code), ("ahead", &ahead)]);
    // How long others waited is no news where nobody is there.
    if let Some(later) = super::when::answer_comes_later(scene) {
        text = text.then(later);
    } else if let Some(minutes) = usual_minutes {
        text = text.then(scene.phrase("hand-over-usual", &[("minutes", &minutes.max(1).to_string())]));
    }
    let text = text.then(scene.phrase("hand-over-meanwhile", &[]));
    let buttons = vec![scene.button("button-hand-over-leave", &Press::Hand(Handing::Leave))];
    scene.send(text, buttons);
}

/// What an officer wrote, marked as such, by role and not by name.
fn from_officer(scene: &Scene<'_>, role: Role, words: &Words) -> RichText {
    let plain = |text: &str| Inline { text: text.to_owned(), style: Style::Plain, link: None };
    let cleaned = clean(&words.0);
    let paragraphs = cleaned.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty());
    let blocks = paragraphs.map(|paragraph| Block::Paragraph(vec![plain(paragraph.trim())])).collect();
    scene.phrase("hand-over-reply", &[("role", &choice(role.word()))]).then(RichText(blocks))
}

/// An answer of the content, chosen by an officer, in the citizen's language.
fn curated(scene: &mut Scene<'_>, case: CaseId, reply: u32, role: Role, intent: &str) {
    let knowledge = scene.knowledge;
    let Some(answer) = knowledge.answer(&IntentId::from(intent), scene.lang) else {
        return scene.effect(Effect::Desk(ToDesk::Failed { case, reply }));
    };
    let more = answer.more.clone().unwrap_or_default();
    let text = scene.phrase("hand-over-reply", &[("role", &choice(role.word()))]).then(answer.short.clone()).then(more);
    scene.effect(Effect::Reply { case, reply, message: Message { text, buttons: Vec::new() } });
}

fn closed(scene: &mut Scene<'_>, case: CaseId, reason: &str) {
    let rate = |label: &str, mark: u8| scene.button(label, &Press::Hand(Handing::Rate(case, mark)));
    let buttons = vec![
        rate("button-hand-over-helped", 3),
        rate("button-hand-over-partly", 2),
        rate("button-hand-over-not-helped", 1),
        scene.button("button-hand-over-more", &Press::Hand(Handing::More(case))),
        scene.button("button-hand-over-done", &Press::Hand(Handing::Done)),
    ];
    scene.say("hand-over-closed-now", &[("reason", reason)], buttons);
}
