//! Two texts, and where their words differ.

use similar::{Algorithm, DiffOp, capture_diff_slices, group_diff_ops};

/// So many words are shown on either side of a difference.
const AROUND: usize = 4;

/// The passages that differ, each with a few words around it: `… binnen [6 weken → 8 weken] antwoorden …`.
pub(super) fn differences(old: &str, new: &str) -> Vec<String> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split_whitespace().collect(), new.split_whitespace().collect());
    let operations = capture_diff_slices(Algorithm::Myers, &old, &new);
    let groups = group_diff_ops(operations, AROUND);
    groups.iter().map(|group| passage(group, &old, &new)).collect()
}

fn passage(group: &[DiffOp], old: &[&str], new: &[&str]) -> String {
    let words: Vec<String> = group.iter().map(|operation| shown(operation, old, new)).collect();
    let from = group.first().map_or(0, |first| first.old_range().start);
    let to = group.last().map_or(0, |last| last.old_range().end);
    let (before, after) = (if from > 0 { "… " } else { "" }, if to < old.len() { " …" } else { "" });
    format!("{before}{}{after}", words.join(" "))
}

fn shown(operation: &DiffOp, old: &[&str], new: &[&str]) -> String {
    let (gone, come) = (old[operation.old_range()].join(" "), new[operation.new_range()].join(" "));
    match operation {
        DiffOp::Equal { .. } => gone,
        DiffOp::Delete { .. } => format!("[− {gone}]"),
        DiffOp::Insert { .. } => format!("[+ {come}]"),
        DiffOp::Replace { .. } => format!("[{gone} → {come}]"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_changed_stand_between_brackets_with_a_few_around_them() {
        let old = "De politie moet u altijd binnen 6 weken antwoorden. Dat is de wet. Meer is er niet te zeggen hier.";
        let new = "De politie moet u altijd binnen 8 weken antwoorden. Dat is de wet. Meer is er niet te zeggen.";
        assert_eq!(
            differences(old, new),
            ["… moet u altijd binnen [6 → 8] weken antwoorden. Dat is …", "… is er niet te [zeggen hier. → zeggen.]"]
        );
        assert_eq!(differences("een twee", "een twee drie"), ["een twee [+ drie]"]);
        assert_eq!(differences("een twee", "twee"), ["[− een] twee"]);
        assert!(differences("gelijk", "gelijk").is_empty());
    }
}
