//! The one encoding of all seeds of a file, with the finding when it is not the expected one.

use crate::{
    diagnostic::{Diagnostic, FileProblem, Place},
    encoding::{SeedEncoding, decide},
};

/// Decides over all seeds of a file, and notes what is not as the format has it.
pub(super) fn seed_encoding<'a>(
    seeds: impl Iterator<Item = &'a str>,
    expected: SeedEncoding,
    source: u32,
    findings: &mut Vec<Diagnostic>,
) -> SeedEncoding {
    let decision = decide(seeds, expected);
    let taken = decision.encoding;
    let problem = match (taken == expected, decision.ambiguous) {
        (false, _) => Some(FileProblem::OtherSeedEncoding { found: taken, expected }),
        (true, true) => Some(FileProblem::AmbiguousSeedEncoding { taken }),
        (true, false) => None,
    };
    findings.extend(problem.map(|problem| Diagnostic::new(Place::file(source), problem)));
    taken
}
