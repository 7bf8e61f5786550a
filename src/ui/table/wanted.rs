//! Asks for the rows that come into sight.

use std::cell::RefCell;
use std::rc::Rc;

use seedferry_protocol::{Event as VaultEvent, ReviewView};

use super::window::Window;
use crate::ui::hooks::use_command;
use crate::ui::prelude::*;
use crate::ui::{Command, RowCache};

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
pub(super) fn use_rows_wanted(review: &ReviewView, rows: &RowCache, window: Window) -> bool {
    let command = use_command();
    let asked = use_memo((), |()| RefCell::new(Asked::default()));
    let snapshot = review.snapshot;
    let missing = rows.missing(snapshot, window.first..window.end.min(review.shown));
    let waiting = !missing.is_empty();
    use_effect_with((snapshot, missing), move |(snapshot, missing)| {
        ask(*snapshot, missing, &asked, &command);
    });
    waiting
}

fn ask(snapshot: u32, missing: &[u32], asked: &Rc<RefCell<Asked>>, command: &Callback<Command>) {
    for &start in missing {
        if asked.borrow_mut().is_new(snapshot, start) {
            let wanted = VaultEvent::RowsWanted { snapshot, start, count: RowCache::BLOCK };
            command.emit(Command::Send(wanted));
        }
    }
}
