//! One example, one meaning.

use std::collections::BTreeMap;

use crate::content::Lang;
use crate::content::parse::{At, Parsed};
use crate::diagnostic::{Diagnostic, Place, recognition};
use crate::text::{Span, clean};

/// What messages that no intent answers go by.
pub(super) const NOBODY: &str = "none";

/// Finds examples that stand twice: under two intents, or under one.
pub(super) fn check_examples(parsed: &Parsed) -> Vec<Diagnostic> {
    parsed.languages.iter().flat_map(|lang| check_language(parsed, *lang)).collect()
}

/// An example with the intent and the file it stands in.
#[derive(Clone, Copy)]
pub(super) struct Owned<'a> {
    pub(super) intent: &'a str,
    pub(super) file: &'a str,
    pub(super) example: &'a At<String>,
}

impl Owned<'_> {
    /// Where it stands.
    pub(super) fn place(&self) -> Place {
        Place::new(self.file, self.example.span)
    }
}

fn check_language(parsed: &Parsed, lang: Lang) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<String, (&str, &str, Span)> = BTreeMap::new();
    let mut findings = Vec::new();
    for owned in examples(parsed, lang) {
        let key = essence(&owned.example.value);
        let Some(&(intent, file, span)) = seen.get(&key) else {
            seen.insert(key, (owned.intent, owned.file, owned.example.span));
            continue;
        };
        let (again, first) = (Place::new(owned.file, owned.example.span), Place::new(file, span));
        findings.push(match owned.intent == intent {
            true => recognition::repeated_example(again, first),
            false => recognition::duplicate_example(again, first, (owned.intent, intent)),
        });
    }
    findings
}

/// All examples of `lang`, and the messages that no intent should answer.
pub(super) fn examples(parsed: &Parsed, lang: Lang) -> impl Iterator<Item = Owned<'_>> {
    let of_intents = parsed.intents.values().filter_map(move |intent| Some((intent, intent.texts.get(&lang)?)));
    let of_intents = of_intents.flat_map(|(intent, text)| {
        text.examples.iter().map(|example| Owned { intent: &intent.id, file: &intent.file, example })
    });
    let file = parsed.negatives.file.as_str();
    let of_nobody = parsed.negatives.texts.get(&lang).into_iter().flat_map(|text| text.near.iter().chain(&text.far));
    of_intents.chain(of_nobody.map(move |example| Owned { intent: NOBODY, file, example }))
}

/// What remains of an example without capitals, punctuation and extra spaces; all of it if nothing else remains.
pub(super) fn essence(example: &str) -> String {
    let lower = clean(example).to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { lower } else { words.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_and_punctuation_do_not_make_another_example_and_emoji_do() {
        assert_eq!(essence("Hoe lang,  duurt het?!"), essence("hoe lang duurt het"));
        assert_ne!(essence("👍"), essence("👎"));
    }
}
