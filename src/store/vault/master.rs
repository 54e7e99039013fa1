//! The master key: wraps the keys of all conversations. It stands in a file of its own, outside backups.
//!
//! The file is text: lines that begin with `#` say what it is, the others hold a key each, in hexadecimal. The first wraps
//! what is new; the others are former ones that a change of the key may still need.

use std::fmt::Write as _;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize as _, Zeroizing};

use super::aead::{self, Key};

/// The name of the file in the folder for data, where no other was set.
const BESIDE: &str = "master.key";
const PREFIX: &str = "loket-master-key-1 ";
const WORDS: &str = "\
# The master key of loket. All that loket stores is sealed with it; without it nothing of that can be read again.
# Keep a copy of this file in a safe place, apart from the data and apart from their backups.
# Whoever has both this file and the data can read the conversations: show it to nobody.
";

/// Where the master key is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum KeyPlace {
    /// In the folder for data.
    #[default]
    Beside,
    /// In this file; made on the first start if it is not there and its folder is.
    File(PathBuf),
}

impl KeyPlace {
    /// The file, for data in `folder`.
    #[must_use]
    pub fn path(&self, folder: &Path) -> PathBuf {
        match self {
            Self::Beside => folder.join(BESIDE),
            Self::File(path) => path.clone(),
        }
    }
}

/// What is wrong with the master key. Says nothing of the key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// There are sealed data, and no key.
    #[error("the master key {} is not there", .0.display())]
    Missing(PathBuf),
    /// Others than its owner may read or change it.
    #[error("others than its owner may read or change the master key {}", .0.display())]
    Exposed(PathBuf),
    /// It cannot be read or made.
    #[error("the master key {} cannot be read or made: {source}", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It is no master key.
    #[error("{} is no master key of loket", .0.display())]
    NotOne(PathBuf),
    /// The data were sealed with another.
    #[error("the data were sealed with another master key than {}", .0.display())]
    Another(PathBuf),
    /// The system gives no random numbers.
    #[error("the system gives no random numbers, so nothing can be sealed")]
    NoRandom,
}

/// The name by which a slot knows its master key: not the key, and nothing that leads to it.
pub(super) type KeyId = [u8; 8];

/// The keys of one file, the newest first; never empty.
pub struct MasterKeys {
    pub(super) keys: Vec<(KeyId, Key)>,
    pub(super) path: PathBuf,
    /// Whether it was made just now.
    pub(super) is_new: bool,
}

impl MasterKeys {
    /// The keys in the file at `path`.
    ///
    /// # Errors
    /// See [`KeyError`].
    pub fn load(path: &Path) -> Result<Self, KeyError> {
        let fault = |source: io::Error| match source.kind() {
            ErrorKind::NotFound => KeyError::Missing(path.to_owned()),
            _ => KeyError::Io { path: path.to_owned(), source },
        };
        let mut file = File::open(path).map_err(fault)?;
        if file.metadata().map_err(fault)?.permissions().mode() & 0o077 != 0 {
            return Err(KeyError::Exposed(path.to_owned()));
        }
        let mut text = Zeroizing::new(String::new());
        file.read_to_string(&mut text).map_err(fault)?;
        let keys = parse(&text).ok_or_else(|| KeyError::NotOne(path.to_owned()))?;
        Ok(Self { keys, path: path.to_owned(), is_new: false })
    }

    /// The keys in the file at `path`, which is made if it is not there.
    ///
    /// # Errors
    /// See [`KeyError`].
    pub fn load_or_make(path: &Path) -> Result<Self, KeyError> {
        match Self::load(path) {
            Err(KeyError::Missing(_)) => Self::make(path),
            loaded => loaded,
        }
    }

    fn make(path: &Path) -> Result<Self, KeyError> {
        let made = Self { keys: vec![new_key()?], path: path.to_owned(), is_new: true };
        made.write(path).map_err(|source| KeyError::Io { path: path.to_owned(), source })?;
        Ok(made)
    }

    /// The same keys behind a new one, which wraps from now on.
    pub(super) fn with_new(self) -> Result<Self, KeyError> {
        let keys = std::iter::once(new_key()?).chain(self.keys).collect();
        Ok(Self { keys, ..self })
    }

    /// Only the newest.
    pub(super) fn newest(mut self) -> Self {
        self.keys.truncate(1);
        self
    }

    /// Where it stands.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn current(&self) -> &(KeyId, Key) {
        &self.keys[0]
    }

    pub(super) fn named(&self, id: KeyId) -> Option<&Key> {
        self.keys.iter().find(|(own, _)| *own == id).map(|(_, key)| key)
    }

    /// Puts the file at `path` as a whole: before it is there, or the former one is.
    pub(super) fn write(&self, path: &Path) -> io::Result<()> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let draft = path.with_extension("key-draft");
        match fs::remove_file(&draft) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
        file.write_all(self.text().as_bytes())?;
        file.sync_all()?;
        fs::rename(&draft, path)?;
        File::open(folder)?.sync_all()
    }

    fn text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(WORDS.to_owned());
        for (_, key) in &self.keys {
            text.push_str(PREFIX);
            for byte in key.iter() {
                // Writing to a text does not fail.
                let _ = write!(text, "{byte:02x}");
            }
            text.push('\n');
        }
        text
    }
}

fn new_key() -> Result<(KeyId, Key), KeyError> {
    let key = aead::random().map_err(|_| KeyError::NoRandom)?;
    Ok((id_of(&key), key))
}

fn id_of(key: &Key) -> KeyId {
    let mut digest: [u8; 32] = Sha256::new().chain_update(b"loket master key id").chain_update(**key).finalize().into();
    let id = std::array::from_fn(|place| digest[place]);
    digest.zeroize();
    id
}

fn parse(text: &str) -> Option<Vec<(KeyId, Key)>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let keys: Option<Vec<_>> = lines.map(|line| parse_key(line.strip_prefix(PREFIX)?.trim())).collect();
    keys.filter(|keys| !keys.is_empty())
}

fn parse_key(hex: &str) -> Option<(KeyId, Key)> {
    let mut key: Key = Zeroizing::new([0; 32]);
    if hex.len() != 64 || !hex.is_ascii() {
        return None;
    }
    for (place, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some((id_of(&key), key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_was_made_is_read_again_and_is_its_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = KeyPlace::Beside.path(folder.path());
        let made = MasterKeys::load_or_make(&path).unwrap();
        assert!(made.is_new);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let read = MasterKeys::load(&path).unwrap();
        assert!(!read.is_new && read.keys == made.keys);
        assert!(fs::read_to_string(&path).unwrap().contains("Keep a copy"));
    }

    #[test]
    fn t39_a_key_that_others_may_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("k");
        MasterKeys::load_or_make(&path).unwrap();
        for mode in [0o644, 0o660, 0o602] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            assert!(matches!(MasterKeys::load(&path), Err(KeyError::Exposed(_))), "{mode:o}");
        }
    }

    #[test]
    fn what_is_no_key_is_named_and_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("k");
        for text in ["", "# nothing\n", "loket-master-key-1 12", "hello\n", &format!("{PREFIX}{}", "é".repeat(32))] {
            let _ = fs::remove_file(&path);
            OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&path)
                .unwrap()
                .write_all(text.as_bytes())
                .unwrap();
            assert!(matches!(MasterKeys::load_or_make(&path), Err(KeyError::NotOne(_))), "{text}");
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
    }
}
