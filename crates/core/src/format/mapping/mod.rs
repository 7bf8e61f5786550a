//! Any other table: read by a mapping of its columns, which is guessed first and then put right by the user.

pub mod file;
mod guess;
pub(super) mod preview;

use std::borrow::Cow;

use seedferry_protocol::{ColumnRole, Mapping, TimeUnit, TokenKind};

pub(super) use self::guess::{guess, is_table};
use super::{
    Parsed,
    bare_table::BareTable,
    draft::Draft,
    field::Field,
    row_check::{RowCheck, Width, drop_empty_end, fit},
    table::{MAX_CELLS, RowShape},
    unkept::Unkept,
};
use crate::{
    diagnostic::{Diagnostic, FileProblem, Place},
    encoding::{SeedEncoding, decide},
    envelope::Cause,
    token::{Origin, Token},
};

/// Reads a table by a mapping.
pub(super) fn parse(text: &str, source: u32, mapping: &Mapping) -> Result<Parsed, Cause> {
    if place_of(mapping, ColumnRole::Seed).is_none() {
        return Err(Cause::NotASeedFile("A table without a column of seeds".to_owned()));
    }
    let (encoding, ambiguous) = encoding(text, mapping)?;
    let mut parsed = Parsed { encoding: Some(encoding), ..Parsed::default() };
    if ambiguous {
        let problem = FileProblem::AmbiguousSeedEncoding { taken: encoding };
        parsed.findings.push(Diagnostic::new(Place::file(source), problem));
    }
    let (width, header) = measure(text, mapping)?;
    let (mut unkept, names) = (Unkept::default(), names(&header, mapping));
    let (mut check, seed) = (RowCheck::default(), place_of(mapping, ColumnRole::Seed));
    each_row(text, mapping, |cells, shape| {
        let mut draft = Draft::new(Origin { source, row: shape.number }, &mut parsed.findings);
        if !RowCheck::cells_are_told(&mut draft, cells, shape, mapping.delimiter, Some(width.cells)) {
            return parsed.tokens.push(draft.finish(true));
        }
        for (name, cell) in names.iter().zip(cells) {
            if let Some(name) = name {
                unkept.value_in(shape.number, name, cell);
            }
        }
        let mut cells = cells.to_vec();
        drop_empty_end(&mut cells, width.cells);
        let is_cut = check.end(&mut draft, &cells, shape.last, seed);
        fit(&mut draft, width, &mut cells, shape, is_cut);
        parsed.tokens.push(token(&cells, mapping, encoding, draft));
    })?;
    parsed.findings.extend(unkept.findings(source));
    if parsed.tokens.is_empty() { Err(Cause::NoTokens) } else { Ok(parsed) }
}

/// Calls back with each row behind the header.
fn each_row<'a>(
    text: &'a str,
    mapping: &Mapping,
    mut take: impl FnMut(&[Cow<'a, str>], RowShape),
) -> Result<(), Cause> {
    let mut in_header = mapping.header;
    BareTable::with(text, mapping.delimiter).each_row(|cells, shape| {
        if !std::mem::take(&mut in_header) {
            take(cells, shape);
        }
    })
}

/// How wide the table is, and its header, which is empty where it has none. As wide as the header, or else as most rows,
/// and no narrower than what is used. Blanks part words of a name, too, so that nothing is known where they are the delimiter.
fn measure<'a>(text: &'a str, mapping: &Mapping) -> Result<(Width, Vec<Cow<'a, str>>), Cause> {
    let mut counts: Vec<usize> = Vec::new();
    let (mut header, mut is_first) = (Vec::new(), mapping.header);
    BareTable::with(text, mapping.delimiter).each_row(|cells, shape| {
        if core::mem::take(&mut is_first) {
            header = cells.to_vec();
        }
        let cells = shape.cells.min(MAX_CELLS);
        counts.resize(counts.len().max(cells + 1), 0);
        counts.iter_mut().skip(cells).take(1).for_each(|count| *count += 1);
    })?;
    let usual = counts.iter().enumerate().max_by_key(|(_, count)| **count).map_or(0, |(cells, _)| cells);
    let used = mapping.columns.iter().rposition(|role| *role != ColumnRole::Unused).map_or(0, |at| at + 1);
    let named = Some(header.len()).filter(|names| *names > 0);
    let width = Width {
        cells: if mapping.delimiter == ' ' { usize::MAX } else { named.unwrap_or(usual).max(used) },
        delimiter: mapping.delimiter,
        manufacturer: place_of(mapping, ColumnRole::Manufacturer),
        is_ragged: true,
    };
    Ok((width, header))
}

