//! How messages are recognised, on a small made-up corpus.

use loket::content::{IntentId, Kind, Lang};
use loket::matching::{Corpus, Fired, Matcher, Ranking, Texts, Thresholds, Why, Zone, why, zone};

const INTENTS: [(&str, Kind); 6] = [
    ("access-request", Kind::Topic),
    ("camera-footage", Kind::Topic),
    ("complaint", Kind::Topic),
    ("emergency", Kind::Safety),
    ("fines", Kind::Neighbour),
    ("greeting", Kind::Conversation),
];

const DUTCH: [(usize, &str); 36] = [
    (0, "mag ik zien welke gegevens de politie over mij heeft"),
    (0, "ik wil mijn dossier inzien"),
    (0, "hoe vraag ik inzage in mijn gegevens"),
    (0, "wat weet de politie allemaal van mij"),
    (0, "kan ik opvragen wat er over mij is opgeschreven"),
    (0, "inzageverzoek indienen"),
    (0, "ik wil weten wat er in mijn dossier staat"),
    (0, "welke gegevens van mij staan in het systeem van de politie"),
    (1, "mag de politie mij filmen"),
    (1, "hangen hier camera's van de politie"),
    (1, "wat gebeurt er met beelden van een bodycam"),
    (1, "hoe lang worden camerabeelden bewaard"),
    (1, "een drone van de politie vloog boven mijn tuin"),
    (1, "mogen agenten zomaar opnames maken op straat"),
    (1, "wie kijkt naar de beelden van de camera in mijn straat"),
    (2, "ik wil een klacht indienen over mijn gegevens"),
    (2, "waar kan ik klagen over de politie en privacy"),
    (2, "ik ben het niet eens met hoe ze met mijn gegevens omgaan"),
    (2, "de politie heeft mijn gegevens gelekt waar meld ik dat"),
    (2, "klacht over privacy"),
    (2, "bij wie moet ik zijn met een klacht"),
    (3, "help er staat iemand met een mes voor mijn deur"),
    (3, "er wordt nu bij mij ingebroken"),
    (3, "mijn man slaat mij nu kom snel"),
    (3, "er is een ongeluk gebeurd en iemand bloedt"),
    (3, "ik heb direct politie nodig"),
    (4, "ik heb een boete gekregen"),
    (4, "hoe maak ik bezwaar tegen een verkeersboete"),
    (4, "waar zie ik de foto van mijn snelheidsovertreding"),
    (4, "moet ik deze boete betalen"),
    (4, "cjib acceptgiro kwijt"),
    (5, "hallo"),
    (5, "hoi"),
    (5, "goedemorgen"),
    (5, "goedemiddag"),
    (5, "dag allemaal"),
];

const ENGLISH: [(usize, &str); 18] = [
    (0, "can i see what data the police hold on me"),
    (0, "i want to look into my file"),
    (0, "how do i ask for access to my data"),
    (0, "what does the police know about me"),
    (1, "may the police film me"),
    (1, "what happens with bodycam footage"),
    (1, "a police drone flew over my garden"),
    (1, "how long is camera footage kept"),
    (2, "i want to complain about my data"),
    (2, "where do i file a complaint about privacy"),
    (2, "the police leaked my data"),
    (3, "someone with a knife is at my door"),
    (3, "they are breaking into my house now"),
    (3, "i need the police right now"),
    (4, "i got a fine"),
    (4, "how do i object to a speeding ticket"),
    (5, "hello"),
    (5, "good morning"),
];

const NEGATIVES: [&str; 12] = [
    "hoe vraag ik een paspoort aan",
    "wat voor weer wordt het morgen",
    "hoe laat gaat het politiebureau open",
    "hoe word ik agent bij de politie",
    "ik ben mijn portemonnee verloren",
    "mijn fiets is weg",
    "wat verdient een agent",
    "schrijf een gedicht over de lente",
    "waar kan ik parkeren in de stad",
    "wie wint de verkiezingen",
    "hoe word ik rijk",
    "recept voor pannenkoeken",
];

