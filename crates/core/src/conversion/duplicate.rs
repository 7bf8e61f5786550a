//! Tokens that stand twice, seeds that two tokens share, serial numbers that lost their leading zeros.

use std::collections::{HashMap, HashSet, hash_map::Entry};

use crate::{
    diagnostic::{Diagnostic, Place, Problem, SeedProblem, SerialProblem},
    secret::Seed,
    token::{Batch, OathType, SerialNumber, Token},
};

/// Checks a whole batch; each kind of finding in one pass.
pub(super) fn check(batch: &Batch, findings: &mut Vec<Diagnostic>) {
    serials(batch, findings);
    seeds(batch, findings);
    lengths(batch, findings);
}

/// A device may have a key of each type; within a type a serial number stands for one seed.
fn serials(batch: &Batch, findings: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<&str, Seen<'_>> = HashMap::with_capacity(batch.tokens.len());
    for token in &batch.tokens {
        let Some(serial) = token.serial.as_ref().map(SerialNumber::as_str) else {
            continue;
        };
        match seen.entry(serial) {
            Entry::Vacant(entry) => drop(entry.insert(Seen::first(token))),
            Entry::Occupied(mut entry) => entry.get_mut().add(batch, token, findings),
        }
    }
}

/// The tokens of one serial number. Nearly always there is one, for which nothing is allocated.
struct Seen<'b> {
    first: &'b Token,
    /// The first ones of other types.
    others: Vec<&'b Token>,
    /// Types whose first token is said to have a rival, or another type beside it.
    said: Vec<(&'b OathType, bool)>,
}

impl<'b> Seen<'b> {
    fn first(token: &'b Token) -> Self {
        Self { first: token, others: Vec::new(), said: Vec::new() }
    }

    fn add(&mut self, batch: &Batch, token: &'b Token, findings: &mut Vec<Diagnostic>) {
        let mut firsts = [self.first].into_iter().chain(self.others.iter().copied());
        let (other, is_rival) = match firsts.find(|first| first.oath_type == token.oath_type) {
            Some(first) if first.seed == token.seed => {
                let other = place_name(batch, first);
                return findings.push(about(token, SerialProblem::TwiceSameSeed { other }));
            }
            Some(first) => (first, true),
            None => (self.first, false),
        };
        if !is_rival {
            self.others.push(token);
        }
        let problem = |other| {
            if is_rival {
                SerialProblem::TwiceOtherSeed { other }
            } else {
                SerialProblem::TwiceOtherType { other }
            }
        };
        findings.push(about(token, problem(place_name(batch, other))));
        if !self.said.contains(&(&other.oath_type, is_rival)) {
            self.said.push((&other.oath_type, is_rival));
            findings.push(about(other, problem(place_name(batch, token))));
        }
    }
}

fn seeds(batch: &Batch, findings: &mut Vec<Diagnostic>) {
    let mut firsts: HashMap<&[u8], &Token> = HashMap::with_capacity(batch.tokens.len());
    let mut said = HashSet::new();
    for token in &batch.tokens {
        // EXPOSE: compared within the batch, never stored.
        let Some(seed) = token.seed.as_ref().map(Seed::expose) else {
            continue;
        };
        let first = *firsts.entry(seed).or_insert(token);
        if first.serial == token.serial || token.serial.is_none() {
            continue;
        }
        findings.push(about(token, SeedProblem::Shared { other: place_name(batch, first) }));
        if said.insert(seed) {
            findings.push(about(first, SeedProblem::Shared { other: place_name(batch, token) }));
        }
    }
}

/// Fewest tokens among which an odd length says something.
const FEW: usize = 4;

/// Shorter serial numbers than this differ in length by nature.
const SHORTEST: usize = 6;

fn lengths(batch: &Batch, findings: &mut Vec<Diagnostic>) {
    let digits = |token: &Token| {
        let serial = token.serial.as_ref()?.as_str();
        serial.bytes().all(|c| c.is_ascii_digit()).then_some(serial.len())
    };
    let mut counts: Vec<usize> = Vec::new();
    for length in batch.tokens.iter().filter_map(digits) {
        counts.resize(counts.len().max(length + 1), 0);
        counts.iter_mut().skip(length).take(1).for_each(|count| *count += 1);
    }
    let Some((usual, count)) = counts.into_iter().enumerate().max_by_key(|(_, count)| *count) else {
        return;
    };
    if usual < SHORTEST || batch.tokens.len() < FEW || count * 3 < batch.tokens.len() * 2 {
        return;
    }
    for token in &batch.tokens {
        if let Some(length) = digits(token).filter(|length| *length < usual) {
            let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
            findings
                .push(about(token, SerialProblem::Shorter { length: count(length), usual: count(usual) }));
        }
    }
}

fn about(token: &Token, problem: impl Into<Problem>) -> Diagnostic {
    Diagnostic::new(Place::from(&token.origin), problem)
}

fn place_name(batch: &Batch, token: &Token) -> String {
    Place::from(&token.origin).describe(batch)
}
