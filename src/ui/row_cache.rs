//! The rows of the review table that were received, in blocks.

use std::ops::Range;
use std::rc::Rc;

use seedferry_protocol::Row;

use crate::ui::Numbered;

/// How many rows are asked for at a time.
pub(crate) const BLOCK: u32 = 100;

/// Rows by their place among the shown ones. A block of an older snapshot stays in sight until its successor
/// arrives, so that ticking one box does not blank the table. Cloning copies references, not rows.
///
/// Each batch starts with a new cache: a vault started anew counts its snapshots from the beginning.
#[derive(Debug)]
pub struct RowCache<R = Row> {
    snapshot: u32,
    blocks: Numbered<Block<R>>,
}

#[derive(Debug)]
struct Block<R> {
    snapshot: u32,
    rows: Rc<Vec<Rc<R>>>,
}

impl<R> Default for RowCache<R> {
    fn default() -> Self {
        Self { snapshot: 0, blocks: Numbered::default() }
    }
}

impl<R> Clone for RowCache<R> {
    fn clone(&self) -> Self {
        Self { snapshot: self.snapshot, blocks: self.blocks.clone() }
    }
}

impl<R> Clone for Block<R> {
    fn clone(&self) -> Self {
        Self { snapshot: self.snapshot, rows: Rc::clone(&self.rows) }
    }
}

impl<R> RowCache<R> {
    /// The row at this place, maybe from the snapshot before.
    pub fn row(&self, index: u32) -> Option<&Rc<R>> {
        let block = self.blocks.get(index / BLOCK)?;
        block.rows.get(usize::try_from(index % BLOCK).ok()?)
    }

    /// The row at this place, of this snapshot and no other.
    pub fn fresh(&self, snapshot: u32, index: u32) -> Option<&Rc<R>> {
        self.row(index).filter(|_| self.is_fresh(snapshot, index / BLOCK))
    }

    /// The rows of the block that starts there, of this snapshot and no other.
    pub(crate) fn block(&self, snapshot: u32, start: u32) -> Option<&Rc<Vec<Rc<R>>>> {
        let block = self.blocks.get(start / BLOCK)?;
        (block.snapshot == snapshot).then_some(&block.rows)
    }

    /// Takes in the answer to a request for the block that starts at `start`, a multiple of [`BLOCK`].
    /// Answers of an older snapshot than the newest are dropped.
    pub fn insert(&mut self, snapshot: u32, start: u32, rows: Vec<R>) {
        if snapshot < self.snapshot || !start.is_multiple_of(BLOCK) {
            return;
        }
        self.snapshot = snapshot;
        let rows = Rc::new(rows.into_iter().map(Rc::new).collect());
        self.blocks.insert(start / BLOCK, Block { snapshot, rows });
    }

    /// The starts of the blocks that cover these places and are not here in this snapshot.
    pub fn missing(&self, snapshot: u32, places: Range<u32>) -> Vec<u32> {
        if places.is_empty() {
            return Vec::new();
        }
        let numbers = places.start / BLOCK..=(places.end - 1) / BLOCK;
        numbers.filter(|number| !self.is_fresh(snapshot, *number)).map(|number| number * BLOCK).collect()
    }

    fn is_fresh(&self, snapshot: u32, number: u32) -> bool {
        self.blocks.get(number).is_some_and(|block| block.snapshot == snapshot)
    }
}

/// Equal when the blocks are the same objects: comparing 50,000 rows on every render would be felt.
impl<R> PartialEq for RowCache<R> {
    fn eq(&self, other: &Self) -> bool {
        let same = |a: &Block<R>, b: &Block<R>| a.snapshot == b.snapshot && Rc::ptr_eq(&a.rows, &b.rows);
        self.snapshot == other.snapshot
            && self.blocks.all().len() == other.blocks.all().len()
            && self.blocks.all().iter().zip(other.blocks.all()).all(|(a, b)| a.0 == b.0 && same(&a.1, &b.1))
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use seedferry_protocol::{Cell, EditedFields, Row, TokenId};

    use super::RowCache;

    fn row(id: u32) -> Row {
        let cell = |text: &str| Cell { text: text.to_owned(), assumed: false };
        Row {
            id: TokenId(id),
            selected: false,
            serial: id.to_string(),
            seed_bytes: Some(20),
            hash: cell("SHA-1"),
            interval: cell("30"),
            digits: cell("6"),
            manufacturer: String::new(),
            model: String::new(),
            upn: String::new(),
            source: String::new(),
            worst: None,
            finding: String::new(),
            findings: 0,
            edited: EditedFields::default(),
        }
    }

    /// Inserts blocks given as (snapshot, start, ids), then looks up one place and what is missing in a range.
    fn check(
        blocks: &[(u32, u32, Range<u32>)],
        at: u32,
        found: Option<u32>,
        want: (u32, Range<u32>),
        missing: &[u32],
    ) {
        let mut cache = RowCache::default();
        for (snapshot, start, ids) in blocks {
            cache.insert(*snapshot, *start, ids.clone().map(row).collect());
        }
        assert_eq!(cache.row(at).map(|row| row.id), found.map(TokenId));
        assert_eq!(cache.missing(want.0, want.1), missing);
    }

    #[test]
    fn rows_are_found_and_missing_blocks_named() {
        check(&[], 0, None, (1, 0..150), &[0, 100]);
        check(&[], 0, None, (1, 0..0), &[]);
        check(&[(1, 100, 500..600)], 142, Some(542), (1, 90..210), &[0, 200]);
        check(&[(1, 0, 0..3)], 3, None, (1, 0..3), &[]);
        // An older snapshot stays in sight, but is asked for anew.
        check(&[(1, 0, 0..100)], 5, Some(5), (2, 0..50), &[0]);
        // A late answer of an older snapshot is dropped, and so is a block that starts anywhere.
        check(&[(2, 0, 7..8), (1, 0, 9..10)], 0, Some(7), (2, 0..1), &[]);
        check(&[(1, 50, 0..100)], 50, None, (1, 0..1), &[0]);
    }

    #[test]
    fn rows_of_an_older_snapshot_are_not_fresh() {
        let mut cache = RowCache::default();
        cache.insert(1, 0, vec![row(7)]);
        cache.insert(2, 100, vec![row(8)]);
        let check = |snapshot: u32, at: u32, found: Option<u32>| {
            assert_eq!(cache.fresh(snapshot, at).map(|row| row.id), found.map(TokenId));
            assert_eq!(cache.block(snapshot, at).is_some(), found.is_some());
        };
        check(1, 0, Some(7));
        check(2, 0, None);
        check(2, 100, Some(8));
        check(2, 200, None);
    }

    #[test]
    fn equality_is_identity() {
        let mut cache = RowCache::default();
        cache.insert(1, 0, vec![row(1)]);
        let copy = cache.clone();
        assert_eq!(cache, copy);
        cache.insert(1, 0, vec![row(1)]);
        assert_ne!(cache, copy);
    }
}
