//! What would be passed on: shown line by line, each of which can be left out, and passed on only by the button under it.

use super::{Draft, HandOver, Kept, menu_button};
use crate::content::{Block, Inline, IntentId, RichText, Style};
use crate::desk::{Request, ToDesk, Words};
use crate::dialogue::press::{Handing, Line, Press};
use crate::dialogue::scene::Scene;
use crate::dialogue::{Button, Decision, Effect, Pending, Shown, follow_up, understanding};
use crate::privacy::Redacted;

/// How long words for a draft are kept, in minutes.
const KEPT_FOR: u32 = 60;
/// So many characters of a question are passed on.
const QUESTION: usize = 1500;
/// A message of more words that asks for a human holds the question as well.
const WORDS_OF_A_REQUEST: usize = 8;

/// Keeps what was not understood, so that it need not be said again; drops it once something is answered.
pub(in crate::dialogue) fn keep(scene: &mut Scene<'_>, decision: &Decision) {
    let now = scene.now();
    match decision {
        Decision::Fallback | Decision::Clarify(_) if scene.house.desk.is_some() => {
            let Some(words) = scene.said.take() else { return };
            let before = scene.state.kept.take().filter(|kept| kept.until > now).map(|kept| kept.words);
            let all = before.into_iter().chain([words]).collect::<Vec<_>>().join("\n\n");
            scene.state.kept = Some(Kept { words: Words::cut(&all, QUESTION).0, until: now.plus_minutes(KEPT_FOR) });
        }
        Decision::Answer(_) => scene.state.kept = None,
        _ => {}
    }
}

/// Keeps words that an officer did not get, so that they can be passed on anew.
pub(super) fn keep_words(scene: &mut Scene<'_>, words: &Words) {
    let until = scene.now().plus_minutes(KEPT_FOR);
    scene.state.kept = Some(Kept { words: Words::cut(&words.0, QUESTION).0, until });
}

/// A draft from what the conversation knows.
pub(super) fn begin(scene: &mut Scene<'_>) -> Draft {
    let kept = scene.state.kept.take().filter(|kept| kept.until > scene.now()).map(|kept| kept.words);
    let told = scene.said.clone().filter(|words| words.split_whitespace().count() > WORDS_OF_A_REQUEST);
    let question = kept.or(told).map(|words| Words::cut(&words, QUESTION).0);
    let topic = scene.state.focus.as_ref().map(|focus| focus.intent.clone());
    Draft {
        turn: scene.state.turns,
        topic,
        lang: true,
        shown_in: None,
        unit: scene.state.unit.clone().or_else(|| question.as_deref().and_then(|words| unit_in(scene, words))),
        steps: scene.state.earlier.iter().rev().cloned().collect(),
        question,
        asking: false,
        editing: false,
        until: scene.now().plus_minutes(KEPT_FOR),
    }
}

/// The unit of the one place that `words` name. It is shown, and can be left out.
fn unit_in(scene: &Scene<'_>, words: &str) -> Option<String> {
    match scene.knowledge.catalogue.regions.find(words)?.spots {
        [spot] => Some(spot.unit.clone()),
        _ => None,
    }
}

/// Asks for the question.
pub(super) fn ask(scene: &mut Scene<'_>, draft: Draft, intro: RichText) {
    let turn = scene.state.turns;
    let text = intro.then(scene.phrase("hand-over-ask", &[]));
    let mut buttons = Vec::new();
    if draft.topic.is_some() {
        buttons.push(scene.button("button-hand-over-without", &Press::Hand(Handing::Without(turn))));
    }
    buttons.push(scene.button("button-hand-over-cancel", &Press::Hand(Handing::Cancel)));
    scene.send(text, buttons);
    remember(scene, Draft { turn, asking: true, editing: false, ..draft });
}

