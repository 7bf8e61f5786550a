//! Whether a row of a table is as the rows before it: in one delimiter, its quotation marks closed, as wide as the header,
//! and whole. A last row without a line break may have been cut off.

use std::borrow::Cow;

use super::{
    draft::Draft,
    table::{DELIMITERS, RowShape},
    value::{quotable, shows_seed},
};
use crate::{diagnostic::RowProblem, token::OathType};

/// Most surplus cells that an unquoted comma in the manufacturer's name explains.
pub(super) const MAX_SURPLUS: usize = 3;

/// Intervals that may have lost their last digit.
const INTERVALS: [&str; 2] = ["30", "60"];

/// How wide a table is.
#[derive(Clone, Copy)]
pub(super) struct Width {
    /// Cells of each row.
    pub(super) cells: usize,
    /// What stands between them.
    pub(super) delimiter: char,
    /// Where the manufacturer's name stands, should an unquoted delimiter in it be possible.
    pub(super) manufacturer: Option<usize>,
    /// Cells at the end may be left out.
    pub(super) is_ragged: bool,
}

/// What the rows before show.
#[derive(Default)]
pub(super) struct RowCheck {
    /// Cells of the row before, and of the last ones before that were time-based and event-based.
    cells: [usize; 3],
    /// Characters of the shortest seed before.
    shortest_seed: Option<usize>,
    /// The last cell of the row before, where it is an interval.
    interval: Option<&'static str>,
}

/// The types of which rows are set against one another.
const TYPES: [OathType; 2] = [OathType::Totp, OathType::Hotp];

impl RowCheck {
    /// Begins a table whose rows are as wide as its header.
    pub(super) fn below_header(cells: usize) -> Self {
        Self { cells: [cells, 0, 0], ..Self::default() }
    }

    /// Notes what is wrong with the cells of a row. `false` where they cannot be told apart.
    pub(super) fn cells_are_told(
        draft: &mut Draft<'_>,
        cells: &[Cow<'_, str>],
        shape: RowShape,
        delimiter: char,
        expected: Option<usize>,
    ) -> bool {
        if shape.quote_open {
            draft.note(RowProblem::QuoteOpen);
        }
        let others = || DELIMITERS.into_iter().filter(|other| *other != delimiter);
        let holds_seed = |cell: &Cow<'_, str>| {
            !shape.quote_open && others().any(|other| cell.contains(other)) && shows_seed(cell)
        };
        let is_whole_row = |cell: &str| others().any(|other| Some(cell.split(other).count()) == expected);
        let alone = match cells {
            [only, rest @ ..] if rest.iter().all(|cell| cell.is_empty()) => Some(only),
            _ => None,
        };
        let is_other = cells.iter().any(holds_seed)
            || (expected.is_some_and(|expected| expected > 1)
                && alone.is_some_and(|cell| is_whole_row(cell)));
        if is_other {
            draft.note(RowProblem::OtherDelimiter);
        }
        !is_other
    }

    /// Notes it where the file ends within a row that has fewer cells than the one before, or that ends in a seed or an
    /// interval shorter than those before. Whether it was noted.
    pub(super) fn end(
        &mut self,
        draft: &mut Draft<'_>,
        cells: &[Cow<'_, str>],
        is_last: bool,
        seed: Option<usize>,
    ) -> bool {
        self.end_of_type(draft, cells, is_last, seed, None)
    }

    /// As [`Self::end`], where rows of one type have fewer cells than those of another; `None` for a row without a type.
    pub(super) fn end_of_type(
        &mut self,
        draft: &mut Draft<'_>,
        cells: &[Cow<'_, str>],
        is_last: bool,
        seed: Option<usize>,
        oath_type: Option<&OathType>,
    ) -> bool {
        let place =
            oath_type.map_or(0, |kind| TYPES.iter().position(|known| known == kind).map_or(0, |at| at + 1));
        let usual = self.cells.get(place).copied().unwrap_or_default();
        let is_seed = |place: &usize| place + 1 == cells.len();
        let last = cells.last().map_or("", |cell| &**cell);
        let length =
            seed.and_then(|place| cells.get(place)).map(|cell| cell.trim_end_matches('=').chars().count());
        let cut_seed =
            seed.filter(is_seed).and(self.shortest_seed).is_some_and(|shortest| length < Some(shortest));
        let cut_interval = !last.is_empty()
            && self.interval.is_some_and(|before| before.len() > last.len() && before.starts_with(last));
        let before = self.cells.first().copied().unwrap_or_default();
        let is_cut =
            is_last && (cells.len() < usual || (cells.len() == before && (cut_seed || cut_interval)));
        if is_cut {
            draft.note(RowProblem::CutOff);
        }
        for kept in [0, place] {
            self.cells.iter_mut().skip(kept).take(1).for_each(|cells_of| *cells_of = cells.len());
        }
        self.shortest_seed = [self.shortest_seed, length].into_iter().flatten().min();
        self.interval = INTERVALS.into_iter().find(|interval| *interval == last);
        is_cut
    }
}

/// Takes empty cells away that are beyond the width of the table.
pub(super) fn drop_empty_end(cells: &mut Vec<Cow<'_, str>>, width: usize) {
    while cells.len() > width && cells.last().is_some_and(|cell| cell.is_empty()) {
        cells.pop();
    }
}

/// Brings a row to the width of its table where that is clear.
pub(super) fn fit(
    draft: &mut Draft<'_>,
    width: Width,
    cells: &mut Vec<Cow<'_, str>>,
    shape: RowShape,
    is_cut: bool,
) {
    let expected = width.cells;
    let found = if cells.len() < shape.cells && cells.len() > expected { shape.cells } else { cells.len() };
    let count = |cells: usize| u32::try_from(cells).unwrap_or(u32::MAX);
    if found > expected {
        match join_manufacturer(width, cells) {
            Some(name) => {
                draft.note(RowProblem::CommaInManufacturer { manufacturer: quotable(&name) });
            }
            None => draft.note(RowProblem::Long { found: count(found), expected: count(expected) }),
        }
    } else if found < expected && !is_cut && !width.is_ragged {
        draft.note(RowProblem::Short { found: count(found), expected: count(expected) });
    }
}

/// Joins `Feitian Technology Co.,Ltd` again, where the surplus cells can stand there alone.
fn join_manufacturer(width: Width, cells: &mut Vec<Cow<'_, str>>) -> Option<String> {
    let place = width.manufacturer?;
    let surplus = cells.len().checked_sub(width.cells)?;
    let pieces = cells.get(place..=place.checked_add(surplus)?)?;
    if surplus > MAX_SURPLUS || pieces.iter().any(|piece| piece.is_empty()) {
        return None;
    }
    let mut delimiter = [0; 4];
    let name = pieces.join(&*width.delimiter.encode_utf8(&mut delimiter));
    cells.splice(place..=place + surplus, [Cow::Owned(name.clone())]);
    Some(name)
}
