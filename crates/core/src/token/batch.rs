//! The tokens of one delivery, with the files they came from and what was found.

use seedferry_protocol::{EditedFields, UploadResult};
use serde::{Deserialize, Serialize};

use super::Token;
use crate::{
    diagnostic::{Diagnostic, Place},
    encoding::SeedEncoding,
    format::FileFormat,
};

/// The tokens of one opened delivery.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// The seed files, in the order of the tokens.
    pub sources: Vec<SourceFile>,
    /// The tokens, in the order of files and rows.
    pub tokens: Vec<Token>,
    /// What the readers found. Checks that need the whole batch or a target are made later.
    pub findings: Vec<Diagnostic>,
    /// What a batch file brought beside them.
    pub carried: Carried,
}

/// The work on a batch that its tokens do not show.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// Which fields were edited, by the places of the tokens, which grow.
    pub edited: Vec<(u32, EditedFields)>,
    /// Names of files that are not here themselves, but only what a batch file says of them.
    pub absent: Vec<String>,
    /// What became of uploads.
    pub results: Vec<UploadResult>,
    /// People, by UPN, and the serial numbers of the tokens that they shall get. Either may be empty yet.
    pub pairs: Vec<(String, String)>,
}

/// A seed file as it was found inside its envelope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// Its name, layers outermost first, joined by ` › `.
    pub name: String,
    /// What it is.
    pub format: FileFormat,
    /// How its seeds are written, where the readers tell it.
    pub encoding: Option<SeedEncoding>,
}

impl SourceFile {
    /// Between the names of layers.
    pub(crate) const BETWEEN: &str = " › ";
}

impl Batch {
    /// Place among the tokens of the one that a finding speaks of. Tokens lie in the order of sources and rows, so a
    /// search by halves finds it; a token that was removed is not found.
    pub fn token_at(&self, place: Place) -> Option<usize> {
        let (source, row) = (place.source, place.row?);
        self.tokens.binary_search_by_key(&(source, row), |token| (token.origin.source, token.origin.row)).ok()
    }

    /// Adds the tokens and findings of another batch behind one's own.
    pub fn append(&mut self, mut other: Self) {
        let shift = u32::try_from(self.sources.len()).unwrap_or(u32::MAX);
        for token in &mut other.tokens {
            token.origin.source = token.origin.source.saturating_add(shift);
        }
        for finding in &mut other.findings {
            finding.place.source = finding.place.source.saturating_add(shift);
        }
        let before = u32::try_from(self.tokens.len()).unwrap_or(u32::MAX);
        let edited = other.carried.edited.drain(..);
        self.carried.edited.extend(edited.map(|(at, edited)| (at.saturating_add(before), edited)));
        self.carried.absent.append(&mut other.carried.absent);
        self.carried.results.append(&mut other.carried.results);
        self.carried.pairs.append(&mut other.carried.pairs);
        self.sources.append(&mut other.sources);
        self.tokens.append(&mut other.tokens);
        self.findings.append(&mut other.findings);
    }
}
