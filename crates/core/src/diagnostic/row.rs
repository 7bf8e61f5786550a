//! Findings about the shape of a row or an element.

use seedferry_protocol::Severity;
use serde::{Deserialize, Serialize};

use super::Words;

/// Something about the shape of a row or an element.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum RowProblem {
    /// The last row breaks off.
    CutOff,
    /// The end of its file is missing, which was read as if it ended before that.
    OfCutFile,
    /// Cells at the end are missing.
    Short {
        /// Cells it has.
        found: u32,
        /// Cells the header has.
        expected: u32,
    },
    /// It has more cells than the header.
    Long {
        /// Cells it has.
        found: u32,
        /// Cells the header has.
        expected: u32,
    },
    /// A comma in the manufacturer's name is not quoted.
    CommaInManufacturer {
        /// What was taken for the name.
        manufacturer: String,
    },
    /// A quotation mark is not closed.
    QuoteOpen,
    /// An element of the array is no object.
    NotAnObject,
    /// The row has no usable seed, and another cell looks like one: columns are shifted or headings swapped.
    PerhapsSeed {
        /// Name of that cell's column.
        column: String,
    },
    /// A value is no text and no number, but a list, an object, or true or false.
    NotAText {
        /// Name of its field.
        column: String,
    },
    /// Its cells are parted by another delimiter than those of the other rows.
    OtherDelimiter,
    /// Two columns are named for the same thing, and say different things here.
    ColumnsDiffer {
        /// What both are named for.
        column: String,
    },
    /// A cell is longer than any value can be.
    CellTooLong {
        /// Name of its column.
        column: String,
    },
}

impl RowProblem {
    /// Without making the texts: it is asked for all the time.
    pub(super) fn severity(&self) -> Severity {
        match self {
            Self::CutOff
            | Self::Long { .. }
            | Self::NotAnObject
            | Self::PerhapsSeed { .. }
            | Self::NotAText { .. }
            | Self::OtherDelimiter
            | Self::ColumnsDiffer { .. }
            | Self::CellTooLong { .. } => Severity::Error,
            Self::OfCutFile => Severity::Note,
            Self::Short { .. } | Self::CommaInManufacturer { .. } | Self::QuoteOpen => Severity::Warning,
        }
    }

    pub(super) fn words(&self) -> Words {
        match self {
            Self::CutOff => Words::new(
                "The last row breaks off",
                "The token is not written, because its seed may be incomplete",
                "Fetch the file again, or ask the vendor for a complete one",
            ),
            Self::OfCutFile => Words::new(
                "The end of its file is missing, which was read as if it ended before that",
                "The key itself is whole",
                "",
            ),
            Self::Short { found, expected } => Words::new(
                format!("The row has {found} of {expected} cells"),
                "The missing ones count as empty",
                "Compare the row with its neighbours",
            ),
            Self::Long { found, expected } => Words::new(
                format!("The row has {found} cells, {expected} belong to it"),
                "The token is not written, because values may stand in the wrong columns",
                "Put the cell that holds the delimiter into quotation marks",
            ),
            Self::CommaInManufacturer { manufacturer } => Words::new(
                "The manufacturer's name holds a comma that is not quoted",
                format!("It was read as “{manufacturer}”"),
                "Check manufacturer and model of this row",
            ),
            Self::QuoteOpen => Words::new(
                "A quotation mark is not closed",
                "It was read as part of the value",
                "Remove the quotation mark from the file",
            ),
            Self::NotAnObject => Words::new(
                "The element is no JSON object",
                "Nothing of it is written",
                "Remove it from the file, or ask the vendor for a correct one",
            ),
            Self::PerhapsSeed { column } => Words::new(
                format!("The {column} looks like a seed"),
                "It is neither shown nor written",
                "Compare header and rows: a column such as upn may be missing in one of them",
            ),
            Self::NotAText { column } => Words::new(
                format!("The {column} is no text and no number, but a list, an object, or true or false"),
                "It was left out, and the token is not written",
                "Set it in the table if you know it, or correct the file",
            ),
            Self::OtherDelimiter => Words::new(
                "The cells of the row are parted by another delimiter than those of the other rows",
                "Nothing of it is written",
                "Put the delimiter of the other rows into this one, or ask the vendor for a correct file",
            ),
            Self::ColumnsDiffer { column } => Words::new(
                format!("Two columns stand for the {column}, and differ in this row"),
                "The token is not written, because only one of them can be right",
                "Remove the column that is wrong from the file, or say under “Read differently…” which one is the right one",
            ),
            Self::CellTooLong { column } => Words::new(
                format!("The {column} is longer than any real one"),
                "It was left out, and the token is not written",
                "Look whether rows of the file run into one another",
            ),
        }
    }
}

#[cfg(test)]
pub(super) fn all(text: String) -> Vec<RowProblem> {
    vec![
        RowProblem::CutOff,
        RowProblem::OfCutFile,
        RowProblem::Short { found: 1, expected: 2 },
        RowProblem::Long { found: 3, expected: 2 },
        RowProblem::CommaInManufacturer { manufacturer: text.clone() },
        RowProblem::QuoteOpen,
        RowProblem::NotAnObject,
        RowProblem::PerhapsSeed { column: text.clone() },
        RowProblem::NotAText { column: text.clone() },
        RowProblem::OtherDelimiter,
        RowProblem::ColumnsDiffer { column: text.clone() },
        RowProblem::CellTooLong { column: text },
    ]
}
