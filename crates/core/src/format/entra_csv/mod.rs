//! Entra MFA CSV: `upn,serial number,secret key,time interval,manufacturer,model`, with and without user, and
//! the tables of the same kind that other tools write. Columns go by their names, in any order.

mod header;
mod survey;
mod write;

use std::borrow::Cow;

pub(super) use self::header::Header;
pub(crate) use self::write::write;
use self::{
    header::{Rivals, Unused, next_row},
    survey::Survey,
};
use super::{
    Parsed,
    draft::Draft,
    field::Field,
    okta_csv,
    row_check::{RowCheck, Width, drop_empty_end, fit},
    seed_column::SeedColumn,
    table::RowShape,
    unkept::Unkept,
    value::oath_type,
};
use crate::{
    diagnostic::{Diagnostic, FileProblem, Place, RowProblem},
    encoding::SeedEncoding,
    envelope::Cause,
    token::{HashFunction, OathType, Origin, Token},
};

/// Whether a text begins with a header row that names serial number and seed.
pub(super) fn recognises(text: &str) -> bool {
    Header::find(text).is_some()
}

/// Reads the table.
pub(super) fn parse(text: &str, column: SeedColumn) -> Result<Parsed, Cause> {
    let mut header = Header::find(text).ok_or_else(no_header)?;
    let source = column.source;
    let (survey, seeds) = Survey::of_rows(text, &header)?;
    if seeds.is_empty() {
        return Err(Cause::NoTokens);
    }
    let of_columns = header.settle(&survey).into_iter();
    let mut findings: Vec<_> =
        of_columns.map(|problem| Diagnostic::new(Place::file(source), problem)).collect();
    let encoding = column.decide(seeds.iter().map(|seed| &**seed), SeedEncoding::Base32, &mut findings);
    let mut reader = Reader {
        width: header.width(),
        rivals: header.rivals(),
        check: RowCheck::below_header(header.width().cells),
        is_type_said: tells_type(&header),
        header: &header,
        encoding,
        source,
        findings,
        surplus: Surplus { columns: header.unused(), ..Surplus::default() },
    };
    let mut tokens = Vec::with_capacity(seeds.len());
    let (mut rows, mut cells) = (header.rows(text), Vec::new());
    while let Some(shape) = next_row(&mut rows, &mut cells) {
        tokens.push(reader.token(&mut cells, shape));
    }
    let assumed =
        (!reader.is_type_said).then(|| Diagnostic::new(Place::file(source), FileProblem::TypeAssumed));
    reader.findings.extend(assumed);
    let findings = reader.surplus.findings(source).chain(reader.findings).collect();
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

struct Reader<'h> {
    header: &'h Header,
    width: Width,
    rivals: Vec<Rivals>,
    surplus: Surplus,
    check: RowCheck,
    encoding: SeedEncoding,
    source: u32,
    findings: Vec<Diagnostic>,
    /// A column tells the type, or a value named it.
    is_type_said: bool,
}

/// The named columns that are not used.
#[derive(Default)]
struct Surplus {
    columns: Vec<Unused>,
    /// Values of columns that nothing is known about.
    unknown: Unkept,
    /// Values that are others than those of the column that is used for the same.
    twice: Unkept,
}

impl Surplus {
    /// Takes note of the values of a row.
    fn note(&mut self, header: &Header, cells: &[Cow<'_, str>], row: u32) {
        for Unused { place, name, again } in &self.columns {
            let cell = cells.get(*place).map_or("", |cell| &**cell);
            let used = again.and_then(|field| cells.get(header.place(field)?));
            match again {
                None => self.unknown.value_in(row, name, cell),
                Some(_) if used.is_some_and(|used| used == cell) => {}
                Some(_) => self.twice.value_in(row, name, cell),
            }
        }
    }

    fn findings(self, source: u32) -> impl Iterator<Item = Diagnostic> {
        self.unknown.findings(source).chain(self.twice.findings_of_doubles(source))
    }
}

impl Reader<'_> {
    fn token(&mut self, cells: &mut Vec<Cow<'_, str>>, shape: RowShape) -> Token {
        let origin = Origin { source: self.source, row: shape.number };
        let mut draft = Draft::new(origin, &mut self.findings);
        let Width { cells: expected, delimiter, .. } = self.width;
        if !RowCheck::cells_are_told(&mut draft, cells, shape, delimiter, Some(expected)) {
            return draft.finish(true);
        }
        let seed = self.header.place(Field::Seed);
        drop_empty_end(cells, expected);
        let is_cut = self.check.end(&mut draft, cells, shape.last, seed);
        fit(&mut draft, self.width, cells, shape, is_cut);
        self.surplus.note(self.header, cells, shape.number);
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
        if seed.is_some_and(|place| place >= cells.len()) {
            draft.miss_seed(self.encoding);
        }
        for rivals in self.rivals.iter().filter(|rivals| differ(rivals, cells)) {
            draft.note(RowProblem::ColumnsDiffer { column: rivals.field.name().to_owned() });
        }
        self.is_type_said |= draft.is_type_said();
        draft.finish(serial_was_there)
    }
}

/// Whether the column that is not used says something else than the one that is.
fn differ(rivals: &Rivals, cells: &[Cow<'_, str>]) -> bool {
    let [used, other] = [rivals.used, rivals.other].map(|place| cells.get(place).map_or("", |cell| &**cell));
    let is_same = match rivals.field {
        Field::Type => {
            let [used, other] = [used, other].map(oath_type);
            used == other && !matches!(used, OathType::Other(_))
        }
        Field::Hash => {
            let [used, other] = [used, other].map(HashFunction::parse);
            used.is_some() && used == other
        }
        _ => false,
    };
    !other.is_empty() && !is_same && !used.eq_ignore_ascii_case(other)
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
        check(super::super::row_check::MAX_SURPLUS, true);
        check(super::super::row_check::MAX_SURPLUS + 1, false);
    }
}
