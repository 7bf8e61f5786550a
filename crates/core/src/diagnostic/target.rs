//! Findings about what a target takes.

use seedferry_protocol::{Severity, TokenProperty};
use serde::{Deserialize, Serialize};

use super::Words;
use crate::token::HashFunction;

/// Who takes the written file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Consumer {
    /// Microsoft Graph.
    Graph,
    /// Entra's older upload page.
    EntraUpload,
    /// Deepnet's DualShield.
    DualShield,
    /// Duo's import box.
    Duo,
    /// Okta's custom authenticator.
    Okta,
    /// Salesforce's data loader.
    Salesforce,
    /// Deepnet's SafeID Token Service.
    SafeId,
    /// Whoever takes PSKC.
    Pskc,
    /// Whoever takes a table with columns of the user's own.
    OwnTable,
    /// This page.
    Seedferry,
}

impl Consumer {
    /// The name for people, as the subject of a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Graph => "Microsoft Graph",
            Self::EntraUpload => "Entra's CSV upload",
            Self::DualShield => "DualShield",
            Self::Duo => "Duo",
            Self::Okta => "Okta",
            Self::Salesforce => "Salesforce",
            Self::SafeId => "SafeID Token Service",
            Self::Pskc => "A PSKC importer",
            Self::OwnTable => "This table",
            Self::Seedferry => "Seedferry",
        }
    }
}

/// Something that the target does not take. What it does take is said in words: *30 and 60*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum TargetProblem {
    /// The token's type is not taken.
    Type {
        /// The target.
        consumer: Consumer,
        /// The token's type: `HOTP`, `OCRA` or what the file calls it.
        oath_type: String,
        /// What the target takes: *time-based tokens only*.
        taken: String,
    },
    /// The time interval is not taken.
    Interval {
        /// The target.
        consumer: Consumer,
        /// The interval in seconds.
        seconds: u32,
        /// What the target takes.
        taken: String,
    },
    /// The hash function is not taken.
    Hash {
        /// The target.
        consumer: Consumer,
        /// The hash function.
        hash: HashFunction,
        /// What the target takes.
        taken: String,
    },
    /// The number of digits is not taken.
    Digits {
        /// The target.
        consumer: Consumer,
        /// The digits.
        digits: u8,
        /// What the target takes.
        taken: String,
    },
    /// The seed has more than 128 Base32 characters.
    SeedTooLong {
        /// The target.
        consumer: Consumer,
        /// Base32 characters.
        characters: u32,
    },
    /// The seed has not the length that the target takes.
    SeedLength {
        /// The target.
        consumer: Consumer,
        /// Its length in bytes.
        bytes: u32,
        /// What the target takes.
        taken: String,
    },
    /// A field that the target needs is missing.
    FieldMissing {
        /// The target.
        consumer: Consumer,
        /// Which.
        field: TokenProperty,
        /// Whether the target surely refuses the token.
        refused: bool,
    },
    /// The target takes every token for one of 30 seconds.
    IntervalImplied {
        /// The target.
        consumer: Consumer,
        /// The interval in seconds.
        seconds: u32,
    },
    /// DualShield has no word for event-based tokens but the product's code.
    EventCodeMissing,
    /// A value holds characters that the file cannot write: control characters in XML, a delimiter in a table without
    /// quotation marks.
    Unwritable {
        /// Name of the column.
        column: String,
    },
    /// A value is missing where blanks stand between the cells, so that those behind it would shift.
    EmptyCell {
        /// Name of the column.
        column: String,
    },
    /// The first cell of a row begins with `#`.
    CommentCell {
        /// Name of the column.
        column: String,
    },
    /// A value holds letters that the chosen encoding lacks.
    Unencodable {
        /// Name of the column.
        column: String,
    },
    /// The counter is higher than the format allows.
    CounterTooHigh {
        /// The target.
        consumer: Consumer,
        /// The highest that it takes.
        highest: u64,
    },
    /// A cell begins like a formula.
    FormulaCell {
        /// Name of the column.
        column: String,
    },
}

impl TargetProblem {
    /// Without making the texts: it is asked for all the time.
    pub(super) fn severity(&self) -> Severity {
        match self {
            Self::FieldMissing { refused: false, .. }
            | Self::IntervalImplied { .. }
            | Self::CommentCell { .. }
            | Self::FormulaCell { .. } => Severity::Warning,
            Self::Type { .. }
            | Self::Interval { .. }
            | Self::Hash { .. }
            | Self::Digits { .. }
            | Self::SeedTooLong { .. }
            | Self::SeedLength { .. }
            | Self::FieldMissing { .. }
            | Self::EventCodeMissing
            | Self::Unwritable { .. }
            | Self::EmptyCell { .. }
            | Self::Unencodable { .. }
            | Self::CounterTooHigh { .. } => Severity::Error,
        }
    }

