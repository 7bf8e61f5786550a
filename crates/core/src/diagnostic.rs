//! A finding: what is wrong or assumed, where, what follows from it and what to do.

use seedferry_protocol::Severity;
use serde::{Deserialize, Serialize};

/// Something found in a file or a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Where.
    pub place: Place,
    /// What.
    pub problem: Problem,
}

/// Where something was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Index into [`Batch::sources`](crate::token::Batch::sources).
    pub source: u32,
    /// Row or element number as in [`Origin`](crate::token::Origin); `None` for the file as a whole.
    pub row: Option<u32>,
}

/// What was found. Variants speak the file's language and hold no secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Problem {
    /// The row has no serial number.
    SerialMissing,
}

impl Problem {
    /// How grave it is.
    pub fn severity(&self) -> Severity {
        match self {
            Self::SerialMissing => Severity::Error,
        }
    }

    /// What was found, as a sentence without a full stop.
    pub fn what(&self) -> String {
        match self {
            Self::SerialMissing => "The serial number is missing".to_owned(),
        }
    }

    /// What follows from it.
    pub fn effect(&self) -> String {
        match self {
            Self::SerialMissing => "The token is not written".to_owned(),
        }
    }

    /// What to do about it.
    pub fn remedy(&self) -> String {
        match self {
            Self::SerialMissing => "Ask the vendor for a complete file".to_owned(),
        }
    }
}
