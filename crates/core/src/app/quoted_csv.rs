//! Tables without seeds for spreadsheets (RFC 4180). Every cell is quoted: texts come from a server.

use crate::conversion::is_formula;

/// A table that grows row by row.
#[derive(Default)]
pub(super) struct Table(String);

impl Table {
    /// Appends a row. Nothing is copied on the way: a result has 50,000 of them.
    pub(super) fn push(&mut self, cells: &[impl AsRef<str>]) {
        for (at, cell) in cells.iter().enumerate() {
            self.0.push_str(if at == 0 { "\"" } else { ",\"" });
            for (at, part) in cell.as_ref().split('"').enumerate() {
                self.0.push_str(if at == 0 { "" } else { "\"\"" });
                self.0.push_str(part);
            }
            self.0.push('"');
        }
        self.0.push_str("\r\n");
    }

    /// The text.
    pub(super) fn into_text(self) -> String {
        self.0
    }
}

/// How many cells of such a text a spreadsheet takes for formulas; quotes do not keep it from that. The characters are those
/// that OWASP's page *CSV Injection* lists.
pub(super) fn formulas(text: &str) -> usize {
    let mut parts = text.split('"').skip(1);
    let mut found = 0;
    while let Some(begin) = parts.next() {
        let mut is_long = false;
        // Two quotes within a cell are one.
        while parts.next() == Some("") {
            is_long = true;
            parts.next();
        }
        let begins = |sign: &str| is_long && is_formula(&format!("{sign}\""));
        found += usize::from(is_formula(begin) || begin.starts_with(['\t', '\r']) || begins(begin));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_a_spreadsheet_takes_for_formulas_are_counted() {
        let check = |cells: &[&str], found: usize| {
            let mut table = Table::default();
            table.push(cells);
            table.push(cells);
            assert_eq!(formulas(&table.into_text()), 2 * found, "{cells:?}");
        };
        check(&["1", "a=1", "", "-", "a\"\"=b\"", "a\",\"=1"], 0);
        check(&["=1+2"], 1);
        check(&["", "+49 30", "-1", "@SUM(A1)", "x"], 3);
        check(&["\ttab", "\rreturn", "\n=1"], 2);
        check(&["=\"a\"", "\"=1\"", "=\""], 2);
        assert_eq!(formulas(""), 0);
    }

    #[test]
    fn cells_with_quotes_stay_one() {
        let mut table = Table::default();
        table.push(&["1", "a \"b\"", "", "x,y"]);
        assert_eq!(table.into_text(), "\"1\",\"a \"\"b\"\"\",\"\",\"x,y\"\r\n");
    }
}
