//! What stands below a header, looked through once before rows are read: the seeds, and what columns hold whose names leave
//! it open.

use std::borrow::Cow;

use super::{
    super::{MAX_TOKENS, field::Field},
    header::{Header, next_row},
};
use crate::{envelope::Cause, token::Digits};

/// What a column holds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ColumnSeen {
    /// Rows with a value.
    pub(super) filled: usize,
    /// Rows with an `@`.
    pub(super) addresses: usize,
    /// Rows with a value that is no number of digits.
    pub(super) no_digits: usize,
}

/// What stands below a header.
#[derive(Debug, Default)]
pub(super) struct Survey {
    columns: Vec<ColumnSeen>,
    rows: usize,
}

impl Survey {
    /// Looks through the rows; returns their seed cells too, borrowed from the file.
    pub(super) fn of_rows<'a>(text: &'a str, header: &Header) -> Result<(Self, Vec<Cow<'a, str>>), Cause> {
        let (mut survey, mut seeds) = (Self::default(), Vec::new());
        let (mut rows, mut cells) = (header.rows(text), Vec::new());
        let seed = header.place(Field::Seed);
        while next_row(&mut rows, &mut cells).is_some() {
            if survey.rows >= MAX_TOKENS {
                return Err(Cause::TooLarge(format!("It has more than {MAX_TOKENS} rows")));
            }
            survey.add(&cells);
            seeds.push(seed.and_then(|place| cells.get(place)).cloned().unwrap_or_default());
        }
        Ok((survey, seeds))
    }

    /// How many rows there are.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// What the column at that place holds.
    pub(super) fn of(&self, place: usize) -> ColumnSeen {
        self.columns.get(place).copied().unwrap_or_default()
    }

    fn add(&mut self, cells: &[Cow<'_, str>]) {
        self.rows += 1;
        self.columns.resize(self.columns.len().max(cells.len()), ColumnSeen::default());
        for (column, cell) in self.columns.iter_mut().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            column.filled += 1;
            column.addresses += usize::from(cell.contains('@'));
            column.no_digits += usize::from(cell.parse().ok().and_then(Digits::new).is_none());
        }
    }
}
