//! One step of the conversation.

use super::command::Command;
use super::press::Press;
use super::scene::Scene;
use super::{
    Decision, Effect, House, Input, Knowledge, MediaKind, MessageId, Missed, Moment, Pending, Reached, Shown, State,
    Turn,
};
use super::{
    answering, clarify, erasing, fallback, hand_over, held, language, media, menu, region, struck, understanding,
};
use crate::content::{IntentId, Lang, RichText};
use crate::desk::FromDesk;
use crate::privacy::{Sensitive, redact};
use crate::text::clean;

/// So many characters of a question that was not understood are kept.
const MISSED_LENGTH: usize = 300;

/// Takes one input at the moment `now` and says what follows from it.
#[must_use]
pub fn step(knowledge: &Knowledge, house: &House, state: &State, input: &Input, now: Moment) -> Turn {
    if is_more_of_an_album(state, input) {
        return silence(knowledge, house, state, input, now);
    }
    let lang = starting_language(knowledge, state, input);
    let mut scene = Scene::new(knowledge, house, State { last_active: now, ..state.clone() }, lang);
    scene.state.lang.get_or_insert(lang);
    scene.message = removable(input);
    scene.number = scene.message;
    let was_with_officer = hand_over::is_with_officer(&scene);
    if std::mem::take(&mut scene.state.undelivered) {
        scene.note("undelivered-note", &[]);
    }
    if !matches!(input, Input::Desk(_)) {
        hand_over::end_without_desk(&mut scene);
    }
    let decision = match input {
        Input::Text { text, edited, .. } => written(&mut scene, text.expose(), *edited),
        Input::Press { data } => pressed_data(&mut scene, data.expose()),
        Input::Media { kind, album, .. } => {
            scene.state.album.clone_from(album);
            sent_media(&mut scene, *kind, caption(input))
        }
        Input::Group => leave(&mut scene),
        Input::Desk(letter) => desk_says(&mut scene, letter),
    };
    if !was_with_officer {
        hand_over::remember_message(&mut scene);
    }
    scene.done(decision)
}

/// Reads a letter of the desk. It is no turn of the citizen's: whether to erase is still theirs to answer.
fn desk_says(scene: &mut Scene<'_>, letter: &FromDesk) -> Decision {
    let asked = scene.may_erase.then(|| scene.state.buttons.clone());
    let decision = hand_over::desk_says(scene, letter);
    if let Some(buttons) = asked {
        scene.state.pending = Some(Pending::ConfirmErase);
        scene.state.buttons = buttons;
    }
    decision
}

/// The words under what was sent.
fn caption(input: &Input) -> Option<&str> {
    match input {
        Input::Media { caption, .. } => caption.as_ref().map(|caption| caption.expose().as_str()),
        Input::Text { .. } | Input::Press { .. } | Input::Group | Input::Desk(_) => None,
    }
}

/// Whether this is one of several things sent together, of which the first was answered, and says nothing itself.
fn is_more_of_an_album(state: &State, input: &Input) -> bool {
    match input {
        Input::Media { album: Some(album), .. } => {
            state.album.as_ref() == Some(album) && caption(input).is_none_or(|caption| clean(caption).trim().is_empty())
        }
        _ => false,
    }
}

/// By which the message that `input` is can be taken out of the conversation.
fn removable(input: &Input) -> Option<MessageId> {
    match input {
        Input::Text { message, .. } | Input::Media { message, .. } => *message,
        Input::Press { .. } | Input::Group | Input::Desk(_) => None,
    }
}

/// A turn in which nothing is said: what the last message offered stands. What came along is taken out as the first was.
fn silence(knowledge: &Knowledge, house: &House, state: &State, input: &Input, now: Moment) -> Turn {
    let personal = house.remove_personal && matches!(input, Input::Media { kind, .. } if media::is_personal(*kind));
    Turn {
        lang: state.lang.unwrap_or_else(|| knowledge.first_language()),
        state: State { last_active: now, ..state.clone() },
        effects: removable(input).filter(|_| personal).map(Effect::Remove).into_iter().collect(),
        decision: Decision::Flow,
        confidence: 1.0,
        ranking: None,
        missed: None,
    }
}

/// The language of the conversation, else of the command's name, else of the app, else the content's first.
fn starting_language(knowledge: &Knowledge, state: &State, input: &Input) -> Lang {
    let (named, app) = match input {
        Input::Text { text, app_lang, .. } => (Command::hint(text.expose()), app_lang.as_deref()),
        Input::Media { app_lang, .. } => (None, app_lang.as_deref()),
        Input::Press { .. } | Input::Group | Input::Desk(_) => (None, None),
    };
    let named = named.filter(|lang| knowledge.catalogue.languages.contains(lang));
    let app = app.and_then(|code| knowledge.language(code));
    state.lang.or(named).or(app).unwrap_or_else(|| knowledge.first_language())
}

