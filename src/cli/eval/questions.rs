//! Labelled questions from a tab-separated file.

use crate::content::Catalogue;

/// The label of a question that no intent should answer.
pub(super) const NONE: &str = "none";

/// How the first line reads.
const HEADER: &str = "begin the file with the line `text<TAB>lang<TAB>intent`, a tab between the names, and a question on each line below";

/// One labelled question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Question {
    pub(super) text: String,
    pub(super) lang: String,
    /// An intent, or [`NONE`].
    pub(super) expected: String,
    /// Intents that are right too.
    pub(super) also_ok: Vec<String>,
    pub(super) style: String,
}

impl Question {
    /// Whether `intent` is a right answer.
    pub(super) fn accepts(&self, intent: &str) -> bool {
        self.expected == intent || self.also_ok.iter().any(|other| other == intent)
    }
}

/// A row that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BadRow {
    /// Its line, from 1.
    pub(super) line: usize,
    pub(super) problem: String,
}

/// Where each column stands.
struct Columns {
    text: usize,
    lang: usize,
    intent: usize,
    also_ok: Option<usize>,
    style: Option<usize>,
}

/// The questions of one file, and the rows that are none.
pub(super) fn parse_questions(bytes: &[u8], catalogue: &Catalogue) -> (Vec<Question>, Vec<BadRow>) {
    let known = |name: &str| name == NONE || catalogue.intents.contains_key(name);
    parse_rows(bytes, &known)
}

fn parse_rows(bytes: &[u8], known: &dyn Fn(&str) -> bool) -> (Vec<Question>, Vec<BadRow>) {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut lines = bytes
        .split(|&byte| byte == b'\n')
        .map(|line| std::str::from_utf8(line).map(|line| line.trim_end_matches('\r')));
    let header = lines.next().and_then(Result::ok).unwrap_or_default();
    let columns = match parse_header(header) {
        Ok(columns) => columns,
        Err(problem) => return (Vec::new(), vec![BadRow { line: 1, problem }]),
    };
    let (mut questions, mut bad) = (Vec::new(), Vec::new());
    for (line, row) in (2..).zip(lines) {
        let row = row.map_err(|_| "this row is not UTF-8".to_owned());
        match row.and_then(|row| if row.is_empty() { Ok(None) } else { parse_row(row, &columns, known).map(Some) }) {
            Ok(question) => questions.extend(question),
            Err(problem) => bad.push(BadRow { line, problem }),
        }
    }
    (questions, bad)
}

fn parse_header(header: &str) -> Result<Columns, String> {
    let place = |name: &str| header.split('\t').position(|column| column.trim() == name);
    let needed =
        |name: &str| place(name).ok_or_else(|| format!("the first line must name the column `{name}`: {HEADER}"));
    Ok(Columns {
        text: needed("text")?,
        lang: needed("lang")?,
        intent: needed("intent")?,
        also_ok: place("also_ok"),
        style: place("style"),
    })
}

fn parse_row(row: &str, columns: &Columns, known: &dyn Fn(&str) -> bool) -> Result<Question, String> {
    let cells: Vec<&str> = row.split('\t').map(str::trim).collect();
    let cell = |place: usize, name: &str| match cells.get(place) {
        Some(&cell) if !cell.is_empty() => Ok(cell),
        _ => Err(format!("the column `{name}` is empty")),
    };
    let optional = |place: Option<usize>| place.and_then(|place| cells.get(place)).copied().unwrap_or_default();
    let expected = cell(columns.intent, "intent")?;
    let also_ok = optional(columns.also_ok).split(',').map(str::trim).filter(|name| !name.is_empty());
    let also_ok: Vec<String> = also_ok.map(str::to_owned).collect();
    if let Some(name) = std::iter::once(expected).chain(also_ok.iter().map(String::as_str)).find(|name| !known(name)) {
        return Err(format!("there is no intent `{name}`"));
    }
    Ok(Question {
        text: cell(columns.text, "text")?.to_owned(),
        lang: cell(columns.lang, "lang")?.to_owned(),
        expected: expected.to_owned(),
        also_ok,
        style: optional(columns.style).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Vec<Question>, Vec<BadRow>) {
        parse_rows(text.as_bytes(), &|name| ["none", "complaint", "fines"].contains(&name))
    }

    #[test]
    fn columns_are_found_by_name_and_missing_ones_at_the_end_are_empty() {
        let (questions, bad) =
            parse("lang\ttext\tintent\talso_ok\nnl\tklacht\tcomplaint\tfines, none\r\nnl\thoi\tnone\n");
        assert_eq!(bad, []);
        assert_eq!(questions[0].also_ok, ["fines", "none"]);
        assert_eq!((questions[1].text.as_str(), questions[1].style.as_str()), ("hoi", ""));
    }

    #[test]
    fn bad_rows_are_named_and_the_rest_goes_on() {
        let (questions, bad) = parse("text\tlang\tintent\na\tnl\tcomplain\n\tnl\tfines\nboete\tnl\tfines\nb\n");
        assert_eq!(questions.len(), 1);
        assert_eq!(bad.iter().map(|bad| bad.line).collect::<Vec<_>>(), [2, 3, 5]);
        assert_eq!(bad[0].problem, "there is no intent `complain`");
    }

    #[test]
    fn a_file_without_header_is_one_bad_row() {
        let bad = parse("hoi\tnl\tnone\n").1;
        assert_eq!(bad.len(), 1);
        assert!(bad[0].problem.contains("text<TAB>lang<TAB>intent"), "{}", bad[0].problem);
        assert_eq!(parse("").1[0].line, 1);
    }
}
