//! What became of every token of the plan: of those that the run was given, and of those that were left out.

use super::Run;
use crate::{
    diagnostic::Problem,
    graph::{
        plan::{Fate, Row},
        run::Verdict,
    },
    token::{SerialNumber, Token},
};

/// A token of the plan that the run was not given.
pub(super) struct LeftOut {
    /// Its place in the plan.
    place: usize,
    serial: String,
    fate: Fate,
}

/// What became of a token. It borrows from the upload: a list of 50,000 is looked through after every answer.
#[derive(Clone, Copy)]
pub(super) enum Became<'u> {
    /// What the run says, or what the inventory said before it.
    Verdict(Verdict<'u>),
    /// Its serial number stands twice in the batch, so it was not sent.
    Twice(&'u Problem),
    /// Entra does not take it, so it was not sent.
    NotForEntra(&'u Problem),
    /// It was not ticked.
    LeftOut,
}

impl LeftOut {
    /// The row of the plan at that place, which is not ticked.
    pub(super) fn new(place: usize, row: Row, token: Option<&Token>) -> Self {
        let serial = token.and_then(|token| token.serial.as_ref()).map(SerialNumber::as_str);
        Self { place, serial: serial.unwrap_or_default().to_owned(), fate: row.fate }
    }

    /// Whether the tenant lacks it after the upload, too.
    pub(super) fn is_missing(&self) -> bool {
        !matches!(self.fate, Fate::AlreadyThere { .. })
    }

    fn row(&self) -> (&str, Became<'_>) {
        let became = match &self.fate {
            Fate::New => Became::LeftOut,
            Fate::AlreadyThere { id, differences } => {
                Became::Verdict(Verdict::AlreadyThere { id, differences })
            }
            Fate::Twice(problem) => Became::Twice(problem),
            Fate::NotForEntra(problem) => Became::NotForEntra(problem),
        };
        (&self.serial, became)
    }
}

/// Serial number and what became of it for each token, in the order of the plan; before the end as far as it is known.
pub(super) fn all<'u>(run: &'u Run, left_out: &'u [LeftOut]) -> impl Iterator<Item = (&'u str, Became<'u>)> {
    let mut given = run.verdicts().map(|(serial, verdict)| (serial, Became::Verdict(verdict)));
    let mut left_out = left_out.iter().peekable();
    (0_usize..).map_while(move |place| match left_out.next_if(|left| left.place == place) {
        Some(left) => Some(left.row()),
        None => given.next().or_else(|| left_out.next().map(LeftOut::row)),
    })
}
