//! Web addresses that hold a key or lead to a person, and names of accounts.

use std::sync::LazyLock;

use regex::Regex;

use super::{Kind, Strike, compiled, whole};

/// Where an address leads to a person.
const PEOPLE: [&str; 20] = [
    "t.me/",
    "telegram.me/",
    "telegram.dog/",
    "tg://",
    "tg:",
    "wa.me/",
    "api.whatsapp.com/",
    "chat.whatsapp.com/",
    "signal.me/",
    "signal.group/",
    "discord.gg/",
    "facebook.com/",
    "fb.com/",
    "instagram.com/",
    "linkedin.com/in/",
    "tiktok.com/@",
    "snapchat.com/",
    "twitter.com/",
    "//x.com/",
    "threads.net/",
];

static LINK: LazyLock<Regex> = LazyLock::new(|| {
    let bare = r"\b(?:[a-z0-9-]+\.)+(?:nl|be|de|com|org|net|eu|io|me|app|gl|ly|dev|info|cloud)/";
    let people = r"\b(?:t|telegram|wa|signal)\.(?:me|dog|group)/|\btg://";
    compiled(&format!(r#"(?i)(?:\bhttps?://|\bwww\.|{people}|{bare})[^\s<>"]+"#))
});
static KEY: LazyLock<Regex> = LazyLock::new(|| compiled(r"[A-Za-z0-9_~+%=.-]{8,}"));
static SECRET: LazyLock<Regex> = LazyLock::new(|| {
    compiled(
        r"(?i)(?:[?&#;/]|%3f|%26)(?:[a-z_-]*(?:token|secret|session|password|wachtwoord|signature|otp)|key|apikey|api_key|code|sig|sid|auth|pin|reset|invite|hash|jwt|ticket)(?:=|%3d)[^&\s]{3,}",
    )
});
static HANDLE: LazyLock<Regex> = LazyLock::new(|| compiled(r"(?:^|[^\w@/])((?:@[A-Za-z](?:\w|\.\w){2,63})+)"));
static ACCOUNT: LazyLock<Regex> = LazyLock::new(|| {
    let words = "telegram|tg|insta(?:gram)?|snap(?:chat)?|tiktok|facebook|signal|gebruikersnaam|username|user ?name|nick(?:name)?|account(?:naam|name)?";
    compiled(&format!(
        r"(?i)\b(?:{words})\b(?:[ -]?(?:naam|name|account|handle))?[ :=]{{1,3}}(?:(?:is|heet|heeft|als|op)[ :]{{1,2}})?([a-z][\w.]{{3,63}})"
    ))
});

/// All telling addresses and account names in `text`.
pub(super) fn find(text: &str) -> Vec<Strike> {
    let mut strikes = Vec::new();
    if text.contains('.') || text.contains("://") {
        let links = whole(&LINK, text, Kind::Link);
        strikes.extend(links.into_iter().filter(|link| is_telling(&text[link.start..link.end])));
    }
    if text.contains('@') {
        strikes.extend(captured(&HANDLE, text, |_| true));
    }
    strikes.extend(captured(&ACCOUNT, text, is_account));
    strikes
}

fn captured(pattern: &Regex, text: &str, wanted: fn(&str) -> bool) -> Vec<Strike> {
    let names = pattern.captures_iter(text).filter_map(|found| found.get(1)).filter(|name| wanted(name.as_str()));
    names.map(|name| Strike { start: name.start(), end: name.end(), kind: Kind::Handle }).collect()
}

/// A name of an account as nobody writes a word.
fn is_account(name: &str) -> bool {
    name.bytes().any(|byte| byte == b'_' || byte.is_ascii_digit())
}

/// Whether a web address holds a key, or leads to a person.
fn is_telling(link: &str) -> bool {
    let lower = link.to_lowercase();
    let to_person = PEOPLE.iter().any(|host| lower.contains(host));
    let path = link.split_once("://").map_or(link, |(_, rest)| rest).split_once('/').map_or("", |(_, path)| path);
    to_person || link.contains('@') || SECRET.is_match(link) || KEY.find_iter(path).any(|key| is_key(key.as_str()))
}

/// A word that is no phrase with dashes: long with many digits or capitals in the middle, or ever changing between them.
fn is_key(word: &str) -> bool {
    if changes(word) >= 5 {
        return true;
    }
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let capitals = word.chars().skip(1).filter(char::is_ascii_uppercase).count();
    word.len() >= 16 && (digits >= 6 || capitals >= 4)
}

/// How often `word` goes over from small letters to capitals or digits, or back.
fn changes(word: &str) -> usize {
    let sort = |byte: u8| match byte {
        b'0'..=b'9' => Some(0),
        b'A'..=b'Z' => Some(1),
        b'a'..=b'z' => Some(2),
        _ => None,
    };
    word.as_bytes()
        .windows(2)
        .filter(|pair| matches!((sort(pair[0]), sort(pair[1])), (Some(a), Some(b)) if a != b))
        .count()
}
