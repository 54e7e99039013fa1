//! The same engine on any labelled set: `cargo bench --bench labelled -- TRAIN.tsv TEST.tsv…`.
//!
//! A file has a row a text: the text, a tab, its label; `# lang: nl` on the first line names the language, else it is
//! English. Rows of the label `oos` or `none` belong to nothing: those of the training file are negatives, those of a test
//! are to be refused. Nothing is tuned to the test. The sets themselves are not part of the project.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::time::Instant;

use loket::content::{IntentId, Kind, Lang};
use loket::matching::{Corpus, Matcher, Ranking, Texts};

/// Labels of what belongs to nothing.
const NOTHING: [&str; 2] = ["oos", "none"];
/// How many bins confidence is compared in.
const BINS: usize = 10;
/// The share of what belongs to something that may be refused when strangers are counted.
const REFUSED: f64 = 0.1;

type Rows = Vec<(String, Option<String>)>;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let mut out = io::stdout();
    let Some((train, tests)) = arguments.split_first().filter(|(_, tests)| !tests.is_empty()) else {
        return writeln!(out, "labelled: name a training file and a test file: -- TRAIN.tsv TEST.tsv");
    };
    let (lang, train) = read(train)?;
    let mut test = Rows::new();
    for path in tests {
        test.extend(read(path)?.1);
    }
    report(lang, &train, &test, &mut out)
}

/// The language and the rows of a file.
fn read(path: &str) -> io::Result<(Lang, Rows)> {
    let text = fs::read_to_string(path)?;
    let named = text.lines().next().and_then(|first| first.strip_prefix("# lang:"));
    let lang = named.and_then(|code| Lang::parse(code.trim())).unwrap_or(Lang::EN);
    let row = |line: &str| {
        let (text, label) = line.rsplit_once('\t')?;
        let label = Some(label.trim()).filter(|label| !NOTHING.contains(label));
        Some((text.to_owned(), label.map(str::to_owned)))
    };
    Ok((lang, text.lines().filter(|line| !line.starts_with('#')).filter_map(row).collect()))
}

fn report(lang: Lang, train: &Rows, test: &Rows, out: &mut impl Write) -> io::Result<()> {
    let labels: BTreeMap<&str, usize> = {
        let mut names: Vec<&str> = train.iter().filter_map(|(_, label)| label.as_deref()).collect();
        names.sort_unstable();
        names.dedup();
        names.into_iter().enumerate().map(|(place, name)| (name, place)).collect()
    };
    let mut texts = Texts::default();
    for (text, label) in train {
        match label {
            Some(label) => texts.examples.push((labels[label.as_str()], text)),
            None => texts.negatives.push(text),
        }
    }
    let intents = labels.keys().map(|name| (IntentId::from(*name), Kind::Topic)).collect();
    let (examples, negatives) = (texts.examples.len(), texts.negatives.len());
    let corpus = Corpus { intents, languages: vec![(lang, texts)], ..Corpus::default() };
    let started = Instant::now();
    let matcher = Matcher::train_on(&corpus);
    writeln!(out, "{} intents, {examples} examples, {negatives} negatives", labels.len())?;
    writeln!(out, "training             {:>8.2} s", started.elapsed().as_secs_f64())?;
    let started = Instant::now();
    let ranked: Vec<(Ranking, Option<&str>)> =
        test.iter().map(|(text, label)| (matcher.rank(text, Some(lang), true), label.as_deref())).collect();
    writeln!(out, "a message, mean      {:>8.1} µs", started.elapsed().as_secs_f64() * 1e6 / test.len().max(1) as f64)?;
    let own: Vec<(&Ranking, &str)> = ranked.iter().filter_map(|(ranking, label)| Some((ranking, (*label)?))).collect();
    let among = |most: usize| own.iter().filter(|(ranking, label)| is_among(ranking, label, most)).count();
    let share = |count: usize| count as f64 / own.len().max(1) as f64;
    writeln!(out, "{} test texts of an intent", own.len())?;
    writeln!(out, "  first is right     {:>8.3}", share(among(1)))?;
    writeln!(out, "  right among three  {:>8.3}", share(among(3)))?;
    writeln!(out, "  calibration error  {:>8.3}", calibration_error(&own))?;
    let strangers: Vec<f32> =
        ranked.iter().filter(|(_, label)| label.is_none()).map(|(ranking, _)| ranking.confidence).collect();
    if strangers.is_empty() { Ok(()) } else { refused(&own, &strangers, out) }
}

fn is_among(ranking: &Ranking, label: &str, most: usize) -> bool {
    ranking.candidates.iter().take(most).any(|candidate| candidate.intent.as_str() == label)
}

/// How many strangers are refused where a tenth of the others is.
fn refused(own: &[(&Ranking, &str)], strangers: &[f32], out: &mut impl Write) -> io::Result<()> {
    let mut confidences: Vec<f32> = own.iter().map(|(ranking, _)| ranking.confidence).collect();
    confidences.sort_by(f32::total_cmp);
    let bound = confidences.get((confidences.len() as f64 * REFUSED) as usize).copied().unwrap_or_default();
    let refused = strangers.iter().filter(|&&confidence| confidence < bound).count();
    let share = refused as f64 / strangers.len() as f64;
    writeln!(out, "  strangers refused  {share:>8.3}   of {}, where a tenth of the others is", strangers.len())
}

fn calibration_error(own: &[(&Ranking, &str)]) -> f64 {
    let mut bins = [(0.0, 0.0); BINS];
    for (ranking, label) in own {
        let bin = &mut bins[((ranking.confidence * BINS as f32) as usize).min(BINS - 1)];
        bin.0 += f64::from(ranking.confidence);
        bin.1 += f64::from(u8::from(is_among(ranking, label, 1)));
    }
    bins.iter().map(|(confidence, right)| (confidence - right).abs()).sum::<f64>() / own.len().max(1) as f64
}
