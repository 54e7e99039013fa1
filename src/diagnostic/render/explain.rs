//! What a code means, at length.

use crate::diagnostic::Code;

/// Lines of running text are at most this wide.
const WIDTH: usize = 88;

/// What `code` means, why it matters, and what is wrong and right.
#[must_use]
pub fn render_explanation(code: &Code) -> String {
    let head = format!("{}[{}]: {}", code.severity.word(), code.name, code.title);
    let wrong = format!("Wrong:\n\n{}", indented(code.wrong));
    let right = format!("Right:\n\n{}", indented(code.right));
    [head, wrapped(code.why), wrong, right].join("\n\n")
}

fn indented(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("    {line}").trim_end().to_owned()).collect();
    lines.join("\n")
}

fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let full = lines.last().is_some_and(|line| !line.is_empty() && line.len() + 1 + word.len() > WIDTH);
        if full {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(word);
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::codes;

    #[test]
    fn every_explanation_fits_the_terminal_and_shows_wrong_and_right() {
        for code in codes() {
            let text = render_explanation(code);
            assert!(text.contains("Wrong:") && text.contains("Right:"));
            assert!(wrapped(code.why).lines().all(|line| line.len() <= WIDTH), "{}", code.name);
        }
    }
}
