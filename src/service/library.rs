//! The content in force: the last good one, replaced as a whole.

use std::sync::{Arc, PoisonError, RwLock};

use crate::dialogue::Knowledge;

/// Holds the knowledge in force. Cheap to clone; all clones see a change.
#[derive(Clone)]
pub struct Library(Arc<RwLock<Arc<Knowledge>>>);

impl Library {
    /// A library with this content.
    #[must_use]
    pub fn new(knowledge: Knowledge) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(knowledge))))
    }

    /// What is in force now; a turn that holds it finishes with it.
    #[must_use]
    pub fn current(&self) -> Arc<Knowledge> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts new content in force.
    pub fn replace(&self, knowledge: Knowledge) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(knowledge);
    }
}
