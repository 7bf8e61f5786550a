//! Duo CSV: `serial,hex[,interval or counter]`, without header. The file does not say whether tokens are time-based;
//! the third column tells when it holds nothing but 30 and 60.

use std::borrow::Cow;

use seedferry_protocol::{CustomCsv, TokenProperty};

use super::{
    Parsed, bare_table::BareTable, custom_csv::bare, draft::Draft, field::Field, row_check::RowCheck,
    seed_column::SeedColumn,
};
use crate::{
    diagnostic::{Diagnostic, FileProblem, Place},
    encoding::SeedEncoding,
    envelope::Cause,
    token::{Origin, Token},
};

/// Cells of the longest row.
const MOST_CELLS: usize = 3;

/// What the third column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Third {
    /// It is empty throughout.
    Nothing,
    /// Time intervals.
    Interval,
    /// Counters.
    Counter,
}

/// Whether a text is such a table: two or three columns, the third of numbers.
pub(super) fn recognises(text: &str) -> bool {
    BareTable::find(text).is_some_and(|table| table.first_rows().iter().all(|cells| is_row(cells)))
}

/// What is written: the third column always, because Duo takes a time-based token without it for one of 30 seconds.
pub(crate) fn layout() -> CustomCsv {
    bare("Duo CSV", &[TokenProperty::Serial, TokenProperty::Seed, TokenProperty::IntervalOrCounter])
}

/// Reads the table.
pub(super) fn parse(text: &str, column: SeedColumn) -> Result<Parsed, Cause> {
    let table = BareTable::open(text)?;
    let mut findings = Vec::new();
    let (mut seeds, mut third) = (Vec::new(), Third::Nothing);
    table.each_row(|cells, _| {
        seeds.extend(cells.get(1).cloned());
        third = third.and(cells.get(2).map_or("", |cell| &**cell));
    })?;
    let source = column.source;
    let encoding = column.decide(seeds.iter().map(|seed| &**seed), SeedEncoding::Hex, &mut findings);
    findings.push(Diagnostic::new(Place::file(source), third.assumption()));
    let mut tokens = Vec::with_capacity(seeds.len());
    let mut check = RowCheck::default();
    table.each_row(|cells, shape| {
        let mut draft = Draft::new(Origin { source, row: shape.number }, &mut findings);
        if !RowCheck::cells_are_told(&mut draft, cells, shape, table.delimiter(), None) {
            return tokens.push(draft.finish(true));
        }
        check.end(&mut draft, cells, shape.last, Some(1));
        tokens.push(token(cells, (encoding, third), draft));
    })?;
    Ok(Parsed { tokens, findings, encoding: Some(encoding), ..Parsed::default() })
}

impl Third {
    /// The file does not say the type, so what was made of it is always said.
    fn assumption(self) -> FileProblem {
        match self {
            Self::Nothing => FileProblem::TypeAssumed,
            Self::Interval => FileProblem::TypeFromNumbers { event_based: false },
            Self::Counter => FileProblem::TypeFromNumbers { event_based: true },
        }
    }

    fn and(self, cell: &str) -> Self {
        match (self, cell) {
            (_, "") => self,
            (Self::Nothing | Self::Interval, "30" | "60") => Self::Interval,
            _ => Self::Counter,
        }
    }
}

fn is_row(cells: &[Cow<'_, str>]) -> bool {
    let is_number = |cell: &Cow<'_, str>| cell.len() <= 20 && cell.bytes().all(|c| c.is_ascii_digit());
    (2..=MOST_CELLS).contains(&cells.len()) && cells.get(2).is_none_or(is_number)
}

fn token(cells: &[Cow<'_, str>], (encoding, third): (SeedEncoding, Third), mut draft: Draft<'_>) -> Token {
    let cell = |place: usize| cells.get(place).map_or("", |cell| &**cell);
    draft.expect_cells(cells.len(), MOST_CELLS);
    draft.take(Field::Serial, cell(0));
    draft.take_seed(cell(1), encoding);
    match third {
        Third::Nothing => {}
        Third::Interval => draft.take(Field::Interval, cell(2)),
        Third::Counter => {
            draft.take(Field::Type, "hotp");
            draft.take(Field::Counter, cell(2));
        }
    }
    draft.finish(!cell(0).is_empty())
}
