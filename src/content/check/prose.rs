//! How answers are written: facts by reference, sentences short.

use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};

use super::suggest::{Sort, Values};
use super::wording::PlainWords;
use crate::content::parse::{At, CONTACTS, Draft, DraftInline, Filling, Parsed};
use crate::content::sentences::{End, Word, sentences, words, words_of_line};
use crate::content::{Lang, SENTENCE_LIMIT, SHORT_LIMIT, Style};
use crate::diagnostic::{Diagnostic, Place, prose};
use crate::text::Span;

/// Looks through the text of every answer, and the few words beside it.
pub(super) fn check_prose(parsed: &Parsed) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (lang, answers) in &parsed.answers {
        let (plain_words, values) = (PlainWords::of(parsed, *lang), Values::of(parsed, *lang));
        for answer in answers.values() {
            for (_, part) in answer.parts() {
                findings.extend(check_draft(&answer.file, part, &plain_words, &values));
            }
            findings.extend(check_short(&answer.file, &answer.short));
        }
        findings.extend(lines(parsed, *lang).flat_map(|(file, line)| check_text(file, line, &plain_words)));
    }
    findings
}

/// What is read in `lang` beside the answers: their titles, labels of buttons, what a contact is for.
fn lines(parsed: &Parsed, lang: Lang) -> impl Iterator<Item = (&str, &At<String>)> {
    let answers = parsed.answers.get(&lang).into_iter().flat_map(|answers| answers.values());
    let titles = answers.filter_map(|answer| Some((answer.file.as_str(), answer.title.as_ref()?)));
    let texts =
        parsed.intents.values().filter_map(move |intent| Some((intent.file.as_str(), intent.texts.get(&lang)?)));
    let labels =
        texts.flat_map(|(file, text)| [&text.title, &text.button].into_iter().flatten().map(move |at| (file, at)));
    let contacts = parsed.contacts.entries.iter().filter_map(move |contact| contact.purposes.get(&lang));
    titles.chain(labels).chain(contacts.map(|purpose| (CONTACTS, purpose)))
}

/// Hard words in a text of a TOML file; the place is exact unless the text was written with escapes.
fn check_text(file: &str, text: &At<String>, plain_words: &PlainWords<'_>) -> Vec<Diagnostic> {
    let as_written = text.span.end - text.span.start == text.value.len() + 2;
    let mut findings = check_line(file, &text.value, text.span.start + 1, plain_words);
    for place in findings.iter_mut().flat_map(|finding| &mut finding.places).filter(|_| !as_written) {
        place.span = text.span;
    }
    findings
}

/// Hard words in a single line without markup, of which the first letter stands at `start`.
pub(super) fn check_line(file: &str, text: &str, start: usize, plain_words: &PlainWords<'_>) -> Vec<Diagnostic> {
    plain_words.report(file, &words_of_line(text, start))
}

/// Facts, sentences and words of one text.
pub(super) fn check_draft(file: &str, draft: &Draft, plain_words: &PlainWords<'_>, values: &Values) -> Vec<Diagnostic> {
    let mut findings = check_facts(file, draft, values);
    for run in draft.iter().flat_map(|block| &block.runs) {
        let words = words(run);
        findings.extend(check_sentences(file, &words));
        findings.extend(plain_words.report(file, &words));
    }
    findings
}

/// What belongs in a ledger: what it is, what to use, and how to find it.
const BARE: [(Sort, &str, &str); 6] = [
    (Sort::Email, "an e-mail address", r"[\w.+-]+@[\w-]+\.[\w.-]*\w"),
    (
        Sort::Web,
        "a web address",
        r"(?i)\b(?:https?://|www\.)[\w./?=&#%~-]*\w|\b[a-z0-9][a-z0-9.-]*\.(?:nl|eu|com|org|net|gov|be)\b(?:/[\w./?=&#%~-]*\w)?",
    ),
    (Sort::Phone, "a telephone number", r"\b(?:0\d{1,3}[- ]?\d(?:[ -]?\d){3,8}|\+31[ -]?\d(?:[ -]?\d){7,9}|112)\b"),
    (Sort::Post, "a postal address", r"\b(?:\d{4} ?[A-Z]{2}\b|(?:Postbus|P\.?O\.? ?Box) \d+)"),
    (
        Sort::Term,
        "a term",
        r"(?i)\b(?:\d+|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|twaalf|two|three|four|five|six|seven|eight|nine|ten|twelve) (?:dag(?:en)?|we(?:ek|ken)|maand(?:en)?|jaar|jaren|uur|days?|weeks?|months?|years?|hours?)\b",
    ),
    (Sort::Article, "a law article", r"(?i)\b(?:artikel|article|art\.) \d+\w*"),
];

