//! The text of what is new, piece by piece.

use super::ask::{Asker, anything};
use super::fits::{among, known, known_intent, link, short_enough, sure};
use super::{
    AnswerArgs, AnswerText, ContactArgs, ConversationArgs, Desk, FactArgs, IntentArgs, KindWord, SourceArgs, Sure,
};
use crate::cli::exit::{Exit, Failure};
use crate::content::{BUTTON_LIMIT, Date, EntryId, Kind, LedgerName, check_name};

/// With fewer examples than this in a language, an intent is not worth making.
const EXAMPLES: usize = 3;
/// So many months after its making an answer is to be reviewed.
const REVIEW_MONTHS: u8 = 6;

/// A file to be made, or an entry to be added to one.
pub(super) struct Piece {
    /// From the content folder.
    pub(super) path: String,
    pub(super) text: String,
    /// Whether it goes behind what stands in the file.
    pub(super) append: bool,
    /// What to do with it next.
    pub(super) next: String,
}

type Pieces = Result<Vec<Piece>, Failure>;

pub(super) fn intent(args: IntentArgs, desk: &Desk, asker: &mut Asker) -> Pieces {
    let IntentArgs { id, kind, broader, existing, follow_up, button, example, text } = args;
    named_well(&id)?;
    free(desk.outline.intents.contains_key(&id), "an intent", &id, &format!("intents/{id}.toml"))?;
    check_given(&text, desk)?;
    follow_up.iter().chain(&broader).try_for_each(|other| known_intent(desk, other))?;
    check_existing(existing.as_deref(), desk)?;
    let mut out = format!("kind = {}\n", quoted(kind.word()));
    for (key, name) in [("broader", &broader), ("answer", &existing)] {
        out += &name.as_ref().map_or_else(String::new, |name| format!("{key} = {}\n", quoted(name)));
    }
    out += &format!("follow-ups = {}\n", list(&follow_up));
    let mut titles = Vec::new();
    for &lang in desk.languages() {
        let title = asker.in_language(&text.title, lang, "title", "What is it about, in a few words", &anything)?;
        let ask = format!("Its button, at most {BUTTON_LIMIT} characters");
        let label = asker.in_language(&button, lang, "button", &ask, &short_enough)?;
        let examples = asker.several(&example, lang, EXAMPLES, "example", "A message as people write it")?;
        out += &format!("\n[{lang}]\ntitle = {}\nbutton = {}\npatterns = []\n", quoted(&title), quoted(&label));
        out += &format!(
            "examples = [\n{}]\n",
            examples.iter().map(|one| format!("    {},\n", quoted(one))).collect::<String>()
        );
        titles.push((lang, title));
    }
    let next = format!(
        "add ways of asking until there are twenty or more in each language, in the words of other people; then try \
         `loket ask --explain \"…\"` with a question that is not among them, and put `{id}` under `follow-ups` of its neighbours"
    );
    let mut pieces = vec![Piece { path: format!("intents/{id}.toml"), text: out, append: false, next }];
    let has_answer = desk.outline.answers.keys().any(|(name, _)| *name == id);
    if existing.is_none() && !has_answer {
        pieces.extend(answers(&id, &AnswerText { title: titles, ..text }, desk, asker)?);
    }
    Ok(pieces)
}

pub(super) fn answer(args: AnswerArgs, desk: &Desk, asker: &mut Asker) -> Pieces {
    let AnswerArgs { id, text } = args;
    named_well(&id)?;
    let there = desk.outline.answers.keys().any(|(name, _)| *name == id);
    free(there, "an answer", &id, &format!("answers/nl/{id}.md"))?;
    answers(&id, &text, desk, asker)
}

/// The answer `id` in every language.
fn answers(id: &str, text: &AnswerText, desk: &Desk, asker: &mut Asker) -> Pieces {
    check_given(text, desk)?;
    let sources = if text.source.is_empty() {
        let ask = "What it rests on: a name from answers/sources.toml";
        vec![asker.text(None, "--source ID", ask, &|name| known(desk, LedgerName::Source, name))?]
    } else {
        text.source.clone()
    };
    let (today, due) = (day(desk.today), day(months_later(desk.today, REVIEW_MONTHS)));
    let mut pieces = Vec::new();
    for &lang in desk.languages() {
        let title = asker.in_language(&text.title, lang, "title", "Its heading", &anything)?;
        let ask = "The answer in at most three short sentences";
        let short = asker.in_language(&text.short, lang, "short", ask, &anything)?;
        let mut out = format!("+++\ntitle = {}\nsources = {}\n", quoted(&title), list(&sources));
        if !text.contact.is_empty() {
            out += &format!("contacts = {}\n", list(&text.contact));
        }
        out += &format!("reviewed = {today}\nreview-by = {due}\n+++\n{short}\n");
        let next = "write below the first paragraph what to do step by step, then the parts `# simpler` and `# law`; a second \
                    person compares it with its source";
        let path = format!("answers/{lang}/{id}.md");
        pieces.push(Piece { path, text: out, append: false, next: next.to_owned() });
    }
    Ok(pieces)
}

