//! One example, one meaning.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hasher as _};

use crate::content::Lang;
use crate::content::parse::{At, Parsed};
use crate::diagnostic::{Diagnostic, Place, recognition};
use crate::text::{Span, clean};

/// What messages that no intent answers go by.
pub(super) const NOBODY: &str = "none";

/// Finds examples in `lang` that stand twice: under two intents, or under one.
pub(super) fn check_examples(parsed: &Parsed, lang: Lang) -> Vec<Diagnostic> {
    let all: Vec<Owned<'_>> = examples(parsed, lang).collect();
    let hash = |(at, owned): (usize, &Owned<'_>)| (hash_of(&essence(&owned.example.value)), at);
    let mut hashes: Vec<(u64, usize)> = all.iter().enumerate().map(hash).collect();
    hashes.sort_unstable();
    let alike = hashes.chunk_by(|one, other| one.0 == other.0).filter(|alike| alike.len() > 1);
    alike.flat_map(|alike| check_alike(alike.iter().map(|&(_, at)| all[at]))).collect()
}

fn hash_of(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(text.as_bytes());
    hasher.finish()
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

/// Holds examples against each other that are the same, or by chance have the same hash.
fn check_alike<'a>(alike: impl Iterator<Item = Owned<'a>>) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<String, (&str, &str, Span)> = BTreeMap::new();
    let mut findings = Vec::new();
    for owned in alike {
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
    let mut essence = String::with_capacity(lower.len());
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !essence.is_empty() {
            essence.push(' ');
        }
        essence.push_str(word);
    }
    if essence.is_empty() { lower } else { essence }
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
