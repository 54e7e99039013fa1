//! What changed, as a person reads it before an edit is published.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::Changes;
use super::asked::{ExamplesAsked, QuestionsAsked};
use super::headline::counted;
use super::problems::Problems;
use super::talks::{Talks, TurnChange};
use super::written::{EntryChange, Fate, TextChange, ValueChange, WordingChange, Written};
use crate::content::{IntentId, LedgerName, Use};
use crate::content_files::Root;
use crate::diagnostic::{Sources, render_human, render_short};

/// So many of a kind are shown, then the rest is counted; `--json` has all.
const SHOWN: usize = 15;

/// All of it in full.
pub(super) fn write(changes: &Changes<'_>, root: &Root, sources: &Sources<'_>, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "Since {}: {}", changes.since, changes.headline)?;
    write_entries(&changes.written.entries, out)?;
    write_texts("Answers with another text", &changes.written.answers, out)?;
    write_texts("Phrases that read otherwise", &changes.written.phrases, out)?;
    write_intents(&changes.written, out)?;
    if let Some(talks) = &changes.conversations {
        write_talks(talks, out)?;
    }
    if let Some(questions) = &changes.questions {
        write_questions(questions, out)?;
    }
    if let Some(examples) = &changes.examples_judged {
        write_examples(examples, out)?;
    }
    write_problems("New collisions", &changes.problems.collisions, sources, out)?;
    write_problems("New problems", &changes.problems.new_problems, sources, out)?;
    write_vanished(&changes.problems.vanished, out)?;
    write_limits(changes, out)?;
    writeln!(out, "\nCompared the content in {root} in {:.1} s.", changes.seconds)
}

/// The heading of a section that holds something.
fn heading(title: &str, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "\n{title}")
}

/// Says how many of `all` were left out.
fn and_more(all: usize, out: &mut impl Write) -> io::Result<()> {
    all.checked_sub(SHOWN + 1).map_or(Ok(()), |more| writeln!(out, "  and {} more; --json has all", more + 1))
}

fn write_entries(entries: &[EntryChange], out: &mut impl Write) -> io::Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    heading("Facts, contacts and sources", out)?;
    for EntryChange { entry, fate, values, uses } in entries {
        let ledger = match entry.ledger {
            LedgerName::Fact => "fact",
            LedgerName::Contact => "contact",
            LedgerName::Source => "source",
        };
        let fate_word = match fate {
            Fate::New => " is new",
            Fate::Gone => " is gone",
            Fate::Changed => "",
        };
        writeln!(out, "  {ledger} {}{fate_word}", entry.id)?;
        values.iter().try_for_each(|value| writeln!(out, "    {}", was_and_is(value)))?;
        let shown = shown_in(uses);
        writeln!(out, "    {}", if *fate == Fate::Gone { shown.replacen("stands", "stood", 1) } else { shown })?;
    }
    Ok(())
}

/// "stands in 2 answers: access-cost (nl short, more; en short), …".
pub(in crate::cli) fn shown_in(uses: &[Use]) -> String {
    let mut answers: BTreeMap<&str, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    let mut phrases: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for place in uses {
        match place {
            Use::Answer { answer, lang, part } => {
                answers.entry(answer).or_default().entry(lang.code()).or_default().push(part);
            }
            Use::Phrase { phrase, lang } => phrases.entry(phrase).or_default().push(lang.code()),
        }
    }
    let parts = |langs: &BTreeMap<&str, Vec<&str>>| {
        langs.iter().map(|(lang, parts)| format!("{lang} {}", parts.join(", "))).collect::<Vec<_>>().join("; ")
    };
    let in_answers: Vec<String> = answers.iter().map(|(name, langs)| format!("{name} ({})", parts(langs))).collect();
    let in_phrases: Vec<String> =
        phrases.iter().map(|(name, langs)| format!("{name} ({})", langs.join(", "))).collect();
    let listed = |list: &[String], noun: &str| format!("{}: {}", counted(list.len(), noun), list.join(", "));
    match (in_answers.is_empty(), in_phrases.is_empty()) {
        (true, true) => "stands nowhere".to_owned(),
        (false, true) => format!("stands in {}", listed(&in_answers, "answer")),
        (true, false) => format!("stands in {}", listed(&in_phrases, "phrase")),
        (false, false) => {
            format!("stands in {}; and in {}", listed(&in_answers, "answer"), listed(&in_phrases, "phrase"))
        }
    }
}

fn write_texts(title: &str, texts: &[TextChange], out: &mut impl Write) -> io::Result<()> {
    if texts.is_empty() {
        return Ok(());
    }
    heading(title, out)?;
    for TextChange { name, lang, part, differences } in texts {
        writeln!(out, "  {}", format!("{name} ({lang} {part}").trim_end().to_owned() + ")")?;
        differences.iter().try_for_each(|passage| writeln!(out, "    {passage}"))?;
    }
    Ok(())
}

fn write_intents(written: &Written, out: &mut impl Write) -> io::Result<()> {
    let any = [&written.intents_added, &written.intents_removed].into_iter().any(|list| !list.is_empty());
    if !any && written.wordings.is_empty() {
        return Ok(());
    }
    heading("Intents", out)?;
    written.intents_added.iter().try_for_each(|intent| {
        let examples = written.wordings.iter().filter(|change| change.intent == *intent);
        let examples: Vec<String> =
            examples.map(|change| format!("{} {}", change.examples_added.len(), change.lang)).collect();
        writeln!(out, "  {intent} is new, with examples: {}", examples.join(", "))
    })?;
    written.intents_removed.iter().try_for_each(|intent| writeln!(out, "  {intent} is gone"))?;
    written.wordings_of_both().take(SHOWN).try_for_each(|change| write_wording(change, out))?;
    and_more(written.wordings_of_both().count(), out)
}

