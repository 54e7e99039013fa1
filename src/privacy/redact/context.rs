//! Words that tell what the number beside them is.

use regex::Regex;

/// Where such words stand in one text, in order.
pub(super) struct Words {
    spans: Vec<(usize, usize)>,
    behind: usize,
    before: usize,
}

impl Words {
    /// The words that `pattern` finds in `text`. They speak of what stands at most `behind` bytes behind them, and at most
    /// `before` bytes before them.
    pub(super) fn find(pattern: &Regex, text: &str, behind: usize, before: usize) -> Self {
        let found = pattern.find_iter(text).map(|found| (found.start(), found.end()));
        // Not the word that stands for an earlier strike.
        let spans = found.filter(|&(start, _)| !text[..start].ends_with('[')).collect();
        Self { spans, behind, before }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Whether one of the words speaks of what stands from `start` to `end`.
    pub(super) fn speak_of(&self, start: usize, end: usize) -> bool {
        let after = self.spans.partition_point(|&(word, _)| word < start);
        let before = after.checked_sub(1).map(|at| self.spans[at]);
        before.is_some_and(|(_, word_end)| start.saturating_sub(word_end) <= self.behind)
            || self.spans.get(after).is_some_and(|&(word, _)| word.saturating_sub(end) <= self.before)
    }
}
