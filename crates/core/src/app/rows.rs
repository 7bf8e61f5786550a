//! Tokens as rows of the table, and the summary line.

use seedferry_protocol::{Cell, EditedFields, ReviewView, Row, Severity, SummaryView, TokenId};

use super::{
    findings::{Findings, Summary},
    review::count,
};
use crate::token::{Batch, OathType, SourceFile, Token};

/// What the table knows of a token beside its content.
#[derive(Clone, Copy)]
pub(super) struct Marks {
    pub(super) id: TokenId,
    pub(super) selected: bool,
    pub(super) edited: EditedFields,
}

/// A token as a row. It says how long the seed is, and nothing else of it.
pub(super) fn row(batch: &Batch, token: &Token, marks: Marks, findings: &Summary) -> Row {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    Row {
        id: marks.id,
        selected: marks.selected,
        edited: marks.edited,
        serial: token.serial.as_ref().map(ToString::to_string).unwrap_or_default(),
        seed_bytes: token.seed.as_ref().map(|seed| u16::try_from(seed.len()).unwrap_or(u16::MAX)),
        hash: hash(token),
        interval: interval(token),
        digits: digits(token),
        manufacturer: text(&token.manufacturer),
        model: text(&token.model),
        upn: text(&token.upn),
        source: source(batch, token),
        worst: findings.worst,
        finding: findings.text.clone(),
        findings: u16::try_from(findings.count).unwrap_or(u16::MAX),
    }
}

/// A file, what it is and how its seeds are written.
fn source_words(source: &SourceFile) -> String {
    let format = source.format.name();
    match source.encoding {
        Some(encoding) => format!("{} ({format}, seeds in {})", source.name, encoding.name()),
        None => format!("{} ({format})", source.name),
    }
}

/// The line above the table.
pub(super) fn summary(batch: &Batch, findings: &Findings) -> SummaryView {
    let mut view = SummaryView {
        sources: batch.sources.iter().take(ReviewView::LISTED).map(source_words).collect(),
        sources_total: count(batch.sources.len()),
        errors: 0,
        warnings: 0,
        clean: 0,
        assumed: Vec::new(),
    };
    let mut assumed = [false; ASSUMPTIONS.len()];
    for (at, token) in batch.tokens.iter().enumerate() {
        match findings.worst_of(at) {
            Some(Severity::Error) => view.errors += 1,
            Some(Severity::Warning) => view.warnings += 1,
            _ => view.clean += 1,
        }
        for (known, is_assumed) in assumed.iter_mut().zip(assumptions(token)) {
            *known |= is_assumed;
        }
    }
    let words = ASSUMPTIONS.iter().zip(assumed).filter(|(_, is_assumed)| *is_assumed);
    view.assumed = words.map(|(words, _)| (*words).to_owned()).collect();
    view
}

/// What may be taken for granted, in words.
const ASSUMPTIONS: [&str; 3] = ["6 digits", "hash function SHA-1", "time interval 30 s"];

/// Which of [`ASSUMPTIONS`] are made about a token.
fn assumptions(token: &Token) -> [bool; ASSUMPTIONS.len()] {
    let timed = token.oath_type != OathType::Hotp;
    [token.digits.is_none(), token.hash.is_none(), timed && token.interval.is_none()]
}

/// The counter, if the token is event-based.
pub(super) fn counter(token: &Token) -> Option<Cell> {
    let is_event_based = token.oath_type == OathType::Hotp;
    let text = token.counter.unwrap_or(0).to_string();
    is_event_based.then(|| Cell { text, assumed: token.counter.is_none() })
}

fn hash(token: &Token) -> Cell {
    let (hash, assumed) = token.hash_or_assumed();
    Cell { text: hash.name().to_owned(), assumed }
}

fn digits(token: &Token) -> Cell {
    let (digits, assumed) = token.digits_or_assumed();
    Cell { text: digits.get().to_string(), assumed }
}

fn interval(token: &Token) -> Cell {
    if token.oath_type == OathType::Hotp {
        return Cell { text: "HOTP".to_owned(), assumed: false };
    }
    let (interval, assumed) = token.interval_or_assumed();
    Cell { text: format!("{} s", interval.seconds()), assumed }
}

/// The innermost file and the row: the layers around it stand in the summary, and would push out what differs.
fn source(batch: &Batch, token: &Token) -> String {
    let name = batch.sources.get(token.origin.source as usize).map_or("", |source| source.name.as_str());
    let innermost = name.rsplit(SourceFile::BETWEEN).next().unwrap_or(name);
    format!("{innermost}, row {}", token.origin.row)
}
