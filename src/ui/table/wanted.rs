//! Asks for the rows that come into sight.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use crate::ui::prelude::*;
use crate::ui::row_cache::RowCache;

/// What was asked for already: blocks of one snapshot.
#[derive(Default)]
struct Asked {
    snapshot: u32,
    starts: Vec<u32>,
}

impl Asked {
    /// Whether this block was not asked for yet; it counts as asked for from now on.
    fn is_new(&mut self, snapshot: u32, start: u32) -> bool {
        if self.snapshot != snapshot {
            *self = Self { snapshot, starts: Vec::new() };
        }
        let new = !self.starts.contains(&start);
        if new {
            self.starts.push(start);
        }
        new
    }
}

/// A block that is missing: its snapshot, and where it starts.
pub(crate) type Wanted = (u32, u32);

/// Asks for each missing block among these places, once per snapshot. Returns whether one is on its way.
#[hook]
pub(crate) fn use_rows_wanted<R: 'static>(
    rows: &RowCache<R>,
    snapshot: u32,
    places: Range<u32>,
    ask: Callback<Wanted>,
) -> bool {
    let asked = use_memo((), |()| RefCell::new(Asked::default()));
    let missing = rows.missing(snapshot, places);
    let waiting = !missing.is_empty();
    use_effect_with((snapshot, missing), move |(snapshot, missing)| {
        tell(*snapshot, missing, &asked, &ask);
    });
    waiting
}

fn tell(snapshot: u32, missing: &[u32], asked: &Rc<RefCell<Asked>>, ask: &Callback<Wanted>) {
    for &start in missing {
        if asked.borrow_mut().is_new(snapshot, start) {
            ask.emit((snapshot, start));
        }
    }
}
