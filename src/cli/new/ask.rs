//! Asks for what was not given: on a terminal one question at a time; elsewhere it notes what is missing.
//!
//! An answer that cannot be is asked again with the reason and what is possible, and no other answer is lost by it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, IsTerminal as _, Write};

use crate::cli::exit::{Exit, Failure};
use crate::content::Lang;

/// Why an answer cannot be, and what can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Objection {
    pub(super) why: String,
    pub(super) possible: String,
}

impl From<Objection> for Failure {
    fn from(objection: Objection) -> Self {
        Self::new(Exit::CouldNotRun, objection.why, objection.possible)
    }
}

/// Whether an answer can be.
pub(super) type Fits<'a> = &'a dyn Fn(&str) -> Result<(), Objection>;

/// Whatever is typed.
pub(super) fn anything(_: &str) -> Result<(), Objection> {
    Ok(())
}

/// Who asks.
pub(super) struct Asker {
    /// The person at the terminal, if there is one.
    person: Option<Person>,
    missing: Vec<String>,
    /// What was answered to each question.
    answers: BTreeMap<String, Vec<String>>,
    /// Questions of which an answer turned out not to fit.
    again: BTreeSet<String>,
}

/// Someone who is asked and answers.
struct Person {
    answers: Box<dyn BufRead>,
    shown: Box<dyn Write>,
}

impl Asker {
    /// Asks if there is someone to answer.
    pub(super) fn new() -> Self {
        let is_there = io::stdin().is_terminal() && io::stderr().is_terminal();
        let person = is_there.then(|| Person { answers: Box::new(io::stdin().lock()), shown: Box::new(io::stderr()) });
        Self { person, missing: Vec::new(), answers: BTreeMap::new(), again: BTreeSet::new() }
    }

    /// Whether somebody answers.
    pub(super) fn is_answered(&self) -> bool {
        self.person.is_some()
    }

    /// What was `given`, else the answer to `question`, if it `fits`. `flag` is how it could have been given.
    pub(super) fn text(
        &mut self,
        given: Option<String>,
        flag: &str,
        question: &str,
        fits: Fits<'_>,
    ) -> Result<String, Failure> {
        let known = self.known(given.filter(|given| !given.is_empty()), question);
        let Some(person) = &mut self.person else {
            if known.is_none() {
                self.missing.push(flag.to_owned());
            }
            let known = known.unwrap_or_default();
            return if known.is_empty() { Ok(known) } else { Ok(fits(&known).map(|()| known)?) };
        };
        let answer = match known.filter(|known| person.accepts(known, fits)) {
            Some(known) => known,
            None => person.asked(question, false, fits)?,
        };
        self.keep(question, vec![answer.clone()]);
        Ok(answer)
    }

    /// What was `given`, else the answer to `question`, which may be left empty; nothing where nobody can be asked.
    pub(super) fn optional(
        &mut self,
        given: Option<String>,
        question: &str,
        fits: Fits<'_>,
    ) -> Result<Option<String>, Failure> {
        let earlier = self.answers.contains_key(question) && !self.again.contains(question);
        let known = self.known(given, question);
        let Some(person) = &mut self.person else {
            known.iter().try_for_each(|known| fits(known))?;
            return Ok(known);
        };
        let answer = match known.filter(|known| person.accepts(known, fits)) {
            Some(known) => known,
            None if earlier => String::new(),
            None => person.asked(&format!("{question} (Enter for none)"), true, fits)?,
        };
        self.keep(question, vec![answer.clone()]);
        Ok(Some(answer).filter(|answer| !answer.is_empty()))
    }

    /// As [`Self::text`], in `lang`.
    pub(super) fn in_language(
        &mut self,
        given: &[(Lang, String)],
        lang: Lang,
        flag: &str,
        question: &str,
        fits: Fits<'_>,
    ) -> Result<String, Failure> {
        let given = given.iter().find(|(of, _)| *of == lang).map(|(_, text)| text.clone());
        self.text(given, &format!("--{flag} {lang}=…"), &format!("{question}, in {lang}"), fits)
    }