/// What the columns that are not used are called, by the places of all columns.
fn names(header: &[Cow<'_, str>], mapping: &Mapping) -> Vec<Option<String>> {
    let name = |place: usize| {
        let named = header.get(place).filter(|name| !name.is_empty());
        named.map_or_else(|| format!("column {}", place + 1), ToString::to_string)
    };
    let is_unused = |place: usize| mapping.columns.get(place).is_none_or(|role| *role == ColumnRole::Unused);
    (0..MAX_CELLS).map(|place| is_unused(place).then(|| name(place))).collect()
}

/// How the seeds are written, decided over all rows where the mapping leaves it open, and whether that is in doubt.
fn encoding(text: &str, mapping: &Mapping) -> Result<(SeedEncoding, bool), Cause> {
    if let Some(chosen) = SeedEncoding::chosen(mapping.seed_encoding) {
        return Ok((chosen, false));
    }
    let mut seeds = Vec::new();
    let place = place_of(mapping, ColumnRole::Seed);
    each_row(text, mapping, |cells, _| seeds.extend(place.and_then(|place| cells.get(place)).cloned()))?;
    let decision = decide(seeds.iter().map(|seed| &**seed), SeedEncoding::Hex);
    Ok((decision.encoding, decision.ambiguous))
}

fn place_of(mapping: &Mapping, role: ColumnRole) -> Option<usize> {
    mapping.columns.iter().position(|column| *column == role)
}

fn token(cells: &[Cow<'_, str>], mapping: &Mapping, encoding: SeedEncoding, mut draft: Draft<'_>) -> Token {
    draft.take(Field::Type, if mapping.token_kind == TokenKind::Hotp { "hotp" } else { "totp" });
    let mut serial_was_there = false;
    for (place, role) in mapping.columns.iter().enumerate() {
        let text = cells.get(place).map_or("", |cell| &**cell);
        match field_of(*role) {
            None => {}
            Some(Field::Seed) => draft.take_seed(text, encoding),
            Some(Field::Interval) => draft.take(Field::Interval, &in_seconds(text, mapping.time_unit)),
            Some(field) => {
                serial_was_there |= field == Field::Serial && !text.is_empty();
                draft.take(field, text);
            }
        }
    }
    draft.finish(serial_was_there)
}

fn field_of(role: ColumnRole) -> Option<Field> {
    Some(match role {
        ColumnRole::Unused => return None,
        ColumnRole::Serial => Field::Serial,
        ColumnRole::Seed => Field::Seed,
        ColumnRole::Upn => Field::Upn,
        ColumnRole::Manufacturer => Field::Manufacturer,
        ColumnRole::Model => Field::Model,
        ColumnRole::Type => Field::Type,
        ColumnRole::Hash => Field::Hash,
        ColumnRole::Digits => Field::Digits,
        ColumnRole::Interval => Field::Interval,
        ColumnRole::Counter => Field::Counter,
        ColumnRole::IntervalOrCounter => Field::IntervalOrCounter,
        ColumnRole::CounterBase64 => Field::CounterBase64,
        ColumnRole::AssignTo => Field::AssignTo,
        ColumnRole::DisplayName => Field::DisplayName,
    })
}

/// A time interval in seconds; what is no number stays as it is, and is named by the finding.
fn in_seconds(text: &str, unit: TimeUnit) -> Cow<'_, str> {
    let number = text.trim().parse::<u32>().ok();
    let seconds = match unit {
        TimeUnit::Seconds => None,
        TimeUnit::Minutes => number.and_then(|minutes| minutes.checked_mul(60)),
        TimeUnit::Milliseconds => {
            number.filter(|number| number.is_multiple_of(1000)).map(|number| number / 1000)
        }
    };
    match (unit, seconds) {
        (_, Some(seconds)) => Cow::Owned(seconds.to_string()),
        (TimeUnit::Seconds, None) => Cow::Borrowed(text),
        // Taken as it stands it would be a number of seconds.
        (_, None) if text.trim().is_empty() => Cow::Borrowed(""),
        (_, None) => Cow::Owned(format!("{} (not in seconds)", text.trim())),
    }
}
