//! Delimited text (RFC 4180) as spreadsheets and people write it. Cells borrow from the file, so no seed is copied.

use std::borrow::Cow;

/// Characters that may stand between cells.
pub(super) const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];

/// Longest quoted cell, in bytes. A quotation mark that is not closed within it counts as part of the text.
const MAX_QUOTED: usize = 1024;

/// Most cells that are kept of one row.
pub(super) const MAX_CELLS: usize = 64;

/// The rows of a table.
pub(super) struct Rows<'a> {
    rest: &'a str,
    delimiter: char,
    number: u32,
}

/// What is known about a row beside its cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RowShape {
    /// Its number, counted from 1; blank rows count.
    pub(super) number: u32,
    /// A quotation mark is not closed.
    pub(super) quote_open: bool,
    /// The file ends within it, without a line break.
    pub(super) last: bool,
    /// Cells it has, also those beyond [`MAX_CELLS`].
    pub(super) cells: usize,
}

enum End {
    Cell,
    Row,
    File,
}

impl<'a> Rows<'a> {
    /// Reads a text, whose first row has the number 1.
    pub(super) fn new(text: &'a str, delimiter: char) -> Self {
        Self { rest: text.trim_end_matches('\u{1a}'), delimiter, number: 0 }
    }

    /// Puts the next row that is not blank into `cells`; `None` at the end.
    pub(super) fn next_row(&mut self, cells: &mut Vec<Cow<'a, str>>) -> Option<RowShape> {
        while !self.rest.is_empty() {
            let shape = self.read_row(cells);
            if cells.iter().any(|cell| !cell.is_empty()) {
                return Some(shape);
            }
        }
        None
    }

    fn read_row(&mut self, cells: &mut Vec<Cow<'a, str>>) -> RowShape {
        cells.clear();
        self.number = self.number.saturating_add(1);
        let mut shape = RowShape { number: self.number, quote_open: false, last: false, cells: 0 };
        loop {
            let (cell, end) = self.read_cell(&mut shape.quote_open);
            shape.cells += 1;
            if cells.len() < MAX_CELLS {
                cells.push(cell);
            }
            match end {
                End::Cell => {}
                End::Row => return shape,
                End::File => return RowShape { last: true, ..shape },
            }
        }
    }

    fn read_cell(&mut self, quote_open: &mut bool) -> (Cow<'a, str>, End) {
        let start = self.rest.trim_start_matches([' ', '\u{a0}']);
        if start.starts_with('"') {
            match quoted(start, self.delimiter) {
                Some((cell, after)) => return (cell, self.end(after)),
                None => *quote_open = true,
            }
        }
        let delimiter = self.delimiter;
        let length = self.rest.find([delimiter, '\n', '\r']).unwrap_or(self.rest.len());
        let (cell, after) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        (Cow::Borrowed(cell.trim()), self.end(after))
    }

    /// Goes on behind the delimiter or line break that ended a cell.
    fn end(&mut self, after: &'a str) -> End {
        if let Some(rest) = after.strip_prefix(self.delimiter) {
            self.rest = rest;
            return End::Cell;
        }
        let line = after.strip_prefix("\r\n").or_else(|| after.strip_prefix(['\n', '\r']));
        self.rest = line.unwrap_or_default();
        if line.is_some() { End::Row } else { End::File }
    }
}

/// A cell in quotation marks and what follows it; `None` when it is not closed before a delimiter or line end.
fn quoted(start: &str, delimiter: char) -> Option<(Cow<'_, str>, &str)> {
    let body = start.strip_prefix('"')?;
    let mut from = 0;
    let mut doubled = false;
    loop {
        let close = from + body.get(from..)?.bytes().take(MAX_QUOTED).position(|c| c == b'"')?;
        let after = body.get(close + 1..)?;
        if after.starts_with('"') && close < MAX_QUOTED {
            doubled = true;
            from = close + 2;
            continue;
        }
        let after = after.trim_start_matches([' ', '\u{a0}']);
        let cell = body.get(..close)?;
        let is_closed = after.is_empty() || after.starts_with([delimiter, '\n', '\r']);
        let cell = if doubled { Cow::Owned(cell.replace("\"\"", "\"")) } else { Cow::Borrowed(cell) };
        return (is_closed && close <= MAX_QUOTED).then_some((cell, after));
    }
}

