//! Where the master key is, with which all that is stored is sealed.

use std::path::PathBuf;

use super::source::Source;
use crate::store::vault::KeyPlace;

/// The first place there is: `LOKET_KEY_FILE` or `key-file`, systemd's credential `master-key`, else the folder for data.
pub(super) fn find(source: &mut Source<'_>) -> KeyPlace {
    if let Some(path) = source.path("key-file") {
        return KeyPlace::File(path);
    }
    let credential = source.variable("CREDENTIALS_DIRECTORY").map(|folder| PathBuf::from(folder).join("master-key"));
    credential.filter(|path| path.exists()).map_or(KeyPlace::Beside, KeyPlace::File)
}
