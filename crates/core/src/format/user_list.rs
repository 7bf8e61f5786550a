//! Lists that say which user gets which token: a table with a column of serial numbers and one of users, in any order.

use super::{
    field::Field,
    table::{DELIMITERS, Rows},
    value::without_text_mark,
};

/// Most rows that are read: as many as tokens are read from one file.
pub const MAX_ROWS: usize = super::MAX_TOKENS;

/// Most cells of a row that are looked at.
const MAX_COLUMNS: usize = 8;

/// Longest cell that is kept, in bytes.
const MAX_CELL: usize = 256;

/// How many rows decide about the delimiter.
const LOOKED_AT: usize = 100;

/// A list of users.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserTable {
    rows: Vec<Vec<String>>,
    serial: usize,
    user: usize,
}

/// Reads a list. `is_serial` knows the serial numbers of the batch: they and the `@` of a UPN tell the columns apart.
///
/// When it is none, returns the reason as a sentence without a full stop.
pub fn parse(text: &str, is_serial: impl Fn(&str) -> bool) -> Result<UserTable, String> {
    let mut rows = rows(text, delimiter(text))?;
    let (serial, user) = columns(&rows, is_serial)?;
    if rows.first().is_some_and(|first| is_header(first)) {
        rows.remove(0);
    }
    Ok(UserTable { rows, serial, user })
}

impl UserTable {
    /// With the columns of serial numbers and users exchanged.
    pub fn turn(&mut self) {
        core::mem::swap(&mut self.serial, &mut self.user);
    }

    /// Serial number and user of each row; either may be empty.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.rows.iter().map(|row| {
            (cell_text(row, self.serial), row.get(self.user).map(String::as_str).unwrap_or_default())
        })
    }

    /// Places of the columns of serial numbers and of users, counted from 1.
    pub fn columns(&self) -> (usize, usize) {
        (self.serial + 1, self.user + 1)
    }
}

fn cell_text(row: &[String], column: usize) -> &str {
    row.get(column).map(String::as_str).map_or("", without_text_mark)
}

fn rows(text: &str, delimiter: char) -> Result<Vec<Vec<String>>, String> {
    let mut table = Rows::new(text, delimiter);
    let (mut cells, mut rows) = (Vec::new(), Vec::new());
    while table.next_row(&mut cells).is_some() {
        if rows.len() == MAX_ROWS {
            return Err(format!("The list has more than {MAX_ROWS} rows"));
        }
        let kept = cells.iter().take(MAX_COLUMNS);
        // What is longer is neither a serial number nor a user.
        rows.push(
            kept.map(|cell| if cell.len() > MAX_CELL { String::new() } else { cell.to_string() }).collect(),
        );
    }
    if rows.is_empty() { Err("The list is empty".to_owned()) } else { Ok(rows) }
}

/// The one that most of the first rows have.
fn delimiter(text: &str) -> char {
    let rows_with =
        |delimiter: &char| text.lines().take(LOOKED_AT).filter(|line| line.contains(*delimiter)).count();
    // Of several that are as good, the last counts as the largest.
    DELIMITERS.into_iter().rev().max_by_key(rows_with).unwrap_or(',')
}

/// The columns of serial numbers and of users.
fn columns(rows: &[Vec<String>], is_serial: impl Fn(&str) -> bool) -> Result<(usize, usize), String> {
    let wide = rows.iter().map(Vec::len).max().unwrap_or_default();
    let count = |column: usize, fits: &dyn Fn(&str) -> bool| {
        rows.iter().filter(|row| fits(cell_text(row, column))).count()
    };
    // Of several columns that are as good, the first one.
    let best = |fits: &dyn Fn(&str) -> bool, but: Option<usize>| {
        let counted =
            (0..wide).filter(|column| Some(*column) != but).map(|column| (count(column, fits), column));
        counted
            .rev()
            .max_by_key(|(count, _)| *count)
            .filter(|(count, _)| *count > 0)
            .map(|(_, column)| column)
    };
    let other = |column: usize| (0..wide).find(|other| *other != column);
    let serial = best(&is_serial, None);
    let user = best(&|cell| cell.contains('@'), serial);
    let named = |field| rows.first()?.iter().position(|cell| Field::named(cell) == Some(field));
    let user = user.or_else(|| named(Field::Upn).filter(|column| Some(*column) != serial));
    let serial = serial.or_else(|| named(Field::Serial).filter(|column| Some(*column) != user));
    let both = match (serial, user) {
        (Some(serial), user) => user.or_else(|| other(serial)).map(|user| (serial, user)),
        (None, Some(user)) => other(user).map(|serial| (serial, user)),
        (None, None) => None,
    };
    both.ok_or_else(|| "The list needs two columns: serial numbers of this batch, and users".to_owned())
}

fn is_header(row: &[String]) -> bool {
    row.iter().any(|cell| matches!(Field::named(cell), Some(Field::Serial | Field::Upn)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a list for a batch with the serial numbers 1001 and 0012; compares its pairs, joined by `=`.
    fn check(text: &str, expected: Result<&[&str], &str>) {
        let read = parse(text, |cell| matches!(cell, "1001" | "0012"));
        let pairs = read
            .map(|table| table.pairs().map(|(serial, user)| format!("{serial}={user}")).collect::<Vec<_>>());
        match expected {
            Ok(expected) => assert_eq!(
                pairs.as_deref(),
                Ok(&expected.iter().map(ToString::to_string).collect::<Vec<_>>()[..]),
                "{text:?}"
            ),
            Err(why) => assert!(pairs.as_ref().is_err_and(|is| is.contains(why)), "{text:?}: {pairs:?}"),
        }
    }

    #[test]
    fn either_order_is_read_with_and_without_header() {
        check("a@x.org,1001\nb@x.org,0012\n", Ok(&["1001=a@x.org", "0012=b@x.org"]));
        check("1001,a@x.org\n", Ok(&["1001=a@x.org"]));
        check("serial,upn\n1001,a@x.org", Ok(&["1001=a@x.org"]));
        check("User;Name;Serial number\na@x.org;Anna;1001", Ok(&["1001=a@x.org"]));
        check("upn\tserial number\nanna\t1001\n", Ok(&["1001=anna"]));
        check("anna|1001", Ok(&["1001=anna"]));
        check("\"Huber, Anna\",a@x.org,'0012\n", Ok(&["0012=a@x.org"]));
        check("7777,a@x.org", Ok(&["7777=a@x.org"]));
        check("1001,\n,a@x.org\n", Ok(&["1001=", "=a@x.org"]));
        check("", Err("empty"));
        check(" \n \n", Err("empty"));
        check("1001\n0012", Err("two columns"));
        check("x,y\nz,w", Err("two columns"));
    }

    #[test]
    fn it_can_be_turned() {
        let mut table = parse("1001,a@x.org", |cell| cell == "1001").unwrap();
        assert_eq!(table.columns(), (1, 2));
        table.turn();
        assert_eq!((table.columns(), table.pairs().collect::<Vec<_>>()), ((2, 1), vec![("a@x.org", "1001")]));
    }

    #[test]
    fn rows_and_cells_have_limits() {
        check(&format!("1001,{}@x.org", "a".repeat(MAX_CELL)), Ok(&["1001="]));
        let wide = format!("1001{}a@x.org", ",".repeat(MAX_COLUMNS));
        check(&wide, Ok(&["1001="]));
        assert!(rows(&"1,a\n".repeat(MAX_ROWS), ',').is_ok());
        assert!(rows(&"1,a\n".repeat(MAX_ROWS + 1), ',').is_err());
    }
}
