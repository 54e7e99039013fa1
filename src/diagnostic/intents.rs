//! Intents, the menu, follow-ups and concepts.

use super::Severity::{Error, Warning};
use super::words::instead;
use super::{Code, Diagnostic, Place};

/// The codes of this area.
pub(super) static CODES: &[&Code] = &[
    &UNKNOWN_KIND,
    &UNKNOWN_ROLE,
    &UNKNOWN_INTENT,
    &NESTED_BROADER,
    &MISSING_REQUIRED_INTENT,
    &WRONG_KIND,
    &UNKNOWN_SITUATION,
    &UNKNOWN_ANSWER,
    &MISSING_ANSWER,
    &ORPHAN_ANSWER,
    &UNKNOWN_ASPECT,
    &UNKNOWN_ACT,
    &LABEL_TOO_LONG,
    &DUPLICATE_LABEL,
    &TOO_MANY_FOLLOW_UPS,
    &DUPLICATE_NAME,
    &DEAD_FOLLOW_UP,
];

/// `unknown-kind`
pub static UNKNOWN_KIND: Code = Code {
    name: "unknown-kind",
    severity: Error,
    title: "an intent is of a kind that does not exist",
    why: "The kind decides how the assistant reacts: `topic` is a question on personal data at the police, `neighbour` a \
          question for another office, `conversation` the conversation itself, `safety` danger to life.",
    wrong: "kind = \"question\"",
    right: "kind = \"topic\"",
};

/// `kind` is none of `known`.
#[must_use]
pub fn unknown_kind(at: Place, kind: &str, known: &[&str]) -> Diagnostic {
    UNKNOWN_KIND.at(at.saying("no such kind"), format!("there is no kind of intent `{kind}`")).help(instead(
        kind,
        known.iter().copied(),
        "docs/content-format.md",
    ))
}

/// `unknown-role`
pub static UNKNOWN_ROLE: Code = Code {
    name: "unknown-role",
    severity: Error,
    title: "an intent is of a role that does not exist",
    why: "`citizen` is someone who asks about their own data, `organisation` someone who asks for a company or school. If \
          both ask it, leave the line out.",
    wrong: "role = \"company\"",
    right: "role = \"organisation\"",
};

/// `role` is none of `known`.
#[must_use]
pub fn unknown_role(at: Place, role: &str, known: &[&str]) -> Diagnostic {
    UNKNOWN_ROLE.at(at.saying("no such role"), format!("there is no role `{role}`")).help(instead(
        role,
        known.iter().copied(),
        "docs/content-format.md",
    ))
}

/// `unknown-intent`
pub static UNKNOWN_INTENT: Code = Code {
    name: "unknown-intent",
    severity: Error,
    title: "this names an intent that does not exist",
    why: "Follow-ups, aspects and the menu name intents by the name of their file in intents/, without .toml.",
    wrong: "follow-ups = [\"acces-deadline\"]",
    right: "follow-ups = [\"access-deadline\"]",
};

/// No intent is called `name`.
#[must_use]
pub fn unknown_intent<'a>(at: Place, name: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    UNKNOWN_INTENT
        .at(at.saying("no file of this name in intents/"), format!("there is no intent `{name}`"))
        .help(instead(name, known, "intents/"))
}

/// No intent is called `name`, while there is an answer of that name: its file is gone.
#[must_use]
pub fn lost_intent(at: Place, name: &str) -> Diagnostic {
    UNKNOWN_INTENT
        .at(
            at.saying("no file of this name in intents/"),
            format!("there is no intent `{name}`, but an answer of that name"),
        )
        .help(format!(
            "put the file intents/{name}.toml back; or remove the answer too, and this name wherever it stands"
        ))
}

/// `nested-broader`
pub static NESTED_BROADER: Code = Code {
    name: "nested-broader",
    severity: Error,
    title: "a special case is one of itself or of another special case",
    why: "With `broader` an intent says of which it is a special case. The message is first recognised as the broader one, and \
          then the special case answers it better. There is one such step, not more.",
    wrong: "broader = \"access-cost\"          # in on-behalf.toml, while access-cost.toml says broader = \"access-request\"",
    right: "broader = \"access-request\"",
};

