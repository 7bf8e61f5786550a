//! Entra MFA CSV: `upn,serial number,secret key,time interval,manufacturer,model`, with and without user, and
//! the tables of the same kind that other tools write. Columns go by their names, in any order.

mod header;
mod write;

use std::borrow::Cow;

pub(super) use self::header::Header;
use self::header::Unused;
pub(crate) use self::write::write;
use super::{
    MAX_TOKENS, Parsed,
    draft::Draft,
    field::Field,
    okta_csv,
    seed_column::SeedColumn,
    table::{RowShape, Rows},
    unkept::Unkept,
};
use crate::{
    diagnostic::{Diagnostic, FileProblem, Place, RowProblem},
    encoding::SeedEncoding,
    envelope::Cause,
    token::{Origin, Token},
};

/// Most surplus cells that an unquoted comma in the manufacturer's name explains.
const MAX_SURPLUS: usize = 3;

/// Whether a text begins with a header row that names serial number and seed.
pub(super) fn recognises(text: &str) -> bool {
    Header::find(text).is_some()
}

/// Reads the table.
pub(super) fn parse(text: &str, column: SeedColumn) -> Result<Parsed, Cause> {
    let header = Header::find(text).ok_or_else(no_header)?;
    let source = column.source;
    let mut findings = Vec::new();
    let seeds = seeds(text, &header)?;
    let encoding = column.decide(seeds.iter().map(|seed| &**seed), SeedEncoding::Base32, &mut findings);
    let mut reader = Reader {
        header: &header,
        encoding,
        source,
        findings,
        usual_cells: 0,
        is_type_said: tells_type(&header),
        unknown: Unkept::default(),
        twice: Unkept::default(),
    };
    let mut tokens = Vec::with_capacity(seeds.len());
    let mut rows = header.rows(text);
    let mut cells = Vec::new();
    while let Some(shape) = rows.next_row(&mut cells) {
        tokens.push(reader.token(&mut cells, shape));
    }
    if tokens.is_empty() {
        return Err(Cause::Empty);
    }
    let assumed =
        (!reader.is_type_said).then(|| Diagnostic::new(Place::file(source), FileProblem::TypeAssumed));
    reader.findings.extend(assumed);
    let unused = reader.unknown.findings(source).chain(reader.twice.findings_of_doubles(source));
    let findings = unused.chain(reader.findings).collect();
    Ok(Parsed { tokens, findings, encoding: Some(encoding), ..Parsed::default() })
}

fn no_header() -> Cause {
    Cause::NotASeedFile(
        "A text whose first row does not name the columns “serial number” and “secret key”".to_owned(),
    )
}

/// Whether there is a column for the type, or one that tokens of one type alone have; Okta's table is for time-based
/// tokens alone.
fn tells_type(header: &Header) -> bool {
    let telling =
        [Field::Type, Field::Interval, Field::Counter, Field::IntervalOrCounter, Field::CounterBase64];
    telling.into_iter().any(|field| header.place(field).is_some()) || header.is_named(okta_csv::SEED)
}

/// The seed cells of all rows, borrowed from the file.
fn seeds<'a>(text: &'a str, header: &Header) -> Result<Vec<Cow<'a, str>>, Cause> {
    let mut seeds = Vec::new();
    let mut rows: Rows<'a> = header.rows(text);
    let mut cells = Vec::new();
    while rows.next_row(&mut cells).is_some() {
        if seeds.len() >= MAX_TOKENS {
            return Err(Cause::TooLarge(format!("It has more than {MAX_TOKENS} rows")));
        }
        seeds.push(header.place(Field::Seed).and_then(|place| cells.get(place)).cloned().unwrap_or_default());
    }
    Ok(seeds)
}

struct Reader<'h> {
    header: &'h Header,
    encoding: SeedEncoding,
    source: u32,
    findings: Vec<Diagnostic>,
    /// Cells of the row before.
    usual_cells: usize,
    /// A column tells the type, or a value named it.
    is_type_said: bool,
    /// Values of columns that nothing is known about.
    unknown: Unkept,
    /// Values that are others than those of an earlier column that says the same.
    twice: Unkept,
}

