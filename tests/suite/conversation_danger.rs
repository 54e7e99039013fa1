//! Danger to life on the shipped content: what must be heard, and what everyday words must not set off.

use loket::dialogue::Decision;

use crate::talk::Talk;

/// Danger and what only looks like it, in many words: text, lang, intent, also_ok, style.
const SETS: [&str; 2] = [include_str!("../fixtures/danger/nl.tsv"), include_str!("../fixtures/danger/en.tsv")];

/// Of a hundred messages of danger so many must be heard; of a hundred others that share their words, so many may be taken
/// for it. Missing one is worse than a telephone number too many.
const HEARD: usize = 98;
const FALSE_ALARMS: usize = 4;

const DANGER: [&str; 18] = [
    "ze houdt een mes tegen haar keel",
    "he stopped breathing",
    "ik ga mezelf wat aandoen",
    "papa slaat mama",
    "er is iemand in mijn huis",
    "i want to die",
    "kom snel hij vermoordt me",
    "someone is following me right now",
    "ik wil dood",
    "er staat een man voor de deur met een bijl",
    "i can't go on living",
    "ik spring zo van het dak",
    "Ik wilde vragen hoe ik mijn gegevens kan inzien. Maar ik wil eigenlijk niet meer leven.",
    "I have a question about my file. Someone with a gun is in my house now. Please hurry.",
    "hij heeft me opgesloten en komt zo terug met een mes",
    "mijn broertje ademt niet meer",
    "ik heb net een afscheidsbrief geschreven en alle pillen klaargelegd",
    "there is a man breaking into my house and i am alone",
];

const EVERYDAY: [&str; 22] = [
    "meer",
    "meer info",
    "niet meer",
    "werkt niet meer",
    "ik kan niet meer inloggen",
    "ik wil niet meer gefilmd worden",
    "ik wil niet meer in jullie systeem staan",
    "i can't log in anymore",
    "i do not want to be in your system anymore",
    "tired",
    "brug",
    "geweld",
    "mijn vader is overleden",
    "my father is dead",
    "ik ben vorig jaar bedreigd met een mes, staat dat in het systeem?",
    "ik ben moe van al die brieven",
    "ik heb er genoeg van dat jullie niet antwoorden",
    "hoe lang moet ik nog wachten op mijn gegevens",
    "ik schiet hier niets mee op",
    "i am done waiting for that letter",
    "staat mijn moeder nog in jullie systeem, ze is dood",
    "dit is levensgevaarlijk slecht geregeld met die privacy",
];

#[test]
fn danger_goes_before_all_else() {
    for message in DANGER {
        let turn = Talk::introduced().say(message);
        assert!(matches!(turn.decision, Decision::Safety(_)), "{message}: {:?}", turn.decision);
    }
}

#[test]
fn everyday_words_set_off_no_alarm() {
    for message in EVERYDAY {
        let turn = Talk::introduced().say(message);
        assert!(!matches!(turn.decision, Decision::Safety(_)), "{message}: {:?}", turn.decision);
    }
}

/// The texts of a set that are of danger, or that are not.
fn texts(set: &str, danger: bool) -> Vec<&str> {
    let rows = set.lines().skip(1).map(|row| row.split('\t').collect::<Vec<_>>());
    rows.filter(|row| (row[2] != "none") == danger).map(|row| row[0]).collect()
}

fn alarms<'a>(talk: impl Fn() -> Talk, texts: &[&'a str]) -> Vec<&'a str> {
    let sounds = |text: &&&str| matches!(talk().say(text).decision, Decision::Safety(_));
    texts.iter().filter(sounds).copied().collect()
}

#[test]
fn nearly_all_danger_is_heard_in_either_language_and_in_the_middle_of_a_conversation() {
    for set in SETS {
        let texts = texts(set, true);
        assert!(texts.len() >= 120);
        let middle = || {
            let mut talk = Talk::introduced();
            talk.say("hoe vraag ik inzage in mijn gegevens");
            talk
        };
        for talk in [&Talk::introduced as &dyn Fn() -> Talk, &middle] {
            let heard = alarms(talk, &texts);
            let missed: Vec<_> = texts.iter().filter(|text| !heard.contains(text)).collect();
            assert!(heard.len() * 100 >= texts.len() * HEARD, "{missed:#?}");
        }
    }
}

#[test]
fn what_shares_words_with_danger_seldom_sets_off_an_alarm() {
    for set in SETS {
        let texts = texts(set, false);
        assert!(texts.len() >= 100);
        let alarms = alarms(Talk::introduced, &texts);
        assert!(alarms.len() * 100 <= texts.len() * FALSE_ALARMS, "{alarms:#?}");
    }
}

#[test]
fn words_that_many_cries_for_help_begin_with_are_no_danger_by_themselves() {
    for message in ["en nu?", "EN", "ik", "mijn ex", "mijn oom", "de deur", "de tuin", "en", "nu"] {
        let mut talk = Talk::introduced();
        talk.say("mijn verzoek om inzage is geweigerd");
        let turn = talk.say(message);
        assert!(!matches!(turn.decision, Decision::Safety(_)), "{message}: {:?}", turn.decision);
    }
}