fn corpus() -> Corpus<'static> {
    let intents = INTENTS.iter().map(|&(id, kind)| (IntentId::from(id), kind)).collect();
    let dutch = Texts {
        examples: DUTCH.to_vec(),
        negatives: NEGATIVES.to_vec(),
        patterns: vec![(3, r"\b(nu|net) neergestoken\b"), (4, r"\bbeschikking van het cjib\b")],
        ..Texts::default()
    };
    let english = Texts { examples: ENGLISH.to_vec(), patterns: vec![(3, r"\bbeing stabbed\b")], ..Texts::default() };
    Corpus { intents, languages: vec![(Lang::NL, dutch), (Lang::EN, english)], ..Corpus::default() }
}

fn matcher() -> Matcher {
    Matcher::train_on(&corpus())
}

fn best(ranking: &Ranking) -> &str {
    ranking.candidates.first().map_or("", |candidate| candidate.intent.as_str())
}

fn decide(ranking: &Ranking) -> Zone {
    zone(ranking, &Thresholds::default())
}

#[test]
fn training_and_ranking_twice_give_the_same() {
    let (one, other) = (matcher(), matcher());
    for message in ["mag ik mijn dossier zien", "camera in de straat", "what do they know", "xyzzy"] {
        let (one, other) = (one.rank(message, None, false), other.rank(message, None, false));
        assert_eq!(one.candidates, other.candidates, "{message}");
        assert_eq!((one.confidence, one.none), (other.confidence, other.none), "{message}");
    }
}

#[test]
fn an_example_in_capitals_with_other_marks_is_answered() {
    let ranking = matcher().rank("  IK WIL, mijn DOSSIER inzien!!! ", None, false);
    assert_eq!(decide(&ranking), Zone::Answer(vec!["access-request".into()]));
    assert_eq!(why(&ranking, &Thresholds::default()), Why::Example);
}

#[test]
fn a_slip_of_the_finger_is_repaired_and_recognised() {
    let ranking = matcher().rank("wat gebeurt met camerbeelden van een drnoe", None, false);
    let repairs: Vec<_> = ranking.repairs.iter().map(|repair| (repair.from.as_str(), repair.to.as_str())).collect();
    assert_eq!(repairs, [("camerbeelden", "camerabeelden"), ("drnoe", "drone")]);
    assert_eq!(best(&ranking), "camera-footage");
}

#[test]
fn a_rule_for_danger_fires_in_the_middle_of_a_long_message_and_in_any_language() {
    let matcher = matcher();
    let filler = "ik had gisteren een vraag over mijn boete en mijn dossier. ".repeat(30);
    for danger in ["mijn buurman is Nu NEERGESTOKEN", "my neighbour is being stabbed"] {
        let message = format!("{filler} {danger} {filler}");
        let ranking = matcher.rank(&message, Some(Lang::NL), true);
        assert_eq!(decide(&ranking), Zone::Safety("emergency".into()), "{danger}");
        assert_eq!(why(&ranking, &Thresholds::default()), Why::Danger);
    }
}

#[test]
fn danger_is_seen_without_a_rule_when_the_words_are_alike() {
    let ranking = matcher().rank("help er staat een man met een mes voor mijn deur", None, false);
    assert_eq!(decide(&ranking), Zone::Safety("emergency".into()));
}

#[test]
fn danger_in_one_sentence_of_a_story_is_seen() {
    let ranking = matcher().rank(
        "Ik heb vorige week een boete gekregen voor te hard rijden. Er staat nu iemand met een mes voor mijn deur. Verder \
         wil ik graag weten hoe ik bezwaar maak tegen die boete, en waar ik de foto kan zien.",
        None,
        false,
    );
    assert_eq!(decide(&ranking), Zone::Safety("emergency".into()));
}

