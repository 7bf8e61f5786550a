//! Findings about what a target takes.

use seedferry_protocol::Severity;
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
}

impl Consumer {
    /// The name for people, as the subject of a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Graph => "Microsoft Graph",
            Self::EntraUpload => "Entra's CSV upload",
        }
    }
}

/// Something that the target does not take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum TargetProblem {
    /// The token is not time-based.
    Type {
        /// The target.
        consumer: Consumer,
        /// The token's type: `HOTP`, `OCRA` or what the file calls it.
        oath_type: String,
    },
    /// The time interval is neither 30 nor 60 seconds.
    Interval {
        /// The target.
        consumer: Consumer,
        /// The interval in seconds.
        seconds: u32,
    },
    /// The hash function is not taken.
    Hash {
        /// The target.
        consumer: Consumer,
        /// The hash function.
        hash: HashFunction,
    },
    /// The token does not show six digits.
    Digits {
        /// The target.
        consumer: Consumer,
        /// The digits.
        digits: u8,
    },
    /// The seed has more than 128 Base32 characters.
    SeedTooLong {
        /// The target.
        consumer: Consumer,
        /// Base32 characters.
        characters: u32,
    },
    /// The manufacturer is missing.
    ManufacturerMissing(Consumer),
    /// The model is missing.
    ModelMissing(Consumer),
    /// A cell begins like a formula.
    FormulaCell {
        /// Name of the column.
        column: String,
    },
}

impl TargetProblem {
    pub(super) fn words(&self) -> Words {
        match self {
            Self::Type { consumer, oath_type } => refused(
                format!("The token is {oath_type}; {} takes time-based tokens only", consumer.name()),
                "Order time-based tokens, or use another system for this one",
            ),
            Self::Interval { consumer, seconds } => refused(
                format!("The time interval is {seconds} s; {} takes 30 and 60", consumer.name()),
                "Look up the model's time interval, and correct it if the file is wrong",
            ),
            Self::Hash { consumer, hash } => refused(
                format!("The hash function is {}; {}", hash.name(), consumer.hash_rule()),
                consumer.hash_remedy(*hash),
            ),
            Self::Digits { consumer, digits } => refused(
                format!("The token shows {digits} digits; {} takes six", consumer.name()),
                "Order tokens with six digits",
            ),
            Self::SeedTooLong { consumer, characters } => refused(
                format!("The seed has {characters} Base32 characters; {} takes 128", consumer.name()),
                "Ask the vendor for a token with a shorter seed",
            ),
            Self::ManufacturerMissing(consumer) => required(*consumer, "manufacturer"),
            Self::ModelMissing(consumer) => required(*consumer, "model"),
            Self::FormulaCell { column } => Words::new(
                Severity::Warning,
                format!("The {column} begins with =, +, - or @"),
                "A spreadsheet takes it for a formula; it is written unchanged",
                "Do not open the written file with a spreadsheet",
            ),
        }
    }
}

impl Consumer {
    fn hash_rule(self) -> &'static str {
        match self {
            Self::Graph => "Microsoft Graph takes SHA-1 and SHA-256",
            Self::EntraUpload => "Entra's CSV upload takes every token for SHA-1",
        }
    }

    fn hash_remedy(self, hash: HashFunction) -> &'static str {
        match (self, hash) {
            (Self::EntraUpload, HashFunction::Sha1 | HashFunction::Sha256) => "Write Entra JSON instead",
            _ => "Order tokens with SHA-1 or SHA-256",
        }
    }
}

fn refused(what: String, remedy: &'static str) -> Words {
    Words::new(Severity::Error, what, "The token is not written, because it would not work", remedy)
}

fn required(consumer: Consumer, field: &str) -> Words {
    let severity = match consumer {
        Consumer::Graph => Severity::Error,
        Consumer::EntraUpload => Severity::Warning,
    };
    let effect = match consumer {
        Consumer::Graph => "The token is not written, because Microsoft Graph refuses it",
        Consumer::EntraUpload => "Entra may refuse the row",
    };
    Words::new(severity, format!("The {field} is missing"), effect, format!("Set the {field} in the file"))
}

#[cfg(test)]
pub(super) fn all(hash: HashFunction) -> Vec<TargetProblem> {
    let of = |consumer| {
        vec![
            TargetProblem::Type { consumer, oath_type: "HOTP".to_owned() },
            TargetProblem::Interval { consumer, seconds: 45 },
            TargetProblem::Hash { consumer, hash },
            TargetProblem::Digits { consumer, digits: 8 },
            TargetProblem::SeedTooLong { consumer, characters: 130 },
            TargetProblem::ManufacturerMissing(consumer),
            TargetProblem::ModelMissing(consumer),
            TargetProblem::FormulaCell { column: "model".to_owned() },
        ]
    };
    [Consumer::Graph, Consumer::EntraUpload].into_iter().flat_map(of).collect()
}
