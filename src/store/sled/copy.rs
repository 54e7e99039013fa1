//! A copy of one moment while writing goes on.
//!
//! The writer shows the keys in their order, a piece at a time, between its groups of writes. Before a group changes a
//! key that was not shown yet, what stood there is kept; so the pieces together are the store as it was when the copy
//! began. What is kept is bounded: where too much changes meanwhile, the copy is given up, never the writing.

use std::collections::BTreeMap;
use std::sync::{Arc, Weak};

use super::Tree;
use crate::store::backup::Record;
use crate::store::plan::Changes;
use crate::store::view::View;
use crate::store::{StoreError, keys};

/// So many records, or about so many bytes, are shown in one piece: the writer does nothing else meanwhile.
const PIECE: usize = 256;
const PIECE_BYTES: usize = 256 << 10;
/// So many bytes are kept at most.
const KEPT_AT_MOST: usize = 64 << 20;

/// Of a copy that the writer no longer has.
pub(super) const GIVEN_UP: StoreError =
    StoreError::NoCopy("too much was written meanwhile; try again when less is going on");

/// A copy in the making, as the writer holds it.
pub(super) struct Copying {
    /// Dead when nobody wants the rest any more.
    wanted: Weak<()>,
    /// The last key that was shown.
    shown: Vec<u8>,
    /// What stood under keys that changed before they were shown.
    kept: BTreeMap<Vec<u8>, Option<Vec<u8>>>,
    kept_bytes: usize,
    limit: usize,
}

impl Copying {
    /// A copy of what is stored now, wanted as long as the handle lives.
    pub(super) fn begin() -> (Self, Arc<()>) {
        let handle = Arc::new(());
        let wanted = Arc::downgrade(&handle);
        let copying = Self { wanted, shown: Vec::new(), kept: BTreeMap::new(), kept_bytes: 0, limit: KEPT_AT_MOST };
        (copying, handle)
    }

    pub(super) fn is_wanted(&self) -> bool {
        self.wanted.strong_count() > 0
    }

    /// Keeps what `changes`, which are about to be applied, would take away from the copy.
    pub(super) fn keep(&mut self, tree: &Tree, changes: &Changes) -> Result<(), StoreError> {
        for key in changes.keys().filter(|key| **key > self.shown) {
            if !self.kept.contains_key(key) {
                let before = tree.get(key)?;
                self.kept_bytes += key.len() + before.as_ref().map_or(0, Vec::len);
                self.kept.insert(key.clone(), before);
            }
        }
        if self.kept_bytes > self.limit { Err(GIVEN_UP) } else { Ok(()) }
    }

    /// The next piece; an empty one after the last.
    pub(super) fn next(&mut self, tree: &Tree) -> Result<Vec<Record>, StoreError> {
        loop {
            let (stored, is_last) = tree.after(&self.shown, PIECE, PIECE_BYTES)?;
            let end = if is_last { None } else { stored.last().map(|record| record.key.clone()) };
            let piece = self.as_it_was(stored, end.as_deref());
            let Some(end) = end else {
                // Nothing sorts behind this.
                self.shown = vec![u8::MAX; 1];
                return Ok(piece);
            };
            self.shown = end;
            if !piece.is_empty() {
                return Ok(piece);
            }
        }
    }

    /// `stored`, which goes up to `end`, with what was kept of it.
    fn as_it_was(&mut self, stored: Vec<Record>, end: Option<&[u8]>) -> Vec<Record> {
        let later = end.map(|end| self.kept.split_off(&[end, &[0]].concat())).unwrap_or_default();
        let kept = std::mem::replace(&mut self.kept, later);
        let sizes = kept.iter().map(|(key, value)| key.len() + value.as_ref().map_or(0, Vec::len));
        self.kept_bytes -= sizes.sum::<usize>();
        let unchanged =
            stored.into_iter().filter(|record| !kept.contains_key(&record.key) && record.key != keys::COMMIT);
        let mut piece: Vec<Record> = unchanged.collect();
        piece.extend(kept.into_iter().filter_map(|(key, value)| Some(Record { key, value: value? })));
        piece.sort_by(|a, b| a.key.cmp(&b.key));
        piece
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(folder: &std::path::Path, entries: usize) -> Tree {
        let db = ::sled::open(folder).unwrap();
        for entry in 0..entries {
            db.insert(format!("c{entry:05}"), format!("value {entry}").as_bytes()).unwrap();
        }
        Tree { folder: "test".into(), db }
    }

    fn change(tree: &Tree, copying: &mut Copying, key: &str, value: Option<&[u8]>) -> Result<(), StoreError> {
        let changes = Changes::from([(key.as_bytes().to_vec(), value.map(<[u8]>::to_vec))]);
        copying.keep(tree, &changes)?;
        match value {
            Some(value) => tree.db.insert(key, value).map(drop).unwrap(),
            None => tree.db.remove(key).map(drop).unwrap(),
        }
        Ok(())
    }

    #[test]
    fn what_changes_meanwhile_is_copied_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let tree = tree(folder.path(), 3 * PIECE);
        let (mut copying, _handle) = Copying::begin();
        let mut copy = copying.next(&tree).unwrap();
        let last = format!("c{:05}", 3 * PIECE - 1);
        for key in ["c00000", "c00300", "c00301", &last] {
            change(&tree, &mut copying, key, Some(b"new")).unwrap();
            change(&tree, &mut copying, key, None).unwrap();
            change(&tree, &mut copying, &format!("{key}-added"), Some(b"added")).unwrap();
        }
        loop {
            let piece = copying.next(&tree).unwrap();
            if piece.is_empty() {
                break;
            }
            copy.extend(piece);
        }
        let expected = (0..3 * PIECE).map(|entry| (format!("c{entry:05}").into_bytes(), format!("value {entry}")));
        let copy: Vec<_> =
            copy.into_iter().map(|record| (record.key, String::from_utf8(record.value).unwrap())).collect();
        assert_eq!(copy, expected.collect::<Vec<_>>());
        assert_eq!(copying.kept_bytes, 0);
    }

    #[test]
    fn where_too_much_changes_meanwhile_the_copy_is_given_up() {
        let folder = tempfile::tempdir().unwrap();
        let tree = tree(folder.path(), 10);
        let (mut copying, handle) = Copying::begin();
        copying.limit = 20;
        change(&tree, &mut copying, "c00001", Some(b"new")).unwrap();
        change(&tree, &mut copying, "c00001", Some(b"newer")).unwrap();
        assert!(matches!(change(&tree, &mut copying, "c00002", None), Err(StoreError::NoCopy(_))));
        assert!(copying.is_wanted());
        drop(handle);
        assert!(!copying.is_wanted());
    }
}
