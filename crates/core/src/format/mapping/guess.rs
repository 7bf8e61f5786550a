//! The best guess at the mapping of a table: names of the first row where they are known, else the shape of cells.

use std::borrow::Cow;

use seedferry_protocol::{ColumnRole, Mapping, SeedReading, TimeUnit, TokenKind};

use crate::{
    format::{
        bare_table::BareTable,
        field::Field,
        table::MAX_CELLS,
        value::{is_upn, oath_type},
    },
    token::{Digits, OathType},
};

/// Shortest text that looks like a seed: ten bytes in Base64.
const SHORTEST: usize = 14;

/// Columns of a mapping at most: as many as are kept of a row. Those behind them are counted for the user.
pub(super) const MAX_COLUMNS: usize = MAX_CELLS;

/// A first row with fewer known names than this is data or names nothing.
const KNOWN_NAMES: usize = 1;

/// The most telling mapping of a text.
pub(in crate::format) fn guess(text: &str) -> Mapping {
    let mappings = Mapping::DELIMITERS.into_iter().map(|(delimiter, _)| with_delimiter(text, delimiter));
    let guesses = mappings.map(|mapping| (score(text, &mapping), mapping));
    let best = guesses.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map_or_else(|| with_delimiter(text, ','), |(_, mapping)| mapping)
}

/// The guess for a delimiter that is said.
pub(super) fn with_delimiter(text: &str, delimiter: char) -> Mapping {
    let rows = BareTable::with(text, delimiter).first_rows();
    let header = rows.first().is_some_and(|row| is_header(row, &rows));
    let columns = columns(&rows, header);
    let has_counter = columns.contains(&ColumnRole::Counter) || columns.contains(&ColumnRole::CounterBase64);
    let token_kind = if has_counter && !columns.contains(&ColumnRole::Interval) {
        TokenKind::Hotp
    } else {
        TokenKind::Totp
    };
    Mapping {
        delimiter,
        header,
        columns,
        seed_encoding: SeedReading::Decided,
        time_unit: TimeUnit::Seconds,
        token_kind,
    }
}

/// Whether a text is a table at all: rows of several cells, and seeds in one of the columns.
pub(in crate::format) fn is_table(text: &str, mapping: &Mapping) -> bool {
    let rows = BareTable::with(text, mapping.delimiter).first_rows();
    let several = rows.iter().filter(|row| row.len() > 1).count();
    let with_seed = rows.iter().filter(|row| row.iter().any(|cell| is_seed_like(cell))).count();
    several * 2 > rows.len() && with_seed > 0 && (with_seed + 1) * 2 >= rows.len()
}

/// Rows alike in their number of cells, and columns that are known.
fn score(text: &str, mapping: &Mapping) -> usize {
    let rows = BareTable::with(text, mapping.delimiter).first_rows();
    let width = mapping.columns.len();
    let alike = rows.iter().filter(|row| row.len() == width).count();
    let known = mapping.columns.iter().filter(|role| **role != ColumnRole::Unused).count();
    let has_seed = usize::from(mapping.columns.contains(&ColumnRole::Seed));
    if width < 2 { 0 } else { has_seed * 1000 + known * 100 + alike.min(99) }
}

/// A header names columns, and none of its cells is like the data below.
fn is_header(first: &[Cow<'_, str>], rows: &[Vec<Cow<'_, str>>]) -> bool {
    let named = first.iter().filter(|cell| Field::named(cell).is_some()).count();
    let no_data = !first.iter().any(|cell| is_seed_like(cell) && cell.bytes().any(|c| c.is_ascii_digit()));
    let words = first.iter().all(|cell| !cell.is_empty() && !cell.starts_with(|c: char| c.is_ascii_digit()));
    let seeds_below = rows.iter().skip(1).any(|row| row.iter().any(|cell| is_seed_like(cell)));
    no_data && (named >= KNOWN_NAMES || (words && seeds_below))
}

