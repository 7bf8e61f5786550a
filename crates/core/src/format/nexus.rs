//! Nexus: event-based tokens as `serial:seed:counter`, seed and counter (big-endian) in Base64.

use std::borrow::Cow;

use super::{MAX_TOKENS, Parsed, draft::Draft, field::Field, row_check::RowCheck, seed_column::SeedColumn};
use crate::{
    diagnostic::RowProblem,
    encoding::{SeedEncoding, decode},
    envelope::Cause,
    token::{Origin, Token},
};

/// Rows that are looked at to recognise a list.
const LOOKED_AT: usize = 10;

/// Whether a text is such a list: most of its first rows are.
pub(super) fn recognises(text: &str) -> bool {
    let rows: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(LOOKED_AT).collect();
    let fitting = rows.iter().filter(|row| is_row(&cells(row))).count();
    fitting > 0 && fitting * 2 >= rows.len()
}

/// Reads the list.
pub(super) fn parse(text: &str, column: SeedColumn) -> Result<Parsed, Cause> {
    let (source, encoding) = (column.source, column.or(SeedEncoding::Base64));
    let mut parsed = Parsed { encoding: Some(encoding), ..Parsed::default() };
    let mut check = RowCheck::default();
    let mut rows = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()).peekable();
    while let Some((row, line)) = rows.next() {
        if parsed.tokens.len() >= MAX_TOKENS {
            return Err(Cause::TooLarge(format!("It has more than {MAX_TOKENS} rows")));
        }
        let mut draft = Draft::new(Origin { source, row }, &mut parsed.findings);
        let cells = cells(line);
        let is_last = rows.peek().is_none() && !text.ends_with(['\n', '\r']);
        let is_cut = check.end(&mut draft, &cells, is_last, Some(1));
        if cells.len() < CELLS && !is_cut {
            let count = |cells: usize| u32::try_from(cells).unwrap_or(u32::MAX);
            draft.note(RowProblem::Short { found: count(cells.len()), expected: count(CELLS) });
        }
        parsed.tokens.push(token(&cells, encoding, draft));
    }
    if parsed.tokens.is_empty() { Err(Cause::NoTokens) } else { Ok(parsed) }
}

/// Shortest text that is taken for a seed when a list is recognised: ten bytes in Base64.
const SHORTEST: usize = 14;

/// Cells of a row.
const CELLS: usize = 3;

fn cells(line: &str) -> Vec<Cow<'_, str>> {
    line.trim().splitn(CELLS, ':').map(Cow::Borrowed).collect()
}

fn is_row(cells: &[Cow<'_, str>]) -> bool {
    let [serial, seed, counter] = cells else { return false };
    let is_base64 = |text: &str| decode(text, SeedEncoding::Base64).is_ok();
    let is_serial = serial.bytes().all(|c| c.is_ascii_graphic());
    is_serial && seed.len() >= SHORTEST && !seed.contains(' ') && is_base64(seed) && is_base64(counter)
}

fn token(cells: &[Cow<'_, str>], encoding: SeedEncoding, mut draft: Draft<'_>) -> Token {
    let cell = |place: usize| cells.get(place).map_or("", |cell| &**cell);
    draft.take(Field::Serial, cell(0));
    draft.take(Field::Type, "hotp");
    draft.take_seed(cell(1), encoding);
    draft.take(Field::CounterBase64, cell(2));
    draft.finish(!cell(0).is_empty())
}
