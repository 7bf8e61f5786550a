//! The log of Yubico's personalization tool in its traditional layout: `LOGGING START` lines, then rows of what was
//! written, when, to which slot, public id, private id, secret in hexadecimal, access codes, flags, digits, counter.
//!
//! The words of the first column are translated, so a row is told by its digits: only OATH-HOTP has any.

use std::borrow::Cow;

use super::{
    Parsed, bare_table::BareTable, draft::Draft, field::Field, seed_column::SeedColumn, unkept::Unkept,
};
use crate::{
    encoding::SeedEncoding,
    envelope::Cause,
    token::{Origin, Token},
};

const START: &str = "LOGGING START";

/// Cells that a row has at least: those up to the counter.
const CELLS: usize = 13;

/// Cells that no token has a place for; zeros stand for none.
const UNKEPT: [(usize, &str); 5] =
    [(1, "time of writing"), (2, "slot"), (4, "private id"), (6, "access code"), (7, "access code")];

/// Whether a text is such a log.
pub(super) fn recognises(text: &str) -> bool {
    let rows = BareTable::with(text, ',').first_rows();
    let is_entry = |cells: &[Cow<'_, str>]| is_entry(&with_whole_time(cells));
    let is_log = |cells: &[Cow<'_, str>]| is_start(cells) || is_entry(cells);
    rows.iter().any(|cells| is_entry(cells)) && rows.first().is_some_and(|cells| is_log(cells))
}

/// Reads the log.
pub(super) fn parse(text: &str, column: SeedColumn) -> Result<Parsed, Cause> {
    let (source, encoding) = (column.source, column.or(SeedEncoding::Hex));
    let mut parsed = Parsed { encoding: Some(encoding), ..Parsed::default() };
    let mut unkept = Unkept::default();
    BareTable::with(text, ',').each_row(|cells, shape| {
        let cells = &*with_whole_time(cells);
        if !is_start(cells) {
            for (place, name) in UNKEPT {
                unkept.value_in(
                    shape.number,
                    name,
                    cells.get(place).map_or("", |cell| cell.trim_matches('0')),
                );
            }
            let draft = Draft::new(Origin { source, row: shape.number }, &mut parsed.findings);
            parsed.tokens.push(token(cells, encoding, draft));
        }
    })?;
    if parsed.tokens.iter().any(|token| token.serial.is_some()) {
        parsed.findings.push(Field::Serial.taken_from("public id", source));
    }
    parsed.findings.extend(unkept.findings(source));
    if parsed.tokens.is_empty() { Err(Cause::NoTokens) } else { Ok(parsed) }
}

fn token(cells: &[Cow<'_, str>], encoding: SeedEncoding, mut draft: Draft<'_>) -> Token {
    let cell = |place: usize| cells.get(place).map_or("", |cell| &**cell);
    let [what, public_id, secret, digits, counter] = [0, 3, 5, 11, 12].map(cell);
    draft.take(Field::Serial, public_id);
    draft.take(Field::Manufacturer, "Yubico");
    if matches!(digits, "" | "0") {
        draft.take(Field::Type, what);
        return draft.finish(!public_id.is_empty());
    }
    draft.take(Field::Type, "hotp");
    draft.take_seed(secret, encoding);
    draft.take(Field::Digits, digits);
    draft.take(Field::Counter, counter);
    draft.finish(!public_id.is_empty())
}

/// The time is written as the computer's language has it, some with a comma between day and hour: then the slot and all
/// behind it stand one cell further.
fn with_whole_time<'c, 'a>(cells: &'c [Cow<'a, str>]) -> Cow<'c, [Cow<'a, str>]> {
    if let [what, day, hour, rest @ ..] = cells
        && !is_entry(cells)
    {
        let time = Cow::Owned(format!("{day}, {hour}"));
        let joined: Vec<_> = [what.clone(), time].into_iter().chain(rest.iter().cloned()).collect();
        if is_entry(&joined) {
            return Cow::Owned(joined);
        }
    }
    Cow::Borrowed(cells)
}

fn is_start(cells: &[Cow<'_, str>]) -> bool {
    cells.first().is_some_and(|cell| cell.eq_ignore_ascii_case(START))
}

fn is_entry(cells: &[Cow<'_, str>]) -> bool {
    let cell = |place: usize| cells.get(place).map_or("", |cell| &**cell);
    cells.len() >= CELLS
        && matches!(cell(2), "1" | "2")
        && cell(11).parse::<u8>().is_ok_and(|digits| digits <= 8)
}