fn written(scene: &mut Scene<'_>, text: &str, edited: bool) -> Decision {
    if edited && !hand_over::is_with_officer(scene) {
        scene.note("edited-note", &[]);
    }
    let text = clean(text);
    match Command::parse(&text) {
        Some(command) => commanded(scene, command, &text),
        None => said(scene, &text, edited),
    }
}

fn said(scene: &mut Scene<'_>, text: &str, edited: bool) -> Decision {
    let redacted = redact(text);
    struck::warn(scene, &redacted.struck);
    let words = struck::without_marks(&redacted);
    if redacted.withheld || (words.trim().is_empty() && redacted.struck.is_empty()) {
        introduce(scene);
        return match hand_over::is_with_officer(scene) {
            true => hand_over::media(scene, MediaKind::Other, None),
            false => media::unreadable(scene, MediaKind::Other),
        };
    }
    if let Some(decision) = hand_over::heard(scene, &redacted, words.trim(), edited) {
        return decision;
    }
    scene.said = Some(redacted.text.clone());
    let told = scene.state.told_missed && scene.house.missed_days > 0;
    let decision = understanding::message(scene, words.trim(), &redacted.struck);
    if told && matches!(decision, Decision::Fallback | Decision::Clarify(_)) {
        let words: String = words.trim().chars().take(MISSED_LENGTH).collect();
        scene.missed = Some(Missed { lang: scene.lang, words: Sensitive::new(words) });
    }
    decision
}

/// Says that questions that are not understood are kept, if they are.
fn tell_of_missed(scene: &mut Scene<'_>) -> RichText {
    if scene.house.missed_days == 0 {
        return RichText::default();
    }
    scene.state.told_missed = true;
    let days = scene.house.missed_days.to_string();
    scene.phrase("missed-told", &[("days", &days)])
}

/// Does what the command says, unless it is a cry for help.
fn commanded(scene: &mut Scene<'_>, command: Command<'_>, text: &str) -> Decision {
    let topic = matches!(command, Command::Start(payload) if scene.knowledge.intent(&payload.into()).is_some());
    let words = if topic { "" } else { command.words(text) };
    let redacted = redact(words);
    let words = struck::without_marks(&redacted);
    struck::warn(scene, &redacted.struck);
    understanding::danger(scene, &words).unwrap_or_else(|| run(scene, command))
}

fn run(scene: &mut Scene<'_>, command: Command<'_>) -> Decision {
    if let Command::Language(named) = command {
        scene.lang = language::named(scene.knowledge, named).unwrap_or(scene.lang);
    }
    let first = introduce(scene);
    match command {
        Command::Start(payload) => start(scene, payload),
        Command::Help => help(scene),
        Command::Privacy => privacy(scene),
        Command::MyData => held::show(scene),
        Command::Language(named) => match language::named(scene.knowledge, named) {
            Some(lang) => language::choose(scene, lang),
            None => language::offer(scene),
        },
        Command::Human => human(scene),
        Command::Erase => erasing::ask(scene),
        Command::Stop => hand_over::leave(scene).unwrap_or_else(|| nothing_to_stop(scene)),
        Command::Unknown if first => help(scene),
        Command::Unknown => {
            let buttons = menu::situation_buttons(scene);
            scene.say("unknown-command", &[], buttons);
            Decision::Fallback
        }
    }
}

/// A deep link may name a topic; anything else is a plain start (threat T28).
fn start(scene: &mut Scene<'_>, payload: &str) -> Decision {
    let topic = IntentId::from(payload);
    if scene.knowledge.intent(&topic).is_some() {
        return answering::answer(scene, &topic, Reached::Chosen);
    }
    help(scene)
}

fn help(scene: &mut Scene<'_>) -> Decision {
    menu::show(scene);
    Decision::Answer(vec![IntentId::from("help")])
}

/// Says once what this is, who runs it and what not to send. Returns whether it did so now.
pub(super) fn introduce(scene: &mut Scene<'_>) -> bool {
    if scene.state.introduced {
        return false;
    }
    let house = scene.house;
    let intro = match &house.operator {
        Some(operator) => scene.phrase("intro", &[("operator", operator)]),
        None => scene.phrase("intro-no-operator", &[]),
    };
    let told = tell_of_missed(scene);
    scene.send(intro.then(told), Vec::new());
    scene.state.introduced = true;
    true
}

