//! Walking through the inventory page by page: which page is next, and what an answer means for it.

use std::collections::HashSet;

use super::{
    Device, Outcome, PageFault, Request, inventory, read_page,
    run::{Ending, is_unknown},
};

/// Most pages of one reading: with Graph's 1,000 a page, ten million tokens.
pub(super) const MOST_PAGES: u32 = 10_000;

/// A walk under way.
#[derive(Clone, Debug)]
pub(super) struct Pages {
    next: Option<Request>,
    read: u32,
    /// Addresses already visited: a list that leads in a circle does not end.
    visited: HashSet<String>,
}

/// What an answer means.
pub(super) enum Turn {
    /// What stands on the page, and what comes behind it.
    Page(Vec<Device>, Behind),
    /// The place in the list is no longer known to the server: from the start.
    Restart,
    /// Trouble: this request once more.
    Again(Request),
    /// It is of no use to go on.
    End(Ending),
}

/// What comes behind a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Behind {
    /// Another page.
    More,
    /// Nothing.
    Nothing,
    /// A page that was there already, or one too many.
    Astray,
}

impl Pages {
    /// From the first page.
    pub(super) fn new() -> Self {
        Self { next: Some(inventory()), read: 0, visited: HashSet::new() }
    }

    /// The page to ask for; `None` while it is on its way.
    pub(super) fn take_next(&mut self) -> Option<Request> {
        self.next.take()
    }

    /// The same page once more.
    pub(super) fn again(&mut self, request: Request) {
        self.next = Some(request);
    }

    /// What the answer to a request to `host` means.
    pub(super) fn turn(&mut self, host: &str, request: Request, outcome: &Outcome) -> Turn {
        let Outcome::Answered(response) = outcome else {
            return Turn::Again(request);
        };
        if response.status == 429 || is_unknown(response.status) {
            return Turn::Again(request);
        }
        match read_page(host, response) {
            Ok(page) => Turn::Page(page.devices, self.follow(page.next)),
            Err(PageFault::Refused(error))
                if matches!(error.status, 400 | 410) && !request.query.is_empty() =>
            {
                Turn::Restart
            }
            Err(PageFault::Refused(error)) => Turn::End(Ending::Refused(error)),
            Err(PageFault::ForeignLink) => Turn::End(Ending::UnsafeList),
            Err(PageFault::Unreadable) => Turn::Again(request),
        }
    }

    fn follow(&mut self, next: Option<Request>) -> Behind {
        self.read = self.read.saturating_add(1);
        let allowed = self.read < MOST_PAGES
            && next.as_ref().is_none_or(|next| self.visited.insert(next.query.clone()));
        self.next = next;
        match (allowed, &self.next) {
            (false, _) => Behind::Astray,
            (true, Some(_)) => Behind::More,
            (true, None) => Behind::Nothing,
        }
    }
}
