//! The patterns of the content fire as each would if it were tried alone, though only few are tried on a message.

use std::fs;
use std::path::Path;

use loket::content::{Catalogue, Lang};
use loket::content_files::{Root, load_for_use};
use loket::matching::Patterns;
use loket::text::{ascii, unaccented};
use regex::bytes::{Regex, RegexBuilder};

use crate::content_fixture::TODAY;

fn catalogue() -> Catalogue {
    load_for_use(&Root::Embedded, TODAY).catalogue.expect("sound")
}

/// Every pattern of intents and follow-ups in `lang`.
fn patterns(catalogue: &Catalogue, lang: Lang) -> Vec<String> {
    let intents = catalogue.intents.values().filter_map(|intent| intent.texts.get(&lang));
    let follow_ups = &catalogue.follow_ups;
    let follow_ups = follow_ups.acts.values().chain(follow_ups.aspects.values()).filter_map(|texts| texts.get(&lang));
    intents.flat_map(|text| &text.patterns).chain(follow_ups.flatten()).cloned().collect()
}

/// Examples of what is danger and what is not, every hundredth example, and all that fits into one message.
fn messages(catalogue: &Catalogue, lang: Lang) -> Vec<String> {
    let danger = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/danger/{lang}.tsv"));
    let danger = fs::read_to_string(danger).expect("read");
    let danger = danger.lines().skip(1).filter_map(|line| line.split('\t').next()).map(str::to_owned);
    let examples: Vec<&str> = catalogue
        .intents
        .values()
        .filter_map(|intent| intent.texts.get(&lang))
        .flat_map(|text| &text.examples)
        .map(String::as_str)
        .collect();
    let some = examples.iter().step_by(100).map(|text| (*text).to_owned());
    let joined = examples.iter().step_by(53).copied().collect::<Vec<_>>().join(". ");
    let long = joined.chars().take(4096).collect();
    danger.chain(some).chain([long, String::new()]).collect()
}

#[test]
fn every_pattern_of_the_content_fires_as_it_would_alone() {
    let catalogue = catalogue();
    let mut fired = 0;
    for lang in [Lang::NL, Lang::EN] {
        let texts = patterns(&catalogue, lang);
        let alone = |text: &String| RegexBuilder::new(&unaccented(text)).unicode(false).build().expect("sound");
        let alone: Vec<Regex> = texts.iter().map(alone).collect();
        let together = Patterns::compile(texts);
        for message in messages(&catalogue, lang) {
            let plain = ascii(&message);
            let expected: Vec<usize> = (0..alone.len()).filter(|&at| alone[at].is_match(plain.as_bytes())).collect();
            assert_eq!(together.fired(&message), expected, "{message}");
            fired += expected.len();
        }
    }
    assert!(fired > 150, "{fired}");
}
