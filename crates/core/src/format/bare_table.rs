//! Tables without a header: which delimiter, and the seeds in the second column.

use std::borrow::Cow;

use super::{
    MAX_TOKENS,
    field::Field,
    table::{MAX_CELLS, RowShape, Rows},
};
use crate::envelope::Cause;

/// Delimiters in the order of preference.
const DELIMITERS: [char; 5] = [',', ';', '\t', '|', ' '];

/// How many rows are looked at to recognise a table.
const LOOKED_AT: usize = 50;

/// Shortest text that is taken for a seed in hexadecimal when it has letters alone.
const SURELY_HEX: usize = 20;

/// A table without header.
pub(super) struct BareTable<'a> {
    text: &'a str,
    delimiter: char,
}

impl<'a> BareTable<'a> {
    /// Takes a text whose second column holds seeds in hexadecimal, at least in half of the rows looked at, and whose first
    /// row is no header.
    pub(super) fn find(text: &'a str) -> Option<Self> {
        let tables = DELIMITERS.into_iter().map(|delimiter| Self { text, delimiter });
        tables.into_iter().find(Self::has_seeds).filter(|table| !table.names_columns())
    }

    /// What stands between cells.
    pub(super) fn delimiter(&self) -> char {
        self.delimiter
    }

    /// A text whose delimiter is known.
    pub(super) fn with(text: &'a str, delimiter: char) -> Self {
        Self { text, delimiter }
    }

    /// As [`BareTable::find`], with the reason when there is none.
    pub(super) fn open(text: &'a str) -> Result<Self, Cause> {
        let missing = "A text without serial numbers and seeds in its first two columns";
        Self::find(text).ok_or_else(|| Cause::NotASeedFile(missing.to_owned()))
    }

    /// Calls back with each row that is no comment.
    pub(super) fn each_row(&self, mut take: impl FnMut(&[Cow<'a, str>], RowShape)) -> Result<(), Cause> {
        let mut rows = Rows::new(self.text, self.delimiter);
        let mut cells = Vec::new();
        let mut count = 0;
        while let Some(shape) = rows.next_row(&mut cells) {
            self.tidy(&mut cells);
            if is_comment(&cells) {
                continue;
            }
            count += 1;
            if count > MAX_TOKENS {
                return Err(Cause::TooLarge(format!("It has more than {MAX_TOKENS} rows")));
            }
            take(&cells, shape);
        }
        if count == 0 { Err(Cause::NoTokens) } else { Ok(()) }
    }

    /// The cells of the first rows, for a look.
    pub(super) fn first_rows(&self) -> Vec<Vec<Cow<'a, str>>> {
        let mut rows = Rows::new(self.text, self.delimiter);
        let mut cells = Vec::new();
        let mut first = Vec::new();
        while first.len() < LOOKED_AT && rows.next_row(&mut cells).is_some() {
            self.tidy(&mut cells);
            if !is_comment(&cells) {
                first.push(cells.clone());
            }
        }
        first
    }

    /// How many cells of the widest of the first rows are beyond those that are kept.
    pub(super) fn cells_left_out(&self) -> usize {
        let mut rows = Rows::new(self.text, self.delimiter);
        let mut cells = Vec::new();
        let shapes = core::iter::from_fn(|| rows.next_row(&mut cells)).take(LOOKED_AT);
        shapes.map(|shape| shape.cells.saturating_sub(MAX_CELLS)).max().unwrap_or_default()
    }

    /// Whether the first row says what the columns hold.
    fn names_columns(&self) -> bool {
        let first = self.first_rows().into_iter().next().unwrap_or_default();
        first.len() > 1 && first.iter().all(|cell| Field::named(cell).is_some())
    }

    fn has_seeds(&self) -> bool {
        let rows = self.first_rows();
        let seeds = rows.iter().filter(|cells| has_seed(cells)).count();
        seeds > 0 && seeds * 2 >= rows.len()
    }

    /// Several blanks in a row delimit once.
    fn tidy(&self, cells: &mut Vec<Cow<'a, str>>) {
        if self.delimiter == ' ' {
            cells.retain(|cell| !cell.is_empty());
        }
        while cells.last().is_some_and(|cell| cell.is_empty()) {
            cells.pop();
        }
    }
}

fn is_comment(cells: &[Cow<'_, str>]) -> bool {
    cells.first().is_none_or(|cell| cell.starts_with('#'))
}

fn has_seed(cells: &[Cow<'_, str>]) -> bool {
    let [serial, seed, ..] = cells else { return false };
    let is_hex = seed.bytes().all(|c| c.is_ascii_hexdigit()) && seed.len() >= 4;
    let has_digit = seed.bytes().any(|c| c.is_ascii_digit());
    !serial.is_empty() && is_hex && (has_digit || seed.len() >= SURELY_HEX)
}
