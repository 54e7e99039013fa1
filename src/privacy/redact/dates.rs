//! Dates of birth: a day beside a word that says somebody was born. Any other day stays, for it tells what the question is.

use std::sync::LazyLock;

use regex::Regex;

use super::context::Words;
use super::spoken::NUMBER;
use super::{BEGIN, Kind, Strike, compiled, whole};

static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    compiled(
        r"(?i)\b(?:geboren|geboorte\w*|geb(?:oren|\.?dat\w*)?|g\.? ?d\b|verjaar\w*|jarig|ben van|is van|born|birth ?da(?:te|y)|birthday|date of birth|d\.?o\.?b)\b",
    )
});
/// A date straight behind one of these is theirs.
static FAMILY: LazyLock<Regex> = LazyLock::new(|| {
    compiled(
        r"(?i)\b(?:zoon(?:tje)?|dochter(?:tje)?|kind(?:je)?|moeder|vader|broer(?:tje)?|zus(?:je)?|partner|vrouw|man|son|daughter|child|mother|father|brother|sister|wife|husband)\b",
    )
});
static FIGURES: LazyLock<Regex> = LazyLock::new(|| {
    compiled(r"\b(?:0?[1-9]|[12][0-9]|3[01])[-/.](?:0?[1-9]|1[0-2])[-/.](?:19[0-9]{2}|20[0-9]{2}|[0-9]{2})\b")
});
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    let apart = r"[-‐-―−/.,_ \t]{1,3}";
    let gap = r"[-‐-―−/.,_ \t]{0,3}";
    let month = "jan(?:uari|uary)?|feb(?:ruari|ruary)?|maart|mrt|mar(?:ch)?|apr(?:il)?|mei|may|jun[ie]?|jul[iy]?|aug(?:ustus|ust)?|sept?(?:ember)?|o[kc]t(?:ober)?|nov(?:ember)?|dec(?:ember)?";
    let ordinal = "eerste|derde|(?:twee|vier|vijf|zes|zeven|negen|tien|elf|twaalf|der|veer)+(?:tien)?de|achtste|first|second|third|(?:[a-z]+)th";
    let day = format!(r"(?:[0-3]?[0-9](?:e|ste|de|st|nd|rd|th)?|{ordinal}|{NUMBER})");
    let tens = "(?:[a-zë]*(?:tien|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf)";
    let words =
        format!(r"(?:negentien(?:honderd)?|tweeduizend)(?: ?en)? ?{tens}?|nineteen [a-z]+(?:[- ][a-z]+)?|{tens}");
    let year = format!(r"(?:(?:19|20)[0-9]{{2}}|['’]?[0-9]{{2}}|{words})");
    compiled(&format!(
        r"(?i){BEGIN}(?:(?:19|20)[0-9]{{2}}{apart}[01]?[0-9]{apart}[0-3]?[0-9]|[0-3]?[0-9]{apart}[0-3]?[0-9]{apart}(?:(?:19|20)[0-9]{{2}}|['’]?[0-9]{{2}})|{day}{gap}(?:of )?(?:{month})\b(?:{gap}{year})?|(?:{month})\b{gap}{day}(?:{apart}{year})?|(?:{month})\b{gap}(?:19|20)[0-9]{{2}}|[0-9]{{8}}|[0-9]{{6}})\b"
    ))
});

/// All dates of birth in `text`: beside a word that says so, straight behind a member of the family, or beside another one.
pub(super) fn find(text: &str) -> Vec<Strike> {
    let (words, family) = (Words::find(&WORDS, text, 40, 28), Words::find(&FAMILY, text, 4, 0));
    if words.is_empty() && family.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Strike> = Vec::new();
    for day in whole(&DAY, text, Kind::BirthDate) {
        let beside = found.last().is_some_and(|last| day.start.saturating_sub(last.end) <= 24);
        if beside || words.speak_of(day.start, day.end) || family.speak_of(day.start, day.end) {
            found.push(day);
        }
    }
    found
}

/// A day in figures that stands beside one of `strikes` is one of the things that are told of a person.
pub(super) fn find_beside(text: &str, strikes: &[Strike]) -> Vec<Strike> {
    let near = |day: &Strike| strikes.iter().any(|strike| day.start <= strike.end + 2 && strike.start <= day.end + 2);
    whole(&FIGURES, text, Kind::BirthDate).into_iter().filter(near).collect()
}