static BARE_REGEXES: LazyLock<Vec<(Sort, &str, Regex)>> = LazyLock::new(|| {
    let build = |pattern| RegexBuilder::new(pattern).unicode(false).build();
    let built = BARE.iter().map(|(sort, what, pattern)| Some((*sort, *what, build(pattern).ok()?)));
    built.flatten().collect()
});

fn check_facts(file: &str, draft: &Draft, values: &Values) -> Vec<Diagnostic> {
    let inlines = draft.iter().flat_map(|block| &block.runs).flatten();
    inlines.flat_map(|inline| bare_facts(file, inline, values)).collect()
}

fn bare_facts(file: &str, inline: &DraftInline, values: &Values) -> Vec<Diagnostic> {
    let Filling::Text(text) = &inline.filling else { return Vec::new() };
    let mut taken: Vec<Span> = Vec::new();
    let mut findings = Vec::new();
    for (sort, what, regex) in BARE_REGEXES.iter() {
        for found in regex.find_iter(text) {
            let span = Span::from(found.range()).shifted(inline.span.start);
            // The end of an e-mail address is no web address.
            if !taken.iter().any(|other| span.start < other.end && other.start < span.end) {
                let named = values.named(*sort, found.as_str(), file);
                findings.push(prose::bare_fact(Place::new(file, span), what, &named, sort.remedy(file)));
                taken.push(span);
            }
        }
    }
    findings
}

fn check_sentences(file: &str, words: &[Word<'_>]) -> Vec<Diagnostic> {
    let long = sentences(words).filter(|sentence| sentence.len() > SENTENCE_LIMIT);
    long.filter_map(|sentence| Some(prose::long_sentence(place(file, sentence)?, sentence.len(), SENTENCE_LIMIT)))
        .collect()
}

fn place(file: &str, words: &[Word<'_>]) -> Option<Place> {
    Some(Place::new(file, Span::new(words.first()?.span.start, words.last()?.span.end)))
}

/// The first paragraph is what a citizen gets first: whole sentences, and few.
fn check_short(file: &str, short: &Draft) -> Option<Diagnostic> {
    let block = short.first()?;
    let words: Vec<Word<'_>> = block.runs.iter().flat_map(|run| words(run)).collect();
    let whole = Place::new(file, block.span);
    let styled = block.runs.iter().flatten().all(|inline| inline.style == Style::Bold || is_blank(inline));
    if styled || !ends_well(&words) {
        return Some(prose::not_a_sentence(whole));
    }
    let stops = words.iter().filter(|word| word.end == End::Stop).count();
    (stops > SHORT_LIMIT).then(|| prose::long_short_answer(whole, stops, SHORT_LIMIT))
}

/// Whether the text ends as sentences do, or with an address that is better without a full stop behind it.
fn ends_well(words: &[Word<'_>]) -> bool {
    let written = words.iter().filter(|word| word.text.is_some()).count();
    words.last().is_some_and(|last| last.end == End::Stop || (last.text.is_none() && written > 2))
}

fn is_blank(inline: &DraftInline) -> bool {
    matches!(&inline.filling, Filling::Text(text) if text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_for_bare_facts_is_a_regular_expression() {
        assert_eq!(BARE_REGEXES.len(), BARE.len());
    }

    #[test]
    fn terms_numbers_and_addresses_are_noticed_and_ordinary_words_are_not() {
        let found = |text: &str| {
            BARE_REGEXES.iter().filter(|(.., regex)| regex.is_match(text)).map(|(_, what, ..)| *what).next()
        };
        assert_eq!(found("binnen 6 weken"), Some("a term"));
        assert_eq!(found("bel 0900-8844 of"), Some("a telephone number"));
        assert_eq!(found("2509 AJ Den Haag"), Some("a postal address"));
        assert_eq!(found("mail info@politie.nl."), Some("an e-mail address"));
        assert_eq!(found("zie www.politie.nl."), Some("a web address"));
        assert_eq!(found("Het staat op politie.nl/privacy"), Some("a web address"));
        assert_eq!(found("Dat mag.Nlers"), None);
        assert_eq!(found("een week later"), None);
        assert_eq!(found("stap 2 van de brief uit 2019"), None);
    }
}
