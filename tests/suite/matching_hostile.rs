//! Matching is given anything.

use std::sync::OnceLock;

use loket::content::{IntentId, Kind, Lang};
use loket::matching::{Corpus, Matcher, Texts};
use proptest::prelude::*;

fn matcher() -> &'static Matcher {
    static MATCHER: OnceLock<Matcher> = OnceLock::new();
    MATCHER.get_or_init(|| {
        let intents = ["access-request", "fines"].map(|id| (IntentId::from(id), Kind::Topic)).to_vec();
        let dutch = Texts {
            examples: vec![
                (0, "ik wil mijn gegevens inzien"),
                (0, "wat weet de politie"),
                (1, "boete"),
                (1, "bezwaar maken"),
            ],
            negatives: vec!["hoe word ik agent"],
            patterns: vec![(1, r"\bboetes?\b.{0,40}\bbetalen\b"), (0, "(")],
            ..Texts::default()
        };
        let english = Texts { examples: vec![(0, "see my data"), (1, "a fine")], ..Texts::default() };
        Matcher::train_on(&Corpus {
            intents,
            languages: vec![(Lang::NL, dutch), (Lang::EN, english)],
            ..Corpus::default()
        })
    })
}

fn assert_sound(message: &str, preferred: Option<Lang>, fixed: bool) {
    let ranking = matcher().rank(message, preferred, fixed);
    let scores = ranking.candidates.iter().map(|candidate| candidate.score);
    for probability in scores.chain([ranking.confidence, ranking.none, ranking.lang_confidence]) {
        assert!((0.0..=1.0).contains(&probability), "{probability}");
    }
    let reasons = matcher().explain(message, &ranking);
    assert!(reasons.iter().all(|(_, weight)| weight.is_finite()));
}

#[test]
fn t15_the_longest_messages_of_every_kind_are_ranked() {
    let unknown: String = (0..700).map(|n| format!("woord{n} ")).collect();
    let kinds = ["gegevens", "geegvens ", "🙂", "a. b c d. ", "\n", "ß", "e\u{301}", "İ", "﷽", "'", "boete . "];
    for kind in kinds.map(str::to_owned).into_iter().chain([unknown]) {
        let message: String = kind.chars().cycle().take(4096).collect();
        assert_sound(&message, None, false);
    }
}

proptest! {
    #[test]
    fn anything_is_ranked_with_probabilities(message in "\\PC{0,200}|.{0,200}|[a-z .!?é]{0,600}", fixed: bool, lang in 0..3_usize) {
        let preferred = [None, Some(Lang::NL), Lang::parse("de")][lang];
        assert_sound(&message, preferred, fixed);
    }

    #[test]
    fn any_examples_and_patterns_can_be_trained_on(examples in proptest::collection::vec((0..3_usize, "\\PC{0,30}"), 0..12), pattern in "\\PC{0,12}") {
        let intents = ["a", "b", "c"].map(|id| (IntentId::from(id), Kind::Topic)).to_vec();
        let examples: Vec<(usize, &str)> = examples.iter().map(|(intent, text)| (*intent, text.as_str())).collect();
        let texts = Texts { examples, patterns: vec![(0, &pattern)], ..Texts::default() };
        let matcher = Matcher::train_on(&Corpus { intents, languages: vec![(Lang::NL, texts)], ..Corpus::default() });
        let ranking = matcher.rank("mag ik mijn gegevens zien", None, false);
        prop_assert!((0.0..=1.0).contains(&ranking.confidence));
    }
}
