//! No dump of this process's memory: it would hold keys, the token and what citizens say (threat T39).

use rustix::process::{Resource, Rlimit, setrlimit};

/// Switches them off for this process and its children.
pub(super) fn switch_off() {
    // Where the system refuses to lower a limit there is nothing to be done here; the unit sets it as well.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
}
