//! Why a message was understood as it was, for maintainers: `ask --explain` and `/why`.

use std::fmt::Write as _;

use crate::dialogue::Turn;
use crate::matching::{Fired, Ranking, Thresholds, Zone, zone};

/// Everything matching found, and what followed, as lines of text.
pub(super) fn explanation(turn: &Turn, limits: &Thresholds) -> String {
    let Some(ranking) = &turn.ranking else {
        return "nothing was matched: a button or a command\n".to_owned();
    };
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = explain(&mut text, ranking, limits);
    let _ = writeln!(text, "decision    {} {}", turn.decision.word(), names(turn.decision.intents()));
    text
}

fn explain(text: &mut String, ranking: &Ranking, limits: &Thresholds) -> std::fmt::Result {
    writeln!(text, "language    {} ({:.0} %)", ranking.lang, ranking.lang_confidence * 100.0)?;
    writeln!(text, "read as     {}", ranking.normalised)?;
    for repair in &ranking.repairs {
        writeln!(text, "repaired    {} → {}", repair.from, repair.to)?;
    }
    for fired in &ranking.fired {
        writeln!(text, "fired       {}", fired_line(fired, ranking))?;
    }
    for candidate in ranking.candidates.iter().take(5) {
        let narrow = candidate.narrow.as_ref().map(|narrow| format!("  as {narrow}")).unwrap_or_default();
        writeln!(text, "candidate   {:<26} {:>5.1} %{narrow}", candidate.intent, candidate.score * 100.0)?;
    }
    writeln!(text, "none        {:<26} {:>5.1} %", "", ranking.none * 100.0)?;
    writeln!(text, "zone        {}", zone_line(ranking, limits))
}

fn fired_line(fired: &Fired, ranking: &Ranking) -> String {
    let by_rule =
        |danger| ranking.fired.iter().any(|other| matches!(other, Fired::Pattern(intent, _) if intent == danger));
    match fired {
        Fired::Safety(intent) if by_rule(intent) => format!("safety rule for {intent}"),
        Fired::Safety(intent) => format!("the model hears danger: {intent}"),
        Fired::Pattern(intent, pattern) => format!("pattern of {intent}: {pattern}"),
        Fired::Stray(pattern) => format!("pattern of none: {pattern}"),
        Fired::Example(intent, example) => format!("example of {intent}: {example}"),
    }
}

fn zone_line(ranking: &Ranking, limits: &Thresholds) -> String {
    let sure = format!("confidence {:.0} %", ranking.confidence * 100.0);
    match zone(ranking, limits) {
        Zone::Safety(intent) => format!("safety: {intent} goes before all else"),
        Zone::Answer(intents) => format!("answer {}: {sure} ≥ {:.0} %", names(&intents), limits.answer * 100.0),
        Zone::Clarify(offered) => {
            format!(
                "ask back ({}): {sure} between {:.0} % and {:.0} %",
                names(&offered),
                limits.clarify * 100.0,
                limits.answer * 100.0
            )
        }
        Zone::Fallback => format!(
            "fall back: {sure} < {:.0} %, or none of these {:.0} % ≥ {:.0} %",
            limits.clarify * 100.0,
            ranking.none * 100.0,
            limits.none * 100.0
        ),
    }
}

fn names(intents: &[crate::content::IntentId]) -> String {
    intents.iter().map(|intent| intent.as_str()).collect::<Vec<_>>().join(", ")
}
