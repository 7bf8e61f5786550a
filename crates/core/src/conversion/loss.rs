//! What a target cannot carry, and what is written although no file says it.

use std::collections::HashSet;

use seedferry_protocol::TokenProperty;

use super::target::Target;
use crate::{
    diagnostic::{Diagnostic, Place, Problem, TargetProblem},
    token::{Batch, Digits, HashFunction, Interval, OathType, Token},
};

/// Something lost or assumed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// What, as a sentence without a full stop.
    pub what: String,
    /// How many tokens it concerns, at least one.
    pub tokens: u32,
    /// They, as indices into the batch.
    pub concerned: Vec<u32>,
}

impl Loss {
    fn count(&mut self, index: u32) {
        self.tokens = self.tokens.saturating_add(1);
        self.concerned.push(index);
    }
}

/// Counts what the tokens lose; each comes with its index into the batch.
pub(super) fn losses<'b>(
    tokens: &(impl Iterator<Item = (u32, &'b Token)> + Clone),
    target: &dyn Target,
    batch: &Batch,
) -> Vec<Loss> {
    let count = |what: String, concerns: &dyn Fn(&Token) -> bool| {
        let mut loss = Loss { what, tokens: 0, concerned: Vec::new() };
        tokens.clone().filter(|(_, token)| concerns(token)).for_each(|(index, _)| loss.count(index));
        (loss.tokens > 0).then_some(loss)
    };
    let own =
        target.own_losses().into_iter().filter_map(|(what, concerns)| count(what.to_owned(), &concerns));
    if target.keeps_all() {
        return own.collect();
    }
    let is_of = |kind: &OathType, token: &Token| token.oath_type == *kind && token.type_assumed;
    let types = ASSUMED_TYPES
        .into_iter()
        .filter_map(|(kind, what)| count(what.to_owned(), &|token| is_of(&kind, token)));
    let assumed = ASSUMED.into_iter().filter_map(|(property, what)| {
        count(what.to_owned(), &|token| target.carries(property, token) && is_assumed(property, token))
    });
    let implied = IMPLIED.into_iter().filter(|property| target.implies(*property)).filter_map(|property| {
        let what = implied_words(property, target.why_lost(property));
        count(what, &|token| !target.carries(property, token) && is_assumed(property, token))
    });
    let lost = LOSABLE.into_iter().filter_map(|property| {
        let what = lost_words(property, target.why_lost(property));
        count(what, &|token| !target.carries(property, token) && is_said(property, token))
    });
    let takes = target.takes();
    let misfits =
        MISFITS.into_iter().filter(|(_, kind)| takes.takes_type(kind)).filter_map(|(property, kind)| {
            let what = lost_words(property, "tokens of this type have none");
            count(what, &|token| {
                token.oath_type == kind && target.carries(property, token) && is_said(property, token)
            })
        });
    let unkept =
        unkept(batch).into_iter().filter_map(|(what, whose)| count(what, &|token| whose.concern(token)));
    types.chain(assumed).chain(implied).chain(lost).chain(misfits).chain(unkept).chain(own).collect()
}

/// Of whom something is said.
#[derive(Default)]
struct Whose {
    /// All tokens of these files.
    sources: HashSet<u32>,
    /// Single ones.
    places: HashSet<Place>,
}

impl Whose {
    fn concern(&self, token: &Token) -> bool {
        self.sources.contains(&token.origin.source) || self.places.contains(&Place::from(&token.origin))
    }

    fn add(&mut self, finding: &Diagnostic) {
        let Place { source, row } = finding.place;
        let rows = finding.problem.rows();
        self.sources.extend((row.is_none() && rows.is_empty()).then_some(source));
        self.places.extend(row.iter().chain(rows).map(|row| Place { source, row: Some(*row) }));
    }
}

/// What the readers found that no token has a place for, each with the tokens that lose it.
fn unkept(batch: &Batch) -> Vec<(String, Whose)> {
    let mut found: Vec<(String, Whose)> = Vec::new();
    for finding in &batch.findings {
        let Some(what) = finding.problem.unkept() else { continue };
        let place = found.iter().position(|(known, _)| *known == what).unwrap_or_else(|| {
            found.push((what, Whose::default()));
            found.len().saturating_sub(1)
        });
        if let Some((_, whose)) = found.get_mut(place) {
            whose.add(finding);
        }
    }
    found
}

/// A finding of a target, as the report says it.
type Misread = (&'static str, fn(&TargetProblem) -> bool);

/// Cells that are taken for something else where the file is read.
const MISREAD: [Misread; 2] = [
    (
        "A spreadsheet takes cells that begin with =, +, - or @ for formulas: they are written unchanged, so do not open \
         the file with one",
        |problem| matches!(problem, TargetProblem::FormulaCell { .. }),
    ),
    (
        "Many readers take a row that begins with # for a comment: the token may be missing where the file is read",
        |problem| matches!(problem, TargetProblem::CommentCell { .. }),
    ),
];

/// Counts the tokens with a cell that is taken for something else.
pub(super) fn misread<'b>(
    tokens: &(impl Iterator<Item = (u32, &'b Token)> + Clone),
    findings: &[Diagnostic],
) -> Vec<Loss> {
    MISREAD.into_iter().filter_map(|kind| misread_as(kind, tokens, findings)).collect()
}

fn misread_as<'b>(
    (what, is_of_kind): Misread,
    tokens: &(impl Iterator<Item = (u32, &'b Token)> + Clone),
    findings: &[Diagnostic],
) -> Option<Loss> {
    let is_found = |problem: &Problem| matches!(problem, Problem::Target(problem) if is_of_kind(problem));
    let found = findings.iter().filter(|finding| is_found(&finding.problem));
    let places: HashSet<Place> = found.map(|finding| finding.place).collect();
    if places.is_empty() {
        return None;
    }
    let mut loss = Loss { what: what.to_owned(), tokens: 0, concerned: Vec::new() };
    let concerned = tokens.clone().filter(|(_, token)| places.contains(&Place::from(&token.origin)));
    concerned.for_each(|(index, _)| loss.count(index));
    (loss.tokens > 0).then_some(loss)
}

/// What is written in place of what no file says.
const ASSUMED: [(TokenProperty, &str); 4] = [
    (TokenProperty::Interval, "The file does not say the time interval: 30 seconds are written"),
    (TokenProperty::Hash, "The file does not say the hash function: SHA-1 is written"),
    (TokenProperty::Digits, "The file does not say the number of digits: 6 is written"),
    (TokenProperty::Counter, "The file does not say the counter: 0 is written"),
];

/// What is assumed of a token's type, which no file says.
const ASSUMED_TYPES: [(OathType, &str); 2] = [
    (OathType::Totp, "The file does not say the type: the token is taken for a time-based one"),
    (OathType::Hotp, "The file does not say the type: the token is taken for an event-based one"),
];

/// What whoever reads the file takes for the usual, where neither file says it.
const IMPLIED: [TokenProperty; 4] =
    [TokenProperty::Interval, TokenProperty::Hash, TokenProperty::Digits, TokenProperty::Counter];

/// What is written of tokens of the other type alone.
const MISFITS: [(TokenProperty, OathType); 2] =
    [(TokenProperty::Interval, OathType::Hotp), (TokenProperty::Counter, OathType::Totp)];

/// What a target may have no place for.
const LOSABLE: [TokenProperty; 11] = [
    TokenProperty::Serial,
    TokenProperty::Type,
    TokenProperty::Hash,
    TokenProperty::Digits,
    TokenProperty::Interval,
    TokenProperty::Counter,
    TokenProperty::Manufacturer,
    TokenProperty::Model,
    TokenProperty::Upn,
    TokenProperty::AssignTo,
    TokenProperty::DisplayName,
];

fn lost_words(property: TokenProperty, why: &str) -> String {
    let name = property.name();
    if why.is_empty() {
        format!("The {name} is not written")
    } else {
        format!("The {name} is not written: {why}")
    }
}

fn implied_words(property: TokenProperty, why: &str) -> String {
    let name = property.name();
    let why = if why.is_empty() { "whoever reads it takes the usual" } else { why };
    format!("Neither the file nor what is written says the {name}: {why}")
}

fn is_assumed(property: TokenProperty, token: &Token) -> bool {
    match property {
        TokenProperty::Interval => token.interval.is_none() && token.oath_type == OathType::Totp,
        TokenProperty::Hash => token.hash.is_none(),
        TokenProperty::Digits => token.digits.is_none(),
        TokenProperty::Counter => token.counter.is_none() && token.oath_type == OathType::Hotp,
        _ => false,
    }
}

/// Whether the token has something that is missed when it is not written: a usual value is not.
fn is_said(property: TokenProperty, token: &Token) -> bool {
    match property {
        TokenProperty::Serial => token.serial.is_some(),
        TokenProperty::Seed => token.seed.is_some(),
        TokenProperty::Type => token.oath_type != OathType::Totp,
        TokenProperty::Hash => token.hash.is_some_and(|hash| hash != HashFunction::Sha1),
        TokenProperty::Digits => token.digits.is_some_and(|digits| digits != Digits::USUAL),
        TokenProperty::Interval => token.interval.is_some_and(|interval| interval != Interval::USUAL),
        TokenProperty::Counter => token.counter.is_some(),
        TokenProperty::IntervalOrCounter | TokenProperty::CounterBase64 | TokenProperty::TypeForLiboath => {
            false
        }
        TokenProperty::Manufacturer => token.manufacturer.is_some(),
        TokenProperty::Model => token.model.is_some(),
        TokenProperty::Upn => token.upn.is_some(),
        TokenProperty::AssignTo => token.assign_to.is_some(),
        TokenProperty::DisplayName => token.display_name.is_some(),
    }
}
