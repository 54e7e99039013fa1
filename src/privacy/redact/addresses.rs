//! Where somebody can be reached: e-mail, and a postcode with a house number.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{Kind, Strike, compiled, whole};

/// Words of two letters that follow a year more often than they end a postcode.
const NO_POSTCODE: [&str; 23] = [
    "al", "an", "as", "at", "by", "de", "en", "er", "ik", "in", "is", "it", "je", "nu", "of", "om", "on", "op", "or",
    "te", "to", "we", "ze",
];

static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    let at = r"(?:@|\(at\)|\[at\]|\{at\}|<at>|\bapenstaart(?:je)?\b)";
    let dot = r"(?:\.| ?(?:\(dot\)|\(punt\)|\[dot\]|\[punt\]|\bpunt\b|\bdot\b) ?)";
    let provider =
        "gmail|hotmail|outlook|live|icloud|yahoo|proton(?:mail)?|ziggo|kpnmail|kpn|xs4all|planet|home|upcmail|hetnet";
    compiled(&format!(
        r"(?i)[\w.+%'’&#!*=~^|-]+ ?{at} ?(?:[\w-]+(?:{dot}[\w-]+)+|[\w-]+, ?(?:nl|com|be|net|org)\b|(?:{provider})\b)|(?:[\w.+-]+ (?:punt|dot|streepje|underscore) (?:[\w+-]+ )?)*[\w.+-]+ (?:at|apenstaart(?:je)?) [\w-]+(?: (?:dot|punt) [\w-]+)+"
    ))
});
static POSTCODE: LazyLock<Regex> = LazyLock::new(|| {
    let number = r"[0-9]{1,5}(?: ?[-/]? ?(?:[0-9]{1,4}(?:hs|[a-z])?|[a-z]|hs|bis|huis|[iv]{1,3})\b)?";
    let named = r"(?:huis ?)?(?:nummer|nr|no)\b\.?|house ?(?:number|no)\b\.?|\bop\b|\bnumber\b";
    let before =
        format!(r"(?:\b{number}[ ,;\n]{{1,3}}(?:(?:mijn |my )?(?:postcode|pc|postal code|zip)(?: is)?:? ?)?)?");
    let linked = r"(?:(?:en|and|met|with|op|at) )?(?:(?:mijn|my|het|the|ons|our) )?";
    let after = format!(r"(?:[ ,.;:/\n-]{{0,3}}{linked}(?:(?:{named})(?: is| ?[:=])?[ \n]?)?{number}\b)?");
    compiled(&format!(
        r"(?i)(?P<before>{before})\b[1-9][0-9]{{3}}(?P<gap>[ ._‐-―-]{{0,2}})(?P<letters>[a-z]{{2}})(?:\b(?P<after>{after})|(?P<glued>[0-9]{{1,5}}[a-z]?)\b)"
    ))
});

/// All e-mail and postal addresses in `text`.
pub(super) fn find(text: &str) -> Vec<Strike> {
    whole(&EMAIL, text, Kind::Email)
}

/// All postcodes in `text` beside which a house number stands.
pub(super) fn find_postal(text: &str) -> Vec<Strike> {
    POSTCODE.captures_iter(text).filter_map(|found| address(&found)).collect()
}

/// A postcode, if a house number stands beside it and it is not a year before a short word.
fn address(found: &Captures<'_>) -> Option<Strike> {
    let part = |name: &str| found.name(name).map_or("", |part| part.as_str());
    let letters = part("letters").to_ascii_lowercase();
    let is_word = !part("gap").is_empty() && NO_POSTCODE.contains(&letters.as_str());
    let has_number = ["before", "after", "glued"].iter().any(|name| !part(name).is_empty());
    let range = found.get_match().range();
    (has_number && !is_word).then_some(Strike { start: range.start, end: range.end, kind: Kind::Address })
}
