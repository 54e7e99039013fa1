//! Keeps what was learnt of a content beside the data, so that a start with the same content need not learn again.
//!
//! A file that is missing, damaged or of another program or content only costs time. Nothing of any citizen is in it.

use std::fs;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::content::Catalogue;
use crate::cores::in_parallel;
use crate::dialogue::Knowledge;
use crate::matching::{Corpus, HeldOut, Learnt, Matcher, fingerprint};

/// The folder in the one for data.
const FOLDER: &str = "models";

/// So many files are kept, those used last: two for each language of a content, so that one can go back to a content before.
const KEPT: usize = 16;

/// What the file with the judgements of examples is named after the other one.
const JUDGEMENTS: &str = "examples";

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

/// For what something is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// To answer messages.
    Answering,
    /// To say as well what each example was taken for by who had not seen it.
    Judging,
}

/// The knowledge of `catalogue`: as it was learnt before, or learnt now and kept.
#[must_use]
pub fn knowledge(catalogue: Catalogue, keep: &Keep) -> Knowledge {
    let matcher = matcher(&catalogue, keep);
    Knowledge::with(catalogue, matcher)
}

/// The same, with what each example was taken for by who had not seen it.
#[must_use]
pub fn judging_knowledge(catalogue: Catalogue, keep: &Keep) -> Knowledge {
    let matcher = matcher_for(&catalogue, keep, Use::Judging);
    Knowledge::with(catalogue, matcher)
}

/// The knowledge of `catalogue` as soon as it can be had, when messages are answered from `before` until then: what was not
/// learnt before is learnt in haste. Whether it was; then [`knowledge`] knows better, and takes longer.
#[must_use]
pub fn knowledge_in_haste(catalogue: Catalogue, keep: &Keep, before: &Matcher) -> (Knowledge, bool) {
    let mut hasty = false;
    let matcher = {
        let corpus = Corpus::of(&catalogue);
        let folder = folder(keep);
        let mut known = read_all(folder.as_deref(), &corpus, Use::Answering);
        for (place, known) in known.iter_mut().enumerate().filter(|(_, known)| known.is_none()) {
            *known = Learnt::in_haste(&corpus, place, before);
            hasty |= known.is_some();
        }
        Matcher::new(&corpus, complete(known, |missing| learn(folder.as_deref(), &corpus, missing, Use::Answering)))
    };
    (Knowledge::with(catalogue, matcher), hasty)
}

/// The matcher of `catalogue`, as learnt before or now.
#[must_use]
pub fn matcher(catalogue: &Catalogue, keep: &Keep) -> Matcher {
    matcher_for(catalogue, keep, Use::Answering)
}

fn matcher_for(catalogue: &Catalogue, keep: &Keep, needed: Use) -> Matcher {
    let corpus = Corpus::of(catalogue);
    Matcher::new(&corpus, learning(&corpus, keep, needed))
}

/// The knowledge of two states of a content, with the judgements of their examples. What is learnt of both alike is learnt
/// once.
#[must_use]
pub fn knowledge_of_both(old: Catalogue, new: Catalogue, keep: &Keep) -> (Knowledge, Knowledge) {
    let (of_old, of_new) = {
        let (old, new) = (Corpus::of(&old), Corpus::of(&new));
        let of_new = learning(&new, keep, Use::Judging);
        let known: Vec<(String, &Learnt)> =
            of_new.iter().enumerate().map(|(place, learnt)| (fingerprint(&new, place), learnt)).collect();
        let folder = folder(keep);
        let alike = |place| {
            let own = fingerprint(&old, place);
            let alike = known.iter().find(|(other, _)| *other == own).map(|(_, learnt)| (*learnt).clone());
            alike.or_else(|| read(folder.as_deref()?, &old, place, Use::Judging))
        };
        let of_old = (0..old.languages.len()).map(alike).collect();
        let of_old = complete(of_old, |missing| learn(folder.as_deref(), &old, missing, Use::Judging));
        drop(known);
        (Matcher::new(&old, of_old), Matcher::new(&new, of_new))
    };
    (Knowledge::with(old, of_old), Knowledge::with(new, of_new))
}

