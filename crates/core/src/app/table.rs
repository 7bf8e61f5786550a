//! Which tokens the table shows, and in which order.

use core::{cmp::Ordering, ops::RangeInclusive};

use seedferry_protocol::{Column, FindingFilter, Severity, SortOrder};

use super::findings::Findings;
use crate::token::{Batch, Token};

/// What the user asked for.
#[derive(Default)]
pub(super) struct Query {
    pub(super) search: String,
    pub(super) filter: FindingFilter,
    pub(super) sort: Option<SortOrder>,
}

/// The shown tokens, as places in the batch.
#[derive(Default)]
pub(super) struct Order(Vec<u32>);

impl Order {
    pub(super) fn of(batch: &Batch, findings: &Findings, query: &Query) -> Self {
        let needle = Needle::new(&query.search);
        let shown = (0u32..).zip(&batch.tokens).filter(|(at, token)| {
            passes(query.filter, findings.worst_of(*at as usize)) && needle.is_in(texts(batch, token))
        });
        let mut order: Vec<u32> = shown.map(|(at, _)| at).collect();
        if let Some(sort) = query.sort {
            sort_by(&mut order, batch, findings, sort);
        }
        Self(order)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().map(|at| *at as usize)
    }
}

/// The rows from the one that was pressed before to the one that is pressed now, by their places among the shown ones; the
/// latter alone where the one before is not shown any more.
pub(super) fn range(before: Option<usize>, now: Option<usize>) -> Option<RangeInclusive<usize>> {
    let now = now?;
    let before = before.unwrap_or(now);
    Some(before.min(now)..=before.max(now))
}

fn passes(filter: FindingFilter, worst: Option<Severity>) -> bool {
    match filter {
        FindingFilter::All => true,
        FindingFilter::With(severity) => worst == Some(severity),
        FindingFilter::Clean => worst.is_none_or(|worst| worst < Severity::Warning),
    }
}

fn sort_by(order: &mut [u32], batch: &Batch, findings: &Findings, sort: SortOrder) {
    order.sort_by(|left, right| {
        let ordering = match sort.column {
            Column::Findings => findings.worst_of(*left as usize).cmp(&findings.worst_of(*right as usize)),
            column => match (batch.tokens.get(*left as usize), batch.tokens.get(*right as usize)) {
                (Some(left), Some(right)) => compare(left, right, column),
                _ => Ordering::Equal,
            },
        };
        if sort.descending { ordering.reverse() } else { ordering }
    });
}

fn compare(left: &Token, right: &Token, column: Column) -> Ordering {
    match column {
        Column::Serial => left.serial.cmp(&right.serial),
        Column::Seed => seed_length(left).cmp(&seed_length(right)),
        Column::Hash => left.hash.cmp(&right.hash),
        Column::Interval => left.interval.cmp(&right.interval),
        Column::Digits => left.digits.cmp(&right.digits),
        Column::Manufacturer => left.manufacturer.cmp(&right.manufacturer),
        Column::Model => left.model.cmp(&right.model),
        Column::Upn => left.upn.cmp(&right.upn),
        Column::Source | Column::Findings => {
            (left.origin.source, left.origin.row).cmp(&(right.origin.source, right.origin.row))
        }
    }
}

fn seed_length(token: &Token) -> Option<usize> {
    token.seed.as_ref().map(crate::secret::Seed::len)
}

/// What is searched of a token.
fn texts<'a>(batch: &'a Batch, token: &'a Token) -> impl Iterator<Item = Option<&'a str>> {
    let source = batch.sources.get(token.origin.source as usize).map(|source| source.name.as_str());
    let serial = token.serial.as_ref().map(crate::token::SerialNumber::as_str);
    let texts = [&token.manufacturer, &token.model, &token.upn].map(Option::as_deref);
    [serial, source].into_iter().chain(texts)
}

/// A search text, prepared once. Seeds are never searched.
pub(super) struct Needle {
    text: String,
    is_ascii: bool,
}

impl Needle {
    pub(super) fn new(text: &str) -> Self {
        let text = text.trim().to_lowercase();
        Self { is_ascii: text.is_ascii(), text }
    }

    /// Whether one of these texts has it; an empty one is everywhere.
    pub(super) fn is_in<'a>(&self, texts: impl Iterator<Item = Option<&'a str>>) -> bool {
        self.text.is_empty() || texts.flatten().any(|text| self.matches(text))
    }

    /// Without making a lower-case copy where that can be avoided: a batch may have 100,000 tokens.
    fn matches(&self, text: &str) -> bool {
        if self.is_ascii {
            let needle = self.text.as_bytes();
            return text.as_bytes().windows(needle.len()).any(|window| window.eq_ignore_ascii_case(needle));
        }
        text.to_lowercase().contains(&self.text)
    }
}
