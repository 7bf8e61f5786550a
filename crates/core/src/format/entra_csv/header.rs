//! The header row: which delimiter, which column is what.

use std::borrow::Cow;

use super::super::{
    field::Field,
    table::{DELIMITERS, MAX_CELLS, Rows},
};

/// How many rows are looked at for a header: comments and blank lines may stand before it.
const LOOKED_AT: u32 = 32;

/// A header row.
#[derive(Debug)]
pub(in crate::format) struct Header {
    /// What stands between cells.
    pub(super) delimiter: char,
    /// Named columns that are not used.
    pub(super) unused: Vec<Unused>,
    columns: Vec<Option<Field>>,
    /// The names as they stand there.
    names: Vec<String>,
    row: u32,
}

/// A named column that is not used.
#[derive(Debug)]
pub(super) struct Unused {
    /// Which, counted from 0.
    pub(super) place: usize,
    /// Its name.
    pub(super) name: String,
    /// What it says, where an earlier column says that already; `None` where nothing is known about it.
    pub(super) again: Option<Field>,
}

impl Header {
    /// The header of a text, with the delimiter that makes most known names; `None` when there is none that names
    /// serial number and seed.
    pub(in crate::format) fn find(text: &str) -> Option<Self> {
        let candidates = DELIMITERS.into_iter().filter_map(|delimiter| Self::with(text, delimiter));
        candidates.max_by_key(|header| header.columns.iter().flatten().count())
    }

    /// Whether a column has exactly this name, but for its case.
    pub(in crate::format) fn is_named(&self, name: &str) -> bool {
        self.names.iter().any(|own| own.eq_ignore_ascii_case(name))
    }

    /// The rows below the header.
    pub(super) fn rows<'a>(&self, text: &'a str) -> Rows<'a> {
        let mut rows = Rows::new(text, self.delimiter);
        let mut cells = Vec::new();
        while rows.next_row(&mut cells).is_some_and(|shape| shape.number < self.row) {}
        rows
    }

    /// How many columns there are.
    pub(super) fn columns(&self) -> usize {
        self.columns.len()
    }

    /// What each column is; `None` for those not used.
    pub(super) fn fields(&self) -> impl Iterator<Item = Option<Field>> {
        self.columns.iter().copied()
    }

    /// Which column holds a field, counted from 0.
    pub(super) fn place(&self, field: Field) -> Option<usize> {
        self.columns.iter().position(|column| *column == Some(field))
    }

    fn with(text: &str, delimiter: char) -> Option<Self> {
        let mut rows = Rows::new(text, delimiter);
        let mut cells = Vec::new();
        let row = loop {
            let shape = rows.next_row(&mut cells).filter(|shape| shape.number <= LOOKED_AT)?;
            if !is_preamble(&cells) {
                break shape.number;
            }
        };
        let mut header = Self { delimiter, unused: Vec::new(), columns: Vec::new(), names: Vec::new(), row };
        for cell in &cells {
            header.add(cell);
        }
        header.drop_empty_end(&cells);
        let is_header = header.place(Field::Serial).is_some() && header.place(Field::Seed).is_some();
        (is_header && cells.len() < MAX_CELLS).then_some(header)
    }

    fn add(&mut self, name: &str) {
        let field = Field::named(name);
        let kept: String = name.chars().take(super::super::draft::MAX_VALUE).collect();
        let again = field.filter(|known| self.place(*known).is_some());
        if again.is_some() || (field.is_none() && !name.is_empty()) {
            self.unused.push(Unused { place: self.columns.len(), name: kept.clone(), again });
        }
        self.names.push(kept);
        self.columns.push(field.filter(|_| again.is_none()));
    }

    /// A spreadsheet writes columns that are empty throughout.
    fn drop_empty_end(&mut self, cells: &[Cow<'_, str>]) {
        let named = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        self.columns.truncate(named);
    }
}

/// A comment, or Excel's `sep=;`.
fn is_preamble(cells: &[Cow<'_, str>]) -> bool {
    cells.iter().find(|cell| !cell.is_empty()).is_some_and(|cell| {
        cell.starts_with('#') || cell.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("sep="))
    })
}