    pub(super) fn words(&self) -> Words {
        match self {
            Self::Type { consumer, oath_type, taken } => refused(
                format!("The token is {oath_type}; {} takes {taken}", consumer.name()),
                consumer.type_remedy(),
            ),
            Self::Interval { consumer, seconds, taken } => refused(
                format!("The time interval is {seconds} s; {} takes {taken}", consumer.name()),
                "Look up the model's time interval, and correct it if the file is wrong",
            ),
            Self::Hash { consumer, hash, taken } => refused(
                format!("The hash function is {}; {} takes {taken}", hash.name(), consumer.name()),
                consumer.hash_remedy(*hash),
            ),
            Self::Digits { consumer, digits, taken } => refused(
                format!("The token shows {digits} digits; {} takes {taken}", consumer.name()),
                "Order tokens with another number of digits, or use another system for this one",
            ),
            Self::SeedTooLong { consumer, characters } => refused(
                format!("The seed has {characters} Base32 characters; {} takes 128", consumer.name()),
                "Ask the vendor for a token with a shorter seed",
            ),
            Self::SeedLength { consumer, bytes, taken } => refused(
                format!("The seed has {bytes} bytes; {} takes {taken}", consumer.name()),
                "Use another system for this token, or order one with such a seed",
            ),
            Self::FieldMissing { consumer, field, refused } => missing(*consumer, field.name(), *refused),
            Self::IntervalImplied { consumer, seconds } => Words::new(
                format!(
                    "The time interval is {seconds} s, and the file for {} cannot say it",
                    consumer.name()
                ),
                format!(
                    "{} probably takes the token for one of 30 s, and refuses its codes",
                    consumer.name()
                ),
                "Check one token's code before you hand tokens out",
            ),
            Self::EventCodeMissing => refused(
                "The token is event-based, and DualShield tells that by the product's code alone".to_owned(),
                "Give the code of event-based tokens among the options; DualShield's console shows it",
            ),
            Self::Unwritable { column } => refused(
                format!("The {column} holds characters that this file cannot write"),
                "Correct the value; in a table of your own, let it use quotation marks or another delimiter",
            ),
            Self::EmptyCell { column } => refused(
                format!(
                    "The {column} is empty, and in a table with blanks between its cells those behind it would shift"
                ),
                "Set the value in the table, or choose another delimiter for the layout",
            ),
            Self::CommentCell { column } => Words::new(
                format!("The {column} begins with #, and stands first in its row"),
                "Many readers take such a row for a comment, so the token may be missing where the file is read",
                "Compare the number of tokens after the import, or let another column come first in a table of your own",
            ),
            Self::Unencodable { column } => refused(
                format!("The {column} holds letters that Windows-1252 lacks"),
                "Write the file in UTF-8 or UTF-16, or correct the value",
            ),
            Self::CounterTooHigh { consumer, highest } => refused(
                format!("The counter is too high; {} takes {highest} at most", consumer.name()),
                "Look up the token's counter, and correct it in the table",
            ),
            Self::FormulaCell { column } => Words::new(
                format!("The {column} begins with =, +, - or @"),
                "A spreadsheet takes it for a formula; it is written unchanged",
                "Do not open the written file with a spreadsheet",
            ),
        }
    }
}

impl Consumer {
    fn type_remedy(self) -> &'static str {
        match self {
            Self::OwnTable | Self::SafeId => {
                "Begin with a layout for tokens of this type, or change the tokens that this layout is for"
            }
            _ => "Use another system for this token, or order one of the other kind",
        }
    }

    fn hash_remedy(self, hash: HashFunction) -> &'static str {
        match (self, hash) {
            (Self::Graph, _) => "Order tokens with SHA-1 or SHA-256",
            (_, HashFunction::Sha256) => "Write a format that says the hash function, such as Entra JSON",
            _ => "Write a format that says the hash function, or order tokens with SHA-1",
        }
    }
}

fn refused(what: String, remedy: &'static str) -> Words {
    Words::new(what, "The token is not written, because it would not work", remedy)
}

fn missing(consumer: Consumer, field: &str, refused: bool) -> Words {
    let what = format!("The {field} is missing");
    let remedy = format!("Set the {field} in the table, for one token or for all that are selected");
    let name = consumer.name();
    if refused {
        let effect = format!("The token is not written, because {name} refuses it");
        return Words::new(what, effect, remedy);
    }
    Words::new(what, format!("{name} may refuse the token"), remedy)
}

#[cfg(test)]
pub(super) fn all(hash: HashFunction) -> Vec<TargetProblem> {
    let taken = || "something else".to_owned();
    let of = |consumer| {
        vec![
            TargetProblem::Type { consumer, oath_type: "HOTP".to_owned(), taken: taken() },
            TargetProblem::Interval { consumer, seconds: 45, taken: taken() },
            TargetProblem::Hash { consumer, hash, taken: taken() },
            TargetProblem::Digits { consumer, digits: 8, taken: taken() },
            TargetProblem::SeedTooLong { consumer, characters: 130 },
            TargetProblem::SeedLength { consumer, bytes: 32, taken: taken() },
            TargetProblem::FieldMissing { consumer, field: TokenProperty::Model, refused: true },
            TargetProblem::FieldMissing { consumer, field: TokenProperty::Model, refused: false },
            TargetProblem::IntervalImplied { consumer, seconds: 60 },
            TargetProblem::EventCodeMissing,
            TargetProblem::Unwritable { column: "model".to_owned() },
            TargetProblem::EmptyCell { column: "model".to_owned() },
            TargetProblem::CommentCell { column: "model".to_owned() },
            TargetProblem::Unencodable { column: "model".to_owned() },
            TargetProblem::CounterTooHigh { consumer, highest: 7 },
            TargetProblem::FormulaCell { column: "model".to_owned() },
        ]
    };
    [Consumer::Graph, Consumer::EntraUpload].into_iter().flat_map(of).collect()
}