#[test]
fn two_questions_in_one_message_are_both_answered_in_their_order() {
    let both = |message: &str| decide(&matcher().rank(message, None, false));
    let expected = || Zone::Answer(vec!["camera-footage".into(), "access-request".into()]);
    assert_eq!(both("Mag de politie mij filmen? En hoe vraag ik inzage in mijn gegevens?"), expected());
    assert_eq!(both("mag de politie mij filmen en hoe vraag ik inzage in mijn gegevens"), expected());
    let one = "Mag de politie mij filmen? En mogen agenten zomaar opnames maken op straat?";
    assert_eq!(both(one), Zone::Answer(vec!["camera-footage".into()]));
}

#[test]
fn a_pattern_of_the_editors_raises_its_intent() {
    let matcher = matcher();
    let ranking = matcher.rank("wat betekent een beschikking van het CJIB", None, false);
    assert_eq!(best(&ranking), "fines");
    assert!(ranking.fired.iter().any(|fired| matches!(fired, Fired::Pattern(intent, _) if intent.as_str() == "fines")));
}

#[test]
fn a_pattern_of_what_belongs_to_none_stops_an_answer_unless_another_sentence_asks_clearly() {
    let mut corpus = corpus();
    corpus.languages[0].1.strays = vec![r"\bmag ik agenten filmen\b"];
    let matcher = Matcher::train_on(&corpus);
    let ranking = matcher.rank("mag ik agenten filmen met een drone camera op straat", None, false);
    assert!(matches!(&ranking.fired[..], [Fired::Stray(pattern)] if pattern.contains("agenten filmen")));
    assert!(ranking.none > 0.5 && !matches!(decide(&ranking), Zone::Answer(_)), "{ranking:?}");
    let message = "Mag ik agenten filmen? En ik wil mijn dossier inzien.";
    assert_eq!(best(&matcher.rank(message, None, false)), "access-request");
    let message = "mag ik agenten filmen, ik heb een beschikking van het cjib";
    assert_eq!(best(&matcher.rank(message, None, false)), "fines", "a pattern of an intent goes before it");
}

#[test]
fn danger_that_no_rule_names_goes_before_a_pattern_of_what_belongs_to_none() {
    let mut corpus = corpus();
    corpus.languages[0].1.strays = vec![r"\bvoor mijn deur\b"];
    let matcher = Matcher::train_on(&corpus);
    for message in [
        "help er staat een man met een mes voor mijn deur",
        "help er staat een man met een mes voor mijn deur. Verder wil ik graag weten hoe ik bezwaar maak tegen een boete.",
    ] {
        assert_eq!(decide(&matcher.rank(message, None, false)), Zone::Safety("emergency".into()), "{message}");
    }
    let harmless = matcher.rank("hangen hier camera's van de politie voor mijn deur", None, false);
    assert!(!matches!(decide(&harmless), Zone::Answer(_)), "{harmless:?}");
}

#[test]
fn gibberish_falls_back() {
    let matcher = matcher();
    for message in ["qwxz vrrtk plmgh zzxcv", "asdfghjkl", "", "🙂🙂🙂", "??!", "漢字 かな", "12345"] {
        assert_eq!(decide(&matcher.rank(message, None, false)), Zone::Fallback, "{message}");
    }
}

#[test]
fn gibberish_falls_back_without_any_negative_too() {
    let mut corpus = corpus();
    corpus.languages[0].1.negatives.clear();
    let matcher = Matcher::train_on(&corpus);
    for message in ["qwxz vrrtk plmgh zzxcv", "🙂", ""] {
        assert_eq!(decide(&matcher.rank(message, None, false)), Zone::Fallback, "{message}");
    }
}

#[test]
fn a_negative_is_never_answered_nor_is_one_that_is_nearly_it() {
    let matcher = matcher();
    for message in [
        "hoe word ik agent bij de politie",
        "Hoe laat gaat het politiebureau open?",
        "hoe laat gaat het politiebureau opne",
    ] {
        assert!(!matches!(decide(&matcher.rank(message, None, false)), Zone::Answer(_)), "{message}");
    }
}

