//! The one encoding of all seeds of a file, with the finding when it is not the expected one.

use crate::{
    diagnostic::{Diagnostic, FileProblem, Place},
    encoding::{SeedEncoding, decide},
};

/// The seeds of a file, before it is known how they are written.
#[derive(Clone, Copy)]
pub(super) struct SeedColumn {
    /// Index that tokens and findings name as their file.
    pub(super) source: u32,
    /// The encoding, where the user said it.
    pub(super) said: Option<SeedEncoding>,
}

impl SeedColumn {
    /// The encoding of a format that leaves no choice, unless the user said another.
    pub(super) fn or(self, only: SeedEncoding) -> SeedEncoding {
        self.said.unwrap_or(only)
    }

    /// Decides over all seeds of a file, and notes what is not as the format has it. What the user said stands.
    pub(super) fn decide<'a>(
        self,
        seeds: impl Iterator<Item = &'a str>,
        expected: SeedEncoding,
        findings: &mut Vec<Diagnostic>,
    ) -> SeedEncoding {
        if let Some(said) = self.said {
            return said;
        }
        let decision = decide(seeds, expected);
        let taken = decision.encoding;
        let problem = match (taken == expected, decision.ambiguous) {
            (false, _) => Some(FileProblem::OtherSeedEncoding { found: taken, expected }),
            (true, true) => Some(FileProblem::AmbiguousSeedEncoding { taken }),
            (true, false) => None,
        };
        findings.extend(problem.map(|problem| Diagnostic::new(Place::file(self.source), problem)));
        taken
    }
}