/// `intent` says it is a special case of `broader`, which is one itself, or is the same.
#[must_use]
pub fn nested_broader(at: Place, intent: &str, broader: &str) -> Diagnostic {
    let message = if intent == broader {
        format!("`{intent}` cannot be a special case of itself")
    } else {
        format!("`{intent}` is a special case of `{broader}`, which is one itself")
    };
    NESTED_BROADER
        .at(at.saying("not a broadest intent"), message)
        .help("name the intent that is no special case itself, or leave the line out")
}

/// `missing-required-intent`
pub static MISSING_REQUIRED_INTENT: Code = Code {
    name: "missing-required-intent",
    severity: Error,
    title: "an intent that the assistant cannot do without is missing",
    why: "Some intents are named by the program itself: danger and crisis go before all else, /help and /privacy lead to an \
          answer, and there is always a way to a human. Without them a citizen in danger would get a menu. Their examples, \
          patterns and answers are yours to change; only the file with this name must be there.",
    wrong: "intents/ without emergency.toml",
    right: "intents/emergency.toml, crisis.toml, help.toml, greeting.toml, thanks.toml, goodbye.toml, language.toml,\n\
            bot-privacy.toml, bot-identity.toml and human-handoff.toml",
};

/// The intent `name`, whose file would stand at the place, is missing; it is of the kind `kind`.
#[must_use]
pub fn missing_required_intent(at: Place, name: &str, kind: &str) -> Diagnostic {
    MISSING_REQUIRED_INTENT
        .at(at, format!("the intent `{name}` is missing, and the assistant cannot do without it"))
        .help(format!("put the file intents/{name}.toml back; in it stands `kind = \"{kind}\"`"))
}

/// `wrong-kind`
pub static WRONG_KIND: Code = Code {
    name: "wrong-kind",
    severity: Error,
    title: "an intent that the program names is of another kind than it must be",
    why: "The kind decides how the assistant reacts. `emergency` and `crisis` go before all else only as `safety`; a \
          greeting is no subject to come back to, so it is `conversation`.",
    wrong: "kind = \"topic\"        # in emergency.toml",
    right: "kind = \"safety\"",
};

/// The intent `name` must be of the kind `wanted`.
#[must_use]
pub fn wrong_kind(at: Place, name: &str, wanted: &str) -> Diagnostic {
    WRONG_KIND
        .at(at.saying(format!("must be `{wanted}`")), format!("the intent `{name}` is of the wrong kind"))
        .help(format!("write `kind = \"{wanted}\"`"))
}

/// `unknown-situation`
pub static UNKNOWN_SITUATION: Code = Code {
    name: "unknown-situation",
    severity: Error,
    title: "a situation stands under one that is not in the first menu",
    why: "With `under` a situation of the menu is shown within another one. That other must exist, and stand in the first \
          menu itself: there is one such step, not more.",
    wrong: "under = \"my-situaton\"",
    right: "under = \"my-situation\"",
};

/// No situation of the first menu is called `name`.
#[must_use]
pub fn unknown_situation<'a>(at: Place, name: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    UNKNOWN_SITUATION
        .at(at.saying("not in the first menu"), format!("there is no situation `{name}` in the first menu"))
        .help(instead(name, known, "intents/menu.toml"))
}

/// `unknown-answer`
pub static UNKNOWN_ANSWER: Code = Code {
    name: "unknown-answer",
    severity: Error,
    title: "this intent points to an answer that does not exist",
    why: "`answer` is the name of a file in answers/nl/ (and in the folder of every other language), without .md. Leave \
          the line out if the answer has the intent's own name.",
    wrong: "answer = \"acces-request\"",
    right: "answer = \"access-request\"",
};

/// No answer is called `name`.
#[must_use]
pub fn unknown_answer<'a>(at: Place, name: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    UNKNOWN_ANSWER
        .at(at.saying("no file of this name in answers/nl/"), format!("there is no answer `{name}`"))
        .help(instead(name, known, "answers/nl/"))
}