fn columns(rows: &[Vec<Cow<'_, str>>], header: bool) -> Vec<ColumnRole> {
    let width = rows.iter().map(Vec::len).max().unwrap_or_default().min(MAX_COLUMNS);
    let mut columns = vec![ColumnRole::Unused; width];
    let data: Vec<_> = rows.iter().skip(usize::from(header)).collect();
    if let Some(names) = rows.first().filter(|_| header) {
        // Of two names for one role, the more exact one.
        let mut named: Vec<_> =
            names.iter().enumerate().map(|(at, name)| (Field::rank(name), at, name)).collect();
        named.sort_unstable_by_key(|(rank, place, _)| (*rank, *place));
        for (_, place, name) in named {
            let cells = || data.iter().filter_map(|row| row.get(place)).filter(|cell| !cell.is_empty());
            // A length of 20 is that of a seed.
            let is_of_seeds = Field::is_some_length(name)
                && cells().any(|cell| cell.parse().ok().and_then(Digits::new).is_none());
            give(&mut columns, place, Field::named(name).filter(|_| !is_of_seeds).and_then(role_of));
        }
    }
    for (role, fits) in SHAPES {
        let share = |place: usize| {
            let cells = data.iter().filter_map(|row| row.get(place)).filter(|cell| !cell.is_empty());
            cells.clone().count() > 0
                && cells.clone().filter(|cell| fits(cell)).count() * 4 >= cells.count() * 3
        };
        let place =
            (0..width).find(|place| columns.get(*place) == Some(&ColumnRole::Unused) && share(*place));
        if let Some(place) = place {
            give(&mut columns, place, Some(role));
        }
    }
    columns
}

/// Each role stands once.
fn give(columns: &mut [ColumnRole], place: usize, role: Option<ColumnRole>) {
    let Some(role) = role.filter(|role| !columns.contains(role)) else {
        return;
    };
    if let Some(column) = columns.get_mut(place) {
        *column = role;
    }
}

/// What a cell looks like, the most telling first.
type Shape = (ColumnRole, fn(&str) -> bool);

const SHAPES: [Shape; 7] = [
    (ColumnRole::Upn, is_upn),
    (ColumnRole::Type, |cell| matches!(oath_type(cell), OathType::Totp | OathType::Hotp)),
    (ColumnRole::Hash, |cell| crate::token::HashFunction::parse(cell).is_some()),
    (ColumnRole::Interval, |cell| matches!(cell, "30" | "60" | "30s" | "60s")),
    (ColumnRole::Digits, |cell| matches!(cell, "6" | "7" | "8")),
    (ColumnRole::Seed, is_seed_like),
    (ColumnRole::Serial, is_serial_like),
];

/// Long, in the letters of an encoding, without blanks but between groups, and not a number that can be a serial number.
pub(super) fn is_seed_like(cell: &str) -> bool {
    let whole = ungrouped(cell);
    let bare = whole.trim_end_matches('=');
    let in_an_alphabet =
        bare.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'/' | b'-' | b'_'));
    let has_letter = bare.bytes().any(|c| c.is_ascii_alphabetic());
    bare.len() >= SHORTEST && in_an_alphabet && (has_letter || bare.len() >= 20)
}

/// Without the blanks between groups of equal length, in which seeds are written to be read out: *3A4F 22B1 …*.
fn ungrouped(cell: &str) -> Cow<'_, str> {
    let mut groups: Vec<&str> = cell.split(' ').collect();
    let last = groups.pop().map_or(0, str::len);
    let length = groups.first().map_or(0, |group| group.len());
    let alike = groups.iter().all(|group| group.len() == length);
    let is_grouped = groups.len() >= 2 && length >= 2 && alike && (1..=length).contains(&last);
    if is_grouped { cell.replace(' ', "").into() } else { cell.into() }
}

fn is_serial_like(cell: &str) -> bool {
    (4..=40).contains(&cell.len())
        && cell.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'#' | b'_'))
        && cell.bytes().any(|c| c.is_ascii_digit())
}

fn role_of(field: Field) -> Option<ColumnRole> {
    Some(match field {
        Field::Serial => ColumnRole::Serial,
        Field::Seed => ColumnRole::Seed,
        Field::Interval => ColumnRole::Interval,
        Field::Manufacturer => ColumnRole::Manufacturer,
        Field::Model => ColumnRole::Model,
        Field::Upn => ColumnRole::Upn,
        Field::Hash => ColumnRole::Hash,
        Field::Type => ColumnRole::Type,
        Field::Digits => ColumnRole::Digits,
        Field::Counter => ColumnRole::Counter,
        Field::IntervalOrCounter => ColumnRole::IntervalOrCounter,
        Field::CounterBase64 => ColumnRole::CounterBase64,
        Field::AssignTo => ColumnRole::AssignTo,
        Field::DisplayName => ColumnRole::DisplayName,
        Field::ContentId => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_are_known_by_their_looks_in_groups_too() {
        for (cell, is_seed) in [
            ("NPKJBEN2OHMZEZK7YX6FP63E5UCUH6N5", true),
            ("3A4F 22B1 7781 90CD EF01", true),
            ("3a 4f 22 b1 77 81 90 cd ef 01", true),
            ("NPKJ BEN2 OHMZ EZK7 YX", true),
            ("3A4F-22B1-7781-90CD-EF01", true),
            ("one two sir", false),
            ("Dear customer, these are the tokens", false),
            ("1234 5678 9012 3456", false),
            ("", false),
        ] {
            assert_eq!(is_seed_like(cell), is_seed, "{cell}");
        }
    }

    #[test]
    fn a_mapping_has_a_limit_of_columns() {
        let check = |cells: usize, expected: usize| {
            let mapping = with_delimiter(&["a1"; 99][..cells].join(","), ',');
            assert_eq!(mapping.columns.len(), expected);
        };
        check(MAX_COLUMNS, MAX_COLUMNS);
        check(MAX_COLUMNS + 1, MAX_COLUMNS);
    }
}
