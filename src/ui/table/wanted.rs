//! Asks for the rows that come into sight.

use std::cell::RefCell;
use std::rc::Rc;

use super::source::{Ask, Source};
use super::window::Window;
use crate::ui::prelude::*;
use crate::ui::row_cache::{BLOCK, RowCache};

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

/// Asks for each missing block in sight, once per snapshot. Returns whether something in sight is on its way.
#[hook]
pub(super) fn use_rows_wanted<S: Source>(
    source: &S,
    rows: &RowCache<S::Row>,
    window: Window,
    ask: Callback<Ask<S::Column>>,
) -> bool {
    let asked = use_memo((), |()| RefCell::new(Asked::default()));
    let snapshot = source.snapshot();
    let missing = rows.missing(snapshot, window.first..window.end.min(source.shown()));
    let waiting = !missing.is_empty();
    use_effect_with((snapshot, missing), move |(snapshot, missing)| {
        tell(*snapshot, missing, &asked, &ask);
    });
    waiting
}

fn tell<C: 'static>(snapshot: u32, missing: &[u32], asked: &Rc<RefCell<Asked>>, ask: &Callback<Ask<C>>) {
    for &start in missing {
        if asked.borrow_mut().is_new(snapshot, start) {
            ask.emit(Ask::Rows { snapshot, start, count: BLOCK });
        }
    }
}
