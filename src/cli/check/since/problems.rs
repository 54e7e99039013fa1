//! Problems that came and problems that went.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::content_files::Content;
use crate::diagnostic::{Diagnostic, Sources, render_json};

/// What makes two intents alike: the codes of collisions.
const COLLISIONS: [&str; 4] =
    ["duplicate-example", "near-duplicate-example", "pattern-fires-elsewhere", "misplaced-example"];

/// What came and what went.
#[derive(Serialize)]
pub(super) struct ProblemChanges<'a> {
    /// Two intents that have become alike.
    pub(super) collisions: Problems<'a>,
    /// All other problems that were not there.
    pub(super) new_problems: Problems<'a>,
    /// Problems that are there no more.
    pub(super) vanished: Problems<'a>,
}

/// Problems with the files they are in.
pub(super) struct Problems<'a> {
    pub(super) found: Vec<Diagnostic>,
    sources: Sources<'a>,
}

impl Serialize for Problems<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json: serde_json::Value =
            serde_json::from_str(&render_json(&self.found, &self.sources)).unwrap_or_default();
        json.serialize(serializer)
    }
}

impl Problems<'_> {
    /// The files, to quote from.
    pub(super) fn sources(&self) -> &Sources<'_> {
        &self.sources
    }
}

impl<'a> ProblemChanges<'a> {
    /// From `then` to `now`.
    pub(super) fn between(then: &Content, now: &'a Content) -> Self {
        let came = without(now, &then.diagnostics, then);
        let (collisions, new_problems) = came.into_iter().partition(|found| COLLISIONS.contains(&found.code));
        let went = without(then, &now.diagnostics, now);
        let problems = |found| Problems { found, sources: now.sources("") };
        Self {
            collisions: problems(collisions),
            new_problems: problems(new_problems),
            // The places are those of then: no line of now is quoted for them.
            vanished: Problems { found: went, sources: Sources::new("", []) },
        }
    }
}

/// A problem whatever line it stands on: its code, file, message and what stands there.
type Likeness = (&'static str, String, String, String);

fn likeness(found: &Diagnostic, content: &Content) -> Likeness {
    let place = found.places.first();
    let file = place.map(|place| place.file.clone()).unwrap_or_default();
    let text = content.files.iter().find(|source| source.path == file).map(|source| source.text.as_str());
    let quoted = place.and_then(|place| text?.get(place.span.start..place.span.end)).unwrap_or_default();
    (found.code, file, found.message.clone(), quoted.to_owned())
}

/// The problems of `content` that are not among `others`, as many times as they are there more often.
fn without(content: &Content, others: &[Diagnostic], of: &Content) -> Vec<Diagnostic> {
    let mut known: BTreeMap<Likeness, usize> = BTreeMap::new();
    for other in others {
        *known.entry(likeness(other, of)).or_default() += 1;
    }
    let mut left = Vec::new();
    for found in &content.diagnostics {
        match known.get_mut(&likeness(found, content)).filter(|count| **count > 0) {
            Some(count) => *count -= 1,
            None => left.push(found.clone()),
        }
    }
    left
}
