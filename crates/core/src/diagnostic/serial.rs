//! Findings about serial numbers.

use seedferry_protocol::Severity;
use serde::{Deserialize, Serialize};

use super::Words;

/// Something about a serial number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum SerialProblem {
    /// There is none.
    Missing,
    /// A spreadsheet rounded it.
    Rounded {
        /// What it left.
        text: String,
    },
    /// A spreadsheet appended `.0`.
    Decimal {
        /// What was taken for the serial number.
        taken: String,
    },
    /// It is wrapped in signs that a spreadsheet uses to mark text.
    TextMark,
    /// Blanks stand inside it.
    Blanks,
    /// The file has it as a number.
    WasNumber,
    /// It is shorter than nearly all others of the batch, and all are numbers.
    Shorter {
        /// Its length.
        length: u32,
        /// The others' length.
        usual: u32,
    },
    /// Another token of the batch has the same serial number and the same seed.
    TwiceSameSeed {
        /// Where the other one stands.
        other: String,
    },
    /// Another token of the batch has the same serial number and another seed.
    TwiceOtherSeed {
        /// Where the other one stands.
        other: String,
    },
    /// Another token of the batch has the same serial number and is of another type.
    TwiceOtherType {
        /// Where the other one stands.
        other: String,
    },
    /// Another token of the batch has the same serial number and the same seed, and says something else.
    TwiceContradicting {
        /// Where the other one stands.
        other: String,
        /// What they say.
        values: String,
    },
    /// Another token of the batch has the same serial number and the same seed, and each says something that the other
    /// does not.
    TwiceInParts {
        /// Where the other one stands.
        other: String,
        /// What each says alone.
        fields: String,
    },
}

impl SerialProblem {
    /// Without making the texts: it is asked for all the time.
    pub(super) fn severity(&self) -> Severity {
        match self {
            Self::Missing
            | Self::Rounded { .. }
            | Self::TwiceOtherSeed { .. }
            | Self::TwiceContradicting { .. }
            | Self::TwiceInParts { .. } => Severity::Error,
            Self::Decimal { .. }
            | Self::Blanks
            | Self::Shorter { .. }
            | Self::TwiceSameSeed { .. }
            | Self::TwiceOtherType { .. } => Severity::Warning,
            Self::TextMark | Self::WasNumber => Severity::Note,
        }
    }

    pub(super) fn words(&self) -> Words {
        match self {
            Self::Missing => Words::new(
                "The serial number is missing",
                "The token is not written",
                "Ask the vendor for a complete file",
            ),
            Self::Rounded { text } => Words::new(
                format!("The serial number was rounded to {text} by a spreadsheet"),
                "The token is not written, because the lost digits cannot be restored",
                "Take the vendor's original file, and do not save it with a spreadsheet",
            ),
            Self::Decimal { taken } => Words::new(
                "The serial number ends in a decimal fraction, as spreadsheets write it",
                format!("It was read as {taken}"),
                "Compare it with the number on the token",
            ),
            Self::TextMark => Words::new(
                "The serial number stands between signs that mark text in a spreadsheet",
                "They were taken away",
                "",
            ),
            Self::Blanks => Words::new(
                "The serial number has blanks inside",
                "They are kept; a search for the number on the token may not find it",
                "Compare it with the number on the token",
            ),
            Self::WasNumber => Words::new(
                "The file has the serial number as a number, not as text",
                "Leading zeros may have been lost before",
                "Compare it with the number on the token",
            ),
            Self::Shorter { length, usual } => Words::new(
                format!("The serial number has {length} digits, nearly all others have {usual}"),
                "A spreadsheet may have removed leading zeros",
                "Compare it with the number on the token",
            ),
            Self::TwiceSameSeed { other } => Words::new(
                format!("The same token stands twice: see {other}"),
                "It is written once, as the row that says most",
                "Remove one of the two, or drop doubles under Duplicates",
            ),
            Self::TwiceOtherSeed { other } => Words::new(
                format!("Another token has the same serial number and a different seed: see {other}"),
                "Neither is written, because only one of the seeds can be right",
                "Remove the wrong one; the code on the token tells which",
            ),
            Self::TwiceContradicting { other, values } => Words::new(
                format!("The same token stands twice and says different things: {values}; see {other}"),
                "Neither is written, because only one of them can be right",
                "Look up which is right, and keep that one under Duplicates",
            ),
            Self::TwiceInParts { other, fields } => Words::new(
                format!("The same token stands twice, and each says a part: {fields}; see {other}"),
                "Neither is written, because a part would be lost",
                "Drop doubles under Duplicates: that puts the parts together",
            ),
            Self::TwiceOtherType { other } => Words::new(
                format!("Another token has the same serial number and is of another type: see {other}"),
                "Both are kept, as two tokens; a system may take a serial number only once",
                "Keep both if the device makes both kinds of codes; else remove the wrong one",
            ),
        }
    }
}

#[cfg(test)]
pub(super) fn all(text: String) -> Vec<SerialProblem> {
    vec![
        SerialProblem::Missing,
        SerialProblem::Rounded { text: text.clone() },
        SerialProblem::Decimal { taken: text.clone() },
        SerialProblem::TextMark,
        SerialProblem::Blanks,
        SerialProblem::WasNumber,
        SerialProblem::Shorter { length: 7, usual: 8 },
        SerialProblem::TwiceSameSeed { other: text.clone() },
        SerialProblem::TwiceOtherSeed { other: text.clone() },
        SerialProblem::TwiceOtherType { other: text.clone() },
        SerialProblem::TwiceContradicting { other: text.clone(), values: text.clone() },
        SerialProblem::TwiceInParts { other: text.clone(), fields: text },
    ]
}
