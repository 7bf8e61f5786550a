//! A dry run: the creating requests as they would be sent first, with dots in place of seeds.

use super::{
    Method,
    create::MOST_IN_BATCH,
    request::{DEVICES, VERSION},
};
use crate::{format::entra_json, token::Token};

/// The requests that would create these tokens. A body is written when it is looked at.
pub struct DryRun<'b> {
    tokens: Vec<&'b Token>,
    chunk: usize,
}

impl<'b> DryRun<'b> {
    /// At most `chunk` tokens in each; with 0, as many as go into one batch of single requests.
    pub fn new(tokens: Vec<&'b Token>, chunk: usize) -> Self {
        Self { tokens, chunk: if chunk == 0 { MOST_IN_BATCH } else { chunk } }
    }

    /// How many requests there are.
    pub fn requests(&self) -> usize {
        self.tokens.len().div_ceil(self.chunk)
    }

    /// Method and path, the same of all.
    pub fn line() -> (Method, String) {
        (Method::Patch, format!("/{VERSION}/{DEVICES}"))
    }

    /// The tokens that a request creates; it is counted from 0.
    pub fn tokens(&self, request: usize) -> &[&'b Token] {
        self.tokens.chunks(self.chunk).nth(request).unwrap_or_default()
    }

    /// The whole body of a request, without seeds.
    pub fn body(&self, request: usize) -> String {
        entra_json::write_masked(self.tokens(request).iter().copied())
    }
}
