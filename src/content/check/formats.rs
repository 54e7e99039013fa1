//! How ledger entries are spelt: plain text, telephone numbers, e-mail and postal addresses.

use crate::content::parse::{At, CONTACTS, FACTS, Parsed, RawContact, SOURCES};
use crate::diagnostic::{Diagnostic, Place, ledgers};

/// Every text of the ledgers that a citizen sees.
pub(super) fn check_formats(parsed: &Parsed) -> Vec<Diagnostic> {
    let facts = parsed.facts.entries.iter().flat_map(|fact| fact.values.values()).map(|text| (FACTS, text));
    let sources = parsed.sources.entries.iter().flat_map(|source| source.names.values()).map(|text| (SOURCES, text));
    let contacts = parsed.contacts.entries.iter().flat_map(plain_texts).map(|text| (CONTACTS, text));
    let plain = facts.chain(sources).chain(contacts).filter_map(|(file, text)| check_plain(file, text));
    plain.chain(parsed.contacts.entries.iter().flat_map(check_contact)).collect()
}

fn plain_texts(contact: &RawContact) -> impl Iterator<Item = &At<String>> {
    contact.names.values().chain(contact.purposes.values()).chain(&contact.post).chain(&contact.phone)
}

fn check_plain(file: &str, text: &At<String>) -> Option<Diagnostic> {
    let found = text.value.chars().find(|c| "*_`<>{}[]|\\".contains(*c))?;
    Some(ledgers::fact_with_markup(Place::new(file, text.span), found))
}

fn check_contact(contact: &RawContact) -> Vec<Diagnostic> {
    let at = |text: &At<String>| Place::new(CONTACTS, text.span);
    let wrong = |text: &Option<At<String>>, good: fn(&str) -> bool| text.clone().filter(|text| !good(&text.value));
    let phone = wrong(&contact.phone, is_phone).map(|text| ledgers::phone_format(at(&text), &text.value));
    let email = wrong(&contact.email, is_email).map(|text| ledgers::email_format(at(&text), &text.value));
    let post = wrong(&contact.post, has_postcode).map(|text| ledgers::postcode_format(at(&text)));
    [phone, email, post].into_iter().flatten().collect()
}

/// One number, or one with another between brackets: `113 (0800-0113)`.
fn is_phone(text: &str) -> bool {
    let inner = text.strip_suffix(')').and_then(|text| text.split_once('('));
    inner.map_or_else(|| is_number(text), |(first, second)| is_number(first.trim_end()) && is_number(second))
}

fn is_number(text: &str) -> bool {
    let (abroad, rest) = text.strip_prefix('+').map_or((false, text), |rest| (true, rest));
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    let tidy = rest.starts_with(|c: char| c.is_ascii_digit()) && rest.ends_with(|c: char| c.is_ascii_digit());
    let known = rest.chars().all(|c| c.is_ascii_digit() || c == ' ' || c == '-');
    tidy && known && has_right_length(&digits, abroad)
}

/// National numbers have ten digits, service numbers eight or eleven, 14 with an area code five or six, `112` three and
/// `116000` six; a Dutch number from abroad has eleven.
fn has_right_length(digits: &str, abroad: bool) -> bool {
    let length = digits.len();
    match digits.as_bytes() {
        [b'3', b'1', ..] if abroad => length == 11,
        _ if abroad => (8..=15).contains(&length),
        [b'0', b'8' | b'9', b'0', ..] => length == 8 || length == 11,
        [b'0', b'9', b'1', ..] => length == 8,
        [b'0', ..] => length == 10,
        [b'1', b'4', b'0', ..] => length == 5 || length == 6,
        [b'1', b'1', b'6', ..] => length == 6,
        [b'1', ..] => length == 3,
        _ => false,
    }
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let is_label = |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let is_part =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_+".contains(&b));
    let ending = host.rsplit('.').next().is_some_and(|ending| ending.len() > 1);
    name.split('.').all(is_part) && host.contains('.') && host.split('.').all(is_label) && ending
}

/// A Dutch postcode, or a foreign one that begins with its country: `2509 AJ Den Haag`, `B-1047 Brussel`.
fn has_postcode(text: &str) -> bool {
    let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let digits = |word: &str, least: usize| word.len() >= least && word.bytes().all(|b| b.is_ascii_digit());
    let capitals = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_uppercase());
    let dutch = words.windows(3).any(|three| {
        digits(three[0], 4)
            && three[0].len() == 4
            && !three[0].starts_with('0')
            && three[1].len() == 2
            && capitals(three[1])
    });
    let foreign = words.windows(2).any(|two| {
        two[0].split_once('-').is_some_and(|(country, code)| country.len() <= 3 && capitals(country) && digits(code, 4))
    });
    dutch || foreign
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_as_dutch_organisations_write_them_pass_and_others_do_not() {
        let good = ["112", "113 (0800-0113)", "0900-8844", "088 - 1805 250", "088 1805 250", "0800 33 55 555"];
        let also = ["14 010", "116 000", "+31 88 180 52 50", "+32 2 283 19 00", "070-8888500", "0800-0113"];
        for number in good.into_iter().chain(also) {
            assert!(is_phone(number), "{number}");
        }
        for number in
            ["een een twee of zo", "088 1805 25", "0900-88444", "1122", "0900-8844-", "+31 6 1234567", "", "(112)"]
        {
            assert!(!is_phone(number), "{number}");
        }
    }

    #[test]
    fn an_email_address_has_one_at_and_an_ending() {
        assert!(is_email("functionaris-gegevensbescherming@politie.nl") && is_email("a.b+c@x-y.co.uk"));
        for text in ["info", "info@justid", "info at justid.nl", "a@@b.nl", "a@b.n", "a b@c.nl", ".a@b.nl", "a@.nl"] {
            assert!(!is_email(text), "{text}");
        }
    }

    #[test]
    fn a_postcode_is_four_digits_two_capitals_and_a_place() {
        assert!(has_postcode("Postbus 93374, 2509 AJ Den Haag") && has_postcode("Wiertzstraat 60, B-1047 Brussel"));
        for text in ["Postbus 93374, 2509aj Den Haag", "Postbus 12, Den Haag", "Postbus 1234, 2509 AJ", "1234 Aj Dorp"]
        {
            assert!(!has_postcode(text), "{text}");
        }
    }
}
