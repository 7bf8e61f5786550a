//! What a mapping makes of a table: the first rows as they would be read, and the columns, with seeds masked.

use std::borrow::Cow;

use seedferry_protocol::{ColumnRole, ColumnSeen, MappedRow, Mapping, MappingView};

use super::{encoding, guess, parse, place_of};
use crate::{
    format::{FileFormat, bare_table::BareTable},
    token::{OathType, Token},
};

/// Rows that are shown.
const SHOWN: usize = 5;

/// Longest text of a cell that is shown, in characters.
const LONGEST: usize = 40;

/// Shortest text that may be a seed: ten bytes in Base64.
const MASKED_FROM: usize = 14;

/// Longest number that is surely no seed.
const LONGEST_NUMBER: usize = 16;

/// The view of a table under a mapping.
pub(in crate::format) fn preview(text: &str, mapping: Mapping, path: Vec<String>) -> MappingView {
    let mapping = fitted(text, mapping);
    let parsed = parse(text, 0, &mapping);
    let tokens = parsed.as_ref().map(|parsed| parsed.tokens.as_slice()).unwrap_or_default();
    let usable = tokens.iter().filter(|token| token.serial.is_some() && token.seed.is_some()).count();
    let has_seeds = place_of(&mapping, ColumnRole::Seed).is_some();
    let encoding = encoding(text, &mapping).ok().filter(|_| has_seeds);
    MappingView {
        path,
        columns: columns(text, &mapping),
        rows: tokens.iter().take(SHOWN).map(row).collect(),
        encoding: encoding.map(|(encoding, _)| encoding.name().to_owned()).unwrap_or_default(),
        total: count(tokens.len()),
        usable: count(usable),
        columns_left_out: count(BareTable::with(text, mapping.delimiter).cells_left_out()),
        problem: problem(&mapping),
        formats: formats(),
        format: None,
        wrong_codes: None,
        cut_short: None,
        can_be_left_out: false,
        trying: false,
        mapping,
    }
}

/// As many roles as the table has columns. A delimiter under which no column is known is guessed for anew.
fn fitted(text: &str, mut mapping: Mapping) -> Mapping {
    let rows = BareTable::with(text, mapping.delimiter).first_rows();
    let width = rows.iter().map(Vec::len).max().unwrap_or_default().min(guess::MAX_COLUMNS);
    if mapping.columns.is_empty() {
        let guessed = guess::with_delimiter(text, mapping.delimiter);
        (mapping.columns, mapping.header) = (guessed.columns, guessed.header);
    }
    mapping.columns.resize(width, ColumnRole::Unused);
    mapping
}

fn problem(mapping: &Mapping) -> Option<String> {
    let missing = |role| place_of(mapping, role).is_none();
    let what = match (missing(ColumnRole::Serial), missing(ColumnRole::Seed)) {
        (true, true) => "Say which columns hold the serial number and the seed",
        (true, false) => "Say which column holds the serial number",
        (false, true) => "Say which column holds the seed",
        (false, false) => return None,
    };
    Some(what.to_owned())
}

fn formats() -> Vec<(String, String)> {
    let others = FileFormat::ALL.into_iter().filter(|format| *format != FileFormat::Table);
    others.map(|format| (format.id().to_owned(), format.name().to_owned())).collect()
}

fn columns(text: &str, mapping: &Mapping) -> Vec<ColumnSeen> {
    let rows = BareTable::with(text, mapping.delimiter).first_rows();
    let seen = |(place, role): (usize, &ColumnRole)| {
        let cell = |row: &Vec<Cow<'_, str>>| row.get(place).map_or("", |cell| &**cell).to_owned();
        let name =
            rows.first().filter(|_| mapping.header).map(cell).map(|name| shown(&name, ColumnRole::Unused));
        let cells = rows.iter().skip(usize::from(mapping.header)).take(SHOWN);
        ColumnSeen {
            name: name.filter(|name| !name.is_empty()).unwrap_or_else(|| format!("Column {}", place + 1)),
            cells: cells.map(cell).map(|cell| shown(&cell, *role)).collect(),
        }
    };
    mapping.columns.iter().enumerate().map(seen).collect()
}

