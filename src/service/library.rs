//! The content in force: the last good one, replaced as a whole; and what is wrong with an edit that is not.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::SystemTime;

use crate::dialogue::Knowledge;

/// Holds the knowledge in force. Cheap to clone; all clones see a change.
#[derive(Clone)]
pub struct Library {
    knowledge: Arc<RwLock<Arc<Knowledge>>>,
    state: Arc<Mutex<InForce>>,
}

/// Which content is in force.
#[derive(Clone, Debug)]
pub struct InForce {
    /// Since when.
    pub since: SystemTime,
    /// The fingerprint of its files.
    pub fingerprint: String,
    /// What is wrong with the files as they are now; empty when they are in force.
    pub broken: Vec<Broken>,
}

/// One thing wrong with an edit, without the text that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The diagnostic's code.
    pub code: &'static str,
    /// The file, from the content folder.
    pub file: String,
    /// The line, from 1.
    pub line: Option<usize>,
}

impl Library {
    /// A library with this content.
    #[must_use]
    pub fn new(knowledge: Knowledge) -> Self {
        let state = in_force(&knowledge);
        Self { knowledge: Arc::new(RwLock::new(Arc::new(knowledge))), state: Arc::new(Mutex::new(state)) }
    }

    /// What is in force now; a turn that holds it finishes with it.
    #[must_use]
    pub fn current(&self) -> Arc<Knowledge> {
        Arc::clone(&self.knowledge.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts new content in force.
    pub fn replace(&self, knowledge: Knowledge) {
        let state = in_force(&knowledge);
        self.settle(knowledge);
        *self.state() = state;
    }

    /// Puts what is known better of the content in force in its place: it is the same content since the same moment.
    pub fn settle(&self, knowledge: Knowledge) {
        *self.knowledge.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(knowledge);
    }

    /// Remembers what is wrong with an edit; what is in force stays so.
    pub fn refuse(&self, broken: Vec<Broken>) {
        self.state().broken = broken;
    }

    /// Which content is in force, and what is wrong with a later edit.
    #[must_use]
    pub fn in_force(&self) -> InForce {
        self.state().clone()
    }

    fn state(&self) -> MutexGuard<'_, InForce> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn in_force(knowledge: &Knowledge) -> InForce {
    let fingerprint = knowledge.catalogue.fingerprint.clone();
    InForce { since: SystemTime::now(), fingerprint, broken: Vec::new() }
}
