//! Turns of phrase that several areas share.

use crate::text::nearest;

/// How many names are listed rather than left to be looked up.
const LISTED: usize = 8;

/// What to do about a `name` that is not one of `known`; `place` says where the names are kept.
pub(super) fn instead<'a>(name: &str, known: impl IntoIterator<Item = &'a str>, place: &str) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    if let Some(near) = nearest(name, known.iter().copied()) {
        return format!("the nearest name is `{near}`");
    }
    if (1..=LISTED).contains(&known.len()) {
        return format!("the names are {}", listed(&known));
    }
    format!("the names stand in {place}")
}

/// `a`, `b` and `c`.
pub(super) fn listed<S: AsRef<str>>(names: &[S]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => "none".to_owned(),
    }
}

/// `1 error`, `2 errors`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remedy_names_the_nearest_or_the_few_there_are_or_where_to_look() {
        assert_eq!(instead("acces", ["access", "other"], "x"), "the nearest name is `access`");
        assert_eq!(instead("weather", ["high", "medium"], "x"), "the names are `high` and `medium`");
        assert_eq!(instead("weather", [], "intents/"), "the names stand in intents/");
    }
}
