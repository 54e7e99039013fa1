//! What changed since an earlier run: `--compare OLD.tsv`, a file that `--predictions` wrote.
//!
//! Both runs are judged by the labels of today; a question counts in the comparison where both runs have it.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::figures::{Asked, Outcome, outcome_of, word_of};
use crate::content::{Catalogue, IntentId};

/// So many changed questions are printed of each sort; the JSON has all.
const PRINTED: usize = 40;

/// From this probability on, a difference is called chance.
const CHANCE: f64 = 0.05;

/// What an earlier run decided on one question.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Before {
    decision: String,
    intents: Vec<IntentId>,
}

/// The decisions of an earlier run, by language and text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Earlier(BTreeMap<(String, String), Before>);

impl Earlier {
    /// Reads what `--predictions` wrote.
    ///
    /// # Errors
    /// What is wrong with the table.
    pub(super) fn parse(table: &str) -> Result<Self, String> {
        let mut lines = table.lines();
        let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
        let place = |name: &str| {
            header.iter().position(|column| *column == name).ok_or_else(|| format!("it has no column `{name}`"))
        };
        let (text, lang) = (place("text")?, place("lang")?);
        let (decision, predicted) = (place("decision")?, place("predicted")?);
        let read = |line: &str| {
            let cells: Vec<&str> = line.split('\t').collect();
            let cell = |at: usize| cells.get(at).copied().unwrap_or_default().to_owned();
            let intents = cell(predicted).split(',').filter(|name| !name.is_empty()).map(IntentId::from).collect();
            ((cell(lang), cell(text)), Before { decision: cell(decision), intents })
        };
        Ok(Self(lines.map(read).collect()))
    }
}

/// How often something came to be, and how often it ceased to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Turned {
    to: usize,
    from: usize,
}

impl Turned {
    fn add(&mut self, before: bool, now: bool) {
        self.to += usize::from(now && !before);
        self.from += usize::from(before && !now);
    }

    /// How probable a difference this large is if nothing changed but by chance: the exact sign test, as in McNemar's.
    fn probability(self) -> f64 {
        let (all, fewer) = (self.to + self.from, self.to.min(self.from));
        let mut term = 0.5_f64.powi(i32::try_from(all).unwrap_or(i32::MAX));
        let mut sum = 0.0;
        for count in 0..=fewer {
            sum += term;
            term *= (all - count) as f64 / (count + 1) as f64;
        }
        (2.0 * sum).min(1.0)
    }

    fn in_words(self) -> String {
        let probability = self.probability();
        let verdict = if probability < CHANCE { "more than chance" } else { "chance explains it" };
        format!("a difference as large comes by chance {:.1} times in 100: {verdict}", 100.0 * probability)
    }

    fn json(self) -> Value {
        json!({ "became": self.to, "ceased": self.from, "p": self.probability() })
    }
}

/// What changed in one group of questions.
#[derive(Clone, Debug, Default)]
struct Group {
    questions: usize,
    right: Turned,
    wrong: Turned,
    /// Decision before and decision now, where they differ.
    moved: BTreeMap<(String, &'static str), usize>,
}

/// A question on which the two runs differ.
struct Change<'a> {
    asked: &'a Asked<'a>,
    before: &'a Before,
    was: Outcome,
    is: Outcome,
}

/// What changed between two runs.
pub(super) struct Comparison<'a> {
    all: Group,
    by_lang: BTreeMap<&'a str, Group>,
    changes: Vec<Change<'a>>,
    /// Questions that the earlier run did not have.
    new: usize,
}