/// Writes a cell, in quotation marks only where it needs them.
pub(super) fn quote(cell: &str, delimiter: char) -> Cow<'_, str> {
    if needs_quotes(cell, delimiter) { Cow::Owned(quote_always(cell)) } else { Cow::Borrowed(cell) }
}

/// Writes a cell in quotation marks.
pub(super) fn quote_always(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

/// Whether a cell is read back as another one without quotation marks. Where a blank stands between cells, whoever reads
/// them may take every other kind of blank for one, too.
pub(super) fn needs_quotes(cell: &str, delimiter: char) -> bool {
    cell.contains([delimiter, '"', '\r', '\n'])
        || (delimiter.is_whitespace() && cell.contains(char::is_whitespace))
        || cell.starts_with(char::is_whitespace)
        || cell.ends_with(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, delimiter: char) -> Vec<(u32, Vec<String>, bool, bool)> {
        let mut rows = Rows::new(text, delimiter);
        let mut cells = Vec::new();
        let mut all = Vec::new();
        while let Some(shape) = rows.next_row(&mut cells) {
            let texts = cells.iter().map(ToString::to_string).collect();
            all.push((shape.number, texts, shape.quote_open, shape.last));
        }
        all
    }

    fn check(text: &str, expected: &[(u32, &[&str])]) {
        let rows: Vec<_> = read(text, ',').into_iter().map(|(number, cells, ..)| (number, cells)).collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(number, cells)| (*number, cells.iter().map(|&cell| cell.to_owned()).collect::<Vec<_>>()))
            .collect();
        assert_eq!(rows, expected, "{text:?}");
    }

    #[test]
    fn reads_the_rows_that_people_write() {
        check("", &[]);
        check("a,b", &[(1, &["a", "b"])]);
        check("a,b\n", &[(1, &["a", "b"])]);
        check("a\r\nb\rc\nd", &[(1, &["a"]), (2, &["b"]), (3, &["c"]), (4, &["d"])]);
        check("a\n\n , \nb\n", &[(1, &["a"]), (4, &["b"])]);
        check(" a , b\u{a0},c", &[(1, &["a", "b", "c"])]);
        check("a,,\n", &[(1, &["a", "", ""])]);
        check("\"a,b\",c", &[(1, &["a,b", "c"])]);
        check("\"a\"\"b\"\"\",c", &[(1, &["a\"b\"", "c"])]);
        check(" \"a\" ,b", &[(1, &["a", "b"])]);
        check("\"a\nb\",c\nd", &[(1, &["a\nb", "c"]), (2, &["d"])]);
        check("\"\",\"\"\nx", &[(2, &["x"])]);
        check("a\u{1a}", &[(1, &["a"])]);
    }

    #[test]
    fn an_open_quotation_mark_is_text_and_eats_no_other_row() {
        check("\"a,b\nc,d\n", &[(1, &["\"a", "b"]), (2, &["c", "d"])]);
        check("\"a,b\n\"c\",d\n", &[(1, &["\"a", "b"]), (2, &["c", "d"])]);
        check("a\"b,c", &[(1, &["a\"b", "c"])]);
        let flags: Vec<_> = read("\"a,b\nc", ',').iter().map(|row| (row.2, row.3)).collect();
        assert_eq!(flags, [(true, false), (false, true)]);
    }

    #[test]
    fn a_quoted_cell_has_a_limit() {
        let longest = "x".repeat(MAX_QUOTED - 1);
        check(&format!("\"{longest}\",b"), &[(1, &[&longest, "b"])]);
        let longer = "x".repeat(MAX_QUOTED + 1);
        check(&format!("\"{longer}\",b"), &[(1, &[&format!("\"{longer}\""), "b"])]);
        let pairs = "\"\"".repeat(MAX_QUOTED);
        assert!(read(&format!("\"{pairs}\",b"), ',').iter().all(|row| row.2));
    }

    #[test]
    fn a_row_has_a_limit() {
        let rows = read(&",x".repeat(MAX_CELLS + 5), ',');
        assert_eq!(rows.iter().map(|row| row.1.len()).collect::<Vec<_>>(), [MAX_CELLS]);
    }

    #[test]
    fn only_cells_that_need_it_are_quoted() {
        for (cell, expected) in [
            ("SafeID/Classic", "SafeID/Classic"),
            ("Co.,Ltd", "\"Co.,Ltd\""),
            ("a\"b", "\"a\"\"b\""),
            (" a", "\" a\""),
            ("a\nb", "\"a\nb\""),
        ] {
            assert_eq!(quote(cell, ','), expected);
        }
    }
}
