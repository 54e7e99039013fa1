//! A folder from before format 4, in which every seen update id had rows of its own or shared one with a few: they are gathered
//! into blocks.
//!
//! Each group of writes takes rows away and puts what they said into blocks, so a crash leaves both in any mixture, and the next
//! start goes on. A backup from before is gathered when what was restored of it is opened.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::ControlFlow;
use std::path::Path;

use super::open::{Opened, sled_error};
use super::sealed::SealedGroup;
use super::{Tree, open};
use crate::dialogue::Moment;
use crate::store::plan::Changes;
use crate::store::seen::{self, Block};
use crate::store::view::{View, broken_index};
use crate::store::{StoreError, UpdateId, envelope, keys};

/// So many rows are gathered at once.
const AT_ONCE: usize = 10_000;

/// Gathers what there is to gather in `folder`.
pub(super) fn gather(folder: &Path, opened: &mut Opened) -> Result<(), StoreError> {
    let tree = Tree { folder: folder.display().to_string(), db: opened.db.clone() };
    for prefix in [keys::SEEN_EACH, keys::SEEN_AT, keys::SEEN_FEW] {
        while let Some(changes) = open::try_sled(|| next(&tree, prefix))
            .unwrap_or_else(|| Err(open::damaged(folder, "sled broke off while reading it")))?
        {
            let group = SealedGroup { changes, ..SealedGroup::default() };
            let written = opened.disk.write(opened.number, group, &opened.vault);
            written.map_err(|error| sled_error(&tree.folder, "write", error))?;
        }
    }
    Ok(())
}

/// What becomes of the next rows; `None` where there are none.
fn next(tree: &Tree, prefix: &[u8]) -> Result<Option<Changes>, StoreError> {
    let (mut changes, mut blocks) = (Changes::new(), BTreeMap::<i64, Block>::new());
    tree.scan(prefix, &mut |key, value| {
        for (id, at) in seen_in(tree, prefix, key, value)? {
            let (row, place) = seen::place(id);
            let block = match blocks.entry(row) {
                Entry::Occupied(read) => read.into_mut(),
                Entry::Vacant(vacant) => vacant.insert(stored(tree, row)?),
            };
            block.mark(place, at);
        }
        changes.insert(key.to_vec(), None);
        Ok(if changes.len() < AT_ONCE { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    })?;
    let blocks = blocks.into_iter().map(|(row, block)| (keys::seen(row), Some(envelope::write_block(&block))));
    changes.extend(blocks);
    Ok(if changes.is_empty() { None } else { Some(changes) })
}

/// What a row says of when ids were seen.
fn seen_in(tree: &Tree, prefix: &[u8], key: &[u8], value: &[u8]) -> Result<Vec<(UpdateId, Moment)>, StoreError> {
    let seen = if prefix == keys::SEEN_EACH {
        let id = keys::read_seen_each(key).ok_or_else(|| broken_index(tree))?;
        envelope::read_seen(value).map(|at| vec![(id, at)])
    } else if prefix == keys::SEEN_FEW {
        envelope::read_few(keys::read_seen_few(key).ok_or_else(|| broken_index(tree))?, value)
    } else {
        Ok(Vec::new())
    };
    seen.map_err(|fault| fault.found_in(tree.folder()))
}

fn stored(tree: &Tree, row: i64) -> Result<Block, StoreError> {
    let Some(bytes) = tree.get(&keys::seen(row))? else { return Ok(Block::default()) };
    envelope::read_block(&bytes).map_err(|fault| fault.found_in(tree.folder()))
}