#[test]
fn candidates_and_none_together_make_one() {
    let matcher = matcher();
    for message in ["klacht over een camera", "hallo", "mijn dossier", "beschikking van het cjib", "fiets"] {
        let ranking = matcher.rank(message, None, false);
        let sum: f32 = ranking.candidates.iter().map(|candidate| candidate.score).sum::<f32>() + ranking.none;
        assert!((sum - 1.0).abs() < 0.02, "{message}: {sum}");
        assert!(ranking.candidates.len() >= 5, "{message}");
        assert_eq!(ranking.confidence, ranking.candidates[0].score, "{message}");
    }
}

#[test]
fn the_language_is_heard_and_a_fixed_one_is_kept() {
    let matcher = matcher();
    assert_eq!(matcher.rank("how long do they keep the footage", Some(Lang::NL), false).lang, Lang::EN);
    assert_eq!(matcher.rank("how long do they keep the footage", Some(Lang::NL), true).lang, Lang::NL);
    assert_eq!(matcher.rank("ok", Some(Lang::EN), false).lang, Lang::EN);
}

#[test]
fn the_word_that_decides_speaks_loudest() {
    let matcher = matcher();
    let message = "mag een drone dat";
    let ranking = matcher.rank(message, None, false);
    let reasons = matcher.explain(message, &ranking);
    let loudest = reasons.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
    assert_eq!(loudest.0, "drone");
}

#[test]
fn a_concept_carries_over_to_a_word_no_example_has() {
    let mut corpus = corpus();
    let texts = &mut corpus.languages[0].1;
    texts.concepts = [("drone", "flyer"), ("quadcopter", "flyer"), ("helikopter", "flyer")].into();
    let first = |corpus: &Corpus<'_>| {
        best(&Matcher::train_on(corpus).rank("er hangt een quadcopter", Some(Lang::NL), true)).to_owned()
    };
    assert_eq!(first(&corpus), "camera-footage");
    corpus.languages[0].1.concepts.clear();
    assert_ne!(first(&corpus), "camera-footage");
}

#[test]
fn one_intent_an_empty_language_and_no_content_at_all_train() {
    let intents = vec![(IntentId::from("fines"), Kind::Topic)];
    let texts = Texts { examples: vec![(0, "boete"), (0, "ik heb een boete")], ..Texts::default() };
    let one = Corpus { intents, languages: vec![(Lang::NL, texts), (Lang::EN, Texts::default())], ..Corpus::default() };
    let matcher = Matcher::train_on(&one);
    assert_eq!(decide(&matcher.rank("ik heb een boete", None, false)), Zone::Answer(vec!["fines".into()]));
    assert_eq!(decide(&matcher.rank("a fine", Some(Lang::EN), true)), Zone::Fallback);
    let nothing = Matcher::train_on(&Corpus::default());
    assert_eq!(decide(&nothing.rank("hoi", Some(Lang::NL), false)), Zone::Fallback);
}

#[test]
fn the_less_may_be_answered_wrong_the_surer_an_answer_must_be() {
    let matcher = matcher();
    let from = |wrong| matcher.settle(&Thresholds { wrong: Some(wrong), ..Thresholds::default() }).answer;
    assert_eq!(matcher.settle(&Thresholds::default()).answer, Thresholds::default().answer, "nothing is wanted");
    assert_eq!(from(1.0), Thresholds::default().clarify, "all may be wrong");
    assert!(from(0.0) > from(0.1) && from(0.1) >= from(0.5), "{} {} {}", from(0.0), from(0.1), from(0.5));
}

#[test]
fn every_example_is_judged_by_a_model_that_has_not_seen_it() {
    let matcher = matcher();
    let held_out = matcher.held_out();
    let (lang, held_out) = &held_out[0];
    assert_eq!((*lang, held_out.len()), (Lang::NL, DUTCH.len() + NEGATIVES.len()));
    assert_eq!(held_out[0].own, Some(0));
    assert_eq!(held_out[DUTCH.len()].own, None);
    let right =
        held_out.iter().filter(|held| held.own.is_some() && held.best.first().map(|best| best.0) == held.own).count();
    assert!(right > DUTCH.len() / 4, "better than chance: {right}");
    assert!(right < DUTCH.len(), "the rare words of a held-out example are not known: {right}");
}
