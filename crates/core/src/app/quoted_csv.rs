//! Tables without seeds for spreadsheets (RFC 4180). Every cell is quoted: texts come from a server.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_with_quotes_stay_one() {
        let mut table = Table::default();
        table.push(&["1", "a \"b\"", "", "x,y"]);
        assert_eq!(table.into_text(), "\"1\",\"a \"\"b\"\"\",\"\",\"x,y\"\r\n");
    }
}