/// What each example was taken for by who had not seen it, per language of `corpus`: read, if it was learnt before; else learnt
/// now and kept. What answers messages is not read for it.
pub(super) fn judgements(corpus: &Corpus<'_>, keep: &Keep) -> Vec<Vec<HeldOut>> {
    let folder = folder(keep);
    let known = in_parallel(corpus.languages.len(), |place| read_judgements(folder.as_deref()?, corpus, place));
    let judgements = |learnt: Vec<Learnt>| learnt.into_iter().map(Learnt::into_judgements).collect();
    complete(known, |missing| judgements(learn(folder.as_deref(), corpus, missing, Use::Judging)))
}

/// What is learnt of each language of `corpus`: read, if it was learnt before; else learnt now and kept.
fn learning(corpus: &Corpus<'_>, keep: &Keep, needed: Use) -> Vec<Learnt> {
    let folder = folder(keep);
    let known = read_all(folder.as_deref(), corpus, needed);
    complete(known, |missing| learn(folder.as_deref(), corpus, missing, needed))
}

/// What was kept of each language.
fn read_all(folder: Option<&Path>, corpus: &Corpus<'_>, needed: Use) -> Vec<Option<Learnt>> {
    in_parallel(corpus.languages.len(), |place| read(folder?, corpus, place, needed))
}

/// What is `known` of each language, and in the places of what is not what `learn` gives for these.
fn complete<T>(mut known: Vec<Option<T>>, learn: impl FnOnce(&[usize]) -> Vec<T>) -> Vec<T> {
    let missing: Vec<usize> = (0..known.len()).filter(|&place| known[place].is_none()).collect();
    if !missing.is_empty() {
        missing.iter().zip(learn(&missing)).for_each(|(&place, learnt)| known[place] = Some(learnt));
    }
    known.into_iter().flatten().collect()
}

/// Learns the languages at `places`, and keeps what is learnt in `folder` if there is one.
///
/// Beside all that a language is learnt with there is little room for what was learnt of another: that is let go of when it is
/// kept, and read when all are learnt.
fn learn(folder: Option<&Path>, corpus: &Corpus<'_>, places: &[usize], needed: Use) -> Vec<Learnt> {
    let learn_one = |(at, &place): (usize, &usize)| {
        let learnt = Learnt::of(corpus, place)?;
        let kept = folder.is_some_and(|folder| is_kept(folder, &fingerprint(corpus, place), &learnt));
        let last = at + 1 == places.len();
        (last || !kept).then(|| for_use(learnt, needed))
    };
    let learnt: Vec<Option<Learnt>> = places.iter().enumerate().map(learn_one).collect();
    let again =
        |place| read(folder?, corpus, place, needed).or_else(|| Some(for_use(Learnt::of(corpus, place)?, needed)));
    places.iter().zip(learnt).filter_map(|(&place, learnt)| learnt.or_else(|| again(place))).collect()
}

/// Whether it could be kept; why not is told.
fn is_kept(folder: &Path, name: &str, learnt: &Learnt) -> bool {
    let kept = keep_in(folder, name, learnt);
    if let Err(error) = &kept {
        tracing::info!(event = "model_not_kept", reason = %error.kind(), "the next start learns again");
    }
    kept.is_ok()
}

fn keep_in(folder: &Path, name: &str, learnt: &Learnt) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let file = folder.join(name);
    write(&file.with_extension(JUDGEMENTS), |to| learnt.write_judgements(to))?;
    write(&file, |to| learnt.write(to))?;
    forget_oldest(folder)
}

fn for_use(learnt: Learnt, needed: Use) -> Learnt {
    if needed == Use::Judging { learnt } else { learnt.without_judgements() }
}

