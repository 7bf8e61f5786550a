//! The search by code for whoever has no panel: in the whole batch, in slices.

use seedferry_protocol::{FoundView, TypedCode};

use super::{looked_for, search::Search};
use crate::app::review::Review;

/// How many steps each way are searched.
const WINDOW: u32 = 10;

/// A search, at work or done.
pub(in super::super) struct CodeSearch(Search);

impl CodeSearch {
    /// Looks for the tokens that show this code at `now`, in milliseconds since 1970; among those that showed the code
    /// `before`, when that fitted too many. `None` when no token here can show it.
    pub(in super::super) fn begin(
        typed: &TypedCode,
        now: u64,
        before: Option<Self>,
        review: &Review,
    ) -> Option<Self> {
        let code = looked_for(typed, None, None, review).ok()?;
        let before =
            before.map(|before| before.0).filter(|before| before.wants_next() && !before.is_for(code));
        Some(Self(match before {
            Some(before) => before.narrowed(code, now),
            None => Search::new(code, now, WINDOW, None, review),
        }))
    }

    /// Goes on for one slice.
    pub(in super::super) fn work(&mut self, review: &Review) {
        self.0.work(review);
    }

    pub(in super::super) fn is_done(&self) -> bool {
        self.0.is_done()
    }

    /// What it found.
    pub(in super::super) fn found(&self, review: &Review) -> FoundView {
        self.0.found(review)
    }
}