/// `missing-answer`
pub static MISSING_ANSWER: Code = Code {
    name: "missing-answer",
    severity: Error,
    title: "an intent has no answer",
    why: "Every intent leads to an answer: the file answers/nl/<name>.md of its own name, or the one that its line \
          `answer` names. Only the intent exists so far.",
    wrong: "intents/access-request.toml, but no answers/nl/access-request.md",
    right: "intents/access-request.toml and answers/nl/access-request.md",
};

/// The intent `name` has no answer of its own name.
#[must_use]
pub fn missing_answer(at: Place, name: &str) -> Diagnostic {
    MISSING_ANSWER
        .at(at, format!("the intent `{name}` has no answer"))
        .help(format!(
            "write answers/nl/{name}.md, or name another answer with `answer = \"…\"`; if the file was renamed, give it its \
             old name back"
        ))
}

/// `orphan-answer`
pub static ORPHAN_ANSWER: Code = Code {
    name: "orphan-answer",
    severity: Warning,
    title: "no intent uses this answer",
    why: "An answer that no intent leads to is never shown. Often the intent's file was renamed.",
    wrong: "answers/nl/inzage.md, while intents/ has access-request.toml only",
    right: "answers/nl/access-request.md beside intents/access-request.toml",
};

/// No intent leads to the answer `name`.
#[must_use]
pub fn orphan_answer(at: Place, name: &str) -> Diagnostic {
    ORPHAN_ANSWER
        .at(at, format!("no intent leads to the answer `{name}`"))
        .help(format!("write intents/{name}.toml, or remove the answer in every language"))
}

/// `unknown-aspect`
pub static UNKNOWN_ASPECT: Code = Code {
    name: "unknown-aspect",
    severity: Error,
    title: "an intent names an aspect that does not exist",
    why: "An aspect is one side of a topic, asked after with a few words: \"en hoe lang duurt dat?\". What each sounds \
          like stands in intents/follow-ups.toml as [aspect.<name>]; only those names can stand in [aspects].",
    wrong: "[aspects]\nhowlong = \"access-deadline\"",
    right: "[aspects]\nhow-long = \"access-deadline\"",
};

/// No aspect is called `name`.
#[must_use]
pub fn unknown_aspect<'a>(at: Place, name: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    UNKNOWN_ASPECT
        .at(at.saying("not in intents/follow-ups.toml"), format!("there is no aspect `{name}`"))
        .help(instead(name, known, "intents/follow-ups.toml"))
}

/// `unknown-act`
pub static UNKNOWN_ACT: Code = Code {
    name: "unknown-act",
    severity: Error,
    title: "follow-ups.toml names an act that does not exist",
    why: "An act does something with the answer just given. The program knows a fixed set of them; a new one needs a \
          change of the program. An aspect ([aspect.<name>]) can be added freely.",
    wrong: "[act.repeat]",
    right: "[act.again]",
};

/// No act is called `name`.
#[must_use]
pub fn unknown_act(at: Place, name: &str, known: &[&str]) -> Diagnostic {
    UNKNOWN_ACT.at(at.saying("no such act"), format!("there is no act `{name}`")).help(instead(
        name,
        known.iter().copied(),
        "docs/content-format.md",
    ))
}

/// `label-too-long`
pub static LABEL_TOO_LONG: Code = Code {
    name: "label-too-long",
    severity: Error,
    title: "a text is too long for its place in Telegram",
    why: "On a telephone a button shows about 32 characters; what comes after is cut off. Descriptions of commands (256), \
          of the assistant (512) and the about text (120) have limits that Telegram sets.",
    wrong: "button = \"Inzien welke gegevens de politie over mij heeft\"",
    right: "button = \"Mijn gegevens inzien\"",
};

/// The label has `found` characters where `limit` fit.
#[must_use]
pub fn label_too_long(at: Place, found: usize, limit: usize) -> Diagnostic {
    LABEL_TOO_LONG
        .at(at.saying(format!("{found} characters")), format!("this is longer than {limit} characters"))
        .help(format!("shorten it by {}", found.saturating_sub(limit)))
}