impl<'a> Comparison<'a> {
    /// Compares `asked` with what was decided `earlier`.
    pub(super) fn of(asked: &'a [Asked<'a>], earlier: &'a Earlier, catalogue: &Catalogue) -> Self {
        let mut comparison = Self { all: Group::default(), by_lang: BTreeMap::new(), changes: Vec::new(), new: 0 };
        for asked in asked {
            let question = asked.question;
            match earlier.0.get(&(question.lang.clone(), question.text.clone())) {
                Some(before) => comparison.add(asked, before, catalogue),
                None => comparison.new += 1,
            }
        }
        comparison
    }

    fn add(&mut self, asked: &'a Asked<'a>, before: &'a Before, catalogue: &Catalogue) {
        let was = outcome_of(asked.question, &before.decision, &before.intents, catalogue);
        let is = outcome_of(asked.question, word_of(&asked.zone), &asked.intents, catalogue);
        let lang = self.by_lang.entry(asked.question.lang.as_str()).or_default();
        for group in [&mut self.all, lang] {
            group.questions += 1;
            group.right.add(was == Outcome::Right, is == Outcome::Right);
            group.wrong.add(was == Outcome::Wrong, is == Outcome::Wrong);
            if before.decision != word_of(&asked.zone) {
                *group.moved.entry((before.decision.clone(), word_of(&asked.zone))).or_default() += 1;
            }
        }
        if was != is {
            self.changes.push(Change { asked, before, was, is });
        }
    }

    /// Prints what changed, then the questions.
    pub(super) fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\ncompared with the earlier run: {} questions in both, {} new", self.all.questions, self.new)?;
        self.all.print("all", out)?;
        for (lang, group) in &self.by_lang {
            group.print(lang, out)?;
        }
        for (title, wanted) in [("became right", true), ("became wrong", false)] {
            let outcome = if wanted { Outcome::Right } else { Outcome::Wrong };
            self.print_changes(title, |change| change.is == outcome, out)?;
        }
        self.print_changes("no longer right, not wrong", |change| was_right(change) && !is_wrong(change), out)
    }

    fn print_changes(&self, title: &str, wanted: impl Fn(&Change<'_>) -> bool, out: &mut dyn Write) -> io::Result<()> {
        let changes: Vec<&Change<'_>> = self.changes.iter().filter(|change| wanted(change)).collect();
        writeln!(out, "\n{title}: {}", changes.len())?;
        for change in changes.iter().take(PRINTED) {
            let (question, now) = (change.asked.question, decided(word_of(&change.asked.zone), &change.asked.intents));
            let before = decided(&change.before.decision, &change.before.intents);
            writeln!(out, "  {} {}: {before} → {now}\n      {}", question.lang, question.expected, question.text)?;
        }
        if changes.len() > PRINTED {
            writeln!(out, "  … and {} more: --json has all", changes.len() - PRINTED)?;
        }
        Ok(())
    }

    /// The same for programs.
    pub(super) fn json(&self) -> Value {
        let by_lang = self.by_lang.iter().map(|(lang, group)| ((*lang).to_owned(), group.json()));
        let change = |change: &Change<'_>| {
            let question = change.asked.question;
            json!({
                "text": question.text, "lang": question.lang, "expected": question.expected,
                "before": { "decision": change.before.decision, "intents": names(&change.before.intents) },
                "now": { "decision": word_of(&change.asked.zone), "intents": names(&change.asked.intents) },
                "was": change.was.word(), "is": change.is.word(),
            })
        };
        json!({
            "all": self.all.json(),
            "languages": by_lang.collect::<serde_json::Map<_, _>>(),
            "new": self.new,
            "changed": self.changes.iter().map(change).collect::<Vec<_>>(),
        })
    }
}

fn was_right(change: &Change<'_>) -> bool {
    change.was == Outcome::Right
}

fn is_wrong(change: &Change<'_>) -> bool {
    change.is == Outcome::Wrong
}

impl Group {
    fn print(&self, name: &str, out: &mut dyn Write) -> io::Result<()> {
        let Self { questions, right, wrong, moved } = self;
        writeln!(out, "{name}: {questions} questions")?;
        writeln!(out, "  right: {} became, {} no longer are; {}", right.to, right.from, right.in_words())?;
        writeln!(out, "  wrong: {} became, {} no longer are; {}", wrong.to, wrong.from, wrong.in_words())?;
        for ((before, now), count) in moved {
            writeln!(out, "  {count:>5}  {before} → {now}")?;
        }
        Ok(())
    }

    fn json(&self) -> Value {
        let moved =
            |((before, now), count): (&(String, &str), &usize)| json!({"from": before, "to": now, "count": count});
        json!({
            "questions": self.questions,
            "right": self.right.json(),
            "wrong": self.wrong.json(),
            "moved": self.moved.iter().map(moved).collect::<Vec<_>>(),
        })
    }
}

fn names(intents: &[IntentId]) -> Vec<&str> {
    intents.iter().map(IntentId::as_str).collect()
}

fn decided(word: &str, intents: &[IntentId]) -> String {
    format!("{word} {}", names(intents).join(", ")).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_probability_is_the_exact_sign_test() {
        assert_eq!(Turned { to: 0, from: 0 }.probability(), 1.0);
        assert_eq!(Turned { to: 3, from: 3 }.probability(), 1.0);
        assert!((Turned { to: 8, from: 1 }.probability() - 20.0 / 512.0).abs() < 1e-12);
        assert!(Turned { to: 8, from: 1 }.in_words().contains("more than chance"));
        assert!(Turned { to: 3, from: 1 }.in_words().contains("chance explains it"));
    }

    #[test]
    fn a_table_without_a_needed_column_is_refused_by_name() {
        let table = "text\tlang\tdecision\tpredicted\nhoi\tnl\tanswer\tgreeting,help\n";
        let read = Earlier::parse(table).unwrap();
        let before = &read.0[&("nl".to_owned(), "hoi".to_owned())];
        assert_eq!((before.decision.as_str(), before.intents.len()), ("answer", 2));
        assert!(Earlier::parse("text\tlang\n").unwrap_err().contains("`decision`"));
    }
}
