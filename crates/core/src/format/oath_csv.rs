//! The table that several OATH servers read, privacyIDEA among them: `serial, hex[, type[, digits[, step or counter[,
//! hash]]]]`, without header, `#` for comments. Where the type is missing, the token is read as event-based,
//! and that is said.

use std::borrow::Cow;

use super::{
    Parsed, bare_table::BareTable, draft::Draft, field::Field, seed_column::SeedColumn, table::RowShape,
};
use crate::{
    diagnostic::Diagnostic,
    encoding::SeedEncoding,
    envelope::Cause,
    token::{Origin, Token},
};

/// Cells of the longest row.
const MOST_CELLS: usize = 6;

/// Words of the third column.
const TYPES: [&str; 3] = ["hotp", "totp", "ocra"];

/// Whether a text is such a table: the third column names the type at least once.
pub(super) fn recognises(text: &str) -> bool {
    BareTable::find(text).is_some_and(|table| table.first_rows().iter().any(|cells| has_type(cells)))
}

/// Reads the table.
pub(super) fn parse(text: &str, column: SeedColumn) -> Result<Parsed, Cause> {
    let table = BareTable::open(text)?;
    let mut findings = Vec::new();
    let mut seeds = Vec::new();
    table.each_row(|cells, _| seeds.extend(cells.get(1).cloned()))?;
    let source = column.source;
    let encoding = column.decide(seeds.iter().map(|seed| &**seed), SeedEncoding::Hex, &mut findings);
    let mut tokens = Vec::with_capacity(seeds.len());
    table.each_row(|cells, shape| tokens.push(token(cells, shape, source, encoding, &mut findings)))?;
    Ok(Parsed { tokens, findings, encoding: Some(encoding), ..Parsed::default() })
}

fn has_type(cells: &[Cow<'_, str>]) -> bool {
    cells.get(2).is_some_and(|cell| TYPES.iter().any(|known| cell.eq_ignore_ascii_case(known)))
}

fn token(
    cells: &[Cow<'_, str>],
    shape: RowShape,
    source: u32,
    encoding: SeedEncoding,
    findings: &mut Vec<Diagnostic>,
) -> Token {
    let mut draft = Draft::new(Origin { source, row: shape.number }, findings);
    let cell = |place: usize| cells.get(place).map_or("", |cell| &**cell);
    draft.expect_cells(cells.len(), MOST_CELLS);
    let is_time_based = cell(2).eq_ignore_ascii_case("totp");
    draft.take(Field::Serial, cell(0));
    draft.take_seed(cell(1), encoding);
    draft.take(Field::Type, "hotp");
    draft.take(Field::Type, cell(2));
    draft.take(Field::Digits, cell(3));
    draft.take(if is_time_based { Field::Interval } else { Field::Counter }, cell(4));
    draft.take(Field::Hash, cell(5));
    draft.finish(!cell(0).is_empty())
}