/// `duplicate-label`
pub static DUPLICATE_LABEL: Code = Code {
    name: "duplicate-label",
    severity: Error,
    title: "two buttons have the same label",
    why: "A citizen who has to choose between two buttons must see the difference.",
    wrong: "button = \"Klacht\" in complaint.toml and in police-conduct-complaint.toml",
    right: "button = \"Klacht over mijn gegevens\" and button = \"Klacht over een agent\"",
};

/// The label at `at` is also the one at `first`.
#[must_use]
pub fn duplicate_label(at: Place, first: Place, label: &str) -> Diagnostic {
    DUPLICATE_LABEL
        .at(at.saying("the same label"), format!("two buttons say `{label}`"))
        .and(first.saying("it stands here already"))
        .help("say in one of them what makes it different")
}

/// `too-many-follow-ups`
pub static TOO_MANY_FOLLOW_UPS: Code = Code {
    name: "too-many-follow-ups",
    severity: Error,
    title: "an intent has more follow-ups than fit under an answer",
    why: "Under an answer stand buttons for more, for something else, and at most four related topics.",
    wrong: "follow-ups = [\"a\", \"b\", \"c\", \"d\", \"e\"]",
    right: "follow-ups = [\"a\", \"b\", \"c\", \"d\"]",
};

/// The list at the place has `found` follow-ups.
#[must_use]
pub fn too_many_follow_ups(at: Place, found: usize, limit: usize) -> Diagnostic {
    TOO_MANY_FOLLOW_UPS
        .at(at.saying(format!("{found} follow-ups")), format!("an intent has at most {limit} follow-ups"))
        .help("keep the most useful ones; the others stay reachable by asking and by the menu")
}

/// `duplicate-name`
pub static DUPLICATE_NAME: Code = Code {
    name: "duplicate-name",
    severity: Error,
    title: "one name or word is used twice",
    why: "A situation of the menu has a name of its own. A word of concepts.toml belongs to one concept: it can only be \
          replaced by one. A word of `choice-places` in phrases.ftl names one of the choices, and no other.",
    wrong: "[nl]\nofficer = [\"agent\"]\nrepresentative = [\"agent\"]",
    right: "[nl]\nofficer = [\"agent\"]\nrepresentative = [\"vertegenwoordiger\"]",
};

/// `name` at `at` stands at `first` already.
#[must_use]
pub fn duplicate_name(at: Place, first: Place, name: &str) -> Diagnostic {
    DUPLICATE_NAME
        .at(at.saying("once more"), format!("`{name}` stands here twice"))
        .and(first.saying("it stands here already"))
        .help("keep one of the two")
}

/// `dead-follow-up`
pub static DEAD_FOLLOW_UP: Code = Code {
    name: "dead-follow-up",
    severity: Warning,
    title: "a button leads nowhere new",
    why: "The buttons under an answer lead on. One that leads to the answer just read, or that stands there twice, takes the \
          place of one that helps. The same holds for a topic that stands twice in one situation of the menu.",
    wrong: "follow-ups = [\"access-request\", \"complaint\", \"complaint\"]     # in access-request.toml",
    right: "follow-ups = [\"access-deadline\", \"complaint\"]",
};

/// The intent names itself as what to ask next.
#[must_use]
pub fn follows_itself(at: Place, name: &str) -> Diagnostic {
    DEAD_FOLLOW_UP
        .at(at.saying("this very intent"), format!("`{name}` leads to itself"))
        .help("name another topic that people ask next, or leave it out")
}

/// The intent `name` stands at `first` in the same list already.
#[must_use]
pub fn repeated_button(at: Place, first: Place, name: &str) -> Diagnostic {
    DEAD_FOLLOW_UP
        .at(at.saying("once more"), format!("`{name}` stands twice in this list"))
        .and(first.saying("it stands here already"))
        .help("leave one out, or name another topic")
}
