//! From a batch to files for a target: what goes, what stays behind and why, what the target cannot carry.

mod duplicate;
mod entra;
mod loss;
mod user;

use std::collections::HashMap;

pub use loss::Loss;
use seedferry_protocol::{ExportOptions, Exposed, Severity, TargetFormat};

use crate::{
    diagnostic::{Diagnostic, Place, Problem, SerialProblem},
    format::{entra_csv, entra_json},
    token::{Batch, OathType, SerialNumber, Token},
};

/// What will be written, decided before anything is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// As what.
    pub target: TargetFormat,
    /// How.
    pub options: ExportOptions,
    /// The files or bodies; none when no token goes.
    pub parts: Vec<Part>,
    /// Tokens that stay behind, as indices into the batch, with the gravest reason.
    pub staying: Vec<(u32, Problem)>,
    /// What the target cannot carry and what is assumed, with the number of tokens it concerns.
    pub losses: Vec<Loss>,
}

/// One file or body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its tokens, as indices into the batch.
    pub tokens: Vec<u32>,
    /// The name it is saved under.
    pub file_name: String,
    /// Its media type.
    pub media_type: String,
}

/// Findings that need the whole batch or the target: duplicates, users with too many tokens, limits of Entra.
pub fn check_batch(batch: &Batch, target: TargetFormat) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    duplicate::check(batch, &mut findings);
    user::check(batch, &mut findings);
    entra::check(batch, target, &mut findings);
    findings
}

/// Decides what becomes of the chosen tokens, given as indices into the batch.
///
/// A token with an error stays behind, unless the options say otherwise and the format can carry it. One that
/// stands twice with the same seed is written once.
pub fn plan(batch: &Batch, chosen: &[u32], target: TargetFormat, options: &ExportOptions) -> Plan {
    let errors = errors(batch, target);
    let mut written = HashMap::new();
    let (mut going, mut staying) = (Vec::with_capacity(chosen.len()), Vec::new());
    for index in chosen {
        let Some(token) = token_at(batch, *index) else {
            continue;
        };
        let error = errors.get(&Place::from(&token.origin));
        match refusal(batch, token, error, options, &mut written) {
            Some(problem) => staying.push((*index, problem)),
            None => going.push(*index),
        }
    }
    let losses = loss::losses(&going.iter().filter_map(|index| token_at(batch, *index)), target, options);
    Plan { target, options: options.clone(), parts: parts(&going, target, options), staying, losses }
}

/// Writes one part of a plan, counted from 0; `None` when the plan has no such part.
pub fn write(batch: &Batch, plan: &Plan, part: usize) -> Option<Exposed> {
    let part = plan.parts.get(part)?;
    let tokens: Vec<_> = part.tokens.iter().filter_map(|index| token_at(batch, *index)).collect();
    let tokens = tokens.iter().copied();
    Some(match plan.target {
        TargetFormat::EntraJson => entra_json::write(tokens),
        TargetFormat::EntraCsv => entra_csv::write(tokens, &plan.options),
    })
}

fn token_at(batch: &Batch, index: u32) -> Option<&Token> {
    batch.tokens.get(usize::try_from(index).ok()?)
}

/// The first error of each token.
fn errors(batch: &Batch, target: TargetFormat) -> HashMap<Place, Problem> {
    let mut errors = HashMap::new();
    let all = batch.findings.iter().cloned().chain(check_batch(batch, target));
    for finding in all.filter(|finding| finding.place.row.is_some()) {
        if finding.problem.severity() == Severity::Error {
            errors.entry(finding.place).or_insert(finding.problem);
        }
    }
    errors
}

fn refusal<'b>(
    batch: &'b Batch,
    token: &'b Token,
    error: Option<&Problem>,
    options: &ExportOptions,
    written: &mut HashMap<&'b SerialNumber, &'b Token>,
) -> Option<Problem> {
    let Some(serial) = token.serial.as_ref().filter(|_| can_be_carried(token)) else {
        return Some(error.cloned().unwrap_or(SerialProblem::Missing.into()));
    };
    // A value that the file says but nobody can read must not be replaced by a usual one.
    let unreadable = |error: &&Problem| matches!(error, Problem::Parameter(_));
    if let Some(error) = error.filter(|error| !options.with_errors || unreadable(error)) {
        return Some(error.clone());
    }
    let first = *written.entry(serial).or_insert(token);
    let is_double = !core::ptr::eq(first, token) && first.seed == token.seed;
    is_double
        .then(|| SerialProblem::TwiceSameSeed { other: Place::from(&first.origin).describe(batch) }.into())
}

/// Without serial number and seed there is nothing to write, and both formats stand for time-based tokens.
fn can_be_carried(token: &Token) -> bool {
    token.serial.is_some() && token.seed.is_some() && token.oath_type == OathType::Totp
}

fn parts(going: &[u32], target: TargetFormat, options: &ExportOptions) -> Vec<Part> {
    let per_part = match target {
        TargetFormat::EntraJson => options.per_body.and_then(|limit| usize::try_from(limit).ok()),
        TargetFormat::EntraCsv => None,
    };
    let chunks = going.chunks(per_part.unwrap_or(going.len()).max(1));
    let total = chunks.len();
    let part = |(number, tokens): (usize, &[u32])| Part {
        tokens: tokens.to_vec(),
        file_name: file_name(target, number, total),
        media_type: media_type(target).to_owned(),
    };
    (1..).zip(chunks).map(part).collect()
}

fn file_name(target: TargetFormat, number: usize, total: usize) -> String {
    let ending = match target {
        TargetFormat::EntraJson => "json",
        TargetFormat::EntraCsv => "csv",
    };
    match total {
        1 => format!("entra-tokens.{ending}"),
        _ => format!("entra-tokens-{number}-of-{total}.{ending}"),
    }
}

fn media_type(target: TargetFormat) -> &'static str {
    match target {
        TargetFormat::EntraJson => "application/json",
        TargetFormat::EntraCsv => "text/csv",
    }
}
