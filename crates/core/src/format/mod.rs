//! Seed file formats: each module parses and writes one. Formats know nothing of envelopes or targets.

use serde::{Deserialize, Serialize};

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum FileFormat {
    /// Entra MFA CSV.
    EntraCsv,
    /// Entra MFA JSON.
    EntraJson,
}

impl FileFormat {
    /// The id of the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::EntraCsv => "entra-csv",
            Self::EntraJson => "entra-json",
        }
    }

    /// The name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::EntraCsv => "Entra MFA CSV",
            Self::EntraJson => "Entra MFA JSON",
        }
    }
}
