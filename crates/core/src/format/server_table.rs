//! Tables without header whose columns stand in the order of one server: `multiOTP`, `PhenixID`, `privacyIDEA`'s
//! second version, and Yubico's own format. Seeds are hexadecimal in all of them.

use std::borrow::Cow;

use super::{
    Parsed,
    bare_table::BareTable,
    draft::Draft,
    field::Field,
    row_check::RowCheck,
    seed_column::SeedColumn,
    unkept::Unkept,
    value::{oath_type, quotable},
};
use crate::{
    diagnostic::ParameterProblem,
    encoding::SeedEncoding,
    envelope::Cause,
    token::{OathType, Origin, Token},
};

/// What a cell says.
#[derive(Clone, Copy)]
enum Cell {
    /// A value of that name, which no token has a place for; zeros stand for none.
    Unkept(&'static str),
    /// The time from which intervals are counted.
    Epoch,
    /// The value of a field.
    Is(Field),
    /// The time interval of a time-based token, the counter of another.
    Moving,
    /// Yubico: the counter, or the private id of a token that does not follow OATH.
    YubicoUse,
}

use Cell::{Epoch, Is, Moving, YubicoUse};

/// A server's order of columns.
struct Layout {
    cells: &'static [Cell],
    /// Whether a row is laid out so.
    fits: fn(&[&str]) -> bool,
}

/// The servers with an order of their own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Server {
    MultiOtp,
    PhenixId,
    PrivacyIdea,
    Yubico,
}

const MULTI_OTP: [Layout; 1] = [Layout {
    cells: &[
        Is(Field::Serial),
        Is(Field::Manufacturer),
        Is(Field::Type),
        Is(Field::Seed),
        Is(Field::Digits),
        Moving,
    ],
    fits: |cells| matches!(cells, [_, _, kind, seed, ..] if is_type(kind) && is_hex(seed)),
}];

const PHENIX_ID: [Layout; 2] = [
    Layout {
        cells: &[
            Is(Field::Type),
            Is(Field::Serial),
            Is(Field::Hash),
            Is(Field::Seed),
            Epoch,
            Is(Field::Interval),
            Is(Field::Digits),
        ],
        fits: |cells| matches!(cells, [kind, _, _, seed, ..] if oath_type(kind) == OathType::Totp && is_hex(seed)),
    },
    Layout {
        cells: &[Is(Field::Type), Is(Field::Serial), Is(Field::Seed), Is(Field::Counter)],
        fits: |cells| matches!(cells, [kind, _, seed, ..] if oath_type(kind) == OathType::Hotp && is_hex(seed)),
    },
];

const PRIVACY_IDEA: [Layout; 1] = [Layout {
    cells: &[
        Is(Field::Upn),
        Cell::Unkept("resolver"),
        Cell::Unkept("realm"),
        Is(Field::Serial),
        Is(Field::Seed),
        Is(Field::Type),
        Is(Field::Digits),
        Moving,
        Is(Field::Hash),
    ],
    fits: |cells| matches!(cells, [_, _, _, _, seed, ..] if is_hex(seed)),
}];

const YUBICO: [Layout; 1] = [Layout {
    cells: &[
        Is(Field::Serial),
        Cell::Unkept("public id"),
        YubicoUse,
        Is(Field::Seed),
        Cell::Unkept("access code"),
        Cell::Unkept("time of writing"),
    ],
    fits: |cells| {
        matches!(cells, [serial, _, _, seed, code, _, ..]
            if is_number(serial) && is_hex(seed) && code.len() == 12 && is_hex(code))
    },
}];

/// Rows that are looked at to recognise a table.
const LOOKED_AT: usize = 20;

/// How `privacyIDEA`'s second version begins, between other comments; names of columns may stand behind it.
const VERSION_2: &str = "#version:2";

/// Characters of a private id of Yubico.
const PRIVATE_ID: usize = 12;

/// Characters of a key of Yubico's own passwords.
const AES_KEY: usize = 32;

