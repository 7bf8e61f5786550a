//! Findings about time interval, hash function, digits, counter and type, and about a file's rules for a key.

use seedferry_protocol::{EditField, Severity};
use serde::{Deserialize, Serialize};

use super::Words;

/// Something about how a token makes its codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum ParameterProblem {
    /// The time interval is no whole number of seconds.
    IntervalUnreadable {
        /// What the file says.
        text: String,
    },
    /// The hash function is not known.
    HashUnknown {
        /// What the file says.
        text: String,
    },
    /// The number of digits is no number from 4 to 10.
    DigitsUnreadable {
        /// What the file says.
        text: String,
    },
    /// The file has a time that is not zero.
    TimeOffset {
        /// What the file says, in time intervals.
        text: String,
    },
    /// The file counts time intervals from another time than 1970.
    Epoch {
        /// What the file says.
        text: String,
    },
    /// The file says until when the token is to be used.
    Expires {
        /// What the file says.
        date: String,
    },
    /// The file permits the key for something else than one-time codes.
    OtherUse {
        /// What for.
        text: String,
    },
    /// The counter is no whole number.
    CounterUnreadable {
        /// What the file says.
        text: String,
    },
    /// It was decrypted, and has no message authentication code although the file says how they are made.
    CodeMissing {
        /// What.
        field: EditField,
    },
    /// It was decrypted, but its message authentication code is not right.
    Altered {
        /// What.
        field: EditField,
    },
    /// As [`ParameterProblem::Altered`], and the user wants it taken.
    AlteredTaken {
        /// What.
        field: EditField,
    },
    /// It could not be decrypted.
    NotDecrypted {
        /// What.
        field: EditField,
    },
}

impl ParameterProblem {
    /// Without making the texts: it is asked for all the time.
    pub(super) fn severity(&self) -> Severity {
        match self {
            Self::TimeOffset { .. }
            | Self::Epoch { .. }
            | Self::Expires { .. }
            | Self::OtherUse { .. }
            | Self::CodeMissing { .. }
            | Self::AlteredTaken { .. } => Severity::Warning,
            Self::IntervalUnreadable { .. }
            | Self::HashUnknown { .. }
            | Self::DigitsUnreadable { .. }
            | Self::CounterUnreadable { .. }
            | Self::Altered { .. }
            | Self::NotDecrypted { .. } => Severity::Error,
        }
    }

    pub(super) fn words(&self) -> Words {
        let unreadable = |what: String| {
            let effect = "The token is not written, because its codes would be wrong";
            Words::new(what, effect, "Correct the value in the table if you know it, or ask the vendor")
        };
        let decrypted = |what: String, effect: &'static str| {
            Words::new(what, effect, "Compare it with the device, or ask the vendor")
        };
        let wrong_code =
            |field: EditField| format!("The {}'s message authentication code is not right", field.name());
        match self {
            Self::TimeOffset { text } => time_offset(text),
            Self::Epoch { text } => epoch(text),
            Self::Expires { date } => Words::new(
                format!("The file says that the token expires: {date}"),
                "The date is not kept, and no written file carries it",
                "If it is past, do not hand the token out; otherwise note the date",
            ),
            Self::OtherUse { text } => other_use(text),
            Self::IntervalUnreadable { text } => {
                unreadable(format!("The time interval “{text}” is no whole number of seconds"))
            }
            Self::HashUnknown { text } => unreadable(format!("The hash function “{text}” is not known")),
            Self::DigitsUnreadable { text } => {
                unreadable(format!("The number of digits “{text}” is no number from 4 to 10"))
            }
            Self::CounterUnreadable { text } => {
                unreadable(format!("The counter “{text}” is no whole number"))
            }
            Self::CodeMissing { field } => decrypted(
                format!(
                    "The {} has no message authentication code, although the file says how they are made",
                    field.name()
                ),
                "It is taken; whether it was altered does not show",
            ),
            Self::Altered { field } => {
                decrypted(wrong_code(*field), "It is left out, and the token is not written")
            }
            Self::AlteredTaken { field } => {
                decrypted(wrong_code(*field), "It is taken all the same, as was chosen")
            }
            Self::NotDecrypted { field } => decrypted(
                format!("The {} could not be decrypted", field.name()),
                "It is left out, and the token is not written",
            ),
        }
    }
}

fn time_offset(text: &str) -> Words {
    Words::new(
        format!("The file gives a time of “{text}” intervals, which is usually 0"),
        "It is not written; if the token's clock does not start in 1970, its codes are refused",
        "Check one token's code",
    )
}

fn epoch(text: &str) -> Words {
    Words::new(
        format!(
            "The file counts time intervals from “{text}” (epoch), where other systems begin at 0, in 1970"
        ),
        "It is not written, and every code of the token is refused if it is right",
        "Check one token's code before you hand tokens out",
    )
}

fn other_use(text: &str) -> Words {
    Words::new(
        format!("The file permits the key for “{text}”, and not for one-time codes (OTP)"),
        "It is written all the same, without that rule",
        "Ask the vendor what the key is for",
    )
}

#[cfg(test)]
pub(super) fn all(text: String) -> Vec<ParameterProblem> {
    vec![
        ParameterProblem::IntervalUnreadable { text: text.clone() },
        ParameterProblem::HashUnknown { text: text.clone() },
        ParameterProblem::DigitsUnreadable { text: text.clone() },
        ParameterProblem::CounterUnreadable { text: text.clone() },
        ParameterProblem::TimeOffset { text: text.clone() },
        ParameterProblem::Epoch { text: text.clone() },
        ParameterProblem::Expires { date: text.clone() },
        ParameterProblem::OtherUse { text },
        ParameterProblem::CodeMissing { field: EditField::Counter },
        ParameterProblem::Altered { field: EditField::Counter },
        ParameterProblem::AlteredTaken { field: EditField::Counter },
        ParameterProblem::NotDecrypted { field: EditField::Interval },
    ]
}
