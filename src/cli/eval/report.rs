//! The figures, for people and as JSON.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::figures::{Bin, Figures, NoneTally, Tally};

/// So many confusions are printed; the JSON has all.
const CONFUSIONS: usize = 20;

/// The 95 % interval of a share after Wilson (1927), which holds for few questions too.
pub(super) fn wilson(count: usize, of: usize) -> (f64, f64) {
    if of == 0 {
        return (0.0, 1.0);
    }
    const Z: f64 = 1.96;
    let (n, share) = (of as f64, count as f64 / of as f64);
    let scale = 1.0 + Z * Z / n;
    let middle = (share + Z * Z / (2.0 * n)) / scale;
    let half = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt() / scale;
    ((middle - half).max(0.0), (middle + half).min(1.0))
}

/// Prints tables.
pub(super) fn print(figures: &Figures, out: &mut dyn Write) -> io::Result<()> {
    let all = &figures.all;
    writeln!(out, "{} questions with an answer (95 % interval)", all.questions)?;
    for (name, count) in parts(all) {
        line(out, name, count, all.questions)?;
    }
    let none = &figures.none;
    writeln!(out, "\n{} questions that no topic answers", none.questions)?;
    for (name, count) in none_parts(none) {
        line(out, name, count, none.questions)?;
    }
    writeln!(out, "\ndanger")?;
    for (intent, (questions, found)) in &figures.danger {
        line(out, &format!("{intent} recognised"), *found, *questions)?;
    }
    writeln!(out, "  {:<28} {:>5}", "false alarms", figures.false_alarms)?;
    for (lang, (all, none)) in &figures.by_lang {
        print_bounds(out, lang, all, none)?;
    }
    group(out, "language", figures.by_lang.iter().map(|(name, (all, none))| (name, all, Some(none))))?;
    group(out, "style", figures.by_style.iter().map(|(name, (all, none))| (name, all, Some(none))))?;
    group(out, "intent", figures.by_intent.iter().map(|(name, all)| (name, all, None)))?;
    print_confusions(figures, out)?;
    print_reliability(&figures.reliability, out)
}

/// One JSON object.
pub(super) fn json(figures: &Figures) -> Value {
    let grouped = |groups: &std::collections::BTreeMap<String, (Tally, NoneTally)>| -> Map<String, Value> {
        let both = |(all, none): &(Tally, NoneTally)| json!({ "answerable": tally(all), "none": none_tally(none) });
        groups.iter().map(|(name, group)| (name.clone(), both(group))).collect()
    };
    let intents: Map<String, Value> = figures.by_intent.iter().map(|(name, all)| (name.clone(), tally(all))).collect();
    let danger = figures.danger.iter().map(|(name, &(of, found))| (name.clone(), share(found, of)));
    let confusion = |(label, taken, count): &(String, String, usize)| {
        let of = figures.by_intent.get(label).map_or(0, |tally| tally.questions);
        json!({"label": label, "taken_for": taken, "count": count, "of": of})
    };
    json!({
        "answerable": tally(&figures.all),
        "none": none_tally(&figures.none),
        "danger": danger.collect::<Map<_, _>>(),
        "false_alarms": figures.false_alarms,
        "languages": grouped(&figures.by_lang),
        "styles": grouped(&figures.by_style),
        "intents": intents,
        "confusions": figures.confusions.iter().map(confusion).collect::<Vec<_>>(),
        "reliability": figures.reliability.iter().map(bin).collect::<Vec<_>>(),
        "calibration_error": calibration_error(&figures.reliability),
    })
}