/// Whether a text is what Duo takes for `YubiKey`s: `serial,private id,AES key`. One id at least has a letter, because twelve
/// digits could be any number.
pub(super) fn holds_aes_keys(text: &str) -> bool {
    let rows = BareTable::with(text, ',').first_rows();
    let is_row = |cells: &Vec<Cow<'_, str>>| matches!(cells.as_slice(), [_, id, key] if id.len() == PRIVATE_ID && key.len() == AES_KEY && is_hex(id) && is_hex(key));
    let has_letter = |cells: &Vec<Cow<'_, str>>| cells.get(1).is_some_and(|id| !is_number(id));
    rows.iter().all(is_row) && rows.iter().any(has_letter)
}

impl Server {
    /// The server whose table a text is.
    pub(super) fn of(text: &str) -> Option<Self> {
        [Self::PrivacyIdea, Self::MultiOtp, Self::PhenixId, Self::Yubico]
            .into_iter()
            .find(|server| server.delimiter(text).is_some())
    }

    fn layouts(self) -> &'static [Layout] {
        match self {
            Self::MultiOtp => &MULTI_OTP,
            Self::PhenixId => &PHENIX_ID,
            Self::PrivacyIdea => &PRIVACY_IDEA,
            Self::Yubico => &YUBICO,
        }
    }

    fn layout(self, cells: &[Cow<'_, str>]) -> Option<&'static Layout> {
        let texts: Vec<&str> = cells.iter().map(|cell| &**cell).collect();
        self.layouts().iter().find(|layout| (layout.fits)(&texts))
    }

    /// The delimiter with which at least half of the first rows are laid out as this server has them.
    fn delimiter(self, text: &str) -> Option<char> {
        if self == Self::PrivacyIdea && !is_version_2(text) {
            return None;
        }
        [',', ';', '\t'].into_iter().find(|delimiter| {
            let mut rows = BareTable::with(text, *delimiter).first_rows();
            rows.truncate(LOOKED_AT);
            let fitting = rows.iter().filter(|cells| self.layout(cells).is_some()).count();
            fitting > 0 && fitting * 2 >= rows.len()
        })
    }
}

/// Reads a server's table.
pub(super) fn parse(text: &str, column: SeedColumn, server: Server) -> Result<Parsed, Cause> {
    let missing = "A table whose columns do not stand in that order";
    let delimiter = server.delimiter(text).ok_or_else(|| Cause::NotASeedFile(missing.to_owned()))?;
    let table = BareTable::with(text, delimiter);
    let mut parsed = Parsed::default();
    let mut seeds = Vec::new();
    table.each_row(|cells, _| seeds.extend(seed(cells, server).cloned()))?;
    let seeds = seeds.iter().map(|seed| &**seed);
    let source = column.source;
    let encoding = column.decide(seeds, SeedEncoding::Hex, &mut parsed.findings);
    parsed.encoding = Some(encoding);
    let mut unkept = Unkept::default();
    let mut check = RowCheck::default();
    table.each_row(|cells, shape| {
        let mut draft = Draft::new(Origin { source, row: shape.number }, &mut parsed.findings);
        if !RowCheck::cells_are_told(&mut draft, cells, shape, delimiter, None) {
            return parsed.tokens.push(draft.finish(true));
        }
        let layout = layout_or_first(cells, server);
        let kind = kind(layout, cells);
        check.end_of_type(&mut draft, cells, shape.last, seed_place(layout), kind.as_ref());
        // A delimiter at the end of a row makes one more, empty cell.
        if shape.cells > layout.len() + 1 {
            draft.expect_cells(shape.cells, layout.len());
        }
        for (name, value) in not_kept(cells, layout) {
            unkept.value_in(shape.number, name, value);
        }
        parsed.tokens.push(token(cells, (layout, kind), encoding, draft));
    })?;
    parsed.findings.extend(unkept.findings(source));
    Ok(parsed)
}

/// A row that no order fits is read by the first: its findings say what is wrong with it.
fn layout_or_first(cells: &[Cow<'_, str>], server: Server) -> &'static [Cell] {
    let layout = server.layout(cells).or_else(|| server.layouts().first());
    layout.map_or(&[], |layout| layout.cells)
}

fn seed<'c, 'a>(cells: &'c [Cow<'a, str>], server: Server) -> Option<&'c Cow<'a, str>> {
    cells.get(seed_place(layout_or_first(cells, server))?)
}

fn seed_place(layout: &[Cell]) -> Option<usize> {
    layout.iter().position(|cell| matches!(cell, Is(Field::Seed)))
}

/// The type that a row names.
fn kind(layout: &[Cell], cells: &[Cow<'_, str>]) -> Option<OathType> {
    let named = layout.iter().zip(cells).find(|(cell, _)| matches!(cell, Is(Field::Type)));
    named.filter(|(_, text)| !text.is_empty()).map(|(_, text)| oath_type(text))
}

/// The values of a row that no token has a place for, with their names; zeros stand for none.
fn not_kept<'c>(
    cells: &'c [Cow<'_, str>],
    layout: &'c [Cell],
) -> impl Iterator<Item = (&'static str, &'c str)> {
    layout.iter().zip(cells).filter_map(|(cell, text)| match cell {
        Cell::Unkept(name) => Some((*name, text.trim_matches('0'))),
        _ => None,
    })
}

fn token(
    cells: &[Cow<'_, str>],
    (layout, kind): (&[Cell], Option<OathType>),
    encoding: SeedEncoding,
    mut draft: Draft<'_>,
) -> Token {
    let is_time_based = kind == Some(OathType::Totp);
    if kind.is_none() {
        draft.take(Field::Type, "hotp");
    }
    let mut serial_was_there = false;
    let empty = Cow::Borrowed("");
    for (place, cell) in layout.iter().enumerate() {
        let text = cells.get(place).unwrap_or(&empty);
        match cell {
            Cell::Unkept(_) => {}
            Epoch => take_epoch(&mut draft, text),
            Is(Field::Seed) => draft.take_seed(text, encoding),
            Is(field) => {
                serial_was_there |= *field == Field::Serial && !text.is_empty();
                draft.take(*field, text);
            }
            Moving if is_time_based => draft.take(Field::Interval, text),
            Moving => draft.take(Field::Counter, text),
            YubicoUse => take_use(&mut draft, text),
        }
    }
    draft.finish(serial_was_there)
}

fn take_epoch(draft: &mut Draft<'_>, text: &str) {
    if !text.bytes().all(|c| c == b'0') {
        draft.note(ParameterProblem::Epoch { text: quotable(text).chars().take(32).collect() });
    }
}

fn take_use(draft: &mut Draft<'_>, text: &str) {
    match text {
        "" => draft.take(Field::Type, "Yubico static password"),
        text if text.len() == PRIVATE_ID => draft.take(Field::Type, "Yubico OTP"),
        counter => draft.take(Field::Counter, counter),
    }
}

fn is_version_2(text: &str) -> bool {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(LOOKED_AT);
    lines.take_while(|line| line.starts_with('#')).any(says_version_2)
}

fn says_version_2(comment: &str) -> bool {
    let words: String = comment.chars().filter(|c| !c.is_whitespace()).take(LOOKED_AT).collect();
    let rest =
        words.split_at_checked(VERSION_2.len()).filter(|(start, _)| start.eq_ignore_ascii_case(VERSION_2));
    rest.is_some_and(|(_, rest)| !rest.starts_with(|c: char| c.is_ascii_digit()))
}

fn is_type(text: &str) -> bool {
    matches!(oath_type(text), OathType::Totp | OathType::Hotp) || text.eq_ignore_ascii_case("motp")
}

fn is_hex(text: &str) -> bool {
    text.len() >= 4 && text.bytes().all(|c| c.is_ascii_hexdigit())
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit())
}
