//! The header row: which delimiter, which column is what.

use std::borrow::Cow;

use super::{
    super::{
        draft::MAX_VALUE,
        field::Field,
        row_check::Width,
        table::{DELIMITERS, MAX_CELLS, RowShape, Rows},
    },
    survey::Survey,
};
use crate::diagnostic::FileProblem;

/// How many rows are looked at for a header: comments and blank lines may stand before it.
const LOOKED_AT: u32 = 32;

/// A header row.
#[derive(Debug)]
pub(in crate::format) struct Header {
    /// What stands between cells.
    pub(super) delimiter: char,
    columns: Vec<Option<Field>>,
    /// The names as they stand there.
    names: Vec<String>,
    /// Places of columns that say what another one says, with what that is.
    twice: Vec<(usize, Field)>,
    /// Places of columns that nothing is known about.
    unknown: Vec<usize>,
    /// A cell below no name has a value, so that surplus cells are explained by that.
    has_nameless: bool,
    row: u32,
}

/// Two columns for one field.
#[derive(Clone, Copy)]
pub(super) struct Rivals {
    pub(super) field: Field,
    /// The column that is used.
    pub(super) used: usize,
    /// The other.
    pub(super) other: usize,
}

/// A named column that is not used.
#[derive(Debug)]
pub(super) struct Unused {
    /// Which, counted from 0.
    pub(super) place: usize,
    /// Its name.
    pub(super) name: String,
    /// What it says, where another column is used for that; `None` where nothing is known about it.
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

    /// How wide the table is.
    pub(super) fn width(&self) -> Width {
        Width {
            cells: self.columns.len(),
            delimiter: self.delimiter,
            manufacturer: self.place(Field::Manufacturer).filter(|_| !self.has_nameless),
            is_ragged: false,
        }
    }

    /// What each column is; `None` for those not used.
    pub(super) fn fields(&self) -> impl Iterator<Item = Option<Field>> {
        self.columns.iter().copied()
    }

    /// Which column holds a field, counted from 0.
    pub(super) fn place(&self, field: Field) -> Option<usize> {
        self.columns.iter().position(|column| *column == Some(field))
    }

    /// Decides what the names leave open by what stands below them; returns what is to be said of the columns.
    pub(super) fn settle(&mut self, survey: &Survey) -> Vec<FileProblem> {
        self.settle_lengths(survey);
        self.settle_users(survey);
        let nameless = self.settle_nameless(survey);
        let number = |at: &usize| u32::try_from(at + 1).unwrap_or(u32::MAX);
        nameless.iter().map(|at| FileProblem::ColumnNameless { number: number(at) }).collect()
    }

    /// The named columns that are not used, after [`Header::settle`].
    pub(super) fn unused(&self) -> Vec<Unused> {
        let unused = |place: usize, again| {
            let name = self.names.get(place).cloned().unwrap_or_default();
            Unused { place, name, again }
        };
        let unknown = self.unknown.iter().map(|at| unused(*at, None));
        unknown.chain(self.twice.iter().map(|(at, field)| unused(*at, Some(*field)))).collect()
    }

    /// Columns for one field that must not differ: names that are one name, and whatever makes codes.
    pub(super) fn rivals(&self) -> Vec<Rivals> {
        let rank = |place: usize| self.names.get(place).map(|name| Field::rank(name));
        let rivals = self.twice.iter().filter_map(|(other, field)| {
            let rivals = Rivals { field: *field, used: self.place(*field)?, other: *other };
            (!field.has_shades() || rank(rivals.used) == rank(rivals.other)).then_some(rivals)
        });
        rivals.collect()
    }

    fn with(text: &str, delimiter: char) -> Option<Self> {
        let mut rows = Rows::new(text, delimiter);
        let mut cells = Vec::new();
        let row = loop {
            let shape = rows.next_row(&mut cells).filter(|shape| shape.number <= LOOKED_AT)?;
            if !is_comment(&cells) && !is_separator(&cells) {
                break shape.number;
            }
        };
        let mut header = Self {
            delimiter,
            columns: Vec::new(),
            names: Vec::new(),
            twice: Vec::new(),
            unknown: Vec::new(),
            has_nameless: false,
            row,
        };
        for cell in &cells {
            header.add(cell);
        }
        let is_header = header.place(Field::Serial).is_some() && header.place(Field::Seed).is_some();
        (is_header && cells.len() < MAX_CELLS).then_some(header)
    }

