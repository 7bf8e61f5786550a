//! The findings of a batch, sorted to their tokens.

use core::cmp::Reverse;
use std::collections::HashSet;

use seedferry_protocol::{ExportOptions, FindingView, Severity, TargetFormat};

use crate::{conversion, diagnostic::Diagnostic, token::Batch};

/// What was found, per token and per file.
#[derive(Default)]
pub(super) struct Findings {
    /// What needs the whole batch, whatever the target.
    whole: Vec<Diagnostic>,
    of_target: Vec<Diagnostic>,
    /// Per token of the batch: the first one in `by_token` and how many.
    spans: Vec<(u32, u32)>,
    /// Numbers of findings, as [`Findings::get`] counts them, grouped by token, gravest first.
    by_token: Vec<u32>,
    /// Per token of the batch: its gravest severity, made once because it is asked for all the time.
    worst: Vec<Option<Severity>>,
    /// Numbers of findings that belong to a file, gravest first.
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
    pub(super) fn of(batch: &Batch, whole: Vec<Diagnostic>) -> Self {
        let of_target = conversion::check_target(batch, TargetFormat::EntraJson, &ExportOptions::default());
        let numbered = || (0u32..).zip(batch.findings.iter().chain(&whole).chain(&of_target));
        let unsure = batch.tokens.iter().filter(|token| token.type_assumed);
        let unsure: HashSet<u32> = unsure.map(|token| token.origin.source).collect();
        // It is settled when the type of each of the file's tokens was accepted or changed.
        let is_settled = |finding: &Diagnostic| {
            finding.file_of_assumed_type().is_some_and(|source| !unsure.contains(&source))
        };
        let of_files = numbered().filter(|(_, finding)| finding.place.row.is_none() && !is_settled(finding));
        let mut of_files: Vec<_> =
            of_files.map(|(at, finding)| (Reverse(finding.problem.severity()), at)).collect();
        of_files.sort_unstable();
        let of_files = of_files.into_iter().map(|(_, at)| at).collect();
        let mut keyed: Vec<Keyed> = numbered()
            .filter_map(|(at, finding)| {
                Some((batch.token_at(finding.place)?, Reverse(finding.problem.severity()), at))
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
        Self { whole, of_target, spans, by_token, worst, of_files }
    }

    /// The gravest severity of the token at this place of the batch.
    pub(super) fn worst_of(&self, at: usize) -> Option<Severity> {
        self.worst.get(at).copied().flatten()
    }

    /// The token's findings in short.
    pub(super) fn summary_of(&self, batch: &Batch, at: usize) -> Summary {
        let first = self.of_token(batch, at).next();
        Summary {
            worst: self.worst_of(at),
            text: first.map(|finding| finding.problem.what()).unwrap_or_default(),
            count: self.of_token(batch, at).count(),
        }
    }

    /// All findings of the token at this place, gravest first.
    pub(super) fn views_of(&self, batch: &Batch, at: usize) -> Vec<FindingView> {
        self.of_token(batch, at).map(|finding| finding.view(batch)).collect()
    }

    /// The first of the findings that belong to a file as a whole, gravest first.
    pub(super) fn of_files(&self, batch: &Batch, most: usize) -> Vec<FindingView> {
        let found = self.of_files.iter().take(most).filter_map(|number| self.get(batch, *number));
        found.map(|finding| finding.view(batch)).collect()
    }

    /// How many findings belong to a file as a whole.
    pub(super) fn of_files_count(&self) -> usize {
        self.of_files.len()
    }

    /// Whether a serial number stands more than once.
    pub(super) fn has_duplicates(&self) -> bool {
        self.whole.iter().any(|finding| finding.problem.is_twice())
    }

    /// What needs the whole batch, whatever the target.
    pub(super) fn whole(&self) -> &[Diagnostic] {
        &self.whole
    }

    /// What Entra does not take.
    pub(super) fn of_entra(&self) -> &[Diagnostic] {
        &self.of_target
    }

    fn of_token<'f>(&'f self, batch: &'f Batch, at: usize) -> impl Iterator<Item = &'f Diagnostic> {
        let (start, count) = self.spans.get(at).copied().unwrap_or_default();
        let numbers = self.by_token.iter().skip(start as usize).take(count as usize);
        numbers.filter_map(|number| self.get(batch, *number))
    }

    /// A finding by its number: those of the readers come first. They are not copied, because there may be many.
    fn get<'f>(&'f self, batch: &'f Batch, number: u32) -> Option<&'f Diagnostic> {
        let number = number as usize;
        let (read, whole) = (batch.findings.len(), batch.findings.len() + self.whole.len());
        match number {
            number if number < read => batch.findings.get(number),
            number if number < whole => self.whole.get(number - read),
            number => self.of_target.get(number - whole),
        }
    }
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
