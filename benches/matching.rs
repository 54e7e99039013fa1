//! How fast matching is: `cargo bench --bench matching [-- CONTENT_DIR] [QUESTIONS.tsv …]`.
//!
//! Prints figures and fails on none: bounds are for people to compare with, on a quiet machine. Messages are the
//! content's own examples, each with two words swapped and a letter lost, so that repair and near examples have work.

use std::fs;
use std::hint::black_box;
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use loket::content::{Catalogue, Date, Lang, SourceFile, parse_catalogue};
use loket::matching::{Corpus, Matcher};

/// What one message may take, in microseconds: the median.
const BOUND: f64 = 60.0;

/// How often all messages are ranked.
const ROUNDS: usize = 5;

fn main() -> io::Result<()> {
    let is_questions = |argument: &String| argument.ends_with(".tsv");
    let dir = std::env::args().skip(1).find(|argument| !argument.starts_with("--") && !is_questions(argument));
    let questions = questions(&std::env::args().filter(is_questions).collect::<Vec<_>>())?;
    let dir = dir.unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").to_owned());
    let today = Date { year: 2026, month: 11, day: 23 };
    let (catalogue, diagnostics) = parse_catalogue(&source_files(Path::new(&dir))?, today);
    let Some(catalogue) = catalogue else {
        let problems: Vec<&str> = diagnostics.iter().map(|problem| problem.message.as_str()).collect();
        return Err(io::Error::other(format!("{dir}: the content cannot be used: {}", problems.join("; "))));
    };
    report(&catalogue, &questions, &mut io::stdout())
}

/// The first column of labelled questions.
fn questions(files: &[String]) -> io::Result<Vec<String>> {
    let mut questions = Vec::new();
    for file in files {
        let text = fs::read_to_string(file)?;
        questions.extend(text.lines().skip(1).filter_map(|line| line.split('\t').next()).map(str::to_owned));
    }
    Ok(questions)
}

fn report(catalogue: &Catalogue, questions: &[String], out: &mut impl Write) -> io::Result<()> {
    let started = Instant::now();
    let matcher = Matcher::train(catalogue);
    let training = started.elapsed();
    let corpus = Corpus::of(catalogue);
    let examples: Vec<&str> =
        corpus.languages.iter().flat_map(|(_, texts)| &texts.examples).map(|(_, text)| *text).collect();
    let (intents, count) = (corpus.intents.len(), examples.len());
    writeln!(
        out,
        "training                {:>9.0} ms   ({intents} intents, {count} examples)",
        training.as_secs_f64() * 1e3
    )?;
    if !questions.is_empty() {
        let times = time_each(questions, |question| {
            black_box(matcher.rank(question, Some(Lang::NL), false));
        });
        line(out, "a question, median", at(&times, 0.5))?;
        line(out, "a question, p99", at(&times, 0.99))?;
    }
    let messages: Vec<String> = examples.iter().step_by(5).map(|example| mistyped(example)).collect();
    let times = time_each(&messages, |message| {
        black_box(matcher.rank(message, Some(Lang::NL), false));
    });
    line(out, "a message, median", at(&times, 0.5))?;
    line(out, "a message, p99", at(&times, 0.99))?;
    let few: Vec<String> = messages.iter().step_by(messages.len() / 40 + 1).cloned().collect();
    let peer = time_each(&few, |message| {
        black_box(most_similar(message, &examples));
    });
    line(out, "fuzzy on whole sentences", at(&peer, 0.5))?;
    writeln!(out, "  that is {:.0} times the median of a message", at(&peer, 0.5) / at(&times, 0.5))?;
    lengths(&matcher, &examples, out)
}

/// The worst kinds of message at three lengths.
fn lengths(matcher: &Matcher, examples: &[&str], out: &mut impl Write) -> io::Result<()> {
    let known = format!("{}. ", examples.join(". "));
    let unknown: String = (0..600).map(|n| format!("wxq{}zk ", n * 7919 % 1000)).collect();
    let slips: String = examples.iter().map(|example| mistyped(example) + " ").collect();
    let letters = "abcdefghijklmnopqrstuvwxyz".repeat(4);
    let kinds =
        [("known words", &*known), ("unknown words", &unknown), ("slips", &slips), ("one giant word", &letters)];
    for length in [64, 512, 4096] {
        for (kind, pattern) in kinds.iter().chain(&[("emoji", "🙂"), ("accents", "e\u{301}é ")]) {
            let message: String = pattern.chars().cycle().take(length).collect();
            let times = time_each(&[message], |message| {
                black_box(matcher.rank(message, None, false));
            });
            line(out, &format!("{length:>5} of {kind}"), at(&times, 0.5))?;
        }
    }
    Ok(())
}

fn line(out: &mut impl Write, name: &str, micros: f64) -> io::Result<()> {
    writeln!(out, "{name:<24} {micros:>8.1} µs   {:>6.2} of the bound", micros / BOUND)
}

/// The times of ranking each of `messages`, sorted, in microseconds; the first round warms up.
fn time_each(messages: &[String], job: impl Fn(&str)) -> Vec<f64> {
    messages.iter().for_each(|message| job(message));
    let time = |message: &String| {
        let started = Instant::now();
        job(message);
        started.elapsed()
    };
    let mut times: Vec<Duration> = (0..ROUNDS).flat_map(|_| messages.iter().map(time).collect::<Vec<_>>()).collect();
    times.sort();
    times.into_iter().map(|time| time.as_secs_f64() * 1e6).collect()
}

fn at(times: &[f64], share: f64) -> f64 {
    let place = (times.len() as f64 * share) as usize;
    times.get(place).or(times.last()).copied().unwrap_or_default()
}

/// What is usually done: the example most like the whole message.
fn most_similar<'a>(message: &str, examples: &[&'a str]) -> Option<&'a str> {
    let similarity = |example: &&&str| strsim::normalized_levenshtein(message, example);
    examples.iter().max_by(|a, b| similarity(a).total_cmp(&similarity(b))).copied()
}

/// `example` with its first two words swapped and a letter lost from its longest word.
fn mistyped(example: &str) -> String {
    let mut words: Vec<String> = example.split_whitespace().map(str::to_owned).collect();
    if words.len() > 1 {
        words.swap(0, 1);
    }
    if let Some(longest) = words.iter_mut().max_by_key(|word| word.chars().count()) {
        let lost = longest.chars().count() / 2;
        *longest = longest.chars().enumerate().filter(|(place, _)| *place != lost).map(|(_, letter)| letter).collect();
    }
    words.join(" ")
}

/// The content files below `dir`, as `content_files` gives them.
fn source_files(dir: &Path) -> io::Result<Vec<SourceFile>> {
    let mut files = Vec::new();
    for folder in ["intents", "answers"] {
        read_folder(&dir.join(folder), folder, &mut files)?;
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn read_folder(folder: &Path, name: &str, files: &mut Vec<SourceFile>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{name}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read_folder(&entry.path(), &path, files)?;
        } else {
            files.push(SourceFile { path, text: fs::read_to_string(entry.path())? });
        }
    }
    Ok(())
}