fn write_wording(change: &WordingChange, out: &mut impl Write) -> io::Result<()> {
    let WordingChange { intent, lang, .. } = change;
    let counts = [
        (change.examples_added.len(), "example", "came"),
        (change.examples_removed.len(), "example", "went"),
        (change.patterns_added.len(), "pattern", "came"),
        (change.patterns_removed.len(), "pattern", "went"),
    ];
    let told: Vec<String> = counts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, noun, verb)| format!("{} {verb}", counted(count, noun)))
        .chain(change.labels.iter().map(was_and_is))
        .collect();
    let told = if told.is_empty() { "in another order".to_owned() } else { told.join("; ") };
    writeln!(out, "  {intent} ({lang}): {told}")
}

/// `nl: 6 weken → 8 weken`, or only the one there is.
fn was_and_is(value: &ValueChange) -> String {
    let key = &value.key;
    match (&value.before, &value.after) {
        (Some(before), Some(after)) => format!("{key}: {before} → {after}"),
        (None, Some(after)) => format!("{key}: {after}"),
        (Some(before), None) => format!("{key}: {before} → (nothing)"),
        (None, None) => format!("{key}: (nothing)"),
    }
}

fn write_talks(talks: &Talks, out: &mut impl Write) -> io::Result<()> {
    heading(&format!("Conversations: {} of {} change", talks.changed, talks.held), out)?;
    let elsewhere: Vec<&TurnChange> = talks.turns.iter().filter(|turn| turn.before != turn.after).collect();
    for turn in elsewhere.iter().take(SHOWN) {
        writeln!(out, "  {}:{}  > {}", turn.file, turn.line, turn.typed)?;
        writeln!(out, "    was {}\n    is  {}", turn.before, turn.after)?;
    }
    and_more(elsewhere.len(), out)?;
    let passages = talks.passages();
    for (passage, turns) in passages.iter().take(SHOWN) {
        let conversations: BTreeSet<&str> = turns.iter().map(|turn| turn.file.as_str()).collect();
        let Some(first) = turns.first() else { continue };
        match conversations.len() {
            1 => writeln!(out, "  {}:{}  > {}", first.file, first.line, first.typed)?,
            many => writeln!(out, "  {many} conversations, such as {}:{}  > {}", first.file, first.line, first.typed)?,
        }
        writeln!(out, "    {}, in other words:\n      {passage}", first.after)?;
    }
    and_more(passages.len(), out)?;
    let broken = &talks.broken;
    broken.iter().try_for_each(|file| writeln!(out, "  {file} no longer goes as it says: see `loket test`"))
}

fn write_questions(questions: &QuestionsAsked, out: &mut impl Write) -> io::Result<()> {
    let (changed, asked) = (questions.changes.len(), questions.asked);
    let (better, worse) = (questions.better, questions.worse);
    heading(&format!("Questions: {changed} of {asked} change, {better} better, {worse} worse"), out)?;
    for change in questions.changes.iter().take(SHOWN) {
        let word = if change.after < change.before { "worse " } else { "better" };
        let (before, after) = (change.before.words(), change.after.words());
        writeln!(out, "  {word}  {} ({})", change.text, change.expected)?;
        writeln!(out, "          was {before}, is {after}{}", named(&change.now))?;
    }
    and_more(changed, out)
}

fn named(intents: &[IntentId]) -> String {
    let names: Vec<&str> = intents.iter().map(IntentId::as_str).collect();
    if names.is_empty() { String::new() } else { format!(": {}", names.join(", ")) }
}

fn write_examples(examples: &ExamplesAsked, out: &mut impl Write) -> io::Result<()> {
    let (better, worse) = (examples.better, examples.worse.len());
    if better + worse == 0 {
        return Ok(());
    }
    let (before, after, asked) = (examples.right_before, examples.right_after, examples.asked);
    heading(
        &format!(
            "Examples, each as judged by who has not seen it: {after} of {asked} right, were {before} ({better} better, \
             {worse} worse)"
        ),
        out,
    )?;
    for change in examples.worse.iter().take(SHOWN) {
        let own = change.intent.as_ref().map_or("nothing", IntentId::as_str);
        let taken_for = change.taken_for.as_ref().map_or("nothing", IntentId::as_str);
        writeln!(out, "  worse   {} ({own}), now taken for {taken_for}", change.text)?;
    }
    and_more(worse, out)
}

fn write_problems(title: &str, problems: &Problems<'_>, sources: &Sources<'_>, out: &mut impl Write) -> io::Result<()> {
    if problems.found.is_empty() {
        return Ok(());
    }
    heading(title, out)?;
    writeln!(out, "{}", render_human(&problems.found, sources, super::super::colours()))
}

fn write_vanished(vanished: &Problems<'_>, out: &mut impl Write) -> io::Result<()> {
    if vanished.found.is_empty() {
        return Ok(());
    }
    heading("Problems that are gone", out)?;
    vanished.found.iter().try_for_each(|found| writeln!(out, "  {}", render_short(found, vanished.sources())))
}

/// Says what could not be compared.
fn write_limits(changes: &Changes<'_>, out: &mut impl Write) -> io::Result<()> {
    let why = match (changes.errors_then, changes.errors_now) {
        (0, 0) if changes.conversations.is_some() => return Ok(()),
        (0, 0) => return writeln!(out, "\nNo conversations were held: there is no folder tests/conversations."),
        (then, 0) => format!("the content of then has {}", counted(then, "error")),
        (_, now) => format!("the content has {}", counted(now, "error")),
    };
    writeln!(out, "\nNo conversations were held and no questions asked: {why}.")
}
