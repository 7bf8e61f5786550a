//! The findings of a batch, sorted to their tokens.

use core::cmp::Reverse;

use seedferry_protocol::{ExportOptions, FindingView, Severity, TargetFormat};

use crate::{
    conversion,
    diagnostic::{Diagnostic, Problem, SerialProblem},
    token::Batch,
};

/// What was found, per token and per file.
#[derive(Default)]
pub(super) struct Findings {
    all: Vec<Diagnostic>,
    /// Per token of the batch: the first one in `by_token` and how many.
    spans: Vec<(u32, u32)>,
    /// Places in `all`, grouped by token, gravest first.
    by_token: Vec<u32>,
    /// Per token of the batch: its gravest severity, made once because it is asked for all the time.
    worst: Vec<Option<Severity>>,
    /// Places in `all` of findings that belong to a file, gravest first.
    of_files: Vec<u32>,
}

/// A finding with its token, to be sorted: the gravest first, in the order found.
type Keyed = (usize, Reverse<Severity>, u32);

/// A token's findings in short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Summary {
    pub(super) worst: Option<Severity>,
    pub(super) text: String,
    pub(super) count: usize,
}

impl Findings {
    /// Takes what the readers found and what the whole batch shows, with Entra as the target.
    pub(super) fn of(batch: &Batch) -> Self {
        let mut all = batch.findings.clone();
        all.extend(conversion::check_batch(batch, TargetFormat::EntraJson, &ExportOptions::default()));
        let numbered = || (0u32..).zip(&all);
        let of_files = numbered().filter(|(_, finding)| finding.place.row.is_none());
        let mut of_files: Vec<_> =
            of_files.map(|(at, finding)| (Reverse(finding.problem.severity()), at)).collect();
        of_files.sort_unstable();
        let of_files = of_files.into_iter().map(|(_, at)| at).collect();
        let mut keyed: Vec<Keyed> = numbered()
            .filter_map(|(at, finding)| {
                Some((token_of(batch, finding)?, Reverse(finding.problem.severity()), at))
            })
            .collect();
        keyed.sort_unstable();
        let spans = spans(batch.tokens.len(), &keyed);
        let mut worst = vec![None; batch.tokens.len()];
        for (token, Reverse(severity), _) in keyed.iter().rev() {
            if let Some(worst) = worst.get_mut(*token) {
                *worst = Some(*severity);
            }
        }
        let by_token = keyed.into_iter().map(|(.., at)| at).collect();
        Self { all, spans, by_token, worst, of_files }
    }

    /// The gravest severity of the token at this place of the batch.
    pub(super) fn worst_of(&self, at: usize) -> Option<Severity> {
        self.worst.get(at).copied().flatten()
    }

    /// The token's findings in short.
    pub(super) fn summary_of(&self, at: usize) -> Summary {
        let first = self.of_token(at).next();
        Summary {
            worst: self.worst_of(at),
            text: first.map(|finding| finding.problem.what()).unwrap_or_default(),
            count: self.of_token(at).count(),
        }
    }

    /// All findings of the token at this place, gravest first.
    pub(super) fn views_of(&self, batch: &Batch, at: usize) -> Vec<FindingView> {
        self.of_token(at).map(|finding| finding.view(batch)).collect()
    }

    /// The first of the findings that belong to a file as a whole, gravest first.
    pub(super) fn of_files(&self, batch: &Batch, most: usize) -> Vec<FindingView> {
        let found = self.of_files.iter().take(most).filter_map(|at| self.all.get(*at as usize));
        found.map(|finding| finding.view(batch)).collect()
    }

    /// How many findings belong to a file as a whole.
    pub(super) fn of_files_count(&self) -> usize {
        self.of_files.len()
    }

    /// Whether a serial number stands more than once.
    pub(super) fn has_duplicates(&self) -> bool {
        let is_twice = |problem: &Problem| {
            matches!(
                problem,
                Problem::Serial(SerialProblem::TwiceSameSeed { .. } | SerialProblem::TwiceOtherSeed { .. })
            )
        };
        self.all.iter().any(|finding| is_twice(&finding.problem))
    }

    fn of_token(&self, at: usize) -> impl Iterator<Item = &Diagnostic> {
        let (start, count) = self.spans.get(at).copied().unwrap_or_default();
        let places = self.by_token.iter().skip(start as usize).take(count as usize);
        places.filter_map(|at| self.all.get(*at as usize))
    }
}

/// Place in the batch of the token that a finding speaks of. Tokens lie in the order of sources and rows, so a
/// search by halves finds it; a token that was removed is not found.
fn token_of(batch: &Batch, finding: &Diagnostic) -> Option<usize> {
    let (source, row) = (finding.place.source, finding.place.row?);
    batch.tokens.binary_search_by_key(&(source, row), |token| (token.origin.source, token.origin.row)).ok()
}

/// Start and length of each token's run in the sorted list.
fn spans(tokens: usize, keyed: &[Keyed]) -> Vec<(u32, u32)> {
    let mut spans = vec![(0, 0); tokens];
    for (position, (token, ..)) in (0u32..).zip(keyed) {
        if let Some(span) = spans.get_mut(*token) {
            if span.1 == 0 {
                span.0 = position;
            }
            span.1 += 1;
        }
    }
    spans
}