fn parts(tally: &Tally) -> [(&'static str, usize); 7] {
    [
        ("accuracy", tally.first),
        ("right one among three", tally.three),
        ("answered right", tally.right),
        ("clarified, right offered", tally.offered),
        ("clarified, right not offered", tally.offered_others),
        ("wrong", tally.wrong),
        ("fallback", tally.fallback),
    ]
}

fn none_parts(tally: &NoneTally) -> [(&'static str, usize); 4] {
    [
        ("answered with a topic (bad)", tally.answered),
        ("friendly", tally.friendly),
        ("clarified", tally.clarified),
        ("fallback (right)", tally.fallback),
    ]
}

/// One figure with its interval.
pub(super) fn line(out: &mut dyn Write, name: &str, count: usize, of: usize) -> io::Result<()> {
    let (low, high) = wilson(count, of);
    let share = percent(count, of);
    writeln!(out, "  {name:<28} {count:>5} {share:>6} %   {:.1}–{:.1}", low * 100.0, high * 100.0)
}

fn group<'a>(
    out: &mut dyn Write,
    title: &str,
    rows: impl Iterator<Item = (&'a String, &'a Tally, Option<&'a NoneTally>)>,
) -> io::Result<()> {
    writeln!(out, "\n{title:<24}     n first three right offer other wrong  fall    none   bad")?;
    for (name, all, none) in rows {
        let name = if name.is_empty() { "–" } else { name };
        let Tally { questions, first, three, right, offered, offered_others, wrong, fallback } = *all;
        write!(out, "{name:<24} {questions:>5}")?;
        for count in [first, three, right, offered, offered_others, wrong, fallback] {
            write!(out, " {:>5}", percent(count, questions))?;
        }
        match none.filter(|none| none.questions > 0) {
            Some(none) => writeln!(out, "   {:>5} {:>5}", none.questions, none.answered)?,
            None => writeln!(out)?,
        }
    }
    Ok(())
}

/// The figures that decide, of one language.
fn print_bounds(out: &mut dyn Write, lang: &str, all: &Tally, none: &NoneTally) -> io::Result<()> {
    writeln!(out, "\n{lang}: {} questions with an answer, {} without", all.questions, none.questions)?;
    if all.questions > 0 {
        line(out, "answered right", all.right, all.questions)?;
        line(out, "answered right or offered", all.right + all.offered, all.questions)?;
        line(out, "wrong", all.wrong, all.questions)?;
    }
    if none.questions > 0 {
        line(out, "none, answered with a topic", none.answered, none.questions)?;
    }
    Ok(())
}

fn print_confusions(figures: &Figures, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\nlabel → taken for")?;
    for (label, taken, count) in figures.confusions.iter().take(CONFUSIONS) {
        let of = figures.by_intent.get(label).map_or(0, |tally| tally.questions);
        writeln!(out, "{count:>5} of {of:<4} {label} → {taken}")?;
    }
    Ok(())
}

fn print_reliability(bins: &[Bin; 10], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\nconfidence      n  mean  right")?;
    for (place, bin) in bins.iter().enumerate().filter(|(_, bin)| bin.questions > 0) {
        let mean = 100.0 * bin.confidence / bin.questions as f64;
        let (low, right) = (place * 10, percent(bin.right, bin.questions));
        writeln!(out, "{low:>3}–{:<3} % {:>6} {mean:>5.1} {right:>6}", low + 10, bin.questions)?;
    }
    writeln!(out, "calibration error {:.3}", calibration_error(bins))
}

/// The mean distance between confidence and share right.
fn calibration_error(bins: &[Bin; 10]) -> f64 {
    let questions: usize = bins.iter().map(|bin| bin.questions).sum();
    bins.iter().map(|bin| (bin.confidence - bin.right as f64).abs()).sum::<f64>() / questions.max(1) as f64
}

fn percent(count: usize, of: usize) -> String {
    if of == 0 { "–".to_owned() } else { format!("{:.1}", 100.0 * count as f64 / of as f64) }
}

/// A share with its interval.
pub(super) fn share(count: usize, of: usize) -> Value {
    let (low, high) = wilson(count, of);
    json!({ "count": count, "of": of, "low": low, "high": high })
}

fn tally(tally: &Tally) -> Value {
    let names = ["first", "three", "right", "offered", "offered_others", "wrong", "fallback"];
    let shares =
        names.iter().zip(parts(tally)).map(|(name, (_, count))| ((*name).to_owned(), share(count, tally.questions)));
    Value::Object(shares.chain([("questions".to_owned(), json!(tally.questions))]).collect())
}

fn none_tally(tally: &NoneTally) -> Value {
    let names = ["answered", "friendly", "clarified", "fallback"];
    let shares = names
        .iter()
        .zip(none_parts(tally))
        .map(|(name, (_, count))| ((*name).to_owned(), share(count, tally.questions)));
    Value::Object(shares.chain([("questions".to_owned(), json!(tally.questions))]).collect())
}

fn bin(bin: &Bin) -> Value {
    json!({ "questions": bin.questions, "mean": bin.confidence / bin.questions.max(1) as f64, "right": bin.right })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_wilsons() {
        let (low, high) = wilson(8, 10);
        assert!((low - 0.490).abs() < 1e-3 && (high - 0.943).abs() < 1e-3, "{low} {high}");
        assert_eq!(wilson(0, 0), (0.0, 1.0));
    }

    #[test]
    fn empty_figures_print_and_serialise() {
        let figures = Figures::default();
        let mut out = Vec::new();
        print(&figures, &mut out).unwrap();
        assert!(String::from_utf8(out).unwrap().contains("0 questions with an answer"));
        assert_eq!(json(&figures)["answerable"]["questions"], 0);
    }
}
