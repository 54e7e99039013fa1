//! Messages in a terminal: bold, lists, numbered buttons. `anstream` drops the colours where nobody sees them.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use crate::dialogue::{Block, Inline, Message, RichText, Style as Look};

/// Lines are broken here at the latest.
const WIDTH: usize = 88;

const BOLD: Style = Style::new().bold();
const ITALIC: Style = Style::new().dimmed();
const BUTTON: Style = AnsiColor::Cyan.on_default();

/// Writes a message with its buttons numbered from one.
pub(super) fn print_message(out: &mut impl Write, message: &Message) -> io::Result<()> {
    print_text(out, &message.text)?;
    for (place, button) in message.buttons.iter().enumerate() {
        writeln!(out, "  {BUTTON}[{}] {}{BUTTON:#}", place + 1, button.label)?;
    }
    if message.buttons.is_empty() { Ok(()) } else { writeln!(out) }
}

fn print_text(out: &mut impl Write, text: &RichText) -> io::Result<()> {
    for block in &text.0 {
        match block {
            Block::Heading(run) => print_run(out, run, "", Some(BOLD))?,
            Block::Paragraph(run) => print_run(out, run, "", None)?,
            Block::Bullets(items) => items.iter().try_for_each(|item| print_run(out, item, "- ", None))?,
            Block::Numbers(items) => {
                items
                    .iter()
                    .enumerate()
                    .try_for_each(|(i, item)| print_run(out, item, &format!("{}. ", i + 1), None))?;
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Writes one run, broken at spaces; what follows the first line stands under its text.
fn print_run(out: &mut impl Write, run: &[Inline], mark: &str, all: Option<Style>) -> io::Result<()> {
    write!(out, "{mark}")?;
    let mut column = mark.chars().count();
    for inline in run {
        let style = all.unwrap_or_else(|| style_of(inline.style));
        write!(out, "{style}")?;
        for word in words(inline) {
            let width = word.trim_end().chars().count();
            if column > mark.len() && column + width > WIDTH {
                write!(out, "\n{}", " ".repeat(mark.len()))?;
                column = mark.len();
            }
            write!(out, "{word}")?;
            column += word.chars().count();
        }
        write!(out, "{style:#}")?;
    }
    writeln!(out)
}

fn words(inline: &Inline) -> Vec<String> {
    let shown = match &inline.link {
        Some(link) if link.starts_with("https:") && *link != inline.text => format!("{} ({link})", inline.text),
        _ => inline.text.clone(),
    };
    shown.split_inclusive([' ', '\n']).map(|word| word.replace('\n', " ")).collect()
}

fn style_of(look: Look) -> Style {
    match look {
        Look::Plain => Style::new(),
        Look::Bold => BOLD,
        Look::Italic => ITALIC,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialogue::Button;

    fn printed(message: &Message) -> String {
        let mut out = Vec::new();
        print_message(&mut anstream::StripStream::new(&mut out), message).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn buttons_are_numbered_from_one() {
        let button = |label: &str| Button { label: label.into(), data: "x".into() };
        let message = Message { text: RichText::paragraph("Kies."), buttons: vec![button("A"), button("B")] };
        assert_eq!(printed(&message), "Kies.\n\n  [1] A\n  [2] B\n\n");
    }

    #[test]
    fn long_lines_are_broken_at_spaces() {
        let message = Message { text: RichText::paragraph("woord ".repeat(40).trim_end()), buttons: Vec::new() };
        assert!(printed(&message).lines().all(|line| line.trim_end().chars().count() <= WIDTH));
    }
}
