//! Why a typed code may have been refused: the open batch knows whose code it is.

use seedferry_protocol::{MatchView, TypedCode};

use super::{
    super::{Model, check::CodeSearch, review::Review},
    one::Chosen,
};
use crate::graph::DeviceStatus;

/// What is said where the open seeds tell nothing.
const GENERAL: &str = "The code may be another token's, may have been used before, or the token's clock is more than a day off. \
    Wait for the next code, and read the serial number on its back.";

/// A code that was typed for a token.
pub(in super::super) struct Typed {
    /// Serial number of that token.
    serial: String,
    code: TypedCode,
    /// Who shows it, while that is looked for.
    search: Option<CodeSearch>,
    /// What was found out, as sentences.
    why: Option<String>,
}

impl Typed {
    pub(in super::super) fn new(serial: &str, code: TypedCode) -> Self {
        Self { serial: serial.to_owned(), code, search: None, why: None }
    }

    /// The code was refused: begins to look for whose it is, at this time in milliseconds since 1970.
    pub(in super::super) fn refused(&mut self, now: u64, review: Option<&Review>) {
        self.search = review.and_then(|review| CodeSearch::begin(&self.code, now, None, review));
        self.why = self.search.is_none().then(|| said(&self.serial, GENERAL));
    }

    /// What was found out, as sentences.
    pub(in super::super) fn why(&self) -> Option<&str> {
        self.why.as_deref()
    }

    pub(in super::super) fn is_searching(&self) -> bool {
        self.search.is_some()
    }

    /// The next slice of the search.
    pub(in super::super) fn search_on(&mut self, review: Option<&Review>) {
        let (Some(search), Some(review)) = (&mut self.search, review) else {
            return self.forget_search();
        };
        search.work(review);
        if search.is_done() {
            let found = search.found(review);
            self.why = Some(said(&self.serial, &verdict(&self.serial, found.matches.first())));
            self.search = None;
        }
    }

    /// Places in the batch have moved: what is looked for can no longer be told.
    pub(in super::super) fn forget_search(&mut self) {
        if self.search.take().is_some() {
            self.why = Some(said(&self.serial, GENERAL));
        }
    }
}

impl Chosen {
    /// What was found out about a code that did not activate its token.
    pub(super) fn why(&self) -> Option<&str> {
        self.typed.as_ref()?.why()
    }
}

impl Model {
    /// The tokens of the person were read after a write: a typed code has done, or is looked for.
    pub(super) fn judge_typed(&mut self) {
        let now = self.online.wall.saturating_mul(1_000);
        let Some(chosen) = &mut self.assign.one.chosen else {
            return;
        };
        let done = |typed: &Typed| {
            let held = chosen.held.tokens().iter().find(|held| held.serial == typed.serial);
            held.is_some_and(|held| held.status == DeviceStatus::Activated)
        };
        if chosen.typed.as_ref().is_none_or(done) {
            chosen.typed = None;
            return;
        }
        if let Some(typed) = &mut chosen.typed {
            typed.refused(now, self.review.as_ref());
        }
    }

    fn searched(&mut self) -> Option<&mut Typed> {
        self.assign.one.chosen.as_mut()?.typed.as_mut().filter(|typed| typed.is_searching())
    }

    /// Whether whose code it is is being looked for.
    pub(in super::super) fn assign_searches(&self) -> bool {
        let typed = self.assign.one.chosen.as_ref().and_then(|chosen| chosen.typed.as_ref());
        typed.is_some_and(Typed::is_searching)
    }

    /// The next slice of that.
    pub(in super::super) fn assign_search_on(&mut self) {
        let review = self.review.take();
        if let Some(typed) = self.searched() {
            typed.search_on(review.as_ref());
        }
        self.review = review;
    }

    /// The batch changed: places have moved.
    pub(in super::super) fn forget_assign_search(&mut self) {
        if let Some(typed) = self.searched() {
            typed.forget_search();
        }
    }
}

fn said(serial: &str, why: &str) -> String {
    format!("Token {serial} is not activated by the code that was typed. {why}")
}

fn verdict(serial: &str, found: Option<&MatchView>) -> String {
    match found {
        Some(shown) if shown.serial == serial => format!(
            "It is this token's own code ({}), so it may have been used before: wait for the next one.",
            shown.off
        ),
        Some(shown) => format!(
            "It is a code of token {}: the person has another token in hand than {serial}.",
            shown.serial
        ),
        None => format!("None of the tokens that are open here shows it now. {GENERAL}"),
    }
}
