//! For GitHub: one line a diagnostic, which it shows beside the line in a pull request.

use super::Sources;
use crate::diagnostic::Diagnostic;

/// All `diagnostics` as workflow commands, one a line.
///
/// <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>
#[must_use]
pub fn render_github(diagnostics: &[Diagnostic], sources: &Sources<'_>) -> String {
    let lines: Vec<String> = diagnostics.iter().map(|one| line(one, sources)).collect();
    lines.join("\n")
}

fn line(diagnostic: &Diagnostic, sources: &Sources<'_>) -> String {
    let message = escaped(&format!("{}; {}", diagnostic.message, diagnostic.help));
    let at = diagnostic.places.first().map_or_else(String::new, |place| {
        let (start, end) = sources.positions(place);
        let file = property(&sources.path(&place.file));
        let lines = format!("line={},endLine={}", start.line, end.line);
        format!("file={file},{lines},col={},endColumn={},", start.column, end.column)
    });
    format!("::{} {at}title={}::{message}", diagnostic.severity.word(), diagnostic.code)
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Place, intents};
    use crate::text::Span;

    #[test]
    fn a_line_is_one_line_whatever_the_message_holds() {
        let found = intents::unknown_kind(Place::new("a,b.toml", Span::new(1, 2)), "50%\n::error", &["topic"]);
        let line = render_github(&[found], &Sources::new("", [("a,b.toml", "abc")]));
        assert_eq!(
            line,
            "::error file=a%2Cb.toml,line=1,endLine=1,col=2,endColumn=3,title=unknown-kind::there is no kind of intent \
             `50%25%0A::error`; the names are `topic`"
        );
    }
}