pub(super) fn fact(args: FactArgs, desk: &Desk, asker: &mut Asker) -> Pieces {
    let FactArgs { id, value, source, certainty } = args;
    named_well(&id)?;
    free_entry(desk, LedgerName::Fact, &id)?;
    let mut out = format!("\n[{id}]\n");
    for &lang in desk.languages() {
        let text = asker.in_language(&value, lang, "value", "Its wording, such as \"6 weken\"", &anything)?;
        out += &format!("{lang} = {}\n", quoted(&text));
    }
    out += &origin(source, certainty, desk, asker)?;
    let next =
        format!("write {{fact:{id}}} in an answer where it belongs; `loket facts {id}` then shows where it stands");
    Ok(vec![Piece { path: "answers/facts.toml".to_owned(), text: out, append: true, next }])
}

pub(super) fn contact(args: ContactArgs, desk: &Desk, asker: &mut Asker) -> Pieces {
    let ContactArgs { id, name, purpose, phone, email, post, web, source, certainty } = args;
    named_well(&id)?;
    free_entry(desk, LedgerName::Contact, &id)?;
    let mut out = format!("\n[{id}]\n");
    for &lang in desk.languages() {
        let who = asker.in_language(&name, lang, "name", "Who it is", &anything)?;
        let what = asker.in_language(&purpose, lang, "for", "For what one turns to it", &anything)?;
        out += &format!("{lang} = {{ name = {}, for = {} }}\n", quoted(&who), quoted(&what));
    }
    let ways = [
        ("phone", asker.optional(phone, "Telephone number", &anything)?),
        ("email", asker.optional(email, "E-mail address", &anything)?),
        ("post", asker.optional(post, "Postal address, on one line", &anything)?),
        ("web", asker.optional(web, "Page, https://…", &link)?),
    ];
    for (key, way) in ways {
        out += &way.map_or_else(String::new, |way| format!("{key} = {}\n", quoted(&way)));
    }
    out += &origin(source, certainty, desk, asker)?;
    let next = format!("write {{contact:{id}}} in an answer where it belongs");
    Ok(vec![Piece { path: "answers/contacts.toml".to_owned(), text: out, append: true, next }])
}

pub(super) fn source(args: SourceArgs, desk: &Desk, asker: &mut Asker) -> Pieces {
    let SourceArgs { id, name, url } = args;
    named_well(&id)?;
    free_entry(desk, LedgerName::Source, &id)?;
    let mut out = format!("\n[{id}]\n");
    for &lang in desk.languages() {
        let text = asker.in_language(&name, lang, "name", "What citizens read", &anything)?;
        out += &format!("{lang} = {}\n", quoted(&text));
    }
    let url = asker.optional(url, "Where it can be read, https://…", &link)?;
    out += &url.map_or_else(String::new, |url| format!("url = {}\n", quoted(&url)));
    out += &format!("checked = {}\n", day(desk.today));
    let next = format!("name `{id}` under `sources` of an answer, or as the source of a fact");
    Ok(vec![Piece { path: "answers/sources.toml".to_owned(), text: out, append: true, next }])
}

pub(super) fn conversation(args: ConversationArgs, desk: &Desk, asker: &mut Asker) -> Pieces {
    let ConversationArgs { name, says, intent, expects } = args;
    named_well(&name)?;
    let says = asker.text(says, "--says TEXT", "What the citizen types first", &anything)?;
    let ask = "The intent that must answer";
    let intent = asker.text(intent, "--intent ID", ask, &|name| known_intent(desk, name))?;
    let expects = asker.optional(expects, "Words that must stand in the answer", &anything)?;
    let says_line = expects.map_or_else(String::new, |words| format!("says: {words}\n"));
    // Without it, the conversation would also be right where the intent is only a button.
    let decision = decision(&intent, desk);
    let text = format!("> {says}\nintent: {intent}\ndecision: {decision}\n{says_line}");
    let path = format!("tests/conversations/{name}.txt");
    let next = "hold it with `loket test`; what else can be expected stands in tests/conversations/README.md";
    Ok(vec![Piece { path, text, append: false, next: next.to_owned() }])
}