/// Shows exactly what would be passed on.
pub(super) fn show(scene: &mut Scene<'_>, draft: Draft, intro: RichText) {
    let turn = scene.state.turns;
    let lines: Vec<Vec<Inline>> = lines(scene, &draft).into_iter().map(|(_, line)| line).collect();
    let list = RichText(vec![Block::Bullets(lines)]);
    let text = intro.then(scene.phrase("hand-over-shown", &[])).then(list).then(scene.phrase("hand-over-no-more", &[]));
    let buttons = vec![
        scene.button("button-hand-over-send", &Press::Hand(Handing::Send(turn))),
        scene.button("button-hand-over-edit", &Press::Hand(Handing::Edit(turn))),
        scene.button("button-hand-over-cancel", &Press::Hand(Handing::Cancel)),
    ];
    scene.send(text, buttons);
    let shown_in = Some(scene.lang);
    remember(scene, Draft { turn, asking: false, editing: false, shown_in, ..draft });
}

fn remember(scene: &mut Scene<'_>, draft: Draft) {
    scene.settle(Shown::Doors);
    scene.state.pending = Some(Pending::HandOver);
    scene.state.hand_over = Some(HandOver::Draft(draft));
}

/// The lines of a draft, each with what it is.
fn lines(scene: &Scene<'_>, draft: &Draft) -> Vec<(Line, Vec<Inline>)> {
    let mut lines = Vec::new();
    let mut add = |line: Line, id: &str, args: &[(&str, &str)]| lines.push((line, on_one_line(scene.phrase(id, args))));
    if let Some(topic) = &draft.topic {
        add(Line::Topic, "hand-over-line-topic", &[("topic", &title(scene, topic))]);
    }
    if draft.lang {
        add(Line::Lang, "hand-over-line-lang", &[("lang", &scene.label("language-name"))]);
    }
    if let Some(unit) = &draft.unit {
        add(Line::Unit, "hand-over-line-unit", &[("unit", unit)]);
    }
    if !draft.steps.is_empty() {
        let steps: Vec<String> = draft.steps.iter().map(|step| title(scene, step)).collect();
        add(Line::Steps, "hand-over-line-steps", &[("steps", &steps.join(", "))]);
    }
    match &draft.question {
        Some(question) => add(Line::Question, "hand-over-line-question", &[("question", question)]),
        None => add(Line::Question, "hand-over-line-none", &[]),
    }
    lines
}

fn title(scene: &Scene<'_>, topic: &IntentId) -> String {
    scene.knowledge.text(topic, scene.lang).map_or_else(|| topic.to_string(), |text| text.title.clone())
}

fn on_one_line(text: RichText) -> Vec<Inline> {
    let mut line = Vec::new();
    for block in text.0 {
        if let Block::Paragraph(run) | Block::Heading(run) = block {
            if !line.is_empty() {
                line.push(Inline { text: " ".to_owned(), style: Style::Plain, link: None });
            }
            line.extend(run);
        }
    }
    line
}

/// The message that was asked for: it is the question, unless it is a button or tells of danger.
pub(super) fn asked(scene: &mut Scene<'_>, draft: Draft, redacted: &Redacted, words: &str) -> Option<Decision> {
    if let Some(decision) = understanding::danger(scene, words) {
        return Some(decision);
    }
    if let Some(decision) = follow_up::typed(scene, words) {
        return Some(decision);
    }
    if !scene.state.lang_chosen {
        // What they ask in is what they read.
        scene.lang = scene.knowledge.matcher.rank(words, scene.state.lang, false).lang;
    }
    let question = Words::cut(&redacted.text, QUESTION).0;
    let unit = draft.unit.clone().or_else(|| unit_in(scene, &question));
    show(scene, Draft { question: Some(question), unit, ..draft }, RichText::default());
    Some(Decision::Flow)
}

