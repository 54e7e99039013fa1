//! Asks for what was not given: on a terminal one question at a time; elsewhere it notes what is missing.

use std::io::{self, IsTerminal as _, Write as _};

use crate::cli::exit::{Exit, Failure};
use crate::content::Lang;

/// Who asks.
pub(super) struct Asker {
    interactive: bool,
    missing: Vec<String>,
}

impl Asker {
    /// Asks if there is someone to answer.
    pub(super) fn new() -> Self {
        Self { interactive: io::stdin().is_terminal() && io::stderr().is_terminal(), missing: Vec::new() }
    }

    /// What was `given`, else the answer to `question`. `flag` is how it could have been given.
    pub(super) fn text(&mut self, given: Option<String>, flag: &str, question: &str) -> Result<String, Failure> {
        if let Some(given) = given.filter(|given| !given.is_empty()) {
            return Ok(given);
        }
        if !self.interactive {
            self.missing.push(flag.to_owned());
            return Ok(String::new());
        }
        loop {
            let answer = ask(question)?;
            if !answer.is_empty() {
                return Ok(answer);
            }
        }
    }

    /// What was `given`, else the answer to `question`, which may be left empty; nothing where nobody can be asked.
    pub(super) fn optional(&mut self, given: Option<String>, question: &str) -> Result<Option<String>, Failure> {
        if given.is_some() || !self.interactive {
            return Ok(given);
        }
        Ok(Some(ask(&format!("{question} (Enter for none)"))?).filter(|answer| !answer.is_empty()))
    }

    /// As [`Self::text`], in `lang`.
    pub(super) fn in_language(
        &mut self,
        given: &[(Lang, String)],
        lang: Lang,
        flag: &str,
        question: &str,
    ) -> Result<String, Failure> {
        let given = given.iter().find(|(of, _)| *of == lang).map(|(_, text)| text.clone());
        self.text(given, &format!("--{flag} {lang}=…"), &format!("{question}, in {lang}"))
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
        let given = given.iter().filter(|(of, text)| *of == lang && !text.is_empty());
        let mut texts: Vec<String> = given.map(|(_, text)| text.clone()).collect();
        if !self.interactive {
            let short = least.saturating_sub(texts.len());
            self.missing.extend((short > 0).then(|| format!("--{flag} {lang}=… ({short} more)")));
            return Ok(texts);
        }
        let asked = texts.is_empty();
        while asked || texts.len() < least {
            let answer = ask(&format!("{question}, in {lang} ({} so far)", texts.len()))?;
            if answer.is_empty() && texts.len() >= least {
                break;
            }
            texts.extend(Some(answer).filter(|answer| !answer.is_empty()));
        }
        Ok(texts)
    }

    /// Ends the asking.
    ///
    /// # Errors
    /// When something is missing that nobody could be asked for.
    pub(super) fn finish(mut self) -> Result<(), Failure> {
        let mut told = std::collections::BTreeSet::new();
        self.missing.retain(|flag| told.insert(flag.clone()));
        if self.missing.is_empty() {
            return Ok(());
        }
        let what = format!("this is missing: {}", self.missing.join(", "));
        Err(Failure::new(Exit::CouldNotRun, what, "give it, or run the command on a terminal: then it asks"))
    }
}

/// The line typed after `question`.
fn ask(question: &str) -> Result<String, Failure> {
    let mut err = io::stderr();
    write!(err, "{question}: ")?;
    err.flush()?;
    let mut line = String::new();
    if io::stdin().read_line(&mut line)? == 0 {
        return Err(Failure::new(
            Exit::CouldNotRun,
            "the questions were not all answered",
            "nothing was made; begin again",
        ));
    }
    Ok(line.trim().to_owned())
}
