//! Tokens that stand twice, seeds that two tokens share, serial numbers that lost their leading zeros, seeds that lost
//! their end.

use std::collections::{HashMap, HashSet};

use super::double;
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
    seed_lengths(batch, findings);
}

/// A device may have a key of each type; within a type a serial number stands for one seed.
fn serials(batch: &Batch, findings: &mut Vec<Diagnostic>) {
    let mut firsts: HashMap<&str, usize> = HashMap::with_capacity(batch.tokens.len());
    let mut twice: HashMap<usize, Vec<(usize, &Token)>> = HashMap::new();
    for (at, token) in batch.tokens.iter().enumerate() {
        let Some(serial) = token.serial.as_ref().map(SerialNumber::as_str) else {
            continue;
        };
        let first = *firsts.entry(serial).or_insert(at);
        if let Some(other) = batch.tokens.get(first).filter(|_| first != at) {
            twice.entry(first).or_insert_with(|| vec![(first, other)]).push((at, token));
        }
    }
    let mut twice: Vec<_> = twice.into_values().collect();
    twice.sort_unstable_by_key(|tokens| tokens.first().map(|(at, _)| *at));
    for tokens in &twice {
        of_one_serial(batch, tokens, findings);
    }
}

/// Checks the tokens of one serial number.
fn of_one_serial(batch: &Batch, tokens: &[(usize, &Token)], findings: &mut Vec<Diagnostic>) {
    let mut types: Vec<Vec<(usize, &Token)>> = Vec::new();
    let mut places: HashMap<&OathType, usize> = HashMap::new();
    for (at, token) in tokens {
        let place = *places.entry(&token.oath_type).or_insert(types.len());
        types.resize_with(types.len().max(place + 1), Vec::new);
        types.iter_mut().skip(place).take(1).for_each(|group| group.push((*at, token)));
    }
    for group in &types {
        let kept = double::kept(group.iter().copied());
        for (at, token) in group {
            let problem = double::problem(batch, (*at, token), &kept);
            findings.extend(problem.map(|problem| about(token, problem)));
        }
    }
    let firsts: Vec<&Token> = types.iter().filter_map(|group| Some(group.first()?.1)).collect();
    let [first, second, ..] = firsts.as_slice() else {
        return;
    };
    let of_other_type = |other| SerialProblem::TwiceOtherType { other: place_name(batch, other) };
    findings.extend(firsts.iter().skip(1).map(|token| about(token, of_other_type(first))));
    findings.push(about(first, of_other_type(second)));
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

/// A file's seeds have one length nearly always, so that a shorter one has perhaps lost its end.
fn seed_lengths(batch: &Batch, findings: &mut Vec<Diagnostic>) {
    let length = |token: &Token| Some((token.origin.source, token.seed.as_ref()?.len()));
    let mut counts: HashMap<u32, (usize, HashMap<usize, usize>)> = HashMap::new();
    for (source, bytes) in batch.tokens.iter().filter_map(length) {
        let (all, lengths) = counts.entry(source).or_default();
        *all += 1;
        *lengths.entry(bytes).or_default() += 1;
    }
    let shared = counts.into_iter().filter_map(|(source, (all, lengths))| {
        let (usual, count) = lengths.into_iter().max_by_key(|(_, count)| *count)?;
        (all >= FEW && count < all && count * 3 >= all * 2).then_some((source, usual))
    });
    let shared: HashMap<u32, usize> = shared.collect();
    for token in batch.tokens.iter().filter(|_| !shared.is_empty()) {
        let usual = length(token).and_then(|(source, bytes)| Some((bytes, *shared.get(&source)?)));
        if let Some((bytes, usual)) = usual.filter(|(bytes, usual)| bytes < usual) {
            let count = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
            findings.push(about(token, SeedProblem::Shorter { bytes: count(bytes), usual: count(usual) }));
        }
    }
}

fn about(token: &Token, problem: impl Into<Problem>) -> Diagnostic {
    Diagnostic::new(Place::from(&token.origin), problem)
}

fn place_name(batch: &Batch, token: &Token) -> String {
    Place::from(&token.origin).describe(batch)
}
