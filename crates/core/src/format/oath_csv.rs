//! The table that several OATH servers read, privacyIDEA among them: `serial, hex[, type[, digits[, step or counter[,
//! hash]]]]`, without header, `#` for comments. Where the type is missing, the token is read as event-based,
//! and that is said.

use std::borrow::Cow;

use super::{
    Parsed, bare_table::BareTable, draft::Draft, field::Field, row_check::RowCheck, seed_column::SeedColumn,
    value::oath_type,
};
use crate::{
    encoding::SeedEncoding,
    envelope::Cause,
    token::{OathType, Origin, Token},
};

/// Cells of the longest row.
const MOST_CELLS: usize = 6;

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
    let mut check = RowCheck::default();
    table.each_row(|cells, shape| {
        let mut draft = Draft::new(Origin { source, row: shape.number }, &mut findings);
        if !RowCheck::cells_are_told(&mut draft, cells, shape, table.delimiter(), None) {
            return tokens.push(draft.finish(true));
        }
        let kind = cells.get(2).map(|cell| oath_type(cell));
        check.end_of_type(&mut draft, cells, shape.last, Some(1), kind.as_ref());
        tokens.push(token(cells, kind.as_ref(), encoding, draft));
    })?;
    Ok(Parsed { tokens, findings, encoding: Some(encoding), ..Parsed::default() })
}

fn has_type(cells: &[Cow<'_, str>]) -> bool {
    cells.get(2).is_some_and(|cell| !matches!(oath_type(cell), OathType::Other(_)))
}

fn token(
    cells: &[Cow<'_, str>],
    kind: Option<&OathType>,
    encoding: SeedEncoding,
    mut draft: Draft<'_>,
) -> Token {
    let cell = |place: usize| cells.get(place).map_or("", |cell| &**cell);
    draft.expect_cells(cells.len(), MOST_CELLS);
    let is_time_based = kind == Some(&OathType::Totp);
    draft.take(Field::Serial, cell(0));
    draft.take_seed(cell(1), encoding);
    draft.take(Field::Type, "hotp");
    draft.take(Field::Type, cell(2));
    draft.take(Field::Digits, cell(3));
    draft.take(if is_time_based { Field::Interval } else { Field::Counter }, cell(4));
    draft.take(Field::Hash, cell(5));
    draft.finish(!cell(0).is_empty())
}