    /// The texts given in `lang`, and others asked for until there are `least`; an empty answer ends it from then on.
    pub(super) fn several(
        &mut self,
        given: &[(Lang, String)],
        lang: Lang,
        least: usize,
        flag: &str,
        question: &str,
    ) -> Result<Vec<String>, Failure> {
        let question = format!("{question}, in {lang}");
        let given = given.iter().filter(|(of, text)| *of == lang && !text.is_empty());
        let given: Vec<String> = given.map(|(_, text)| text.clone()).collect();
        let mut texts = self.answers.get(&question).cloned().unwrap_or(given);
        let Some(person) = &mut self.person else {
            let short = least.saturating_sub(texts.len());
            self.missing.extend((short > 0).then(|| format!("--{flag} {lang}=… ({short} more)")));
            return Ok(texts);
        };
        let asked = texts.is_empty() || self.again.contains(&question);
        while asked || texts.len() < least {
            let enough = texts.len() >= least;
            let answer = person.asked(&format!("{question} ({} so far)", texts.len()), enough, &anything)?;
            if answer.is_empty() {
                break;
            }
            texts.push(answer);
        }
        self.keep(&question, texts.clone());
        Ok(texts)
    }

    /// What is known of `question`: what was answered before, else what was `given`, unless that did not fit.
    fn known(&self, given: Option<String>, question: &str) -> Option<String> {
        if self.again.contains(question) {
            return None;
        }
        let answered = self.answers.get(question).and_then(|answers| answers.first());
        answered.filter(|answer| !answer.is_empty()).cloned().or(given)
    }

    fn keep(&mut self, question: &str, answers: Vec<String>) {
        self.again.remove(question);
        self.answers.insert(question.to_owned(), answers);
    }

    /// Shows what does `not_fit`, and forgets the answers that stand on its lines, one set of lines for each thing wrong: these
    /// are asked again. False if nobody can be asked, or no answer is at fault.
    pub(super) fn begins_again(&mut self, not_fit: &str, lines: &[String]) -> bool {
        let Some(person) = &mut self.person else { return false };
        let mut at_fault: Vec<(String, String)> = Vec::new();
        for line in lines {
            let standing = self.answers.iter().flat_map(|(question, all)| all.iter().map(move |one| (question, one)));
            let standing = standing.filter(|(_, answer)| !answer.is_empty() && stands_in(answer, line));
            // A short answer may stand within a longer one.
            let longest = standing.max_by_key(|(_, answer)| answer.len());
            let Some((question, answer)) = longest else { return false };
            at_fault.push((question.clone(), answer.clone()));
        }
        for (question, answer) in &at_fault {
            if let Some(answers) = self.answers.get_mut(question) {
                answers.retain(|one| one != answer);
            }
            self.again.insert(question.clone());
        }
        // Where the terminal is gone, the next question ends it.
        let _ = writeln!(person.shown, "\nThis does not fit yet:\n\n{not_fit}\n\nAll else is kept. Once more:");
        !at_fault.is_empty()
    }

    /// Ends the asking.
    ///
    /// # Errors
    /// When something is missing that nobody could be asked for.
    pub(super) fn finish(&mut self) -> Result<(), Failure> {
        let mut told = BTreeSet::new();
        self.missing.retain(|flag| told.insert(flag.clone()));
        if self.missing.is_empty() {
            return Ok(());
        }
        let what = format!("this is missing: {}", self.missing.join(", "));
        Err(Failure::new(Exit::CouldNotRun, what, "give it, or run the command on a terminal: then it asks"))
    }
}

/// Whether `answer` is what is written in `line`, as it is or between quotation marks.
fn stands_in(answer: &str, line: &str) -> bool {
    line.contains(&serde_json::Value::from(answer).to_string()) || line.contains(answer)
}

