//! Keeps what was learnt of a content beside the data, so that a start with the same content need not learn again.
//!
//! A file that is missing, damaged or of another program or content only costs time. Nothing of any citizen is in it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::content::Catalogue;
use crate::dialogue::Knowledge;
use crate::matching::{Corpus, Learning, Matcher, fingerprint};

/// The folder in the one for data.
const FOLDER: &str = "models";

/// Of so many contents it is kept what was learnt.
const KEPT: usize = 4;

/// Where to keep what is learnt.
#[derive(Clone, Debug, Default)]
pub enum Keep {
    /// Nowhere.
    #[default]
    Nowhere,
    /// In the folder for data, which is made if need be.
    In(PathBuf),
    /// In the folder for data, if there is one already.
    IfThere(PathBuf),
}

/// The knowledge of `catalogue`: as it was learnt before, or learnt now and kept.
#[must_use]
pub fn knowledge(catalogue: Catalogue, keep: &Keep) -> Knowledge {
    let matcher = matcher(&catalogue, keep);
    Knowledge::with(catalogue, matcher)
}

/// The matcher of `catalogue`, likewise.
#[must_use]
pub fn matcher(catalogue: &Catalogue, keep: &Keep) -> Matcher {
    let corpus = Corpus::of(catalogue);
    let learning = learning(&corpus, keep);
    Matcher::new(&corpus, learning)
}

/// The knowledge of two states of a content. What is learnt of both alike is learnt once.
#[must_use]
pub fn knowledge_of_both(old: Catalogue, new: Catalogue, keep: &Keep) -> (Knowledge, Knowledge) {
    let (of_old, of_new) = {
        let (old, new) = (Corpus::of(&old), Corpus::of(&new));
        let of_new = learning(&new, keep);
        let alike = fingerprint(&old) == fingerprint(&new);
        let copy = alike.then(|| of_new.to_bytes()).flatten().and_then(|bytes| Learning::read(&bytes, &old));
        let of_old = copy.unwrap_or_else(|| learning(&old, keep));
        (Matcher::new(&old, of_old), Matcher::new(&new, of_new))
    };
    (Knowledge::with(old, of_old), Knowledge::with(new, of_new))
}

/// What is learnt of `corpus`: read, if it was learnt before; else learnt now and kept.
pub(super) fn learning(corpus: &Corpus<'_>, keep: &Keep) -> Learning {
    let Some(folder) = folder(keep) else { return Learning::of(corpus) };
    let file = folder.join(fingerprint(corpus));
    let known = fs::read(&file).ok().and_then(|bytes| Learning::read(&bytes, corpus));
    known.unwrap_or_else(|| {
        let learning = Learning::of(corpus);
        if let Err(error) = write(&folder, &file, &learning) {
            tracing::info!(event = "model_not_kept", reason = %error.kind(), "the next start learns again");
        }
        learning
    })
}

fn folder(keep: &Keep) -> Option<PathBuf> {
    match keep {
        Keep::Nowhere => None,
        Keep::In(data) => Some(data.join(FOLDER)),
        Keep::IfThere(data) => data.is_dir().then(|| data.join(FOLDER)),
    }
}

/// Writes a file of its own first: who reads meanwhile finds all of it or nothing.
fn write(folder: &Path, file: &Path, learning: &Learning) -> io::Result<()> {
    let bytes = learning.to_bytes().ok_or(io::ErrorKind::InvalidData)?;
    fs::create_dir_all(folder)?;
    let draft = file.with_extension(format!("{}.new", std::process::id()));
    fs::write(&draft, bytes)?;
    fs::rename(&draft, file)?;
    forget_oldest(folder)
}

fn forget_oldest(folder: &Path) -> io::Result<()> {
    let entries = fs::read_dir(folder)?.filter_map(Result::ok);
    let mut files: Vec<(SystemTime, PathBuf)> =
        entries.filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path()))).collect();
    files.sort_by(|a, b| b.cmp(a));
    files.into_iter().skip(KEPT).try_for_each(|(_, path)| fs::remove_file(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content_files::{embedded, today};

    fn base() -> Catalogue {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/content/base");
        let content = crate::content_files::load(&crate::content_files::Root::Folder(folder), today());
        assert!(!embedded().is_empty());
        content.catalogue.unwrap()
    }

    fn ranked(knowledge: &Knowledge) -> Vec<(String, f32)> {
        let ranking = knowledge.matcher.rank("mag ik zien wat de politie van mij heeft", None, false);
        ranking.candidates.into_iter().map(|found| (found.intent.to_string(), found.score)).collect()
    }

    fn kept(data: &Path) -> Vec<PathBuf> {
        let files = fs::read_dir(data.join(FOLDER)).map(|entries| entries.filter_map(|e| Some(e.ok()?.path())));
        files.map(Iterator::collect).unwrap_or_default()
    }

    #[test]
    fn what_was_learnt_before_judges_as_what_is_learnt_now() {
        let data = tempfile::tempdir().unwrap();
        let keep = Keep::In(data.path().to_owned());
        let fresh = ranked(&knowledge(base(), &Keep::Nowhere));
        assert_eq!(ranked(&knowledge(base(), &keep)), fresh);
        assert_eq!(kept(data.path()).len(), 1);
        assert_eq!(ranked(&knowledge(base(), &keep)), fresh);
    }

    #[test]
    fn a_damaged_file_is_learnt_anew_and_replaced() {
        let data = tempfile::tempdir().unwrap();
        let keep = Keep::In(data.path().to_owned());
        let fresh = ranked(&knowledge(base(), &keep));
        let file = kept(data.path()).remove(0);
        let whole = fs::read(&file).unwrap();
        for damaged in [Vec::new(), whole[..whole.len() / 2].to_vec(), [whole.as_slice(), b"x"].concat()] {
            fs::write(&file, damaged).unwrap();
            assert_eq!(ranked(&knowledge(base(), &keep)), fresh);
            assert_eq!(fs::read(&file).unwrap(), whole);
        }
    }

    #[test]
    fn only_the_last_few_contents_are_kept_and_nothing_where_there_is_no_folder() {
        let data = tempfile::tempdir().unwrap();
        for _ in 0..=KEPT {
            let mut catalogue = base();
            let nl = catalogue.negatives.values_mut().next().unwrap();
            let text = format!("recept voor taart nummer {}", kept(data.path()).len());
            nl.push(crate::content::Negative { text, near: false });
            let _ = matcher(&catalogue, &Keep::In(data.path().to_owned()));
        }
        assert_eq!(kept(data.path()).len(), KEPT);
        let nowhere = data.path().join("not-there");
        let _ = matcher(&base(), &Keep::IfThere(nowhere.clone()));
        assert!(!nowhere.exists());
    }
}