/// Does what a button of a draft stands for.
pub(super) fn pressed(scene: &mut Scene<'_>, handing: Handing) -> Option<Decision> {
    let Some(HandOver::Draft(draft)) = scene.state.hand_over.clone() else { return None };
    if draft.until <= scene.now() {
        scene.state.hand_over = None;
        scene.say("hand-over-expired", &[], vec![scene.button("button-human", &Press::Human), menu_button(scene)]);
        return Some(Decision::Flow);
    }
    match handing {
        Handing::Send(turn) if turn == draft.turn && is_as_shown(scene, &draft) => Some(send(scene, draft)),
        Handing::Edit(turn) if turn == draft.turn => Some(edit(scene, draft)),
        Handing::Drop(turn, line) if turn == draft.turn => {
            let left = without(draft, line);
            show(scene, left, RichText::default());
            Some(Decision::Flow)
        }
        Handing::Retype(turn) if turn == draft.turn => {
            ask(scene, draft, RichText::default());
            Some(Decision::Flow)
        }
        Handing::Without(turn) if turn == draft.turn => {
            show(scene, Draft { question: None, ..draft }, RichText::default());
            Some(Decision::Flow)
        }
        Handing::Back(turn) if turn == draft.turn => {
            show(scene, draft, RichText::default());
            Some(Decision::Flow)
        }
        Handing::Cancel => Some(cancel(scene)),
        // A button of an earlier version: what would be passed on now is shown, and nothing is passed on.
        _ => {
            show_again(scene, draft);
            Some(Decision::Flow)
        }
    }
}

/// Whether it still says what was shown: its language is that of the conversation.
fn is_as_shown(scene: &Scene<'_>, draft: &Draft) -> bool {
    !draft.lang || draft.shown_in == Some(scene.lang)
}

fn show_again(scene: &mut Scene<'_>, draft: Draft) {
    let intro = scene.phrase("hand-over-outdated", &[]);
    if draft.asking { ask(scene, draft, intro) } else { show(scene, draft, intro) }
}

/// Which line is to go, or whether the question is to be typed anew.
fn edit(scene: &mut Scene<'_>, draft: Draft) -> Decision {
    let turn = scene.state.turns;
    let mut buttons = vec![scene.button("button-hand-over-retype", &Press::Hand(Handing::Retype(turn)))];
    let dropped = lines(scene, &draft).into_iter().map(|(line, _)| line);
    let dropped = dropped.filter(|line| *line != Line::Question || draft.question.is_some());
    let labelled: Vec<Button> =
        dropped.map(|line| scene.button(line.label(), &Press::Hand(Handing::Drop(turn, line)))).collect();
    buttons.extend(labelled);
    buttons.push(scene.button("button-hand-over-back", &Press::Hand(Handing::Back(turn))));
    scene.say("hand-over-edit", &[], buttons);
    remember(scene, Draft { turn, editing: true, ..draft });
    Decision::Flow
}

fn without(draft: Draft, line: Line) -> Draft {
    match line {
        Line::Topic => Draft { topic: None, ..draft },
        Line::Lang => Draft { lang: false, ..draft },
        Line::Unit => Draft { unit: None, ..draft },
        Line::Steps => Draft { steps: Vec::new(), ..draft },
        Line::Question => Draft { question: None, ..draft },
    }
}

/// Passes it on, as it was shown. The desk answers with the reference.
fn send(scene: &mut Scene<'_>, draft: Draft) -> Decision {
    let request = Request {
        topic: draft.topic.map(|topic| topic.to_string()),
        lang: draft.lang.then(|| scene.lang.code().to_owned()),
        unit: draft.unit,
        steps: draft.steps.iter().map(ToString::to_string).collect(),
        question: draft.question.map(Words),
    };
    scene.effect(Effect::Desk(ToDesk::Open(request)));
    scene.state.pending = None;
    scene.state.hand_over = Some(HandOver::Requested { at: scene.now() });
    Decision::Flow
}

/// Nothing is passed on.
pub(super) fn cancel(scene: &mut Scene<'_>) -> Decision {
    scene.state.hand_over = None;
    scene.state.pending = None;
    let buttons = vec![menu_button(scene)];
    scene.say("hand-over-cancelled", &[], buttons);
    Decision::Flow
}