impl Person {
    /// Whether `answer` can be; if not, why is shown.
    fn accepts(&mut self, answer: &str, fits: Fits<'_>) -> bool {
        let Err(Objection { why, possible }) = fits(answer) else { return true };
        // Where the terminal is gone, the next question ends it.
        let _ = writeln!(self.shown, "  {why}: {possible}");
        false
    }

    /// Asks until there is an answer that fits; an empty one only where it may be.
    fn asked(&mut self, question: &str, may_be_empty: bool, fits: Fits<'_>) -> Result<String, Failure> {
        loop {
            let answer = self.line(question)?;
            if answer.is_empty() && may_be_empty || !answer.is_empty() && self.accepts(&answer, fits) {
                return Ok(answer);
            }
        }
    }

    /// The line typed after `question`.
    fn line(&mut self, question: &str) -> Result<String, Failure> {
        write!(self.shown, "{question}: ")?;
        self.shown.flush()?;
        let mut line = String::new();
        if self.answers.read_line(&mut line)? == 0 {
            let (what, remedy) = ("the questions were not all answered", "nothing was made; begin again");
            return Err(Failure::new(Exit::CouldNotRun, what, remedy));
        }
        Ok(line.trim().to_owned())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    /// What a person is shown.
    #[derive(Clone, Default)]
    pub(in crate::cli::new) struct Screen(Arc<Mutex<Vec<u8>>>);

    impl Screen {
        pub(in crate::cli::new) fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    impl Write for Screen {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// Someone at a terminal who types these lines.
    pub(in crate::cli::new) fn typing(lines: &'static str) -> (Asker, Screen) {
        let screen = Screen::default();
        let person = Person { answers: Box::new(lines.as_bytes()), shown: Box::new(screen.clone()) };
        let asker =
            Asker { person: Some(person), missing: Vec::new(), answers: BTreeMap::new(), again: BTreeSet::new() };
        (asker, screen)
    }

    fn even(answer: &str) -> Result<(), Objection> {
        let objection = || Objection { why: format!("{answer} is odd"), possible: "an even number".to_owned() };
        if answer.ends_with(['0', '2', '4', '6', '8']) { Ok(()) } else { Err(objection()) }
    }

    #[test]
    fn a_wrong_answer_is_asked_again_with_the_reason_and_what_is_possible() {
        let (mut asker, screen) = typing("3\n\n4\n");
        assert_eq!(asker.text(None, "--n", "Which", &even).unwrap(), "4");
        assert_eq!(screen.text(), "Which:   3 is odd: an even number\nWhich: Which: ");
        let (mut asker, screen) = typing("\n");
        assert_eq!(asker.optional(Some("5".into()), "Which", &even).unwrap(), None);
        assert!(screen.text().contains("5 is odd"));
    }

    #[test]
    fn what_does_not_fit_in_the_end_is_asked_again_and_the_rest_is_kept() {
        let (mut asker, screen) = typing("een\ntwee\na\nb\n\ndrie\nc\n\n");
        let ask = |asker: &mut Asker| {
            let one = asker.text(None, "--one", "One", &anything).unwrap();
            let two = asker.text(None, "--two", "Two", &anything).unwrap();
            (one, two, asker.several(&[], Lang::NL, 2, "more", "More").unwrap())
        };
        assert_eq!(ask(&mut asker), ("een".into(), "twee".into(), vec!["a".into(), "b".into()]));
        assert!(asker.begins_again("two is taken", &["x = \"twee\"".into(), "    \"b\",".into()]));
        assert_eq!(ask(&mut asker), ("een".into(), "drie".into(), vec!["a".into(), "c".into()]));
        assert!(screen.text().contains("two is taken"));
        assert!(!asker.begins_again("something else", &["nothing of it".into()]));
    }

    #[test]
    fn the_end_of_the_input_ends_the_asking() {
        let (mut asker, _) = typing("");
        assert!(asker.text(None, "--n", "Which", &anything).unwrap_err().remedy.contains("nothing was made"));
    }
}
