//! What the assistant itself says, from `answers/<lang>/phrases.ftl`.
//!
//! Start with [`REQUIRED`], all that the program says, and [`Phrases::say`]. Always holds: an argument is text and
//! nothing else; whatever stands in it, no bold, link or list comes from it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use super::fill::fill;
use super::ledgers::Ledgers;
use super::parse::{RawPhrases, parse_plain_markdown};
use super::{Lang, RichText};

/// Every phrase that the program says, with the arguments it gives. Names that begin with `button-`, `command-` or
/// `bot-` are labels: plain lines with a limited length.
pub const REQUIRED: &[(&str, &[&str])] = &[
    ("intro", &["operator"]),
    ("intro-no-operator", &[]),
    ("menu", &[]),
    ("menu-situation", &["situation"]),
    ("fallback", &[]),
    ("fallback-again", &[]),
    ("fallback-still", &[]),
    ("clarify", &[]),
    ("clarify-one", &[]),
    ("clarify-again", &[]),
    ("struck-only", &[]),
    ("struck-words", &[]),
    ("place-verbs", &[]),
    ("place-words", &[]),
    ("too-many", &[]),
    ("region-unit", &["place", "unit"]),
    ("region-ask", &["place"]),
    ("region-chosen", &["unit"]),
    ("more-none", &[]),
    ("simpler-none", &[]),
    ("law-none", &[]),
    ("media", &["kind", "removed"]),
    ("media-note", &["kind", "removed"]),
    ("edited-note", &[]),
    ("undelivered-note", &[]),
    ("old-button", &[]),
    ("language-ask", &[]),
    ("language-set", &[]),
    ("language-name", &[]),
    ("language-names", &[]),
    ("choice-places", &[]),
    ("choice-last", &[]),
    ("choice-fillers", &[]),
    ("erase-ask", &[]),
    ("erase-done", &["turns"]),
    ("erase-kept", &[]),
    ("privacy", &["operator", "days"]),
    ("privacy-no-operator", &["days"]),
    ("my-case", &["code", "state", "topic", "unit", "messages", "until", "notes"]),
    ("my-case-more", &["count"]),
    ("my-data", &["lang", "topic", "earlier", "turns", "active", "until", "officer", "code", "words"]),
    ("missed-told", &["days"]),
    ("group-leave", &[]),
    ("source-line", &["source", "date"]),
    ("apology", &[]),
    ("unknown-command", &[]),
    ("private-warning", &["kind", "removed"]),
    ("button-more", &[]),
    ("button-simpler", &[]),
    ("button-law", &[]),
    ("button-else", &[]),
    ("button-none", &[]),
    ("button-human", &[]),
    ("button-menu", &[]),
    ("button-yes-erase", &[]),
    ("button-no-erase", &[]),
    ("command-start", &[]),
    ("command-help", &[]),
    ("command-privacy", &[]),
    ("command-data", &[]),
    ("command-language", &[]),
    ("command-human", &[]),
    ("command-delete", &[]),
    ("bot-description", &[]),
    ("bot-about", &[]),
    ("hand-over-open", &["waiting"]),
    ("hand-over-unstaffed", &[]),
    ("hand-over-closed", &["day", "date", "time"]),
    ("hand-over-closed-long", &[]),
    ("hand-over-ask", &[]),
    ("hand-over-shown", &[]),
    ("hand-over-no-more", &[]),
    ("hand-over-line-topic", &["topic"]),
    ("hand-over-line-lang", &["lang"]),
    ("hand-over-line-unit", &["unit"]),
    ("hand-over-line-steps", &["steps"]),
    ("hand-over-line-question", &["question"]),
    ("hand-over-line-none", &[]),
    ("hand-over-edit", &[]),
    ("hand-over-cancelled", &[]),
    ("hand-over-leave", &[]),
    ("hand-over-later", &[]),
    ("hand-over-forgotten", &["code"]),
    ("hand-over-file-words", &[]),
    ("hand-over-lost", &[]),
    ("hand-over-outdated", &[]),
    ("hand-over-expired", &[]),
    ("hand-over-moment", &[]),
    ("hand-over-passed", &["code", "ahead"]),
    ("hand-over-usual", &["minutes"]),
    ("hand-over-meanwhile", &[]),
    ("hand-over-taken", &["role"]),
    ("hand-over-returned", &[]),
    ("hand-over-passed-on", &["role"]),
    ("hand-over-reply", &["role"]),
    ("hand-over-corrected", &[]),
    ("hand-over-withdrawn", &[]),
    ("hand-over-closed-now", &["reason"]),
    ("hand-over-reopened", &["code"]),
    ("hand-over-already", &["code"]),
    ("hand-over-left", &[]),
    ("hand-over-none", &[]),
    ("hand-over-gone", &[]),
    ("hand-over-edited-before", &[]),
    ("hand-over-more", &["code"]),
    ("hand-over-file", &[]),
    ("hand-over-media", &[]),
    ("hand-over-rated", &[]),
    ("hand-over-thanks", &[]),
    ("hand-over-privacy", &[]),
    ("button-hand-over-send", &[]),
    ("button-hand-over-edit", &[]),
    ("button-hand-over-cancel", &[]),
    ("button-hand-over-without", &[]),
    ("button-hand-over-retype", &[]),
    ("button-hand-over-back", &[]),
    ("button-hand-over-drop-topic", &[]),
    ("button-hand-over-drop-lang", &[]),
    ("button-hand-over-drop-unit", &[]),
    ("button-hand-over-drop-steps", &[]),
    ("button-hand-over-drop-question", &[]),
    ("button-hand-over-leave", &[]),
    ("button-hand-over-helped", &[]),
    ("button-hand-over-partly", &[]),
    ("button-hand-over-not-helped", &[]),
    ("button-hand-over-more", &[]),
    ("button-hand-over-done", &[]),
    ("command-stop", &[]),
    ("officer-card", &["code", "role"]),
    ("officer-card-line", &["kind", "value"]),
    ("officer-question", &[]),
    ("officer-missing", &["what"]),
    ("officer-status", &["status", "officer"]),
    ("officer-history", &["code"]),
    ("officer-said", &["who", "code"]),
    ("officer-about", &["code"]),
    ("officer-draft", &["code", "officer", "edited"]),
    ("officer-hint", &["hint"]),
    ("officer-queue", &[]),
    ("officer-queue-empty", &[]),
    ("officer-reminder", &[]),
    ("officer-answers", &[]),
    ("officer-answer", &["name", "title"]),
    ("officer-row", &["code", "topic", "minutes", "taken"]),
    ("officer-more", &["more"]),
    ("terminal-help", &[]),
    ("terminal-help-first", &[]),
    ("terminal-refused", &["why"]),
    ("terminal-taken", &["taken"]),
    ("terminal-status", &["status"]),
    ("terminal-line", &["who", "edited", "unit", "ago"]),
    ("terminal-draft", &[]),
    ("terminal-reply", &["number", "state"]),
    ("button-officer-take", &[]),
    ("button-officer-release", &[]),
    ("button-officer-pass-front", &[]),
    ("button-officer-pass-privacy", &[]),
    ("button-officer-pass-dpo", &[]),
    ("button-officer-close-answered", &[]),
    ("button-officer-close-elsewhere", &[]),
    ("button-officer-close-silent", &[]),
    ("button-officer-approve", &[]),
    ("button-officer-reject", &[]),
];

