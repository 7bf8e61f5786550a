//! What Entra takes: time-based tokens with six digits, 30 or 60 seconds, and seeds of at most 128 Base32 characters.

use seedferry_protocol::TargetFormat;

use crate::{
    diagnostic::{Consumer, Diagnostic, Place, TargetProblem},
    token::{Batch, Digits, HashFunction, OathType, SerialNumber, Token},
};

/// Most Base32 characters of a seed.
const MOST_CHARACTERS: u32 = 128;

/// Checks every token of a batch.
pub(super) fn check(batch: &Batch, target: TargetFormat, findings: &mut Vec<Diagnostic>) {
    for token in &batch.tokens {
        check_token(token, target, &mut |problem| {
            findings.push(Diagnostic::new(Place::from(&token.origin), problem));
        });
    }
}

fn check_token(token: &Token, target: TargetFormat, note: &mut dyn FnMut(TargetProblem)) {
    let consumer = match target {
        TargetFormat::EntraJson => Consumer::Graph,
        TargetFormat::EntraCsv => Consumer::EntraUpload,
    };
    check_kind(token, consumer, note);
    let characters = token.seed.as_ref().map_or(0, |seed| base32_characters(seed.len()));
    if characters > MOST_CHARACTERS {
        note(TargetProblem::SeedTooLong { consumer, characters });
    }
    if token.manufacturer.is_none() {
        note(TargetProblem::ManufacturerMissing(consumer));
    }
    if token.model.is_none() {
        note(TargetProblem::ModelMissing(consumer));
    }
    if target == TargetFormat::EntraCsv {
        check_cells(token, note);
    }
}

fn check_kind(token: &Token, consumer: Consumer, note: &mut dyn FnMut(TargetProblem)) {
    if let Some(oath_type) = foreign_type(&token.oath_type) {
        note(TargetProblem::Type { consumer, oath_type });
    }
    if let Some(interval) = token.interval.filter(|interval| !matches!(interval.seconds(), 30 | 60)) {
        note(TargetProblem::Interval { consumer, seconds: interval.seconds() });
    }
    if let Some(digits) = token.digits.filter(|digits| *digits != Digits::USUAL) {
        note(TargetProblem::Digits { consumer, digits: digits.get() });
    }
    let is_taken = |hash: &HashFunction| match consumer {
        Consumer::Graph => *hash != HashFunction::Sha512,
        Consumer::EntraUpload => *hash == HashFunction::Sha1,
    };
    if let Some(hash) = token.hash.filter(|hash| !is_taken(hash)) {
        note(TargetProblem::Hash { consumer, hash });
    }
}

fn foreign_type(oath_type: &OathType) -> Option<String> {
    match oath_type {
        OathType::Totp => None,
        OathType::Hotp => Some("event-based (HOTP)".to_owned()),
        OathType::Ocra => Some("of the challenge-response kind (OCRA)".to_owned()),
        OathType::Other(name) => Some(format!("of the type “{name}”")),
    }
}

fn base32_characters(bytes: usize) -> u32 {
    u32::try_from(bytes.saturating_mul(8).div_ceil(5)).unwrap_or(u32::MAX)
}

fn check_cells(token: &Token, note: &mut dyn FnMut(TargetProblem)) {
    let cells = [
        ("serial number", token.serial.as_ref().map(SerialNumber::as_str)),
        ("manufacturer", token.manufacturer.as_deref()),
        ("model", token.model.as_deref()),
        ("user principal name", token.upn.as_deref()),
    ];
    for (column, _) in cells.iter().filter(|(_, cell)| cell.is_some_and(is_formula)) {
        note(TargetProblem::FormulaCell { column: (*column).to_owned() });
    }
}

/// What spreadsheets take for the beginning of a formula.
fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@'])
}
