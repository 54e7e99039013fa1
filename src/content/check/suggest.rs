//! Which entry of a ledger says what someone wrote into a text.

use crate::content::Lang;
use crate::content::parse::Parsed;

/// So many entries are named at most.
const NAMED: usize = 6;

/// What sort of fact stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Email,
    Web,
    Phone,
    Post,
    Term,
    Article,
}

impl Sort {
    /// How a text of `file` names an entry of this sort, where none is known yet.
    pub(super) fn remedy(self, file: &str) -> &'static str {
        match (self, file.ends_with(".ftl")) {
            (Self::Email, false) => "{contact:name.email}",
            (Self::Email, true) => "{ $contact-name-email }",
            (Self::Web, false) => "{contact:name.web} or {source:name}",
            (Self::Web, true) => "{ $contact-name-web }",
            (Self::Phone, false) => "{contact:name.phone}",
            (Self::Phone, true) => "{ $contact-name-phone }",
            (Self::Post, false) => "{contact:name.post}",
            (Self::Post, true) => "{ $contact-name-post }",
            (Self::Term, false) => "{fact:name}",
            (Self::Term, true) => "{ $fact-name }",
            (Self::Article, false) => "{source:name}",
            (Self::Article, true) => "it in an answer, for a phrase cannot name a source",
        }
    }
}

/// The values of the ledgers in one language, each with how a text names it.
pub(super) struct Values(Vec<Value>);

struct Value {
    sort: Sort,
    /// As it is compared.
    essence: String,
    /// As an answer names it.
    in_answer: String,
    /// As a phrase names it; sources have no place there.
    in_phrase: Option<String>,
}

impl Values {
    /// Those of `lang`.
    pub(super) fn of(parsed: &Parsed, lang: Lang) -> Self {
        let mut values = Vec::new();
        for fact in &parsed.facts.entries {
            let id = &fact.id.value;
            let value = fact.values.get(&lang).map(|value| Value {
                sort: Sort::Term,
                essence: essence(Sort::Term, &value.value),
                in_answer: format!("{{fact:{id}}}"),
                in_phrase: Some(format!("{{ $fact-{id} }}")),
            });
            values.extend(value);
        }
        for contact in &parsed.contacts.entries {
            let id = &contact.id.value;
            let ways = [
                (Sort::Phone, "phone", &contact.phone),
                (Sort::Email, "email", &contact.email),
                (Sort::Post, "post", &contact.post),
                (Sort::Web, "web", &contact.web),
            ];
            values.extend(ways.into_iter().filter_map(|(sort, way, value)| {
                Some(Value {
                    sort,
                    essence: essence(sort, &value.as_ref()?.value),
                    in_answer: format!("{{contact:{id}.{way}}}"),
                    in_phrase: Some(format!("{{ $contact-{id}-{way} }}")),
                })
            }));
        }
        for source in &parsed.sources.entries {
            let named = source.names.get(&lang).map(|name| (Sort::Article, name));
            let linked = source.url.as_ref().map(|url| (Sort::Web, url));
            values.extend(named.into_iter().chain(linked).map(|(sort, text)| Value {
                sort,
                essence: essence(sort, &text.value),
                in_answer: format!("{{source:{}}}", source.id.value),
                in_phrase: None,
            }));
        }
        Self(values)
    }

    /// How a text of `file` names what is `written`, the closest first; nothing if no entry says it.
    pub(super) fn named(&self, sort: Sort, written: &str, file: &str) -> Vec<&str> {
        let written = essence(sort, written);
        let phrase = file.ends_with(".ftl");
        let mut fitting: Vec<&Value> =
            self.0.iter().filter(|value| value.sort == sort && fits(sort, &value.essence, &written)).collect();
        fitting.sort_by_key(|value| value.essence.len());
        let names = fitting.into_iter().filter_map(|value| match phrase {
            true => value.in_phrase.as_deref(),
            false => Some(value.in_answer.as_str()),
        });
        names.take(NAMED).collect()
    }
}

/// Whether an entry says what is written: all of it, or what it begins with or holds, where an entry says more than a text would.
fn fits(sort: Sort, entry: &str, written: &str) -> bool {
    match sort {
        Sort::Email | Sort::Phone | Sort::Term => entry == written,
        Sort::Post => entry.contains(written),
        Sort::Web => entry == written || entry.starts_with(&format!("{written}/")),
        Sort::Article => {
            entry.strip_prefix(written).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
        }
    }
}

/// Numbers in words, for "zes weken" is "6 weken".
const NUMBERS: [(&str, &str); 21] = [
    ("twee", "2"),
    ("drie", "3"),
    ("vier", "4"),
    ("vijf", "5"),
    ("zes", "6"),
    ("zeven", "7"),
    ("acht", "8"),
    ("negen", "9"),
    ("tien", "10"),
    ("twaalf", "12"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
    ("twelve", "12"),
    ("art.", "artikel"),
];

fn essence(sort: Sort, text: &str) -> String {
    let lower = text.to_lowercase();
    match sort {
        Sort::Phone => lower.chars().filter(char::is_ascii_digit).collect(),
        Sort::Post => lower.split_whitespace().collect(),
        Sort::Web => {
            let bare = lower.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
            bare.trim_end_matches('/').to_owned()
        }
        Sort::Email => lower,
        Sort::Term | Sort::Article => {
            let number = |word: &str| NUMBERS.iter().find(|(name, _)| *name == word).map(|(_, digits)| *digits);
            let words: Vec<&str> = lower.split_whitespace().map(|word| number(word).unwrap_or(word)).collect();
            words.join(" ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_otherwise_is_the_same_and_what_is_more_is_not() {
        for (sort, entry, written) in [
            (Sort::Term, "6 weken", "zes weken"),
            (Sort::Phone, "0900-8844", "0900 8844"),
            (Sort::Web, "https://www.politie.nl/privacy", "politie.nl"),
            (Sort::Article, "artikel 25 van de Wet politiegegevens (Wpg)", "Artikel 25"),
            (Sort::Post, "Postbus 93374, 2509 AJ Den Haag", "2509 AJ"),
        ] {
            assert!(fits(sort, &essence(sort, entry), &essence(sort, written)), "{written}");
        }
        assert!(!fits(Sort::Article, &essence(Sort::Article, "artikel 25a van de wet"), "artikel 25"));
        assert!(!fits(Sort::Term, "6 weken", "16 weken"));
    }
}