/// How many characters the label `id` may have; nothing if it is no label.
pub(super) fn label_limit(id: &str) -> Option<usize> {
    match id {
        "bot-description" => Some(512),
        "bot-about" => Some(120),
        _ if id.starts_with("button-") => Some(super::BUTTON_LIMIT),
        _ if id.starts_with("command-") => Some(256),
        _ => None,
    }
}

/// All phrases in all languages.
pub struct Phrases {
    languages: BTreeMap<Lang, Spoken>,
}

impl Phrases {
    /// Phrases that are ready to be said.
    pub(super) fn new(languages: BTreeMap<Lang, Spoken>) -> Self {
        Self { languages }
    }

    /// The phrase `id` in `lang` with `args` filled in, its Markdown read. Every id of the required list exists.
    ///
    /// A language that the content does not have gets Dutch. An id that is not in [`REQUIRED`] is a mistake of the
    /// program; it says the apology rather than its name.
    #[must_use]
    pub fn say(&self, lang: Lang, id: &str, args: &[(&str, &str)]) -> RichText {
        let Some(spoken) = self.spoken(lang) else { return RichText::default() };
        match spoken.fixed.get(id).filter(|_| args.is_empty()) {
            Some(fixed) => fixed.read.clone(),
            None => read_markdown(&spoken.known(id, args, true), lang),
        }
    }

    /// The phrase `id` as a plain line: labels of buttons, descriptions of commands.
    #[must_use]
    pub fn label(&self, lang: Lang, id: &str) -> String {
        let Some(spoken) = self.spoken(lang) else { return String::new() };
        match spoken.fixed.get(id) {
            Some(fixed) => fixed.label.clone(),
            None => spoken.known(id, &[], false),
        }
    }