impl Reader<'_> {
    fn token(&mut self, cells: &mut Vec<Cow<'_, str>>, shape: RowShape) -> Token {
        let origin = Origin { source: self.source, row: shape.number };
        let mut draft = Draft::new(origin, &mut self.findings);
        if shape.quote_open {
            draft.note(RowProblem::QuoteOpen);
        }
        let found = fit(&mut draft, self.header, cells, shape, self.usual_cells);
        for Unused { place, name, again } in &self.header.unused {
            let cell = cells.get(*place).map_or("", |cell| &**cell);
            let first = again.and_then(|field| cells.get(self.header.place(field)?));
            match again {
                None => self.unknown.value_in(shape.number, name, cell),
                Some(_) if first.is_some_and(|first| first == cell) => {}
                Some(_) => self.twice.value_in(shape.number, name, cell),
            }
        }
        self.usual_cells = found;
        let mut serial_was_there = false;
        for (field, cell) in self.header.fields().zip(cells.iter()) {
            match field {
                Some(Field::Seed) => draft.take_seed(cell, self.encoding),
                Some(field) => {
                    serial_was_there |= field == Field::Serial && !cell.is_empty();
                    draft.take(field, cell);
                }
                None => {}
            }
        }
        if self.header.place(Field::Seed).is_some_and(|place| place >= cells.len()) {
            draft.miss_seed(self.encoding);
        }
        self.is_type_said |= draft.is_type_said();
        draft.finish(serial_was_there)
    }
}

/// Brings a row to the header's number of cells where that is clear; returns how many it had.
fn fit(
    draft: &mut Draft<'_>,
    header: &Header,
    cells: &mut Vec<Cow<'_, str>>,
    shape: RowShape,
    usual: usize,
) -> usize {
    let expected = header.columns();
    while cells.len() > expected && cells.last().is_some_and(|cell| cell.is_empty()) {
        cells.pop();
    }
    let found = if cells.len() < shape.cells && cells.len() > expected { shape.cells } else { cells.len() };
    let count = |cells: usize| u32::try_from(cells).unwrap_or(u32::MAX);
    if found > expected {
        match join_manufacturer(header, cells) {
            Some(manufacturer) => draft.note(RowProblem::CommaInManufacturer { manufacturer }),
            None => draft.note(RowProblem::Long { found: count(found), expected: count(expected) }),
        }
    } else if found < expected && shape.last && (found < usual || usual == 0) {
        draft.note(RowProblem::CutOff);
    } else if found < expected {
        draft.note(RowProblem::Short { found: count(found), expected: count(expected) });
    }
    found
}

/// Joins `Feitian Technology Co.,Ltd` again, where the surplus cells can stand there alone.
fn join_manufacturer(header: &Header, cells: &mut Vec<Cow<'_, str>>) -> Option<String> {
    let place = header.place(Field::Manufacturer)?;
    let surplus = cells.len().checked_sub(header.columns())?;
    let pieces = cells.get(place..=place.checked_add(surplus)?)?;
    if surplus > MAX_SURPLUS || pieces.iter().any(|piece| piece.is_empty()) {
        return None;
    }
    let mut delimiter = [0; 4];
    let name = pieces.join(&*header.delimiter.encode_utf8(&mut delimiter));
    cells.splice(place..=place + surplus, [Cow::Owned(name.clone())]);
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_that_no_column_tells_is_told_of_once() {
        let check = |header: &str, cell: &str, is_told: bool| {
            let rows = format!("T1,GEZDGNBVGY3TQOJQ{cell}\nT2,GEZDGNBVGY3TQOJQ{cell}\n");
            let text = format!("{header}\n{rows}");
            let findings = parse(&text, SeedColumn { source: 0, said: None }).unwrap().findings;
            let told = findings.iter().filter(|finding| finding.problem == FileProblem::TypeAssumed.into());
            assert_eq!(told.count(), usize::from(is_told), "{header}");
        };
        check("serial,seed", "", true);
        check("serial,seed,model", ",M", true);
        check("serial,seed,time interval", ",60", false);
        check("serial,seed,type", ",hotp", false);
        check("serial,seed,counter", ",7", false);
        check("serial,seed,algorithm", ",totp", false);
        check("serial,seed,algorithm", ",sha1", true);
        check("serialNumber,sharedSecret", "", false);
    }

    #[test]
    fn so_many_commas_explain_a_manufacturer_and_no_more() {
        let check = |surplus: usize, explained: bool| {
            let row = format!("T1,GEZDGNBVGY3TQOJQ,60,A{},M", ",B".repeat(surplus));
            let text = format!("serial number,secret key,time interval,manufacturer,model\n{row}\n");
            let model = parse(&text, SeedColumn { source: 0, said: None }).unwrap().tokens[0].model.clone();
            assert_eq!(model.as_deref() == Some("M"), explained, "{surplus}");
        };
        check(MAX_SURPLUS, true);
        check(MAX_SURPLUS + 1, false);
    }
}