    /// Of two columns for one field, the one whose name is more exact is used.
    fn add(&mut self, name: &str) {
        let (field, at) = (Field::named(name), self.columns.len());
        self.names.push(name.chars().take(MAX_VALUE).collect());
        self.columns.push(field);
        match field.and_then(|field| self.place(field)) {
            Some(before) if before < at => {
                let rank = |place: usize| self.names.get(place).map(|name| Field::rank(name));
                let loser = if rank(at) < rank(before) { before } else { at };
                self.give_up(loser);
            }
            None if !name.is_empty() => self.unknown.push(at),
            _ => {}
        }
    }

    /// Does not use a column, because another one is for its field.
    fn give_up(&mut self, place: usize) {
        let field = self.columns.get_mut(place).and_then(Option::take);
        self.twice.extend(field.map(|field| (place, field)));
    }

    /// A length of 20 is that of a seed, not of codes.
    fn settle_lengths(&mut self, survey: &Survey) {
        let is_some_length =
            |place: usize| self.names.get(place).is_some_and(|name| Field::is_some_length(name));
        let Some(place) = self.place(Field::Digits).filter(|place| is_some_length(*place)) else {
            return;
        };
        if survey.of(place).no_digits > 0 {
            self.columns.iter_mut().skip(place).take(1).for_each(|column| *column = None);
            self.unknown.push(place);
        }
    }

    /// Of columns for the user, one with addresses goes before one with none.
    fn settle_users(&mut self, survey: &Survey) {
        let Some(used) = self.place(Field::Upn).filter(|place| survey.of(*place).addresses == 0) else {
            return;
        };
        let others = self.twice.iter().filter(|(_, field)| *field == Field::Upn).map(|(place, _)| *place);
        let best = others.filter(|place| survey.of(*place).addresses > 0).max_by_key(|place| {
            // The first of those with as many.
            (survey.of(*place).addresses, usize::MAX - place)
        });
        if let Some(best) = best {
            self.give_up(used);
            self.twice.retain(|(place, _)| *place != best);
            self.columns.iter_mut().skip(best).take(1).for_each(|column| *column = Some(Field::Upn));
        }
    }

    /// A spreadsheet writes columns that are empty throughout. Others without a name are returned; values in few rows
    /// behind the last name are surplus cells of these rows.
    fn settle_nameless(&mut self, survey: &Survey) -> Vec<usize> {
        let nameless = |place: &usize| self.names.get(*place).is_some_and(String::is_empty);
        let filled: Vec<usize> =
            (0..self.names.len()).filter(nameless).filter(|place| survey.of(*place).filled > 0).collect();
        self.has_nameless = !filled.is_empty();
        let named = self.names.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1);
        let is_usual = |place: &&usize| survey.of(**place).filled * 2 >= survey.rows();
        let end = filled.iter().rfind(is_usual).map_or(named, |last| named.max(last + 1));
        self.columns.truncate(end);
        filled.into_iter().filter(|place| *place < end).collect()
    }
}

/// Puts the next row that is no comment into `cells`; `None` at the end.
pub(super) fn next_row<'a>(rows: &mut Rows<'a>, cells: &mut Vec<Cow<'a, str>>) -> Option<RowShape> {
    core::iter::from_fn(|| rows.next_row(cells).map(|shape| (shape, is_comment(cells))))
        .find(|(_, is_comment)| !is_comment)
        .map(|(shape, _)| shape)
}

fn is_comment(cells: &[Cow<'_, str>]) -> bool {
    cells.iter().find(|cell| !cell.is_empty()).is_some_and(|cell| cell.starts_with('#'))
}

/// Excel's `sep=;`.
fn is_separator(cells: &[Cow<'_, str>]) -> bool {
    let first = cells.iter().find(|cell| !cell.is_empty());
    first.and_then(|cell| cell.get(..4)).is_some_and(|start| start.eq_ignore_ascii_case("sep="))
}