    fn spoken(&self, lang: Lang) -> Option<&Spoken> {
        self.languages.get(&lang).or_else(|| self.languages.get(&Lang::NL))
    }
}

/// The Markdown of a phrase, read.
fn read_markdown(text: &str, lang: Lang) -> RichText {
    fill(&parse_plain_markdown("", text).0, &Ledgers::default(), lang)
}

/// A phrase without arguments, as it is said each time.
struct Fixed {
    label: String,
    read: RichText,
}

/// The phrases of one language.
pub(super) struct Spoken {
    bundle: FluentBundle<Arc<FluentResource>>,
    /// The ledgers' entries by the name of their variable.
    ledger: BTreeMap<String, String>,
    /// The ledger variables that each phrase needs, also through others it refers to.
    needs: BTreeMap<String, BTreeSet<String>>,
    fixed: BTreeMap<&'static str, Fixed>,
}

impl Spoken {
    /// The phrases of `raw`, with `ledger` as variables.
    pub(super) fn of(lang: Lang, raw: &RawPhrases, ledger: BTreeMap<String, String>) -> Self {
        let needs =
            raw.phrases.iter().map(|phrase| (phrase.id.value.clone(), variables_of(raw, &phrase.id.value))).collect();
        let mut bundle = FluentBundle::new_concurrent(lang.code().parse().into_iter().collect());
        bundle.set_use_isolating(false);
        // A phrase that is there twice has been reported; the first one stays.
        let _ = bundle.add_resource(Arc::clone(&raw.resource));
        let mut spoken = Self { bundle, ledger, needs, fixed: BTreeMap::new() };
        let fixed = REQUIRED.iter().filter(|(_, args)| args.is_empty()).map(|&(id, _)| (id, spoken.fixed(id, lang)));
        spoken.fixed = fixed.collect();
        spoken
    }

    fn fixed(&self, id: &str, lang: Lang) -> Fixed {
        Fixed { label: self.known(id, &[], false), read: read_markdown(&self.known(id, &[], true), lang) }
    }

    fn known(&self, id: &str, args: &[(&str, &str)], markdown: bool) -> String {
        let said = self.format(id, args, markdown).or_else(|| self.format("apology", &[], markdown));
        said.map(|(text, _)| text).unwrap_or_default()
    }

    /// The text of `id` and what went wrong; nothing if there is no such phrase. With `markdown`, arguments are escaped.
    pub(super) fn format(&self, id: &str, args: &[(&str, &str)], markdown: bool) -> Option<(String, Vec<String>)> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let mut values = FluentArgs::new();
        let needed = self.needs.get(id).into_iter().flatten();
        let ledger = needed.filter_map(|name| Some((name.as_str(), self.ledger.get(name)?.as_str())));
        for (name, value) in ledger.chain(args.iter().copied()) {
            values.set(name, argument(value, markdown));
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned();
        Some((text, errors.iter().map(ToString::to_string).collect()))
    }
}

/// All variables of the phrase `id` and of those it refers to.
fn variables_of(raw: &RawPhrases, id: &str) -> BTreeSet<String> {
    let mut variables = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut ahead = vec![id];
    while let Some(next) = ahead.pop() {
        if !seen.insert(next) {
            continue;
        }
        for phrase in raw.phrases.iter().filter(|phrase| phrase.id.value == next) {
            variables.extend(phrase.variables.iter().map(|variable| variable.value.clone()));
            ahead.extend(phrase.references.iter().map(|reference| reference.value.as_str()));
        }
    }
    variables
}

/// A whole number can choose a form ("1 dag", "2 dagen"); anything else is text.
fn argument(value: &str, markdown: bool) -> FluentValue<'_> {
    let is_number = !value.is_empty() && value.len() <= 9 && value.bytes().all(|b| b.is_ascii_digit());
    if is_number && (value == "0" || !value.starts_with('0')) {
        return FluentValue::try_number(value);
    }
    FluentValue::String(if markdown { escaped(value) } else { Cow::Borrowed(value) })
}

/// `value` so that Markdown reads it as the same text: signs escaped, on one line.
fn escaped(value: &str) -> Cow<'_, str> {
    if !value.contains(|c: char| c.is_ascii_punctuation() || c.is_whitespace() && c != ' ') && value.trim() == value {
        return Cow::Borrowed(value);
    }
    let mut text = String::with_capacity(value.len() + 8);
    for c in value.trim().chars() {
        match c {
            _ if c.is_ascii_punctuation() => text.extend(['\\', c]),
            _ if c.is_whitespace() => text.push(' '),
            _ => text.push(c),
        }
    }
    Cow::Owned(text)
}