fn read(folder: &Path, corpus: &Corpus<'_>, place: usize, needed: Use) -> Option<Learnt> {
    let file = folder.join(fingerprint(corpus, place));
    let mut learnt = Learnt::read(&read_fresh(&file)?, corpus, place)?;
    if needed == Use::Judging {
        learnt = learnt.with_judgements(read_judgements(folder, corpus, place)?);
    }
    Some(learnt)
}

fn read_judgements(folder: &Path, corpus: &Corpus<'_>, place: usize) -> Option<Vec<HeldOut>> {
    let file = folder.join(fingerprint(corpus, place)).with_extension(JUDGEMENTS);
    Learnt::read_judgements(&read_fresh(&file)?, corpus, place)
}

/// The bytes of a file, which is from now on not the oldest. That its date cannot be set costs at most learning again.
fn read_fresh(file: &Path) -> Option<Vec<u8>> {
    let bytes = fs::read(file).ok()?;
    let _ = fs::File::options().append(true).open(file).and_then(|file| file.set_modified(SystemTime::now()));
    Some(bytes)
}

fn folder(keep: &Keep) -> Option<PathBuf> {
    match keep {
        Keep::Nowhere => None,
        Keep::In(data) => Some(data.join(FOLDER)),
        Keep::IfThere(data) => data.is_dir().then(|| data.join(FOLDER)),
    }
}

/// Writes a file of its own first: who reads meanwhile finds all of it or nothing.
fn write(file: &Path, put: impl FnOnce(BufWriter<fs::File>) -> io::Result<()>) -> io::Result<()> {
    let draft = file.with_extension(format!("{}.new", std::process::id()));
    put(BufWriter::with_capacity(1 << 16, fs::File::create(&draft)?))?;
    fs::rename(&draft, file)
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
        assert_eq!(kept(data.path()).len(), 4, "two languages, and what is said of the examples of each");
        assert_eq!(ranked(&knowledge(base(), &keep)), fresh);
    }

    #[test]
    fn a_damaged_file_is_learnt_anew_and_replaced() {
        let data = tempfile::tempdir().unwrap();
        let keep = Keep::In(data.path().to_owned());
        let fresh = ranked(&knowledge(base(), &keep));
        for file in kept(data.path()).into_iter().filter(|file| file.extension().is_none()) {
            let whole = fs::read(&file).unwrap();
            for damaged in [Vec::new(), whole[..whole.len() / 2].to_vec(), [whole.as_slice(), b"x"].concat()] {
                fs::write(&file, damaged).unwrap();
                assert_eq!(ranked(&knowledge(base(), &keep)), fresh);
                assert_eq!(fs::read(&file).unwrap(), whole);
            }
        }
    }

    #[test]
    fn what_is_said_of_examples_is_read_again_and_learnt_again_when_it_is_damaged() {
        let data = tempfile::tempdir().unwrap();
        let keep = Keep::In(data.path().to_owned());
        let judged = |knowledge: &Knowledge| -> Vec<Vec<crate::matching::HeldOut>> {
            knowledge.matcher.held_out().into_iter().map(|(_, held_out)| held_out.to_vec()).collect()
        };
        let fresh = judged(&judging_knowledge(base(), &keep));
        assert!(fresh.iter().all(|held_out| held_out.len() > 20));
        assert_eq!(judged(&judging_knowledge(base(), &keep)), fresh);
        for file in kept(data.path()).into_iter().filter(|file| file.extension().is_some()) {
            fs::write(&file, "x").unwrap();
        }
        assert_eq!(judged(&judging_knowledge(base(), &keep)), fresh);
        assert!(judged(&knowledge(base(), &keep)).iter().all(Vec::is_empty), "not read for answering");
    }

    #[test]
    fn only_what_was_used_last_is_kept_and_nothing_where_there_is_no_folder() {
        let data = tempfile::tempdir().unwrap();
        for _ in 0..=KEPT / 2 {
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
