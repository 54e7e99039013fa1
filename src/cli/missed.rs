//! `loket missed`: what citizens asked that was not understood, for maintainers; and one of it made an example of an intent.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use super::exit::{Exit, Failure};
use super::{Common, content, store};
use crate::content_files::{Root, locate};
use crate::service::control::{AskError, Reply, Request, ask};
use crate::service::settings::Settings;

/// Questions that share so much of their words stand together.
const ALIKE: f64 = 0.5;

/// What `missed` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Make the question with this number of the list an example of the intent that --of names
    #[arg(long, value_name = "NUMBER", requires = "of")]
    example: Option<usize>,
    /// The intent
    #[arg(long, value_name = "INTENT", requires = "example")]
    of: Option<String>,
}

/// A question with its language.
type Question = (String, String);

pub(super) fn run(args: &Args, common: &Common) -> Result<Exit, Failure> {
    let settings = content::settings(common)?;
    let groups = grouped(questions(&settings)?);
    let mut out = io::stdout();
    if let (Some(number), Some(intent)) = (args.example, &args.of) {
        let group = number.checked_sub(1).and_then(|at| groups.get(at)).ok_or_else(|| {
            Failure::new(Exit::CouldNotRun, format!("there is no question {number}"), "see `loket missed` for the list")
        })?;
        let file = add_example(&settings, intent, &group[0])?;
        writeln!(out, "added to {file}; look at it with `loket check`, for it may say too much of somebody")?;
        return Ok(Exit::Done);
    }
    if groups.is_empty() {
        let why = if settings.privacy.missed_days == 0 { "; they are not kept (privacy.missed-days is 0)" } else { "" };
        writeln!(out, "there are no questions that were not understood{why}")?;
    }
    for (at, group) in groups.iter().enumerate() {
        let (lang, words) = &group[0];
        writeln!(out, "{:>4}  {:>3} ×  {lang}  {words}", at + 1, group.len())?;
        for (_, words) in group.iter().skip(1).take(3) {
            writeln!(out, "                 {words}")?;
        }
    }
    Ok(Exit::Done)
}

fn questions(settings: &Settings) -> Result<Vec<Question>, Failure> {
    let data = settings.require_data_dir().map_err(|error| Failure::new(Exit::Data, error.to_string(), ""))?;
    if !data.join("head").exists() {
        return Ok(Vec::new());
    }
    match ask(data, &Request::Missed) {
        Ok((Reply::Missed(missed), _)) => Ok(missed),
        Err(AskError::Nobody) => {
            let missed = store::open(settings)?.missed().map_err(|error| store::failed(&error))?;
            Ok(missed.into_iter().map(|one| (one.lang, one.words.into_exposed())).collect())
        }
        Ok(_) | Err(AskError::Silent(_)) => {
            let remedy = "look in the log of `loket serve`, and try again";
            Err(Failure::new(Exit::CouldNotRun, "the loket that serves did not answer", remedy))
        }
    }
}

/// Questions that are alike together, the largest groups first.
fn grouped(mut questions: Vec<Question>) -> Vec<Vec<Question>> {
    questions.sort();
    let mut groups: Vec<(BTreeSet<String>, Vec<Question>)> = Vec::new();
    for (lang, words) in questions {
        let own = words_of(&words);
        let alike = groups.iter_mut().find(|(of, group)| group[0].0 == lang && likeness(of, &own) >= ALIKE);
        match alike {
            Some((_, group)) => group.push((lang, words)),
            None => groups.push((own, vec![(lang, words)])),
        }
    }
    groups.sort_by_key(|(_, group)| std::cmp::Reverse(group.len()));
    groups.into_iter().map(|(_, group)| group).collect()
}

fn words_of(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 2);
    words.map(str::to_lowercase).collect()
}

/// The share of words that both have, of those that either has.
fn likeness(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let all = a.union(b).count();
    if all == 0 { 1.0 } else { a.intersection(b).count() as f64 / all as f64 }
}

fn add_example(settings: &Settings, intent: &str, (lang, words): &Question) -> Result<String, Failure> {
    let Root::Folder(folder) = locate(settings.content_dir.as_deref()) else {
        let remedy = "run this where intents/ and answers/ are, or name the folder with --content DIR";
        return Err(Failure::new(Exit::CouldNotRun, "the content within the program cannot be changed", remedy));
    };
    let is_name = !intent.is_empty() && intent.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    let file = folder.join("intents").join(format!("{intent}.toml"));
    if !is_name || !file.is_file() {
        let what = format!("there is no intent {intent} in {}", folder.display());
        return Err(Failure::new(Exit::CouldNotRun, what, "give the name of a file in intents/, without .toml"));
    }
    let text = fs::read_to_string(&file)?;
    let added = with_example(&text, lang, words).ok_or_else(|| {
        let what = format!("{} has no examples in the language {lang}", file.display());
        Failure::new(Exit::CouldNotRun, what, "add it by hand")
    })?;
    put(&file, &added)?;
    Ok(file.display().to_string())
}

/// `text`, the file of an intent, with one more example.
fn with_example(text: &str, lang: &str, words: &str) -> Option<String> {
    let section = text.find(&format!("\n[{lang}]"))?;
    let list = section + text[section..].find("\nexamples = [")?;
    let next = text[section + 2..].find("\n[").map(|at| section + 2 + at);
    if next.is_some_and(|next| next < list) {
        return None;
    }
    let at = list + "\nexamples = [".len();
    let quoted = toml_text(words);
    Some(format!("{}\n    {quoted},{}", &text[..at], &text[at..]))
}

/// `words` as a text of TOML.
fn toml_text(words: &str) -> String {
    let one_line: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("\"{}\"", one_line.replace('\\', "\\\\").replace('"', "\\\""))
}

fn put(file: &Path, text: &str) -> io::Result<()> {
    let draft = file.with_extension("draft");
    fs::write(&draft, text)?;
    fs::rename(draft, file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(words: &str) -> Question {
        ("nl".to_owned(), words.to_owned())
    }

    #[test]
    fn what_is_alike_stands_together_and_most_often_first() {
        let asked = ["mijn hond is weg", "waar is de wegenwacht", "mijn hond is weg!", "Hond weg, mijn hond"];
        let groups = grouped(asked.map(question).to_vec());
        assert_eq!(groups.iter().map(Vec::len).collect::<Vec<_>>(), [3, 1]);
    }

    #[test]
    fn an_example_is_added_to_its_own_language_as_a_text_of_toml() {
        let intent = "kind = \"topic\"\n\n[nl]\ntitle = \"x\"\nexamples = [\n    \"a\",\n]\n\n[en]\nexamples = [\n]\n";
        let added = with_example(intent, "nl", "hij zei \"ja\"\n\\o/").unwrap();
        let table: toml::Table = added.parse().unwrap();
        assert_eq!(table["nl"]["examples"][0].as_str(), Some("hij zei \"ja\" \\o/"));
        assert_eq!(table["nl"]["examples"][1].as_str(), Some("a"));
        assert!(with_example(intent, "de", "x").is_none());
        assert!(with_example("\n[nl]\ntitle = 1\n\n[en]\nexamples = [\n]", "nl", "x").is_none());
    }
}
