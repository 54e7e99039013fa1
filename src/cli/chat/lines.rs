//! Lines from a person or a pipe: any bytes, any length, any number.

use std::io::{BufRead, Read as _};

use rustyline::error::ReadlineError;

use crate::cli::exit::{Exit, Failure};

/// The longest message that is read, in characters: as long as Telegram lets one be.
pub(crate) const LONGEST: usize = 4096;
/// No character takes more bytes than this.
const WIDEST: usize = 4;
/// Bytes thrown away at a time from a line that is too long.
const DISCARD: u64 = 64 * 1024;

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// What it says; bytes that are no UTF-8 are replaced.
    pub(crate) text: String,
    /// Whether the line was longer than is read.
    pub(crate) cut: bool,
}

impl From<&str> for Line {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), cut: false }
    }
}

/// Where lines come from.
pub(crate) enum Lines {
    /// A person, with editing and history (kept in memory only: it holds what a citizen might type).
    Edited(Box<rustyline::DefaultEditor>),
    /// A pipe or file.
    Piped(Box<dyn BufRead>),
}

impl Lines {
    /// Lines typed by a person.
    pub(crate) fn edited() -> Result<Self, Failure> {
        let editor = rustyline::DefaultEditor::new().map_err(|error| terminal_failed(&error))?;
        Ok(Self::Edited(Box::new(editor)))
    }

    /// Lines from standard input.
    pub(crate) fn piped() -> Self {
        Self::Piped(Box::new(std::io::BufReader::new(std::io::stdin())))
    }

    /// The next line; `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Line>, Failure> {
        match self {
            Self::Edited(editor) => read_edited(editor),
            Self::Piped(input) => read_line(input).map_err(|error| input_failed(&error)),
        }
    }
}

fn read_edited(editor: &mut rustyline::DefaultEditor) -> Result<Option<Line>, Failure> {
    match editor.readline("> ") {
        Ok(text) => {
            let _ = editor.add_history_entry(&text);
            Ok(Some(shortened(&text, false)))
        }
        Err(ReadlineError::Eof | ReadlineError::Interrupted) => Ok(None),
        Err(error) => Err(terminal_failed(&error)),
    }
}

fn terminal_failed(error: &ReadlineError) -> Failure {
    Failure::new(
        Exit::CouldNotRun,
        format!("cannot read from this terminal: {error}"),
        "try `loket chat < file`, or `--json`",
    )
}

fn input_failed(error: &std::io::Error) -> Failure {
    let what = format!("cannot read standard input: {error}");
    Failure::new(Exit::CouldNotRun, what, "give lines of text, as in `loket chat < file`")
}

/// Reads one line without ever holding more of it than is used.
fn read_line(input: &mut dyn BufRead) -> std::io::Result<Option<Line>> {
    let most = u64::try_from(LONGEST * WIDEST).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    if input.take(most).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    let ended = bytes.last() == Some(&b'\n');
    let cut = !ended && discard_rest(input)?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(Some(shortened(text.trim_end_matches(['\n', '\r']), cut)))
}

/// Skips to the end of the line; true if there was something to skip.
fn discard_rest(input: &mut dyn BufRead) -> std::io::Result<bool> {
    let mut skipped = false;
    loop {
        let mut bytes = Vec::new();
        let count = input.take(DISCARD).read_until(b'\n', &mut bytes)?;
        skipped |= count > usize::from(bytes.last() == Some(&b'\n'));
        if count == 0 || bytes.last() == Some(&b'\n') {
            return Ok(skipped);
        }
    }
}

fn shortened(text: &str, cut: bool) -> Line {
    let short: String = text.chars().take(LONGEST).collect();
    Line { cut: cut || short.len() < text.len(), text: short }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8]) -> Vec<Line> {
        let mut input = bytes;
        std::iter::from_fn(|| read_line(&mut input).unwrap()).collect()
    }

    #[test]
    fn a_megabyte_in_one_line_is_cut_and_the_next_line_is_whole() {
        let mut bytes = vec![b'a'; 1 << 20];
        bytes.extend_from_slice("\nhallo\r\n".as_bytes());
        let lines = all(&bytes);
        assert_eq!(lines.len(), 2);
        assert_eq!((lines[0].text.len(), lines[0].cut), (LONGEST, true));
        assert_eq!(lines[1], Line::from("hallo"));
    }

    #[test]
    fn bytes_that_are_no_text_and_a_missing_last_line_break_are_read_all_the_same() {
        let lines = all(b"caf\xff\xfe\n\nlast");
        assert_eq!(lines[0].text, "caf\u{FFFD}\u{FFFD}");
        assert_eq!(lines[1..], [Line::from(""), Line::from("last")]);
    }

    #[test]
    fn a_message_of_exactly_the_longest_length_is_not_cut() {
        let text = "é".repeat(LONGEST);
        assert_eq!(all(format!("{text}\nx\n").as_bytes()), [Line::from(text.as_str()), Line::from("x")]);
    }
}
