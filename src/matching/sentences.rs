//! The sentences of a message, for what one of them says by itself: danger in the middle of a story, a second question.

/// At most so many sentences are looked at: the first, and the last, where people ask.
const LOOKED_AT: usize = 6;

/// A message longer than this, in bytes, is taken as a whole.
const LONGEST: usize = 2048;

/// Words with which a second question begins after "en", "and".
const ASKING: [&str; 30] = [
    "hoe", "wat", "waar", "wie", "wanneer", "waarom", "mag", "mogen", "kan", "kunnen", "moet", "moeten", "welke",
    "naar wie", "bij wie", "how", "what", "where", "who", "when", "why", "may", "can", "could", "must", "do i",
    "should", "which", "does", "is it",
];

/// A part of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sentence<'t> {
    pub(super) text: &'t str,
    /// Whether it asks something.
    pub(super) asks: bool,
}

/// The sentences of a message of several, in order; none if it is one sentence, or too long to take apart.
pub(super) fn sentences(text: &str) -> Vec<Sentence<'_>> {
    if text.len() > LONGEST {
        return Vec::new();
    }
    let ended = text.split_inclusive(['.', '!', '?', '\n', ';']);
    let mut all: Vec<Sentence<'_>> = ended.flat_map(questions).filter(|sentence| has_words(sentence.text)).collect();
    if all.len() < 2 {
        return Vec::new();
    }
    if all.len() > LOOKED_AT {
        all.drain(LOOKED_AT / 2..all.len() - LOOKED_AT / 2);
    }
    all
}

fn has_words(text: &str) -> bool {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count() >= 2
}

/// `text` in two at "…, en hoe lang …".
fn questions(text: &str) -> Vec<Sentence<'_>> {
    let asks = text.trim_end().ends_with('?');
    let lower = text.to_lowercase();
    // Where lower case has another length, places in it are none in the text.
    let second = if lower.len() == text.len() { second_question(&lower) } else { None };
    match second.filter(|&at| text.is_char_boundary(at)) {
        Some(at) => {
            let (first, rest) = text.split_at(at);
            vec![Sentence { text: first, asks: asks || begins_to_ask(&lower) }, Sentence { text: rest, asks: true }]
        }
        None => vec![Sentence { text, asks: asks || begins_to_ask(&lower) }],
    }
}

/// Where a second question begins in a text in lower case.
fn second_question(lower: &str) -> Option<usize> {
    let joins = [" en ", " and ", ", "].into_iter().flat_map(|join| {
        lower
            .match_indices(join)
            .map(move |(at, _)| (at, at + join.len()))
            .filter(|(_, after)| begins_to_ask(&lower[*after..]))
    });
    joins.filter(|(at, _)| has_words(&lower[..*at]) && begins_to_ask(lower)).map(|(at, _)| at).min()
}

fn begins_to_ask(lower: &str) -> bool {
    let lower = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let lower = lower.strip_prefix("en ").or_else(|| lower.strip_prefix("and ")).unwrap_or(lower);
    ASKING.iter().any(|word| lower.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(message: &str) -> Vec<(String, bool)> {
        sentences(message).iter().map(|sentence| (sentence.text.trim().to_owned(), sentence.asks)).collect()
    }

    #[test]
    fn a_message_of_one_sentence_has_none_apart() {
        assert!(texts("mag ik mijn gegevens zien en verbeteren?").is_empty());
        assert!(texts("").is_empty() && texts("ok.").is_empty());
    }

    #[test]
    fn two_questions_joined_by_and_are_two() {
        let found = texts("hoe vraag ik inzage en hoe lang duurt dat dan?");
        assert_eq!(found, [("hoe vraag ik inzage".into(), true), ("en hoe lang duurt dat dan?".into(), true)]);
    }

    #[test]
    fn of_a_long_story_the_beginning_and_the_end_are_looked_at() {
        let story = (0..20).map(|n| format!("zin nummer {n}.")).collect::<Vec<_>>().join(" ");
        let found = texts(&story);
        assert_eq!(found.len(), LOOKED_AT);
        assert_eq!(found[0].0, "zin nummer 0.");
        assert_eq!(found[5].0, "zin nummer 19.");
    }

    #[test]
    fn any_text_can_be_taken_apart() {
        for text in ["İ. en hoe İ", "?!?!", "a, hoe ß en wat", "é. é en hoe é"] {
            sentences(text);
        }
    }
}