/// A cell as it may be shown. A column that is not said to hold seeds may hold them all the same.
fn shown(cell: &str, role: ColumnRole) -> String {
    let length = cell.chars().count();
    if length > 0 && (role == ColumnRole::Seed || may_hold_seed(cell)) {
        return format!("•••• ({length} characters)");
    }
    if length > LONGEST { cell.chars().take(LONGEST).chain(['…']).collect() } else { cell.to_owned() }
}

/// Whether a cell, or a piece of it, can be a seed. Blanks and hyphens may group its letters.
fn may_hold_seed(cell: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '_' | '=');
    let grouped = cell.chars().all(|c| is_letter(c) || matches!(c, ' ' | '-'));
    let whole: String = cell.chars().filter(|c| is_letter(*c)).collect();
    let has_digit = cell.bytes().any(|c| c.is_ascii_digit());
    (grouped && has_digit && is_long(&whole)) || cell.split(|c| !is_letter(c)).any(is_long)
}

/// Long enough for a seed, and no number that can be a serial number.
fn is_long(piece: &str) -> bool {
    let is_number = piece.len() <= LONGEST_NUMBER && piece.bytes().all(|c| c.is_ascii_digit());
    piece.len() >= MASKED_FROM && !is_number
}

/// A file that is no table: only the formats in which it can be read.
pub(in crate::format) fn without_table(path: Vec<String>) -> MappingView {
    MappingView {
        path,
        mapping: guess::with_delimiter("", ','),
        columns: Vec::new(),
        rows: Vec::new(),
        encoding: String::new(),
        total: 0,
        usable: 0,
        columns_left_out: 0,
        problem: None,
        formats: formats(),
        format: None,
        wrong_codes: None,
        cut_short: None,
        can_be_left_out: false,
        trying: false,
    }
}

fn row(token: &Token) -> MappedRow {
    let serial = token.serial.as_ref().map(ToString::to_string).unwrap_or_default();
    let about = [&token.manufacturer, &token.model, &token.upn];
    let about: Vec<_> = about.into_iter().flatten().map(|text| shown(text, ColumnRole::Unused)).collect();
    MappedRow {
        number: token.origin.row,
        serial: shown(&serial, ColumnRole::Unused),
        seed: token
            .seed
            .as_ref()
            .map_or_else(|| "unreadable".to_owned(), |seed| format!("{} bytes", seed.len())),
        parameters: parameters(token).join(", "),
        about: about.join(", "),
    }
}

fn parameters(token: &Token) -> Vec<String> {
    let kind = match token.oath_type {
        OathType::Totp => "TOTP",
        OathType::Hotp => "HOTP",
        OathType::Ocra | OathType::Other(_) => "another type",
    };
    let mut said = vec![kind.to_owned()];
    said.extend(token.digits.map(|digits| format!("{} digits", digits.get())));
    said.extend(token.hash.map(|hash| hash.id().to_uppercase()));
    said.extend(token.interval.map(|interval| format!("{} s", interval.seconds())));
    said.extend(token.counter.map(|counter| format!("counter {counter}")));
    said
}

fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cell: &str, masked: bool) {
        assert_eq!(shown(cell, ColumnRole::Unused) != cell, masked, "{cell}");
        assert_ne!(shown(cell, ColumnRole::Seed), cell);
    }

    #[test]
    fn what_may_be_a_seed_is_masked_in_any_column() {
        check("NPKJBEN2OHMZEZK7YX6FP63E5UCUH6N5", true);
        check("NPKJ BEN2 OHMZ EZK7", true);
        check("key=6bd49091ba71d992655f", true);
        check("secret:a9SQkbpx2ZJlX8X8V/tk", true);
        check("<seed>6bd49091ba71d992655f</seed>", true);
        check("ABCDEFGHIJKLMNOP", true);
        check(&"1".repeat(LONGEST_NUMBER), false);
        check(&"1".repeat(LONGEST_NUMBER + 1), true);
        check("GALT11420108", false);
        check("SafeID/Eco", false);
        check("Deepnet Security", false);
        check("user@contoso.com", false);
    }

    #[test]
    fn a_long_cell_is_shortened() {
        let check = |length: usize, expected: usize| {
            let cell = shown(&".".repeat(length), ColumnRole::Unused);
            assert_eq!(cell.chars().count(), expected, "{cell}");
        };
        check(LONGEST, LONGEST);
        check(LONGEST + 1, LONGEST + 1);
        check(LONGEST + 9, LONGEST + 1);
    }
}
