//! How cost grows: `cargo bench --bench growth`.
//!
//! Training time against the number of examples (1, 4 and 16 times 1,500, of 43 intents), and matching time against the
//! number of intents (43, 430, 4,300, four examples each), each with the exponent of its growth: 1 is in proportion.
//! Texts are made up of made-up words, for nobody wrote so many; figures of the real content are in `matching`.

use std::hint::black_box;
use std::io::{self, Write};
use std::time::Instant;

use loket::content::{IntentId, Kind, Lang};
use loket::matching::{Corpus, Matcher, Texts};

/// How many intents the content has.
const INTENTS: usize = 43;
/// How many examples there are at one time.
const EXAMPLES: usize = 1_500;
/// How many examples each of many intents has.
const EACH: usize = 4;
/// How often each message is matched.
const ROUNDS: usize = 20;
/// Words of a text.
const WORDS: usize = 10;
/// How many words everybody uses.
const COMMON: u64 = 300;

fn main() -> io::Result<()> {
    let mut out = io::stdout();
    writeln!(out, "training against the number of examples")?;
    let mut before = None;
    for times in [1, 4, 16] {
        let texts = texts(INTENTS, EXAMPLES * times);
        let started = Instant::now();
        black_box(Matcher::train_on(&corpus(INTENTS, &texts)));
        let millis = started.elapsed().as_secs_f64() * 1e3;
        line(&mut out, &format!("{times:>3} × {EXAMPLES}"), millis, "ms", texts.len(), &mut before)?;
    }
    writeln!(out, "matching against the number of intents")?;
    let mut before = None;
    for intents in [INTENTS, INTENTS * 10, INTENTS * 100] {
        let texts = texts(intents, intents * EACH);
        let matcher = Matcher::train_on(&corpus(intents, &texts));
        let micros = median(&matcher, &texts);
        line(&mut out, &format!("{intents:>5} intents"), micros, "µs", intents, &mut before)?;
    }
    Ok(())
}

/// Prints a figure and by which power it grew since the one before.
fn line(
    out: &mut impl Write,
    name: &str,
    figure: f64,
    unit: &str,
    size: usize,
    before: &mut Option<(f64, usize)>,
) -> io::Result<()> {
    let power = before.map(|(last, smaller)| (figure / last).ln() / (size as f64 / smaller as f64).ln());
    *before = Some((figure, size));
    match power {
        Some(power) => writeln!(out, "  {name:<14} {figure:>10.1} {unit}   grows with the power {power:.2}"),
        None => writeln!(out, "  {name:<14} {figure:>10.1} {unit}"),
    }
}

fn median(matcher: &Matcher, texts: &[(usize, String)]) -> f64 {
    let messages: Vec<&str> = texts.iter().step_by(texts.len() / 50 + 1).map(|(_, text)| text.as_str()).collect();
    let mut times: Vec<f64> = Vec::new();
    for _ in 0..ROUNDS {
        for message in &messages {
            let started = Instant::now();
            black_box(matcher.rank(message, None, false));
            times.push(started.elapsed().as_secs_f64() * 1e6);
        }
    }
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Texts of made-up words: most are everybody's, some are of the intent.
fn texts(intents: usize, count: usize) -> Vec<(usize, String)> {
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = move || {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random
    };
    let mut text = |intent: usize| {
        let mut words = Vec::with_capacity(WORDS);
        for _ in 0..WORDS {
            let own = next() % 3 == 0;
            let number = if own { COMMON + intent as u64 * 12 + next() % 12 } else { next() % COMMON };
            words.push(word(number));
        }
        words.join(" ")
    };
    (0..count).map(|place| (place % intents, text(place % intents))).collect()
}

/// A word that can be spoken, another for each number.
fn word(number: u64) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "ke", "li", "mo", "nu", "pa", "re", "si", "to", "vu", "wa", "ze", "do", "fi", "ga", "he"];
    let syllable = |shift: u32| SYLLABLES[(number.wrapping_mul(2_654_435_761) >> shift) as usize % 16];
    format!("{}{}{}{}", syllable(4), syllable(11), syllable(18), syllable(25))
}

fn corpus(intents: usize, texts: &[(usize, String)]) -> Corpus<'_> {
    let ids = (0..intents).map(|place| (IntentId::from(format!("intent-{place}").as_str()), Kind::Topic)).collect();
    let examples = texts.iter().map(|(intent, text)| (*intent, text.as_str())).collect();
    Corpus { intents: ids, languages: vec![(Lang::EN, Texts { examples, ..Texts::default() })], ..Corpus::default() }
}
