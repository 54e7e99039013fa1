//! The name someone probably meant.

/// The one of `names` nearest to `word`, if it is near enough to be meant (a third of its letters may differ).
#[must_use]
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).max(1);
    names
        .into_iter()
        .map(|name| (strsim::osa_distance(word, name), name))
        .filter(|&(distance, _)| distance <= limit)
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_the_name_and_another_word_does_not() {
        let names = ["access-request", "complaint"];
        assert_eq!(nearest("acces-request", names), Some("access-request"));
        assert_eq!(nearest("weather", names), None);
    }
}
