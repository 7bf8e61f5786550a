//! Findings about time interval, hash function, digits, counter and type.

use seedferry_protocol::Severity;
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
    /// The counter is no whole number.
    CounterUnreadable {
        /// What the file says.
        text: String,
    },
}

impl ParameterProblem {
    /// Without making the texts: it is asked for all the time.
    pub(super) fn severity(&self) -> Severity {
        match self {
            Self::TimeOffset { .. } => Severity::Warning,
            Self::IntervalUnreadable { .. }
            | Self::HashUnknown { .. }
            | Self::DigitsUnreadable { .. }
            | Self::CounterUnreadable { .. } => Severity::Error,
        }
    }

    pub(super) fn words(&self) -> Words {
        if let Self::TimeOffset { text } = self {
            return time_offset(text);
        }
        let effect = "The token is not written, because its codes would be wrong";
        let remedy = "Correct the value in the file, or ask the vendor";
        let what = match self {
            Self::IntervalUnreadable { text } => {
                format!("The time interval “{text}” is no whole number of seconds")
            }
            Self::HashUnknown { text } => format!("The hash function “{text}” is not known"),
            Self::DigitsUnreadable { text } => {
                format!("The number of digits “{text}” is no number from 4 to 10")
            }
            Self::TimeOffset { text } | Self::CounterUnreadable { text } => {
                format!("The counter “{text}” is no whole number")
            }
        };
        Words::new(what, effect, remedy)
    }
}

fn time_offset(text: &str) -> Words {
    Words::new(
        format!("The file gives a time of “{text}” intervals, which is usually 0"),
        "It is not written; if the token's clock does not start in 1970, its codes are refused",
        "Check one token's code",
    )
}

#[cfg(test)]
pub(super) fn all(text: String) -> Vec<ParameterProblem> {
    vec![
        ParameterProblem::IntervalUnreadable { text: text.clone() },
        ParameterProblem::HashUnknown { text: text.clone() },
        ParameterProblem::DigitsUnreadable { text: text.clone() },
        ParameterProblem::CounterUnreadable { text: text.clone() },
        ParameterProblem::TimeOffset { text },
    ]
}