/// What is kept of this conversation, by whom and how long.
pub(super) fn privacy(scene: &mut Scene<'_>) -> Decision {
    let house = scene.house;
    let days = house.idle_days.to_string();
    let buttons = vec![scene.button("button-menu", &Press::Menu)];
    let mut said = match &house.operator {
        Some(operator) => scene.phrase("privacy", &[("operator", operator), ("days", &days)]),
        None => scene.phrase("privacy-no-operator", &[("days", &days)]),
    };
    if house.desk.is_some() {
        said = said.then(scene.phrase("hand-over-privacy", &[]));
    }
    let told = tell_of_missed(scene);
    scene.send(said.then(told), buttons);
    scene.settle(Shown::Privacy);
    Decision::Answer(vec![IntentId::from("bot-privacy")])
}

/// There is no officer to leave.
fn nothing_to_stop(scene: &mut Scene<'_>) -> Decision {
    let buttons = menu::situation_buttons(scene);
    scene.say("hand-over-none", &[], buttons);
    Decision::Flow
}

/// The way to an officer, or the doors to people where there is no desk.
pub(super) fn human(scene: &mut Scene<'_>) -> Decision {
    if let Some(decision) = hand_over::begin(scene) {
        return decision;
    }
    let intent = IntentId::from(fallback::HANDOFF);
    answering::answer(scene, &intent, Reached::Chosen);
    scene.settle(Shown::Doors);
    Decision::Handoff(intent)
}

fn pressed_data(scene: &mut Scene<'_>, data: &str) -> Decision {
    introduce(scene);
    match Press::parse(data) {
        Some(press) => pressed(scene, press),
        None => old_button(scene),
    }
}

fn old_button(scene: &mut Scene<'_>) -> Decision {
    fallback::explain_old_button(scene);
    Decision::Flow
}

/// Does what a button stands for.
pub(super) fn pressed(scene: &mut Scene<'_>, press: Press) -> Decision {
    let last_turn = scene.state.turns.wrapping_sub(1);
    match press {
        Press::Show(intent, _) if scene.knowledge.intent(&intent).is_none() => old_button(scene),
        Press::Show(intent, super::Part::Short) => chose_topic(scene, &intent),
        Press::Show(intent, part) => {
            scene.focus_on(&intent, Reached::Chosen);
            answering::show(scene, &intent, part);
            Decision::Answer(vec![intent])
        }
        Press::Menu => {
            menu::show(scene);
            Decision::Flow
        }
        Press::Situation(situation) => {
            menu::show_situation(scene, &situation);
            Decision::Flow
        }
        Press::NoneOfThese(turn) if turn == last_turn => clarify::none_of_these(scene),
        Press::Erase(_, yes) if scene.may_erase && is_offered(scene, &press) => erasing::answered(scene, yes),
        Press::NoneOfThese(_) | Press::Erase(..) => old_button(scene),
        Press::Human => human(scene),
        Press::Hand(handing) => hand_over::pressed(scene, handing).unwrap_or_else(|| old_button(scene)),
        Press::Unit(unit) => region::chosen(scene, &unit).unwrap_or_else(|| old_button(scene)),
        Press::Language(lang) if scene.knowledge.catalogue.languages.contains(&lang) => language::choose(scene, lang),
        Press::Language(_) => old_button(scene),
    }
}

/// Whether the last message with buttons has this one.
fn is_offered(scene: &Scene<'_>, press: &Press) -> bool {
    let data = press.button("").data;
    scene.state.buttons.iter().any(|button| button.data == data)
}

fn chose_topic(scene: &mut Scene<'_>, intent: &IntentId) -> Decision {
    if intent.as_str() == fallback::HANDOFF {
        return human(scene);
    }
    answering::answer(scene, intent, Reached::Chosen)
}

fn sent_media(scene: &mut Scene<'_>, kind: MediaKind, caption: Option<&str>) -> Decision {
    if hand_over::is_with_officer(scene) {
        let said = caption.map(clean).filter(|caption| !caption.trim().is_empty());
        let decision = said.map(|caption| written(scene, &caption, false));
        return hand_over::media(scene, kind, decision);
    }
    let caption = caption.map(clean).filter(|caption| !caption.trim().is_empty());
    let waits_for_words = caption.is_none() && matches!(scene.was_pending, Some(Pending::More | Pending::Remark));
    let decision = match caption {
        Some(caption) => {
            media::note(scene, kind);
            written(scene, &caption, false)
        }
        None => {
            introduce(scene);
            media::unreadable(scene, kind)
        }
    };
    if waits_for_words {
        // The words for the officer are still to come.
        scene.state.pending.clone_from(&scene.was_pending);
    }
    decision
}

fn leave(scene: &mut Scene<'_>) -> Decision {
    scene.say("group-leave", &[], Vec::new());
    scene.effect(Effect::Leave);
    scene.effect(Effect::Forget);
    Decision::Flow
}
