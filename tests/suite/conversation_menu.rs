//! The topics menu of the shipped content.

use std::collections::{BTreeMap, BTreeSet};

use loket::content::{Situation, SituationId};
use loket::dialogue::IntentId;

use crate::talk::{Talk, intents, knowledge, messages};

fn menu() -> &'static [Situation] {
    &knowledge().catalogue.menu
}

fn under(id: &str) -> Vec<&'static Situation> {
    menu().iter().filter(|one| one.under == Some(SituationId::from(id))).collect()
}

#[test]
fn someone_can_start_from_who_they_are() {
    let mut talk = Talk::introduced();
    let first = talk.say("/start");
    assert!(messages(&first)[0].buttons.iter().all(|button| button.label != "Ik ben getuige"), "one step further");
    talk.press_labelled("Mijn situatie");
    for person in ["slachtoffer", "getuige", "verdachte", "vrijgesproken", "ouder", "journalist"] {
        assert!(talk.state.buttons.iter().any(|button| button.label.contains(person)), "{person}");
    }
    talk.say("ik ben getuige");
    assert_eq!(intents(&talk.say("de eerste")), ["victim-witness-data"]);
}

#[test]
fn each_person_finds_four_to_seven_topics() {
    let people = under("my-situation");
    assert_eq!(people.len(), 6);
    for person in people {
        assert!((4..=7).contains(&person.intents.len()), "{}: {}", person.id, person.intents.len());
    }
}

#[test]
fn no_list_is_longer_than_can_be_chosen_from() {
    for situation in menu() {
        let listed = situation.intents.len() + under(situation.id.as_str()).len();
        assert!((1..=10).contains(&listed), "{}: {listed}", situation.id);
        let different: BTreeSet<&IntentId> = situation.intents.iter().collect();
        assert_eq!(different.len(), situation.intents.len(), "{} lists a topic twice", situation.id);
    }
}

#[test]
fn every_topic_stands_in_the_menu() {
    use loket::content::Kind::{Neighbour, Topic};
    let listed: BTreeSet<&IntentId> = menu().iter().flat_map(|situation| &situation.intents).collect();
    let topics: BTreeMap<_, _> =
        knowledge().catalogue.intents.iter().filter(|(_, intent)| matches!(intent.kind, Topic | Neighbour)).collect();
    let missing: Vec<_> = topics.keys().filter(|id| !listed.contains(*id)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