/// How the assistant decides where `intent` answers.
fn decision(intent: &str, desk: &Desk) -> &'static str {
    match desk.outline.kinds.get(intent) {
        Some(Kind::Safety) => "safety",
        Some(Kind::Conversation) if intent == "human-handoff" => "handoff",
        _ => "answer",
    }
}

/// What was given must be there: told before anything is asked.
fn check_given(text: &AnswerText, desk: &Desk) -> Result<(), Failure> {
    text.source.iter().try_for_each(|source| known(desk, LedgerName::Source, source))?;
    text.contact.iter().try_for_each(|contact| known(desk, LedgerName::Contact, contact))?;
    Ok(())
}

fn check_existing(existing: Option<&str>, desk: &Desk) -> Result<(), Failure> {
    let names = || desk.outline.answers.keys().map(|(name, _)| name.as_str());
    existing.map_or(Ok(()), |name| Ok(among("answer", name, names(), "answers/nl/")?))
}

impl KindWord {
    fn word(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Neighbour => "neighbour",
            Self::Conversation => "conversation",
        }
    }
}

/// Source, day and certainty of an entry.
fn origin(source: Option<String>, certainty: Option<Sure>, desk: &Desk, asker: &mut Asker) -> Result<String, Failure> {
    let ask = "Where it is from: a name from answers/sources.toml";
    let source = asker.text(source, "--source ID", ask, &|name| known(desk, LedgerName::Source, name))?;
    let given = certainty.map(|sure| match sure {
        Sure::High => "high".to_owned(),
        Sure::Medium => "medium".to_owned(),
    });
    let ask = "How sure it is: high (law text, or two sources) or medium";
    let sure = asker.text(given, "--certainty high|medium", ask, &sure)?;
    Ok(format!("source = {}\nchecked = {}\ncertainty = {}\n", quoted(&source), day(desk.today), quoted(&sure)))
}

fn named_well(name: &str) -> Result<(), Failure> {
    check_name(name).map_or(Ok(()), |found| Err(Failure::new(Exit::CouldNotRun, found.message, found.help)))
}

fn free(there: bool, what: &str, id: &str, path: &str) -> Result<(), Failure> {
    if there {
        let what = format!("there is {what} `{id}` already");
        return Err(Failure::new(Exit::CouldNotRun, what, format!("edit {path}, or choose another name")));
    }
    Ok(())
}

fn free_entry(desk: &Desk, ledger: LedgerName, id: &str) -> Result<(), Failure> {
    let there = desk.outline.entries.contains_key(&EntryId { ledger, id: id.to_owned() });
    let (what, path) = match ledger {
        LedgerName::Fact => ("a fact", "answers/facts.toml"),
        LedgerName::Contact => ("a contact", "answers/contacts.toml"),
        LedgerName::Source => ("a source", "answers/sources.toml"),
    };
    free(there, what, id, path)
}

/// `text` between quotation marks, as TOML reads it: what JSON escapes, TOML reads alike.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn list(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    format!("[{}]", quoted.join(", "))
}

/// As the files write a day.
fn day(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// The same day some months later; of a month that is too short for it, the 28th.
fn months_later(date: Date, months: u8) -> Date {
    let month = date.month - 1 + months;
    let day = if date.day > 28 { 28 } else { date.day };
    Date { year: date.year + u16::from(month / 12), month: month % 12 + 1, day }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_year_later_is_a_day_that_exists() {
        let date = |year, month, day| Date { year, month, day };
        assert_eq!(months_later(date(2026, 8, 31), 6), date(2027, 2, 28));
        assert_eq!(months_later(date(2026, 1, 5), 6), date(2026, 7, 5));
        assert_eq!(months_later(date(2026, 6, 5), 6), date(2026, 12, 5));
    }

    #[test]
    fn whatever_is_typed_is_one_text_for_toml() {
        for text in ["\"x\" \\ y", "a\nb", "é 🙂"] {
            let table: toml::Table = toml::from_str(&format!("a = {}", quoted(text))).unwrap();
            assert_eq!(table["a"].as_str(), Some(text));
        }
    }
}
